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
    ACTION, ACTIONS, Atom, AtomId, ClauseId, DATE, FactId, Member, Node, NodeId, Place, Program, Test,
    phrases, words,
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
    /// The same under one choice of the readings it depends on, where the region depends on none of them; the
    /// choice by its number among all.
    Read(NodeId, bool, usize),
}

impl About {
    /// Whether both are about the same, or one about the contrary.
    fn is_about(self, other: About) -> bool {
        match (self, other) {
            (About::Condition(one, _), About::Condition(other, _)) => one == other,
            (About::Read(one, _, choice), About::Read(other, _, another)) => {
                (one, choice) == (other, another)
            }
            _ => false,
        }
    }
}

/// Boxes that together are a set of cases, but for `rest`.
#[derive(Debug, Clone)]
pub struct Cover {
    pub boxes: Vec<CaseBox>,
    /// The cases for which there would have been too many boxes.
    pub rest: Diagram,
}

/// How many boxes are grown for each that may be told.
const TRIES: usize = 8;

/// Covers the cases of a region by boxes inside it, at most so many.
pub fn cover(space: &mut Space, region: Region, most: usize) -> Result<Cover, Spent> {
    cover_by(space, region, &[], most)
}

/// The same, where a box may also say that a condition holds, or does not: of one defined term, what would
/// otherwise need as many boxes as there are ways to fall short of it.
pub fn cover_by(
    space: &mut Space,
    region: Region,
    conditions: &[NodeId],
    most: usize,
) -> Result<Cover, Spent> {
    let terms = terms(space, region, conditions)?;
    let mut boxes: Vec<(CaseBox, Diagram)> = Vec::new();
    let mut rest = region.cases;
    let mut tries = most * TRIES;
    loop {
        while rest != Diagram::NO && boxes.len() < most && tries > 0 {
            let grown = grown(space, region, rest, &terms)?;
            let cases = cases(space, &grown.parts, None)?;
            rest = space.without(rest, cases)?;
            boxes.push((grown, cases));
            tries -= 1;
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

/// What a part of a box says, apart from the diagrams it was found in.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A fact passes a test, or fails it.
    Fact(FactId, Test, bool),
    /// A clause is read in one of these ways.
    Readings(ClauseId, Vec<usize>),
    /// An atom holds, or does not.
    Atom(AtomId, bool),
    /// A condition holds, or does not, were these clauses read so.
    Condition(NodeId, bool, Choice),
}

/// How some clauses are read, each by the place of the reading among its clause's.
pub type Choice = Vec<(ClauseId, usize)>;

/// What a box says, part by part.
pub fn said(space: &mut Space, it: &CaseBox) -> Result<Vec<Said>, Spent> {
    let mut said = Vec::new();
    for part in &it.parts {
        said.extend(part_said(space, part)?);
    }
    Ok(said)
}

/// A box in words: `the action is copy or show; reader.member is no`.
pub fn told(space: &mut Space, it: &CaseBox) -> Result<String, Spent> {
    let said = said(space, it)?;
    Ok(words(space.program(), &said))
}

/// What a box says, in the words of the language.
pub fn words(program: &Program, said: &[Said]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for said in said {
        let said = said.words(program);
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
    if parts.is_empty() { "in any case".to_owned() } else { parts.join("; ") }
}

impl Said {
    fn words(&self, program: &Program) -> String {
        match self {
            Said::Atom(id, holds) => phrases::atom(program, *id, *holds),
            Said::Condition(node, holds, choice) => {
                let condition = phrases::condition(program, *node, *holds);
                let read = choice.iter().map(|(clause, reading)| {
                    let clause = program.clause(*clause);
                    format!("clause {} read {}", clause.number, clause.readings[*reading].name)
                });
                let read: Vec<String> = read.collect();
                if read.is_empty() { condition } else { format!("{condition} ({})", read.join(", ")) }
            }
            Said::Readings(clause, readings) => {
                let clause = program.clause(*clause);
                let names: Vec<&str> = readings.iter().map(|it| &*clause.readings[*it].name).collect();
                format!("clause {} is read {}", clause.number, names.join(" or "))
            }
            Said::Fact(fact, test, holds) => {
                let declared = program.fact(*fact);
                if let (&ACTION, Test::OneOf(actions), true) = (fact, test, holds) {
                    let domain = program.domain(ACTIONS);
                    let names = actions.ones().map(|action| domain.name_of(Member(action as u32)));
                    return format!("the action is {}", names.collect::<Vec<_>>().join(" or "));
                }
                match declared.name.strip_suffix(" is kept") {
                    Some(clause) => format!("{clause} is {}kept", if *holds { "" } else { "not " }),
                    None => format!("{} {}", declared.name, words::test(program, declared.ty, test, *holds)),
                }
            }
        }
    }
}

/// What a box can say of a region: its matters, and the conditions that stand for those that cannot be said by
/// themselves.
struct Terms {
    matters: Vec<Matter>,
    conditions: Vec<(About, Diagram)>,
    /// How many of the conditions were asked for.
    asked: usize,
}

fn terms(space: &mut Space, region: Region, asked: &[NodeId]) -> Result<Terms, Spent> {
    let all_of = space.exact().matters_of(&[region.cases, region.at_most]);
    let (mut matters, mut others) = (Vec::new(), Vec::new());
    for &matter in &all_of {
        let alone = match matter {
            Matter::Fact(name) => space.exact().stands_alone(name),
            Matter::Reading(_) => true,
        };
        if alone { matters.push(matter) } else { others.push(matter) }
    }
    let mut terms = Terms { matters, conditions: Vec::new(), asked: 0 };
    for &node in asked {
        terms.add(space, (About::Condition(node, true), node), &|of| {
            of.iter().any(|matter| all_of.contains(matter))
        })?;
    }
    terms.asked = terms.conditions.len();
    if !others.is_empty() {
        for candidate in candidates(space.program()) {
            terms.add(space, candidate, &|of| of.iter().any(|matter| others.contains(matter)))?;
        }
    }
    Ok(terms)
}

impl Terms {
    /// Adds a condition, if what it depends on is spoken of; under each choice of the readings that are not.
    fn add(
        &mut self,
        space: &mut Space,
        (about, node): (About, NodeId),
        spoken_of: &dyn Fn(&[Matter]) -> bool,
    ) -> Result<(), Spent> {
        let holds = space.condition(node)?;
        let of = space.exact().matters_of(&[holds]);
        let known = |holds: Diagram, terms: &Terms| terms.conditions.iter().any(|(_, other)| *other == holds);
        if !spoken_of(&of) {
            return Ok(());
        }
        match about {
            About::Condition(node, _)
                if !readings_of(&of).all(|it| self.matters.contains(&Matter::Reading(it))) =>
            {
                let choices = choices(space.program(), readings_of(&of));
                for (number, choice) in choices.iter().enumerate() {
                    let holds = read_so(space, holds, choice)?;
                    if !known(holds, self) {
                        self.conditions.push((About::Read(node, true, number), holds));
                    }
                }
            }
            _ if !known(holds, self) => self.conditions.push((about, holds)),
            _ => {}
        }
        Ok(())
    }
}

/// The most choices of readings that a condition is looked at under.
const MOST_CHOICES: usize = 16;

fn readings_of(matters: &[Matter]) -> impl Iterator<Item = ClauseId> {
    matters.iter().filter_map(|matter| match matter {
        Matter::Reading(clause) => Some(*clause),
        Matter::Fact(_) => None,
    })
}

/// Every choice of readings of these clauses, as far as they are not too many.
fn choices(program: &Program, clauses: impl Iterator<Item = ClauseId>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = vec![Vec::new()];
    for clause in clauses {
        let readings = 0..program.clause(clause).readings.len();
        let longer = choices
            .iter()
            .flat_map(|choice| readings.clone().map(|reading| [&choice[..], &[(clause, reading)]].concat()));
        choices = longer.take(MOST_CHOICES).collect();
    }
    choices
}

/// The facts with which a condition holds, were its clauses read so.
fn read_so(space: &mut Space, holds: Diagram, choice: &Choice) -> Result<Diagram, Spent> {
    let mut there = holds;
    for &(clause, reading) in choice {
        let read = space.exact().read_so(clause, reading)?;
        there = space.both(there, read)?;
    }
    space.exact().however_read(there, &|clause| choice.iter().any(|(it, _)| *it == clause))
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
                    About::Read(node, _, choice) => About::Read(node, false, choice),
                    matter => matter,
                };
                Part { about: contrary, holds: space.not(holds)? }
            }
        });
    }
    let beyond = space.not(region.at_most)?;
    // The day is dropped first and the action last, before it what was asked for; of all else, what the text says
    // last.
    let asked: Vec<About> = terms.conditions[..terms.asked].iter().map(|(about, _)| *about).collect();
    parts.sort_by_key(|part| match part.about {
        About::Matter(Matter::Fact(FactName::Fact(fact))) if fact == ACTION => 0,
        About::Matter(Matter::Fact(FactName::Fact(fact))) if fact == DATE => 3,
        about if asked.iter().any(|it| it.is_about(about)) => 1,
        _ => 2,
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

/// Nothing, where a part says no more than that a fact is known.
fn part_said(space: &mut Space, part: &Part) -> Result<Option<Said>, Spent> {
    Ok(match part.about {
        About::Atom(id, holds) => Some(Said::Atom(id, holds)),
        About::Condition(node, holds) => Some(Said::Condition(node, holds, Vec::new())),
        About::Read(node, holds, choice) => {
            let condition = space.condition(node)?;
            let of = space.exact().matters_of(&[condition]);
            let choice = choices(space.program(), readings_of(&of)).swap_remove(choice);
            Some(Said::Condition(node, holds, choice))
        }
        About::Matter(Matter::Reading(clause)) => {
            Some(Said::Readings(clause, space.exact().readings_in(clause, part.holds)?))
        }
        About::Matter(Matter::Fact(name)) => {
            let FactName::Fact(fact) = name else { return Ok(None) };
            let test = space.exact().as_test(name, part.holds)?;
            test.map(|(test, holds)| Said::Fact(fact, test, holds))
        }
    })
}
