//! What every reconciliation may use.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use cityhall_crds::Kind;
use kube::Client;
use tokio::time::Instant;

use crate::api::CityApi;
use crate::city::cluster_keys::ClusterKeys;
use crate::city::owned::OwnedObjects;
use crate::events::Events;
use crate::manifest::{Manifest, Manifests};
use crate::options::Options;
use crate::registry::Registry;
use crate::status::Written;
use crate::watching::Wakers;

/// What every reconciliation may use.
pub(crate) struct Context {
    pub(crate) options: Options,
    pub(crate) client: Client,
    pub(crate) seen: Seen,
    pub(crate) owned: OwnedObjects,
    pub(crate) city: CityApi,
    pub(crate) registry: Registry,
    pub(crate) cluster_keys: ClusterKeys,
    /// When a city that does not answer is asked again.
    pub(crate) patience: Patience,
    /// When the city is asked anew for everything that it serves.
    pub(crate) resync: Rhythm,
    /// When its cases are counted.
    pub(crate) counting: Rhythm,
    pub(crate) written: Written,
    pub(crate) events: Events,
    pub(crate) wakers: Arc<Wakers>,
}

impl Context {
    /// The city does not answer. Whoever waits for it, or for what waits for it, has to say so.
    pub(crate) fn lose_city(&self, why: &str) {
        if self.registry.lose(why) {
            self.wakers.wake_all();
        }
    }
}

/// The manifests of the namespace as they were seen last.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) cities: Manifests,
    pub(crate) departments: Manifests,
    pub(crate) calendars: Manifests,
    pub(crate) modules: Manifests,
    pub(crate) partners: Manifests,
    pub(crate) policies: Manifests,
}

impl Seen {
    /// Those of one kind.
    pub(crate) fn of(&self, kind: Kind) -> &Manifests {
        match kind {
            Kind::City => &self.cities,
            Kind::Department => &self.departments,
            Kind::HolidayCalendar => &self.calendars,
            Kind::ServiceModule => &self.modules,
            Kind::Partner => &self.partners,
            Kind::AccessPolicy => &self.policies,
        }
    }

    /// The city of the namespace: of several the oldest, by name if they are of one second.
    pub(crate) fn city(&self) -> Option<Arc<Manifest>> {
        let age = |city: &Manifest| {
            let created = city.metadata.creation_timestamp.as_ref().map(|time| time.0);
            (created.is_none(), created, city.name().to_owned())
        };
        self.cities.state().into_iter().min_by_key(|city| age(city))
    }
}

/// Something that is done now and then.
pub(crate) struct Rhythm {
    every: Duration,
    last: Mutex<Option<Instant>>,
}

impl Rhythm {
    pub(crate) fn new(every: Duration) -> Self {
        Self { every, last: Mutex::new(None) }
    }

    /// Whether it is to be done now: because it is time, or because somebody asks for it.
    pub(crate) fn is_due(&self, is_asked_for: bool) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = is_asked_for || last.is_none_or(|last| last.elapsed() >= self.every);
        if is_due {
            *last = Some(Instant::now());
        }
        is_due
    }
}

/// How soon somebody who does not answer is asked again: later each time, up to a bound, and with jitter,
/// so that not everybody asks at once when it comes back.
pub(crate) struct Patience(Mutex<ExponentialBackoff>);

impl Patience {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(begin()))
    }

    /// How long to wait now.
    pub(crate) fn next(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next().unwrap_or(ASK_AGAIN_MAX)
    }

    /// It answers.
    pub(crate) fn renew(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = begin();
    }
}

/// The longest wait, but for jitter.
const ASK_AGAIN_MAX: Duration = Duration::from_secs(15);

fn begin() -> ExponentialBackoff {
    let waits = ExponentialBuilder::default().with_min_delay(Duration::from_millis(500)).with_max_delay(ASK_AGAIN_MAX);
    waits.without_max_times().with_jitter().build()
}
