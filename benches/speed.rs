//! How long reading, checking and judging take, and how much memory: the certificate, and generated
//! policies of 1,000 and 10,000 clauses. `cargo bench` runs it; `docs/performance.md` tells what came.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the policies it measures, and runs the program"
)]

mod generated;
mod history;

use std::path::Path;

use divan::{AllocProfiler, Bencher, black_box};
use licit::casebook::{book, run, shown};
use licit::judge::judge;
use licit::model::{Library, VersionId};
use licit::source::Sources;
use licit::versions::{Text, compare};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn sources(texts: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    for (name, text) in texts {
        sources.add(*name, *text);
    }
    sources
}

/// Every file of the certificate's folder, as `licit check policies/cyber-end-use` reads them.
fn certificate() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/cyber-end-use")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the policies are beside this file") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "licit") {
                let text = std::fs::read_to_string(&path).expect("policies are text");
                files.push((path.display().to_string(), text));
            }
        }
    }
    files.sort();
    files
}

fn check(sources: &Sources) -> usize {
    let (library, problems) = Library::load(sources);
    let (_, told) = book::read(sources, &library);
    problems.len() + told.len()
}

#[divan::bench]
fn check_certificate(bencher: Bencher) {
    let files = certificate();
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let sources = sources(&texts);
    bencher.bench(|| check(black_box(&sources)));
}

#[divan::bench]
fn test_certificate(bencher: Bencher) {
    let files = certificate();
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let sources = sources(&texts);
    bencher.bench(|| {
        let (library, _) = Library::load(&sources);
        let (book, _) = book::read(&sources, &library);
        run::run(&sources, &library, &book, None).scenarios.len()
    });
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 10, sample_size = 1)]
fn check_generated(bencher: Bencher, clauses: usize) {
    let text = generated::policy(clauses);
    let sources = sources(&[("generated.licit", &text)]);
    bencher.bench(|| check(black_box(&sources)));
}

/// Reading alone: text to tree.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 10, sample_size = 1)]
fn read_generated(bencher: Bencher, clauses: usize) {
    let text = generated::policy(clauses);
    let sources = sources(&[("generated.licit", &text)]);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| licit::syntax::parse(black_box(&sources), licit::source::FileId(0)));
}

/// Laying out: text to text, the reading before and the one that holds it to say the same included.
#[divan::bench(args = [1_000, 10_000], sample_count = 10, sample_size = 1)]
fn lay_out_generated(bencher: Bencher, clauses: usize) {
    let text = generated::policy(clauses);
    let sources = sources(&[("generated.licit", &text)]);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| licit::syntax::layout::lay_out(black_box(&sources), licit::source::FileId(0)));
}

/// The same of a text that is laid out already, as most are that an editor or a hook hands in.
#[divan::bench(args = [1_000, 10_000], sample_count = 10, sample_size = 1)]
fn lay_out_again(bencher: Bencher, clauses: usize) {
    let laid = |text: &str| {
        let sources = sources(&[("generated.licit", text)]);
        licit::syntax::layout::lay_out(&sources, licit::source::FileId(0)).text
    };
    let text = laid(&generated::policy(clauses));
    let sources = sources(&[("generated.licit", &text)]);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| licit::syntax::layout::lay_out(black_box(&sources), licit::source::FileId(0)));
}

/// Two amendments of a policy brought together, each of its own ten clauses.
#[divan::bench(args = [1_000, 10_000], sample_count = 5, sample_size = 1)]
fn merge_generated(bencher: Bencher, clauses: usize) {
    let text = generated::policy(clauses);
    let ours = generated::amended(&text, 10);
    let theirs = text.replace("\"Prohibited\"", "\"What is prohibited\"");
    bencher.bench(|| {
        let merged = licit::versions::merge::merge("generated.licit", &text, &ours, &theirs, 7);
        assert!(merged.conflicts.is_empty());
        merged.text.len()
    });
}

