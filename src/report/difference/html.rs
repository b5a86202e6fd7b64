//! What an amendment changes, as a page for a browser: the answer, each way in which it is so, and the words of both
//! versions side by side.

use similar::{ChangeTag, TextDiff};

use crate::analysis::difference::{Area, Group, What};
use crate::program::Ruling;
use crate::program::joined::ChangedUnit;
use crate::report::account::Account;
use crate::report::html::{document, escaped};
use crate::versions::Comparison;
use crate::versions::words::Rewording;

use super::account::{by, headline, policies, version};
use super::{account, phrases, words};

const STYLE: &str = "
  header p { font-size: 1.15rem }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0 }
  dt { color: var(--quiet) } dd { margin: 0 }
  section { margin-top: 2.5rem } article { margin: 1.25rem 0; padding: .1rem 1rem; border: 1px solid var(--line);
    border-left: .35rem solid var(--kind, var(--line)); border-radius: .3rem }
  .looser { --kind: var(--fair) } .stricter { --kind: var(--bad) } .unsettled { --kind: var(--calm) }
  .settled { --kind: var(--good) } .moved { --kind: var(--quiet) }
  .kind { color: var(--kind) } .arrow { color: var(--quiet) }
  nav li { margin: .2rem 0 } details summary { cursor: pointer }
  .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 1.5rem }
  .sides h4 { margin: .6rem 0 0; color: var(--quiet); font-weight: normal } .sides pre { margin: .2rem 0 .8rem }
  del, ins { text-decoration-thickness: .1em; border-radius: .2rem }
  del { background: light-dark(#ffebe9, #4b1a1c) } ins { background: light-dark(#dafbe1, #12381f) }
  table { border-collapse: collapse } th, td { text-align: left; vertical-align: top; padding: .2rem 1rem .2rem 0;
    border-bottom: 1px solid var(--line) } th { font-weight: normal }
  .said::before, .said::after { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
    white-space: nowrap } del.said::before { content: ' [left out: ' } ins.said::before { content: ' [inserted: ' }
  .said::after { content: '] ' }
";

/// The comparisons on one page.
pub fn html(compared: &[Comparison]) -> String {
    let title = match compared {
        [only] => format!("What changes in {}", only.new.policy.title),
        _ => format!("What changes in {} policies", compared.len()),
    };
    let several = compared.len() > 1;
    let body: String = compared.iter().enumerate().map(|(at, it)| comparison(it, at, several)).collect();
    document(&title, STYLE, &body)
}

fn comparison(compared: &Comparison, at: usize, several: bool) -> String {
    let mut text = format!("<header>\n<h1>{}</h1>\n", escaped(&compared.new.policy.title));
    text += &format!("<p>{}.</p>\n<dl>\n", escaped(&headline(compared)));
    let term = |term: &str, words: &str| format!("<dt>{term}</dt><dd>{}</dd>\n", escaped(words));
    text += &term("Policy", &policies(compared));
    text += &term("Before", &version(&compared.old.policy));
    text += &term("Now", &version(&compared.new.policy));
    text += "</dl>\n</header>\n";
    let place = if several { format!("{}-", at + 1) } else { String::new() };
    text += &contents(compared, &place);
    let mut number = 0;
    for group in &compared.behaviour.groups {
        text += &self::group(compared, group, &place, &mut number);
    }
    text += &case_book(compared);
    text += &rewordings(compared);
    let Account { passages } = account::account(compared);
    if let Some(beside) = passages.last() {
        let lines = beside.lines.iter().flat_map(|line| &line.runs).map(|run| escaped(&run.words));
        let lines: Vec<String> = lines.map(|line| format!("<p>{line}</p>\n")).collect();
        text += &format!("<section>\n<h2>How they were compared</h2>\n{}</section>\n", lines.concat());
    }
    text
}

/// Each way in which judgements change, to be found below.
fn contents(compared: &Comparison, place: &str) -> String {
    let groups = &compared.behaviour.groups;
    if groups.is_empty() {
        return String::new();
    }
    let mut text = "<nav aria-label=\"What changes\">\n<ol>\n".to_owned();
    let mut number = 0;
    for group in groups {
        for area in &group.areas {
            number += 1;
            text += &format!(
                "<li><a href=\"#way-{place}{number}\">{}: {}</a></li>\n",
                escaped(&capital(phrases::change(group.change))),
                escaped(&wherever(compared, area)),
            );
        }
    }
    text + "</ol>\n</nav>\n"
}

fn group(compared: &Comparison, group: &Group, place: &str, number: &mut usize) -> String {
    let kind = phrases::change(group.change);
    let what = match &group.what {
        What::Ruling { from, to } => format!(
            "{} before <span class=\"arrow\" aria-hidden=\"true\">→</span> {} now",
            escaped(phrases::ruling(*from)),
            escaped(phrases::ruling(*to))
        ),
        what => escaped(&phrases::what(what)),
    };
    let mut text = format!(
        "<section class=\"{kind}\">\n<h2><span class=\"kind\">{}</span>: {what}</h2>\n<p>{}{}</p>\n",
        capital(kind),
        escaped(&phrases::among(group.among)),
        match (group.areas.as_slice(), group.areas.first()) {
            (_, Some(area)) if area.said.is_empty() => ", all.",
            ([_], _) => ", this:",
            _ => ", these:",
        }
    );
    for area in &group.areas {
        *number += 1;
        text += &self::area(compared, group, area, place, *number);
    }
    if group.more {
        text += "<p>There are more of these than are told here.</p>\n";
    }
    text + "</section>\n"
}

fn area(compared: &Comparison, group: &Group, area: &Area, place: &str, number: usize) -> String {
    let (old, new) = (&compared.old, &compared.new);
    let mut text = format!(
        "<article id=\"way-{place}{number}\">\n<h3>{number}. {}</h3>\n<dl>\n",
        escaped(&wherever(compared, area))
    );
    let mut term = |term: &str, words: &str| text += &format!("<dt>{term}</dt><dd>{}</dd>\n", escaped(words));
    if let Some((from, to)) = rulings(&group.what) {
        let before = phrases::deciding(compared, phrases::Side::Before, &area.decided_before);
        let now = phrases::deciding(compared, phrases::Side::Now, &area.decides_now);
        term("Before", &by(old, from, &before, &area.witness.before));
        term("Now", &by(new, to, &now, &area.witness.now));
    }
    if area.wider {
        term("Note", account::WIDER);
    }
    let through: Vec<ChangedUnit> = area.changed.clone();
    if !through.is_empty() {
        term("Through", &phrases::changed(old, new, &through));
    }
    for also in phrases::also(&area.follows) {
        term("Also", &also);
    }
    let title = format!("{} ({number})", phrases::title(group));
    text += &format!(
        "</dl>\n<details open>\n<summary>A smallest case</summary>\n<pre>{}</pre>\n</details>\n</article>\n",
        escaped(&compared.scenario(&title, area))
    );
    text
}

fn rulings(what: &What) -> Option<(Ruling, Ruling)> {
    match what {
        What::Ruling { from, to } => Some((*from, *to)),
        What::Layer { ruling, .. } => Some((*ruling, *ruling)),
        What::Possible | What::Consequences { .. } => None,
    }
}

fn wherever(compared: &Comparison, area: &Area) -> String {
    compared.cases(area).map_or_else(|| "in every case".to_owned(), |words| format!("where {words}"))
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// The written scenarios that come out otherwise, all of them.
fn case_book(compared: &Comparison) -> String {
    let flips = &compared.flips;
    if flips.judged == 0 {
        return String::new();
    }
    let mut text = format!("<section>\n<h2>{}</h2>\n", escaped(&words::flipped(flips)));
    if !flips.flipped.is_empty() {
        text += "<table>\n<tr><th scope=\"col\">Scenario</th><th scope=\"col\">Before</th><th scope=\"col\">Now</th></tr>\n";
        for it in &flips.flipped {
            text += &format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                escaped(&it.title),
                it.from.words(),
                it.to.words()
            );
        }
        text += "</table>\n";
    }
    text + "</section>\n"
}

/// The words of both versions side by side, clause by clause.
fn rewordings(compared: &Comparison) -> String {
    if compared.words.is_empty() {
        return String::new();
    }
    let mut text = "<section>\n<h2>What was written otherwise</h2>\n".to_owned();
    for (it, [was, is]) in compared.words.iter().zip(&compared.written) {
        text += &format!("<article>\n<h3>{}</h3>\n", escaped(&words::heading(it)));
        for said in remarks(it) {
            text += &format!("<p>{}.</p>\n", escaped(&capital(&said)));
        }
        let [before, now] = sides(was, is);
        text += "<div class=\"sides\">\n";
        for (heading, side) in [("Before", before), ("Now", now)] {
            if !side.is_empty() {
                text += &format!("<div>\n<h4>{heading}</h4>\n<pre>{side}</pre>\n</div>\n");
            }
        }
        text += "</div>\n</article>\n";
    }
    text + "</section>\n"
}

fn remarks(it: &Rewording) -> Vec<String> {
    [words::formerly_missing(it), words::number_taken(it)].into_iter().flatten().collect()
}

/// The most letters of a clause in which words are marked.
const MARKED: usize = 100_000;

/// Two texts of a clause, the words marked that only one has.
fn sides(was: &str, is: &str) -> [String; 2] {
    if was.is_empty() || is.is_empty() || was.len().max(is.len()) > MARKED {
        return [escaped(was), escaped(is)];
    }
    let mut sides = [String::new(), String::new()];
    for change in TextDiff::from_words(was, is).iter_all_changes() {
        let said = escaped(change.value());
        let marked = |tag: &str| match change.value().trim().is_empty() {
            true => said.clone(),
            false => format!("<{tag} class=\"said\">{said}</{tag}>"),
        };
        match change.tag() {
            ChangeTag::Equal => sides.iter_mut().for_each(|side| side.push_str(&said)),
            ChangeTag::Delete => sides[0].push_str(&marked("del")),
            ChangeTag::Insert => sides[1].push_str(&marked("ins")),
        }
    }
    // Words marked one after another are marked as one.
    for (side, tag) in sides.iter_mut().zip(["del", "ins"]) {
        for blank in ["", " "] {
            *side = side.replace(&format!("</{tag}>{blank}<{tag} class=\"said\">"), blank);
        }
    }
    sides
}
