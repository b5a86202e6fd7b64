//! Remedies and duties: who may or must do what, and by which day.

use crate::casebook::outcome::Judged;
use crate::judge::{Consequence, FactName, Knowledge, Truth};
use crate::program::{Deadline, FactId, Measure, Role, UNLIMITED, Value, calendar, words};

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

/// The last day of a deadline, where the day it counts from is known and it runs in whole days.
pub fn due(judged: &Judged, deadline: &Deadline) -> Option<i128> {
    let from = match deadline.of {
        None => phrase::date(judged)?,
        Some(fact) => match stated(judged, fact)? {
            Value::Point(day) => *day,
            _ => return None,
        },
    };
    match deadline.measure {
        _ if deadline.length == UNLIMITED => None,
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
