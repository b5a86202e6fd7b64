//! Whole commands: what they write where, and with which status they end.
//!
//! The expectations are updated by `INSTA_UPDATE=always cargo test`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A folder of its own for one test, with what `licit new` writes in it.
struct Desk {
    folder: PathBuf,
}

/// What a command wrote, and its status.
struct Done {
    out: String,
    err: String,
    status: i32,
}

impl Desk {
    fn new(name: &str) -> Desk {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Desk { folder }
    }

    /// With the small policy of `licit new` in the folder `drone`.
    fn with_policy(name: &str) -> Desk {
        let desk = Desk::new(name);
        assert_eq!(desk.licit(&["new", "drone"]).status, 0);
        desk
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_licit"));
        command.args(arguments).current_dir(&self.folder);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    fn licit(&self, arguments: &[&str]) -> Done {
        self.licit_given(arguments, "")
    }

    fn licit_given(&self, arguments: &[&str], input: &str) -> Done {
        let mut command = self.command(arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that refuses its request does not read what it is given.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Done {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code().expect("it ended by itself"),
        }
    }
}

impl Done {
    /// All of it as a snapshot shows it.
    fn told(&self) -> String {
        format!("status {}\n==== out\n{}==== err\n{}", self.status, self.out, self.err)
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|fault| panic!("{fault}: {}{}", self.out, self.err))
    }
}

const SURVEY: &str = r#"{
  "on": "2025-06-02",
  "action": "fly",
  "borrower": { "briefing": true },
  "flight": { "purpose": "survey", "height": 60 },
  "disturbs-neighbours": { "value": false, "by": "the secretary" }
}
"#;

#[test]
fn what_new_writes_is_well() {
    let desk = Desk::with_policy("new");
    for format in ["human", "plain"] {
        assert_eq!(
            desk.licit(&["check", "drone", "--format", format]).told(),
            "status 0\n==== out\nnothing to report in 2 files\n==== err\n"
        );
    }
    assert_eq!(desk.licit(&["check", "--format", "json"]).out, "[]\n");
    insta::assert_snapshot!(desk.licit(&["test", "--format", "plain"]).told());
}

#[test]
fn new_changes_nothing_that_is_there() {
    let desk = Desk::with_policy("new_twice");
    let before = fs::read(desk.folder.join("drone/drone.licit")).unwrap();
    insta::assert_snapshot!(desk.licit(&["new", "drone"]).told());
    assert_eq!(before, fs::read(desk.folder.join("drone/drone.licit")).unwrap());
    insta::assert_snapshot!("new_no_name", desk.licit(&["new", "Drone_Rules"]).told());
    assert!(!desk.folder.join("Drone_Rules").exists());
}

#[test]
fn check_tells_every_finding() {
    let desk = Desk::with_policy("check");
    let policy = fs::read_to_string(desk.folder.join("drone/drone.licit")).unwrap();
    let faulty = policy.replace("borrower.briefing is yes for fly", "borower.briefing is yes for fly");
    desk.write("drone/drone.licit", faulty.replace("prohibit pass-on", "prohibit pas-on"));
    desk.write("drone/.hidden.licit", "nonsense");
    desk.write("target/built.licit", "nonsense");
    desk.write("drone/notes.txt", "nonsense");
    let plain = desk.licit(&["check", "--format", "plain"]);
    assert_eq!(plain.status, 1);
    insta::assert_snapshot!(plain.told());
    insta::assert_snapshot!("check_human", desk.licit(&["check"]).told());
    let json = desk.licit(&["check", "drone/drone.licit", "--format", "json"]).json();
    for finding in json.as_array().unwrap() {
        let fields = [
            "code",
            "severity",
            "message",
            "file",
            "line",
            "column",
            "end_line",
            "end_column",
            "help",
            "witness",
        ];
        assert!(fields.iter().all(|field| finding.get(field).is_some()), "{finding}");
        assert!(["error", "warning", "advice"].contains(&finding["severity"].as_str().unwrap()));
    }
    assert_eq!(desk.licit(&["test"]).status, 1);
    assert_eq!(desk.licit(&["eval", "--scenario", "A survey at sixty metres"]).status, 1);
}

#[test]
fn what_cannot_be_read_is_status_2() {
    let desk = Desk::new("unreadable");
    desk.write("folder/notes.txt", "");
    desk.write("latin.licit", b"policy x \"\xE9\"\n");
    desk.write("empty.licit", " \n");
    let done =
        desk.licit(&["check", "nowhere.licit", "folder", "latin.licit", "empty.licit", "--format", "plain"]);
    assert_eq!(done.status, 2);
    insta::assert_snapshot!(done.told());
    for command in [&["check", "nowhere"][..], &["test", "nowhere"], &["eval", "nowhere", "--scenario", "x"]]
    {
        let done = desk.licit(command);
        assert_eq!(done.status, 2, "{command:?}");
        assert!(done.err.contains("L0001") && done.err.contains("nowhere"), "{}", done.err);
    }
    for command in
        [&["chek"][..], &["eval"], &["eval", "--scenario", "x", "--facts", "y"], &["check", "--format", "x"]]
    {
        let done = desk.licit(command);
        assert_eq!((done.status, done.out.as_str()), (2, ""), "{command:?}");
    }
}

