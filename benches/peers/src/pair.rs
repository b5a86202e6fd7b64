//! One policy, for Cedar and for Licit.

use std::fmt::Write;

const GROUNDS: [&str; 8] = [
    "political-opinion",
    "religion",
    "journalism",
    "human-rights-work",
    "ethnicity",
    "gender",
    "sexual-orientation",
    "trade-union",
];
const ACTS: [&str; 6] =
    ["hostage-taking", "bombing", "hijacking", "nuclear-terrorism", "financing", "assassination"];

/// The schema of all the policies for Cedar.
pub const SCHEMA: &str = "\
entity Agency;
entity Deployment;
action use appliesTo { principal: [Agency], resource: [Deployment], context: {
  government: Bool, signed: Bool, purpose: String, place: String, sentence: Long, grounds: Set<String>
} };
";

/// A clause, and what it asks for.
#[derive(Clone)]
enum Clause {
    Permission { purposes: Vec<String>, place: Option<String>, years: u32 },
    Prohibition { purpose: Option<String>, grounds: Vec<String> },
}

/// A version of a policy.
#[derive(Clone)]
pub struct Policy {
    clauses: Vec<Clause>,
    purposes: Vec<String>,
}

/// The small one: acts of terror, other crimes from six years on, and no grounds.
pub fn small() -> Policy {
    let acts: Vec<String> = ACTS.iter().map(ToString::to_string).collect();
    let crime = vec!["serious-crime".to_owned()];
    let clauses = vec![
        Clause::Permission { purposes: acts.clone(), place: None, years: 0 },
        Clause::Permission { purposes: crime.clone(), place: None, years: 6 },
        Clause::Prohibition { purpose: None, grounds: GROUNDS.iter().map(ToString::to_string).collect() },
    ];
    Policy { clauses, purposes: [acts, crime].concat() }
}

/// One of so many clauses.
pub fn large(clauses: usize) -> Policy {
    let many = (clauses / 10).max(1);
    let purposes: Vec<String> = (0..many).map(|number| format!("purpose-{number}")).collect();
    let clause = |number: usize| {
        let purpose = purposes[number / 10 % many].clone();
        match number % 10 {
            9 => Clause::Prohibition {
                purpose: Some(purpose),
                grounds: vec![GROUNDS[number / 10 % 8].to_owned()],
            },
            place => Clause::Permission {
                purposes: vec![purpose],
                place: Some(format!("place-{place}")),
                years: number as u32 % 12,
            },
        }
    };
    Policy { clauses: (0..clauses).map(clause).collect(), purposes }
}

impl Policy {
    /// The same clauses, the other way round.
    pub fn reversed(&self) -> Policy {
        let mut reversed = self.clone();
        reversed.clauses.reverse();
        reversed
    }

    /// With a permission near the middle that asks for a year more.
    pub fn changed(&self) -> Policy {
        let mut changed = self.clone();
        let middle = changed.clauses.len() / 2;
        let near = changed.clauses[middle..].iter_mut().chain([]).find_map(|clause| match clause {
            Clause::Permission { years, .. } => Some(years),
            Clause::Prohibition { .. } => None,
        });
        *near.expect("there is a permission after the middle") += 1;
        changed
    }

    /// As Cedar reads it.
    pub fn cedar(&self) -> String {
        let texts =
            |these: &[String]| these.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ");
        let mut text = String::new();
        for clause in &self.clauses {
            let _ = match clause {
                Clause::Permission { purposes, place, years } => {
                    let place =
                        place.as_ref().map_or(String::new(), |it| format!(" && context.place == \"{it}\""));
                    writeln!(
                        text,
                        "permit (principal, action == Action::\"use\", resource) when {{ context.government && \
                         context.signed && [{}].contains(context.purpose){place} && context.sentence >= {years} }};",
                        texts(purposes)
                    )
                }
                Clause::Prohibition { purpose, grounds } => {
                    let purpose = purpose
                        .as_ref()
                        .map_or(String::new(), |it| format!("context.purpose == \"{it}\" && "));
                    writeln!(
                        text,
                        "forbid (principal, action == Action::\"use\", resource) when {{ \
                         {purpose}context.grounds.containsAny([{}]) }};",
                        texts(grounds)
                    )
                }
            };
        }
        text
    }

    fn licit(&self, action: &str, first: usize) -> String {
        let mut text = String::new();
        for (number, clause) in self.clauses.iter().enumerate() {
            let number = first + number;
            let _ = match clause {
                Clause::Permission { purposes, place, years } => {
                    let place = place
                        .as_ref()
                        .map_or(String::new(), |it| format!("    (d) operation.place is {it}\n"));
                    let last = if place.is_empty() { "(d)" } else { "(e)" };
                    writeln!(
                        text,
                        "clause {number} \"Permitted\"\n  permit {action} when all of\n    (a) operation is \
                         government\n    (b) operation is signed\n    (c) operation.purpose is one of {}\n{place}    \
                         {last} operation.sentence is at least {years} years\n",
                        purposes.join(", ")
                    )
                }
                Clause::Prohibition { purpose, grounds } => {
                    let purpose = purpose
                        .as_ref()
                        .map_or(String::new(), |it| format!("operation.purpose is {it} and "));
                    writeln!(
                        text,
                        "clause {number} \"Prohibited\"\n  prohibit {action} when {purpose}operation.grounds includes \
                         any of {}\n",
                        grounds.join(", ")
                    )
                }
            };
        }
        text
    }
}

/// Two versions as Licit reads them: one policy with an action for each, and the properties to be proved of it.
pub fn joint(one: &Policy, other: &Policy) -> String {
    let mut text = String::from(
        "policy pair \"Two versions of a policy\"\n  actions use-before, use-after\n  otherwise prohibited\n\nterms \
         purpose\n",
    );
    for purpose in &one.purposes {
        let _ = writeln!(text, "  {purpose}");
    }
    text.push_str("  other-purpose\n\nterms place\n");
    for place in 0..10 {
        let _ = writeln!(text, "  place-{place}");
    }
    text.push_str("\nterms ground\n");
    for ground in GROUNDS {
        let _ = writeln!(text, "  {ground}");
    }
    text.push_str(
        "\nentity operation\n  government : yes/no\n  signed : yes/no\n  purpose : purpose\n  place : place\n  \
         sentence : duration\n  grounds : set of ground\n\n",
    );
    text.push_str(&one.licit("use-before", 1));
    text.push_str(&other.licit("use-after", 1 + one.clauses.len()));
    text.push_str(
        "property \"What was permitted still is\"\n  permitted use-after whenever use-before is permitted\n\n\
         property \"What is permitted was before\"\n  permitted use-before whenever use-after is permitted\n",
    );
    text
}
