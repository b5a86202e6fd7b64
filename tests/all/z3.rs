//! The solver z3, where there is one: a second opinion, by others, on what Licit proves.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// One process that is given problem after problem.
pub struct Z3 {
    process: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    asked: usize,
}

/// What a solver says of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Sat,
    Unsat,
    /// It took too long.
    Unknown,
}

/// How long it may take over one question, in milliseconds.
const LONGEST: u32 = 1500;

impl Z3 {
    /// The program that `LICIT_Z3` names, or `z3`. Where there is none, says so: the runner keeps what tests
    /// print, but not what is written to standard error itself.
    pub fn found(test: &str) -> Option<Z3> {
        let program = std::env::var("LICIT_Z3").unwrap_or_else(|_| "z3".to_owned());
        let process = Command::new(&program)
            .args(["-smt2", "-in"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut process) = process else {
            let skipped = format!("skipped: {test} (there is no `{program}` to ask; .ci/run installs one)\n");
            std::io::stderr().write_all(skipped.as_bytes()).expect("standard error can be written");
            return None;
        };
        let input = process.stdin.take().expect("it was asked for");
        let output = BufReader::new(process.stdout.take().expect("it was asked for"));
        let (told, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if told.send(line).is_err() {
                    break;
                }
            }
        });
        Some(Z3 { process, input, lines, asked: 0 })
    }

    /// What it says of each question of a script.
    pub fn answers(&mut self, script: &str) -> Vec<Answer> {
        self.asked += 1;
        let end = format!("end of script {}", self.asked);
        let given = format!("(reset)\n(set-option :timeout {LONGEST})\n{script}\n(echo \"{end}\")\n");
        self.input.write_all(given.as_bytes()).and_then(|()| self.input.flush()).expect("z3 reads");
        let mut answers = Vec::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(60)).expect("z3 answers");
            match line.as_str() {
                "sat" => answers.push(Answer::Sat),
                "unsat" => answers.push(Answer::Unsat),
                "unknown" | "timeout" => answers.push(Answer::Unknown),
                line if line == end => return answers,
                // No case is told where there is none.
                line if line.contains("model is not available") => {}
                line => assert!(!line.contains("(error"), "{line}\n{script}"),
            }
        }
    }
}

impl Drop for Z3 {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
