//! What git keeps: differences between revisions, and histories, in real repositories of every kind.
//!
//! Names and days are given, so that commits have the same names everywhere. The expectations are updated by
//! `INSTA_UPDATE=always cargo test`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const FIRST: &str = r#"import "../shared/buyer.licit"

policy export "Export of drones"
  actions    export
  otherwise  prohibited

clause 1 "Governments"
  permit export when buyer is government

clause 2 "Arms"
  prohibit export when buyer is armed
"#;

const BUYER: &str = "entity buyer\n  government : yes/no\n  approved   : yes/no\n  armed      : yes/no\n";

const CASES: &str = r#"scenario "A ministry without approval"
  policy export
  action export
  facts
    buyer.government is yes
    buyer.approved is no
    buyer.armed is no
  expect permitted
"#;

/// A repository, or a folder with several.
struct Desk {
    folder: PathBuf,
    commits: std::cell::Cell<u32>,
}

impl Desk {
    fn new(name: &str, format: &str) -> Desk {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("history").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let desk = Desk { folder, commits: 0.into() };
        desk.git("", &["init", "--quiet", "--initial-branch", "main", "--object-format", format, "office"]);
        desk
    }

    /// The story that the tests tell: eight commits of one policy.
    fn with_story(name: &str, format: &str) -> Desk {
        let desk = Desk::new(name, format);
        desk.write("policies/export.licit", FIRST);
        desk.write("shared/buyer.licit", BUYER);
        desk.commit("The first text");
        desk.write("policies/cases.licit", CASES);
        desk.commit("A case book");
        desk.replace("when buyer is government", "when buyer is government\n    and buyer is approved");
        desk.commit("Only with approval");
        desk.replace("clause 2 \"Arms\"", "# What is meant is in the notes.\nclause 2 \"Arms\"");
        desk.commit("A remark");
        desk.replace("prohibit export", "prohibits export");
        desk.commit("A slip of the pen");
        desk.replace("prohibits export when buyer is armed", "prohibit export when buyer is not approved");
        desk.commit("Arms may be had, approval must");
        desk.replace("clause 2 \"Arms\"", "clause 3 \"Arms\"\n  formerly 2");
        desk.git("office", &["mv", "policies/export.licit", "policies/drones.licit"]);
        desk.commit("Another name, another number");
        desk.git("office", &["checkout", "--quiet", "-b", "ease"]);
        desk.replace("    and buyer is approved", "");
        desk.commit("Approval is asked for in clause 3 already");
        desk.replace("otherwise  prohibited", "otherwise  permitted");
        desk.commit("Permitted unless prohibited");
        desk.git("office", &["checkout", "--quiet", "main"]);
        desk.merge("Ease", "ease");
        desk
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join("office").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Rewrites words of the policy, wherever it stands.
    fn replace(&self, from: &str, to: &str) {
        let paths =
            ["policies/export.licit", "policies/drones.licit"].map(|it| self.folder.join("office").join(it));
        let path = paths.iter().find(|path| path.exists()).unwrap();
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(from), "{from} is not in\n{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    fn commit(&self, subject: &str) {
        self.git("office", &["add", "."]);
        self.git("office", &["commit", "--quiet", "--message", subject]);
    }

    fn merge(&self, subject: &str, branch: &str) {
        self.git("office", &["merge", "--quiet", "--no-ff", "--message", subject, branch]);
    }

    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let day = format!("2026-03-{:02}T12:00:00Z", 1 + self.commits.get());
        if arguments[0] == "commit" || arguments[0] == "merge" {
            self.commits.set(self.commits.get() + 1);
        }
        let mut command = self.command("git", folder, arguments);
        command.envs([("GIT_AUTHOR_NAME", "A Drafter"), ("GIT_AUTHOR_EMAIL", "drafter@example.org")]);
        command.envs([("GIT_COMMITTER_NAME", "A Drafter"), ("GIT_COMMITTER_EMAIL", "drafter@example.org")]);
        command.env("GIT_AUTHOR_DATE", &day).env("GIT_COMMITTER_DATE", &day);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn licit(&self, folder: &str, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command(env!("CARGO_BIN_EXE_licit"), folder, arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().expect("it ended by itself"), text(output.stdout), text(output.stderr))
    }

    /// All that a command tells, as a snapshot shows it.
    fn told(&self, folder: &str, arguments: &[&str]) -> String {
        let (status, out, err) = self.licit(folder, arguments);
        format!("$ licit {}\nstatus {status}\n==== out\n{out}==== err\n{err}", arguments.join(" "))
    }

    fn json(&self, folder: &str, arguments: &[&str]) -> Value {
        let (_, out, err) = self.licit(folder, arguments);
        serde_json::from_str(&out).unwrap_or_else(|fault| panic!("{fault}: {out}{err}"))
    }

    fn command(&self, program: &str, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.join(folder));
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_CEILING_DIRECTORIES", &self.folder);
        command
    }
}

