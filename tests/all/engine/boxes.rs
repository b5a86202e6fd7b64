//! Boxes against the cases they are said to hold.

use licit::analysis::boxes::{self, About, CaseBox, Region};
use licit::analysis::space::{Ground, Space};
use licit::analysis::{Budget, Diagram, Matter};
use licit::judge::{Case, FactName};
use licit::program::*;
use proptest::prelude::*;

use super::draw::Draw;
use super::oracle::{self, Oracle, Otherwise, World};
use super::random::{self, Flavour};
use super::{config, failed, tell};

/// The most boxes of one set.
const MOST: usize = 48;
/// How many cases are drawn.
const DRAWN: usize = 60;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn boxes_are_the_set_and_no_larger_ones_are(numbers in prop::collection::vec(any::<u16>(), 0..400)) {
        let mut draw = Draw::from(numbers);
        let flavours = [Flavour::Scalars, Flavour::Scalars, Flavour::List, Flavour::ComparedList];
        let (program, _, _) = random::program(&mut draw, &flavours);
        laws(&mut draw, &program)
            .map_err(|error| failed(error, || tell::tell(&program, &Case::unstated(&program))))?;
    }
}

fn laws(draw: &mut Draw, program: &Program) -> Result<(), TestCaseError> {
    let ground = Ground::of(program);
    let Ok(mut space) = ground.space(Budget::PROOF) else {
        return Err(TestCaseError::reject("too large"));
    };
    for ruling in [Ruling::Permitted, Ruling::Prohibited, Ruling::NotRegulated] {
        let world = space.world();
        let cases = space.ruling(ruling).unwrap();
        let impossible = space.not(world).unwrap();
        let region = Region { cases, at_most: space.either(cases, impossible).unwrap() };
        let cover = boxes::cover(&mut space, region, MOST).unwrap();
        let sets: Vec<Diagram> = cover.boxes.iter().map(|it| all(&mut space, it, None)).collect();
        let beyond = space.not(region.at_most).unwrap();
        let mut union = Diagram::NO;
        for set in &sets {
            prop_assert!(!space.meet(*set, beyond).unwrap(), "a box reaches beyond the set");
            union = space.either(union, *set).unwrap();
        }
        let with_rest = space.either(union, cover.rest).unwrap();
        prop_assert!(space.within(cases, with_rest).unwrap(), "the boxes are not the whole set");
        prop_assert!(cover.rest == Diagram::NO || sets.len() == MOST, "there was room for more boxes");
        for (place, it) in cover.boxes.iter().enumerate() {
            let mut own = space.both(cases, sets[place]).unwrap();
            for (_, set) in sets.iter().enumerate().filter(|(other, _)| *other != place) {
                own = space.without(own, *set).unwrap();
            }
            prop_assert!(own != Diagram::NO, "a box could be dropped");
            for part in 0..it.parts.len() {
                let others = all(&mut space, it, Some(part));
                prop_assert!(space.meet(others, beyond).unwrap(), "a box could do without a part");
            }
            let told = boxes::told(&mut space, it).unwrap();
            prop_assert!(!told.is_empty() && !told.contains("is known"), "{}", told);
        }
        if cover.rest == Diagram::NO {
            drawn(draw, &mut space, ruling, &cover.boxes)?;
        }
    }
    Ok(())
}

fn all(space: &mut Space, it: &CaseBox, but: Option<usize>) -> Diagram {
    let parts = it.parts.iter().enumerate().filter(|(place, _)| Some(*place) != but);
    let parts: Vec<Diagram> = parts.map(|(_, part)| part.holds).collect();
    parts.into_iter().fold(Diagram::YES, |all, part| space.both(all, part).unwrap())
}

/// Cases at random: each has the ruling exactly where some box holds it, as its parts are told.
fn drawn(draw: &mut Draw, space: &mut Space, ruling: Ruling, boxes: &[CaseBox]) -> Result<(), TestCaseError> {
    let program = space.program();
    let oracle = Oracle { program };
    let case = Case::unstated(program);
    for _ in 0..DRAWN {
        let facts = program.facts.iter().enumerate();
        let mut world = World {
            facts: facts.map(|(number, fact)| random::value(draw, program, fact, number == 0)).collect(),
            lists: Vec::new(),
            readings: Default::default(),
        };
        for list in &program.lists {
            let many = draw.below(4);
            let element = |draw: &mut Draw| {
                list.attributes.iter().map(|fact| random::value(draw, program, fact, false)).collect()
            };
            world.lists.push((0..many).map(|_| element(draw)).collect());
        }
        for (number, clause) in program.clauses.iter().enumerate().filter(|(_, it)| it.readings.len() > 1) {
            world.readings.insert(ClauseId(number as u32), draw.below(clause.readings.len()));
        }
        if !oracle.can_be(&world, &case, &Otherwise::default()) {
            continue;
        }
        let is_so = oracle.judge(&world).ruling == ruling;
        let mut held = false;
        for it in boxes {
            let mut inside = true;
            for part in &it.parts {
                inside &= match part.about {
                    About::Atom(atom, holds) => oracle.test(&world, program.atom(atom), None) == holds,
                    About::Condition(node, holds) => oracle.holds(&world, node, None) == holds,
                    About::Read(..) => panic!("what has a ruling depends on the readings it does"),
                    About::Matter(Matter::Reading(clause)) => {
                        let readings = space.exact().readings_in(clause, part.holds).unwrap();
                        readings.contains(&world.readings[&clause])
                    }
                    About::Matter(Matter::Fact(name)) => {
                        let FactName::Fact(fact) = name else { panic!("nothing is stated of elements") };
                        let (test, holds) = space.exact().as_test(name, part.holds).unwrap().unwrap();
                        oracle::passes(&test, &world.facts[fact.0 as usize]) == holds
                    }
                };
            }
            held |= inside;
        }
        prop_assert_eq!(held, is_so, "{:?} in {:?}", world, boxes);
    }
    Ok(())
}
