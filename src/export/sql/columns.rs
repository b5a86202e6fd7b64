//! The columns that a query reads: what each holds, and which of its values say nothing or too little.

use std::collections::BTreeMap;

use crate::program::{
    ACTION, DATE, Domain, DomainId, Extent, Fact, ListId, Measure, Place, Program, Type, UNLIMITED, Value,
    calendar,
};

use super::dialect::Dialect;
use super::{FACT_OF_DATE, Request};

/// The columns that were asked about, each by its place, in the order of the program.
pub struct Columns<'p> {
    pub program: &'p Program,
    pub request: &'p Request,
    read: BTreeMap<Place, Column>,
    lists: BTreeMap<ListId, String>,
}

/// A column of the facts, or of the elements of a list.
#[derive(Debug, Clone)]
pub struct Column {
    /// What it is called in the query: the fact's name, of an element's attribute with the list's before it.
    pub name: String,
    /// How it is had from its table.
    pub source: String,
}

/// What a text in a column of terms says.
pub struct Named<'p> {
    pub name: &'p str,
    /// The members of the domain it stands for.
    pub kinds: Vec<usize>,
}

impl<'p> Columns<'p> {
    /// Nothing is read yet.
    pub fn of(program: &'p Program, request: &'p Request) -> Columns<'p> {
        Columns { program, request, read: BTreeMap::new(), lists: BTreeMap::new() }
    }

    fn dialect(&self) -> Dialect {
        self.request.dialect
    }

    /// How a place was declared.
    pub fn fact(&self, place: Place) -> &'p Fact {
        match place {
            Place::Fact(fact) => self.program.fact(fact),
            Place::Element(list, attribute) => &self.program.list(list).attributes[attribute.0 as usize],
        }
    }

    /// What a place is called, as facts in data name it.
    pub fn name(&self, place: Place) -> String {
        match place {
            Place::Fact(DATE) => FACT_OF_DATE.to_owned(),
            Place::Fact(fact) => self.program.fact(fact).name.to_string(),
            Place::Element(list, _) => format!("{}.{}", self.program.list(list).name, self.fact(place).name),
        }
    }

    /// The column of a place; none where the table has none for it, and nothing is presumed.
    pub fn column(&mut self, place: Place) -> Option<String> {
        if let Some(column) = self.read.get(&place) {
            return Some(self.dialect().column(&column.name));
        }
        let name = self.name(place);
        let source = self.source(place, &name)?;
        let quoted = self.dialect().column(&name);
        self.read.insert(place, Column { name, source });
        Some(quoted)
    }

    /// What is presumed of a fact, in words of SQL.
    pub fn presumed(&self, place: Place) -> Option<String> {
        self.fact(place).presumed.as_ref().map(|value| self.value(self.fact(place).ty, value))
    }

    fn source(&self, place: Place, name: &str) -> Option<String> {
        let presumed = self.presumed(place);
        match place {
            Place::Fact(DATE) if let Some(day) = self.request.on => {
                return Some(self.point(Measure::Date, day));
            }
            Place::Fact(ACTION) if let Some(action) = &self.request.action => {
                return Some(self.dialect().text(action));
            }
            _ => {}
        }
        // Of an element that is in no table not even what is presumed is known: nobody stated the element.
        if let Place::Element(list, _) = place
            && self.is_without(list)
        {
            return None;
        }
        if self.request.without.contains(name) {
            return presumed;
        }
        let table = if let Place::Element(..) = place { "e." } else { "" };
        let column = match (self.request.map.get(name), place) {
            (Some(column), _) => column.as_str(),
            (None, Place::Element(..)) => &self.fact(place).name,
            (None, Place::Fact(_)) => name,
        };
        let column = format!("{table}{}", self.dialect().column(column));
        Some(match presumed {
            Some(presumed) => format!("COALESCE({column}, {presumed})"),
            None => column,
        })
    }

    /// There is no table for a list.
    pub fn is_without(&self, list: ListId) -> bool {
        self.request.without.contains(&*self.program.list(list).name)
    }

    /// The column that says whether a list is complete.
    pub fn complete(&mut self, list: ListId) -> String {
        let name = &*self.program.list(list).name;
        let column = self.request.map.get(name).map_or(name, String::as_str);
        let column = self.dialect().column(column);
        self.lists.insert(list, format!("COALESCE({column}, FALSE)"));
        self.dialect().column(name)
    }

    /// The places that are read of the facts of a case, or of the elements of a list.
    pub fn read(&self, of: Option<ListId>) -> impl Iterator<Item = (Place, &Column)> {
        let columns = self.read.iter().map(|(place, column)| (*place, column));
        columns.filter(move |(place, _)| match place {
            Place::Fact(_) => of.is_none(),
            Place::Element(list, _) => of == Some(*list),
        })
    }

    /// The lists that are asked about, and how it is had whether each is complete.
    pub fn lists(&self) -> impl Iterator<Item = (ListId, &str)> {
        self.lists.iter().map(|(list, source)| (*list, source.as_str()))
    }

    /// What the texts in a column of this domain say.
    pub fn named(&self, domain: DomainId) -> Vec<Named<'p>> {
        let declared = self.program.domain(domain);
        let mut named: Vec<Named> = declared
            .terms
            .iter()
            .map(|term| Named { name: &term.name, kinds: term.kinds.ones().collect() })
            .collect();
        if declared.extent == Extent::Open && declared.member("other").is_none() {
            named.push(Named { name: "other", kinds: vec![declared.none_of_them().0 as usize] });
        }
        named
    }

    /// The texts of a domain that stand for several of its members.
    pub fn wide(&self, domain: DomainId) -> Vec<&'p str> {
        let named = self.named(domain).into_iter();
        named.filter(|named| named.kinds.len() > 1).map(|named| named.name).collect()
    }

    /// The condition that what a column states leaves something open: a term that stands for several, or a set that
    /// holds such a one, or something that is not known. None where no value does.
    pub fn in_part(&self, place: Place, column: &str) -> Option<String> {
        let dialect = self.dialect();
        match self.fact(place).ty {
            Type::Member(domain) => {
                let wide = self.wide(domain);
                (!wide.is_empty())
                    .then(|| format!("COALESCE({column} IN ({}), FALSE)", dialect.listed(&wide)))
            }
            Type::Set(domain) => {
                let wide = self.wide(domain);
                let mut parts = vec![dialect.holds_unknown(column)];
                parts.extend((!wide.is_empty()).then(|| dialect.holds_any(column, &wide)));
                Some(format!("COALESCE({}, FALSE)", parts.join(" OR ")))
            }
            Type::YesNo | Type::Point(_) | Type::Text => None,
        }
    }

    /// The condition that a column holds a value that its fact cannot have; none where every value can be.
    pub fn misfit(&self, place: Place, column: &str) -> Option<String> {
        Some(match self.fact(place).ty {
            Type::YesNo | Type::Text => return None,
            Type::Member(domain) => {
                let names: Vec<&str> = self.named(domain).iter().map(|named| named.name).collect();
                format!("({column} NOT IN ({}))", self.dialect().listed(&names))
            }
            Type::Set(domain) => {
                let names: Vec<&str> = self.named(domain).iter().map(|named| named.name).collect();
                format!("(NOT ({}))", self.dialect().holds_only(column, &names))
            }
            Type::Point(measure) => {
                let (least, greatest) = measure.range();
                let (from, to) = (self.point(measure, least), self.point(measure, greatest));
                match measure.can_be_unlimited() {
                    true => format!("({column} NOT BETWEEN {from} AND {to} AND {column} <> {UNLIMITED})"),
                    false => format!("({column} NOT BETWEEN {from} AND {to})"),
                }
            }
        })
    }

    /// A value as a column of its type has it.
    pub fn value(&self, ty: Type, value: &Value) -> String {
        let dialect = self.dialect();
        let name = |domain: DomainId, member| dialect.text(self.program.domain(domain).name_of(member));
        match (ty, value) {
            (_, Value::YesNo(yes)) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
            (Type::Member(domain), Value::Member(member)) => name(domain, *member),
            (Type::Set(domain), Value::Set(members)) => {
                let declared: &Domain = self.program.domain(domain);
                let names: Vec<&str> = members.iter().map(|member| declared.name_of(*member)).collect();
                dialect.texts(&names)
            }
            (Type::Point(measure), Value::Point(at)) => self.point(measure, *at),
            (_, Value::Text(words)) => dialect.text(words),
            _ => unreachable!("{value:?} is no {ty:?}"),
        }
    }

    /// A point on a line as a column of its measure has it.
    pub fn point(&self, measure: Measure, at: i128) -> String {
        let places = match measure {
            Measure::Number | Measure::Percentage => 9,
            Measure::Money(currency) => u32::from(currency.exponent().unwrap_or(0)),
            Measure::WholeNumber | Measure::Months | Measure::Hours => 0,
            Measure::Date => {
                let day = calendar::day(at).map_or_else(String::new, |day| day.to_string());
                return format!("DATE '{day}'");
            }
        };
        self.dialect().decimal(&decimal(at, places))
    }
}

/// So many smallest units as a decimal without zeros at its end.
pub fn decimal(units: i128, places: u32) -> String {
    let one = 10_u128.pow(places);
    let (whole, rest) = (units.unsigned_abs() / one, units.unsigned_abs() % one);
    let sign = if units < 0 { "-" } else { "" };
    match rest {
        0 => format!("{sign}{whole}"),
        _ => {
            let rest = format!("{rest:0width$}", width = places as usize);
            format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
        }
    }
}
