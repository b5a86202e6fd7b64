//! What is told of all cases against all cases gone through one by one.
//!
//! Every node and unit stands at a place of its own, so that a finding says of which it is.

use std::collections::{BTreeSet, HashMap};

use licit::analysis::findings;
use licit::judge::{Case, Support};
use licit::problem::Problem;
use licit::problem::finding::{Because, Clause as Cited, Finding, Idleness};
use licit::program::*;
use licit::source::{FileId, Span};
use proptest::prelude::*;

mod matters;
mod shown;

use super::draw::Draw;
use super::oracle::{Oracle, Otherwise, Row};
use super::random::{self, Flavour};
use super::{MOST, config, failed, nothing_stated, tell};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn findings_are_those_of_all_cases(numbers in prop::collection::vec(any::<u16>(), 0..300)) {
        let mut draw = Draw::from(numbers);
        let flavours = [Flavour::Scalars, Flavour::Scalars, Flavour::List, Flavour::ComparedList];
        let (mut program, flavour, _) = random::program(&mut draw, &flavours);
        for (number, origin) in (0..).zip(&mut program.origins) {
            origin.span = Some(Span::new(FileId(0), number, number + 1));
        }
        for (number, assumption) in program.assumptions.iter_mut().enumerate() {
            assumption.words = format!("assumption {number}").into();
        }
        for number in 0..program.nodes.len() {
            if let Node::Not(inner) = program.nodes[number] {
                program.origins[number].every =
                    matches!(program.node(inner), Node::Elements { at_least: 1, .. });
            }
        }
        let told = || tell::tell(&program, &Case::unstated(&program));
        hold(&program, flavour).map_err(|error| failed(error, told))?;
    }
}

/// The cases there are, and what is asked of them.
struct Cases<'p> {
    oracle: Oracle<'p>,
    rows: Vec<Row>,
}

impl Cases<'_> {
    fn any(&self, it_is: impl FnMut(&Row) -> bool) -> bool {
        self.rows.iter().any(it_is)
    }

    fn unit(&self, id: UnitId) -> &Unit {
        self.oracle.program.unit(id)
    }

    fn holds(&self, row: &Row, node: NodeId) -> bool {
        self.oracle.holds(&row.world, node, None)
    }

    fn live(&self, row: &Row, unit: UnitId) -> bool {
        self.oracle.live(&row.world, unit, None)
    }

    /// Whether a clause is live, and the action one it speaks of.
    fn applies(&self, row: &Row, id: UnitId) -> bool {
        self.live(row, id)
            && match self.unit(id).role {
                Role::Permission { actions, .. }
                | Role::Prohibition { actions }
                | Role::Requirement { actions, .. } => self.holds(row, actions),
                _ => true,
            }
    }

    /// Whether a clause would stand against the action, or permits it, whatever prevails.
    fn would(&self, row: &Row, id: UnitId) -> bool {
        self.live(row, id)
            && match self.unit(id).role {
                Role::Permission { actions, .. } | Role::Prohibition { actions } => self.holds(row, actions),
                Role::Requirement { actions, condition } => {
                    self.holds(row, actions) && !self.holds(row, condition)
                }
                _ => true,
            }
    }

    /// The permissions that override a clause in a case.
    fn overriding(&self, row: &Row, id: UnitId) -> BTreeSet<UnitId> {
        let names = |permission: &UnitId| match &self.unit(*permission).role {
            Role::Permission { notwithstanding, .. } => {
                notwithstanding.contains(&id) && self.would(row, *permission)
            }
            _ => false,
        };
        units(self.oracle.program).filter(names).collect()
    }

    fn works(&self, row: &Row, id: UnitId) -> bool {
        self.would(row, id) && self.overriding(row, id).is_empty()
    }

    /// Whether a clause would be live but for one exception, or but for all.
    fn but_for(&self, row: &Row, id: UnitId, exception: Option<UnitId>) -> bool {
        let unit = self.unit(id);
        unit.in_force.into_iter().chain([unit.when]).all(|node| self.holds(row, node))
            && !unit.unless.iter().any(|unless| self.holds(row, *unless))
            && !unit
                .exceptions
                .iter()
                .any(|other| exception.is_some_and(|exception| *other != exception) && self.live(row, *other))
    }

    fn breached(&self, row: &Row, id: UnitId) -> bool {
        match self.unit(id).role {
            Role::Duty { kept, .. } => {
                self.live(row, id) && row.world.facts[kept.0 as usize] == Value::YesNo(false)
            }
            _ => self.works(row, id),
        }
    }
}

