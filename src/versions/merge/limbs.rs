//! One item that both sides changed, merged limb by limb.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::words;

/// What begins limbs that mean the same in any order.
const IN_ANY_ORDER: [&str; 5] = ["source", "note", "quote", "inert", "formerly"];

/// The most limbs of an item that are compared each with each; an item of more is a conflict where both changed it.
const MOST: usize = 5_000;

/// The item with the changes of both; nothing where both changed one limb, each in its own way.
///
/// Limbs that say the same are one limb, however they are laid out. Where both put limbs in at one place, ours stand
/// first, if the order means nothing: that of remarks, or `in_any_order` that of all limbs.
pub fn merged(base: &[&str], ours: &[&str], theirs: &[&str], in_any_order: bool) -> Option<String> {
    if [base, ours, theirs].iter().any(|limbs| limbs.len() > MOST) {
        return None;
    }
    let (our, their) = (Side::of(base, ours), Side::of(base, theirs));
    let mut text = String::new();
    let mut at = 0;
    let (mut open, mut also_open) = (&our.changes[..], &their.changes[..]);
    while let Some(mut range) = first(open, also_open) {
        let (mut by_us, mut by_them) = (Vec::new(), Vec::new());
        while let Some(change) = taken(&mut open, &mut range) {
            by_us.push(change);
            while let Some(change) = taken(&mut also_open, &mut range) {
                by_them.push(change);
            }
        }
        while let Some(change) = taken(&mut also_open, &mut range) {
            by_them.push(change);
            while let Some(change) = taken(&mut open, &mut range) {
                by_us.push(change);
            }
        }
        stay(&mut text, at..range.start, base, &our, &their);
        let (one, other) = (our.limbs_at(&range, &by_us), their.limbs_at(&range, &by_them));
        let said = |limbs: &[&str]| words(&limbs.concat());
        match (by_us.is_empty(), by_them.is_empty()) {
            (false, true) => text.push_str(&one.concat()),
            (true, false) => text.push_str(&other.concat()),
            _ if said(one) == said(other) => text.push_str(&one.concat()),
            _ if range.is_empty()
                && (in_any_order || one.iter().chain(other).all(|limb| is_remark(limb))) =>
            {
                text.push_str(&one.concat());
                text.push_str(&other.concat());
            }
            _ => return None,
        }
        at = range.end;
    }
    stay(&mut text, at..base.len(), base, &our, &their);
    Some(text)
}

/// Whether a limb is a remark; comments may stand above it.
fn is_remark(limb: &str) -> bool {
    let mut lines = limb.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .next()
        .and_then(|line| line.split_whitespace().next())
        .is_some_and(|word| IN_ANY_ORDER.contains(&word))
}

/// Limbs that a side has instead of some of the base; of the base none, where it put some in.
#[derive(Debug, Clone)]
struct Change {
    base: Range<usize>,
    side: Range<usize>,
}

/// The limbs of the change that comes next; at one place, what was put in before what was changed.
fn first(ours: &[Change], theirs: &[Change]) -> Option<Range<usize>> {
    let next = ours.first().into_iter().chain(theirs.first());
    next.map(|change| change.base.clone()).min_by_key(|range| (range.start, range.end))
}

/// The next change, if it touches a limb of the range, or puts something in at the same place; the range then holds it.
fn taken<'c>(open: &mut &'c [Change], range: &mut Range<usize>) -> Option<&'c Change> {
    let (change, rest) = open.split_first()?;
    let meets = change.base == *range || change.base.start < range.end && range.start < change.base.end;
    meets.then(|| {
        *open = rest;
        *range = range.start.min(change.base.start)..range.end.max(change.base.end);
        change
    })
}

/// Adds limbs that neither side changed, as the side has them that laid them out anew.
fn stay(text: &mut String, limbs: Range<usize>, base: &[&str], our: &Side, their: &Side) {
    for at in limbs {
        let (one, other) = (our.limbs[our.places[at]], their.limbs[their.places[at]]);
        text.push_str(if one == base[at] { other } else { one });
    }
}

/// A side beside its base.
struct Side<'t> {
    limbs: &'t [&'t str],
    changes: Vec<Change>,
    /// Where each limb of the base stands that the side left as it was.
    places: Vec<usize>,
}

