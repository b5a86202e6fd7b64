//! Versions of one policy: a scenario may state what only one of them asks for.

use licit::casebook::book;
use licit::model::Library;
use licit::source::Sources;

const BEFORE: &str = r#"policy boats "Boats in the harbour"
  in force   from 2023-01-01
  actions    enter
  otherwise  prohibited

entities boat
  masts : whole number

clause 1 "Small boats"
  permit enter when every boat has masts is at most 2
"#;

const AFTER: &str = r#"policy boats "Boats in the harbour"
  version    "2"
  in force   from 2024-01-01
  actions    enter
  otherwise  prohibited

entity weather
  calm : yes/no

entities boat
  masts  : whole number
  engine : yes/no

entities tug
  strong : yes/no

clause 1 "Small boats, or any with help in calm weather"
  permit enter when every boat has (masts is at most 2 or (engine and weather.calm)) or any tug is strong
"#;

const CASES: &str = r#"scenario "The steamer"
  action enter
  facts
    weather has calm yes
    boat "Anna" has masts 3, engine yes
    tug "Otto".strong is no
  on 2023-12-31 expect prohibited by default
  on 2024-01-01 expect permitted under clause 1
"#;

#[test]
fn what_a_version_does_not_ask_for_is_set_aside() {
    let mut sources = Sources::default();
    for (name, text) in [("before.licit", BEFORE), ("after.licit", AFTER), ("cases.licit", CASES)] {
        sources.add(name, text);
    }
    let (library, problems) = Library::load(&sources);
    assert!(problems.is_empty(), "{problems:#?}");
    let (book, problems) = book::read(&sources, &library);
    assert!(problems.is_empty(), "{problems:#?}");
    let set_aside = |day: usize| &book.questions[0].days[day].case.set_aside;
    assert_eq!(set_aside(0), &["weather.calm", "boat \"Anna\".engine", "tug"]);
    assert!(set_aside(1).is_empty());
}
