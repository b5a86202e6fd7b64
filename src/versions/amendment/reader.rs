//! An instrument read back from its words: what [`super::words`] writes, and what a drafter writes in the same words.

use std::ops::Range;

use super::citation::{Item, Place, Provision, Remark, Sort};
use super::phrase::Change;
use super::words::number;
use super::{Act, Instrument, Spot, Subject};

/// An instrument, with the place of each paragraph in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub instrument: Instrument,
    pub places: Vec<Range<usize>>,
}

/// Why a text is no instrument, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub at: Range<usize>,
    pub why: Why,
}

/// See [`Unread`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// There is no paragraph in it.
    Empty,
    /// A paragraph has another number than the next.
    Number { expected: usize },
    /// These words begin no act, or nothing that can be cited.
    Unknown { what: What },
    /// A sentence that ends with a colon, and nothing stands under it.
    NoLines,
    /// Lines under a sentence that puts none in.
    Lines,
    /// Data that is no instrument, in the words of what reads data.
    Data { why: String },
}

/// What should stand where something else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// `In`, `For`, `Omit`, `After`, `Before`, `At the beginning`, `Move`, or what becomes something else.
    Act,
    /// An item or a provision.
    Place,
    /// What is done to words.
    Change,
    /// The end of the sentence.
    End,
}

/// Reads an instrument. Blanks and line ends within a sentence make no difference.
pub fn read(text: &str) -> Result<Read, Unread> {
    if text.trim_start().starts_with('{') {
        return super::data::read(text);
    }
    let lines: Vec<Line> = lines(text);
    let begins = |line: &Line| numbered(line.text).is_some();
    let first = lines.iter().position(begins);
    let first = first.ok_or(Unread { at: 0..text.len(), why: Why::Empty })?;
    let subject = lines[..first].iter().find_map(|line| subject(line.text));
    let mut read = Read { instrument: Instrument { subject, paragraphs: Vec::new() }, places: Vec::new() };
    let mut at = first;
    while at < lines.len() {
        let end = (at + 1..lines.len()).find(|line| begins(&lines[*line])).unwrap_or(lines.len());
        let paragraph = &lines[at..end];
        let filled = paragraph.iter().rposition(|line| !line.text.trim().is_empty()).unwrap_or(0);
        let place = paragraph[0].at..paragraph[filled].at + paragraph[filled].text.len();
        let act = act(paragraph, read.places.len() + 1, is_marked(text));
        let act = act.map_err(|why| Unread { at: sentence_at(paragraph), why })?;
        read.instrument.paragraphs.push(act);
        read.places.push(place);
        at = end;
    }
    Ok(read)
}

struct Line<'t> {
    at: usize,
    text: &'t str,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    text.split('\n')
        .map(|line| {
            let line = Line { at, text: line };
            at += line.text.len() + 1;
            Line { text: line.text.trim_end_matches('\r'), ..line }
        })
        .collect()
}

/// Whether it is Markdown, in which some letters are marked so that they stand for themselves.
fn is_marked(text: &str) -> bool {
    text.trim_start().starts_with('#')
}

/// The number with which a paragraph begins, and the rest of its line.
fn numbered(line: &str) -> Option<(usize, &str)> {
    let (number, rest) = line.split_once(". ")?;
    Some((number.parse().ok()?, rest))
}

fn subject(line: &str) -> Option<Subject> {
    let rest = line.trim_start_matches('#').trim().strip_prefix("Amendment of policy ")?;
    let (policy, version) = match rest.split_once(", version ") {
        Some((policy, version)) => (policy, Some(version)),
        None => (rest, None),
    };
    let version = version.map(|version| version.trim().trim_matches(['“', '”', '"']).to_owned());
    Some(Subject { policy: policy.trim().to_owned(), version })
}

/// Where the sentence of a paragraph stands.
fn sentence_at(paragraph: &[Line]) -> Range<usize> {
    let filled = paragraph.iter().take_while(|line| !line.text.trim().is_empty());
    let last = filled.last().unwrap_or(&paragraph[0]);
    paragraph[0].at..last.at + last.text.len()
}

