//! The city over HTTP: one table of routes.
//!
//! GraphQL over HTTP as its specification says (the audits of `graphql-http` pass), with the limits
//! and refusals of our own; subscriptions over WebSocket ([`socket`]) and server-sent events ([`stream`]); the
//! schema as text; health and metrics; a page to try things on. Not here: multipart uploads, batches.

mod assets;
mod body;
mod development;
mod graphql;
mod health;
mod negotiation;
mod notices;
mod oauth;
mod origin;
mod pages;
mod portal;
mod principal;
mod reply;
mod server;
mod socket;
mod stream;
mod trace;
mod workflows;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::dynamic::SchemaError;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::routing::{any, get, post};
use cityhall_engine::Engine;
use cityhall_engine::access::DevelopmentIdentity;
use cityhall_notices::Fonts;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, watch};
use tokio_util::task::TaskTracker;

use crate::answer::{Documents, DynamicEngine, GraphqlEngine};
use crate::code::Code;
use crate::faces::{Faces, Follower};
use crate::limits::{Admission, Limits, TrustedProxies};

pub use workflows::DrawWorkflow;

/// What the handlers share.
pub(crate) struct Shared {
    pub(crate) engine: Arc<Engine>,
    pub(crate) graphql: Arc<dyn GraphqlEngine>,
    pub(crate) admission: Arc<Admission>,
    pub(crate) development: Option<DevelopmentIdentity>,
    pub(crate) metrics: PrometheusHandle,
    /// What notices are set in; absent: this machine makes no documents.
    pub(crate) fonts: Option<Arc<Fonts>>,
    pub(crate) draw_workflow: DrawWorkflow,
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
    commands: TaskTracker,
    follower: Mutex<Option<Follower>>,
}

impl Api {
    /// Builds the schemas of what is published now and follows what is published later. Must be
    /// called inside a runtime. `development` is given in development mode only; without `fonts` no notice is made
    /// into a document; `draw_workflow` makes the pictures of workflows. `limits` are those of
    /// [`Limits::PRODUCTION`] or of [`Limits::DEVELOPMENT`].
    ///
    /// # Errors
    /// When the schemas do not fit together, which only a mistake of this crate can cause.
    pub fn open(
        engine: Arc<Engine>,
        development: Option<DevelopmentIdentity>,
        fonts: Option<Fonts>,
        draw_workflow: DrawWorkflow,
        limits: Limits,
    ) -> Result<Self, SchemaError> {
        let mut catalog = engine.catalog();
        let newest = Arc::clone(&catalog.borrow_and_update());
        let faces = Arc::new(Faces::build(&newest)?);
        let follower = Follower::start(Arc::clone(&faces), catalog);
        let commands = TaskTracker::new();
        let graphql = Arc::new(DynamicEngine {
            engine: Arc::clone(&engine),
            faces,
            documents: Documents::new(),
            limits,
            operations: Arc::default(),
            commands: commands.clone(),
        });
        let admission = Admission::new(&limits);
        let metrics = health::recorder();
        let fonts = fonts.map(Arc::new);
        let (stop, connections, requests) = (watch::Sender::new(false), TaskTracker::new(), AtomicU64::new(1));
        let shared = Shared {
            engine,
            graphql,
            admission,
            development,
            metrics,
            fonts,
            draw_workflow,
            stop,
            connections,
            requests,
        };
        Ok(Self { shared: Arc::new(shared), commands, follower: Mutex::new(Some(follower)) })
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
            .merge(portal::routes())
            .route("/graphiql", get(pages::editor))
            .route("/assets/{name}", get(assets::serve))
            .route("/notices/{file}", get(notices::pdf))
            .route("/workflows/{file}", get(workflows::svg))
            .route("/oauth2/token", post(oauth::token))
            .route("/.well-known/oauth-authorization-server", get(oauth::metadata));
        let router = if self.shared.development.is_some() {
            router.route("/dev/token", post(development::token)).route("/dev/clock", post(development::clock))
        } else {
            router
        };
        let largest = self.shared.admission.limits().http.body_bytes_max;
        router.layer(DefaultBodyLimit::max(largest)).layer(from_fn(trace::follow)).with_state(Arc::clone(&self.shared))
    }

    /// Serves over `listener` until `stop`, then lets what is under way come to its end; what would go on for ever is
    /// told to. Whence a request comes is what `proxies` say, where it comes from one of them.
    pub async fn serve(&self, listener: TcpListener, proxies: TrustedProxies, stop: impl Future<Output = ()> + Send) {
        let stop = async {
            stop.await;
            self.shared.stop.send_replace(true);
        };
        server::serve(listener, self.router(), self.shared.admission.limits().http, proxies, stop).await;
    }

    /// Stops following and waits until nothing runs any more: commands whose callers are gone come to their end.
    pub async fn close(&self) {
        self.shared.stop.send_replace(true);
        self.shared.connections.close();
        self.shared.connections.wait().await;
        self.commands.close();
        self.commands.wait().await;
        if let Some(follower) = self.follower.lock().await.take() {
            follower.close().await;
        }
    }
}

/// The status of a request that was not executed.
pub(crate) fn status_of(code: Code) -> StatusCode {
    reply::status(code)
}
