//! Watches of the API server: what feeds the stores, what is told when something goes away, and
//! whether a watch can be trusted now.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use cityhall_crds::Kind;
use futures_util::{Stream, StreamExt};
use kube::runtime::reflector::store::Writer;
use kube::runtime::{WatchStreamExt, watcher};
use kube::{Api, Resource};
use serde::de::DeserializeOwned;
use tokio::sync::watch;

/// Whether each watch has read everything and has not failed since.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watches(Arc<Mutex<BTreeMap<&'static str, Result<(), String>>>>);

impl Watches {
    /// What is not in order: each watch with the reason. Empty: every watch is.
    pub(crate) fn behind(&self) -> Vec<(&'static str, String)> {
        let states = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        states.iter().filter_map(|(name, state)| Some((*name, state.clone().err()?))).collect()
    }

    fn set(&self, name: &'static str, state: Result<(), String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, state);
    }

    /// Fills a store with what `api` has and follows it, for ever; a failure is tried again with growing
    /// pauses. Gives every change; `gone` is told of what went away.
    pub(crate) fn follow<K>(
        &self,
        name: &'static str,
        api: Api<K>,
        config: watcher::Config,
        writer: Writer<K>,
        slim: impl Fn(&mut K) + Send + 'static,
        gone: impl Fn() + Send + 'static,
    ) -> impl Stream<Item = Result<K, watcher::Error>> + Send + 'static
    where
        K: Resource + Clone + DeserializeOwned + Debug + Send + Sync + 'static,
        K::DynamicType: Eq + std::hash::Hash + Clone + Send,
    {
        self.set(name, Err("has not read everything yet".to_owned()));
        let watches = self.clone();
        watcher(api, config)
            .inspect(move |event| match event {
                Ok(watcher::Event::Delete(_)) => gone(),
                Ok(watcher::Event::InitDone | watcher::Event::Apply(_)) => watches.set(name, Ok(())),
                Ok(watcher::Event::Init | watcher::Event::InitApply(_)) => {}
                Err(error) => {
                    tracing::warn!(watch = name, %error, "a watch failed and is tried again");
                    watches.set(name, Err(error.to_string()));
                }
            })
            .default_backoff()
            .modify(slim)
            .reflect(writer)
            .applied_objects()
    }
}

/// How the reconcilers of one kind are asked to look at all of theirs again.
pub(crate) struct Wakers(BTreeMap<Kind, watch::Sender<()>>);

impl Wakers {
    pub(crate) fn new() -> Self {
        Self(Kind::ALL.into_iter().map(|kind| (kind, watch::Sender::new(()))).collect())
    }

    /// Everything of this kind is looked at again. Several calls before that are one.
    pub(crate) fn wake(&self, kind: Kind) {
        if let Some(sender) = self.0.get(&kind) {
            sender.send_replace(());
        }
    }

    /// Everything is looked at again.
    pub(crate) fn wake_all(&self) {
        for kind in Kind::ALL {
            self.wake(kind);
        }
    }

    /// A manifest of this kind is gone: it is retired by the reconciliation of the city; without a city
    /// everything waits.
    pub(crate) fn gone(&self, kind: Kind) {
        match kind {
            Kind::City => self.wake_all(),
            Kind::Department | Kind::HolidayCalendar | Kind::ServiceModule | Kind::Partner | Kind::AccessPolicy => {
                self.wake(Kind::City);
            }
        }
    }

    /// Each time that this kind is to be looked at again.
    pub(crate) fn of(&self, kind: Kind) -> impl Stream<Item = ()> + Send + 'static {
        let receiver = self.0.get(&kind).map(watch::Sender::subscribe);
        futures_util::stream::unfold(receiver, |receiver| async move {
            let mut receiver = receiver?;
            receiver.changed().await.ok()?;
            Some(((), Some(receiver)))
        })
    }
}
