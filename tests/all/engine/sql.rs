//! The engine against databases, which run what Licit exports: where a row says that it is exact, its verdict is
//! Licit's own; elsewhere it never says more than Licit does. What it names as deciding decides, and of the facts
//! that a verdict turns on none is left out.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use licit::casebook::book;
use licit::export::sql::{Dialect, Request, query};
use licit::judge::{Case, Knowledge, StatedElement, StatedList, Verdict, judge};
use licit::model::Library;
use licit::program::*;
use licit::source::{Refusal, Sources};
use licit::syntax::imports::{self, Found};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};

use super::draw::Draw;
use super::random::{self, Flavour};
use super::{cases, failed, tell};

const FLAVOURS: [Flavour; 4] = [Flavour::Scalars, Flavour::List, Flavour::ComparedList, Flavour::Lines];

/// How long random programs are compared at most, unless it was said how many.
const LONGEST: Duration = Duration::from_secs(40);

/// How many random cases are judged by one program.
const CASES: usize = 12;

#[test]
fn databases_judge_the_cases_of_the_policies() {
    let Some(mut engines) = Engines::found("databases_judge_the_cases_of_the_policies") else { return };
    for folder in
        ["policies/cyber-end-use", "policies/eu-dual-use", "policies/openrail", "policies/eu-ai-act-5"]
    {
        let mut sources = Sources::default();
        read_folder(&mut sources, std::path::Path::new(folder));
        imports::follow(&mut sources, |_, _, _| Found::Refused(Refusal::NotThere { near: Vec::new() }));
        let (library, _) = Library::load(&sources);
        let (casebook, _) = book::read(&sources, &library);
        let days = || casebook.questions.iter().flat_map(|question| &question.days);
        let mut counted = [0; 3];
        for policy in library.policies().map(str::to_owned).collect::<Vec<_>>() {
            for id in library.versions_of(&policy) {
                let program = &*library.version(*id).program;
                let here = days().filter(|day| day.version == *id);
                let cases: Vec<Case> = here.map(|day| told_in_columns(program, &day.case)).collect();
                let compared = engines
                    .compare(program, &cases, &BTreeSet::new())
                    .unwrap_or_else(|fault| panic!("{policy}: {fault}"));
                for (total, more) in counted.iter_mut().zip(compared) {
                    *total += more;
                }
            }
        }
        let [all, exact, open] = counted;
        println!("{folder}: {all} cases, {exact} rows exact, {open} of all undetermined");
        assert!(all > 20 && exact * 5 > all * 4, "{folder}: {exact} of {all} are exact");
    }
}

/// How long the judge may take over one case.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether the judge takes so long over a case that a table of such rows would take minutes: where several days are held
/// to one another by months, until it gives up.
fn is_tedious(program: &Program, case: &Case) -> bool {
    let begun = Instant::now();
    let _ = judge(program, case);
    begun.elapsed() > PATIENCE
}

