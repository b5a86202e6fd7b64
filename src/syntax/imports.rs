//! What files bring in: the `import` items of a text, and every file they lead to.
//!
//! A path is read from the folder of the file it stands in, and `std/` stands for what comes with Licit. Where a
//! file is found and how it is read, the roof knows.

use std::collections::VecDeque;

use super::cut::cut;
use super::recover::Reader;
use super::scan::scan;
use super::spellings::Spellings;
use super::tree::{Import, ItemKind};
use super::vocabulary::Owner;
use crate::source::{FileId, Refusal, Sources, beside};
use crate::standard;

/// What came of the search for a file.
#[derive(Debug)]
pub enum Found {
    /// Its text.
    Text(String),
    /// It was read before, under another name.
    Known(FileId),
    Refused(Refusal),
}

/// The imports of one file, as they are written.
pub fn imports(sources: &Sources, file: FileId) -> Vec<Import> {
    let source = sources.file(file);
    // Most files bring in nothing.
    if !source.text.contains("import") {
        return Vec::new();
    }
    let spellings = Spellings::default();
    let mut imports = Vec::new();
    for piece in cut(source, file).into_iter().filter(|piece| piece.owner == Some(Owner::Import)) {
        let scan = scan(&source.text[piece.start as usize..piece.end as usize]);
        let (item, _) = Reader::new(sources, file, piece.start, Owner::Import, scan, &spellings).read();
        if let ItemKind::Import(import) = item.kind {
            imports.push(import);
        }
    }
    imports
}

/// Takes in every file that the sources bring in, and those that these bring in; `find` looks for the file of a
/// name that stands in a file of another.
pub fn follow(sources: &mut Sources, mut find: impl FnMut(&Sources, FileId, &str) -> Found) {
    let mut open: VecDeque<FileId> = sources.iter().map(|(file, _)| file).collect();
    while let Some(file) = open.pop_front() {
        for import in imports(sources, file) {
            let name = beside(&sources.file(file).name, &import.path.text);
            if sources.named(&name).is_some() || sources.refusal(&name).is_some() {
                continue;
            }
            let found = match (name.starts_with(standard::FOLDER), standard::text(&name)) {
                (true, Some(text)) => Found::Text(text.to_owned()),
                (true, None) => {
                    let near =
                        standard::names().map(|name| name[standard::FOLDER.len()..].to_owned()).collect();
                    Found::Refused(Refusal::NotThere { near })
                }
                (false, _) => find(sources, file, &name),
            };
            match found {
                Found::Text(text) => open.push_back(sources.add_beside(name, text)),
                Found::Known(known) => sources.also_called(name, known),
                Found::Refused(refusal) => sources.refuse(name, refusal),
            }
        }
    }
}
