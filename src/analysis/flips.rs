//! What would change a verdict: the fewest changes of a case under which it would be another.
//!
//! A change is a fact that is otherwise than stated or presumed, a fact that is learnt, an element of a list
//! more or less, a reading chosen. How few are needed is read off the diagrams of all cases at once, so no
//! smaller change exists; each case found is judged again before it is told.

use std::cmp::Ordering;

use crate::judge::case::{Case, FactName, Knowledge, SettledReading, Stated, StatedElement};
use crate::judge::evaluator::Evaluator;
use crate::judge::exact::{Budget, Exact, Instead, Matter, RULINGS, Spent, Way, Ways};
use crate::judge::mentions::mentions;
use crate::judge::shape::Shape;
use crate::judge::slots::{Presuming, Slot, Slots};
use crate::judge::tables::Tables;
use crate::judge::{Judge, Verdict};
use crate::program::{ACTION, ClauseId, DATE, FactId, ListId, Place, Program, Ruling, Test, Value};

/// The most ways that are told of one verdict.
const MOST_TOLD: usize = 4;
/// The most choices of elements to leave out that are looked into.
const MOST_LEFT_OUT: usize = 256;

/// What would change a verdict.
#[derive(Debug, Clone, Default)]
pub struct Flips {
    /// For each other verdict, in the order they are told.
    pub to: Vec<FlipsTo>,
}

/// What would change a verdict to one other.
#[derive(Debug, Clone)]
pub struct FlipsTo {
    pub ruling: Ruling,
    /// As few changes as lead there; none where no change does.
    pub found: Vec<Flip>,
    /// There are further ways of the same size.
    pub more: bool,
    /// Nothing smaller was left out; where this is false, not everything was looked into.
    pub exact: bool,
    /// A case was found that, judged again, has another verdict: a fault of Licit.
    pub disagreed: bool,
}

/// One way in which a verdict would be another.
#[derive(Debug, Clone)]
pub struct Flip {
    pub changes: Vec<Change>,
    /// The case so changed, and the verdict on it.
    pub case: Case,
    pub verdict: Verdict,
}

/// One change; facts and elements are named by their places in the case as it was.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A fact has another value, or one that was not known; what it is now, if it is known.
    Fact { fact: FactName, from: Knowledge, to: Value },
    /// A clause is read in a certain way.
    Reading { clause: ClauseId, from: Option<usize>, to: usize },
    /// An element is not there.
    Without { list: ListId, element: usize },
    /// There are these beside the elements stated, and no others; of each, the attributes that matter.
    Further { list: ListId, elements: Vec<Vec<Option<Value>>>, open: bool },
}

/// Finds what would change the verdict on a case; nothing, where no version is in force: nothing was asked of it.
pub fn flips(program: &Program, case: &Case, verdict: &Verdict) -> Flips {
    if verdict.ruling == Ruling::NotRegulated && verdict.by.is_empty() {
        return Flips::default();
    }
    let mut search = Search { program, judge: Judge::of(program), shape: Shape::of(program), case };
    let others = RULINGS.into_iter().filter(|ruling| *ruling != verdict.ruling);
    Flips { to: others.map(|ruling| search.to(ruling, verdict)).collect() }
}

struct Search<'p> {
    program: &'p Program,
    judge: Judge<'p>,
    shape: Shape,
    case: &'p Case,
}

/// Elements of lists, by list and place.
type Left = Vec<(ListId, usize)>;

