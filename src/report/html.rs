//! Pages for a browser: each one file that holds all it needs, dark or light as its reader likes, and good to print.

use crate::problem::visible;

/// What every page looks like; a page adds what is its own.
const STYLE: &str = "
  :root { color-scheme: light dark; --ground: light-dark(#fff, #14171a); --ink: light-dark(#1b1f23, #e6e8ea);
    --quiet: light-dark(#57606a, #9aa4ad); --line: light-dark(#d0d7de, #343b42);
    --good: light-dark(#1a7f37, #4fc26b); --fair: light-dark(#8a5a00, #d9a93a); --bad: light-dark(#b3202c, #ff7b72);
    --calm: light-dark(#0550ae, #79b8ff) }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem;
    background: var(--ground); color: var(--ink); overflow-wrap: anywhere }
  h1, h2, h3 { line-height: 1.25; text-wrap: balance }
  pre { white-space: pre-wrap; font: .9rem/1.5 ui-monospace, monospace }
  a { color: var(--calm) }
  @media print { body { max-width: none; margin: 0; font-size: 10pt } section, article { break-inside: avoid } }
";

/// A page: its title, its own style, and what is on it, which is HTML already.
pub fn document(title: &str, style: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}{style}</style>\n<main>\n{body}</main>\n</html>\n"
    )
}

/// Words with nothing in them that a browser takes for a mark of its own.
pub fn escaped(text: &str) -> String {
    let text = visible(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
