//! Measures, always beside a floor or a peer in the same run, and prints one JSON object a line.
//!
//! Here lives what drives and counts; nothing here asserts a time. Run by `cargo xtask bench NAME`,
//! which builds everything in release.

mod decide;
mod floor;
mod graphql;
mod load;
mod measurement;
#[cfg(feature = "cluster")]
mod operator;
mod portal;
mod program;
mod reload;
mod submit;
mod subscribe;

use std::process::ExitCode;

use cityhall_tests::Failure;

/// The server's own, so that the floor does not lose by it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(words: &[&str]) -> Result<(), Failure> {
    match words {
        ["submit", clients @ ..] => submit::run(clients).await,
        ["graphql", words @ ..] => graphql::run(words).await,
        ["subscribe", words @ ..] => subscribe::run(words).await,
        ["portal", words @ ..] => portal::run(words).await,
        ["reload"] => reload::run().await,
        ["decide"] => decide::run(),
        ["floor", data] => floor::serve(data).await,
        ["plain", rows] => graphql::plain::serve(rows).await,
        #[cfg(feature = "cluster")]
        ["operator", words @ ..] => operator::run(words).await,
        _ => {
            let usage = "usage: cityhall-bench submit [CLIENTS…] | graphql [CASES [ROUNDS]] | \
                         subscribe [FOLLOWERS [ROUNDS]] | portal [ROUNDS] [json] | reload | decide | operator [MODULES [ROUNDS]]";
            Err(usage.into())
        }
    }
}
