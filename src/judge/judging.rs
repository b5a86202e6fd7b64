//! One case judged by one version of a policy.

use crate::program::{DATE, DomainId, Extent, Program, Role, Ruling, UnitId, Value};

use super::case::{Case, FactName, Knowledge};
use super::evaluator::Evaluator;
use super::exact::{Exact, Spent, once};
use super::finding::{Contradiction, Finding, contradicted, find, possible};
use super::mentions::mentions;
use super::reasons::reasons;
use super::shape::Shape;
use super::slots::{Presuming, Slot, Slots, Widened};
use super::steps::Steps;
use super::tables::Tables;
use super::verdict::{Consequence, Impossible, Layer, Support, Truth, Verdict};

/// Judges a case.
///
/// The verdict is determined exactly when every completion of the case has it, under every choice of readings;
/// see [`Verdict::exact`] for the one exception, a budget.
pub fn judge(program: &Program, case: &Case) -> Result<Verdict, Impossible> {
    Judge::of(program).judge(case)
}

/// A program made ready to judge many cases.
pub struct Judge<'p> {
    program: &'p Program,
    shape: Shape,
}

impl<'p> Judge<'p> {
    /// Makes a program ready.
    pub fn of(program: &'p Program) -> Judge<'p> {
        Judge { program, shape: Shape::of(program) }
    }

    /// The program it judges by.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// What the program looks like.
    pub(crate) fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Judges a case.
    pub fn judge(&self, case: &Case) -> Result<Verdict, Impossible> {
        self.judged(case, true)
    }

    /// Judges a case without saying why: the reasons, as long as the policy, are left out.
    pub fn decide(&self, case: &Case) -> Result<Verdict, Impossible> {
        self.judged(case, false)
    }

    fn judged(&self, case: &Case, why: bool) -> Result<Verdict, Impossible> {
        if !applies(self.program, case) {
            return Ok(not_applying());
        }
        let stipulations = &case.stipulations;
        let mut slots = Slots::of(self.program, case, &Presuming::Where(&|_| true));
        let mut found = find(&slots, &self.shape, stipulations);
        if found.is_err() && !slots.presumed.is_empty() {
            let nodes = self.program.assumptions.iter().map(|assumption| assumption.node);
            let assumed = mentions(self.program, nodes);
            let keep =
                |name: FactName| Slots::place(Slot::Of(name)).is_none_or(|place| !assumed.contains(&place));
            let without = Slots::of(self.program, case, &Presuming::Where(&keep));
            if !without.set_aside.is_empty() {
                slots = without;
                found = find(&slots, &self.shape, stipulations);
            }
        }
        match found {
            Ok(found) => Ok(self.verdict(case, &slots, found, why)),
            Err(Contradiction) => Err(self.impossible(case, &slots)),
        }
    }

    fn verdict(&self, case: &Case, slots: &Slots, found: Finding, why: bool) -> Verdict {
        let ruling = found.ruling();
        let mut exact = found.exact;
        let once = match ruling {
            Ruling::Permitted => Vec::new(),
            _ => once(slots, &self.shape, &case.stipulations).unwrap_or_else(|Spent| {
                exact = false;
                Vec::new()
            }),
        };
        let mut rests_on = found.supports.clone();
        if ruling != Ruling::Undetermined {
            rests_on.extend(self.closed_taxonomies(case, slots));
        }
        let (reasons, steps) = match why {
            true => reasons(&self.shape, case, slots, &found),
            false => Default::default(),
        };
        Verdict {
            ruling,
            layer: found.layer,
            duties: consequences(self.program, &found.outcome.duties),
            remedies: consequences(self.program, &found.outcome.remedies),
            reasons,
            steps,
            by: found.by,
            turns_on: found.turns_on,
            possible: found.possible,
            ask_next: found.ask_next,
            once,
            depends_on: found.depends_on,
            readings: found.rows,
            exact,
            shown_open: found.shown_open,
            rests_on,
            presumptions_set_aside: slots.set_aside.clone(),
            presumed: slots.presumed.clone(),
        }
    }

    /// The taxonomies without whose being closed the ruling would not be determined.
    fn closed_taxonomies(&self, case: &Case, slots: &Slots) -> Vec<Support> {
        let determined = |widened: Widened| {
            let mut slots = slots.clone();
            slots.widened = widened;
            possible(&slots, &self.shape, &case.stipulations)
        };
        // What the tables settle though every taxonomy is open needs no more.
        if self.closed().next().is_none() || self.told_though_open(slots) {
            return Vec::new();
        }
        self.closed()
            .filter(|domain| determined(Widened::One(*domain)).is_ok_and(|rulings| rulings.len() > 1))
            .map(Support::Closed)
            .collect()
    }

    fn told_though_open(&self, slots: &Slots) -> bool {
        let mut slots = slots.clone();
        slots.widened = Widened::All;
        let mut tables = Evaluator::new(self.program, &self.shape, Tables { slots: &slots });
        tables.run();
        let outcome = super::outcome::outcome(&mut tables);
        [outcome.permitted, outcome.prohibited, outcome.not_regulated].contains(&Truth::Yes)
    }

    fn closed(&self) -> impl Iterator<Item = DomainId> {
        let domains = self.program.domains.iter().enumerate();
        domains
            .filter(|(_, domain)| domain.extent == Extent::Closed)
            .map(|(number, _)| DomainId(number as u32))
    }

    /// Names what the stated facts contradict: as little as makes them impossible.
    fn impossible(&self, case: &Case, slots: &Slots) -> Impossible {
        let mut stated = contradicted(slots);
        let mut against = if stated.is_empty() { self.contradicting(case, slots) } else { Vec::new() };
        for domain in self.closed() {
            let mut wide = slots.clone();
            wide.widened = Widened::One(domain);
            if self.is_possible(case, &wide, &against) {
                against.push(Support::Closed(domain));
            }
        }
        let conditions = against.iter().filter_map(|support| match support {
            Support::Assumption(number) => Some(vec![self.program.assumptions[*number].node]),
            Support::Stipulation(number) => {
                let term = self.program.definition(case.stipulations[*number].definition);
                Some(term.units.iter().map(|unit| self.program.unit(*unit).live).collect())
            }
            Support::Closed(_) => None,
        });
        let places = mentions(self.program, conditions.flatten());
        stated.extend(
            stated_facts(self.program, case)
                .into_iter()
                .filter(|name| Slots::place(Slot::Of(*name)).is_some_and(|place| places.contains(&place))),
        );
        stated.sort_by_key(|name| (name.order(self.program), *name));
        stated.dedup();
        Impossible::Facts { against, stated }
    }

    /// The assumptions and stipulations that together leave no completion, each of them needed for that.
    fn contradicting(&self, case: &Case, slots: &Slots) -> Vec<Support> {
        let assumptions = (0..self.program.assumptions.len()).map(Support::Assumption);
        let stipulations = (0..case.stipulations.len()).map(Support::Stipulation);
        let all: Vec<Support> = assumptions.chain(stipulations).collect();
        let mut needed = all.clone();
        let Ok(mut exact) = self.exact(case, slots) else { return all };
        for support in &all {
            let fewer: Vec<Support> = needed.iter().filter(|it| *it != support).cloned().collect();
            let dropped: Vec<&Support> = all.iter().filter(|it| !fewer.contains(it)).collect();
            let world = exact.world_without(&dropped);
            if exact.possible(world).is_ok_and(|rulings| rulings.is_empty()) {
                needed = fewer;
            }
        }
        needed
    }

    /// Whether there is a completion, as far as only these supports are kept.
    fn is_possible(&self, case: &Case, slots: &Slots, kept: &[Support]) -> bool {
        let Ok(mut exact) = self.exact(case, slots) else { return false };
        let all: Vec<Support> = exact.supports().cloned().collect();
        let dropped: Vec<&Support> = all.iter().filter(|support| !kept.contains(support)).collect();
        let world = exact.world_without(&dropped);
        exact.possible(world).is_ok_and(|rulings| !rulings.is_empty())
    }

    fn exact<'s>(&'s self, case: &Case, slots: &'s Slots<'s>) -> Result<Exact<'s, 's>, Spent> {
        let mut tables = Evaluator::new(slots.program, &self.shape, Tables { slots });
        tables.run();
        Exact::of(slots, &self.shape, tables, &case.stipulations)
    }
}

