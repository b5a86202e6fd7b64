//! Quotes held to the text: every quote must stand in its clause's `text`, and words that limit must be
//! accounted for.

use crate::problem::Problem;
use crate::problem::clause::ClauseProblem;
use crate::source::{Sources, Span};
use crate::syntax::tree::{
    Body, Clause, Condition, ConditionKind, Predicate, Remark, RemarkKind, StatementKind, Words,
};

/// Words that limit: where clauses are won and lost.
const LIMITING: [&str; 10] = [
    "only",
    "solely",
    "merely",
    "unless",
    "except",
    "or more",
    "at least",
    "for the purpose of",
    "for the purposes of",
    "in and of itself",
];

/// Tells the quotes of a clause that do not stand in its text, the limiting words that no quote accounts
/// for, and, where the clause has quotes at all, the other words they leave out.
pub fn check(clause: &Clause, sources: &Sources, problems: &mut Vec<Problem>) {
    let remarks = |kind| clause.remarks.iter().filter(move |remark| remark.kind == kind);
    let texts: Vec<Text> =
        remarks(RemarkKind::Text).map(|remark| Text::new(&remark.words, sources)).collect();
    let mut quotes: Vec<&Remark> = Vec::new();
    for statement in &clause.statements {
        let body = match &statement.kind {
            StatementKind::Define { body, .. } => Some(body),
            StatementKind::DefineByTable { .. } => None,
            StatementKind::Require { condition, case, .. } => {
                quotes.extend(case.iter().flat_map(in_condition));
                Some(condition)
            }
            StatementKind::Permit { case, .. }
            | StatementKind::Prohibit { case, .. }
            | StatementKind::Oblige { case, .. }
            | StatementKind::OnBreach { case, .. }
            | StatementKind::Except { case, .. } => case.as_ref(),
        };
        match body {
            Some(Body::Plain(condition)) => quotes.extend(in_condition(condition)),
            Some(Body::Readings(readings)) => {
                for reading in readings {
                    quotes.extend(reading.remarks.iter().filter(|remark| remark.kind == RemarkKind::Quote));
                    quotes.extend(in_condition(&reading.condition));
                }
            }
            None => {}
        }
    }
    quotes.extend(clause.unless.iter().flat_map(in_condition));
    quotes.extend(remarks(RemarkKind::Quote));
    quotes.extend(remarks(RemarkKind::Inert));
    let mut covered: Vec<Vec<bool>> = texts.iter().map(|text| vec![false; text.plain.len()]).collect();
    let mut all_found = true;
    for quote in &quotes {
        let wanted = plain(&quote.words.text);
        if wanted.is_empty() {
            continue;
        }
        let mut found = false;
        for (text, covered) in texts.iter().zip(&mut covered) {
            for (at, _) in text.plain.match_indices(&wanted) {
                found = true;
                covered[at..at + wanted.len()].fill(true);
            }
        }
        all_found &= found;
        if !found {
            let text = remarks(RemarkKind::Text).next().map(|remark| remark.words.span);
            problems.push(
                ClauseProblem::QuoteNotInText {
                    quote: quote.words.text.split_whitespace().collect::<Vec<_>>().join(" "),
                    span: quote.words.span,
                    text,
                }
                .into(),
            );
        }
    }
    for (text, covered) in texts.iter().zip(&mut covered) {
        limiting(text, covered, problems);
        if !quotes.is_empty() && all_found {
            rest(text, covered, problems);
        }
    }
}

fn limiting(text: &Text, covered: &mut [bool], problems: &mut Vec<Problem>) {
    let lower = text.plain.to_lowercase();
    if lower.len() != text.plain.len() {
        return;
    }
    for word in LIMITING {
        for (at, _) in lower.match_indices(word) {
            let end = at + word.len();
            let alone = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '-');
            if alone(lower[..at].chars().next_back())
                && alone(lower[end..].chars().next())
                && !covered[at..end].iter().all(|known| *known)
            {
                problems.push(
                    ClauseProblem::LimitingWord { word: word.to_owned(), span: text.span(at, end) }.into(),
                );
                covered[at..end].fill(true);
            }
        }
    }
}