/// What each commit made of the policies, the latest first, without what is another in every repository.
fn made(history: &Value) -> Vec<(String, String)> {
    let commits = history["commits"].as_array().unwrap().iter();
    commits.map(|it| (it["subject"].to_string(), format!("{}{}", it["became"], it["policies"]))).collect()
}

#[test]
fn a_history_tells_each_commit_that_changed_a_verdict() {
    let desk = Desk::with_story("history", "sha1");
    insta::assert_snapshot!(desk.told("office", &["history", "policies"]));
}

#[test]
fn a_history_follows_a_file_that_was_renamed() {
    let desk = Desk::with_story("renamed", "sha1");
    let whole = made(&desk.json("office", &["history", "policies", "--format", "json"]));
    let mut file = made(&desk.json("office", &["history", "policies/drones.licit", "--format", "json"]));
    // The commit of the case book did not touch the file.
    file.insert(file.len() - 1, whole[whole.len() - 2].clone());
    assert_eq!(file, whole);
}

#[test]
fn a_history_says_which_commit_decided_a_scenario_otherwise() {
    let desk = Desk::with_story("scenario", "sha1");
    insta::assert_snapshot!(
        desk.told("office", &["history", "policies", "--scenario", "A ministry without approval"])
    );
    insta::assert_snapshot!(
        "a_scenario_that_is_not_there",
        desk.told("office", &["history", "policies", "--scenario", "A ministry with no approval"])
    );
}

#[test]
fn a_history_follows_a_clause_through_its_numbers() {
    let desk = Desk::with_story("clause", "sha1");
    insta::assert_snapshot!(desk.told("office", &["history", "policies", "--clause", "3"]));
}

#[test]
fn a_history_may_begin_anywhere() {
    let desk = Desk::with_story("since", "sha1");
    let whole = made(&desk.json("office", &["history", "policies", "--format", "json"]));
    let since = made(&desk.json("office", &["history", "policies", "--since", "HEAD~4", "--format", "json"]));
    assert_eq!(since, whole[..4]);
    let branch = made(&desk.json("office", &["history", "ease:policies", "--format", "json"]));
    assert_eq!(branch.len(), whole.len() + 1, "the branch has two commits for the merge");
    assert_eq!(branch[2..], whole[1..]);
}

#[test]
fn what_comes_and_goes_is_told() {
    let desk = Desk::new("coming", "sha1");
    desk.write("policies/export.licit", FIRST);
    desk.write("shared/buyer.licit", BUYER);
    desk.commit("The first text");
    desk.write(
        "policies/transit.licit",
        "policy transit \"Transit\"\n  actions transit\n  otherwise permitted\n",
    );
    desk.commit("Transit");
    desk.write("shared/buyer.licit", &BUYER.replace("yes/no", "text"));
    desk.commit("Words where there were answers");
    desk.write("shared/buyer.licit", BUYER);
    desk.git("office", &["mv", "policies", "rules"]);
    desk.commit("Another folder");
    fs::write(desk.folder.join("office/rules/transit.licit"), b"policy transit \"D\xe9tours\"\n").unwrap();
    desk.commit("An old editor");
    desk.git("office", &["rm", "--quiet", "--force", "rules/transit.licit"]);
    desk.commit("No transit");
    desk.write(
        "rules/export-2027.licit",
        &FIRST
            .replace("prohibited", "permitted")
            .replace("  actions ", "  version    \"2027\"\n  in force   from 2027-01-01\n  actions "),
    );
    desk.commit("Next year");
    insta::assert_snapshot!(desk.told("office", &["history", "rules"]));
    insta::assert_snapshot!("plainly", desk.told("office", &["history", "rules", "--format", "plain"]));
    insta::assert_snapshot!("as_data", desk.told("office", &["history", "HEAD~4..HEAD", "--format", "json"]));
}

#[test]
fn every_kind_of_repository_tells_the_same() {
    let desk = Desk::with_story("kinds", "sha1");
    desk.git("", &["clone", "--quiet", "--bare", "office", "bare.git"]);
    desk.git("office", &["worktree", "add", "--quiet", "--detach", "../tree"]);
    let history = ["history", "policies", "--format", "json"];
    let office = desk.json("office", &history);
    assert_eq!(desk.json("bare.git", &history), office);
    assert_eq!(desk.json("tree", &history), office);
    assert_eq!(desk.json("office/policies", &["history", "--format", "json"])["commits"], office["commits"]);
    assert_eq!(
        desk.json("", &["history", "office/policies", "--format", "json"])["commits"],
        office["commits"]
    );
    let longer_names = Desk::with_story("sha256", "sha256");
    let other = longer_names.json("office", &history);
    assert_eq!(made(&other), made(&office));
    assert_eq!(other["commits"][0]["commit"].as_str().unwrap().len(), 64);
}

#[test]
fn a_shallow_clone_says_where_it_ends() {
    let desk = Desk::with_story("shallow", "sha1");
    let from = format!("file://{}", desk.folder.join("office").display());
    desk.git("", &["clone", "--quiet", "--depth", "4", &from, "shallow"]);
    insta::assert_snapshot!(desk.told("shallow", &["history", "policies"]));
    insta::assert_snapshot!("before_a_shallow_clone", desk.told("shallow", &["diff", "HEAD~4..HEAD"]));
}

