//! Work on one piece after the other, on several at once, and what came of them in the order they came in.
//!
//! Whoever is free takes the next piece, works on it, and waits until it is its turn to hand over. So there are never
//! more pieces in memory than workers, and reading, working and writing go on beside one another.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// The pieces that are still to be taken.
struct Pieces<N> {
    /// How many were taken.
    taken: u64,
    /// There are no more, or the next cannot be read: then nothing behind it is read either.
    ended: bool,
    next: N,
}

/// Whose turn it is to hand over, and whether all is over before its end.
struct Turns<F> {
    turn: u64,
    over: bool,
    fault: Option<F>,
}

/// Lets each worker take pieces, work on them, and hand over what came, in the order of the pieces. The first failure
/// ends all and is returned; what was handed over before it came from pieces before it.
pub fn in_order<W: Send, P: Send, R: Send, F: Send>(
    workers: &mut [W],
    next: impl FnMut() -> Result<Option<P>, F> + Send,
    work: impl Fn(&mut W, P) -> R + Sync,
    done: impl FnMut(R) -> Result<(), F> + Send,
) -> Result<(), F> {
    let pieces = Mutex::new(Pieces { taken: 0, ended: false, next });
    let turns = Mutex::new(Turns { turn: 0, over: false, fault: None });
    let (done, handed_over) = (Mutex::new(done), Condvar::new());
    let over = |fault: Option<F>| {
        let mut turns = locked(&turns);
        turns.over = true;
        if turns.fault.is_none() {
            turns.fault = fault;
        }
        handed_over.notify_all();
    };
    // Takes one piece through; `None` where there is nothing more to do.
    let one = |worker: &mut W| -> Option<()> {
        let (number, piece) = {
            let mut pieces = locked(&pieces);
            if pieces.ended || locked(&turns).over {
                return None;
            }
            let number = pieces.taken;
            match (pieces.next)() {
                Ok(Some(piece)) => {
                    pieces.taken += 1;
                    (number, piece)
                }
                Ok(None) => {
                    pieces.ended = true;
                    return None;
                }
                Err(fault) => {
                    pieces.ended = true;
                    drop(pieces);
                    wait(&turns, &handed_over, number)?;
                    over(Some(fault));
                    return None;
                }
            }
        };
        let result = work(worker, piece);
        wait(&turns, &handed_over, number)?;
        if let Err(fault) = (locked(&done))(result) {
            over(Some(fault));
            return None;
        }
        locked(&turns).turn += 1;
        handed_over.notify_all();
        Some(())
    };
    thread::scope(|scope| {
        for worker in workers {
            scope.spawn(|| {
                let _panics = Ends(|| over(None));
                while one(worker).is_some() {}
            });
        }
    });
    match turns.into_inner().unwrap_or_else(PoisonError::into_inner).fault {
        Some(fault) => Err(fault),
        None => Ok(()),
    }
}

/// Waits for a turn; `None` where all is over.
fn wait<F>(turns: &Mutex<Turns<F>>, handed_over: &Condvar, number: u64) -> Option<()> {
    let waiting = handed_over.wait_while(locked(turns), |turns| turns.turn != number && !turns.over);
    let turns = waiting.unwrap_or_else(PoisonError::into_inner);
    (!turns.over).then_some(())
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the work of all where one worker panics, so that nobody waits for its turn for ever.
struct Ends<O: Fn()>(O);

impl<O: Fn()> Drop for Ends<O> {
    fn drop(&mut self) {
        if thread::panicking() {
            (self.0)();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn what_comes_of_pieces_comes_in_their_order() {
        let mut pieces = 0..1000_u32;
        let mut came = Vec::new();
        let next = || Ok::<_, ()>(pieces.next());
        let work = |_: &mut (), piece: u32| {
            // Some take longer than others.
            (0..(piece * 7919) % 1000).fold(piece, |piece, _| std::hint::black_box(piece))
        };
        let done = |piece| {
            came.push(piece);
            Ok(())
        };
        assert_eq!(in_order(&mut [(); 3], next, work, done), Ok(()));
        assert_eq!(came, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_failure_ends_all() {
        for (fails, _) in [0, 1, 17].into_iter().flat_map(|fails| (0..200).map(move |again| (fails, again))) {
            let mut pieces = 0..100;
            let mut came = Vec::new();
            // What stands behind the failure could be read; nobody may take it for what failed.
            let next = || match pieces.next() {
                Some(piece) if piece == fails => Err("it does not read"),
                piece => Ok(piece),
            };
            let done = |piece| {
                came.push(piece);
                Ok(())
            };
            assert_eq!(in_order(&mut [(); 3], next, |(), piece| piece, done), Err("it does not read"));
            assert_eq!(came, (0..fails).collect::<Vec<_>>());
        }
        let mut pieces = 0..100;
        let done = |piece| if piece == 5 { Err("it cannot be written") } else { Ok(()) };
        let ended = in_order(&mut [(); 3], || Ok(pieces.next()), |(), piece| piece, done);
        assert_eq!(ended, Err("it cannot be written"));
    }
}
