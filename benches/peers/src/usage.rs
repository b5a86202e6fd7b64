//! One policy of the use of a product, in as many clauses as wanted, printed for Licit, Cedar and Rego; and cases.
//!
//! The small one permits acts of terror and serious crimes to be pursued by an authority that signed, and prohibits
//! eight grounds and what offends against privacy law. The others have nine permissions of a purpose in a place from
//! so many years on, then a prohibition of a ground for that purpose, and so on; each tenth of them is a purpose.

use std::fmt::Write;

pub const TERROR: [&str; 6] =
    ["hostage-taking", "bombing", "hijacking", "nuclear-terrorism", "terrorist-financing", "assassination"];
pub const GROUNDS: [&str; 8] = [
    "political-opinion",
    "religion",
    "journalism",
    "human-rights-work",
    "ethnicity",
    "gender",
    "sexual-orientation",
    "trade-union",
];
const AGENCIES: [&str; 3] = ["government", "private", "contractor"];
const OTHERS: [&str; 3] = ["serious-crime", "petty-crime", "commercial"];
const OTHER_GROUND: &str = "none-of-these";
const PLACES: usize = 10;

/// What comes of a case: what decided first of all, and which clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Permitted,
    /// By a clause.
    Prohibited,
    /// By no clause.
    Denied,
}

/// A case.
#[derive(Debug, Clone)]
pub struct Case {
    pub agency: String,
    pub signed: bool,
    pub purpose: String,
    pub years: i64,
    pub place: String,
    pub grounds: Vec<String>,
    pub offends: bool,
}

/// A clause of the larger policies.
#[derive(Debug, Clone)]
pub struct Clause {
    pub prohibits: bool,
    pub purpose: String,
    pub place: String,
    pub years: i64,
    pub ground: &'static str,
}

/// A policy: the small one, or one of so many clauses.
#[derive(Debug, Clone)]
pub enum Policy {
    Small,
    Of(Vec<Clause>),
}

impl Policy {
    pub fn of(clauses: usize) -> Policy {
        let purposes = (clauses / 10).max(1);
        let clause = |number: usize| Clause {
            prohibits: number % 10 == 9,
            purpose: format!("purpose-{}", number / 10 % purposes),
            place: format!("place-{}", number % PLACES),
            years: (number % 12) as i64,
            ground: GROUNDS[number / 10 % GROUNDS.len()],
        };
        Policy::Of((0..clauses).map(clause).collect())
    }

    fn purposes(&self) -> Vec<String> {
        match self {
            Policy::Small => TERROR.iter().chain(&OTHERS).map(ToString::to_string).collect(),
            Policy::Of(clauses) => {
                (0..(clauses.len() / 10).max(1)).map(|number| format!("purpose-{number}")).collect()
            }
        }
    }

    /// So many cases, the same every time.
    pub fn cases(&self, many: usize) -> Vec<Case> {
        let purposes = self.purposes();
        let mut draw = Draw(0x9E37_79B9_7F4A_7C15);
        let mut case = || {
            let agency = AGENCIES[if draw.chance(80) { 0 } else { 1 + draw.below(2) }].to_owned();
            let signed = draw.chance(90);
            let purpose = match self {
                Policy::Small => match draw.below(10) {
                    0..4 => TERROR[draw.below(TERROR.len())].to_owned(),
                    4..8 => OTHERS[0].to_owned(),
                    8 => OTHERS[1].to_owned(),
                    _ => OTHERS[2].to_owned(),
                },
                Policy::Of(_) => purposes[draw.below(purposes.len())].clone(),
            };
            let years = draw.below(15) as i64;
            let place = format!("place-{}", draw.below(PLACES));
            let many = if draw.chance(70) { 0 } else { 1 + draw.below(2) };
            let mut grounds: Vec<String> = (0..many)
                .map(|_| if draw.chance(50) { GROUNDS[draw.below(GROUNDS.len())] } else { OTHER_GROUND })
                .map(str::to_owned)
                .collect();
            grounds.sort();
            grounds.dedup();
            Case { agency, signed, purpose, years, place, grounds, offends: draw.chance(10) }
        };
        (0..many).map(|_| case()).collect()
    }

