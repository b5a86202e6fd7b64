//! Random edits of the policies in `policies/`: each that changes what is decided is told, with the clause that was
//! edited, and each that does not is proved to change nothing.
//!
//! `LICIT_AMENDMENTS=200 cargo test amendments` tries as many of each policy's edits.

use std::fs;
use std::path::{Path, PathBuf};

use licit::casebook::book::{self, Casebook};
use licit::judge::{Case, Knowledge, Stated, StatedElement, judge};
use licit::model::{Library, VersionId};
use licit::program::{ACTIONS, DATE, FactId, Member, Place, Program, Test, Type, UNLIMITED, Value};
use licit::source::{Refusal, Sources};
use licit::syntax::imports::{self, Found};
use licit::versions::{Comparison, Text, compare};

/// How many complete cases are drawn for each edit.
const DRAWN: usize = 150;

/// An edit: what it is, the text it makes, and the clause it is in.
pub struct Edit {
    pub what: String,
    pub text: String,
    /// The number of the clause; none, where what is edited is no clause.
    clause: Option<String>,
    /// It changes words alone.
    words_alone: bool,
}

/// A run of numbers that look accidental and are the same each time.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

pub fn policies() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("policies")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "licit")
                && fs::read_to_string(&path).unwrap().lines().any(|line| line.starts_with("policy "))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_edit_is_told_or_proved_to_change_nothing() {
    let most = std::env::var("LICIT_AMENDMENTS").ok().and_then(|many| many.parse().ok()).unwrap_or(24);
    let mut edits = Vec::new();
    for path in policies() {
        let text = fs::read_to_string(&path).unwrap();
        edits.extend(self::edits(&text).into_iter().map(|edit| (path.clone(), text.clone(), edit)));
    }
    let mut chance = Chance(7);
    let (mut tried, mut changing, mut told_apart) = (0, 0, 0);
    while tried < most && !edits.is_empty() {
        let (path, text, edit) = edits.swap_remove(chance.below(edits.len()));
        let (Some(old), Some(new)) = (Read::of(&path, &text), Read::of(&path, &edit.text)) else { continue };
        let compared = compare(old.text(), new.text(), Vec::new());
        let about = format!("{}: {}", path.display(), edit.what);
        assert!(compared.behaviour.unproved.is_none(), "{about}: {:?}", compared.behaviour.unproved);
        tried += 1;
        changing += usize::from(!compared.behaviour.groups.is_empty());
        told_apart += held(&compared, &edit, &about, &mut chance);
    }
    println!(
        "{tried} edits, {changing} of them change what is decided; {told_apart} were seen to in cases drawn"
    );
    assert!(tried == most || edits.is_empty());
    assert!(changing > 0 && changing < tried, "{changing} of {tried}");
}

/// Holds what is told of an edit to cases drawn, and gives whether one of these is judged otherwise.
fn held(compared: &Comparison, edit: &Edit, about: &str, chance: &mut Chance) -> usize {
    let groups = &compared.behaviour.groups;
    assert!(!edit.words_alone || groups.is_empty(), "{about}: {groups:?}");
    if let Some(clause) = &edit.clause {
        for area in groups.iter().flat_map(|group| &group.areas) {
            let (old, new) = (&compared.old, &compared.new);
            let of = |citation: String| {
                citation.strip_prefix(&**clause).is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
            };
            let named = area.changed.iter().any(|unit| {
                unit.old.is_some_and(|unit| of(old.citation(unit)))
                    || unit.new.is_some_and(|unit| of(new.citation(unit)))
            });
            assert!(named, "{about}: {:?} does not name clause {clause}", area.changed);
        }
    }
    let mut differs = false;
    for _ in 0..DRAWN {
        let case = drawn(&compared.old, &compared.new, chance);
        let [old, new] = [&compared.old, &compared.new].map(|program| {
            let mut program = (**program).clone();
            program.policy.days = licit::program::Validity::default().days();
            judge(&program, &own(&compared.old, &program, &case)).map(|verdict| verdict.ruling)
        });
        if let (Ok(old), Ok(new)) = (old, new) {
            differs |= old != new;
        }
    }
    assert!(!differs || !groups.is_empty(), "{about}: a case is judged otherwise, and nothing is told");
    usize::from(differs)
}

/// The edits made no fact and no term another but by name, so that a case of the old version is one of the new.
fn own(old: &Program, program: &Program, case: &Case) -> Case {
    assert_eq!(old.facts.len(), program.facts.len());
    case.clone()
}

/// A complete case, its points near those that the texts speak of.
fn drawn(old: &Program, new: &Program, chance: &mut Chance) -> Case {
    let mut case = Case::unstated(old);
    for (number, fact) in old.facts.iter().enumerate() {
        let place = Place::Fact(FactId(number as u32));
        case.facts[number] = stated(old, new, place, fact.ty, chance);
    }
    for (number, list) in old.lists.iter().enumerate() {
        let id = licit::program::ListId(number as u32);
        case.lists[number].open = false;
        for _ in 0..chance.below(3) {
            let attributes = list.attributes.iter().enumerate().map(|(at, attribute)| {
                let place = Place::Element(id, licit::program::AttributeId(at as u32));
                stated(old, new, place, attribute.ty, chance)
            });
            let attributes = attributes.collect();
            case.lists[number].elements.push(StatedElement { label: None, attributes, span: None });
        }
    }
    case
}

