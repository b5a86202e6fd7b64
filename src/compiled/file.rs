//! Compiled policies as a file: what a service loads, so that it reads no text when it starts.
//!
//! ```text
//! mark (8 bytes)  format (4)  version of Licit (1 + n)  lengths (2 x 8)  checksum (16)  judging  telling
//! ```
//!
//! What judges and what tells are apart: who asks for verdicts alone never unpacks the words. The checksum finds
//! damage, not malice: a file is to be had from somebody who is trusted, as a program is.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::model::{Library, Version, VersionId};
use crate::program::Program;
use crate::source::{FileId, Sources, Span};

use super::Compiled;

/// Compiled files begin with these bytes, which no text does.
const MARK: [u8; 8] = *b"\x89Licit\r\n";
/// Raised whenever what is packed, or how, becomes another.
pub const FORMAT: u32 = 2;
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A compiled file whose checksum is right, not yet unpacked.
#[derive(Debug)]
pub struct Packed<'b> {
    judging: &'b [u8],
    telling: &'b [u8],
}

/// Why a compiled file is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It does not begin as a compiled file does.
    NotCompiled,
    /// It was written by this version of Licit, in another format.
    Stale { by: String },
    /// It is cut off, or its checksum is wrong.
    Damaged,
}

/// All that is told: the files, and the versions in them.
#[derive(Serialize, Deserialize)]
struct Telling {
    files: Vec<PackedFile>,
    versions: Vec<Version>,
    series: Vec<(Arc<str>, Vec<VersionId>)>,
}

#[derive(Serialize, Deserialize)]
struct PackedFile {
    name: String,
    text: String,
}

/// Whether these bytes begin as a compiled file does.
pub fn is_compiled(bytes: &[u8]) -> bool {
    bytes.starts_with(&MARK)
}

/// Packs every version of a library.
///
/// The texts of policies and vocabularies go along, for the words of reasons; those of case books do not.
pub fn pack(sources: &Sources, library: &Library) -> Vec<u8> {
    let judging: Vec<Compiled> =
        library.versions.iter().map(|version| Compiled::of(&version.program)).collect();
    let told: BTreeSet<FileId> =
        library.versions.iter().flat_map(|version| files_of(&version.program)).collect();
    let files = sources.iter().map(|(file, source)| PackedFile {
        name: source.name.clone(),
        text: if told.contains(&file) { source.text.clone() } else { String::new() },
    });
    let telling = Telling {
        files: files.collect(),
        versions: library.versions.clone(),
        series: library.series().to_vec(),
    };
    // Nothing in either can fail to be written: they hold no maps of unknown length and write into memory.
    let judging = postcard::to_allocvec(&judging).unwrap_or_default();
    let telling = postcard::to_allocvec(&telling).unwrap_or_default();
    let mut bytes = MARK.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    bytes.push(VERSION.len() as u8);
    bytes.extend(VERSION.as_bytes());
    for part in [&judging, &telling] {
        bytes.extend((part.len() as u64).to_le_bytes());
    }
    let parts = [judging, telling].concat();
    bytes.extend(checksum(&bytes, &parts));
    bytes.extend(parts);
    bytes
}

impl<'b> Packed<'b> {
    /// Looks at the head of a file, and holds the rest to its checksum.
    pub fn of(bytes: &'b [u8]) -> Result<Packed<'b>, Refused> {
        let mut rest = bytes.strip_prefix(&MARK).ok_or(Refused::NotCompiled)?;
        let format = u32::from_le_bytes(take(&mut rest)?);
        let [length] = take(&mut rest)?;
        let by = rest.split_off(..usize::from(length)).ok_or(Refused::Damaged)?;
        if format != FORMAT || by != VERSION.as_bytes() {
            let by = String::from_utf8_lossy(by).into_owned();
            let is_version =
                !by.is_empty() && by.chars().all(|it| it.is_ascii_alphanumeric() || "-.+".contains(it));
            return Err(if is_version { Refused::Stale { by } } else { Refused::Damaged });
        }
        let lengths = [u64::from_le_bytes(take(&mut rest)?), u64::from_le_bytes(take(&mut rest)?)];
        let head = &bytes[..bytes.len() - rest.len()];
        let sum: [u8; 16] = take(&mut rest)?;
        if lengths[0].checked_add(lengths[1]) != Some(rest.len() as u64) || sum != checksum(head, rest) {
            return Err(Refused::Damaged);
        }
        let (judging, telling) = rest.split_at(lengths[0] as usize);
        Ok(Packed { judging, telling })
    }

    /// What judges: the versions' compiled programs, by [`VersionId`].
    pub fn judging(&self) -> Result<Vec<Compiled>, Refused> {
        postcard::from_bytes(self.judging).map_err(|_| Refused::Damaged)
    }

    /// What tells: the files, and the versions in them. The library has no trees, and so no case books.
    pub fn telling(&self) -> Result<(Sources, Library), Refused> {
        let telling: Telling = postcard::from_bytes(self.telling).map_err(|_| Refused::Damaged)?;
        let mut sources = Sources::default();
        for file in telling.files {
            sources.add(file.name, file.text);
        }
        Ok((sources, Library::of_versions(telling.versions, telling.series)))
    }
}

fn take<const MANY: usize>(from: &mut &[u8]) -> Result<[u8; MANY], Refused> {
    let (these, rest) = from.split_first_chunk().ok_or(Refused::Damaged)?;
    *from = rest;
    Ok(*these)
}

fn checksum(head: &[u8], parts: &[u8]) -> [u8; 16] {
    (xxh3_128(parts) ^ xxh3_128(head).rotate_left(1)).to_le_bytes()
}

/// The files from which a program has words.
fn files_of(program: &Program) -> BTreeSet<FileId> {
    let mut spans: Vec<Span> = vec![program.policy.span, program.policy.otherwise_span];
    spans.extend(program.origins.iter().filter_map(|origin| origin.span));
    spans.extend(program.units.iter().map(|unit| unit.span));
    spans.extend(program.clauses.iter().map(|clause| clause.span));
    spans.extend(program.facts.iter().map(|fact| fact.span));
    spans.extend(program.lists.iter().flat_map(|list| list.attributes.iter().map(|it| it.span)));
    spans.extend(program.lists.iter().map(|list| list.span));
    spans.extend(program.domains.iter().filter_map(|domain| domain.span));
    spans.extend(program.definitions.iter().map(|definition| definition.span));
    spans.extend(program.assumptions.iter().map(|assumption| assumption.span));
    spans.into_iter().map(|span| span.file).collect()
}
