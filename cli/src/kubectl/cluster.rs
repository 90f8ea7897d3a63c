//! The cluster as the kubeconfig names it, and its refusals in words.

use std::error::Error as _;
use std::time::Duration;

use cityhall_crds::Kind;
use cityhall_operator::Manifest;
use k8s_openapi::api::core::v1::Namespace;
use kube::api::ListParams;
use kube::config::{Config, KubeConfigOptions, Kubeconfig};
use kube::{Api, Client};

use super::arguments::Place;

/// How long a cluster may take to be reached.
const REACHED_WITHIN: Duration = Duration::from_secs(10);

/// How long one answer may take: an API server waits for a webhook for half of it.
const ANSWERED_WITHIN: Duration = Duration::from_mins(1);

/// A namespace of a cluster that answers.
pub(super) struct Cluster {
    pub(super) client: Client,
    pub(super) namespace: String,
}

impl Cluster {
    /// Reaches it: the cluster answers, and has the namespace.
    pub(super) async fn reach(place: &Place) -> Result<Self, String> {
        // Whoever set it before set the same.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let mut config = config(place).await?;
        config.connect_timeout = Some(REACHED_WITHIN);
        config.read_timeout = Some(ANSWERED_WITHIN);
        let namespace = place.namespace.clone().unwrap_or_else(|| config.default_namespace.clone());
        let server = config.cluster_url.to_string();
        let unusable = |error: kube::Error| format!("the kubeconfig cannot be used: {}", words_of(&error));
        let client = Client::try_from(config).map_err(unusable)?;
        match Api::<Namespace>::all(client.clone()).get_metadata_opt(&namespace).await {
            Ok(Some(_)) => {}
            Ok(None) => return Err(format!("the cluster {server} has no namespace `{namespace}`")),
            // Who may not look at namespaces may still look into this one.
            Err(kube::Error::Api(status)) if status.code == 403 => {}
            Err(error) => return Err(format!("the cluster {server}: {}", told(&error))),
        }
        Ok(Self { client, namespace })
    }

    /// The manifests of a kind.
    pub(super) fn manifests(&self, kind: Kind) -> Api<Manifest> {
        Api::namespaced_with(self.client.clone(), &self.namespace, &kind)
    }

    /// All manifests of a kind, by name.
    pub(super) async fn list(&self, kind: Kind) -> Result<Vec<Manifest>, String> {
        let listed = self.manifests(kind).list(&ListParams::default()).await;
        let mut all = listed.map_err(|error| of_kind(kind, &error))?.items;
        all.sort_by(|one, other| one.name().cmp(other.name()));
        Ok(all)
    }
}

async fn config(place: &Place) -> Result<Config, String> {
    let options = KubeConfigOptions { context: place.context.clone(), ..KubeConfigOptions::default() };
    let found = match &place.kubeconfig {
        Some(path) => {
            let read = Kubeconfig::read_from(path).map_err(|error| format!("{}: {error}", path.display()))?;
            Config::from_custom_kubeconfig(read, &options).await
        }
        None => Config::from_kubeconfig(&options).await,
    };
    found.map_err(|error| format!("the kubeconfig cannot be used: {error}"))
}

/// Why the API server did not do something, in its own words where it has some.
pub(super) fn told(error: &kube::Error) -> String {
    match error {
        kube::Error::Api(status) => status.message.clone(),
        kube::Error::Service(_) | kube::Error::HyperError(_) => format!("does not answer: {}", words_of(error)),
        other => words_of(other),
    }
}

/// The same, where a kind is asked for: the whole kind may be missing.
pub(super) fn of_kind(kind: Kind, error: &kube::Error) -> String {
    match error {
        kube::Error::Api(status)
            if status.code == 404 && status.details.as_ref().is_none_or(|it| it.name.is_empty()) =>
        {
            format!("the cluster has no kind {kind}: install the chart cityhall-crds", kind = kind.as_str())
        }
        other => told(other),
    }
}

/// An error with what caused it, each said once.
fn words_of(error: &kube::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let said = inner.to_string();
        if !words.contains(&said) {
            words = format!("{words}: {said}");
        }
        cause = inner.source();
    }
    words
}
