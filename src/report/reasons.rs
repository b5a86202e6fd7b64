//! The reasons of a verdict: each clause with its text, each limb with its mark, each fact it used.

use crate::casebook::outcome::Judged;
use crate::judge::{FactName, Limb, Reason, StepKind, Truth};
use crate::program::{ClauseId, Program, Role, UnitId};
use crate::source::Sources;

use super::account::{Lead, Passage, Run};
use super::phrase;
use super::validity;

/// One passage a clause, in the order the verdict gives.
pub fn passages(judged: &Judged, sources: &Sources) -> Vec<Passage> {
    let program = &*judged.program;
    let mut clauses: Vec<ClauseId> = Vec::new();
    for reason in &judged.verdict.reasons {
        let clause = program.unit(reason.unit).clause;
        if !clauses.contains(&clause) {
            clauses.push(clause);
        }
    }
    clauses.into_iter().map(|clause| passage(judged, sources, clause)).collect()
}

fn passage(judged: &Judged, sources: &Sources, id: ClauseId) -> Passage {
    let program = &*judged.program;
    let clause = program.clause(id);
    let title = clause.title.as_ref().map(|title| format!(", {title}")).unwrap_or_default();
    let mut passage = Passage::new(format!("Clause {}{title}", clause.number));
    for text in &clause.texts {
        passage.push(0, Lead::Text, vec![Run::quiet(format!("\u{201c}{}\u{201d}", one_line(text)))]);
    }
    for reason in judged.verdict.reasons.iter().filter(|reason| program.unit(reason.unit).clause == id) {
        passage.push(0, Lead::Nothing, vec![Run::strong(does(judged, reason))]);
        for step in judged.verdict.steps.of(reason) {
            limb(judged, sources, step, 1, &mut passage);
        }
    }
    for source in &clause.sources {
        passage.push(0, Lead::Nothing, vec![Run::quiet(format!("Source: {}", one_line(source)))]);
    }
    passage
}

/// What the unit does in this case: `5(a) prohibits it`.
fn does(judged: &Judged, reason: &Reason) -> String {
    let program = &*judged.program;
    let unit = program.unit(reason.unit);
    let cited = format!("Clause {}", program.citation(reason.unit));
    if let Some(permission) = reason.gives_way_to {
        return format!(
            "{cited} would stand against it, but gives way to clause {}",
            program.citation(permission)
        );
    }
    let (yes, no, unknown) = match &unit.role {
        Role::Definition(definition) => {
            let name = &program.definition(*definition).name;
            return match reason.holds {
                Truth::Yes => format!("{cited}: it is {name}"),
                Truth::No => format!("{cited}: it is not {name}"),
                Truth::Unknown => format!("{cited}: whether it is {name} is not known"),
            };
        }
        Role::Permission { .. } => ("permits it", "does not permit it", "may permit it"),
        Role::Prohibition { .. } => ("prohibits it", "does not prohibit it", "may prohibit it"),
        Role::Requirement { .. } => ("is met", "is not met", "may not be met"),
        Role::Duty { .. } => ("brings a duty", "brings no duty", "may bring a duty"),
        Role::Remedies { .. } => ("brings remedies", "brings no remedy", "may bring remedies"),
        Role::Exception => ("takes the case out", "does not take the case out", "may take the case out"),
        Role::OutOfScope => (
            "takes the case out of the policy",
            "leaves the case in the policy",
            "may take the case out of the policy",
        ),
    };
    let does = match reason.holds {
        Truth::Yes => yes,
        Truth::No => no,
        Truth::Unknown => unknown,
    };
    format!("{cited} {does}")
}

/// A limb, the facts it looked at, and the limbs inside it.
fn limb(judged: &Judged, sources: &Sources, step: Limb, depth: usize, passage: &mut Passage) {
    let mut runs = Vec::new();
    if let Some(label) = step.label(&judged.program) {
        runs.push(Run::plain(format!("{label} ")));
    }
    runs.push(Run::plain(words(judged, sources, step)));
    let mut extent = None;
    if let StepKind::Elements(list) = step.kind {
        runs.push(Run::quiet(format!(" ({})", phrase::extent(judged, list))));
        extent = Some(FactName::Extent(list));
    }
    if is_stipulated(judged, step) {
        runs.push(Run::quiet(" (stipulated)"));
    }
    passage.push(depth, Lead::Mark(step.holds), runs);
    if let StepKind::OnTheDay(clause) = step.kind {
        passage.push(depth + 1, Lead::Fact, vec![Run::plain(of_its_days(judged, clause))]);
    }
    for fact in step.facts().iter().copied().filter(|fact| Some(*fact) != extent) {
        let mut runs = vec![Run::plain(phrase::fact(judged, fact))];
        if let Some(origin) = phrase::origin(judged, fact) {
            runs.push(Run::quiet(format!(" ({origin})")));
        }
        passage.push(depth + 1, Lead::Fact, runs);
    }
    for inside in step.inside() {
        limb(judged, sources, inside, depth + 1, passage);
    }
}

