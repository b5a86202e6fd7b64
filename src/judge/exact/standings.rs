//! Points enough to show every way in which the points of some places can stand to one another.
//!
//! A way of standing says of each comparison how it comes out, and of each place between which of the points that
//! conditions name it lies. Each way is tried, and where it [can be](super::bounds) points for it are kept: where
//! shifts are by months, that depends on where in the calendar one is. Two completions that agree on some
//! places are tried as one, with the others there twice: so whatever the same fact leaves open is found too.
//! Elements that nobody stated are there once for each condition that quantifies over them.

use std::collections::BTreeSet;

use crate::program::{Line, Relation};

use super::Spent;
use super::bounds::{Bounds, Order};

/// The most ways of standing that are looked into.
const MOST_WAYS: usize = 1 << 12;
/// The most pairs of ways that are looked into.
const MOST_PAIRS: usize = 1 << 18;

/// A place in question.
#[derive(Debug)]
pub struct Bounded {
    /// The stretches that no condition on it alone tells apart, both ends in, ascending.
    pub stretches: Vec<(i128, i128)>,
    /// Whether two completions may agree on it: it is no attribute of an unstated element.
    pub is_fact: bool,
}

/// A comparison of two places in question.
#[derive(Debug)]
pub struct Compared {
    pub left: (usize, Line),
    pub relation: Relation,
    pub right: (usize, Line),
}

/// One way in which all the places can stand.
struct Standing {
    /// How each comparison comes out.
    outcomes: Vec<usize>,
    orders: Vec<Order>,
    /// In which stretch each place lies.
    stretches: Vec<usize>,
    points: Vec<i128>,
}

/// Points for each of the places, among them some for every way in which they, and two completions of them, can
/// stand; near to the plainest point where that can be.
pub fn points(
    places: &[Bounded],
    comparisons: &[Compared],
    plainest: i128,
) -> Result<Vec<BTreeSet<i128>>, Spent> {
    let mut search = Search { places, comparisons, plainest, bounds: Bounds::default() };
    let standings = search.standings()?;
    let mut found = vec![BTreeSet::new(); places.len()];
    for standing in &standings {
        for (points, point) in found.iter_mut().zip(&standing.points) {
            points.insert(*point);
        }
    }
    search.pairs(&standings, &mut found)?;
    Ok(found)
}

struct Search<'d> {
    places: &'d [Bounded],
    comparisons: &'d [Compared],
    plainest: i128,
    bounds: Bounds,
}

