//! The page of each message: `docs/messages/*.md`, which the build takes into the program.

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The page of a code.
pub fn page(code: &str) -> Option<&'static str> {
    PAGES.binary_search_by_key(&code, |(code, _)| code).ok().map(|at| PAGES[at].1)
}

/// Every code that has a page, in order.
pub fn codes() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(|(code, _)| *code)
}

/// The code that was probably meant: `L203` for `L0203`, `l0203`, `0203`.
pub fn likely(code: &str) -> Option<&'static str> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let meant = format!("L{digits:0>4}");
    codes().find(|code| *code == meant)
}
