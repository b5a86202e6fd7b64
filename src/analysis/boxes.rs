//! A set of cases as few boxes, in words.
//!
//! A box says of some matters what they are, each by itself, and leaves all others free: "the sentence is at
//! least 5 years, the action is use". A matter is a fact, a reading, or a condition that cannot be said fact by
//! fact: one on the elements of a list, on the members of a set, on two facts compared.
//!
//! A box is grown from one case: what it says is dropped where the box stays inside the set without it, and is
//! widened to all values with which it stays inside. Growing never makes room for what was narrowed before, so
//! a box once through can grow no further. What no box holds yet gives the next one, and boxes that the others
//! cover go in the end.

use crate::judge::FactName;
use crate::judge::exact::{Diagram, Matter, Spent};
use crate::program::{
    ACTION, ACTIONS, Atom, AtomId, DATE, Member, Node, NodeId, Place, Program, Test, phrases, words,
};

use super::space::Space;

/// The sets of cases a box may be told of.
#[derive(Debug, Clone, Copy)]
pub struct Region {
    /// The cases that are to be told.
    pub cases: Diagram,
    /// These and others that make no difference, such as those that cannot be.
    pub at_most: Diagram,
}

/// A box: every case in which each of its parts holds.
#[derive(Debug, Clone)]
pub struct CaseBox {
    pub parts: Vec<Part>,
}

/// What a box says of one matter.
#[derive(Debug, Clone)]
pub struct Part {
    pub about: About,
    /// The cases in which it is so.
    pub holds: Diagram,
}

/// What a part of a box is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A fact or a reading that is one of some values.
    Matter(Matter),
    /// An atom of the program, or its contrary.
    Atom(AtomId, bool),
    /// A condition on the elements of a list, or its contrary.
    Condition(NodeId, bool),
}

/// Boxes that together are a set of cases, but for `rest`.
#[derive(Debug, Clone)]
pub struct Cover {
    pub boxes: Vec<CaseBox>,
    /// The cases for which there would have been too many boxes.
    pub rest: Diagram,
}

/// Covers the cases of a region by boxes inside it, at most so many.
pub fn cover(space: &mut Space, region: Region, most: usize) -> Result<Cover, Spent> {
    let terms = terms(space, region)?;
    let mut boxes: Vec<(CaseBox, Diagram)> = Vec::new();
    let mut rest = region.cases;
    loop {
        while rest != Diagram::NO && boxes.len() < most {
            let grown = grown(space, region, rest, &terms)?;
            let cases = cases(space, &grown.parts, None)?;
            rest = space.without(rest, cases)?;
            boxes.push((grown, cases));
        }
        // What is dropped makes room for more; each box grown leaves less to tell, so this comes to an end.
        if !drop_covered(space, region, &mut boxes)? || rest == Diagram::NO {
            break;
        }
    }
    Ok(Cover { boxes: boxes.into_iter().map(|(it, _)| it).collect(), rest })
}

/// Drops the boxes whose cases the others hold, and says whether there were any. The last go first, for the first
/// were grown with the most room.
fn drop_covered(
    space: &mut Space,
    region: Region,
    boxes: &mut Vec<(CaseBox, Diagram)>,
) -> Result<bool, Spent> {
    let before = boxes.len();
    for place in (0..before).rev() {
        let mut alone = space.both(region.cases, boxes[place].1)?;
        for (other, (_, cases)) in boxes.iter().enumerate() {
            if other != place {
                alone = space.without(alone, *cases)?;
            }
        }
        if alone == Diagram::NO {
            boxes.remove(place);
        }
    }
    Ok(boxes.len() < before)
}

/// A box in words: `the action is copy or show; reader.member is no`.
pub fn told(space: &mut Space, it: &CaseBox) -> Result<String, Spent> {
    let mut parts: Vec<String> = Vec::new();
    for part in &it.parts {
        let said = said(space, part)?;
        // What one fact includes none of is said at once.
        const NONE_OF: &str = " includes none of ";
        let same = said.split_once(NONE_OF).and_then(|(fact, terms)| {
            let begins = format!("{fact}{NONE_OF}");
            Some((parts.iter_mut().find(|other| other.starts_with(&begins))?, terms))
        });
        match same {
            Some((other, terms)) => other.push_str(&format!(", {terms}")),
            None => parts.push(said),
        }
    }
    Ok(if parts.is_empty() { "in any case".to_owned() } else { parts.join("; ") })
}

/// What a box can say of a region: its matters, and the conditions that stand for those that cannot be said by
/// themselves.
struct Terms {
    matters: Vec<Matter>,
    conditions: Vec<(About, Diagram)>,
}

fn terms(space: &mut Space, region: Region) -> Result<Terms, Spent> {
    let all = space.exact().matters_of(&[region.cases, region.at_most]);
    let (mut matters, mut others) = (Vec::new(), Vec::new());
    for matter in all {
        let alone = match matter {
            Matter::Fact(name) => space.exact().stands_alone(name),
            Matter::Reading(_) => true,
        };
        if alone { matters.push(matter) } else { others.push(matter) }
    }
    let mut conditions = Vec::new();
    if !others.is_empty() {
        for (about, node) in candidates(space.program()) {
            let holds = match about {
                About::Atom(id, _) => atom(space, id)?,
                _ => space.condition(node)?,
            };
            let of = space.exact().matters_of(&[holds]);
            if of.iter().any(|matter| others.contains(matter)) {
                conditions.push((about, holds));
            }
        }
        conditions.dedup_by_key(|(_, holds)| *holds);
    }
    Ok(Terms { matters, conditions })
}

