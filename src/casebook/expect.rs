//! What a scenario expects, looked up, and whether a verdict meets it.

use crate::judge::{Case, FactName, Truth, Verdict, judge};
use crate::model::{Version, policy};
use crate::problem::likely::{likely, row};
use crate::problem::name::{Likely, NameKind, NameProblem};
use crate::program::{ClauseId, Program, Role, Ruling, UnitId};
use crate::source::Span;
use crate::syntax::tree::{self, ExpectKind, Path, Reference};

use super::facts::Lookup;

/// One thing expected of a verdict.
#[derive(Debug, Clone)]
pub struct Expected {
    pub kind: ExpectedKind,
    /// As it is written.
    pub words: String,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum ExpectedKind {
    Ruling {
        ruling: Ruling,
        /// For each citation the units it means: one of them must be certain among what decided.
        under: Vec<Vec<UnitId>>,
        by_default: bool,
        reading: Option<(ClauseId, usize)>,
    },
    UndeterminedOn(Vec<FactName>),
    PermittedOnce(Vec<FactName>),
    DependsOn(ClauseId),
    Remedy(String),
    NoRemedy(Option<String>),
    Duty(String),
    NoDuty(Option<String>),
}

impl Lookup<'_> {
    /// Looks up what is expected; what is not known is told and gives `None`.
    pub fn expected(&mut self, expect: &tree::Expect, case: &Case, version: &Version) -> Option<Expected> {
        let kind = match &expect.kind {
            ExpectKind::Verdict { verdict, under, by_default, reading } => {
                let mut cited = Vec::new();
                for reference in under {
                    cited.push(self.units(reference, version)?);
                }
                let reading = match reading {
                    Some((name, clause)) => Some(self.reading(name, clause, version)?),
                    None => None,
                };
                ExpectedKind::Ruling {
                    ruling: policy::ruling(verdict.verdict),
                    under: cited,
                    by_default: by_default.is_some(),
                    reading,
                }
            }
            ExpectKind::UndeterminedOn(paths) => {
                ExpectedKind::UndeterminedOn(self.fact_names(paths, case, version)?)
            }
            ExpectKind::PermittedOnce(paths) => {
                ExpectedKind::PermittedOnce(self.fact_names(paths, case, version)?)
            }
            ExpectKind::DependsOnReading(reference) => {
                let unit = *self.units(reference, version)?.first()?;
                ExpectedKind::DependsOn(version.program.unit(unit).clause)
            }
            ExpectKind::Remedy(name) => ExpectedKind::Remedy(self.consequence(name, true, version)?),
            ExpectKind::NoRemedy(name) => ExpectedKind::NoRemedy(match name {
                Some(name) => Some(self.consequence(name, true, version)?),
                None => None,
            }),
            ExpectKind::Duty(name) => ExpectedKind::Duty(self.consequence(name, false, version)?),
            ExpectKind::NoDuty(name) => ExpectedKind::NoDuty(match name {
                Some(name) => Some(self.consequence(name, false, version)?),
                None => None,
            }),
        };
        let words = self.sources.phrase(expect.span);
        let words = words.split_once("expect ").map_or(words.as_str(), |(_, rest)| rest).to_owned();
        Some(Expected { kind, words, span: expect.span })
    }

    fn units(&mut self, reference: &Reference, version: &Version) -> Option<Vec<UnitId>> {
        version
            .register
            .units(reference, &version.program.clauses, &version.program.units)
            .map_err(|problem| self.problems.push(problem))
            .ok()
    }

    fn consequence(&mut self, name: &tree::Name, remedy: bool, version: &Version) -> Option<String> {
        let known = if remedy { &version.names.remedies } else { &version.names.duties };
        if known.contains_key(&name.text) {
            return Some(name.text.to_string());
        }
        let mut names: Vec<&str> = known.keys().map(|key| &**key).collect();
        names.sort_unstable();
        self.problems.push(
            NameProblem::Unknown {
                kind: if remedy { NameKind::Remedy } else { NameKind::Duty },
                name: name.text.to_string(),
                span: name.span,
                likely: likely(&name.text, names.iter().copied())
                    .map(|likely| Likely { name: likely.to_owned(), declared: known.get(likely).copied() }),
                known: row(names, 6),
            }
            .into(),
        );
        None
    }

