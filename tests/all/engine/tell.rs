//! A program and a case in a few lines, for a test that fails.

use std::fmt::Write;

use licit::judge::Case;
use licit::program::*;

pub fn tell(program: &Program, case: &Case) -> String {
    let mut told = String::new();
    let _ = writeln!(told, "otherwise permitted: {}", program.policy.otherwise_permitted);
    for (number, fact) in program.facts.iter().enumerate() {
        let known = &case.facts[number].knowledge;
        let _ = writeln!(
            told,
            "fact {number} {} step {} presumed {:?}: {known:?}",
            fact.name, fact.step, fact.presumed
        );
    }
    for list in &case.lists {
        let _ = writeln!(told, "list open {}", list.open);
        for element in &list.elements {
            let known: Vec<_> = element.attributes.iter().map(|stated| &stated.knowledge).collect();
            let _ = writeln!(told, "  {known:?}");
        }
    }
    for (number, assumption) in program.assumptions.iter().enumerate() {
        let _ = writeln!(told, "assume {number}: {}", node(program, assumption.node));
    }
    for (number, unit) in program.units.iter().enumerate() {
        let _ = writeln!(told, "unit {number} {:?} live {}", unit.role, node(program, unit.live));
        match &unit.role {
            Role::Permission { actions, .. } | Role::Prohibition { actions } => {
                let _ = writeln!(told, "    for {}", node(program, *actions));
            }
            Role::Requirement { actions, condition } => {
                let _ = writeln!(
                    told,
                    "    for {} require {}",
                    node(program, *actions),
                    node(program, *condition)
                );
            }
            _ => {}
        }
    }
    let _ = writeln!(told, "readings {:?} stipulations {:?}", case.readings, case.stipulations);
    let _ = writeln!(told, "terms {:?}", program.domains[2].extent);
    told
}

pub fn node(program: &Program, id: NodeId) -> String {
    let join = |parts: &[NodeId], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| node(program, *part)).collect();
        format!("({})", parts.join(word))
    };
    match program.node(id) {
        Node::Constant(holds) => holds.to_string(),
        Node::Atom(atom) => {
            let atom = program.atom(*atom);
            let test = match &atom.test {
                Test::OneOf(members) => format!("in {:?}", members.ones().collect::<Vec<_>>()),
                Test::Set(SetTest::Includes(these)) => {
                    format!("includes {:?}", these.ones().collect::<Vec<_>>())
                }
                Test::Set(SetTest::Only(these)) => format!("only {:?}", these.ones().collect::<Vec<_>>()),
                Test::Set(SetTest::Exactly(groups)) => {
                    let groups: Vec<Vec<usize>> = groups.iter().map(|group| group.ones().collect()).collect();
                    format!("exactly {groups:?}")
                }
                test => format!("{test:?}"),
            };
            match atom.place {
                Place::Fact(fact) => format!("{}:{test}", program.fact(fact).name),
                Place::Element(_, attribute) => format!("[{}]:{test}", attribute.0),
            }
        }
        Node::Not(inner) => format!("not {}", node(program, *inner)),
        Node::All(parts) => join(parts, " and "),
        Node::Any(parts) => join(parts, " or "),
        Node::AtLeast(least, parts) => format!("at least {least} of {}", join(parts, ", ")),
        Node::Elements { list, at_least, body } => {
            format!("at least {at_least} in {} {}", list.0, node(program, *body))
        }
        Node::Defined(term) => {
            format!("term {} ({:?})", term.0, program.definition(*term).units)
        }
        Node::Live(unit) => format!("live {}", unit.0),
        Node::Reading { clause, options } => format!("read {} {}", clause.0, join(options, " | ")),
    }
}
