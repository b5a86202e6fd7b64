//! Remedies and duties: who may or must do what, and by which day.

use crate::casebook::outcome::Judged;
use crate::judge::{Consequence, FactName, Knowledge, Truth};
use crate::program::{Deadline, FactId, Measure, Role, UNLIMITED, Value, calendar};

use super::account::Passage;
use super::phrase;

/// The remedies, then the duties.
pub fn passages(judged: &Judged) -> Vec<Passage> {
    let mut remedies = Passage::new("Remedies");
    for consequence in &judged.verdict.remedies {
        remedy(judged, consequence).into_iter().for_each(|told| remedies.say(told));
    }
    let mut duties = Passage::new("Duties, if it is done");
    for consequence in &judged.verdict.duties {
        duty(judged, consequence).into_iter().for_each(|told| duties.say(told));
    }
    [remedies, duties].into_iter().filter_map(Passage::unless_empty).collect()
}

/// `ministry may revoke-licence (clause 6)`.
fn remedy(judged: &Judged, consequence: &Consequence) -> Option<String> {
    let Role::Remedies { remedies, .. } = &judged.program.unit(consequence.unit).role else { return None };
    let remedy = remedies.get(consequence.which)?;
    let holder = remedy.holder.as_deref().unwrap_or("the issuer");
    let force = if remedy.must { "must" } else { "may" };
    let clause = judged.program.citation(consequence.unit);
    Some(open(consequence.holds, format!("{holder} {force} {} (clause {clause})", remedy.name)))
}

/// `buyer must keep-records within 30 days, by 2022-03-31 (clause 8)`.
fn duty(judged: &Judged, consequence: &Consequence) -> Option<String> {
    let Role::Duty { party, duty, within, kept } = &judged.program.unit(consequence.unit).role else {
        return None;
    };
    let mut told = format!("{party} must {duty}");
    if let Some(deadline) = within {
        told.push_str(&format!(" within {}", deadline.words));
        if let Some(of) = deadline.of {
            told.push_str(&format!(" of {}", judged.program.fact(of).name));
        }
        if let Some(day) = due(judged, deadline).and_then(calendar::day) {
            told.push_str(&format!(", by {day}"));
            if deadline.working {
                told.push_str(&format!(" ({})", working(judged, deadline)));
            }
        }
    }
    told.push_str(&format!(" (clause {})", judged.program.citation(consequence.unit)));
    match stated(judged, *kept) {
        Some(Value::YesNo(true)) => told.push_str("; it is stated that this is kept"),
        Some(Value::YesNo(false)) => told.push_str("; it is stated that this is not kept, which is a breach"),
        _ => {}
    }
    Some(open(consequence.holds, told))
}

/// How working days were counted: a holiday that the policy does not name is counted like any day.
fn working(judged: &Judged, deadline: &Deadline) -> String {
    let holidays = &judged.program.policy.holidays;
    let year = |point: i128| calendar::day(point).map(|day| day.year());
    let (from, until) = (from(judged, deadline).and_then(year), due(judged, deadline).and_then(year));
    let named =
        |year: i16| holidays.iter().any(|day| calendar::day(*day).is_some_and(|day| day.year() == year));
    let unnamed = from.zip(until).and_then(|(from, until)| (from..=until).find(|year| !named(*year)));
    match unnamed {
        None => "Monday to Friday, but for the holidays that the policy names".to_owned(),
        Some(_) if holidays.is_empty() => "Monday to Friday; the policy names no holidays".to_owned(),
        Some(year) => format!("Monday to Friday; the policy names no holidays of {year}"),
    }
}

/// The day a deadline counts from.
fn from(judged: &Judged, deadline: &Deadline) -> Option<i128> {
    match deadline.of {
        None => phrase::date(judged),
        Some(fact) => match stated(judged, fact)? {
            Value::Point(day) => Some(*day),
            _ => None,
        },
    }
}

/// The last day of a deadline, where the day it counts from is known and it runs in whole days.
pub fn due(judged: &Judged, deadline: &Deadline) -> Option<i128> {
    let from = from(judged, deadline)?;
    match deadline.measure {
        _ if deadline.length == UNLIMITED => None,
        _ if deadline.working => {
            calendar::plus_working_days(from, deadline.length / 24, &judged.program.policy.holidays)
        }
        Measure::Months => calendar::plus_months(from, i64::try_from(deadline.length).ok()?),
        Measure::Hours if deadline.length % 24 == 0 => {
            Some(from + deadline.length / 24).filter(|day| *day <= calendar::LAST_DAY)
        }
        _ => None,
    }
}

fn stated(judged: &Judged, fact: FactId) -> Option<&Value> {
    match &judged.case.stated(FactName::Fact(fact))?.knowledge {
        Knowledge::Value(value) => Some(value),
        _ => None,
    }
}

fn open(holds: Truth, told: String) -> String {
    match holds {
        Truth::Unknown => format!("{told}; not known yet whether it comes to this"),
        _ => told,
    }
}