#[test]
fn databases_judge_random_programs() {
    let Some(engines) = Engines::found("databases_judge_random_programs") else { return };
    let engines = RefCell::new(engines);
    let begun = Instant::now();
    let counted = RefCell::new([0; 3]);
    let config = ProptestConfig { cases: cases(), max_shrink_iters: 200, ..super::config() };
    let numbers = prop::collection::vec(any::<u16>(), 0..900);
    let outcome = TestRunner::new(config).run(&numbers, |numbers| {
        if begun.elapsed() > LONGEST && std::env::var_os("LICIT_RANDOM_CASES").is_none() {
            return Ok(());
        }
        let mut draw = Draw::from(numbers);
        let (program, _, _) = random::program(&mut draw, &FLAVOURS);
        let cases: Vec<Case> =
            (0..CASES).map(|_| told_in_columns(&program, &random::case(&mut draw, &program))).collect();
        if cases.iter().any(|case| is_tedious(&program, case)) {
            return Ok(());
        }
        let mut names: Vec<String> = program.facts[2..].iter().map(|fact| fact.name.to_string()).collect();
        for list in &program.lists {
            let attributes = list.attributes.iter();
            names.extend(attributes.map(|attribute| format!("{}.{}", list.name, attribute.name)));
            names.push(list.name.to_string());
        }
        let without = names.into_iter().filter(|_| draw.chance(9)).collect();
        match engines.borrow_mut().compare(&program, &cases, &without) {
            Ok(compared) => {
                for (total, more) in counted.borrow_mut().iter_mut().zip(compared) {
                    *total += more;
                }
                Ok(())
            }
            Err(fault) => Err(failed(TestCaseError::fail(fault), || tell::tell(&program, &cases[0]))),
        }
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let [all, exact, open] = counted.into_inner();
    println!("{all} rows in {:?}, {exact} exact, {open} undetermined", begun.elapsed());
    assert!(exact * 5 > all * 2, "only {exact} of {all} rows are exact");
}

/// Every type, a list, months, factors, readings and an assumption.
#[test]
fn databases_judge_cases_of_every_type() {
    let Some(mut engines) = Engines::found("databases_judge_cases_of_every_type") else { return };
    let mut sources = Sources::default();
    sources.add("loans.licit", crate::cli::LOANS);
    let (library, _) = Library::load(&sources);
    let program = &*library.versions[0].program;
    let mut runner = TestRunner::deterministic();
    let numbers = prop::collection::vec(any::<u16>(), 60..120);
    let cases = (0..400).map(|_| {
        let numbers = numbers.new_tree(&mut runner).expect("numbers can be drawn").current();
        let mut case = random::case(&mut Draw::from(numbers), program);
        if let Knowledge::Value(Value::Point(day)) = &mut case.facts[DATE.0 as usize].knowledge {
            *day += 900;
        }
        told_in_columns(program, &case)
    });
    let cases: Vec<Case> = cases.collect();
    let [all, exact, open] =
        engines.compare(program, &cases, &BTreeSet::new()).unwrap_or_else(|fault| panic!("{fault}"));
    println!("{all} rows, {exact} exact, {open} undetermined");
    assert!(
        exact * 3 > all && open > 0 && exact > all - open,
        "{exact} of {all} are exact, {open} undetermined"
    );
}

const TWO_VERSIONS: [&str; 2] = [
    r#"policy lamp "The lamp"
  version    "1"
  in force   from 2020-01-01 until 2022-12-31
  actions    light
  otherwise  permitted

entity hour
  late : yes/no

clause 1 "Night"
  prohibit light when hour.late
"#,
    r#"policy lamp "The lamp"
  version    "2"
  in force   from 2024-01-01
  actions    light
  otherwise  prohibited

entity hour
  late : yes/no

clause 1 "Day"
  permit light unless hour.late
"#,
];

/// Each row is judged by the version of its day; one of a day of no version, or without a day, by the last.
#[test]
fn databases_judge_each_row_by_the_version_of_its_day() {
    let Some(mut engines) = Engines::found("databases_judge_each_row_by_the_version_of_its_day") else {
        return;
    };
    let mut sources = Sources::default();
    for (number, text) in TWO_VERSIONS.iter().enumerate() {
        sources.add(format!("{number}.licit"), *text);
    }
    let (library, problems) = Library::load(&sources);
    assert!(library.versions.iter().all(|version| version.sound), "{problems:?}");
    let versions = library.versions_of("lamp");
    let programs: Vec<&Program> = versions.iter().map(|id| &*library.version(*id).program).collect();
    let days = ["2019-06-01", "2020-01-01", "2022-12-31", "2023-06-01", "2024-01-01"];
    let days = days.map(|day| calendar::point(day.parse().expect("a day")));
    let mut cases = Vec::new();
    for day in days.into_iter().chain([None]) {
        for late in [None, Some(false), Some(true)] {
            let mut case = Case::unstated(programs[0]);
            case.facts[DATE.0 as usize].knowledge =
                day.map_or(Knowledge::Unstated, |day| Knowledge::Value(Value::Point(day)));
            case.facts[2].knowledge =
                late.map_or(Knowledge::Unstated, |late| Knowledge::Value(Value::YesNo(late)));
            cases.push((case, library.version_on("lamp", day).expect("there is the policy")));
        }
    }
    let stated: Vec<Case> = cases.iter().map(|(case, _)| case.clone()).collect();
    let (told, queries) = engines.told(&programs, &stated, &BTreeSet::new()).expect("the engines answer");
    for (name, query) in &queries {
        let rows = told[name].as_array().unwrap_or_else(|| panic!("{name}: {}\n{query}", told[name]));
        assert_eq!(rows.len(), cases.len());
        for row in rows {
            let (case, version) = &cases[row[0].as_u64().expect("a number") as usize];
            let program = &*library.version(*version).program;
            let verdict = judge(program, case).expect("every case can be");
            assert_eq!(agrees(program, row, Some(&verdict)), Ok(true), "{name}: {row}\n{query}");
        }
    }
}

const PRESUMED_AGAINST_ASSUMED: &str = r#"policy gate "The gate"
  version    "1"
  actions    enter
  otherwise  permitted

entity visit
  escorted : yes/no presumed no
  invited  : yes/no presumed no
  booked   : yes/no

assume "nobody comes alone and unasked" visit.escorted or visit.invited

clause 1 "Booking"
  prohibit enter unless visit.booked

clause 2 "Escort"
  prohibit enter when visit.invited and not visit.escorted
"#;

/// Where what is presumed cannot be under the assumptions, it is set aside, and what is not known is told.
#[test]
fn databases_set_presumptions_aside() {
    let Some(mut engines) = Engines::found("databases_set_presumptions_aside") else { return };
    let mut sources = Sources::default();
    sources.add("gate.licit", PRESUMED_AGAINST_ASSUMED);
    let (library, problems) = Library::load(&sources);
    assert!(library.versions[0].sound, "{problems:?}");
    let program = &*library.versions[0].program;
    let known = [None, Some(false), Some(true)];
    let all = (0..27).map(|number| [known[number / 9], known[number / 3 % 3], known[number % 3]]);
    let cases = all.map(|facts| {
        let mut case = Case::unstated(program);
        for (stated, fact) in case.facts[2..].iter_mut().zip(facts) {
            stated.knowledge = fact.map_or(Knowledge::Unstated, |yes| Knowledge::Value(Value::YesNo(yes)));
        }
        case
    });
    let cases: Vec<Case> = cases.collect();
    let [all, exact, _] =
        engines.compare(program, &cases, &BTreeSet::new()).unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!([all, exact], [27 * engines.names.len(), 15 * engines.names.len()]);
}

fn read_folder(sources: &mut Sources, folder: &std::path::Path) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("the policies are there").flatten().collect();
    entries.sort_by_key(|entry| entry.path());
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            read_folder(sources, &path);
        } else if path.extension().is_some_and(|ending| ending == "licit") {
            let text = std::fs::read_to_string(&path).expect("a policy can be read");
            sources.add(path.to_string_lossy().into_owned(), text);
        }
    }
}

