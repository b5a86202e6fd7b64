//! Reading: trees of valid files, and the messages of faulty ones.

use licit::source::Sources;
use licit::syntax::parse;

#[test]
fn scratch() {
    let path = std::env::var("LICIT_FILE").unwrap_or_else(|_| "tests/cases/syntax/valid/cyber.licit".to_owned());
    let mut sources = Sources::default();
    let file = sources.add(path.clone(), std::fs::read_to_string(path).unwrap());
    let (tree, problems) = parse(&sources, file);
    if std::env::var("LICIT_TREE").is_ok() {
        println!("{tree:#?}");
    }
    for problem in problems {
        use licit::problem::Tell;
        let telling = problem.tell();
        for label in &telling.labels {
            println!("{} {} {:?} {}", problem.code().0, sources.position(label.span), sources.text(label.span), label.text);
        }
        println!("   {}\n   help: {}", telling.message, telling.help.unwrap_or_default());
    }
}
