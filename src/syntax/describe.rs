//! What each rule of the grammar is called to a drafter, and the words it can begin with.

use super::grammar::Rule;

/// A rule in a drafter's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Description {
    /// What should stand there: "here should stand ..."; empty where it is not worth saying.
    pub phrase: &'static str,
    /// The words of the language that it can begin with.
    pub words: &'static [&'static str],
}

/// What a rule is called. Exhaustive, so that no rule is forgotten and no rule's own name ever shown.
pub(super) fn describe(rule: Rule) -> Description {
    match rule {
        // Lines.
        Rule::policy_line => said(
            "a line of the header",
            &[
                "version",
                "issued",
                "addressed",
                "in",
                "actions",
                "otherwise",
                "call",
                "holidays",
                "outside",
                "country",
                "text",
                "source",
                "note",
                "quote",
                "inert",
            ],
        ),
        Rule::terms_line => said("a term", &["source", "note"]),
        Rule::entity_line => said("an attribute", &["source", "note"]),
        Rule::judgement_part => said("`decided by`", &["decided", "source", "note"]),
        Rule::list_part => said(
            "`from ... also`, `until ... also`, `source` or `note`",
            &["from", "until", "source", "note"],
        ),
        Rule::list_change => said("`from ... also` or `until ... also`", &["from", "until"]),
        Rule::vocabulary_remark => said("`source` or `note`", &["source", "note"]),
        Rule::assume_part | Rule::remark => {
            said("`source` or `note`", &["text", "source", "note", "quote", "inert"])
        }
        Rule::clause_line => said(
            "a part of the clause",
            &[
                "define",
                "permit",
                "prohibit",
                "require",
                "for",
                "oblige",
                "on",
                "except",
                "unless",
                "notwithstanding",
                "text",
                "source",
                "note",
                "quote",
                "inert",
                "in",
                "formerly",
                "addressed",
            ],
        ),
        Rule::scenario_line => said(
            "a line of the scenario",
            &[
                "like",
                "policy",
                "on",
                "action",
                "facts",
                "stipulated",
                "reading",
                "tags",
                "expect",
                "clause",
                "no",
                "other",
                "not",
                "text",
                "source",
                "note",
                "quote",
                "inert",
            ],
        ),
        Rule::property_line => said(
            "`never`, `always`, or a verdict with `only when` or `whenever`",
            &["never", "always", "permitted", "prohibited", "policy", "source", "note"],
        ),
        Rule::table_row => said("a row of the table", &[]),
        Rule::row | Rule::label | Rule::label_number | Rule::label_roman | Rule::label_letters => {
            said("", &[])
        }
        Rule::shared => said("`where`", &["where"]),
        Rule::quote => said("`quote`", &["quote"]),
        Rule::reading => said("`reading ... as`", &["reading"]),
        Rule::reading_note => said("`source` or `note`", &["source", "note", "quote"]),
        Rule::remedy => said("a remedy, as in `may revoke-licence`", &["may", "must"]),
        // Items.
        Rule::item
        | Rule::import
        | Rule::policy
        | Rule::terms
        | Rule::entity
        | Rule::entities
        | Rule::judgement
        | Rule::named_list
        | Rule::heading
        | Rule::clause
        | Rule::definition
        | Rule::assume
        | Rule::given
        | Rule::scenario
        | Rule::table
        | Rule::property => said(
            "a new item",
            &[
                "import",
                "policy",
                "terms",
                "entity",
                "entities",
                "judgement",
                "list",
                "part",
                "annex",
                "clause",
                "define",
                "assume",
                "given",
                "scenario",
                "table",
                "property",
            ],
        ),
        // Parts of items.
        Rule::version => said("`version`", &["version"]),
        Rule::issued_by => said("`issued by`", &["issued"]),
        Rule::addressed_to => said("`addressed to`", &["addressed"]),
        Rule::validity | Rule::in_force => said("`in force`", &["in"]),
        Rule::applicable => said("`applicable`", &["applicable"]),
        Rule::suspended => said("`suspended`", &["suspended"]),
        Rule::repealed => said("`repealed`", &["repealed"]),
        Rule::from => said("`from` and a date", &["from"]),
        Rule::until => said("`until` and a date", &["until"]),
        Rule::header_actions => said("`actions`", &["actions"]),
        Rule::otherwise => said("`otherwise`", &["otherwise"]),
        Rule::call => said("`call`", &["call"]),
        Rule::holidays => said("`holidays`", &["holidays"]),
        Rule::working_days => said("a number of working days", &[]),
        Rule::outside => said("`outside`", &["outside"]),
        Rule::country_also => said("`country also`", &["country"]),
        Rule::verdict => said(
            "`permitted`, `prohibited`, `undetermined` or `not regulated`",
            &["permitted", "prohibited", "undetermined", "not"],
        ),
        Rule::not_regulated => said("`not regulated`", &["not"]),
        Rule::action
        | Rule::term
        | Rule::new_name
        | Rule::name
        | Rule::known_name
        | Rule::import_as
        | Rule::noun
        | Rule::party
        | Rule::duty
        | Rule::holder
        | Rule::remedy_name
        | Rule::type_name
        | Rule::value_name
        | Rule::other_value
        | Rule::claim_actions => said("a name", &[]),
        Rule::kind_of | Rule::kind_of_joined => said("`kind of`", &["kind"]),
        Rule::plural => said("`plural`", &["plural"]),
        Rule::attribute => said("an attribute", &[]),
        Rule::type_words => said(
            "a kind of value, such as `yes/no`, `date` or a taxonomy",
            &[
                "yes/no",
                "set",
                "whole",
                "money",
                "duration",
                "number",
                "percentage",
                "date",
                "country",
                "text",
            ],
        ),
        Rule::set_of => said("`set of`", &["set"]),
        Rule::whole_number => said("`whole number`", &["whole"]),
        Rule::money_in => said("`money in`", &["money"]),
        Rule::duration_type => said("`duration`", &["duration"]),
        Rule::in_days => said("`in days`", &["in"]),
        Rule::decided_by | Rule::fact_decided => said("`decided by`", &["decided"]),
        Rule::for_entity => said("`for` and an entity", &["for"]),
        Rule::members | Rule::member => said("a country, a term or a list", &[]),
        // Statements.
        Rule::define => said("`define`", &["define"]),
        Rule::permit => said("`permit`", &["permit"]),
        Rule::prohibit => said("`prohibit`", &["prohibit"]),
        Rule::require => said("`require`", &["require"]),
        Rule::for_require => said("`for`", &["for"]),
        Rule::oblige => said("`oblige`", &["oblige"]),
        Rule::on_breach => said("`on`", &["on"]),
        Rule::except => said("`except`", &["except"]),
        Rule::unless => said("`unless`", &["unless"]),
        Rule::notwithstanding => said("`notwithstanding`", &["notwithstanding"]),
        Rule::formerly => said("`formerly`", &["formerly"]),
        Rule::within => said("`within`", &["within"]),
        Rule::when | Rule::when_body => said("`when`", &["when"]),
        Rule::of_path => said("`of`", &["of"]),
        Rule::breach | Rule::breach_of | Rule::any_breach => {
            said("`breach of` or `any breach`", &["breach", "any"])
        }
        Rule::or_otherwise => said("`otherwise`", &[]),
        Rule::actions | Rule::any_action => said("an action, or `any action`", &["any"]),
        Rule::references | Rule::reference => {
            said("the clauses meant, as in `clause 5(a)`", &["clause", "clauses", "part", "annex"])
        }
        Rule::bare_reference | Rule::citation | Rule::citation_more | Rule::citation_group => {
            said("a number, as in `5(a)`", &[])
        }
        Rule::to_citation => said("`to`", &["to"]),
        Rule::body
        | Rule::condition
        | Rule::words
        | Rule::operand
        | Rule::tight
        | Rule::negated
        | Rule::comparison => said("a condition", &["any", "all", "none", "no", "every", "not", "at"]),
        // Conditions.
        Rule::connective => said("`and` or `or`", &["and", "or"]),
        Rule::negation => said("`not`", &["not"]),
        Rule::group => said("a parenthesis", &[]),
        Rule::list_opener => said("`any of` or `all of`", &["any", "all", "none", "at"]),
        Rule::at_least_of | Rule::at_least => said("`at least`", &["at"]),
        Rule::count => said("a number", &[]),
        Rule::quantified | Rule::quantity => said("`any`, `every` or `no`", &["any", "every", "no", "at"]),
        Rule::filter => said("`where`", &["where"]),
        Rule::predicate => said("`has` or `is`", &["has", "is"]),
        Rule::is | Rule::is_fact => said("`is`", &["is"]),
        Rule::includes => said("`includes`", &["includes"]),
        Rule::is_what => said(
            "what it is",
            &[
                "not", "one", "none", "in", "at", "more", "less", "before", "after", "on", "between", "only",
                "exactly", "empty",
            ],
        ),
        Rule::is_not => said("`not`", &["not"]),
        Rule::is_one_of => said("`one of`", &["one"]),
        Rule::is_none_of => said("`none of`", &["none"]),
        Rule::is_in => said("`in`", &["in"]),
        Rule::is_at => said("`at least` or `at most`", &["at"]),
        Rule::is_more_than => said("`more than`", &["more"]),
        Rule::is_less_than => said("`less than`", &["less"]),
        Rule::is_before => said("`before`", &["before"]),
        Rule::is_after => said("`after`", &["after"]),
        Rule::is_on_or => said("`on or before`", &["on"]),
        Rule::is_between => said("`between`", &["between"]),
        Rule::is_only => said("`only`", &["only"]),
        Rule::is_exactly => said("`exactly`", &["exactly"]),
        Rule::sides
        | Rule::side
        | Rule::literal
        | Rule::value
        | Rule::path
        | Rule::subject
        | Rule::fact_value
        | Rule::the_date => said("a value or a name", &["yes", "no", "the", "unlimited", "unknown", "empty"]),
        Rule::sign_comparison
        | Rule::ComparisonSign
        | Rule::scale
        | Rule::shift
        | Rule::AndSign
        | Rule::OrSign
        | Rule::NotSign
        | Rule::PercentSign => said("", &[]),
        // Values.
        Rule::date => said("a date, as in `2022-03-01`", &[]),
        Rule::money => said("an amount of money, as in `EUR 10 000`", &[]),
        Rule::amount | Rule::number => said("a number", &[]),
        Rule::unit => said(
            "`years`, `months`, `weeks`, `days` or `hours`",
            &["years", "months", "weeks", "days", "hours", "percent"],
        ),
        Rule::currency => said("a currency's three capitals, as in `EUR`", &[]),
        Rule::country => said("a country's two capitals", &[]),
        Rule::text | Rule::block | Rule::quoted | Rule::closed | Rule::curly => {
            said("words in quotation marks", &[])
        }
        // The case book.
        Rule::like => said("`like`", &["like"]),
        Rule::policy_name => said("`policy`", &["policy"]),
        Rule::on_day => said("`on`", &["on"]),
        Rule::action_name => said("`action`", &["action"]),
        Rule::stipulated => said("`stipulated`", &["stipulated"]),
        Rule::settled_reading => said("`reading`", &["reading"]),
        Rule::tags => said("`tags`", &["tags"]),
        Rule::fact | Rule::about | Rule::no_noun | Rule::not_fact | Rule::other_unknown | Rule::kept => {
            said("a fact", &[])
        }
        Rule::has => said("`has`", &["has"]),
        Rule::has_attribute => said("an attribute and its value", &[]),
        Rule::expect => said("`expect`", &["expect"]),
        Rule::expectation | Rule::judged => said(
            "a verdict, `remedy` or `duty`",
            &["permitted", "prohibited", "undetermined", "not", "depends", "no", "remedy", "duty"],
        ),
        Rule::depends_on_reading => said("`depends on reading of`", &["depends"]),
        Rule::no_remedy => said("`no remedy` or `no duty`", &["no"]),
        Rule::remedy_due => said("`remedy`", &["remedy"]),
        Rule::duty_due => said("`duty`", &["duty"]),
        Rule::turns_on => said("`on` and the facts it turns on", &["on"]),
        Rule::once => said("`once` and the steps", &["once"]),
        Rule::subjects => said("the facts it turns on", &[]),
        Rule::under => said("`under`", &["under"]),
        Rule::reading_of => said("`reading`", &["reading"]),
        Rule::by_default => said("`by default`", &["by"]),
        Rule::cell
        | Rule::column_cell
        | Rule::value_cell
        | Rule::expect_cell
        | Rule::action_cell
        | Rule::date_cell
        | Rule::row_cell
        | Rule::question_cell
        | Rule::concludes_cell
        | Rule::label_cell
        | Rule::answer_cell
        | Rule::conclusion_cell => said("a cell", &[]),
        Rule::never => said("`never`", &["never"]),
        Rule::always => said("`always`", &["always"]),
        Rule::verdict_claim => said("a verdict with `only when` or `whenever`", &["permitted", "prohibited"]),
        Rule::only_when => said("`only when`", &["only"]),
        Rule::whenever | Rule::Whenever => said("`whenever`", &["whenever"]),
        Rule::other_verdict => said("an action and its verdict, such as `transfer is permitted`", &[]),
        // Words with blanks within, or with two spellings.
        Rule::by_table | Rule::ByTable => said("`by table`", &["by"]),
        Rule::FirstMatch => said("`first match`", &["first"]),
        Rule::UniqueMatch => said("`unique match`", &["unique"]),
        Rule::AnyOf => said("`any of`", &["any"]),
        Rule::AllOf => said("`all of`", &["all"]),
        Rule::NoneOf => said("`none of`", &["none"]),
        Rule::Years => said("`years`", &["years"]),
        Rule::Months => said("`months`", &["months"]),
        Rule::Weeks => said("`weeks`", &["weeks"]),
        Rule::Days => said("`days`", &["days"]),
        Rule::Hours => said("`hours`", &["hours"]),
        Rule::Step => said("`step`", &["step"]),
        Rule::Presumed | Rule::presumed => said("`presumed`", &["presumed"]),
        Rule::Some => said("", &[]),
        // Marks, and what is never missing.
        Rule::Bar => said("`|`", &[]),
        Rule::AnyValue => said("`-` for any", &[]),
        Rule::Colon => said("`:` and the kind of value", &[]),
        Rule::Comma => said("a comma", &[]),
        Rule::Dot => said("", &[]),
        Rule::Equals => said("`=` and the members", &[]),
        Rule::OpenParen => said("a parenthesis", &[]),
        Rule::CloseParen => said("a closing parenthesis", &[]),
        Rule::Plus | Rule::Minus => said("", &[]),
        Rule::FAULT | Rule::broken_lines | Rule::broken_operand => said("", &[]),
        Rule::EOI => said("", &[]),
        Rule::part_word
        | Rule::scenario_word
        | Rule::remark_word
        | Rule::quote_mark
        | Rule::letter
        | Rule::below_zero
        | Rule::end
        | Rule::reserved
        | Rule::blank
        | Rule::narrow_blank
        | Rule::WHITESPACE => said("", &[]),
        // Words of the language stand for themselves.
        Rule::ActionWord => said("`action`", &["action"]),
        Rule::ActionsWord => said("`actions`", &["actions"]),
        Rule::Addressed => said("`addressed`", &["addressed"]),
        Rule::After => said("`after`", &["after"]),
        Rule::Also => said("`also`", &["also"]),
        Rule::Always => said("`always`", &["always"]),
        Rule::And => said("`and`", &["and"]),
        Rule::Annex => said("", &["annex"]),
        Rule::Applicable => said("`applicable`", &["applicable"]),
        Rule::Any => said("`any`", &["any"]),
        Rule::As => said("`as`", &["as"]),
        Rule::Assume => said("`assume`", &["assume"]),
        Rule::At => said("`at`", &["at"]),
        Rule::Before => said("`before`", &["before"]),
        Rule::Between => said("`between`", &["between"]),
        Rule::Breach => said("`breach`", &["breach"]),
        Rule::By => said("`by`", &["by"]),
        Rule::Call => said("`call`", &["call"]),
        Rule::Clause => said("the clause meant, as in `clause 5(a)`", &["clause"]),
        Rule::Clauses => said("", &["clauses"]),
        Rule::Country => said("`country`", &["country"]),
        Rule::Date => said("`date`", &["date"]),
        Rule::Decided => said("`decided`", &["decided"]),
        Rule::Default => said("`default`", &["default"]),
        Rule::Define => said("`define`", &["define"]),
        Rule::Depends => said("`depends`", &["depends"]),
        Rule::Duration => said("`duration`", &["duration"]),
        Rule::Duty => said("`duty`", &["duty"]),
        Rule::Empty => said("`empty`", &["empty"]),
        Rule::Entities => said("`entities`", &["entities"]),
        Rule::Entity => said("`entity`", &["entity"]),
        Rule::Every => said("`every`", &["every"]),
        Rule::Exactly => said("`exactly`", &["exactly"]),
        Rule::Except => said("`except`", &["except"]),
        Rule::Expect => said("`expect`", &["expect"]),
        Rule::Facts => said("`facts`", &["facts"]),
        Rule::For => said("`for`", &["for"]),
        Rule::Force => said("`force`", &["force"]),
        Rule::Formerly => said("`formerly`", &["formerly"]),
        Rule::From => said("`from`", &["from"]),
        Rule::Import => said("`import`", &["import"]),
        Rule::given_by => said("`given by`", &["given"]),
        Rule::for_country | Rule::of_country => said("a country in brackets", &[]),
        Rule::OpenBracket => said("`[`", &[]),
        Rule::CloseBracket => said("`]`", &[]),
        Rule::Given => said("`given`", &["given"]),
        Rule::Has => said("`has`", &["has"]),
        Rule::In => said("`in`", &["in"]),
        Rule::Includes => said("`includes`", &["includes"]),
        Rule::Inert => said("`inert`", &["inert"]),
        Rule::Is => said("`is`", &["is"]),
        Rule::Issued => said("`issued`", &["issued"]),
        Rule::Judgement => said("`judgement`", &["judgement"]),
        Rule::Kept => said("`kept`", &["kept"]),
        Rule::Kind => said("`kind`", &["kind"]),
        Rule::Least => said("`least`", &["least"]),
        Rule::Less => said("`less`", &["less"]),
        Rule::Like => said("`like`", &["like"]),
        Rule::ListWord => said("`list`", &["list"]),
        Rule::May => said("`may`", &["may"]),
        Rule::Money => said("`money`", &["money"]),
        Rule::More => said("`more`", &["more"]),
        Rule::Most => said("`most`", &["most"]),
        Rule::Must => said("`must`", &["must"]),
        Rule::Never => said("`never`", &["never"]),
        Rule::No => said("`no`", &["no"]),
        Rule::None => said("`none`", &["none"]),
        Rule::Not => said("`not`", &["not"]),
        Rule::Note => said("`note`", &["note"]),
        Rule::Notwithstanding => said("`notwithstanding`", &["notwithstanding"]),
        Rule::NumberWord => said("`number`", &["number"]),
        Rule::Oblige => said("`oblige`", &["oblige"]),
        Rule::Of => said("`of`", &["of"]),
        Rule::On => said("`on`", &["on"]),
        Rule::Once => said("`once`", &["once"]),
        Rule::One => said("`one`", &["one"]),
        Rule::Only => said("`only`", &["only"]),
        Rule::Open => said("`open`", &["open"]),
        Rule::Or => said("`or`", &["or"]),
        Rule::Other => said("`other`", &["other"]),
        Rule::Otherwise => said("`otherwise`", &["otherwise"]),
        Rule::Order => said("`order`", &["order"]),
        Rule::in_order => said("`in order`", &["in"]),
        Rule::Holidays => said("`holidays`", &["holidays"]),
        Rule::Working => said("`working`", &["working"]),
        Rule::Outside => said("`outside`", &["outside"]),
        Rule::Part => said("", &["part"]),
        Rule::Percent => said("`percent`", &["percent"]),
        Rule::Permit => said("`permit`", &["permit"]),
        Rule::Permitted => said("`permitted`", &["permitted"]),
        Rule::Plural => said("`plural`", &["plural"]),
        Rule::Policy => said("`policy`", &["policy"]),
        Rule::Prohibit => said("`prohibit`", &["prohibit"]),
        Rule::Prohibited => said("`prohibited`", &["prohibited"]),
        Rule::Property => said("`property`", &["property"]),
        Rule::Quote => said("`quote`", &["quote"]),
        Rule::Reading => said("`reading`", &["reading"]),
        Rule::Regulated => said("`regulated`", &["regulated"]),
        Rule::Remedy => said("`remedy`", &["remedy"]),
        Rule::Repealed => said("`repealed`", &["repealed"]),
        Rule::Suspended => said("`suspended`", &["suspended"]),
        Rule::Require => said("`require`", &["require"]),
        Rule::RowWord => said("`row`", &["row"]),
        Rule::Scenario => said("`scenario`", &["scenario"]),
        Rule::Set => said("`set`", &["set"]),
        Rule::Source => said("`source`", &["source"]),
        Rule::Stipulated => said("`stipulated`", &["stipulated"]),
        Rule::Table => said("`table`", &["table"]),
        Rule::Tags => said("`tags`", &["tags"]),
        Rule::Terms => said("`terms`", &["terms"]),
        Rule::Text => said("`text`", &["text"]),
        Rule::Than => said("`than`", &["than"]),
        Rule::The => said("`the`", &["the"]),
        Rule::Times => said("`times`", &["times"]),
        Rule::To => said("`to`", &["to"]),
        Rule::Under => said("`under`", &["under"]),
        Rule::Undetermined => said("`undetermined`", &["undetermined"]),
        Rule::Unknown => said("`unknown`", &["unknown"]),
        Rule::Unless => said("`unless`", &["unless"]),
        Rule::Unlimited => said("`unlimited`", &["unlimited"]),
        Rule::Until => said("`until`", &["until"]),
        Rule::Version => said("`version`", &["version"]),
        Rule::When => said("`when`", &["when"]),
        Rule::Where => said("`where`", &["where"]),
        Rule::Whole => said("`whole`", &["whole"]),
        Rule::Within => said("`within`", &["within"]),
        Rule::Yes => said("`yes`", &["yes"]),
        Rule::YesNo => said("`yes/no`", &["yes/no"]),
    }
}

fn said(phrase: &'static str, words: &'static [&'static str]) -> Description {
    Description { phrase, words }
}
