//! The facts, lists and taxonomies of two versions, matched by their names.

use std::collections::HashMap;
use std::sync::Arc;

use crate::program::{
    ACTIONS, AttributeId, COUNTRIES, ClauseId, Domain, DomainId, Extent, Fact, FactId, List, ListId, Member,
    Program, Role, Term, Type, Value,
};

use super::Matching;

/// The vocabulary of both, and where each version's own is in it.
pub struct Vocabulary {
    pub domains: Vec<Domain>,
    pub facts: Vec<Fact>,
    pub lists: Vec<List>,
    pub old: Places,
    pub new: Places,
    pub twofold: Vec<Twofold>,
}

/// Where one version's vocabulary is in that of both.
#[derive(Debug, Clone, Default)]
pub struct Places {
    pub domains: Vec<(DomainId, Vec<Member>)>,
    pub facts: Vec<FactId>,
    pub lists: Vec<(ListId, Vec<AttributeId>)>,
}

/// A part of the vocabulary that the two versions do not share.
#[derive(Debug, Clone, PartialEq)]
pub enum Twofold {
    /// A fact, list or attribute that only one version knows.
    Only { name: String, old: bool },
    /// A term that only one version names; the other takes it for none of its terms.
    Term { taxonomy: String, term: String, old: bool },
    /// A fact of another type in each: they are two facts.
    Type { name: String },
    /// A taxonomy that is open in one version only.
    Extent { taxonomy: String, old: bool },
}

/// What is said of a fact of the old version where the new one has another of its name.
const BEFORE: &str = " of the old version";

impl Vocabulary {
    pub fn of(old: &Program, new: &Program, matching: &Matching) -> Vocabulary {
        let names = Names::of(old, new, matching);
        let mut vocabulary = Vocabulary {
            domains: Vec::new(),
            facts: Vec::new(),
            lists: Vec::new(),
            old: Places::default(),
            new: Places::default(),
            twofold: Vec::new(),
        };
        vocabulary.domains(old, new, &names);
        vocabulary.facts(old, new, &names);
        vocabulary.lists(old, new, &names);
        vocabulary
    }

    fn domains(&mut self, old: &Program, new: &Program, names: &Names) {
        let partners = domain_partners(old, new, names);
        for domain in &new.domains {
            self.domains.push(domain.clone());
        }
        for (number, domain) in old.domains.iter().enumerate() {
            let id = match partners.get(&number) {
                Some(&partner) => DomainId(partner as u32),
                None => {
                    self.domains.push(domain.clone());
                    self.old.domains.push((
                        DomainId(self.domains.len() as u32 - 1),
                        (0..=domain.terms.len() as u32).map(Member).collect(),
                    ));
                    continue;
                }
            };
            let members = self.unite(id, domain, names);
            self.old.domains.push((id, members));
        }
        for (number, domain) in new.domains.iter().enumerate() {
            let id = DomainId(number as u32);
            let mut members: Vec<Member> = (0..domain.terms.len() as u32).map(Member).collect();
            members.push(self.domains[number].none_of_them());
            self.new.domains.push((id, members));
        }
    }

