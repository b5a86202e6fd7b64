//! One policy of one file to its decision program.

use std::sync::Arc;

use crate::problem::Problem;
use crate::problem::clause::ClauseProblem;
use crate::program::{self, Assumption, Atom, Extent, FactId, Node, Place, Program, Role, Ruling};
use crate::source::{FileId, Sources, Span};
use crate::syntax::tree::{self, ItemKind, PolicyLine, RemarkKind, Tree, ValidityWord, VerdictName};

use super::clauses::Written;
use super::literal;
use super::lowering::{Lowering, Speaking, Uses};
use super::names::Names;
use super::order::visit_from;
use super::quotes;
use super::references::Register;
use super::validity;
use super::vocabulary::{self, Vocabulary, domain_of};

/// A policy with everything that scenarios and properties need to speak of it.
#[derive(Debug, Clone)]
pub struct Lowered {
    pub program: Program,
    pub names: Names,
    pub register: Register,
    pub uses: Uses,
}

/// Lowers the policy of that number in the file, with the clauses under it and the file's vocabulary. Where
/// there is none, the vocabulary alone is lowered, so that its faults are told in a file without a policy.
pub fn lower(
    sources: &Sources,
    tree: &Tree,
    number: usize,
    clauses: &mut Clauses,
    vocabulary: &Vocabulary,
    assumptions: &[&tree::Assume],
    problems: &mut Vec<Problem>,
) -> Lowered {
    let headers = tree.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Policy(policy) => Some((policy, item)),
        _ => None,
    });
    let header = headers.into_iter().nth(number);
    let mut domains = vocabulary.domains.clone();
    let mut facts = vocabulary.facts.clone();
    let policy = match header {
        Some((policy, item)) => {
            let (policy, actions) = read_header(policy, item.span, item.broken, problems);
            if let Some((domain, span)) = actions {
                domains[program::ACTIONS.0 as usize] = domain;
                facts[program::ACTION.0 as usize].order = vocabulary.begins + span.start;
            }
            facts[program::DATE.0 as usize].order = vocabulary.begins + item.span.start;
            policy
        }
        None => empty_policy(Span::new(tree.file, 0, 0)),
    };
    let program = Program {
        policy,
        domains,
        facts,
        lists: vocabulary.lists.clone(),
        nodes: Vec::new(),
        origins: Vec::new(),
        atoms: Vec::<Atom>::new(),
        clauses: Vec::new(),
        units: Vec::new(),
        order: Vec::new(),
        definitions: vocabulary.definitions.clone(),
        assumptions: Vec::new(),
    };
    let written = clauses.of(number);
    for written in written.iter().filter(|written| written.span.file == tree.file) {
        quotes::check(&written.clause, sources, problems);
    }
    let mut lowering = Lowering::new(sources, program, vocabulary.names.clone());
    lowering.below.clone_from(&vocabulary.below);
    lowering.begins = vocabulary.begins;
    let register = lowering.clauses(written);
    lowering.order();
    for assume in assumptions {
        if let Some(condition) = &assume.condition {
            lowering.within(condition.span.file, |lowering| lowering.assumption(assume, condition));
        }
    }
    lowering.factors();
    if let Some((policy, _)) = header {
        for line in &policy.lines {
            if let PolicyLine::AddressedTo(party) = line
                && !lowering.names.entities.contains_key(&party.text)
            {
                let problem = vocabulary::unknown_entity(party, &lowering.names);
                lowering.tell(problem);
            }
        }
    }
    let Lowering { program, names, problems: told, uses, .. } = lowering;
    problems.extend(told);
    Lowered { program, names, register, uses }
}

/// The clauses of a file, taken out of its tree.
#[derive(Default)]
pub struct Clauses {
    file: Option<FileId>,
    /// Those under each policy, in the order of the policies.
    under: Vec<Vec<Written>>,
    /// The definitions that are items of their own, those brought in first.
    pub vocabulary: Vec<Written>,
}

