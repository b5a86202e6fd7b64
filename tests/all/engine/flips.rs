//! What would change a verdict, against every small change tried one by one.

use std::collections::BTreeSet;

use licit::analysis::flips;
use licit::analysis::flips::Change;
use licit::judge::{Case, FactName, Knowledge, SettledReading, Stated, StatedElement, Verdict, judge};
use licit::program::*;
use proptest::prelude::*;

use super::draw::Draw;
use super::oracle::{Oracle, Otherwise};
use super::random::{self, Flavour};
use super::{config, failed, tell};

/// The most pairs of changes that are tried.
const MOST_PAIRS: usize = 300;
/// The most kinds of further elements that are tried.
const MOST_KINDS: usize = 24;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_smaller_change_flips(numbers in prop::collection::vec(any::<u16>(), 0..400)) {
        let mut draw = Draw::from(numbers);
        let flavours = [Flavour::Scalars, Flavour::Scalars, Flavour::List, Flavour::ComparedList];
        let (program, flavour, _) = random::program(&mut draw, &flavours);
        let mut case = random::case(&mut draw, &program);
        case.stipulations.retain(|stipulation| stipulation.element.is_none());
        compare(&program, &case, flavour).map_err(|error| failed(error, || tell::tell(&program, &case)))?;
    }
}

/// What a change is about: a fact, an element, a reading, or how far a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Fact(FactName),
    Element(ListId, usize),
    Reading(ClauseId),
}

fn about(change: &Change) -> About {
    match change {
        Change::Fact { fact, .. } => About::Fact(*fact),
        Change::Reading { clause, .. } => About::Reading(*clause),
        Change::Without { list, element } => About::Element(*list, *element),
        Change::Further { list, .. } => About::Fact(FactName::Extent(*list)),
    }
}

fn compare(program: &Program, case: &Case, flavour: Flavour) -> Result<(), TestCaseError> {
    let Ok(verdict) = judge(program, case) else { return Ok(()) };
    if !verdict.presumptions_set_aside.is_empty() {
        return Ok(());
    }
    let found = flips(program, case, &verdict);
    let singles = changes(program, case, flavour);
    let judged = |case: &Case| -> Option<Verdict> {
        judge(program, case).ok().filter(|verdict| verdict.presumptions_set_aside.is_empty())
    };
    let alone: Vec<Option<Ruling>> =
        singles.iter().map(|(_, changed)| judged(&changed(case)).map(|it| it.ruling)).collect();
    let pairs = || {
        let all = (0..singles.len()).flat_map(|one| (one + 1..singles.len()).map(move |other| (one, other)));
        let several = |(one, other): &(usize, usize)| are_two(singles[*one].0, singles[*other].0);
        let all: Vec<(usize, usize)> = all.filter(several).collect();
        let step = all.len().div_ceil(MOST_PAIRS).max(1);
        all.into_iter().step_by(step)
    };
    for to in &found.to {
        prop_assert!(!to.disagreed, "{:?}", to);
        if !to.exact {
            let compares = program.atoms.iter().any(|atom| matches!(atom.test, Test::Against(_)));
            prop_assert!(compares, "{:?}", to);
            continue;
        }
        for flip in &to.found {
            prop_assert_eq!(judge(program, &flip.case).map(|it| it.ruling), Ok(to.ruling));
        }
        let size = to.found.first().map_or(usize::MAX, |flip| flip.changes.len());
        prop_assert!(to.found.iter().all(|flip| flip.changes.len() == size));
        let by_one: BTreeSet<About> = singles
            .iter()
            .zip(&alone)
            .filter(|(_, ruling)| **ruling == Some(to.ruling))
            .map(|((about, _), _)| *about)
            .collect();
        let told: BTreeSet<About> =
            to.found.iter().filter(|_| size == 1).map(|flip| about(&flip.changes[0])).collect();
        if size > 1 || to.more {
            prop_assert!(size == 1 || by_one.is_empty(), "{:?} would do: {:?}", by_one, to);
        } else {
            prop_assert!(by_one.is_subset(&told), "{:?}, but {:?}", by_one, told);
        }
        nearest(program, case, flavour, to)?;
        if size > 2 {
            for (one, other) in pairs() {
                // Facts first: leaving an element out moves those after it.
                let changed = singles[other].1(&singles[one].1(case));
                let ruling = judged(&changed).map(|it| it.ruling);
                let both = (singles[one].0, singles[other].0);
                prop_assert!(ruling != Some(to.ruling), "{:?} would do: {:?}", both, to);
            }
        }
    }
    Ok(())
}