fn units(program: &Program) -> impl Iterator<Item = UnitId> + use<> {
    (0..program.units.len()).map(|number| UnitId(number as u32))
}

fn node(span: Span) -> NodeId {
    NodeId(span.start)
}

fn hold(program: &Program, flavour: Flavour) -> Result<(), TestCaseError> {
    let oracle = Oracle { program };
    let case = nothing_stated(program);
    let Some(all) = oracle.all(&case, flavour, &Otherwise::default(), MOST) else {
        return Err(TestCaseError::reject("too many completions"));
    };
    let told: Vec<Finding> = findings(program, &[])
        .into_iter()
        .map(|problem| match problem {
            Problem::Finding(finding) => finding,
            other => panic!("{other:?}"),
        })
        .collect();
    if all.rows.is_empty() {
        prop_assert!(told.is_empty(), "there is no case, but {:?}", told);
        return Ok(());
    }
    let idle_readings: BTreeSet<ClauseId> = {
        let depends = all.depends_on();
        let read = all.rows[0].readings.keys().copied();
        read.filter(|clause| !depends.contains(clause) && !follows_from(&all.rows, *clause)).collect()
    };
    let cases = Cases { oracle, rows: all.rows };
    for finding in &told {
        prop_assert!(is_so(&cases, finding), "told, but not so: {:?}", finding);
    }
    rests_on_what_it_needs(&cases, &case, flavour, &told)?;
    shown::hold(&cases, &case, flavour, &told)?;
    nothing_is_missing(&cases, &told, &idle_readings)
}

/// Whether a duty or a remedy depends on how a clause is read.
fn follows_from(rows: &[Row], clause: ClauseId) -> bool {
    let mut seen = HashMap::new();
    rows.iter().any(|row| {
        let mut others = row.readings.clone();
        others.remove(&clause);
        let follows = (&row.becomes.duties, &row.becomes.remedies);
        *seen.entry((row.values.clone(), others)).or_insert(follows) != follows
    })
}

fn cited(program: &Program, clause: &Cited) -> UnitId {
    units(program).find(|unit| program.citation(*unit) == clause.citation).expect("a clause is cited")
}

