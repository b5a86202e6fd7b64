//! Policies with a history: a git repository of any length.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository in which files are committed so many times, one of them written otherwise each time: in one commit of
/// so many a number that verdicts depend on, in the others notes, remarks and case books.
pub fn of(files: &[(String, String)], commits: usize, one_in: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("history-{commits}-{one_in}"));
    let _ = std::fs::remove_dir_all(&folder);
    let git = |arguments: &[&str], folder: &Path| {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(folder);
        git
    };
    std::fs::create_dir_all(&folder).expect("a folder is made");
    assert!(git(&["init", "--quiet", "--initial-branch", "main"], &folder).status().expect("git").success());
    let mut stream = String::new();
    for commit in 0..commits {
        let words = format!("Commit {commit}");
        let _ = writeln!(
            stream,
            "commit refs/heads/main\ncommitter A <a@example.org> {} +0000",
            1_700_000_000 + commit
        );
        let _ = writeln!(stream, "data {}\n{words}", words.len());
        for (name, text) in files {
            let policy = text.lines().any(|line| line.starts_with("policy "));
            let mut text = text.clone();
            if policy {
                let years = format!("maximum-sentence is at least {} years", 2 + commit / one_in % 9);
                text = text.replace("maximum-sentence is at least 6 years", &years);
            }
            // The case books every fourth time, the policies the other times.
            let remark = if policy { commit - usize::from(commit % 4 == 3) } else { (commit + 1) / 4 };
            let _ = writeln!(text, "# {remark}");
            let name = name.rsplit("policies/").next().unwrap_or(name);
            let _ = writeln!(stream, "M 100644 inline {name}\ndata {}\n{text}", text.len());
        }
    }
    let mut import = git(&["fast-import", "--quiet"], &folder).stdin(Stdio::piped()).spawn().expect("git");
    import.stdin.take().expect("a pipe").write_all(stream.as_bytes()).expect("it reads");
    assert!(import.wait().expect("git").success());
    folder
}
