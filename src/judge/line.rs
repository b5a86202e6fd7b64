//! Comparing two points exactly, each as it is, shifted, or multiplied.

use std::cmp::Ordering;

use ethnum::I256;

use crate::program::{Against, Line, Measure, Relation, Test, UNLIMITED, Value, calendar};

/// Compares what is made of one point with what is made of another.
pub fn compare(measure: Measure, left: Line, one: i128, right: Line, other: i128) -> Ordering {
    let ((a, b), (c, d)) = (made(measure, left, one), made(measure, right, other));
    if b == 1 && d == 1 { a.cmp(&c) } else { (a * d).cmp(&(c * b)) }
}

/// Whether the relation holds of two things that compare so.
pub fn related(relation: Relation, order: Ordering) -> bool {
    match relation {
        Relation::Equal => order.is_eq(),
        Relation::Less => order.is_lt(),
        Relation::AtMost => order.is_le(),
    }
}

/// Whether a comparison of two facts holds of their values.
pub fn against_holds(measure: Option<Measure>, against: &Against, left: &Value, right: &Value) -> bool {
    match (measure, left, right) {
        (Some(measure), Value::Point(one), Value::Point(other)) => {
            related(against.relation, compare(measure, against.left, *one, against.right, *other))
        }
        _ => left == right,
    }
}

/// Which side of a comparison a fact stands on.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    Left,
    Right,
}

/// What a comparison asks of the points on one side once the point on the other is known.
pub fn narrowed(measure: Measure, within: (i128, i128), against: &Against, side: Side, known: i128) -> Test {
    let order = |point: i128| match side {
        Side::Left => compare(measure, against.left, point, against.right, known),
        // Seen from the right-hand side, all is the other way round.
        Side::Right => compare(measure, against.left, known, against.right, point).reverse(),
    };
    let below = first(within, |point| order(point).is_ge());
    let upto = first(within, |point| order(point).is_gt());
    let after = within.1 + 1;
    let (from, to) = match (against.relation, side) {
        (Relation::Equal, _) => (below, upto),
        (Relation::Less, Side::Left) => (within.0, below),
        (Relation::AtMost, Side::Left) => (within.0, upto),
        (Relation::Less, Side::Right) => (upto, after),
        (Relation::AtMost, Side::Right) => (below, after),
    };
    let mut ranges = Vec::new();
    if from < to {
        ranges.push((from, to - 1));
    }
    if measure.can_be_unlimited() {
        let order = match side {
            Side::Left => order(UNLIMITED),
            Side::Right => order(UNLIMITED).reverse(),
        };
        if related(against.relation, order) {
            ranges.push((UNLIMITED, UNLIMITED));
        }
    }
    Test::Within(ranges.into())
}

/// The least point for which something that stays true once it is true is true; one beyond, if it never is.
fn first(within: (i128, i128), is: impl Fn(i128) -> bool) -> i128 {
    let (mut low, mut high) = (within.0, within.1 + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if is(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// What a line makes of a point, as a ratio with a positive denominator.
fn made(measure: Measure, line: Line, point: i128) -> (I256, I256) {
    let whole = |it: i128| (I256::from(it), I256::ONE);
    if measure.can_be_unlimited() && point == UNLIMITED {
        return whole(UNLIMITED);
    }
    match line {
        Line::Plain => whole(point),
        Line::Shift(by) => (I256::from(point) + I256::from(by), I256::ONE),
        Line::Months(months) => whole(calendar::months_later(point, months)),
        Line::Times(numerator, denominator) => {
            (I256::from(point) * I256::from(numerator), I256::from(denominator))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Place;

    #[test]
    fn a_known_side_leaves_ranges() {
        let relations = [Relation::Equal, Relation::Less, Relation::AtMost];
        let lines = [Line::Plain, Line::Shift(3), Line::Times(2, 5), Line::Times(5, 2)];
        for relation in relations {
            for left in lines {
                for right in lines {
                    let against = Against { left, relation, other: Place::Fact(crate::program::DATE), right };
                    for known in -12..12 {
                        for side in [Side::Left, Side::Right] {
                            let Test::Within(ranges) =
                                narrowed(Measure::WholeNumber, (-10, 10), &against, side, known)
                            else {
                                unreachable!()
                            };
                            for point in -10..=10 {
                                let (one, other) =
                                    if side == Side::Left { (point, known) } else { (known, point) };
                                let is =
                                    related(relation, compare(Measure::WholeNumber, left, one, right, other));
                                let inside = ranges.iter().any(|r| (r.0..=r.1).contains(&point));
                                assert_eq!(is, inside, "{against:?} {side:?} {known} {point} {ranges:?}");
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn unlimited_is_longer_than_any_other() {
        let order = |one, left, other| compare(Measure::Months, left, one, Line::Plain, other);
        assert!(order(UNLIMITED, Line::Shift(-12), 999_999_999_999_999).is_gt());
        assert!(order(UNLIMITED, Line::Shift(12), UNLIMITED).is_eq());
    }
}
