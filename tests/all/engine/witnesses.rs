//! Every case that is shown for something, judged again: by the interpreter as it stands, and completion by
//! completion as its meaning is read naively.
//!
//! A round asks every kind of question of one program. With `--nocapture` it is told how many programs, witnesses and
//! completions there were; `LICIT_RANDOM_CASES` says of how many programs.

use std::cell::RefCell;
use std::collections::BTreeMap;

use licit::analysis::boxes::{Region, cover};
use licit::analysis::edges::edges;
use licit::analysis::space::Ground;
use licit::analysis::{Budget, Diagram, Proof, Stop, findings, flips, prove};
use licit::judge::{Case, judge};
use licit::problem::Problem;
use licit::problem::finding::Finding;
use licit::program::*;
use licit::source::{FileId, Span};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::completion::{Completion, completion};
use super::draw::Draw;
use super::oracle::{Oracle, Otherwise};
use super::random::{self, Flavour};
use super::{config, failed, tell};

const FLAVOURS: [Flavour; 4] = [Flavour::Scalars, Flavour::List, Flavour::ComparedList, Flavour::Lines];
/// How many completions of a witness are drawn; of these, those are judged that the assumptions allow.
const DRAWN: usize = 12;
/// The most boxes of one set of cases.
const MOST_BOXES: usize = 12;

const RULINGS: [Ruling; 3] = [Ruling::Permitted, Ruling::Prohibited, Ruling::NotRegulated];

/// What was counted of one kind of question.
#[derive(Default)]
struct Count {
    witnesses: usize,
    completions: usize,
    /// Questions that were given up.
    undecided: usize,
}