impl Search<'_> {
    /// Every way in which the places can stand once: comparison by comparison, then place by place, and no further
    /// where what was chosen cannot be.
    fn standings(&mut self) -> Result<Vec<Standing>, Spent> {
        let ways: Vec<Vec<Vec<Order>>> = self.comparisons.iter().map(ways).collect();
        let choices = |depth: usize| match ways.get(depth) {
            Some(ways) => ways.len(),
            None => self.places[depth - ways.len()].stretches.len(),
        };
        let (depth, mut tried) = (ways.len() + self.places.len(), 0);
        let mut found: Vec<Standing> = Vec::new();
        let mut chosen = vec![0];
        while let Some(last) = chosen.last_mut() {
            if *last == choices(chosen.len() - 1) {
                chosen.pop();
                if let Some(last) = chosen.last_mut() {
                    *last += 1;
                }
                continue;
            }
            tried += 1;
            if tried > 16 * MOST_WAYS || found.len() == MOST_WAYS {
                return Err(Spent);
            }
            let outcomes = &chosen[..chosen.len().min(ways.len())];
            let orders: Vec<Order> =
                ways.iter().zip(outcomes).flat_map(|(ways, outcome)| ways[*outcome].clone()).collect();
            let stretches: Vec<(i128, i128)> = self
                .places
                .iter()
                .enumerate()
                .map(|(number, place)| match chosen.get(ways.len() + number) {
                    Some(stretch) => place.stretches[*stretch],
                    None => ends(&place.stretches),
                })
                .collect();
            let (from, upto): (Vec<i128>, Vec<i128>) = stretches.iter().copied().unzip();
            if self.bounds.least(&orders, &from, &upto)?.is_none() {
                *chosen.last_mut().unwrap_or(&mut 0) += 1;
            } else if chosen.len() < depth {
                chosen.push(0);
            } else if let Some(points) = near(&mut self.bounds, self.plainest, &orders, &from, &upto)? {
                let (outcomes, stretches) = chosen.split_at(ways.len());
                let (outcomes, stretches) = (outcomes.to_vec(), stretches.to_vec());
                found.push(Standing { outcomes, orders, stretches, points });
                *chosen.last_mut().unwrap_or(&mut 0) += 1;
            }
        }
        Ok(found)
    }

    /// Adds points for each two completions that agree on some places and not on others. Where two agree on some,
    /// they agree on fewer, so the most are tried first.
    fn pairs(&mut self, standings: &[Standing], found: &mut [BTreeSet<i128>]) -> Result<(), Spent> {
        let facts: Vec<usize> = (0..self.places.len()).filter(|place| self.places[*place].is_fact).collect();
        let most = if facts.len() == self.places.len() { facts.len().saturating_sub(1) } else { facts.len() };
        let pairs = (standings.len() * standings.len() / 2).max(1);
        if facts.len() > 16 || pairs << facts.len() > MOST_PAIRS {
            return Err(Spent);
        }
        let mut sets: Vec<u32> =
            (1..1_u32 << facts.len()).filter(|set| set.count_ones() as usize <= most).collect();
        sets.sort_by_key(|set| std::cmp::Reverse(set.count_ones()));
        for (number, one) in standings.iter().enumerate() {
            for other in &standings[..number] {
                let mut agreeing: Vec<u32> = Vec::new();
                for set in &sets {
                    if agreeing.iter().any(|more| set & more == *set) {
                        continue;
                    }
                    let agreed: Vec<usize> =
                        (0..facts.len()).filter(|it| set >> it & 1 == 1).map(|it| facts[it]).collect();
                    if self.pair(one, other, &agreed, found)? {
                        agreeing.push(*set);
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds points for two completions that agree on these places; whether there are such.
    fn pair(
        &mut self,
        one: &Standing,
        other: &Standing,
        agreed: &[usize],
        found: &mut [BTreeSet<i128>],
    ) -> Result<bool, Spent> {
        if agreed.iter().all(|place| one.points[*place] == other.points[*place]) {
            return Ok(true);
        }
        let is_agreed = |place: usize| agreed.contains(&place);
        let together = agreed.iter().all(|place| one.stretches[*place] == other.stretches[*place])
            && self.comparisons.iter().zip(one.outcomes.iter().zip(&other.outcomes)).all(
                |(compared, (one, other))| {
                    one == other || !is_agreed(compared.left.0) || !is_agreed(compared.right.0)
                },
            );
        if !together {
            return Ok(false);
        }
        // The second completion's places come after the first's, but for those that both share.
        let many = self.places.len();
        let moved = |place: usize| if is_agreed(place) { place } else { many + place };
        let moved = |(place, line): (usize, Line)| (moved(place), line);
        let again = other.orders.iter().map(|order| Order {
            earlier: moved(order.earlier),
            later: moved(order.later),
            ..*order
        });
        let mut orders: Vec<Order> = one.orders.iter().copied().chain(again).collect();
        orders.sort_unstable();
        orders.dedup();
        let both = [one, other].into_iter().flat_map(|standing| &standing.stretches);
        let stretches = both.zip(self.places.iter().cycle()).map(|(number, place)| place.stretches[*number]);
        let (from, upto): (Vec<i128>, Vec<i128>) = stretches.unzip();
        let points = near(&mut self.bounds, self.plainest, &orders, &from, &upto)?;
        let agree = points.is_some();
        for (number, point) in points.into_iter().flatten().enumerate() {
            if number < many || !is_agreed(number - many) {
                found[number % many].insert(point);
            }
        }
        Ok(agree)
    }
}

/// Points that stand in these orders, near to the plainest point where that can be.
fn near(
    bounds: &mut Bounds,
    plainest: i128,
    orders: &[Order],
    from: &[i128],
    upto: &[i128],
) -> Result<Option<Vec<i128>>, Spent> {
    let Some(least) = bounds.least(orders, from, upto)? else { return Ok(None) };
    let mut start: Vec<i128> =
        least.iter().zip(upto).map(|(least, upto)| plainest.clamp(*least, *upto)).collect();
    let mut back = 1;
    loop {
        if let Some(points) = bounds.least(orders, &start, upto)? {
            return Ok(Some(points));
        }
        // Too late for one of them: from ever earlier, at last from the least.
        let earliest = start.iter().min().copied().unwrap_or(plainest);
        start = least.iter().zip(upto).map(|(least, upto)| (earliest - back).clamp(*least, *upto)).collect();
        back *= 2;
    }
}

/// How a comparison can come out: first as it says, then in each other way.
fn ways(compared: &Compared) -> Vec<Vec<Order>> {
    let order = |earlier, later, strict| Order { earlier, later, strict };
    let (left, right) = (compared.left, compared.right);
    match compared.relation {
        Relation::Less => vec![vec![order(left, right, true)], vec![order(right, left, false)]],
        Relation::AtMost => vec![vec![order(left, right, false)], vec![order(right, left, true)]],
        Relation::Equal => vec![
            vec![order(left, right, false), order(right, left, false)],
            vec![order(left, right, true)],
            vec![order(right, left, true)],
        ],
    }
}

fn ends(stretches: &[(i128, i128)]) -> (i128, i128) {
    let first = stretches.first().map_or(0, |stretch| stretch.0);
    let last = stretches.last().map_or(-1, |stretch| stretch.1);
    (first, last)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::judge::line::{compare, related};
    use crate::program::{Measure, calendar};

    fn day(year: i16, month: i8, day: i8) -> i128 {
        calendar::point(date(year, month, day)).expect("it is in the calendar")
    }

    fn line() -> impl Strategy<Value = Line> {
        let months = prop::sample::select(vec![1, 2, 12, 13, 48, -1, -11]).prop_map(Line::Months);
        let days =
            prop::sample::select(vec![28, 29, 30, 31, 59, 61, 365, 366, -1, -30]).prop_map(Line::Shift);
        prop_oneof![Just(Line::Plain), months, days]
    }

    fn compared(dates: usize) -> impl Strategy<Value = Compared> {
        let relation = prop::sample::select(vec![Relation::Less, Relation::AtMost, Relation::Equal]);
        (0..dates, line(), relation, 0..dates, line()).prop_map(|(one, left, relation, other, right)| {
            Compared { left: (one, left), relation, right: (other, right) }
        })
    }

    /// Some days in a row near the end of a winter, cut in two.
    fn dated(year: i16, long: i128) -> impl Strategy<Value = Bounded> {
        let first = prop::sample::select(vec![0, 3, 20, 30, 31, 59, 365, 366, 1461]);
        (first, 1..long, any::<bool>()).prop_map(move |(after, cut, is_fact)| {
            let from = day(year, 1, 27) + after;
            let stretches = vec![(from, from + cut - 1), (from + cut, from + long)];
            Bounded { stretches, is_fact }
        })
    }

    /// How all comparisons come out, and in which stretch each date lies.
    fn standing(dates: &[Bounded], comparisons: &[Compared], days: &[i128]) -> (Vec<bool>, Vec<usize>) {
        let holds = |it: &Compared| {
            let order = compare(Measure::Date, it.left.1, days[it.left.0], it.right.1, days[it.right.0]);
            related(it.relation, order)
        };
        let stretch = |(date, day): (&Bounded, &i128)| {
            date.stretches.iter().position(|(from, upto)| from <= day && day <= upto).unwrap_or(usize::MAX)
        };
        (comparisons.iter().map(holds).collect(), dates.iter().zip(days).map(stretch).collect())
    }

    fn choices(of: &[Vec<i128>]) -> Vec<Vec<i128>> {
        of.iter().fold(vec![Vec::new()], |rows, days| {
            let longer = |row: &Vec<i128>| -> Vec<Vec<i128>> {
                days.iter().map(|day| [&row[..], &[*day]].concat()).collect()
            };
            rows.iter().flat_map(longer).collect()
        })
    }

    /// Which pairs of standings two completions can have that agree on some dates.
    fn pairs(
        dates: &[Bounded],
        comparisons: &[Compared],
        rows: &[Vec<i128>],
        agreed: usize,
    ) -> BTreeSet<[(Vec<bool>, Vec<usize>); 2]> {
        let mut alike: HashMap<Vec<i128>, BTreeSet<_>> = HashMap::new();
        for row in rows {
            let known = row.iter().enumerate().filter(|(place, _)| agreed >> place & 1 == 1);
            let known = known.map(|(_, day)| *day).collect();
            alike.entry(known).or_default().insert(standing(dates, comparisons, row));
        }
        let pairs = alike.values().flat_map(|these| {
            these.iter().flat_map(|one| these.iter().map(|other| [one.clone(), other.clone()]))
        });
        pairs.collect()
    }

    fn all_is_found(dates: &[Bounded], comparisons: &[Compared]) -> Result<(), TestCaseError> {
        let found = points(dates, comparisons, day(2024, 1, 1)).expect("these are few");
        let found: Vec<Vec<i128>> = found.into_iter().map(|days| days.into_iter().collect()).collect();
        let every: Vec<Vec<i128>> = dates
            .iter()
            .map(|date| date.stretches.iter().flat_map(|(from, upto)| *from..=*upto).collect())
            .collect();
        let (found, every) = (choices(&found), choices(&every));
        for agreed in 0..1_usize << dates.len() {
            if (0..dates.len()).any(|place| agreed >> place & 1 == 1 && !dates[place].is_fact) {
                continue;
            }
            let some = pairs(dates, comparisons, &found, agreed);
            let all = pairs(dates, comparisons, &every, agreed);
            prop_assert!(
                some == all,
                "{:?} of {:?}",
                all.difference(&some).next(),
                comparisons_told(comparisons)
            );
        }
        Ok(())
    }

    fn comparisons_told(comparisons: &[Compared]) -> Vec<String> {
        let told = |it: &Compared| format!("{:?} {:?} {:?}", it.left, it.relation, it.right);
        comparisons.iter().map(told).collect()
    }

    fn years() -> impl Strategy<Value = i16> {
        prop::sample::select(vec![1899, 1900, 1999, 2000, 2023, 2024])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn two_dates_stand_in_every_way(
            (dates, compared) in years().prop_flat_map(|year| (
                prop::collection::vec(dated(year, 34), 2),
                prop::collection::vec(compared(2), 1..4),
            ))
        ) {
            all_is_found(&dates, &compared)?;
        }

        #[test]
        fn three_dates_stand_in_every_way(
            (dates, compared) in years().prop_flat_map(|year| (
                prop::collection::vec(dated(year, 7), 3),
                prop::collection::vec(compared(3), 1..4),
            ))
        ) {
            all_is_found(&dates, &compared)?;
        }
    }

    fn whole() -> Bounded {
        Bounded { stretches: vec![(0, calendar::LAST_DAY)], is_fact: true }
    }

    fn before(left: (usize, Line), right: (usize, Line)) -> Compared {
        Compared { left, relation: Relation::Less, right }
    }

    #[test]
    fn a_month_may_be_longer_than_thirty_days_but_not_than_thirty_one() {
        let longer = |days| {
            let compared = [
                before((1, Line::Plain), (0, Line::Months(1))),
                before((0, Line::Shift(days)), (1, Line::Plain)),
            ];
            let dates = [whole(), whole()];
            let found = super::points(&dates, &compared, day(2024, 1, 1)).expect("these are few");
            let found: Vec<Vec<i128>> = found.into_iter().map(|days| days.into_iter().collect()).collect();
            choices(&found).iter().any(|days| standing(&dates, &compared, days).0 == [true, true])
        };
        assert!(longer(29));
        assert!(!longer(30));
        assert!(!longer(31));
    }

    #[test]
    fn what_never_rests_is_told_and_what_rests_late_is_found() {
        let circle = [
            Order { earlier: (0, Line::Months(48)), later: (1, Line::Plain), strict: false },
            Order { earlier: (1, Line::Plain), later: (0, Line::Shift(1459)), strict: false },
        ];
        let mut bounds = Bounds::default();
        let least = bounds.least(&circle, &[0, 0], &[calendar::LAST_DAY; 2]).expect("it is told in time");
        assert_eq!(least, None);
        let resting = [
            Order { earlier: (0, Line::Months(48)), later: (1, Line::Plain), strict: false },
            Order { earlier: (1, Line::Plain), later: (0, Line::Shift(1460)), strict: false },
        ];
        let from = day(1901, 3, 1);
        let least = bounds.least(&resting, &[from; 2], &[calendar::LAST_DAY; 2]).expect("it rests in time");
        // A day a turn, for four years have 1461 days; from 29 February 2096 to 28 February 2100 there are 1460.
        assert_eq!(least.map(|days| days[0]), Some(day(2096, 2, 29)));
    }
}
