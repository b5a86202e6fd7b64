//! Choices drawn one after the other from numbers that proptest makes and shrinks.

pub struct Draw {
    numbers: Vec<u16>,
    next: usize,
    /// Where a run of numbers stands that goes on once these are used up.
    run: Option<u64>,
}

impl Draw {
    pub fn from(numbers: Vec<u16>) -> Draw {
        Draw { numbers, next: 0, run: None }
    }

    /// Draws without end: a run of numbers that look accidental, begun by these.
    pub fn without_end(from: &[u16]) -> Draw {
        let begin = from.iter().fold(1, |begin: u64, number| mixed(begin ^ u64::from(*number)));
        Draw { numbers: Vec::new(), next: 0, run: Some(begin) }
    }

    /// One of so many, 0 once the numbers are used up.
    pub fn below(&mut self, bound: usize) -> usize {
        let number = match (self.numbers.get(self.next), &mut self.run) {
            (Some(number), _) => *number,
            (None, Some(run)) => {
                *run = run.wrapping_add(1);
                mixed(*run) as u16
            }
            (None, None) => 0,
        };
        self.next += 1;
        usize::from(number) % bound.max(1)
    }

    pub fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == one_in - 1
    }

    pub fn one_of<'a, T>(&mut self, these: &'a [T]) -> &'a T {
        &these[self.below(these.len())]
    }
}

/// A number from which the next looks unlike (S. Vigna's splitmix64).
fn mixed(it: u64) -> u64 {
    let it = it.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    it ^ (it >> 31)
}
