//! Wires an operator: watches first, then whatever every replica does, then, for the one that holds the
//! lease, the reconcilers.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use cityhall_crds::Kind;
use cityhall_telemetry::{ASKED, context};
use futures_util::future::{BoxFuture, ready};
use futures_util::{FutureExt, StreamExt};
use k8s_openapi::api::core::v1::Pod;
use kube::api::{DynamicObject, TypeMeta};
use kube::runtime::controller::{Action, Config, Controller};
use kube::runtime::reflector::{self, ObjectRef, Store};
use kube::runtime::{Predicate, PredicateConfig, WatchStreamExt, predicates, watcher};
use kube::{Api, Client};
use serde::de::DeserializeOwned;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tracing::{Instrument as _, field, info_span};

use crate::admission;
use crate::api::CityApi;
use crate::city::cluster_keys::ClusterKeys;
use crate::city::owned::{OwnedObjects, Part};
use crate::context::{Context, Patience, Rhythm, Seen};
use crate::events::{Events, OPERATOR};
use crate::health;
use crate::leader::Election;
use crate::manifest::{Manifest, Manifests};
use crate::options::Options;
use crate::registry::Registry;
use crate::status::Written;
use crate::watching::{Wakers, Watches};
use crate::{city, publishing};

/// How many manifests of a kind are published at the same time.
const AT_ONCE: u16 = 16;

/// How soon a failed reconciliation is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// How often the city is asked for everything that it serves, though nothing says that it differs.
const RESYNC_EVERY: Duration = Duration::from_mins(10);

/// How often cases are counted at most.
const COUNT_EVERY: Duration = Duration::from_secs(55);

/// Why an operator ended.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// It could not begin.
    #[error("{0}")]
    Failed(String),
    /// It may not act any more: another may be active now.
    #[error("the lease is lost: {0}")]
    LeaseLost(String),
}

/// What has changed, per kind. Whoever is not active does not listen.
type Changes = BTreeMap<Kind, broadcast::Sender<ObjectRef<Manifest>>>;

/// How many changes wait to be looked at before everything is looked at instead.
const CHANGES_MAX: usize = 1024;

/// Runs an operator until `stop`, or until it may not act any more.
///
/// # Errors
/// See [`Ended`].
pub async fn run(options: Options, stop: impl Future<Output = ()> + Send) -> Result<(), Ended> {
    let failed = |what: &str, error: &dyn std::fmt::Display| Ended::Failed(format!("failed to {what}: {error}"));
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        tracing::warn!("another provider of cryptography was there first");
    }
    let client = Client::try_default().await.map_err(|error| failed("find the cluster", &error))?;
    let watches = Watches::default();
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|error| failed(&format!("listen on {}", options.listen), &error))?;
    let address = listener.local_addr().map_err(|error| failed("listen", &error))?;
    let health = health::router(watches.clone());
    let mut tasks = JoinSet::new();
    let (ctx, changes) =
        watch(client, options, &watches, &mut tasks).map_err(|error| failed("make an HTTP client", &error))?;
    println!("health and metrics on http://{address}");
    tasks.spawn(async move { axum::serve(listener, health).await.map_err(|error| format!("health: {error}")) });
    if let Some(webhook) = &ctx.options.webhook {
        tasks.spawn(admission::serve(Arc::clone(&ctx), webhook.clone()));
    }
    tokio::select! {
        ended = act(&ctx, &changes, stop) => ended,
        Some(ended) = tasks.join_next() => Err(Ended::Failed(match ended {
            Ok(Ok(())) => "a task ended that never should".to_owned(),
            Ok(Err(message)) => message,
            Err(error) => error.to_string(),
        })),
    }
}

/// Begins every watch.
fn watch(
    client: Client,
    options: Options,
    watches: &Watches,
    tasks: &mut JoinSet<Result<(), String>>,
) -> Result<(Arc<Context>, Changes), reqwest::Error> {
    let wakers = Arc::new(Wakers::new());
    let mut changes = Changes::new();
    let mut begin = Begin { client: &client, namespace: &options.namespace, watches, wakers: &wakers, tasks };
    let seen = Seen {
        cities: begin.manifests(Kind::City, &mut changes),
        departments: begin.manifests(Kind::Department, &mut changes),
        calendars: begin.manifests(Kind::HolidayCalendar, &mut changes),
        modules: begin.manifests(Kind::ServiceModule, &mut changes),
        partners: begin.manifests(Kind::Partner, &mut changes),
        policies: begin.manifests(Kind::AccessPolicy, &mut changes),
    };
    let stores = Part::WATCHED.map(|part| (part, begin.objects(part)));
    let pods = begin.pods();
    let ctx = Context {
        city: CityApi::new(options.token.clone())?,
        events: Events::new(client.clone(), &options.identity),
        client,
        seen,
        owned: OwnedObjects::new(pods, stores.into()),
        registry: Registry::new(),
        cluster_keys: ClusterKeys::new(),
        patience: Patience::new(),
        resync: Rhythm::new(RESYNC_EVERY),
        counting: Rhythm::new(COUNT_EVERY),
        written: Written::default(),
        wakers,
        options,
    };
    Ok((Arc::new(ctx), changes))
}

