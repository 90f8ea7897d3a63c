//! How an operator is run: read once at the start, passed down.

use std::net::SocketAddr;
use std::path::PathBuf;

/// How an operator is run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The namespace whose manifests it watches: one city lives in it.
    pub namespace: String,
    /// Who this operator is among those that could be active: the name of its pod.
    pub identity: String,
    /// The service account under which it publishes.
    pub service_account: String,
    /// The Lease that the active operator holds.
    pub lease: String,
    /// The file of the token with which it publishes, read again for each request.
    pub token: PathBuf,
    /// The audience that the token is bound to.
    pub audience: String,
    /// What the pods of a city run.
    pub image: ImageOptions,
    /// Proxies before a city whose `X-Forwarded-For` counts: addresses and networks.
    pub trusted_proxies: Vec<String>,
    /// Whom a city sends its spans; `None`: nobody.
    pub otlp: Option<OtlpOptions>,
    /// Where health, readiness and metrics are told.
    pub listen: SocketAddr,
    /// The admission webhook; `None`: there is none.
    pub webhook: Option<WebhookOptions>,
    /// Where the city is reached, when it is not its own Service: for an operator outside the cluster.
    pub city_url: Option<String>,
}

/// The image of a city's pods.
#[derive(Debug, Clone)]
pub struct ImageOptions {
    /// Its reference, by tag or digest.
    pub reference: String,
    /// `Always`, `IfNotPresent` or `Never`.
    pub pull_policy: String,
    /// Secrets with which it is pulled.
    pub pull_secrets: Vec<String>,
}

/// Whom a city sends its spans.
#[derive(Debug, Clone)]
pub struct OtlpOptions {
    /// The address of the collector, without `/v1/traces`.
    pub endpoint: String,
    /// Of how many requests, from 0 to 1.
    pub share: String,
}

/// The admission webhook.
#[derive(Debug, Clone)]
pub struct WebhookOptions {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The Secret in which its certificate is kept.
    pub secret: String,
    /// The Service under whose name the API server calls it.
    pub service: String,
    /// The configuration that names its authority.
    pub configuration: String,
}
