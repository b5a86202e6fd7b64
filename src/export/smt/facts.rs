//! What a case can be: sorts, a constant for each fact, and what each may be.

use std::collections::HashMap;
use std::fmt::Write;

use crate::program::{
    ACTION, ClauseId, DATE, DomainId, Extent, Fact, FactId, ListId, Measure, Member, Place, Program, Type,
    UNLIMITED, calendar, words,
};

use super::names::Names;
use super::terms;

/// The element that a condition speaks of.
pub const ELEMENT: &str = "it";

/// What was declared of a program, each thing when it was first needed.
pub struct Facts<'p> {
    pub program: &'p Program,
    pub names: Names,
    sorts: String,
    constants: String,
    declared: String,
    /// The constants whose values make up a case.
    shown: Vec<String>,
    domains: HashMap<DomainId, Taxonomy>,
    points: HashMap<(Measure, i128), String>,
    places: HashMap<Place, Shape>,
    lists: Vec<Elements>,
    readings: HashMap<ClauseId, Readings>,
    /// For each place that is moved by months, the month it is in.
    months: HashMap<Place, String>,
}

/// A taxonomy's sort, and a constructor for each member.
#[derive(Clone)]
pub struct Taxonomy {
    pub sort: String,
    pub members: Vec<String>,
}

/// How the value of a place is written.
#[derive(Clone)]
pub enum Shape {
    /// By one constant; of an attribute of an element, by one selector.
    One(String),
    /// By one for each member of its domain.
    Set(Vec<String>),
}

/// A list: its elements' sort, the attributes they have, and how each is written.
#[derive(Default)]
struct Elements {
    sort: String,
    constructor: String,
    selectors: Vec<Selector>,
    /// What each may be, of the element `it`.
    ranges: Vec<String>,
    length: u32,
    /// For each of them, that it is there, and its own constant.
    each: Vec<(String, String)>,
}

/// A part of an element.
struct Selector {
    symbol: String,
    sort: String,
    /// Whether it is part of what a case is told by.
    shown: bool,
}

/// The readings of a clause: the constant, and a constructor for each.
#[derive(Clone)]
pub struct Readings {
    pub chosen: String,
    pub each: Vec<String>,
}

/// A line of comment.
pub fn comment(line: &str) -> String {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("; {line}").trim_end().to_owned() + "\n"
}

