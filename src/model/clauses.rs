//! Clauses to units: statements, items that count as clauses, exceptions, remedies and duties.
//!
//! Two passes, because clauses speak of one another: first every clause gets its number, its items and its
//! role, then conditions and references are looked up.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::problem::clause::ClauseProblem;
use crate::program::{
    self, ACTION, ACTIONS, ClauseId, DATE, Days, Deadline, Definition, DefinitionId, Fact, FactId, Node,
    NodeId, Place, Role, Test, Type, Unit, UnitId,
};
use crate::source::Span;
use crate::syntax::tree::{
    self, Actions, Body, Condition, ConditionKind, ExceptFrom, ListQuantity, Match, Name, RemarkKind,
    Statement, StatementKind,
};

use super::decision::standing;
use super::literal;
use super::lowering::{Lowering, Speaking};
use super::names::Entity;
use super::period;
use super::references::{Register, called};
use super::validity;
use super::vocabulary::unknown_entity;

/// A clause as the drafter wrote it, taken out of the tree, with the heading above it.
#[derive(Clone)]
pub struct Written {
    pub clause: Box<tree::Clause>,
    pub span: Span,
    pub heading: Option<Arc<tree::Heading>>,
    /// A definition that is an item of its own.
    pub vocabulary: bool,
}

/// What the second pass needs of the first.
struct Entered {
    written: Written,
    id: ClauseId,
    days: Option<Days>,
}

impl Entered {
    /// The clause's statement; a clause without one is not entered.
    fn statement(&self) -> &Statement {
        &self.written.clause.statements[0]
    }
}

/// An item that counts by itself (or the whole clause), and its condition under each reading; `None` where
/// that reading has no such item, or where the statement has no condition.
struct Leaf<'t> {
    path: String,
    span: Span,
    conditions: Vec<Option<&'t Condition>>,
}

impl<'a> Lowering<'a> {
    /// Lowers all clauses of one policy into its program.
    ///
    /// Each clause is dropped once it is lowered, so that a long policy's tree and its program never stand
    /// beside each other in full.
    pub fn clauses(&mut self, written: Vec<Written>) -> Register {
        let mut register = Register::default();
        self.program.clauses.reserve_exact(written.len());
        self.program.units.reserve(written.len());
        let mut numbers: FxHashMap<Arc<str>, Span> = FxHashMap::default();
        let mut entered = Vec::with_capacity(written.len());
        for written in written {
            let number = &written.clause.number;
            if !written.vocabulary
                && let Some(first) = numbers.get(&number.text).copied()
            {
                self.tell(crate::problem::name::NameProblem::ClauseTwice {
                    number: number.text.to_string(),
                    again: number.span,
                    first,
                });
                continue;
            }
            numbers.insert(number.text.clone(), number.span);
            let file = written.span.file;
            entered.extend(self.within(file, |lowering| lowering.enter(written, &mut register)));
        }
        for problem in register.ambiguous(&self.program.clauses) {
            self.tell(problem);
        }
        for entered in &entered {
            self.refer(entered, &register);
        }
        let ids: Vec<ClauseId> = entered.iter().map(|entered| entered.id).collect();
        for entered in entered {
            self.within(entered.written.span.file, |lowering| lowering.lower(&entered));
        }
        self.live(&ids);
        register
    }

    // ------------------------------------------------------------ first pass

