//! What a file is on its way to a verdict, drawn for the page that follows one example.

use std::fmt::Write;

use licit::model::Library;
use licit::program::{Atom, Node, Place, Program, Test};
use licit::source::{FileId, Sources};
use licit::syntax::tree::{
    Body, Condition, ConditionKind, ItemKind, ListItem, LiteralKind, Side, SideKind, StatementKind,
};

/// The stage of that name.
pub fn stage(name: &str, text: &str) -> String {
    let mut sources = Sources::default();
    sources.add("example.licit", text);
    let (library, _) = Library::load(&sources);
    match name {
        "tree" => tree(&sources),
        "program" => program(&library.versions[0].program),
        other => panic!("there is no stage `{other}`"),
    }
}

// ---------------------------------------------------------------- the tree

/// The first clause of the first file.
fn tree(sources: &Sources) -> String {
    let (tree, _) = licit::syntax::parse(sources, FileId(0));
    let clauses = tree.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Clause(clause) => Some(clause),
        _ => None,
    });
    let clause = clauses.into_iter().next().unwrap();
    let mut drawn = format!("Clause {} \"{}\"\n", clause.number.text, clause.title.as_ref().unwrap().text);
    for statement in &clause.statements {
        let StatementKind::Permit { case: Some(Body::Plain(case)), .. } = &statement.kind else { continue };
        drawn.push_str("  Permit enter\n");
        condition(case, 2, &mut drawn);
    }
    for unless in &clause.unless {
        drawn.push_str("  unless\n");
        condition(unless, 2, &mut drawn);
    }
    drawn
}

fn condition(it: &Condition, depth: usize, drawn: &mut String) {
    let indent = "  ".repeat(depth);
    match &it.kind {
        ConditionKind::List(list) => {
            writeln!(drawn, "{indent}List {:?}", list.quantity).unwrap();
            for ListItem { label, condition: inner, .. } in &list.items {
                writeln!(drawn, "{indent}  item {}", label.text).unwrap();
                condition(inner.as_ref().unwrap(), depth + 2, drawn);
            }
        }
        ConditionKind::Comparison(comparison) => {
            let right: Vec<String> = comparison.right.iter().map(side).collect();
            let left = side(&comparison.left);
            writeln!(drawn, "{indent}Comparison {left}, {:?}, {}", comparison.operator, right.join(", "))
                .unwrap();
        }
        ConditionKind::Bare(path) => writeln!(drawn, "{indent}Bare {}", path_words(path)).unwrap(),
        other => panic!("the page has no {other:?}"),
    }
}

fn side(it: &Side) -> String {
    match &it.kind {
        SideKind::Path(path) => path_words(path),
        SideKind::Literal(literal) => match &literal.kind {
            LiteralKind::Number(digits) => format!("Number {digits}"),
            other => panic!("the page has no {other:?}"),
        },
        other => panic!("the page has no {other:?}"),
    }
}

fn path_words(path: &licit::syntax::tree::Path) -> String {
    let names: Vec<&str> = path.names.iter().map(|name| &*name.text).collect();
    format!("Path {}", names.join("."))
}

// ---------------------------------------------------------------- the program

fn program(it: &Program) -> String {
    let mut drawn = String::from("facts\n");
    for (number, fact) in it.facts.iter().enumerate() {
        writeln!(drawn, "  {number}  {}", fact.name).unwrap();
    }
    drawn.push_str("atoms\n");
    for (number, atom) in it.atoms.iter().enumerate() {
        writeln!(drawn, "  {number}  {}", self::atom(atom)).unwrap();
    }
    drawn.push_str("nodes\n");
    for (number, node) in it.nodes.iter().enumerate() {
        writeln!(drawn, "  {number}  {}", self::node(node)).unwrap();
    }
    drawn.push_str("units\n");
    for (number, unit) in it.units.iter().enumerate() {
        let citation = it.citation(licit::program::UnitId(number as u32));
        let role = format!("{:?}", unit.role).replace("NodeId", "node").replace("(", " ").replace(")", "");
        let role = role.replace(", notwithstanding: []", "");
        writeln!(drawn, "  {number}  clause {citation}: {role}, live: node {}", unit.live.0).unwrap();
    }
    drawn
}

fn atom(it: &Atom) -> String {
    let Place::Fact(fact) = it.place else { panic!("the page has no lists") };
    match &it.test {
        Test::Yes => format!("fact {} is yes", fact.0),
        Test::OneOf(members) => {
            let members: Vec<String> = members.ones().map(|member| member.to_string()).collect();
            format!("fact {} is member {}", fact.0, members.join(" or "))
        }
        Test::Within(ranges) => {
            let ranges: Vec<String> = ranges.iter().map(|(from, to)| format!("{from} to {to}")).collect();
            format!("fact {} is within {}", fact.0, ranges.join(" or "))
        }
        other => panic!("the page has no {other:?}"),
    }
}

fn node(it: &Node) -> String {
    let row = |nodes: &[licit::program::NodeId]| {
        nodes.iter().map(|node| node.0.to_string()).collect::<Vec<_>>().join(", ")
    };
    match it {
        Node::Constant(value) => format!("Constant {value}"),
        Node::Atom(atom) => format!("Atom {}", atom.0),
        Node::Not(node) => format!("Not {}", node.0),
        Node::All(nodes) => format!("All {}", row(nodes)),
        Node::Any(nodes) => format!("Any {}", row(nodes)),
        Node::Live(unit) => format!("Live {}", unit.0),
        other => panic!("the page has no {other:?}"),
    }
}
