//! Takes the pages of the messages, `docs/messages/*.md`, into the program.

#![expect(clippy::disallowed_methods, reason = "it runs before there is a roof")]

use std::env;
use std::fs;
use std::path::PathBuf;

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo names the folder it builds"));
    let folder = root.join("docs").join("messages");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut pages: Vec<(String, PathBuf)> = fs::read_dir(&folder)
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
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo names a folder to write in"));
    fs::write(out.join("pages.rs"), table).expect("that folder can be written in");
}
