//! Facts as data to a case: entities are objects, lists arrays, names as in the policy. Where the facts came
//! as lines of cells, every value is a text that holds what a table's cell would.

use std::str::FromStr;

use serde_json::{Map, Value as Json};

use crate::judge::{Case, Knowledge, Stated, StatedElement, StatedList};
use crate::model::Version;
use crate::model::literal::{capitals, decimal, describe, normal};
use crate::model::names::Entity;
use crate::problem::likely::{likely, row};
use crate::program::{
    ACTION, AttributeId, COUNTRIES, DATE, DomainId, Fact, FactId, ListId, Measure, Program, Role, SetTest,
    Test, Type, UNLIMITED, Value, calendar,
};

use super::facts::{Lookup, kinds, other, settled, term};
use super::rows::Form;
use crate::problem::Tell;
use crate::syntax::cell;

/// What is wrong with facts given as data: where in them, and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Misfit {
    /// The path to it: `target[0].chosen-for`.
    pub at: String,
    pub message: String,
    pub help: String,
}

/// The case that an object of facts states, for one version of a policy. `on` and `action` may stand among
/// the facts; `known` are the other versions of the policy, whose facts are set aside rather than refused.
pub fn case_from_data(
    facts: &Map<String, Json>,
    form: Form,
    lookup: &mut Lookup<'_>,
    version: &Version,
    known: &[&Version],
) -> Result<Case, Vec<Misfit>> {
    let mut reading =
        Reading { program: &version.program, version, known, form, lookup, misfits: Vec::new() };
    let mut case = Case::unstated(&version.program);
    reading.facts(facts, &mut case);
    if reading.misfits.is_empty() { Ok(case) } else { Err(reading.misfits) }
}

struct Reading<'a, 'l> {
    program: &'a Program,
    version: &'a Version,
    known: &'a [&'a Version],
    form: Form,
    lookup: &'a mut Lookup<'l>,
    misfits: Vec<Misfit>,
}

impl Reading<'_, '_> {
    fn misfit(&mut self, at: &str, message: String, help: impl Into<String>) {
        self.misfits.push(Misfit { at: at.to_owned(), message, help: help.into() });
    }

    fn facts(&mut self, facts: &Map<String, Json>, case: &mut Case) {
        for (name, value) in facts {
            if name == "on" || name == "date" {
                if let Some(stated) = self.stated(name, value, self.program.fact(DATE)) {
                    case.facts[DATE.0 as usize] = stated;
                }
            } else if name == "action" {
                if let Some(stated) = self.stated(name, value, self.program.fact(ACTION)) {
                    case.facts[ACTION.0 as usize] = stated;
                }
            } else if let Some(kept) = self.kept(name) {
                self.put(name, value, kept, case);
            } else {
                self.named(name, value, case);
            }
        }
    }

    /// A judgement, an entity, or all that is known under the name of an import.
    fn named(&mut self, name: &str, value: &Json, case: &mut Case) {
        let names = &self.version.names;
        if let Some(judgement) = names.judgements.get(name) {
            self.put(name, value, judgement.what, case);
        } else if names.entities.contains_key(name) {
            self.entity(name, value, case);
        } else if let (true, Json::Object(within)) = (names.is_import(name), value) {
            for (inner, value) in within {
                self.named(&format!("{name}.{inner}"), value, case);
            }
        } else if let Some((entity, attribute)) = name.rsplit_once('.') {
            // `offence.act` as one name, as a column of a CSV has it.
            match self.fact(entity, attribute) {
                Some(fact) => self.put(name, value, fact, case),
                None => self.unknown(name, entity, Some(attribute), case),
            }
        } else {
            self.entity(name, value, case);
        }
    }

    /// The fact `clause 8 is kept` that goes with a duty.
    fn kept(&self, name: &str) -> Option<FactId> {
        self.program.units.iter().find_map(|unit| match unit.role {
            Role::Duty { kept, .. } if &*self.program.fact(kept).name == name => Some(kept),
            _ => None,
        })
    }

