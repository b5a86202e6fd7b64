//! Every case that goes against a claim, judged again by the interpreter. With `--nocapture` it is told how many
//! were; `LICIT_RANDOM_CASES` says of how many programs.

use std::cell::Cell;

use licit::analysis::{Proof, prove};
use licit::judge::{Case, judge};
use licit::program::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::draw::Draw;
use super::random::{self, Flavour};
use super::{config, failed, tell};

const FLAVOURS: [Flavour; 4] = [Flavour::Scalars, Flavour::List, Flavour::ComparedList, Flavour::Lines];

#[test]
fn every_witness_is_what_it_was_found_for() {
    let (judged, undecided) = (Cell::new(0), Cell::new(0));
    let numbers = prop::collection::vec(any::<u16>(), 0..300);
    let outcome = TestRunner::new(config()).run(&numbers, |numbers| {
        let (program, _, claim) = random::program(&mut Draw::from(numbers), &FLAVOURS);
        let claims = claims(&claim);
        for (claim, proof) in claims.iter().zip(prove(&program, &claims)) {
            match proof {
                Proof::Refuted(found) => {
                    let witness = judge(&program, &found.case).expect("a witness can be");
                    let against = (witness.ruling == claim.said.ruling) != (claim.kind == ClaimKind::Always);
                    if !against || witness.ruling != found.ruling {
                        let told =
                            || format!("{claim:?}\n{}", tell::tell(&program, &Case::unstated(&program)));
                        return Err(failed(TestCaseError::fail(format!("{found:?}: {witness:?}")), told));
                    }
                    judged.set(judged.get() + 1);
                }
                Proof::Undecided(_) => undecided.set(undecided.get() + 1),
                Proof::Holds { .. } | Proof::Vacuous => {}
            }
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    println!("{} witnesses judged again, {} claims undecided", judged.get(), undecided.get());
}

/// A claim, and its like of every other ruling and kind.
fn claims(claim: &Claim) -> Vec<Claim> {
    let rulings = [Ruling::Permitted, Ruling::Prohibited, Ruling::NotRegulated];
    let of = |ruling| {
        let said = Said { ruling, ..claim.said };
        [ClaimKind::Never, ClaimKind::Always, ClaimKind::OnlyWhen].map(|kind| Claim { kind, said, ..*claim })
    };
    rulings.into_iter().flat_map(of).collect()
}
