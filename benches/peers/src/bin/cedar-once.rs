//! A process that reads a policy of Cedar's and a request, and decides once: `cedar-once POLICY CONTEXT.json`.

use std::str::FromStr;

use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let read = |number: usize| std::fs::read_to_string(&arguments[number]).expect("it can be read");
    let policies = PolicySet::from_str(&read(0)).expect("Cedar reads it");
    let context = Context::from_json_str(&read(1), None).expect("it is a context");
    let name = |name: &str| -> EntityUid { name.parse().expect("it is a name") };
    let [who, what, which] = ["Agency::\"a\"", "Action::\"use\"", "Deployment::\"d\""].map(name);
    let request = Request::new(who, what, which, context, None).expect("it is a request");
    println!("{:?}", Authorizer::new().is_authorized(&request, &policies, &Entities::empty()).decision());
}
