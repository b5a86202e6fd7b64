//! The vocabulary that comes with Licit, itself written in Licit: `import "std/knowledge.licit"`.

/// What the name of each of its files begins with.
pub const FOLDER: &str = "std/";

/// Each file by its name, with its text.
const FILES: [(&str, &str); 3] = [
    ("std/countries.licit", include_str!("../standard/countries.licit")),
    ("std/knowledge.licit", include_str!("../standard/knowledge.licit")),
    ("std/parties.licit", include_str!("../standard/parties.licit")),
];

/// The text of the file of that name.
pub fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The names of all its files.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
