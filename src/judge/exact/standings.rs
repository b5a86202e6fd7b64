//! Points enough to show every way in which the points of some places can stand to one another.
//!
//! A way of standing says of each comparison how it comes out, and of each place between which of the points that
//! conditions name it lies. Each way is tried, and where it [can be](super::bounds) points for it are kept: where
//! shifts are by months, that depends on where in the calendar one is. Two completions that agree on some
//! places are tried as one, with the others there twice: so whatever the same fact leaves open is found too.
//! Elements that nobody stated are there once for each condition that quantifies over them.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::{Line, Relation};

use super::Spent;
use super::bounds::{Bounds, Order};

/// What a pair of ways costs that need not be looked into, in steps along an order.
const A_PAIR: usize = 4;
/// The most places that two completions may agree on or not.
const MOST_FACTS: usize = 16;

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

/// One way in which the places can stand, or as much of it as was chosen.
#[derive(Clone)]
struct Standing {
    /// How each comparison comes out.
    outcomes: Vec<usize>,
    /// In which stretch each place lies.
    stretches: Vec<usize>,
    orders: Vec<Order>,
    /// The least points that stand so, and points above which none stand so.
    least: Vec<i128>,
    upto: Vec<i128>,
    /// Points that stand so and were found.
    found: Vec<Vec<i128>>,
}

/// Points for each of the places, among them some for every way in which they, and two completions of them, can
/// stand; near to the plainest point where that can be.
pub fn points(
    places: &[Bounded],
    comparisons: &[Compared],
    plainest: i128,
) -> Result<Vec<BTreeSet<i128>>, Spent> {
    let (least, upto) = places.iter().map(|place| ends(&place.stretches)).unzip();
    let nothing_chosen = Standing {
        outcomes: Vec::new(),
        stretches: Vec::new(),
        orders: Vec::new(),
        least,
        upto,
        found: Vec::new(),
    };
    let mut search =
        Search { places, comparisons, plainest, bounds: Bounds::default(), standings: Vec::new() };
    search.choose(nothing_chosen)?;
    search.pairs()?;
    let mut points = vec![BTreeSet::new(); places.len()];
    for found in search.standings.iter().flat_map(|standing| &standing.found) {
        for (points, point) in points.iter_mut().zip(found) {
            points.insert(*point);
        }
    }
    Ok(points)
}

struct Search<'d> {
    places: &'d [Bounded],
    comparisons: &'d [Compared],
    plainest: i128,
    bounds: Bounds,
    /// Every way in which the places can stand.
    standings: Vec<Standing>,
}

