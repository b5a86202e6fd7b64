//! The command line: the roof, which alone prints, exits, and reads files, the clock and the environment.
//!
//! One file a command. A command reads what it is given, asks the rooms below, shows what was asked for
//! on standard output, says the rest on standard error, and returns a [`Status`].

mod amend;
mod audit;
mod check;
mod compile;
mod completions;
mod diff;
mod edges;
mod emit;
mod eval;
mod explain_code;
mod facts;
mod fmt;
mod format;
mod git;
mod git_setup;
mod history;
mod input;
mod man;
mod merge_driver;
mod new;
mod output;
mod reading;
mod review;
mod shelf;
mod status;
mod terminal;
mod test;

use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};

use crate::audit::engine::Engine;
pub use status::Status;
use terminal::Terminal;

/// Write down what a thing may be used for and what it may not, and have it decided case by case.
///
/// Licit is a language for rules about the use of things: a licence, an end-use certificate, terms of
/// use. The text that a lawyer reads is the program that a machine runs.
///
/// A PATH is a file or a folder; in a folder, every file that ends in .licit or .licit.md is read.
/// Without a PATH it is the folder you are in.
#[derive(Debug, Parser)]
#[command(name = "licit", version, after_help = START)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const START: &str = "To begin:
  licit new lending-rules      writes a small policy with its case book
  licit check lending-rules    tells what is wrong with the text
  licit test lending-rules     tells whether it decides its cases as expected

It ends with status 0 if all is well, 1 if something was found, and 2 if the request could not
be carried out.

Licit models a text. It is not the law, and what it says is not legal advice.";

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Test(test::Test),
    Eval(eval::Eval),
    Diff(diff::Diff),
    Amend(amend::Amend),
    History(history::History),
    Edges(edges::Edges),
    Fmt(fmt::Fmt),
    GitSetup(git_setup::GitSetup),
    MergeDriver(merge_driver::MergeDriver),
    Audit(audit::Audit),
    Compile(compile::Compile),
    New(new::New),
    ExplainCode(explain_code::ExplainCode),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Does what the arguments ask, the first being the program's own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Status {
    run_with(arguments, &[])
}

/// The same with these engines built in, one of which may be asked to judge a table.
pub fn run_with(arguments: impl IntoIterator<Item = OsString>, engines: &[&dyn Engine]) -> Status {
    let mut terminal = Terminal::of_this_process();
    let status = match Cli::try_parse_from(arguments) {
        Err(request) => misunderstood(&request, &mut terminal),
        Ok(Cli { command }) => match command {
            Command::Check(command) => command.run(&mut terminal),
            Command::Test(command) => command.run(&mut terminal),
            Command::Eval(command) => command.run(&mut terminal),
            Command::Diff(command) => command.run(&mut terminal),
            Command::Amend(command) => command.run(&mut terminal),
            Command::History(command) => command.run(&mut terminal),
            Command::Edges(command) => command.run(&mut terminal),
            Command::Audit(command) => command.run(&mut terminal, engines),
            Command::Compile(command) => command.run(&mut terminal),
            Command::Fmt(command) => command.run(&mut terminal),
            Command::GitSetup(command) => command.run(&mut terminal),
            Command::MergeDriver(command) => command.run(&mut terminal),
            Command::New(command) => command.run(&mut terminal),
            Command::ExplainCode(command) => command.run(&mut terminal),
            Command::Completions(command) => command.run(&mut terminal),
            Command::Man(command) => command.run(&mut terminal),
        },
    };
    terminal.close(status)
}

/// The commands and their arguments, as completions and manual pages need them.
fn definition() -> clap::Command {
    Cli::command()
}

/// Help and version were asked for; anything else clap stops at is a fault of the request.
fn misunderstood(request: &clap::Error, terminal: &mut Terminal) -> Status {
    let text = request.render().ansi().to_string();
    match request.use_stderr() {
        false => {
            terminal.show(&text);
            Status::Well
        }
        true => {
            terminal.say(&text);
            Status::Unable
        }
    }
}
