//! The rows of the answer: the steps that lead to them, and what is selected of the last.

use crate::program::{DATE, ListId, Measure, Place, Program, Role, Ruling, Type, UnitId};

use super::atoms::element;
use super::columns::{Column, Columns};
use super::conditions::Conditions;
use super::missing::{Lacking, about, missing};
use super::one_way::{TwoWays, presumed_and_assumed};
use super::steps::{Names, Steps};
use super::term::TermId;
use super::verdict::{Verdict, verdict};
use super::witness::witnesses;
use super::{OfDays, Where};

/// A version's part of a query.
pub struct Written {
    /// What stands after WITH.
    pub steps: Vec<String>,
    pub select: String,
}

/// The columns of an answer beside those that are kept.
const ANSWER: [&str; 5] = ["verdict", "decided_by", "missing", "exact", "fault"];

/// How many parts of a text are joined at once: PostgreSQL takes no more than 100.
const MOST_PARTS: usize = 90;

/// Writes what judges by one version.
pub fn written(columns: Columns, prefix: String, days: OfDays, place: Where) -> Written {
    let mut conditions = Conditions::of(columns);
    let judged = verdict(&mut conditions);
    let applies = applies(&mut conditions);
    let answer = Answer::of(&mut conditions, &judged, applies);
    let names = named(&conditions, &judged, place);
    let steps = Steps::of(&conditions, prefix.clone(), names, &answer.terms(&judged));
    let facts = facts(&conditions, &format!("{prefix}facts"), &days);
    let judged_rows = format!("{prefix}judged");
    let last = answer.last(&conditions, &judged, &steps, &judged_rows);
    let select = answer.select(&conditions, &judged, &steps, &judged_rows);
    Written { steps: [vec![facts], steps.written(), vec![last]].concat(), select }
}

/// The version applies on the day, if one is stated.
fn applies(conditions: &mut Conditions) -> TermId {
    let policy = &conditions.program.policy;
    let always = policy.whatever_the_day || policy.days == [Measure::Date.range()];
    let date = if always { None } else { conditions.columns.column(Place::Fact(DATE)) };
    let Some(date) = date else { return conditions.terms.constant(Some(true)) };
    let point = |at| conditions.columns.point(Measure::Date, at);
    let ranges =
        policy.days.iter().map(|(from, to)| format!("{date} BETWEEN {} AND {}", point(*from), point(*to)));
    let within = ranges.collect::<Vec<_>>().join(" OR ");
    conditions.terms.asked(format!("COALESCE({within}, TRUE)"))
}

/// What the columns of the answer are made of.
struct Answer {
    applies: TermId,
    undetermined: TermId,
    /// Facts whose columns hold what cannot be, by their names.
    faults: Vec<(String, TermId)>,
    /// No completion satisfies the assumptions; where presumptions may be at fault, it is not known what to say.
    impossible: TermId,
    presumptions_may_be_at_fault: bool,
    exact: TermId,
    missing: Vec<(Lacking, TermId)>,
}

impl Answer {
    fn of(conditions: &mut Conditions, judged: &Verdict, applies: TermId) -> Answer {
        let undetermined = conditions.terms.all([applies, judged.undetermined]);
        let impossible = conditions.terms.all([applies, judged.impossible]);
        let presumptions_may_be_at_fault =
            presumed_and_assumed(conditions, conditions.program, judged.assumed);
        let exact = exact(conditions, judged, applies, undetermined, impossible);
        let roots: Vec<TermId> = judged.possible.iter().map(|(_, possible)| *possible).collect();
        let missing = missing(conditions, &roots, undetermined);
        // Last, so that it covers whatever is looked at.
        let faults = faults(conditions);
        Answer { applies, undetermined, faults, impossible, presumptions_may_be_at_fault, exact, missing }
    }

    fn terms(&self, judged: &Verdict) -> Vec<TermId> {
        let mut terms = vec![self.applies, self.undetermined, self.impossible, self.exact];
        terms.extend(judged.possible.iter().map(|(_, term)| *term));
        terms.extend(judged.deciders.iter().flatten().map(|(_, term)| *term));
        terms.extend(self.faults.iter().map(|(_, term)| *term));
        terms.extend(self.missing.iter().map(|(_, term)| *term));
        terms
    }

