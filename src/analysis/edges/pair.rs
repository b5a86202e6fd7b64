//! A pair of cases on an edge, and their words.

use super::limbs::Question;
use crate::analysis::space::Space;
use crate::judge::case::{SettledReading, Stated, StatedElement};
use crate::judge::exact::{Decoded, Turned};
use crate::judge::{Case, FactName, Judge, Knowledge, Truth, Verdict, witness};
use crate::program::{
    ACTION, ClauseId, DATE, ListId, Measure, Member, Program, Role, Ruling, Type, UNLIMITED, UnitId, Value,
};

/// Two cases that differ in one fact, or one reading, and in the verdict because of it.
#[derive(Debug, Clone)]
pub struct Edge {
    pub kind: EdgeKind,
    /// All units it shows an edge of, the first that it was found for before the others.
    pub units: Vec<UnitId>,
    /// The units of whose limbs it is an edge, once for each limb.
    pub limbs: Vec<UnitId>,
    pub place: Turned,
    pub cases: [Case; 2],
    /// What the text decides in each, without reasons.
    pub verdicts: [Verdict; 2],
    /// The rulings differ; otherwise what arises or follows does.
    pub differs: bool,
    /// One of the two is in the case book: which of them, and which of the cases that it decides.
    pub known: Option<(usize, usize)>,
}

/// Which edge it is.
#[derive(Debug, Clone, PartialEq)]
pub enum EdgeKind {
    /// A limb of a unit decides.
    Limb { unit: UnitId },
    /// A permission and a prohibition meet in the one case, and not in the other.
    Meeting { permission: UnitId, prohibition: UnitId },
    /// The verdict depends on how a clause is read.
    Reading { clause: ClauseId },
}

impl EdgeKind {
    /// The unit of whose limb it is an edge.
    pub fn limbs(&self) -> Vec<UnitId> {
        match self {
            EdgeKind::Limb { unit } => vec![*unit],
            _ => Vec::new(),
        }
    }

    /// The units it is an edge of.
    pub fn units(&self, program: &Program) -> Vec<UnitId> {
        match self {
            EdgeKind::Limb { unit } => vec![*unit],
            EdgeKind::Meeting { permission, prohibition } => vec![*permission, *prohibition],
            EdgeKind::Reading { clause } => program.clause(*clause).units.clone(),
        }
    }
}

impl Edge {
    /// The values of a fact in the two cases, if it is the one that is turned.
    pub fn values_of(&self, fact: FactName) -> Option<(&Value, &Value)> {
        if self.place != Turned::Fact(fact) {
            return None;
        }
        Some((value(&self.cases[0], fact)?, value(&self.cases[1], fact)?))
    }

    /// Whether its two values of a fact are next to one another.
    fn is_close(&self, fact: FactName) -> bool {
        match self.values_of(fact) {
            Some((Value::Point(one), Value::Point(other))) => (one - other).abs() <= 1,
            _ => false,
        }
    }

    /// Notes that it shows an edge of this unit too.
    pub fn also(&mut self, unit: UnitId) {
        self.limbs.push(unit);
        if !self.units.contains(&unit) {
            self.units.push(unit);
        }
    }

