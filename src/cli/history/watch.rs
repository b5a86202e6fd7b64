//! How far the work has come.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::cli::terminal::Terminal;

/// Tells on a terminal how many commits are done.
pub struct Watch<'t> {
    terminal: Mutex<&'t mut Terminal>,
    done: AtomicUsize,
    all: usize,
}

impl<'t> Watch<'t> {
    /// Begins, with so many to do.
    pub fn new(terminal: &'t mut Terminal, all: usize) -> Watch<'t> {
        Watch { terminal: Mutex::new(terminal), done: AtomicUsize::new(0), all }
    }

    /// One more is done.
    pub fn one(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let mut terminal = self.terminal.lock().unwrap_or_else(PoisonError::into_inner);
        terminal.progress(&format!("{} of {} commits", done.min(self.all), self.all));
    }

    /// Nothing more is told.
    pub fn end(self) {
        self.terminal.into_inner().unwrap_or_else(PoisonError::into_inner).progress("");
    }
}
