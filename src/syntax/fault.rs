//! Where the grammar could not go on, in a drafter's words.
//!
//! Pest says how far it came and which rules could have gone on there. What a drafter is told is the likeliest
//! slip that fits the letters found there, tried in turn; only where none fits, what should stand there.

use std::ops::Range;

use pest::error::{Error, ErrorVariant, InputLocation};

use super::describe::describe;
use super::grammar::{Rule, parse};
use super::near::near;
use super::segment::label;
use super::slip;
use super::vocabulary::{Owner, RESERVED};
use crate::problem::syntax::SyntaxProblem;
use crate::source::Span;

/// A place where the grammar could not go on.
#[derive(Debug)]
pub(super) struct Fault {
    /// The place, in bytes from the beginning of the text.
    pub at: usize,
    /// The rules that could have gone on there.
    wanted: Vec<Rule>,
}

/// What surrounds a fault.
pub(super) struct Place<'t> {
    pub text: &'t str,
    /// Where it is told: where it is, or where something is missing before it.
    pub at: usize,
    /// The item it is in; `None` in a table's cell.
    pub owner: Option<Owner>,
    /// The fault is the first word of a line that could be a new one.
    pub begins_line: bool,
    /// A list stands before it in its statement.
    pub after_list: bool,
    /// Where the group of lines begins that it is in.
    pub lines_from: usize,
    /// The rule that the text was read from.
    pub whole: Rule,
}

/// The rules that begin a line of an item.
const LINES: [Rule; 12] = [
    Rule::policy_line,
    Rule::terms_line,
    Rule::entity_line,
    Rule::judgement_part,
    Rule::list_part,
    Rule::assume_part,
    Rule::clause_line,
    Rule::scenario_line,
    Rule::table_row,
    Rule::property_line,
    Rule::row,
    Rule::label,
];

type Spans<'a> = &'a dyn Fn(Range<usize>) -> Span;

impl Fault {
    pub fn new(error: &Error<Rule>, text: &str) -> Fault {
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        // Rules that are particular about blanks stop before them.
        let at = text.len() - text[at..].trim_start().len();
        let wanted = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.clone(),
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Fault { at, wanted }
    }

    /// Whether a new line could have begun there.
    pub fn wants_a_line(&self) -> bool {
        self.wants(&LINES)
    }

    fn wants(&self, rules: &[Rule]) -> bool {
        rules.iter().any(|rule| self.wanted.contains(rule))
    }

    fn wants_a_condition(&self) -> bool {
        self.wants(&[
            Rule::condition,
            Rule::body,
            Rule::operand,
            Rule::words,
            Rule::tight,
            Rule::negated,
            Rule::reading,
        ])
    }

    fn wants_a_name(&self) -> bool {
        self.wants(&[
            Rule::new_name,
            Rule::name,
            Rule::known_name,
            Rule::noun,
            Rule::party,
            Rule::duty,
            Rule::remedy_name,
            Rule::subject,
            Rule::subjects,
        ])
    }

