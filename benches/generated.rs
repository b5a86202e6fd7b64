//! Policies of any size, of one shape: permitted purposes by place and sentence, and every tenth clause a
//! prohibited ground.

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

/// The same policy with so many of its permissions, evenly spread, asking for more years.
pub fn amended(policy: &str, changed: usize) -> String {
    const YEARS: &str = "operation.sentence is at least ";
    let pieces: Vec<&str> = policy.split(YEARS).collect();
    let apart = (pieces.len() - 1) / changed;
    let amended = pieces.iter().enumerate().skip(1).map(|(place, piece)| match place % apart == 1 % apart {
        true => format!("{YEARS}1{piece}"),
        false => format!("{YEARS}{piece}"),
    });
    pieces[0].to_owned() + &amended.collect::<String>()
}

/// A policy of so many clauses, as text.
pub fn policy(clauses: usize) -> String {
    let purposes = (clauses / 10).max(1);
    let mut text = String::from(
        "policy generated \"A generated policy\"\n  version \"1\"\n  actions use\n  otherwise prohibited\n\n\
         terms purpose\n",
    );
    for purpose in 0..purposes {
        let _ = writeln!(text, "  purpose-{purpose}");
    }
    text.push_str("\nterms place\n");
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
    for i in 0..clauses {
        let purpose = i / 10 % purposes;
        if i % 10 == 9 {
            let ground = GROUNDS[i / 10 % 8];
            let _ = writeln!(
                text,
                "clause {i} \"Prohibited\"\n  prohibit use when operation.purpose is purpose-{purpose}\n    and \
                 operation.grounds includes {ground}\n",
            );
        } else {
            let _ = writeln!(
                text,
                "clause {i} \"Permitted\"\n  permit use when all of\n    (a) operation is government\n    (b) \
                 operation is signed\n    (c) operation.purpose is purpose-{purpose}\n    (d) operation.place is \
                 place-{place}\n    (e) operation.sentence is at least {years} years\n",
                place = i % 10,
                years = i % 12,
            );
        }
    }
    text
}

/// A case book for it: one scenario with every fact stated, and one with nothing known.
pub const CASES: &str = "\
scenario \"Everything is known\"
  action use
  facts
    operation is government
    operation is signed
    operation has purpose purpose-3, place place-4, sentence 12 years, grounds empty
  expect permitted

scenario \"Nothing is known\"
  action use
  expect undetermined
";

/// A policy whose one condition is so many parentheses, or so many negations, deep.
pub fn nested(depth: usize, negations: bool) -> String {
    let open = if negations { "not (" } else { "(" };
    format!(
        "policy nested \"Nested\"\n  actions use\n  otherwise prohibited\n\njudgement asked : yes/no\n\njudgement \
         also : yes/no\n\nclause 1 \"Deep\"\n  permit use when {}asked and also{}\n",
        open.repeat(depth),
        ")".repeat(depth),
    )
}
