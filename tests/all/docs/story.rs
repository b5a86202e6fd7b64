//! A page's story: its files are written, its examples read, its commands typed, in the order it tells them.

use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use super::page::{Block, Page};
use super::root;
use super::stages::stage;

/// A story as far as it is told.
pub struct Story {
    folder: PathBuf,
    prelude: String,
    /// The page with what really came in its console blocks.
    pub answers: String,
    pub faults: Vec<Fault>,
}

/// Where a page does not keep its word.
pub struct Fault {
    place: String,
    what: String,
    /// Another answer came than the one shown: redrawn, not refused, when answers are redrawn.
    pub is_answer: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.place, self.what)
    }
}

/// The programs that a page may run; any other command is for the reader alone.
const RUN: [&str; 8] = ["licit", "git", "echo", "sed", "cp", "rm", "cat", "mkdir"];

impl Story {
    /// Makes the folder for a page's story, and tells what the pages before it told.
    pub fn begin(page: &Page) -> Story {
        let own = page.path.strip_prefix(root()).unwrap().display().to_string();
        let folder =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("docs").join(own.replace(['/', '.'], "-"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let mut story = Story { folder, prelude: String::new(), answers: String::new(), faults: Vec::new() };
        let readme = page.path.with_file_name("README.md");
        if readme.exists() {
            let readme = Page::read(&readme);
            if let Some(block) = readme.blocks.iter().find(|block| block.has("prelude")) {
                story.prelude = readme.body(block).to_owned();
            }
        }
        let mut before = Vec::new();
        let mut earlier = page.continues();
        while let Some(page) = earlier {
            earlier = page.continues();
            before.push(page);
        }
        for page in before.into_iter().rev() {
            story.tell(&page);
        }
        // What an earlier page does not keep is told there.
        story.faults.clear();
        story
    }

    /// Tells a page, and notes where it does not keep its word.
    pub fn tell(&mut self, page: &Page) {
        let mut answers = String::new();
        let mut upto = 0;
        for block in &page.blocks {
            let before = self.faults.len();
            let body = page.body(block);
            match block.language.as_str() {
                "licit" => self.example(block, body),
                "console" => {
                    answers.push_str(&page.text[upto..block.body.start]);
                    answers.push_str(&self.typed(body));
                    upto = block.body.end;
                }
                "text" if block.value("stage").is_some() => {
                    answers.push_str(&page.text[upto..block.body.start]);
                    answers.push_str(&self.at_stage(block, body));
                    upto = block.body.end;
                }
                _ => {
                    if let Some(name) = block.value("file") {
                        let file = self.folder.join(name);
                        fs::create_dir_all(file.parent().unwrap()).unwrap();
                        fs::write(file, body).unwrap();
                    }
                }
            }
            let page = page.path.strip_prefix(root()).unwrap().display();
            for fault in &mut self.faults[before..] {
                fault.place = format!("{page}:{}", block.line);
            }
        }
        answers.push_str(&page.text[upto..]);
        self.answers = answers;
    }

    fn fault(&mut self, what: impl Into<String>) {
        self.faults.push(Fault { place: String::new(), what: what.into(), is_answer: false });
    }

    // ------------------------------------------------------------ examples

    fn example(&mut self, block: &Block, body: &str) {
        if let Some(path) = block.value("from") {
            let text = fs::read_to_string(root().join(path)).unwrap_or_default();
            if !text.contains(body) {
                self.fault(format!("these words do not stand in {path}"));
            }
            return;
        }
        if block.has("prelude") {
            self.prelude = body.to_owned();
        }
        let complete = body.lines().any(|line| line.starts_with("policy "));
        let under_prelude = block.has("fragment") || (block.has("wrong") || block.has("warns")) && !complete;
        let text = match (block.value("file"), block.has("condition")) {
            (Some(name), _) if self.folder.join(name).exists() => {
                amended(&fs::read_to_string(self.folder.join(name)).unwrap(), body)
            }
            (Some(_), _) if !block.has("fragment") => body.to_owned(),
            (_, true) => amended(&self.prelude, &conditions(body)),
            _ if under_prelude => amended(&self.prelude, body),
            _ => body.to_owned(),
        };
        match block.value("file") {
            Some(name) => {
                let file = self.folder.join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, text).unwrap();
                self.read(block, ".");
            }
            None => {
                let apart = self.folder.join("apart");
                fs::create_dir_all(&apart).unwrap();
                fs::write(apart.join("example.licit"), text).unwrap();
                self.read(block, "apart");
                if !block.has("wrong") {
                    self.judged("apart");
                }
                fs::remove_dir_all(apart).unwrap();
            }
        }
    }

    /// Holds what `licit check` tells to what the block says.
    fn read(&mut self, block: &Block, path: &str) {
        let output = self.licit(&["check", path, "--format", "json"]);
        let told: Vec<serde_json::Value> = match serde_json::from_slice(&output.stdout) {
            Ok(told) => told,
            Err(why) => {
                return self
                    .fault(format!("`licit check` gave no list of messages: {why}\n{}", words(&output)));
            }
        };
        let wanted = block.code("wrong").or(block.code("warns"));
        if let Some(code) = wanted
            && !told.iter().any(|message| message["code"] == code)
        {
            let codes: Vec<_> = told.iter().filter_map(|message| message["code"].as_str()).collect();
            self.fault(format!("{code} is not told, but {codes:?}"));
        }
        for message in &told {
            if message["severity"] == "error" && !block.has("wrong") {
                self.fault(format!(
                    "{}: {} (line {}; {})",
                    message["code"], message["message"], message["line"], message["help"]
                ));
            }
        }
    }

    /// The scenarios of an example come out as they say.
    fn judged(&mut self, path: &str) {
        let output = self.licit(&["test", path, "--format", "plain"]);
        if !output.status.success() {
            self.fault(words(&output));
        }
    }

    // ------------------------------------------------------------ commands

    /// Types what stands after each `$`, and gives the block with what really came.
    fn typed(&mut self, body: &str) -> String {
        let mut answers = String::new();
        let mut lines = body.lines().peekable();
        while let Some(line) = lines.next() {
            answers.push_str(line);
            answers.push('\n');
            let Some(command) = line.strip_prefix("$ ") else { continue };
            let mut shown = String::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
                shown.push_str(line);
                shown.push('\n');
            }
            if !RUN.contains(&command.split(' ').next().unwrap_or_default()) {
                answers.push_str(&shown);
                continue;
            }
            let came = self.run(command);
            if matches(&shown, &came) {
                answers.push_str(&shown);
            } else {
                let what = format!("`{command}` is shown to answer\n{shown}and answers\n{came}");
                self.faults.push(Fault { place: String::new(), what, is_answer: true });
                answers.push_str(&came);
            }
        }
        answers
    }

