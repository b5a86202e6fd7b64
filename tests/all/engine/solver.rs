//! The engine against z3, which reads what Licit exports: what is proved and what is possible must agree.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use licit::analysis::{Proof, prove};
use licit::casebook::outcome::Finding;
use licit::casebook::properties;
use licit::export::smt::{Question, script};
use licit::judge::{Case, Impossible, Knowledge, judge};
use licit::model::Library;
use licit::program::*;
use licit::source::{Refusal, Sources};
use licit::syntax::imports::{self, Found};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::draw::Draw;
use super::random::{self, Flavour};
use super::{cases, failed, nothing_stated, tell};
use crate::z3::{Answer, Z3};

const FLAVOURS: [Flavour; 4] = [Flavour::Lines, Flavour::Scalars, Flavour::List, Flavour::ComparedList];

/// How long random programs are compared at most.
const LONGEST: Duration = Duration::from_secs(30);

#[test]
fn a_solver_proves_the_properties_of_the_policies() {
    let Some(mut z3) = Z3::found("a_solver_proves_the_properties_of_the_policies") else { return };
    let mut sources = Sources::default();
    for folder in ["policies/cyber-end-use", "policies/eu-dual-use", "policies/openrail"] {
        for entry in std::fs::read_dir(folder).expect("the policies are there").flatten() {
            let path = entry.path().to_string_lossy().into_owned();
            if path.ends_with(".licit") {
                sources.add(path.clone(), std::fs::read_to_string(&path).expect("a policy can be read"));
            }
        }
    }
    imports::follow(&mut sources, |_, _, _| Found::Refused(Refusal::NotThere { near: Vec::new() }));
    let (library, _) = Library::load(&sources);
    for version in &library.versions {
        let program = &version.program;
        let possible = judge(program, &nothing_stated(program)).expect("some case can be").possible;
        let told = z3.answers(&script(program, Question::Rulings, &|_| None));
        assert_eq!(told, rulings(&possible), "{}", program.policy.name);
    }
    let outcomes = properties::properties(&sources, &library, |_| true);
    let mut outcomes = outcomes.iter();
    for property in properties::all(&sources, &library) {
        let claimed = properties::claimed(&sources, &library, property).expect("the policies are sound");
        let question = Question::Property { title: &property.title.text, claims: &claimed.claims };
        let told = z3.answers(&script(&claimed.program, question, &|_| None));
        for answers in told.chunks(2) {
            let outcome = outcomes.next().expect("an outcome for each claim");
            let expected = match outcome.finding {
                Finding::Proved { .. } => [Answer::Sat, Answer::Unsat],
                Finding::Refuted(_) => [Answer::Sat, Answer::Sat],
                _ => panic!("{} is undecided", outcome.name),
            };
            assert_eq!(answers, expected, "{}", outcome.name);
        }
    }
    assert!(outcomes.next().is_none());
}

#[test]
fn a_solver_agrees_with_proofs() {
    compared("a_solver_agrees_with_proofs", |z3, draw| {
        let (program, _, claim) = random::program(draw, &FLAVOURS);
        let told = || {
            let when = claim.when.map(|when| tell::node(&program, when));
            format!("{claim:?} when {when:?}\n{}", tell::tell(&program, &Case::unstated(&program)))
        };
        let proof = prove(&program, std::slice::from_ref(&claim)).remove(0);
        let claims = [("the claim".to_owned(), claim.clone())];
        let question = Question::Property { title: "The claim", claims: &claims };
        let text = script(&program, question, &|_| None);
        let answers = z3.answers(&text);
        let expected = match proof {
            Proof::Holds { .. } => [Answer::Sat, Answer::Unsat],
            Proof::Refuted(_) => [Answer::Sat, Answer::Sat],
            // That nothing is claimed is all that is told.
            Proof::Vacuous => [Answer::Unsat, answers[1]],
            Proof::Undecided(_) => return Ok(false),
        };
        if answers.contains(&Answer::Unknown) {
            return Ok(false);
        }
        if answers != expected {
            return Err(failed(TestCaseError::fail(format!("{answers:?}, but {proof:?}")), || {
                format!("{}\n{text}", told())
            }));
        }
        Ok(true)
    });
}

#[test]
fn a_solver_agrees_with_verdicts() {
    compared("a_solver_agrees_with_verdicts", |z3, draw| {
        let (program, _, _) = random::program(draw, &FLAVOURS);
        let mut case = random::case(draw, &program);
        for list in &mut case.lists {
            // What is stated of elements cannot be said by an assumption.
            list.open |= !list.elements.is_empty();
            list.elements.clear();
        }
        case.stipulations.retain(|stipulation| stipulation.element.is_none());
        let verdict = judge(&program, &case);
        let (presumed, expected) = match &verdict {
            Ok(verdict) if !verdict.exact => return Ok(false),
            Ok(verdict) => (verdict.presumed.is_empty(), rulings(&verdict.possible)),
            Err(Impossible::Facts { .. }) => (false, rulings(&[])),
        };
        let known = assumed(&program, &case, !presumed);
        let text = script(&known, Question::Rulings, &|_| None);
        let answers = z3.answers(&text);
        if answers.contains(&Answer::Unknown) {
            return Ok(false);
        }
        if answers != expected {
            return Err(failed(TestCaseError::fail(format!("{answers:?}, but {verdict:?}")), || {
                format!("{}\n{text}", tell::tell(&program, &case))
            }));
        }
        Ok(true)
    });
}

