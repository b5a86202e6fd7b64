//! The law of edges: the two cases of each differ in one fact, or in one reading, and in the verdict.

use licit::analysis::edges::{Edges, edges};
use licit::judge::{Case, Verdict, judge};
use licit::program::{Program, Ruling};
use proptest::prelude::*;

use super::draw::Draw;
use super::random::{self, Flavour};
use super::{config, failed, tell};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn edges_differ_in_one_fact_and_in_the_verdict(numbers in prop::collection::vec(any::<u16>(), 0..300)) {
        let mut draw = Draw::from(numbers);
        let flavours =
            [Flavour::Scalars, Flavour::Scalars, Flavour::List, Flavour::ComparedList, Flavour::Lines];
        let (program, ..) = random::program(&mut draw, &flavours);
        hold(&program).map_err(|error| failed(error, || tell::tell(&program, &Case::unstated(&program))))?;
    }
}

fn hold(program: &Program) -> Result<(), TestCaseError> {
    let found = edges(program, &[]);
    prop_assert_eq!(found.disagreements, 0);
    hold_each(program, &found)?;
    // What the edges show, a case book that holds them shows.
    let decided: Vec<&Case> = found.edges.iter().flat_map(|edge| &edge.cases).collect();
    let again = edges(program, &decided);
    prop_assert!(again.edges.len() <= found.edges.len());
    // Of a case book that holds one of each pair, no scenario is written again.
    let decided: Vec<&Case> = found.edges.iter().map(|edge| &edge.cases[0]).collect();
    let beside = edges(program, &decided);
    prop_assert_eq!(beside.disagreements, 0);
    hold_each(program, &beside)?;
    for edge in &beside.edges {
        if let Some((which, number)) = edge.known {
            prop_assert_eq!(differences(&edge.cases[which], decided[number]), 0, "{:?}", edge);
        }
    }
    Ok(())
}

fn hold_each(program: &Program, found: &Edges) -> Result<(), TestCaseError> {
    for edge in &found.edges {
        let [one, other] = &edge.cases;
        prop_assert_eq!(differences(one, other), 1, "{:?}", edge);
        let verdicts = [one, other].map(|case| judge(program, case).unwrap());
        let rulings = [verdicts[0].ruling, verdicts[1].ruling];
        prop_assert!(!rulings.contains(&Ruling::Undetermined) || !edge.differs, "{:?}", rulings);
        prop_assert!(
            rulings[0] != rulings[1] || follows(&verdicts[0]) != follows(&verdicts[1]),
            "{:?}",
            edge
        );
    }
    Ok(())
}

/// In how many facts and readings two cases differ.
fn differences(one: &Case, other: &Case) -> usize {
    let facts = one.facts.iter().zip(&other.facts).filter(|(one, other)| one != other).count();
    let elements = one.lists.iter().zip(&other.lists).map(|(one, other)| {
        assert_eq!((one.open, one.elements.len()), (other.open, other.elements.len()));
        let pairs = one.elements.iter().zip(&other.elements);
        let attributes = pairs.flat_map(|(one, other)| one.attributes.iter().zip(&other.attributes));
        attributes.filter(|(one, other)| one != other).count()
    });
    assert_eq!(one.readings.len(), other.readings.len());
    let readings = one.readings.iter().zip(&other.readings).filter(|(one, other)| one != other).count();
    facts + elements.sum::<usize>() + readings
}

fn follows(verdict: &Verdict) -> Vec<(u32, usize, bool)> {
    let told = verdict.duties.iter().chain(&verdict.remedies);
    told.map(|it| (it.unit.0, it.which, it.holds == licit::judge::Truth::Yes)).collect()
}
