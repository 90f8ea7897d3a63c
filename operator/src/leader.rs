//! One active operator: whoever holds the Lease, judged as Kubernetes' own components judge it. Clocks
//! of machines are never compared: a holder counts as gone when its lease was seen unchanged for the
//! whole of its duration.

use std::time::Duration;

use jiff::Timestamp;
use k8s_openapi::api::coordination::v1::{Lease, LeaseSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{MicroTime, ObjectMeta};
use kube::api::PostParams;
use kube::{Api, Client};
use tokio::time::{Instant, sleep, timeout};

use crate::events::OPERATOR;

/// How long a lease counts after it was renewed.
const DURATION: Duration = Duration::from_secs(15);
/// When a holder that could not renew gives up: well before others may take over.
const GIVE_UP_AFTER: Duration = Duration::from_secs(10);
/// How often a holder renews and others look.
const EVERY: Duration = Duration::from_secs(2);

/// A lease and who wants it.
#[derive(Clone)]
pub(crate) struct Election {
    api: Api<Lease>,
    name: String,
    identity: String,
}

/// The lease, held.
pub(crate) struct Held {
    election: Election,
    lease: Lease,
}

impl Election {
    pub(crate) fn new(client: Client, namespace: &str, name: &str, identity: &str) -> Self {
        Self { api: Api::namespaced(client, namespace), name: name.to_owned(), identity: identity.to_owned() }
    }

    /// Waits until the lease is held.
    pub(crate) async fn win(self) -> Held {
        let mut observed: Option<(LeaseSpec, Instant)> = None;
        loop {
            match self.attempt(&mut observed).await {
                Ok(Some(lease)) => return Held { election: self, lease },
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "the lease could not be asked for; tried again"),
            }
            sleep(EVERY).await;
        }
    }

    async fn attempt(&self, observed: &mut Option<(LeaseSpec, Instant)>) -> Result<Option<Lease>, kube::Error> {
        let Some(mut lease) = self.api.get_opt(&self.name).await? else {
            let metadata = ObjectMeta { name: Some(self.name.clone()), ..ObjectMeta::default() };
            let lease = Lease { metadata, spec: Some(self.spec(None)) };
            return taken(self.api.create(&params(), &lease).await);
        };
        let spec = lease.spec.clone().unwrap_or_default();
        if observed.as_ref().is_none_or(|(known, _)| *known != spec) {
            *observed = Some((spec.clone(), Instant::now()));
        }
        let lasts =
            u64::try_from(spec.lease_duration_seconds.unwrap_or_default()).map_or(DURATION, Duration::from_secs);
        let holder = spec.holder_identity.as_deref().unwrap_or_default();
        let is_over = observed.as_ref().is_some_and(|(_, since)| since.elapsed() >= lasts);
        if !holder.is_empty() && holder != self.identity && !is_over {
            return Ok(None);
        }
        lease.spec = Some(self.spec(Some(&spec)));
        taken(self.api.replace(&self.name, &params(), &lease).await)
    }

    /// A spec that says that this operator holds it from now on.
    fn spec(&self, before: Option<&LeaseSpec>) -> LeaseSpec {
        let now = MicroTime(now());
        let is_new = before.is_none_or(|before| before.holder_identity.as_deref() != Some(&self.identity));
        let transitions = before.and_then(|before| before.lease_transitions).unwrap_or_default();
        LeaseSpec {
            holder_identity: Some(self.identity.clone()),
            lease_duration_seconds: i32::try_from(DURATION.as_secs()).ok(),
            acquire_time: if is_new {
                Some(now.clone())
            } else {
                before.and_then(|before| before.acquire_time.clone())
            },
            renew_time: Some(now),
            lease_transitions: Some(transitions.saturating_add(i32::from(is_new && before.is_some()))),
            ..LeaseSpec::default()
        }
    }
}

impl Held {
    /// Renews the lease until that fails for too long, or somebody else holds it: then nothing may be done
    /// any more.
    pub(crate) async fn keep(&mut self) -> String {
        let mut renewed = Instant::now();
        loop {
            sleep(EVERY).await;
            let left = GIVE_UP_AFTER.saturating_sub(renewed.elapsed());
            let mut next = self.lease.clone();
            next.spec = Some(self.election.spec(self.lease.spec.as_ref()));
            let why = match timeout(left, self.election.api.replace(&self.election.name, &params(), &next)).await {
                Ok(Ok(lease)) => {
                    (self.lease, renewed) = (lease, Instant::now());
                    continue;
                }
                Ok(Err(kube::Error::Api(status))) if status.code == 409 || status.code == 404 => {
                    match self.read().await {
                        Some(true) => continue,
                        Some(false) => return "somebody else holds the lease".to_owned(),
                        None => "the lease could not be read".to_owned(),
                    }
                }
                Ok(Err(error)) => error.to_string(),
                Err(_) => "the API server does not answer".to_owned(),
            };
            if renewed.elapsed() >= GIVE_UP_AFTER {
                return format!("the lease could not be renewed for {GIVE_UP_AFTER:?}: {why}");
            }
            tracing::warn!(why, "the lease was not renewed; tried again");
        }
    }

    /// Reads the lease anew: whether it is still held; `None` where it cannot be read.
    async fn read(&mut self) -> Option<bool> {
        let lease = self.election.api.get_opt(&self.election.name).await.ok()??;
        let holder = lease.spec.as_ref().and_then(|spec| spec.holder_identity.clone());
        let is_ours = holder.as_deref() == Some(&*self.election.identity);
        self.lease = lease;
        Some(is_ours)
    }

    /// Gives the lease away, so that the next one need not wait for its end.
    pub(crate) async fn release(mut self) {
        if let Some(spec) = &mut self.lease.spec {
            spec.holder_identity = None;
        }
        let election = &self.election;
        if let Err(error) = election.api.replace(&election.name, &params(), &self.lease).await {
            tracing::warn!(%error, "the lease was not released; others wait until it ends");
        }
    }
}

fn params() -> PostParams {
    PostParams { field_manager: Some(OPERATOR.to_owned()), ..PostParams::default() }
}

/// A lease that was written; `None` where somebody else was first.
fn taken(written: Result<Lease, kube::Error>) -> Result<Option<Lease>, kube::Error> {
    match written {
        Ok(lease) => Ok(Some(lease)),
        Err(kube::Error::Api(status)) if status.code == 409 => Ok(None),
        Err(error) => Err(error),
    }
}

#[expect(clippy::disallowed_methods, reason = "a lease says when it was renewed; nobody here compares it")]
fn now() -> Timestamp {
    Timestamp::now()
}
