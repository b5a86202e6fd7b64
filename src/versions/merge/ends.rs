//! How lines end: texts are brought together with plain line ends, and get back those that they had.

/// The line ends that what comes has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Every text is left as it is.
    AsTheyAre,
    Plain,
    /// Two characters, `\r\n`, as on Windows.
    Wide,
}

impl Ends {
    /// Of a base and two sides: those of the side that changed them. Where one text has both kinds, nothing is done.
    pub fn of([base, ours, theirs]: [&str; 3]) -> Ends {
        let (Some(base), Some(ours), Some(theirs)) = (style(base), style(ours), style(theirs)) else {
            return Ends::AsTheyAre;
        };
        if ours == base { theirs } else { ours }
    }

    /// A text as it is brought together with others.
    pub fn plain(self, text: &str) -> String {
        match self {
            Ends::AsTheyAre => text.to_owned(),
            Ends::Plain | Ends::Wide => text.replace("\r\n", "\n"),
        }
    }

    /// What came of it.
    pub fn restored(self, text: String) -> String {
        match self {
            Ends::AsTheyAre | Ends::Plain => text,
            Ends::Wide => text.replace('\n', "\r\n"),
        }
    }
}

/// How all lines of a text end; nothing where they end in both ways.
fn style(text: &str) -> Option<Ends> {
    match (text.matches('\n').count(), text.matches("\r\n").count()) {
        (_, 0) => Some(Ends::Plain),
        (all, wide) if all == wide => Some(Ends::Wide),
        _ => None,
    }
}
