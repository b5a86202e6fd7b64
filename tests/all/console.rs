//! What a page shows typed into a terminal, typed again and held to what it shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Types every line behind `$ ` in a folder of its own that holds these files, and tells what differs from
/// what the page shows. With a code, the last line typed must tell that code and end with status 1 or 2;
/// without, it must end well.
pub fn hold(page: &Path, files: &[(String, String)], console: &str, code: Option<&str>) -> Vec<String> {
    let name = page.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let folder = a_folder(name, code.is_some());
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    }
    let mut shown = String::new();
    let mut last = (0, String::new());
    for line in console.lines() {
        let Some(typed) = line.strip_prefix("$ ") else { continue };
        last = type_in(typed, &folder);
        shown.push_str(&format!("$ {typed}\n{}", last.1));
    }
    let mut faults = Vec::new();
    match code {
        Some(code) if !last.1.contains(code) => {
            faults.push(format!("{name}: the console does not tell it: {}", last.1))
        }
        Some(_) if last.0 != 1 && last.0 != 2 => faults.push(format!("{name}: ends with status {}", last.0)),
        None if last.0 != 0 => faults.push(format!("{name} mended: ends with status {}: {}", last.0, last.1)),
        _ => {}
    }
    if shown != console && faults.is_empty() {
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let text = fs::read_to_string(page).expect("the page");
            let drawn = text.replacen(&format!("```console\n{console}"), &format!("```console\n{shown}"), 1);
            fs::write(page, drawn).expect("the page is written");
        } else {
            faults.push(format!("{name}: the console shows\n{console}but what comes is\n{shown}"));
        }
    }
    fs::remove_dir_all(&folder).ok();
    faults
}

fn a_folder(name: &str, told: bool) -> PathBuf {
    let which = if told { "told" } else { "mended" };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{which}"));
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).expect("a folder is made");
    folder
}

/// What comes of one line: the exit status, and both streams as one reads them.
fn type_in(typed: &str, folder: &Path) -> (i32, String) {
    let programs = Path::new(env!("CARGO_BIN_EXE_licit")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {typed}")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).into_owned())
}