    /// What a file is at some stage on its way to a verdict.
    fn at_stage(&mut self, block: &Block, shown: &str) -> String {
        let file = block.value("of").unwrap_or_default();
        let text = fs::read_to_string(self.folder.join(file)).unwrap();
        let came = stage(block.value("stage").unwrap_or_default(), &text);
        if !matches(shown, &came) {
            let what = format!("{file} is shown as\n{shown}and is\n{came}");
            self.faults.push(Fault { place: String::new(), what, is_answer: true });
        }
        came
    }

    fn run(&self, command: &str) -> String {
        if command.contains("policies") && !self.folder.join("policies").exists() {
            link(&root().join("policies"), &self.folder.join("policies"));
        }
        let output = self.here(Command::new("sh").args(["-c", &format!("{{ {command} ; }} 2>&1")]));
        // No line of the book ends in a blank.
        words(&output).lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    fn licit(&self, arguments: &[&str]) -> Output {
        self.here(Command::new(env!("CARGO_BIN_EXE_licit")).args(arguments))
    }

    fn here(&self, command: &mut Command) -> Output {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_licit"));
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .current_dir(&self.folder)
            .env("PATH", format!("{}:{path}", program.parent().unwrap().display()))
            .env("NO_COLOR", "1")
            .envs(crate::console::GIT)
            .env("GIT_CEILING_DIRECTORIES", concat!(env!("CARGO_TARGET_TMPDIR"), "/docs"))
            .env("COLUMNS", "80")
            .output()
            .unwrap()
    }
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[cfg(unix)]
fn link(from: &std::path::Path, to: &std::path::Path) {
    std::os::unix::fs::symlink(from, to).unwrap();
}

#[cfg(not(unix))]
fn link(_: &std::path::Path, _: &std::path::Path) {}

/// Whether what came is what is shown, `...` alone on a line standing for any lines.
fn matches(shown: &str, came: &str) -> bool {
    fn rest(shown: &[&str], came: &[&str]) -> bool {
        match shown {
            [] => came.is_empty(),
            ["...", later @ ..] => (0..=came.len()).any(|skipped| rest(later, &came[skipped..])),
            [line, later @ ..] => came.first() == Some(line) && rest(later, &came[1..]),
        }
    }
    let (shown, came): (Vec<&str>, Vec<&str>) = (shown.lines().collect(), came.lines().collect());
    rest(&shown, &came)
}

/// Each line as the condition of a clause.
fn conditions(body: &str) -> String {
    let lines = body.lines().filter(|line| !line.trim().is_empty());
    lines
        .enumerate()
        .map(|(at, line)| format!("\nclause C{at}\n  prohibit any action when {line}\n"))
        .collect()
}

/// A file with items put into it, each in place of the one of its name, or at the end.
fn amended(file: &str, items: &str) -> String {
    let mut standing = self::items(file);
    for item in self::items(items) {
        match standing.iter_mut().find(|other| name(other) == name(&item)) {
            Some(other) => *other = item,
            None => standing.push(item),
        }
    }
    standing.iter().map(|item| format!("{}\n", item.trim_end())).collect::<Vec<_>>().join("\n")
}

/// The items of a file; what stands before the first belongs to it.
fn items(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut head = String::new();
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '\u{feff}');
        match (begins, items.last_mut()) {
            (true, _) => items.push(std::mem::take(&mut head) + line),
            (false, Some(item)) => item.push_str(line),
            (false, None) => head.push_str(line),
        }
    }
    items
}

/// What an item is called: its word and its name, number or title.
fn name(item: &str) -> String {
    let first = item.lines().find(|line| line.starts_with(char::is_alphabetic)).unwrap_or_default();
    let (word, rest) = first.split_once(' ').unwrap_or((first, ""));
    let rest = rest.trim_start();
    let named = match rest.strip_prefix('"') {
        Some(title) => title.split('"').next().unwrap_or_default(),
        None => rest.split_whitespace().next().unwrap_or_default(),
    };
    format!("{word} {named}")
}