/// Begins watches, each a task that fills a store and tells what changed.
struct Begin<'a> {
    client: &'a Client,
    namespace: &'a str,
    watches: &'a Watches,
    wakers: &'a Arc<Wakers>,
    tasks: &'a mut JoinSet<Result<(), String>>,
}

impl Begin<'_> {
    fn manifests(&mut self, kind: Kind, changes: &mut Changes) -> Manifests {
        let (reader, writer) = reflector_of(kind);
        let api = Api::<Manifest>::namespaced_with(self.client.clone(), self.namespace, &kind);
        let concerned = Arc::clone(self.wakers);
        let (name, all) = (crate::manifest::plural(kind), watcher::Config::default());
        let stream = self.watches.follow(name, api, all, writer, |_| (), move || concerned.gone(kind));
        // A status that is written back is no news.
        let stream = stream
            .predicate_filter(predicates::generation.combine(predicates::annotations), PredicateConfig::default());
        let (sender, _) = broadcast::channel(CHANGES_MAX);
        changes.insert(kind, sender.clone());
        self.tasks.spawn(
            stream
                .for_each(move |changed| {
                    if let Ok(manifest) = changed {
                        // Without a listener nobody is active here.
                        let _ = sender.send(manifest.reference(kind));
                    }
                    ready(())
                })
                .map(Ok),
        );
        reader
    }

    fn objects(&mut self, part: Part) -> Store<DynamicObject> {
        let resource = part.resource();
        let api = Api::namespaced_with(self.client.clone(), self.namespace, &resource);
        let types = TypeMeta { api_version: resource.api_version.clone(), kind: resource.kind.clone() };
        let slim = move |object: &mut DynamicObject| {
            object.metadata.managed_fields = None;
            // The items of a list do not say what they are.
            object.types.get_or_insert_with(|| types.clone());
        };
        self.owned(part.name(), api, resource, slim)
    }

    fn pods(&mut self) -> Store<Pod> {
        let api = Api::namespaced(self.client.clone(), self.namespace);
        self.owned("pods", api, (), |pod: &mut Pod| pod.metadata.managed_fields = None)
    }

    /// What bears the operator's label; the city is looked at whenever any of it changes.
    fn owned<K>(
        &mut self,
        name: &'static str,
        api: Api<K>,
        dynamic: K::DynamicType,
        slim: impl Fn(&mut K) + Send + 'static,
    ) -> Store<K>
    where
        K: kube::Resource + Clone + DeserializeOwned + Debug + Send + Sync + 'static,
        K::DynamicType: Eq + Hash + Clone + Send,
    {
        let (reader, writer) = reflector_of(dynamic);
        let ours = watcher::Config::default().labels(&format!("app.kubernetes.io/managed-by={OPERATOR}"));
        let (gone, touched) = (Arc::clone(self.wakers), Arc::clone(self.wakers));
        let stream = self.watches.follow(name, api, ours, writer, slim, move || gone.wake(Kind::City));
        self.tasks.spawn(
            stream
                .for_each(move |_| {
                    touched.wake(Kind::City);
                    ready(())
                })
                .map(Ok),
        );
        reader
    }
}

fn reflector_of<K>(dynamic: K::DynamicType) -> (Store<K>, reflector::store::Writer<K>)
where
    K: kube::Resource + Clone + 'static,
    K::DynamicType: Eq + Hash + Clone,
{
    let writer = reflector::store::Writer::new(dynamic);
    (writer.as_reader(), writer)
}

