//! What is asked of a fact, or of two, as a three-valued term.

use fixedbitset::FixedBitSet;

use std::collections::HashMap;

use crate::program::{
    Against, Atom, DATE, DomainId, Extent, Line, ListId, Measure, Place, Program, Relation, SetTest, Test,
    Type, UNLIMITED,
};

use super::columns::{Columns, Named};
use super::term::{TermId, Terms};

/// Which question each term asks.
pub type Questions = HashMap<TermId, Atom>;

/// Makes terms of atoms.
pub struct Atoms<'a, 'p> {
    pub columns: &'a mut Columns<'p>,
    pub terms: &'a mut Terms,
    pub questions: &'a mut Questions,
}

/// What has more digits a point cannot be multiplied by without loss.
const MOST_DIGITS: u32 = 13;

impl Atoms<'_, '_> {
    /// The term of an atom.
    pub fn atom(&mut self, atom: &Atom) -> TermId {
        let of_unknown = self.of_unknown(atom);
        let settled = match atom.test {
            Test::Against(_) => None,
            _ => self.terms.as_constant(of_unknown).flatten(),
        };
        // On days on which the policy does not apply nothing is asked; unless it is judged by on any day.
        let on_any_day = atom.place == Place::Fact(DATE) && self.columns.program.policy.whatever_the_day;
        if settled.is_some() && !on_any_day {
            return of_unknown;
        }
        let Some(sql) = self.sql(atom) else {
            let term = match settled {
                Some(_) => return of_unknown,
                None => self.terms.unanswered(places(atom).find_map(element)),
            };
            self.questions.insert(term, atom.clone());
            return term;
        };
        if let Some(known) = settled {
            let value = if known { "TRUE" } else { "FALSE" };
            let term = self.terms.asked(format!("COALESCE({sql}, {value})"));
            self.questions.insert(term, atom.clone());
            return term;
        }
        let term = match places(atom).find_map(element) {
            Some(list) => self.terms.asked_of(list, sql, of_unknown),
            None => self.terms.asked(sql),
        };
        self.questions.insert(term, atom.clone());
        term
    }

    /// What an atom is where nothing is known of what it looks at first, or of the element it speaks of.
    fn of_unknown(&mut self, atom: &Atom) -> TermId {
        let Test::Against(against) = &atom.test else {
            let known = self.static_truth(atom);
            return self.terms.constant(known);
        };
        let (left, right) = (element(atom.place), element(against.other));
        let it = if left.is_none() { self.columns.column(atom.place) } else { None };
        let other = if right.is_none() { self.columns.column(against.other) } else { None };
        let sql = match (left, right) {
            (None, None) => None,
            _ => self.narrowed(atom.place, against, it.as_deref(), other.as_deref()),
        };
        match sql {
            Some(sql) => self.terms.asked(format!("({sql})")),
            None => self.terms.constant(None),
        }
    }

