//! The grammar as a matcher in Rust: a function a rule, which is asked only where the next letter can begin it.
//!
//! Pest keeps count of all that could have stood in each place, which is what a fault is told by, and what most of its
//! time is spent on. Most texts have no fault: the matcher says only whether a text is in the grammar, and which rules
//! it met where. What it means by a rule is what pest means by it, as pest's own code generator writes it out
//! (<https://pest.rs/book/grammars/syntax.html>).

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule};

use crate::letters::{Beginnings, Letters};

/// Rust for `src/syntax/grammar/matcher.rs` to include. Fails with pest's words where the grammar is none.
pub fn written(grammar: &str) -> String {
    let (_, rules) = pest_meta::unwrap_or_report(pest_meta::parse_and_optimize(grammar));
    let kinds: HashMap<&str, RuleType> = rules.iter().map(|rule| (&*rule.name, rule.ty)).collect();
    rules.iter().for_each(|rule| hold_to_no_parts(rule, &kinds));
    let mut writer = Writer { beginnings: Beginnings::of(&rules), kinds, sets: Vec::new(), labels: 0 };
    let mut text = String::new();
    for rule in &rules {
        text.push_str(&writer.rule(rule));
    }
    text.push_str(&whole(&rules));
    for (number, set) in writer.sets.iter().enumerate() {
        let _ = writeln!(text, "static L{number}: [u64; 4] = {set:?};");
    }
    text
}

/// A rule that is read letter by letter has no parts. One that has parts whoever reads it (`$`, `!`) would give it some,
/// and the matcher does not foresee that.
fn hold_to_no_parts(rule: &OptimizedRule, kinds: &HashMap<&str, RuleType>) {
    if rule.ty != RuleType::Atomic {
        return;
    }
    for expr in rule.expr.iter_top_down() {
        if let Expr::Ident(name) = &expr
            && let Some(RuleType::NonAtomic | RuleType::CompoundAtomic) = kinds.get(&**name)
        {
            panic!("`{}` is read letter by letter, and `{name}` would be a part of it", rule.name);
        }
    }
}

/// The rules that take a text from its beginning to its end, by their names.
fn whole(rules: &[OptimizedRule]) -> String {
    let mut text = String::from(
        "/// What a rule that takes whole texts makes of one; nothing too where it is no such rule.\n\
         pub fn whole(rule: Rule, m: &mut Matcher) -> Option<usize> {\n    match rule {\n",
    );
    for rule in rules {
        if let Expr::Seq(first, _) = &rule.expr
            && **first == Expr::Ident("SOI".to_string())
        {
            let _ = writeln!(text, "        Rule::{0} => rule_{0}::<true, false>(m, 0),", rule.name);
        }
    }
    text.push_str("        _ => None,\n    }\n}\n");
    text
}

struct Writer<'g> {
    beginnings: Beginnings,
    kinds: HashMap<&'g str, RuleType>,
    /// The letters that are asked for, each once.
    sets: Vec<[u64; 4]>,
    labels: usize,
}

/// How a rule is read: whether blanks may stand between its parts, and whether what it meets goes unnoticed; as they are
/// written in Rust.
#[derive(Clone, Copy)]
struct Way {
    blanks: &'static str,
    unnoticed: &'static str,
}

/// Remembers how much was met, to go [`back`](Way::back) to where something comes to nothing.
const MARK: &str = "let mark = m.mark();";

impl Way {
    fn back(self) -> String {
        match self.unnoticed {
            "true" => String::new(),
            unnoticed => format!("m.back::<{unnoticed}>(mark);"),
        }
    }

    /// A place, or, where blanks may stand, the first place behind them.
    fn behind_blanks(self, at: &str) -> String {
        match self.blanks {
            "false" => at.to_string(),
            blanks => format!("behind_blanks::<{blanks}>(m, {at})"),
        }
    }
}

