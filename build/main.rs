//! What is made before the program is built: the table of the messages' pages, and the matcher of the grammar.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "it runs before there is a roof, and cargo listens"
)]

mod letters;
mod matcher;
mod pages;

use std::env;
use std::fs;
use std::path::PathBuf;

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo names the folder it builds"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo names a folder to write in"));
    let write = |name: &str, text: String| {
        fs::write(out.join(name), text).expect("that folder can be written in");
    };
    println!("cargo::rerun-if-changed={}", root.join("build").display());

    let folder = root.join("docs").join("messages");
    println!("cargo::rerun-if-changed={}", folder.display());
    write("pages.rs", pages::table(&folder));

    let grammar = root.join("grammar").join("licit.pest");
    println!("cargo::rerun-if-changed={}", grammar.display());
    let grammar = fs::read_to_string(grammar).expect("grammar/licit.pest is there");
    write("matcher.rs", matcher::written(&grammar));
}
