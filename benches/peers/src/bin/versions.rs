//! Pairs of policies for `licit` and for `cedar symcc equivalent`, and how long each takes; see README.md.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use peers::pair::{Policy, SCHEMA, joint, large, small};

const RUNS: usize = 5;

fn main() {
    let folder = std::env::temp_dir().join("licit-beside-cedar");
    std::fs::create_dir_all(&folder).expect("a folder for the policies");
    let write = |name: &str, text: &str| -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("the policies can be written");
        path
    };
    let schema = write("schema.cedarschema", SCHEMA);
    println!("| clauses | the second version | licit | cedar and cvc5 | ratio |\n|---|---|---|---|---|");
    for (name, one) in [("3", small()), ("100", large(100)), ("1,000", large(1000))] {
        for alike in [true, false] {
            let other = if alike { one.reversed() } else { one.changed().reversed() };
            let (licit, cedar) = pair(&write, &schema, &one, &other, alike);
            println!(
                "| {name} | {} | {} | {} | {:.0} |",
                if alike { "alike" } else { "one year more" },
                told(licit),
                cedar.map_or("no answer in five minutes".to_owned(), told),
                cedar.map_or(f64::NAN, |cedar| cedar.as_secs_f64() / licit.as_secs_f64()),
            );
        }
    }
}

/// How long each takes for a pair, the median of its runs, once each was seen to answer rightly.
fn pair(
    write: &dyn Fn(&str, &str) -> PathBuf,
    schema: &Path,
    one: &Policy,
    other: &Policy,
    alike: bool,
) -> (Duration, Option<Duration>) {
    let licit = write("pair.licit", &joint(one, other));
    let (first, second) = (write("one.cedar", &one.cedar()), write("other.cedar", &other.cedar()));
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/release/licit");
    let prove = || {
        let mut command = Command::new(program("LICIT", &here.to_string_lossy()));
        command.arg("test").arg(&licit);
        command
    };
    let compare = || {
        let mut command = Command::new("timeout");
        command.arg("300").arg(program("CEDAR", "cedar"));
        command.env("CVC5", program("CVC5", "cvc5"));
        command.args(["symcc", "--principal-type", "Agency", "--action", "Action::\"use\""]);
        command.args(["--resource-type", "Deployment", "--schema"]).arg(schema);
        command.arg("equivalent").arg("--policies1").arg(&first).arg("--policies2").arg(&second);
        command
    };
    let answered = |output: &Output| {
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (said.contains("2 passed") || said.contains("VERIFIED"), said)
    };
    let mut times = [Vec::new(), Vec::new()];
    for run in 0..RUNS {
        let commands: [&dyn Fn() -> Command; 2] = [&prove, &compare];
        for (times, command) in times.iter_mut().zip(commands) {
            if run > 0 && times.len() < run {
                continue;
            }
            let begun = Instant::now();
            let output = command().output().expect("the program is where README.md says");
            let took = begun.elapsed();
            if output.status.code() == Some(124) {
                continue;
            }
            let (found_alike, said) = answered(&output);
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.code() != Some(2) && found_alike == alike, "{said}\n{errors}");
            times.push(took);
        }
    }
    let [licit, cedar] = times.map(|mut times| {
        times.sort_unstable();
        times.get(times.len() / 2).copied()
    });
    (licit.expect("licit answers"), cedar)
}

fn program(variable: &str, otherwise: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| otherwise.to_owned())
}

fn told(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1000.0)
}