    fn fact_names(&mut self, paths: &[Path], case: &Case, version: &Version) -> Option<Vec<FactName>> {
        let mut names: Vec<FactName> = Vec::new();
        for path in paths {
            names.push(self.fact_name(path, case, version)?);
        }
        names.sort_unstable();
        Some(names)
    }

    fn fact_name(&mut self, path: &Path, case: &Case, version: &Version) -> Option<FactName> {
        let program = &*version.program;
        let written = self.sources.phrase(path.span);
        let mut known: Vec<(String, FactName)> = Vec::new();
        for at in 0..program.facts.len() as u32 {
            let name = FactName::Fact(crate::program::FactId(at));
            known.push((name.words(program, case), name));
        }
        known.push(("the date".to_owned(), FactName::Fact(crate::program::DATE)));
        for (l, list) in program.lists.iter().enumerate() {
            let id = crate::program::ListId(l as u32);
            known.push((list.name.to_string(), FactName::Extent(id)));
            known.push((list.plural.to_string(), FactName::Extent(id)));
            for (e, element) in case.lists[l].elements.iter().enumerate() {
                for a in 0..element.attributes.len() as u32 {
                    let name = FactName::Element(id, e, crate::program::AttributeId(a));
                    known.push((name.words(program, case), name));
                }
            }
        }
        if let Some((_, name)) = known.iter().find(|(words, _)| *words == written) {
            return Some(*name);
        }
        let words = || known.iter().map(|(words, _)| words.as_str());
        self.problems.push(
            NameProblem::Unknown {
                kind: NameKind::Any,
                name: written.clone(),
                span: path.span,
                likely: likely(&written, words())
                    .map(|name| Likely { name: name.to_owned(), declared: None }),
                known: row(words().skip(2), 8),
            }
            .into(),
        );
        None
    }
}

/// Whether a verdict meets what is expected, and what came, in the words of an `expect`.
pub fn met(expected: &Expected, program: &Program, case: &Case, verdict: &Verdict) -> (bool, String) {
    match &expected.kind {
        ExpectedKind::Ruling { ruling, under, by_default, reading } => {
            let settled;
            let (case, verdict) = match reading {
                None => (case, verdict),
                Some((clause, reading)) => {
                    let mut case = case.clone();
                    case.readings.push(crate::judge::SettledReading {
                        clause: *clause,
                        reading: *reading,
                        by: None,
                    });
                    match judge(program, &case) {
                        Ok(verdict) => {
                            settled = (case, verdict);
                            (&settled.0, &settled.1)
                        }
                        Err(_) => return (false, "no possible case".to_owned()),
                    }
                }
            };
            let certain = |units: &Vec<UnitId>| {
                verdict
                    .by
                    .iter()
                    .any(|by| by.holds == Truth::Yes && by.unit.is_some_and(|unit| units.contains(&unit)))
            };
            let met = verdict.ruling == *ruling
                && (*ruling != Ruling::Undetermined || verdict.shown_open)
                && under.iter().all(certain)
                && (!by_default
                    || matches!(verdict.by.as_slice(), [by] if by.unit.is_none() && by.holds == Truth::Yes));
            (met, came(program, case, verdict))
        }
        ExpectedKind::UndeterminedOn(names) => {
            let mut turns_on = verdict.turns_on.clone();
            turns_on.sort_unstable();
            (
                verdict.exact && verdict.ruling == Ruling::Undetermined && turns_on == *names,
                came(program, case, verdict),
            )
        }
        ExpectedKind::PermittedOnce(names) => {
            let mut once = verdict.once.clone();
            once.sort_unstable();
            let actual = if verdict.once.is_empty() {
                format!("{}, and no step would be sure to make it permitted", came(program, case, verdict))
            } else {
                format!("permitted once {}", listed(&verdict.once, program, case))
            };
            (verdict.ruling != Ruling::Permitted && !names.is_empty() && once == *names, actual)
        }
        ExpectedKind::DependsOn(clause) => {
            let actual = match verdict.depends_on.as_slice() {
                [] => came(program, case, verdict),
                clauses => {
                    let numbers: Vec<&str> =
                        clauses.iter().map(|clause| &*program.clause(*clause).number).collect();
                    format!("depends on reading of clause {}", numbers.join(", "))
                }
            };
            (verdict.depends_on.contains(clause), actual)
        }
        ExpectedKind::Remedy(name) => {
            (follows(name, true, program, verdict, false), consequences(true, program, verdict))
        }
        ExpectedKind::NoRemedy(name) => {
            (none(name.as_deref(), true, program, verdict), consequences(true, program, verdict))
        }
        ExpectedKind::Duty(name) => {
            (follows(name, false, program, verdict, false), consequences(false, program, verdict))
        }
        ExpectedKind::NoDuty(name) => {
            (none(name.as_deref(), false, program, verdict), consequences(false, program, verdict))
        }
    }
}

