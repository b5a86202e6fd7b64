//! `--facts`: reading facts from a file or from standard input.

use std::path::Path;

use clap::ValueEnum;

use super::input::{STANDARD_INPUT, standard_input, text};
use crate::casebook::rows::{Form, Rows};
use crate::problem::file::FileProblem;
use crate::source::Sources;

/// How facts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FactsForm {
    Json,
    Yaml,
    Csv,
}

/// Reads a file of facts, `-` being standard input, and keeps its text among the sources.
pub fn read(sources: &mut Sources, file: &str, form: Option<FactsForm>) -> Result<Rows, FileProblem> {
    let (name, text) = match file {
        "-" => (STANDARD_INPUT, standard_input()?),
        path => (path, text(Path::new(path))?),
    };
    let form = form.map(|form| match form {
        FactsForm::Json => Form::Json,
        FactsForm::Yaml => Form::Yaml,
        FactsForm::Csv => Form::Csv,
    });
    let file = sources.add(name, text);
    Rows::read(sources, file, form)
}
