//! The way to a collector: a bounded queue, a thread of its own, and nobody waits for it. What the queue does not
//! hold is dropped, and how much that was is logged at the end.

use std::time::Duration;

use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::trace::BatchSpanProcessor;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;

use crate::StartError;

/// Below the address of a collector, where it takes spans.
const TRACES: &str = "/v1/traces";

/// How long a collector has to take a batch.
const TAKEN_WITHIN: Duration = Duration::from_secs(5);

/// What sends spans to the collector at `endpoint`. How much it holds and how often it sends are the defaults of the
/// OpenTelemetry specification and the environment's to change (`OTEL_BSP_…`).
pub(crate) fn to(endpoint: &str) -> Result<BatchSpanProcessor, StartError> {
    let refused = |error: &dyn std::fmt::Display| StartError::Endpoint(error.to_string());
    let endpoint = endpoint.trim().trim_end_matches('/');
    let scheme = endpoint.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let client = Client::builder().redirect(Policy::none()).timeout(TAKEN_WITHIN).user_agent("cityhall");
    let client = match scheme.as_deref() {
        Some("https") => client,
        // Nothing is encrypted, so that nothing is asked for certificates.
        Some("http") => client.tls_certs_only([]),
        _ => return Err(refused(&"it begins with http:// or https://")),
    };
    let client = client.build().map_err(|error| refused(&error))?;
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(client)
        .with_protocol(Protocol::HttpBinary)
        .with_timeout(TAKEN_WITHIN)
        .with_endpoint(format!("{endpoint}{TRACES}"))
        .build()
        .map_err(|error| refused(&error))?;
    Ok(BatchSpanProcessor::builder(exporter).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_http() {
        assert!(to("http://127.0.0.1:4318/").is_ok());
        for bad in ["127.0.0.1:4318", "grpc://collector:4317", "http://", ""] {
            assert!(to(bad).is_err(), "{bad}");
        }
    }
}
