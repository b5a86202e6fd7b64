//! The core, word for word: what stands against the action, the ruling, duties, breaches and remedies.

use crate::program::{Place, Program, Role, Ruling, Test, UnitId};

use super::evaluator::Evaluator;
use super::logic::Logic;
use super::verdict::Layer;

/// What becomes of a case, over whichever truth values.
#[derive(Clone)]
pub struct Outcome<V> {
    pub permitted: V,
    pub prohibited: V,
    pub not_regulated: V,
    /// Which layer decides, each with its truth.
    pub layers: [(Layer, V); 5],
    /// The units that take the case out of the policy.
    pub out: Vec<(UnitId, V)>,
    /// The prohibitions and requirements that stand against the action.
    pub against: Vec<(UnitId, V)>,
    /// The permissions of the action that are live.
    pub permissions: Vec<(UnitId, V)>,
    /// Nothing stands against the action.
    pub nothing_against: V,
    /// No permission of the action is live.
    pub no_permission: V,
    /// The duties that arise.
    pub duties: Vec<(UnitId, V)>,
    /// The units whose remedies follow.
    pub remedies: Vec<(UnitId, V)>,
}

impl<V: Copy> Outcome<V> {
    /// The same with other truth values.
    pub fn map<W, E>(self, mut of: impl FnMut(V) -> Result<W, E>) -> Result<Outcome<W>, E> {
        let mut units = |these: Vec<(UnitId, V)>| -> Result<Vec<(UnitId, W)>, E> {
            these.into_iter().map(|(unit, holds)| Ok((unit, of(holds)?))).collect()
        };
        let out = units(self.out)?;
        let against = units(self.against)?;
        let permissions = units(self.permissions)?;
        let duties = units(self.duties)?;
        let remedies = units(self.remedies)?;
        let [one, two, three, four, five] = self.layers;
        let mut layer = |(layer, holds): (Layer, V)| Ok((layer, of(holds)?));
        Ok(Outcome {
            out,
            against,
            permissions,
            duties,
            remedies,
            layers: [layer(one)?, layer(two)?, layer(three)?, layer(four)?, layer(five)?],
            permitted: of(self.permitted)?,
            prohibited: of(self.prohibited)?,
            not_regulated: of(self.not_regulated)?,
            nothing_against: of(self.nothing_against)?,
            no_permission: of(self.no_permission)?,
        })
    }

    /// Whether the ruling is this one; it never is `undetermined`.
    pub fn ruling(&self, ruling: Ruling) -> Option<V> {
        match ruling {
            Ruling::Permitted => Some(self.permitted),
            Ruling::Prohibited => Some(self.prohibited),
            Ruling::NotRegulated => Some(self.not_regulated),
            Ruling::Undetermined => None,
        }
    }

    /// What decides where the ruling is this one, in the text's order; `None` is `otherwise`.
    pub fn deciders(&self, ruling: Ruling) -> Vec<(Option<UnitId>, V)> {
        let units = |these: &[(UnitId, V)]| -> Vec<(Option<UnitId>, V)> {
            these.iter().map(|(unit, holds)| (Some(*unit), *holds)).collect()
        };
        match ruling {
            Ruling::Permitted => {
                let mut these = units(&self.permissions);
                these.push((None, self.no_permission));
                these
            }
            Ruling::Prohibited => {
                let mut these = units(&self.against);
                these.push((None, self.nothing_against));
                these
            }
            Ruling::NotRegulated => units(&self.out),
            Ruling::Undetermined => Vec::new(),
        }
    }
}

/// What a case is judged by.
#[derive(Debug, Clone, PartialEq)]
pub struct Norms {
    /// The units that count, in the text's order.
    pub units: Vec<UnitId>,
    /// Whether what none of them permits or prohibits is permitted.
    pub otherwise_permitted: bool,
}

impl Norms {
    /// Everything in a program.
    pub fn of(program: &Program) -> Norms {
        Norms {
            units: (0..program.units.len()).map(|number| UnitId(number as u32)).collect(),
            otherwise_permitted: program.policy.otherwise_permitted,
        }
    }
}

/// Judges, over whichever truth values; the evaluator has gone through the units.
pub fn outcome<L: Logic>(evaluator: &mut Evaluator<L>) -> Outcome<L::Value> {
    outcome_by(evaluator, &Norms::of(evaluator.program))
}