    fn fact(&self, entity: &str, attribute: &str) -> Option<FactId> {
        match self.version.names.entities.get(entity).map(|declared| &declared.what)? {
            Entity::One { attributes, .. } => attributes.get(attribute).copied(),
            Entity::Many(_) => None,
        }
    }

    fn put(&mut self, at: &str, value: &Json, fact: FactId, case: &mut Case) {
        if let Some(stated) = self.stated(at, value, self.program.fact(fact)) {
            case.facts[fact.0 as usize] = stated;
        }
    }

    fn entity(&mut self, name: &str, value: &Json, case: &mut Case) {
        match self.version.names.entities.get(name).map(|declared| &declared.what) {
            Some(Entity::One { attributes, .. }) => {
                let attributes = attributes.clone();
                match value {
                    Json::Null => {}
                    Json::Object(object) => {
                        for (attribute, value) in object {
                            let at = format!("{name}.{attribute}");
                            match attributes.get(attribute.as_str()) {
                                Some(fact) => self.put(&at, value, *fact, case),
                                None => self.unknown(&at, name, Some(attribute), case),
                            }
                        }
                    }
                    other => self.misfit(
                        name,
                        format!("`{name}` has attributes, and this is {}", called(other)),
                        format!("write `\"{name}\": {{ \"attribute\": value }}`"),
                    ),
                }
            }
            Some(Entity::Many(list)) => self.list(name, value, *list, case),
            None => self.unknown(name, name, None, case),
        }
    }

    fn list(&mut self, name: &str, value: &Json, id: ListId, case: &mut Case) {
        let declared = self.program.list(id).attributes.clone();
        let elements = match value {
            Json::Null => {
                case.lists[id.0 as usize] = StatedList { elements: Vec::new(), open: true, span: None };
                return;
            }
            Json::Array(elements) => elements,
            other => {
                self.misfit(
                    name,
                    format!("`{name}` is a list, and this is {}", called(other)),
                    format!(
                        "write `\"{name}\": [ {{ \"attribute\": value }} ]`; `[]` says that there is none"
                    ),
                );
                return;
            }
        };
        let mut stated = StatedList { elements: Vec::new(), open: false, span: None };
        for (at, element) in elements.iter().enumerate() {
            let here = format!("{name}[{at}]");
            match element {
                Json::Null => stated.open = true,
                Json::Object(object) => {
                    let mut attributes = vec![Stated::default(); declared.len()];
                    let mut label = None;
                    for (attribute, value) in object {
                        let at = format!("{here}.{attribute}");
                        match declared.iter().position(|known| *known.name == **attribute) {
                            Some(place) => {
                                if let Some(value) = self.stated(&at, value, &declared[place]) {
                                    attributes[AttributeId(place as u32).0 as usize] = value;
                                }
                            }
                            None if attribute == "name" && value.is_string() => {
                                label = value.as_str().map(str::to_owned);
                            }
                            None => self.unknown(&at, name, Some(attribute), case),
                        }
                    }
                    stated.elements.push(StatedElement { label, attributes, span: None });
                }
                other => self.misfit(
                    &here,
                    format!("an element of `{name}` has attributes, and this is {}", called(other)),
                    "write `{ \"attribute\": value }`, or `null` where there may be more of them",
                ),
            }
        }
        case.lists[id.0 as usize] = stated;
    }

