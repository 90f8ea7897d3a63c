//! Liveness, readiness and metrics of the operator itself.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::watching::Watches;

/// What health and readiness are judged by.
#[derive(Clone)]
struct Health {
    watches: Watches,
    metrics: PrometheusHandle,
}

/// `/healthz`, `/readyz` and `/metrics`. Installs the recorder of metrics of this process.
pub(crate) fn router(watches: Watches) -> Router {
    let recorder = PrometheusBuilder::new().build_recorder();
    let metrics = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::warn!("another recorder of metrics was there first: /metrics stays empty");
    }
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readiness))
        .route("/metrics", get(metrics_text))
        .with_state(Health { watches, metrics })
}

/// Ready while every watch is: each that is not is named with its reason.
async fn readiness(State(health): State<Health>) -> impl IntoResponse {
    let behind = health.watches.behind();
    if behind.is_empty() {
        return (StatusCode::OK, "ok\n".to_owned());
    }
    let lines = behind.into_iter().map(|(name, why)| format!("{name} are not synced: {why}\n"));
    (StatusCode::SERVICE_UNAVAILABLE, lines.collect())
}

async fn metrics_text(State(health): State<Health>) -> impl IntoResponse {
    health.metrics.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], health.metrics.render())
}