    fn select(&self, conditions: &Conditions, judged: &Verdict, steps: &Steps, from: &str) -> String {
        let dialect = conditions.columns.request.dialect;
        let mut columns: Vec<String> = kept(conditions).iter().map(|name| dialect.column(name)).collect();
        let never = |term: &TermId| conditions.terms.as_constant(*term) == Some(Some(false));
        let word = |ruling: Ruling| dialect.text(ruling.words().replace(' ', "-").as_str());
        let mut first = vec!["WHEN fault IS NOT NULL THEN NULL".to_owned()];
        if conditions.terms.as_constant(self.applies).is_none() {
            first.push(format!("WHEN NOT {} THEN {}", steps.used(self.applies), word(Ruling::NotRegulated)));
        }
        let mut rulings = first.clone();
        if !never(&self.undetermined) {
            rulings.push(format!(
                "WHEN {} THEN {}",
                steps.used(self.undetermined),
                word(Ruling::Undetermined)
            ));
        }
        let possible = || judged.possible.iter().zip(&judged.deciders).filter(|((_, term), _)| !never(term));
        rulings.extend(
            possible()
                .map(|((ruling, term), _)| format!("WHEN {} THEN {}", steps.used(*term), word(*ruling))),
        );
        rulings.push(format!("ELSE {}", word(Ruling::Undetermined)));
        columns.push(format!("CASE\n    {}\n  END AS verdict", rulings.join("\n    ")));
        let mut deciding = first;
        deciding[0] = match never(&self.undetermined) {
            true => "WHEN fault IS NOT NULL THEN NULL".to_owned(),
            false => format!("WHEN fault IS NOT NULL OR {} THEN NULL", steps.used(self.undetermined)),
        };
        if let Some(elsewhere) = deciding.get_mut(1) {
            *elsewhere = format!("WHEN NOT {} THEN NULL", steps.used(self.applies));
        }
        deciding.extend(possible().map(|((_, term), deciders)| {
            format!("WHEN {} THEN {}", steps.used(*term), deciders_in_words(conditions, steps, deciders))
        }));
        columns.push(format!("CASE\n    {}\n  END AS decided_by", deciding.join("\n    ")));
        let missing = self.missing.iter().map(|(lacking, term)| {
            let name = match lacking {
                Lacking::Fact(place) => conditions.columns.name(*place),
                Lacking::Extent(list) => conditions.program.list(*list).name.to_string(),
            };
            format!("CASE WHEN {} THEN {} END", steps.used(*term), dialect.text(&name))
        });
        let missing = joined(missing.collect());
        columns.push(format!("CASE WHEN fault IS NULL THEN\n    {missing}\n  END AS missing"));
        columns.push(format!("CASE WHEN fault IS NULL THEN {} END AS exact", steps.used(self.exact)));
        columns.push("fault".to_owned());
        format!("SELECT\n  {}\nFROM {from}", columns.join(",\n  "))
    }

    /// The last step: what is wrong with a row.
    fn last(&self, conditions: &Conditions, judged: &Verdict, steps: &Steps, name: &str) -> String {
        let fault = self.fault(conditions, judged, steps);
        let fence = conditions.columns.request.dialect.fence();
        format!("{name} AS (\nSELECT c.*,\n  {fault} AS fault\nFROM {} c{fence}\n)", steps.end())
    }

    /// Why a row is not judged.
    fn fault(&self, conditions: &Conditions, judged: &Verdict, steps: &Steps) -> String {
        let dialect = conditions.columns.request.dialect;
        let case = |term: TermId, words: &str| {
            format!("CASE WHEN {} THEN {} END", steps.used(term), dialect.text(words))
        };
        let unfit = self.faults.iter().map(|(name, term)| case(*term, name));
        let mut parts: Vec<String> = unfit.collect();
        if !self.presumptions_may_be_at_fault && !judged.assumptions.is_empty() {
            parts.push(case(self.impossible, "it goes against what the policy assumes"));
        }
        joined(parts)
    }
}

/// The citations of what decides for sure; failing that, of what may.
fn deciders_in_words(
    conditions: &Conditions,
    steps: &Steps,
    deciders: &[(Option<UnitId>, TermId)],
) -> String {
    let dialect = conditions.columns.request.dialect;
    let each = |sure: bool| {
        let each = deciders.iter().filter_map(|(unit, term)| {
            let name = unit.map_or_else(|| "otherwise".to_owned(), |unit| conditions.program.citation(unit));
            match (conditions.terms.as_constant(*term), sure) {
                (Some(Some(false)), _) | (Some(_), false) => None,
                (Some(_), true) => Some(dialect.text(&name)),
                (None, _) => {
                    let used = steps.used(*term);
                    let holds = if sure { used } else { format!("{used} IS NULL") };
                    Some(format!("CASE WHEN {holds} THEN {} END", dialect.text(&name)))
                }
            }
        });
        joined(each.collect())
    };
    format!("COALESCE(\n      {},\n      {})", each(true), each(false))
}