/// The atoms on sets and comparisons outside lists, and the conditions on lists, each once.
fn candidates(program: &Program) -> Vec<(About, NodeId)> {
    let nodes = program.nodes.iter().enumerate().map(|(number, node)| (NodeId(number as u32), node));
    let about = |(id, node): (NodeId, &Node)| match node {
        Node::Atom(atom) => {
            let is_told = match program.atom(*atom) {
                Atom { place: Place::Element(..), .. } => false,
                Atom { test: Test::Against(against), .. } => matches!(against.other, Place::Fact(_)),
                Atom { .. } => true,
            };
            is_told.then_some((About::Atom(*atom, true), id))
        }
        Node::Elements { .. } => Some((About::Condition(id, true), id)),
        _ => None,
    };
    nodes.filter_map(about).collect()
}

fn atom(space: &mut Space, id: AtomId) -> Result<Diagram, Spent> {
    let program = space.program();
    let node = program.nodes.iter().position(|node| *node == Node::Atom(id)).unwrap_or_default();
    space.condition(NodeId(node as u32))
}

/// A box around one case of `among`, as wide as the region lets it be.
fn grown(space: &mut Space, region: Region, among: Diagram, terms: &Terms) -> Result<CaseBox, Spent> {
    let mut told_apart = vec![region.cases, region.at_most];
    told_apart.extend(terms.conditions.iter().map(|(_, holds)| *holds));
    let seed = space.exact().one_of(among, &told_apart)?;
    let mut parts = Vec::new();
    for &matter in &terms.matters {
        let holds = space.exact().as_to(seed, matter)?;
        parts.push(Part { about: About::Matter(matter), holds });
    }
    for &(about, holds) in &terms.conditions {
        parts.push(match space.meet(seed, holds)? {
            true => Part { about, holds },
            false => {
                let contrary = match about {
                    About::Atom(id, _) => About::Atom(id, false),
                    About::Condition(node, _) => About::Condition(node, false),
                    matter => matter,
                };
                Part { about: contrary, holds: space.not(holds)? }
            }
        });
    }
    let beyond = space.not(region.at_most)?;
    // The day is dropped first and the action last; of all else, what the text says last.
    parts.sort_by_key(|part| match part.about {
        About::Matter(Matter::Fact(FactName::Fact(fact))) if fact == ACTION => 0,
        About::Matter(Matter::Fact(FactName::Fact(fact))) if fact == DATE => 2,
        _ => 1,
    });
    let mut place = parts.len();
    while place > 0 {
        place -= 1;
        let others = cases(space, &parts, Some(place))?;
        if !space.meet(others, beyond)? {
            parts.remove(place);
        }
    }
    for place in 0..parts.len() {
        if let About::Matter(matter) = parts[place].about {
            let others = cases(space, &parts, Some(place))?;
            let outside = space.both(others, beyond)?;
            let refused = space.exact().as_to(outside, matter)?;
            parts[place].holds = space.not(refused)?;
        }
    }
    Ok(CaseBox { parts })
}

/// The cases in which every part holds, but for one.
fn cases(space: &mut Space, parts: &[Part], but: Option<usize>) -> Result<Diagram, Spent> {
    let mut all = Diagram::YES;
    for (place, part) in parts.iter().enumerate() {
        if Some(place) != but {
            all = space.both(all, part.holds)?;
        }
    }
    Ok(all)
}

fn said(space: &mut Space, part: &Part) -> Result<String, Spent> {
    let program = space.program();
    Ok(match part.about {
        About::Atom(id, holds) => phrases::atom(program, id, holds),
        About::Condition(node, holds) => phrases::condition(program, node, holds),
        About::Matter(Matter::Reading(clause)) => {
            let readings = space.exact().readings_in(clause, part.holds)?;
            let clause = program.clause(clause);
            let names: Vec<&str> = readings.iter().map(|reading| &*clause.readings[*reading].name).collect();
            format!("clause {} is read {}", clause.number, names.join(" or "))
        }
        About::Matter(Matter::Fact(name)) => {
            let FactName::Fact(fact) = name else { return Ok(String::new()) };
            let declared = program.fact(fact);
            match space.exact().as_test(name, part.holds)? {
                Some((Test::OneOf(actions), true)) if fact == ACTION => {
                    let domain = program.domain(ACTIONS);
                    let names = actions.ones().map(|action| domain.name_of(Member(action as u32)));
                    format!("the action is {}", names.collect::<Vec<_>>().join(" or "))
                }
                Some((test, holds)) => match declared.name.strip_suffix(" is kept") {
                    Some(clause) => format!("{clause} is {}kept", if holds { "" } else { "not " }),
                    None => format!("{} {}", declared.name, words::test(program, declared.ty, &test, holds)),
                },
                None => format!("{} is known", declared.name),
            }
        }
    })
}
