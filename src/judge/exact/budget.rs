//! How much may be spent on a question before it is given up.

/// How large diagrams may grow, counted so that a budget is the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// How many nodes all diagrams of a question may have together; each takes some 24 bytes.
    pub nodes: usize,
    /// How often two of them may be joined.
    pub steps: usize,
}

impl Budget {
    /// For the verdict on one case.
    pub const VERDICT: Budget = Budget { nodes: 1 << 20, steps: 1 << 24 };
    /// For what holds of all cases.
    pub const PROOF: Budget = Budget { nodes: 1 << 24, steps: 1 << 30 };
}