#[test]
fn a_history_and_the_differences_of_its_commits_say_the_same() {
    let desk = Desk::with_story("law", "sha1");
    let history = desk.json("office", &["history", "policies", "--format", "json"]);
    let mut held = 0;
    for commit in history["commits"].as_array().unwrap() {
        let id = commit["commit"].as_str().unwrap();
        let range = format!("{id}~1..{id}");
        let (status, ..) = desk.licit("office", &["diff", &range, "policies", "--exit-code"]);
        match (commit["became"].as_str().unwrap(), status) {
            ("same", 0) | ("otherwise", 1) => held += 1,
            // The first has none before it, and what has an error or comes after one cannot be compared.
            ("first", 2) | ("faulty", 1) => {}
            other => panic!("{other:?} of {commit}"),
        }
    }
    assert!(held >= 5, "{held}");
}

#[test]
fn a_difference_is_asked_for_as_in_git() {
    let desk = Desk::with_story("diff", "sha1");
    let answer = |folder: &str, arguments: &[&str]| {
        let (status, out, err) = desk.licit(folder, &[&["diff"], arguments].concat());
        format!("{status} {}", out.lines().next().unwrap_or(&err))
    };
    let approval = "0 Stricter in 1 way; every other case is judged as before (proved)";
    let same = "0 Every case is judged as before (proved)";
    let first = desk.git("office", &["rev-parse", "HEAD~6"]);
    let third = desk.git("office", &["rev-parse", "HEAD~4"]);
    let (first, third) = (first.trim(), third.trim());
    assert_eq!(answer("office", &[&format!("{first}..{third}")]), approval);
    assert_eq!(answer("office", &[&format!("{first}..{third}"), "policies"]), approval);
    assert_eq!(answer("office", &[&format!("{first}..{third}"), "policies/export.licit"]), approval);
    assert_eq!(answer("office", &[first, third]), approval);
    assert_eq!(answer("office/policies", &[first, third]), approval);
    let at = |revision: &str, path: &str| format!("{revision}:{path}");
    let (old, new) = (at(first, "policies/export.licit"), at(third, "policies/export.licit"));
    assert_eq!(answer("office", &[&old, &new]), approval);
    assert_eq!(answer("office/policies", &[&old, &at(third, "./export.licit")]), approval);
    // From where the two parted, which is before the branch.
    assert_eq!(answer("office", &["ease...main"]), answer("office", &["ease..main~0"]));
    assert_eq!(answer("office", &["main~1...ease"]), answer("office", &["main~1..ease"]));
    // What is on the disk, committed or not.
    assert_eq!(answer("office", &["HEAD"]), same);
    assert_eq!(answer("office", &["HEAD", "policies"]), same);
    desk.replace("otherwise  permitted", "otherwise  prohibited");
    assert_ne!(answer("office", &["HEAD"]), same);
    assert_eq!(answer("office", &["HEAD:policies"]), answer("office", &["HEAD", "policies"]));
    assert_ne!(answer("office", &["policies", "HEAD"]), answer("office", &["HEAD", "policies"]));
}

#[test]
fn what_a_commit_brings_in_is_read_in_the_commit() {
    let desk = Desk::with_story("imports", "sha1");
    desk.write("shared/buyer.licit", "entity seller\n  government : yes/no\n");
    let (status, out, _) = desk.licit("office", &["diff", "HEAD~1..HEAD"]);
    assert_eq!(status, 0, "{out}");
    let (status, _, err) = desk.licit("office", &["diff", "HEAD"]);
    assert_eq!(status, 1);
    assert!(err.contains("buyer"), "{err}");
}

#[test]
fn a_fault_in_a_commit_is_shown_where_it_is() {
    let desk = Desk::with_story("fault", "sha1");
    insta::assert_snapshot!(desk.told("office", &["diff", "HEAD~4..HEAD~3"]));
}

#[test]
fn nothing_is_written_to_a_repository() {
    let desk = Desk::with_story("untouched", "sha1");
    let state = || {
        let (mut files, mut folders) = (Vec::new(), vec![desk.folder.join("office")]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                match entry.file_type().unwrap().is_dir() {
                    true => folders.push(entry.path()),
                    false => files.push((entry.path(), fs::read(entry.path()).unwrap())),
                }
            }
        }
        files.sort();
        files
    };
    let before = state();
    for arguments in [
        &["history", "policies"][..],
        &["history", "policies", "--clause", "3"],
        &["history", "policies", "--scenario", "A ministry without approval"],
        &["diff", "HEAD~1..HEAD"],
        &["diff", "HEAD"],
        &["diff", "main...ease"],
    ] {
        assert_eq!(desk.licit("office", arguments).0, 0, "{arguments:?}");
    }
    assert!(before == state());
}
