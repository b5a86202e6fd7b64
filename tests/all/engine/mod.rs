//! The engine against its meaning read naively: random programs and cases, every completion one by one.

mod builder;
mod draw;
mod oracle;
mod random;
mod tell;

use std::collections::BTreeSet;

use licit::judge::{Case, Consequence, Decider, FactName, Impossible, Support, Truth, Verdict, judge};
use licit::program::*;
use proptest::prelude::*;

use draw::Draw;
use oracle::{All, Oracle, Otherwise};
use random::Flavour;

const MOST: usize = 60_000;

fn cases() -> u32 {
    std::env::var("LICIT_RANDOM_CASES").ok().and_then(|many| many.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        max_global_rejects: u32::MAX,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn verdicts_are_those_of_all_completions(numbers in prop::collection::vec(any::<u16>(), 0..400)) {
        let mut draw = Draw::from(numbers);
        let (program, flavour) = random::program(&mut draw);
        let case = random::case(&mut draw, &program);
        compare(&program, &case, flavour).map_err(|error| match error {
            TestCaseError::Fail(why) => TestCaseError::fail(format!("{why}\n{}", tell::tell(&program, &case))),
            rejected => rejected,
        })?;
    }
}

fn compare(program: &Program, case: &Case, flavour: Flavour) -> Result<(), TestCaseError> {
    let oracle = Oracle { program };
    let mut otherwise = Otherwise::default();
    let Some(mut all) = oracle.all(case, flavour, &otherwise, MOST) else {
        return Err(TestCaseError::reject("too many completions"));
    };
    let verdict = judge(program, case);
    if all.rows.is_empty() {
        // Presumptions on facts that any assumption mentions are set aside.
        otherwise.unpresumed = presumed_and_assumed(program, case);
        if let Some(without) = oracle.all(case, flavour, &otherwise, MOST) {
            all = without;
        } else {
            return Err(TestCaseError::reject("too many completions"));
        }
    }
    let verdict = match verdict {
        Err(Impossible::Facts { .. }) => {
            prop_assert!(all.rows.is_empty(), "said to be impossible, but is not");
            return Ok(());
        }
        Ok(verdict) => verdict,
    };
    prop_assert!(!all.rows.is_empty(), "impossible, but judged");
    prop_assert!(verdict.exact);
    prop_assert_eq!(&verdict.presumptions_set_aside, &otherwise.unpresumed);
    let possible = all.possible();
    prop_assert_eq!(&verdict.possible, &possible);
    let ruling = if possible.len() == 1 { possible[0] } else { Ruling::Undetermined };
    prop_assert_eq!(verdict.ruling, ruling);
    prop_assert_eq!(verdict.shown_open, ruling == Ruling::Undetermined);
    let consequences = |these: fn(&oracle::Becomes) -> &BTreeSet<UnitId>| {
        let mut expected = Vec::new();
        for (number, unit) in program.units.iter().enumerate() {
            let id = UnitId(number as u32);
            let many = all.rows.iter().filter(|row| these(&row.becomes).contains(&id)).count();
            let holds = if many == all.rows.len() { Truth::Yes } else { Truth::Unknown };
            let which = match &unit.role {
                Role::Remedies { remedies, .. } => remedies.len(),
                _ => 1,
            };
            if many > 0 {
                expected.extend((0..which).map(|which| Consequence { unit: id, which, holds }));
            }
        }
        expected
    };
    prop_assert_eq!(&verdict.duties, &consequences(|becomes| &becomes.duties));
    prop_assert_eq!(&verdict.remedies, &consequences(|becomes| &becomes.remedies));
    let by = if ruling == Ruling::Undetermined { Vec::new() } else { by(program, &all) };
    prop_assert_eq!(&verdict.by, &by);
    let first = all.rows[0].becomes.layer;
    let layer = all.rows.iter().all(|row| row.becomes.layer == first).then_some(first);
    prop_assert_eq!(verdict.layer, layer);
    if ruling == Ruling::Undetermined {
        prop_assert_eq!(&verdict.turns_on, &all.turns_on());
        let depends_on = all.depends_on();
        prop_assert_eq!(&verdict.depends_on, &depends_on);
        rows(program, &all, &verdict)?;
        ask_next(&oracle, case, &all, &verdict)?;
    } else {
        prop_assert!(verdict.turns_on.is_empty() && verdict.depends_on.is_empty());
        rests_on(&oracle, case, flavour, &otherwise, &verdict)?;
    }
    once(&oracle, case, flavour, &otherwise, &verdict)
}

fn presumed_and_assumed(program: &Program, case: &Case) -> Vec<FactName> {
    let mut assumed = BTreeSet::new();
    let mut waiting: Vec<NodeId> = program.assumptions.iter().map(|assumption| assumption.node).collect();
    while let Some(node) = waiting.pop() {
        match program.node(node) {
            Node::Atom(atom) => {
                if let Place::Fact(fact) = program.atom(*atom).place {
                    assumed.insert(fact);
                }
            }
            Node::Not(inner) => waiting.push(*inner),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => waiting.extend(parts),
            Node::Elements { body, .. } => waiting.push(*body),
            _ => {}
        }
    }
    let facts = assumed.into_iter().filter(|fact| {
        let unstated = case.facts[fact.0 as usize].knowledge == licit::judge::Knowledge::Unstated;
        unstated && program.fact(*fact).presumed.is_some()
    });
    facts.map(FactName::Fact).collect()
}

fn by(program: &Program, all: &All) -> Vec<Decider> {
    let units = (0..program.units.len()).map(|number| Some(UnitId(number as u32))).chain([None]);
    let told: Vec<Decider> = units
        .filter_map(|unit| {
            let many = all.rows.iter().filter(|row| row.becomes.by.contains(&unit)).count();
            let holds = if many == all.rows.len() { Truth::Yes } else { Truth::Unknown };
            (many > 0).then_some(Decider { unit, holds })
        })
        .collect();
    let always: Vec<Decider> = told.iter().copied().filter(|decider| decider.holds == Truth::Yes).collect();
    if always.is_empty() { told } else { always }
}

fn rows(program: &Program, all: &All, verdict: &Verdict) -> Result<(), TestCaseError> {
    let mut choices: Vec<Vec<(ClauseId, usize)>> = vec![Vec::new()];
    for clause in &verdict.depends_on {
        choices = choices
            .iter()
            .flat_map(|choice| (0..2).map(move |reading| [&choice[..], &[(*clause, reading)]].concat()))
            .collect();
    }
    if verdict.depends_on.is_empty() {
        choices.clear();
    }
    let mut told = verdict.readings.iter();
    for choice in choices {
        let rows = all
            .rows
            .iter()
            .filter(|row| choice.iter().all(|(clause, reading)| row.readings.get(clause) == Some(reading)));
        let part = All {
            names: Vec::new(),
            values: Vec::new(),
            rows: rows
                .map(|row| oracle::Row {
                    values: Vec::new(),
                    readings: row.readings.clone(),
                    becomes: row.becomes.clone(),
                })
                .collect(),
        };
        if part.rows.is_empty() {
            continue;
        }
        let row = told.next().expect("a row for every choice");
        prop_assert_eq!(&row.choice, &choice);
        match part.possible().as_slice() {
            [ruling] => {
                prop_assert_eq!(row.ruling, *ruling);
                prop_assert_eq!(&row.by, &by(program, &part));
            }
            _ => prop_assert_eq!(row.ruling, Ruling::Undetermined),
        }
    }
    prop_assert!(told.next().is_none());
    Ok(())
}

/// The share of each fact's values that settle the ruling, values no test tells apart taken as one.
fn ask_next(oracle: &Oracle, case: &Case, all: &All, verdict: &Verdict) -> Result<(), TestCaseError> {
    let mut best: Option<(FactName, usize, usize)> = None;
    for fact in &verdict.turns_on {
        let (FactName::Fact(_) | FactName::Element(..)) = fact else { return Ok(()) };
        let place = all.names.iter().position(|name| name == fact).expect("it is unknown");
        let at = match fact {
            FactName::Element(list, _, attribute) => Place::Element(*list, *attribute),
            FactName::Fact(fact) => Place::Fact(*fact),
            FactName::Extent(_) => return Ok(()),
        };
        // Where facts are compared, how they are cut is for the engine to say.
        let compared = oracle.program.atoms.iter().any(|atom| match &atom.test {
            Test::Against(against) => atom.place == at || against.other == at,
            _ => false,
        });
        if compared {
            return Ok(());
        }
        let mut cells: std::collections::BTreeMap<Vec<bool>, BTreeSet<Ruling>> = Default::default();
        for row in &all.rows {
            let oracle::Further::Value(value) = &all.values[place][row.values[place]] else { return Ok(()) };
            let atoms = oracle.program.atoms.iter().filter(|atom| atom.place == at);
            let class = atoms.map(|atom| oracle::passes(&atom.test, value)).collect();
            cells.entry(class).or_default().insert(row.becomes.ruling);
        }
        let settling = cells.values().filter(|rulings| rulings.len() == 1).count();
        if best.is_none_or(|(_, most, of)| settling * of > most * cells.len()) {
            best = Some((*fact, settling, cells.len()));
        }
    }
    let _ = case;
    prop_assert_eq!(verdict.ask_next, best.map(|best| best.0));
    Ok(())
}

fn rests_on(
    oracle: &Oracle,
    case: &Case,
    flavour: Flavour,
    otherwise: &Otherwise,
    verdict: &Verdict,
) -> Result<(), TestCaseError> {
    let assumptions = (0..oracle.program.assumptions.len()).map(Support::Assumption);
    let stipulations = (0..case.stipulations.len()).map(Support::Stipulation);
    let mut expected = Vec::new();
    for support in assumptions.chain(stipulations) {
        let without = Otherwise { dropped: Some(support.clone()), ..otherwise.clone() };
        let Some(all) = oracle.all(case, flavour, &without, MOST) else { return Ok(()) };
        if all.possible().len() > 1 {
            expected.push(support);
        }
    }
    if oracle.program.domain(random::TERMS).extent == Extent::Closed {
        let wide = Otherwise { widened: Some(random::TERMS), ..otherwise.clone() };
        let Some(all) = oracle.all(case, flavour, &wide, 4 * MOST) else { return Ok(()) };
        if all.possible().len() > 1 {
            expected.push(Support::Closed(random::TERMS));
        }
    }
    prop_assert_eq!(&verdict.rests_on, &expected);
    Ok(())
}

fn once(
    oracle: &Oracle,
    case: &Case,
    flavour: Flavour,
    otherwise: &Otherwise,
    verdict: &Verdict,
) -> Result<(), TestCaseError> {
    if verdict.ruling == Ruling::Permitted {
        prop_assert!(verdict.once.is_empty());
        return Ok(());
    }
    let done = licit::judge::Knowledge::Value(Value::YesNo(true));
    let steps: Vec<FactName> = (0..oracle.program.facts.len())
        .filter(|number| oracle.program.facts[*number].step && case.facts[*number].knowledge != done)
        .map(|number| FactName::Fact(FactId(number as u32)))
        .collect();
    let mut sets: Vec<Vec<FactName>> = (1..1_u32 << steps.len())
        .map(|set| (0..steps.len()).filter(|place| set >> place & 1 == 1).map(|place| steps[place]).collect())
        .collect();
    sets.sort_by_key(|set: &Vec<FactName>| (set.len(), set.clone()));
    for set in sets {
        let mut with = otherwise.clone();
        with.set = set.iter().map(|step| (*step, Value::YesNo(true))).collect();
        let Some(all) = oracle.all(case, flavour, &with, MOST) else { return Ok(()) };
        if all.possible() == [Ruling::Permitted] {
            prop_assert_eq!(&verdict.once, &set);
            return Ok(());
        }
    }
    prop_assert!(verdict.once.is_empty());
    Ok(())
}
