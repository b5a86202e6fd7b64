//! The words within quotation marks. Marks that are not closed were told before.

/// The words of a text with its marks.
pub(super) fn words(written: &str) -> String {
    if written.starts_with("\"\"\"") { block(written) } else { line(written) }
}

/// The words of a text on one line, `"..."` or `“...”`, in which `\"` and `\\` stand for `"` and `\`.
fn line(written: &str) -> String {
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
            '"' => break,
            '”' | '“' if !straight => break,
            _ => words.push(letter),
        }
    }
    words
}

/// The words of a text over several lines, `"""` to `"""`: without the first and last line break and without
/// the indentation that all its lines share.
fn block(written: &str) -> String {
    let inner = written.strip_prefix("\"\"\"").unwrap_or(written);
    let inner = inner.strip_suffix("\"\"\"").unwrap_or(inner);
    let (first, rest) = inner.split_once('\n').unwrap_or((inner, ""));
    let mut lines: Vec<&str> = rest.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    if lines.last().is_some_and(|last| last.trim().is_empty()) {
        lines.pop();
    }
    let shared =
        lines.iter().filter(|line| !line.trim().is_empty()).map(|line| blanks(line)).min().unwrap_or(0);
    let first = Some(first.trim()).filter(|first| !first.is_empty());
    let rest = lines.iter().map(|line| line.get(shared.min(blanks(line))..).unwrap_or("").trim_end());
    first.into_iter().chain(rest).collect::<Vec<_>>().join("\n")
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
        assert_eq!(words(r#""a \"b\" \\ c""#), r#"a "b" \ c"#);
        assert_eq!(words("“a”"), "a");
        assert_eq!(words("\"a"), "a");
        assert_eq!(words("\""), "");
    }

    #[test]
    fn shared_indentation_goes() {
        assert_eq!(words("\"\"\"\n    one\n      two\n\n    three\n    \"\"\""), "one\n  two\n\nthree");
        assert_eq!(words("\"\"\"one\"\"\""), "one");
        assert_eq!(words("\"\"\""), "");
        assert_eq!(words("\"\"\"\n  one\n"), "one");
    }
}
