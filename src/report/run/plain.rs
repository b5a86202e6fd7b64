//! A run in sentences: for screen readers and logs. Every scenario is named.

use super::RunAccount;
use crate::casebook::outcome::Run;
use crate::problem::{plain as problems, visible};
use crate::report::plain;
use crate::source::Sources;

/// A line for each scenario and property, what did not pass in full, and last the counts alone on their
/// line.
pub fn plain(run: &Run, account: &RunAccount, sources: &Sources) -> String {
    let mut text = String::new();
    for scenario in &run.scenarios {
        text.push_str(&format!("{}: {}\n", scenario.status().word(), scenario.full_name()));
    }
    for property in &run.properties {
        text.push_str(&format!("{}: property {}\n", property.status().word(), property.name));
    }
    for proof in &account.proofs {
        text.push_str(&format!("\nproved: {}, in {}\n", proof.name, proof.place));
        for (term, words) in &proof.lines {
            text.push_str(&format!("  {term}: {words}\n"));
        }
    }
    for failure in &account.failures {
        text.push_str(&format!("\n{}: {}, in {}\n", failure.status.word(), failure.name, failure.place));
        for (term, words) in &failure.lines {
            text.push_str(&format!("  {term}: {words}\n"));
        }
        for account in &failure.accounts {
            text.push_str(&indented(&plain::plain(account)));
        }
        if let Some(witness) = &failure.witness {
            text.push_str(&format!("  The same as a scenario, for the case book:\n{}", indented(witness)));
        }
        text.push_str(&indented(&problems::sentences(&failure.hindrances, sources)));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&format!("{}\n", account.closing));
    visible(&text).into_owned()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_string() } else { format!("  {line}\n") }).collect()
}
