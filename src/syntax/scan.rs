//! One look at an item's letters before its words are read: texts, comments, and characters nobody can see.

use std::ops::Range;

/// What the letters of an item say before any word is read.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The item with its comments, and characters that cannot be seen, made blanks; as long as the item, and with
    /// an end to its last line, so that it reads the same whether the file ends that line or not.
    pub plain: String,
    /// `#` to the end of its line.
    pub comments: Vec<Range<usize>>,
    /// Texts, marks included.
    pub texts: Vec<Range<usize>>,
    /// Those of the texts that have no closing mark.
    pub unclosed: Vec<Range<usize>>,
    /// Characters that cannot be seen.
    pub hidden: Vec<Range<usize>>,
    /// A parenthesis too many in one another.
    pub too_deep: Vec<usize>,
}

/// How deep parentheses may stand in one another.
pub(super) const DEEPEST: usize = 100;

/// Looks at an item's letters.
pub(super) fn scan(text: &str) -> Scan {
    let mut scan = Scan { plain: String::with_capacity(text.len()), ..Scan::default() };
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let plain = rest.bytes().position(|byte| !is_plain(byte)).unwrap_or(rest.len());
        if plain > 0 {
            scan.plain.push_str(&rest[..plain]);
            at += plain;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        if c == '#' {
            let length = rest.find('\n').unwrap_or(rest.len());
            let length = rest[..length].trim_end().len();
            scan.comments.push(at..at + length);
            scan.blank(length);
            at += length;
            continue;
        }
        if matches!(c, '"' | '“' | '„') {
            let (length, closed) = text_at(rest);
            scan.texts.push(at..at + length);
            if !closed {
                scan.unclosed.push(at..at + length);
            }
            scan.keep_text(&text[at..at + length], at);
            at += length;
            continue;
        }
        if is_hidden(c) {
            scan.hidden.push(at..at + c.len_utf8());
            scan.blank(c.len_utf8());
        } else {
            match c {
                '(' => {
                    depth += 1;
                    if depth == DEEPEST + 1 {
                        scan.too_deep.push(at);
                    }
                }
                ')' => depth = depth.saturating_sub(1),
                _ => (),
            }
            scan.plain.push(c);
        }
        at += c.len_utf8();
    }
    if !scan.plain.ends_with('\n') {
        scan.plain.push('\n');
    }
    scan
}

impl Scan {
    fn blank(&mut self, bytes: usize) {
        self.plain.extend(std::iter::repeat_n(' ', bytes));
    }

    /// A text stays as it is, but for marks that turn the order of its letters on the screen.
    fn keep_text(&mut self, text: &str, start: usize) {
        for (at, c) in text.char_indices() {
            if turns(c) || c == '\u{1}' {
                self.hidden.push(start + at..start + at + c.len_utf8());
                self.blank(c.len_utf8());
            } else {
                self.plain.push(c);
            }
        }
    }
}

/// The length of the text that begins here, and whether it is closed; one that is not ends with its line, or,
/// begun by `"""`, with its item.
fn text_at(rest: &str) -> (usize, bool) {
    if let Some(block) = rest.strip_prefix("\"\"\"") {
        return match block.find("\"\"\"") {
            Some(end) => (end + 6, true),
            None => (rest.trim_end().len(), false),
        };
    }
    let straight = rest.starts_with('"');
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, c)) = letters.next() {
        match c {
            '\\' if straight && matches!(rest[at + 1..].chars().next(), Some('"' | '\\')) => {
                letters.next();
            }
            '"' => return (at + 1, true),
            '”' | '“' if !straight => return (at + c.len_utf8(), true),
            '\n' => return (rest[..at].trim_end().len(), false),
            _ => (),
        }
    }
    (rest.trim_end().len(), false)
}

/// Whether a letter is itself and nothing more, as most are.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t') && !matches!(byte, b'#' | b'"' | b'(' | b')')
}

/// Whether a character is one that nobody can see and that is no blank.
fn is_hidden(c: char) -> bool {
    turns(c)
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
        || c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// Whether a character turns the order in which others are shown.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