impl<'p> Facts<'p> {
    /// Of a program, with lists of these lengths.
    pub fn of(program: &'p Program, lengths: Vec<u32>) -> Facts<'p> {
        let mut names = Names::default();
        names.symbol(ELEMENT);
        let mut facts = Facts {
            program,
            names,
            sorts: String::new(),
            constants: String::new(),
            declared: String::new(),
            shown: Vec::new(),
            domains: HashMap::new(),
            points: HashMap::new(),
            places: HashMap::new(),
            lists: Vec::new(),
            readings: HashMap::new(),
            months: HashMap::new(),
        };
        for (list, length) in program.lists.iter().zip(lengths) {
            let sort = facts.names.symbol(&list.name);
            let constructor = facts.names.symbol(&format!("a {}", list.name));
            let each = (1..=length).map(|number| {
                let there = facts.names.symbol(&format!("there is {} {number}", list.name));
                (there, facts.names.symbol(&format!("{} {number}", list.name)))
            });
            let each = each.collect();
            facts.lists.push(Elements { sort, constructor, length, each, ..Elements::default() });
        }
        facts.place(Place::Fact(DATE));
        facts.place(Place::Fact(ACTION));
        facts
    }

    /// Everything declared, in an order in which each stands after what it needs.
    pub fn declarations(self) -> String {
        let mut text = comment("What there is") + &self.sorts;
        for list in self.lists.iter().filter(|list| list.length > 0 || !list.selectors.is_empty()) {
            let selectors: Vec<String> =
                list.selectors.iter().map(|part| format!(" ({} {})", part.symbol, part.sort)).collect();
            let _ = writeln!(
                text,
                "(declare-datatypes (({} 0)) ((({}{}))))",
                list.sort,
                list.constructor,
                selectors.concat()
            );
        }
        text += &self.constants;
        if !self.months.is_empty() {
            text += "\n";
            text += include_str!("calendar.smt2");
        }
        text += "\n";
        text += &comment("The facts of a case");
        text += &self.declared;
        for list in self.lists.iter().filter(|list| list.length > 0) {
            for (there, element) in &list.each {
                let _ =
                    writeln!(text, "(declare-const {there} Bool)\n(declare-const {element} {})", list.sort);
            }
            // Elements are told apart by nothing but what they are, so those that are there may come first.
            for pair in list.each.windows(2) {
                let _ = writeln!(text, "(assert (=> {} {}))", pair[1].0, pair[0].0);
            }
            for (there, element) in &list.each {
                for range in &list.ranges {
                    let _ = writeln!(text, "(assert (=> {there} (let (({ELEMENT} {element})) {range})))");
                }
            }
        }
        text
    }

    /// The constants and applications whose values make up a case.
    pub fn shown(&self) -> Vec<String> {
        let mut shown = self.shown.clone();
        for list in &self.lists {
            for (there, element) in &list.each {
                shown.push(there.clone());
                let told = list.selectors.iter().filter(|part| part.shown);
                shown.extend(told.map(|part| format!("({} {element})", part.symbol)));
            }
        }
        shown
    }

    /// The constant of what is done, which is also the name that functions have for the action they are given.
    pub fn action(&mut self) -> String {
        match self.place(Place::Fact(ACTION)) {
            Shape::One(action) => action,
            Shape::Set(_) => unreachable!("an action is one member"),
        }
    }

    /// The sort of actions.
    pub fn action_sort(&mut self) -> String {
        self.taxonomy(crate::program::ACTIONS).sort
    }

    /// A further action, whatever it is.
    pub fn another_action(&mut self) -> String {
        let (other, sort) = (self.names.symbol("the other action"), self.action_sort());
        let _ = writeln!(self.declared, "(declare-const {other} {sort})");
        self.shown.push(other.clone());
        other
    }

    /// The elements there may be of a list: of each, that it is there, and its constant.
    pub fn elements(&self, list: ListId) -> &[(String, String)] {
        &self.lists[list.0 as usize].each
    }

    /// The sort of a list's elements.
    pub fn element_sort(&self, list: ListId) -> &str {
        &self.lists[list.0 as usize].sort
    }

    /// How a place is declared.
    pub fn fact(&self, place: Place) -> &'p Fact {
        match place {
            Place::Fact(fact) => self.program.fact(fact),
            Place::Element(list, attribute) => &self.program.list(list).attributes[attribute.0 as usize],
        }
    }

    /// The members a value of a domain may be.
    pub fn members(&self, domain: DomainId) -> usize {
        let declared = self.program.domain(domain);
        declared.terms.len() + usize::from(declared.extent == Extent::Open)
    }

    /// What stands in a place, as it is written; of an element, of the one spoken of.
    pub fn place(&mut self, place: Place) -> Shape {
        if let Some(shape) = self.places.get(&place) {
            return shape.clone();
        }
        let fact = self.fact(place);
        let (kind, name) = match place {
            Place::Fact(_) if fact.judgement.is_some() => ("judgement", fact.name.to_string()),
            Place::Fact(_) => ("the", fact.name.to_string()),
            Place::Element(list, _) => ("the", format!("{}.{}", self.program.list(list).name, fact.name)),
        };
        let shape = match fact.ty {
            Type::Set(domain) => {
                let terms = self.program.domain(domain);
                let members = (0..self.members(domain)).map(|member| {
                    let member = match terms.terms.get(member) {
                        Some(term) => &*term.name,
                        None => "another",
                    };
                    self.names.symbol(&format!("{name} includes {member}"))
                });
                Shape::Set(members.collect())
            }
            _ => Shape::One(self.names.declared(kind, &name)),
        };
        self.places.insert(place, shape.clone());
        self.declare(place, &shape);
        match (place, shape) {
            (Place::Fact(_), shape) => shape,
            (Place::Element(..), shape) => {
                let of = |selector: String| format!("({selector} {ELEMENT})");
                let shape = match shape {
                    Shape::One(selector) => Shape::One(of(selector)),
                    Shape::Set(selectors) => Shape::Set(selectors.into_iter().map(of).collect()),
                };
                self.places.insert(place, shape.clone());
                self.range(place, &shape);
                shape
            }
        }
    }