/// Whether what is told is so in every case, or in one, as it claims.
fn is_so(cases: &Cases, finding: &Finding) -> bool {
    let program = cases.oracle.program;
    let unit = |clause: &Cited| cited(program, clause);
    let by_any = |row: &Row, by: &[Cited]| by.iter().any(|other| cases.works(row, unit(other)));
    match finding {
        _ if speaks_of_element(program, finding) => true,
        Finding::Constant { holds, span, .. } => !cases.any(|row| cases.holds(row, node(*span)) != *holds),
        Finding::Idle { span, all, beside, .. } => {
            let own = |row: &Row| cases.holds(row, node(*span));
            let other = |row: &Row, span: &Span| cases.holds(row, node(*span));
            !cases.any(|row| match all {
                true => beside.iter().all(|span| other(row, span)) && !own(row),
                false => own(row) && !beside.iter().any(|span| other(row, span)),
            })
        }
        Finding::NeverDecides { clause, why, by, .. } => {
            let id = unit(clause);
            let none = !cases.any(|row| row.becomes.by.contains(&Some(id)));
            let would = cases.any(|row| cases.would(row, id));
            match why {
                Idleness::NeverApplies | Idleness::NeverReached => !cases.any(|row| cases.applies(row, id)),
                Idleness::TakesNothingOut => {
                    !cases.any(|row| cases.live(row, id) && cases.but_for(row, unit(&by[0]), Some(id)))
                }
                Idleness::Shadowed => {
                    let prohibited = |row: &Row| by_any(row, by);
                    none && would && cases.rows.iter().all(|row| !cases.would(row, id) || prohibited(row))
                }
                Idleness::Outside => {
                    none && would && cases.rows.iter().all(|row| !cases.would(row, id) || by_any(row, by))
                }
                Idleness::GivesWay => {
                    let gives_way = |row: &Row| {
                        let over = cases.overriding(row, id);
                        by.iter().any(|permission| over.contains(&unit(permission)))
                    };
                    none && would && cases.rows.iter().all(|row| !cases.would(row, id) || gives_way(row))
                }
                Idleness::OnlyOutside => cases
                    .rows
                    .iter()
                    .all(|row| !cases.works(row, id) || row.becomes.ruling == Ruling::NotRegulated),
                Idleness::NeverFailed => !would,
            }
        }
        Finding::SaidAlready { clause, by, same, .. } => cases.rows.iter().all(|row| {
            let (own, others) = (cases.works(row, unit(clause)), by_any(row, by));
            if *same { own == others } else { !own || others }
        }),
        Finding::Meet { permissions, prohibition, .. } => permissions.iter().all(|permission| {
            cases.any(|row| {
                row.becomes.ruling == Ruling::Prohibited
                    && cases.works(row, unit(permission))
                    && cases.works(row, unit(prohibition))
            })
        }),
        Finding::ExceptionsMeet { clause, exceptions: [one, other], .. } => cases.any(|row| {
            cases.but_for(row, unit(clause), None)
                && cases.live(row, unit(one))
                && cases.live(row, unit(other))
        }),
        Finding::GiveWayApart { prohibitions: [one, other], .. } => give_way(cases, unit(one), unit(other)),
        Finding::CannotBeMet { clause, .. } => cannot_be_met(cases, unit(clause)),
        Finding::CannotOccur { remedy, of, .. } => {
            !cases.any(|row| cases.live(row, unit(remedy)) && cases.breached(row, unit(of)))
        }
        // Held below, both ways at once.
        Finding::ReadingIdle { .. }
        | Finding::MetByNone { .. }
        | Finding::DutyProhibited { .. }
        | Finding::OnlyBecauseClosed { .. } => true,
        Finding::NoRowFits { clause, .. } => {
            let of = program.clauses.iter().find(|it| *it.number == **clause);
            let table = of.and_then(|clause| clause.table.as_ref()).expect("a table");
            cases.any(|row| cases.holds(row, table.unfit))
        }
        Finding::RowsMeet { rows: [one, other], .. } => {
            cases.any(|row| cases.but_for(row, unit(one), None) && cases.but_for(row, unit(other), None))
        }
        Finding::NeverMatters { what, name, .. } => matters::never(cases, *what, name),
        // Its boxes are held to the cases by the law of boxes.
        Finding::LeftToDefault { .. } => true,
        Finding::MoreMeet { .. } | Finding::NotLookedInto { .. } | Finding::Disagreement { .. } => false,
    }
}

/// Whether a finding is about one element of a list, which whole cases say nothing of.
fn speaks_of_element(program: &Program, finding: &Finding) -> bool {
    match finding {
        Finding::Constant { span, .. } => of_element(program, node(*span)),
        Finding::Idle { span, beside, .. } => {
            std::iter::once(span).chain(beside).any(|span| of_element(program, node(*span)))
        }
        Finding::NeverDecides { clause, .. } => {
            of_element(program, program.unit(cited(program, clause)).live)
        }
        Finding::NoRowFits { clause, .. } => {
            let of = program.clauses.iter().find(|it| *it.number == **clause).expect("a clause");
            table_of_element(program, of)
        }
        Finding::RowsMeet { rows: [row, _], .. } => {
            table_of_element(program, program.clause(program.unit(cited(program, row)).clause))
        }
        _ => false,
    }
}

/// Whether any row of a table speaks of an element.
fn table_of_element(program: &Program, clause: &Clause) -> bool {
    clause.units.iter().any(|row| of_element(program, program.unit(*row).when))
}

/// Whether each proof names the assumptions and closed taxonomies it needs, and no others.
fn rests_on_what_it_needs(
    cases: &Cases,
    case: &Case,
    flavour: Flavour,
    told: &[Finding],
) -> Result<(), TestCaseError> {
    let program = cases.oracle.program;
    let assumptions = program.assumptions.iter().enumerate().map(|(number, assumption)| {
        let because = Because::Assumed { words: assumption.words.to_string(), span: assumption.span };
        (because, Otherwise { dropped: Some(Support::Assumption(number)), ..Otherwise::default() })
    });
    let terms = program.domain(random::TERMS);
    let closed = (terms.extent == Extent::Closed).then(|| {
        let span = terms.span.unwrap_or(program.policy.span);
        let because = Because::Closed { taxonomy: terms.name.to_string(), span };
        (because, Otherwise { widened: Some(random::TERMS), ..Otherwise::default() })
    });
    for (because, otherwise) in assumptions.chain(closed) {
        let Some(all) = cases.oracle.all(case, flavour, &otherwise, MOST) else { continue };
        let wider = Cases { oracle: Oracle { program }, rows: all.rows };
        for finding in told.iter().filter(|finding| !speaks_of_element(program, finding)) {
            let (rests_on, exact) = match finding {
                Finding::Constant { because, .. } | Finding::CannotBeMet { because, .. } => (because, true),
                // Told again, it may name others beside it.
                Finding::Idle { because, .. }
                | Finding::NeverDecides { because, .. }
                | Finding::CannotOccur { because, .. } => (because, false),
                _ => continue,
            };
            let so = is_so(&wider, finding);
            let named = rests_on.iter().filter(|it| **it == because).count();
            prop_assert!(!so || named == 0, "{:?} does not need {:?}", finding, because);
            prop_assert!(!exact || so || named == 1, "{:?} needs {:?}", finding, because);
        }
    }
    Ok(())
}

