//! The flat row of labels nested to lists.
//!
//! The first label after an opener fixes its list's style. A label goes on with the innermost list whose next
//! label it is; where it could go on with two, its column must agree with one of them. Columns decide nothing
//! else, so layout can make a text wrong but never changes what it means.

use super::labels::{Progress, Style};
use crate::problem::syntax::SyntaxProblem;
use crate::source::Span;

/// One row as the grammar saw it.
#[derive(Debug)]
pub(super) struct Label {
    /// Without parentheses.
    pub text: String,
    pub span: Span,
    pub column: usize,
    /// Whether the row's words end with `any of` or its like.
    pub opens: bool,
    /// Some of the row was blanked before.
    pub broken: bool,
}

/// A row with the rows of the list that it opens.
#[derive(Debug, Default)]
pub(super) struct Nested {
    /// The number of the row.
    pub row: usize,
    pub items: Vec<Nested>,
}

/// A list that may still go on.
struct Open {
    progress: Progress,
    column: usize,
    /// Its labels so far, to tell one that stands twice.
    labels: Vec<(String, Span)>,
    /// The numbers of its rows.
    rows: Vec<usize>,
    /// The row that opened it; `None` for the outermost.
    parent: Option<usize>,
    /// A letter out of order was told of it: one that goes back behind it is no second fault.
    told: bool,
}

/// Lists open at once: four styles, and some patience with lists lettered wrongly.
const MOST_OPEN: usize = 6;

/// Nests the rows of one condition, whose own words end with an opener.
pub(super) fn nest(labels: &[Label], problems: &mut Vec<SyntaxProblem>) -> Vec<Nested> {
    let mut nesting =
        Nesting { labels, problems, open: Vec::new(), closed: Vec::new(), items_of: Vec::new() };
    nesting.items_of.resize_with(labels.len() + 1, Vec::new);
    for row in 0..labels.len() {
        nesting.place(row);
    }
    while let Some(list) = nesting.open.pop() {
        nesting.close(list);
    }
    let Nesting { mut items_of, .. } = nesting;
    gather(labels.len(), &mut items_of)
}

/// The rows of one list with all that hangs on them.
fn gather(parent: usize, items_of: &mut [Vec<usize>]) -> Vec<Nested> {
    let rows = std::mem::take(&mut items_of[parent]);
    rows.into_iter().map(|row| Nested { row, items: gather(row, items_of) }).collect()
}

struct Nesting<'a> {
    labels: &'a [Label],
    problems: &'a mut Vec<SyntaxProblem>,
    /// Innermost last.
    open: Vec<Open>,
    /// Lists that ended: where they got to, to tell a label that goes on with one.
    closed: Vec<(Progress, Span)>,
    /// For each row the rows of its list; the outermost list's stand at the end.
    items_of: Vec<Vec<usize>>,
}