#[test]
fn every_witness_is_what_it_was_found_for() {
    let counts: RefCell<(usize, BTreeMap<&str, Count>)> = RefCell::default();
    let numbers = prop::collection::vec(any::<u16>(), 0..500);
    let outcome = TestRunner::new(config()).run(&numbers, |numbers| {
        let completions = Draw::without_end(&numbers);
        let mut draw = Draw::from(numbers);
        let (program, _, claim) = random::program(&mut draw, &FLAVOURS);
        let case = random::case(&mut draw, &program);
        let mut round = Round { program: &program, draw: completions, counts: BTreeMap::new() };
        let told = || format!("{claim:?}\n{}", tell::tell(&program, &case));
        round.ask(&claim, &case).map_err(|error| failed(error, told))?;
        let (programs, counts) = &mut *counts.borrow_mut();
        *programs += 1;
        for (kind, count) in round.counts {
            let all = counts.entry(kind).or_default();
            all.witnesses += count.witnesses;
            all.completions += count.completions;
            all.undecided += count.undecided;
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let (programs, counts) = counts.into_inner();
    for (kind, Count { witnesses, completions, undecided }) in &counts {
        println!("{kind}: {witnesses} witnesses, {completions} completions, {undecided} given up");
    }
    let of = |what: fn(&Count) -> usize| counts.values().map(what).sum::<usize>();
    let (witnesses, completions) = (of(|it| it.witnesses), of(|it| it.completions));
    println!("{programs} programs, {witnesses} witnesses, {completions} completions judged again");
    assert!(completions > 0);
}

/// Every question, asked of one program.
struct Round<'p> {
    program: &'p Program,
    draw: Draw,
    counts: BTreeMap<&'static str, Count>,
}

impl Round<'_> {
    fn ask(&mut self, claim: &Claim, case: &Case) -> Result<(), TestCaseError> {
        self.proofs(claim)?;
        self.findings()?;
        self.edges()?;
        self.boxes()?;
        self.possible(case)?;
        self.flips(case)
    }

    fn count(&mut self, kind: &'static str) -> &mut Count {
        self.counts.entry(kind).or_default()
    }

    fn proofs(&mut self, claim: &Claim) -> Result<(), TestCaseError> {
        let claims = claims(claim);
        for (claim, proof) in claims.iter().zip(prove(self.program, &claims)) {
            match proof {
                Proof::Refuted(found) => {
                    let against = (found.ruling == claim.said.ruling) != is_always(claim.kind);
                    prop_assert!(against, "{:?}: {:?}", claim, found);
                    self.bears_out("proofs", &found.case, found.ruling)?;
                    if let (ClaimKind::Whenever(other), Some(beside)) = (claim.kind, &found.beside) {
                        self.bears_out("proofs", beside, other.ruling)?;
                    }
                }
                Proof::Undecided(stop) => {
                    prop_assert!(matches!(stop, Stop::Spent), "{:?}: {:?}", claim, stop);
                    self.count("proofs").undecided += 1;
                }
                Proof::Holds { .. } | Proof::Vacuous => {}
            }
        }
        Ok(())
    }

    /// The cases that findings show are given as text; each was held to the interpreter, or is told as a fault.
    fn findings(&mut self) -> Result<(), TestCaseError> {
        let mut program = self.program.clone();
        for (number, origin) in (0..).zip(&mut program.origins) {
            origin.span = Some(Span::new(FileId(0), number, number + 1));
        }
        for told in findings(&program, &[]) {
            match told {
                Problem::Finding(Finding::Disagreement { what, case, .. }) => {
                    prop_assert!(false, "{}: {}", what, case);
                }
                Problem::Finding(Finding::NotLookedInto { .. }) => self.count("findings").undecided += 1,
                _ => {}
            }
        }
        Ok(())
    }

    fn edges(&mut self) -> Result<(), TestCaseError> {
        let found = edges(self.program, &[]);
        prop_assert_eq!(found.disagreements, 0);
        self.count("edges").undecided += usize::from(found.cut_short.is_some());
        for case in found.edges.iter().flat_map(|edge| &edge.cases) {
            let ruling = judge(self.program, case).expect("a witness can be").ruling;
            self.bears_out("edges", case, ruling)?;
        }
        Ok(())
    }

    fn boxes(&mut self) -> Result<(), TestCaseError> {
        let ground = Ground::of(self.program);
        let Ok(mut space) = ground.space(Budget::PROOF) else {
            self.count("boxes").undecided += 1;
            return Ok(());
        };
        for ruling in RULINGS {
            let Ok(cases) = space.ruling(ruling) else { continue };
            let Ok(found) = cover(&mut space, Region { cases, at_most: cases }, MOST_BOXES) else {
                self.count("boxes").undecided += 1;
                continue;
            };
            for it in &found.boxes {
                let all = it.parts.iter().try_fold(cases, |all, part| space.both(all, part.holds));
                let Ok(all) = all else { continue };
                prop_assert!(all != Diagram::NO, "an empty box");
                match space.case(all, &mut |seen| seen.ruling() == Some(ruling)) {
                    Ok(case) => self.bears_out("boxes", &case.expect("there is one"), ruling)?,
                    Err(stop) => prop_assert!(false, "{:?}", stop),
                }
            }
        }
        Ok(())
    }

    /// Of the case itself, each completion must be one of those said to be possible.
    fn possible(&mut self, case: &Case) -> Result<(), TestCaseError> {
        let Ok(verdict) = judge(self.program, case) else { return Ok(()) };
        if verdict.presumptions_set_aside.is_empty() {
            self.count("possible").witnesses += 1;
            self.completions("possible", case, &verdict.possible)?;
        }
        Ok(())
    }

    fn flips(&mut self, case: &Case) -> Result<(), TestCaseError> {
        let Ok(verdict) = judge(self.program, case) else { return Ok(()) };
        for to in flips(self.program, case, &verdict).to {
            prop_assert!(!to.disagreed, "{:?}", to);
            self.count("flips").undecided += usize::from(!to.exact);
            for flip in &to.found {
                let again = judge(self.program, &flip.case).expect("a witness can be");
                prop_assert_eq!(again.ruling, to.ruling);
                if again.presumptions_set_aside.is_empty() {
                    self.bears_out("flips", &flip.case, to.ruling)?;
                }
            }
        }
        Ok(())
    }

    /// A witness has its ruling as it stands, and so has each completion.
    fn bears_out(&mut self, kind: &'static str, case: &Case, ruling: Ruling) -> Result<(), TestCaseError> {
        let verdict = judge(self.program, case).expect("a witness can be");
        prop_assert_eq!(verdict.ruling, ruling, "{}: {:?}", kind, case);
        self.count(kind).witnesses += 1;
        self.completions(kind, case, &verdict.possible)
    }

    fn completions(
        &mut self,
        kind: &'static str,
        case: &Case,
        among: &[Ruling],
    ) -> Result<(), TestCaseError> {
        let oracle = Oracle { program: self.program };
        for _ in 0..DRAWN {
            let Completion { world, could_be, .. } = completion(&mut self.draw, self.program, case);
            if could_be && oracle.can_be(&world, case, &Otherwise::default()) {
                let becomes = oracle.judge(&world);
                prop_assert!(among.contains(&becomes.ruling), "{}: {:?} in {:?}", kind, becomes, case);
                self.count(kind).completions += 1;
            }
        }
        Ok(())
    }
}

fn is_always(kind: ClaimKind) -> bool {
    matches!(kind, ClaimKind::Always | ClaimKind::Whenever(_))
}

/// A claim, and its like of every other ruling and kind.
fn claims(claim: &Claim) -> Vec<Claim> {
    let of = |ruling| {
        let said = Said { ruling, ..claim.said };
        [ClaimKind::Never, ClaimKind::Always, ClaimKind::OnlyWhen].map(|kind| Claim { kind, said, ..*claim })
    };
    std::iter::once(claim.clone()).chain(RULINGS.into_iter().flat_map(of)).collect()
}
