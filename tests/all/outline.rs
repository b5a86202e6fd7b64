//! A tree on few lines: its debugging form with every span and piece of scaffolding left out.

use licit::source::Sources;
use licit::syntax::tree::Tree;

/// The items of a tree, one part a line, and after each item the words it covers from and to.
pub fn outline(sources: &Sources, tree: &Tree) -> String {
    let mut outline = String::new();
    for item in &tree.items {
        let (from, to) = (sources.position(item.span), sources.end_position(item.span));
        let broken = if item.broken { " broken" } else { "" };
        outline += &format!("{from}-{to}{broken} ");
        outline += &plain(&format!("{:?}", item.kind));
        outline += "\n\n";
    }
    outline += &format!("{} comments\n", tree.comments.len());
    outline
}

/// Debugging form without spans, names and texts as themselves, a new line for each part of a list.
pub fn plain(debug: &str) -> String {
    let mut text = without(debug, "Span {");
    for (scaffold, plain) in [
        ("Some(Words { text: ", "(Words { text: "),
        ("operator_span: , ", ""),
        ("span: , ", ""),
        (", span: ", ""),
        ("span: ", ""),
        ("element: None, ", ""),
        (", element: None", ""),
        (", the_date: false", ""),
        ("kind: ", ""),
    ] {
        text = text.replace(scaffold, plain);
    }
    for holder in ["Name { text: ", "Words { text: "] {
        text = unwrapped(&text, holder);
    }
    let mut lines = String::new();
    let mut brackets: Vec<char> = Vec::new();
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        lines.push(letter);
        if letter == '\\' {
            lines.extend(letters.next());
            continue;
        }
        quoted ^= letter == '"';
        if quoted {
            continue;
        }
        match letter {
            '[' | '{' | '(' => brackets.push(letter),
            ']' | '}' | ')' => drop(brackets.pop()),
            _ => (),
        }
        let part = letter == '[' || letter == ',' && brackets.last() == Some(&'[');
        let names = matches!(letters.peek(), Some('"' | ']'));
        if part
            && !names
            && (letter == '[' || letters.next_if_eq(&' ').is_some() && letters.peek() != Some(&'"'))
        {
            lines.push('\n');
            lines += &"  ".repeat(brackets.iter().filter(|bracket| **bracket == '[').count());
        }
    }
    lines
}

/// Text without `opening ... }`, whose inside has braces in pairs.
fn without(text: &str, opening: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(opening) {
        kept += &rest[..at];
        let inside = &rest[at + opening.len()..];
        let mut open = 1;
        let end = inside.find(|c: char| {
            open += i32::from(c == '{') - i32::from(c == '}');
            open == 0
        });
        rest = &inside[end.map_or(inside.len(), |end| end + 1)..];
    }
    kept + rest
}

/// `opening "x" }` made `"x"`.
fn unwrapped(text: &str, opening: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(opening) {
        kept += &rest[..at];
        let inside = &rest[at + opening.len()..];
        let mut escaped = false;
        let end = inside[1..].find(|c: char| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let end = end.map_or(inside.len(), |end| end + 2);
        kept += &inside[..end];
        rest = inside[end..].strip_prefix(" }").unwrap_or(&inside[end..]);
    }
    kept + rest
}