/// As much of a case as columns can say: no stipulation, no reading, of a set only that terms are in it, nothing
/// that is known to be unknown though it is presumed.
fn told_in_columns(program: &Program, case: &Case) -> Case {
    let mut told = case.clone();
    told.readings.clear();
    told.stipulations.clear();
    for (fact, stated) in program.facts.iter().zip(&mut told.facts) {
        simplify(program, fact, &mut stated.knowledge);
    }
    for (list, stated) in program.lists.iter().zip(&mut told.lists) {
        for element in &mut stated.elements {
            for (attribute, stated) in list.attributes.iter().zip(&mut element.attributes) {
                simplify(program, attribute, &mut stated.knowledge);
            }
        }
    }
    told
}

/// The case without what is stated of these facts and lists.
fn bereft(program: &Program, case: &Case, without: &BTreeSet<String>) -> Case {
    let mut case = case.clone();
    for (fact, stated) in program.facts.iter().zip(&mut case.facts) {
        if without.contains(&*fact.name) {
            stated.knowledge = Knowledge::Unstated;
        }
    }
    for (list, stated) in program.lists.iter().zip(&mut case.lists) {
        if without.contains(&*list.name) {
            *stated = StatedList { elements: Vec::new(), open: true, span: None };
        }
        for element in &mut stated.elements {
            for (attribute, stated) in list.attributes.iter().zip(&mut element.attributes) {
                if without.contains(&format!("{}.{}", list.name, attribute.name)) {
                    stated.knowledge = Knowledge::Unstated;
                }
            }
        }
    }
    case
}

