//! A policy's decision as one SQL query over a table of facts, for an engine that judges rows where they lie.
//!
//! A row is a case, a column a fact, and NULL says that nothing is stated: SQL's truth values are then just the
//! strong three-valued tables that Licit begins with. Where those tables might leave open what is settled, a row says
//! so (`exact`), and never more than is certain; see `one_way`.
//!
//! Nothing is read but the decision program, and no writer of SQL is taken from elsewhere: none of them has
//! comments, which say what of the policy a column is, or the texts of Spark.

mod atoms;
mod columns;
mod conditions;
mod dialect;
mod exactness;
mod known;
mod missing;
mod names;
mod one_way;
mod rows;
mod steps;
mod term;
mod verdict;
mod witness;

use std::collections::{BTreeMap, BTreeSet};

use crate::program::{Program, calendar};
use crate::source::Span;

pub use dialect::Dialect;
pub use known::Known;

use columns::Columns;

/// The column of the day that a case is judged on, as it is called in every form of facts.
const FACT_OF_DATE: &str = "on";

/// What kind of query is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub dialect: Dialect,
    /// The table of cases.
    pub table: String,
    /// The tables of lists, where they are not called as the list is.
    pub tables: BTreeMap<String, String>,
    /// The column that tells cases apart, of both the cases and the elements of lists.
    pub key: String,
    /// The columns that hold facts under another name: by fact.
    pub map: BTreeMap<String, String>,
    /// The facts and lists that no table holds.
    pub without: BTreeSet<String>,
    /// The columns that are repeated beside each verdict.
    pub keep: Vec<String>,
    /// The day of every case, as a point.
    pub on: Option<i128>,
    /// The action of every case.
    pub action: Option<String>,
}

impl Request {
    /// A query over tables that are called and built as the reference says.
    pub fn of(dialect: Dialect) -> Request {
        Request {
            dialect,
            table: "cases".to_owned(),
            tables: BTreeMap::new(),
            key: "case".to_owned(),
            map: BTreeMap::new(),
            without: BTreeSet::new(),
            keep: Vec::new(),
            on: None,
            action: None,
        }
    }

    /// The table of a list's elements.
    pub fn table_of<'r>(&'r self, list: &'r str) -> &'r str {
        self.tables.get(list).map_or(list, String::as_str)
    }
}

/// Where in the text words stand, for the comments: `policy.licit, line 40`.
pub type Where<'s> = &'s dyn Fn(Span) -> Option<String>;

/// The query that judges by the versions of one policy, the earlier first: each row by the version of its day, and
/// by the last where no day is stated or none of them applies.
pub fn query(versions: &[&Program], request: &Request, place: Where) -> String {
    let mut text = String::new();
    let mut selects = Vec::new();
    let mut steps = Vec::new();
    for (number, program) in versions.iter().enumerate() {
        head(&mut text, program, place);
        let prefix = match versions {
            [_] => "licit_".to_owned(),
            _ => format!("licit_{}_", number + 1),
        };
        let others: Vec<&Program> =
            versions.iter().filter(|other| !std::ptr::eq(**other, *program)).copied().collect();
        let last = number + 1 == versions.len();
        let written =
            rows::written(Columns::of(program, request), prefix, days(program, &others, last), place);
        steps.extend(written.steps);
        selects.push(written.select);
    }
    text += "--\n-- Written by Licit. It models a text; it is not the law, and not legal advice.\n";
    text += &format!(
        "-- For {}. A NULL in a column of facts says that nothing is stated.\n\n",
        request.dialect.name()
    );
    text += &format!("WITH {}\n{}\n", steps.join(",\n"), selects.join("\nUNION ALL\n"));
    text
}

/// The days of the rows that a version judges; `None` for all.
struct OfDays(Option<String>);

/// Each version judges the rows of its own days; the last, all others too.
fn days(program: &Program, others: &[&Program], last: bool) -> OfDays {
    let within = |program: &Program| {
        let day = |point| calendar::day(point).map_or_else(String::new, |day| day.to_string());
        let ranges = program.policy.days.iter();
        let ranges =
            ranges.map(|(from, to)| format!("{{}} BETWEEN DATE '{}' AND DATE '{}'", day(*from), day(*to)));
        ranges.collect::<Vec<_>>().join(" OR ")
    };
    OfDays(match (others.is_empty(), last) {
        (true, _) => None,
        (false, false) => Some(within(program)),
        (false, true) => {
            let others: Vec<String> = others.iter().map(|other| within(other)).collect();
            Some(format!("NOT COALESCE({}, FALSE)", others.join(" OR ")))
        }
    })
}

fn head(text: &mut String, program: &Program, place: Where) {
    let policy = &program.policy;
    let mut lines = vec![format!("{} ({})", policy.title, policy.name)];
    lines.extend(policy.version.iter().map(|version| format!("Version {version}")));
    lines.extend(place(policy.span));
    for line in lines {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        *text += &format!("-- {line}\n");
    }
}