impl Writer<'_> {
    fn rule(&mut self, rule: &OptimizedRule) -> String {
        let name = &rule.name;
        let (parameters, way) = match rule.ty {
            RuleType::Normal | RuleType::Silent => {
                ("const S: bool, const Q: bool", Way { blanks: "S", unnoticed: "Q" })
            }
            RuleType::Atomic => ("const Q: bool", Way { blanks: "false", unnoticed: "true" }),
            RuleType::CompoundAtomic => ("const Q: bool", Way { blanks: "false", unnoticed: "Q" }),
            RuleType::NonAtomic => ("const Q: bool", Way { blanks: "true", unnoticed: "Q" }),
        };
        let expr = self.expr(&rule.expr, way);
        match rule.ty {
            RuleType::Silent => format!(
                "#[inline]\npub fn rule_{name}<{parameters}>(m: &mut Matcher, at: usize) -> Option<usize> {{\n{expr}\n}}\n"
            ),
            _ => format!(
                "fn rule_{name}<{parameters}>(m: &mut Matcher, at: usize) -> Option<usize> {{\n\
                 m.rule::<Q>(Rule::{name}, at, |m, at| {expr})\n}}\n"
            ),
        }
    }

    fn expr(&mut self, expr: &Expr, way: Way) -> String {
        match expr {
            Expr::Str(text) => format!("m.words(at, {text:?})"),
            Expr::Range(from, to) => {
                let end = |end: &str| end.chars().next().expect("a range has ends");
                let (from, to) = (end(from), end(to));
                if from.is_ascii() && to.is_ascii() {
                    format!("m.byte_in(at, {:?}, {:?})", from as u8, to as u8)
                } else {
                    format!("m.letter(at, |c| ({from:?}..={to:?}).contains(&c))")
                }
            }
            Expr::Ident(name) => self.called(name, way),
            Expr::PosPred(expr) => {
                let ahead = self.guarded(expr, Way { unnoticed: "true", ..way });
                format!("{ahead}.map(|_| at)")
            }
            Expr::NegPred(expr) => {
                let ahead = self.guarded(expr, Way { unnoticed: "true", ..way });
                format!("{ahead}.map_or(Some(at), |_| None)")
            }
            Expr::Seq(first, rest) => {
                let (first, rest) = (self.expr(first, way), self.expr(rest, way));
                let next = way.behind_blanks("at");
                format!("match {first} {{ None => None, Some(at) => {{ let at = {next}; {rest} }} }}")
            }
            Expr::Choice(..) => self.choice(expr, way),
            Expr::Opt(expr) => {
                let (expr, back) = (self.guarded(expr, way), way.back());
                format!("{{ {MARK} match {expr} {{ None => {{ {back} Some(at) }} met => met }} }}")
            }
            Expr::Rep(expr) => {
                let (expr, back, next) = (self.guarded(expr, way), way.back(), way.behind_blanks("met"));
                format!(
                    "{{ let (mut last, mut next) = (at, at); loop {{ let at = next; {MARK} match {expr} {{ \
                     None => {{ {back} break Some(last); }} Some(met) => {{ last = met; next = {next}; }} }} }} }}"
                )
            }
            Expr::Skip(until) => format!("Some(m.until(at, &{until:?}))"),
            Expr::RestoreOnErr(expr) => self.expr(expr, way),
            Expr::Insens(_) | Expr::PeekSlice(..) | Expr::Push(_) => {
                panic!("the matcher knows nothing of {expr:?}, which the grammar had no need of so far")
            }
        }
    }

    /// One of several: where they are rules and words, the next letter says which of them are tried.
    fn choice(&mut self, expr: &Expr, way: Way) -> String {
        let mut alternatives = Vec::new();
        let mut rest = expr;
        while let Expr::Choice(one, other) = rest {
            alternatives.push(&**one);
            rest = other;
        }
        alternatives.push(rest);
        if !alternatives.iter().all(|one| matches!(one, Expr::Str(_) | Expr::Ident(_))) {
            let alternatives: Vec<String> = alternatives.iter().map(|one| self.guarded(one, way)).collect();
            return self.in_turn(&alternatives, way);
        }
        let letters: Vec<Letters> = alternatives.iter().map(|one| self.beginnings.letters(one)).collect();
        let alternatives: Vec<String> = alternatives.iter().map(|one| self.expr(one, way)).collect();
        let tried = |is: &dyn Fn(&Letters) -> bool| -> Vec<usize> {
            (0..letters.len()).filter(|one| letters[*one].none || is(&letters[*one])).collect()
        };
        let mut arms: BTreeMap<Vec<usize>, Vec<String>> = BTreeMap::new();
        for byte in 0..=u8::MAX {
            arms.entry(tried(&|letters| letters.has(byte))).or_default().push(format!("Some({byte})"));
        }
        arms.entry(tried(&|_| false)).or_default().push("None".to_string());
        let mut text = "match m.byte(at) { ".to_string();
        for (tried, bytes) in arms {
            let tried: Vec<String> = tried.iter().map(|one| alternatives[*one].clone()).collect();
            let _ = write!(text, "{} => {}, ", bytes.join(" | "), self.in_turn(&tried, way));
        }
        text.push('}');
        text
    }

    /// One alternative after the other.
    fn in_turn(&mut self, alternatives: &[String], way: Way) -> String {
        let Some((last, before)) = alternatives.split_last() else { return "None".to_string() };
        if before.is_empty() {
            return last.clone();
        }
        self.labels += 1;
        let (label, back) = (self.labels, way.back());
        let mut text = format!("'c{label}: {{ {MARK} ");
        for one in before {
            let _ = write!(text, "match {one} {{ None => {{ {back} }} met => break 'c{label} met }} ");
        }
        text.push_str(last);
        text.push_str(" }");
        text
    }

    /// An expression that is tried only where the next letter can begin it.
    fn guarded(&mut self, expr: &Expr, way: Way) -> String {
        let written = self.expr(expr, way);
        let Letters { bytes, none } = self.beginnings.letters(expr);
        let at_once = matches!(expr, Expr::Str(_) | Expr::Range(..));
        if at_once || none || bytes == [u64::MAX; 4] {
            return written;
        }
        let number = self.sets.iter().position(|set| *set == bytes).unwrap_or_else(|| {
            self.sets.push(bytes);
            self.sets.len() - 1
        });
        format!("(if m.next_is(at, &L{number}) {{ {written} }} else {{ None }})")
    }

    fn called(&self, name: &str, Way { blanks, unnoticed }: Way) -> String {
        match (name, self.kinds.get(name)) {
            (_, Some(RuleType::Normal | RuleType::Silent)) => {
                format!("rule_{name}::<{blanks}, {unnoticed}>(m, at)")
            }
            (_, Some(_)) => format!("rule_{name}::<{unnoticed}>(m, at)"),
            ("ANY", _) => "m.letter(at, |_| true)".to_string(),
            ("SOI", _) => "(at == 0).then_some(at)".to_string(),
            ("EOI", _) => {
                format!("m.rule::<{unnoticed}>(Rule::EOI, at, |m, at| m.is_end(at).then_some(at))")
            }
            ("NEWLINE", _) => {
                "m.words(at, \"\\n\").or(m.words(at, \"\\r\\n\")).or(m.words(at, \"\\r\"))".to_string()
            }
            ("ASCII_DIGIT", _) => "m.byte_in(at, b'0', b'9')".to_string(),
            ("ASCII_ALPHA_LOWER", _) => "m.byte_in(at, b'a', b'z')".to_string(),
            ("ASCII_ALPHA_UPPER", _) => "m.byte_in(at, b'A', b'Z')".to_string(),
            ("XID_START", _) => "m.letter(at, begins_name)".to_string(),
            ("XID_CONTINUE", _) => "m.letter(at, goes_on_name)".to_string(),
            _ => panic!("the matcher knows nothing of {name}, which the grammar had no need of so far"),
        }
    }
}
