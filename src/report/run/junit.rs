//! A run as JUnit XML, the form that build servers read: a suite for each file.

use indexmap::IndexMap;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::RunAccount;
use super::account::Failure;
use crate::casebook::coverage::Coverage;
use crate::casebook::outcome::{Run, Status};
use crate::problem::{Tell, plain as problems};
use crate::report::coverage::measures;
use crate::report::plain;
use crate::source::{FileId, Sources};

/// The run as XML text; what is covered stands with the file of each policy.
pub fn junit(run: &Run, account: &RunAccount, covered: Option<&[Coverage]>, sources: &Sources) -> String {
    let mut suites: IndexMap<FileId, TestSuite> = IndexMap::new();
    // The failures stand in the order of what did not pass: scenarios, then properties.
    let mut failures = account.failures.iter();
    let scenarios = run.scenarios.iter().map(|outcome| (outcome.full_name(), outcome.span, outcome.status()));
    let properties =
        run.properties.iter().map(|outcome| (outcome.name.clone(), outcome.span, outcome.status()));
    for (name, span, status) in scenarios.chain(properties) {
        let file = &sources.file(span.file).name;
        let failure = if status == Status::Passed { None } else { failures.next() };
        let mut case = TestCase::new(name, self::status(failure, sources));
        case.set_classname(file.as_str());
        case.extra.insert("file".into(), file.as_str().into());
        case.extra.insert("line".into(), sources.position(span).line.to_string().into());
        suites.entry(span.file).or_insert_with(|| TestSuite::new(file.as_str())).add_test_case(case);
    }
    for (file, policy, [both_ways, edges]) in measures(covered.unwrap_or_default()) {
        let suite = suites.entry(file).or_insert_with(|| TestSuite::new(sources.file(file).name.as_str()));
        suite.add_property((format!("coverage of {policy}"), both_ways));
        suite.add_property((format!("edges of {policy}"), edges));
    }
    let mut report = Report::new("licit");
    report.add_test_suites(suites.into_values());
    report.to_string().expect("a report in memory can always be written") + "\n"
}

fn status(failure: Option<&Failure>, sources: &Sources) -> TestCaseStatus {
    let Some(failure) = failure else { return TestCaseStatus::success() };
    let mut lines: Vec<String> =
        failure.lines.iter().map(|(term, words)| format!("{term}: {words}")).collect();
    let mut description = lines.join("\n");
    for account in &failure.accounts {
        description.push_str(&format!("\n\n{}", plain::plain(account)));
    }
    if let Some(witness) = &failure.witness {
        description.push_str(&format!("\n\n{witness}"));
    }
    description.push_str(&problems::sentences(&failure.hindrances, sources));
    lines.extend(failure.hindrances.iter().map(|problem| problem.tell().message));
    let kind = if failure.hindrances.is_empty() { NonSuccessKind::Failure } else { NonSuccessKind::Error };
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(failure.status.word()).set_message(lines.join("; ")).set_description(description);
    status
}
