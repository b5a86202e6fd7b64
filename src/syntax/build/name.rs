//! Names and citations, and how they are to be spelt.

use unicode_normalization::UnicodeNormalization;
use unicode_security::{MixedScript, confusable_detection::skeleton};

use super::{Builder, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Name, Reference, ReferenceKind};

impl Builder<'_> {
    /// A name, where it is declared or used; one spelt in another way is told and taken as it should be spelt.
    pub fn name(&mut self, node: &Node) -> Name {
        let span = self.span(node);
        let written = node.text();
        let plain = written.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && written.as_bytes().windows(2).all(|two| two != b"--");
        if plain {
            return Name { text: self.spellings.shared(written), span };
        }
        let composed: String = written.nfc().collect();
        let likely = spell(&composed);
        if !composed.is_single_script() {
            let plain: String = skeleton(&composed).collect();
            let likely = Some(spell(&plain)).filter(|plain| plain.is_ascii() && !plain.is_empty());
            let text = likely.clone().unwrap_or_else(|| composed.clone());
            self.tell(SyntaxProblem::MixedScripts { span, name: composed, likely });
            return Name { text: text.into(), span };
        }
        if likely != composed {
            self.tell(SyntaxProblem::NameSpelling { span, name: composed, likely: likely.clone() });
        }
        Name { text: likely.into(), span }
    }

    /// The name that a rule holds, where it holds one.
    pub fn name_in(&mut self, node: &Node) -> Option<Name> {
        node.part(Rule::name).map(|name| self.name(&name))
    }

    /// The name that a rule holds, where the grammar asks for one.
    pub fn the_name(&mut self, node: &Node) -> Name {
        match node.part(Rule::known_name) {
            Some(known) => self.known_name(&known),
            None => self.name(&node.the(Rule::name)),
        }
    }

    /// A name as one, the import's name before it included: `privacy.controller`.
    pub fn known_name(&mut self, node: &Node) -> Name {
        joined(self.names_in(node))
    }

    /// All the names that a rule holds.
    pub fn names_in(&mut self, node: &Node) -> Vec<Name> {
        let parts = || node.parts().filter(|part| matches!(part.rule(), Rule::name | Rule::of_country));
        let mut names = Vec::with_capacity(parts().count());
        names.extend(parts().map(|part| match part.rule() {
            Rule::of_country => self.of_country(&part),
            _ => self.name(&part),
        }));
        names
    }

    /// The name of the law of a country: `privacy-law[FR]`.
    fn of_country(&mut self, node: &Node) -> Name {
        let name = self.the_name(node);
        let country = node.the(Rule::country);
        Name { text: format!("{}[{}]", name.text, country.text()).into(), span: self.span(node) }
    }

    /// A name where it is declared; `None` where it could not be read.
    pub fn new_name(&mut self, node: &Node) -> Option<Name> {
        node.part(Rule::new_name).map(|name| self.the_name(&name))
    }

    /// The name of an item, which stands behind the item's word.
    pub fn head_name(&mut self, node: &Node) -> Option<Name> {
        self.expect_on_head_line(node, node.part(Rule::new_name).as_ref(), "a name");
        self.new_name(node)
    }

    /// A clause's number, or a citation of it: quotation marks are dropped.
    pub fn citation(&mut self, node: &Node) -> Name {
        let span = self.span(node);
        let written = node.text();
        let text = match written.starts_with('"') {
            false => written.to_owned(),
            true => {
                let end = written[1..].find('"').map_or(written.len(), |end| end + 2);
                crate::syntax::quotation::words(&written[..end]) + &written[end..]
            }
        };
        Name { text: text.into(), span }
    }

    pub fn references(&mut self, node: &Node) -> Vec<Reference> {
        node.parts()
            .filter(|part| matches!(part.rule(), Rule::reference | Rule::bare_reference))
            .map(|part| self.reference(&part))
            .collect()
    }

    pub fn reference(&mut self, node: &Node) -> Reference {
        let cited = self.citation(&node.the(Rule::citation));
        let kind = match (node.part(Rule::to_citation), node.has(Rule::Part), node.has(Rule::Annex)) {
            (Some(to), _, _) => ReferenceKind::Range(cited.text, self.citation(&to.the(Rule::citation)).text),
            (None, true, _) => ReferenceKind::Part(cited.text),
            (None, _, true) => ReferenceKind::Annex(cited.text),
            (None, false, false) => ReferenceKind::Citation(cited.text),
        };
        Reference { span: self.span(node), kind }
    }
}

/// Names with points between them as one name.
pub fn joined(names: Vec<Name>) -> Name {
    let mut names = names.into_iter();
    let first = names.next().unwrap_or_else(|| unreachable!("a known name has always a name"));
    names.fold(first, |before, name| Name {
        text: format!("{}.{}", before.text, name.text).into(),
        span: before.span.to(name.span),
    })
}

/// How a name is to be spelt: small letters, single hyphens within.
fn spell(name: &str) -> String {
    let mut spelt = String::with_capacity(name.len());
    let mut after_small = false;
    for letter in name.chars() {
        match letter {
            '_' | '-' => spelt.push('-'),
            _ if letter.is_uppercase() => {
                if after_small {
                    spelt.push('-');
                }
                spelt.extend(letter.to_lowercase());
            }
            _ => spelt.push(letter),
        }
        after_small = letter.is_lowercase() || letter.is_numeric();
    }
    spelt.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::spell;

    #[test]
    fn likely_spellings() {
        assert_eq!(spell("Buyer_State"), "buyer-state");
        assert_eq!(spell("maxSentence"), "max-sentence");
        assert_eq!(spell("a--b"), "a-b");
        assert_eq!(spell("EUR"), "eur");
        assert_eq!(spell("bürger"), "bürger");
    }
}
