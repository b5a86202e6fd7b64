//! The engine against its meaning read naively: random programs and cases, every completion one by one.

mod boxes;
mod builder;
mod compiled;
mod completion;
mod difference;
mod draw;
mod edges;
mod findings;
mod flips;
mod oracle;
mod random;
mod solver;
mod sql;
mod tell;
mod witnesses;

use std::collections::BTreeSet;

use licit::analysis::{Proof, prove};
use licit::judge::{
    Case, Consequence, Decider, FactName, Impossible, Knowledge, Support, Truth, Verdict, judge,
};
use licit::program::*;
use proptest::prelude::*;

use completion::{Completion, completion};
use draw::Draw;
use oracle::{All, Oracle, Otherwise, Row};
use random::Flavour;

const MOST: usize = 20_000;

fn cases() -> u32 {
    std::env::var("LICIT_RANDOM_CASES").ok().and_then(|many| many.parse().ok()).unwrap_or(100)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn verdicts_are_those_of_all_completions(numbers in prop::collection::vec(any::<u16>(), 0..400)) {
        let mut draw = Draw::from(numbers);
        let flavours = [Flavour::Scalars, Flavour::Scalars, Flavour::List, Flavour::ComparedList];
        let (program, flavour, _) = random::program(&mut draw, &flavours);
        let case = random::case(&mut draw, &program);
        compare(&program, &case, flavour).map_err(|error| failed(error, || tell::tell(&program, &case)))?;
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn proofs_are_those_of_all_cases(numbers in prop::collection::vec(any::<u16>(), 0..300)) {
        let mut draw = Draw::from(numbers);
        let flavours = [Flavour::Scalars, Flavour::Scalars, Flavour::List, Flavour::ComparedList];
        let (program, flavour, claim) = random::program(&mut draw, &flavours);
        let told = || {
            let when = claim.when.map(|when| tell::node(&program, when));
            format!("{claim:?} when {when:?}\n{}", tell::tell(&program, &Case::unstated(&program)))
        };
        compare_proof(&program, flavour, &claim).map_err(|error| failed(error, told))?;
    }

    /// Whatever further is learnt, what was possible before covers it.
    #[test]
    fn completions_are_among_what_was_possible(numbers in prop::collection::vec(any::<u16>(), 0..500)) {
        let mut draw = Draw::from(numbers);
        let flavours = [Flavour::Lines, Flavour::Lines, Flavour::List, Flavour::ComparedList, Flavour::Scalars];
        let (program, _, claim) = random::program(&mut draw, &flavours);
        let case = random::case(&mut draw, &program);
        sampled(&mut draw, &program, &case, &claim)
            .map_err(|error| failed(error, || tell::tell(&program, &case)))?;
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: cases(),
        max_global_rejects: u32::MAX,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

fn failed(error: TestCaseError, told: impl FnOnce() -> String) -> TestCaseError {
    match error {
        TestCaseError::Fail(why) => TestCaseError::fail(format!("{why}\n{}", told())),
        rejected => rejected,
    }
}

/// Nothing stated, and nothing presumed.
fn nothing_stated(program: &Program) -> Case {
    let mut case = Case::unstated(program);
    for stated in &mut case.facts {
        stated.knowledge = Knowledge::Unknown;
    }
    case
}

fn compare_proof(program: &Program, flavour: Flavour, claim: &Claim) -> Result<(), TestCaseError> {
    let oracle = Oracle { program };
    let against = |otherwise: &Otherwise, case: &Case| -> Option<Option<Vec<Row>>> {
        let otherwise = Otherwise { when: claim.when, ..otherwise.clone() };
        let all = oracle.all(case, flavour, &otherwise, 4 * MOST)?;
        Some(rows_against(program, claim, all))
    };
    let case = nothing_stated(program);
    let Some(expected) = against(&Otherwise::default(), &case) else {
        return Err(TestCaseError::reject("too many completions"));
    };
    let proof = prove(program, std::slice::from_ref(claim)).remove(0);
    match (&proof, expected) {
        (Proof::Vacuous, None) => {}
        (Proof::Refuted(found), Some(rows)) => {
            prop_assert!(!rows.is_empty(), "refuted, but it holds");
            let verdict = judge(program, &found.case).expect("a witness can be");
            let ruling = match claim.kind {
                ClaimKind::Always | ClaimKind::Whenever(_) => verdict.ruling != claim.said.ruling,
                ClaimKind::Never | ClaimKind::OnlyWhen => verdict.ruling == claim.said.ruling,
            };
            prop_assert!(ruling && verdict.ruling == found.ruling, "{:?}: {:?}", found, verdict);
            if let (ClaimKind::Whenever(other), Some(beside)) = (&claim.kind, &found.beside) {
                let verdict = judge(program, beside).expect("a witness can be");
                prop_assert_eq!(verdict.ruling, other.ruling);
            }
            prop_assert_eq!(found.beside.is_some(), matches!(claim.kind, ClaimKind::Whenever(_)));
        }
        (Proof::Holds { rests_on }, Some(rows)) => {
            prop_assert!(rows.is_empty(), "said to hold, but it does not");
            let mut expected = Vec::new();
            let closed = (program.domain(random::TERMS).extent == Extent::Closed)
                .then_some(Support::Closed(random::TERMS));
            for support in (0..program.assumptions.len()).map(Support::Assumption).chain(closed) {
                let without = match &support {
                    Support::Closed(domain) => Otherwise { widened: Some(*domain), ..Otherwise::default() },
                    support => Otherwise { dropped: Some(support.clone()), ..Otherwise::default() },
                };
                let Some(rows) = against(&without, &case) else { return Ok(()) };
                if rows.is_some_and(|rows| !rows.is_empty()) {
                    expected.push(support);
                }
            }
            prop_assert_eq!(rests_on, &expected);
        }
        (proof, expected) => {
            prop_assert!(false, "{:?}, but {:?}", proof, expected.map(|rows| rows.len()));
        }
    }
    Ok(())
}

/// The rows that go against a claim; `None` where none meets its condition.
fn rows_against(program: &Program, claim: &Claim, mut all: All) -> Option<Vec<Row>> {
    let is_about = |row: &Row, said: &Said| match said.actions.map(|actions| program.node(actions)) {
        Some(Node::Atom(actions)) => oracle::passes(&program.atom(*actions).test, &row.action),
        _ => true,
    };
    let met = |row: &Row| row.when && is_about(row, &claim.said);
    if let ClaimKind::Whenever(other) = &claim.kind {
        let action = all.names.iter().position(|name| *name == FactName::Fact(ACTION));
        let but_for_the_action = |row: &Row| {
            let mut values = row.values.clone();
            values[action.expect("nothing is stated")] = 0;
            (values, row.readings.clone())
        };
        let given = all.rows.iter().filter(|row| is_about(row, other) && row.becomes.ruling == other.ruling);
        let given: std::collections::HashSet<_> = given.map(but_for_the_action).collect();
        all.rows.retain(|row| met(row) && given.contains(&but_for_the_action(row)));
        let vacuous = all.rows.is_empty();
        all.rows.retain(|row| row.becomes.ruling != claim.said.ruling);
        return (!vacuous).then_some(all.rows);
    }
    if !all.rows.iter().any(met) {
        return None;
    }
    let has = |row: &Row| row.becomes.ruling == claim.said.ruling;
    all.rows.retain(|row| match claim.kind {
        ClaimKind::Never => met(row) && has(row),
        ClaimKind::Always => met(row) && !has(row),
        _ => is_about(row, &claim.said) && !row.when && has(row),
    });
    Some(all.rows)
}

/// Completions at random, in which facts may have any value: each ruling must be one that was possible, and
/// stating one fact more must not turn a determined verdict.
fn sampled(draw: &mut Draw, program: &Program, case: &Case, claim: &Claim) -> Result<(), TestCaseError> {
    let oracle = Oracle { program };
    // A witness that does not bear out its claim panics.
    let _ = prove(program, std::slice::from_ref(claim));
    let Ok(verdict) = judge(program, case) else { return Ok(()) };
    for _ in 0..12 {
        let Completion { world, known, could_be } = completion(draw, program, case);
        if !verdict.presumptions_set_aside.is_empty()
            || !could_be
            || !oracle.can_be(&world, case, &Otherwise::default())
        {
            continue;
        }
        let becomes = oracle.judge(&world);
        prop_assert!(verdict.possible.contains(&becomes.ruling), "{:?} is not among {:?}", becomes, verdict);
        let further = judge(program, &known).expect("a completion is known");
        prop_assert!(further.possible.contains(&becomes.ruling), "{:?} is not among {:?}", becomes, further);
        if verdict.ruling != Ruling::Undetermined {
            prop_assert!(!further.exact || further.ruling == verdict.ruling);
        }
    }
    Ok(())
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
        ask_next(&oracle, &all, &verdict)?;
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
        let unstated = case.facts[fact.0 as usize].knowledge == Knowledge::Unstated;
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
                    when: row.when,
                    action: row.action.clone(),
                    world: row.world.clone(),
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
fn ask_next(oracle: &Oracle, all: &All, verdict: &Verdict) -> Result<(), TestCaseError> {
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
    let done = Knowledge::Value(Value::YesNo(true));
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