fn act(paragraph: &[Line], expected: usize, marked: bool) -> Result<Act, Why> {
    let (number, first) = numbered(paragraph[0].text).ok_or(Why::Empty)?;
    if number != expected {
        return Err(Why::Number { expected });
    }
    let head = paragraph.iter().skip(1).take_while(|line| !line.text.trim().is_empty());
    let head: Vec<&str> = std::iter::once(first).chain(head.map(|line| line.text)).collect();
    let (behind, long) = (head.len(), head.join(" "));
    let sentence = long.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let sentence = if marked { unmarked(&sentence) } else { sentence };
    let under: Vec<&str> = paragraph[behind..].iter().map(|line| line.text).collect();
    let written = block(&under);
    self::sentence(&sentence, &written)
}

/// What a sentence says, with the lines under it, if any.
pub(super) fn sentence(sentence: &str, written: &str) -> Result<Act, Why> {
    match sentence.strip_suffix(':') {
        Some(sentence) => {
            let mut words = Words { rest: sentence };
            let (act, provisions) = words.of_lines()?;
            words.end()?;
            if written.trim().is_empty() {
                return Err(Why::NoLines);
            }
            let opens = |line: &str| Sort::ALL.into_iter().any(|sort| line.starts_with(sort.opener()));
            let provisions = provisions.unwrap_or_else(|| !written.lines().next().is_some_and(opens));
            Ok(act(laid_in(written, provisions)))
        }
        None if !written.trim().is_empty() => Err(Why::Lines),
        None => {
            let mut words = Words { rest: sentence.strip_suffix('.').unwrap_or(sentence) };
            let act = words.act()?;
            words.end()?;
            Ok(act)
        }
    }
}

/// Markdown without the marks that make letters stand for themselves.
fn unmarked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => plain.extend(letters.next()),
            letter => plain.push(letter),
        }
    }
    plain
}

/// The columns by which the lines of a paragraph stand further in.
pub const MARGIN: usize = 4;