fn give_way(cases: &Cases, one: UnitId, other: UnitId) -> bool {
    cases.any(|row| {
        let (by, by_other) = (cases.overriding(row, one), cases.overriding(row, other));
        row.becomes.ruling == Ruling::Permitted
            && cases.would(row, one)
            && cases.would(row, other)
            && !by.is_empty()
            && !by_other.is_empty()
            && by.is_disjoint(&by_other)
    })
}

fn cannot_be_met(cases: &Cases, id: UnitId) -> bool {
    let Role::Requirement { actions, condition } = cases.unit(id).role else { return false };
    let imposed = |row: &Row| cases.live(row, id) && cases.holds(row, actions);
    cases.any(imposed)
        && cases.any(|row| cases.holds(row, condition))
        && !cases.any(|row| imposed(row) && cases.holds(row, condition))
}

/// What is so and by its nature told by nothing else must be told.
fn nothing_is_missing(
    cases: &Cases,
    told: &[Finding],
    idle_readings: &BTreeSet<ClauseId>,
) -> Result<(), TestCaseError> {
    let program = cases.oracle.program;
    let unit = |clause: &Cited| cited(program, clause);
    let constant: BTreeSet<NodeId> = told
        .iter()
        .filter_map(|finding| match finding {
            Finding::Constant { span, .. } => Some(node(*span)),
            _ => None,
        })
        .collect();
    let never: BTreeSet<UnitId> = told
        .iter()
        .filter_map(|finding| match finding {
            Finding::NeverDecides { clause, .. } => Some(unit(clause)),
            _ => None,
        })
        .collect();
    let explained = |id: UnitId| {
        let Unit { when, unless, role, .. } = program.unit(id);
        let own = match role {
            Role::Requirement { condition, .. } => Some(*condition),
            _ => None,
        };
        let conditions = [*when].into_iter().chain(unless.iter().copied()).chain(own);
        never.contains(&id)
            || conditions.flat_map(|node| within(program, node)).any(|it| constant.contains(&it))
    };
    for id in units(program) {
        if of_element(program, program.unit(id).live) {
            continue;
        }
        let decides = match program.unit(id).role {
            Role::Permission { .. } => {
                cases.any(|row| row.becomes.ruling == Ruling::Permitted && row.becomes.by.contains(&Some(id)))
            }
            Role::Prohibition { .. } | Role::Requirement { .. } => cases.any(|row| cases.works(row, id)),
            _ => cases.any(|row| cases.live(row, id)),
        };
        prop_assert!(decides || explained(id), "unit {} decides nothing, and nothing tells why", id.0);
        let is_told = told
            .iter()
            .any(|finding| matches!(finding, Finding::CannotBeMet { clause, .. } if unit(clause) == id));
        prop_assert!(!cannot_be_met(cases, id) || is_told, "unit {} cannot be met", id.0);
        let exceptions = &program.unit(id).exceptions;
        for (place, one) in exceptions.iter().enumerate() {
            for other in &exceptions[place + 1..] {
                let of_one_table =
                    [one, other].iter().any(|unit| program.unit(**unit).clause == program.unit(id).clause);
                if of_one_table
                    || [one, other].iter().any(|unit| of_element(program, program.unit(**unit).live))
                {
                    continue;
                }
                let meet = cases.any(|row| {
                    cases.but_for(row, id, None) && cases.live(row, *one) && cases.live(row, *other)
                });
                let is_told = told.iter().any(|finding| match finding {
                    Finding::ExceptionsMeet { clause, exceptions: [a, b], .. } => {
                        unit(clause) == id && [unit(a), unit(b)] == [*one, *other]
                    }
                    _ => false,
                });
                prop_assert!(!meet || is_told, "exceptions {} and {} meet", one.0, other.0);
            }
        }
        let others = units(program).filter(|other| !of_element(program, program.unit(*other).live));
        for other in others.filter(|other| *other > id) {
            let is_told = told.iter().any(|finding| match finding {
                Finding::GiveWayApart { prohibitions: [a, b], .. } => {
                    BTreeSet::from([unit(a), unit(b)]) == BTreeSet::from([id, other])
                }
                _ => false,
            });
            prop_assert!(!give_way(cases, id, other) || is_told, "{} and {} give way", id.0, other.0);
        }
    }
    tables_are_told(cases, told)?;
    let told_idle: BTreeSet<String> = told
        .iter()
        .filter_map(|finding| match finding {
            Finding::ReadingIdle { clause, .. } => Some(clause.clone()),
            _ => None,
        })
        .collect();
    let idle: BTreeSet<String> =
        idle_readings.iter().map(|clause| program.clause(*clause).number.to_string()).collect();
    prop_assert_eq!(told_idle, idle);
    Ok(())
}