/// What all cases show, as `licit check` tells it after reading.
fn all_cases(sources: &Sources) -> usize {
    let (library, _) = Library::load(sources);
    let (book, _) = book::read(sources, &library);
    shown::by_all_cases(&library, &book).len()
}

#[divan::bench(sample_count = 20)]
fn all_cases_certificate(bencher: Bencher) {
    let files = certificate();
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let sources = sources(&texts);
    bencher.bench(|| all_cases(black_box(&sources)));
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 2, sample_size = 1)]
fn all_cases_generated(bencher: Bencher, clauses: usize) {
    let text = generated::policy(clauses);
    let sources = sources(&[("generated.licit", &text)]);
    bencher.bench(|| all_cases(black_box(&sources)));
}

/// Two versions read and compared: of a policy so large, so many of whose permissions ask for more years.
#[divan::bench(args = [(1_000, 10), (10_000, 1)], sample_count = 3, sample_size = 1)]
fn difference_generated(bencher: Bencher, (clauses, changed): (usize, usize)) {
    let text = generated::policy(clauses);
    let read = |text: &str| {
        let sources = sources(&[("generated.licit", text)]);
        let (library, _) = Library::load(&sources);
        let (book, _) = book::read(&sources, &library);
        (sources, library, book)
    };
    let amended = generated::amended(&text, changed);
    bencher.bench(|| {
        let (old, new) = (read(black_box(&text)), read(black_box(&amended)));
        let version = |(sources, library, book)| Text { sources, library, version: VersionId(0), book };
        let (old, new) = ((&old.0, &old.1, &old.2), (&new.0, &new.1, &new.2));
        let compared = compare(version(old), version(new), Vec::new());
        assert!(compared.behaviour.unproved.is_none() && !compared.behaviour.groups.is_empty());
    });
}

/// A verdict with every fact stated, and one with none.
fn verdicts(bencher: Bencher, clauses: usize, question: usize) {
    let text = generated::policy(clauses);
    let sources = sources(&[("generated.licit", &text), ("cases.licit", generated::CASES)]);
    let (library, _) = Library::load(&sources);
    let (book, _) = book::read(&sources, &library);
    let day = &book.questions[question].days[0];
    let program = &library.version(day.version).program;
    bencher.bench(|| judge(black_box(program), black_box(&day.case)));
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 10)]
fn verdict_all_known(bencher: Bencher, clauses: usize) {
    verdicts(bencher, clauses, 0);
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 3, sample_size = 1)]
fn verdict_nothing_known(bencher: Bencher, clauses: usize) {
    verdicts(bencher, clauses, 1);
}

#[divan::bench(args = [8, 16, 32, 64])]
fn nested_parentheses(bencher: Bencher, depth: usize) {
    let text = generated::nested(depth, false);
    let sources = sources(&[("nested.licit", &text)]);
    bencher.bench(|| check(black_box(&sources)));
}

#[divan::bench(args = [8, 16, 32, 64])]
fn nested_negations(bencher: Bencher, depth: usize) {
    let text = generated::nested(depth, true);
    let sources = sources(&[("nested.licit", &text)]);
    bencher.bench(|| check(black_box(&sources)));
}

/// The certificate in a repository of 1,000 commits: every commit changes a verdict, or one in four does and the
/// others its notes, its remarks and its case book, as in a policy that is kept.
#[divan::bench(args = [1, 4], sample_count = 1, sample_size = 1)]
fn history_of_1000_commits(bencher: Bencher, one_in: usize) {
    let repository = history::of(&certificate(), 1_000, one_in);
    bencher.bench(|| {
        let history = std::process::Command::new(env!("CARGO_BIN_EXE_licit"))
            .args(["history", "main:", "--format", "json"])
            .current_dir(&repository)
            .output()
            .expect("the program runs");
        assert!(history.status.success());
        history.stdout.len()
    });
}
