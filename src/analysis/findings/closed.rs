//! Verdicts that hold only because a taxonomy is closed.
//!
//! A fact left open has one verdict by all the terms there are, each of which some clause speaks of, and would have
//! another by a value that is none of them. Where some term is told apart from nothing, that value would be judged
//! as this term is, and there is nothing to tell.

use crate::analysis::space::{Space, Stop};
use crate::analysis::witness;
use crate::judge::exact::{Budget, Diagram, RULINGS};
use crate::judge::{Case, FactName, Knowledge, Support};
use crate::problem::Problem;
use crate::problem::finding::{Because, Finding};
use crate::program::{DomainId, Extent, FactId, Place, Program, Ruling, SetTest, Test, Type};

use super::Look;

/// Tells of each closed taxonomy, of the first fact with such a verdict.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    let program = look.program;
    for domain in exhausted(program) {
        let facts: Vec<FactId> = (0..program.facts.len())
            .map(|number| FactId(number as u32))
            .filter(|fact| program.fact(*fact).ty == Type::Member(domain))
            .filter(|fact| unnamed(program, domain, Place::Fact(*fact)).is_none())
            .collect();
        let taxonomy = &program.domain(domain).name;
        if facts.is_empty()
            || look.told.iter().any(|told| rests_on_closed(told, taxonomy))
            || is_shown(look, domain)
        {
            continue;
        }
        let wide = look.ground.with_open(domain);
        let mut wide = wide.space(Budget::PROOF)?;
        for fact in facts {
            if let Some(found) = found(look, &mut wide, domain, fact)? {
                look.tell(found);
                break;
            }
        }
    }
    Ok(())
}

/// The closed taxonomies of which some condition speaks so that no named term is judged as one not named would be:
/// where there is none, opening a taxonomy changes nothing.
pub fn exhausted(program: &Program) -> Vec<DomainId> {
    let domains = (0..program.domains.len()).map(|number| DomainId(number as u32));
    let domains = domains.filter(|domain| program.domain(*domain).extent == Extent::Closed);
    let mut places: Vec<Place> = program.atoms.iter().map(|atom| atom.place).collect();
    places.sort_unstable();
    places.dedup();
    let of = |domain: DomainId, place: &Place| {
        let declared = match place {
            Place::Fact(fact) => program.fact(*fact),
            Place::Element(list, attribute) => &program.list(*list).attributes[attribute.0 as usize],
        };
        declared.ty == Type::Member(domain) || declared.ty == Type::Set(domain)
    };
    let is_exhausted = |domain: &DomainId| {
        let mut places = places.iter().filter(|place| of(*domain, place));
        places.any(|place| unnamed(program, *domain, *place).is_none())
    };
    domains.filter(is_exhausted).collect()
}

/// A named term that is told apart from no value that is none of the terms.
fn unnamed(program: &Program, domain: DomainId, place: Place) -> Option<usize> {
    let none = program.domain(domain).none_of_them().0 as usize;
    let mut named = program.domain(domain).nothing();
    for atom in &program.atoms {
        let is_compared = matches!(&atom.test, Test::Against(against) if against.other == place);
        match &atom.test {
            Test::OneOf(these) | Test::Set(SetTest::Includes(these) | SetTest::Only(these))
                if atom.place == place =>
            {
                // What speaks of the values that are no term tells those apart which it leaves out.
                match these.contains(none) {
                    false => named.union_with(these),
                    true => named.extend((0..none).filter(|term| !these.contains(*term))),
                }
            }
            _ if atom.place == place || is_compared => named.insert_range(..),
            _ => {}
        }
    }
    (0..program.domain(domain).terms.len()).find(|term| !named.contains(*term))
}

/// Whether a proof that was told names the taxonomy already.
fn rests_on_closed(told: &Problem, taxonomy: &str) -> bool {
    let Problem::Finding(finding) = told else { return false };
    let closed =
        |because: &Because| matches!(because, Because::Closed { taxonomy: of, .. } if of == taxonomy);
    finding.rests_on().is_some_and(|because| because.iter().any(closed))
}

