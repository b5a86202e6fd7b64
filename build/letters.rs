//! What an expression of the grammar can begin with: where the next letter is none of these, it need not be tried.

use std::collections::HashMap;

use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule};

/// The first bytes of what an expression matches. There may be more in it than ever match, and never fewer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// A bit for each byte.
    pub bytes: [u64; 4],
    /// Whether it matches without a letter, as a look ahead does and whatever may be left out.
    pub none: bool,
}

/// The first byte of all that is not ASCII.
const BEYOND: u8 = 0x80;

impl Letters {
    const NOTHING: Letters = Letters { bytes: [0; 4], none: true };

    pub fn has(&self, byte: u8) -> bool {
        self.bytes[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    fn range(from: u8, to: u8) -> Letters {
        let mut letters = Letters::default();
        for byte in from..=to {
            letters.bytes[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        letters
    }

    fn or(self, other: Letters) -> Letters {
        let bytes = std::array::from_fn(|at| self.bytes[at] | other.bytes[at]);
        Letters { bytes, none: self.none || other.none }
    }

    /// Of what stands in sequence, with blanks between where the first matches without a letter.
    fn then(self, next: Letters, blanks: Letters) -> Letters {
        if !self.none {
            return self;
        }
        let either = Letters { none: false, ..self }.or(Letters { none: false, ..blanks }).or(next);
        Letters { none: next.none, ..either }
    }

    fn and(self, other: Letters) -> Letters {
        let bytes = std::array::from_fn(|at| self.bytes[at] & other.bytes[at]);
        Letters { bytes, ..other }
    }
}

/// What each rule of a grammar can begin with.
pub struct Beginnings(HashMap<String, Letters>);

impl Beginnings {
    pub fn of(rules: &[OptimizedRule]) -> Beginnings {
        let mut known = Beginnings(HashMap::new());
        loop {
            let before = known.0.clone();
            for rule in rules {
                let letters = known.letters(&rule.expr);
                known.0.insert(rule.name.clone(), letters);
            }
            if known.0 == before {
                return known;
            }
        }
    }

    pub fn letters(&self, expr: &Expr) -> Letters {
        match expr {
            Expr::Str(text) => match text.bytes().next() {
                Some(byte) => Letters::range(byte, byte),
                None => Letters::NOTHING,
            },
            Expr::Range(from, to) => {
                let first = |end: &str| end.bytes().next().expect("a range has ends");
                Letters::range(first(from), first(to))
            }
            Expr::Ident(name) => self.rule(name),
            Expr::PosPred(_) | Expr::NegPred(_) | Expr::Skip(_) => {
                Letters { bytes: [u64::MAX; 4], none: true }
            }
            Expr::Seq(first, rest) => {
                let blanks = self.rule("WHITESPACE");
                match &**first {
                    Expr::PosPred(ahead) => {
                        let (ahead, rest) = (self.letters(ahead), self.letters(rest));
                        let rest = Letters::NOTHING.then(rest, blanks);
                        if ahead.none { rest } else { ahead.and(rest) }
                    }
                    Expr::NegPred(_) => Letters::NOTHING.then(self.letters(rest), blanks),
                    first => self.letters(first).then(self.letters(rest), blanks),
                }
            }
            Expr::Choice(one, other) => self.letters(one).or(self.letters(other)),
            Expr::Opt(expr) | Expr::Rep(expr) => Letters { none: true, ..self.letters(expr) },
            Expr::RestoreOnErr(expr) => self.letters(expr),
            Expr::Insens(_) | Expr::PeekSlice(..) | Expr::Push(_) => {
                panic!("the matcher knows nothing of {expr:?}, which the grammar had no need of so far")
            }
        }
    }

    fn rule(&self, name: &str) -> Letters {
        let beyond = Letters::range(BEYOND, u8::MAX);
        let (low, high, digit) =
            (Letters::range(b'a', b'z'), Letters::range(b'A', b'Z'), Letters::range(b'0', b'9'));
        match name {
            "ANY" => Letters::range(0, u8::MAX),
            "SOI" | "EOI" => Letters::NOTHING,
            "NEWLINE" => Letters::range(b'\n', b'\n').or(Letters::range(b'\r', b'\r')),
            "ASCII_DIGIT" => digit,
            "ASCII_ALPHA_LOWER" => low,
            "ASCII_ALPHA_UPPER" => high,
            "XID_START" => low.or(high).or(beyond),
            "XID_CONTINUE" => low.or(high).or(digit).or(Letters::range(b'_', b'_')).or(beyond),
            name => self.0.get(name).copied().unwrap_or_default(),
        }
    }
}
