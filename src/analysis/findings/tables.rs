//! Definitions by table: cases that no row fits, and rows that fit one case though each is to be the only one.
//!
//! Of a term for the elements of a list, a case is shown in which one is stated.

use crate::analysis::edges::pair;
use crate::analysis::seen::Seen;
use crate::analysis::space::{Ground, Space, Stop};
use crate::judge::Case;
use crate::judge::exact::{Budget, Diagram};
use crate::problem::finding::Finding;
use crate::program::{ClauseId, ListId, Program, Table, UnitId};

use super::{Look, witness};

/// The most pairs of rows that are told of one table.
const MOST_PAIRS: usize = 8;

/// Tells of each table.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    let program = look.program;
    for (number, clause) in program.clauses.iter().enumerate() {
        let Some(table) = &clause.table else { continue };
        let id = ClauseId(number as u32);
        match element(look, id, table) {
            None => of_table(look, id, table, None)?,
            Some(list) => {
                let first = pair::with_elements(program, |other| usize::from(other == list));
                let ground = Ground::stating(program, &first);
                let mut space = ground.space(Budget::PROOF)?;
                of_table(look, id, table, Some((&mut space, &first)))?;
            }
        }
    }
    Ok(())
}

/// The list whose elements the rows of a table speak of.
fn element(look: &Look, clause: ClauseId, table: &Table) -> Option<ListId> {
    let rows = look.program.clause(clause).units.iter();
    let rows = rows.map(|row| look.program.unit(*row).when);
    rows.chain([table.unfit]).find_map(|node| look.space.speaks_of(node))
}

/// The cases of a program in which an element is stated, and what is stated.
type Stated<'a, 's> = Option<(&'a mut Space<'s>, &'a Case)>;

fn of_table(look: &mut Look, id: ClauseId, table: &Table, mut stated: Stated) -> Result<(), Stop> {
    let program = look.program;
    let clause = program.clause(id);
    let unfit = match &mut stated {
        None => unfit(&mut look.space, table)?,
        Some((space, _)) => unfit(space, table)?,
    };
    let title = format!("No row of clause {} fits", clause.number);
    let it_is = &mut |seen: &mut Seen| asked_here(program, seen) && seen.holds_of_any(table.unfit);
    if unfit != Diagram::NO
        && !look.is_decided(it_is)
        && let Some(case) = case(look, &mut stated, unfit, &title, it_is)?
    {
        let span = clause.units.last().map_or(table.span, |row| program.unit(*row).span);
        let clause = clause.number.to_string();
        look.tell(Finding::NoRowFits { clause, span, case });
    }
    if !table.unique {
        return Ok(());
    }
    let mut told = 0;
    for (place, &one) in clause.units.iter().enumerate() {
        for &other in &clause.units[place + 1..] {
            if told == MOST_PAIRS {
                return Ok(());
            }
            let both = match &mut stated {
                None => both_fit(&mut look.space, one, other)?,
                Some((space, _)) => both_fit(space, one, other)?,
            };
            if both == Diagram::NO {
                continue;
            }
            let [this, that] = [one, other].map(|row| program.citation(row));
            let title = format!("Clauses {this} and {that} both fit");
            let (here, there) = (program.unit(one).when, program.unit(other).when);
            let it_is = &mut |seen: &mut Seen| seen.hold_of_any(here, there);
            if let Some(case) = case(look, &mut stated, both, &title, it_is)? {
                let rows = [look.clause(one), look.clause(other)];
                look.tell(Finding::RowsMeet { rows, span: table.span, case });
                told += 1;
            }
        }
    }
    Ok(())
}

/// Whether the numbers of this version's conditions are those of the version that a case was judged by.
fn asked_here(program: &Program, seen: &Seen) -> bool {
    std::ptr::eq(seen.program(), program)
}

/// The cases in the world that no row fits.
fn unfit(space: &mut Space, table: &Table) -> Result<Diagram, Stop> {
    let (world, unfit) = (space.world(), space.condition(table.unfit)?);
    Ok(space.both(world, unfit)?)
}

/// The cases in the world that two rows fit.
fn both_fit(space: &mut Space, one: UnitId, other: UnitId) -> Result<Diagram, Stop> {
    let (here, there) = (applying(space, one)?, applying(space, other)?);
    Ok(space.both(here, there)?)
}

/// The cases in the world in which a row would apply if nothing were excepted from it.
fn applying(space: &mut Space, row: UnitId) -> Result<Diagram, Stop> {
    let program = space.program();
    let row = program.unit(row);
    let mut applies = space.world();
    for node in row.in_force.into_iter().chain([row.when]) {
        let holds = space.condition(node)?;
        applies = space.both(applies, holds)?;
    }
    for unless in &row.unless {
        let holds = space.condition(*unless)?;
        applies = space.without(applies, holds)?;
    }
    Ok(applies)
}

/// A case among these as a scenario.
fn case(
    look: &mut Look,
    stated: &mut Stated,
    among: Diagram,
    title: &str,
    it_is: &mut dyn FnMut(&mut Seen) -> bool,
) -> Result<Option<String>, Stop> {
    let case = match stated {
        None => look.space.case(among, it_is)?,
        Some((space, first)) => match space.exact().witness(among) {
            Some(found) => Some(space.borne_out(pair::case(space, first, &found, None), it_is)?),
            None => None,
        },
    };
    Ok(case.map(|case| witness::scenario(&look.judge, &case, title)))
}