fn simplify(program: &Program, fact: &Fact, knowledge: &mut Knowledge) {
    let told = match knowledge {
        Knowledge::Value(Value::Point(at)) => match fact.ty {
            Type::Point(measure) => (measure.range().0..=UNLIMITED).contains(at),
            _ => true,
        },
        Knowledge::Value(_) => return,
        Knowledge::Such(_) => cell(program, fact, knowledge).is_some(),
        Knowledge::Unknown | Knowledge::Unstated => false,
    };
    if !told {
        *knowledge = Knowledge::Unstated;
    }
}

/// A fact's cell; `None` is NULL.
fn cell(program: &Program, fact: &Fact, knowledge: &Knowledge) -> Option<Json> {
    match (knowledge, fact.ty) {
        (Knowledge::Value(Value::Point(at)), Type::Point(Measure::Months | Measure::Hours)) => {
            Some(json!(*at as i64))
        }
        (Knowledge::Value(value), Type::Point(Measure::Number | Measure::Percentage | Measure::Money(_))) => {
            let told = data::value(program, fact.ty, value);
            Some(told.as_str().map_or_else(|| json!(told.to_string()), |digits| json!(digits)))
        }
        (Knowledge::Value(value), ty) => Some(data::value(program, ty, value)),
        (Knowledge::Such(tests), Type::Member(domain)) => match &tests[..] {
            [(Test::OneOf(these), true)] => name_of(program, domain, these).map(|name| json!(name)),
            _ => None,
        },
        (Knowledge::Such(tests), Type::Set(domain)) => {
            let mut names: Vec<Json> = Vec::new();
            for (test, holds) in tests {
                match (test, holds) {
                    (Test::Set(SetTest::Exactly(groups)), true) if tests.len() == 1 => {
                        for group in groups {
                            names.push(json!(name_of(program, domain, group)?));
                        }
                        return Some(json!(names));
                    }
                    (Test::Set(SetTest::Includes(group)), true) => {
                        names.push(json!(name_of(program, domain, group)?))
                    }
                    _ => return None,
                }
            }
            names.push(Json::Null);
            Some(json!(names))
        }
        _ => None,
    }
}

/// The term that stands for just these members.
fn name_of(program: &Program, domain: DomainId, these: &fixedbitset::FixedBitSet) -> Option<String> {
    let declared = program.domain(domain);
    let mut members = these.ones();
    if let (Some(only), None) = (members.next(), members.next())
        && only == declared.terms.len()
    {
        return Some("other".to_owned());
    }
    let term = declared.terms.iter().find(|term| term.kinds.ones().eq(these.ones()));
    term.map(|term| term.name.to_string())
}

fn kind(ty: Type) -> &'static str {
    match ty {
        Type::YesNo => "boolean",
        Type::Member(_) | Type::Text => "text",
        Type::Set(_) => "texts",
        Type::Point(Measure::Date) => "date",
        Type::Point(Measure::WholeNumber | Measure::Months | Measure::Hours) => "whole",
        Type::Point(_) => "decimal",
    }
}