/// The texts that are there, with semicolons between them; nothing where none is.
fn joined(mut parts: Vec<String>) -> String {
    if parts.is_empty() {
        return "CAST(NULL AS VARCHAR(1))".to_owned();
    }
    let join = |parts: &[String]| format!("NULLIF(CONCAT_WS('; ', {}), '')", parts.join(", "));
    while parts.len() > MOST_PARTS {
        parts = parts.chunks(MOST_PARTS).map(join).collect();
    }
    join(&parts)
}

/// That a row's verdict is that of all its completions, or that they have different ones.
fn exact(
    conditions: &mut Conditions,
    judged: &Verdict,
    applies: TermId,
    undetermined: TermId,
    impossible: TermId,
) -> TermId {
    let roots: Vec<TermId> = judged.possible.iter().map(|(_, possible)| *possible).collect();
    let both_ways = TwoWays::of(conditions, &roots);
    let in_two_ways = bears_in_two_ways(conditions, &both_ways);
    let of_the_world = TwoWays::of(conditions, &[judged.assumed]);
    let world_in_two_ways = bears_in_two_ways(conditions, &of_the_world);
    let presumed = presumed_and_assumed(conditions, conditions.program, judged.assumed);
    let settled = |conditions: &Conditions, term| conditions.terms.as_constant(term) == Some(Some(false));
    let shown = match settled(conditions, in_two_ways) && settled(conditions, world_in_two_ways) {
        true => Vec::new(),
        false => witnesses(conditions, judged),
    };
    let terms = &mut conditions.terms;
    let one_way = terms.not(in_two_ways);
    let determined = terms.not(undetermined);
    let shown_open = terms.at_least(2, shown.clone());
    let told = terms.any([one_way, determined, shown_open]);
    // Some completion there is: the assumptions hold, or what is unknown of them bears on them in one way.
    let assumption_open = terms.unknown(judged.assumed);
    let world_open = terms.all([assumption_open, world_in_two_ways]);
    let world_sure = terms.not(world_open);
    let there_is_some = terms.any([world_sure].into_iter().chain(shown));
    let mut parts = vec![told, there_is_some];
    if presumed {
        parts.push(terms.not(impossible));
    }
    let told = terms.all(parts);
    let elsewhere = terms.not(applies);
    terms.any([elsewhere, told])
}

/// That something is unknown that bears on it in two ways.
fn bears_in_two_ways(conditions: &mut Conditions, found: &TwoWays) -> TermId {
    let dialect = conditions.columns.request.dialect;
    let mut each: Vec<(Option<Place>, TermId)> = Vec::new();
    for place in &found.unknown {
        let term = match conditions.columns.column(*place) {
            Some(column) => about(conditions, *place, format!("({column} IS NULL)")),
            None => conditions.terms.constant(Some(true)),
        };
        each.push((Some(*place), term));
    }
    for (place, names) in found.stated.iter().filter(|(_, names)| !names.is_empty()) {
        if let Some(column) = conditions.columns.column(*place) {
            let names: Vec<String> = names.iter().map(|name| dialect.text(name)).collect();
            let term =
                about(conditions, *place, format!("(COALESCE({column} IN ({}), FALSE))", names.join(", ")));
            each.push((Some(*place), term));
        }
    }
    for place in &found.in_part {
        let Type::Set(domain) = conditions.columns.fact(*place).ty else { continue };
        if let Some(column) = conditions.columns.column(*place) {
            let wide = conditions.columns.wide(domain);
            let mut parts = vec![dialect.holds_unknown(&column)];
            if !wide.is_empty() {
                parts.push(dialect.holds_any(&column, &wide));
            }
            let term = about(conditions, *place, format!("(COALESCE({}, FALSE))", parts.join(" OR ")));
            each.push((Some(*place), term));
        }
    }
    let mut all = Vec::new();
    for (place, term) in each {
        all.push(match place.and_then(element) {
            None => term,
            Some(list) => {
                // Of an element that is not in the table nothing is known.
                let stated = conditions.terms.some_stated(list, term);
                let open = open(conditions, list);
                match found.unknown.iter().any(|unknown| Some(*unknown) == place) {
                    true => conditions.terms.any([stated, open]),
                    false => stated,
                }
            }
        });
    }
    for list in &found.open {
        all.push(open(conditions, *list));
    }
    for term in &found.terms {
        let unknown = conditions.terms.unknown(*term);
        all.push(match conditions.terms.element(unknown) {
            None => unknown,
            Some(list) => {
                let stated = conditions.terms.some_stated(list, unknown);
                let open = open(conditions, list);
                conditions.terms.any([stated, open])
            }
        });
    }
    conditions.terms.any(all)
}

/// A list may have elements that are not in its table.
fn open(conditions: &mut Conditions, list: ListId) -> TermId {
    match conditions.open.get(&list) {
        Some(open) => *open,
        None => conditions.terms.constant(Some(true)),
    }
}

