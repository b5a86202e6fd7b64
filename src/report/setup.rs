//! What `licit git-setup` writes into a repository, shown before it is written.

use serde::Serialize;

use crate::problem::visible;

/// All of it; nothing where everything is there already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setup {
    /// The file that says what git does with which files.
    pub attributes: String,
    /// The lines that it lacks.
    pub lines: Vec<String>,
    /// The file of the repository's own settings.
    pub configuration: String,
    pub settings: Vec<Setting>,
}

/// A setting of git's that is not yet as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting {
    pub key: &'static str,
    pub value: String,
    /// What it is set to now.
    pub instead_of: Option<String>,
    /// What it is good for.
    #[serde(skip)]
    pub does: &'static str,
}

impl Setup {
    /// Whether everything is there already.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.settings.is_empty()
    }
}

/// What is to be written, and where, in words.
pub fn text(setup: &Setup) -> String {
    if setup.is_empty() {
        return "everything is set up already; nothing to write\n".to_owned();
    }
    let mut text = String::new();
    if !setup.lines.is_empty() {
        text += &format!("{}, which is committed with the texts\n", visible(&setup.attributes));
        for line in &setup.lines {
            text += &format!("  {line}\n");
        }
    }
    if !setup.settings.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text += &format!("{}, which is of this clone alone\n", visible(&setup.configuration));
        for Setting { key, value, instead_of, does } in &setup.settings {
            text += &format!("  # {does}\n  {key} = {value}\n");
            if let Some(before) = instead_of {
                text += &format!("    instead of {}\n", visible(before));
            }
        }
    }
    text
}

/// The same as JSON, and whether it was written.
pub fn data(setup: &Setup, written: bool) -> String {
    #[derive(Serialize)]
    struct Data<'s> {
        written: bool,
        #[serde(flatten)]
        setup: &'s Setup,
    }
    serde_json::to_string_pretty(&Data { written, setup }).unwrap_or_default() + "\n"
}
