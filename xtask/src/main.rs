//! Every task that a person or CI runs: `cargo xtask --help`.
//!
//! Here lives what needs the repository and a shell, and nothing of the product: xtask depends on
//! no room and drives the built binary.

mod cache;
mod demo;
mod image;
mod node;
mod packages;
mod peers;
mod portal;
mod process;
mod python;
mod sbom;
mod stages;
mod test;
mod tidy;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

/// The tasks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

/// One task.
#[derive(Subcommand)]
enum Task {
    /// Format, lints, tidy rules and tests that need only Rust and a C compiler.
    Test {
        /// Install what the rest needs, and run everything; skip nothing.
        #[arg(long)]
        all: bool,
    },
    /// Build the portal and serve the example city with it, and with a month of simulated cases, until Ctrl-C.
    Demo {
        /// Where to serve; port 0 picks a free one.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
    },
    /// The rules of the house that no compiler checks: edges, sizes, dead files, the folder map.
    Tidy,
    /// Write every generated file anew: CRDs, schemas, reference pages.
    Generate,
    /// Measure; one JSON object a line (`portal`: a table, or with the word `json` the same).
    Bench {
        /// `submit`, `graphql`, `subscribe`, `portal`, `reload`, `decide` or `operator`.
        name: String,
        /// Arguments of the bench itself.
        #[arg(trailing_var_arg = true)]
        arguments: Vec<String>,
    },
    /// Make the programs that tests need and no package holds, in the cache.
    Tools {
        /// Folders of `tools/` and `bench/peers/`; all of them and the checkers in Python without any.
        names: Vec<String>,
    },
    /// Build the container image, without a container engine, and the list of what is in it;
    /// prints their files and the image's digest.
    Image,
    /// A real Kubernetes control plane on free ports of this machine, to try things on.
    Cluster {
        /// `up` prints its KUBECONFIG, `down` ends it, `status` tells.
        what: ClusterTask,
        /// With `up`: also a node that runs containers, all in a network namespace of its own. As root on
        /// Debian; installs what it needs.
        #[arg(long)]
        node: bool,
    },
    /// Kill the server under load again and again and count what was lost or doubled.
    Torture {
        /// How many times.
        #[arg(long, default_value_t = 200)]
        cycles: u32,
    },
}

/// What to do with the cluster.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ClusterTask {
    Up,
    Down,
    Status,
}

impl ClusterTask {
    fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Status => "status",
        }
    }
}

fn main() -> ExitCode {
    let root = repository();
    let outcome = match Arguments::parse().task {
        Task::Test { all } => test::test(&root, all),
        Task::Demo { listen } => test::demo(&root, &listen),
        Task::Tidy => tidy::run(&root),
        Task::Generate => test::generate(&root),
        Task::Bench { name, arguments } => test::bench(&root, &name, &arguments),
        Task::Tools { names } => test::tools(&root, &names).map(|path| println!("CITYHALL_TOOLS={path}")),
        Task::Image => image::build(&root, "release").map(drop),
        Task::Cluster { what, node } => test::cluster(&root, what, node),
        Task::Torture { cycles } => test::torture(&root, cycles),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the repository: the parent of this crate's.
fn repository() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}
