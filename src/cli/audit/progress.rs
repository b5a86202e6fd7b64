//! How far an audit has come.

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How often it is told.
const PACE: Duration = Duration::from_millis(200);

/// Rows, rate and the time left.
pub struct Progress {
    began: Instant,
    told: Option<Instant>,
    /// The bytes of all files; `None` where they cannot be known.
    all: Option<u64>,
    /// The rows that an earlier run had judged.
    before: u64,
}

impl Progress {
    /// Begins to count.
    pub fn of(files: &[PathBuf], before: u64) -> Progress {
        let size =
            |path: &PathBuf| path.metadata().ok().filter(|about| about.is_file()).map(|about| about.len());
        Progress { began: Instant::now(), told: None, all: files.iter().map(size).sum(), before }
    }

    /// What to tell after so many rows in all, read from so many bytes, where it is time to.
    pub fn words(&mut self, rows: u64, bytes: u64) -> Option<String> {
        if self.told.is_some_and(|told| told.elapsed() < PACE) {
            return None;
        }
        self.told = Some(Instant::now());
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let rate = (rows - self.before) as f64 / seconds;
        let mut words = format!("{} rows, {} a second", grouped(rows), grouped(rate as u64));
        if let Some(all) = self.all.filter(|_| bytes > 0) {
            let left = seconds * all.saturating_sub(bytes) as f64 / bytes as f64;
            words += &format!(", {} left", lasting(left));
        }
        Some(words)
    }
}

/// A number as a person reads it: `1 234 567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

/// A time as a person says it.
fn lasting(seconds: f64) -> String {
    match seconds.round() as u64 {
        1 => "1 second".to_owned(),
        seconds @ ..120 => format!("{seconds} seconds"),
        seconds @ ..7200 => format!("{} minutes", seconds.div_ceil(60)),
        seconds => format!("{} hours", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, lasting};

    #[test]
    fn numbers_and_times_are_told_as_people_read_them() {
        assert_eq!([7, 1000, 12_345_678].map(grouped), ["7", "1 000", "12 345 678"]);
        let told = [0.4, 1.2, 119.0, 121.0, 7199.0, 7201.0].map(lasting);
        assert_eq!(told, ["0 seconds", "1 second", "119 seconds", "3 minutes", "120 minutes", "3 hours"]);
    }
}
