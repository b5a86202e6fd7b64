//! The rows of the answer: the steps that lead to them, and what is selected of the last.

use crate::program::{DATE, ListId, Measure, Place, Ruling, UnitId};

use super::columns::{Column, Columns};
use super::conditions::Conditions;
use super::exactness::Exactness;
use super::missing::{Lacking, missing};
use super::names::named;
use super::steps::Steps;
use super::term::TermId;
use super::verdict::{Verdict, verdict};
use super::{Dialect, OfDays, Where};

/// A version's part of a query.
pub struct Written {
    /// What stands after WITH.
    pub steps: Vec<String>,
    pub select: String,
}

/// How many parts of a text are joined at once: PostgreSQL takes no more than 100.
const MOST_PARTS: usize = 90;

/// Writes what judges by one version.
pub fn written(columns: Columns, prefix: String, days: OfDays, place: Where) -> Written {
    let mut conditions = Conditions::of(columns);
    let judged = verdict(&mut conditions);
    let applies = applies(&mut conditions);
    let answer = Answer::of(&mut conditions, &judged, applies);
    let names = named(&conditions, &judged, place);
    let steps = Steps::of(&conditions, prefix.clone(), names, &answer.terms(&judged));
    let facts = facts(&conditions, &format!("{prefix}facts"), &days);
    let judged_rows = format!("{prefix}judged");
    let last = answer.last(&conditions, &steps, &judged_rows);
    let select = answer.select(&conditions, &judged, &steps, &judged_rows);
    Written { steps: [vec![facts], steps.written(), vec![last]].concat(), select }
}

/// The version applies on the day, if one is stated.
fn applies(conditions: &mut Conditions) -> TermId {
    let policy = &conditions.program.policy;
    let always = policy.whatever_the_day || policy.days == [Measure::Date.range()];
    let date = if always { None } else { conditions.columns.column(Place::Fact(DATE)) };
    let Some(date) = date else { return conditions.terms.constant(Some(true)) };
    let point = |at| conditions.columns.point(Measure::Date, at);
    let ranges =
        policy.days.iter().map(|(from, to)| format!("{date} BETWEEN {} AND {}", point(*from), point(*to)));
    let within = ranges.collect::<Vec<_>>().join(" OR ");
    conditions.terms.asked(format!("COALESCE({within}, TRUE)"))
}

/// What the columns of the answer are made of.
struct Answer {
    applies: TermId,
    undetermined: TermId,
    /// Facts whose columns hold what cannot be, by their names.
    faults: Vec<(String, TermId)>,
    /// No completion satisfies the assumptions.
    impossible: TermId,
    exact: TermId,
    missing: Vec<(Lacking, TermId)>,
}

impl Answer {
    fn of(conditions: &mut Conditions, judged: &Verdict, applies: TermId) -> Answer {
        let undetermined = conditions.terms.all([applies, judged.undetermined]);
        let impossible = conditions.terms.all([applies, judged.impossible]);
        let exactness = Exactness::of(conditions, judged, undetermined);
        let elsewhere = conditions.terms.not(applies);
        let exact = conditions.terms.any([elsewhere, exactness.exact]);
        // Where presumptions may have to be set aside, nothing is said for sure.
        let unsure = conditions.terms.all([applies, exactness.presumed_too_much]);
        let certain = conditions.terms.as_constant(unsure) == Some(Some(false));
        let impossible = if certain { impossible } else { conditions.terms.constant(Some(false)) };
        let undetermined = conditions.terms.any([undetermined, unsure]);
        let roots: Vec<TermId> = judged.possible.iter().map(|(_, possible)| *possible).collect();
        let missing = missing(conditions, &roots, undetermined, (unsure, &exactness.set_aside));
        // Last, so that it covers whatever is looked at.
        let faults = faults(conditions);
        Answer { applies, undetermined, faults, impossible, exact, missing }
    }

