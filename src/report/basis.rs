//! What a verdict rests on beside the facts, and what it says nothing about.

use crate::casebook::outcome::Judged;
use crate::judge::{Stipulation, Support};
use crate::program::Program;

use super::account::{Lead, Passage, Run};
use super::{headline, phrase};

/// The last words of every account.
pub const CLOSING: &str = "Licit models a text. It is not the law, and this is not legal advice.";

/// Presumptions, assumptions and closed taxonomies; facts set aside; what was not examined; the closing.
pub fn passages(judged: &Judged) -> Vec<Passage> {
    let mut closing = Passage::default();
    closing.push(0, Lead::Nothing, vec![Run::quiet(CLOSING)]);
    [rests_on(judged), set_aside(judged), not_examined(judged), Some(closing)].into_iter().flatten().collect()
}

/// Presumptions, readings settled, assumptions, closed taxonomies, and what was left out for want of room.
pub fn rests_on(judged: &Judged) -> Option<Passage> {
    let (program, verdict) = (&judged.program, &judged.verdict);
    let mut passage = Passage::new("What this rests on");
    for name in &verdict.presumed {
        passage.say(format!("Presumed, because nothing was stated: {}", phrase::fact(judged, *name)));
    }
    for settled in &judged.case.readings {
        let clause = program.clause(settled.clause);
        let by = settled.by.as_ref().map(|by| format!(", decided by {by}")).unwrap_or_default();
        passage
            .say(format!("Clause {} is read {}{by}", clause.number, clause.readings[settled.reading].name));
    }
    for support in &verdict.rests_on {
        passage.say(self::support(program, &judged.case.stipulations, support));
    }
    if !verdict.presumptions_set_aside.is_empty() {
        let facts = headline::names(judged, &verdict.presumptions_set_aside);
        passage.say(format!(
            "Not presumed, because an assumption says otherwise: {}",
            phrase::list(&facts, "and")
        ));
    }
    if !verdict.exact {
        passage.say(
            "There were too many combinations of unknown facts to look at each: the verdict is never more \
             definite than the text allows, but it may name more facts than it turns on",
        );
    }
    passage.unless_empty()
}

/// All that a verdict or a proof needs beside the facts, in words.
pub fn supports(program: &Program, stipulated: &[Stipulation], supports: &[Support]) -> Vec<String> {
    supports.iter().map(|support| self::support(program, stipulated, support)).collect()
}

/// An assumption, a closed taxonomy or a stipulation in words.
pub fn support(program: &Program, stipulated: &[Stipulation], support: &Support) -> String {
    match support {
        Support::Assumption(number) => {
            format!("Assumed by the policy: {}", program.assumptions[*number].words)
        }
        Support::Closed(domain) => {
            format!("The terms of {} are taken to be all there are", program.domain(*domain).name)
        }
        Support::Stipulation(number) => format!("Stipulated: {}", stipulated[*number].words),
    }
}

fn set_aside(judged: &Judged) -> Option<Passage> {
    let mut passage = Passage::new("Set aside");
    let facts: Vec<String> = judged.case.set_aside.iter().map(|fact| fact.to_string()).collect();
    if !facts.is_empty() {
        passage.say(format!("This version does not use {}", phrase::list(&facts, "and")));
    }
    passage.unless_empty()
}

fn not_examined(judged: &Judged) -> Option<Passage> {
    let mut passage = Passage::new("Not examined");
    for outside in &judged.program.policy.outside {
        passage.say(&**outside);
    }
    passage.unless_empty()
}