impl Clauses {
    /// Takes the clauses out of a tree; those above its first policy are dropped.
    pub fn take(tree: &mut Tree) -> Clauses {
        let mut clauses = Clauses { file: Some(tree.file), ..Clauses::default() };
        let mut heading = None;
        let mut rest = Vec::new();
        for item in std::mem::take(&mut tree.items) {
            let (span, kind) = (item.span, item.kind);
            match kind {
                ItemKind::Clause(clause) => {
                    if let Some(under) = clauses.under.last_mut() {
                        let heading = heading.clone();
                        under.push(Written { clause, span, heading, vocabulary: false });
                    }
                    continue;
                }
                ItemKind::Define(clause) => {
                    clauses.vocabulary.push(Written { clause, span, heading: None, vocabulary: true });
                    continue;
                }
                ItemKind::Policy(_) => {
                    clauses.under.push(Vec::new());
                    heading = None;
                }
                ItemKind::Heading(ref words) => heading = Some(Arc::new(words.clone())),
                _ => {}
            }
            rest.push(tree::Item { span, kind, broken: item.broken });
        }
        tree.items = rest;
        clauses
    }

    /// The clauses under the policy of that number, and the definitions that every policy of the file knows.
    fn of(&mut self, policy: usize) -> Vec<Written> {
        let written = self.under.get_mut(policy).map(std::mem::take).unwrap_or_default();
        let file = self.file;
        let (own, below): (Vec<Written>, Vec<Written>) =
            self.vocabulary.iter().cloned().partition(|written| Some(written.span.file) == file);
        // Those brought in come first, so that a term defined again is told where it is defined again.
        below.into_iter().chain(written).chain(own).collect()
    }
}

fn empty_policy(span: Span) -> program::Policy {
    program::Policy {
        name: "".into(),
        title: "".into(),
        version: None,
        issued_by: None,
        addressed_to: None,
        days: program::Validity::default().days(),
        validity: program::Validity::default(),
        whatever_the_day: false,
        otherwise_permitted: false,
        otherwise_span: span,
        holidays: Vec::new(),
        calls: Vec::new(),
        outside: Vec::new(),
        sources: Vec::new(),
        notes: Vec::new(),
        span,
    }
}