/// Each duty that arises, and each remedy of the units whose remedies follow.
pub(crate) fn consequences(program: &Program, these: &[(UnitId, Truth)]) -> Vec<Consequence> {
    let told = these.iter().filter(|(_, holds)| *holds != Truth::No);
    told.flat_map(|&(unit, holds)| {
        let many = match &program.unit(unit).role {
            Role::Remedies { remedies, .. } => remedies.len(),
            _ => 1,
        };
        (0..many).map(move |which| Consequence { unit, which, holds })
    })
    .collect()
}

/// The facts of which something is stated, in the text's order.
fn stated_facts(program: &Program, case: &Case) -> Vec<FactName> {
    use crate::program::{AttributeId, FactId, ListId};
    let facts = (0..case.facts.len()).map(|number| FactName::Fact(FactId(number as u32)));
    let lists = case.lists.iter().enumerate().flat_map(|(list, stated)| {
        stated.elements.iter().enumerate().flat_map(move |(place, element)| {
            (0..element.attributes.len()).map(move |attribute| {
                FactName::Element(ListId(list as u32), place, AttributeId(attribute as u32))
            })
        })
    });
    let said = |name: &FactName| {
        let stated = case.stated(*name);
        stated.is_some_and(|stated| matches!(stated.knowledge, Knowledge::Value(_) | Knowledge::Such(_)))
    };
    let mut stated: Vec<FactName> = facts.chain(lists).filter(said).collect();
    stated.sort_by_key(|name| (name.order(program), *name));
    stated
}

/// Whether the version applies on the day stated, if one is.
fn applies(program: &Program, case: &Case) -> bool {
    let policy = &program.policy;
    match case.facts.get(DATE.0 as usize).map(|stated| &stated.knowledge) {
        Some(Knowledge::Value(Value::Point(day))) => policy.whatever_the_day || policy.applies_on(*day),
        _ => true,
    }
}

pub(crate) fn not_applying() -> Verdict {
    Verdict {
        ruling: Ruling::NotRegulated,
        layer: Some(Layer::Scope),
        by: Vec::new(),
        turns_on: Vec::new(),
        possible: vec![Ruling::NotRegulated],
        ask_next: None,
        once: Vec::new(),
        depends_on: Vec::new(),
        readings: Vec::new(),
        duties: Vec::new(),
        remedies: Vec::new(),
        reasons: Vec::new(),
        steps: Steps::default(),
        exact: true,
        shown_open: false,
        rests_on: Vec::new(),
        presumptions_set_aside: Vec::new(),
        presumed: Vec::new(),
    }
}