/// Whether the case book decides a case by such a verdict.
fn is_shown(look: &Look, domain: DomainId) -> bool {
    let own = look.book.iter().filter(|(version, _)| std::ptr::eq(*version, look.program));
    own.map(|(_, case)| case).any(|case| rests_on(look, case, domain).is_some())
}

/// The verdict on a case, where that rests on the taxonomy being closed.
fn rests_on(look: &Look, case: &Case, domain: DomainId) -> Option<Ruling> {
    let verdict = look.judge.decide(case).ok()?;
    verdict.rests_on.contains(&Support::Closed(domain)).then_some(verdict.ruling)
}

fn found(look: &mut Look, wide: &mut Space, domain: DomainId, fact: FactId) -> Result<Option<Finding>, Stop> {
    let program = look.program;
    let name = FactName::Fact(fact);
    let others = others_named(wide, domain, fact)?;
    let none = wide.exact().fact(name, &is_none(program, domain))?;
    let named = wide.without(others, none)?;
    let none = wide.both(others, none)?;
    let possible = wide.exact().whatever(name, named)?;
    for ruling in RULINGS {
        let Some(holds) = wide.outcome().ruling(ruling) else { continue };
        let otherwise = wide.without(named, holds)?;
        let otherwise = wide.exact().whatever(name, otherwise)?;
        let all_so = wide.without(possible, otherwise)?;
        for other in RULINGS.into_iter().filter(|other| *other != ruling) {
            let Some(there) = wide.outcome().ruling(other) else { continue };
            let beyond = wide.both(none, there)?;
            let beyond = wide.exact().whatever(name, beyond)?;
            let cases = wide.both(all_so, beyond)?;
            if cases == Diagram::NO {
                continue;
            }
            let Some(mut case) = wide.described(cases) else { return Err(Stop::Spent) };
            // Where it is compared with others, one of its values was named with theirs; any will do.
            case.facts[fact.0 as usize].knowledge = Knowledge::Unstated;
            if rests_on(look, &case, domain) != Some(ruling) {
                return Err(Stop::Disagreement(Box::new(case)));
            }
            let taxonomy = program.domain(domain);
            let title = format!("Whatever {} is", program.fact(fact).name);
            return Ok(Some(Finding::OnlyBecauseClosed {
                taxonomy: taxonomy.name.to_string(),
                fact: program.fact(fact).name.to_string(),
                span: taxonomy.span.unwrap_or(program.policy.span),
                verdict: ruling.words(),
                otherwise: other.words(),
                case: witness::scenario(&look.judge, &case, &title),
            }));
        }
    }
    Ok(None)
}

/// The possible cases in which every other value of the taxonomy is one of its terms.
fn others_named(wide: &mut Space, domain: DomainId, but: FactId) -> Result<Diagram, Stop> {
    let program = wide.program();
    let mut named = wide.world();
    for (number, fact) in program.facts.iter().enumerate() {
        let id = FactId(number as u32);
        let test = match fact.ty {
            Type::Member(of) if of == domain && id != but => is_none(program, domain),
            Type::Set(of) if of == domain => {
                let Test::OneOf(none) = is_none(program, domain) else { continue };
                Test::Set(SetTest::Includes(none))
            }
            _ => continue,
        };
        let none = wide.exact().fact(FactName::Fact(id), &test)?;
        named = wide.without(named, none)?;
    }
    for (number, list) in program.lists.iter().enumerate() {
        let of_domain = |ty: Type| ty == Type::Member(domain) || ty == Type::Set(domain);
        if list.attributes.iter().any(|attribute| of_domain(attribute.ty)) {
            let empty = wide.empty(crate::program::ListId(number as u32))?;
            named = wide.both(named, empty)?;
        }
    }
    Ok(named)
}

fn is_none(program: &Program, domain: DomainId) -> Test {
    let mut none = program.domain(domain).nothing();
    none.insert(program.domain(domain).none_of_them().0 as usize);
    Test::OneOf(none)
}
