//! Law: whatever a file says, reading it ends, and every message points into the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use licit::problem::Tell;
use licit::source::Sources;
use licit::syntax::parse;

fuzz_target!(|text: &str| {
    for name in ["fuzzed.licit", "fuzzed.licit.md"] {
        let mut sources = Sources::default();
        let file = sources.add(name, text);
        let (tree, problems) = parse(&sources, file);
        for problem in &problems {
            for label in problem.tell().labels {
                assert!(text.get(label.span.start as usize..label.span.end as usize).is_some());
            }
        }
        assert!(tree.items.iter().all(|item| !item.broken || !problems.is_empty()));
    }
});
