//! Problems as they are told: as a picture, in sentences, as data.
//!
//! The expectations are updated by `INSTA_UPDATE=always cargo test`.

use licit::problem::file::FileProblem;
use licit::problem::{Problem, data, plain, render};
use licit::source::{FileId, Sources, Span};

/// The words in a file, found by quoting them.
fn words(sources: &Sources, file: FileId, quoted: &str) -> Span {
    let start = sources.file(file).text.find(quoted).expect("the words stand in the file") as u32;
    Span::new(file, start, start + quoted.len() as u32)
}

fn all_ways(problems: &[Problem], sources: &Sources) -> String {
    let picture = render::human(problems, sources, 80, false);
    let sentences = plain::plain(problems, sources);
    let data = data::json(problems, sources);
    format!("{picture}\n==== plain\n{sentences}\n==== json\n{data}")
}

fn some() -> (Sources, Vec<Problem>) {
    let mut sources = Sources::default();
    let facts = sources.add("facts.json", "{\n  \"buyer\": {\"country\": \"HU\"},\n  \"offence\": oops\n}\n");
    let one = sources.add("policies/one.licit", "# cases\n\nscenario \"A sale\"\n  expect permitted\n");
    let two = sources.add("policies/two.licit", "scenario \"A sale\"\n  expect permitted\n");
    let problems = vec![
        FileProblem::Empty { path: "policies/empty.licit".into() }.into(),
        FileProblem::WhichScenario {
            name: "A sale".into(),
            places: vec![words(&sources, one, "\"A sale\""), words(&sources, two, "\"A sale\"")],
        }
        .into(),
        FileProblem::FactsUnreadable {
            form: "JSON",
            why: "a value must stand here".into(),
            span: words(&sources, facts, "oops"),
        }
        .into(),
        FileProblem::NotThere { path: "polices".into() }.into(),
    ];
    (sources, problems)
}

#[test]
fn told_in_three_ways() {
    let (sources, problems) = some();
    insta::assert_snapshot!(all_ways(&problems, &sources));
}

#[test]
fn nothing_to_tell_is_nothing_told() {
    let sources = Sources::default();
    assert_eq!(render::human(&[], &sources, 80, true), "");
    assert_eq!(plain::plain(&[], &sources), "");
    assert_eq!(data::json(&[], &sources), "[]\n");
}

#[test]
fn errors_come_first_and_the_same_is_told_once() {
    let (sources, mut problems) = some();
    problems.extend(problems.clone());
    let told = plain::plain(&problems, &sources);
    assert_eq!(told.matches("L0001: ").count(), 1);
    let severities: Vec<&str> =
        data::findings(&problems, &sources).iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, ["error", "error", "error", "warning"]);
    assert!(told.contains("3 errors, 1 warning in 4 files"), "{told}");
}

/// Places no room should make, and some may: nothing panics, and each way still tells the message.
#[test]
fn odd_places_do_no_harm() {
    let texts = [
        "",
        "\n",
        "a",
        "a\n",
        "é\r\n日本\r\n",
        "\t\u{1b}[31m\u{202E}x\n",
        &"long ".repeat(500),
        &"é\n".repeat(40),
    ];
    for text in texts {
        let mut sources = Sources::default();
        let file = sources.add("odd\u{1b}.licit", text);
        let places: Vec<u32> = text
            .char_indices()
            .map(|(at, _)| at as u32)
            .chain([text.len() as u32])
            .step_by(1 + text.len() / 40)
            .collect();
        for (i, start) in places.iter().enumerate() {
            for end in &places[i..] {
                let span = Span::new(file, *start, *end);
                let problem =
                    FileProblem::WhichScenario { name: "x".into(), places: vec![span, span.at_start()] };
                for colour in [false, true] {
                    assert!(
                        render::human(&[problem.clone().into()], &sources, 10, colour)
                            .contains("2 scenarios")
                    );
                }
                let told = plain::plain(&[problem.clone().into()], &sources);
                assert!(told.contains("2 scenarios") && !told.contains('\u{1b}'));
                data::json(&[problem.into()], &sources);
            }
        }
    }
}
