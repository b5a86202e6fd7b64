//! Points that must stand in an order to one another, each shifted first: the least there are.
//!
//! Shifts are monotone, so points that stand in the orders asked for are found by carrying lower bounds along
//! the orders until they come to rest; where they do, no others are less. Around a circle of orders bounds may
//! climb: `a + 29 days` before `b` and `b` before `a + 1 month` rest where a month of 31 days is reached, and with
//! 30 days instead of 29 they never do.
//!
//! Where no shift is by months, orders are difference constraints, a strict one asking for a smallest unit
//! more: where their differences around a circle come to more than nothing, bounds climb for ever (R. Bellman,
//! "On a Routing Problem", 1958). A shift by months is at least as long as the shortest run of so many months,
//! and at most as long as the longest, so most circles that never rest are told in the same way.
//!
//! Any other circle that never rests is told after 400 years. Take places that are tied in circles to one another, and
//! the calendar as going on in both directions without end. It repeats itself every 146,097 days, so days that
//! stand as asked still do when all of them are moved by as much, or by a multiple. Suppose there are such days
//! at all. Move them earlier by 400 years at a time, as long as none falls below the bound from which its place
//! began to climb. Then they are all at or above these bounds, and some place lies less than 400 years above its
//! own. No days that stand as asked and keep to the bounds are earlier than those at which climbing rests, so
//! that place comes to rest having climbed less than 400 years. Hence where every place of the circle has climbed
//! 400 years, there are no such days, wherever one begins; and that is remembered.
//!
//! From one March of a year like 1900 to the February of the next such year, 2100, the calendar repeats itself every
//! four years. So by the same token, where every place has climbed four years within such a stretch, there are no
//! such days that lie in it with all that the orders look at, and one may go on from where the stretch is left.

use std::collections::{HashMap, HashSet};

use crate::program::Line;
use crate::program::calendar::{self, CYCLE, months_later, months_long};

use super::Spent;

/// The days after which it does where every fourth year is a leap year.
const FOUR_YEARS: i128 = 1461;
/// How often bounds may be carried along orders.
const MOST_STEPS: usize = 1 << 22;

/// One place, shifted, is at most another, shifted; where strict, it is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Order {
    pub earlier: (usize, Line),
    pub later: (usize, Line),
    pub strict: bool,
}

/// Finds the least points; remembers what can never be, and how much was done.
#[derive(Default)]
pub struct Bounds {
    steps: usize,
    /// Orders around circles that can never be together, wherever one begins.
    never: HashSet<Vec<Order>>,
    /// How many days so many months have at least and at most.
    lengths: HashMap<i64, (i128, i128)>,
}

/// What becomes of bounds that are carried around a circle.
#[derive(PartialEq)]
enum Course {
    Rests,
    /// A point would be above its greatest.
    Ends,
    /// They climb for ever.
    Climbs,
}

impl Bounds {
    /// The least points that stand in these orders, each at or above its bound; `None` where one of them would be
    /// above its greatest, or where there are none.
    pub fn least(
        &mut self,
        orders: &[Order],
        from: &[i128],
        upto: &[i128],
    ) -> Result<Option<Vec<i128>>, Spent> {
        let mut points = from.to_vec();
        // Mostly they rest once they were carried along every chain that passes no place twice.
        for _ in 0..=points.len() {
            match self.carried(orders, &mut points)? {
                _ if is_above(&points, upto) => return Ok(None),
                false => return Ok(Some(points)),
                true => {}
            }
        }
        if points.len() > u64::BITS as usize {
            return Err(Spent);
        }
        self.spend(points.len() * points.len())?;
        for circle in circles(orders, points.len()) {
            let to = |order: &&Order| circle.contains(&order.later.0);
            let (mut within, into): (Vec<Order>, Vec<Order>) =
                orders.iter().filter(to).partition(|order| circle.contains(&order.earlier.0));
            self.carried(&into, &mut points)?;
            within.sort_unstable();
            if self.never.contains(&within) {
                return Ok(None);
            }
            match self.course(&circle, &within, &mut points, upto)? {
                Course::Rests => {}
                Course::Ends => return Ok(None),
                Course::Climbs => {
                    self.never.insert(within);
                    return Ok(None);
                }
            }
        }
        Ok(Some(points))
    }

    /// Points above which none can stand that stand in these orders.
    pub fn ceiling(&mut self, orders: &[Order], upto: &[i128]) -> Result<Vec<i128>, Spent> {
        let mut points = upto.to_vec();
        for _ in 0..=points.len() {
            self.spend(orders.len())?;
            let lowered = orders.iter().filter(|order| carry_back(&mut points, order)).count();
            if lowered == 0 {
                break;
            }
        }
        Ok(points)
    }

    /// Reckons with so many steps more.
    pub fn spend(&mut self, steps: usize) -> Result<(), Spent> {
        self.steps += steps;
        if self.steps > MOST_STEPS { Err(Spent) } else { Ok(()) }
    }

    /// Carries bounds along each order once; whether any had to be moved.
    fn carried(&mut self, orders: &[Order], points: &mut [i128]) -> Result<bool, Spent> {
        self.spend(orders.len())?;
        let climbs = orders.iter().filter(|order| carry(points, order)).count();
        Ok(climbs > 0)
    }

