//! Terms of SMT-LIB put together from terms.

/// All of these.
pub fn all(terms: Vec<String>) -> String {
    joined("and", "true", terms)
}

/// Any of these.
pub fn any(terms: Vec<String>) -> String {
    joined("or", "false", terms)
}

/// Not this.
pub fn not(term: String) -> String {
    match term.as_str() {
        "true" => "false".to_owned(),
        "false" => "true".to_owned(),
        _ => format!("(not {term})"),
    }
}

/// At least so many of these.
pub fn at_least(least: u32, terms: Vec<String>) -> String {
    match (least, terms.len()) {
        (0, _) => "true".to_owned(),
        (1, _) => any(terms),
        (least, many) if least as usize > many => "false".to_owned(),
        _ => {
            let counted: Vec<String> = terms.iter().map(|term| format!("(ite {term} 1 0)")).collect();
            format!("(>= (+ {}) {least})", counted.join(" "))
        }
    }
}

/// The term with each of its parts on a line of its own, where it is long.
pub fn laid_out(term: &str) -> String {
    const LONG: usize = 100;
    let parts = if term.len() > LONG { parts(term) } else { Vec::new() };
    match &parts[..] {
        [word, rest @ ..] if !rest.is_empty() => format!("({word}\n    {})", rest.join("\n    ")),
        _ => term.to_owned(),
    }
}

/// What stands between the outermost parentheses.
fn parts(term: &str) -> Vec<&str> {
    let Some(inside) = term.strip_prefix('(').and_then(|term| term.strip_suffix(')')) else {
        return Vec::new();
    };
    let (mut depth, mut within, mut from) = (0, None, 0);
    let mut parts = Vec::new();
    for (at, c) in inside.char_indices() {
        match (within, c) {
            (Some(mark), c) if c == mark => within = None,
            (Some(_), _) => {}
            (None, '|' | '"') => within = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, ' ') if depth == 0 => {
                parts.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[from..]);
    parts
}

/// A whole number.
pub fn number(number: i128) -> String {
    if number < 0 { format!("(- {})", number.unsigned_abs()) } else { number.to_string() }
}

/// A text. Solvers know characters up to U+2FFFF; those beyond are spelt out, and so is the mark that spells
/// them, so that no two texts become one.
pub fn text(words: &str) -> String {
    let mut literal = String::from("\"");
    for c in words.chars() {
        match c {
            '"' => literal.push_str("\"\""),
            '\\' => literal.push_str("\\u{5c}\\u{5c}"),
            ' '..='~' => literal.push(c),
            c if u32::from(c) <= 0x2FFFF => literal.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => literal.push_str(&format!("\\u{{5c}}{:x};", u32::from(c))),
        }
    }
    literal.push('"');
    literal
}

fn joined(word: &str, nothing: &str, mut terms: Vec<String>) -> String {
    let decided = if nothing == "true" { "false" } else { "true" };
    terms.retain(|term| term != nothing);
    if terms.iter().any(|term| term == decided) {
        return decided.to_owned();
    }
    match terms.len() {
        0 => nothing.to_owned(),
        1 => terms.remove(0),
        _ => format!("({word} {})", terms.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_as_short_as_they_can_be() {
        let two = || vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(all(two()), "(and a b)");
        assert_eq!(any(vec!["false".to_owned(), "b".to_owned()]), "b");
        assert_eq!(any(Vec::new()), "false");
        assert_eq!(not("true".to_owned()), "false");
        assert_eq!(at_least(2, two()), "(>= (+ (ite a 1 0) (ite b 1 0)) 2)");
        assert_eq!(at_least(3, two()), "false");
        assert_eq!(number(-5), "(- 5)");
    }

    #[test]
    fn a_long_term_has_a_line_for_each_part() {
        assert_eq!(parts("(and |a (b| (not \"c )\") d)"), ["and", "|a (b|", "(not \"c )\")", "d"]);
        assert_eq!(laid_out("(and a b)"), "(and a b)");
        let long = "a".repeat(60);
        assert_eq!(laid_out(&format!("(or {long} {long})")), format!("(or\n    {long}\n    {long})"));
    }

    #[test]
    fn texts_stay_apart() {
        assert_eq!(text("a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(text("é"), "\"\\u{e9}\"");
        assert_eq!(text("\u{10FFFF}"), "\"\\u{5c}10ffff;\"");
        assert_eq!(text("\\10ffff;"), "\"\\u{5c}\\u{5c}10ffff;\"");
    }
}
