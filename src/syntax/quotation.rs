//! The words within quotation marks, and whether the marks are closed.

/// The words of a text on one line, `"..."` or `“...”`, in which `\"` and `\\` stand for `"` and `\`.
pub(super) fn line(written: &str) -> (String, bool) {
    let mut words = String::with_capacity(written.len());
    let mut letters = written.chars();
    let straight = letters.next() == Some('"');
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if straight => match letters.clone().next() {
                Some(escaped @ ('"' | '\\')) => {
                    words.push(escaped);
                    letters.next();
                }
                _ => words.push('\\'),
            },
            '"' => return (words, true),
            '”' | '“' if !straight => return (words, true),
            _ => words.push(letter),
        }
    }
    words.truncate(words.trim_end().len());
    (words, false)
}

/// The words of a text over several lines, `"""` to `"""`: without the first and last line break and without
/// the indentation that all its lines share.
pub(super) fn block(written: &str) -> (String, bool) {
    let inner = written.strip_prefix("\"\"\"").unwrap_or(written);
    let (inner, closed) = match inner.strip_suffix("\"\"\"") {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let (first, rest) = inner.split_once('\n').unwrap_or((inner, ""));
    let mut lines: Vec<&str> = rest.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    if lines.last().is_some_and(|last| last.trim().is_empty()) {
        lines.pop();
    }
    let shared = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| blanks(line)).min().unwrap_or(0);
    let first = Some(first.trim()).filter(|first| !first.is_empty());
    let rest = lines.iter().map(|line| line.get(shared.min(blanks(line))..).unwrap_or("").trim_end());
    (first.into_iter().chain(rest).collect::<Vec<_>>().join("\n"), closed)
}

/// How many bytes of blanks a line begins with.
fn blanks(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_escapes_go() {
        assert_eq!(line(r#""a \"b\" \\ c""#), (r#"a "b" \ c"#.to_owned(), true));
        assert_eq!(line("“a”"), ("a".to_owned(), true));
        assert_eq!(line("\"a"), ("a".to_owned(), false));
        assert_eq!(line("\""), (String::new(), false));
    }

    #[test]
    fn shared_indentation_goes() {
        assert_eq!(block("\"\"\"\n    one\n      two\n\n    three\n    \"\"\"").0, "one\n  two\n\nthree");
        assert_eq!(block("\"\"\"one\"\"\""), ("one".to_owned(), true));
        assert_eq!(block("\"\"\""), (String::new(), false));
        assert_eq!(block("\"\"\"\n  one\n"), ("one".to_owned(), false));
    }
}