/// The same by some units alone.
pub fn outcome_by<L: Logic>(evaluator: &mut Evaluator<L>, norms: &Norms) -> Outcome<L::Value> {
    let program = evaluator.program;
    let units = || norms.units.iter().copied();

    // Permissions first: what they name under `notwithstanding` gives way.
    let mut permissions = Vec::new();
    let mut gives_way: Vec<Vec<L::Value>> = vec![Vec::new(); program.units.len()];
    for unit in units() {
        if let Role::Permission { actions, notwithstanding } = &program.unit(unit).role {
            let holds = of_the_action(evaluator, unit, *actions);
            permissions.push((unit, holds));
            for named in notwithstanding {
                gives_way[named.0 as usize].push(holds);
            }
        }
    }

    let (mut out, mut against, mut duties) = (Vec::new(), Vec::new(), Vec::new());
    let mut breached: Vec<Option<L::Value>> = vec![None; program.units.len()];
    let mut of_kind = [Vec::new(), Vec::new()];
    for unit in units() {
        let at = unit.0 as usize;
        let (kind, stands) = match &program.unit(unit).role {
            Role::Prohibition { actions } => (0, of_the_action(evaluator, unit, *actions)),
            Role::Requirement { actions, condition } => {
                let imposed = of_the_action(evaluator, unit, *actions);
                let stands = if evaluator.logic.as_bool(imposed) == Some(false) {
                    imposed
                } else {
                    let met = evaluator.node(*condition, None);
                    let unmet = evaluator.logic.not(met);
                    evaluator.logic.and(imposed, unmet)
                };
                (1, stands)
            }
            Role::Duty { kept, .. } => {
                let arises = evaluator.unit(unit, None);
                let kept = evaluator.logic.ask(Place::Fact(*kept), &Test::Yes, None);
                let unkept = evaluator.logic.not(kept);
                duties.push((unit, arises));
                breached[at] = Some(evaluator.logic.and(arises, unkept));
                continue;
            }
            Role::OutOfScope => {
                out.push((unit, evaluator.unit(unit, None)));
                continue;
            }
            _ => continue,
        };
        let overridden = evaluator.any(std::mem::take(&mut gives_way[at]));
        let upheld = evaluator.logic.not(overridden);
        let stands = evaluator.logic.and(stands, upheld);
        against.push((unit, stands));
        of_kind[kind].push(stands);
        breached[at] = Some(stands);
    }

    let [by_prohibition, by_requirement] = of_kind.map(|these| evaluator.any(these));
    let something_against = evaluator.logic.or(by_prohibition, by_requirement);
    let nothing_against = evaluator.logic.not(something_against);
    let some_permission = evaluator.any(permissions.iter().map(|(_, holds)| *holds).collect());
    let no_permission = evaluator.logic.not(some_permission);
    let not_regulated = evaluator.any(out.iter().map(|(_, holds)| *holds).collect());
    let regulated = evaluator.logic.not(not_regulated);
    let free = evaluator.logic.and(regulated, nothing_against);
    let otherwise = evaluator.logic.and(free, no_permission);
    let by_permission = evaluator.logic.and(free, some_permission);
    let stopped = evaluator.logic.and(regulated, something_against);
    let (permitted, prohibited, otherwise_breached) = if norms.otherwise_permitted {
        (free, stopped, evaluator.logic.constant(false))
    } else {
        (by_permission, evaluator.logic.or(stopped, otherwise), otherwise)
    };
    let not_by_prohibition = evaluator.logic.not(by_prohibition);
    let only_required = evaluator.logic.and(not_by_prohibition, by_requirement);
    let layers = [
        (Layer::Scope, not_regulated),
        (Layer::Prohibition, evaluator.logic.and(regulated, by_prohibition)),
        (Layer::Requirement, evaluator.logic.and(regulated, only_required)),
        (Layer::Permission, by_permission),
        (Layer::Otherwise, otherwise),
    ];

    let mut remedies = Vec::new();
    for unit in units() {
        if let Role::Remedies { of, otherwise, .. } = &program.unit(unit).role {
            let mut breaches: Vec<L::Value> =
                of.iter().filter_map(|named| breached[named.0 as usize]).collect();
            breaches.extend(otherwise.then_some(otherwise_breached));
            let breach = evaluator.any(breaches);
            let live = evaluator.unit(unit, None);
            remedies.push((unit, evaluator.logic.and(live, breach)));
        }
    }
    Outcome {
        permitted,
        prohibited,
        not_regulated,
        layers,
        out,
        against,
        permissions,
        nothing_against,
        no_permission,
        duties,
        remedies,
    }
}

/// Whether a unit is live and the action is one of those it speaks of.
fn of_the_action<L: Logic>(
    evaluator: &mut Evaluator<L>,
    unit: UnitId,
    actions: crate::program::NodeId,
) -> L::Value {
    let action = evaluator.node(actions, None);
    if evaluator.logic.as_bool(action) == Some(false) {
        return action;
    }
    let live = evaluator.unit(unit, None);
    evaluator.logic.and(action, live)
}
