//! The values on the two sides of a question.

use std::rc::Rc;

use crate::judge::FactName;
use crate::judge::cuts;
use crate::judge::exact::Spent;
use crate::judge::holds::holds;
use crate::program::{Test, UNLIMITED, Value};

use super::limbs::Question;
use super::look::Look;
use super::pair::measure;

/// How many values of a fact are tried on either side of a question.
const MOST_VALUES: usize = 12;
/// How many values of a fact are tried any against any, where it is compared with another.
const MOST_APART: usize = 16;
/// How many values of a fact without an order are tried against those of another.
const MOST_COMPARED: usize = 4;

/// Values of a fact, each with one on the other side of a test.
pub struct Turns {
    /// They are the two next to a threshold.
    pub threshold: bool,
    pub pairs: Vec<(Value, Value)>,
}

impl Turns {
    /// What the value of a fact may be turned to, with the side on which the value itself stands: across a
    /// threshold, to the value next to it.
    pub fn across(&self, is: &Value, test: &Test) -> Vec<(usize, &Value)> {
        let mut across: Vec<(usize, &Value)> = Vec::new();
        for (one, other) in &self.pairs {
            let found = match (self.threshold, holds(test, is)) {
                (true, _) if is == one => (0, other),
                (true, _) if is == other => (1, one),
                (true, _) => continue,
                (false, true) => (0, other),
                (false, false) => (1, one),
            };
            if !across.contains(&found) {
                across.push(found);
            }
        }
        across
    }

    /// The two values next to the threshold, where it is one.
    pub fn at_threshold(&self) -> Option<&(Value, Value)> {
        self.pairs.first().filter(|_| self.threshold)
    }
}

impl Look<'_, '_, '_> {
    /// The values on the two sides of a question: of each threshold, the two next to it; else of each pair of
    /// classes of values one.
    pub fn sides(&mut self, question: Question) -> Result<Rc<[Turns]>, Spent> {
        if let Some(sides) = self.sides.get(&question) {
            return Ok(Rc::clone(sides));
        }
        let sides: Rc<[Turns]> = self.sides_of(question)?.into();
        self.sides.insert(question, Rc::clone(&sides));
        Ok(sides)
    }

    fn sides_of(&mut self, question: Question) -> Result<Vec<Turns>, Spent> {
        let (fact, test) = (question.fact, question.test(self.program));
        if let Test::Within(_) = test {
            let (least, greatest) = self.space.range(fact);
            let inside = cuts::edges(&[test]).into_iter().filter(|edge| *edge > least && *edge <= greatest);
            let sides = inside.map(|edge| (Value::Point(edge - 1), Value::Point(edge)));
            return Ok(sides.map(|pair| Turns { threshold: true, pairs: vec![pair] }).collect());
        }
        let Some(values) = self.values(fact)? else { return Ok(Vec::new()) };
        let pairs = match test {
            Test::Against(_) => self.compared(fact, &values),
            test => {
                let on = |side: bool| values.iter().filter(move |value| holds(test, value) == side);
                let inside = on(true).take(MOST_VALUES);
                let pairs = inside.flat_map(|one| on(false).take(MOST_VALUES).map(move |other| (one, other)));
                pairs.map(|(one, other)| (one.clone(), other.clone())).collect()
            }
        };
        Ok(if pairs.is_empty() { Vec::new() } else { vec![Turns { threshold: false, pairs }] })
    }

    /// One value for each class of values of a fact that the policy tells apart.
    fn values(&mut self, fact: FactName) -> Result<Option<Rc<[Value]>>, Spent> {
        if let Some(values) = self.values.get(&fact) {
            return Ok(values.clone());
        }
        let values: Option<Rc<[Value]>> = self.space.exact().values(fact)?.map(Into::into);
        self.values.insert(fact, values.clone());
        Ok(values)
    }

    /// Values of a fact that is compared with another: those one smallest unit apart, then others that stand next to
    /// one another, the plainest of each first, then any two; where there is no order, any two.
    fn compared(&self, fact: FactName, values: &[Value]) -> Vec<(Value, Value)> {
        let Some(measure) = measure(self.program, fact) else {
            let few = &values[..values.len().min(MOST_COMPARED)];
            let pairs = few.iter().flat_map(|one| few.iter().map(move |other| (one, other)));
            return pairs
                .filter(|(one, other)| one != other)
                .map(|(one, other)| (one.clone(), other.clone()))
                .collect();
        };
        let point = |value: &Value| match value {
            Value::Point(point) if *point != UNLIMITED => Some(*point),
            _ => None,
        };
        let mut points: Vec<i128> = values.iter().filter_map(point).collect();
        points.sort_unstable();
        points.dedup();
        let plainest = cuts::plainest(measure);
        let mut pairs: Vec<(i128, i128)> = points.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.sort_by_key(|(below, above)| (above - below > 1, (below - plainest).abs()));
        pairs.truncate(MOST_VALUES);
        // Between two that stand next to one another it may be another comparison that turns.
        points.sort_by_key(|point| (point - plainest).abs());
        points.truncate(MOST_APART);
        points.sort_unstable();
        let two = |above: usize| points[..above].iter().map(move |below| (*below, above));
        let two = (1..points.len()).flat_map(two).map(|(below, above)| (below, points[above]));
        let mut apart: Vec<(i128, i128)> = two.filter(|pair| !pairs.contains(pair)).collect();
        apart.sort_by_key(|(below, above)| above - below);
        pairs.extend(apart);
        pairs.into_iter().map(|(below, above)| (Value::Point(below), Value::Point(above))).collect()
    }
}
