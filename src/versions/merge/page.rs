//! The items of what came, one below the other, and marks around what could not be brought together.

use super::{Entry, Merged};

/// What becomes of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// Left out by both, or by one while the other left it as it was.
    Gone,
    Text(String),
    Conflict,
}

/// An item as it is to be written.
pub struct Part<'e> {
    called: String,
    was: String,
    /// What each side has; nothing where it left it out.
    sides: [String; 2],
    /// The empty lines behind it, in the base and in either side; nothing where it is not there.
    gaps: [Option<Gap<'e>>; 3],
    pub became: Became,
}

/// The empty lines behind an item, and whether it is the last of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap<'e> {
    lines: &'e str,
    last: bool,
}

impl<'e> Part<'e> {
    /// An item of the base and of both sides.
    pub fn new(was: Option<&Entry<'e>>, sides: [Option<&Entry<'e>>; 2], became: Became) -> Part<'e> {
        let text = |entry: Option<&Entry>| entry.map_or_else(String::new, Entry::text);
        let gap = |entry: &Entry<'e>| Gap { lines: entry.gap, last: entry.last };
        Part {
            called: sides[0].or(sides[1]).map_or_else(String::new, Entry::called),
            was: text(was),
            sides: sides.map(text),
            gaps: [was, sides[0], sides[1]].map(|entry| entry.map(gap)),
            became,
        }
    }

    /// Two texts that cannot be brought together at all.
    pub fn whole(called: &str, sides: [String; 2]) -> Part<'e> {
        let called = called.to_owned();
        Part { called, was: String::new(), sides, gaps: [None; 3], became: Became::Conflict }
    }

    /// Whether both sides changed it.
    pub fn by_both(&self) -> bool {
        self.sides.iter().all(|side| *side != self.was)
    }

    /// The empty lines behind it: those of a side in which it is the last too, or is not the last either.
    fn gap(&self, last: bool) -> &'e str {
        let fits = |gap: Option<Gap<'e>>| gap.filter(|gap| gap.last == last).map(|gap| gap.lines);
        let [base, ours, theirs] = self.gaps.map(fits);
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if base == Some(ours) => theirs,
            (Some(one), _) | (None, Some(one)) => one,
            (None, None) if last => "",
            (None, None) => "\n",
        }
    }
}

/// The text of the parts, with marks of so many signs.
pub fn page(parts: &[Part], marks: usize) -> Merged {
    let mut merged = Merged { text: String::new(), conflicts: Vec::new(), strayed: Vec::new() };
    let shown: Vec<&Part> = parts.iter().filter(|part| part.became != Became::Gone).collect();
    for (number, part) in shown.iter().enumerate() {
        let last = number + 1 == shown.len();
        end_line(&mut merged.text);
        match &part.became {
            Became::Gone => {}
            Became::Text(text) => {
                merged.text.push_str(text);
                if !last {
                    end_line(&mut merged.text);
                }
                merged.text.push_str(part.gap(last));
            }
            Became::Conflict => {
                merged.conflicts.push(part.called.clone());
                conflict(&mut merged.text, &part.sides, marks);
                if !last {
                    merged.text.push('\n');
                }
            }
        }
    }
    merged
}

/// Both sides between marks.
fn conflict(text: &mut String, sides: &[String; 2], marks: usize) {
    let mark = |text: &mut String, sign: &str, side: &str| {
        *text += &sign.repeat(marks);
        *text += side;
        text.push('\n');
    };
    mark(text, "<", " ours");
    *text += &sides[0];
    end_line(text);
    mark(text, "=", "");
    *text += &sides[1];
    end_line(text);
    mark(text, ">", " theirs");
}

/// Ends the last line.
fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}
