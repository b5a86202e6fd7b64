//! When a clause or a policy applies: the law's own words for it, kept apart for telling, and the days they come to.

use serde::{Deserialize, Serialize};

use super::{Measure, calendar};

/// Ranges of days, both ends in, ascending and apart.
pub type Days = Vec<(i128, i128)>;

/// What is written of the time of a clause or of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// Every day, where nothing is said.
    pub in_force: Days,
    /// The days on which it is applied; `None` where that is as long as it is in force.
    pub applicable: Option<Days>,
    pub suspended: Days,
    /// The first day on which it is repealed.
    pub repealed: Option<i128>,
}

/// How something stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Applies,
    NotInForce,
    /// In force, and not applied on that day.
    NotApplicable,
    /// Suspended, from its first day until its last.
    Suspended(i128, i128),
    /// Repealed from this day on.
    Repealed(i128),
}

impl Default for Validity {
    fn default() -> Validity {
        Validity {
            in_force: vec![Measure::Date.range()],
            applicable: None,
            suspended: Vec::new(),
            repealed: None,
        }
    }
}

impl Validity {
    /// The days on which it applies: in force and applicable, neither suspended nor repealed.
    pub fn days(&self) -> Days {
        let mut days = self.in_force.clone();
        if let Some(applicable) = &self.applicable {
            days = shared(&days, applicable);
        }
        if let Some(first) = self.repealed {
            days = without(&days, &[(first, calendar::LAST_DAY)]);
        }
        without(&days, &self.suspended)
    }

    /// How it stands on a day.
    pub fn standing(&self, day: i128) -> Standing {
        let holds = |days: &[(i128, i128)]| days.iter().any(|(from, until)| (*from..=*until).contains(&day));
        let suspended = self.suspended.iter().find(|(from, until)| (*from..=*until).contains(&day));
        match (self.repealed, suspended) {
            (Some(first), _) if first <= day => Standing::Repealed(first),
            _ if !holds(&self.in_force) => Standing::NotInForce,
            _ if self.applicable.as_ref().is_some_and(|days| !holds(days)) => Standing::NotApplicable,
            (_, Some((from, until))) => Standing::Suspended(*from, *until),
            _ => Standing::Applies,
        }
    }
}

/// The days that are among both.
pub fn shared(one: &[(i128, i128)], other: &[(i128, i128)]) -> Days {
    let pairs = one.iter().flat_map(|here| other.iter().map(move |there| (here, there)));
    let both = pairs.map(|((a, b), (c, d))| (*a.max(c), *b.min(d)));
    let mut both: Days = both.filter(|(from, until)| from <= until).collect();
    both.sort_unstable();
    both
}

/// The days of the first that are not among the others.
pub fn without(days: &[(i128, i128)], others: &[(i128, i128)]) -> Days {
    let mut left = days.to_vec();
    for (from, until) in others {
        let around = left
            .iter()
            .flat_map(|(first, last)| [(*first, *last.min(&(from - 1))), (*first.max(&(until + 1)), *last)]);
        left = around.filter(|(first, last)| first <= last).collect();
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_stands_as_its_words_say() {
        let validity = Validity {
            in_force: vec![(10, 99)],
            applicable: Some(vec![(20, 99)]),
            suspended: vec![(30, 39)],
            repealed: Some(50),
        };
        for day in 0..110 {
            let applies = validity.days().iter().any(|(from, until)| (*from..=*until).contains(&day));
            assert_eq!(applies, validity.standing(day) == Standing::Applies, "day {day}");
        }
        assert_eq!(validity.days(), vec![(20, 29), (40, 49)]);
        assert_eq!(validity.standing(9), Standing::NotInForce);
        assert_eq!(validity.standing(19), Standing::NotApplicable);
        assert_eq!(validity.standing(39), Standing::Suspended(30, 39));
        assert_eq!(validity.standing(99), Standing::Repealed(50));
    }
}
