//! How the values of a place are told apart by variables.

use crate::judge::holds::{has, holds};
use crate::program::{Member, SetTest, Test, Value};

use super::diagram::{Diagram, Diagrams};

/// The variables of a place stand together: its rank, times this, and on.
pub const VARIABLES_A_PLACE: u32 = 1 << 12;

/// One of finitely many things, by the digits of its number. Numbers that would be left over stand for the
/// last, so that every assignment means something, and a condition depends on a variable of the place only
/// where it depends on the place.
#[derive(Clone, Copy, Debug)]
pub struct Digits {
    first: u32,
    digits: u32,
    count: usize,
}

impl Digits {
    pub fn new(rank: u32, count: usize) -> Digits {
        let digits = count.max(1).next_power_of_two().trailing_zeros();
        Digits { first: rank * VARIABLES_A_PLACE, digits, count }
    }

    /// The condition that it is one of those for which `is`.
    pub fn among(self, diagrams: &mut Diagrams, is: impl Fn(usize) -> bool) -> Diagram {
        if self.count == 0 {
            return Diagram::NO;
        }
        let leaf = |number: usize| if is(number.min(self.count - 1)) { Diagram::YES } else { Diagram::NO };
        let mut level: Vec<Diagram> = (0..1_usize << self.digits).map(leaf).collect();
        for digit in (0..self.digits).rev() {
            level = level.chunks(2).map(|pair| diagrams.node(self.first + digit, pair[0], pair[1])).collect();
        }
        level[0]
    }

    /// The condition that it is this one.
    pub fn is(self, diagrams: &mut Diagrams, number: usize) -> Diagram {
        if number + 1 >= self.count {
            return self.among(diagrams, |it| it == number);
        }
        (0..self.digits).rev().fold(Diagram::YES, |rest, digit| {
            let set = number >> (self.digits - 1 - digit) & 1 == 1;
            let (low, high) = if set { (Diagram::NO, rest) } else { (rest, Diagram::NO) };
            diagrams.node(self.first + digit, low, high)
        })
    }

    /// Which it is under an assignment; what is not assigned does not matter.
    pub fn decode(self, assignment: &[(u32, bool)]) -> usize {
        let mut number = 0;
        for digit in 0..self.digits {
            let set = assignment.iter().any(|it| *it == (self.first + digit, true));
            number = number << 1 | usize::from(set);
        }
        number.min(self.count.saturating_sub(1))
    }

    pub fn count(self) -> usize {
        self.count
    }
}

/// How the values of a place are told apart.
#[derive(Clone, Debug)]
pub enum Code {
    /// One by one.
    Values { digits: Digits, values: Vec<Value> },
    /// Sets, by whether they hold a member of each class of members that no test tells apart.
    Members { first: u32, members: Vec<Member> },
}

impl Code {
    pub fn of_values(rank: u32, values: Vec<Value>) -> Code {
        Code::Values { digits: Digits::new(rank, values.len()), values }
    }

    /// `None` where there are too many classes.
    pub fn of_members(rank: u32, members: Vec<Member>) -> Option<Code> {
        (members.len() < VARIABLES_A_PLACE as usize)
            .then_some(Code::Members { first: rank * VARIABLES_A_PLACE, members })
    }

    /// The condition that the value passes a test.
    pub fn passes(&self, diagrams: &mut Diagrams, test: &Test) -> Diagram {
        match (self, test) {
            (Code::Values { digits, values }, test) => {
                digits.among(diagrams, |number| holds(test, &values[number]))
            }
            (Code::Members { .. }, Test::Set(SetTest::Includes(these))) => {
                self.some(diagrams, |member| has(these, member))
            }
            (Code::Members { .. }, Test::Set(SetTest::Only(these))) => {
                let inside = self.some(diagrams, |member| has(these, member));
                let outside = self.some(diagrams, |member| !has(these, member));
                let only = diagrams.not(outside);
                diagrams.and(inside, only)
            }
            (Code::Members { .. }, Test::Set(SetTest::Exactly(groups))) => {
                let outside = self.some(diagrams, |member| !groups.iter().any(|group| has(group, member)));
                let mut exactly = diagrams.not(outside);
                for group in groups {
                    let inside = self.some(diagrams, |member| has(group, member));
                    exactly = diagrams.and(exactly, inside);
                }
                exactly
            }
            (Code::Members { .. }, Test::Set(SetTest::Empty)) => {
                let some = self.some(diagrams, |_| true);
                diagrams.not(some)
            }
            (Code::Members { .. }, _) => Diagram::NO,
        }
    }

    /// The value under an assignment; what is not assigned does not matter.
    pub fn decode(&self, assignment: &[(u32, bool)]) -> Option<Value> {
        match self {
            Code::Values { digits, values } => values.get(digits.decode(assignment)).cloned(),
            Code::Members { first, members } => {
                let inside = members
                    .iter()
                    .enumerate()
                    .filter(|(number, _)| assignment.iter().any(|it| *it == (first + *number as u32, true)));
                let mut inside: Vec<Member> = inside.map(|(_, member)| *member).collect();
                inside.sort_unstable();
                Some(Value::Set(inside.into()))
            }
        }
    }

    /// The condition that the set holds a member of these.
    fn some(&self, diagrams: &mut Diagrams, is: impl Fn(Member) -> bool) -> Diagram {
        let Code::Members { first, members } = self else { return Diagram::NO };
        let mut some = Diagram::NO;
        for (number, _) in members.iter().enumerate().rev().filter(|(_, member)| is(**member)) {
            some = diagrams.node(first + number as u32, some, Diagram::YES);
        }
        some
    }
}
