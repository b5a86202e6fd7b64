//! Choices drawn one after the other from numbers that proptest makes and shrinks.

pub struct Draw {
    numbers: Vec<u16>,
    next: usize,
}

impl Draw {
    pub fn from(numbers: Vec<u16>) -> Draw {
        Draw { numbers, next: 0 }
    }

    /// One of so many, 0 once the numbers are used up.
    pub fn below(&mut self, bound: usize) -> usize {
        let number = self.numbers.get(self.next).copied().unwrap_or(0);
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
