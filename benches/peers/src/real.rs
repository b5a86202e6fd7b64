//! The policies that come with Licit, and the cases of their case books.

use std::path::Path;

use licit::casebook::book;
use licit::judge::Case;
use licit::model::{Library, VersionId};
use licit::source::Sources;

/// A folder of policies, read.
pub struct Real {
    pub name: String,
    pub library: Library,
    pub cases: Vec<(VersionId, Case)>,
}

/// Every folder of `policies/`.
pub fn all() -> Vec<Real> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut folders: Vec<_> = std::fs::read_dir(root)
        .expect("the policies are in the repository")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.iter().map(|folder| read(folder)).filter(|real| !real.cases.is_empty()).collect()
}

fn read(folder: &Path) -> Real {
    let mut sources = Sources::default();
    let mut folders = vec![folder.to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
            let path = entry.path();
            let name = path.to_string_lossy();
            match path.is_dir() {
                true => folders.push(path),
                false if name.ends_with(".licit") || name.ends_with(".licit.md") => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("policies are text");
        sources.add(file.display().to_string(), text);
    }
    let (library, _) = Library::load(&sources);
    let (book, _) = book::read(&sources, &library);
    let days = book.questions.into_iter().flat_map(|question| question.days);
    let cases = days.map(|day| (day.version, day.case)).collect();
    Real { name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(), library, cases }
}
