//! Every message has a page, and every page keeps its word: what it shows to be told is told, and what it
//! shows mended has no fault and says what its case book expects.
//!
//! A page shows cases in two sections. A fenced `licit` block is a file by itself; blocks with `file=NAME`
//! are the files of one case; a `console` block is what one types, and what comes of it, and `console datafusion` one that
//! the tests of that package hold to what it shows. Where a case cannot but bring about other errors,
//! `Told as well: L0501.` says so. A line `# and so on, up to term-101` stands
//! for the line before it again and again, its numbers counted up. `UPDATE_EXPECT=1` redraws the index.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use licit::casebook::outcome::{Finding, Run};
use licit::casebook::{book, properties, run, shown};
use licit::model::Library;
use licit::problem::{Code, Problem, Severity, Tell};
use licit::source::{Refusal, Sources};
use licit::syntax::imports::{self, Found};
use licit::versions::numbers;

use super::console;

/// One page: `docs/messages/L0203.md`.
struct Page {
    code: String,
    path: PathBuf,
    title: String,
    told: Section,
    mended: Section,
}

#[derive(Default)]
struct Section {
    cases: Vec<Case>,
    also: BTreeSet<String>,
}

/// Files that are read together, or what is typed into a terminal.
enum Case {
    Files(Vec<(String, String)>),
    Console(String),
    /// The same, which the tests of another package type in.
    ConsoleElsewhere,
}

/// What was told of a case.
struct Told {
    /// Each code with its severity and message.
    problems: Vec<(String, Severity, String)>,
    /// Expectations that were not met.
    unmet: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/messages")
}

fn redrawing() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

fn pages() -> Vec<Page> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder())
        .expect("docs/messages")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.file_stem().is_some_and(|stem| stem != "README"))
        .collect();
    paths.sort();
    paths.into_iter().map(page).collect()
}

fn page(path: PathBuf) -> Page {
    let code = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
    let text = fs::read_to_string(&path).expect("a page");
    let title = text.lines().next().unwrap_or_default().trim_start_matches("# ").to_owned();
    let (_, after) =
        text.split_once("\n## It is told here\n").unwrap_or_else(|| panic!("{code}: nothing told"));
    let (told, mended) =
        after.split_once("\n## Mended\n").unwrap_or_else(|| panic!("{code}: nothing mended"));
    Page { told: section(told), mended: section(mended), code, path, title }
}

fn section(text: &str) -> Section {
    let mut section = Section::default();
    let mut together = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(codes) = line.strip_prefix("Told as well: ") {
            section.also.extend(codes.trim_end_matches('.').split(", ").map(str::to_owned));
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let mut body = String::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            match line.trim_start().strip_prefix("# and so on, up to ") {
                Some(last) => count_up(&mut body, last),
                None => body.push_str(&format!("{line}\n")),
            }
        }
        match info.split_once(" file=") {
            Some((_, name)) => together.push((name.to_owned(), body)),
            None if info == "console" => section.cases.push(Case::Console(body)),
            None if info == "console datafusion" => section.cases.push(Case::ConsoleElsewhere),
            None => section.cases.push(Case::Files(vec![("example.licit".to_owned(), body)])),
        }
    }
    if !together.is_empty() {
        section.cases.push(Case::Files(together));
    }
    section
}

/// Writes the last line again, its numbers one higher each time, until it begins with `last`.
fn count_up(body: &mut String, last: &str) {
    let mut line = body.lines().next_back().unwrap_or_default().to_owned();
    while !line.contains(&format!("{last} ")) {
        line = line
            .split_inclusive(|c: char| !c.is_ascii_digit())
            .map(|piece| {
                let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
                match digits.parse::<u32>() {
                    Ok(number) => format!("{}{}", number + 1, &piece[digits.len()..]),
                    Err(_) => piece.to_owned(),
                }
            })
            .collect();
        body.push_str(&line);
        body.push('\n');
    }
}

/// Reads and judges the files of a case, as `licit check` and `licit test` do.
fn tell(files: &[(String, String)]) -> Told {
    let mut sources = Sources::default();
    for (name, text) in files {
        sources.add(name.clone(), text.clone());
    }
    imports::follow(&mut sources, |_, _, _| Found::Refused(Refusal::NotThere { near: Vec::new() }));
    let (library, mut problems) = Library::load(&sources);
    let (casebook, told) = book::read(&sources, &library);
    problems.extend(told);
    problems.extend(properties::check(&sources, &library));
    problems.extend(run::contradicting_assumptions(&library));
    problems.extend(run::not_judged(&library, &casebook));
    problems.extend(shown::by_all_cases(&library, &casebook));
    problems.extend(numbers::cited_without_a_day(&sources, &library, &casebook));
    let run = run::run(&sources, &library, &casebook, None);
    let hindrances = run.scenarios.iter().flat_map(|scenario| scenario.hindrances.iter().cloned());
    problems.extend(hindrances);
    let problems = problems
        .iter()
        .map(|problem| (problem.code().0.to_owned(), problem.severity(), problem.tell().message))
        .collect();
    Told { problems, unmet: unmet(&run) }
}

