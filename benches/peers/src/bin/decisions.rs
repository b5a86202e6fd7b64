//! One policy and the same cases for Licit, Cedar, regorus and what is written by hand: how long a decision takes, all
//! decisions held to be the same. See README.md.

use std::collections::HashMap;
use std::str::FromStr;

use cedar_policy as cedar;
use licit::compiled::batch::{self, Column, Way};
use licit::compiled::{columns, Clerk, Compiled, Facts, Sheet};
use licit::judge::{Case as Stated, Judge, Knowledge, Layer};
use licit::model::Library;
use licit::program::{ACTION, DomainId, Member, Program, Ruling, Type, Value};
use licit::source::Sources;
use peers::clock::{median, median_of_all_threads, told};
use peers::usage::{Case, Outcome, Policy};
use peers::{floor, real};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;

const CASES: usize = 20_000;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let wants = |part: &str| wanted.is_empty() || wanted.iter().any(|it| it == part);
    if wants("peers") {
        peers_table();
    }
    if wants("reading") {
        reading_table();
    }
    if wants("batches") {
        batches_table();
    }
    if wants("growth") {
        growth_table();
    }
    if wants("policies") {
        policies_table();
    }
    if wants("cold") {
        cold_table();
    }
}

fn sizes() -> [(&'static str, Policy); 3] {
    [("small", Policy::Small), ("1,000", Policy::of(1_000)), ("10,000", Policy::of(10_000))]
}

fn library(policy: &Policy) -> Library {
    let mut sources = Sources::default();
    sources.add("usage.licit", policy.licit());
    let (library, problems) = Library::load(&sources);
    assert!(problems.iter().all(|it| !format!("{it:?}").contains("Error")), "{:?}", problems.first());
    library
}

/// A case as Licit takes it.
fn stated(program: &Program, case: &Case) -> Stated {
    let mut stated = Stated::unstated(program);
    let member = |domain: DomainId, name: &str| program.domain(domain).member(name).expect("it is a term");
    stated.facts[ACTION.0 as usize].knowledge = Knowledge::Value(Value::Member(Member(0)));
    for (number, fact) in program.facts.iter().enumerate() {
        let value = match (&*fact.name, fact.ty) {
            ("operation.agency", Type::Member(domain)) => Value::Member(member(domain, &case.agency)),
            ("operation.signed", _) => Value::YesNo(case.signed),
            ("operation.purpose", Type::Member(domain)) => Value::Member(member(domain, &case.purpose)),
            ("operation.place", Type::Member(domain)) => Value::Member(member(domain, &case.place)),
            ("operation.sentence", _) => Value::Point(i128::from(case.years) * 12),
            ("operation.grounds", Type::Set(domain)) => {
                let mut members: Vec<Member> =
                    case.grounds.iter().map(|ground| member(domain, ground)).collect();
                members.sort_unstable();
                Value::Set(members.into())
            }
            ("offends-against-privacy", _) => Value::YesNo(case.offends),
            _ => continue,
        };
        stated.facts[number].knowledge = Knowledge::Value(value);
    }
    stated
}

fn outcome(ruling: Ruling, layer: Layer) -> Outcome {
    match (ruling, layer) {
        (Ruling::Permitted, _) => Outcome::Permitted,
        (_, Layer::Otherwise) => Outcome::Denied,
        _ => Outcome::Prohibited,
    }
}

/// A row of the table: what it took at each size, or why it did not.
type Row = (&'static str, Vec<Option<f64>>);

fn peers_table() {
    let mut rows: Vec<Row> = Vec::new();
    let mut note = |name: &'static str, took: Option<f64>| match rows.iter_mut().find(|row| row.0 == name) {
        Some(row) => row.1.push(took),
        None => rows.push((name, vec![took])),
    };
    for (_, policy) in sizes() {
        let cases = policy.cases(CASES);
        let indexed = floor::Indexed::of(&policy);
        let by_hand = |case: &Case| match &policy {
            Policy::Small => floor::small(case),
            Policy::Of(clauses) => floor::plain(clauses, case),
        };
        let by_index = |case: &Case| match &policy {
            Policy::Small => floor::small(case),
            Policy::Of(_) => indexed.outcome(case),
        };
        let expected: Vec<Outcome> = cases.iter().map(by_index).collect();
        assert!(cases.iter().take(1_000).zip(&expected).all(|(case, expected)| by_hand(case) == *expected));
        note("by hand", Some(median(CASES, 1_000, |case| by_hand(&cases[case]))));
        note("by hand, indexed", Some(median(CASES, 1_000, |case| by_index(&cases[case]))));
        let deciding = licit(&policy, &cases, &expected, &mut note);
        note("Cedar", Some(by_cedar(&policy, &cases, &expected, &deciding)));
        note("regorus, its machine", by_rego(&policy, &cases, &expected));
    }
    let floor = rows[1].1.clone();
    println!(
        "| a decision | small | 1,000 | 10,000 | in times of the floor with an index |\n|---|---|---|---|---|"
    );
    for (name, took) in &rows {
        let times: Vec<String> = took
            .iter()
            .zip(&floor)
            .map(|(took, floor)| match (took, floor) {
                (Some(took), Some(floor)) if *took < floor * 100.0 => format!("{:.1}", took / floor),
                (Some(took), Some(floor)) => format!("{:.0}", took / floor),
                _ => "-".to_owned(),
            })
            .collect();
        let took: Vec<String> = took.iter().map(|took| took.map_or("-".to_owned(), told)).collect();
        println!("| {name} | {} | {} |", took.join(" | "), times.join(" / "));
    }
    println!();
}

/// Licit's rows; gives which clauses decided each case.
fn licit(
    policy: &Policy,
    cases: &[Case],
    expected: &[Outcome],
    note: &mut impl FnMut(&'static str, Option<f64>),
) -> Vec<Vec<usize>> {
    let library = library(policy);
    let program = &*library.versions[0].program;
    let stated: Vec<Stated> = cases.iter().map(|case| stated(program, case)).collect();
    let clerk = Clerk::of(program);
    let compiled = clerk.compiled();
    let mut sheet = Sheet::default();
    let filled: Vec<Facts> = stated
        .iter()
        .map(|case| {
            let mut facts = Facts::default();
            compiled.fill(&mut facts, case).expect("it fits");
            facts
        })
        .collect();
    let mut deciding = Vec::new();
    for (facts, expected) in filled.iter().zip(expected) {
        let decided = compiled.decide(facts, &mut sheet).expect("all is known");
        assert_eq!(outcome(decided.ruling, decided.layer), *expected);
        assert_eq!(compiled.ruling(facts, &mut sheet), Some(decided.ruling));
        let units = sheet.by().iter().flatten();
        let mut by: Vec<usize> = units.map(|unit| program.unit(*unit).clause.0 as usize).collect();
        by.dedup();
        deciding.push(by);
    }
    note("Licit, the ruling", Some(median(CASES, 1_000, |case| compiled.ruling(&filled[case], &mut sheet))));
    note(
        "Licit, with what decided",
        Some(median(CASES, 1_000, |case| compiled.decide(&filled[case], &mut sheet))),
    );
    note(
        "Licit, with all reasons",
        Some(median(CASES, 1_000, |case| clerk.settled(&stated[case], &filled[case], &mut sheet))),
    );
    let mut facts = Facts::default();
    note(
        "Licit, to put a case into cells",
        Some(median(CASES, 1_000, |case| compiled.fill(&mut facts, &stated[case]))),
    );
    let judge = Judge::of(program);
    note(
        "Licit, the interpreter, with all reasons",
        Some(median(CASES, 5, |case| judge.judge(&stated[case]))),
    );
    deciding
}

fn by_cedar(policy: &Policy, cases: &[Case], expected: &[Outcome], deciding: &[Vec<usize>]) -> f64 {
    let policies = cedar::PolicySet::from_str(&policy.cedar()).expect("Cedar reads it");
    let name = |name: &str| -> cedar::EntityUid { name.parse().expect("it is a name") };
    let (who, what, which) = (name("Agency::\"a\""), name("Action::\"use\""), name("Deployment::\"d\""));
    let requests: Vec<cedar::Request> = cases
        .iter()
        .map(|case| {
            cedar::Request::new(who.clone(), what.clone(), which.clone(), context(case), None)
                .expect("it is one")
        })
        .collect();
    let (authorizer, entities) = (cedar::Authorizer::new(), cedar::Entities::empty());
    let checked = if matches!(policy, Policy::Small) { CASES } else { 300 };
    for case in 0..checked {
        let response = authorizer.is_authorized(&requests[case], &policies, &entities);
        let number =
            |id: &cedar::PolicyId| id.to_string()["policy".len()..].parse::<usize>().expect("a number");
        let mut by: Vec<usize> = response.diagnostics().reason().map(number).collect();
        by.sort_unstable();
        let outcome = match (response.decision(), by.is_empty()) {
            (cedar::Decision::Allow, _) => Outcome::Permitted,
            (cedar::Decision::Deny, false) => Outcome::Prohibited,
            (cedar::Decision::Deny, true) => Outcome::Denied,
        };
        assert_eq!((outcome, &by), (expected[case], &deciding[case]), "case {case}");
    }
    median(CASES, 20, |case| authorizer.is_authorized(&requests[case], &policies, &entities))
}

fn context(case: &Case) -> cedar::Context {
    use cedar::RestrictedExpression as Value;
    let text = |text: &String| Value::new_string(text.clone());
    cedar::Context::from_pairs([
        ("agency".to_owned(), text(&case.agency)),
        ("signed".to_owned(), Value::new_bool(case.signed)),
        ("purpose".to_owned(), text(&case.purpose)),
        ("place".to_owned(), text(&case.place)),
        ("years".to_owned(), Value::new_long(case.years)),
        ("grounds".to_owned(), Value::new_set(case.grounds.iter().map(text))),
        ("offends".to_owned(), Value::new_bool(case.offends)),
    ])
    .expect("it is a context")
}

fn by_rego(policy: &Policy, cases: &[Case], expected: &[Outcome]) -> Option<f64> {
    use regorus::Value;
    let mut engine = regorus::Engine::new();
    engine.set_policy_length_config(regorus::PolicyLengthConfig {
        max_col: 4096.try_into().ok()?,
        max_file_bytes: (64 << 20).try_into().ok()?,
        max_lines: 1_000_000.try_into().ok()?,
    });
    engine.add_policy("usage.rego".into(), policy.rego()).expect("regorus reads it");
    let entry: regorus::Rc<str> = "data.usage.decision".into();
    let policy = engine.compile_with_entrypoint(&entry).expect("regorus compiles it");
    // Its machine refuses the largest: it counts its registers in 16 bits.
    let program = Compiler::compile_from_policy(&policy, &["data.usage.decision"]).ok()?;
    let mut machine = RegoVM::new();
    machine.load_program(program);
    let value = |case: &Case| {
        let grounds: Vec<Value> = case.grounds.iter().map(|it| Value::from(it.as_str())).collect();
        let pairs = [
            ("agency", Value::from(case.agency.as_str())),
            ("signed", Value::from(case.signed)),
            ("purpose", Value::from(case.purpose.as_str())),
            ("place", Value::from(case.place.as_str())),
            ("years", Value::from(case.years)),
            ("grounds", Value::from(grounds)),
            ("offends", Value::from(case.offends)),
        ];
        let map: std::collections::BTreeMap<Value, Value> =
            pairs.into_iter().map(|(name, value)| (Value::from(name), value)).collect();
        Value::from(map)
    };
    let inputs: Vec<Value> = cases.iter().map(value).collect();
    for (input, expected) in inputs.iter().zip(expected).take(2_000) {
        machine.set_input(input.clone());
        let told = machine.execute().expect("it decides");
        let outcome = match told.as_string().expect("a word").as_ref() {
            "permitted" => Outcome::Permitted,
            "prohibited" => Outcome::Prohibited,
            _ => Outcome::Denied,
        };
        assert_eq!(outcome, *expected);
    }
    Some(median(CASES, 50, |case| {
        machine.set_input(inputs[case].clone());
        machine.execute()
    }))
}

fn reading_table() {
    println!("| from text | small | 1,000 | 10,000 |\n|---|---|---|---|");
    let mut rows: HashMap<&str, Vec<f64>> = HashMap::new();
    for (_, policy) in sizes() {
        let mut sources = Sources::default();
        sources.add("usage.licit", policy.licit());
        let (cedar_text, batch) = (policy.cedar(), if matches!(policy, Policy::Small) { 50 } else { 1 });
        let library = library(&policy);
        let program = &*library.versions[0].program;
        let mut note = |name, took| rows.entry(name).or_default().push(took);
        note(
            "licit",
            median_of_all_threads(batch, batch, |_| {
                Compiled::of(&Library::load(&sources).0.versions[0].program)
            }),
        );
        note(
            "read",
            median_of_all_threads(batch, batch, |_| licit::syntax::parse(&sources, licit::source::FileId(0))),
        );
        note("compile", median_of_all_threads(batch, batch, |_| Compiled::of(program)));
        note("cedar", median_of_all_threads(batch, batch, |_| cedar::PolicySet::from_str(&cedar_text)));
    }
    let names = [
        ("licit", "Licit: read, names, types, compile"),
        ("read", "of that, reading alone"),
        ("compile", "of that, compiling alone"),
        ("cedar", "Cedar: read"),
    ];
    for (key, name) in names {
        let took: Vec<String> = rows[key].iter().copied().map(told).collect();
        println!("| {name} | {} |", took.join(" | "));
    }
    println!();
}

fn growth_table() {
    println!("| clauses | the ruling | with what decided | with all reasons |\n|---|---|---|---|");
    for clauses in [10, 100, 1_000, 10_000, 100_000] {
        let policy = Policy::of(clauses);
        let cases = policy.cases(2_000);
        let library = library(&policy);
        let program = &*library.versions[0].program;
        let clerk = Clerk::of(program);
        let mut sheet = Sheet::default();
        let cases: Vec<(Stated, Facts)> = cases
            .iter()
            .map(|case| {
                let (case, mut facts) = (stated(program, case), Facts::default());
                clerk.compiled().fill(&mut facts, &case).expect("it fits");
                (case, facts)
            })
            .collect();
        let many = cases.len();
        let ruling = median(many, many, |case| clerk.compiled().ruling(&cases[case].1, &mut sheet));
        let decided = median(many, many, |case| clerk.compiled().decide(&cases[case].1, &mut sheet));
        let reasons = median(many, many, |case| clerk.settled(&cases[case].0, &cases[case].1, &mut sheet));
        println!("| {clauses} | {} | {} | {} |", told(ruling), told(decided), told(reasons));
    }
    println!();
}

/// What a row costs in a batch, on one thread: row by row, and sixty-four at once.
fn batches_table() {
    println!("| policy | units | rows | row by row | in blocks | times as fast |\n|---|---|---|---|---|---|");
    let row = |name: &str, program: &Program, cases: &[&Stated]| {
        let compiled = Compiled::of(program);
        let stated = columns::Stated::all(program, &compiled, cases).expect("every point fits");
        let columns: Vec<Column> = stated.iter().map(columns::Stated::column).collect();
        let decide = |way| batch::decide_by(way, &compiled, cases.len(), &columns, 1);
        assert_eq!(decide(Way::ByRow), decide(Way::ByBlock), "{name}");
        let took = |way| median(1, 1, |_| decide(way)) / cases.len() as f64;
        let (by_row, by_block) = (took(Way::ByRow), took(Way::ByBlock));
        let (units, chosen) = (program.units.len(), Way::of(&compiled));
        let mark = |way| if way == chosen { "*" } else { "" };
        println!(
            "| {name} | {units} | {} | {}{} | {}{} | {:.1} |",
            cases.len(),
            told(by_row),
            mark(Way::ByRow),
            told(by_block),
            mark(Way::ByBlock),
            by_row / by_block
        );
    };
    let generated = [
        ("small", Policy::Small),
        ("100 clauses", Policy::of(100)),
        ("300 clauses", Policy::of(300)),
        ("1,000 clauses", Policy::of(1_000)),
    ];
    for (name, policy) in generated {
        let library = library(&policy);
        let program = &*library.versions[0].program;
        let cases: Vec<Stated> = policy.cases(CASES).iter().map(|case| stated(program, case)).collect();
        row(name, program, &cases.iter().collect::<Vec<_>>());
    }
    for policy in real::all() {
        for (number, version) in policy.library.versions.iter().enumerate() {
            let cases: Vec<&Stated> =
                policy.cases.iter().filter(|(of, _)| of.0 as usize == number).map(|(_, case)| case).collect();
            if !cases.is_empty() {
                let cases: Vec<&Stated> = cases.iter().cycle().take(CASES / 4).copied().collect();
                row(
                    &format!(
                        "{} {}",
                        policy.name,
                        version.program.policy.version.as_deref().unwrap_or_default()
                    ),
                    &version.program,
                    &cases,
                );
            }
        }
    }
    println!("\nA star marks the way that is taken where none is asked for.\n");
}

fn policies_table() {
    println!(
        "| policy | units | cases | settled | the ruling | with what decided | with all reasons | the interpreter |\n\
         |---|---|---|---|---|---|---|---|"
    );
    for policy in real::all() {
        let clerks: Vec<Clerk> =
            policy.library.versions.iter().map(|version| Clerk::of(&version.program)).collect();
        let mut sheet = Sheet::default();
        let (mut settled, many) = (Vec::new(), policy.cases.len());
        for (version, case) in &policy.cases {
            let clerk = &clerks[version.0 as usize];
            let mut facts = Facts::default();
            if clerk.compiled().fill(&mut facts, case).is_ok()
                && clerk.settled(case, &facts, &mut sheet).is_some()
            {
                settled.push((clerk, case, facts));
            }
        }
        let units: usize = policy.library.versions.iter().map(|version| version.program.units.len()).sum();
        print!("| {} | {units} | {many} | {} |", policy.name, settled.len());
        if settled.is_empty() {
            println!(" - | - | - | - |");
            continue;
        }
        let many = settled.len();
        let each = |case: usize| &settled[case];
        let ruling = median(many, many, |case| each(case).0.compiled().ruling(&each(case).2, &mut sheet));
        let decided = median(many, many, |case| each(case).0.compiled().decide(&each(case).2, &mut sheet));
        let reasons =
            median(many, many, |case| each(case).0.settled(each(case).1, &each(case).2, &mut sheet));
        let judges: Vec<Judge> = settled.iter().map(|(clerk, ..)| Judge::of(clerk.program())).collect();
        let interpreted = median(many, many, |case| judges[case].judge(each(case).1));
        println!(" {} | {} | {} | {} |", told(ruling), told(decided), told(reasons), told(interpreted));
    }
    println!();
}

/// How long a whole process takes on the small policy and one case, by the clock on the wall.
fn cold_table() {
    let folder = std::env::temp_dir().join("licit-cold");
    std::fs::create_dir_all(&folder).expect("a folder for the policies");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("it can be written");
        path
    };
    let policy = Policy::Small;
    let case = &policy.cases(1)[0];
    let (text, cedar_text) = (write("usage.licit", &policy.licit()), write("usage.cedar", &policy.cedar()));
    let grounds = serde_json::json!(case.grounds);
    let facts = serde_json::json!({
        "operation": { "agency": case.agency, "signed": case.signed, "purpose": case.purpose, "place": case.place,
            "sentence": format!("P{}Y", case.years), "grounds": grounds },
        "offends-against-privacy": case.offends,
    });
    let context = serde_json::json!({ "agency": case.agency, "signed": case.signed, "purpose": case.purpose,
        "place": case.place, "years": case.years, "grounds": grounds, "offends": case.offends });
    let (facts, context) =
        (write("facts.json", &facts.to_string()), write("context.json", &context.to_string()));
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let licit = std::env::var_os("LICIT").unwrap_or_else(|| here.join("../../target/release/licit").into());
    let compiled = folder.join("usage.compiled");
    let command = |program: &std::ffi::OsStr, arguments: &[&std::ffi::OsStr]| {
        let mut command = std::process::Command::new(program);
        command.args(arguments);
        command
    };
    let made =
        command(&licit, &["compile".as_ref(), text.as_ref(), "--out".as_ref(), compiled.as_ref()]).output();
    assert!(made.expect("licit runs").status.success());
    let eval = |policy: &std::path::Path| {
        command(
            &licit,
            &[
                "eval".as_ref(),
                policy.as_ref(),
                "--facts".as_ref(),
                facts.as_ref(),
                "--format".as_ref(),
                "plain".as_ref(),
            ],
        )
    };
    let once = std::env::current_exe().expect("this program").with_file_name("cedar-once");
    let mut rows = vec![
        ("licit eval, from text", eval(&text)),
        ("licit eval, from a compiled file", eval(&compiled)),
        (
            "Cedar's library, a process that does nothing else",
            command(once.as_ref(), &[cedar_text.as_ref(), context.as_ref()]),
        ),
    ];
    if let Some(cedar) = std::env::var_os("CEDAR") {
        let entities = write("entities.json", "[]");
        let mut authorize =
            command(&cedar, &["authorize".as_ref(), "--policies".as_ref(), cedar_text.as_ref()]);
        authorize.arg("--entities").arg(entities).arg("--context").arg(&context);
        authorize.args([
            "--principal",
            "Agency::\"a\"",
            "--action",
            "Action::\"use\"",
            "--resource",
            "Deployment::\"d\"",
        ]);
        rows.push(("cedar authorize", authorize));
    }
    let mut took = vec![Vec::new(); rows.len()];
    for _ in 0..60 {
        for (row, took) in rows.iter_mut().zip(&mut took) {
            let begun = std::time::Instant::now();
            let output = row.1.output().expect("it runs");
            took.push(begun.elapsed().as_nanos() as f64);
            assert!(!output.stdout.is_empty(), "{}: {}", row.0, String::from_utf8_lossy(&output.stderr));
        }
    }
    println!("| a process, the small policy | median | fastest |\n|---|---|---|");
    for ((name, _), took) in rows.iter().zip(&mut took) {
        took.sort_by(f64::total_cmp);
        println!("| {name} | {} | {} |", told(took[took.len() / 2]), told(took[0]));
    }
    println!();
}
