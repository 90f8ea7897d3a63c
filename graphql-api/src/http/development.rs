//! Development mode: anybody can be anybody, and the law's clock can be moved forward. These routes
//! exist only where the binary hands in an identity provider.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cityhall_engine::access::{DevelopmentIdentity, WantedIdentity};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use crate::http::{Shared, negotiation};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
enum ClockInput {
    Now(Timestamp),
    Forward(SignedDuration),
}

/// Gives a token to whoever asks.
pub(super) async fn token(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(wanted) = read::<WantedIdentity>(&headers, &body) else {
        return problem(StatusCode::BAD_REQUEST, r#"send {"subject", "name", "roles": [..], "department"} as JSON"#);
    };
    let Some(provider) = &shared.development else { return StatusCode::NOT_FOUND.into_response() };
    match provider.issue(&wanted, shared.engine.clock().security_now()) {
        Ok(token) => {
            let seconds = DevelopmentIdentity::TOKEN_SECONDS;
            answer(StatusCode::OK, &json!({ "access_token": token, "expires_in": seconds }))
        }
        Err(error) => {
            tracing::error!(%error, "failed to issue a token");
            problem(StatusCode::INTERNAL_SERVER_ERROR, "no token could be made")
        }
    }
}

/// Moves the law's clock forward.
pub(super) async fn clock(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let wanted = match read(&headers, &body) {
        Some(ClockInput::Now(now)) => Some(now),
        Some(ClockInput::Forward(by)) => shared.engine.clock().now().checked_add(by).ok(),
        None => None,
    };
    let Some(wanted) = wanted else {
        return problem(StatusCode::BAD_REQUEST, r#"send {"now": RFC 3339} or {"forward": "PT240H"} as JSON"#);
    };
    match shared.engine.clock().advance_to(wanted) {
        Ok(()) => answer(StatusCode::OK, &json!({ "now": shared.engine.clock().now().to_string() })),
        Err(error) => problem(StatusCode::CONFLICT, &error.to_string()),
    }
}

fn read<T: serde::de::DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Option<T> {
    // JSON only: no page of another site can send it without asking first.
    if !negotiation::is_json(headers) {
        return None;
    }
    serde_json::from_slice(body).ok()
}

fn problem(status: StatusCode, message: &str) -> Response {
    answer(status, &json!({ "error": message }))
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body.to_string()).into_response()
}
