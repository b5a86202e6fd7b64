//! Two versions of a policy as one program, so that both can be asked about the same cases.
//!
//! Facts, taxonomies, lists and their attributes are matched by their names, and atoms and conditions that are the
//! same in both stand in the program once. A term that one version lacks is a value there all the same, as though
//! its taxonomy were open; a fact that one version lacks is there and asked for by nobody. So each version decides
//! by its own units, over facts that both understand, and nothing else of it changes: what was one program is part
//! of a wider one. The policies' own periods are left out, or every amendment would differ everywhere before its
//! first day.

mod changed;
mod conditions;
mod vocabulary;

use std::collections::HashMap;
use std::sync::Arc;

use super::{
    AttributeId, ClauseId, DefinitionId, DomainId, FactId, ListId, Member, Policy, Program, Role, UnitId,
    Validity,
};

pub use changed::ChangedUnit;
use conditions::Conditions;
use vocabulary::Vocabulary;
pub use vocabulary::{Twofold, names};

/// What of two versions is one and the same.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    /// Clauses of the old version, each with the one that it has become.
    pub clauses: Vec<(ClauseId, ClauseId)>,
    /// Names of the old version, each with the name that it has in the new one: of facts, lists, attributes of
    /// lists (`target.harmed`), taxonomies, and their terms (`act.arson`).
    pub names: Vec<(String, String)>,
}

/// See the head of this file.
#[derive(Debug)]
pub struct Joined {
    /// Everything of both. Its units are those of both, and it assumes what both assume.
    pub program: Program,
    pub old: Part,
    pub new: Part,
    /// What one version has and the other has otherwise, or not at all, where it matters for their facts.
    pub twofold: Vec<Twofold>,
    /// The units that do not say the same in both versions.
    pub changed: Vec<ChangedUnit>,
}

/// One version in the joined program: the number there of everything that it has.
#[derive(Debug)]
pub struct Part {
    /// By [`UnitId`].
    pub units: Vec<UnitId>,
    /// By [`ClauseId`].
    pub clauses: Vec<ClauseId>,
    /// By [`FactId`].
    pub facts: Vec<FactId>,
    /// By [`ListId`], with the attributes by [`AttributeId`].
    pub lists: Vec<(ListId, Vec<AttributeId>)>,
    /// By [`DomainId`], with the members by [`Member`], none of the named ones included.
    pub domains: Vec<(DomainId, Vec<Member>)>,
    /// What it assumes, among the assumptions of the joined program.
    pub assumptions: Vec<usize>,
    /// Whether what no clause permits or prohibits is permitted.
    pub otherwise_permitted: bool,
}

impl Part {
    /// The number of this version's own unit.
    pub fn own(&self, joined: UnitId) -> Option<UnitId> {
        self.units.iter().position(|unit| *unit == joined).map(|at| UnitId(at as u32))
    }
}

impl Joined {
    /// Joins two versions.
    pub fn of(old: &Program, new: &Program, matching: &Matching) -> Joined {
        let vocabulary = Vocabulary::of(old, new, matching);
        let Vocabulary { domains, facts, lists, old: old_places, new: new_places, twofold } = vocabulary;
        let mut joined = Program {
            policy: policy(&new.policy),
            domains,
            facts,
            lists,
            nodes: Vec::new(),
            origins: Vec::new(),
            atoms: Vec::new(),
            clauses: new
                .clauses
                .iter()
                .map(|clause| super::Clause { table: None, ..clause.clone() })
                .collect(),
            units: Vec::new(),
            order: Vec::new(),
            definitions: Vec::new(),
            assumptions: Vec::new(),
        };
        let new_clauses: Vec<ClauseId> = (0..new.clauses.len() as u32).map(ClauseId).collect();
        let old_clauses = clauses(&mut joined, old, matching);
        let mut conditions = Conditions::of(joined);
        // The new version first: where the two have the same, the text's order is its order.
        let new_part = conditions.add(new, new_places, new_clauses);
        let old_part = conditions.add(old, old_places, old_clauses);
        let mut program = conditions.finish();
        let changed = changed::units(&program, [(old, &old_part), (new, &new_part)], matching);
        tell_apart(&mut program, old, &old_part, &new_part);
        Joined { program, old: old_part, new: new_part, twofold, changed }
    }
}

/// The header of both: that of the new version, applied always.
fn policy(new: &Policy) -> Policy {
    Policy { days: Validity::default().days(), ..new.clone() }
}

/// Enters the clauses of the old version. One that has become a clause with the same readings is that clause, so
/// that a reading chosen is chosen in both.
fn clauses(joined: &mut Program, old: &Program, matching: &Matching) -> Vec<ClauseId> {
    let names = |clause: &super::Clause| -> Vec<Arc<str>> {
        clause.readings.iter().map(|reading| reading.name.clone()).collect()
    };
    let became: HashMap<ClauseId, ClauseId> = matching.clauses.iter().copied().collect();
    let clauses = old.clauses.iter().enumerate().map(|(number, clause)| {
        let same = became.get(&ClauseId(number as u32)).copied();
        match same.filter(|same| names(joined.clause(*same)) == names(clause)) {
            Some(same) => same,
            None => {
                let id = ClauseId(joined.clauses.len() as u32);
                let mut clause = super::Clause { table: None, ..clause.clone() };
                if joined.clauses.iter().any(|other| other.number == clause.number) {
                    clause.number = format!("{} of the old version", clause.number).into();
                }
                joined.clauses.push(clause);
                id
            }
        }
    });
    clauses.collect()
}

/// Gives a term that the two versions define differently a name for each.
fn tell_apart(program: &mut Program, old: &Program, old_part: &Part, new_part: &Part) {
    let defined = |program: &Program, part: &Part| -> Vec<DefinitionId> {
        let of = |unit: &UnitId| match program.unit(*unit).role {
            Role::Definition(term) => Some(term),
            _ => None,
        };
        let mut terms: Vec<DefinitionId> = part.units.iter().filter_map(of).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    };
    debug_assert_eq!(old.units.len(), old_part.units.len());
    let (before, now) = (defined(program, old_part), defined(program, new_part));
    for &one in before.iter().filter(|one| !now.contains(one)) {
        let said =
            |id: DefinitionId| (program.definition(id).name.clone(), program.definition(id).of.clone());
        let Some(other) = now.iter().copied().find(|other| said(*other) == said(one)) else { continue };
        for (term, when) in [(one, "as defined before"), (other, "as defined now")] {
            let name = &mut program.definitions[term.0 as usize].name;
            if !name.contains(" as defined ") {
                *name = format!("{name} {when}").into();
            }
        }
    }
}
