//! Processor time of the thread, or of all threads of the process: what others do on the machine is not counted.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one engine is measured.
const LONGEST: Duration = Duration::from_secs(4);

/// Nanoseconds a call on its thread, the median of batches that take the cases by turns.
pub fn median<T>(cases: usize, batch: usize, call: impl FnMut(usize) -> T) -> f64 {
    median_by(libc::CLOCK_THREAD_CPUTIME_ID, cases, batch, call)
}

/// The same for calls that share their work among threads: the time of all of them.
pub fn median_of_all_threads<T>(cases: usize, batch: usize, call: impl FnMut(usize) -> T) -> f64 {
    median_by(libc::CLOCK_PROCESS_CPUTIME_ID, cases, batch, call)
}

fn median_by<T>(clock: libc::clockid_t, cases: usize, batch: usize, mut call: impl FnMut(usize) -> T) -> f64 {
    let batch = batch.min(cases).max(1);
    // Warm, once.
    (0..batch).for_each(|case| {
        black_box(call(case));
    });
    let (begun, mut first, mut took) = (Instant::now(), 0, Vec::new());
    while took.len() < 5 || (begun.elapsed() < LONGEST && took.len() < 400) {
        if first + batch > cases {
            first = 0;
        }
        let before = now(clock);
        for case in first..first + batch {
            black_box(call(black_box(case)));
        }
        took.push((now(clock) - before) as f64 / batch as f64);
        first += batch;
        if begun.elapsed() > LONGEST * 3 {
            break;
        }
    }
    took.sort_by(f64::total_cmp);
    took[took.len() / 2]
}

fn now(clock: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the clock writes to the place it is given, which outlives the call.
    unsafe { libc::clock_gettime(clock, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Nanoseconds as a person reads them.
pub fn told(nanoseconds: f64) -> String {
    match nanoseconds {
        it if it < 10_000.0 => format!("{it:.0} ns"),
        it if it < 10_000_000.0 => format!("{:.1} \u{b5}s", it / 1e3),
        it => format!("{:.1} ms", it / 1e6),
    }
}
