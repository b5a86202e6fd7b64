//! What becomes of a case: which clauses are live, what stands against the action, the ruling and its layer,
//! duties and remedies.

use crate::program::{Role, UnitId};

use super::conditions::{About, Conditions, Made};
use super::terms::{all, any, not};

/// What the functions are called that the question asks.
pub const RULING: &str = "ruling";
pub const LAYER: &str = "layer";

/// The constructors of rulings and layers.
pub const PERMITTED: &str = "permitted";
pub const PROHIBITED: &str = "prohibited";
pub const NOT_REGULATED: &str = "not-regulated";

/// Everything that turns on the action, whether or not this policy makes it so.
const OF_THE_ACTION: About = About { element: None, action: true };

/// Writes it all.
pub fn define(mut conditions: Conditions) -> Conditions {
    let program = conditions.facts.program;
    for word in ["Ruling", PERMITTED, PROHIBITED, NOT_REGULATED, "Layer"] {
        conditions.facts.names.symbol(word);
    }
    for &unit in &program.order {
        let name = cited(&conditions, unit);
        conditions.text += "\n";
        conditions.cite(&capital(&titled(&conditions, unit)), program.unit(unit).span);
        conditions.unit(unit, &format!("{name} is live"));
    }
    conditions.heading("What cannot happen in the world is left out.");
    for assumption in &program.assumptions {
        let assumed = conditions.node(assumption.node);
        conditions.cite(&assumption.words, assumption.span);
        conditions.text += &format!("(assert {})\n", assumed.term);
    }
    conditions.heading("What speaks for the action and what against it");
    let (permits, gives_way) = permissions(&mut conditions);
    let stands = prohibitions(&mut conditions, &gives_way);
    let out = out_of_scope(&conditions);
    ruling(&mut conditions, &permits, &stands, out);
    consequences(&mut conditions, &stands);
    conditions
}

type Terms = Vec<(UnitId, String)>;

/// That each permission permits the action, and for each unit which permissions it gives way to.
fn permissions(conditions: &mut Conditions) -> (Vec<String>, Vec<Vec<String>>) {
    let program = conditions.facts.program;
    let mut permits = Vec::new();
    let mut gives_way = vec![Vec::new(); program.units.len()];
    for unit in units(conditions) {
        let Role::Permission { actions, notwithstanding } = &program.unit(unit).role else { continue };
        let term = all(vec![conditions.node(*actions).term, conditions.live(unit).term]);
        let name = format!("{} permits it", cited(conditions, unit));
        let permitted = conditions.function(&name, Made { term, about: OF_THE_ACTION }).term;
        for named in notwithstanding {
            gives_way[named.0 as usize].push(permitted.clone());
        }
        permits.push(permitted);
    }
    (permits, gives_way)
}

/// The prohibitions and requirements that stand against the action.
fn prohibitions(conditions: &mut Conditions, gives_way: &[Vec<String>]) -> Terms {
    let program = conditions.facts.program;
    let mut stands = Vec::new();
    for unit in units(conditions) {
        let (actions, unmet) = match &program.unit(unit).role {
            Role::Prohibition { actions } => (*actions, None),
            Role::Requirement { actions, condition } => {
                (*actions, Some(not(conditions.node(*condition).term)))
            }
            _ => continue,
        };
        let mut parts = vec![conditions.node(actions).term, conditions.live(unit).term];
        parts.extend(unmet);
        parts.push(not(any(gives_way[unit.0 as usize].clone())));
        let name = format!("{} stands against it", cited(conditions, unit));
        let made = conditions.function(&name, Made { term: all(parts), about: OF_THE_ACTION });
        stands.push((unit, made.term));
    }
    stands
}

fn out_of_scope(conditions: &Conditions) -> Vec<String> {
    let program = conditions.facts.program;
    let out = units(conditions).filter(|unit| matches!(program.unit(*unit).role, Role::OutOfScope));
    out.map(|unit| conditions.live(unit).term).collect()
}

