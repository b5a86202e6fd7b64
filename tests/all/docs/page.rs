//! A page of the book and its fenced blocks.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A page as it was written.
#[derive(Debug)]
pub struct Page {
    pub path: PathBuf,
    pub text: String,
    pub blocks: Vec<Block>,
}

/// A fenced block: what stands between its two fences.
#[derive(Debug, Clone)]
pub struct Block {
    /// The line of its first fence, from 1.
    pub line: usize,
    /// What it is written in: `licit`, `console`, `json`.
    pub language: String,
    pub tags: Vec<String>,
    /// Where its body stands in the page.
    pub body: Range<usize>,
}

impl Page {
    /// Reads a page and finds its blocks.
    pub fn read(path: &Path) -> Page {
        let text = fs::read_to_string(path).unwrap();
        let blocks = blocks(&text);
        Page { path: path.to_owned(), text, blocks }
    }

    /// The words of a block.
    pub fn body(&self, block: &Block) -> &str {
        &self.text[block.body.clone()]
    }

    /// The page whose story this one tells on.
    pub fn continues(&self) -> Option<Page> {
        let rest = self.text.strip_prefix("<!-- continues: ")?;
        let name = rest.split(" -->").next()?;
        Some(Page::read(&self.path.with_file_name(name)))
    }
}

impl Block {
    /// The value of a tag: `cases.licit` of `file=cases.licit`.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.tags.iter().find_map(|tag| tag.strip_prefix(key)?.strip_prefix('='))
    }

    /// Whether it has that tag.
    pub fn has(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }

    /// The code that stands after a tag: `L0105` of `wrong L0105`.
    pub fn code(&self, tag: &str) -> Option<&str> {
        let at = self.tags.iter().position(|own| own == tag)?;
        self.tags.get(at + 1).map(String::as_str)
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, Block)> = None;
    let mut at = 0;
    for (line, words) in text.split_inclusive('\n').enumerate() {
        let (start, end) = (at, at + words.len());
        at = end;
        let ticks = words.chars().take_while(|c| *c == '`').count();
        let rest = words[ticks..].trim();
        match &mut open {
            None if ticks >= 3 => {
                let mut tags = rest.split_whitespace().map(str::to_owned);
                let language = tags.next().unwrap_or_default();
                open =
                    Some((ticks, Block { line: line + 1, language, tags: tags.collect(), body: end..end }));
            }
            Some((opened, block)) if ticks >= *opened && rest.is_empty() => {
                block.body.end = start;
                blocks.extend(open.take().map(|(_, block)| block));
            }
            _ => {}
        }
    }
    blocks
}