    fn declare(&mut self, place: Place, shape: &Shape) {
        let fact = self.fact(place);
        let sort = match fact.ty {
            Type::YesNo | Type::Set(_) => "Bool".to_owned(),
            Type::Member(domain) => self.taxonomy(domain).sort,
            Type::Point(_) => "Int".to_owned(),
            Type::Text => "String".to_owned(),
        };
        let symbols = match shape {
            Shape::One(symbol) => std::slice::from_ref(symbol),
            Shape::Set(symbols) => symbols,
        };
        match place {
            Place::Fact(_) => {
                if let Some(question) = &fact.question {
                    self.declared += &comment(question);
                }
                for symbol in symbols {
                    let _ = writeln!(self.declared, "(declare-const {symbol} {sort})");
                    self.shown.push(symbol.clone());
                }
                self.range(place, shape);
            }
            Place::Element(list, _) => {
                let selectors = symbols.iter().map(|symbol| Selector {
                    symbol: symbol.clone(),
                    sort: sort.clone(),
                    shown: true,
                });
                self.lists[list.0 as usize].selectors.extend(selectors);
            }
        }
    }

    /// Says what may stand in a place.
    fn range(&mut self, place: Place, shape: &Shape) {
        let Shape::One(term) = shape else { return };
        let range = match self.fact(place).ty {
            // A taxonomy without a single term: nothing can stand there.
            Type::Member(domain) if self.members(domain) == 0 => "false".to_owned(),
            Type::Point(measure) => {
                let (least, greatest) = self.ends(place, measure);
                let end = |facts: &mut Self, at| match measure {
                    Measure::Date => facts.point(measure, at),
                    _ => terms::number(at),
                };
                let (from, to) = (end(self, least), end(self, greatest));
                let within = format!("(<= {from} {term} {to})");
                match measure.can_be_unlimited() {
                    true => {
                        terms::any(vec![within, format!("(= {term} {})", self.point(measure, UNLIMITED))])
                    }
                    false => within,
                }
            }
            _ => return,
        };
        match place {
            Place::Fact(_) => {
                let _ = writeln!(self.declared, "(assert {range})");
                if place == Place::Fact(DATE) {
                    self.days_between(term);
                }
            }
            Place::Element(list, _) => self.lists[list.0 as usize].ranges.push(range),
        }
    }

    /// Says that the day is none of those between the first and the last on which the policy does not apply.
    fn days_between(&mut self, day: &str) {
        let days = self.program.policy.days.clone();
        for pair in days.windows(2) {
            let (last, next) = (self.point(Measure::Date, pair[0].1), self.point(Measure::Date, pair[1].0));
            let _ = writeln!(self.declared, "(assert (or (<= {day} {last}) (<= {next} {day})))");
        }
    }

    /// The least and the greatest point of a place, `unlimited` left out.
    fn ends(&self, place: Place, measure: Measure) -> (i128, i128) {
        if place != Place::Fact(DATE) {
            return measure.range();
        }
        self.program.policy.first_and_last_day()
    }