#[test]
fn test_shows_what_did_not_come_as_expected() {
    let desk = Desk::with_policy("test");
    let cases = fs::read_to_string(desk.folder.join("drone/cases.licit")).unwrap();
    desk.write("drone/cases.licit", cases.replace("expect prohibited under clause 1", "expect permitted"));
    let done = desk.licit(&["test"]);
    assert_eq!(done.status, 1);
    insta::assert_snapshot!(done.told());
    let json = desk.licit(&["test", "--format", "json"]).json();
    assert_eq!((&json["failed"], &json["properties"][0]["status"]), (&1.into(), &"passed".into()));
    assert!(json["coverage"].is_null());
    for scenario in json["scenarios"].as_array().unwrap() {
        let fields = ["name", "file", "line", "status", "expected", "actual"];
        assert!(fields.iter().all(|field| scenario.get(field).is_some()), "{scenario}");
    }
    let junit = desk.licit(&["test", "--format", "junit"]);
    assert!(junit.status == 1 && junit.out.starts_with("<?xml") && junit.out.contains("failures=\"1\""));
    let only = desk.licit(&["test", "--only", "never passed on"]);
    assert_eq!((only.status, only.out.as_str()), (0, "drone/cases.licit: 1 passed\n\n1 passed, 0 failed\n"));
}

#[test]
fn eval_tells_the_verdict_on_a_scenario() {
    let desk = Desk::with_policy("eval");
    let done = desk.licit(&["eval", "drone", "--scenario", "Before the briefing"]);
    assert_eq!(done.status, 0);
    insta::assert_snapshot!(done.told());
    let likely = desk.licit(&["eval", "--scenario", "Before the breifing", "--format", "plain"]);
    assert_eq!(likely.status, 2);
    insta::assert_snapshot!("eval_no_such_scenario", likely.told());
    let words = desk.licit(&["eval", "--scenario", "briefing", "--format", "plain"]);
    assert!(words.told().contains("did you mean `Before the briefing`?"), "{}", words.told());
}

/// The certificate's own questions: a sentence of a month too few, and a politician chosen for politics.
#[test]
fn eval_tells_what_would_change_the_verdict() {
    let desk = Desk::new("flip");
    let certificate = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/cyber-end-use");
    let scenario = ["eval", certificate, "--scenario", "An opposition politician's phone", "--flip"];
    desk.write("robbery.json", ROBBERY);
    let facts = ["eval", certificate, "--facts", "robbery.json", "--flip"];
    let section = |told: String| {
        let from = told.find("What would change it").expect("it is told");
        told[from..].split("\n\n").next().unwrap_or_default().to_owned()
    };
    for (name, arguments) in [("politician", scenario), ("five_years_eleven_months", facts)] {
        let done = desk.licit(&arguments);
        assert_eq!(done.status, 0, "{}", done.err);
        let plain = desk.licit(&[&arguments[..], &["--format", "plain"]].concat());
        let json = desk.licit(&[&arguments[..], &["--format", "json"]].concat()).json();
        let flips = serde_json::to_string_pretty(&json["flips"]).unwrap();
        let (page, sentences) = (section(done.out), section(plain.out));
        insta::assert_snapshot!(format!("flip_{name}"), format!("{page}\n\n{sentences}\n\n{flips}"));
        let without = desk.licit(&[&arguments[..4], &["--format", "json"]].concat()).json();
        assert!(without.get("flips").is_none());
    }
    let early =
        ["eval", certificate, "--scenario", "Nothing known, before there was any certificate", "--flip"];
    let done = desk.licit(&early);
    let told = "What would change it\n  Nothing but another day: no version of the policy is in force on 2017-06-30.";
    assert_eq!((done.status, section(done.out)), (0, told.to_owned()), "{}", done.err);
    assert_eq!(
        desk.licit(&[&early[..], &["--format", "json"]].concat()).json()["flips"],
        serde_json::json!([])
    );
}

const ROBBERY: &str = r#"{
  "on": "2022-03-01", "action": "use",
  "buyer": { "country": "FR", "government": true, "certificate": true, "approval": true },
  "operation": { "purpose": ["investigation"] },
  "offence": {
    "act": ["other-offence"], "aim": ["other-aim"], "maximum-sentence": "P5Y11M", "intentional": true,
    "under-national-law": true, "danger-to-life": false, "major-economic-loss": false,
    "may-seriously-damage": { "value": false, "by": "the court" }
  },
  "target": [{ "chosen-for": ["suspected-of-offence"] }],
  "breaches-privacy-law": { "value": false, "by": "counsel" },
  "breaches-other-law": { "value": false, "by": "counsel" }
}"#;

#[test]
fn facts_are_the_same_however_they_are_written() {
    let desk = Desk::with_policy("facts");
    desk.write("survey.json", SURVEY);
    desk.write(
        "survey.yaml",
        "on: 2025-06-02\naction: fly\nborrower: {briefing: true}\nflight:\n  purpose: survey\n  height: 60\n\
         disturbs-neighbours:\n  value: false\n  by: the secretary\n",
    );
    let json = desk.licit(&["eval", "drone", "--facts", "survey.json", "--format", "json"]);
    assert_eq!(json.status, 0, "{}", json.err);
    insta::assert_snapshot!("eval_json", json.out);
    let yaml = desk.licit(&["eval", "drone", "--facts", "survey.yaml", "--format", "json"]);
    assert_eq!(json.out, yaml.out);
    let stdin = desk.licit_given(&["eval", "drone", "--facts", "-", "--format", "json"], SURVEY);
    assert_eq!(json.out, stdin.out);
    desk.write(
        "many.csv",
        "flight.purpose;flight.height;borrower.briefing;disturbs-neighbours\nsurvey;60;yes;no\nsurvey;101;yes;no\n\
         rescue;;no;\n",
    );
    let many = desk.licit(&[
        "eval",
        "drone",
        "--facts",
        "many.csv",
        "--format",
        "json",
        "--on",
        "2025-06-02",
        "--action",
        "fly",
    ]);
    let verdicts: Vec<Value> =
        many.json().as_array().unwrap().iter().map(|one| one["verdict"].clone()).collect();
    assert_eq!(verdicts, ["permitted", "prohibited", "prohibited"]);
    desk.write("one.json", format!("[{}]", SURVEY.replace("2025-06-02", "2024-12-31")));
    let one = desk.licit(&["eval", "drone", "--facts", "one.json", "--format", "json"]).json();
    assert_eq!((&one[0]["verdict"], &one[0]["on"]), (&"not-regulated".into(), &"2024-12-31".into()));
}

