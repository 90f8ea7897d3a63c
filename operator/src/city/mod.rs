//! The city itself: from its manifest to workloads that run, and to a registry that holds what the
//! namespace declares.
//!
//! One reconciliation reads as its steps, a file each: compile, build, apply, sync (what the city has
//! published), tell (`crate::status`) and count.

mod apply;
mod build;
mod compile;
mod counts;
mod sync;

pub(crate) mod cluster_keys;
pub(crate) mod owned;

use std::sync::Arc;
use std::time::Duration;

use cityhall_crds::Kind;
use cityhall_crds::spec::CitySpec;
use kube::runtime::controller::Action;

use crate::api::ApiError;
use crate::context::Context;
use crate::manifest::Manifest;
use crate::status::{self, Finding, Found, Running, problems_of};

/// How often a city that answers is looked at.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// On which port a city listens.
pub(crate) const PORT: u16 = 8080;

/// Why a reconciliation came to no end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// An object could not be written.
    #[error("failed to write {object}: {source}")]
    Apply {
        /// Kind and name.
        object: String,
        /// Why.
        source: Box<kube::Error>,
    },
    /// The cluster does not tell with which keys it signs tokens.
    #[error("failed to read the cluster's token issuer: {0}")]
    ClusterKeys(String),
    /// The API server.
    #[error("failed to write the status: {0}")]
    Kubernetes(#[from] kube::Error),
}

/// What everything of a city is called in the cluster. The chart's own objects begin otherwise.
pub(crate) fn workload(city: &str) -> String {
    format!("city-{city}")
}

/// The Service that names the city's pods.
pub(crate) fn pods_service(city: &str) -> String {
    format!("{}-pods", workload(city))
}

/// Where the operator reaches a city.
pub(crate) fn address(ctx: &Context, city: &Manifest) -> String {
    let own = || format!("http://{}.{}.svc:{PORT}", pods_service(city.name()), ctx.options.namespace);
    ctx.options.city_url.clone().unwrap_or_else(own)
}

/// Where everybody else in the cluster does.
fn public_address(ctx: &Context, city: &Manifest) -> String {
    format!("http://{}.{}.svc:{PORT}", workload(city.name()), ctx.options.namespace)
}

/// Brings a city to what its manifest says.
pub(crate) async fn reconcile(city: Arc<Manifest>, ctx: Arc<Context>) -> Result<Action, Error> {
    if city.metadata.deletion_timestamp.is_some() {
        return Ok(Action::await_change());
    }
    if city.is_paused() {
        status::write_paused(&ctx, Kind::City, &city).await?;
        return Ok(Action::await_change());
    }
    if let Some(other) = ctx.seen.city().filter(|other| other.metadata.uid != city.metadata.uid) {
        let message = format!("City `{}` was there first; a namespace has one city", other.name());
        let compiled = Finding::yes("Compiled", GOOD);
        status::write(&ctx, Kind::City, &city, not_ready(&city, compiled, Finding::no("AnotherCity", message))).await?;
        return Ok(Action::await_change());
    }
    // 1. Compile.
    let spec = match compile::compile(&city) {
        Ok(spec) => spec,
        Err(diagnostics) => {
            let problems = problems_of(&diagnostics);
            let finding = Finding::problems(&problems);
            let found = Found { problems, ..not_ready(&city, finding.clone(), finding) };
            status::write(&ctx, Kind::City, &city, found).await?;
            return Ok(Action::await_change());
        }
    };
    let applied = match make(&ctx, &city, &spec).await {
        Ok(applied) => applied,
        Err(error) => {
            let why = Finding::no("NotApplied", error.to_string());
            let published = published_before(&city, &why);
            let found = Found { published, ..not_ready(&city, Finding::yes("Compiled", GOOD), why) };
            status::write(&ctx, Kind::City, &city, found).await?;
            return Err(error);
        }
    };
    // 4. Sync what the city has published.
    let url = address(&ctx, &city);
    let is_asked_for = city.reconcile_at() != city.status().handled_reconcile_at.as_deref();
    let synced = sync::sync(&ctx, &url, &city, is_asked_for).await;
    // 5. Tell, the cases last: who reads their number has read the rest.
    status::write(&ctx, Kind::City, &city, found(&ctx, &city, &applied, &synced)).await?;
    if matches!(synced, Ok(sync::Synced::Published))
        && ctx.counting.is_due(is_asked_for)
        && let Err(error) = counts::count(&ctx, &url, &city).await
    {
        tracing::warn!(%error, "the cases could not be counted; tried again in a minute");
    }
    let again = match synced {
        Ok(sync::Synced::Published | sync::Synced::Refused(_)) => {
            ctx.patience.renew();
            LOOK_EVERY
        }
        Ok(sync::Synced::NotReady(_)) | Err(_) => ctx.patience.next(),
    };
    Ok(Action::requeue(again))
}

async fn make(ctx: &Context, city: &Manifest, spec: &CitySpec) -> Result<build::Resources<build::Applied>, Error> {
    // 2. Build.
    let keys = ctx.cluster_keys.get(ctx).await.map_err(Error::ClusterKeys)?;
    let prepared = build::resources(&ctx.options, city, spec, &keys);
    // 3. Apply.
    apply::apply(ctx, prepared).await
}

/// Whether the city serves what its manifest says, while it cannot be asked.
fn published_before(city: &Manifest, why: &Finding) -> Finding {
    let was_published = city.status().digest.as_deref() == Some(city.digest());
    if was_published { Finding::yes("Published", "published before") } else { why.clone() }
}

const GOOD: &str = "the spec makes sense";

fn found(
    ctx: &Context,
    city: &Manifest,
    applied: &build::Resources<build::Applied>,
    synced: &Result<sync::Synced, ApiError>,
) -> Found {
    let (published, ready, problems) = match synced {
        Ok(sync::Synced::Published) => {
            (Finding::yes("Published", "published"), Finding::yes("Ready", "the city answers"), Vec::new())
        }
        Ok(sync::Synced::NotReady(why)) => {
            let ready = Finding::no("CityNotReady", format!("{why}; {}", applied.workload_state()));
            (Finding::yes("Published", "published"), ready, Vec::new())
        }
        Ok(sync::Synced::Refused(problems)) => {
            let refused = Finding::problems(problems);
            (refused.clone(), refused, problems.clone())
        }
        Err(error) => {
            let workload = applied.workload_state();
            let why = Finding::no("CityUnreachable", format!("{error}; {workload}"));
            let published = published_before(city, &why);
            (published, why, Vec::new())
        }
    };
    let served = ctx.registry.served(Kind::City, city.name()).map(|served| served.digest.to_string());
    Found {
        compiled: Finding::yes("Compiled", GOOD),
        published,
        ready,
        problems,
        digest: served.or_else(|| city.status().digest),
        revision: None,
        cases: None,
        running: Running {
            image: Some(applied.image().unwrap_or_else(|| ctx.options.image.reference.clone())),
            image_digest: ctx.owned.running_digest(),
            address: Some(public_address(ctx, city)),
        },
    }
}

fn not_ready(city: &Manifest, compiled: Finding, why: Finding) -> Found {
    Found {
        compiled,
        published: why.clone(),
        ready: why,
        problems: Vec::new(),
        digest: city.status().digest,
        revision: None,
        cases: None,
        running: Running::default(),
    }
}
