//! A repository of policies: what `licit git-setup` writes, what git then shows and merges, and what the action and the
//! hooks do, all with git and the program itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::console::GIT;
use crate::docs::root;

/// A repository of its own for one test.
struct Repository {
    folder: PathBuf,
}

const POLICY: &str = "\
policy drone \"Flying\"
  actions    fly
  otherwise  prohibited

entity pilot
  age : whole number

clause 1 \"Who may\"
  permit fly when any of
    (a) pilot.age is at least 16
    (b) pilot.age is 14

clause 2 \"Who may not\"
  prohibit fly when pilot.age is less than 10
";

impl Repository {
    /// With the policy committed, and git set up.
    fn new(name: &str) -> Repository {
        let repository = Repository::bare_of_setup(name);
        assert!(repository.licit(&["git-setup", "--yes"]).status.success());
        repository.commit("set up");
        repository
    }

    fn bare_of_setup(name: &str) -> Repository {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("repository").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let repository = Repository { folder };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.write("rules/drone.licit", POLICY);
        repository.commit("The first text");
        repository
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    /// Writes the policy with some words changed, and commits it.
    fn amend(&self, from: &str, to: &str) {
        let text = self.read("rules/drone.licit");
        assert!(text.contains(from), "{text}");
        self.write("rules/drone.licit", &text.replace(from, to));
        self.commit(to);
    }

    fn commit(&self, subject: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", subject]);
    }

    fn run(&self, program: &str, arguments: &[&str], more: &[(&str, &str)]) -> Output {
        let licit = Path::new(env!("CARGO_BIN_EXE_licit")).parent().unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        Command::new(program)
            .args(arguments)
            .current_dir(&self.folder)
            .env("PATH", format!("{}:{path}", licit.display()))
            .env("NO_COLOR", "1")
            .envs(GIT)
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    fn licit(&self, arguments: &[&str]) -> Output {
        self.run("licit", arguments, &[])
    }

    /// What git writes, which must end well.
    fn git(&self, arguments: &[&str]) -> String {
        let output = self.run("git", arguments, &[]);
        assert!(output.status.success(), "git {arguments:?}\n{}", told(&output));
        String::from_utf8(output.stdout).unwrap()
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn git_is_set_up_once() {
    let repository = Repository::bare_of_setup("once");
    // Nothing is written unless somebody says so.
    for arguments in [&["git-setup"][..], &["git-setup", "--format", "json"]] {
        let asked = repository.licit(arguments);
        assert_eq!(asked.status.code(), Some(1), "{}", told(&asked));
        assert!(repository.git(&["status", "--short"]).is_empty());
        assert!(!repository.git(&["config", "--local", "--list"]).contains("licit"));
    }
    repository.write(".gitattributes", "*.pdf binary\n*.licit -diff");
    assert!(repository.licit(&["git-setup", "--yes"]).status.success());
    let attributes =
        "*.pdf binary\n*.licit -diff\n*.licit diff=licit merge=licit\n*.licit.md diff=licit merge=licit\n";
    assert_eq!(repository.read(".gitattributes"), attributes);
    let settings = repository.read(".git/config");
    let again = repository.licit(&["git-setup", "--yes"]);
    assert_eq!(told(&again), "everything is set up already; nothing to write\n");
    assert_eq!(
        (repository.read(".gitattributes"), repository.read(".git/config")),
        (attributes.to_owned(), settings)
    );
    // What is wished later is added, and what somebody set otherwise is shown before it is replaced.
    repository.git(&["config", "merge.licit.driver", "true"]);
    let more = repository.licit(&["git-setup", "--fmt", "--textconv", "--yes"]);
    assert!(more.status.success() && told(&more).contains("    instead of true\n"), "{}", told(&more));
    let added = "*.licit filter=licit\n*.licit.md filter=licit\n";
    assert_eq!(repository.read(".gitattributes"), format!("{attributes}{added}"));
    assert!(told(&repository.licit(&["git-setup", "--fmt", "--textconv"])).starts_with("everything"));
}

#[test]
fn where_git_cannot_be_set_up_that_is_told() {
    let repository = Repository::bare_of_setup("places");
    repository.git(&["worktree", "add", "--quiet", "beside"]);
    repository.git(&["init", "--quiet", "--bare", "store"]);
    let within = |folder: &str, arguments: &[&str]| {
        let repository = Repository { folder: repository.folder.join(folder) };
        let output = repository.run("licit", arguments, &[]);
        (output.status.code(), told(&output))
    };
    let (status, said) = within("store", &["git-setup", "--yes"]);
    assert!(status == Some(2) && said.contains("L0059"), "{said}");
    assert_eq!(within("rules", &["git-setup", "--yes"]).0, Some(0));
    assert!(repository.folder.join(".gitattributes").exists());
    // Another work tree has the settings, and its own attributes.
    let (status, said) = within("beside", &["git-setup", "--yes"]);
    assert!(status == Some(0) && !said.contains("merge.licit.driver"), "{said}");
    assert!(repository.folder.join("beside/.gitattributes").exists());
    let elsewhere = repository.run("licit", &["git-setup", "--yes"], &[("GIT_DIR", "/nowhere")]);
    assert_eq!(elsewhere.status.code(), Some(2), "{}", told(&elsewhere));
    assert!(told(&elsewhere).contains("L0050"), "{}", told(&elsewhere));
    // Settings that somebody is writing are not written.
    repository.git(&["config", "--unset", "merge.licit.driver"]);
    repository.write(".git/config.lock", "");
    let (status, said) = within("rules", &["git-setup", "--yes"]);
    assert!(status == Some(2) && said.contains("L0018") && said.contains("`.lock`"), "{said}");
}

#[test]
fn differences_name_the_clause() {
    let repository = Repository::new("differences");
    repository.amend("is less than 10", "is less than 12");
    let log = repository.git(&["log", "-1", "-p", "--unified=0"]);
    assert!(log.contains("@@ clause 2 \"Who may not\"\n"), "{log}");
    let shown = repository.git(&["show", "--word-diff", "--unified=0"]);
    assert!(shown.contains("prohibit fly when pilot.age is less than [-10-]{+12+}"), "{shown}");
    let whole = repository.git(&["show", "--function-context"]);
    assert!(whole.contains(" clause 2 \"Who may not\"\n-  prohibit"), "{whole}");
    // Layout is a difference until it is wished to be none.
    repository
        .write("rules/drone.licit", &repository.read("rules/drone.licit").replace("    (a)", "    (a)  "));
    assert!(repository.git(&["diff"]).contains("(a)   pilot.age"));
    assert!(repository.licit(&["git-setup", "--textconv", "--fmt", "--yes"]).status.success());
    assert!(!repository.git(&["diff", "rules"]).contains("pilot.age"));
    // And what is committed is laid out.
    repository.commit("laid out");
    assert!(
        repository.git(&["show", "HEAD:rules/drone.licit"]).contains("    (a) pilot.age is at least 16\n")
    );
    // What cannot be laid out is committed and shown as it is.
    repository.write("rules/drone.licit", "clause 1\n  permit fly wen\n");
    repository.commit("broken");
    assert!(repository.git(&["show"]).contains("+  permit fly wen"), "{}", repository.git(&["show"]));
}

#[test]
fn branches_are_merged_clause_by_clause() {
    let repository = Repository::new("merges");
    repository.git(&["checkout", "--quiet", "-b", "other"]);
    repository.amend("pilot.age is 14\n", "pilot.age is 14\n    (c) pilot.age is 12\n");
    repository
        .amend("is less than 10\n", "is less than 10\n\nclause 4\n  prohibit fly when pilot.age is 99\n");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.amend("at least 16", "at least 17");
    repository
        .amend("is less than 10\n", "is less than 10\n\nclause 3\n  prohibit fly when pilot.age is 98\n");
    repository.git(&["merge", "--quiet", "--no-edit", "other"]);
    let both = POLICY
        .replace("at least 16", "at least 17")
        .replace("is 14\n", "is 14\n    (c) pilot.age is 12\n")
        + "\nclause 3\n  prohibit fly when pilot.age is 98\n\nclause 4\n  prohibit fly when pilot.age is 99\n";
    assert_eq!(repository.read("rules/drone.licit"), both);

    // One phrase that both changed is a conflict, of that clause alone, with marks as long as git wants them.
    repository.git(&["checkout", "--quiet", "-b", "third"]);
    repository.amend("is at least 17", "is more than 17");
    repository.amend("pilot.age is 98", "pilot.age is 97");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.amend("is at least 17", "is at least 18");
    repository.amend("pilot.age is 99", "pilot.age is 96");
    let merge = repository.run("git", &["merge", "third"], &[]);
    assert_eq!(merge.status.code(), Some(1));
    assert!(told(&merge).contains("error L0057") && told(&merge).contains("clause 1"), "{}", told(&merge));
    let text = repository.read("rules/drone.licit");
    let (before, rest) = text.split_once("<<<<<<< ours\n").unwrap();
    let (within, after) = rest.split_once(">>>>>>> theirs\n").unwrap();
    assert!(
        before.ends_with("  age : whole number\n\n")
            && within.contains("at least 18")
            && within.contains("more than 17")
    );
    assert!(
        after.contains("pilot.age is 97") && after.contains("pilot.age is 96") && !after.contains("clause 1"),
        "{text}"
    );
    assert!(repository.git(&["status", "--short"]).contains("UU rules/drone.licit"));
    repository.git(&["merge", "--abort"]);
    assert!(repository.git(&["status", "--short"]).is_empty());
}

#[test]
fn what_does_not_go_together_is_left_to_a_person() {
    let repository = Repository::new("together");
    repository.git(&["checkout", "--quiet", "-b", "words"]);
    repository.amend("age", "years");
    repository.git(&["checkout", "--quiet", "main"]);
    repository
        .amend("is less than 10\n", "is less than 10\n\nclause 3\n  prohibit fly when pilot.age is 98\n");
    let merge = repository.run("git", &["merge", "words"], &[]);
    assert_eq!(merge.status.code(), Some(1));
    let said = told(&merge);
    assert!(said.contains("error L0058") && said.contains("error L0202") && said.contains("`age`"), "{said}");
    let text = repository.read("rules/drone.licit");
    assert!(!text.contains("<<<<<<<") && text.contains("prohibit fly when pilot.age is 98"), "{text}");
    assert!(repository.git(&["status", "--short"]).contains("UU rules/drone.licit"));
}

#[test]
fn what_no_merge_can_read_stays_as_ours_has_it() {
    let repository = Repository::new("unreadable");
    let driver = |base: &[u8], ours: &[u8], theirs: &[u8]| {
        for (name, text) in [("base", base), ("ours", ours), ("theirs", theirs)] {
            fs::write(repository.folder.join(name), text).unwrap();
        }
        let output = repository.licit(&["merge-driver", "base", "ours", "theirs", "rules/drone.licit"]);
        (output.status.code(), told(&output), fs::read(repository.folder.join("ours")).unwrap())
    };
    let (status, said, ours) = driver(b"a", b"policy \xe7", b"c");
    assert!(status == Some(2) && said.contains("L0003") && said.contains("rules/drone.licit"), "{said}");
    assert_eq!(ours, b"policy \xe7");
    // Both sides added a file: there is no base.
    let (status, _, ours) = driver(b"", b"terms a\n  b\n", b"terms c\n  d\n");
    assert_eq!(
        (status, String::from_utf8(ours).unwrap()),
        (Some(0), "terms a\n  b\n\nterms c\n  d\n".to_owned())
    );
    let long = "terms a\n  b\n".repeat(2_000);
    let (status, _, _) = driver(long.as_bytes(), &[long.as_bytes(), b"# x\n"].concat(), long.as_bytes());
    assert_eq!(status, Some(0));
    for refused in
        [&["merge-driver"][..], &["merge-driver", "--marker-size", "0", "base", "ours", "theirs", "x"]]
    {
        assert_eq!(repository.licit(refused).status.code(), Some(2));
    }
}

/// The script that the action runs, with a program in the place of GitHub's own that notes what it is asked.
#[test]
fn the_action_checks_and_tells_what_changes() {
    let repository = Repository::new("action");
    let base = repository.git(&["rev-parse", "HEAD"]).trim().to_owned();
    repository.amend("at least 16", "at least 15");
    let github = "#!/bin/sh\necho \"$@\" >> calls\nfor it in \"$@\"; do case $it in body=@*) cat \"${it#body=@}\" > body;; esac; done\n\
                  case \"$*\" in *--paginate*) cat earlier 2> /dev/null || true;; esac\n";
    repository.write("tools/gh", github);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(repository.folder.join("tools/gh"), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let licit = Path::new(env!("CARGO_BIN_EXE_licit")).parent().unwrap().display();
    let path =
        format!("{}:{licit}:{}", repository.folder.join("tools").display(), std::env::var("PATH").unwrap());
    let script = root().join("action/review");
    let review = |more: &[(&str, &str)]| {
        for name in ["calls", "body", "summary"] {
            fs::remove_file(repository.folder.join(name)).ok();
        }
        let own = [
            ("PATH", &*path),
            ("POLICIES", "rules"),
            ("GITHUB_STEP_SUMMARY", "summary"),
            ("GITHUB_REPOSITORY", "o/r"),
        ];
        let output = repository.run("bash", &[script.to_str().unwrap()], &[&own[..], more].concat());
        let read = |name: &str| fs::read_to_string(repository.folder.join(name)).unwrap_or_default();
        (output.status.code(), told(&output), read("summary"), read("calls"), read("body"))
    };
    // Without anything to compare with; with it, but without a token; and with both.
    let (status, said, summary, calls, _) = review(&[]);
    assert_eq!((status, &*summary, &*calls), (Some(0), "", ""), "{said}");
    let (status, said, summary, calls, _) = review(&[("BASE", &base)]);
    assert_eq!((status, &*calls), (Some(0), ""), "{said}");
    assert!(
        summary.starts_with("## Looser in 1 way; every other case is judged as before (proved)\n"),
        "{summary}"
    );
    let all = [("BASE", &*base), ("GH_TOKEN", "secret"), ("PULL_REQUEST", "7")];
    let (status, said, summary, calls, body) = review(&all);
    assert_eq!(status, Some(0), "{said}");
    assert!(calls.contains("--method POST repos/o/r/issues/7/comments"), "{calls}");
    assert!(body.starts_with("<!-- what licit says") && body.ends_with(&summary), "{body}");
    // The comment of an earlier run is replaced.
    repository.write("earlier", "41\n42\n");
    let (_, _, _, calls, _) = review(&all);
    assert!(calls.contains("--method PATCH repos/o/r/issues/comments/41"), "{calls}");
    // What may not be fails, after it was told.
    let (status, _, _, calls, _) = review(&[&all[..], &[("FAIL_ON", "stricter,looser")]].concat());
    assert!(status == Some(1) && calls.contains("PATCH"), "{calls}");
    assert_eq!(review(&[("BASE", &base), ("FAIL_ON", "stricter")]).0, Some(0));
    // A comment that cannot be written is no failure.
    repository.write("tools/gh", "#!/bin/sh\nexit 1\n");
    let (status, said, ..) = review(&all);
    assert!(status == Some(0) && said.contains("::warning"), "{said}");
    // Faults are told in the summary.
    repository.amend("permit fly when", "permit fly wen");
    let (status, _, summary, ..) = review(&[("BASE", &base)]);
    assert!(
        status == Some(1) && summary.contains("### Check\n") && summary.contains("It could not be told"),
        "{summary}"
    );
    // Before the first policy there was nothing.
    repository.git(&["checkout", "--quiet", "--orphan", "empty"]);
    repository.git(&["rm", "--quiet", "-r", "--cached", "--force", "."]);
    repository.git(&["commit", "--quiet", "--allow-empty", "--message", "Nothing"]);
    let nothing = repository.git(&["rev-parse", "HEAD"]).trim().to_owned();
    repository.git(&["checkout", "--quiet", "--force", &base]);
    let (status, said, summary, ..) = review(&[("BASE", &nothing)]);
    assert_eq!((status, &*summary), (Some(0), "There was no policy before.\n"), "{said}");
}

/// The hooks are commands that there are, and the action runs the script that is there.
#[test]
fn hooks_and_action_name_what_there_is() {
    let repository = Repository::new("hooks");
    let read = |name: &str| -> serde_json::Value {
        serde_norway::from_str(&fs::read_to_string(root().join(name)).unwrap()).unwrap()
    };
    let hooks = read(".pre-commit-hooks.yaml");
    let mut ids = Vec::new();
    for hook in hooks.as_array().unwrap() {
        ids.push(hook["id"].as_str().unwrap().to_owned());
        let entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        let files = if hook["pass_filenames"] == false { vec![] } else { vec!["rules/drone.licit"] };
        let output = repository.run(entry[0], &[&entry[1..], &files].concat(), &[]);
        assert!(output.status.success(), "{hook}: {}", told(&output));
    }
    assert_eq!(ids, ["licit-fmt", "licit-check", "licit-test"]);
    let page = fs::read_to_string(root().join("docs/repository.md")).unwrap();
    assert!(ids.iter().all(|id| page.contains(&format!("- id: {id}\n"))));
    let action = read("action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    let last = steps.last().unwrap();
    assert_eq!(last["run"], "bash \"$GITHUB_ACTION_PATH/action/review\"");
    let script = fs::read_to_string(root().join("action/review")).unwrap();
    for name in last["env"].as_object().unwrap().keys() {
        assert!(
            script.contains(&format!("${{{name}")) || script.contains(&format!("${name}")),
            "{name} is not used"
        );
    }
    let inputs = action["inputs"].as_object().unwrap();
    let text = fs::read_to_string(root().join("action.yml")).unwrap();
    assert!(inputs.keys().all(|name| text.contains(&format!("inputs.{name} }}}}"))), "an input is not used");
}