/// Draws programs until time is up; at least a third of them must have been compared.
fn compared(test: &str, compare: impl Fn(&mut Z3, &mut Draw) -> Result<bool, TestCaseError>) {
    let Some(z3) = Z3::found(test) else { return };
    let z3 = RefCell::new(z3);
    let begun = Instant::now();
    let counted = RefCell::new((0, 0));
    let config = ProptestConfig { cases: 3 * cases(), max_shrink_iters: 400, ..super::config() };
    let numbers = prop::collection::vec(any::<u16>(), 0..400);
    let outcome = TestRunner::new(config).run(&numbers, |numbers| {
        if begun.elapsed() > LONGEST {
            return Ok(());
        }
        let agreed = compare(&mut z3.borrow_mut(), &mut Draw::from(numbers))?;
        let mut counted = counted.borrow_mut();
        *counted = (counted.0 + usize::from(agreed), counted.1 + 1);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let (agreed, drawn) = counted.into_inner();
    println!("{agreed} of {drawn} compared in {:?}", begun.elapsed());
    assert!(3 * agreed > drawn, "only {agreed} of {drawn} could be compared");
}

/// The answers to the three questions whether some case has a ruling.
fn rulings(possible: &[Ruling]) -> Vec<Answer> {
    let all = [Ruling::Permitted, Ruling::Prohibited, Ruling::NotRegulated];
    let answer = |ruling| if possible.contains(&ruling) { Answer::Sat } else { Answer::Unsat };
    all.into_iter().map(answer).collect()
}

/// The program with all that is known of a case as assumptions.
fn assumed(program: &Program, case: &Case, presumed: bool) -> Program {
    let mut known = Known { program: program.clone() };
    for (number, stated) in case.facts.iter().enumerate() {
        let fact = FactId(number as u32);
        match (&stated.knowledge, &program.fact(fact).presumed) {
            (Knowledge::Value(value), _) => known.value(fact, value),
            (Knowledge::Unstated, Some(value)) if presumed => known.value(fact, value),
            (Knowledge::Such(tests), _) => {
                for (test, holds) in tests {
                    known.test(fact, test.clone(), *holds);
                }
            }
            _ => {}
        }
    }
    for (number, list) in case.lists.iter().enumerate().filter(|(_, list)| !list.open) {
        assert!(list.elements.is_empty());
        let body = known.node(Node::Constant(true));
        let some = known.node(Node::Elements { list: ListId(number as u32), at_least: 1, body });
        known.assume(some, false);
    }
    for settled in &case.readings {
        let options = 0..program.clause(settled.clause).readings.len();
        let options = options.map(|reading| known.node(Node::Constant(reading == settled.reading)));
        let options: Vec<NodeId> = options.collect();
        let read = known.node(Node::Reading { clause: settled.clause, options: options.into() });
        known.assume(read, true);
    }
    for stipulation in &case.stipulations {
        let applies = known.node(Node::Defined(stipulation.definition));
        known.assume(applies, stipulation.holds);
    }
    known.program
}

struct Known {
    program: Program,
}

impl Known {
    fn node(&mut self, node: Node) -> NodeId {
        self.program.nodes.push(node);
        self.program.origins.push(Origin::default());
        NodeId(self.program.nodes.len() as u32 - 1)
    }

    fn assume(&mut self, node: NodeId, holds: bool) {
        let node = if holds { node } else { self.node(Node::Not(node)) };
        let span = super::builder::nowhere();
        self.program.assumptions.push(Assumption { words: "stated".into(), node, span });
    }

    fn test(&mut self, fact: FactId, test: Test, holds: bool) {
        self.program.atoms.push(Atom { place: Place::Fact(fact), test });
        let atom = AtomId(self.program.atoms.len() as u32 - 1);
        let node = self.node(Node::Atom(atom));
        self.assume(node, holds);
    }

    fn value(&mut self, fact: FactId, value: &Value) {
        let only = |member: &Member| std::iter::once(member.0 as usize).collect();
        let test = match value {
            Value::YesNo(yes) => return self.test(fact, Test::Yes, *yes),
            Value::Member(member) => Test::OneOf(only(member)),
            Value::Point(at) => Test::Within([(*at, *at)].into()),
            Value::Text(text) => Test::TextIs([text.clone()].into()),
            Value::Set(members) => Test::Set(SetTest::Exactly(members.iter().map(only).collect())),
        };
        self.test(fact, test, true);
    }
}