/// The tables in which the cases stand.
fn tables(program: &Program, cases: &[Case]) -> Json {
    let mut columns = vec![json!(["case", "whole"])];
    let facts = || program.facts.iter().enumerate();
    for (number, fact) in facts() {
        let name = if number == 0 { "on" } else { &fact.name };
        columns.push(json!([name, kind(fact.ty)]));
    }
    columns.extend(program.lists.iter().map(|list| json!([&*list.name, "boolean"])));
    let rows = cases.iter().enumerate().map(|(number, case)| {
        let mut row = vec![json!(number)];
        row.extend(facts().map(|(at, fact)| json!(cell(program, fact, &case.facts[at].knowledge))));
        row.extend(case.lists.iter().map(|list| if list.open { Json::Null } else { json!(true) }));
        json!(row)
    });
    let mut tables = json!({"cases": {"columns": columns, "rows": rows.collect::<Vec<_>>()}});
    for (at, list) in program.lists.iter().enumerate() {
        let mut columns = vec![json!(["case", "whole"])];
        columns.extend(list.attributes.iter().map(|attribute| json!([&*attribute.name, kind(attribute.ty)])));
        let rows = cases.iter().enumerate().flat_map(|(number, case)| {
            let StatedList { elements, .. } = &case.lists[at];
            elements.iter().map(move |StatedElement { attributes, .. }| {
                let stated = list.attributes.iter().zip(attributes);
                let cells =
                    stated.map(|(attribute, stated)| json!(cell(program, attribute, &stated.knowledge)));
                json!([json!(number)].into_iter().chain(cells).collect::<Vec<_>>())
            })
        });
        let rows: Vec<Json> = rows.collect();
        tables[&*list.name] = json!({"columns": columns, "rows": rows});
    }
    tables
}

/// The engines that could be started, and the one program that runs them.
struct Engines {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    names: Vec<String>,
}

