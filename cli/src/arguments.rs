//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use cityhall_engine::Audience;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::check::Output;

/// The backbone of a city's digital services: manifests in, a typed GraphQL API out, every case an
/// event stream.
#[derive(Debug, Parser)]
#[command(name = "cityhall", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve a city.
    Serve(Serve),
    /// Tell every problem of every manifest; exit code 1 if there is any.
    Check {
        /// The folder of manifests.
        city: PathBuf,
        /// How problems are printed.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        output: Output,
    },
    /// Print the Kubernetes definitions of the manifest kinds, as YAML.
    Crds,
    /// Print the GraphQL schema that an audience of a city sees.
    Schema {
        /// The folder of manifests.
        #[arg(long)]
        city: PathBuf,
        /// Who asks.
        #[arg(long, value_enum, default_value_t = AudienceName::Public)]
        audience: AudienceName,
    },
    /// Print stored events, one JSON object a line. May run beside a city that serves.
    Events(Events),
    /// Make every view anew from the events, compare it with the old one, and put it in its place.
    Rebuild {
        /// The data folder.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The folder of manifests; changes in it are served within a second. Without it manifests come
    /// through the API, from whoever may publish.
    #[arg(long)]
    pub(crate) city: Option<PathBuf>,
    /// The data folder.
    #[arg(long, default_value = "data")]
    pub(crate) data: PathBuf,
    /// Where to listen; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The file of the key that wraps all other keys: 64 hexadecimal digits, such as `openssl rand
    /// -hex 32` prints. Required outside development; whoever loses it loses what was sealed.
    #[arg(long)]
    pub(crate) key: Option<PathBuf>,
    /// A JSON file of one subject who may publish, beside the administrators of the city's own issuers:
    /// `{"subject": …, "issuer": {"issuer": …, "audience": …, "jwks": …}}`. Read again when it changes.
    #[arg(long)]
    pub(crate) publisher: Option<PathBuf>,
    /// Development mode: an identity provider for anybody and a clock that can be moved. Loopback
    /// addresses only; a data folder stays in the mode that it was founded in.
    #[arg(long, conflicts_with_all = ["key", "publisher"], requires = "city")]
    pub(crate) dev: bool,
}

/// Which events.
#[derive(Debug, Args)]
pub(crate) struct Events {
    /// The data folder.
    #[arg(long, default_value = "data")]
    pub(crate) data: PathBuf,
    /// Only this stream, such as `case-QS-2026-7K3M-9QXA-4DZ2-C`.
    #[arg(long)]
    pub(crate) stream: Option<String>,
    /// Only events after this position.
    #[arg(long, default_value_t = 0)]
    pub(crate) after: u64,
}

/// Who asks.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum AudienceName {
    /// Anybody, and residents.
    Public,
    /// Systems of other bodies.
    Partner,
    /// Officers and auditors.
    Staff,
    /// Those who publish.
    Admin,
}

impl From<AudienceName> for Audience {
    fn from(name: AudienceName) -> Self {
        match name {
            AudienceName::Public => Self::Public,
            AudienceName::Partner => Self::Partner,
            AudienceName::Staff => Self::Staff,
            AudienceName::Admin => Self::Admin,
        }
    }
}