    /// The titles of its two cases: `Just below clause 4(b): 5 years 11 months`.
    pub fn titles(&self, program: &Program) -> [String; 2] {
        let about = match &self.kind {
            EdgeKind::Limb { unit } => format!("clause {}", program.citation(*unit)),
            EdgeKind::Meeting { permission, prohibition } => {
                let [one, other] = [permission, prohibition].map(|unit| program.citation(*unit));
                format!("clauses {one} and {other}")
            }
            EdgeKind::Reading { clause } => format!("clause {}", program.clause(*clause).number),
        };
        [0, 1].map(|which| {
            let case = &self.cases[which];
            let words = match self.place {
                Turned::Fact(fact) => match value(case, fact) {
                    Some(Value::Point(point)) => {
                        let measure = measure(program, fact);
                        let side = match (measure, which, self.is_close(fact)) {
                            (Some(Measure::Date), 0, true) => "Just before",
                            (Some(Measure::Date), 0, false) => "Before",
                            (Some(Measure::Date), _, true) => "Just after",
                            (Some(Measure::Date), _, false) => "After",
                            (_, 0, true) => "Just below",
                            (_, 0, false) => "Below",
                            (_, _, true) => "Just above",
                            (_, _, false) => "Above",
                        };
                        let point = measure.map(|it| crate::program::words::point(it, *point));
                        return format!("{side} {about}: {}", point.unwrap_or_default());
                    }
                    _ => witness::said(program, case, fact).unwrap_or_default(),
                },
                Turned::Reading(clause) => {
                    let settled = case.readings.iter().find(|settled| settled.clause == clause);
                    settled.map_or_else(String::new, |settled| {
                        let name = &program.clause(clause).readings[settled.reading].name;
                        format!("read as {name}")
                    })
                }
            };
            let begin = about[..1].to_uppercase() + &about[1..];
            match &self.kind {
                EdgeKind::Meeting { .. } => format!("Where {about} meet: {words}"),
                _ => format!("{begin}: {words}"),
            }
        })
    }

    /// One of its cases as a scenario that expects nothing yet; where the other has a scenario already, like that.
    pub fn scenario(&self, program: &Program, which: usize, title: &str, like: Option<&str>) -> String {
        let case = &self.cases[which];
        let Some(like) = like else { return witness::unjudged(program, case, title) };
        match self.place {
            Turned::Fact(fact) => witness::turned(program, case, fact, title, like),
            Turned::Reading(clause) => {
                let settled = case.readings.iter().find(|settled| settled.clause == clause);
                let read = settled.map(|settled| witness::read_so(program, clause, settled.reading));
                format!(
                    "scenario {} like {}\n  {}\n",
                    crate::program::words::text(title),
                    crate::program::words::text(like),
                    read.unwrap_or_default()
                )
            }
        }
    }
}

/// A unit that decides no ruling, but whose duty arises or whose remedies follow.
pub fn follows(program: &Program, unit: UnitId) -> bool {
    matches!(program.unit(unit).role, Role::Duty { .. } | Role::Remedies { .. })
}

/// A case in which every list has so many elements, and nothing else is stated.
pub fn with_elements(program: &Program, many: impl Fn(ListId) -> usize) -> Case {
    let mut case = Case::unstated(program);
    for (number, (list, stated)) in program.lists.iter().zip(&mut case.lists).enumerate() {
        let labels = ('A'..='Z').take(many(ListId(number as u32)));
        let elements = labels.map(|label| StatedElement {
            label: Some(label.into()),
            attributes: list.attributes.iter().map(|_| Stated::default()).collect(),
            span: None,
        });
        stated.open = false;
        stated.elements = elements.collect();
    }
    case
}

/// What an assignment says, as a case; a day and an action are always named.
pub fn case(space: &Space, first: &Case, found: &Decoded, turned: Option<(FactName, &Value)>) -> Case {
    let mut case = first.clone();
    for (name, value) in &found.facts {
        state(&mut case, *name, value.clone());
    }
    if let Some((name, value)) = turned {
        state(&mut case, name, value.clone());
    }
    let day = FactName::Fact(DATE);
    if value(&case, day).is_none() {
        let (from, until) = space.range(day);
        let plain = crate::judge::cuts::plainest(Measure::Date).clamp(from, until.max(from));
        state(&mut case, day, Value::Point(plain));
    }
    if value(&case, FactName::Fact(ACTION)).is_none() {
        state(&mut case, FactName::Fact(ACTION), Value::Member(Member(0)));
    }
    let readings = found.readings.iter();
    case.readings = readings
        .map(|(clause, reading)| SettledReading { clause: *clause, reading: *reading, by: None })
        .collect();
    case
}