    fn terms(&self, judged: &Verdict) -> Vec<TermId> {
        let mut terms = vec![self.applies, self.undetermined, self.impossible, self.exact];
        terms.extend(judged.possible.iter().map(|(_, term)| *term));
        terms.extend(judged.deciders.iter().flatten().map(|(_, term)| *term));
        terms.extend(self.faults.iter().map(|(_, term)| *term));
        terms.extend(self.missing.iter().map(|(_, term)| *term));
        terms
    }

    fn select(&self, conditions: &Conditions, judged: &Verdict, steps: &Steps, from: &str) -> String {
        let dialect = conditions.columns.request.dialect;
        let mut columns: Vec<String> = kept(conditions).iter().map(|name| dialect.column(name)).collect();
        let never = |term: &TermId| conditions.terms.as_constant(*term) == Some(Some(false));
        let word = |ruling: Ruling| dialect.text(ruling.words().replace(' ', "-").as_str());
        // When each verdict is given, and what is then said to decide.
        let nothing = || "NULL".to_owned();
        let mut cases = vec![("fault IS NOT NULL".to_owned(), nothing(), nothing())];
        if conditions.terms.as_constant(self.applies).is_none() {
            cases.push((format!("NOT {}", steps.used(self.applies)), word(Ruling::NotRegulated), nothing()));
        }
        if !never(&self.undetermined) {
            cases.push((steps.used(self.undetermined), word(Ruling::Undetermined), nothing()));
        }
        for ((ruling, possible), deciders) in judged.possible.iter().zip(&judged.deciders) {
            if !never(possible) {
                let decided = deciders_in_words(conditions, steps, deciders);
                cases.push((steps.used(*possible), word(*ruling), decided));
            }
        }
        let mut verdict = "CASE".to_owned();
        let mut decided = "CASE".to_owned();
        for (when, ruling, by) in cases {
            verdict += &format!("\n    WHEN {when} THEN {ruling}");
            decided += &format!("\n    WHEN {when} THEN {by}");
        }
        columns.push(format!("{verdict}\n  END AS verdict"));
        columns.push(format!("{decided}\n  END AS decided_by"));
        let missing = self.missing.iter().map(|(lacking, term)| {
            let name = match lacking {
                Lacking::Fact(place) => conditions.columns.name(*place),
                Lacking::Extent(list) => conditions.program.list(*list).name.to_string(),
            };
            format!("CASE WHEN {} THEN {} END", steps.used(*term), dialect.text(&name))
        });
        let missing = joined(dialect, missing.collect());
        columns.push(format!("CASE WHEN fault IS NULL THEN\n    {missing}\n  END AS missing"));
        columns.push(format!("CASE WHEN fault IS NULL THEN {} END AS exact", steps.used(self.exact)));
        columns.push("fault".to_owned());
        format!("SELECT\n  {}\nFROM {from}", columns.join(",\n  "))
    }

    /// The last step: what is wrong with a row.
    fn last(&self, conditions: &Conditions, steps: &Steps, name: &str) -> String {
        let fault = self.fault(conditions, steps);
        let fence = conditions.columns.request.dialect.fence();
        format!("{name} AS (\nSELECT c.*,\n  {fault} AS fault\nFROM {} c{fence}\n)", steps.end())
    }

    /// Why a row is not judged.
    fn fault(&self, conditions: &Conditions, steps: &Steps) -> String {
        let dialect = conditions.columns.request.dialect;
        let case = |term: TermId, words: &str| {
            format!("CASE WHEN {} THEN {} END", steps.used(term), dialect.text(words))
        };
        let unfit = self.faults.iter().map(|(name, term)| case(*term, name));
        let mut parts: Vec<String> = unfit.collect();
        if conditions.terms.as_constant(self.impossible).is_none() {
            parts.push(case(self.impossible, "it goes against what the policy assumes"));
        }
        joined(dialect, parts)
    }
}