impl Search<'_> {
    /// The smallest ways to one ruling: first with every element there, then with ever more of them left out, as
    /// long as that can be as small.
    fn to(&mut self, ruling: Ruling, verdict: &Verdict) -> FlipsTo {
        let mut found = FlipsTo { ruling, found: Vec::new(), more: false, exact: true, disagreed: false };
        let elements: Left = (0..self.case.lists.len())
            .flat_map(|list| {
                let stated = self.case.lists[list].elements.len();
                (0..stated).map(move |element| (ListId(list as u32), element))
            })
            .collect();
        let mut tried = 0;
        for many in 0..=elements.len() {
            if found.found.first().is_some_and(|flip| flip.changes.len() < many) {
                break;
            }
            for left in choices(&elements, many) {
                tried += 1;
                if tried > MOST_LEFT_OUT {
                    found.exact = false;
                    return found;
                }
                self.without(&left, verdict, &mut found);
            }
        }
        found
    }

    /// Adds the smallest ways in which these elements are left out.
    fn without(&self, left: &Left, verdict: &Verdict, found: &mut FlipsTo) {
        let case = left_out(self.program, self.case, left);
        let (mut verdicts, mut exact) = (Vec::new(), true);
        let ways = self.ways(&case, found.ruling, verdict, &mut |way| {
            match self.judge.judge(&changed(self.program, &case, way)) {
                Ok(verdict) if verdict.ruling == found.ruling => {
                    verdicts.push(verdict);
                    return true;
                }
                // What could not be judged exactly says nothing.
                Ok(verdict) if !verdict.exact => exact = false,
                _ if is_compared(self.program, way) => {}
                _ => {
                    debug_assert!(false, "a flip does not flip: {way:?}");
                    found.disagreed = true;
                }
            }
            false
        });
        let Ok(ways) = ways else {
            found.exact = false;
            return;
        };
        found.exact &= exact && !ways.cut_short;
        for (way, verdict) in ways.found.iter().zip(verdicts) {
            let changes = self.changes(left, &case, way);
            let fewest = found.found.first().map(|flip| flip.changes.len());
            match fewest.map(|fewest| changes.len().cmp(&fewest)) {
                Some(Ordering::Greater) => return,
                Some(Ordering::Equal) => found.more |= ways.more,
                Some(Ordering::Less) | None => {
                    found.found.clear();
                    found.more = ways.more;
                }
            }
            if found.found.len() == MOST_TOLD {
                found.more = true;
                return;
            }
            found.found.push(Flip { changes, case: changed(self.program, &case, way), verdict });
        }
    }

    fn ways(
        &self,
        case: &Case,
        ruling: Ruling,
        verdict: &Verdict,
        is_one: &mut dyn FnMut(&Way) -> bool,
    ) -> Result<Ways, Spent> {
        // What was presumed stays presumed as it was for the verdict.
        let nodes = self.program.assumptions.iter().map(|assumption| assumption.node);
        let assumed = mentions(self.program, nodes);
        let set_aside = !verdict.presumptions_set_aside.is_empty();
        let keep = |name: FactName| {
            !set_aside || Slots::place(Slot::Of(name)).is_none_or(|place| !assumed.contains(&place))
        };
        let slots = Slots::of(self.program, case, &Presuming::Where(&keep));
        let freed = slots.freed();
        let mut tables = Evaluator::new(self.program, &self.shape, Tables { slots: &freed });
        tables.run();
        let mut exact = Exact::within(Budget::PROOF, &freed, &self.shape, tables, &case.stipulations)?;
        let reluctance = |matter: Matter| match matter {
            Matter::Fact(FactName::Fact(fact)) if fact == DATE || fact == ACTION => 4,
            Matter::Fact(FactName::Extent(_)) => 2,
            Matter::Fact(name) => u32::from(is_judgement(self.program, name)),
            Matter::Reading(_) => 3,
        };
        exact.ways(&slots, ruling, &reluctance, MOST_TOLD, is_one)
    }

    /// A way as changes of the case as it was.
    fn changes(&self, left: &Left, case: &Case, way: &[(Matter, Instead)]) -> Vec<Change> {
        let without = left.iter().map(|&(list, element)| Change::Without { list, element });
        let mut changes: Vec<Change> = without.collect();
        for (matter, instead) in way {
            changes.push(match (*matter, instead) {
                (Matter::Reading(clause), Instead::Reading(to)) => {
                    let settled = case.readings.iter().find(|settled| settled.clause == clause);
                    Change::Reading { clause, from: settled.map(|settled| settled.reading), to: *to }
                }
                (Matter::Fact(FactName::Extent(list)), Instead::Elements(elements)) => {
                    let open = case.lists[list.0 as usize].open;
                    Change::Further { list, elements: elements.clone(), open }
                }
                (Matter::Fact(fact), Instead::Value(to)) => {
                    let mut from = case.stated(fact).map_or(Knowledge::Unstated, |it| it.knowledge.clone());
                    if let (Knowledge::Unstated, Some(value)) = (&from, presumed(self.program, fact)) {
                        from = Knowledge::Value(value.clone());
                    }
                    Change::Fact { fact: as_it_was(fact, left), from, to: to.clone() }
                }
                _ => continue,
            });
        }
        changes
    }
}

fn declared(program: &Program, name: FactName) -> Option<&crate::program::Fact> {
    match name {
        FactName::Fact(fact) => Some(program.fact(fact)),
        FactName::Element(list, _, attribute) => program.list(list).attributes.get(attribute.0 as usize),
        FactName::Extent(_) => None,
    }
}