    /// The sort and the constructors of a domain.
    pub fn taxonomy(&mut self, domain: DomainId) -> Taxonomy {
        if let Some(taxonomy) = self.domains.get(&domain) {
            return taxonomy.clone();
        }
        let declared = self.program.domain(domain);
        let sort = self.names.symbol(&declared.name);
        let members = (0..self.members(domain).max(1)).map(|member| {
            self.names.symbol(&format!("{}: {}", declared.name, declared.name_of(Member(member as u32))))
        });
        let members: Vec<String> = members.collect();
        let constructors: Vec<String> = members.iter().map(|member| format!("({member})")).collect();
        let _ = writeln!(self.sorts, "(declare-datatypes (({sort} 0)) (({})))", constructors.join(" "));
        let taxonomy = Taxonomy { sort, members };
        self.domains.insert(domain, taxonomy.clone());
        taxonomy
    }

    /// A point on a line, by its name where the bare count of smallest units would say nothing.
    pub fn point(&mut self, measure: Measure, at: i128) -> String {
        if matches!(measure, Measure::WholeNumber)
            || (measure == Measure::Date && calendar::day(at).is_none())
        {
            return terms::number(at);
        }
        if let Some(symbol) = self.points.get(&(measure, at)) {
            return symbol.clone();
        }
        let words = words::point(measure, at);
        let symbol = self.names.symbol(&match measure {
            Measure::Number => format!("number {words}"),
            _ => words,
        });
        let _ = writeln!(self.constants, "(define-fun {symbol} () Int {})", terms::number(at));
        self.points.insert((measure, at), symbol.clone());
        symbol
    }

    /// The readings of a clause.
    pub fn readings(&mut self, clause: ClauseId) -> Readings {
        if let Some(readings) = self.readings.get(&clause) {
            return readings.clone();
        }
        let declared = self.program.clause(clause);
        let number = &declared.number;
        let sort = self.names.symbol(&format!("readings of clause {number}"));
        let chosen = self.names.symbol(&format!("reading of clause {number}"));
        let each = declared
            .readings
            .iter()
            .map(|reading| self.names.symbol(&format!("clause {number}, reading {}", reading.name)));
        let each: Vec<String> = each.collect();
        let constructors: Vec<String> = each.iter().map(|reading| format!("({reading})")).collect();
        let _ = writeln!(self.sorts, "(declare-datatypes (({sort} 0)) (({})))", constructors.join(" "));
        let _ = writeln!(self.declared, "(declare-const {chosen} {sort})");
        self.shown.push(chosen.clone());
        let readings = Readings { chosen, each };
        self.readings.insert(clause, readings.clone());
        readings
    }

    /// The month that the day in a place is in.
    pub fn month(&mut self, place: Place, day: &str) -> String {
        if let Some(month) = self.months.get(&place) {
            return month.clone();
        }
        let fact = self.fact(place);
        let month = match place {
            Place::Fact(_) => {
                let month = self.names.symbol(&format!("month of {}", fact.name));
                let _ = writeln!(self.declared, "(declare-const {month} Int)");
                let _ = writeln!(self.declared, "(assert (|is in month| {day} {month}))");
                month
            }
            Place::Element(list, _) => {
                let of = format!("month of {}.{}", self.program.list(list).name, fact.name);
                let symbol = self.names.symbol(&of);
                let month = format!("({symbol} {ELEMENT})");
                let elements = &mut self.lists[list.0 as usize];
                elements.selectors.push(Selector { symbol, sort: "Int".to_owned(), shown: false });
                elements.ranges.push(format!("(|is in month| {day} {month})"));
                month
            }
        };
        self.months.insert(place, month.clone());
        month
    }

    /// That a duty is kept.
    pub fn kept(&mut self, fact: FactId) -> String {
        match self.place(Place::Fact(fact)) {
            Shape::One(kept) => kept,
            Shape::Set(_) => unreachable!("kept or not"),
        }
    }
}