/// The citations of what decides for sure; failing that, of what may.
fn deciders_in_words(
    conditions: &Conditions,
    steps: &Steps,
    deciders: &[(Option<UnitId>, TermId)],
) -> String {
    let dialect = conditions.columns.request.dialect;
    let each = |sure: bool| {
        let each = deciders.iter().filter_map(|(unit, term)| {
            let name = unit.map_or_else(|| "otherwise".to_owned(), |unit| conditions.program.citation(unit));
            match (conditions.terms.as_constant(*term), sure) {
                (Some(Some(false)), _) | (Some(_), false) => None,
                (Some(_), true) => Some(dialect.text(&name)),
                (None, _) => {
                    let used = steps.used(*term);
                    let holds = if sure { used } else { format!("{used} IS NULL") };
                    Some(format!("CASE WHEN {holds} THEN {} END", dialect.text(&name)))
                }
            }
        });
        joined(dialect, each.collect())
    };
    format!("COALESCE(\n      {},\n      {})", each(true), each(false))
}

/// The texts that are there, with semicolons between them; nothing where none is.
fn joined(dialect: Dialect, mut parts: Vec<String>) -> String {
    if parts.is_empty() {
        return "CAST(NULL AS VARCHAR(1))".to_owned();
    }
    let join = |parts: &[String]| format!("NULLIF({}, '')", dialect.joined(parts));
    while parts.len() > MOST_PARTS {
        parts = parts.chunks(MOST_PARTS).map(join).collect();
    }
    join(&parts)
}

/// The columns that hold what their facts cannot have.
fn faults(conditions: &mut Conditions) -> Vec<(String, TermId)> {
    let lists = (0..conditions.program.lists.len()).map(|list| Some(ListId(list as u32)));
    let mut read: Vec<(Place, Column)> = Vec::new();
    for of in std::iter::once(None).chain(lists) {
        read.extend(conditions.columns.read(of).map(|(place, column)| (place, column.clone())));
    }
    let mut faults = Vec::new();
    for (place, column) in read {
        let quoted = conditions.columns.request.dialect.column(&column.name);
        let Some(misfit) = conditions.columns.misfit(place, &quoted) else { continue };
        let misfit = conditions.sure_of_some(place, format!("(COALESCE({misfit}, FALSE))"));
        faults.push((column.name, misfit));
    }
    faults
}

/// The facts of each case, and how they are had.
fn facts(conditions: &Conditions, name: &str, days: &OfDays) -> String {
    let columns = &conditions.columns;
    let dialect = columns.request.dialect;
    let mut selected: Vec<(String, String)> = Vec::new();
    let mut select = |source: String, name: &str| {
        if !selected.iter().any(|(_, known)| known.eq_ignore_ascii_case(name)) {
            selected.push((source, name.to_owned()));
        }
    };
    for (_, column) in columns.read(None) {
        select(column.source.clone(), &column.name);
    }
    for (list, source) in columns.lists() {
        select(source.to_owned(), &columns.program.list(list).name);
    }
    if columns.lists().next().is_some() {
        select(dialect.column(&columns.request.key), &columns.request.key);
    }
    for name in &columns.request.keep {
        select(dialect.column(name), name);
    }
    let selected = selected.iter().map(|(source, name)| match dialect.column(name) {
        same if same == *source => format!("  {source}"),
        column => format!("  {source} AS {column}"),
    });
    let selected: Vec<String> = selected.collect();
    let selected = if selected.is_empty() { vec!["  1 AS licit_nothing".to_owned()] } else { selected };
    let day = columns.request.map.get(super::FACT_OF_DATE).map_or(super::FACT_OF_DATE, String::as_str);
    let day = dialect.column(day);
    let rows =
        days.0.as_ref().map_or_else(String::new, |days| format!("\nWHERE {}", days.replace("{}", &day)));
    let table = dialect.table(&columns.request.table);
    format!("{name} AS (\nSELECT\n{}\nFROM {table}{rows}{}\n)", selected.join(",\n"), dialect.fence())
}

/// The columns repeated beside each verdict: those that were asked for, or else those that are read.
fn kept(conditions: &Conditions) -> Vec<String> {
    let columns = &conditions.columns;
    if !columns.request.keep.is_empty() {
        return columns.request.keep.clone();
    }
    let mut kept: Vec<String> = Vec::new();
    if columns.lists().next().is_some() {
        kept.push(columns.request.key.clone());
    }
    kept.extend(columns.read(None).map(|(_, column)| column.name.clone()));
    kept
}
