//! Binary decision diagrams with shared nodes: conditions over variables, equal exactly where their numbers are.
//!
//! The diagrams are those of R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation" (1986).
//! One verdict asks hundreds of questions about the same few conditions, so all diagrams of a case share one
//! store and one memory of what was joined before. Nothing here recurses: the depth of a diagram is the number
//! of its variables, and a long policy has thousands.

use std::collections::HashMap;

use super::budget::Budget;

/// A condition: the number of its topmost node.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Diagram(u32);

impl Diagram {
    pub const NO: Diagram = Diagram(0);
    pub const YES: Diagram = Diagram(1);

    /// The truth of a condition that depends on nothing.
    pub fn as_bool(self) -> Option<bool> {
        match self {
            Diagram::NO => Some(false),
            Diagram::YES => Some(true),
            _ => None,
        }
    }
}

#[derive(Copy, Clone, PartialEq, Eq)]
struct Node {
    variable: u32,
    low: Diagram,
    high: Diagram,
}

/// A step of "if, then, else": a question, or the joining of the answers to its halves.
enum Task {
    Ask(Diagram, Diagram, Diagram),
    Join(u32, Diagram, Diagram, Diagram),
}

const LEAF: u32 = u32::MAX;
const LEAST_PLACES: usize = 1 << 10;
const MOST_MEMORY: usize = 1 << 20;

/// All diagrams of one case, and the budget they share.
pub struct Diagrams {
    nodes: Vec<Node>,
    /// Open addressing over `nodes`; 0 is a free place.
    places: Vec<u32>,
    memory: Memory,
    /// What "if, then, else" works with; kept, so that its room is asked for once.
    at_work: (Vec<Task>, Vec<Diagram>),
    steps: usize,
    budget: Budget,
    spent: bool,
}

impl Diagrams {
    /// A store that gives up beyond its budget.
    pub fn within(budget: Budget) -> Diagrams {
        let leaf = |it| Node { variable: LEAF, low: it, high: it };
        Diagrams {
            nodes: vec![leaf(Diagram::NO), leaf(Diagram::YES)],
            places: vec![0; LEAST_PLACES],
            memory: Memory::of(LEAST_PLACES),
            at_work: Default::default(),
            steps: 0,
            budget,
            spent: false,
        }
    }

    /// Whether the budget ran out; every answer since then, and so all that was built, means nothing.
    pub fn spent(&self) -> bool {
        self.spent
    }

    /// Gives up: what is asked cannot be put into a diagram of bearable size.
    pub fn give_up(&mut self) {
        self.spent = true;
    }

    /// How often two were joined.
    pub fn joinings(&self) -> usize {
        self.steps
    }

    /// The condition that a variable is set.
    pub fn variable(&mut self, variable: u32) -> Diagram {
        self.node(variable, Diagram::NO, Diagram::YES)
    }

