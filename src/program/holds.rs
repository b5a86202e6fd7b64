//! Whether a value passes a test.

use fixedbitset::FixedBitSet;

use super::{Member, SetTest, Test, Value};

/// Whether a value passes a test that looks at it alone. Comparisons with another fact are not for here.
pub fn holds(test: &Test, value: &Value) -> bool {
    match (test, value) {
        (Test::Yes, Value::YesNo(yes)) => *yes,
        (Test::OneOf(members), Value::Member(member)) => has(members, *member),
        (Test::Within(ranges), Value::Point(point)) => {
            let next = ranges.partition_point(|range| range.1 < *point);
            ranges.get(next).is_some_and(|range| range.0 <= *point)
        }
        (Test::TextIs(texts), Value::Text(text)) => texts.contains(text),
        (Test::Set(test), Value::Set(members)) => set_holds(test, members),
        _ => false,
    }
}

/// Whether a member is among these.
pub fn has(members: &FixedBitSet, member: Member) -> bool {
    members.contains(member.0 as usize)
}

fn set_holds(test: &SetTest, members: &[Member]) -> bool {
    match test {
        SetTest::Includes(these) => members.iter().any(|member| has(these, *member)),
        SetTest::Only(these) => !members.is_empty() && members.iter().all(|member| has(these, *member)),
        SetTest::Exactly(groups) => {
            groups.iter().all(|group| members.iter().any(|member| has(group, *member)))
                && members.iter().all(|member| groups.iter().any(|group| has(group, *member)))
        }
        SetTest::Empty => members.is_empty(),
    }
}