impl Engines {
    /// Those that `LICIT_SQL_ENGINES` names, run by the Python that `LICIT_SQL_PYTHON` names. Where there is none,
    /// says so: the runner keeps what tests print, but not what is written to standard error itself.
    fn found(test: &str) -> Option<Engines> {
        let skipped = |why: &str| {
            let skipped = format!("skipped: {test} ({why}; .ci/run installs them)\n");
            std::io::stderr().write_all(skipped.as_bytes()).expect("standard error can be written");
            None
        };
        let Ok(python) = std::env::var("LICIT_SQL_PYTHON") else {
            return skipped("there are no engines of SQL");
        };
        let engines = std::env::var("LICIT_SQL_ENGINES").unwrap_or_else(|_| "duckdb datafusion".to_owned());
        let mut process = Command::new(python)
            .arg("tests/sql/engines.py")
            .args(engines.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python can be run");
        let input = process.stdin.take();
        let mut output = BufReader::new(process.stdout.take().expect("it was asked for"));
        let mut line = String::new();
        output.read_line(&mut line).expect("the engines say who they are");
        let names: Vec<String> = serde_json::from_str(&line).expect("the engines say who they are");
        let missing = engines.split_whitespace().filter(|engine| !names.iter().any(|name| name == engine));
        let missing: Vec<&str> = missing.collect();
        if !missing.is_empty() {
            let _ = skipped(&format!("no {}", missing.join(", ")));
        }
        (!names.is_empty()).then_some(Engines { process, input, output, names })
    }

    /// What every engine tells of the cases, and the query it was given; an error where nothing can be made of it.
    fn told(
        &mut self,
        programs: &[&Program],
        cases: &[Case],
        without: &BTreeSet<String>,
    ) -> Result<(Json, BTreeMap<String, String>), String> {
        let mut queries = BTreeMap::new();
        for name in &self.names {
            let dialect = match name.as_str() {
                "duckdb" => Dialect::DuckDb,
                "datafusion" => Dialect::DataFusion,
                "postgres" => Dialect::Postgres,
                _ => Dialect::Spark,
            };
            let request =
                Request { keep: vec!["case".to_owned()], without: without.clone(), ..Request::of(dialect) };
            queries.insert(name.clone(), query(programs, &request, &|_| None));
        }
        let task = json!({"tables": tables(programs[0], cases), "queries": queries});
        let input = self.input.as_mut().expect("it was asked for");
        writeln!(input, "{task}").and_then(|()| input.flush()).expect("the engines read");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the engines answer");
        let told: Json = serde_json::from_str(&line).map_err(|fault| format!("{fault}: {line}"))?;
        Ok((told, queries))
    }

    /// Judges the cases by Licit and by every engine, some facts without a column; how many there were, how many rows said that they are exact,
    /// and how many that they are undetermined.
    fn compare(
        &mut self,
        program: &Program,
        cases: &[Case],
        without: &BTreeSet<String>,
    ) -> Result<[usize; 3], String> {
        if cases.is_empty() {
            return Ok([0; 3]);
        }
        let cases: Vec<Case> = cases.iter().map(|case| bereft(program, case, without)).collect();
        let (told, queries) = self.told(&[program], &cases, without)?;
        let mut counted = [0; 3];
        for name in &self.names {
            let fault = |words: String| format!("{name}: {words}\n{}", queries[name]);
            let rows = told[name].as_array().ok_or_else(|| fault(told[name].to_string()))?;
            if rows.len() != cases.len() {
                return Err(fault(format!("{} rows for {} cases", rows.len(), cases.len())));
            }
            for row in rows {
                let number = row[0].as_u64().expect("a number") as usize;
                let case = &cases[number];
                let verdict = judge(program, case);
                let exact = agrees(program, row, verdict.as_ref().ok())
                    .map_err(|words| fault(format!("{words}\n{row}\n{}", tell::tell(program, case))))?;
                counted[0] += 1;
                counted[1] += usize::from(exact);
                counted[2] += usize::from(row[1] == "undetermined");
            }
        }
        Ok(counted)
    }
}

/// Whether a row says that it is exact; an error where it says what is not so. A case that cannot be has no verdict.
fn agrees(program: &Program, row: &Json, verdict: Option<&Verdict>) -> Result<bool, String> {
    let exact = row[4] == true;
    let told = |at: usize| -> Vec<&str> {
        row[at].as_str().map_or_else(Vec::new, |words| words.split("; ").collect())
    };
    let Some(verdict) = verdict else {
        let refused = row[5] == "it goes against what the policy assumes" && row[1].is_null();
        return if refused || !exact { Ok(refused) } else { Err("this case cannot be".to_owned()) };
    };
    if !row[5].is_null() {
        return Err("this case can be".to_owned());
    }
    let ruling = verdict.ruling.words().replace(' ', "-");
    let said = row[1].as_str().unwrap_or_default();
    if said != ruling && (exact || said != "undetermined") {
        return Err(format!("the verdict is {ruling}"));
    }
    let by: Vec<String> = verdict
        .by
        .iter()
        .map(|decider| decider.unit.map_or_else(|| "otherwise".to_owned(), |unit| program.citation(unit)))
        .collect();
    // Tables find some of what decides for sure; where none, all that may.
    let among =
        |these: &[String], those: &[&str]| those.iter().all(|it| these.iter().any(|other| other == it));
    let is_told = told(2).iter().all(|it| !it.is_empty()) && told(2).is_empty() == by.is_empty();
    let by_all: Vec<&str> = by.iter().map(String::as_str).collect();
    let told_all: Vec<String> = told(2).iter().map(|it| (*it).to_owned()).collect();
    if said != "undetermined" && !(is_told && (among(&by, &told(2)) || among(&told_all, &by_all))) {
        return Err(format!("it is decided by {by:?}"));
    }
    // Beyond its budget Licit too may name too many.
    if said == "undetermined" && verdict.ruling == Ruling::Undetermined && verdict.exact {
        for name in &verdict.turns_on {
            let key = name.key(program);
            let (list, attribute) =
                key.split_once('[').map_or((&*key, None), |(list, rest)| (list, rest.split_once("].")));
            let name = match attribute {
                Some((_, attribute)) => format!("{list}.{attribute}"),
                None if key == "date" => "on".to_owned(),
                None => key.clone(),
            };
            if !told(3).contains(&name.as_str()) {
                return Err(format!("it turns on {name}"));
            }
        }
    }
    Ok(exact)
}

impl Drop for Engines {
    fn drop(&mut self) {
        // They end when there is nothing more to read.
        drop(self.input.take());
        let _ = self.process.wait();
    }
}
