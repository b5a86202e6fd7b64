//! The book keeps its word: every example in it is read, and every answer shown is the answer given.
//!
//! A page is a story told in a folder of its own. Its fenced blocks are tagged:
//!
//! | block | is held to |
//! |---|---|
//! | `licit` | a complete file: without errors, its scenarios as expected |
//! | `licit prelude` | the same; and later fragments are put under it |
//! | `licit fragment` | items that are complete under the prelude, the page's own or that of the folder's `README.md` |
//! | `licit condition` | conditions, one a line, under the prelude |
//! | `licit wrong L0105` | a file or a fragment that tells that code |
//! | `licit warns L0417` | a file or a fragment without errors that tells that code |
//! | `licit from=PATH` | words that stand in that file of the project |
//! | `licit file=NAME` | a file of the story, or items that are put into it, each in place of the one of its name |
//! | `json file=NAME`, `csv`, ... | a file of the story |
//! | `text stage=tree of=NAME` | what that file of the story is at that stage |
//! | `console` | what is typed after `$`, and what comes; `...` alone on a line is anything |
//!
//! `<!-- continues: PAGE -->` at a page's head tells the story on. `UPDATE_EXPECT=1 cargo test docs` writes
//! what comes into the console blocks.

mod page;
mod stages;
mod story;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use page::Page;
use story::Story;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page of a folder, the folders in it included; the pages of messages have a test of their own.
pub fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            if path != root().join("docs/messages") {
                pages(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[test]
fn every_example_does_what_its_page_says() {
    let mut paths = vec![root().join("README.md")];
    pages(&root().join("docs"), &mut paths);
    pages(&root().join("policies"), &mut paths);
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut faults = Vec::new();
    for path in paths.into_iter().filter(|path| path.exists()) {
        let page = Page::read(&path);
        let mut story = Story::begin(&page);
        story.tell(&page);
        if update && story.answers != page.text {
            fs::write(&path, &story.answers).unwrap();
        }
        faults.extend(story.faults);
    }
    let wanted: Vec<_> = faults.iter().filter(|fault| !(update && fault.is_answer)).collect();
    let told: Vec<String> = wanted.iter().map(|fault| fault.to_string()).collect();
    assert!(told.is_empty(), "{} faults in the book\n\n{}", told.len(), told.join("\n"));
}

/// SUMMARY.md lists every page of a message below the heading of them all.
#[test]
fn the_summary_lists_every_message() {
    let summary = root().join("docs/SUMMARY.md");
    let text = fs::read_to_string(&summary).unwrap();
    let (before, rest) = text.split_once("- [Messages](messages/README.md)\n").unwrap();
    let (shown, after) = rest.split_once("\n#").unwrap();
    let mut messages: Vec<PathBuf> = fs::read_dir(root().join("docs/messages"))
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    messages.retain(|path| {
        path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("README.md")
    });
    messages.sort();
    let mut listed = String::new();
    for path in messages {
        let text = fs::read_to_string(&path).unwrap();
        let heading = text.lines().next().unwrap_or_default().trim_start_matches("# ");
        let file = path.file_name().unwrap().to_string_lossy();
        listed.push_str(&format!("  - [{heading}](messages/{file})\n"));
    }
    if listed != shown && std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&summary, format!("{before}- [Messages](messages/README.md)\n{listed}\n#{after}")).unwrap();
        return;
    }
    assert_eq!(listed, shown, "SUMMARY.md lists other messages than there are: UPDATE_EXPECT=1 mends it");
}

/// The page and the heading that each link of a page leads to; links out of the project are left out.
fn links(page: &Page) -> Vec<(PathBuf, Option<String>)> {
    let mut found = Vec::new();
    for (at, _) in page.text.match_indices("](") {
        let target: String = page.text[at + 2..].chars().take_while(|c| *c != ')').collect();
        if target.contains("://") || target.contains('`') {
            continue;
        }
        let (file, heading) = match target.split_once('#') {
            Some((file, heading)) => (file.to_owned(), Some(heading.to_owned())),
            None => (target, None),
        };
        let file = if file.is_empty() { page.path.clone() } else { page.path.parent().unwrap().join(file) };
        found.push((file, heading));
    }
    found
}

/// Whether a page has a heading with that anchor.
fn has_heading(page: &Page, anchor: &str) -> bool {
    page.text.lines().filter(|line| line.starts_with('#')).any(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).eq(anchor.chars())
    })
}

#[test]
fn every_link_leads_somewhere_and_every_page_is_in_the_summary() {
    let docs = root().join("docs");
    let mut paths = Vec::new();
    pages(&docs, &mut paths);
    let mut dead = Vec::new();
    let mut listed = BTreeSet::new();
    for path in &paths {
        let page = Page::read(path);
        for (target, heading) in links(&page) {
            let found = target.exists()
                && heading.as_ref().is_none_or(|heading| has_heading(&Page::read(&target), heading));
            if !found {
                dead.push((path.clone(), target.clone(), heading));
            }
            if path.ends_with("SUMMARY.md") {
                listed.insert(target);
            }
        }
    }
    let unlisted: Vec<_> =
        paths.iter().filter(|path| !path.ends_with("SUMMARY.md") && !listed.contains(*path)).collect();
    assert!(dead.is_empty(), "links that lead nowhere: {dead:#?}");
    assert!(unlisted.is_empty(), "pages that SUMMARY.md does not list: {unlisted:#?}");
}

/// A rule of the reference has a number, and stands in one place.
#[test]
fn every_rule_has_one_place() {
    let mut paths = Vec::new();
    pages(&root().join("docs/reference"), &mut paths);
    let mut rules: BTreeSet<String> = BTreeSet::new();
    for path in paths {
        for line in Page::read(&path).text.lines() {
            let number =
                line.strip_prefix("**").and_then(|rest| rest.split_once(' ')).map(|(number, _)| number);
            let Some(number) = number.filter(|number| number.starts_with(|c: char| c.is_ascii_digit()))
            else {
                continue;
            };
            assert!(
                rules.insert(number.to_owned()),
                "rule {number} stands twice, again in {}",
                path.display()
            );
        }
    }
    assert!(rules.len() > 60, "only {} rules were found", rules.len());
}
