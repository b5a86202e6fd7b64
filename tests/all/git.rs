//! Texts that git keeps, in repositories made with git itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own for one test.
struct Archive {
    folder: PathBuf,
}

impl Archive {
    fn new(name: &str) -> Archive {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("git").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Archive { folder }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, within: &str, arguments: &[&str]) {
        let who = [
            "-c",
            "user.name=Drafter",
            "-c",
            "user.email=drafter@example.org",
            "-c",
            "init.defaultBranch=main",
        ];
        let done = Command::new("git")
            .args(who)
            .args(arguments)
            .current_dir(self.folder.join(within))
            .output()
            .expect("git is there");
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn licit(&self, within: &str, arguments: &[&str]) -> (i32, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_licit"))
            .args(arguments)
            .current_dir(self.folder.join(within))
            .output()
            .unwrap();
        let said =
            String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        (done.status.code().unwrap(), said)
    }
}

const WORDS: &str = "terms aim\n  rescue\n  trade\n\nentity flight\n  aim : aim\n";
const STRICT: &str = "import \"words.licit\"\n\npolicy drone\n  version    \"1\"\n  actions    fly\n  otherwise  \
                      prohibited\n\nclause 1\n  permit fly when flight.aim is rescue\n";

/// A repository with a text, and an amendment of it that is looser.
fn amended(name: &str) -> Archive {
    let archive = Archive::new(name);
    archive.write("house/rules/words.licit", WORDS);
    archive.write("house/rules/drone.licit", STRICT);
    archive.write("house/rules/notes.txt", "Not Licit.\n");
    archive.git("house", &["init", "-q"]);
    archive.git("house", &["add", "."]);
    archive.git("house", &["commit", "-qm", "The first text"]);
    archive.git("house", &["tag", "v1"]);
    archive.write("house/rules/drone.licit", &STRICT.replace(" when flight.aim is rescue", ""));
    archive.git("house", &["commit", "-qam", "Everybody may fly"]);
    archive
}

#[test]
fn revisions_are_compared_with_one_another_and_with_what_stands_there() {
    let archive = amended("compared");
    let same = |within: &str, arguments: &[&str], status: i32| {
        let all = [&["diff", "--fail-on", "looser"], arguments].concat();
        let (came, said) = archive.licit(within, &all);
        assert_eq!(came, status, "{arguments:?}\n{said}");
    };
    same("house", &["v1:rules", "HEAD:rules"], 1);
    same("house", &["v1:rules/drone.licit", "HEAD:rules/drone.licit"], 1);
    same("house", &["HEAD:rules", "v1:rules"], 0);
    same("house", &["v1:rules", "rules"], 1);
    same("house", &["HEAD:", "rules"], 0);
    same("house", &["v1..", "rules"], 1);
    same("house", &["v1..HEAD"], 1);
    same("house/rules", &["v1:./", "."], 1);
    same("house/rules", &["v1:./drone.licit", "drone.licit"], 1);
    same("house/rules", &["v1:rules", "."], 1);
    same("house/rules", &["v1..HEAD", "drone.licit"], 1);
}

#[test]
fn every_kind_of_repository_is_read_or_told() {
    let archive = amended("kinds");
    let looser = ["diff", "--fail-on", "looser", "HEAD~1:rules", "HEAD:rules"];
    archive.git("", &["clone", "-q", "--bare", "house", "bare"]);
    assert_eq!(archive.licit("bare", &looser).0, 1);
    archive.git("house", &["worktree", "add", "-q", "../beside", "v1"]);
    assert_eq!(archive.licit("beside", &["diff", "--fail-on", "looser", "HEAD:rules", "main:rules"]).0, 1);
    let house = format!("file://{}", archive.folder.join("house").display());
    archive.git("", &["clone", "-q", "--depth", "1", &house, "shallow"]);
    let (status, said) = archive.licit("shallow", &looser);
    assert!(status == 2 && said.contains("L0051") && said.contains("--unshallow"), "{said}");
    fs::create_dir(archive.folder.join("long")).unwrap();
    archive.git("long", &["init", "-q", "--object-format=sha256"]);
    let (status, said) = archive.licit("long", &looser);
    assert!(status == 2 && said.contains("L0055"), "nothing was committed: {said}");
    let (status, said) = archive.licit("house", &["diff", "HEAD:rules/notes.txt", "HEAD:rules"]);
    assert!(status != 0 && !said.contains("panicked"), "{said}");
    for (words, code) in
        [("nothing:rules", "L0051"), ("HEAD:nothing", "L0052"), ("v1:rules/none.licit", "L0052")]
    {
        let (status, said) = archive.licit("house", &["diff", words, "rules"]);
        assert!(status == 2 && said.contains(code), "{words}: {said}");
    }
}
