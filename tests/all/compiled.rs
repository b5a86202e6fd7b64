//! Compiled files: what they hold is what was compiled, and one that is damaged is refused and never a panic.

use std::path::Path;

use licit::casebook::book;
use licit::compiled::batch::{self, Column};
use licit::compiled::file::{FORMAT, Packed, Refused, pack};
use licit::compiled::{Clerk, Desk, Facts, Sheet, UNKNOWN};
use licit::judge::{Case, Judge, Knowledge};
use licit::model::Library;
use licit::problem::{Severity, Tell};
use licit::program::{Member, Value};
use licit::source::Sources;
use proptest::prelude::*;

/// Every policy of the project, with its case books.
fn policies() -> Vec<Sources> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut all = Vec::new();
    for folder in std::fs::read_dir(root).expect("policies").flatten().filter(|it| it.path().is_dir()) {
        let mut sources = Sources::default();
        let mut folders = vec![folder.path()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
                match path.is_dir() {
                    true => folders.push(path),
                    false if path.extension().is_some_and(|it| it == "licit") => files.push(path),
                    false => {}
                }
            }
        }
        files.sort();
        for file in files {
            sources.add(file.display().to_string(), std::fs::read_to_string(&file).expect("a text"));
        }
        all.push(sources);
    }
    all
}

const LAMP: &str = "policy lamp \"The lamp\"\n  actions light\n  otherwise permitted\n\nentity hour\n  late : yes/no\n\n\
                    clause 1 \"Night\"\n  prohibit light when hour is late\n";

fn lamp() -> Vec<u8> {
    let mut sources = Sources::default();
    sources.add("lamp.licit", LAMP);
    let (library, problems) = Library::load(&sources);
    assert!(problems.is_empty());
    pack(&sources, &library)
}

/// Every case of every case book of the project, judged by the text, by what was unpacked, and compiled.
#[test]
fn what_is_unpacked_judges_as_the_text_does() {
    let (mut cases, mut settled) = (0, 0);
    for sources in policies() {
        let (library, _) = Library::load(&sources);
        let (book, _) = book::read(&sources, &library);
        let bytes = pack(&sources, &library);
        assert!(bytes == pack(&sources, &library), "the same text gives the same bytes");
        let packed = Packed::of(&bytes).expect("it was just written");
        let (words, unpacked) = packed.telling().expect("it can be told");
        let compiled = packed.judging().expect("it can judge");
        let (mut sheet, mut desk) = (Sheet::default(), Desk::default());
        for day in book.questions.iter().flat_map(|question| &question.days) {
            let (program, again) =
                (&library.version(day.version).program, &unpacked.version(day.version).program);
            let by_text = Judge::of(program).judge(&day.case);
            let clerk = Clerk::with(Judge::of(again), compiled[day.version.0 as usize].clone());
            assert_eq!(format!("{:?}", clerk.judge(&day.case, &mut desk)), format!("{by_text:?}"));
            let mut facts = Facts::default();
            let fits = clerk.compiled().fill(&mut facts, &day.case).is_ok();
            settled += u32::from(fits && clerk.settled(&day.case, &facts, &mut sheet).is_some());
            cases += 1;
        }
        for version in &library.versions {
            let span = version.program.policy.span;
            assert_eq!(words.text(span), sources.text(span));
        }
    }
    assert!(cases > 100 && settled * 3 > cases, "{settled} of {cases} were settled");
}

/// Whoever makes another thing of what is packed raises [`FORMAT`], so that no older file is taken for one.
#[test]
fn the_format_is_raised_with_what_is_packed() {
    let bytes = lamp();
    let parts = &bytes[8 + 4 + 1 + env!("CARGO_PKG_VERSION").len() + 32..];
    let sum = parts.iter().fold(0_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3));
    insta::assert_snapshot!(format!("format {FORMAT}: {} bytes, {sum:016x}", parts.len()));
}

#[test]
fn another_version_is_told_by_its_name() {
    let mut bytes = lamp();
    bytes[13] = b'9';
    assert_eq!(
        Packed::of(&bytes).unwrap_err(),
        Refused::Stale { by: format!("9{}", &env!("CARGO_PKG_VERSION")[1..]) }
    );
    assert_eq!(Packed::of(LAMP.as_bytes()).unwrap_err(), Refused::NotCompiled);
}

