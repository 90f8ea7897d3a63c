//! A collector of spans: one for all cities of a test process, on a port of this machine.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
pub use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;

use crate::Failure;

/// What came, by the sender's name: whole requests as bytes.
type Arrived = Arc<Mutex<HashMap<String, Vec<Bytes>>>>;

/// A collector of spans.
pub struct Collector {
    address: String,
    arrived: Arrived,
}

impl Collector {
    /// The collector of this process. It has a thread of its own, so that it takes what comes while a test waits.
    ///
    /// # Errors
    /// When it cannot listen.
    pub fn shared() -> Result<&'static Self, Failure> {
        static SHARED: OnceLock<Result<Collector, String>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| Self::start().map_err(|error| error.to_string()));
        shared.as_ref().map_err(|error| error.clone().into())
    }

    fn start() -> Result<Self, Failure> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let (address, arrived) = (format!("http://{}", listener.local_addr()?), Arrived::default());
        let router = Router::new()
            .route("/{sender}/v1/traces", post(take))
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::clone(&arrived));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("collector".to_owned()).spawn(move || {
            runtime.block_on(async { axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await })
        })?;
        Ok(Self { address, arrived })
    }

    /// Where the sender of this name sends to.
    #[must_use]
    pub fn endpoint(&self, sender: &str) -> String {
        format!("{}/{sender}", self.address)
    }

    /// What a sender has sent, as it came.
    #[must_use]
    pub fn bytes(&self, sender: &str) -> Vec<Bytes> {
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner).get(sender).cloned().unwrap_or_default()
    }

    /// The spans that a sender has sent.
    ///
    /// # Errors
    /// When something else was sent.
    pub fn spans(&self, sender: &str) -> Result<Vec<Span>, Failure> {
        let mut spans = Vec::new();
        for bytes in self.bytes(sender) {
            let request = ExportTraceServiceRequest::decode(bytes)?;
            let scopes = request.resource_spans.into_iter().flat_map(|resource| resource.scope_spans);
            spans.extend(scopes.flat_map(|scope| scope.spans));
        }
        Ok(spans)
    }
}

async fn take(State(arrived): State<Arrived>, Path(sender): Path<String>, body: Bytes) -> impl IntoResponse {
    let is_good = ExportTraceServiceRequest::decode(body.clone()).is_ok();
    arrived.lock().unwrap_or_else(PoisonError::into_inner).entry(sender).or_default().push(body);
    let status = if is_good { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let answer = ExportTraceServiceResponse::default().encode_to_vec();
    (status, [(header::CONTENT_TYPE, "application/x-protobuf")], answer)
}