/// Every table that leaves a case out, and every two rows that meet and are each to be the only one.
fn tables_are_told(cases: &Cases, told: &[Finding]) -> Result<(), TestCaseError> {
    let program = cases.oracle.program;
    for clause in &program.clauses {
        let Some(table) = clause.table.as_ref().filter(|_| !table_of_element(program, clause)) else {
            continue;
        };
        let gap = told.iter().any(
            |finding| matches!(finding, Finding::NoRowFits { clause: it, .. } if **it == *clause.number),
        );
        prop_assert_eq!(gap, cases.any(|row| cases.holds(row, table.unfit)), "a gap of {}", &clause.number);
        for (place, one) in clause.units.iter().enumerate() {
            for other in &clause.units[place + 1..] {
                let is_told = told.iter().any(|finding| match finding {
                    Finding::RowsMeet { rows: [a, b], .. } => {
                        [cited(program, a), cited(program, b)] == [*one, *other]
                    }
                    _ => false,
                });
                let meet = table.unique
                    && cases.any(|row| cases.but_for(row, *one, None) && cases.but_for(row, *other, None));
                prop_assert_eq!(is_told, meet, "rows {} and {} meet", one.0, other.0);
            }
        }
    }
    Ok(())
}

/// A condition and all its limbs, those of the definitions it uses too.
fn within(program: &Program, whole: NodeId) -> Vec<NodeId> {
    let (mut found, mut waiting) = (Vec::new(), vec![whole]);
    while let Some(id) = waiting.pop() {
        found.push(id);
        match program.node(id) {
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => waiting.extend(parts),
            Node::Reading { options, .. } => waiting.extend(options),
            Node::Not(inner) | Node::Elements { body: inner, .. } => waiting.push(*inner),
            // What is told of a definition is not told again of those that use it.
            Node::Defined(term) => {
                let units = program.definition(*term).units.iter();
                waiting.extend(units.flat_map(|unit| {
                    let unit = program.unit(*unit);
                    [unit.when].into_iter().chain(unit.unless.iter().copied())
                }));
            }
            Node::Live(unit) => waiting.push(program.unit(*unit).when),
            Node::Constant(_) | Node::Atom(_) => {}
        }
    }
    found
}

/// Whether a condition speaks of an element of a list that something around it names.
fn of_element(program: &Program, whole: NodeId) -> bool {
    match program.node(whole) {
        Node::Atom(atom) => {
            let atom = program.atom(*atom);
            let other = match &atom.test {
                Test::Against(against) => Some(against.other),
                _ => None,
            };
            [Some(atom.place), other].iter().any(|place| matches!(place, Some(Place::Element(..))))
        }
        Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
            parts.iter().any(|part| of_element(program, *part))
        }
        Node::Reading { options, .. } => options.iter().any(|part| of_element(program, *part)),
        Node::Not(inner) => of_element(program, *inner),
        Node::Defined(term) => program.definition(*term).list.is_some(),
        Node::Live(unit) => of_element(program, program.unit(*unit).live),
        Node::Constant(_) | Node::Elements { .. } => false,
    }
}
