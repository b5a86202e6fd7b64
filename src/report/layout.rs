//! Which files were laid out, or would be, and what changes in them.

use serde::Serialize;

use crate::problem::listing::Count;

/// A file that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    #[serde(rename = "file")]
    pub name: String,
    /// Whether it was, or would be, laid out anew.
    pub changes: bool,
    /// What would change, where that was asked.
    pub diff: Option<String>,
    /// How many items stay as they stand, since they have faults.
    #[serde(rename = "left_as_they_stand")]
    pub left: usize,
    /// It stays as it is, since it would not have said the same: a fault of Licit's own.
    pub refused: bool,
}

/// The files in words: each that changes, with the lines that would.
pub fn text(sheets: &[Sheet], only_asked: bool) -> String {
    let mut text = String::new();
    for (number, sheet) in sheets.iter().filter(|sheet| sheet.changes).enumerate() {
        if number > 0 && sheet.diff.is_some() {
            text += "\n";
        }
        let what = if only_asked { "would be laid out anew" } else { "laid out anew" };
        text += &format!("{} {what}\n", sheet.name);
        if let Some(diff) = &sheet.diff {
            text += diff;
        }
    }
    let changed = sheets.iter().filter(|sheet| sheet.changes).count();
    if changed == 0 && !sheets.is_empty() {
        text += &format!("nothing to change in {}\n", Count("file", "files", sheets.len()));
    }
    text
}

/// What stays as it stands, a line for each file that has such.
pub fn left(sheets: &[Sheet]) -> String {
    let mut text = String::new();
    for Sheet { name, left, refused, .. } in sheets {
        if *refused {
            text += &format!(
                "{name}: left as written, since laid out it would not have said the same; this is a fault of \
                 Licit's own, please report it with the file\n"
            );
        } else if *left > 0 {
            let items = Count("item", "items", *left);
            text += &format!("{name}: {items} with faults left as written; `licit check` tells them\n");
        }
    }
    text
}

/// The files as JSON.
pub fn data(sheets: &[Sheet]) -> String {
    serde_json::to_string_pretty(sheets).unwrap_or_default() + "\n"
}