    /// As Licit reads it.
    pub fn licit(&self) -> String {
        let mut text = String::from(
            "policy usage \"The use of a product\"\n  actions use\n  otherwise prohibited\n",
        );
        let mut terms = |title: &str, names: &mut dyn Iterator<Item = String>| {
            let _ = writeln!(text, "\nterms {title}");
            names.for_each(|name| {
                let _ = writeln!(text, "  {name}");
            });
        };
        terms("agency", &mut AGENCIES.iter().map(ToString::to_string));
        terms("purpose", &mut self.purposes().into_iter());
        terms("place", &mut (0..PLACES).map(|place| format!("place-{place}")));
        terms("ground", &mut GROUNDS.iter().chain([&OTHER_GROUND]).map(ToString::to_string));
        text.push_str(
            "\nentity operation\n  agency : agency\n  signed : yes/no\n  purpose : purpose\n  place : place\n  \
             sentence : duration\n  grounds : set of ground\n\njudgement offends-against-privacy : yes/no\n\n",
        );
        let Policy::Of(clauses) = self else {
            let _ = write!(
                text,
                "clause 1 \"Terror and serious crime\"\n  permit use when operation.agency is government and operation \
                 is signed\n    and (operation.purpose is one of {} or (operation.purpose is serious-crime and \
                 operation.sentence is at least 6 years))\n\nclause 2 \"Grounds\"\n  prohibit use when \
                 operation.grounds includes any of {}\n\nclause 3 \"Privacy\"\n  prohibit use when \
                 offends-against-privacy\n",
                TERROR.join(", "),
                GROUNDS.join(", "),
            );
            return text;
        };
        for (number, Clause { prohibits, purpose, place, years, ground }) in clauses.iter().enumerate() {
            let _ = match prohibits {
                true => writeln!(
                    text,
                    "clause {number} \"Prohibited\"\n  prohibit use when operation.purpose is {purpose} and \
                     operation.grounds includes {ground}\n",
                ),
                false => writeln!(
                    text,
                    "clause {number} \"Permitted\"\n  permit use when operation.agency is government and operation is \
                     signed\n    and operation.purpose is {purpose} and operation.place is {place} and \
                     operation.sentence is at least {years} years\n",
                ),
            };
        }
        text
    }

    /// As Cedar reads it.
    pub fn cedar(&self) -> String {
        let head = "(principal, action == Action::\"use\", resource)";
        let Policy::Of(clauses) = self else {
            return format!(
                "permit {head} when {{ context.agency == \"government\" && context.signed && \
                 ([{}].contains(context.purpose) || (context.purpose == \"serious-crime\" && context.years >= 6)) }};\n\
                 forbid {head} when {{ context.grounds.containsAny([{}]) }};\n\
                 forbid {head} when {{ context.offends }};\n",
                quoted(&TERROR),
                quoted(&GROUNDS),
            );
        };
        let mut text = String::new();
        for Clause { prohibits, purpose, place, years, ground } in clauses {
            let _ = match prohibits {
                true => writeln!(
                    text,
                    "forbid {head} when {{ context.purpose == \"{purpose}\" && context.grounds.contains(\"{ground}\") }};",
                ),
                false => writeln!(
                    text,
                    "permit {head} when {{ context.agency == \"government\" && context.signed && context.purpose == \
                     \"{purpose}\" && context.place == \"{place}\" && context.years >= {years} }};",
                ),
            };
        }
        text
    }

    /// As a machine of Rego's reads it.
    pub fn rego(&self) -> String {
        let mut text = String::from("package usage\n\n");
        match self {
            Policy::Small => {
                let _ = write!(
                    text,
                    "terror := {{{}}}\n\ngrounds := {{{}}}\n\nprohibits contains 1 if {{\n\tsome ground in \
                     input.grounds\n\tground in grounds\n}}\n\nprohibits contains 2 if input.offends\n\npermits contains 0 \
                     if {{\n\tinput.agency == \"government\"\n\tinput.signed\n\tinput.purpose in terror\n}}\n\npermits \
                     contains 0 if {{\n\tinput.agency == \"government\"\n\tinput.signed\n\tinput.purpose == \
                     \"serious-crime\"\n\tinput.years >= 6\n}}\n\n",
                    quoted(&TERROR),
                    quoted(&GROUNDS),
                );
            }
            Policy::Of(clauses) => {
                for (number, Clause { prohibits, purpose, place, years, ground }) in clauses.iter().enumerate() {
                    let _ = match prohibits {
                        true => writeln!(
                            text,
                            "prohibits contains {number} if {{\n\tinput.purpose == \"{purpose}\"\n\t\"{ground}\" in \
                             input.grounds\n}}\n",
                        ),
                        false => writeln!(
                            text,
                            "permits contains {number} if {{\n\tinput.agency == \"government\"\n\tinput.signed\n\t\
                             input.purpose == \"{purpose}\"\n\tinput.place == \"{place}\"\n\tinput.years >= {years}\n}}\n",
                        ),
                    };
                }
            }
        }
        text.push_str(
            "default decision := \"denied\"\n\ndecision := \"prohibited\" if {\n\tcount(prohibits) > 0\n} else := \
             \"permitted\" if {\n\tcount(permits) > 0\n}\n",
        );
        text
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// Numbers that look accidental and are the same every time (G. Marsaglia's xorshift, multiplied).
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) % bound as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}
