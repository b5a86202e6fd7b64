//! Comments behind lines that stand together: under one another, where the page has room for that.

use super::columns::PAGE;
use super::flow::Pen;
use super::letter::WordKind;
use super::line::{Line, Sheet};

/// The comments behind the last lines written.
#[derive(Debug, Default)]
pub(super) struct Behind {
    comments: Vec<Comment>,
}

#[derive(Debug)]
struct Comment {
    /// The byte of what was written at which it begins.
    at: usize,
    column: usize,
    width: usize,
}

impl Behind {
    /// Sees the line that was just written.
    pub fn see(&mut self, pen: &mut Pen, sheet: &Sheet, line: &Line) {
        let last = &sheet.words[line.words.end - 1];
        if last.kind != WordKind::Comment || last.lines > 0 || line.kind.is_none() {
            return self.align(pen);
        }
        let (bytes, width) = ((last.end - last.start) as usize, last.width as usize);
        self.comments.push(Comment { at: pen.out.len() - bytes, column: pen.column - width, width });
    }

    /// Puts the comments seen so far under one another.
    pub fn align(&mut self, pen: &mut Pen) {
        let column = self.comments.iter().map(|comment| comment.column).max().unwrap_or(0);
        if self.comments.iter().all(|comment| column + comment.width <= PAGE) {
            for comment in self.comments.iter().rev() {
                pen.move_in(comment.at, column - comment.column);
            }
        }
        self.comments.clear();
    }
}