/// The lines under a sentence, without what fences them in Markdown and without the margin.
fn block(under: &[&str]) -> String {
    let filled = |line: &&str| !line.trim().is_empty();
    let fence = |at: &usize| under[*at].trim_start().starts_with("```");
    let from = under.iter().position(filled).filter(fence);
    let until = under.iter().rposition(filled).filter(fence);
    let (from, until) = match (from, until) {
        (Some(from), Some(until)) if from < until => (from + 1, until),
        _ => (0, under.len()),
    };
    let lines: Vec<&str> = under[from..until]
        .iter()
        .map(|line| {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            &line[blanks.min(MARGIN)..]
        })
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Lines as they are put in: those of items begin in the first column, those of provisions further in.
fn laid_in(written: &str, provisions: bool) -> String {
    let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let first = written.lines().next().map_or(0, blanks);
    match (provisions, first) {
        (true, 0) => written
            .lines()
            .map(|line| format!("  {line}").trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n"),
        (false, 1..) => {
            written.lines().map(|line| &line[first.min(blanks(line))..]).collect::<Vec<_>>().join("\n")
        }
        _ => written.to_owned(),
    }
}

/// Whether it is a provision within an item that is cited; of `5(a)` only the text knows.
fn is_provision(place: &Place) -> Option<bool> {
    let labelled =
        place.item.sort == Sort::Clause && !place.item.name.starts_with('"') && place.item.name.contains('(');
    match place.provision {
        Some(_) => Some(true),
        None => (!labelled).then_some(false),
    }
}

/// Makes an act of the lines that it puts in.
type PutsIn = Box<dyn FnOnce(String) -> Act>;

struct Words<'t> {
    rest: &'t str,
}

impl<'t> Words<'t> {
    /// Takes these words if they come next.
    fn take(&mut self, words: &str) -> bool {
        match self.rest.strip_prefix(words) {
            Some(rest) if rest.is_empty() || rest.starts_with([' ', ',']) || words.ends_with(' ') => {
                self.rest = rest.trim_start();
                true
            }
            _ => false,
        }
    }

    /// The same, with a capital or without.
    fn begins(&mut self, words: &str) -> bool {
        let mut letters = words.chars();
        let capital: String =
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        self.take(&capital) || self.take(words)
    }

    fn comma(&mut self) -> bool {
        let found = self.rest.strip_prefix(',');
        if let Some(rest) = found {
            self.rest = rest.trim_start();
        }
        found.is_some()
    }

    fn end(&self) -> Result<(), Why> {
        match self.rest.is_empty() {
            true => Ok(()),
            false => Err(Why::Unknown { what: What::End }),
        }
    }

    /// The act that puts lines in, and whether these are provisions, if that can be told.
    fn of_lines(&mut self) -> Result<(PutsIn, Option<bool>), Why> {
        let unknown = Why::Unknown { what: What::Change };
        if self.begins("for") {
            let place = self.place()?;
            self.comma();
            let provisions = is_provision(&place);
            let act = move |lines| Act::Substitute { place, lines };
            return if self.take("substitute") { Ok((Box::new(act), provisions)) } else { Err(unknown) };
        }
        let at = self.spot()?;
        self.comma();
        let provisions = match &at {
            Spot::After(place) | Spot::Before(place) => is_provision(place),
            _ => Some(false),
        };
        let act = move |lines| Act::Insert { at, lines };
        if self.take("insert") { Ok((Box::new(act), provisions)) } else { Err(unknown) }
    }

    fn spot(&mut self) -> Result<Spot, Why> {
        if self.begins("at the beginning") {
            return Ok(Spot::Beginning);
        }
        if self.begins("after what paragraph") {
            let number = self.name();
            let number = number.parse().map_err(|_| Why::Unknown { what: What::Place })?;
            return match self.take("puts in") {
                true => Ok(Spot::Behind(number)),
                false => Err(Why::Unknown { what: What::Place }),
            };
        }
        if self.begins("after") {
            return Ok(Spot::After(self.place()?));
        }
        if self.begins("before") {
            return Ok(Spot::Before(self.place()?));
        }
        Err(Why::Unknown { what: What::Act })
    }

    fn act(&mut self) -> Result<Act, Why> {
        if self.begins("in") {
            let place = self.place()?;
            self.comma();
            return Ok(Act::Words { place, change: self.change()? });
        }
        if self.begins("omit") {
            return Ok(Act::Omit(self.place()?));
        }
        if self.begins("move") {
            let item = self.item()?;
            if !self.take("to") {
                return Err(Why::Unknown { what: What::Place });
            }
            let to = if self.take("the beginning") { Spot::Beginning } else { self.spot()? };
            return Ok(Act::Move { item, to });
        }
        let mut letters = self.rest.chars();
        let small: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
        let mut words = Words { rest: &small };
        let place = words.place().map_err(|_| Why::Unknown { what: What::Act })?;
        if !words.take("becomes") {
            return Err(Why::Unknown { what: What::Act });
        }
        let to = match place.provision {
            Some(Provision::Row(_)) => words.name().to_owned(),
            Some(_) => return Err(Why::Unknown { what: What::End }),
            // `Clause 5(b) becomes (c)`
            None if place.item.sort == Sort::Clause && words.rest.starts_with('(') => words.name().to_owned(),
            None => {
                let to = words.item()?;
                match to.sort == place.item.sort {
                    true => to.name,
                    false => return Err(Why::Unknown { what: What::End }),
                }
            }
        };
        words.end()?;
        self.rest = "";
        Ok(Act::Renumber { place, to })
    }

    fn change(&mut self) -> Result<Change, Why> {
        let unknown = || Why::Unknown { what: What::Change };
        if self.take("omit") {
            return Ok(Change::Omit(self.quoted().ok_or_else(unknown)?));
        }
        if self.take("for") {
            let of = self.quoted().ok_or_else(unknown)?;
            self.comma();
            let by = self.take("substitute").then(|| self.quoted()).flatten();
            return Ok(Change::Substitute { of, by: by.ok_or_else(unknown)? });
        }
        let after = self.take("after");
        if !after && !self.take("before") {
            return Err(unknown());
        }
        let word = self.quoted().ok_or_else(unknown)?;
        self.comma();
        let what = self.take("insert").then(|| self.quoted()).flatten().ok_or_else(unknown)?;
        Ok(if after { Change::InsertAfter { word, what } } else { Change::InsertBefore { word, what } })
    }

    fn place(&mut self) -> Result<Place, Why> {
        let provision = self.provision()?;
        if let Some(provision) = provision {
            let which = self.which();
            if !self.take("of") {
                return Err(Why::Unknown { what: What::Place });
            }
            return Ok(Place { item: self.item()?, provision: Some(provision), which });
        }
        let item = self.item()?;
        // Behind a number that is quoted; of any other only the text knows where it ends.
        let labels = self.rest.starts_with('(').then(|| Provision::Row(self.name().to_owned()));
        Ok(Place { item, provision: labels, which: None })
    }

    fn provision(&mut self) -> Result<Option<Provision>, Why> {
        if self.take("item") {
            return Ok(Some(Provision::Row(self.name().to_owned())));
        }
        if self.take("the entry") {
            return Ok(Some(Provision::Entry(self.name().to_owned())));
        }
        if self.take("the title") {
            return Ok(Some(Provision::Title));
        }
        if self.take("the opening words") {
            return Ok(Some(Provision::Opening));
        }
        if self.take("the line") {
            let whole = !self.take("that begins");
            let words = self.quoted().ok_or(Why::Unknown { what: What::Place })?;
            return Ok(Some(Provision::Line { words, whole }));
        }
        let remark = Remark::ALL.into_iter().find(|remark| self.take(&format!("the {}", remark.word())));
        Ok(remark.map(Provision::Remark))
    }

    fn item(&mut self) -> Result<Item, Why> {
        let unknown = Why::Unknown { what: What::Place };
        let sort = Sort::ALL.into_iter().find(|sort| self.take(sort.words())).ok_or(unknown.clone())?;
        let name = match (sort, sort.is_quoted()) {
            (Sort::Given, _) => String::new(),
            (_, true) => self.quoted().ok_or(unknown)?,
            (_, false) if self.rest.starts_with(['"', '“']) => {
                format!("\"{}\"", self.quoted().ok_or(unknown)?)
            }
            (Sort::Judgement | Sort::Define, _) => {
                let name = self.name().to_owned();
                let comma = name.is_empty() || self.rest.starts_with(',');
                match !comma && self.take("for") {
                    true => format!("{name} for {}", self.name()),
                    false => name,
                }
            }
            _ => self.name().to_owned(),
        };
        if name.is_empty() && sort != Sort::Given {
            return Err(Why::Unknown { what: What::Place });
        }
        Ok(Item { sort, name, which: self.which() })
    }

    fn which(&mut self) -> Option<u32> {
        let rest = self.rest.strip_prefix("(the ")?;
        let (ordinal, rest) = rest.split_once(')')?;
        let which = number(ordinal)?;
        self.rest = rest.trim_start();
        Some(which)
    }

    /// The word that comes next, up to a blank or a comma.
    fn name(&mut self) -> &'t str {
        let end = self.rest.find([' ', ',']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        name
    }

    /// What stands in quotation marks, printed ones within it in pairs.
    fn quoted(&mut self) -> Option<String> {
        let mut letters = self.rest.char_indices();
        let (_, first) = letters.next()?;
        let mut open = 1;
        for (at, letter) in letters {
            match (first, letter) {
                ('“', '“') => open += 1,
                ('“', '”') | ('"', '"') => open -= 1,
                ('“' | '"', _) => {}
                _ => return None,
            }
            if open == 0 {
                let words = self.rest[first.len_utf8()..at].to_owned();
                self.rest = self.rest[at + letter.len_utf8()..].trim_start();
                return Some(words);
            }
        }
        None
    }
}