/// Whether a way changes something that the policy compares with another fact.
fn is_compared(program: &Program, way: &[(Matter, Instead)]) -> bool {
    let is_at = |place: Place| {
        way.iter().any(|(matter, _)| match (matter, place) {
            (Matter::Fact(FactName::Extent(list)), Place::Element(of, _)) => *list == of,
            (Matter::Fact(name), place) => Slots::place(Slot::Of(*name)) == Some(place),
            (Matter::Reading(_), _) => false,
        })
    };
    program.atoms.iter().any(|atom| match &atom.test {
        Test::Against(against) => is_at(atom.place) || is_at(against.other),
        _ => false,
    })
}

fn is_judgement(program: &Program, name: FactName) -> bool {
    declared(program, name).is_some_and(|fact| fact.judgement.is_some())
}

fn presumed(program: &Program, name: FactName) -> Option<&Value> {
    declared(program, name)?.presumed.as_ref()
}

/// The case with some elements left out, and with them what was stipulated of them.
fn left_out(program: &Program, case: &Case, left: &Left) -> Case {
    let mut case = case.clone();
    // From the last to the first, so that places stay what they are.
    for &(list, element) in left.iter().rev() {
        case.lists[list.0 as usize].elements.remove(element);
        let of_list = |definition| program.definition(definition).list == Some(list);
        case.stipulations.retain(|it| !(of_list(it.definition) && it.element == Some(element)));
        for stipulation in case.stipulations.iter_mut().filter(|it| of_list(it.definition)) {
            stipulation.element = stipulation.element.map(|it| it - usize::from(it > element));
        }
    }
    case
}

/// The name that a fact had before elements were left out.
fn as_it_was(fact: FactName, left: &Left) -> FactName {
    let FactName::Element(list, mut element, attribute) = fact else { return fact };
    for &(of, gone) in left {
        element += usize::from(of == list && gone <= element);
    }
    FactName::Element(list, element, attribute)
}

/// The case as a way changes it.
fn changed(program: &Program, case: &Case, way: &[(Matter, Instead)]) -> Case {
    let mut case = case.clone();
    let told = |value: &Value| Stated { knowledge: Knowledge::Value(value.clone()), ..Stated::default() };
    for (matter, instead) in way {
        match (*matter, instead) {
            (Matter::Reading(clause), Instead::Reading(reading)) => {
                case.readings.retain(|settled| settled.clause != clause);
                case.readings.push(SettledReading { clause, reading: *reading, by: None });
            }
            (Matter::Fact(FactName::Fact(FactId(number))), Instead::Value(value)) => {
                case.facts[number as usize] = told(value);
            }
            (Matter::Fact(FactName::Element(list, element, attribute)), Instead::Value(value)) => {
                let element = &mut case.lists[list.0 as usize].elements[element];
                element.attributes[attribute.0 as usize] = told(value);
            }
            (Matter::Fact(FactName::Extent(list)), Instead::Elements(elements)) => {
                let declared = &program.list(list).attributes;
                let stated = &mut case.lists[list.0 as usize];
                stated.open = false;
                for attributes in elements {
                    let attributes = attributes.iter().zip(declared).map(|(value, declared)| match value {
                        Some(value) => told(value),
                        None if declared.presumed.is_some() => {
                            Stated { knowledge: Knowledge::Unknown, ..Stated::default() }
                        }
                        None => Stated::default(),
                    });
                    let attributes = attributes.collect();
                    stated.elements.push(StatedElement { label: None, attributes, span: None });
                }
            }
            _ => {}
        }
    }
    case
}

/// Every choice of so many of these, in order.
fn choices(of: &Left, many: usize) -> Choices<'_> {
    Choices { of, next: (many <= of.len()).then(|| (0..many).collect()) }
}

struct Choices<'l> {
    of: &'l Left,
    next: Option<Vec<usize>>,
}

impl Iterator for Choices<'_> {
    type Item = Left;

    fn next(&mut self) -> Option<Left> {
        let mut places = self.next.take()?;
        let chosen = places.iter().map(|place| self.of[*place]).collect();
        let many = places.len();
        if let Some(place) = (0..many).rev().find(|place| places[*place] < self.of.len() - many + place) {
            places[place] += 1;
            for after in place + 1..many {
                places[after] = places[after - 1] + 1;
            }
            self.next = Some(places);
        }
        Some(chosen)
    }
}
