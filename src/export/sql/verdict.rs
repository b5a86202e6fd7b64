//! What becomes of a case: what stands against the action, which rulings are possible, and what decides.

use crate::program::{Role, Ruling, UnitId};

use super::conditions::Conditions;
use super::term::TermId;

/// The terms that a row of the answer is made of.
pub struct Verdict {
    /// The policy's assumptions hold.
    pub assumed: TermId,
    /// The rulings, and whether each is possible, no case that goes against an assumption counted.
    pub possible: [(Ruling, TermId); 3],
    /// What decides where the ruling is this one; `None` is `otherwise`.
    pub deciders: [Vec<(Option<UnitId>, TermId)>; 3],
    /// What each unit does in the case, to be called by its name.
    pub named: Vec<(UnitId, &'static str, TermId)>,
    /// Two rulings or three are possible.
    pub undetermined: TermId,
    /// No ruling is possible.
    pub impossible: TermId,
}

/// Judges, over terms.
pub fn verdict(conditions: &mut Conditions) -> Verdict {
    let program = conditions.program;
    let units = || (0..program.units.len()).map(|number| UnitId(number as u32));
    let mut named: Vec<(UnitId, &'static str, TermId)> = Vec::new();
    for unit in program.order.iter().copied() {
        let live = conditions.live(unit);
        named.push((unit, "is live", live));
    }
    let mut permissions = Vec::new();
    let mut gives_way: Vec<Vec<TermId>> = vec![Vec::new(); program.units.len()];
    for unit in units() {
        if let Role::Permission { actions, notwithstanding } = &program.unit(unit).role {
            let parts = [conditions.node(*actions), conditions.live(unit)];
            let permits = conditions.terms.all(parts);
            for other in notwithstanding {
                gives_way[other.0 as usize].push(permits);
            }
            named.push((unit, "permits it", permits));
            permissions.push((Some(unit), permits));
        }
    }
    let (mut against, mut out) = (Vec::new(), Vec::new());
    for unit in units() {
        let (actions, condition) = match &program.unit(unit).role {
            Role::Prohibition { actions } => (*actions, None),
            Role::Requirement { actions, condition } => (*actions, Some(*condition)),
            Role::OutOfScope => {
                out.push((Some(unit), conditions.live(unit)));
                continue;
            }
            _ => continue,
        };
        let mut parts = vec![conditions.node(actions), conditions.live(unit)];
        if let Some(condition) = condition {
            let met = conditions.node(condition);
            parts.push(conditions.terms.not(met));
        }
        let gives_way = conditions.terms.any(std::mem::take(&mut gives_way[unit.0 as usize]));
        parts.push(conditions.terms.not(gives_way));
        let stands = conditions.terms.all(parts);
        named.push((unit, "stands against it", stands));
        against.push((Some(unit), stands));
    }
    let each = |these: &[(Option<UnitId>, TermId)]| these.iter().map(|(_, term)| *term).collect::<Vec<_>>();
    let assumptions: Vec<TermId> =
        program.assumptions.iter().map(|assumption| conditions.node(assumption.node)).collect();
    let terms = &mut conditions.terms;
    let something_against = terms.any(each(&against));
    let nothing_against = terms.not(something_against);
    let some_permission = terms.any(each(&permissions));
    let no_permission = terms.not(some_permission);
    let not_regulated = terms.any(each(&out));
    let regulated = terms.not(not_regulated);
    let (permitted, prohibited) = if program.policy.otherwise_permitted {
        (nothing_against, something_against)
    } else {
        (terms.all([nothing_against, some_permission]), terms.any([something_against, no_permission]))
    };
    let assumed = terms.all(assumptions);
    match program.policy.otherwise_permitted {
        true => permissions.push((None, no_permission)),
        false => against.push((None, nothing_against)),
    }
    let rulings = [
        (Ruling::Permitted, vec![assumed, regulated, permitted]),
        (Ruling::Prohibited, vec![assumed, regulated, prohibited]),
        (Ruling::NotRegulated, vec![assumed, not_regulated]),
    ];
    let possible = rulings.map(|(ruling, parts)| {
        let all = terms.all(parts);
        (ruling, terms.possible(all))
    });
    let each = possible.map(|(_, term)| term);
    let undetermined = terms.at_least(2, each.to_vec());
    let some = terms.any(each);
    let impossible = terms.not(some);
    Verdict { assumed, possible, deciders: [permissions, against, out], named, undetermined, impossible }
}