impl Search<'_> {
    /// Finds every way in which the places can stand where something is chosen: comparison by comparison, then place
    /// by place, and no further where what was chosen cannot be.
    fn choose(&mut self, so_far: Standing) -> Result<(), Spent> {
        if let Some(compared) = self.comparisons.get(so_far.outcomes.len()) {
            for (outcome, orders) in ways(compared).into_iter().enumerate() {
                let mut further = so_far.clone();
                further.outcomes.push(outcome);
                further.orders.extend(orders);
                self.go_on(further)?;
            }
        } else if let Some(place) = self.places.get(so_far.stretches.len()) {
            let number = so_far.stretches.len();
            for (stretch, (first, last)) in place.stretches.iter().enumerate() {
                let mut further = so_far.clone();
                further.stretches.push(stretch);
                further.least[number] = further.least[number].max(*first);
                further.upto[number] = further.upto[number].min(*last);
                self.go_on(further)?;
            }
        } else {
            let points = self.near(&so_far.orders, &so_far.least, &so_far.upto)?;
            self.standings.push(Standing { found: points.into_iter().collect(), ..so_far });
        }
        Ok(())
    }

    fn go_on(&mut self, mut chosen: Standing) -> Result<(), Spent> {
        chosen.upto = self.bounds.ceiling(&chosen.orders, &chosen.upto)?;
        match self.bounds.least(&chosen.orders, &chosen.least, &chosen.upto)? {
            Some(least) => self.choose(Standing { least, ..chosen }),
            None => Ok(()),
        }
    }

    /// Finds points for each two completions that agree on some places and not on others. Where two agree on some,
    /// they agree on fewer, so the most are tried first.
    fn pairs(&mut self) -> Result<(), Spent> {
        let facts: Vec<usize> = (0..self.places.len()).filter(|place| self.places[*place].is_fact).collect();
        let most = if facts.len() == self.places.len() { facts.len().saturating_sub(1) } else { facts.len() };
        if facts.len() > MOST_FACTS {
            return Err(Spent);
        }
        let mut sets: Vec<u32> =
            (1..1_u32 << facts.len()).filter(|set| set.count_ones() as usize <= most).collect();
        sets.sort_by_key(|set| std::cmp::Reverse(set.count_ones()));
        for set in sets {
            let agreed: Vec<usize> =
                (0..facts.len()).filter(|it| set >> it & 1 == 1).map(|it| facts[it]).collect();
            for alike in self.alike(&agreed).into_values() {
                for (place, one) in alike.iter().enumerate() {
                    for other in &alike[..place] {
                        self.pair(*one, *other, &agreed)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The standings, sorted by how these places stand, which two that agree on them have in common.
    fn alike(&self, agreed: &[usize]) -> BTreeMap<Vec<usize>, Vec<usize>> {
        let is_agreed = |place: usize| agreed.contains(&place);
        let mut alike: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (number, standing) in self.standings.iter().enumerate() {
            let compared = self.comparisons.iter().zip(&standing.outcomes);
            let among = compared.filter(|(it, _)| is_agreed(it.left.0) && is_agreed(it.right.0));
            let outcomes = among.map(|(_, outcome)| *outcome);
            let so = agreed.iter().map(|place| standing.stretches[*place]).chain(outcomes).collect();
            alike.entry(so).or_default().push(number);
        }
        alike
    }

    /// Finds points for two completions that agree on these places, unless there are such among those found.
    fn pair(&mut self, one: usize, other: usize, agreed: &[usize]) -> Result<(), Spent> {
        let [one_way, other_way] = [&self.standings[one], &self.standings[other]];
        self.bounds.spend(A_PAIR + one_way.found.len() * other_way.found.len() / A_PAIR)?;
        let agree = |these: &Vec<i128>| {
            let those = &mut other_way.found.iter();
            those.any(|those| agreed.iter().all(|place| these[*place] == those[*place]))
        };
        if one_way.found.iter().any(agree) {
            return Ok(());
        }
        // The second completion's places come after the first's, but for those that both share.
        let many = self.places.len();
        let moved = |place: usize| if agreed.contains(&place) { place } else { many + place };
        let again = other_way.orders.iter().map(|order| Order {
            earlier: (moved(order.earlier.0), order.earlier.1),
            later: (moved(order.later.0), order.later.1),
            strict: order.strict,
        });
        let mut orders: Vec<Order> = one_way.orders.iter().copied().chain(again).collect();
        orders.sort_unstable();
        orders.dedup();
        let mut least = [&one_way.least[..], &other_way.least].concat();
        let mut upto = [&one_way.upto[..], &other_way.upto].concat();
        for place in agreed {
            least[*place] = least[*place].max(least[many + place]);
            upto[*place] = upto[*place].min(upto[many + place]);
        }
        if agreed.iter().any(|place| least[*place] > upto[*place]) {
            return Ok(());
        }
        if let Some(least) = self.bounds.least(&orders, &least, &upto)?
            && let Some(points) = self.near(&orders, &least, &upto)?
        {
            let others = (0..many).map(|place| points[moved(place)]).collect();
            self.standings[one].found.push(points[..many].to_vec());
            self.standings[other].found.push(others);
        }
        Ok(())
    }

    /// Points that stand in these orders, near to the plainest point where that can be; the least are given.
    fn near(&mut self, orders: &[Order], least: &[i128], upto: &[i128]) -> Result<Option<Vec<i128>>, Spent> {
        let upto = self.bounds.ceiling(orders, upto)?;
        let mut start: Vec<i128> =
            least.iter().zip(&upto).map(|(least, upto)| self.plainest.clamp(*least, *upto)).collect();
        let mut back = 1;
        while start != least {
            if let Some(points) = self.bounds.least(orders, &start, &upto)? {
                return Ok(Some(points));
            }
            // Too late for one of them: from ever earlier, at last from the least.
            let earliest = start.iter().min().copied().unwrap_or(self.plainest);
            start =
                least.iter().zip(&upto).map(|(least, upto)| (earliest - back).clamp(*least, *upto)).collect();
            back *= 2;
        }
        Ok(Some(start))
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
