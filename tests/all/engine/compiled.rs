//! The compiled program against the interpreter: what it settles is what the interpreter says, to the last reason.

use std::cell::Cell;

use licit::compiled::batch::{Column, Way, decide_by};
use licit::compiled::columns::Stated;
use licit::compiled::{Clerk, Compiled, Desk, Facts, Sheet};
use licit::judge::{Case, Judge, Knowledge};
use licit::program::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::draw::Draw;
use super::random::{self, Flavour};
use super::{config, failed, tell};

/// Both answers for a case: the ruling alone, the ruling with what decided, and the whole verdict. Gives whether the
/// compiled program settled it. What it does not settle in a long program is not asked again: that is the judge's.
fn alike(program: &Program, case: &Case, long: bool) -> Result<bool, TestCaseError> {
    let (mut facts, mut sheet) = (Facts::default(), Sheet::default());
    let clerk = Clerk::of(program);
    let compiled = clerk.compiled();
    let filled = compiled.fill(&mut facts, case);
    let decided = filled.ok().and_then(|()| compiled.decide(&facts, &mut sheet));
    if long && decided.is_none() {
        return Ok(false);
    }
    let by: Vec<Option<UnitId>> = sheet.by().to_vec();
    let told = Judge::of(program).judge(case);
    prop_assert_eq!(format!("{:#?}", clerk.judge(case, &mut Desk::default())), format!("{told:#?}"));
    let ruling = filled.ok().and_then(|()| compiled.ruling(&facts, &mut sheet));
    if ruling.is_some() {
        prop_assert_eq!(ruling, told.as_ref().ok().map(|verdict| verdict.ruling));
    }
    let Some(decided) = decided else { return Ok(false) };
    let verdict = told.expect("what is settled can be");
    prop_assert_eq!((decided.ruling, Some(decided.layer)), (verdict.ruling, verdict.layer));
    prop_assert_eq!(by, verdict.by.iter().map(|decider| decider.unit).collect::<Vec<_>>());
    Ok(clerk.settled(case, &facts, &mut sheet).is_some())
}

/// Tries many programs of so many times the usual number of clauses, and gives how many cases were settled.
fn try_all(times: usize) -> (u32, u32) {
    let (cases, settled) = (Cell::new(0), Cell::new(0));
    let numbers = prop::collection::vec(any::<u16>(), 0..400);
    let flavours = [Flavour::Scalars, Flavour::Lines, Flavour::List, Flavour::ComparedList];
    let tried = TestRunner::new(config()).run(&numbers, |numbers| {
        let mut draw = match times {
            1 => Draw::from(numbers),
            _ => Draw::without_end(&numbers),
        };
        let (mut program, ..) = random::program_of(&mut draw, &flavours, times);
        if times > 1 {
            // So many assumptions would leave no case possible.
            program.assumptions.clear();
        }
        for _ in 0..4 {
            let mut case = random::case(&mut draw, &program);
            if draw.below(4) != 3 {
                learn(&mut draw, &program, &mut case);
            }
            let is_settled = alike(&program, &case, times > 1)
                .map_err(|error| failed(error, || tell::tell(&program, &case)))?;
            cases.set(cases.get() + 1);
            settled.set(settled.get() + u32::from(is_settled));
        }
        Ok(())
    });
    tried.unwrap_or_else(|failure| panic!("{failure}"));
    (cases.get(), settled.get())
}

/// States most of what was left open.
fn learn(draw: &mut Draw, program: &Program, case: &mut Case) {
    let Case { facts, lists, .. } = &mut *case;
    let facts = facts.iter_mut().zip(&program.facts);
    let elements = lists.iter_mut().zip(&program.lists).flat_map(|(stated, declared)| {
        stated.open &= stated.elements.len() == 1;
        stated.elements.iter_mut().flat_map(|element| element.attributes.iter_mut().zip(&declared.attributes))
    });
    for (number, (stated, fact)) in facts.chain(elements).enumerate() {
        if !matches!(stated.knowledge, Knowledge::Value(_)) && !draw.chance(8) {
            stated.knowledge = Knowledge::Value(random::value(draw, program, fact, number == 0));
        }
    }
    case.stipulations.retain(|_| draw.chance(4));
}

/// Sixty-four at once are decided as each by itself, on any number of threads.
#[test]
fn blocks_are_decided_as_rows_are() {
    let counted = Cell::new([0; 2]);
    let numbers = prop::collection::vec(any::<u16>(), 0..400);
    let flavours = [Flavour::Scalars, Flavour::Lines, Flavour::List, Flavour::ComparedList];
    let tried = TestRunner::new(config()).run(&numbers, |numbers| {
        let mut draw = Draw::without_end(&numbers);
        let (program, ..) = random::program_of(&mut draw, &flavours, 1 + numbers.len() % 3);
        let many = [1, 63, 64, 65, 150][draw.below(5)];
        let cases: Vec<Case> = (0..many)
            .map(|_| {
                let mut case = random::case(&mut draw, &program);
                if draw.below(4) != 3 {
                    learn(&mut draw, &program, &mut case);
                }
                case
            })
            .collect();
        let compiled = Compiled::of(&program);
        let beside: Vec<&Case> = cases.iter().collect();
        let stated = Stated::all(&program, &compiled, &beside).expect("random points are small");
        let columns: Vec<Column> = stated.iter().map(Stated::column).collect();
        let rows = decide_by(Way::ByRow, &compiled, many, &columns, 1);
        let blocks = decide_by(Way::ByBlock, &compiled, many, &columns, 1 + many % 3);
        for (row, case) in cases.iter().enumerate() {
            prop_assert_eq!(blocks.decided[row], rows.decided[row], "{}", tell::tell(&program, case));
            prop_assert_eq!(blocks.by(row), rows.by(row), "{}", tell::tell(&program, case));
        }
        let [all, settled] = counted.get();
        counted.set([all + many, settled + rows.decided.iter().flatten().count()]);
        Ok(())
    });
    tried.unwrap_or_else(|failure| panic!("{failure}"));
    let [all, settled] = counted.get();
    assert!(settled * 10 >= all, "only {settled} of {all} were settled");
}

#[test]
fn compiled_programs_judge_as_the_interpreter_does() {
    let (cases, settled) = try_all(1);
    assert!(settled * 8 >= cases, "only {settled} of {cases} were settled");
}

/// Programs of so many clauses that the index branches.
#[test]
fn the_index_leaves_out_nothing_that_matters() {
    let (cases, settled) = try_all(12);
    assert!(settled * 20 >= cases, "only {settled} of {cases} were settled");
}