/// Advice for the longest run of words that nothing accounts for, if it is more than a few small words.
fn rest(text: &Text, covered: &[bool], problems: &mut Vec<Problem>) {
    let mut start = None;
    let mut longest: Option<(usize, usize)> = None;
    for at in 0..=covered.len() {
        let open = at < covered.len() && !covered[at];
        match (open, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if longest.is_none_or(|(a, b)| at - from > b - a) {
                    longest = Some((from, at));
                }
                start = None;
            }
            _ => {}
        }
    }
    let Some((from, to)) = longest else { return };
    let piece = &text.plain[from..to];
    let trimmed = piece.trim_matches(|c: char| !c.is_alphanumeric());
    if trimmed.split_whitespace().filter(|word| word.chars().count() > 3).count() < 4 {
        return;
    }
    let at = from + piece.find(trimmed).unwrap_or(0);
    let words: Vec<&str> = trimmed.split_whitespace().collect();
    let shown = if words.len() > 8 {
        format!("{} ... {}", words[..4].join(" "), words[words.len() - 3..].join(" "))
    } else {
        trimmed.to_owned()
    };
    problems.push(ClauseProblem::Unquoted { words: shown, span: text.span(at, at + trimmed.len()) }.into());
}

fn in_condition(condition: &Condition) -> Vec<&Remark> {
    let mut quotes = Vec::new();
    let mut open = vec![condition];
    while let Some(condition) = open.pop() {
        match &condition.kind {
            ConditionKind::List(list) => {
                for item in &list.items {
                    quotes.extend(&item.quotes);
                    open.extend(&item.condition);
                }
            }
            ConditionKind::Junction(_, parts) => open.extend(parts),
            ConditionKind::Not(inner) | ConditionKind::Group(inner) => open.push(inner),
            ConditionKind::Quantified(quantified) => {
                open.extend(&quantified.filter);
                if let Some(Predicate::Has(condition)) = &quantified.predicate {
                    open.push(condition);
                }
            }
            ConditionKind::Given(given) => open.push(&given.otherwise),
            ConditionKind::Comparison(_) | ConditionKind::Bare(_) | ConditionKind::Broken => {}
        }
    }
    quotes
}

/// A text with blanks, line ends and typographic marks made alike, and the way back to the file.
struct Text {
    plain: String,
    /// For each byte of `plain`, the byte offset in the file.
    places: Vec<u32>,
    whole: Span,
}

impl Text {
    fn new(words: &Words, sources: &Sources) -> Text {
        let source = sources.text(words.span);
        let mut text = Text { plain: String::new(), places: Vec::new(), whole: words.span };
        let mut blank = true;
        for (at, c) in source.char_indices() {
            let c = alike(c);
            let place = words.span.start + at as u32;
            if c.is_whitespace() {
                if !blank {
                    text.push(' ', place);
                }
                blank = true;
            } else {
                text.push(c, place);
                blank = false;
            }
        }
        // The marks around the text are not words of it.
        let inner = text.plain.trim_matches(|c: char| c == '"' || c == ' ').len();
        let start = text.plain.len() - text.plain.trim_start_matches(['"', ' ']).len();
        text.plain = text.plain[start..start + inner].to_owned();
        text.places.drain(..start);
        text.places.truncate(inner);
        text
    }

    fn push(&mut self, c: char, place: u32) {
        self.plain.push(c);
        self.places.extend(std::iter::repeat_n(place, c.len_utf8()));
    }

    fn span(&self, start: usize, end: usize) -> Span {
        match (self.places.get(start), self.places.get(end - 1)) {
            (Some(from), Some(last)) => {
                let end = self.places[end - 1..].iter().find(|place| *place > last).copied();
                Span { start: *from, end: end.unwrap_or(self.whole.end).min(self.whole.end), ..self.whole }
            }
            _ => self.whole,
        }
    }
}

fn plain(text: &str) -> String {
    text.chars().map(alike).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn alike(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{00A0}' | '\u{202F}' | '\u{2009}' => ' ',
        other => other,
    }
}
