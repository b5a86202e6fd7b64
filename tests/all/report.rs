//! Verdicts as they are shown: the page, the sentences, the JSON.
//!
//! The expectations are updated by `INSTA_UPDATE=always cargo test`.

use licit::casebook::outcome::{Check, Finding, PropertyOutcome, Run, ScenarioOutcome, TableRow};
use licit::judge::witness;
use licit::problem::file::FileProblem;
use licit::report::run::{data as run_data, human, junit, plain as run_plain};
use licit::report::{Account, RunAccount, data, page, plain};
use licit::source::{FileId, Sources, Span};

use crate::cyber::Cyber;

#[test]
fn every_kind_of_verdict_is_told() {
    let cyber = Cyber::new();
    for (kind, judged) in cyber.verdicts() {
        let account = Account::of(&judged, &cyber.sources);
        let page = page::page(&account, 80, false);
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
        let sentences = plain::plain(&account);
        let data = data::json(&[judged], false);
        insta::assert_snapshot!(kind, format!("{page}\n==== plain\n{sentences}\n==== json\n{data}"));
    }
}

#[test]
fn a_case_can_be_pasted_into_a_case_book() {
    let cyber = Cyber::new();
    let mut book = String::new();
    for (_, judged) in cyber.verdicts() {
        let expect = witness::expectation(&judged.program, &judged.case, &judged.verdict);
        let title = judged.title.as_deref().unwrap_or_default();
        book.push_str(&witness::scenario(&judged.program, &judged.case, title, &expect));
        book.push('\n');
    }
    insta::assert_snapshot!(book);
}

const CASES: &str = r#"scenario "An ordinary investigation"
  expect permitted under clause 4(b)

scenario "An opposition politician's phone"
  expect permitted
  expect remedy revoke-licence

table "Where six years begins" like "An ordinary investigation"
  | offence.maximum-sentence | expect                |
  | 5 years 11 months        | prohibited by default |
  | 6 years                  | permitted             |

scenario "Nothing expected"
  facts

property "Nobody is chosen for their politics"
  never permitted when any target where chosen-for includes political-affiliation

property "No end"
  always prohibited
"#;

/// A run with something of every kind.
fn run(cyber: &mut Cyber) -> Run {
    let file = cyber.sources.add("cases.licit", CASES);
    let span = |quoted: &str| words(&cyber.sources, file, quoted);
    let check = |expected: &str, actual: &str| Check {
        expected: expected.into(),
        actual: actual.into(),
        met: expected == actual,
        span: span(expected),
        judged: 0,
    };
    let scenario = |name: &str, quoted: &str, row, checks, judged| ScenarioOutcome {
        name: name.into(),
        row,
        span: span(quoted),
        checks,
        judged,
        hindrances: Vec::new(),
    };
    let row = |number, cell: &str| {
        Some(TableRow { number, cells: vec![("offence.maximum-sentence".into(), cell.into())] })
    };
    let table = "Where six years begins";
    let politician = "An opposition politician's phone";
    let permitted = "permitted under clause 4(b)";
    let default = "prohibited by default";
    let remedy = "remedy revoke-licence";
    let mut nothing = scenario("Nothing expected", "Nothing expected", None, vec![], vec![]);
    // Any problem with a place will do.
    let hindrance =
        FileProblem::FactsNotCases { found: "nothing", span: span("scenario \"Nothing expected\"") };
    nothing.hindrances.push(hindrance.into());
    let property = |name: &str, claim: &str, finding| PropertyOutcome {
        name: name.into(),
        span: span(name),
        claim: claim.into(),
        finding,
    };
    Run {
        scenarios: vec![
            scenario(
                "An ordinary investigation",
                "An ordinary",
                None,
                vec![check(permitted, permitted)],
                vec![],
            ),
            scenario(
                politician,
                politician,
                None,
                vec![check("permitted", "prohibited under clause 5(a)"), check(remedy, remedy)],
                vec![cyber.prohibited_by_clause()],
            ),
            scenario(table, "| 5 years", row(1, "5 years 11 months"), vec![check(default, default)], vec![]),
            scenario(
                table,
                "| 6 years",
                row(2, "6 years"),
                vec![check("permitted", default)],
                vec![cyber.by_default()],
            ),
            nothing,
        ],
        properties: vec![
            property(
                "Nobody is chosen for their politics",
                "never permitted when any target where chosen-for includes political-affiliation",
                Finding::Refuted(vec![cyber.prohibited_by_clause()]),
            ),
            property("No end", "always prohibited", Finding::Undecided("there are too many cases".into())),
        ],
    }
}

/// The words in a file, found by quoting them.
fn words(sources: &Sources, file: FileId, quoted: &str) -> Span {
    let start = sources.file(file).text.find(quoted).expect("the words stand in the file") as u32;
    Span::new(file, start, start + quoted.len() as u32)
}

#[test]
fn a_run_is_told() {
    let mut cyber = Cyber::new();
    let run = run(&mut cyber);
    let account = RunAccount::of(&run, &cyber.sources);
    insta::assert_snapshot!("run_human", human::human(&account, &cyber.sources, 80, false));
    insta::assert_snapshot!("run_plain", run_plain::plain(&run, &account, &cyber.sources));
    insta::assert_snapshot!("run_json", run_data::json(&run, None, &cyber.sources));
    insta::assert_snapshot!("run_junit", junit::junit(&run, &account, None, &cyber.sources));
}

#[test]
fn a_run_of_nothing_says_so() {
    let sources = Sources::default();
    let account = RunAccount::of(&Run::default(), &sources);
    assert_eq!(
        human::human(&account, &sources, 80, true),
        "nothing was judged: no scenario, table or property was found\n"
    );
    assert_eq!(
        run_plain::plain(&Run::default(), &account, &sources),
        "nothing was judged: no scenario, table or property was found\n"
    );
}
