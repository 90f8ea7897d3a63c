//! What a process tells of its own work: logs, spans, and the trace that a request belongs to.
//!
//! Here lives everything that knows OpenTelemetry: which spans are recorded and which are sent ([`Telemetry`]), and
//! how a trace comes in with a request and goes out with another ([`context`]). Other rooms write `tracing` spans.
//! Here never lives what a span is about. A value that a caller wrote is in no span; what one may hold is said in
//! `docs/decisions/0036-observability.md`.
//!
//! Reading order: [`context`], `share`, `exporter`, then [`Telemetry`] here.

pub mod context;
mod exporter;
mod share;

use std::io::IsTerminal as _;
use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use share::Evenly;
pub use share::Share;

/// The target of spans that somebody or something outside the process begins: requests, operations of a connection,
/// payloads, reconciliations. They are always recorded, so that every line of the log names its trace.
pub const ASKED: &str = "cityhall::asked";

/// With what the targets of this workspace begin. Spans of other crates may hold anything, and are never sent.
const OWN: &str = "cityhall";

/// How long a process that ends waits for a collector to take the last spans.
const FLUSH_WITHIN: Duration = Duration::from_secs(2);

/// What a process is to tell.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// What the process is called among others.
    pub service: &'static str,
    /// What is logged where `RUST_LOG` asks for nothing.
    pub logged: &'a str,
    /// The collector that spans are sent to, without `/v1/traces`; without one nothing is sent.
    pub endpoint: Option<&'a str>,
    /// Of how many requests the spans are sent.
    pub share: Share,
}

/// Why a process cannot tell of its work.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The collector's address is none.
    #[error("the collector's address: {0}")]
    Endpoint(String),
    /// Something of the kind was begun already.
    #[error("failed to begin to log: {0}")]
    Begun(#[from] TryInitError),
}

/// What a process tells, until it ends.
pub struct Telemetry {
    provider: SdkTracerProvider,
}

impl Telemetry {
    /// Begins: logs to standard error, spans to the collector. Must be called outside any runtime, because spans are
    /// sent from a thread of their own.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start(options: Options<'_>) -> Result<Self, StartError> {
        let resource = Resource::builder().with_service_name(options.service);
        let version = opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let provider = SdkTracerProvider::builder().with_resource(resource.with_attribute(version).build());
        let provider = match options.endpoint {
            Some(endpoint) => {
                provider.with_sampler(Evenly::from(options.share)).with_span_processor(exporter::to(endpoint)?)
            }
            None => provider.with_sampler(Evenly::from(Share::NOTHING)),
        };
        let provider = provider.build();
        let log_filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| options.logged.into());
        let log = fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(std::io::stderr().is_terminal())
            .with_filter(log_filter.or(filter_fn(is_asked).with_max_level_hint(LevelFilter::INFO)));
        let spans = tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("cityhall"))
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_context_activation(false);
        let spans = if options.endpoint.is_some() {
            spans.with_filter(filter_fn(is_own_span).with_max_level_hint(LevelFilter::DEBUG)).boxed()
        } else {
            spans.with_filter(filter_fn(is_asked).with_max_level_hint(LevelFilter::INFO)).boxed()
        };
        tracing_subscriber::registry().with(log).with(spans).try_init()?;
        Ok(Self { provider })
    }

    /// Sends what is still here, for a moment, and ends.
    pub fn stop(self) {
        if let Err(error) = self.provider.shutdown_with_timeout(FLUSH_WITHIN) {
            tracing::warn!(%error, "the last spans were not sent");
        }
    }
}

/// Whether it is a span that is always recorded.
fn is_asked(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target() == ASKED
}

/// Whether it is a span of ours. An event never is: its text is for the log alone.
fn is_own_span(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target().starts_with(OWN) && *metadata.level() <= Level::DEBUG
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};
    use tracing::{debug_span, field, info_span};

    use super::*;

    /// One test, because a process begins to tell once.
    #[test]
    fn without_a_collector_traces_are_taken_over_and_handed_on_and_no_more() {
        let options = Options { service: "test", logged: "error", endpoint: None, share: Share::EVERYTHING };
        let telemetry = Telemetry::start(options).unwrap();
        assert!(context::outgoing().is_empty(), "nothing is asked for");
        let trace = "0af7651916cd43dd8448eb211c80319c";
        let mut headers = HeaderMap::new();
        let traceparent = format!("00-{trace}-b7ad6b7169203331-01");
        headers.insert("traceparent", HeaderValue::from_str(&traceparent).unwrap());
        let span = info_span!(target: ASKED, parent: None, "request", otel.kind = "server", trace_id = field::Empty);
        context::receive(&span, &headers);
        let _asked = span.enter();
        let phase = debug_span!("phase");
        assert!(phase.is_disabled(), "nobody records it");
        let carried = phase.in_scope(context::outgoing);
        let carried = carried["traceparent"].to_str().unwrap();
        assert!(carried.starts_with(&format!("00-{trace}-")) && carried.ends_with("-00"), "{carried}");
        assert!(!carried.contains("b7ad6b7169203331"), "our span, not theirs");
        telemetry.stop();
    }
}
