//! `licit new`: a small policy with its case book, to start from.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::format::Format;
use super::status::Status;
use super::terminal::Terminal;
use crate::problem::file::FileProblem;

/// Write a small policy with its case book, to start from.
///
/// It makes a folder of that name with two files: the policy, and the cases that show what it decides. They
/// tell about an invented thing; change every word of them. Nothing that is there already is changed.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit new lending-rules
  licit test lending-rules")]
pub struct New {
    /// The name of the policy: lower-case letters, digits and hyphens
    #[arg(value_name = "NAME")]
    name: String,
}

const POLICY: &str = include_str!("new/policy.licit");
const CASES: &str = include_str!("new/cases.licit");
/// The name that stands in the two files for the one that is asked for.
const STAND_IN: &str = "lending-rules";

impl New {
    /// Writes the folder.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        match write(&self.name) {
            Err(problem) => terminal.refuse(problem, Format::Human),
            Ok(()) => {
                let name = &self.name;
                terminal.show(&format!(
                    "wrote {name}/{name}.licit, a small policy, and {name}/cases.licit, its case book\n\
                     next: licit test {name}\n"
                ));
                Status::Well
            }
        }
    }
}

fn write(name: &str) -> Result<(), FileProblem> {
    if !is_name(name) {
        return Err(FileProblem::NotAName { name: name.to_string(), likely: likely(name) });
    }
    let folder = PathBuf::from(name);
    fs::create_dir(&folder).map_err(|fault| unwritable(&folder, &fault))?;
    for (file, text) in [(format!("{name}.licit"), POLICY), ("cases.licit".to_string(), CASES)] {
        let path = folder.join(file);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(|fault| unwritable(&path, &fault))?;
        file.write_all(text.replace(STAND_IN, name).as_bytes()).map_err(|fault| unwritable(&path, &fault))?;
    }
    Ok(())
}

fn unwritable(path: &Path, fault: &io::Error) -> FileProblem {
    let path = path.display().to_string();
    match fault.kind() {
        io::ErrorKind::AlreadyExists => FileProblem::ThereAlready { path },
        _ => FileProblem::Unwritable { path, why: super::input::reason(fault) },
    }
}

/// The words that the language keeps for itself, where a name might stand.
const KEPT: [&str; 20] = [
    "and", "or", "not", "is", "no", "any", "every", "all", "of", "where", "when", "unless", "has", "for",
    "as", "yes", "unknown", "if", "then", "cases",
];

/// Whether a policy may have that name. `cases` is kept for the case book beside it.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !KEPT.contains(&name)
}

/// The name made of its letters and digits, if that is one.
fn likely(name: &str) -> Option<String> {
    let words: Vec<String> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let name = words.join("-");
    let name = name.trim_start_matches(|c: char| !c.is_ascii_lowercase()).to_string();
    let name = if KEPT.contains(&name.as_str()) { format!("{name}-policy") } else { name };
    is_name(&name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_language() {
        assert!(is_name("lending-rules") && is_name("a1"));
        for name in ["", "Lending", "1a", "a-", "-a", "a_b", "a/b", "..", "and", "cases", "é"] {
            assert!(!is_name(name), "{name}");
        }
        assert_eq!(likely("My Lending_Rules!").as_deref(), Some("my-lending-rules"));
        assert_eq!(likely("2024 rules").as_deref(), Some("rules"));
        assert_eq!(likely("and").as_deref(), Some("and-policy"));
        assert_eq!(likely("///"), None);
    }
}
