//! The conditions of a generated policy, as the findings ask for them, on Licit's own decision diagrams and on
//! those of others; see README.md. Each engine works in a process of its own, so that memory is its own.

#![allow(dead_code, reason = "the diagrams are those of the crate above, of which this needs a part")]

#[path = "../../../src/judge/exact/budget.rs"]
mod budget;
#[path = "../../../src/judge/exact/diagram.rs"]
mod diagram;
mod engines;
mod work;

use std::process::Command;
use std::time::Instant;

use engines::{Biodivine, Own, Oxidd, sat};

const ENGINES: [&str; 4] = ["own", "biodivine", "oxidd", "batsat"];
const RUNS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [engine, clauses] = arguments.as_slice() {
        return measured(engine, clauses.parse().expect("a number of clauses"));
    }
    println!("| clauses | engine | time | times our own | memory |\n|---|---|---|---|---|");
    for clauses in [1_000, 10_000] {
        let (mut ours, mut answers) = (None, None);
        for engine in ENGINES {
            let mut runs: Vec<(f64, u64, String)> = (0..RUNS).filter_map(|_| run(engine, clauses)).collect();
            runs.sort_by(|one, other| one.0.total_cmp(&other.0));
            let Some((time, memory, answer)) = runs.into_iter().nth(RUNS / 2) else {
                println!("| {clauses} | {engine} | none in two minutes | | |");
                continue;
            };
            let ours = *ours.get_or_insert(time);
            let answers = answers.get_or_insert_with(|| answer.clone());
            assert_eq!(*answers, answer, "{engine} answers otherwise");
            println!(
                "| {clauses} | {engine} | {:.1} ms | {:.2} | {:.1} MB |",
                time * 1e3,
                time / ours,
                memory as f64 / 1e3
            );
        }
    }
}

/// One engine in a process of its own: seconds, kilobytes and what it answered.
fn run(engine: &str, clauses: usize) -> Option<(f64, u64, String)> {
    let this = std::env::current_exe().expect("this program has a path");
    let output = Command::new("timeout").arg("120").arg(this).arg(engine).arg(clauses.to_string()).output();
    let output = output.expect("it can be run again");
    if output.status.code() == Some(124) {
        return None;
    }
    let told = String::from_utf8(output.stdout).expect("it tells numbers");
    let mut told = told.split_whitespace();
    let mut next = || told.next().unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    Some((next().parse().expect("seconds"), next().parse().expect("kilobytes"), next().to_owned()))
}

fn measured(engine: &str, clauses: usize) {
    let begun = Instant::now();
    let answer = match engine {
        "own" => work::findings(&mut Own::new(), clauses),
        "biodivine" => work::findings(&mut Biodivine::new(work::variables(clauses)), clauses),
        "oxidd" => work::findings(&mut Oxidd::new(work::variables(clauses)), clauses),
        _ => sat(clauses),
    };
    let took = begun.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|line| line.split_whitespace().next()).unwrap_or("0");
    println!("{took} {peak} {answer}");
}
