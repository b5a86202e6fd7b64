//! Duties to do what is prohibited while they arise.
//!
//! A duty spelled like an action is that action (rule 3.15). It may arise because another action is done; then the
//! one case is looked at with either action, all else the same.

use crate::analysis::space::Stop;
use crate::analysis::witness;
use crate::judge::exact::Diagram;
use crate::judge::{Case, Judge, witness as words};
use crate::problem::finding::Finding;
use crate::program::{ACTIONS, Member, Program, Role, Ruling, UnitId};

use super::Look;

/// Tells of each duty that is spelled like an action.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    let program = look.program;
    for number in 0..program.units.len() {
        let id = UnitId(number as u32);
        if let Role::Duty { duty, .. } = &program.unit(id).role
            && let Some(action) = program.domain(ACTIONS).member(duty)
            && !look.told_of.contains(&id)
        {
            prohibited_duty(look, id, action)?;
        }
    }
    Ok(())
}

fn prohibited_duty(look: &mut Look, id: UnitId, action: Member) -> Result<(), Stop> {
    let arises = look.works(id)?;
    let prohibited = look.space.ruling(Ruling::Prohibited)?;
    let alike = look.space.action_alike(action)?;
    let prohibited = look.space.but_for_the_action(prohibited, alike)?;
    let mut while_done = look.space.actions()?;
    // Where it arises whatever is done, the duty's own action shows it best.
    while_done.sort_by_key(|done| *done != alike);
    for done in while_done {
        let given = look.space.but_for_the_action(arises, done)?;
        let both = look.space.both(given, prohibited)?;
        if both == Diagram::NO {
            continue;
        }
        if look.is_decided(&mut |seen| {
            seen.does(action)
                && seen.ruling() == Some(Ruling::Prohibited)
                && (seen.works(id) || done != alike)
        }) {
            return Ok(());
        }
        let Some(case) = look.space.described(both) else { return Ok(()) };
        let of_duty = witness::with_action(&case, action);
        let of_duty = look.space.borne_out(of_duty, &mut |seen| {
            seen.ruling() == Some(Ruling::Prohibited) && (done != alike || seen.works(id))
        })?;
        let duty = look.clause(id);
        let title = format!("What clause {} asks for is prohibited", duty.citation);
        let mut told = witness::scenario(&look.judge, &of_duty, &title);
        let duty_of = format!("duty {}", look.program.domain(ACTIONS).name_of(action));
        let mut when_done = None;
        if done != alike {
            let of_other = witness::with_action(&case, done);
            let of_other = look.space.borne_out(of_other, &mut |seen| seen.works(id))?;
            let title = format!("The duty of clause {}", duty.citation);
            let of_other = words::scenario(look.program, &of_other, &title, &duty_of);
            told = format!("{of_other}\n{told}");
            when_done = Some(look.program.domain(ACTIONS).name_of(done).to_string());
        } else {
            told.push_str(&format!("  expect {duty_of}\n"));
        }
        let by = standing(look.program, &look.judge, &of_duty).map(|unit| look.clause(unit));
        let action = look.program.domain(ACTIONS).name_of(action).to_string();
        look.tell(Finding::DutyProhibited { duty, action, by, when_done, case: told });
        return Ok(());
    }
    Ok(())
}

/// The first clause that stands against the action.
fn standing(program: &Program, judge: &Judge, case: &Case) -> Option<UnitId> {
    let verdict = judge.decide(case).ok()?;
    let first = verdict.by.iter().find_map(|decider| decider.unit);
    first.filter(|unit| {
        matches!(program.unit(*unit).role, Role::Prohibition { .. } | Role::Requirement { .. })
    })
}
