//! `/graphql`: reading the request, and `/schema.graphql`.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use tracing::Span;

use crate::answer::Ask;
use crate::code::Code;
use crate::guard::SCHEMA_COST;
use crate::http::body::{self, Unread};
use crate::http::negotiation::{self, Media};
use crate::http::origin::From;
use crate::http::socket::{self, Upgrade};
use crate::http::{Shared, principal, reply};
use crate::limits::account::held_back;
use crate::limits::{ClientAddress, HttpLimits, Over};

/// Answers one request, or begins to speak over WebSocket.
pub(super) async fn handle(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    upgrade: Result<Upgrade, WebSocketUpgradeRejection>,
    From(from): From,
    body: Body,
) -> Response {
    if let Ok(upgrade) = upgrade {
        return socket::upgrade(shared, headers, from, upgrade);
    }
    let begun = Instant::now();
    let Some(media) = negotiation::accepted(&headers) else {
        let message = "answers are application/graphql-response+json or application/json";
        return reply::refused(Code::NotAcceptable, message, Media::Json);
    };
    let (response, audience, outcome) = match read(&shared, &method, &uri, &headers, from, body).await {
        Err(NotRead::OverBudget(over)) => (reply::limited(over, media), "NONE", Code::RateLimited.as_str()),
        Err(NotRead::Refused((code, message))) => (reply::refused(code, message, media), "NONE", code.as_str()),
        Ok(ask) => match principal::asker(&shared, &headers, from).await {
            Err(denied) => (reply::denied(denied, media), "NONE", denied.code().as_str()),
            Ok(asker) => {
                let audience = crate::schema::viewer::audience_word(asker.who.audience());
                let account = asker.account.clone();
                let answer = shared.graphql.answer(asker, ask).await;
                let outcome = answer.outcome();
                (reply::with_budget(reply::answered(answer, media), &account), audience, outcome)
            }
        },
    };
    Span::current().record("outcome", outcome);
    metrics::counter!("cityhall_graphql_requests_total", "audience" => audience, "outcome" => outcome).increment(1);
    metrics::histogram!("cityhall_graphql_request_seconds", "audience" => audience).record(begun.elapsed());
    response
}

/// Why a request was not even read.
pub(super) enum NotRead {
    /// The network has used up its budget.
    OverBudget(Over),
    /// What came is no request.
    Refused(Unread),
}

/// Reads a request, cheapest refusals first.
pub(super) async fn read(
    shared: &Shared,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    from: ClientAddress,
    body: Body,
) -> Result<Ask, NotRead> {
    if let Err(over) = shared.admission.arrived(from) {
        held_back(over).await;
        return Err(NotRead::OverBudget(over));
    }
    let limits = shared.admission.limits().http;
    let reading_only = method == Method::GET;
    let parts = if reading_only {
        from_query(uri.query().unwrap_or_default(), limits)
    } else if method == Method::POST {
        if negotiation::is_json(headers) {
            let read = body::read(&shared.admission, from, body).await;
            read.and_then(|bytes| body::object(&bytes, limits))
        } else {
            Err((Code::UnsupportedMediaType, "bodies are application/json in UTF-8"))
        }
    } else {
        Err((Code::MethodNotAllowed, "GraphQL comes by GET or POST"))
    };
    parts.and_then(|parts| ask(parts, reading_only)).map_err(NotRead::Refused)
}

fn from_query(query: &str, limits: HttpLimits) -> Result<Map<String, Value>, Unread> {
    let mut parts = Map::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = match key.as_ref() {
            "variables" | "extensions" => {
                let read = body::value(value.as_bytes(), limits);
                read.map_err(|_| (Code::BadRequest, "`variables` and `extensions` are JSON, and not too much of it"))?
            }
            _ => Value::from(value.into_owned()),
        };
        parts.insert(key.into_owned(), value);
    }
    Ok(parts)
}

