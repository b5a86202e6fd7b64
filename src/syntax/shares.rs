//! The items of a long file, gone through on all cores: each is read by itself.

use std::sync::Mutex;
use std::thread;

use super::spellings::Spellings;

/// A file with fewer items is gone through sooner than others are asked to help.
const FEWEST: usize = 128;

/// So many shares for each core: items are not alike, and who has done one share takes the next.
const SHARES: usize = 8;

/// Does something with each, shares of them on each core; what came of it stands in their order.
pub(super) fn each<P: Send, T: Send>(these: Vec<P>, work: impl Fn(P, &Spellings) -> T + Sync) -> Vec<T> {
    let hands = thread::available_parallelism().map_or(1, usize::from);
    if hands == 1 || these.len() < FEWEST {
        return share(these, &Spellings::default(), &work);
    }
    let size = these.len().div_ceil(hands * SHARES);
    let mut these = these.into_iter();
    let mut shares: Vec<Vec<P>> = Vec::with_capacity(hands * SHARES);
    while these.len() > 0 {
        shares.push(these.by_ref().take(size).collect());
    }
    let waiting = Mutex::new(shares.into_iter().enumerate());
    let next = || waiting.lock().unwrap_or_else(|panicked| panicked.into_inner()).next();
    let by_hand = || {
        let (spellings, mut done) = (Spellings::default(), Vec::new());
        while let Some((number, these)) = next() {
            done.push((number, share(these, &spellings, &work)));
        }
        done
    };
    let mut done: Vec<(usize, Vec<T>)> = thread::scope(|scope| {
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(by_hand)).collect();
        let done = hands.into_iter().map(|hand| hand.join());
        done.flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().flat_map(|(_, done)| done).collect()
}

fn share<P, T>(these: Vec<P>, spellings: &Spellings, work: &impl Fn(P, &Spellings) -> T) -> Vec<T> {
    these.into_iter().map(|it| work(it, spellings)).collect()
}