fn read_header(
    header: &tree::Policy,
    span: Span,
    broken: bool,
    problems: &mut Vec<Problem>,
) -> (program::Policy, Option<(program::Domain, Span)>) {
    let mut policy = empty_policy(span);
    policy.name = header.name.text.clone();
    policy.title = header.title.as_ref().map_or_else(|| header.name.text.clone(), |words| words.text.clone());
    policy.span = header.name.span;
    let mut actions: Option<(program::Domain, Span)> = None;
    let mut seen: Vec<(&'static str, Span)> = Vec::new();
    let mut otherwise = None;
    let mut written = Vec::new();
    for line in &header.lines {
        let once = match line {
            PolicyLine::Version(words) => Some(("version", words.span)),
            PolicyLine::IssuedBy(words) => Some(("issued by", words.span)),
            PolicyLine::AddressedTo(name) => Some(("addressed to", name.span)),
            // What is suspended once may be suspended again.
            PolicyLine::Validity(line) if line.word != ValidityWord::Suspended => {
                Some((line.word.words(), line.period.span))
            }
            PolicyLine::Actions(terms) => terms.first().map(|term| ("actions", term.name.span)),
            PolicyLine::Otherwise(word) => Some(("otherwise", word.span)),
            _ => None,
        };
        if let Some((what, again)) = once {
            if let Some((_, first)) = seen.iter().find(|(other, _)| *other == what) {
                problems.push(ClauseProblem::HeaderTwice { what, again, first: *first }.into());
                continue;
            }
            seen.push((what, again));
        }
        match line {
            PolicyLine::Version(words) => policy.version = Some(words.text.clone()),
            PolicyLine::IssuedBy(words) => policy.issued_by = Some(words.text.clone()),
            PolicyLine::AddressedTo(name) => policy.addressed_to = Some(name.text.clone()),
            PolicyLine::Validity(line) => written.push(line.clone()),
            PolicyLine::Actions(terms) => {
                let name = tree::Name { text: "actions".into(), span: header.name.span };
                let domain = domain_of(&name, None, terms, Extent::Fixed, problems);
                actions = terms.first().map(|term| (domain, term.name.span));
            }
            PolicyLine::Otherwise(word) => {
                otherwise = Some(word.span);
                policy.otherwise_span = word.span;
                match word.verdict {
                    VerdictName::Permitted => policy.otherwise_permitted = true,
                    VerdictName::Prohibited => {}
                    _ => problems.push(ClauseProblem::OtherwiseNotAVerdict { span: word.span }.into()),
                }
            }
            PolicyLine::Call(word, words) => policy.calls.push((ruling(word.verdict), words.text.clone())),
            PolicyLine::Holidays(days) => {
                for day in days {
                    match literal::date(day) {
                        Ok(day) => policy.holidays.push(day),
                        Err(problem) => problems.push(problem.into()),
                    }
                }
                policy.holidays.sort_unstable();
                policy.holidays.dedup();
            }
            PolicyLine::Outside(words) => policy.outside.push(words.text.clone()),
            PolicyLine::CountryAlso(..) => {}
            PolicyLine::Remark(remark) => match remark.kind {
                RemarkKind::Source => policy.sources.push(remark.words.text.clone()),
                _ => policy.notes.push(remark.words.text.clone()),
            },
        }
    }
    if let Some(validity) = validity::read(&written, problems) {
        match validity.days() {
            days if days.is_empty() => problems.push(
                ClauseProblem::NeverApplies { span: written[0].period.span, policy: header.name.span }.into(),
            ),
            days => (policy.days, policy.validity) = (days, validity),
        }
    }
    if !broken {
        if otherwise.is_none() {
            problems.push(ClauseProblem::NoOtherwise { policy: header.name.span }.into());
        }
        if actions.is_none() {
            problems.push(ClauseProblem::NoActions { policy: header.name.span }.into());
        }
    }
    (policy, actions)
}

/// The ruling that a word of the text names.
pub fn ruling(word: VerdictName) -> Ruling {
    match word {
        VerdictName::Permitted => Ruling::Permitted,
        VerdictName::Prohibited => Ruling::Prohibited,
        VerdictName::Undetermined => Ruling::Undetermined,
        VerdictName::NotRegulated => Ruling::NotRegulated,
    }
}

impl Lowering<'_> {
    fn assumption(&mut self, assume: &tree::Assume, condition: &tree::Condition) {
        let node = self.condition(condition, Speaking::default());
        if let Some(why) = self.beyond_facts(node) {
            self.tell(ClauseProblem::AssumptionBeyondFacts { why, span: condition.span });
            return;
        }
        let words = match &assume.title {
            Some(words) => words.text.clone(),
            None => self.sources.phrase(condition.span).into(),
        };
        self.program.assumptions.push(Assumption { words, node, span: condition.span });
    }

    /// What an assumption must not speak of, where it does.
    fn beyond_facts(&self, node: program::NodeId) -> Option<&'static str> {
        let program = &self.program;
        let mut found = None;
        let mut open = vec![node];
        let mut seen = std::collections::HashSet::new();
        while let Some(node) = open.pop() {
            let mut further = Vec::new();
            visit_from(program, vec![node], &mut |node, _| match node {
                Node::Atom(atom) => {
                    let atom = program.atom(*atom);
                    let other = match &atom.test {
                        program::Test::Against(against) => Some(against.other),
                        _ => None,
                    };
                    for place in [Some(atom.place), other].into_iter().flatten() {
                        match place {
                            Place::Fact(program::DATE) => found = Some("the date"),
                            Place::Fact(program::ACTION) => found = Some("the action"),
                            Place::Fact(FactId(_)) | Place::Element(..) => {}
                        }
                    }
                }
                Node::Reading { .. } => found = Some("a term with readings"),
                Node::Defined(term) => {
                    for id in &program.definition(*term).units {
                        let unit = program.unit(*id);
                        if unit.in_force.is_some() {
                            found = Some("a term that is in force for a time only");
                        }
                        if !unit.exceptions.is_empty() {
                            found = Some("a term with exceptions");
                        }
                        debug_assert!(matches!(unit.role, Role::Definition(_)));
                        if seen.insert(*id) {
                            further.push(unit.live);
                        }
                    }
                }
                _ => {}
            });
            open.extend(further);
        }
        found
    }
}
