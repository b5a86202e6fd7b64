//! What became of policies from one state of their texts to the next: which states decide otherwise than the one
//! before, and how.
//!
//! States are given the earlier first. One with an error decides nothing, so the next is held to the last that had
//! none. Each pair is compared once, however often it comes, and as many at a time as the machine has hands.

mod amended;
pub mod clause;
pub mod scenario;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::casebook::book::Casebook;
use crate::model::{Library, Version};
use crate::problem::{Problem, Severity, Tell, Telling};
use crate::source::Sources;
use crate::syntax::imports::{Found, follow};

use super::pairs::Place;
use super::{Pair, Pairs, Text, compare};
pub use amended::{Amended, How, Ways};

/// The texts of policies in one state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Texts {
    pub files: Vec<Written>,
    /// Why one of them cannot be read.
    pub unreadable: Option<String>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Written {
    pub name: String,
    pub text: Arc<str>,
    /// Nobody asked about it; others bring it in.
    pub beside: bool,
}

/// What a state is, beside the one before it.
#[derive(Debug, Clone, PartialEq)]
pub enum Became {
    /// No state before it can be read.
    First,
    /// Every case is judged as before, which was proved.
    Same,
    Otherwise(Vec<Amended>),
    /// It has an error, of which this is the first, at this place.
    Faulty {
        message: String,
        place: Option<String>,
    },
}

/// A state read and understood.
struct Moment {
    sources: Sources,
    library: Library,
    no_cases: Casebook,
    fault: Option<Fault>,
}

/// The first error of a state.
struct Fault {
    message: String,
    place: Option<String>,
}

/// Told each time a state was gone through.
pub type Done<'d> = &'d (dyn Fn() + Sync);

/// What became of each state. States of one number are the same.
pub fn history(states: &[Texts], order: &[usize], done: Done) -> Vec<Became> {
    let known: Mutex<HashMap<(Option<usize>, usize), Became>> = Mutex::new(HashMap::new());
    in_shares(order.len(), |share| {
        let mut before = last_sound(states, &order[..share.start]);
        let became = share.map(|at| {
            let state = order[at];
            let pair = (before.as_ref().map(|(state, _)| *state), state);
            done();
            if pair.0 == Some(state) {
                return Became::Same;
            }
            let now = Moment::of(&states[state]);
            let again = known.lock().unwrap_or_else(PoisonError::into_inner).get(&pair).cloned();
            let became = again.unwrap_or_else(|| became(before.as_ref().map(|(_, moment)| moment), &now));
            known.lock().unwrap_or_else(PoisonError::into_inner).insert(pair, became.clone());
            if now.is_sound() {
                before = Some((state, now));
            }
            became
        });
        became.collect()
    })
}

/// The last of these states that has no error.
fn last_sound(states: &[Texts], order: &[usize]) -> Option<(usize, Moment)> {
    order
        .iter()
        .rev()
        .map(|state| (*state, Moment::of(&states[*state])))
        .find(|(_, moment)| moment.is_sound())
}

fn became(before: Option<&Moment>, now: &Moment) -> Became {
    if let Some(Fault { message, place }) = &now.fault {
        return Became::Faulty { message: message.clone(), place: place.clone() };
    }
    let Some(before) = before else { return Became::First };
    let pairs = Pairs::of(&before.library, &now.library);
    let mut amended: Vec<Amended> = Vec::new();
    for (policy, gone) in &pairs.alone {
        let how = if *gone { How::Gone } else { How::New };
        let library = if *gone { &before.library } else { &now.library };
        let newest = library.versions_of(policy).last().map(|id| library.version(*id));
        let version = newest.and_then(|it| it.program.policy.version.as_deref()).map(str::to_owned);
        amended.push(Amended { policy: policy.clone(), version, how });
    }
    for pair in pairs.pairs {
        if !is_written_alike(before, now, pair) {
            let (old, new) = texts(before, now, pair);
            amended.extend(Amended::of(&compare(old, new, Vec::new())));
        }
    }
    if amended.is_empty() { Became::Same } else { Became::Otherwise(amended) }
}

/// The two sides of a pair. Of case books nothing is asked.
fn texts<'m>(before: &'m Moment, now: &'m Moment, pair: Pair) -> (Text<'m>, Text<'m>) {
    let text = |Place { in_old, version }: Place| {
        let Moment { sources, library, no_cases, .. } = if in_old { before } else { now };
        Text { sources, library, version, book: no_cases }
    };
    (text(pair.old), text(pair.new))
}

/// Whether the two stand in one and the same text, with all that could be brought in one and the same too: then
/// there is nothing to compare.
fn is_written_alike(before: &Moment, now: &Moment, pair: Pair) -> bool {
    if !pair.old.in_old {
        return false;
    }
    let old = before.library.version(pair.old.version);
    let new = now.library.version(pair.new.version);
    let text = |moment: &'_ Moment, version: &Version| {
        let file = moment.sources.file(version.file);
        (file.name.clone(), file.text.clone())
    };
    let others = |moment: &Moment| -> Vec<(String, String)> {
        let policies = |id| moment.library.versions.iter().any(|version| version.file == id);
        let files = moment.sources.iter().filter(|(id, _)| !policies(*id));
        files.map(|(_, file)| (file.name.clone(), file.text.clone())).collect()
    };
    old.program.policy.version == new.program.policy.version
        && text(before, old) == text(now, new)
        && others(before) == others(now)
}

impl Moment {
    fn of(texts: &Texts) -> Moment {
        let mut sources = Sources::default();
        for file in &texts.files {
            match file.beside {
                false => sources.add(file.name.clone(), &*file.text),
                true => sources.add_beside(file.name.clone(), &*file.text),
            };
        }
        // All that is there was given; what is not is told by whoever brings it in.
        let nowhere = |near: Vec<String>| Found::Refused(crate::source::Refusal::NotThere { near });
        follow(&mut sources, |_, _, _| nowhere(Vec::new()));
        let (library, problems) = Library::load(&sources);
        let unreadable = texts.unreadable.clone().map(|message| Fault { message, place: None });
        let error = problems.iter().find(|problem| problem.severity() == Severity::Error);
        let fault = unreadable.or_else(|| error.map(|problem| Fault::of(problem, &sources)));
        Moment { sources, library, no_cases: Casebook::default(), fault }
    }

    fn is_sound(&self) -> bool {
        self.fault.is_none()
    }
}

impl Fault {
    fn of(problem: &Problem, sources: &Sources) -> Fault {
        let Telling { message, labels, .. } = problem.tell();
        let place = labels.first().map(|label| {
            let place = sources.position(label.span);
            format!("{}:{place}", sources.file(label.span.file).name)
        });
        Fault { message, place }
    }
}

/// Does the work of each share of `all` at the same time, and puts what came in its order.
fn in_shares<T: Send>(all: usize, work: impl Fn(Range<usize>) -> Vec<T> + Sync) -> Vec<T> {
    let hands = thread::available_parallelism().map_or(1, usize::from);
    let share = all.div_ceil(hands).max(1);
    thread::scope(|scope| {
        let work = &work;
        let starts = (0..all).step_by(share);
        let shares: Vec<_> =
            starts.map(|start| scope.spawn(move || work(start..all.min(start + share)))).collect();
        let came =
            shares.into_iter().map(|it| it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        came.flatten().collect()
    })
}