fn ruling(conditions: &mut Conditions, permits: &[String], stands: &Terms, out: Vec<String>) {
    let program = conditions.facts.program;
    let function = |conditions: &mut Conditions, name: &str, term: String| {
        conditions.function(name, Made { term, about: OF_THE_ACTION }).term
    };
    let of_kind = |prohibits: bool| {
        let these = stands
            .iter()
            .filter(|(unit, _)| matches!(program.unit(*unit).role, Role::Prohibition { .. }) == prohibits);
        any(these.map(|(_, stands)| stands.clone()).collect())
    };
    let prohibited = function(conditions, "a prohibition stands against it", of_kind(true));
    let required = function(conditions, "a requirement stands against it", of_kind(false));
    let permitted = function(conditions, "a clause permits it", any(permits.to_vec()));
    let out = function(conditions, "it is out of the policy's scope", any(out));
    let otherwise = if program.policy.otherwise_permitted { PERMITTED } else { PROHIBITED };
    conditions.heading("The ruling, and the layer that decides it");
    conditions.cite("What no clause decides", program.policy.otherwise_span);
    conditions.text += "(declare-datatypes ((Ruling 0)) (((permitted) (prohibited) (not-regulated))))\n";
    let term = format!(
        "(ite {out} {NOT_REGULATED} (ite (or {prohibited} {required}) {PROHIBITED} (ite {permitted} {PERMITTED} {otherwise})))"
    );
    conditions.value(RULING, "Ruling", Made { term, about: OF_THE_ACTION });
    let layers = ["scope", "prohibition", "requirement", "permission", "otherwise"];
    let layers = layers.map(|layer| conditions.facts.names.symbol(&format!("by {layer}")));
    let [scope, prohibition, requirement, permission, otherwise] = &layers;
    let each: Vec<String> = layers.iter().map(|layer| format!("({layer})")).collect();
    conditions.text += &format!("(declare-datatypes ((Layer 0)) (({})))\n", each.join(" "));
    let term = format!(
        "(ite {out} {scope} (ite {prohibited} {prohibition} (ite {required} {requirement} (ite {permitted} {permission} {otherwise}))))"
    );
    conditions.value(LAYER, "Layer", Made { term, about: OF_THE_ACTION });
}

/// Duties that arise, and remedies that follow a breach.
fn consequences(conditions: &mut Conditions, stands: &Terms) {
    let program = conditions.facts.program;
    conditions.heading("Duties and remedies");
    let mut breached: Vec<Option<String>> = vec![None; program.units.len()];
    for (unit, stands) in stands {
        breached[unit.0 as usize] = Some(stands.clone());
    }
    for unit in units(conditions) {
        if let Role::Duty { kept, .. } = &program.unit(unit).role {
            let (arises, kept) = (conditions.live(unit), conditions.facts.kept(*kept));
            let name = format!("{} is breached", cited(conditions, unit));
            let made = Made { term: all(vec![arises.term, not(kept)]), about: OF_THE_ACTION };
            breached[unit.0 as usize] = Some(conditions.function(&name, made).term);
        }
    }
    let action = conditions.facts.action();
    for unit in units(conditions) {
        let Role::Remedies { of, otherwise, .. } = &program.unit(unit).role else { continue };
        let mut breaches: Vec<String> =
            of.iter().filter_map(|named| breached[named.0 as usize].clone()).collect();
        if *otherwise && !program.policy.otherwise_permitted {
            breaches.push(format!("(= ({LAYER} {action}) |by otherwise|)"));
        }
        let term = all(vec![conditions.live(unit).term, any(breaches)]);
        let name = format!("the remedies of {} follow", cited(conditions, unit));
        conditions.function(&name, Made { term, about: OF_THE_ACTION });
    }
}

fn units(conditions: &Conditions) -> impl Iterator<Item = UnitId> + use<> {
    (0..conditions.facts.program.units.len()).map(|number| UnitId(number as u32))
}

/// A unit as it is cited: `clause 5(a)`, or `the definition of ...` where it has no number but its name.
fn cited(conditions: &Conditions, unit: UnitId) -> String {
    let program = conditions.facts.program;
    let (number, item) = (&program.clause(program.unit(unit).clause).number, &program.unit(unit).item);
    match &program.unit(unit).role {
        Role::Definition(term) if *number == program.definition(*term).name => {
            format!("the definition of {number}{item}")
        }
        _ => format!("clause {number}{item}"),
    }
}

fn titled(conditions: &Conditions, unit: UnitId) -> String {
    let program = conditions.facts.program;
    match &program.clause(program.unit(unit).clause).title {
        Some(title) => format!("{}, {title}", cited(conditions, unit)),
        None => cited(conditions, unit),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