/// Of points outside comparisons, none nearer would do.
fn nearest(
    program: &Program,
    case: &Case,
    flavour: Flavour,
    to: &licit::analysis::flips::FlipsTo,
) -> Result<(), TestCaseError> {
    for flip in to.found.iter().filter(|flip| flip.changes.len() == 1) {
        let Change::Fact { fact, from: Knowledge::Value(Value::Point(from)), to: Value::Point(at) } =
            &flip.changes[0]
        else {
            continue;
        };
        for (about, changed) in changes(program, case, flavour) {
            if about != About::Fact(*fact) {
                continue;
            }
            let changed = changed(case);
            let Some(Knowledge::Value(Value::Point(other))) = changed.stated(*fact).map(|it| &it.knowledge)
            else {
                continue;
            };
            if (other - from).abs() < (at - from).abs()
                && let Ok(verdict) = judge(program, &changed)
            {
                let nearer = verdict.presumptions_set_aside.is_empty() && verdict.ruling == to.ruling;
                prop_assert!(!nearer, "{} is nearer: {:?}", other, flip.changes);
            }
        }
    }
    Ok(())
}

/// Whether two changes count as two and can be made together.
fn are_two(one: About, other: About) -> bool {
    let inside = |outer: About, inner: About| match (outer, inner) {
        (About::Element(list, element), About::Fact(FactName::Element(of, it, _))) => {
            list == of && element == it
        }
        _ => false,
    };
    let both_elements = matches!((one, other), (About::Element(..), About::Element(..)));
    one != other && !inside(one, other) && !inside(other, one) && !both_elements
}

type Changed = Box<dyn Fn(&Case) -> Case>;

/// Every change of one matter.
fn changes(program: &Program, case: &Case, flavour: Flavour) -> Vec<(About, Changed)> {
    let oracle = Oracle { program };
    let mut all: Vec<(About, Changed)> = Vec::new();
    let told = |value: &Value| Stated { knowledge: Knowledge::Value(value.clone()), ..Stated::default() };
    let values = |fact: &Fact, date: bool, of_element: bool| {
        oracle.values(fact.ty, date, of_element, flavour, &Otherwise::default())
    };
    for (number, fact) in program.facts.iter().enumerate() {
        for value in values(fact, number == 0, false) {
            let stated = told(&value);
            if case.facts[number].knowledge != stated.knowledge {
                all.push((
                    About::Fact(FactName::Fact(FactId(number as u32))),
                    Box::new(move |case| {
                        let mut case = case.clone();
                        case.facts[number] = stated.clone();
                        case
                    }),
                ));
            }
        }
    }
    for (number, declared) in program.lists.iter().enumerate() {
        let list = ListId(number as u32);
        for element in 0..case.lists[number].elements.len() {
            for (attribute, fact) in declared.attributes.iter().enumerate() {
                for value in values(fact, false, true) {
                    let stated = told(&value);
                    let name = FactName::Element(list, element, AttributeId(attribute as u32));
                    if case.stated(name).expect("it is there").knowledge != stated.knowledge {
                        all.push((
                            About::Fact(name),
                            Box::new(move |case| {
                                let mut case = case.clone();
                                case.lists[number].elements[element].attributes[attribute] = stated.clone();
                                case
                            }),
                        ));
                    }
                }
            }
        }
        let mut kinds: Vec<Vec<Value>> = vec![Vec::new()];
        for fact in &declared.attributes {
            let possible = values(fact, false, true);
            let grown = kinds.iter().flat_map(|kind| {
                possible.iter().map(move |value| [&kind[..], std::slice::from_ref(value)].concat())
            });
            kinds = grown.collect();
        }
        let step = kinds.len().div_ceil(MOST_KINDS).max(1);
        let further = kinds.into_iter().step_by(step).map(|kind| vec![kind]);
        for elements in further.chain(case.lists[number].open.then(Vec::new)) {
            let elements: Vec<Vec<Stated>> =
                elements.iter().map(|element| element.iter().map(told).collect()).collect();
            all.push((
                About::Fact(FactName::Extent(list)),
                Box::new(move |case| {
                    let mut case = case.clone();
                    case.lists[number].open = false;
                    for attributes in &elements {
                        let attributes = attributes.clone();
                        case.lists[number].elements.push(StatedElement {
                            label: None,
                            attributes,
                            span: None,
                        });
                    }
                    case
                }),
            ));
        }
    }
    for (number, clause) in program.clauses.iter().enumerate().filter(|(_, clause)| clause.readings.len() > 1)
    {
        let id = ClauseId(number as u32);
        for reading in 0..clause.readings.len() {
            if !case.readings.iter().any(|settled| settled.clause == id && settled.reading == reading) {
                all.push((
                    About::Reading(id),
                    Box::new(move |case| {
                        let mut case = case.clone();
                        case.readings.retain(|settled| settled.clause != id);
                        case.readings.push(SettledReading { clause: id, reading, by: None });
                        case
                    }),
                ));
            }
        }
    }
    for (number, stated) in case.lists.iter().enumerate() {
        for element in 0..stated.elements.len() {
            all.push((
                About::Element(ListId(number as u32), element),
                Box::new(move |case| {
                    let mut case = case.clone();
                    case.lists[number].elements.remove(element);
                    case
                }),
            ));
        }
    }
    all
}