/// The pair as it is judged; `None` where it is not what it was found for. Values with an order are brought as near to
/// one another as they go while the question is answered otherwise, and lists that do not matter are left out of it.
pub fn judged(
    judge: &Judge,
    (place, asked): (Turned, Option<Question>),
    mut cases: [Case; 2],
    rulings: Option<(Ruling, Ruling)>,
    kind: &EdgeKind,
) -> Option<Edge> {
    let program = judge.program();
    let is_so = |cases: &[Case; 2]| -> Option<[Verdict; 2]> {
        let [Ok(one), Ok(other)] = cases.each_ref().map(|case| judge.decide(case)) else { return None };
        let so = match (rulings, kind) {
            (Some(rulings), _) => rulings == (one.ruling, other.ruling),
            (None, EdgeKind::Limb { unit }) => {
                let [one, other] = [&one, &other].map(|it| {
                    let mut told = it.duties.iter().chain(&it.remedies);
                    told.find(|told| told.unit == *unit).map_or(Truth::No, |told| told.holds)
                });
                matches!((one, other), (Truth::Yes, Truth::No) | (Truth::No, Truth::Yes))
            }
            _ => false,
        };
        so.then_some([one, other])
    };
    let mut verdicts = is_so(&cases)?;
    if let Some(question) = asked {
        let turns = |cases: &[Case; 2]| {
            let [one, other] = cases.each_ref().map(|case| question.answer(program, case));
            one.is_some() && other.is_some() && one != other
        };
        let nearer = |cases: &[Case; 2]| {
            let mut nearer = halfway(cases, question.fact).into_iter().filter(turns);
            nearer.find_map(|cases| is_so(&cases).map(|verdicts| (cases, verdicts)))
        };
        while let Some(found) = nearer(&cases) {
            (cases, verdicts) = found;
        }
    }
    for list in 0..program.lists.len() {
        let turned_there = matches!(place, Turned::Fact(FactName::Element(of, ..)) if of.0 as usize == list);
        if turned_there {
            continue;
        }
        let mut fewer = cases.clone();
        for case in &mut fewer {
            case.lists[list].elements.clear();
            case.lists[list].open = true;
        }
        if let Some(still) = is_so(&fewer) {
            (cases, verdicts) = (fewer, still);
        }
    }
    let differs = rulings.is_some();
    Some(Edge {
        kind: kind.clone(),
        units: kind.units(program),
        limbs: kind.limbs(),
        place,
        cases,
        verdicts,
        differs,
        known: None,
    })
}

/// The pair with the one, or the other, of its values of a fact moved halfway to the other; nothing where they have no
/// order, or nothing is between them.
fn halfway(cases: &[Case; 2], fact: FactName) -> Vec<[Case; 2]> {
    let [Some(Value::Point(one)), Some(Value::Point(other))] = cases.each_ref().map(|case| value(case, fact))
    else {
        return Vec::new();
    };
    if (one - other).abs() <= 1 || [one, other].contains(&&UNLIMITED) {
        return Vec::new();
    }
    let middle = Value::Point(one + (other - one) / 2);
    let moved = |which: usize| {
        let mut cases = cases.clone();
        state(&mut cases[which], fact, middle.clone());
        cases
    };
    vec![moved(0), moved(1)]
}

/// States a fact.
pub fn state(case: &mut Case, name: FactName, value: Value) {
    let stated = Stated { knowledge: Knowledge::Value(value), ..Stated::default() };
    match name {
        FactName::Fact(fact) => case.facts[fact.0 as usize] = stated,
        FactName::Element(list, element, attribute) => {
            case.lists[list.0 as usize].elements[element].attributes[attribute.0 as usize] = stated;
        }
        FactName::Extent(_) => {}
    }
}

/// What is known of a fact; nothing where there is no such element.
pub fn value(case: &Case, name: FactName) -> Option<&Value> {
    if let FactName::Element(list, element, _) = name
        && element >= case.lists[list.0 as usize].elements.len()
    {
        return None;
    }
    match &case.stated(name)?.knowledge {
        Knowledge::Value(value) => Some(value),
        _ => None,
    }
}

/// What a fact is counted in, if it has an order.
pub fn measure(program: &Program, fact: FactName) -> Option<Measure> {
    let ty = match fact {
        FactName::Fact(fact) => program.fact(fact).ty,
        FactName::Element(list, _, attribute) => program.list(list).attributes[attribute.0 as usize].ty,
        FactName::Extent(_) => return None,
    };
    match ty {
        Type::Point(measure) => Some(measure),
        _ => None,
    }
}
