//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use cityhall_engine::Audience;
use cityhall_graphql_api::limits::Proxy;
use cityhall_telemetry::Share;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::check::Output;
use crate::explain::{Format, LanguageName};

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
    /// Tell what a module means, in words or as a picture, for those who read no manifests.
    Explain {
        /// The module's name, such as `library-card`.
        module: String,
        /// The folder of manifests.
        #[arg(long, default_value = ".")]
        city: PathBuf,
        /// What is printed.
        #[arg(long, value_enum, default_value_t = Format::Summary)]
        format: Format,
        /// In which language.
        #[arg(long, value_enum, default_value_t = LanguageName::En)]
        language: LanguageName,
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
    /// Run the operator of a namespace: it makes a city of the namespace's manifests and keeps it so.
    Operator(Box<Operator>),
    /// Ask an address and tell by the exit code whether it answers well: for probes where there is no shell.
    Probe {
        /// Such as `http://127.0.0.1:8080/readyz`.
        url: String,
        /// For how many seconds to ask again while it does not: what is new is reached a moment later.
        #[arg(long, value_name = "SECONDS", default_value_t = 0)]
        within: u64,
    },
    /// Make every view anew from the events, compare it with the old one, and put it in its place.
    Rebuild {
        /// The data folder.
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
    /// Let the people of a city's samples live in it for a while, over its API: for demonstrations. The city must run
    /// in development mode (`serve --dev`); its clock is moved forward.
    Simulate(Simulate),
}

/// What `simulate` takes.
#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// Where the city serves.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub(crate) at: String,
    /// The folder of the city's manifests, in which `samples` lies.
    #[arg(long, value_name = "DIR")]
    pub(crate) city: PathBuf,
    /// How many cases are handed in.
    #[arg(long, default_value_t = 300)]
    pub(crate) cases: usize,
    /// Over how many days.
    #[arg(long, default_value_t = 30)]
    pub(crate) days: u32,
    /// The same seed gives the same cases.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
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
    /// A folder with a font that shows Chinese, for notices as documents; without it the folders of the
    /// system.
    #[arg(long)]
    pub(crate) fonts: Option<PathBuf>,
    /// A proxy whose `X-Forwarded-For` tells from which address a request comes, or a network of them, such as
    /// `10.0.0.0/8`; may be given more than once. Without it the other end of the connection counts.
    #[arg(long, value_name = "CIDR")]
    pub(crate) trusted_proxy: Vec<Proxy>,
    /// Development mode: an identity provider for anybody and a clock that can be moved. Loopback
    /// addresses only; a data folder stays in the mode that it was founded in.
    #[arg(long, conflicts_with_all = ["key", "publisher"], requires = "city")]
    pub(crate) dev: bool,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

/// What the process tells of its work.
#[derive(Debug, Clone, Args)]
pub(crate) struct Telling {
    /// The collector to which spans are sent, by OTLP over HTTP: such as `http://collector:4318`. Without it none are.
    #[arg(long, value_name = "URL", env = "OTEL_EXPORTER_OTLP_ENDPOINT", hide_env_values = true)]
    pub(crate) otlp_endpoint: Option<String>,
    /// Of how many requests the spans are sent: a number from 0 to 1.
    #[arg(
        long,
        value_name = "SHARE",
        env = "OTEL_TRACES_SAMPLER_ARG",
        hide_env_values = true,
        default_value_t = Share::EVERYTHING
    )]
    pub(crate) otlp_share: Share,
}

/// How to run the operator. In a cluster the chart says all of it.
#[derive(Debug, Args)]
pub(crate) struct Operator {
    /// The namespace whose manifests it watches.
    #[arg(long, env = "CITYHALL_NAMESPACE")]
    pub(crate) namespace: String,
    /// Who it is among those that could be active: the name of its pod.
    #[arg(long, env = "CITYHALL_IDENTITY")]
    pub(crate) identity: String,
    /// The service account under which it publishes.
    #[arg(long, default_value = "cityhall-operator")]
    pub(crate) service_account: String,
    /// The image of a city's pods, by tag or digest.
    #[arg(long)]
    pub(crate) image: String,
    /// When that image is pulled.
    #[arg(long, default_value = "IfNotPresent", value_parser = ["Always", "IfNotPresent", "Never"])]
    pub(crate) image_pull_policy: String,
    /// A Secret with which it is pulled.
    #[arg(long)]
    pub(crate) image_pull_secret: Vec<String>,
    /// A proxy before a city whose `X-Forwarded-For` tells from which address a request comes, or a network of
    /// them; may be given more than once.
    #[arg(long, value_name = "CIDR")]
    pub(crate) trusted_proxy: Vec<Proxy>,
    /// The file of the token with which it publishes: projected, bound to the audience.
    #[arg(long, default_value = "/var/run/secrets/cityhall/publisher/token")]
    pub(crate) token: PathBuf,
    /// The audience of that token.
    #[arg(long, default_value = "cityhall-publisher")]
    pub(crate) audience: String,
    /// The Lease that the active operator holds.
    #[arg(long, default_value = "cityhall-operator")]
    pub(crate) lease: String,
    /// Where health, readiness and metrics are told; port 0 picks a free one.
    #[arg(long, default_value = "0.0.0.0:8080")]
    pub(crate) listen: SocketAddr,
    /// Where the admission webhook listens.
    #[arg(long, default_value = "0.0.0.0:8443")]
    pub(crate) webhook_listen: SocketAddr,
    /// The Secret in which the webhook's certificate is kept; without it there is no webhook.
    #[arg(long, requires_all = ["webhook_service", "webhook_configuration"])]
    pub(crate) webhook_secret: Option<String>,
    /// The Service under whose name the API server calls the webhook.
    #[arg(long)]
    pub(crate) webhook_service: Option<String>,
    /// The `ValidatingWebhookConfiguration` that names the webhook's authority.
    #[arg(long)]
    pub(crate) webhook_configuration: Option<String>,
    /// Where the city is reached, when not through its own Service: for an operator outside the cluster.
    #[arg(long)]
    pub(crate) city_url: Option<String>,
    /// What its cities tell too.
    #[command(flatten)]
    pub(crate) telling: Telling,
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
