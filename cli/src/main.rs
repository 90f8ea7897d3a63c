//! The `cityhall` binary: the only place where parts are wired.
//!
//! Here live arguments, the folder of manifests and its watch, opening stores, the development
//! identity provider. Here never lives a rule, a query or a schema.

mod arguments;
mod check;
mod events;
mod explain;
mod folder;
mod fonts;
mod kubectl;
mod operator;
mod probe;
mod publisher;
mod rebuild;
mod report;
mod schema;
mod serve;
mod simulate;
mod watch;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use crate::arguments::{Arguments, Command};

/// Many small short-lived values from many threads: measured against the C library's allocator in
/// `docs/decisions/0001-libraries.md`.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    if std::env::args_os().next().is_some_and(|program| kubectl::is_named_so(&program)) {
        return kubectl::run();
    }
    let outcome = match Arguments::parse().command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Check { city, output } => check::run(&city, output),
        Command::Explain { module, city, format, language } => explain::run(&city, &module, format, language),
        Command::Crds => {
            print!("{}", cityhall_crds::crd_yaml());
            Ok(ExitCode::SUCCESS)
        }
        Command::Schema { city, audience } => schema::run(&city, audience),
        Command::Events(arguments) => events::run(&arguments),
        Command::Operator(arguments) => operator::run(*arguments),
        Command::Probe { url, within } => probe::run(&url, Duration::from_secs(within)),
        Command::Rebuild { data } => rebuild::run(&data),
        Command::Simulate(arguments) => simulate::run(&arguments),
    };
    outcome.unwrap_or_else(|message| {
        eprintln!("cityhall: {message}");
        ExitCode::FAILURE
    })
}