const HALL: &str = "policy hall \"The hall\"\n  actions let\n  otherwise prohibited\n\nterms kind\n  club\n  school\n  \
                    trader\n\nterms want\n  music\n  food\n  dogs\n\nentity tenant\n  kind : kind\n  insured : yes/no\n  \
                    people : whole number\n  wants : set of want\n\nclause 1 \"Clubs\"\n  permit let when tenant.kind is one \
                    of club, school and tenant is insured and tenant.people is at most 200\n\nclause 2 \"Dogs\"\n  prohibit \
                    let when tenant.wants includes dogs\n\nclause 3 \"Many\"\n  require tenant is insured for let when \
                    tenant.people is at least 50\n";

proptest! {
    /// Rows in columns, on several threads, come out as each comes out by itself.
    #[test]
    fn rows_are_decided_as_cases_are(
        rows in prop::collection::vec((any::<u8>(), 0_i64..4, 0_i64..3, 0_i64..300, 0_u64..8), 0..70),
        threads in 1_usize..5,
    ) {
        let mut sources = Sources::default();
        sources.add("hall.licit", HALL);
        let (library, problems) = Library::load(&sources);
        prop_assert!(problems.iter().all(|it| it.severity() != Severity::Error), "{:?}", problems);
        let program = &library.versions[0].program;
        let number = |name: &str| program.facts.iter().position(|fact| &*fact.name == name).expect("a fact");
        let clerk = Clerk::of(program);
        // A bit of the first number each says which facts are known.
        let cells = |bit: u8, of: &dyn Fn(usize) -> i64| -> Vec<i64> {
            (0..rows.len()).map(|row| if rows[row].0 >> bit & 1 == 1 { of(row) } else { UNKNOWN }).collect()
        };
        let (kind, insured) = (cells(0, &|row| rows[row].1.min(2)), cells(1, &|row| rows[row].2.min(1)));
        let people = cells(2, &|row| rows[row].3);
        let bits: Vec<u64> = rows.iter().map(|row| row.4).collect();
        let known: Vec<bool> = rows.iter().map(|row| row.0 >> 3 & 1 == 1).collect();
        let mut columns = vec![Column::Unknown; program.facts.len()];
        columns[1] = Column::Same(0);
        columns[number("tenant.kind")] = Column::Cells(&kind);
        columns[number("tenant.insured")] = Column::Cells(&insured);
        columns[number("tenant.people")] = Column::Cells(&people);
        columns[number("tenant.wants")] = Column::Sets { bits: &bits, words: 1, known: &known };
        let answers = batch::decide(clerk.compiled(), rows.len(), &columns, threads);
        for row in 0..rows.len() {
            let mut case = Case::unstated(program);
            let mut state = |fact: usize, value: Value| case.facts[fact].knowledge = Knowledge::Value(value);
            state(1, Value::Member(Member(0)));
            if kind[row] != UNKNOWN {
                state(number("tenant.kind"), Value::Member(Member(kind[row] as u32)));
            }
            if insured[row] != UNKNOWN {
                state(number("tenant.insured"), Value::YesNo(insured[row] == 1));
            }
            if people[row] != UNKNOWN {
                state(number("tenant.people"), Value::Point(people[row].into()));
            }
            if known[row] {
                let members = (0..3).filter(|member| bits[row] >> member & 1 == 1).map(Member);
                state(number("tenant.wants"), Value::Set(members.collect()));
            }
            let verdict = Judge::of(program).judge(&case).expect("it can be");
            if let Some(decided) = answers.decided[row] {
                prop_assert_eq!((decided.ruling, Some(decided.layer)), (verdict.ruling, verdict.layer));
                let by: Vec<_> = verdict.by.iter().map(|decider| decider.unit).collect();
                prop_assert_eq!(answers.by(row), by.as_slice());
            } else {
                let all_known = rows[row].0 & 15 == 15;
                prop_assert!(!all_known, "{:?}", verdict);
            }
        }
    }

    #[test]
    fn damage_is_found(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let whole = lamp();
        let mut bytes = whole.clone();
        for (place, by) in flips {
            let at = place.index(bytes.len());
            bytes[at] ^= by;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        prop_assume!(bytes != whole);
        prop_assert!(Packed::of(&bytes).is_err());
    }
}