    /// A name the version does not know: set aside where another version knows it, else told.
    fn unknown(&mut self, at: &str, entity: &str, attribute: Option<&str>, case: &mut Case) {
        let knows = |version: &&Version| {
            let names = &version.names;
            match (names.entities.get(entity).map(|declared| &declared.what), attribute) {
                (Some(Entity::One { attributes, .. }), Some(attribute)) => attributes.contains_key(attribute),
                (Some(Entity::Many(list)), Some(attribute)) => {
                    version.program.list(*list).attributes.iter().any(|known| &*known.name == attribute)
                }
                (Some(_), None) => true,
                (None, _) => names.judgements.contains_key(entity),
            }
        };
        if self.known.iter().any(knows) {
            case.set_aside.push(at.to_owned());
            return;
        }
        let names = &self.version.names;
        let (message, mut known): (String, Vec<&str>) = match (names.entities.get(entity), attribute) {
            (Some(declared), Some(attribute)) => {
                let known = match &declared.what {
                    Entity::One { attributes, .. } => attributes.keys().map(|key| &**key).collect(),
                    Entity::Many(list) => {
                        self.program.list(*list).attributes.iter().map(|known| &*known.name).collect()
                    }
                };
                (format!("`{entity}` has no attribute `{attribute}`"), known)
            }
            _ => {
                let known = names.entities.keys().chain(names.judgements.keys()).map(|key| &**key);
                (format!("the policy knows no fact `{entity}`"), known.chain(["on", "action"]).collect())
            }
        };
        known.sort_unstable();
        let help = match likely(attribute.unwrap_or(entity), known.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("known here: {}", row(known, 8)),
        };
        self.misfit(at, message, help);
    }

    fn stated(&mut self, at: &str, value: &Json, declared: &Fact) -> Option<Stated> {
        let (value, by) = match value {
            Json::Object(object) if declared.judgement.is_some() && object.contains_key("value") => {
                if let Some(stray) = object.keys().find(|key| !matches!(key.as_str(), "value" | "by")) {
                    self.misfit(
                        &format!("{at}.{stray}"),
                        format!("a judgement has a `value` and a `by`, and no `{stray}`"),
                        "write `{\"value\": false, \"by\": \"Opinion of counsel\"}`",
                    );
                    return None;
                }
                (&object["value"], object.get("by").and_then(Json::as_str).map(str::to_owned))
            }
            value => (value, None),
        };
        if self.form == Form::Csv
            && let Json::String(cell) = value
        {
            return self.cell(at, cell, declared);
        }
        let knowledge = match value {
            Json::Null => Knowledge::Unknown,
            value => match self.knowledge(value, declared.ty) {
                Some(knowledge) => knowledge,
                None => {
                    let wanted = match declared.ty {
                        Type::YesNo => "`true` or `false`".to_owned(),
                        ty => describe(ty, &self.program.domains).0,
                    };
                    let help = self.help(value, declared.ty);
                    self.misfit(at, format!("{wanted} is meant here, and this is {}", shown(value)), help);
                    return None;
                }
            },
        };
        let words = matches!(knowledge, Knowledge::Such(_)).then(|| match value {
            Json::String(text) => text.clone(),
            value => value.to_string(),
        });
        Some(Stated { knowledge, by, words, span: None })
    }

    /// What a cell says: as in a table, and `true` and `false` as other programs write them.
    fn cell(&mut self, at: &str, cell: &str, declared: &Fact) -> Option<Stated> {
        if declared.ty == Type::YesNo
            && let Ok(yes) = cell.to_lowercase().parse::<bool>()
        {
            return Some(Stated { knowledge: Knowledge::Value(Value::YesNo(yes)), ..Stated::default() });
        }
        let told = self.lookup.problems.len();
        let quoted;
        let words = match declared.ty {
            Type::Text if !cell.starts_with('"') => {
                quoted = format!("\"{}\"", cell.replace('\\', "\\\\").replace('"', "\\\""));
                &quoted
            }
            _ => cell,
        };
        let knowledge = cell::value(words)
            .and_then(|value| self.lookup.value(&value, declared.ty, declared.span, self.version));
        let problem = self.lookup.problems.drain(told..).next();
        let Some(knowledge) = knowledge else {
            let (wanted, example) = describe(declared.ty, &self.program.domains);
            let (message, help) = match problem.map(|problem| problem.tell()) {
                Some(telling) => (telling.message, telling.help.unwrap_or_default()),
                None => (
                    format!("{wanted} is meant here, and this is `{cell}`"),
                    format!("write it as in a table, such as {example}"),
                ),
            };
            self.misfit(at, message, help);
            return None;
        };
        let words = matches!(knowledge, Knowledge::Such(_)).then(|| cell.to_owned());
        Some(Stated { knowledge, by: None, words, span: None })
    }

