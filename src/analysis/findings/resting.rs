//! What the proved findings rest on: assumptions, and taxonomies that are closed.
//!
//! Everything proved is asked again without each of them. What is then no longer told needs it.

use std::mem::take;

use crate::analysis::space::{Space, Stop};
use crate::judge::exact::{Budget, Spent};
use crate::judge::{Judge, Support};
use crate::problem::Problem;
use crate::problem::finding::{Because, Finding};

use super::{Look, PROVED, closed};

/// Notes with each proved finding what it rests on.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    if !look.told.iter().any(|told| matches!(told, Problem::Finding(finding) if finding.is_proved())) {
        return Ok(());
    }
    let program = look.program;
    for support in look.space.supports() {
        let Support::Assumption(number) = support else { continue };
        let (told, told_of) = (take(&mut look.told), take(&mut look.told_of));
        let wider = look.space.world_without(&[&support]);
        let world = look.space.in_world(wider);
        let asked = ask(look);
        look.space.in_world(world);
        let again = std::mem::replace(&mut look.told, told);
        look.told_of = told_of;
        asked?;
        let assumption = &program.assumptions[number];
        let because = Because::Assumed { words: assumption.words.to_string(), span: assumption.span };
        note(look, &again, &because);
    }
    for domain in closed::exhausted(program) {
        let ground = look.ground.with_open(domain);
        let space: Result<Space, Spent> = ground.space(Budget::PROOF);
        let mut wider = Look {
            program,
            ground: &ground,
            judge: Judge::of(program),
            space: space?,
            book: &[],
            decided: Vec::new(),
            told: Vec::new(),
            told_of: Default::default(),
        };
        ask(&mut wider)?;
        let taxonomy = program.domain(domain);
        let because = Because::Closed {
            taxonomy: taxonomy.name.to_string(),
            span: taxonomy.span.unwrap_or(program.policy.span),
        };
        note(look, &take(&mut wider.told), &because);
    }
    Ok(())
}

fn ask(look: &mut Look) -> Result<(), Stop> {
    PROVED.into_iter().try_for_each(|(_, question)| question(look))
}

/// Notes it with what is not told again.
fn note(look: &mut Look, again: &[Problem], because: &Because) {
    let is_again = |told: &Finding| {
        again.iter().any(|problem| matches!(problem, Problem::Finding(other) if other.says_the_same(told)))
    };
    for told in &mut look.told {
        if let Problem::Finding(finding) = told
            && !is_again(finding)
            && let Some(rests_on) = finding.rests_on_mut()
        {
            rests_on.push(because.clone());
        }
    }
}
