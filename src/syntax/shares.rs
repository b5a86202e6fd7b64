//! The items of a long file, gone through on all cores: each is read by itself.

use std::thread;

use super::spellings::Spellings;

/// A file with fewer items is gone through sooner than others are asked to help.
const FEWEST: usize = 128;

/// Does something with each, a share of them on each core; what came of it stands in their order.
pub(super) fn each<P: Send, T: Send>(these: Vec<P>, work: impl Fn(P, &Spellings) -> T + Sync) -> Vec<T> {
    let hands = thread::available_parallelism().map_or(1, usize::from);
    if hands == 1 || these.len() < FEWEST {
        return share(these, &work);
    }
    let size = these.len().div_ceil(hands);
    let mut these = these.into_iter();
    let shares: Vec<Vec<P>> = (0..hands).map(|_| these.by_ref().take(size).collect()).collect();
    thread::scope(|scope| {
        let shares: Vec<_> = shares.into_iter().map(|these| scope.spawn(|| share(these, &work))).collect();
        let done = shares.into_iter().map(|share| share.join());
        done.flat_map(|share| share.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

fn share<P, T>(these: Vec<P>, work: &impl Fn(P, &Spellings) -> T) -> Vec<T> {
    let spellings = Spellings::default();
    these.into_iter().map(|it| work(it, &spellings)).collect()
}