/// Reconciles while the lease is held. Before that the watches run all the same: the webhook needs
/// them, and whoever takes over is ready at once.
async fn act(ctx: &Arc<Context>, changes: &Changes, stop: impl Future<Output = ()> + Send) -> Result<(), Ended> {
    let options = &ctx.options;
    let election = Election::new(ctx.client.clone(), &options.namespace, &options.lease, &options.identity);
    tokio::pin!(stop);
    let mut held = tokio::select! {
        held = election.win() => held,
        () = &mut stop => return Ok(()),
    };
    tracing::info!(identity = options.identity, "this operator is active");
    metrics::gauge!("cityhall_operator_active").set(1.0);
    let ended = tokio::select! {
        () = stop => None,
        why = held.keep() => Some(Ended::LeaseLost(why)),
        () = reconcile_all(ctx, changes) => Some(Ended::Failed("the reconcilers ended".to_owned())),
    };
    match ended {
        // Nothing is reconciled any more, so another may begin.
        None => {
            held.release().await;
            Ok(())
        }
        Some(ended) => Err(ended),
    }
}

/// Runs the reconcilers of every kind, for ever.
async fn reconcile_all(ctx: &Arc<Context>, changes: &Changes) {
    // What others look at is there before anybody looks.
    for kind in Kind::ALL {
        if ctx.seen.of(kind).wait_until_ready().await.is_err() {
            return;
        }
    }
    let departments = reconcile_kind(Kind::Department, ctx, changes, publish(Kind::Department));
    let calendars = reconcile_kind(Kind::HolidayCalendar, ctx, changes, publish(Kind::HolidayCalendar));
    let modules = reconcile_kind(Kind::ServiceModule, ctx, changes, publish(Kind::ServiceModule));
    let partners = reconcile_kind(Kind::Partner, ctx, changes, publish(Kind::Partner));
    let policies = reconcile_kind(Kind::AccessPolicy, ctx, changes, publish(Kind::AccessPolicy));
    let cities = reconcile_kind(Kind::City, ctx, changes, |city, ctx| city::reconcile(city, ctx).boxed());
    let all = futures_util::future::join(
        futures_util::future::join3(cities, departments, calendars),
        futures_util::future::join3(modules, partners, policies),
    );
    // Everything that is there is looked at once, whether it has changed or not.
    ctx.wakers.wake_all();
    all.await;
}

fn publish(
    kind: Kind,
) -> impl FnMut(Arc<Manifest>, Arc<Context>) -> BoxFuture<'static, Result<Action, publishing::Error>> {
    move |manifest, ctx| publishing::reconcile(kind, manifest, ctx).boxed()
}

/// Runs the reconciler of one kind: for what has changed, for all of them when they are woken.
fn reconcile_kind<E: std::error::Error + Send + 'static>(
    kind: Kind,
    ctx: &Arc<Context>,
    changes: &Changes,
    mut reconcile: impl FnMut(Arc<Manifest>, Arc<Context>) -> BoxFuture<'static, Result<Action, E>>,
) -> impl Future<Output = ()> {
    let news = changes.get(&kind).map(broadcast::Sender::subscribe);
    let wakers = Arc::clone(&ctx.wakers);
    let news = futures_util::stream::unfold(news, move |news| {
        let wakers = Arc::clone(&wakers);
        async move {
            let mut news = news?;
            loop {
                match news.recv().await {
                    Ok(reference) => return Some((reference, Some(news))),
                    // Too many at once to name each.
                    Err(broadcast::error::RecvError::Lagged(_)) => wakers.wake(kind),
                    Err(broadcast::error::RecvError::Closed) => return None,
                }
            }
        }
    });
    let reader = ctx.seen.of(kind).clone();
    let timed = move |manifest, ctx| {
        let begun = tokio::time::Instant::now();
        let (kind_name, trace_id) = (kind.as_str(), field::Empty);
        let span = info_span!(
            target: ASKED, parent: None, "reconcile", otel.kind = "consumer", kind = kind_name, trace_id
        );
        context::begin(&span);
        reconcile(manifest, ctx).instrument(span).inspect(move |outcome| {
            let outcome = if outcome.is_ok() { "done" } else { "failed" };
            metrics::counter!("cityhall_operator_reconciles_total", "kind" => kind.as_str(), "outcome" => outcome)
                .increment(1);
            metrics::histogram!("cityhall_operator_reconcile_seconds", "kind" => kind.as_str()).record(begun.elapsed());
        })
    };
    Controller::for_stream_with(futures_util::stream::pending(), reader, kind)
        .with_config(Config::default().concurrency(AT_ONCE))
        .reconcile_on(news)
        .reconcile_all_on(ctx.wakers.of(kind))
        .run(timed, |_, _: &E, _| Action::requeue(TRY_AGAIN), Arc::clone(ctx))
        .for_each(move |reconciled| {
            if let Err(error) = reconciled {
                tracing::warn!(kind = kind.as_str(), %error, "tried again soon");
            }
            ready(())
        })
}
