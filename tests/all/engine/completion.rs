//! Completions of a case drawn at random, in which what is left open may have any value.

use licit::judge::{Case, Knowledge, Stated};
use licit::program::*;

use super::draw::Draw;
use super::oracle::{World, passes};
use super::random;

/// One completion of a case.
pub struct Completion {
    pub world: World,
    /// The case, with some of what the completion is stated in it.
    pub known: Case,
    /// Whether it is as what is known in part says.
    pub could_be: bool,
}

/// Draws a completion.
pub fn completion(draw: &mut Draw, program: &Program, case: &Case) -> Completion {
    let mut known = case.clone();
    let mut world = World { facts: Vec::new(), lists: Vec::new(), readings: Default::default() };
    let mut could_be = true;
    let mut complete = |draw: &mut Draw, stated: &mut Stated, fact: &Fact, date: bool| {
        let value = match (&stated.knowledge, &fact.presumed) {
            (Knowledge::Value(value), _) => return value.clone(),
            (Knowledge::Unstated, Some(value)) => return value.clone(),
            _ => random::value(draw, program, fact, date),
        };
        if let Knowledge::Such(tests) = &stated.knowledge {
            could_be &= tests.iter().all(|(test, wanted)| passes(test, &value) == *wanted);
        }
        if draw.chance(4) {
            stated.knowledge = Knowledge::Value(value.clone());
        }
        value
    };
    for (number, fact) in program.facts.iter().enumerate() {
        let value = complete(draw, &mut known.facts[number], fact, number == 0);
        world.facts.push(value);
    }
    for (list, declared) in program.lists.iter().enumerate() {
        let mut elements: Vec<Vec<Value>> = Vec::new();
        for element in &mut known.lists[list].elements {
            let attributes = element.attributes.iter_mut().zip(&declared.attributes);
            elements.push(attributes.map(|(stated, fact)| complete(draw, stated, fact, false)).collect());
        }
        for _ in 0..if case.lists[list].open { draw.below(4) } else { 0 } {
            let attributes = declared.attributes.iter();
            elements.push(attributes.map(|fact| random::value(draw, program, fact, false)).collect());
        }
        world.lists.push(elements);
    }
    for (number, clause) in program.clauses.iter().enumerate() {
        let id = ClauseId(number as u32);
        let settled = case.readings.iter().find(|settled| settled.clause == id);
        if clause.readings.len() > 1 {
            world.readings.insert(id, settled.map_or(draw.below(2), |settled| settled.reading));
        }
    }
    Completion { world, known, could_be }
}