fn unmet(run: &Run) -> Vec<String> {
    let checks = run.scenarios.iter().flat_map(|scenario| {
        let checks = scenario.checks.iter().filter(|check| !check.met);
        checks.map(|check| format!("{}: expected {}, is {}", scenario.name, check.expected, check.actual))
    });
    let properties = run.properties.iter().filter_map(|property| match &property.finding {
        Finding::Proved { .. } | Finding::Hindered(_) => None,
        other => Some(format!("{}: {other:?}", property.name)),
    });
    checks.chain(properties).collect()
}

fn codes() -> BTreeSet<&'static str> {
    Problem::codes().into_iter().map(|Code(code)| code).collect()
}

#[test]
fn every_code_is_given_once_and_has_a_page() {
    let all = Problem::codes();
    let codes = codes();
    assert_eq!(all.len(), codes.len(), "a code stands for two messages");
    let pages: BTreeSet<String> = pages().into_iter().map(|page| page.code).collect();
    let without: Vec<_> = codes.iter().filter(|code| !pages.contains(**code)).collect();
    let stray: Vec<_> = pages.iter().filter(|page| !codes.contains(page.as_str())).collect();
    assert!(without.is_empty() && stray.is_empty(), "no page: {without:?}; no message: {stray:?}");
}

#[test]
fn every_title_is_its_own() {
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for page in pages() {
        let (code, words) = page.title.split_once(' ').unwrap_or_default();
        assert_eq!(code, page.code, "the title of {}", page.path.display());
        if let Some(other) = titles.insert(words.to_owned(), page.code.clone()) {
            panic!("{other} and {} are both called \"{words}\"", page.code);
        }
    }
}

#[test]
fn what_a_page_shows_to_be_told_is_told() {
    let mut faults = Vec::new();
    for page in pages() {
        if page.told.cases.is_empty() && !OF_LICIT.contains(&&*page.code) {
            faults.push(format!("{}: shows nothing", page.code));
        }
        for case in &page.told.cases {
            let told = match case {
                Case::Console(console) => {
                    faults.extend(console::hold(&page.path, console, Some(&page.code)));
                    continue;
                }
                Case::ConsoleElsewhere => continue,
                Case::Files(files) => tell(files),
            };
            if !told.problems.iter().any(|(code, ..)| *code == page.code) {
                let others: Vec<_> =
                    told.problems.iter().map(|(code, _, words)| format!("{code} {words}")).collect();
                faults.push(format!("{}: is not told, but {others:?}", page.code));
            }
            for also in &page.told.also {
                if !told.problems.iter().any(|(code, ..)| code == also) {
                    faults.push(format!("{}: {also} is no longer told as well", page.code));
                }
            }
            for (code, severity, words) in &told.problems {
                if *severity == Severity::Error && *code != page.code && !page.told.also.contains(code) {
                    faults.push(format!("{}: {code} is told as well: {words}", page.code));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn what_a_page_shows_mended_has_no_fault() {
    let mut faults = Vec::new();
    for page in pages() {
        if page.mended.cases.is_empty() && !OF_LICIT.contains(&&*page.code) {
            faults.push(format!("{}: mends nothing", page.code));
        }
        for case in &page.mended.cases {
            let told = match case {
                Case::Console(console) => {
                    faults.extend(console::hold(&page.path, console, None));
                    continue;
                }
                Case::ConsoleElsewhere => continue,
                Case::Files(files) => tell(files),
            };
            for (code, severity, words) in &told.problems {
                if *severity == Severity::Error || *code == page.code {
                    faults.push(format!("{} mended: {code} {words}", page.code));
                }
            }
            faults.extend(told.unmet.iter().map(|unmet| format!("{} mended: {unmet}", page.code)));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The messages that tell a fault of Licit's own: a text that brings one about is a fault to be mended.
const OF_LICIT: [&str; 2] = ["L0714", "L0812"];

/// What the first four characters of a code say, in the words of the index.
const GROUPS: [(&str, &str); 9] = [
    ("L00", "Files and requests"),
    ("L01", "How the text is written"),
    ("L02", "Names"),
    ("L03", "Values and comparisons"),
    ("L04", "Policies and clauses"),
    ("L05", "Case books"),
    ("L06", "What could be better"),
    ("L07", "What all cases show"),
    ("L08", "Amending instruments"),
];

#[test]
fn the_index_lists_every_page() {
    let mut index = String::from(
        "# Messages\n\nEvery message has a code that never changes. `licit explain-code L0203` shows its page in the terminal.\n",
    );
    let pages = pages();
    for (group, words) in GROUPS {
        index.push_str(&format!("\n## {words}\n\n"));
        for page in pages.iter().filter(|page| page.code.starts_with(group)) {
            let words = page.title.trim_start_matches(&page.code).trim();
            index.push_str(&format!("- [{}]({0}.md) {words}\n", page.code));
        }
    }
    let path = folder().join("README.md");
    if redrawing() {
        fs::write(&path, &index).expect("the index is written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == index,
        "docs/messages/README.md is not in step: UPDATE_EXPECT=1 cargo test redraws it"
    );
}
