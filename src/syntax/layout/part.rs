//! What matters of an item's parts to how it is laid out: where a line begins, and where one may.

/// A place in the text where a part begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) struct Part {
    /// The byte of the file at which it begins.
    pub at: u32,
    pub role: Role,
}

/// How a part stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Role {
    /// It begins a line.
    Line(Kind),
    /// It stands in the next column of its line.
    Cell(Column),
    /// It closes the row of a list, in a column or on a line of its own.
    Aside,
    /// It begins a line where the words before and after it have no room on one.
    Break(Break),
}

/// A column that lines of one kind have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) struct Column {
    /// The blanks between it and the column before.
    pub gap: u8,
    /// Where it begins at the earliest.
    pub from: u8,
}

impl Column {
    /// A name or label comes before: one blank.
    pub const NEAR: Column = Column { gap: 1, from: 0 };
    /// Two blanks, so that the eye sees a column.
    pub const WIDE: Column = Column { gap: 2, from: 0 };
}

/// The kinds of lines. Lines of one kind that stand together have their columns in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Kind {
    /// A line of a policy's header whose value stands in a column: `version    "2021-12"`.
    Header,
    /// An action with its title, below the first.
    Action,
    Term,
    Attribute,
    /// An item of a list that stands in so many lists.
    Row(u8),
    /// A row of a table, so many steps in.
    Cells(u8),
    /// Any other line, so many steps in.
    Plain(u8),
}

/// A place where a line may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) struct Break {
    /// The lowest is broken first.
    pub rank: u16,
    /// Where one of its rank is broken, all are: the limbs of an `or` stand under one another.
    pub together: bool,
    /// What is broken further stands no deeper: the members of a list.
    pub level: bool,
}

impl Break {
    /// Before the members of a named list.
    pub const MEMBERS: Break = Break { rank: 0, together: false, level: true };
    /// Between the great parts of an item or statement.
    pub const PART: Break = Break { rank: 1, together: false, level: false };
    /// Before `when` and its like: only where that is enough.
    pub const WHEN: Break = Break { rank: 2, together: false, level: false };

    /// Before an `and` or `or` in so many parentheses.
    pub fn connective(depth: usize) -> Break {
        Break { rank: Break::deep(depth) + 3, together: true, level: false }
    }

    /// Before `where`, `has` and what else divides a condition.
    pub fn inside(depth: usize) -> Break {
        Break { rank: Break::deep(depth) + 6, together: false, level: false }
    }

    /// After a comma.
    pub fn comma(depth: usize) -> Break {
        Break { rank: Break::deep(depth) + 7, together: false, level: false }
    }

    fn deep(depth: usize) -> u16 {
        depth.min(1000) as u16 * 10
    }
}