    /// Unites a taxonomy of the old version with the one it is matched with; gives its members there.
    fn unite(&mut self, id: DomainId, old: &Domain, names: &Names) -> Vec<Member> {
        let known = self.domains[id.0 as usize].terms.len();
        let taxonomy = self.domains[id.0 as usize].name.to_string();
        let mut by_name: HashMap<Arc<str>, usize> = HashMap::new();
        for (place, term) in self.domains[id.0 as usize].terms.iter().enumerate() {
            by_name.insert(term.name.clone(), place);
        }
        let mut members = Vec::new();
        let mut met = vec![false; known];
        let mut added: Vec<Term> = Vec::new();
        for term in old.terms.iter() {
            let name = names.term(&old.name, &term.name);
            match by_name.get(&name) {
                Some(&place) => {
                    members.push(Member(place as u32));
                    met[place] = true;
                }
                None => {
                    members.push(Member((known + added.len()) as u32));
                    added.push(Term { name, ..term.clone() });
                }
            }
        }
        if id != COUNTRIES {
            let one_side = |term: &Term, old: bool| Twofold::Term {
                taxonomy: taxonomy.clone(),
                term: term.name.to_string(),
                old,
            };
            let lacking = met.iter().enumerate().filter(|(_, met)| !**met);
            let lacking: Vec<Twofold> = lacking
                .map(|(place, _)| one_side(&self.domains[id.0 as usize].terms[place], false))
                .collect();
            self.twofold.extend(lacking);
            self.twofold.extend(added.iter().map(|term| one_side(term, true)));
        }
        let domain = &mut self.domains[id.0 as usize];
        if (domain.extent == Extent::Open) != (old.extent == Extent::Open) {
            self.twofold.push(Twofold::Extent { taxonomy, old: old.extent == Extent::Open });
            domain.extent = Extent::Open;
        }
        let terms = Arc::make_mut(&mut domain.terms);
        terms.extend(added);
        members.push(Member(terms.len() as u32));
        let long = terms.len() + 1;
        for term in terms.iter_mut() {
            term.kinds.grow(long);
        }
        for (place, term) in old.terms.iter().enumerate() {
            let kinds: Vec<usize> = term.kinds.ones().map(|kind| members[kind].0 as usize).collect();
            let mine = &mut terms[members[place].0 as usize].kinds;
            if members[place].0 as usize >= known {
                mine.clear();
            }
            mine.extend(kinds);
        }
        members
    }

    fn facts(&mut self, old: &Program, new: &Program, names: &Names) {
        self.facts = new.facts.clone();
        self.new.facts = (0..new.facts.len() as u32).map(FactId).collect();
        let by_name: HashMap<Arc<str>, usize> =
            new.facts.iter().enumerate().map(|(place, fact)| (fact.name.clone(), place)).collect();
        let mut met = vec![false; new.facts.len()];
        let base = self.after_new(new);
        for (number, fact) in old.facts.iter().enumerate() {
            let name = names.fact(FactId(number as u32), &fact.name);
            let fact = self.of_old(fact, base);
            match by_name.get(&name) {
                Some(&place) if self.facts[place].ty == fact.ty => {
                    met[place] = true;
                    let mine = &mut self.facts[place];
                    mine.presumed = mine.presumed.take().or(fact.presumed);
                    self.old.facts.push(FactId(place as u32));
                }
                twofold => {
                    let name = match twofold {
                        Some(_) => {
                            self.twofold.push(Twofold::Type { name: name.to_string() });
                            format!("{name}{BEFORE}").into()
                        }
                        None => {
                            self.twofold.push(Twofold::Only { name: name.to_string(), old: true });
                            name
                        }
                    };
                    self.old.facts.push(FactId(self.facts.len() as u32));
                    self.facts.push(Fact { name, ..fact });
                }
            }
        }
        for (fact, _) in new.facts.iter().zip(met).filter(|(_, met)| !met) {
            let name = fact.name.to_string();
            if !self.twofold.contains(&Twofold::Type { name: name.clone() }) {
                self.twofold.push(Twofold::Only { name, old: false });
            }
        }
    }

