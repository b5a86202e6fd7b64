//! What a page shows typed into a terminal, typed again and held to what it shows.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::LICIT;

/// Types every line behind `$ ` in a folder of its own, and tells what differs from what the page shows: each
/// line shown must come, in that order. With a code, the last line typed must tell that code, with status 1 or
/// 2 unless it is a warning; without, it must end well.
pub fn hold(page: &Path, console: &str, code: Option<&str>) -> Vec<String> {
    let name = page.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let folder = office(&format!("{name}-{}", if code.is_some() { "told" } else { "mended" }));
    let mut faults = Vec::new();
    let (mut status, mut came) = (0, String::new());
    let mut coming = Vec::new().into_iter();
    for line in console.lines() {
        if let Some(typed) = line.strip_prefix("$ ") {
            (status, came) = type_in(typed, &folder);
            coming = came.lines().map(str::to_owned).collect::<Vec<_>>().into_iter();
        } else if !coming.any(|came| came.contains(line.trim_end())) {
            faults.push(format!("{name}: shows `{line}`, but there comes\n{came}"));
        }
    }
    match code {
        Some(code) if !came.contains(code) => faults.push(format!("{name}: is not told, but\n{came}")),
        Some(code) if came.contains(&format!("warning {code}")) => {}
        Some(_) if status != 1 && status != 2 => faults.push(format!("{name}: ends with status {status}")),
        None if status != 0 => faults.push(format!("{name} mended: ends with status {status}:\n{came}")),
        _ => {}
    }
    fs::remove_dir_all(&folder).ok();
    faults
}

/// The exit status of one line typed, and both streams as one reads them.
fn type_in(typed: &str, folder: &Path) -> (i32, String) {
    let programs = Path::new(LICIT).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {typed}")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("NO_COLOR", "1")
        .envs(GIT)
        .env("GIT_CEILING_DIRECTORIES", folder.parent().expect("a folder"))
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Who commits what a page commits, whoever runs the tests, and that nobody's settings say otherwise.
pub const GIT: [(&str, &str); 8] = [
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_AUTHOR_NAME", "A Drafter"),
    ("GIT_AUTHOR_EMAIL", "drafter@example.org"),
    ("GIT_AUTHOR_DATE", "2026-03-01T12:00:00Z"),
    ("GIT_COMMITTER_NAME", "A Drafter"),
    ("GIT_COMMITTER_EMAIL", "drafter@example.org"),
    ("GIT_COMMITTER_DATE", "2026-03-01T12:00:00Z"),
];

/// The folder in which the pages about files and requests are typed.
const OFFICE: [(&str, &str); 19] = [
    (
        "policies/export/export.licit",
        "policy export \"Export of drones\"\n  version    \"2021-12\"\n  actions    export\n  otherwise  prohibited\n\n\
         entity buyer\n  government : yes/no\n\n\
         clause 1 \"Governments\"\n  permit export when buyer is government\n",
    ),
    (
        "policies/export/cases.licit",
        "scenario \"An ordinary sale\"\n  policy export\n  buyer is government\n  expect permitted\n\n\
         property \"What the ministry promised\"\n  policy export\n  permitted only when buyer is government\n",
    ),
    (
        "policies/transit/transit.licit",
        "policy transit \"Transit of drones\"\n  actions    transit\n  otherwise  permitted\n",
    ),
    (
        "policies/transit/cases.licit",
        "scenario \"An ordinary sale\"\n  policy transit\n  expect permitted\n\n\
         property \"What the ministry promised\"\n  policy transit\n  always permitted\n",
    ),
    ("borders/licit.toml", ""),
    ("borders/goods.licit", "import \"../terms/terms.licit\"\n"),
    ("borders/people.licit", "import \"goods-of-ours.licit\"\n"),
    ("borders/goods-of-ours.licit", "terms goods\n  arms\n  cars\n"),
    ("terms/terms.licit", "terms sector\n  agriculture\n  police\n\nentity buyer\n  sector : sector\n"),
    ("applications/first.json", "{ \"buyer\": { \"government\": true } }\n"),
    ("applications/comma.json", "{ \"buyer\": { \"government\": true, } }\n"),
    ("applications/words.json", "\"a sale to a government\"\n"),
    ("applications/none.json", "[]\n"),
    ("applications/unknown.json", "[ {} ]\n"),
    ("applications/yes.json", "{ \"buyer\": { \"government\": \"yes\" } }\n"),
    ("photographs/list.txt", "none yet\n"),
    ("empty.licit", ""),
    ("export.licit", "policy export \"Export of drones\"\n  actions    export\n  otherwise  prohibited\n"),
    ("export/README.md", "Our export policy will be kept here.\n"),
];

/// Makes that folder, and in it what no repository can hold: a file in an old encoding, one that is too large,
/// one that cannot be read, and a folder in which nobody can write.
fn office(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&folder).ok();
    for (name, text) in OFFICE {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    }
    fs::write(folder.join("old.licit"), b"policy export \"Drones fran\xe7ais\"\n")
        .expect("a file is written");
    fs::write(folder.join("former.compiled"), b"\x89Licit\r\n\x01\0\0\0\x050.0.1")
        .expect("a file is written");
    let large = File::create(folder.join("everything.licit")).expect("a file is made");
    large.set_len(65 << 20).expect("it grows");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        // A link to itself cannot be read even by those who may read everything; nor can `/proc` be written in.
        symlink("locked.licit", folder.join("locked.licit")).expect("a link is made");
        symlink("/proc", folder.join("archive")).expect("a link is made");
    }
    folder
}
