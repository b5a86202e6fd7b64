//! Named lists: who is on them, through other lists too, and on which days.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::problem::advice::Advice;
use crate::problem::clause::ClauseProblem;
use crate::problem::name::NameProblem;
use crate::problem::value::ValueProblem;
use crate::program::{DomainId, Measure, Member, Type};
use crate::source::Span;
use crate::syntax::tree::{self, ItemKind, Name, Tree};

use super::literal;
use super::names::Declared;
use super::period;
use super::vocabulary::Declaring;

/// A named list with everything it takes in, narrower terms included.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NamedList {
    pub domain: DomainId,
    /// Every day in one stretch, ascending.
    pub stretches: Vec<Stretch>,
}

/// Days on which a list has the same members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// Both ends in.
    pub days: (i128, i128),
    pub members: FixedBitSet,
}

impl NamedList {
    /// A list that has only these members, on every day.
    pub fn of(domain: DomainId, members: FixedBitSet) -> NamedList {
        NamedList { domain, stretches: vec![Stretch { days: Measure::Date.range(), members }] }
    }

    /// Takes members in for some days.
    pub fn add(&mut self, days: (i128, i128), members: &FixedBitSet) {
        let mut stretches: Vec<Stretch> = Vec::new();
        for stretch in std::mem::take(&mut self.stretches) {
            let (from, until) = stretch.days;
            let meets = (days.0.max(from), days.1.min(until));
            let pieces = [((from, meets.0 - 1), false), (meets, true), ((meets.1 + 1, until), false)];
            let pieces = if meets.0 > meets.1 { &[((from, until), false)][..] } else { &pieces[..] };
            for (days, taken_in) in pieces.iter().filter(|(days, _)| days.0 <= days.1) {
                let mut own = stretch.members.clone();
                if *taken_in {
                    own.union_with(members);
                }
                match stretches.last_mut() {
                    Some(last) if last.members == own => last.days.1 = days.1,
                    _ => stretches.push(Stretch { days: *days, members: own }),
                }
            }
        }
        self.stretches = stretches;
    }

    /// Takes in, for some days, what another list has on each of them.
    pub fn take_in(&mut self, days: (i128, i128), other: &NamedList) {
        for stretch in &other.stretches {
            let both = (days.0.max(stretch.days.0), days.1.min(stretch.days.1));
            if both.0 <= both.1 {
                self.add(both, &stretch.members);
            }
        }
    }

    /// Whether something is on it on any day.
    pub fn ever_has(&self, member: usize) -> bool {
        self.stretches.iter().any(|stretch| stretch.members.contains(member))
    }

    /// Whether all of these are on it on all of these days.
    fn has_all(&self, days: (i128, i128), other: &NamedList) -> bool {
        let mut more = self.clone();
        more.take_in(days, other);
        more.stretches == self.stretches
    }
}

impl Declaring {
    /// Named lists in any order, since one may take in another; a circle is told.
    pub(super) fn named_lists(&mut self, tree: &Tree) {
        let mut written: Vec<&tree::NamedList> = Vec::new();
        for item in &tree.items {
            if let ItemKind::List(list) = &item.kind
                && !self.taken("list", &list.name)
                && !written.iter().any(|other| {
                    let twice = other.name.text == list.name.text;
                    if twice {
                        self.problems.push(
                            NameProblem::DeclaredTwice {
                                what: "list",
                                name: list.name.text.to_string(),
                                again: list.name.span,
                                first: other.name.span,
                            }
                            .into(),
                        );
                    }
                    twice
                })
            {
                written.push(list);
            }
        }
        // Each round tells one circle and takes it out, so that the lists outside it keep their meaning.
        while let Err(circle) = self.lists_in_order(&written) {
            let in_circle: Vec<usize> = circle.iter().map(|(i, _)| *i).collect();
            let steps =
                circle.into_iter().map(|(i, span)| (format!("`{}`", written[i].name.text), span)).collect();
            self.tell(ClauseProblem::CircleOfLists { steps });
            for i in &in_circle {
                self.empty_list(written[*i]);
            }
            let mut number = 0..;
            written.retain(|_| number.next().is_none_or(|i| !in_circle.contains(&i)));
        }
    }

    /// Declares these lists, each after those that it takes in; or gives the circle that prevents it.
    fn lists_in_order(&mut self, written: &[&tree::NamedList]) -> Result<(), Vec<(usize, Span)>> {
        let by_name: FxHashMap<&str, usize> =
            written.iter().enumerate().map(|(i, list)| (&*list.name.text, i)).collect();
        let rests_on = |i: usize| -> Vec<(usize, Span)> {
            let changed = written[i].changes.iter().flat_map(|change| &change.members);
            written[i]
                .members
                .iter()
                .chain(changed)
                .filter_map(|member| by_name.get(&*member.text).map(|on| (*on, member.span)))
                .collect()
        };
        for i in super::circles::in_order(written.len(), rests_on)? {
            self.named_list(written[i]);
        }
        Ok(())
    }

