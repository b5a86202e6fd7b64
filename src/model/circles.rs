//! What rests on what: an order in which everything comes after what it rests on, or the circle that
//! prevents it. Iterative, since a text may chain as many clauses as it likes.

use crate::source::Span;

/// The numbers 0 to `count` so ordered that each comes after all that it rests on; or a circle, each member
/// with the words by which it rests on the next.
pub fn in_order(
    count: usize,
    rests_on: impl Fn(usize) -> Vec<(usize, Span)>,
) -> Result<Vec<usize>, Vec<(usize, Span)>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        Open,
        Done,
    }
    let mut seen = vec![Seen::Not; count];
    let mut order = Vec::with_capacity(count);
    for start in 0..count {
        if seen[start] != Seen::Not {
            continue;
        }
        seen[start] = Seen::Open;
        // What is open, with what it rests on and how far that was followed.
        let mut open = vec![(start, rests_on(start), 0)];
        while let Some((at, below, next)) = open.last_mut() {
            let Some((on, _)) = below.get(*next).copied() else {
                seen[*at] = Seen::Done;
                order.push(*at);
                open.pop();
                continue;
            };
            *next += 1;
            match seen[on] {
                Seen::Done => {}
                Seen::Not => {
                    seen[on] = Seen::Open;
                    open.push((on, rests_on(on), 0));
                }
                Seen::Open => {
                    let from = open.iter().position(|(at, ..)| *at == on).unwrap_or(0);
                    return Err(open[from..]
                        .iter()
                        .map(|(at, below, next)| (*at, below[next - 1].1))
                        .collect());
                }
            }
        }
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn graph(edges: &'static [(usize, usize)]) -> impl Fn(usize) -> Vec<(usize, Span)> {
        move |from| {
            edges.iter().filter(|(a, _)| *a == from).map(|(_, b)| (*b, Span::new(FileId(0), 0, 0))).collect()
        }
    }

    #[test]
    fn orders_what_rests_first() {
        assert_eq!(in_order(3, graph(&[(0, 2), (2, 1)])).unwrap(), [1, 2, 0]);
    }

    #[test]
    fn shows_the_whole_circle() {
        let circle = in_order(4, graph(&[(0, 1), (1, 2), (2, 3), (3, 1)])).unwrap_err();
        assert_eq!(circle.iter().map(|(i, _)| *i).collect::<Vec<_>>(), [1, 2, 3]);
    }
}
