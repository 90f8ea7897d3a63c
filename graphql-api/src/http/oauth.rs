//! `POST /oauth2/token`: a token for a partner's system (RFC 6749 client credentials, the client proved by an
//! assertion, RFC 7523), and what clients look up about it (RFC 8414).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cityhall_engine::ExchangeRefused;
use serde_json::{Value, json};

use crate::answer::over_budget;
use crate::http::Shared;
use crate::http::origin::From;
use crate::limits::Over;
use crate::limits::account::held_back;

/// The only kind of assertion.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// The only grant.
const GRANT_TYPE: &str = "client_credentials";

/// What a request says, each at most once.
#[derive(Default)]
struct Asked {
    grant_type: Option<String>,
    assertion_type: Option<String>,
    assertion: Option<String>,
}

/// Gives a token for a good assertion.
pub(super) async fn token(
    State(shared): State<Arc<Shared>>,
    From(from): From,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(over) = shared.admission.arrived(from) {
        return limited(over).await;
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return problem(StatusCode::BAD_REQUEST, "invalid_request", "the body is application/x-www-form-urlencoded");
    }
    let Some(asked) = read(&body) else {
        return problem(StatusCode::BAD_REQUEST, "invalid_request", "a parameter stands there twice");
    };
    match asked.grant_type.as_deref() {
        Some(GRANT_TYPE) => {}
        Some(_) => {
            let message = "the only grant is client_credentials";
            return problem(StatusCode::BAD_REQUEST, "unsupported_grant_type", message);
        }
        None => return problem(StatusCode::BAD_REQUEST, "invalid_request", "grant_type is missing"),
    }
    let (Some(ASSERTION_TYPE), Some(assertion)) = (asked.assertion_type.as_deref(), &asked.assertion) else {
        return problem(StatusCode::UNAUTHORIZED, "invalid_client", "clients prove themselves by private_key_jwt");
    };
    match shared.engine.exchange(assertion, from.known()).await {
        Ok(given) => {
            let body = json!({ "access_token": *given.token, "token_type": "Bearer", "expires_in": given.seconds });
            answer(StatusCode::OK, &body)
        }
        Err(ExchangeRefused::InvalidClient) => match shared.admission.refused_a_token(from) {
            Ok(()) => problem(StatusCode::UNAUTHORIZED, "invalid_client", "the assertion was not accepted"),
            Err(over) => limited(over).await,
        },
        Err(ExchangeRefused::Unavailable) => {
            problem(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "try again")
        }
    }
}

/// `None` where one stands there twice (RFC 6749, 3.2). Others are let be.
fn read(body: &[u8]) -> Option<Asked> {
    let mut asked = Asked::default();
    for (key, value) in form_urlencoded::parse(body) {
        let slot = match key.as_ref() {
            "grant_type" => &mut asked.grant_type,
            "client_assertion_type" => &mut asked.assertion_type,
            "client_assertion" => &mut asked.assertion,
            _ => continue,
        };
        if slot.replace(value.into_owned()).is_some() {
            return None;
        }
    }
    Some(asked)
}

/// What clients look up. The address is the one that the caller has used: behind a proxy it may be another, the
/// issuer is not.
pub(super) async fn metadata(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let is_loopback = host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
    let scheme = if is_loopback { "http" } else { "https" };
    let body = json!({
        "issuer": shared.engine.partner_issuer(),
        "token_endpoint": format!("{scheme}://{host}/oauth2/token"),
        "response_types_supported": [],
        "grant_types_supported": [GRANT_TYPE],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported":
            ["EdDSA", "ES256", "ES384", "RS256", "RS384", "RS512", "PS256"],
    });
    answer(StatusCode::OK, &body)
}

/// Too many requests, or too many assertions that were not accepted.
async fn limited(over: Over) -> Response {
    held_back(over).await;
    let mut response = problem(StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", &over_budget(over));
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(over.seconds()));
    response
}

fn problem(status: StatusCode, error: &str, message: &str) -> Response {
    answer(status, &json!({ "error": error, "error_description": message }))
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, body.to_string()).into_response()
}