/// The request out of its parts; null stands for absent, parts that are not known are let be.
pub(super) fn ask(mut parts: Map<String, Value>, reading_only: bool) -> Result<Ask, Unread> {
    let document_id = document_id(&mut parts)?;
    let query = match (parts.remove("query"), &document_id) {
        (Some(Value::String(query)), _) => query,
        (None | Some(Value::Null), Some(_)) => String::new(),
        _ => return Err((Code::BadRequest, "`query` is a text")),
    };
    let operation_name = match parts.remove("operationName") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => return Err((Code::BadRequest, "`operationName` is a text")),
    };
    let variables = match parts.remove("variables") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(variables)) => variables,
        Some(_) => return Err((Code::BadRequest, "`variables` is an object")),
    };
    if !matches!(parts.get("extensions"), None | Some(Value::Null | Value::Object(_))) {
        return Err((Code::BadRequest, "`extensions` is an object"));
    }
    Ok(Ask { query, document_id, operation_name, variables, reading_only, resume: None })
}

/// The identifier of a registered document: `documentId`, or the digest that clients of Apollo send.
fn document_id(parts: &mut Map<String, Value>) -> Result<Option<String>, Unread> {
    match parts.remove("documentId") {
        None | Some(Value::Null) => {}
        Some(Value::String(id)) => return Ok(Some(id)),
        Some(_) => return Err((Code::BadRequest, "`documentId` is a text")),
    }
    let apollo = parts.get("extensions").and_then(|extensions| extensions.get("persistedQuery")?.get("sha256Hash"));
    match apollo {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(digest)) => Ok(Some(format!("sha256:{digest}"))),
        Some(_) => Err((Code::BadRequest, "`extensions.persistedQuery.sha256Hash` is a text")),
    }
}

/// The schema that the caller sees, as text.
pub(super) async fn schema(State(shared): State<Arc<Shared>>, From(from): From, headers: HeaderMap) -> Response {
    let asker = match principal::paying(&shared, &headers, from, SCHEMA_COST).await {
        Ok(asker) => asker,
        Err(denied) => return reply::denied(denied, Media::Json),
    };
    let sdl = shared.graphql.sdl(&asker.who);
    let tags = [
        (header::ETAG, sdl.etag.as_str()),
        (header::VARY, "Authorization, Cityhall-Mandate"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| has_tag(known.to_str().unwrap_or_default(), &sdl.etag)) {
        return (StatusCode::NOT_MODIFIED, tags).into_response();
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (StatusCode::OK, tags, kind, sdl.text.clone()).into_response()
}

fn has_tag(known: &str, etag: &str) -> bool {
    known.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == etag || tag == "*")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    #[test]
    fn a_request_is_read_out_of_a_url() {
        let limits = Limits::PRODUCTION.http;
        let parts = from_query("query=%7Ba%7D&variables=%7B%22x%22%3A1%7D&operationName=Q", limits).unwrap();
        let ask = ask(parts, true).unwrap();
        assert_eq!((ask.query.as_str(), ask.operation_name.as_deref()), ("{a}", Some("Q")));
        assert_eq!(ask.variables["x"], 1);
        assert!(from_query("variables=%7B", limits).is_err());
    }

    #[test]
    fn parts_have_their_types() {
        let limits = Limits::PRODUCTION.http;
        for body in [
            "{}",
            r#"{"query":1}"#,
            r#"{"query":"{a}","variables":[]}"#,
            r#"{"query":"{a}","operationName":{}}"#,
            r#"{"query":"{a}","extensions":"x"}"#,
            r#"[{"query":"{a}"}]"#,
        ] {
            let read = body::object(body.as_bytes(), limits).and_then(|parts| ask(parts, false));
            assert_eq!(read.err().map(|(code, _)| code), Some(Code::BadRequest), "{body}");
        }
        let good = r#"{"query":"{a}","variables":null,"extensions":{},"operationName":null,"id":7}"#;
        assert!(body::object(good.as_bytes(), limits).and_then(|parts| ask(parts, false)).is_ok());
    }

    #[test]
    fn entity_tags() {
        assert!(has_tag("\"a\", W/\"b\"", "\"b\"") && has_tag("*", "\"b\"") && !has_tag("\"a\"", "\"b\""));
    }
}
