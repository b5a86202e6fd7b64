//! What pages about this package show typed into a terminal is what comes.

use std::fs;
use std::path::Path;

use super::console;

#[test]
fn pages_keep_their_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/messages");
    let (mut faults, mut held) = (Vec::new(), 0);
    for page in fs::read_dir(folder).expect("pages").map(|entry| entry.expect("a page").path()) {
        let text = fs::read_to_string(&page).expect("a page");
        let code = page.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        for (at, block) in text.split("```console datafusion\n").enumerate().skip(1) {
            let typed = block.split("```").next().unwrap_or_default();
            faults.extend(console::hold(&page, typed, Some(code).filter(|_| at == 1)));
            held += 1;
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert_eq!(held, 2);
}
