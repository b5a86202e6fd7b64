//! The steps that would make the action permitted.

use std::collections::{HashMap, HashSet};

use crate::judge::case::{FactName, Knowledge, Stipulation};
use crate::judge::evaluator::Evaluator;
use crate::judge::holds::allowed;
use crate::judge::outcome::outcome;
use crate::judge::shape::Shape;
use crate::judge::slots::{Slot, Slots};
use crate::judge::tables::Tables;
use crate::judge::verdict::Truth;
use crate::program::{AttributeId, FactId, ListId, Test, Value};

use super::diagram::Diagram;
use super::{Exact, Spent};

/// The smallest set of steps not stated done which, done, makes the action permitted whatever else is unknown,
/// the first in the text's order where several are; empty if there is none.
pub fn once<'p>(
    slots: &Slots<'p>,
    shape: &'p Shape,
    stipulations: &[Stipulation],
) -> Result<Vec<FactName>, Spent> {
    // Every step not stated done is taken as open; those that were said not to be done stay so unless chosen.
    let steps = steps(slots);
    let mut opened = slots.clone();
    let mut undone = HashMap::new();
    for &step in &steps {
        undone.insert(step, !allowed(slots.knowledge(Slot::Of(step)), &Value::YesNo(true)));
        opened.set(step, Knowledge::Unknown);
    }
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let mut tables = Evaluator::new(slots.program, shape, Tables { slots: &opened });
    tables.run();
    if outcome(&mut tables).permitted == Truth::No {
        return Ok(Vec::new());
    }
    let mut exact = Exact::of(&opened, shape, tables, stipulations)?;
    let permitted = exact.outcome.permitted;
    let otherwise = exact.not(permitted)?;
    let spoilt = exact.both(exact.world, otherwise)?;

    // Over the steps alone: where something spoils the permission, and where there is a completion at all.
    let mut variables: HashMap<u32, FactName> = HashMap::new();
    for &step in &steps {
        let done = exact.fact(step, &Test::Yes)?;
        variables.extend(exact.evaluator.logic.diagrams.support(done).into_iter().map(|it| (it, step)));
    }
    let diagrams = &mut exact.evaluator.logic.diagrams;
    let forgotten = |variable: u32| !variables.contains_key(&variable);
    let mut spoilt = diagrams.forget(spoilt, &forgotten);
    let mut some = diagrams.forget(exact.world, &forgotten);
    // From here on a variable says that its step is chosen. One not chosen is not done, if that was said, and
    // may be done or not, if nothing was.
    let free: HashSet<u32> =
        variables.iter().filter(|(_, step)| !undone[*step]).map(|(variable, _)| *variable).collect();
    for condition in [&mut spoilt, &mut some] {
        *condition = diagrams.rebuild(*condition, &mut |diagrams, variable, low, high| {
            let unchosen = if free.contains(&variable) { diagrams.or(low, high) } else { low };
            diagrams.node(variable, unchosen, high)
        });
    }
    let sound = diagrams.not(spoilt);
    let good = diagrams.and(sound, some);
    exact.checked(())?;
    let diagrams = &exact.evaluator.logic.diagrams;
    let choice = match good {
        Diagram::NO => return Ok(Vec::new()),
        good => diagrams.cheapest(good, &|_, set| u32::from(set)).unwrap_or_default(),
    };
    let mut chosen: Vec<FactName> =
        choice.iter().filter(|(_, set)| *set).map(|(variable, _)| variables[variable]).collect();
    chosen.sort_by_key(|step| (step.order(slots.program), *step));
    Ok(chosen)
}

/// The steps that are not stated done.
fn steps(slots: &Slots) -> Vec<FactName> {
    let program = slots.program;
    let done = Some(&Value::YesNo(true));
    let facts = program.facts.iter().enumerate().filter(|(_, fact)| fact.step);
    let facts = facts.map(|(number, _)| FactName::Fact(FactId(number as u32)));
    let lists = program.lists.iter().enumerate().flat_map(|(list, declared)| {
        let list = ListId(list as u32);
        let steps = declared.attributes.iter().enumerate().filter(|(_, attribute)| attribute.step);
        steps.flat_map(move |(attribute, _)| {
            (0..slots.stated(list))
                .map(move |element| FactName::Element(list, element, AttributeId(attribute as u32)))
        })
    });
    facts.chain(lists).filter(|step| slots.value(Slot::Of(*step)) != done).collect()
}
