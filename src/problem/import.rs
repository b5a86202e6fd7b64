//! L023.: what one file brings in from another.

use crate::source::Span;

use super::clause::circle;
use super::likely::{likely, row};
use super::{Code, Label, Severity, Tell, Telling, codes};

/// What the model tells of imports.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportProblem {
    /// `import "vocabulry.licit"`, where `vocabulary.licit` is.
    NotThere { path: String, span: Span, near: Vec<String> },
    /// `import "../../elsewhere.licit"`, which leads out of the project.
    Outside { path: String, span: Span, project: String },
    /// `import "picture.licit"`, which is no text.
    Unreadable { path: String, span: Span, why: String },
    /// A file that brings in itself, through others.
    Circle { steps: Vec<(String, Span)> },
    /// Two files brought in declare one name.
    Clash { what: &'static str, name: String, span: Span, declared: [Span; 2] },
    /// Two imports of one name: `import "a.licit" as law`, `import "b.licit" as law`.
    NameTwice { name: String, again: Span, first: Span },
    /// `given by privacy-law[buyer.country]`, and no law is brought in under that name.
    NoLaw { name: String, span: Span },
    /// The law of a country that does not define the term left to it.
    LawSilent { law: String, term: String, span: Span, brought_in: Span },
}

impl Tell for ImportProblem {
    codes! {
        ImportProblem::NotThere { .. } => "L0230",
        ImportProblem::Outside { .. } => "L0231",
        ImportProblem::Unreadable { .. } => "L0232",
        ImportProblem::Circle { .. } => "L0233",
        ImportProblem::Clash { .. } => "L0234",
        ImportProblem::NameTwice { .. } => "L0235",
        ImportProblem::NoLaw { .. } => "L0236",
        ImportProblem::LawSilent { .. } => "L0237",
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn tell(&self) -> Telling {
        match self {
            ImportProblem::NotThere { path, span, near } => {
                let near: Vec<&str> = near.iter().map(String::as_str).collect();
                let help = match likely(path, near.iter().copied()) {
                    Some(name) => format!("did you mean \"{name}\"?"),
                    None if near.is_empty() => {
                        "a path is read from the folder of the file it stands in".to_owned()
                    }
                    None => format!(
                        "a path is read from the folder of the file it stands in; there are {}",
                        row(near, 6)
                    ),
                };
                Telling {
                    message: format!("there is no file \"{path}\""),
                    labels: vec![Label::new(*span, "nothing to bring in")],
                    help: Some(help),
                }
            }
            ImportProblem::Outside { path, span, project } => Telling {
                message: format!("\"{path}\" lies outside the project"),
                labels: vec![Label::new(*span, format!("not below {project}"))],
                help: Some(
                    "put the file into the project, which is the nearest folder above with `.git` or `licit.toml` in it"
                        .to_owned(),
                ),
            },
            ImportProblem::Unreadable { path, span, why } => Telling {
                message: format!("\"{path}\" cannot be read"),
                labels: vec![Label::new(*span, why.clone())],
                help: Some("bring in a file of Licit's, saved as UTF-8 text".to_owned()),
            },
            ImportProblem::Circle { steps } => circle(
                "files bring in one another in a circle",
                steps,
                |name, next| format!("{name} brings in {next}"),
                "put what they share into a file of its own, and bring that in",
            ),
            ImportProblem::Clash { what, name, span, declared: [one, other] } => Telling {
                message: format!("two files brought in declare the {what} `{name}`"),
                labels: vec![
                    Label::new(*span, "brings it in again"),
                    Label::new(*one, "declared here"),
                    Label::new(*other, "and declared here"),
                ],
                help: Some("bring one of the two in under a name: `import \"...\" as NAME`".to_owned()),
            },
            ImportProblem::NameTwice { name, again, first } => Telling {
                message: format!("two imports are called `{name}`"),
                labels: vec![Label::new(*again, "called so again"), Label::new(*first, "first called so")],
                help: Some("give each a name of its own".to_owned()),
            },
            ImportProblem::NoLaw { name, span } => Telling {
                message: format!("no country's law is brought in as `{name}`"),
                labels: vec![Label::new(*span, "no import of that name")],
                help: Some(format!("bring in the law of each country that has one: `import \"...\" as {name}[FR]`")),
            },
            ImportProblem::LawSilent { law, term, span, brought_in } => Telling {
                message: format!("`{law}` does not define `{term}`"),
                labels: vec![Label::new(*span, "left to it here"), Label::new(*brought_in, "brought in here")],
                help: Some(format!(
                    "add `define {term} as ...` to the file, without a number; of an entity, `for` the same one"
                )),
            },
        }
    }
}
