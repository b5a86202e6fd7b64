//! A policy and a question about it as a script in SMT-LIB 2.6, so that anybody can check Licit with a solver.
//!
//! A script stands by itself: sorts for terms and elements, a constant for each fact, functions named after the
//! clauses for what the policy makes of them, and the question. What the policy makes of a case turns on its
//! action, so those functions take the action; conditions on an element of a list take the element. Every
//! function stands after those it uses, and none is deeper than one line, however deep the policy's conditions.
//!
//! Nothing is read but the decision program: C. Barrett, P. Fontaine, C. Tinelli, "The SMT-LIB Standard:
//! Version 2.6" (2021) says what the script means, and [`crate::program`] what the program means.

mod atoms;
mod conditions;
mod facts;
mod names;
mod question;
mod terms;
mod verdict;

use crate::program::{Claim, ClaimKind, Node, Program};
use crate::source::Span;

use conditions::Conditions;
use facts::Facts;

/// What is asked about the cases of a policy.
#[derive(Debug, Clone, Copy)]
pub enum Question<'q> {
    /// For each ruling, whether some case has it.
    Rulings,
    /// Whether some case goes against these claims of the property of that title, each with its words.
    Property { title: &'q str, claims: &'q [(String, Claim)] },
}

/// Where in the text words stand, for the comments: `policy.licit, line 40`.
pub type Place<'s> = &'s dyn Fn(Span) -> Option<String>;

/// The script for a program and a question about it.
pub fn script(program: &Program, question: Question, place: Place) -> String {
    let conditions = Conditions::of(program, lengths(program, question), place);
    let conditions = verdict::define(conditions);
    let (facts, definitions) = question::ask(conditions, question);
    format!("{}\n{}{definitions}", head(program, question, place), facts.declarations())
}

fn head(program: &Program, question: Question, place: Place) -> String {
    let policy = &program.policy;
    let mut told = vec![format!("{} ({})", policy.title, policy.name)];
    told.extend(policy.version.iter().map(|version| format!("Version {version}")));
    told.extend(place(policy.span));
    let mut head = String::new();
    for line in told {
        head += &facts::comment(&line);
    }
    head += &facts::comment("");
    head += &facts::comment("Written by Licit. It models a text; it is not the law, and not legal advice.");
    head += &facts::comment(match question {
        Question::Rulings => {
            "Run by z3 or cvc5, it says for each ruling `sat` and an example of it, or `unsat`: no case has it."
        }
        Question::Property { .. } => {
            "Run by z3 or cvc5, it says `sat` and an example that goes against the property, or `unsat`: it holds."
        }
    });
    head + "(set-info :smt-lib-version 2.6)\n(set-option :produce-models true)\n(set-logic ALL)\n"
}

/// How many elements of each list suffice: as many as all its different quantified conditions together ask for;
/// twice that where a case is compared with itself under another action.
fn lengths(program: &Program, question: Question) -> Vec<u32> {
    let compared = |claim: &(String, Claim)| matches!(claim.1.kind, ClaimKind::Whenever(_));
    let times = match question {
        Question::Property { claims, .. } if claims.iter().any(compared) => 2,
        _ => 1,
    };
    let mut lengths = vec![0_u32; program.lists.len()];
    let same = conditions::same(program);
    for (number, node) in program.nodes.iter().enumerate() {
        if let Node::Elements { list, at_least, .. } = node
            && same[number].0 as usize == number
        {
            let length = &mut lengths[list.0 as usize];
            *length = length.saturating_add(at_least.saturating_mul(times));
        }
    }
    lengths
}

/// Facts and definitions as they are written, one after the other.
type Written<'p> = (Facts<'p>, String);
