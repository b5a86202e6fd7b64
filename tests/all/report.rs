//! Verdicts as they are shown: the page, the sentences, the JSON.
//!
//! The expectations are updated by `INSTA_UPDATE=always cargo test`.

use licit::judge::witness;
use licit::report::{Account, data, page, plain};

use crate::cyber::Cyber;

#[test]
fn every_kind_of_verdict_is_told() {
    let cyber = Cyber::new();
    for (kind, judged) in cyber.verdicts() {
        let account = Account::of(&judged, &cyber.sources);
        let page = page::page(&account, 80, false);
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
        let sentences = plain::plain(&account);
        let data = data::json(&[judged]);
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
