//! Messages drawn under the text they speak of, as comment lines that are no part of the case:
//!
//! ```text
//!   permitt use
//! # ^^^^^^^ L0110 `permitt` is not a word that can stand here
//! # ~~~~~~~ did you mean `permit`?
//! # = write `permit`
//! ```
//!
//! `^` draws where it is wrong, `~` a label with words of its own, `=` what to do, `:` a case that shows it.
//! `UPDATE_EXPECT=1` redraws.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use licit::problem::{Problem, Tell};
use licit::source::{FileId, Sources, Span};

/// Compares every case of a folder with what `problems` tells of it.
pub fn check_folder(folder: &str, problems: impl Fn(&Sources, FileId) -> Vec<Problem>) {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for path in cases(folder) {
        let written = std::fs::read_to_string(&path).expect("a case can be read");
        let text = undrawn(&written);
        let mut sources = Sources::default();
        let file = sources.add(path.display().to_string(), text);
        let drawn = draw(&sources, file, &problems(&sources, file));
        if drawn == written {
            continue;
        }
        if update {
            std::fs::write(&path, &drawn).expect("a case can be written");
        } else {
            wrong.push(format!("{}\n{}", path.display(), difference(&written, &drawn)));
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 redraws\n\n{}", wrong.join("\n"));
}

/// Compares every case that is a folder in a folder, its files read together, with what `problems` tells of it.
pub fn check_folders(folder: &str, problems: impl Fn(&mut Sources) -> Vec<Problem>) {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    let entries = std::fs::read_dir(folder).expect("the folder of cases is there");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("a case has a name").path()).collect();
    folders.sort();
    for folder in folders {
        let mut sources = Sources::default();
        let written: Vec<(PathBuf, String)> = cases(folder.to_str().expect("a name"))
            .into_iter()
            .map(|path| (path.clone(), std::fs::read_to_string(&path).expect("a case can be read")))
            .collect();
        for (path, written) in &written {
            sources.add(path.display().to_string(), undrawn(written));
        }
        let told = problems(&mut sources);
        for (at, (path, written)) in written.iter().enumerate() {
            let drawn = draw(&sources, FileId(at as u32), &told);
            if drawn != *written && update {
                std::fs::write(path, &drawn).expect("a case can be written");
            } else if drawn != *written {
                wrong.push(format!("{}\n{}", path.display(), difference(written, &drawn)));
            }
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 redraws\n\n{}", wrong.join("\n"));
}

/// The cases of a folder, not of the folders in it.
pub fn cases(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of cases is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a case has a name").path()).collect();
    paths.retain(|path| path.is_file() && is_case(path));
    paths.sort();
    paths
}

/// The pages of a folder, not of the folders in it.
pub fn pages_of(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of pages is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a page has a name").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths
}

fn is_case(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.ends_with(".licit") || path.ends_with(".licit.md"))
}

/// A case without what is drawn in it.
pub fn undrawn(written: &str) -> String {
    written.split_inclusive('\n').filter(|line| !is_drawing(line)).collect()
}

fn is_drawing(line: &str) -> bool {
    line.strip_prefix('#').is_some_and(|line| line.trim_start().starts_with(['^', '~', '=', ':']))
}

fn draw(sources: &Sources, file: FileId, problems: &[Problem]) -> String {
    let source = sources.file(file);
    let mut drawn = String::new();
    for (number, line) in source.text.split_inclusive('\n').enumerate() {
        drawn += line;
        if !line.ends_with('\n') && !problems.is_empty() {
            drawn.push('\n');
        }
        for problem in problems {
            let telling = problem.tell();
            let place = telling.labels.first().expect("every message has a place").span;
            if place.file != file || source.line_of(place.start) != number {
                continue;
            }
            let code = problem.code();
            mark(&mut drawn, sources, place, '^', &format!("{} {}", code.0, telling.message));
            for label in telling.labels.iter().filter(|label| !label.text.is_empty()) {
                if label.span.file != file {
                    let other = sources.file(label.span.file);
                    let (name, line) = (other.name.rsplit('/').next(), other.line_of(label.span.start) + 1);
                    let (name, words) = (name.unwrap_or_default(), sources.phrase(label.span));
                    let _ = writeln!(drawn, "# ~ {name}, line {line}, `{words}`: {}", label.text);
                    continue;
                }
                match source.line_of(label.span.start) {
                    line if line == number => mark(&mut drawn, sources, label.span, '~', &label.text),
                    line => {
                        let words = sources.phrase(label.span);
                        let _ = writeln!(drawn, "# ~ line {}, `{words}`: {}", line + 1, label.text);
                    }
                }
            }
            for line in telling.help.unwrap_or_default().lines() {
                let _ = writeln!(drawn, "# = {line}");
            }
            for line in problem.witness().unwrap_or_default().lines() {
                let _ = writeln!(drawn, "{}", format!("# : {line}").trim_end());
            }
        }
    }
    drawn
}

/// Draws marks under a span, as far as it reaches on its first line.
fn mark(drawn: &mut String, sources: &Sources, span: Span, mark: char, words: &str) {
    let source = sources.file(span.file);
    let line = source.line_of(span.start);
    let start = source.line_start(line) as usize;
    let end = (span.end as usize).min(start + source.line_text(line).len()).max(span.start as usize);
    let before = source.text[start..span.start as usize].chars().count();
    let letters = source.text[span.start as usize..end].chars().count();
    // A line drawn begins with `#`: what stands in the first column is underlined from the second on.
    let (blanks, marks) = match before {
        0 => (0, letters.saturating_sub(1).max(1)),
        before => (before - 1, letters.max(1)),
    };
    let _ = writeln!(drawn, "#{}{} {words}", " ".repeat(blanks), mark.to_string().repeat(marks));
}

/// The lines in which two texts differ.
fn difference(written: &str, drawn: &str) -> String {
    let (written, drawn): (Vec<&str>, Vec<&str>) = (written.lines().collect(), drawn.lines().collect());
    let same = written.iter().zip(&drawn).take_while(|(one, other)| one == other).count();
    let show = |sign: char, lines: &[&str]| {
        lines.iter().skip(same).take(8).map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    format!("line {}\n{}{}", same + 1, show('-', &written), show('+', &drawn))
}