#[test]
fn whether_a_duty_is_kept_is_stated_in_data_too() {
    let desk = Desk::with_policy("kept");
    desk.write(
        "records.licit",
        "policy records \"Records\"\n  actions use\n  otherwise permitted\n\nentity user\n\nclause 12.3 \"Log\"\n  \
         oblige user to keep-a-log\n\nclause 13 \"Remedy\"\n  on breach of clause 12.3 may revoke-licence\n",
    );
    desk.write("kept.json", "{\"action\": \"use\", \"clause 12.3 is kept\": false}");
    let told = desk.licit(&["eval", "records.licit", "--facts", "kept.json", "--format", "json"]);
    assert_eq!((told.status, &told.json()["remedies"][0]["holds"]), (0, &"yes".into()), "{}", told.err);
}

#[test]
fn facts_that_cannot_be_judged_are_told() {
    let desk = Desk::with_policy("misfits");
    let cases = [
        ("broken.json", "{ \"flight\": { \"height\": 60, } }"),
        ("twice.json", "{ \"flight\": { \"height\": 60, \"height\": 61 } }"),
        ("open.json", "[{ \"flight\": {"),
        ("number.json", "[{}, 12]"),
        ("none.json", "[]"),
        ("deep.json", &"[".repeat(100_000)),
        ("deep.yaml", &"[".repeat(100_000)),
        ("misspelt.json", "[{}, { \"flight\": { \"hight\": 60, \"purpose\": \"surveys\" } }]"),
        ("tabs.yaml", "flight:\n\theight: 60\n"),
        ("indent.yaml", "flight:\n  height: 60\n purpose: survey\n"),
        ("short.csv", "flight.height,flight.purpose\n60,survey\n61\n"),
        ("twice.csv", "flight.height,flight.height\n60,61\n"),
        ("misspelt.csv", "flight.height,flihgt.purpose\n60,survey\n"),
    ];
    let mut told = String::new();
    for (file, text) in cases {
        desk.write(file, text);
        let done = desk.licit(&["eval", "drone", "--facts", file, "--format", "plain"]);
        assert_eq!((done.status, done.out.as_str()), (2, ""), "{file}");
        told.push_str(&format!("## {file}\n{}\n", done.err));
    }
    for arguments in
        [["--on", "2022-02-30"], ["--on", "tomorrow"], ["--action", "flie"], ["--policy", "drones"]]
    {
        desk.write("nothing.json", "{}");
        let mut command = vec!["eval", "drone", "--format", "plain", "--facts", "nothing.json"];
        command.extend(arguments);
        let done = desk.licit(&command);
        assert_eq!(done.status, 2, "{arguments:?}");
        told.push_str(&format!("## {}\n{}\n", arguments.join(" "), done.err));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn every_code_of_a_file_has_its_page() {
    let desk = Desk::new("pages");
    let told = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/problem/file.rs")).unwrap();
    let codes: Vec<&str> = told.match_indices("\"L00").map(|(at, _)| &told[at + 1..at + 6]).collect();
    assert!(codes.len() >= 20);
    for code in codes {
        let done = desk.licit(&["explain-code", code]);
        assert!(done.status == 0 && done.out.starts_with(&format!("# {code} ")), "{code}");
    }
    assert_eq!(desk.licit(&["explain-code", "l0001"]).status, 0);
    let done = desk.licit(&["explain-code", "L1"]);
    assert!(done.status == 2 && done.err.contains("did you mean `L0001`?"), "{}", done.err);
}

#[test]
fn completions_and_manual_pages_come_from_the_arguments() {
    let desk = Desk::new("man");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = desk.licit(&["completions", shell]);
        assert!(done.status == 0 && done.out.contains("explain-code"), "{shell}");
    }
    assert!(desk.licit(&["man"]).out.contains(".TH licit 1"));
    assert!(desk.licit(&["man", "eval"]).out.contains("licit\\-eval"));
    insta::assert_snapshot!(desk.licit(&["--help"]).told());
}

/// A small policy with a threshold, a clause read in two ways, and clauses that meet.
const HALL: &str = r#"policy hall "The hall"
  actions   rent
  otherwise prohibited

entity event
  guests : whole number
  public : yes/no
  music  : yes/no

clause 1 "Whoever wants it"
  permit rent when event.guests is at most 80

clause 2 "Quiet"
  define loud for event as
    reading strict as event.music is yes
    reading mild as event.music is yes and event.public is yes

clause 3 "The neighbours"
  prohibit rent when event is loud
"#;

#[test]
fn edges_come_in_pairs_ready_to_be_judged() {
    let desk = Desk::new("edges");
    desk.write("hall.licit", HALL);
    insta::assert_snapshot!(desk.licit(&["edges"]).told());
    assert_eq!(desk.licit(&["edges", "--format", "plain"]).told(), desk.licit(&["edges"]).told());
    let edges = desk.licit(&["edges", "hall.licit", "--format", "json"]).json();
    let mut book = String::new();
    for edge in edges["edges"].as_array().unwrap() {
        for scenario in edge["scenarios"].as_array().unwrap() {
            let verdict = scenario["verdict"].as_str().unwrap();
            book.push_str(&format!("{}  expect {verdict}\n\n", scenario["text"].as_str().unwrap()));
        }
    }
    // Judged and put into the case book, they pass, and nothing is left to be shown.
    desk.write("edges.licit", book);
    let tested = desk.licit(&["test"]);
    assert_eq!(tested.status, 0, "{}", tested.told());
    let left = desk.licit(&["edges", "--format", "json"]).json();
    assert_eq!(left["edges"].as_array().unwrap().len(), 0, "{left}");
}

#[test]
fn edges_of_the_certificate() {
    let desk = Desk::new("edges_certificate");
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/cyber-end-use");
    for file in ["2021-12.licit", "before-2021-12.licit"] {
        desk.write(file, fs::read(policies.join(file)).unwrap());
    }
    insta::assert_snapshot!(desk.licit(&["edges"]).told());
    let edges = desk.licit(&["edges", "--format", "json"]).json();
    let texts =
        edges["edges"].as_array().unwrap().iter().flat_map(|edge| edge["scenarios"].as_array().unwrap());
    let book = texts.map(|scenario| {
        let verdict = scenario["verdict"].as_str().unwrap();
        format!("{}  expect {verdict}\n\n", scenario["text"].as_str().unwrap())
    });
    desk.write("edges.licit", book.collect::<String>());
    let tested = desk.licit(&["test"]);
    assert_eq!(tested.status, 0, "{}", tested.told());
}

#[test]
fn an_edge_takes_over_the_scenario_that_is_there() {
    let desk = Desk::new("edges_beside");
    desk.write("shop.licit", SHOP);
    insta::assert_snapshot!(desk.licit(&["edges"]).told());
    insta::assert_snapshot!("edges_beside_json", desk.licit(&["edges", "--format", "json"]).told());
}

#[test]
fn edges_lie_between_two_facts_and_between_two_elements_and_three() {
    let desk = Desk::new("edges_compared");
    desk.write("loan.licit", LOAN);
    insta::assert_snapshot!(desk.licit(&["edges"]).told());
    assert_eq!(desk.licit_given(&["edges", "--review"], &"a\n".repeat(99)).status, 0);
    assert_eq!(desk.licit(&["test"]).status, 0);
    let left = desk.licit(&["edges", "--format", "json"]).json();
    assert_eq!(left["edges"].as_array().unwrap().len(), 0, "{left}");
}

/// Facts compared with one another, and a count of a list.
const LOAN: &str = r#"policy loan "Loans"
  actions   lend
  otherwise prohibited

terms role
  owner
  tenant

entity borrower
  income : money in EUR
  costs  : money in EUR
  home   : country
  bank   : country

entities guarantor plural guarantors
  role : role

clause 1 "Enough"
  permit lend when borrower.income is at least borrower.costs

clause 2 "Abroad"
  prohibit lend when borrower.home is not borrower.bank

clause 3 "Guarantors"
  permit lend when at least 3 guarantors where role is owner
"#;

#[test]
fn edges_are_judged_one_by_one() {
    let desk = Desk::new("review");
    desk.write("shop.licit", SHOP);
    desk.write("hall/hall.licit", HALL);
    let answers =
        "?\na\nno idea\nr\n?\np\npro\ns\na\nr\n\nr\nr\nprohibited under clause 3\npermitted\na\nq\n";
    insta::assert_snapshot!(desk.licit_given(&["edges", "hall", "--review"], answers).told());
    insta::assert_snapshot!(
        "review_wrote",
        fs::read_to_string(desk.folder.join("hall/edges.licit")).unwrap()
    );
    // What was accepted passes, and what was rejected fails.
    let tested = desk.licit(&["test", "hall", "--format", "json"]).json();
    assert_eq!((&tested["passed"], &tested["failed"]), (&Value::from(3), &Value::from(2)), "{tested}");
    // What was skipped or not reached is asked again; then nothing is.
    let again = desk.licit_given(&["edges", "hall", "--review"], &"a\n".repeat(9));
    assert!(
        again.status == 0 && again.out.contains("2 accepted, 0 rejected, 0 skipped, 0 not reached"),
        "{}",
        again.told()
    );
    let none = desk.licit_given(&["edges", "hall", "--review"], "a\n");
    assert_eq!(none.out, "\n0 accepted, 0 rejected, 0 skipped, 0 not reached\nnothing was written\n");
}

#[test]
fn all_that_turns_an_edge_is_one_sentence() {
    let desk = Desk::new("review_sentence");
    desk.write("fines.licit", FINES);
    let review = desk.licit_given(&["edges", "fines.licit", "--review"], "s\ns\n");
    for sentence in [
        "it would be permitted by default; the duty keep-receipt would not arise, and the remedies close-shop and fine \
         would not follow.",
        "it would be prohibited under clause 1; the duty keep-receipt would arise, and the remedies close-shop and fine \
         would follow.",
    ] {
        let words = review.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(sentence), "{}", review.told());
    }
}

