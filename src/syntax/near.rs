//! The word of the language that was probably meant.

use super::vocabulary::RESERVED;

/// Words that are often written as one.
const JOINED: [&str; 16] = [
    "at least",
    "at most",
    "more than",
    "less than",
    "one of",
    "none of",
    "any of",
    "all of",
    "on or before",
    "on or after",
    "set of",
    "kind of",
    "decided by",
    "by table",
    "first match",
    "unique match",
];

/// The candidate that a word was probably meant to be: written with capitals, with a letter wrong or two
/// swapped, with an ending, or two words run together.
pub(super) fn near<'w>(word: &str, candidates: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let lower = word.to_lowercase();
    if RESERVED.contains(&word) {
        return None;
    }
    let letters = lower.chars().count();
    let most_apart = match letters {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .filter_map(|candidate| {
            let joined = JOINED.into_iter().find(|joined| {
                joined.split(' ').next() == Some(candidate)
                    && joined.replace(' ', "") == lower.replace(['-', '_'], "")
            });
            if let Some(joined) = joined {
                return Some((0, joined));
            }
            let ending =
                candidate.len() >= 5 && lower.starts_with(candidate) && lower.len() <= candidate.len() + 3;
            let apart = strsim::damerau_levenshtein(&lower, candidate);
            (apart <= most_apart || ending).then_some((apart, candidate))
        })
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn slips() {
        assert_eq!(near("permitt", ["permit", "prohibit"]), Some("permit"));
        assert_eq!(near("prohibited", ["permit", "prohibit"]), Some("prohibit"));
        assert_eq!(near("AND", ["and"]), Some("and"));
        assert_eq!(near("atleast", ["at", "more"]), Some("at least"));
        assert_eq!(near("wehn", ["when"]), Some("when"));
        assert_eq!(near("buyer", ["by", "any"]), None);
        assert_eq!(near("or", ["of"]), None);
    }
}
