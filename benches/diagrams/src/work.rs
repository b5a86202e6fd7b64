//! What is asked: of each permission, whether it alone permits something that nothing prohibits, and of each
//! prohibition, whether it alone prohibits something that would be permitted.

use crate::engines::Engine;

const GOVERNMENT: u32 = 0;
const SIGNED: u32 = 1;
const PLACE: u32 = 2;
const SENTENCE: u32 = 6;
const GROUNDS: u32 = 10;
const PURPOSE: u32 = 18;

/// How many variables the conditions have.
pub fn variables(clauses: usize) -> u32 {
    PURPOSE + digits(clauses)
}

fn digits(clauses: usize) -> u32 {
    (clauses / 10).max(2).next_power_of_two().trailing_zeros()
}

/// One clause, as what each of its conditions asks: a variable set, or a number by its digits to be one of those.
pub struct Clause {
    pub prohibits: bool,
    pub set: Vec<u32>,
    /// From which variable, how many digits, and from which number to which.
    pub numbers: Vec<(u32, u32, u32, u32)>,
}

/// The clauses of `benches/generated.rs`.
pub fn clauses(many: usize) -> Vec<Clause> {
    let digits = digits(many);
    let clause = |number: usize| {
        let purpose = (number / 10) as u32;
        let is = (PURPOSE, digits, purpose, purpose);
        match number % 10 {
            9 => Clause { prohibits: true, set: vec![GROUNDS + purpose % 8], numbers: vec![is] },
            place => Clause {
                prohibits: false,
                set: vec![GOVERNMENT, SIGNED],
                numbers: vec![
                    (PLACE, 4, place as u32, place as u32),
                    (SENTENCE, 4, number as u32 % 12, 15),
                    is,
                ],
            },
        }
    };
    (0..many).map(clause).collect()
}

fn condition<E: Engine>(engine: &mut E, clause: &Clause) -> E::Condition {
    let mut all = engine.constant(true);
    for variable in &clause.set {
        let set = engine.variable(*variable);
        all = engine.and(&all, &set);
    }
    for &(first, digits, from, upto) in &clause.numbers {
        let mut among = engine.constant(false);
        for number in from..=upto {
            let mut is = engine.constant(true);
            for digit in 0..digits {
                let set = engine.variable(first + digit);
                is = match number >> (digits - 1 - digit) & 1 {
                    1 => engine.and(&is, &set),
                    _ => engine.without(&is, &set),
                };
            }
            among = engine.or(&among, &is);
        }
        all = engine.and(&all, &among);
    }
    all
}

/// How many permissions and prohibitions alone do something.
pub fn findings<E: Engine>(engine: &mut E, many: usize) -> String {
    let clauses = clauses(many);
    let conditions: Vec<E::Condition> = clauses.iter().map(|clause| condition(engine, clause)).collect();
    let of = |prohibits: bool| {
        (0..many).filter(|number| clauses[*number].prohibits == prohibits).collect::<Vec<_>>()
    };
    let (permissions, prohibitions) = (of(false), of(true));
    let any = |engine: &mut E, these: &[usize]| {
        let mut any = engine.constant(false);
        for number in these {
            any = engine.or(&any, &conditions[*number]);
        }
        any
    };
    let (permitted, against) = (any(engine, &permissions), any(engine, &prohibitions));
    let alone = |engine: &mut E, these: &[usize], among: &dyn Fn(&mut E, &E::Condition) -> E::Condition| {
        let mut after = vec![engine.constant(false)];
        for number in these.iter().rev() {
            let more = engine.or(&conditions[*number], &after[after.len() - 1]);
            after.push(more);
        }
        let (mut before, mut count) = (engine.constant(false), 0);
        for (place, number) in these.iter().enumerate() {
            let here = among(engine, &conditions[*number]);
            let here = engine.without(&here, &before);
            let here = engine.without(&here, &after[these.len() - 1 - place]);
            count += usize::from(!engine.is_never(&here));
            before = engine.or(&before, &conditions[*number]);
        }
        count
    };
    let permit = alone(engine, &permissions, &|engine, here| engine.without(here, &against));
    let prohibit = alone(engine, &prohibitions, &|engine, here| engine.and(here, &permitted));
    format!("{permit}/{prohibit}")
}