    fn knowledge(&self, value: &Json, ty: Type) -> Option<Knowledge> {
        match (ty, value) {
            (Type::YesNo, Json::Bool(yes)) => Some(Knowledge::Value(Value::YesNo(*yes))),
            (Type::YesNo, Json::String(word)) if self.form == Form::Yaml => {
                let yes = matches!(word.as_str(), "yes" | "no").then_some(word == "yes")?;
                Some(Knowledge::Value(Value::YesNo(yes)))
            }
            (Type::Text, Json::String(text)) => Some(Knowledge::Value(Value::Text(normal(text)))),
            (Type::Member(domain), Json::String(name)) => {
                let member = self.member(name, domain)?;
                Some(term(member, &kinds(member, domain, self.program)))
            }
            (Type::Set(domain), Json::Array(members)) => {
                let mut groups = Vec::new();
                let mut open = false;
                for member in members {
                    match member {
                        Json::Null => open = true,
                        Json::String(name) => {
                            let member = self.member(name, domain)?;
                            groups.push(kinds(member, domain, self.program));
                        }
                        _ => return None,
                    }
                }
                Some(if open {
                    let tests: Vec<_> =
                        groups.into_iter().map(|group| (Test::Set(SetTest::Includes(group)), true)).collect();
                    if tests.is_empty() { Knowledge::Unknown } else { Knowledge::Such(tests) }
                } else {
                    settled(vec![(Test::Set(SetTest::Exactly(groups.into())), true)])
                })
            }
            (Type::Point(measure), value) => {
                self.point(value, measure).map(|point| Knowledge::Value(Value::Point(point)))
            }
            _ => None,
        }
    }

    fn member(&self, name: &str, domain: DomainId) -> Option<crate::program::Member> {
        self.program.domain(domain).member(name).or_else(|| other(name, domain, self.program))
    }

    fn point(&self, value: &Json, measure: Measure) -> Option<i128> {
        let digits = || match value {
            Json::Number(number) => Some(number.to_string()),
            Json::String(text) => Some(text.clone()),
            _ => None,
        };
        match measure {
            Measure::Number | Measure::Percentage => decimal(&plain(&digits()?)?, 9),
            Measure::WholeNumber => decimal(&plain(&digits()?)?, 0),
            Measure::Money(currency) => {
                decimal(&plain(&digits()?)?, u32::from(currency.exponent().unwrap_or(0)))
            }
            Measure::Date => calendar::point(jiff::civil::Date::from_str(value.as_str()?).ok()?),
            Measure::Months | Measure::Hours if value.as_str() == Some("unlimited") => Some(UNLIMITED),
            Measure::Months | Measure::Hours => {
                let (months, hours) = iso_duration(value.as_str()?)?;
                let (point, stray) =
                    if measure == Measure::Months { (months, hours) } else { (hours, months) };
                (stray == 0 && point <= measure.range().1).then_some(point)
            }
        }
    }