#[test]
fn a_review_writes_beside_what_is_there() {
    let desk = Desk::new("review_beside");
    desk.write("shop.licit", SHOP);
    desk.write(
        "more/cases.licit",
        "# ours\r\nscenario \"Just above clause 1: 18\"\r\n  buyer.age is 40\r\n  expect permitted\r\n",
    );
    let absolute = desk.folder.join("shop.licit");
    let paths = [absolute.to_str().unwrap(), desk.folder.to_str().unwrap()];
    let done =
        desk.licit_given(&["edges", paths[1], "--review", "--into", "more/cases.licit"], "a\nr\nno duty\n");
    insta::assert_snapshot!(done.told().replace(paths[1], "DESK"));
    let book = fs::read_to_string(desk.folder.join("more/cases.licit")).unwrap();
    assert_eq!(book.matches('\n').count(), book.matches("\r\n").count());
    insta::assert_snapshot!("review_beside_wrote", book.replace("\r\n", "\n"));
    // At the end of input nothing is lost, and no other file is left.
    assert_eq!(fs::read_dir(desk.folder.join("more")).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(absolute).unwrap(), SHOP);
    let plain = desk.licit_given(&["edges", "shop.licit", "--review", "--format", "plain"], "");
    assert!(plain.status == 0 && plain.out.contains("\nVerdict: "), "{}", plain.told());
}

