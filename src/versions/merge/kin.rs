//! Which item of a side is which of the base.

use std::collections::{HashMap, VecDeque};

use super::{Entry, Unit};

/// For each item of each side its unit.
#[derive(Debug)]
pub struct Kin {
    pub ours: Vec<Unit>,
    pub theirs: Vec<Unit>,
}

/// Pairs the items of both sides with those of the base, and those that both added with each other.
pub fn kin(base: &[Entry], ours: &[Entry], theirs: &[Entry]) -> Kin {
    let (our, their) = (descent(base, ours), descent(base, theirs));
    let inverse = |of: &[Option<usize>]| -> HashMap<usize, usize> {
        of.iter().enumerate().filter_map(|(at, base)| Some(((*base)?, at))).collect()
    };
    let (our_of, their_of) = (inverse(&our), inverse(&their));
    let mut added: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, entry) in theirs.iter().enumerate().filter(|(at, _)| their[*at].is_none()) {
        added.entry((entry.kind, entry.name.as_deref().unwrap_or_default())).or_default().push(at);
    }
    let mut also_added: HashMap<usize, usize> = HashMap::new();
    let mut kin = Kin { ours: Vec::new(), theirs: Vec::new() };
    for (at, entry) in ours.iter().enumerate() {
        let theirs = match our[at] {
            Some(base) => their_of.get(&base).copied(),
            None => {
                let found = added.get_mut(&(entry.kind, entry.name.as_deref().unwrap_or_default()));
                let same = found.and_then(|places| {
                    let which = places
                        .iter()
                        .position(|at| entry.name.is_some() || theirs[*at].words() == entry.words());
                    which.map(|which| places.remove(which))
                });
                if let Some(same) = same {
                    also_added.insert(same, at);
                }
                same
            }
        };
        kin.ours.push(Unit { base: our[at], ours: Some(at), theirs });
    }
    for (at, base) in their.iter().enumerate() {
        let ours = base.and_then(|base| our_of.get(&base).copied()).or_else(|| also_added.get(&at).copied());
        kin.theirs.push(Unit { base: *base, ours, theirs: Some(at) });
    }
    kin
}

/// For each item of a side the one of the base that it was.
fn descent(base: &[Entry], side: &[Entry]) -> Vec<Option<usize>> {
    let mut found = Found { of: vec![None; side.len()], taken: vec![false; base.len()] };
    let (was, is) = (by_name(base), by_name(side));
    let (base_keys, side_keys) = (keys(&was, base.len()), keys(&is, side.len()));
    // What says that it was formerly another, and did not say so before.
    for (at, entry) in side.iter().enumerate() {
        let same = side_keys[at].and_then(|key| was.get(key));
        let said_before = same.is_some_and(|before| base[*before].formerly == entry.formerly);
        for number in entry.formerly.iter().filter(|_| !said_before) {
            if let Some(&before) = was.get(&("clause", format!("clause {number}"), 0)) {
                found.pair(at, before);
            }
        }
    }
    // What has not a word changed but its name, where the name stands for something else now.
    let bodies = |all: &[Entry]| all.iter().map(body).collect::<Vec<String>>();
    let (old, new) = (bodies(base), bodies(side));
    let stays = |at: usize, key: &Key| was.get(key).is_some_and(|before| old[*before] == new[at]);
    let mut moved: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, entry) in side.iter().enumerate() {
        if entry.name.is_some() && !side_keys[at].is_some_and(|key| stays(at, key)) {
            moved.entry((entry.kind, &new[at])).or_default().push(at);
        }
    }
    for (before, key) in base_keys.iter().enumerate() {
        let stays = key.and_then(|key| is.get(key)).is_some_and(|at| old[before] == new[*at]);
        if base[before].name.is_none() || stays {
            continue;
        }
        if let Some([only]) = moved.get(&(base[before].kind, &*old[before])).map(Vec::as_slice) {
            found.pair(*only, before);
        }
    }
    // What has the same name.
    for (at, key) in side_keys.iter().enumerate() {
        if let Some(before) = key.and_then(|key| was.get(key)) {
            found.pair(at, *before);
        }
    }
    // What has no name: first what says the same, then what is left, in order.
    for same_words in [true, false] {
        let mut left: HashMap<(&str, &str), VecDeque<usize>> = HashMap::new();
        let place = |entry: &Entry, body| (entry.kind, if same_words { body } else { "" });
        for (before, entry) in base.iter().enumerate().filter(|(_, entry)| entry.name.is_none()) {
            if !found.taken[before] {
                left.entry(place(entry, &old[before])).or_default().push_back(before);
            }
        }
        for (at, entry) in side.iter().enumerate().filter(|(_, entry)| entry.name.is_none()) {
            if found.of[at].is_none()
                && let Some(before) = left.get_mut(&place(entry, &new[at])).and_then(VecDeque::pop_front)
            {
                found.pair(at, before);
            }
        }
    }
    found.of
}

type Key = (&'static str, String, usize);

/// Kind, name, and how many of that name stand before it.
fn key(entry: &Entry, before: usize) -> Key {
    (entry.kind, entry.name.clone().unwrap_or_default(), before)
}

fn by_name(all: &[Entry]) -> HashMap<Key, usize> {
    let mut seen: HashMap<Key, usize> = HashMap::new();
    let mut names = HashMap::new();
    for (at, entry) in all.iter().enumerate().filter(|(_, entry)| entry.name.is_some()) {
        let count = seen.entry(key(entry, 0)).or_default();
        names.insert(key(entry, *count), at);
        *count += 1;
    }
    names
}

/// For each item its key; nothing where it has no name.
fn keys(names: &HashMap<Key, usize>, many: usize) -> Vec<Option<&Key>> {
    let mut keys = vec![None; many];
    for (key, at) in names {
        keys[*at] = Some(key);
    }
    keys
}

/// What an item says without its name, and without the names that it had.
fn body(entry: &Entry) -> String {
    let limbs = entry.limbs.iter().filter(|limb| !limb.trim_start().starts_with("formerly "));
    let words = limbs.flat_map(|limb| limb.split_whitespace()).collect::<Vec<_>>().join(" ");
    match &entry.name {
        Some(name) => words.replacen(name.as_str(), "", 1),
        None => words,
    }
}

struct Found {
    of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Found {
    /// Takes two items for one, if neither has another already.
    fn pair(&mut self, side: usize, base: usize) {
        if self.of[side].is_none() && !self.taken[base] {
            self.of[side] = Some(base);
            self.taken[base] = true;
        }
    }
}