    fn enter(&mut self, written: Written, register: &mut Register) -> Option<Entered> {
        let clause = &written.clause;
        let id = ClauseId(self.program.clauses.len() as u32);
        self.program.clauses.push(told(&written));
        if !written.vocabulary {
            register.enter(id, clause, written.heading.as_deref());
        }
        let statement = clause.statements.first()?;
        let validity = validity::read(&clause.validity, &mut self.problems);
        let days = validity.as_ref().map(program::Validity::days);
        self.program.clauses[id.0 as usize].validity = validity.map(Box::new);
        let leaves = leaves(statement);
        let roles = self.roles(statement, clause, days.as_ref(), leaves.len());
        if let Some(party) = &clause.addressed_to
            && !self.names.entities.contains_key(&party.text)
        {
            let problem = unknown_entity(party, &self.names);
            self.tell(problem);
        }
        let roles = roles?;
        if let (Some(term), true) = (roles.iter().find_map(defined), written.vocabulary) {
            self.program.clauses[id.0 as usize].number = self.program.definition(term).name.clone();
        }
        for (leaf, role) in leaves.iter().zip(roles) {
            let unit = UnitId(self.program.units.len() as u32);
            let role = match role {
                Role::Duty { party, duty, within, .. } => {
                    Role::Duty { party, duty, within, kept: self.kept(clause) }
                }
                role => role,
            };
            if let Role::Definition(definition) = role {
                self.program.definitions[definition.0 as usize].units.push(unit);
            }
            self.program.units.push(Unit {
                clause: id,
                item: leaf.path.as_str().into(),
                span: leaf.span,
                in_force: None,
                when: NodeId(0),
                unless: Vec::new(),
                exceptions: Vec::new(),
                live: NodeId(0),
                role,
            });
            self.program.clauses[id.0 as usize].units.push(unit);
        }
        Some(Entered { written, id, days })
    }

    /// The fact that says whether a duty is kept.
    fn kept(&mut self, clause: &tree::Clause) -> FactId {
        let id = FactId(self.program.facts.len() as u32);
        self.program.facts.push(Fact {
            name: format!("clause {} is kept", clause.number.text).into(),
            ty: Type::YesNo,
            question: None,
            step: false,
            presumed: None,
            judgement: None,
            span: clause.number.span,
            order: self.begins + clause.number.span.start,
        });
        id
    }

    /// The roles of the items of a statement that count by themselves.
    fn roles(
        &mut self,
        statement: &Statement,
        clause: &tree::Clause,
        days: Option<&Days>,
        many: usize,
    ) -> Option<Vec<Role>> {
        match &statement.kind {
            StatementKind::DefineByTable { names, of, table } => {
                self.conclusions(names, of.as_ref(), table, days)
            }
            _ => Some(vec![self.role(statement, clause, days)?; many]),
        }
    }

    /// The role of a statement, with what refers to other clauses left empty.
    fn role(&mut self, statement: &Statement, clause: &tree::Clause, days: Option<&Days>) -> Option<Role> {
        // Filled in by the second pass.
        const LATER: NodeId = NodeId(0);
        Some(match &statement.kind {
            StatementKind::Define { name, of, .. } => {
                Role::Definition(self.definition(name, of.as_ref(), days)?)
            }
            // Each of its rows has a role of its own.
            StatementKind::DefineByTable { .. } => return None,
            StatementKind::Permit { .. } => Role::Permission { actions: LATER, notwithstanding: Vec::new() },
            StatementKind::Prohibit { .. } => Role::Prohibition { actions: LATER },
            StatementKind::Require { .. } => Role::Requirement { actions: LATER, condition: LATER },
            StatementKind::Oblige { party, duty, within, .. } => {
                if !self.names.entities.contains_key(&party.text) {
                    let problem = unknown_entity(party, &self.names);
                    self.tell(problem);
                }
                self.names.duties.entry(duty.text.clone()).or_insert(duty.span);
                let within = within.as_ref().and_then(|within| self.deadline(within));
                Role::Duty { party: party.text.clone(), duty: duty.text.clone(), within, kept: FactId(0) }
            }
            StatementKind::OnBreach { breach, remedies, .. } => {
                for remedy in remedies {
                    self.names.remedies.entry(remedy.name.text.clone()).or_insert(remedy.name.span);
                    if let Some(holder) = &remedy.holder
                        && !self.names.entities.contains_key(&holder.text)
                    {
                        let problem = unknown_entity(holder, &self.names);
                        self.tell(problem);
                    }
                }
                if let Some(span) = breach.otherwise
                    && self.program.policy.otherwise_permitted
                {
                    let otherwise = self.program.policy.otherwise_span;
                    self.tell(ClauseProblem::OtherwisePermits { span, otherwise });
                }
                Role::Remedies {
                    of: Vec::new(),
                    otherwise: breach.any || breach.otherwise.is_some(),
                    remedies: remedies
                        .iter()
                        .map(|remedy| program::Remedy {
                            must: remedy.must,
                            holder: remedy.holder.as_ref().map(|holder| holder.text.clone()),
                            name: remedy.name.text.clone(),
                        })
                        .collect(),
                }
            }
            StatementKind::Except { from: ExceptFrom::Policy(_), .. } => Role::OutOfScope,
            StatementKind::Except { from: ExceptFrom::Clauses(_), .. } => Role::Exception,
        })
        .inspect(|_| debug_assert!(!clause.statements.is_empty()))
    }