#[test]
fn a_review_that_cannot_be_held_is_status_2() {
    let desk = Desk::new("review_refused");
    desk.write("shop.licit", SHOP);
    desk.write("given.licit", "given\n  buyer.age is 3\n");
    fs::create_dir(desk.folder.join("folder.licit")).unwrap();
    let mut told = String::new();
    for arguments in [
        &["--into", "notes.md"][..],
        &["--into", "given.licit"],
        &["--into", "nowhere/edges.licit"],
        &["--into", "folder.licit"],
        &["--format", "json"],
    ] {
        let mut command = vec!["edges", "shop.licit", "--review"];
        command.extend(arguments);
        let done = desk.licit_given(&command, "a\n");
        assert_eq!(done.status, 2, "{arguments:?}: {}", done.told());
        told.push_str(&format!("## {}\n{}\n", arguments.join(" "), done.err));
    }
    insta::assert_snapshot!(told);
    assert_eq!(desk.licit(&["edges", "shop.licit", "--into", "edges.licit"]).status, 2);
    assert_eq!(fs::read_dir(&desk.folder).unwrap().count(), 3);
}

/// A policy with a threshold and a duty, and a case book with one side of each.
const FINES: &str = r#"policy shop "The shop"
  actions   sell
  otherwise permitted

entity seller
  named : yes/no

entity buyer
  age : whole number

clause 1 "Children"
  prohibit sell when buyer.age is less than 18

clause 2 "Receipts"
  oblige seller to keep-receipt when buyer.age is less than 18

clause 3 "What follows"
  on breach of clause 1
    may fine
    may close-shop
"#;

const SHOP: &str = r#"policy shop "The shop"
  actions   sell
  otherwise permitted

entity seller
  named : yes/no

entity buyer
  age : whole number

clause 1 "Children"
  prohibit sell when buyer.age is less than 18

clause 2 "Receipts"
  oblige seller to keep-receipt when seller.named is yes

scenario "Seventeen"
  on 2024-03-01
  action sell
  facts
    buyer.age is 17
    seller.named is no
  expect prohibited under clause 1
"#;

#[test]
fn coverage_tells_what_is_missing() {
    let desk = Desk::new("coverage");
    desk.write("hall.licit", HALL);
    desk.write("cases.licit", COVERING);
    insta::assert_snapshot!(desk.licit(&["test", "--coverage"]).told());
    insta::assert_snapshot!(
        "coverage_plain",
        desk.licit(&["test", "--coverage", "--format", "plain"]).told()
    );
    let json = desk.licit(&["test", "--coverage", "--format", "json"]).json();
    insta::assert_snapshot!("coverage_json", serde_json::to_string_pretty(&json["coverage"]).unwrap());
    assert_eq!(desk.licit(&["test", "--format", "json"]).json()["coverage"], Value::Null);
    insta::assert_snapshot!("coverage_junit", desk.licit(&["test", "--coverage", "--format", "junit"]).out);
    // What is told as missing, added, leaves nothing missing.
    let mut book = COVERING.to_string();
    for clause in json["coverage"]["policies"][0]["clauses"].as_array().unwrap() {
        for scenario in clause["to_add"].as_array().unwrap() {
            book.push_str(&format!("\n{}  expect undetermined\n", scenario.as_str().unwrap()));
        }
    }
    desk.write("cases.licit", book);
    let json = desk.licit(&["test", "--coverage", "--format", "json"]).json();
    let policy = &json["coverage"]["policies"][0];
    assert_eq!(policy["both_ways"], policy["clauses"].as_array().unwrap().len());
}

#[test]
fn edges_are_met_by_proofs_and_by_scenarios() {
    let desk = Desk::new("coverage_edges");
    desk.write("shop.licit", &SHOP[..SHOP.find("scenario").unwrap()]);
    let met = || {
        let json = desk.licit(&["test", "--coverage", "--format", "json"]).json();
        let edges = &json["coverage"]["policies"][0]["edges"];
        ["all", "scenarios", "proofs"].map(|name| edges[name].as_u64().unwrap())
    };
    assert_eq!(met(), [2, 0, 0]);
    // A property says of one side of the threshold only how it comes out.
    let property = |words: &str| format!("property \"Children\"\n  {words}\n");
    desk.write("one.licit", property("always prohibited when buyer.age is less than 18"));
    assert_eq!(met(), [2, 0, 0]);
    // What is refuted shows nothing.
    desk.write("other.licit", property("never prohibited when buyer.age is at least 17"));
    assert_eq!(met(), [2, 0, 0]);
    desk.write("other.licit", property("never prohibited when buyer.age is at least 18"));
    assert_eq!(met(), [2, 0, 1]);
    desk.write("other.licit", property("prohibited only when buyer.age is less than 18"));
    assert_eq!(met(), [2, 0, 1]);
    // No property speaks of a duty.
    assert_eq!(desk.licit_given(&["edges", "--review"], &"a\n".repeat(9)).status, 0);
    assert_eq!(met(), [2, 2, 0]);
}

