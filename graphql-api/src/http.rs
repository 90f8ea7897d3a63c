//! The city over HTTP: one table of routes.
//!
//! GraphQL over HTTP as its specification says (the audits of `graphql-http` pass), with the limits
//! and refusals of our own; subscriptions over WebSocket ([`socket`]) and server-sent events ([`stream`]); the
//! schema as text; health and metrics; a page to try things on. Not here: multipart uploads, batches.

mod assets;
mod development;
mod graphql;
mod health;
mod negotiation;
mod notices;
mod pages;
mod principal;
mod reply;
mod socket;
mod stream;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::dynamic::SchemaError;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get, post};
use cityhall_engine::Engine;
use cityhall_engine::access::DevelopmentIdentity;
use cityhall_notices::Fonts;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::{Mutex, watch};
use tokio_util::task::TaskTracker;

use crate::answer::{Documents, DynamicEngine, GraphqlEngine};
use crate::faces::{Faces, Follower};
use crate::guard::Limits;

/// The largest body that is read.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// What the handlers share.
pub(crate) struct Shared {
    pub(crate) engine: Arc<Engine>,
    pub(crate) graphql: Arc<dyn GraphqlEngine>,
    pub(crate) development: Option<DevelopmentIdentity>,
    pub(crate) metrics: PrometheusHandle,
    /// What notices are set in; absent: this machine makes no documents.
    pub(crate) fonts: Option<Arc<Fonts>>,
    /// Turns true when the city stops: what would go on for ever ends then.
    pub(crate) stop: watch::Sender<bool>,
    /// Connections that outlive the request that began them.
    pub(crate) connections: TaskTracker,
    requests: AtomicU64,
}

impl Shared {
    /// Waits until the city stops.
    pub(crate) fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stop = self.stop.subscribe();
        async move { drop(stop.wait_for(|stop| *stop).await) }
    }

    /// A name for one request, unique while the process lives.
    pub(crate) fn request_id(&self) -> String {
        format!("{:x}-{:x}", std::process::id(), self.requests.fetch_add(1, Ordering::Relaxed))
    }
}

/// The API of one city.
pub struct Api {
    shared: Arc<Shared>,
    follower: Mutex<Option<Follower>>,
}

impl Api {
    /// Builds the schemas of what is published now and follows what is published later. Must be
    /// called inside a runtime. `development` is given in development mode only; without `fonts` no notice is made
    /// into a document.
    ///
    /// # Errors
    /// When the schemas do not fit together, which only a mistake of this crate can cause.
    pub fn open(
        engine: Arc<Engine>,
        development: Option<DevelopmentIdentity>,
        fonts: Option<Fonts>,
    ) -> Result<Self, SchemaError> {
        let mut catalog = engine.catalog();
        let newest = Arc::clone(&catalog.borrow_and_update());
        let faces = Arc::new(Faces::build(&newest)?);
        let follower = Follower::start(Arc::clone(&faces), catalog);
        let documents = Documents::within(Limits::default());
        let graphql = Arc::new(DynamicEngine { engine: Arc::clone(&engine), faces, documents });
        let metrics = health::recorder();
        let fonts = fonts.map(Arc::new);
        let (stop, connections, requests) = (watch::Sender::new(false), TaskTracker::new(), AtomicU64::new(1));
        let shared = Shared { engine, graphql, development, metrics, fonts, stop, connections, requests };
        Ok(Self { shared: Arc::new(shared), follower: Mutex::new(Some(follower)) })
    }

    /// Every route.
    pub fn router(&self) -> Router {
        let router = Router::new()
            .route("/graphql", any(graphql::handle))
            .route("/graphql/stream", any(stream::handle))
            .route("/schema.graphql", get(graphql::schema))
            .route("/healthz", get(health::live))
            .route("/readyz", get(health::ready))
            .route("/metrics", get(health::metrics))
            .route("/", get(pages::home))
            .route("/graphiql", get(pages::editor))
            .route("/assets/{name}", get(assets::serve))
            .route("/notices/{file}", get(notices::pdf));
        let router = if self.shared.development.is_some() {
            router.route("/dev/token", post(development::token)).route("/dev/clock", post(development::clock))
        } else {
            router
        };
        router.layer(DefaultBodyLimit::max(BODY_BYTES_MAX)).with_state(Arc::clone(&self.shared))
    }

    /// `signal`, after which everything that would go on for ever is told to end: for a server that drains.
    pub fn draining<S: Future<Output = ()> + Send>(&self, signal: S) -> impl Future<Output = ()> + Send + use<S> {
        let stop = self.shared.stop.clone();
        async move {
            signal.await;
            stop.send_replace(true);
        }
    }

    /// Stops following and waits until nothing runs any more.
    pub async fn close(&self) {
        self.shared.stop.send_replace(true);
        self.shared.connections.close();
        self.shared.connections.wait().await;
        if let Some(follower) = self.follower.lock().await.take() {
            follower.close().await;
        }
    }
}