    /// The words of the language that could have stood there.
    fn words(&self) -> impl Iterator<Item = &'static str> {
        self.wanted.iter().flat_map(|rule| describe(*rule).words.iter().copied())
    }

    /// The problem it is; `span` gives a place in the file.
    pub fn explain(&self, place: &Place, span: Spans) -> SyntaxProblem {
        if place.at != self.at || place.text[place.at..].trim().is_empty() {
            let end = place.text[..place.at].trim_end().len();
            return self
                .mistaken_joint(place, span)
                .or_else(|| self.mistaken_elsewhere(place, span))
                .unwrap_or_else(|| self.missing(span(end..end)));
        }
        self.mistaken_value(place, span)
            .or_else(|| self.mistaken_wording(place, span))
            .or_else(|| self.superfluous(place, span))
            .or_else(|| self.mistaken_sign(place, span))
            .or_else(|| self.mistaken_label(place, span))
            .or_else(|| self.mistaken_text(place, span))
            .or_else(|| self.mistaken_word(place, span))
            .or_else(|| self.mistaken_elsewhere(place, span))
            .or_else(|| self.misspelt(place, span))
            .or_else(|| self.mistaken_line(place, span))
            .unwrap_or_else(|| {
                let found = slip::word(&place.text[place.at..]);
                let wanted = match place.whole {
                    Rule::column_cell => vec!["a fact such as `offence.act`", "`action`", "`on`", "`expect`"],
                    Rule::label_cell => vec!["a letter such as `(a)`"],
                    Rule::conclusion_cell => vec!["`yes`", "`no`", "a term that is defined", "`none`"],
                    _ => self.phrases(place.begins_line),
                };
                let span = span(place.at..place.at + found.len());
                SyntaxProblem::HereShouldStand { span, found: Some(found.to_owned()), wanted }
            })
    }

    fn missing(&self, span: Span) -> SyntaxProblem {
        let wanted = match self.wants(&[Rule::CloseParen]) {
            true => vec![describe(Rule::CloseParen).phrase],
            false => self.phrases(true),
        };
        SyntaxProblem::HereShouldStand { span, found: None, wanted }
    }

    /// What should stand there, each said once; where too much could, nothing is said. New lines are worth saying
    /// only where a line begins.
    fn phrases(&self, begins_line: bool) -> Vec<&'static str> {
        let mut phrases: Vec<&'static str> = Vec::new();
        for rule in self.wanted.iter().filter(|rule| begins_line || !LINES.contains(rule)) {
            let phrase = describe(*rule).phrase;
            if !phrase.is_empty() && !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        if phrases.len() > 6 { Vec::new() } else { phrases }
    }

    /// Dates, money and numbers written in another way.
    fn mistaken_value(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let (text, at) = (place.text, place.at);
        if let Some(date) = slip::date(text, at) {
            return Some(SyntaxProblem::DateForm { span: span(date) });
        }
        if let Some((range, instead)) = slip::decimal_comma(text, at) {
            return Some(SyntaxProblem::DecimalComma { span: span(range), instead });
        }
        if let Some((range, instead)) = slip::money(text, at) {
            return Some(SyntaxProblem::MoneyForm { span: span(range), instead });
        }
        if let Some((range, instead)) = slip::glued_unit(text, at) {
            return Some(SyntaxProblem::GluedUnit { span: span(range), instead });
        }
        let word = slip::word(&text[at..]);
        (self.wants(&[Rule::new_name, Rule::terms_line, Rule::entity_line])
            && word.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| SyntaxProblem::NameBegins { span: span(at..at + word.len()), name: word.to_owned() })
    }

    /// What Licit says in another way: `exceeds`, `a)`, `between 3 or 5`.
    fn mistaken_wording(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let (text, at) = (place.text, place.at);
        let either =
            slip::word(&text[at..]) == "or" && self.wants(&[Rule::And]) && !self.wants(&[Rule::connective]);
        let (range, instead) = match slip::item_mark(text, at) {
            Some(mark) if place.owner.is_some() => mark,
            _ if either => (at..at + "or".len(), "`and`: both ends are in".to_owned()),
            _ => {
                let (range, instead) = slip::wording(text, at, place.lines_from)?;
                (range, instead.to_owned())
            }
        };
        let written = text[range.clone()].to_owned();
        Some(SyntaxProblem::OtherWording { span: span(range), written, instead })
    }

    /// What joins or closes nothing: a comma at the end of an item, a parenthesis that was not opened.
    fn superfluous(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let rest = &place.text[place.at..];
        let ends_line = |rest: &str| rest.lines().next().unwrap_or("").trim().is_empty();
        let why = match rest.chars().next()? {
            ')' => "no parenthesis is open here",
            ',' if ends_line(&rest[1..]) => "a line ends without a comma",
            _ => return None,
        };
        let (written, span) = (rest[..1].to_owned(), span(place.at..place.at + 1));
        Some(SyntaxProblem::Superfluous { span, written, why })
    }

    /// `(a) x or` before `(b)`: the list says by its first words how its items are joined.
    fn mistaken_joint(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let before = &place.text[..place.at];
        let range = slip::word_before(before, place.at)?;
        let joint = &before[range.clone()];
        let ends_item = place.after_list
            && matches!(joint, "and" | "or")
            && label(place.text[place.at..].trim_start()).is_some();
        ends_item.then(|| SyntaxProblem::Superfluous {
            span: span(range),
            written: joint.to_owned(),
            why: "the words before the first letter join the items",
        })
    }

    /// A sign in place of a word.
    fn mistaken_sign(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let (range, instead) = slip::sign(place.text, place.at)?;
        Some(SyntaxProblem::Sign { sign: place.text[range.clone()].to_owned(), span: span(range), instead })
    }

    /// A letter of a list where none can stand, or a parenthesis that looks like one.
    fn mistaken_label(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let rest = &place.text[place.at..];
        let before = &place.text[..place.at];
        if let Some(length) = label(rest) {
            let cited = before.split_whitespace().last().unwrap_or("");
            if self.wants(&[Rule::to_citation, Rule::To]) && !place.begins_line {
                let start = before.trim_end().len() - cited.len();
                let instead = format!("{cited}{}", &rest[..length]);
                return Some(SyntaxProblem::CitationWithBlank {
                    span: span(start..place.at + length),
                    instead,
                });
            }
            let inside = &rest[1..length - 1];
            if self.wants_a_condition() && inside.len() > 1 && RESERVED.contains(&inside) {
                return None;
            }
            if self.wants_a_condition() || place.begins_line || self.wants(&[Rule::connective]) {
                let label = rest[..length].to_owned();
                return Some(SyntaxProblem::LabelWithoutOpener {
                    span: span(place.at..place.at + length),
                    label,
                });
            }
        }
        let inside = rest.strip_prefix('(')?;
        let name = &inside[..inside.find(')')?];
        let bare = !name.is_empty() && name.trim() == slip::word(name.trim());
        (self.wants_a_condition() && bare && !RESERVED.contains(&name.trim())).then(|| {
            let span = span(place.at..place.at + name.len() + 2);
            SyntaxProblem::BareParenthesis { span, name: name.trim().to_owned() }
        })
    }

    /// Words that want quotation marks, and a text where a name is wanted.
    fn mistaken_text(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let rest = &place.text[place.at..];
        let quoted = rest.starts_with(['"', '“', '„']);
        let line = rest.lines().next().unwrap_or("").trim_end();
        if quoted && self.wants(&[Rule::member, Rule::members]) {
            let end = rest[1..].find('"').map_or(line.len(), |end| end + 2);
            return Some(SyntaxProblem::NotAMember { span: span(place.at..place.at + end) });
        }
        let only_text = !self.wanted.is_empty() && self.wanted.iter().all(|rule| *rule == Rule::text);
        let titled = self.wants(&[Rule::text]) && !place.begins_line && rest.starts_with(char::is_uppercase);
        ((only_text || titled) && !quoted)
            .then(|| SyntaxProblem::NotQuoted { span: span(place.at..place.at + line.len()) })
    }

    /// A word in the wrong place, or a slip of the pen.
    fn mistaken_word(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let word = slip::word(&place.text[place.at..]);
        let here = span(place.at..place.at + word.len());
        let before = slip::word_before(place.text, place.at);
        let before = before.map_or("", |range| &place.text[range]);
        if before == "not" && matches!(word, "any" | "every" | "no" | "not" | "at" | "all" | "none") {
            return Some(SyntaxProblem::NotBeforeMany { span: here, word: word.to_owned() });
        }
        const AFTER_LIST: [&str; 9] =
            ["when", "for", "within", "may", "must", "require", "where", "has", "is"];
        if place.after_list && AFTER_LIST.contains(&word) {
            let requirement = word == "for";
            return Some(SyntaxProblem::WordsAfterList { span: here, label: None, requirement });
        }
        let of_cases = matches!(place.owner, Some(Owner::Scenario | Owner::Table));
        if of_cases && matches!(word, "and" | "or") {
            return Some(SyntaxProblem::FactsJoined { span: here });
        }
        const DECLARES: [&str; 9] =
            ["policy", "terms", "entity", "entities", "plural", "judgement", "list", "define", "actions"];
        let declared = match place.owner {
            Some(Owner::Terms | Owner::Entity) => place.begins_line || DECLARES.contains(&before),
            _ => self.wants_a_name() && DECLARES.contains(&before),
        };
        (declared && RESERVED.contains(&word))
            .then(|| SyntaxProblem::NameIsWord { span: here, word: word.to_owned() })
    }

    /// The word itself, where it is close to one that could stand there.
    fn misspelt(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let word = slip::word(&place.text[place.at..]);
        let likely = near(word, self.words())?.to_owned();
        Some(SyntaxProblem::MisspeltWord {
            span: span(place.at..place.at + word.len()),
            word: word.to_owned(),
            likely,
        })
    }

    /// A word of the line, this one or one before it that was read as a name, that was meant to be a word of the
    /// language: `age is atleast 5`, `tgas one, two`. It counts where the grammar comes further with the right one.
    fn mistaken_elsewhere(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        const WORDS_TRIED: usize = 6;
        let here = (place.at == self.at).then(|| self.at..self.at + slip::word(&place.text[self.at..]).len());
        let before = std::iter::successors(Some(place.at..place.at), |range| {
            slip::word_before(place.text, range.start)
        })
        .skip(1)
        .take_while(|range| range.start >= place.lines_from)
        .take(WORDS_TRIED);
        here.into_iter().chain(before).find_map(|range| {
            let word = &place.text[range.clone()];
            if RESERVED.contains(&word) || range.start == 0 {
                return None;
            }
            let likely = match range.start == self.at {
                true => near(word, self.words())?,
                false => near(word, wanted_in_place_of(place, &range)?.words())?,
            };
            self.comes_further(place, &range, likely).then(|| SyntaxProblem::MisspeltWord {
                span: span(range.clone()),
                word: word.to_owned(),
                likely: likely.to_owned(),
            })
        })
    }

    /// Whether the grammar reads on beyond this fault with another word in a place.
    fn comes_further(&self, place: &Place, range: &Range<usize>, word: &str) -> bool {
        let mended = [&place.text[..range.start], word, &place.text[range.end..]].concat();
        match parse(place.whole, &mended) {
            Ok(_) => true,
            Err(error) => Fault::new(&error, &mended).at + range.len() > self.at + word.len(),
        }
    }

    /// A line that its item does not have.
    fn mistaken_line(&self, place: &Place, span: Spans) -> Option<SyntaxProblem> {
        let owner = place.owner.filter(|_| place.begins_line && self.wants_a_line())?;
        let word = slip::word(&place.text[place.at..]);
        let named = word.starts_with(char::is_alphabetic) && !owner.lines().is_empty();
        named.then(|| SyntaxProblem::UnknownLine {
            span: span(place.at..place.at + word.len()),
            word: word.to_owned(),
            owner: owner.name(),
            lines: owner.lines(),
        })
    }
}

/// What the grammar could have read in place of a word: asked with a letter that none of its rules can read.
fn wanted_in_place_of(place: &Place, range: &Range<usize>) -> Option<Fault> {
    let unreadable = "\u{2}".repeat(range.len());
    let without = [&place.text[..range.start], &unreadable, &place.text[range.end..]].concat();
    let fault = Fault::new(&*parse(place.whole, &without).err()?, &without);
    (fault.at == range.start).then_some(fault)
}
