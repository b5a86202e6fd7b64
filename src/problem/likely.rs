//! The likely spelling for a name that is not known.

/// The candidate closest to `name`, where one is close enough to be a slip of the pen: at most a third of
/// its letters apart by Damerau-Levenshtein, or the same letters otherwise joined.
pub fn likely<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.replace(['-', '_', ' '], "").to_lowercase();
    let wanted = plain(name);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| {
            let other = plain(candidate);
            let apart = strsim::damerau_levenshtein(&wanted, &other);
            let begun = wanted.len() >= 4 && (other.starts_with(&wanted) || wanted.starts_with(&other));
            let bound = (wanted.chars().count().max(other.chars().count()) / 3).max(1);
            (apart <= bound || begun).then_some((apart, candidate))
        })
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, candidate)| candidate)
}

/// "`a`, `b` or `c`": names in a row, at most `most` of them.
pub fn row<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let mut shown: Vec<String> = names.iter().take(most).map(|name| format!("`{name}`")).collect();
    if names.len() > most {
        shown.push(format!("{} more", names.len() - most));
    }
    match shown.len() {
        0 => String::new(),
        1 => shown.remove(0),
        _ => {
            let last = shown.pop().unwrap_or_default();
            format!("{} or {last}", shown.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_slips_and_not_strangers() {
        let names = ["terrorist-act", "serious-crime", "aim"];
        assert_eq!(likely("terorist-act", names), Some("terrorist-act"));
        assert_eq!(likely("seriouscrime", names), Some("serious-crime"));
        assert_eq!(likely("privacy", names), None);
    }

    #[test]
    fn rows_are_cut() {
        assert_eq!(row(["a", "b", "c"], 2), "`a`, `b` or 1 more");
        assert_eq!(row(["a"], 2), "`a`");
    }
}
