//! What a programmer would write by hand for that very policy, and nothing else: the floor.

use std::collections::HashMap;

use crate::usage::{Case, Clause, GROUNDS, Outcome, Policy, TERROR};

/// The small policy in straight lines.
pub fn small(case: &Case) -> Outcome {
    if case.offends || case.grounds.iter().any(|ground| GROUNDS.contains(&ground.as_str())) {
        return Outcome::Prohibited;
    }
    let purpose = case.purpose.as_str();
    let pursued = TERROR.contains(&purpose) || (purpose == "serious-crime" && case.years >= 6);
    if case.agency == "government" && case.signed && pursued { Outcome::Permitted } else { Outcome::Denied }
}

/// Clause after clause, up to the first prohibition.
pub fn plain(clauses: &[Clause], case: &Case) -> Outcome {
    through(clauses.iter(), case)
}

fn through<'c>(clauses: impl Iterator<Item = &'c Clause>, case: &Case) -> Outcome {
    let mut permitted = false;
    for clause in clauses.filter(|clause| clause.purpose == case.purpose) {
        if clause.prohibits {
            if case.grounds.iter().any(|ground| ground == clause.ground) {
                return Outcome::Prohibited;
            }
        } else if case.agency == "government"
            && case.signed
            && case.place == clause.place
            && case.years >= clause.years
        {
            permitted = true;
        }
    }
    if permitted { Outcome::Permitted } else { Outcome::Denied }
}

/// The clauses of a policy under their purposes.
pub struct Indexed<'p> {
    by_purpose: HashMap<&'p str, Vec<&'p Clause>>,
}

impl<'p> Indexed<'p> {
    pub fn of(policy: &'p Policy) -> Indexed<'p> {
        let mut by_purpose: HashMap<&str, Vec<&Clause>> = HashMap::new();
        if let Policy::Of(clauses) = policy {
            for clause in clauses {
                by_purpose.entry(&clause.purpose).or_default().push(clause);
            }
        }
        Indexed { by_purpose }
    }

    /// Only the clauses of the case's purpose.
    pub fn outcome(&self, case: &Case) -> Outcome {
        let clauses = self.by_purpose.get(case.purpose.as_str()).map_or(&[][..], Vec::as_slice);
        through(clauses.iter().copied(), case)
    }
}