    fn lists(&mut self, old: &Program, new: &Program, names: &Names) {
        self.lists = new.lists.clone();
        let attributes = |list: &List| (0..list.attributes.len() as u32).map(AttributeId).collect();
        self.new.lists = new
            .lists
            .iter()
            .enumerate()
            .map(|(number, list)| (ListId(number as u32), attributes(list)))
            .collect();
        let base = self.after_new(new);
        for list in &old.lists {
            let own: Vec<Fact> =
                list.attributes.iter().map(|attribute| self.of_old(attribute, base)).collect();
            let name = names.list(&list.name);
            let Some(place) = new.lists.iter().position(|it| it.name == name) else {
                self.twofold.push(Twofold::Only { name: name.to_string(), old: true });
                self.old.lists.push((ListId(self.lists.len() as u32), attributes(list)));
                self.lists.push(List { name, attributes: own, order: base + list.order, ..list.clone() });
                continue;
            };
            let mut places = Vec::new();
            for attribute in own {
                let name = names.attribute(&list.name, &attribute.name);
                let path = format!("{}.{name}", self.lists[place].name);
                let there = self.lists[place].attributes.iter().position(|it| it.name == name);
                match there {
                    Some(at) if self.lists[place].attributes[at].ty == attribute.ty => {
                        let mine = &mut self.lists[place].attributes[at];
                        mine.presumed = mine.presumed.take().or(attribute.presumed);
                        places.push(AttributeId(at as u32));
                    }
                    twofold => {
                        let name = match twofold {
                            Some(_) => {
                                self.twofold.push(Twofold::Type { name: path });
                                format!("{name}{BEFORE}").into()
                            }
                            None => {
                                self.twofold.push(Twofold::Only { name: path, old: true });
                                name
                            }
                        };
                        let list = &mut self.lists[place];
                        places.push(AttributeId(list.attributes.len() as u32));
                        list.attributes.push(Fact { name, ..attribute });
                    }
                }
            }
            for (at, attribute) in new.lists[place].attributes.iter().enumerate() {
                let path = format!("{}.{}", new.lists[place].name, attribute.name);
                if !places.contains(&AttributeId(at as u32))
                    && !self.twofold.contains(&Twofold::Type { name: path.clone() })
                {
                    self.twofold.push(Twofold::Only { name: path, old: false });
                }
            }
            self.old.lists.push((ListId(place as u32), places));
        }
        for list in &new.lists {
            if !old.lists.iter().any(|it| names.list(&it.name) == list.name) {
                self.twofold.push(Twofold::Only { name: list.name.to_string(), old: false });
            }
        }
    }

    /// A fact of the old version, its type and its presumption in the members of both.
    fn of_old(&self, fact: &Fact, base: u32) -> Fact {
        let domain = |domain: DomainId| self.old.domains[domain.0 as usize].0;
        let ty = match fact.ty {
            Type::Member(of) => Type::Member(domain(of)),
            Type::Set(of) => Type::Set(domain(of)),
            other => other,
        };
        let presumed = fact.presumed.as_ref().map(|value| match (fact.ty, value) {
            (Type::Member(of), Value::Member(member)) => {
                Value::Member(self.old.domains[of.0 as usize].1[member.0 as usize])
            }
            (Type::Set(of), Value::Set(members)) => {
                let to = &self.old.domains[of.0 as usize].1;
                let mut members: Vec<Member> = members.iter().map(|member| to[member.0 as usize]).collect();
                members.sort_unstable();
                Value::Set(members.into())
            }
            _ => value.clone(),
        });
        Fact { ty, presumed, order: base.saturating_add(fact.order), ..fact.clone() }
    }

    /// A place in the text's order after everything of the new version.
    fn after_new(&self, new: &Program) -> u32 {
        let facts = new.facts.iter().map(|fact| fact.order);
        facts.chain(new.lists.iter().map(|list| list.order)).max().unwrap_or(0).saturating_add(1)
    }
}

/// For each taxonomy of the old version, the one of the new that it is: by its name, and failing that, because a
/// fact of one name is of it in each.
fn domain_partners(old: &Program, new: &Program, names: &Names) -> HashMap<usize, usize> {
    let mut partners: HashMap<usize, usize> =
        [COUNTRIES, ACTIONS].into_iter().map(|id| (id.0 as usize, id.0 as usize)).collect();
    for (number, domain) in old.domains.iter().enumerate().skip(2) {
        let name = names.taxonomy(&domain.name);
        let partner = new.domains.iter().skip(2).position(|it| it.name == name);
        partners.extend(partner.map(|partner| (number, partner + 2)));
    }
    let mut types: HashMap<String, Type> =
        new.facts.iter().map(|fact| (fact.name.to_string(), fact.ty)).collect();
    for list in &new.lists {
        types.extend(list.attributes.iter().map(|it| (format!("{}.{}", list.name, it.name), it.ty)));
    }
    let facts = old.facts.iter().enumerate();
    let facts =
        facts.map(|(number, fact)| (names.fact(FactId(number as u32), &fact.name).to_string(), fact.ty));
    let attributes = old.lists.iter().flat_map(|list| {
        let of = names.list(&list.name);
        list.attributes
            .iter()
            .map(move |it| (format!("{of}.{}", names.attribute(&list.name, &it.name)), it.ty))
    });
    for (name, ty) in facts.chain(attributes) {
        let (one, other) = match (ty, types.get(&name)) {
            (Type::Member(one), Some(Type::Member(other))) => (one, other),
            (Type::Set(one), Some(Type::Set(other))) => (one, other),
            _ => continue,
        };
        let (one, other) = (one.0 as usize, other.0 as usize);
        if !partners.contains_key(&one) && !partners.values().any(|it| *it == other) {
            partners.insert(one, other);
        }
    }
    partners
}

