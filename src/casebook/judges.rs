//! The versions of a library made ready to judge, each when it is first asked for.

use std::sync::OnceLock;

use crate::judge::Judge;
use crate::model::{Library, VersionId};

/// See the head of this file.
pub struct Judges<'l> {
    library: &'l Library,
    ready: Vec<OnceLock<Judge<'l>>>,
}

impl<'l> Judges<'l> {
    /// Of every version of a library.
    pub fn of(library: &'l Library) -> Judges<'l> {
        Judges { library, ready: library.versions.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The one who judges by this version.
    pub fn by(&self, version: VersionId) -> &Judge<'l> {
        self.ready[version.0 as usize].get_or_init(|| Judge::of(&self.library.version(version).program))
    }
}