/// What is written of the days of a clause that does not apply, or may not: `clause 5 is suspended from 2022-05-04`.
fn of_its_days(judged: &Judged, id: ClauseId) -> String {
    let clause = judged.program.clause(id);
    let validity = clause.validity.as_deref();
    let standing = phrase::date(judged).and_then(|day| validity::standing(validity?, day));
    let words = standing.or_else(|| validity.map(validity::written)).unwrap_or_default();
    format!("clause {} {words}", clause.number)
}

/// Whether a limb is a term that the scenario takes for granted, so that nothing is told of what makes it.
fn is_stipulated(judged: &Judged, step: Limb) -> bool {
    let StepKind::Definition(term) = step.kind else { return false };
    step.inside().next().is_none() && judged.case.stipulations.iter().any(|one| one.definition == term)
}

/// The words a limb stands for: its own in the text, or what it is.
fn words(judged: &Judged, sources: &Sources, step: Limb) -> String {
    let program = &*judged.program;
    let cited = |unit: UnitId| format!("clause {}", program.citation(unit));
    let own = own_words(program, sources, step);
    match step.kind {
        StepKind::Condition(_) | StepKind::Elements(_) => {
            own.unwrap_or_else(|| "all that is asked".to_string())
        }
        StepKind::Unless(_) => match own {
            Some(words) if words.starts_with("unless") => words,
            Some(words) => format!("unless {words}"),
            None => "unless".to_string(),
        },
        StepKind::OnTheDay(_) => "applies on that day".to_string(),
        StepKind::Exception(unit) if program.clause(program.unit(unit).clause).table.is_some() => {
            format!("{} fits first", cited(unit))
        }
        StepKind::Exception(unit) => format!("the exception of {}", cited(unit)),
        StepKind::Unit(unit) => cited(unit),
        StepKind::Definition(definition) => {
            let definition = program.definition(definition);
            let name = match &definition.of {
                Some(of) => format!("{of} is {}", definition.name),
                None => definition.name.to_string(),
            };
            own.unwrap_or(name)
        }
        StepKind::Reading(clause, reading) => {
            let clause = program.clause(clause);
            format!("clause {} read {}", clause.number, clause.readings[reading].name)
        }
        StepKind::Element(list, element) => {
            let (declared, stated) = (program.list(list), &judged.case.lists[list.0 as usize]);
            match &stated.elements[element].label {
                Some(label) => format!("{} \"{label}\"", declared.name),
                None => format!("{} {}", declared.name, element + 1),
            }
        }
    }
}

/// A limb's words as written, but only up to the first limb inside it, which says its own. Where that would
/// break off at an `and` or `or`, it is told whole.
fn own_words(program: &Program, sources: &Sources, step: Limb) -> Option<String> {
    let span = step.span?;
    if let Some(heading) = step.heading(program) {
        return Some(under_heading(
            &phrase::limb(sources, heading, None),
            &phrase::limb(sources, span, None),
        ));
    }
    let label = step.label(program);
    let inner = step.inside().filter_map(|inside| inside.span.map(|span| (span, inside.label(program))));
    let first = inner
        .filter(|(inner, _)| inner.file == span.file && span.start <= inner.start && inner.end <= span.end);
    if let Some((inner, inner_label)) = first.min_by_key(|(inner, _)| inner.start) {
        let mut head = span;
        head.end = inner.start;
        head.end = head.start + list_head(sources.text(head)) as u32;
        let words = phrase::limb(sources, head, label);
        let words = inner_label.and_then(|label| words.strip_suffix(label)).unwrap_or(&words).trim_end();
        if !words.is_empty() && !words.ends_with(" and") && !words.ends_with(" or") {
            return Some(words.to_string());
        }
    }
    let mut whole = span;
    if step.inside().next().is_some() {
        whole.end = whole.start + list_head(sources.text(whole)) as u32;
    }
    Some(phrase::limb(sources, whole, label))
}

/// The words of a cell with the heading they are compared with: `offence.act is one of murder, arson`.
fn under_heading(heading: &str, cell: &str) -> String {
    match cell.starts_with("includes ") {
        true => format!("{heading} {cell}"),
        false => format!("{heading} is {cell}"),
    }
}

/// How much of some words is said before the first item of a list: items begin lines, each with its label.
fn list_head(words: &str) -> usize {
    let mut upto = 0;
    for line in words.split_inclusive('\n') {
        if upto > 0 && line.trim_start().starts_with('(') && words[..upto].trim_end().ends_with(" of") {
            return upto;
        }
        upto += line.len();
    }
    words.len()
}

/// A text with its line ends made blanks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
