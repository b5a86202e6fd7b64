//! The letters of lists: which come first, and which may follow which.

/// How a list is lettered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// (a) (b) ... (z) (aa)
    Small,
    /// (i) (ii) (iii)
    Roman,
    /// (A) (B) (C)
    Capital,
    /// (1) (2) (3)
    Figure,
}

/// How far a list has come: its last label, and the letters put in after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Progress {
    pub style: Style,
    number: u32,
    inserted: u32,
}

impl Progress {
    /// A list that begins with this label, parentheses dropped; `(i)` first is the roman one.
    pub fn begin(label: &str) -> Option<Progress> {
        let style = match label {
            "a" => Style::Small,
            "i" => Style::Roman,
            "A" => Style::Capital,
            "1" => Style::Figure,
            _ => return None,
        };
        Some(Progress { style, number: 1, inserted: 0 })
    }

    /// A list that begins with a label which begins none, in the style the label looks like: told, and read on.
    pub fn begin_anywhere(label: &str) -> Progress {
        Progress::begin(label).unwrap_or_else(|| {
            let style = Style::looks_like(label);
            Progress { style, number: style.number(label), inserted: 0 }
        })
    }

    /// The labels that may follow: the next one, and one put in after the last.
    pub fn next(&self) -> [(String, Progress); 2] {
        let plain = Progress { number: self.number + 1, inserted: 0, ..*self };
        let between = Progress { inserted: self.inserted + 1, ..*self };
        [(plain.label(), plain), (between.label(), between)]
    }

    /// The list with `label` as its last, where it may follow.
    pub fn followed_by(&self, label: &str) -> Option<Progress> {
        self.next().into_iter().find(|(next, _)| next == label).map(|(_, progress)| progress)
    }

    /// The list with `label` as its last though it may not follow, so that one fault is told once.
    pub fn skipped_to(&self, label: &str) -> Progress {
        let number = self.style.number(label);
        if number == 0 { *self } else { Progress { number, inserted: 0, ..*self } }
    }

    /// Whether it has come further than a label of its style.
    pub fn is_after(&self, label: &str) -> bool {
        (1..self.number).contains(&self.style.number(label))
    }

    /// The label it stands at, without parentheses.
    fn label(&self) -> String {
        let plain = match self.style {
            Style::Small => letters(self.number),
            Style::Capital => letters(self.number).to_uppercase(),
            Style::Roman => roman(self.number),
            Style::Figure => self.number.to_string(),
        };
        let inserted = match self.inserted {
            0 => String::new(),
            inserted if self.style == Style::Capital => letters(inserted).to_uppercase(),
            inserted => letters(inserted),
        };
        plain + &inserted
    }
}

impl Style {
    /// The style a label looks like by itself.
    pub fn looks_like(label: &str) -> Style {
        match label.chars().next() {
            Some('0'..='9') => Style::Figure,
            Some('A'..='Z') => Style::Capital,
            _ if label.len() > 1 && label.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l')) => Style::Roman,
            _ => Style::Small,
        }
    }

    /// The number of a plain label of this style, 0 where it is none.
    fn number(self, label: &str) -> u32 {
        (1..=200)
            .find(|number| Progress { style: self, number: *number, inserted: 0 }.label() == label)
            .unwrap_or(0)
    }
}

/// a ... z, aa ... az, ba ...
fn letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    letters.iter().rev().collect()
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            roman.push_str(sign);
            number -= value;
        }
    }
    roman
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(labels: &[&str]) -> bool {
        let mut labels = labels.iter();
        let mut progress = Progress::begin(labels.next().unwrap()).unwrap();
        labels.all(|label| progress.followed_by(label).map(|next| progress = next).is_some())
    }

    #[test]
    fn labels_follow_one_another() {
        assert!(reads(&["a", "aa", "ab", "b", "ba", "c"]));
        assert!(reads(&["i", "ii", "iia", "iib", "iii", "iv"]));
        assert!(reads(&["1", "1a", "2"]));
        assert!(reads(&["A", "AA", "B"]));
        assert!(!reads(&["a", "c"]));
        assert!(!reads(&["a", "ab"]));
        assert!(!reads(&["i", "j"]));
    }

    #[test]
    fn the_alphabet_goes_on() {
        assert_eq!(letters(26), "z");
        assert_eq!(letters(27), "aa");
        assert_eq!(roman(49), "xlix");
    }
}