    /// Carries bounds around a circle until they rest, or are known not to.
    fn course(
        &mut self,
        circle: &[usize],
        orders: &[Order],
        points: &mut [i128],
        upto: &[i128],
    ) -> Result<Course, Spent> {
        if self.climb_for_ever(circle, orders) {
            return Ok(Course::Climbs);
        }
        let reach = self.reach(orders);
        let began: Vec<i128> = circle.iter().map(|place| points[*place]).collect();
        let mut since = began.clone();
        // How far the stretch goes in which all lies that the orders look at from there.
        let stretch =
            |since: &[i128]| calendar::leapless(since.iter().min().map_or(0, |least| least - reach));
        let mut end = stretch(&since);
        loop {
            let climbed = self.carried(orders, points)?;
            if circle.iter().any(|place| points[*place] > upto[*place]) {
                return Ok(Course::Ends);
            }
            if !climbed {
                return Ok(Course::Rests);
            }
            let all_climbed = |from: &[i128], by: i128| {
                circle.iter().zip(from).all(|(place, from)| points[*place] >= from + by)
            };
            if all_climbed(&began, CYCLE) {
                return Ok(Course::Climbs);
            }
            let leaves = circle.iter().any(|place| points[*place] + reach >= end);
            if !leaves && !all_climbed(&since, FOUR_YEARS) {
                continue;
            }
            if !leaves {
                for place in circle {
                    points[*place] = points[*place].max(end - 2 * reach);
                }
            }
            since = circle.iter().map(|place| points[*place]).collect();
            end = stretch(&since);
        }
    }

    /// How far from a point all that orders look at lies, and other points of a circle they ask for.
    fn reach(&mut self, orders: &[Order]) -> i128 {
        let lines = orders.iter().flat_map(|order| [order.earlier.1, order.later.1]);
        let lengths: Vec<(i128, i128)> = lines.map(|line| self.lengths(line)).collect();
        let far = lengths.into_iter().map(|(least, most)| least.abs().max(most.abs()) + 3);
        far.sum()
    }

    /// Whether each order by itself asks for so much that a circle of them can never be.
    fn climb_for_ever(&mut self, circle: &[usize], orders: &[Order]) -> bool {
        let asked: Vec<i128> = orders
            .iter()
            .map(|order| {
                let (shortest, _) = self.lengths(order.earlier.1);
                let (_, longest) = self.lengths(order.later.1);
                shortest - longest + i128::from(order.strict)
            })
            .collect();
        let last = circle.iter().max().map_or(0, |last| last + 1);
        let mut above = vec![0; last];
        for _ in 0..=circle.len() {
            let mut climbed = false;
            for (order, asked) in orders.iter().zip(&asked) {
                let reached = above[order.earlier.0] + asked;
                climbed |= reached > above[order.later.0];
                above[order.later.0] = reached.max(above[order.later.0]);
            }
            if !climbed {
                return false;
            }
        }
        true
    }

    /// How far a shift leads at least and at most.
    fn lengths(&mut self, line: Line) -> (i128, i128) {
        match line {
            Line::Plain | Line::Times(..) => (0, 0),
            Line::Shift(by) => (by, by),
            Line::Months(months) => *self.lengths.entry(months).or_insert_with(|| months_long(months)),
        }
    }
}

/// Moves the later place of an order on, as far as the earlier one asks for; whether it had to be moved.
fn carry(points: &mut [i128], order: &Order) -> bool {
    let asked = shifted(order.earlier.1, points[order.earlier.0]) + i128::from(order.strict);
    let reached = first_reaching(order.later.1, asked);
    let later = &mut points[order.later.0];
    let climbs = reached > *later;
    *later = reached.max(*later);
    climbs
}

/// Moves the earlier place of an order back, as far as the later one asks for; whether it had to be moved.
fn carry_back(points: &mut [i128], order: &Order) -> bool {
    let asked = shifted(order.later.1, points[order.later.0]) - i128::from(order.strict);
    let reached = first_reaching(order.earlier.1, asked + 1) - 1;
    let earlier = &mut points[order.earlier.0];
    let lowers = reached < *earlier;
    *earlier = reached.min(*earlier);
    lowers
}

fn is_above(points: &[i128], upto: &[i128]) -> bool {
    points.iter().zip(upto).any(|(point, upto)| point > upto)
}

fn shifted(line: Line, day: i128) -> i128 {
    match line {
        Line::Plain | Line::Times(..) => day,
        Line::Shift(by) => day + by,
        Line::Months(months) => months_later(day, months),
    }
}

/// The first day that, shifted, is a given one or later.
fn first_reaching(line: Line, asked: i128) -> i128 {
    let Line::Months(months) = line else { return asked - (shifted(line, asked) - asked) };
    // The other way by as many months is at most a few days off: months end on different days.
    let mut day = months_later(asked, -months);
    while months_later(day, months) < asked {
        day += 1;
    }
    while months_later(day - 1, months) >= asked {
        day -= 1;
    }
    day
}

/// The places in groups that are tied in circles, each after those from which an order leads to it.
fn circles(orders: &[Order], places: usize) -> Vec<Vec<usize>> {
    let mut reaches: Vec<u64> = (0..places).map(|place| 1 << place).collect();
    for order in orders {
        reaches[order.earlier.0] |= 1 << order.later.0;
    }
    for by in 0..places {
        for from in 0..places {
            if reaches[from] >> by & 1 == 1 {
                reaches[from] |= reaches[by];
            }
        }
    }
    // What reaches a place reaches all that this one does, so those that reach more come first.
    let mut order: Vec<usize> = (0..places).collect();
    order.sort_by_key(|place| std::cmp::Reverse(reaches[*place].count_ones()));
    let mut circles: Vec<Vec<usize>> = Vec::new();
    for place in order {
        match circles.iter_mut().find(|circle| reaches[circle[0]] == reaches[place]) {
            Some(circle) => circle.push(place),
            None => circles.push(vec![place]),
        }
    }
    circles
}