    /// Declares a list whose members cannot be told, so that its name is known where it is used.
    fn empty_list(&mut self, list: &tree::NamedList) {
        if let Some(Type::Member(domain)) = self.ty(&list.ty) {
            let members = self.vocabulary.domains[domain.0 as usize].nothing();
            let what = NamedList::of(domain, members);
            self.vocabulary
                .names
                .lists
                .insert(list.name.text.clone(), Declared { what, span: list.name.span });
        }
    }

    fn named_list(&mut self, list: &tree::NamedList) {
        let domain = match self.ty(&list.ty) {
            Some(Type::Member(domain)) => domain,
            Some(ty) => {
                let (found, _) = literal::describe(ty, &self.vocabulary.domains);
                self.tell(ValueProblem::WrongKind {
                    wanted: "`country` or the name of `terms`".to_owned(),
                    example: "`country`".to_owned(),
                    found,
                    span: list.ty.span,
                    declared: None,
                });
                return;
            }
            None => return,
        };
        let nothing = self.vocabulary.domains[domain.0 as usize].nothing();
        let mut whole = NamedList::of(domain, nothing);
        // What each name brought in, to tell the one that a later name repeats.
        let mut through: Vec<(Span, NamedList)> = Vec::new();
        let (first, last) = Measure::Date.range();
        self.members(&list.members, (first, last), &mut whole, &mut through);
        for change in &list.changes {
            if let Some((from, until)) = period::days(&change.period, &mut self.problems) {
                let days = (from.unwrap_or(first), until.unwrap_or(last));
                self.members(&change.members, days, &mut whole, &mut through);
            }
        }
        self.vocabulary
            .names
            .lists
            .insert(list.name.text.clone(), Declared { what: whole, span: list.name.span });
    }

    /// Takes in what these names stand for, on these days.
    fn members(
        &mut self,
        names: &[Name],
        days: (i128, i128),
        whole: &mut NamedList,
        through: &mut Vec<(Span, NamedList)>,
    ) {
        for name in names {
            let taken_in = match self.taken_in(name, whole.domain) {
                Ok(taken_in) => taken_in,
                Err(problem) => {
                    self.tell(problem);
                    continue;
                }
            };
            if let Some((first, _)) = through.iter().find(|(_, other)| other.has_all(days, &taken_in)) {
                let (name, span, first) = (name.text.to_string(), name.span, *first);
                self.tell(Advice::MemberTwice { name, span, first });
            }
            whole.take_in(days, &taken_in);
            let nothing = self.vocabulary.domains[whole.domain.0 as usize].nothing();
            let mut own = NamedList::of(whole.domain, nothing);
            own.take_in(days, &taken_in);
            through.push((name.span, own));
        }
    }

    /// What a name on a list stands for: another list, or a term or country with everything of its kind.
    fn taken_in(&self, name: &Name, domain: DomainId) -> Result<NamedList, Problem> {
        let domains = &self.vocabulary.domains;
        match self.vocabulary.names.lists.get(&name.text) {
            Some(other) if other.what.domain == domain => Ok(other.what.clone()),
            Some(other) => Err(ValueProblem::DifferentKinds {
                left: format!("a list of `{}`", domains[domain.0 as usize].name),
                right: format!("`{}`, a list of `{}`", name.text, domains[other.what.domain.0 as usize].name),
                span: name.span,
            }
            .into()),
            None => {
                let Member(at) = literal::member(&name.text, name.span, domain, domains)?;
                Ok(NamedList::of(domain, domains[domain.0 as usize].terms[at as usize].kinds.clone()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::COUNTRIES;

    fn these(members: &[usize]) -> FixedBitSet {
        let mut set = FixedBitSet::with_capacity(5);
        set.extend(members.iter().copied());
        set
    }

    #[test]
    fn each_day_has_the_members_of_that_day() {
        let mut list = NamedList::of(COUNTRIES, these(&[0]));
        list.add((100, i128::MAX), &these(&[1]));
        list.add((i128::MIN, 49), &these(&[2]));
        list.add((60, 120), &these(&[3]));
        let on = |day| {
            let stretch = list.stretches.iter().find(|s| s.days.0 <= day && day <= s.days.1);
            stretch.map(|stretch| stretch.members.ones().collect::<Vec<_>>()).unwrap_or_default()
        };
        assert_eq!(on(0), [0, 2]);
        assert_eq!(on(49), [0, 2]);
        assert_eq!(on(50), [0]);
        assert_eq!(on(60), [0, 3]);
        assert_eq!(on(100), [0, 1, 3]);
        assert_eq!(on(120), [0, 1, 3]);
        assert_eq!(on(121), [0, 1]);
        let (first, last) = Measure::Date.range();
        assert_eq!((list.stretches[0].days.0, list.stretches[4].days.1), (first, last));
    }
}