    pub fn definition(
        &mut self,
        name: &Name,
        of: Option<&Name>,
        days: Option<&Days>,
    ) -> Option<DefinitionId> {
        let list = match of {
            None => None,
            Some(of) => match self.names.entities.get(&of.text).map(|declared| &declared.what) {
                Some(Entity::Many(list)) => Some(*list),
                Some(Entity::One { .. }) => None,
                None => {
                    let problem = unknown_entity(of, &self.names);
                    self.tell(problem);
                    return None;
                }
            },
        };
        let of = of.map(|of| self.entity_called(&of.text));
        let known = self.names.definitions.entry(name.text.clone()).or_default();
        for id in known.iter() {
            let other = &self.program.definitions[id.0 as usize];
            if other.of != of {
                continue;
            }
            // Two definitions of one term are allowed where their periods do not meet.
            let days_of = |unit: &UnitId| {
                let unit = &self.program.units[unit.0 as usize];
                self.definition_days.get(&unit.clause).cloned()
            };
            let every_day = || vec![crate::program::Measure::Date.range()];
            let mine = days.cloned().unwrap_or_else(every_day);
            let (first, id) = (other.span, *id);
            let meets =
                other.units.iter().any(|unit| period::meet(&mine, &days_of(unit).unwrap_or_else(every_day)));
            if meets {
                self.tell(ClauseProblem::DefinedTwice {
                    term: name.text.to_string(),
                    again: name.span,
                    first,
                });
                return None;
            }
            if let Some(days) = days {
                self.definition_days.insert(ClauseId(self.program.clauses.len() as u32 - 1), days.clone());
            }
            return Some(id);
        }
        let id = DefinitionId(self.program.definitions.len() as u32);
        known.push(id);
        if let Some(days) = days {
            self.definition_days.insert(ClauseId(self.program.clauses.len() as u32 - 1), days.clone());
        }
        self.program.definitions.push(Definition {
            name: name.text.clone(),
            of,
            list,
            units: Vec::new(),
            span: name.span,
        });
        Some(id)
    }

    fn deadline(&mut self, within: &tree::Within) -> Option<Deadline> {
        let (measure, length) = match literal::duration(&within.term) {
            Ok(length) => length,
            Err(problem) => {
                self.tell(problem);
                return None;
            }
        };
        let of = match &within.of {
            None => None,
            Some(path) => match self.place(path, Speaking::default())? {
                place @ Place::Fact(fact) => {
                    let ty = self.declared(place).ty;
                    if ty != Type::Point(program::Measure::Date) {
                        let (found, _) = literal::describe(ty, &self.program.domains);
                        let declared = self.declared_span(place);
                        self.tell(crate::problem::value::ValueProblem::WrongKind {
                            wanted: "a date".to_owned(),
                            example: "an attribute declared as `date`".to_owned(),
                            found,
                            span: path.span,
                            declared,
                        });
                        return None;
                    }
                    self.uses.places.insert(place);
                    Some(fact)
                }
                Place::Element(..) => None,
            },
        };
        let words = self.sources.phrase(within.term.span).into();
        Some(Deadline { words, measure, length, working: within.working, of })
    }