impl<'t> Side<'t> {
    fn of(base: &[&str], limbs: &'t [&'t str]) -> Side<'t> {
        let said = |limbs: &[&str]| limbs.iter().map(|limb| words(limb)).collect::<Vec<String>>();
        let mut side = Side { limbs, changes: Vec::new(), places: vec![0; base.len()] };
        for op in capture_diff_slices(Algorithm::Myers, &said(base), &said(limbs)) {
            let (old, new) = (op.old_range(), op.new_range());
            if let DiffOp::Equal { .. } = op {
                old.zip(new).for_each(|(at, place)| side.places[at] = place);
                continue;
            }
            match side.changes.last_mut() {
                Some(last) if last.base.end == old.start && last.side.end == new.start => {
                    last.base.end = old.end;
                    last.side.end = new.end;
                }
                _ => side.changes.push(Change { base: old, side: new }),
            }
        }
        side
    }

    /// What the side has for a range of limbs, in which it made these changes.
    fn limbs_at(&self, range: &Range<usize>, changes: &[&Change]) -> &'t [&'t str] {
        match changes {
            [] if range.is_empty() => &[],
            [] => &self.limbs[self.places[range.start]..=self.places[range.end - 1]],
            [first, .., last] => self.between(range, first, last),
            [only] => self.between(range, only, only),
        }
    }

    fn between(&self, range: &Range<usize>, first: &Change, last: &Change) -> &'t [&'t str] {
        let start = first.side.start - (first.base.start - range.start);
        let end = last.side.end + (range.end - last.base.end);
        &self.limbs[start..end]
    }
}

#[cfg(test)]
mod tests {
    fn merged(base: &[&str], ours: &[&str], theirs: &[&str]) -> Option<String> {
        super::merged(base, ours, theirs, false)
    }

    #[test]
    fn limbs_apart_are_merged() {
        let base = ["head\n", "a\n", "b\n", "end\n"];
        let ours = ["head\n", "A\n", "b\n", "end\n"];
        let came = merged(&base, &ours, &["head\n", "a\n", "b\n", "c\n", "end\n"]);
        assert_eq!(came.as_deref(), Some("head\nA\nb\nc\nend\n"));
        let came = merged(&base, &ours, &["head\n", "a\n", "B\n", "x\n", "end\n"]);
        assert_eq!(came.as_deref(), Some("head\nA\nB\nx\nend\n"));
        let came = merged(&base, &["head\n", "b\n", "end\n"], &["head\n", "a\n", "b\n", "end\n"]);
        assert_eq!(came.as_deref(), Some("head\nb\nend\n"));
    }

    #[test]
    fn one_limb_changed_twice_is_not_merged() {
        let base = ["head\n", "at least 5 years\n"];
        assert_eq!(
            merged(&base, &["head\n", "at least 6 years\n"], &["head\n", "more than 5 years\n"]),
            None
        );
        assert_eq!(merged(&base, &["head\n"], &["head\n", "at least 6 years\n"]), None);
        let gone = ["head\n", "gone\n"];
        assert_eq!(merged(&base, &gone, &gone).as_deref(), Some("head\ngone\n"));
    }

    #[test]
    fn what_both_put_in_at_one_place_is_merged_where_the_order_means_nothing() {
        let base = ["head\n"];
        assert_eq!(merged(&base, &["head\n", "(a) x\n"], &["head\n", "(a) y\n"]), None);
        let came = merged(&base, &["head\n", "note \"x\"\n"], &["head\n", "formerly 5\n"]);
        assert_eq!(came.as_deref(), Some("head\nnote \"x\"\nformerly 5\n"));
        let came = super::merged(&base, &["head\n", "x\n"], &["head\n", "y\n"], true);
        assert_eq!(came.as_deref(), Some("head\nx\ny\n"));
    }

    #[test]
    fn layout_is_no_change() {
        let base = ["head\n", "  a  b\n"];
        let came = merged(&base, &["head\n", "  a b\n"], &["head\n", "  a c\n"]);
        assert_eq!(came.as_deref(), Some("head\n  a c\n"));
        let came = merged(&base, &["head\n", "  a b\n"], &["head\n", "  a  b\n"]);
        assert_eq!(came.as_deref(), Some("head\n  a b\n"));
    }
}
