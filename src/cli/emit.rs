//! `licit check --emit smt2`: a policy and a question about it for other programs.

use clap::{Args, ValueEnum};

use super::format::Format;
use super::reading::{Reading, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::casebook::properties;
use crate::export::smt::{self, Question};
use crate::problem::Problem;
use crate::problem::file::FileProblem;
use crate::problem::likely::likely;
use crate::source::Span;
use crate::syntax::tree::Property;

/// What is written instead of findings.
#[derive(Debug, Args)]
pub struct Emission {
    /// Write every version of every policy for another program, instead of telling findings
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    emit: Option<Language>,
    /// With --emit: ask whether this property holds, instead of which verdicts are possible
    #[arg(long, value_name = "PROPERTY", requires = "emit")]
    ask: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    /// SMT-LIB 2.6, for solvers such as z3 and cvc5.
    Smt2,
}

impl Emission {
    /// Whether anything is asked for.
    pub fn is_asked(&self) -> bool {
        self.emit.is_some()
    }

    /// Shows what is asked for. A policy with an error means nothing yet, and is left out.
    pub fn run(self, mut reading: Reading, terminal: &mut Terminal, format: Format) -> Status {
        let faults = errors(std::mem::take(&mut reading.problems));
        terminal.say_problems(&faults, &reading.sources, format);
        let place = |span: Span| {
            let line = reading.sources.position(span).line;
            Some(format!("{}, line {line}", reading.sources.file(span.file).name))
        };
        let scripts = match &self.ask {
            None => {
                let sound = reading.library.versions.iter().filter(|version| version.sound);
                Ok(sound.map(|version| smt::script(&version.program, Question::Rulings, &place)).collect())
            }
            Some(title) => about_property(&reading, title, &place),
        };
        match scripts {
            Ok(scripts) if scripts.is_empty() && faults.is_empty() => {
                terminal.say_problems(&[FileProblem::NoPolicy.into()], &reading.sources, format);
                Status::Unable
            }
            Ok(scripts) => {
                // Each stands by itself; one after the other, a solver forgets the one before.
                terminal.show(&scripts.join("\n(reset)\n\n"));
                reading.status(!faults.is_empty())
            }
            Err(problems) => {
                terminal.say_problems(&problems, &reading.sources, format);
                Status::Unable
            }
        }
    }
}

fn about_property(reading: &Reading, title: &str, place: smt::Place) -> Result<Vec<String>, Vec<Problem>> {
    let property = named(reading, title).map_err(|problem| vec![problem.into()])?;
    let claimed = properties::claimed(&reading.sources, &reading.library, property)?;
    if !reading.library.version(claimed.version).sound {
        return Ok(Vec::new());
    }
    let question = Question::Property { title, claims: &claimed.claims };
    Ok(vec![smt::script(&claimed.program, question, place)])
}

/// The property of that title.
fn named<'r>(reading: &'r Reading, title: &str) -> Result<&'r Property, FileProblem> {
    let all: Vec<&Property> = properties::all(&reading.sources, &reading.library).collect();
    let named: Vec<&&Property> = all.iter().filter(|property| &*property.title.text == title).collect();
    match named[..] {
        [property] => Ok(property),
        [] => Err(FileProblem::NoSuchProperty {
            name: title.to_owned(),
            likely: likely(title, all.iter().map(|property| &*property.title.text)).map(str::to_owned),
        }),
        _ => Err(FileProblem::WhichProperty {
            name: title.to_owned(),
            places: named.iter().map(|property| property.title.span).collect(),
        }),
    }
}