    // ------------------------------------------------------------ references

    fn refer(&mut self, entered: &Entered, register: &Register) {
        let own = self.program.clauses[entered.id.0 as usize].units.clone();
        match &entered.statement().kind {
            StatementKind::Permit { notwithstanding, .. } => {
                let named = self.cited(notwithstanding, register, "a prohibition or a requirement", |role| {
                    matches!(role, Role::Prohibition { .. } | Role::Requirement { .. })
                });
                for unit in own {
                    if let Role::Permission { notwithstanding, .. } =
                        &mut self.program.units[unit.0 as usize].role
                    {
                        notwithstanding.clone_from(&named);
                    }
                }
            }
            StatementKind::Prohibit { notwithstanding, .. } => {
                if let Some(first) = notwithstanding.first() {
                    self.tell(ClauseProblem::NeedsNoNotwithstanding { span: first.span });
                }
            }
            StatementKind::OnBreach { breach, .. } => {
                let breachable = |role: &Role| {
                    matches!(role, Role::Prohibition { .. } | Role::Requirement { .. } | Role::Duty { .. })
                };
                let named = if breach.any {
                    let all = 0..self.program.units.len() as u32;
                    all.map(UnitId).filter(|unit| breachable(&self.program.unit(*unit).role)).collect()
                } else {
                    self.breached(&breach.clauses, register, breachable)
                };
                for unit in own {
                    if let Role::Remedies { of, .. } = &mut self.program.units[unit.0 as usize].role {
                        of.clone_from(&named);
                    }
                }
            }
            StatementKind::Except { from: ExceptFrom::Clauses(references), .. } => {
                let named = self
                    .cited(references, register, "another clause", |role| !matches!(role, Role::OutOfScope));
                for unit in named {
                    self.program.units[unit.0 as usize].exceptions.extend(own.iter().copied());
                }
            }
            StatementKind::DefineByTable { table, .. } if table.matching.kind == Match::First => {
                self.first_match(&own);
            }
            _ => {}
        }
    }

