//! Each spelling once: a long policy writes the same few hundred names tens of thousands of times.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashSet;

/// The spellings met in one file.
#[derive(Default)]
pub(super) struct Spellings(RefCell<FxHashSet<Arc<str>>>);

impl Spellings {
    /// The one copy of a spelling.
    pub fn shared(&self, text: &str) -> Arc<str> {
        let mut known = self.0.borrow_mut();
        if let Some(shared) = known.get(text) {
            return Arc::clone(shared);
        }
        let shared: Arc<str> = text.into();
        known.insert(Arc::clone(&shared));
        shared
    }
}