/// Everything that [`Matching::names`] can name in a version.
pub fn names(program: &Program) -> Vec<String> {
    let facts = program.facts.iter().skip(2).map(|fact| fact.name.to_string());
    let lists = program.lists.iter().flat_map(|list| {
        let attributes = list.attributes.iter().map(|it| format!("{}.{}", list.name, it.name));
        std::iter::once(list.name.to_string()).chain(attributes)
    });
    let taxonomies = program.domains.iter().skip(1).flat_map(|domain| {
        let terms = domain.terms.iter().map(|term| format!("{}.{}", domain.name, term.name));
        std::iter::once(domain.name.to_string()).chain(terms)
    });
    facts.chain(lists).chain(taxonomies).collect()
}

/// What each name of the old version is called in the new one.
struct Names {
    renamed: HashMap<String, Arc<str>>,
    /// Whether a duty is kept, by the clause that its own has become.
    kept: HashMap<FactId, Arc<str>>,
}

impl Names {
    fn of(old: &Program, new: &Program, matching: &Matching) -> Names {
        let renamed =
            matching.names.iter().map(|(one, other)| (one.clone(), other.as_str().into())).collect();
        let became: HashMap<ClauseId, ClauseId> = matching.clauses.iter().copied().collect();
        let duty = |program: &Program, clause: ClauseId| {
            program.clause(clause).units.iter().find_map(|unit| match program.unit(*unit).role {
                Role::Duty { kept, .. } => Some(kept),
                _ => None,
            })
        };
        let mut kept = HashMap::new();
        for number in 0..old.clauses.len() as u32 {
            let Some(own) = duty(old, ClauseId(number)) else { continue };
            let there = became.get(&ClauseId(number)).and_then(|clause| duty(new, *clause));
            let name = match there {
                Some(there) => new.fact(there).name.clone(),
                None => {
                    let name = old.fact(own).name.clone();
                    match new.facts.iter().any(|fact| fact.name == name) {
                        true => format!("{}{BEFORE} is kept", name.trim_end_matches(" is kept")).into(),
                        false => name,
                    }
                }
            };
            kept.insert(own, name);
        }
        Names { renamed, kept }
    }

    fn fact(&self, id: FactId, name: &Arc<str>) -> Arc<str> {
        self.kept.get(&id).cloned().unwrap_or_else(|| self.name(name))
    }

    fn list(&self, name: &Arc<str>) -> Arc<str> {
        self.name(name)
    }

    fn taxonomy(&self, name: &Arc<str>) -> Arc<str> {
        self.name(name)
    }

    /// The last part of what a path is called now.
    fn attribute(&self, list: &str, name: &Arc<str>) -> Arc<str> {
        self.part(list, name)
    }

    fn term(&self, taxonomy: &str, name: &Arc<str>) -> Arc<str> {
        self.part(taxonomy, name)
    }

    fn part(&self, of: &str, name: &Arc<str>) -> Arc<str> {
        match self.renamed.get(&format!("{of}.{name}")) {
            Some(path) => path.rsplit('.').next().unwrap_or(path).into(),
            None => name.clone(),
        }
    }

    fn name(&self, name: &Arc<str>) -> Arc<str> {
        self.renamed.get(&**name).cloned().unwrap_or_else(|| name.clone())
    }
}