impl Nesting<'_> {
    fn place(&mut self, row: usize) {
        let label = &self.labels[row];
        let opened = row == 0 || self.labels[row - 1].opens;
        if opened && self.begins(row) {
            return;
        }
        let candidates: Vec<(usize, Progress)> = (0..self.open.len())
            .rev()
            .filter_map(|list| Some((list, self.open[list].progress.followed_by(&label.text)?)))
            .collect();
        match candidates.as_slice() {
            [] => self.misplaced(row),
            [(list, progress)] => self.go_on(*list, *progress, row),
            [innermost, ..] => {
                let agreeing = candidates.iter().find(|(list, _)| self.open[*list].column == label.column);
                if agreeing.is_none() {
                    let lists = candidates.iter().filter_map(|(list, _)| self.last_label(*list)).collect();
                    self.tell(SyntaxProblem::LabelLevel {
                        span: label.span,
                        label: shown(&label.text),
                        lists,
                    });
                }
                let (list, progress) = *agreeing.unwrap_or(innermost);
                self.go_on(list, progress, row);
            }
        }
    }

    /// Begins the list that the row before opened, unless the label plainly goes on with a list around it.
    fn begins(&mut self, row: usize) -> bool {
        let label = &self.labels[row];
        let begun = Progress::begin(&label.text);
        let around = self.open.iter().rev().find(|list| list.progress.followed_by(&label.text).is_some());
        if begun.is_none() && around.is_some() {
            return false;
        }
        if self.open.len() == MOST_OPEN {
            return false;
        }
        let progress = begun.unwrap_or_else(|| Progress::begin_anywhere(&label.text));
        let same = self.open.iter().find(|list| list.progress.style == progress.style);
        if let Some(outer) = same.and_then(|list| list.labels.first()).map(|(_, span)| *span) {
            self.tell(SyntaxProblem::LabelStyle { span: label.span, label: shown(&label.text), outer });
        } else if begun.is_none() && !self.after_broken(row) {
            let wanted = self.free_styles();
            self.tell(SyntaxProblem::LabelOutOfOrder { span: label.span, label: shown(&label.text), wanted });
        }
        self.open.push(Open {
            progress,
            column: label.column,
            labels: vec![(label.text.clone(), label.span)],
            rows: vec![row],
            parent: row.checked_sub(1),
            told: begun.is_none(),
        });
        true
    }

    /// The first labels of the styles that no list around has.
    fn free_styles(&self) -> Vec<String> {
        [("a", Style::Small), ("i", Style::Roman), ("A", Style::Capital), ("1", Style::Figure)]
            .into_iter()
            .filter(|(_, style)| self.open.iter().all(|list| list.progress.style != *style))
            .map(|(label, _)| shown(label))
            .collect()
    }

    fn go_on(&mut self, list: usize, progress: Progress, row: usize) {
        while self.open.len() > list + 1 {
            if let Some(inner) = self.open.pop() {
                self.close(inner);
            }
        }
        let label = &self.labels[row];
        let list = &mut self.open[list];
        list.progress = progress;
        list.labels.push((label.text.clone(), label.span));
        list.rows.push(row);
    }

    fn close(&mut self, list: Open) {
        if let Some((_, last)) = list.labels.last() {
            self.closed.push((list.progress, *last));
        }
        let parent = list.parent.unwrap_or(self.labels.len());
        self.items_of[parent].extend(list.rows);
    }

    /// A label that goes on with no open list: tells why, and reads on where it fits best.
    fn misplaced(&mut self, row: usize) {
        let label = &self.labels[row];
        let (span, text) = (label.span, shown(&label.text));
        let twice = self.open.iter().rev().find_map(|list| {
            list.labels.iter().find(|(earlier, _)| *earlier == label.text).map(|(_, first)| *first)
        });
        if let Some(first) = twice {
            self.tell(SyntaxProblem::LabelTwice { span, label: text, first });
        } else if let Some((_, ended)) =
            self.closed.iter().rev().find(|(progress, _)| progress.followed_by(&label.text).is_some())
        {
            let lists = vec![*ended];
            self.tell(SyntaxProblem::LabelLevel { span, label: text, lists });
        } else if self.after_broken(row) {
            // What stood before was told; which label should stand here cannot be known.
        } else if self.begins_unasked(row) {
            self.tell(SyntaxProblem::LabelWithoutOpener { span, label: text });
            if self.begins(row) {
                return;
            }
        } else if self.goes_back(row) {
            // The letter before it was told to stand too early.
        } else {
            if let Some(list) = self.open.last_mut() {
                list.told = true;
            }
            let wanted = self.open.iter().rev().map(|list| shown(&list.progress.next()[0].0)).collect();
            self.tell(SyntaxProblem::LabelOutOfOrder { span, label: text, wanted });
        }
        let looks = Style::looks_like(&label.text);
        let like = (0..self.open.len()).rev().find(|list| self.open[*list].progress.style == looks);
        let list = like.unwrap_or(self.open.len().saturating_sub(1));
        let progress = self.open[list].progress.skipped_to(&label.text);
        self.go_on(list, progress, row);
    }

    /// Whether a label begins a list that nothing opened: it is the first of a style that no list around has,
    /// and `(i)` is not the letter after the next of the list above.
    fn begins_unasked(&self, row: usize) -> bool {
        let label = &self.labels[row];
        let Some(begun) = Progress::begin(&label.text) else { return false };
        let skips_a_letter = self.open.iter().any(|list| {
            list.column == label.column && list.progress.next()[0].1.followed_by(&label.text).is_some()
        });
        !skips_a_letter && self.open.iter().all(|list| list.progress.style != begun.style)
    }

    /// Whether a label stands before the last one of its list, of which it was told that it is out of order.
    fn goes_back(&self, row: usize) -> bool {
        let label = &self.labels[row].text;
        self.open.last().is_some_and(|list| list.told && list.progress.is_after(label))
    }

    fn after_broken(&self, row: usize) -> bool {
        row.checked_sub(1).is_some_and(|before| self.labels[before].broken)
    }

    fn last_label(&self, list: usize) -> Option<Span> {
        self.open[list].labels.last().map(|(_, span)| *span)
    }

    fn tell(&mut self, problem: SyntaxProblem) {
        self.problems.push(problem);
    }
}

/// A label as it is written.
fn shown(label: &str) -> String {
    format!("({label})")
}