#[test]
fn coverage_as_a_page() {
    let desk = Desk::new("coverage_html");
    desk.write("hall.licit", HALL.replace("The hall", "The <hall> & yard"));
    desk.write("cases.licit", COVERING);
    desk.write("page.html", "old");
    assert_eq!(desk.licit(&["test", "--coverage-html", "page.html"]).status, 0);
    insta::assert_snapshot!(fs::read_to_string(desk.folder.join("page.html")).unwrap());
    assert_eq!(fs::read_dir(&desk.folder).unwrap().count(), 3);
    for refused in [&["test", "--coverage-html", "nowhere/page.html"][..], &["test", "--coverage-html", "."]]
    {
        assert_eq!(desk.licit(refused).status, 2, "{refused:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_written_keeps_its_permissions_and_its_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new("replaced");
    desk.write("hall.licit", HALL);
    desk.write("kept/page.html", "old");
    let kept = desk.folder.join("kept/page.html");
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("kept/page.html", desk.folder.join("page.html")).unwrap();
    symlink("kept/new.html", desk.folder.join("new.html")).unwrap();
    for page in ["page.html", "new.html"] {
        assert_eq!(desk.licit(&["test", "--coverage-html", page]).status, 0);
        assert!(desk.folder.join(page).is_symlink());
        assert!(fs::read_to_string(desk.folder.join("kept").join(page)).unwrap().ends_with("</html>\n"));
    }
    assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o640);
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o440)).unwrap();
    let refused = desk.licit(&["test", "--coverage-html", "page.html", "--format", "plain"]);
    assert!(refused.status == 2 && refused.err.contains("it is there to be read only"), "{}", refused.err);
}

/// Part of what a case book for the hall needs.
const COVERING: &str = r#"scenario "Fifty guests"
  action rent
  facts
    event has guests 50, public no, music no
  expect permitted under clause 1

property "No loud parties"
  never permitted when event.music is yes and event.public is yes
"#;

#[test]
fn what_only_a_later_version_knows_is_set_aside() {
    let desk = Desk::new("later_version");
    desk.write(
        "2023.licit",
        "policy room \"The room\"\n  version \"1\"\n  in force from 2023-01-01\n  actions enter\n  otherwise \
         permitted\n",
    );
    desk.write(
        "2024.licit",
        "policy room \"The room\"\n  version \"2\"\n  in force from 2024-01-01\n  actions enter\n  otherwise \
         permitted\n\nentity bag\n  open : yes/no\n\nentities coat\n  wet : yes/no\n\nclause 1\n  prohibit enter \
         when bag.open or any coat where wet\n",
    );
    desk.write(
        "cases.licit",
        "scenario \"A bag and a coat\"\n  policy room\n  bag has open yes\n  coat \"A\" has wet no\n  on 2023-05-01 \
         expect permitted\n  on 2024-05-01 expect prohibited under clause 1\n",
    );
    let tested = desk.licit(&["test"]);
    assert_eq!(tested.status, 0, "{}", tested.told());
}

#[test]
fn edges_of_what_is_no_policy() {
    let desk = Desk::new("edges_bad");
    assert_eq!(desk.licit(&["edges", "nowhere"]).status, 2);
    desk.write("bad.licit", HALL.replace("event.guests is at most", "event.gests is at most"));
    let bad = desk.licit(&["edges"]);
    assert_eq!((bad.status, bad.out.as_str()), (1, ""));
}