fn stated(old: &Program, new: &Program, place: Place, ty: Type, chance: &mut Chance) -> Stated {
    let members = |domain| {
        if domain == ACTIONS { old.domain(ACTIONS).terms.len() } else { old.domain(domain).terms.len() }
    };
    let value = match ty {
        Type::YesNo => Value::YesNo(chance.below(2) == 0),
        Type::Member(domain) => Value::Member(Member(chance.below(members(domain)) as u32)),
        Type::Set(domain) => {
            let mut set: Vec<Member> =
                (0..chance.below(3)).map(|_| Member(chance.below(members(domain)) as u32)).collect();
            set.sort_unstable();
            set.dedup();
            Value::Set(set.into())
        }
        Type::Text => Value::Text("a text".into()),
        Type::Point(_) => {
            let atoms = old.atoms.iter().chain(&new.atoms).filter(|atom| atom.place == place);
            let edges = atoms.flat_map(|atom| match &atom.test {
                Test::Within(ranges) => {
                    ranges.iter().flat_map(|(one, other)| [*one - 1, *one, *other]).collect()
                }
                _ => Vec::new(),
            });
            let edges: Vec<i128> = edges.filter(|edge| (0..UNLIMITED).contains(edge)).collect();
            let day = place == Place::Fact(DATE);
            match edges.is_empty() {
                true => Value::Point(if day { 738_000 } else { chance.below(100) as i128 }),
                false => Value::Point(edges[chance.below(edges.len())]),
            }
        }
    };
    Stated { knowledge: Knowledge::Value(value), ..Stated::default() }
}

/// One file read.
struct Read {
    sources: Sources,
    library: Library,
    book: Casebook,
}

impl Read {
    /// `None` where the text has an error.
    fn of(path: &Path, text: &str) -> Option<Read> {
        let mut sources = Sources::default();
        sources.add(path.display().to_string(), text);
        imports::follow(&mut sources, |sources, _, name| {
            match (sources.named(name), fs::read_to_string(name)) {
                (Some(known), _) => Found::Known(known),
                (None, Ok(text)) => Found::Text(text),
                (None, Err(_)) => Found::Refused(Refusal::NotThere { near: Vec::new() }),
            }
        });
        let (library, _) = Library::load(&sources);
        let sound = library.versions.len() == 1 && library.versions[0].sound;
        let (book, _) = book::read(&sources, &library);
        sound.then_some(Read { sources, library, book })
    }

    fn text(&self) -> Text<'_> {
        Text { sources: &self.sources, library: &self.library, version: VersionId(0), book: &self.book }
    }
}

/// Every edit of a text that is tried.
pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut clause: Option<String> = None;
    let mut quoted = false;
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with(|first: char| !first.is_whitespace()) {
            let number = line.strip_prefix("clause ").and_then(|rest| match rest.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next(),
                None => rest.split_whitespace().next(),
            });
            clause = number.map(str::to_owned);
        }
        let inside = quoted;
        quoted ^= line.matches("\"\"\"").count() % 2 == 1;
        if inside || line.trim_start().starts_with(['#', '"']) {
            continue;
        }
        let mut edit = |what: &str, new: Option<String>, words_alone: bool| {
            let mut other: Vec<&str> = lines.clone();
            match &new {
                Some(new) => other[at] = new,
                None => drop(other.remove(at)),
            }
            let what = format!("{what} in line {}: {}", at + 1, line.trim());
            edits.push(Edit { what, text: other.join("\n") + "\n", clause: clause.clone(), words_alone });
        };
        let words = ["text", "source", "note", "quote", "title", "outside", "version", "issued", "in force"];
        if words.iter().any(|word| line.trim_start().starts_with(word)) {
            continue;
        }
        if let (Some(number), true) = (&clause, line.starts_with("clause ")) {
            if let (Some((before, _)), false) = (line.split_once('"'), line.starts_with("clause \"")) {
                edit("another title", Some(format!("{before}\"Another title\"")), true);
            }
            let cited = lines.iter().any(|other| other.contains("clause") && !other.starts_with("clause "));
            if !cited {
                let moved = line.replacen(&format!("clause {number} "), &format!("clause {number}bis "), 1);
                edit("another number", Some(moved), true);
            }
            continue;
        }
        let code = line.split('"').next().unwrap_or_default();
        if let Some((number, before, after)) = number(code) {
            let rest = &line[code.len()..];
            edit("one more", Some(format!("{before}{}{after}{rest}", number + 1)), false);
            if number > 0 {
                edit("one less", Some(format!("{before}{}{after}{rest}", number - 1)), false);
            }
        }
        for (word, other) in [(" any of", " all of"), (" all of", " any of"), (" is yes", " is no")] {
            if code.contains(word) {
                edit("one word for another", Some(line.replacen(word, other, 1)), false);
            }
        }
        if line.trim_start().starts_with("unless ") {
            edit("an exception removed", None, false);
        }
        if let (Some(place), true) = (code.rfind(", "), line.starts_with(' ')) {
            let dropped = code[place + 2..].trim_end();
            if !dropped.is_empty() && dropped.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                edit(
                    "the last of a list dropped",
                    Some(format!("{}{}", &line[..place], &line[code.len()..])),
                    false,
                );
            }
        }
    }
    edits
}

/// The first number in a line behind `is` or `at`, with what stands before and after it.
fn number(line: &str) -> Option<(u64, &str, &str)> {
    let begins = line.char_indices().find(|(at, c)| {
        c.is_ascii_digit() && *at > 0 && line[..*at].ends_with(' ') && line[..*at].contains(" is ")
    });
    let (at, _) = begins?;
    let long = line[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len() - at);
    let after = &line[at + long..];
    if after.starts_with('-') {
        return None;
    }
    Some((line[at..at + long].parse().ok()?, &line[..at], after))
}
