//! Whose diagrams are used, and how.

use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet};
use oxidd::bdd::{BDDFunction, BDDManagerRef, new_manager};
use oxidd::{BooleanFunction, Manager, ManagerRef};
use rustsat::solvers::{Solve, SolveIncremental, SolverResult};
use rustsat::types::{Clause, Lit};
use rustsat_batsat::BasicSolver;

use crate::budget::Budget;
use crate::diagram::{Diagram, Diagrams};
use crate::work;

/// Conditions over variables.
pub trait Engine {
    type Condition: Clone;

    fn constant(&mut self, holds: bool) -> Self::Condition;
    fn variable(&mut self, variable: u32) -> Self::Condition;
    fn and(&mut self, one: &Self::Condition, other: &Self::Condition) -> Self::Condition;
    fn or(&mut self, one: &Self::Condition, other: &Self::Condition) -> Self::Condition;
    fn without(&mut self, one: &Self::Condition, other: &Self::Condition) -> Self::Condition;
    fn is_never(&mut self, it: &Self::Condition) -> bool;
}

/// Licit's own.
pub struct Own(Diagrams);

impl Own {
    pub fn new() -> Own {
        Own(Diagrams::within(Budget::PROOF))
    }
}

impl Engine for Own {
    type Condition = Diagram;

    fn constant(&mut self, holds: bool) -> Diagram {
        if holds { Diagram::YES } else { Diagram::NO }
    }

    fn variable(&mut self, variable: u32) -> Diagram {
        self.0.variable(variable)
    }

    fn and(&mut self, one: &Diagram, other: &Diagram) -> Diagram {
        self.0.and(*one, *other)
    }

    fn or(&mut self, one: &Diagram, other: &Diagram) -> Diagram {
        self.0.or(*one, *other)
    }

    fn without(&mut self, one: &Diagram, other: &Diagram) -> Diagram {
        self.0.without(*one, *other)
    }

    fn is_never(&mut self, it: &Diagram) -> bool {
        assert!(!self.0.spent());
        *it == Diagram::NO
    }
}

/// biodivine-lib-bdd, in which each diagram has nodes of its own.
pub struct Biodivine(BddVariableSet, Vec<BddVariable>);

impl Biodivine {
    pub fn new(variables: u32) -> Biodivine {
        let set = BddVariableSet::new_anonymous(variables as u16);
        let variables = set.variables();
        Biodivine(set, variables)
    }
}

impl Engine for Biodivine {
    type Condition = Bdd;

    fn constant(&mut self, holds: bool) -> Bdd {
        if holds { self.0.mk_true() } else { self.0.mk_false() }
    }

    fn variable(&mut self, variable: u32) -> Bdd {
        self.0.mk_var(self.1[variable as usize])
    }

    fn and(&mut self, one: &Bdd, other: &Bdd) -> Bdd {
        one.and(other)
    }

    fn or(&mut self, one: &Bdd, other: &Bdd) -> Bdd {
        one.or(other)
    }

    fn without(&mut self, one: &Bdd, other: &Bdd) -> Bdd {
        one.and_not(other)
    }

    fn is_never(&mut self, it: &Bdd) -> bool {
        it.is_false()
    }
}

/// OxiDD, one thread.
pub struct Oxidd(BDDManagerRef, Vec<BDDFunction>);

impl Oxidd {
    pub fn new(variables: u32) -> Oxidd {
        let manager = new_manager(1 << 21, 1 << 20, 1);
        let variables = manager.with_manager_exclusive(|manager| {
            let names = manager.add_vars(variables);
            names.map(|name| BDDFunction::var(manager, name).expect("there is room")).collect()
        });
        Oxidd(manager, variables)
    }
}

impl Engine for Oxidd {
    type Condition = BDDFunction;

    fn constant(&mut self, holds: bool) -> BDDFunction {
        self.0.with_manager_shared(
            |manager| if holds { BDDFunction::t(manager) } else { BDDFunction::f(manager) },
        )
    }

    fn variable(&mut self, variable: u32) -> BDDFunction {
        self.1[variable as usize].clone()
    }

    fn and(&mut self, one: &BDDFunction, other: &BDDFunction) -> BDDFunction {
        one.and(other).expect("there is room")
    }

    fn or(&mut self, one: &BDDFunction, other: &BDDFunction) -> BDDFunction {
        one.or(other).expect("there is room")
    }

    fn without(&mut self, one: &BDDFunction, other: &BDDFunction) -> BDDFunction {
        other.imp_strict(one).expect("there is room")
    }

    fn is_never(&mut self, it: &BDDFunction) -> bool {
        !it.satisfiable()
    }
}

/// The same questions to a SAT solver: each clause by a variable that is set just where its condition holds, and
/// one question a clause, under the assumptions that it holds and the others of its kind do not.
pub fn sat(many: usize) -> String {
    let mut solver = BasicSolver::default();
    let clauses = work::clauses(many);
    let mut next = work::variables(many);
    let mut fresh = || {
        next += 1;
        Lit::positive(next - 1)
    };
    let mut add = |literals: &[Lit]| solver.add_clause(Clause::from(literals)).expect("there is room");
    let mut holds = Vec::new();
    for clause in &clauses {
        let mut parts: Vec<Lit> = clause.set.iter().map(|variable| Lit::positive(*variable)).collect();
        for &(first, digits, from, upto) in &clause.numbers {
            let each: Vec<Lit> = (from..=upto)
                .map(|number| {
                    let digits = (0..digits)
                        .map(|digit| Lit::new(first + digit, number >> (digits - 1 - digit) & 1 == 0));
                    let (is, digits) = (fresh(), digits.collect::<Vec<_>>());
                    digits.iter().for_each(|digit| add(&[!is, *digit]));
                    add(&digits.iter().map(|digit| !*digit).chain([is]).collect::<Vec<_>>());
                    is
                })
                .collect();
            let among = fresh();
            each.iter().for_each(|is| add(&[!*is, among]));
            add(&each.iter().copied().chain([!among]).collect::<Vec<_>>());
            parts.push(among);
        }
        let all = fresh();
        parts.iter().for_each(|part| add(&[!all, *part]));
        add(&parts.iter().map(|part| !*part).chain([all]).collect::<Vec<_>>());
        holds.push(all);
    }
    let permitted = fresh();
    let permissions = || (0..many).filter(|number| !clauses[*number].prohibits);
    add(&permissions().map(|number| holds[number]).chain([!permitted]).collect::<Vec<_>>());
    let mut counts = [0, 0];
    for (number, clause) in clauses.iter().enumerate() {
        let others = (0..many).filter(|other| *other != number);
        let others = others.filter(|other| clauses[*other].prohibits || !clause.prohibits);
        let mut assumed: Vec<Lit> = others.map(|other| !holds[other]).collect();
        assumed.push(holds[number]);
        if clause.prohibits {
            assumed.push(permitted);
        }
        let found = solver.solve_assumps(&assumed).expect("it answers") == SolverResult::Sat;
        counts[usize::from(clause.prohibits)] += usize::from(found);
    }
    format!("{}/{}", counts[0], counts[1])
}