fn named(consequence: &crate::judge::Consequence, program: &Program) -> String {
    match &program.unit(consequence.unit).role {
        Role::Remedies { remedies, .. } => remedies[consequence.which].name.to_string(),
        Role::Duty { duty, .. } => duty.to_string(),
        _ => String::new(),
    }
}

fn follows(name: &str, remedy: bool, program: &Program, verdict: &Verdict, perhaps: bool) -> bool {
    let all = if remedy { &verdict.remedies } else { &verdict.duties };
    all.iter().any(|one| (perhaps || one.holds == Truth::Yes) && named(one, program) == name)
}

fn none(name: Option<&str>, remedy: bool, program: &Program, verdict: &Verdict) -> bool {
    match name {
        Some(name) => !follows(name, remedy, program, verdict, true),
        None => (if remedy { &verdict.remedies } else { &verdict.duties }).is_empty(),
    }
}

fn consequences(remedy: bool, program: &Program, verdict: &Verdict) -> String {
    let (word, all) = if remedy { ("remedy", &verdict.remedies) } else { ("duty", &verdict.duties) };
    if all.is_empty() {
        return format!("no {word}");
    }
    let names: Vec<String> = all
        .iter()
        .map(|one| {
            let perhaps = if one.holds == Truth::Yes { "" } else { " (not certain)" };
            format!("{}{perhaps}", named(one, program))
        })
        .collect();
    format!("{word} {}", names.join(", "))
}

fn listed(names: &[FactName], program: &Program, case: &Case) -> String {
    names.iter().map(|name| name.words(program, case)).collect::<Vec<_>>().join(", ")
}

/// The words for a ruling, as an `expect` has them.
pub fn ruling_words(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Permitted => "permitted",
        Ruling::Prohibited => "prohibited",
        Ruling::NotRegulated => "not regulated",
        Ruling::Undetermined => "undetermined",
    }
}

/// What came, in the words of an `expect`.
pub fn came(program: &Program, case: &Case, verdict: &Verdict) -> String {
    let mut words = ruling_words(verdict.ruling).to_owned();
    if verdict.ruling == Ruling::Undetermined {
        if !verdict.turns_on.is_empty() {
            words.push_str(&format!(" on {}", listed(&verdict.turns_on, program, case)));
        }
        if !verdict.depends_on.is_empty() {
            let numbers: Vec<&str> =
                verdict.depends_on.iter().map(|clause| &*program.clause(*clause).number).collect();
            let and = if verdict.turns_on.is_empty() { "," } else { ", and" };
            words.push_str(&format!("{and} depends on reading of clause {}", numbers.join(", ")));
        }
        return words;
    }
    let cited = |holds: Truth| -> Vec<String> {
        let units = verdict.by.iter().filter(|by| by.holds == holds).filter_map(|by| by.unit);
        units.map(|unit| program.citation(unit)).collect()
    };
    let units = cited(Truth::Yes);
    let perhaps = cited(Truth::Unknown);
    if units.is_empty() && !perhaps.is_empty() {
        words.push_str(&format!(", though it is not known under which of clauses {}", perhaps.join(", ")));
        return words;
    }
    match units.as_slice() {
        [] if verdict.by.iter().any(|by| by.unit.is_none()) => words.push_str(" by default"),
        [] => {}
        [one] => words.push_str(&format!(" under clause {one}")),
        several => words.push_str(&format!(" under clauses {}", several.join(", "))),
    }
    words
}