/// The columns that hold what their facts cannot have.
fn faults(conditions: &mut Conditions) -> Vec<(String, TermId)> {
    let lists = (0..conditions.program.lists.len()).map(|list| Some(ListId(list as u32)));
    let mut read: Vec<(Place, Column)> = Vec::new();
    for of in std::iter::once(None).chain(lists) {
        read.extend(conditions.columns.read(of).map(|(place, column)| (place, column.clone())));
    }
    let mut faults = Vec::new();
    for (place, column) in read {
        let quoted = conditions.columns.request.dialect.column(&column.name);
        let Some(misfit) = conditions.columns.misfit(place, &quoted) else { continue };
        let term = about(conditions, place, format!("(COALESCE({misfit}, FALSE))"));
        let term = match element(place) {
            None => term,
            Some(list) => conditions.terms.some_stated(list, term),
        };
        faults.push((column.name, term));
    }
    faults
}

/// The facts of each case, and how they are had.
fn facts(conditions: &Conditions, name: &str, days: &OfDays) -> String {
    let columns = &conditions.columns;
    let dialect = columns.request.dialect;
    let mut selected: Vec<(String, String)> = Vec::new();
    let mut select = |source: String, name: &str| {
        if !selected.iter().any(|(_, known)| known.eq_ignore_ascii_case(name)) {
            selected.push((source, name.to_owned()));
        }
    };
    for (_, column) in columns.read(None) {
        select(column.source.clone(), &column.name);
    }
    for (list, source) in columns.lists() {
        select(source.to_owned(), &columns.program.list(list).name);
    }
    if columns.lists().next().is_some() {
        select(dialect.column(&columns.request.key), &columns.request.key);
    }
    for name in &columns.request.keep {
        select(dialect.column(name), name);
    }
    let selected = selected.iter().map(|(source, name)| match dialect.column(name) {
        same if same == *source => format!("  {source}"),
        column => format!("  {source} AS {column}"),
    });
    let selected: Vec<String> = selected.collect();
    let selected = if selected.is_empty() { vec!["  1 AS licit_nothing".to_owned()] } else { selected };
    let day = columns.request.map.get(super::FACT_OF_DATE).map_or(super::FACT_OF_DATE, String::as_str);
    let day = dialect.column(day);
    let rows =
        days.0.as_ref().map_or_else(String::new, |days| format!("\nWHERE {}", days.replace("{}", &day)));
    let table = dialect.table(&columns.request.table);
    format!("{name} AS (\nSELECT\n{}\nFROM {table}{rows}{}\n)", selected.join(",\n"), dialect.fence())
}

/// The columns repeated beside each verdict: those that were asked for, or else those that are read.
fn kept(conditions: &Conditions) -> Vec<String> {
    let columns = &conditions.columns;
    if !columns.request.keep.is_empty() {
        return columns.request.keep.clone();
    }
    let mut kept: Vec<String> = Vec::new();
    if columns.lists().next().is_some() {
        kept.push(columns.request.key.clone());
    }
    kept.extend(columns.read(None).map(|(_, column)| column.name.clone()));
    kept
}

/// What the columns of the steps are called.
fn named(conditions: &Conditions, judged: &Verdict, place: Where) -> Names {
    let program = conditions.program;
    let mut names = Names::default();
    for word in ANSWER {
        names.keep(word);
    }
    names.keep(&conditions.columns.request.key);
    for name in &conditions.columns.request.keep {
        names.keep(name);
    }
    for of in std::iter::once(None).chain((0..program.lists.len()).map(|list| Some(ListId(list as u32)))) {
        for (_, column) in conditions.columns.read(of) {
            names.keep(&column.name);
        }
    }
    for list in &program.lists {
        names.keep(&list.name);
    }
    for (unit, does, term) in &judged.named {
        if conditions.terms.as_constant(*term).is_none() {
            names.call(*term, &cited(program, *unit), &format!(" {does}"), &told(program, *unit, place));
        }
    }
    for (ruling, possible) in &judged.possible {
        if conditions.terms.as_constant(*possible).is_none() {
            names.call(*possible, "it may be ", ruling.words(), "");
        }
    }
    names
}

/// A unit as it is cited: `clause 5(a)`, or `the definition of ...` where it has no number but its name.
fn cited(program: &Program, unit: UnitId) -> String {
    let (number, item) = (&program.clause(program.unit(unit).clause).number, &program.unit(unit).item);
    match &program.unit(unit).role {
        Role::Definition(term) if *number == program.definition(*term).name => {
            format!("the definition of {number}{item}")
        }
        _ => format!("clause {number}{item}"),
    }
}

fn told(program: &Program, unit: UnitId, place: Where) -> String {
    let title = program.clause(program.unit(unit).clause).title.as_deref();
    let place = place(program.unit(unit).span);
    [title, place.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
