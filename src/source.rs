//! Files, spans and positions: the one place that knows lines, columns and UTF-16.
//!
//! A file goes in once and is never changed; everything after it speaks of byte offsets.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The number of a file in [`Sources`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A piece of a file: byte offsets, end excluded.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The piece of `file` from byte `start` up to, not including, byte `end`.
    pub fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end }
    }

    /// The smallest span that holds both; both must be of one file.
    pub fn to(self, other: Span) -> Span {
        debug_assert_eq!(self.file, other.file);
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The empty span at the beginning of this one.
    pub fn at_start(self) -> Span {
        Span { end: self.start, ..self }
    }

    /// How many bytes it covers.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A place in a file as a person counts: lines and columns from 1, columns in characters.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One file as it was read.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as the user wrote it, or `<standard input>`.
    pub name: String,
    pub text: String,
    /// Read because a file that was asked about speaks of it; nobody asked about the file itself.
    pub beside: bool,
    line_starts: Vec<u32>,
}

impl SourceFile {
    fn new(name: String, text: String) -> SourceFile {
        let ends = text.match_indices('\n').map(|(end, _)| end as u32 + 1);
        let line_starts = std::iter::once(0).chain(ends).collect();
        SourceFile { name, text, beside: false, line_starts }
    }

    /// Whether the file is a Markdown document whose fenced `licit` blocks are the text.
    pub fn is_literate(&self) -> bool {
        self.name.ends_with(".md")
    }

    /// The line, from 0, that holds a byte offset.
    pub fn line_of(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|start| *start <= offset) - 1
    }

    /// The text of a line, from 0, without its line break.
    pub fn line_text(&self, line: usize) -> &str {
        let start = self.line_starts[line] as usize;
        let end = self.line_starts.get(line + 1).map_or(self.text.len(), |next| *next as usize);
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }

    /// Whether its first line ends as on Windows: with two characters, `\r\n`.
    pub fn ends_lines_wide(&self) -> bool {
        self.line_starts.get(1).is_some_and(|next| self.text[..*next as usize].ends_with("\r\n"))
    }

    /// The byte offset behind a line, from 0, and its line break.
    pub fn line_end(&self, line: usize) -> u32 {
        self.line_starts.get(line + 1).copied().unwrap_or(self.text.len() as u32)
    }

    /// The byte offset at which a line, from 0, begins.
    pub fn line_start(&self, line: usize) -> u32 {
        self.line_starts[line]
    }

    /// The position of a byte offset that lies on a character boundary.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset);
        let column = self.text[self.line_starts[line] as usize..offset as usize].chars().count();
        Position { line: line as u32 + 1, column: column as u32 + 1 }
    }
}

/// Every file of one run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// The files by name, by every name they have.
    names: HashMap<String, FileId>,
    refused: HashMap<String, Refusal>,
}

/// Why a file that another one brings in was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is not there; the names of the files that are in its folder.
    NotThere { near: Vec<String> },
    /// It lies outside the project, which is this folder.
    Outside { project: String },
    /// It cannot be read as text.
    Unreadable { why: String },
}

/// The name of the file to which `path` leads in the file called `from`: a path from its folder on, each `..` one
/// folder up. What comes with Licit is called the same everywhere.
pub fn beside(from: &str, path: &str) -> String {
    if path.starts_with(crate::standard::FOLDER) || path.starts_with('/') {
        return path.to_owned();
    }
    let folder = from.rfind(['/', '\\']).map_or("", |end| &from[..end]);
    let absolute = if from.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split(['/', '\\']).chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("{absolute}{}", parts.join("/"))
}

impl Sources {
    /// Takes a file in. Texts are at most `u32::MAX` bytes; the roof refuses larger ones before.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(self.files.len() as u32);
        let mut text: String = text.into();
        text.shrink_to_fit();
        let name = name.into();
        self.names.entry(name.clone()).or_insert(id);
        self.files.push(SourceFile::new(name, text));
        id
    }

    /// Takes a file in that nobody asked about: see [`SourceFile::beside`].
    pub fn add_beside(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = self.add(name, text);
        self.files[id.0 as usize].beside = true;
        id
    }

    /// Gives a file a second name, by which another file leads to it.
    pub fn also_called(&mut self, name: impl Into<String>, file: FileId) {
        self.names.insert(name.into(), file);
    }

    /// Says of every file but those that come with Licit at which revision it was read: `HEAD~1:export.licit`. What
    /// leads from one to another has been followed before.
    pub fn read_at(&mut self, revision: &str) {
        for file in self.files.iter_mut().filter(|file| !file.name.starts_with(crate::standard::FOLDER)) {
            file.name = format!("{revision}:{}", file.name);
        }
    }

    /// Notes why the file of that name is not among these.
    pub fn refuse(&mut self, name: impl Into<String>, refusal: Refusal) {
        self.refused.insert(name.into(), refusal);
    }

    /// The file of that name.
    pub fn named(&self, name: &str) -> Option<FileId> {
        self.names.get(name).copied()
    }

    /// Why the file of that name is not among these, where it was looked for.
    pub fn refusal(&self, name: &str) -> Option<&Refusal> {
        self.refused.get(name)
    }

    /// The file of that number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Takes the text of a file out again.
    pub fn into_text(mut self, id: FileId) -> String {
        std::mem::take(&mut self.files[id.0 as usize].text)
    }

    /// All files in the order they came in.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(i as u32), f))
    }

    /// The words a span covers.
    pub fn text(&self, span: Span) -> &str {
        &self.file(span.file).text[span.start as usize..span.end as usize]
    }

    /// The words a span covers, with comments dropped and every run of blanks made one: for quoting a
    /// condition that was written over several lines.
    pub fn phrase(&self, span: Span) -> String {
        let mut words: Vec<&str> = Vec::new();
        for line in self.text(span).lines() {
            let mut in_text = false;
            let end = line
                .char_indices()
                .find(|(_, c)| {
                    in_text ^= *c == '"';
                    *c == '#' && !in_text
                })
                .map_or(line.len(), |(i, _)| i);
            words.extend(line[..end].split_whitespace());
        }
        words.join(" ")
    }

    /// Where a span begins, as a person counts.
    pub fn position(&self, span: Span) -> Position {
        self.file(span.file).position(span.start)
    }

    /// Where a span ends, as a person counts.
    pub fn end_position(&self, span: Span) -> Position {
        self.file(span.file).position(span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_path_is_read_from_the_folder_of_its_file() {
        assert_eq!(beside("a.licit", "b.licit"), "b.licit");
        assert_eq!(beside("policies/a.licit", "../shared/b.licit"), "shared/b.licit");
        assert_eq!(beside("../x/a.licit", "./b.licit"), "../x/b.licit");
        assert_eq!(beside("a.licit", "../../b.licit"), "../../b.licit");
        assert_eq!(beside("/law/a.licit", "b.licit"), "/law/b.licit");
        assert_eq!(beside("/law/a.licit", "std/b.licit"), "std/b.licit");
    }
}
