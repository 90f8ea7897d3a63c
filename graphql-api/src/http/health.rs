//! Liveness, readiness, metrics. Metrics never name a person, a case or a module.

use std::sync::{Arc, OnceLock};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::http::Shared;

/// Bounds of the buckets of request durations, in seconds.
const SECONDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

/// The recorder of this process. There is one, however many cities a test opens.
pub(super) fn recorder() -> PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    RECORDER
        .get_or_init(|| {
            let builder = PrometheusBuilder::new();
            let recorder = match builder.set_buckets(&SECONDS) {
                Ok(builder) => builder.build_recorder(),
                Err(_) => PrometheusBuilder::new().build_recorder(),
            };
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another recorder of metrics was there first: /metrics stays empty");
            }
            handle
        })
        .clone()
}

/// The process answers.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// The city answers: it is published, so that requests find something.
pub(super) async fn ready(State(shared): State<Arc<Shared>>) -> Response {
    if shared.engine.catalog().borrow().city.is_some() {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "no city is published yet\n").into_response()
    }
}

/// Metrics in the text format of Prometheus.
pub(super) async fn metrics(State(shared): State<Arc<Shared>>) -> Response {
    shared.metrics.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], shared.metrics.render()).into_response()
}