#[test]
fn colour_is_for_terminals_only() {
    let desk = Desk::with_policy("colour");
    let arguments = ["eval", "drone", "--scenario", "Before the briefing"];
    let without = desk.licit(&arguments).out;
    assert!(!without.contains('\u{1b}'));
    let forced = desk.command(&arguments).env("CLICOLOR_FORCE", "1").output().unwrap();
    let forced = String::from_utf8(forced.stdout).unwrap();
    assert!(forced.contains("\u{1b}["));
    let mut stripped = String::new();
    let mut rest = forced.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        stripped.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(stripped + rest, without);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let desk = Desk::with_policy("pipe");
    let mut child =
        desk.command(&["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

pub const LOANS: &str = r#"policy loans "What is lent"
  version    "2"
  in force   from 2024-01-01 until 2030-12-31
  actions    use, transfer
  otherwise  prohibited

terms kind open
  book
  map

entity buyer

entity lender

entity loan
  since : date
  back  : date        "when is it to be back?"
  term  : duration
  name  : text
  price : money in EUR
  kinds : set of kind

entities reader
  age  : whole number
  kind : kind

judgement harms : yes/no

assume "Nothing comes back before it is lent"
  loan.back is on or after loan.since

define frequent for loan as loan.kinds includes any of book, map

clause 1 "Lending"
  permit use when
    reading short as loan.back is before loan.since + 3 months
    reading long as loan.term is at most 1 year

clause 2 "Crowds"
  prohibit use, transfer when all of
    (a) at least 2 readers where (age is less than 18 and kind is not map)
    (b) loan is frequent
    (c) loan.name is not "The \"Bible\""
  unless 25 percent of loan.price is at most EUR 10

clause 3 "Passing on"
  permit transfer when loan.kinds is only book
    notwithstanding clause 2

clause 4 "Records"
  oblige buyer to record when harms

clause 5 "What follows"
  on breach of clauses 2, 4, otherwise lender may recall

property "What may be passed on may be used"
  permitted use whenever transfer is permitted

property "Harm does not matter"
  note "Two claims."
  never permitted use when harms
  permitted transfer only when loan.kinds includes book
"#;

#[test]
fn a_policy_and_a_property_are_written_for_solvers() {
    let desk = Desk::new("emit");
    desk.write("loans.licit", LOANS);
    insta::assert_snapshot!("emit_smt2", desk.licit(&["check", "--emit", "smt2", "loans.licit"]).told());
    let of_property = |title: &str| {
        let done = desk.licit(&["check", "--emit", "smt2", "loans.licit", "--ask", title]);
        let question = done.out.split_once("\n; The property").map_or("", |(_, question)| question);
        assert!(done.status != 0 || question.contains("(check-sat)"), "{}", done.told());
        Done { out: question.to_owned(), ..done }.told()
    };
    insta::assert_snapshot!("emit_smt2_whenever", of_property("What may be passed on may be used"));
    insta::assert_snapshot!("emit_smt2_two_claims", of_property("Harm does not matter"));
    insta::assert_snapshot!("emit_smt2_no_such_property", of_property("Harm does not mater"));
}

#[test]
fn a_broken_policy_is_not_written_for_solvers() {
    let desk = Desk::new("emit-broken");
    desk.write("broken.licit", "policy p \"P\"\n  otherwise prohibited\n");
    let done = desk.licit(&["check", "--emit", "smt2", "broken.licit"]);
    assert_eq!((done.status, done.out.as_str()), (1, ""));
    assert!(done.err.contains("L0404"));
    let nothing = desk.licit(&["check", "--ask", "A property"]);
    assert_eq!((nothing.status, nothing.out.as_str()), (2, ""));
}

#[test]
fn a_policy_is_written_for_databases() {
    let desk = Desk::new("compile");
    desk.write("loans.licit", LOANS);
    let compile = |more: &[&str]| desk.licit(&[&["compile", "loans.licit", "--to", "sql"], more].concat());
    let postgres = ["--dialect", "postgres", "--table", "law.uses", "--key", "id", "--keep", "id"];
    insta::assert_snapshot!("compile_sql_postgres", compile(&postgres).told());
    let spark =
        ["--dialect", "spark", "--map", "price=loan.price", "--without", "reader", "--on", "2026-01-01"];
    insta::assert_snapshot!("compile_sql_spark", compile(&spark).told());
    insta::assert_snapshot!("compile_sql_no_dialect", compile(&[]).told());
    insta::assert_snapshot!(
        "compile_sql_no_such_fact",
        compile(&["--dialect", "duckdb", "--map", "a=loan.prise"]).told()
    );
    insta::assert_snapshot!(
        "compile_sql_no_such_list",
        compile(&["--dialect", "duckdb", "--table", "readers=r"]).told()
    );
    insta::assert_snapshot!(
        "compile_sql_no_such_action",
        compile(&["--dialect", "duckdb", "--action", "lend"]).told()
    );
    let done = compile(&["--dialect", "datafusion", "--out", "loans.sql"]);
    assert_eq!((done.status, done.out.as_str()), (0, ""));
    assert!(fs::read_to_string(desk.folder.join("loans.sql")).unwrap().contains("-- For Apache DataFusion."));
}

/// The certificate of December 2021 and the one before: what changed is what the sources describe.
#[test]
fn the_difference_of_the_certificate() {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/cyber-end-use");
    let desk = Desk::new("difference_certificate");
    for file in ["2021-12.licit", "before-2021-12.licit"] {
        desk.write(file, fs::read(policies.join(file)).unwrap());
    }
    let page = desk.licit(&["diff", "before-2021-12.licit", "2021-12.licit"]);
    assert!(page.out.lines().all(|line| line.chars().count() <= 80), "{}", page.out);
    insta::assert_snapshot!("difference_certificate_page", page.told());
    let markdown = desk.licit(&["diff", "--format", "markdown"]);
    insta::assert_snapshot!("difference_certificate_markdown", markdown.told());
    assert_eq!(desk.licit(&["diff", "--html", "page.html"]).out, page.out);
    insta::assert_snapshot!(
        "difference_certificate_html",
        fs::read_to_string(desk.folder.join("page.html")).unwrap()
    );
    let refused = desk.licit(&["diff", "--html", "nowhere/page.html"]);
    assert!(refused.status == 2 && refused.err.contains("L0018"), "{}", refused.told());
    // One folder with both is compared alike.
    assert_eq!(desk.licit(&["diff"]).told(), page.told());
    assert_eq!(desk.licit(&["diff", "--exit-code"]).status, 1);
    assert_eq!(desk.licit(&["diff", "--fail-on", "looser"]).status, 0);
    assert_eq!(desk.licit(&["diff", "--fail-on", "looser,stricter"]).status, 1);
    // Every smallest case, put into a case book, is judged by the new version as is said.
    let data = desk.licit(&["diff", "--format", "json"]).json();
    let entries = data["behaviour"].as_array().unwrap();
    assert!(data["proved_equal_elsewhere"].as_bool().unwrap() && !entries.is_empty());
    let book = entries.iter().enumerate().map(|(number, entry)| {
        let text = entry["witness"].as_str().unwrap();
        text.replacen("scenario \"", &format!("scenario \"{number}. "), 1)
    });
    desk.write("witnesses.licit", book.collect::<Vec<_>>().join("\n"));
    let tested = desk.licit(&["test"]);
    assert_eq!(tested.status, 0, "{}", tested.told());
}

const MOVED: [&str; 2] = [
    r#"policy hall "The hall"
  version   "1"
  actions   rent
  otherwise prohibited

entity event
  guests : whole number
  music  : yes/no

clause 1 "Whoever wants it"
  permit rent when event.guests is at most 80

clause 2 "Quiet"
  prohibit rent when event.music is yes
"#,
    r#"policy hall "The hall"
  version   "2"
  actions   rent
  otherwise prohibited

entity event
  guests : whole number
  music  : yes/no

clause 1 "Whoever wants it"
  permit rent when event.guests is at most 100

clause 2 "A floor for dancing"
  permit rent when event.guests is 101

clause 3 "Quiet"
  prohibit rent when event.music is yes
"#,
];

/// A clause that moved without saying so, and a number that now means another rule.
#[test]
fn words_are_told_clause_by_clause() {
    let desk = Desk::new("difference_words");
    desk.write("old/hall.licit", MOVED[0]);
    desk.write("new/hall.licit", MOVED[1]);
    let book = "scenario \"A wedding\"\n  event has guests 90, music no\n  expect permitted\n";
    desk.write("new/cases.licit", book);
    insta::assert_snapshot!("difference_words", desk.licit(&["diff", "old", "new"]).told());
}

#[test]
fn what_cannot_be_compared_is_told() {
    let desk = Desk::with_policy("difference_bad");
    insta::assert_snapshot!("difference_one_version", desk.licit(&["diff", "drone"]).told());
    let versions = ["diff", "drone", "drone"];
    assert_eq!(desk.licit(&[&versions[..], &["--exit-code"]].concat()).status, 0);
    let map = [&versions[..], &["--map", "flight.height=flight.hight"]].concat();
    insta::assert_snapshot!("difference_maps_nothing", desk.licit(&map).told());
    assert_eq!(desk.licit(&["diff", "drone", "nowhere"]).status, 2);
    assert_eq!(desk.licit(&["diff", "drone", "--map", "nothing"]).status, 2);
}

const UNTIDY: &str =
    "# Slips.\npolicy slips\n  actions lend\n  otherwise prohibited\nclause 1\n    permit   lend # all\n";
const TIDY: &str =
    "# Slips.\npolicy slips\n  actions    lend\n  otherwise  prohibited\n\nclause 1\n  permit lend  # all\n";

#[test]
fn fmt_lays_files_out_or_tells_what_would_change() {
    let desk = Desk::new("fmt");
    desk.write("rules/slips.licit", UNTIDY);
    desk.write(
        "rules/slips.licit.md",
        format!(
            "# Slips\n\n- In   a list:\n\n  ```licit\n  {}\n  ```\n",
            UNTIDY.trim().replace('\n', "\n  ")
        ),
    );
    desk.write("rules/faulty.licit", UNTIDY.replace("permit ", "permitt "));
    insta::assert_snapshot!("fmt_check", desk.licit(&["fmt", "--check"]).told());
    let json = desk.licit(&["fmt", "--check", "--format", "json", "rules/slips.licit"]).json();
    assert_eq!((&json[0]["file"], &json[0]["changes"]), (&"rules/slips.licit".into(), &true.into()));
    insta::assert_snapshot!("fmt", desk.licit(&["fmt"]).told());
    assert_eq!(fs::read_to_string(desk.folder.join("rules/slips.licit")).unwrap(), TIDY);
    let again = desk.licit(&["fmt", "--check", "rules/slips.licit", "rules/slips.licit.md"]);
    assert_eq!(again.told(), "status 0\n==== out\nnothing to change in 2 files\n==== err\n");
}

#[test]
fn fmt_lays_standard_input_out() {
    let desk = Desk::new("fmt_stdin");
    assert_eq!(desk.licit_given(&["fmt", "--stdin"], UNTIDY).out, TIDY);
    assert_eq!(desk.licit_given(&["fmt", "--stdin", "--check"], UNTIDY).status, 1);
    assert_eq!(desk.licit_given(&["fmt", "--stdin", "--check"], TIDY).status, 0);
    let faulty = "clause 1\n      permitt   lend\n";
    let done = desk.licit_given(&["fmt", "--stdin"], faulty);
    assert_eq!((done.out.as_str(), done.status), (faulty, 0));
    let document = "Words   here.\n\n```licit\nclause   1\n  permit lend\n```\n";
    let tidy = document.replace("clause   1", "clause 1");
    assert_eq!(desk.licit_given(&["fmt", "--stdin", "a.licit.md"], document).out, tidy);
    assert_eq!(desk.licit_given(&["fmt", "--stdin"], "").told(), "status 0\n==== out\n==== err\n");
}

#[test]
fn fmt_keeps_line_ends_links_and_permissions() {
    let desk = Desk::new("fmt_files");
    desk.write("wide.licit", UNTIDY.replace('\n', "\r\n"));
    desk.write("marked.licit", format!("\u{FEFF}{TIDY}"));
    desk.write("behind.licit", UNTIDY);
    assert_eq!(desk.licit(&["fmt", "--check", "marked.licit"]).status, 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        symlink("behind.licit", desk.folder.join("link.licit")).unwrap();
        fs::set_permissions(desk.folder.join("behind.licit"), fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(desk.licit(&["fmt", "link.licit"]).status, 0);
        assert!(fs::symlink_metadata(desk.folder.join("link.licit")).unwrap().is_symlink());
        let mode = fs::metadata(desk.folder.join("behind.licit")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        desk.write("kept.licit", UNTIDY);
        fs::set_permissions(desk.folder.join("kept.licit"), fs::Permissions::from_mode(0o440)).unwrap();
        let kept = desk.licit(&["fmt", "kept.licit"]);
        assert!(kept.status == 2 && kept.err.contains("L0018"), "{}", kept.told());
        assert_eq!(fs::read_to_string(desk.folder.join("kept.licit")).unwrap(), UNTIDY);
    }
    assert_eq!(desk.licit(&["fmt", "wide.licit", "marked.licit", "behind.licit"]).status, 0);
    assert_eq!(fs::read_to_string(desk.folder.join("wide.licit")).unwrap(), TIDY.replace('\n', "\r\n"));
    assert_eq!(fs::read_to_string(desk.folder.join("marked.licit")).unwrap(), TIDY);
    let left: Vec<_> = fs::read_dir(&desk.folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn fmt_refuses_what_it_cannot_lay_out() {
    let desk = Desk::new("fmt_refused");
    desk.write("notes.txt", "Some notes.\n");
    desk.write("old.licit", b"policy caf\xe9\n");
    let large = fs::File::create(desk.folder.join("large.licit")).unwrap();
    large.set_len(100 << 20).unwrap();
    for (path, code) in
        [("notes.txt", "L0030"), ("old.licit", "L0003"), ("large.licit", "L0004"), ("none", "L0001")]
    {
        let done = desk.licit(&["fmt", path]);
        assert!(done.status == 2 && done.err.contains(code), "{path}: {}", done.told());
    }
    assert_eq!(fs::read_to_string(desk.folder.join("notes.txt")).unwrap(), "Some notes.\n");
}