    /// The units that references mean, each held to the kind that may stand there.
    fn cited(
        &mut self,
        references: &[tree::Reference],
        register: &Register,
        wanted: &'static str,
        fits: impl Fn(&Role) -> bool,
    ) -> Vec<UnitId> {
        let mut all = Vec::new();
        for reference in references {
            match register.units(reference, &self.program.clauses, &self.program.units) {
                Ok(units) => {
                    let stray = units.iter().find(|unit| !fits(&self.program.unit(**unit).role)).copied();
                    // A range or a part takes those of its clauses that fit; a citation must fit.
                    match stray {
                        Some(stray) if matches!(reference.kind, tree::ReferenceKind::Citation(_)) => {
                            let unit = self.program.unit(stray);
                            let clause = self.program.clause(unit.clause);
                            let problem = ClauseProblem::WrongKind {
                                citation: clause.number.to_string(),
                                found: called(&unit.role),
                                wanted,
                                span: reference.span,
                                declared: clause.number_span,
                            };
                            self.tell(problem);
                        }
                        _ => {
                            all.extend(units.into_iter().filter(|unit| fits(&self.program.unit(*unit).role)))
                        }
                    }
                }
                Err(problem) => self.tell(problem),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn breached(
        &mut self,
        references: &[tree::Reference],
        register: &Register,
        fits: impl Fn(&Role) -> bool,
    ) -> Vec<UnitId> {
        let mut all = Vec::new();
        for reference in references {
            match register.units(reference, &self.program.clauses, &self.program.units) {
                Ok(units) => {
                    let fitting: Vec<UnitId> =
                        units.iter().copied().filter(|unit| fits(&self.program.unit(*unit).role)).collect();
                    if fitting.is_empty()
                        && let Some(stray) = units.first()
                    {
                        let unit = self.program.unit(*stray);
                        let clause = self.program.clause(unit.clause);
                        let problem = ClauseProblem::CannotBeBreached {
                            citation: clause.number.to_string(),
                            found: called(&unit.role),
                            span: reference.span,
                            declared: clause.number_span,
                        };
                        self.tell(problem);
                    }
                    all.extend(fitting);
                }
                Err(problem) => self.tell(problem),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    // ------------------------------------------------------------ second pass

    fn lower(&mut self, entered: &Entered) {
        let (clause, statement) = (&entered.written.clause, entered.statement());
        let in_force = entered.days.as_ref().map(|days| {
            let span = clause.validity.first().map_or(clause.number.span, |line| line.period.span);
            self.atom(Place::Fact(DATE), Test::Within(days.clone().into()), span)
        });
        let shared = entered.written.heading.as_deref().and_then(|heading| self.shared(heading));
        let speaking = self.speaking(statement);
        let unless: Vec<NodeId> =
            clause.unless.iter().map(|condition| self.condition(condition, speaking)).collect();
        let (actions, case) = match &statement.kind {
            StatementKind::Permit { actions, .. } | StatementKind::Prohibit { actions, .. } => {
                (Some(self.actions(actions)), None)
            }
            StatementKind::Require { actions, case, .. } => {
                let actions = self.actions(actions);
                (Some(actions), case.as_ref().map(|case| self.condition(case, speaking)))
            }
            _ => (None, None),
        };
        let whole = matches!(statement.kind, StatementKind::Require { .. });
        let units = self.program.clauses[entered.id.0 as usize].units.clone();
        let rows = match &statement.kind {
            StatementKind::DefineByTable { table, .. } => Some((table, self.rows(table, speaking))),
            _ => None,
        };
        for (at, (leaf, id)) in leaves(statement).iter().zip(units).enumerate() {
            let own = match &rows {
                Some((_, rows)) => rows[at],
                None => self.leaf(leaf, entered.id, whole, speaking),
            };
            let when = if whole { case } else { Some(own) };
            let when = match (shared, when) {
                (None, None) => self.node(Node::Constant(true), None),
                (Some(shared), Some(when)) if *self.program.node(when) != Node::Constant(true) => {
                    self.node(Node::All([shared, when].into()), None)
                }
                (Some(shared), _) => shared,
                (None, Some(when)) => when,
            };
            let unit = &mut self.program.units[id.0 as usize];
            unit.in_force = in_force;
            unit.when = when;
            unit.unless.clone_from(&unless);
            match &mut unit.role {
                Role::Permission { actions: node, .. } | Role::Prohibition { actions: node } => {
                    *node = actions.unwrap_or(*node);
                }
                Role::Requirement { actions: node, condition } => {
                    *node = actions.unwrap_or(*node);
                    *condition = own;
                }
                _ => {}
            }
        }
        if let Some((table, rows)) = rows {
            self.said_of_rows(entered.id, table, &rows, shared);
        }
    }

    /// The condition that the clauses under a heading share, once for all of them.
    fn shared(&mut self, heading: &tree::Heading) -> Option<NodeId> {
        let condition = heading.shared.as_ref()?;
        if let Some(node) = self.shared.get(&condition.span) {
            return Some(*node);
        }
        let node = self.condition(condition, Speaking::default());
        self.shared.insert(condition.span, node);
        Some(node)
    }

    fn speaking<'t>(&self, statement: &'t Statement) -> Speaking<'t> {
        let (StatementKind::Define { of: Some(of), .. } | StatementKind::DefineByTable { of: Some(of), .. }) =
            &statement.kind
        else {
            return Speaking::default();
        };
        match self.names.entities.get(&of.text).map(|declared| &declared.what) {
            Some(Entity::Many(list)) => Speaking { element: Some(*list), ..Speaking::default() },
            Some(Entity::One { .. }) => Speaking { of: Some(&of.text), ..Speaking::default() },
            None => Speaking::default(),
        }
    }

    /// The condition of a leaf: one, or one for each reading. Where a reading lacks the item, it neither
    /// permits nor prohibits anything (`missing` is what it then is: true for a requirement).
    fn leaf(&mut self, leaf: &Leaf<'_>, clause: ClauseId, missing: bool, speaking: Speaking<'_>) -> NodeId {
        let readings = self.program.clauses[clause.0 as usize].readings.len();
        let mut options = Vec::new();
        for condition in &leaf.conditions {
            options.push(match condition {
                Some(condition) => self.condition(condition, speaking),
                None if readings == 0 => self.node(Node::Constant(true), None),
                None => self.node(Node::Constant(missing), None),
            });
        }
        if readings == 0 {
            options[0]
        } else {
            self.node(Node::Reading { clause, options: options.into() }, Some(leaf.span))
        }
    }

    /// The condition that the action is one of these.
    pub fn actions(&mut self, actions: &Actions) -> NodeId {
        let domain = self.program.domain(ACTIONS);
        let (members, span) = match actions {
            Actions::Any(span) => {
                let mut all = domain.nothing();
                all.insert_range(..domain.terms.len());
                (all, *span)
            }
            Actions::Named(names) => {
                let mut all = domain.nothing();
                let mut problems = Vec::new();
                for name in names {
                    match literal::member(&name.text, name.span, ACTIONS, &self.program.domains) {
                        Ok(member) => {
                            all.union_with(&self.program.domain(ACTIONS).terms[member.0 as usize].kinds);
                        }
                        Err(problem) => problems.push(problem),
                    }
                }
                self.problems.extend(problems);
                let span = names.iter().map(|name| name.span).reduce(Span::to);
                let Some(span) = span else { return self.node(Node::Constant(false), None) };
                (all, span)
            }
        };
        self.atom(Place::Fact(ACTION), Test::OneOf(members), span)
    }

    /// Puts each unit's parts together into its `live` node.
    fn live(&mut self, clauses: &[ClauseId]) {
        for clause in clauses {
            let units = self.program.clauses[clause.0 as usize].units.clone();
            for id in units {
                let unit = self.program.unit(id).clone();
                let mut parts = Vec::new();
                parts.extend(unit.in_force);
                parts.push(unit.when);
                for unless in &unit.unless {
                    parts.push(self.node(Node::Not(*unless), None));
                }
                for exception in &unit.exceptions {
                    let live = self.node(Node::Live(*exception), None);
                    parts.push(self.node(Node::Not(live), None));
                }
                let live = if let [one] = parts[..] { one } else { self.node(Node::All(parts.into()), None) };
                self.program.units[id.0 as usize].live = live;
            }
        }
    }
}

/// The term that a role defines.
fn defined(role: &Role) -> Option<DefinitionId> {
    match role {
        Role::Definition(term) => Some(*term),
        _ => None,
    }
}

/// What a reader is told of a clause.
fn told(written: &Written) -> program::Clause {
    let clause = &written.clause;
    let remarks = |kind| {
        clause
            .remarks
            .iter()
            .filter(move |remark| remark.kind == kind)
            .map(|remark| remark.words.text.clone())
            .collect()
    };
    program::Clause {
        number: clause.number.text.clone(),
        title: clause.title.as_ref().map(|words| words.text.clone()),
        heading: written.heading.as_ref().map(|heading| {
            let word = if heading.annex { "annex" } else { "part" };
            (
                format!("{word} {}", heading.number.text).into(),
                heading.title.as_ref().map(|words| words.text.clone()),
            )
        }),
        texts: remarks(RemarkKind::Text),
        sources: remarks(RemarkKind::Source),
        notes: remarks(RemarkKind::Note),
        readings: readings(clause)
            .iter()
            .map(|reading| program::Reading {
                name: reading.name.text.clone(),
                note: [RemarkKind::Note, RemarkKind::Source, RemarkKind::Quote]
                    .iter()
                    .find_map(|kind| reading.remarks.iter().find(|remark| remark.kind == *kind))
                    .map(|remark| remark.words.text.clone()),
                span: reading.span,
            })
            .collect(),
        validity: None,
        units: Vec::new(),
        table: None,
        number_span: clause.number.span,
        span: written.span,
    }
}

/// The readings of a clause's statement, where it has any.
pub fn readings(clause: &tree::Clause) -> &[tree::Reading] {
    let body = clause.statements.first().and_then(|statement| match &statement.kind {
        StatementKind::Define { body, .. } => Some(body),
        StatementKind::DefineByTable { .. } => None,
        StatementKind::Require { condition, .. } => Some(condition),
        StatementKind::Permit { case, .. }
        | StatementKind::Prohibit { case, .. }
        | StatementKind::Oblige { case, .. }
        | StatementKind::OnBreach { case, .. }
        | StatementKind::Except { case, .. } => case.as_ref(),
    });
    match body {
        Some(Body::Readings(readings)) => readings,
        _ => &[],
    }
}

/// The items of a statement that count by themselves.
fn leaves(statement: &Statement) -> Vec<Leaf<'_>> {
    if let StatementKind::DefineByTable { table, .. } = &statement.kind {
        let leaf = |row: &tree::Decision| Leaf {
            path: row.label.text.to_string(),
            span: row.span,
            conditions: Vec::new(),
        };
        return standing(table).map(leaf).collect();
    }
    let (body, quantity) = match &statement.kind {
        StatementKind::Define { body, .. } => (Some(body), ListQuantity::Any),
        StatementKind::DefineByTable { .. } => (None, ListQuantity::Any),
        StatementKind::Require { condition, .. } => (Some(condition), ListQuantity::All),
        StatementKind::Permit { case, .. }
        | StatementKind::Prohibit { case, .. }
        | StatementKind::Except { case, .. } => (case.as_ref(), ListQuantity::Any),
        StatementKind::Oblige { case, .. } | StatementKind::OnBreach { case, .. } => {
            (case.as_ref(), ListQuantity::None)
        }
    };
    let whole = statement.span;
    match body {
        None => vec![Leaf { path: String::new(), span: whole, conditions: vec![None] }],
        Some(Body::Plain(condition)) => {
            let mut found = Vec::new();
            items(condition, quantity, String::new(), whole, &mut found);
            found
                .into_iter()
                .map(|(path, condition, span)| Leaf { path, span, conditions: vec![Some(condition)] })
                .collect()
        }
        Some(Body::Readings(readings)) => {
            let mut leaves: Vec<Leaf<'_>> = Vec::new();
            let mut by_path: FxHashMap<String, usize> = FxHashMap::default();
            for (at, reading) in readings.iter().enumerate() {
                let mut found = Vec::new();
                items(&reading.condition, quantity, String::new(), reading.span, &mut found);
                for (path, condition, span) in found {
                    let next = leaves.len();
                    let leaf = *by_path.entry(path.clone()).or_insert(next);
                    if leaf == next {
                        leaves.push(Leaf { path, span, conditions: vec![None; readings.len()] });
                    }
                    leaves[leaf].conditions[at] = Some(condition);
                }
            }
            leaves
        }
    }
}

/// The items of a list of this kind, to any depth, that count by themselves; the whole where there are none.
fn items<'t>(
    condition: &'t Condition,
    quantity: ListQuantity,
    above: String,
    span: Span,
    found: &mut Vec<(String, &'t Condition, Span)>,
) {
    match &condition.kind {
        ConditionKind::List(list) if list.quantity == quantity && quantity != ListQuantity::None => {
            for item in &list.items {
                if let Some(condition) = &item.condition {
                    items(condition, quantity, format!("{above}{}", item.label.text), item.span, found);
                }
            }
        }
        _ => found.push((above, condition, span)),
    }
}