    /// The node that tests a variable standing before all those of `low` and `high`.
    pub fn node(&mut self, variable: u32, low: Diagram, high: Diagram) -> Diagram {
        if low == high || self.spent {
            return low;
        }
        let node = Node { variable, low, high };
        let mut at = self.home(node);
        while self.places[at] != 0 {
            if self.nodes[self.places[at] as usize] == node {
                return Diagram(self.places[at]);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
        if self.nodes.len() >= self.budget.nodes {
            self.spent = true;
            return Diagram::NO;
        }
        let number = self.nodes.len() as u32;
        self.places[at] = number;
        self.nodes.push(node);
        if self.nodes.len() * 2 > self.places.len() {
            self.grow();
        }
        Diagram(number)
    }

    pub fn not(&mut self, it: Diagram) -> Diagram {
        self.choose(it, Diagram::NO, Diagram::YES)
    }

    pub fn and(&mut self, one: Diagram, other: Diagram) -> Diagram {
        self.choose(one, other, Diagram::NO)
    }

    pub fn or(&mut self, one: Diagram, other: Diagram) -> Diagram {
        self.choose(one, Diagram::YES, other)
    }

    /// The first holds and the second does not. What of the second lies far from the first is not looked at.
    pub fn without(&mut self, one: Diagram, other: Diagram) -> Diagram {
        self.choose(other, Diagram::NO, one)
    }

    /// `then` where `when` holds, `otherwise` elsewhere.
    pub fn choose(&mut self, when: Diagram, then: Diagram, otherwise: Diagram) -> Diagram {
        if let Some(answer) = plain(when, then, otherwise) {
            return answer;
        }
        let (mut tasks, mut done) = std::mem::take(&mut self.at_work);
        tasks.clear();
        done.clear();
        tasks.push(Task::Ask(when, then, otherwise));
        while let Some(task) = tasks.pop() {
            match task {
                Task::Ask(f, g, h) => {
                    // Putting the two operands of an `and` or an `or` in one order doubles what is remembered.
                    let (f, g, h) = match (f, g, h) {
                        (f, g, Diagram::NO) if g > f => (g, f, Diagram::NO),
                        (f, Diagram::YES, h) if h > f => (h, Diagram::YES, f),
                        other => other,
                    };
                    if let Some(answer) = plain(f, g, h) {
                        done.push(answer);
                        continue;
                    }
                    if self.spent {
                        return Diagram::NO;
                    }
                    if let Some(answer) = self.memory.recall(f, g, h) {
                        done.push(answer);
                        continue;
                    }
                    self.steps += 1;
                    if self.steps > self.budget.steps {
                        self.spent = true;
                    }
                    let variable = self.variable_of(f).min(self.variable_of(g)).min(self.variable_of(h));
                    let halves = [f, g, h].map(|it| self.halves(it, variable));
                    tasks.push(Task::Join(variable, f, g, h));
                    tasks.push(Task::Ask(halves[0].1, halves[1].1, halves[2].1));
                    tasks.push(Task::Ask(halves[0].0, halves[1].0, halves[2].0));
                }
                Task::Join(variable, f, g, h) => {
                    let high = done.pop().unwrap_or(Diagram::NO);
                    let low = done.pop().unwrap_or(Diagram::NO);
                    let answer = self.node(variable, low, high);
                    self.memory.keep(f, g, h, answer);
                    done.push(answer);
                }
            }
        }
        let answer = done.pop().unwrap_or(Diagram::NO);
        self.at_work = (tasks, done);
        answer
    }

    /// Whether some assignment satisfies both.
    pub fn meet(&mut self, one: Diagram, other: Diagram) -> bool {
        self.and(one, other) != Diagram::NO
    }

    /// Whether every assignment that satisfies the first satisfies the second.
    pub fn implies(&mut self, one: Diagram, other: Diagram) -> bool {
        self.choose(one, other, Diagram::YES) == Diagram::YES
    }

    /// Holds where the condition does for some values of the variables that are to be forgotten.
    pub fn forget(&mut self, it: Diagram, forgotten: &dyn Fn(u32) -> bool) -> Diagram {
        self.rebuild(it, &mut |diagrams, variable, low, high| {
            if forgotten(variable) { diagrams.or(low, high) } else { diagrams.node(variable, low, high) }
        })
    }

    /// Builds the condition anew from its leaves upward, each node from what became of its halves.
    pub fn rebuild(
        &mut self,
        it: Diagram,
        join: &mut dyn FnMut(&mut Diagrams, u32, Diagram, Diagram) -> Diagram,
    ) -> Diagram {
        self.rebuild_from(it, u32::MAX, &mut |_, it| it, join)
    }

    /// Like [`Diagrams::rebuild`], but what tests no variable before `border` is given to `bottom` whole.
    pub fn rebuild_from(
        &mut self,
        it: Diagram,
        border: u32,
        bottom: &mut dyn FnMut(&mut Diagrams, Diagram) -> Diagram,
        join: &mut dyn FnMut(&mut Diagrams, u32, Diagram, Diagram) -> Diagram,
    ) -> Diagram {
        let mut became: HashMap<Diagram, Diagram> = HashMap::new();
        for part in self.parts(it, border) {
            if self.spent {
                return Diagram::NO;
            }
            let node = self.nodes[part.0 as usize];
            let new = if node.variable >= border {
                bottom(self, part)
            } else {
                let (low, high) = (became[&node.low], became[&node.high]);
                join(self, node.variable, low, high)
            };
            became.insert(part, new);
        }
        became[&it]
    }

    /// The conditions below a border: what remains of a condition once all variables before it are known.
    pub fn below(&self, it: Diagram, border: u32) -> Vec<Diagram> {
        self.parts(it, border).into_iter().filter(|part| self.variable_of(*part) >= border).collect()
    }

    /// The variables a condition depends on, ascending.
    pub fn support(&self, it: Diagram) -> Vec<u32> {
        let mut variables: Vec<u32> =
            self.parts(it, LEAF).into_iter().map(|part| self.variable_of(part)).collect();
        variables.sort_unstable();
        variables.dedup();
        variables.pop_if(|last| *last == LEAF);
        variables
    }

    /// A satisfying assignment, on the fewest variables; the first in order where several are.
    pub fn witness(&self, it: Diagram) -> Option<Vec<(u32, bool)>> {
        self.cheapest(it, &|_, _| 1)
    }

    /// A satisfying assignment that costs least; among equals the one that sets the earliest variables.
    pub fn cheapest(&self, it: Diagram, cost: &dyn Fn(u32, bool) -> u32) -> Option<Vec<(u32, bool)>> {
        if it == Diagram::NO {
            return None;
        }
        let mut best: HashMap<Diagram, Option<(u32, bool)>> = HashMap::new();
        for part in self.parts(it, LEAF) {
            let node = self.nodes[part.0 as usize];
            let found = match part {
                Diagram::NO => None,
                Diagram::YES => Some((0, false)),
                _ => {
                    let way = |to: Diagram, set: bool| {
                        best[&to].map(|(rest, _)| (rest.saturating_add(cost(node.variable, set)), set))
                    };
                    match (way(node.high, true), way(node.low, false)) {
                        (Some(high), Some(low)) => Some(if high.0 <= low.0 { high } else { low }),
                        (high, low) => high.or(low),
                    }
                }
            };
            best.insert(part, found);
        }
        let mut assignment = Vec::new();
        let mut at = it;
        while at != Diagram::YES {
            let node = self.nodes[at.0 as usize];
            let (_, set) = best[&at]?;
            assignment.push((node.variable, set));
            at = if set { node.high } else { node.low };
        }
        Some(assignment)
    }

    /// All nodes of a condition down to a border, each after its halves.
    fn parts(&self, it: Diagram, border: u32) -> Vec<Diagram> {
        let mut seen = std::collections::HashSet::from([it]);
        let mut waiting = vec![it];
        while let Some(part) = waiting.pop() {
            let node = self.nodes[part.0 as usize];
            if node.variable < border {
                waiting.extend([node.low, node.high].into_iter().filter(|half| seen.insert(*half)));
            }
        }
        let mut parts: Vec<Diagram> = seen.into_iter().collect();
        // A node is always newer than its halves.
        parts.sort_unstable();
        parts
    }

    fn variable_of(&self, it: Diagram) -> u32 {
        self.nodes[it.0 as usize].variable
    }

    fn halves(&self, it: Diagram, variable: u32) -> (Diagram, Diagram) {
        let node = self.nodes[it.0 as usize];
        if node.variable == variable { (node.low, node.high) } else { (it, it) }
    }

    fn home(&self, node: Node) -> usize {
        mix(node.variable, node.low.0, node.high.0) & (self.places.len() - 1)
    }

    fn grow(&mut self) {
        self.places = vec![0; self.places.len() * 2];
        for number in 2..self.nodes.len() {
            let mut at = self.home(self.nodes[number]);
            while self.places[at] != 0 {
                at = (at + 1) & (self.places.len() - 1);
            }
            self.places[at] = number as u32;
        }
        self.memory.grow(self.places.len());
    }
}

/// What "if, then, else" gave before; later answers overwrite earlier ones. It grows with the store, for most
/// cases need little of it.
struct Memory(Vec<[Diagram; 4]>);

impl Memory {
    /// One of so many places, a power of two. No question is all `NO`, so what is kept nowhere is never found.
    fn of(places: usize) -> Memory {
        Memory(vec![[Diagram::NO; 4]; places])
    }

    fn place(&self, f: Diagram, g: Diagram, h: Diagram) -> usize {
        mix(f.0, g.0, h.0) & (self.0.len() - 1)
    }

    fn recall(&self, f: Diagram, g: Diagram, h: Diagram) -> Option<Diagram> {
        let [when, then, otherwise, answer] = self.0[self.place(f, g, h)];
        ((when, then, otherwise) == (f, g, h)).then_some(answer)
    }

    fn keep(&mut self, f: Diagram, g: Diagram, h: Diagram, answer: Diagram) {
        let at = self.place(f, g, h);
        self.0[at] = [f, g, h, answer];
    }

    /// As many places, up to a bound; what was remembered is kept.
    fn grow(&mut self, places: usize) {
        let places = places.min(MOST_MEMORY);
        if places > self.0.len() {
            let before = std::mem::replace(self, Memory::of(places));
            for [f, g, h, answer] in before.0 {
                self.keep(f, g, h, answer);
            }
        }
    }
}

/// The answers that need no look inside.
fn plain(f: Diagram, g: Diagram, h: Diagram) -> Option<Diagram> {
    match (f, g, h) {
        (Diagram::YES, g, _) => Some(g),
        (Diagram::NO, _, h) => Some(h),
        (_, g, h) if g == h => Some(g),
        (f, Diagram::YES, Diagram::NO) => Some(f),
        (f, g, Diagram::NO) if f == g => Some(f),
        (f, Diagram::YES, h) if f == h => Some(f),
        _ => None,
    }
}

fn mix(a: u32, b: u32, c: u32) -> usize {
    let mut it = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    it = (it ^ (it >> 29) ^ u64::from(c)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (it ^ (it >> 32)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_conditions_are_one() {
        let mut d = Diagrams::within(Budget::VERDICT);
        let (a, b, c) = (d.variable(0), d.variable(1), d.variable(2));
        let bc = d.or(b, c);
        let left = d.and(a, bc);
        let (ab, ac) = (d.and(a, b), d.and(a, c));
        assert_eq!(left, d.or(ab, ac));
        let not_a = d.not(a);
        assert_eq!(d.or(a, not_a), Diagram::YES);
        assert_eq!(d.support(left), [0, 1, 2]);
        assert_eq!(d.forget(left, &|v| v == 0), bc);
    }

    #[test]
    fn the_cheapest_witness_sets_the_earliest() {
        let mut d = Diagrams::within(Budget::VERDICT);
        let (a, b) = (d.variable(0), d.variable(1));
        let either = d.or(a, b);
        assert_eq!(d.cheapest(either, &|_, set| u32::from(set)), Some(vec![(0, true)]));
        assert_eq!(d.witness(Diagram::NO), None);
    }

    #[test]
    fn a_budget_is_kept() {
        let mut d = Diagrams::within(Budget { nodes: 8, ..Budget::VERDICT });
        let mut all = Diagram::YES;
        for variable in 0..20 {
            let it = d.variable(variable);
            all = d.and(all, it);
        }
        assert!(d.spent());
    }
}
