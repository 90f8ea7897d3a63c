//! `kubectl cityhall`: the same binary under the name under which kubectl finds its plugins.
//!
//! One file a command. Nothing here knows a way to a city: what only the city can say is asked of the
//! API server, which asks the operator, which asks the city.

mod arguments;
mod cluster;

mod bundle;
mod diff;
mod pause;
mod status;

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;

use crate::check;
use crate::serve::runtime;
use arguments::{Command, Plugin};

/// The binary's name as a plugin.
const NAME: &str = "kubectl-cityhall";

/// The exit code of a command that could not do its part; 1 is an answer.
const FAILED: u8 = 2;

/// Whether the program was started as kubectl starts a plugin.
pub(crate) fn is_named_so(program: &OsStr) -> bool {
    Path::new(program).file_name() == Some(OsStr::new(NAME))
}

/// Runs one command.
pub(crate) fn run() -> ExitCode {
    let outcome = match Plugin::parse().command {
        Command::Check { city, output } => check::run(&city, output),
        Command::Status(arguments) => within(status::run(arguments)),
        Command::Diff(arguments) => within(diff::run(arguments)),
        Command::Pause(arguments) => within(pause::pause(arguments)),
        Command::Resume(arguments) => within(pause::resume(arguments)),
        Command::SupportBundle(arguments) => within(bundle::run(arguments)),
    };
    outcome.unwrap_or_else(|message| {
        eprintln!("kubectl cityhall: {message}");
        ExitCode::from(FAILED)
    })
}

fn within(command: impl Future<Output = Result<ExitCode, String>>) -> Result<ExitCode, String> {
    runtime()?.block_on(command)
}
