//! The pages of the messages, `docs/messages/*.md`, as a table.

use std::fs;
use std::path::{Path, PathBuf};

/// A table of all pages in a folder, written in Rust.
pub fn table(folder: &Path) -> String {
    let mut pages: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .expect("docs/messages is a folder")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let code = path.file_stem()?.to_str()?.to_string();
            (code.starts_with('L') && path.extension()? == "md").then_some((code, path))
        })
        .collect();
    pages.sort();
    let mut table = String::from(
        "/// Every page by its code, in the order of the codes.\nstatic PAGES: &[(&str, &str)] = &[\n",
    );
    for (code, path) in &pages {
        table.push_str(&format!("    ({code:?}, include_str!({path:?})),\n"));
    }
    table.push_str("];\n");
    table
}