    fn help(&self, value: &Json, ty: Type) -> String {
        let (Type::Member(domain) | Type::Set(domain)) = ty else {
            return match ty {
                Type::YesNo => {
                    "write `true` for yes and `false` for no, or `null` where it is not known".to_owned()
                }
                Type::Point(Measure::Date) => "write a day as `\"2022-03-01\"`".to_owned(),
                Type::Point(Measure::Months) => {
                    "write a duration as `\"P5Y11M\"`, or `\"unlimited\"`".to_owned()
                }
                Type::Point(Measure::Hours) => {
                    "write a duration as `\"P30D\"` or `\"PT24H\"`, or `\"unlimited\"`".to_owned()
                }
                Type::Point(Measure::WholeNumber) => {
                    "write a number without decimals, of at most 15 digits: `12`".to_owned()
                }
                Type::Point(_) => {
                    "write a number of at most 15 digits before the point, or its digits as text: `\"10.50\"`"
                        .to_owned()
                }
                _ => "write a text between quotation marks".to_owned(),
            };
        };
        let names = || self.program.domain(domain).terms.iter().map(|term| &*term.name);
        let written = match value {
            Json::String(name) => Some(name.as_str()),
            Json::Array(members) => {
                members.iter().filter_map(Json::as_str).find(|name| self.member(name, domain).is_none())
            }
            _ => None,
        };
        match written.filter(|name| self.member(name, domain).is_none()) {
            Some(name) if domain == COUNTRIES => match capitals(name, self.program.domain(domain)) {
                Some(code) => format!("`{name}` is not the code of a country; did you mean `{}`?", code.name),
                None => format!("`{name}` is not the code of a country: use the two capitals of ISO 3166-1"),
            },
            Some(name) => match likely(name, names()) {
                Some(likely) => format!("`{name}` is not one of its terms; did you mean `{likely}`?"),
                None => format!("`{name}` is not one of its terms, which are {}", row(names(), 8)),
            },
            None if matches!(ty, Type::Set(_)) => {
                "write a set as an array: `[\"a\", \"b\"]`, `[]` where it is empty".to_owned()
            }
            None => "write the term's name between quotation marks".to_owned(),
        }
    }
}

/// Digits with an optional sign and point, which an exponent (`1e-5`) has moved; nothing else.
fn plain(written: &str) -> Option<String> {
    let Some((digits, exponent)) = written.split_once(['e', 'E']) else { return digits_of(written) };
    let digits = digits_of(digits)?;
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() <= 40)?;
    let (sign, unsigned) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let point = whole.len() as i32 + exponent;
    let all = format!("{whole}{fraction}");
    let before = all.len() as i32 - point;
    Some(match (point, before) {
        (..=0, _) => format!("{sign}0.{}{all}", "0".repeat(point.unsigned_abs() as usize)),
        (_, ..=0) => format!("{sign}{all}{}", "0".repeat(before.unsigned_abs() as usize)),
        _ => format!("{sign}{}.{}", &all[..point as usize], &all[point as usize..]),
    })
}

fn digits_of(digits: &str) -> Option<String> {
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits(whole) && all_digits(fraction)).then(|| digits.to_owned())
}

/// Months and hours of an ISO 8601 duration of whole parts.
fn iso_duration(text: &str) -> Option<(i128, i128)> {
    let text = text.strip_prefix('P')?;
    let (days, time) = text.split_once('T').unwrap_or((text, ""));
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let (mut months, mut hours) = (0_i128, 0_i128);
    for (part, in_time) in [(days, false), (time, true)] {
        let mut digits = String::new();
        for c in part.chars() {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let count = decimal(&digits, 0)?;
            digits.clear();
            match (c, in_time) {
                ('Y', false) => months += count * 12,
                ('M', false) => months += count,
                ('W', false) => hours += count * 24 * 7,
                ('D', false) => hours += count * 24,
                ('H', true) => hours += count,
                _ => return None,
            }
        }
        if !digits.is_empty() {
            return None;
        }
    }
    Some((months, hours))
}

fn called(value: &Json) -> &'static str {
    match value {
        Json::Null => "nothing",
        Json::Bool(_) => "yes or no",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

fn shown(value: &Json) -> String {
    let text = value.to_string();
    if text.chars().count() > 40 { called(value).to_owned() } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::{decimal, plain};

    #[test]
    fn an_exponent_moves_the_point_and_loses_nothing() {
        let told = |written: &str| decimal(&plain(written)?, 9);
        assert_eq!(told("1e-5"), told("0.00001"));
        assert_eq!(told("1e+3"), told("1000"));
        assert_eq!(told("-12.5E1"), told("-125"));
        assert_eq!(told("1.25e1"), told("12.5"));
        for refused in ["1e-10", "1e16", "1e99999999999", "e5", "1e", "1e1.5", "1.e2"] {
            assert_eq!(told(refused), None, "{refused}");
        }
    }
}