    /// The answer, where it is the same for every value that there can be.
    fn static_truth(&self, atom: &Atom) -> Option<bool> {
        let program = self.columns.program;
        match (&atom.test, self.columns.fact(atom.place).ty) {
            (Test::OneOf(these), Type::Member(domain)) => match parted(program, domain, these) {
                (0, _) => Some(false),
                (_, 0) => Some(true),
                _ => None,
            },
            (Test::Set(SetTest::Includes(these) | SetTest::Only(these)), Type::Set(domain)) => {
                (parted(program, domain, these).0 == 0).then_some(false)
            }
            (Test::Set(SetTest::Exactly(groups)), Type::Set(domain)) => {
                groups.iter().any(|group| parted(program, domain, group).0 == 0).then_some(false)
            }
            (Test::TextIs(texts), _) => texts.is_empty().then_some(false),
            (Test::Within(ranges), Type::Point(measure)) => {
                let mut all = match atom.place {
                    Place::Fact(DATE) => program.policy.days.to_vec(),
                    _ => vec![measure.range()],
                };
                if measure.can_be_unlimited() {
                    all.push((UNLIMITED, UNLIMITED));
                }
                let meets =
                    |(from, to): &(i128, i128)| ranges.iter().any(|range| range.0 <= *to && range.1 >= *from);
                let covered =
                    |(from, to): &(i128, i128)| ranges.iter().any(|range| range.0 <= *from && range.1 >= *to);
                match (all.iter().any(meets), all.iter().all(covered)) {
                    (false, _) => Some(false),
                    (_, true) => Some(true),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The question in SQL; none where the table has no column for it.
    fn sql(&mut self, atom: &Atom) -> Option<String> {
        if let Test::Against(against) = &atom.test {
            let it = self.columns.column(atom.place);
            let other = self.columns.column(against.other);
            let (it, other) = (it.as_deref(), other.as_deref());
            return match (it, other) {
                // Answered by nobody, whatever the table says; see `one_way`.
                _ if !can_be_reckoned(against) => None,
                (Some(it), Some(other)) => {
                    Some(format!("({})", self.against(atom.place, against, it, other)))
                }
                _ => self.narrowed(atom.place, against, it, other).map(|sql| format!("({sql})")),
            };
        }
        let column = self.columns.column(atom.place)?;
        Some(match (&atom.test, self.columns.fact(atom.place).ty) {
            (Test::Yes, _) => column,
            (Test::OneOf(these), Type::Member(domain)) => self.one_of(domain, these, &column),
            (Test::TextIs(texts), _) => {
                let texts: Vec<&str> = texts.iter().map(|words| &**words).collect();
                format!("({column} IN ({}))", self.columns.request.dialect.listed(&texts))
            }
            (Test::Within(ranges), Type::Point(measure)) => {
                let each: Vec<String> =
                    ranges.iter().map(|range| self.within(measure, &column, *range)).collect();
                format!("({})", each.join(" OR "))
            }
            (Test::Set(test), Type::Set(domain)) => self.set(domain, test, &column),
            (test, ty) => unreachable!("{test:?} is not asked of {ty:?}"),
        })
    }

    fn one_of(&self, domain: DomainId, these: &FixedBitSet, column: &str) -> String {
        let (inside, between, outside) = told_apart(self.columns.named(domain), these);
        match (between.is_empty(), inside.len() <= outside.len()) {
            (true, true) => format!("({column} IN ({}))", self.columns.request.dialect.listed(&inside)),
            (true, false) => format!("({column} NOT IN ({}))", self.columns.request.dialect.listed(&outside)),
            (false, _) => {
                let mut cases = String::new();
                for (names, value) in [(&inside, "TRUE"), (&outside, "FALSE")] {
                    if !names.is_empty() {
                        cases += &format!(
                            " WHEN {column} IN ({}) THEN {value}",
                            self.columns.request.dialect.listed(names)
                        );
                    }
                }
                match cases.is_empty() {
                    true => "CAST(NULL AS BOOLEAN)".to_owned(),
                    false => format!("(CASE{cases} END)"),
                }
            }
        }
    }

    fn within(&self, measure: Measure, column: &str, (from, to): (i128, i128)) -> String {
        let (least, greatest) = measure.range();
        let greatest = if measure.can_be_unlimited() { UNLIMITED } else { greatest };
        let point = |at| self.columns.point(measure, at);
        // What can be divided further is said to be below the next, which has fewer digits.
        let divided =
            !matches!(measure, Measure::Date | Measure::WholeNumber | Measure::Months | Measure::Hours);
        let at_least = match divided && (from - 1) % 10 == 0 && from % 10 != 0 {
            true => format!("{column} > {}", point(from - 1)),
            false => format!("{column} >= {}", point(from)),
        };
        let at_most = match divided && (to + 1) % 10 == 0 {
            true => format!("{column} < {}", point(to + 1)),
            false => format!("{column} <= {}", point(to)),
        };
        match (from <= least, to >= greatest) {
            _ if from > to => "FALSE".to_owned(),
            _ if from == to => format!("{column} = {}", point(from)),
            (true, true) => format!("{column} = {column}"),
            (true, false) => at_most,
            (false, true) => at_least,
            (false, false) => format!("{at_least} AND {at_most}"),
        }
    }

    /// A set is known in part where something in its array is not known, or stands for several.
    fn set(&self, domain: DomainId, test: &SetTest, column: &str) -> String {
        let dialect = self.columns.request.dialect;
        let any = |names: &[&str]| match names {
            [] => "FALSE".to_owned(),
            _ => dialect.holds_any(column, names),
        };
        let apart = |these: &FixedBitSet| told_apart(self.columns.named(domain), these);
        let open = dialect.holds_unknown(column);
        let empty = dialect.is_empty(column);
        let (yes, no) = match test {
            SetTest::Includes(these) => {
                let (inside, between, _) = apart(these);
                let maybe = [inside.clone(), between].concat();
                (any(&inside), format!("NOT ({open}) AND NOT ({})", any(&maybe)))
            }
            SetTest::Only(these) => {
                let (_, between, outside) = apart(these);
                let strays = [outside.clone(), between].concat();
                let yes = format!("NOT ({open}) AND NOT ({empty}) AND NOT ({})", any(&strays));
                (yes, format!("{empty} OR {}", any(&outside)))
            }
            SetTest::Exactly(groups) if groups.is_empty() => self.is_empty(column),
            SetTest::Exactly(groups) => {
                let mut all = FixedBitSet::new();
                for member in groups.iter().flat_map(FixedBitSet::ones) {
                    all.grow(member + 1);
                    all.insert(member);
                }
                let (_, between, outside) = apart(&all);
                let strays = [outside.clone(), between].concat();
                let mut yes = format!("NOT ({open}) AND NOT ({})", any(&strays));
                let mut lacking = Vec::new();
                for group in groups {
                    let (inside, between, _) = apart(group);
                    yes += &format!(" AND {}", any(&inside));
                    lacking.push(format!("NOT ({})", any(&[inside, between].concat())));
                }
                (yes, format!("{} OR (NOT ({open}) AND ({}))", any(&outside), lacking.join(" OR ")))
            }
            SetTest::Empty => self.is_empty(column),
        };
        format!("(CASE WHEN {column} IS NULL THEN NULL WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END)")
    }

    fn is_empty(&self, column: &str) -> (String, String) {
        let dialect = self.columns.request.dialect;
        let empty = dialect.is_empty(column);
        // An array of what is not known alone leaves it open.
        (empty.clone(), format!("NOT ({empty}) AND NOT ({})", dialect.holds_only(column, &[])))
    }

    fn against(&self, place: Place, against: &Against, it: &str, other: &str) -> String {
        match self.columns.fact(place).ty {
            Type::Point(measure) => {
                let compared = self.compared(measure, against, it, other);
                match self.narrowed(place, against, Some(it), Some(other)) {
                    Some(narrowed) => format!("COALESCE({compared}, {narrowed})"),
                    None => compared,
                }
            }
            Type::Member(domain) => {
                let wide = self.columns.wide(domain);
                match wide.is_empty() {
                    true => format!("{it} = {other}"),
                    false => {
                        let wide = self.columns.request.dialect.listed(&wide);
                        format!(
                            "CASE WHEN {it} IN ({wide}) OR {other} IN ({wide}) THEN NULL ELSE {it} = {other} END"
                        )
                    }
                }
            }
            _ => format!("{it} = {other}"),
        }
    }

    /// A comparison of two values, both of which are there.
    pub fn of_values(&self, atom: &Atom, against: &Against, it: &str, other: &str) -> String {
        match self.columns.fact(atom.place).ty {
            Type::Point(measure) => self.compared(measure, against, it, other),
            _ => format!("{it} = {other}"),
        }
    }

    /// What an order of two says where only one is known, and is so near an end of its line that the other does not
    /// matter. None where neither is known, and of sameness.
    fn narrowed(
        &self,
        place: Place,
        against: &Against,
        it: Option<&str>,
        other: Option<&str>,
    ) -> Option<String> {
        let Type::Point(measure) = self.columns.fact(place).ty else { return None };
        if against.relation == Relation::Equal || (it.is_none() && other.is_none()) {
            return None;
        }
        let ends = |place| {
            let (least, greatest) = self.ends(measure, place);
            (self.columns.point(measure, least), self.columns.point(measure, greatest))
        };
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        if let Some(it) = it {
            let (least, greatest) = ends(against.other);
            yes.push(self.compared(measure, against, it, &least));
            no.push(format!("NOT ({})", self.compared(measure, against, it, &greatest)));
        }
        if let Some(other) = other {
            let (least, greatest) = ends(place);
            yes.push(self.compared(measure, against, &greatest, other));
            no.push(format!("NOT ({})", self.compared(measure, against, &least, other)));
        }
        Some(format!("CASE WHEN {} THEN TRUE WHEN {} THEN FALSE END", yes.join(" OR "), no.join(" OR ")))
    }

    /// The least and the greatest value a place can have.
    fn ends(&self, measure: Measure, place: Place) -> (i128, i128) {
        match place {
            Place::Fact(DATE) => self.columns.program.policy.first_and_last_day(),
            _ if measure.can_be_unlimited() => (measure.range().0, UNLIMITED),
            _ => measure.range(),
        }
    }

    /// A comparison of two points, both sides times what the other is divided by.
    fn compared(&self, measure: Measure, against: &Against, it: &str, other: &str) -> String {
        let divided = |line| if let Line::Times(_, by) = line { by } else { 1 };
        let left = self.side(measure, against.left, it, divided(against.right));
        let right = self.side(measure, against.right, other, divided(against.left));
        let relation = match against.relation {
            Relation::Equal => "=",
            Relation::Less => "<",
            Relation::AtMost => "<=",
        };
        format!("{left} {relation} {right}")
    }

    fn side(&self, measure: Measure, line: Line, it: &str, times: i128) -> String {
        let dialect = self.columns.request.dialect;
        let shifted = |by: i128| match measure {
            Measure::Date => dialect.days_later(it, by),
            _ => format!("{it} + ({})", self.columns.point(measure, by)),
        };
        let (made, unlimited_times) = match line {
            Line::Plain => (it.to_owned(), 1),
            Line::Shift(by) => (shifted(by), 1),
            Line::Months(months) => (dialect.months_later(it, months), 1),
            Line::Times(by, divided) => (multiplied(measure, by, it), divided),
        };
        let made = if measure.can_be_unlimited() && line != Line::Plain {
            let stays = multiplied(measure, unlimited_times, &UNLIMITED.to_string());
            format!("CASE WHEN {it} = {UNLIMITED} THEN {stays} ELSE {made} END")
        } else {
            made
        };
        if times == 1 { made } else { multiplied(measure, times, &format!("({made})")) }
    }
}

/// A product that keeps every digit: no engine has more than 38.
fn multiplied(measure: Measure, by: i128, it: &str) -> String {
    let digits = match measure {
        Measure::WholeNumber | Measure::Months | Measure::Hours => "18, 0",
        _ => "24, 9",
    };
    if by == 1 { it.to_owned() } else { format!("CAST({it} AS DECIMAL({digits})) * {by}") }
}

/// Whether everything in a comparison can be reckoned without loss.
pub fn can_be_reckoned(against: &Against) -> bool {
    let parts = |line| if let Line::Times(by, divided) = line { (by, divided) } else { (1, 1) };
    let ((a, b), (c, d)) = (parts(against.left), parts(against.right));
    let small = |it: Option<i128>| it.is_some_and(|it| it < 10_i128.pow(MOST_DIGITS));
    small(a.checked_mul(d)) && small(c.checked_mul(b))
}

/// The texts whose kinds all are among these, some are, none is.
fn told_apart<'p>(named: Vec<Named<'p>>, these: &FixedBitSet) -> (Vec<&'p str>, Vec<&'p str>, Vec<&'p str>) {
    let (mut inside, mut between, mut outside) = (Vec::new(), Vec::new(), Vec::new());
    for named in named {
        let among = named.kinds.iter().filter(|kind| these.contains(**kind)).count();
        match among {
            0 => outside.push(named.name),
            all if all == named.kinds.len() => inside.push(named.name),
            _ => between.push(named.name),
        }
    }
    (inside, between, outside)
}

/// How many members of a domain are among these, and how many are not.
fn parted(program: &Program, domain: DomainId, these: &FixedBitSet) -> (usize, usize) {
    let declared = program.domain(domain);
    let many = declared.terms.len() + usize::from(declared.extent == Extent::Open);
    let inside = (0..many).filter(|member| these.contains(*member)).count();
    (inside, many - inside)
}

/// The places an atom looks at.
pub fn places(atom: &Atom) -> impl Iterator<Item = Place> {
    let other = match &atom.test {
        Test::Against(against) => Some(against.other),
        _ => None,
    };
    std::iter::once(atom.place).chain(other)
}

/// The list of whose element a place is part.
pub fn element(place: Place) -> Option<ListId> {
    match place {
        Place::Fact(_) => None,
        Place::Element(list, _) => Some(list),
    }
}
