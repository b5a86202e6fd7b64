//! The plan travels with all that it needs.

use datafusion::error::Result;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::LogicalPlanBuilder;
use datafusion::prelude::{ident, lit};
use datafusion_proto::bytes::{
    logical_plan_from_bytes_with_extension_codec, logical_plan_to_bytes_with_extension_codec,
};
use licit::audit::Plan;
use licit::audit::engine::Terms;
use licit::casebook::ask::Request;
use licit::compiled::file::pack;
use licit::model::Library;
use licit::source::Sources;
use licit_datafusion::codec::Logical;
use licit_datafusion::function::Judge;
use licit_datafusion::question::Question;

use super::POLICY;

fn question() -> Question {
    let mut sources = Sources::default();
    sources.add("exports.licit", POLICY);
    let (library, problems) = Library::load(&sources);
    assert!(problems.is_empty());
    let terms = Terms {
        compiled: pack(&sources, &library),
        policy: "exports".to_owned(),
        as_of_version: None,
        request: Request { action: Some("use".to_owned()), ..Request::default() },
        plan: Plan::default(),
    };
    Question { terms, table: "rows".to_owned(), columns: vec!["buyer.country".to_owned()], in_lines: false }
}

#[test]
fn a_plan_is_the_same_when_it_arrives() -> Result<()> {
    let function = Judge::of(question())?.call(vec![ident("column1")]);
    let plan = LogicalPlanBuilder::values(vec![vec![lit("IR")]])?.project([function])?.build()?;
    let codec = Logical::default();
    let bytes = logical_plan_to_bytes_with_extension_codec(&plan, &codec)?;
    let arrived = logical_plan_from_bytes_with_extension_codec(&bytes, &TaskContext::default(), &codec)?;
    assert_eq!(arrived, plan);
    Ok(())
}

#[test]
fn what_another_version_has_compiled_is_refused() {
    let mut stale = question();
    // The mark of the version stands behind that of the format.
    let version = env!("CARGO_PKG_VERSION");
    let at = stale.terms.compiled.windows(version.len()).position(|bytes| bytes == version.as_bytes());
    stale.terms.compiled[at.expect("its version")] = b'9';
    let fault = Judge::of(stale).expect_err("it is refused").to_string();
    assert!(fault.contains("compiled by Licit 9"), "{fault}");
    let mut damaged = question();
    *damaged.terms.compiled.last_mut().expect("bytes") ^= 1;
    let fault = Judge::of(damaged).expect_err("it is refused").to_string();
    assert!(fault.contains("damaged"), "{fault}");
}
