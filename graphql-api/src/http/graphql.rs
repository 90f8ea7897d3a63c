//! `/graphql`: reading the request, and `/schema.graphql`.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use crate::answer::{Answer, Ask};
use crate::code::Code;
use crate::http::negotiation::{self, Media};
use crate::http::{Shared, principal, reply, socket};

/// How deeply the values of variables may be nested.
const VARIABLE_DEPTH_MAX: usize = 32;
/// How many values the variables may hold.
const VARIABLE_VALUES_MAX: usize = 20_000;

/// Why a request was not read.
pub(super) type Unread = (Code, &'static str);

/// Answers one request, or begins to speak over WebSocket.
pub(super) async fn handle(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if let Ok(upgrade) = upgrade {
        return socket::upgrade(shared, headers, upgrade);
    }
    let begun = Instant::now();
    let Some(media) = negotiation::accepted(&headers) else {
        let message = "answers are application/graphql-response+json or application/json";
        return reply::refused(Code::NotAcceptable, message, Media::Json);
    };
    let (response, audience, outcome) = match read(&method, &uri, &headers, body) {
        Err((code, message)) => (reply::refused(code, message, media), "NONE", code.as_str()),
        Ok(ask) => match principal::asker(&shared, &headers).await {
            Err(denied) => (reply::denied(denied, media), "NONE", denied.code().as_str()),
            Ok(asker) => {
                let audience = crate::schema::viewer::audience_word(asker.who.audience());
                let answer = shared.graphql.answer(asker, ask).await;
                let outcome = outcome(&answer);
                (reply::answered(answer, media), audience, outcome)
            }
        },
    };
    metrics::counter!("cityhall_graphql_requests_total", "audience" => audience, "outcome" => outcome).increment(1);
    metrics::histogram!("cityhall_graphql_request_seconds", "audience" => audience).record(begun.elapsed());
    response
}

fn outcome(answer: &Answer) -> &'static str {
    match answer {
        Answer::Executed { code: None, .. } => "OK",
        Answer::Executed { code: Some(code), .. } | Answer::Invalid { code, .. } | Answer::Refused { code, .. } => {
            code.as_str()
        }
    }
}

pub(super) fn read(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Ask, Unread> {
    let reading_only = method == Method::GET;
    let parts = if reading_only {
        from_query(uri.query().unwrap_or_default())?
    } else if method == Method::POST {
        if !negotiation::is_json(headers) {
            return Err((Code::UnsupportedMediaType, "bodies are application/json in UTF-8"));
        }
        from_body(body)?
    } else {
        return Err((Code::MethodNotAllowed, "GraphQL comes by GET or POST"));
    };
    ask(parts, reading_only)
}

fn from_query(query: &str) -> Result<Map<String, Value>, Unread> {
    let mut parts = Map::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = match key.as_ref() {
            "variables" | "extensions" => {
                serde_json::from_str(&value).map_err(|_| (Code::BadRequest, "`variables` and `extensions` are JSON"))?
            }
            _ => Value::from(value.into_owned()),
        };
        parts.insert(key.into_owned(), value);
    }
    Ok(parts)
}

fn from_body(body: Result<Bytes, BytesRejection>) -> Result<Map<String, Value>, Unread> {
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Err((Code::PayloadTooLarge, "the body is larger than 1 MiB"));
        }
        Err(_) => return Err((Code::BadRequest, "the body could not be read")),
    };
    match serde_json::from_slice(&body) {
        Ok(Value::Object(parts)) => Ok(parts),
        Ok(_) => Err((Code::BadRequest, "the body is one JSON object")),
        Err(_) => Err((Code::BadRequest, "the body is not JSON")),
    }
}

/// The request out of its parts; null stands for absent, parts that are not known are let be.
pub(super) fn ask(mut parts: Map<String, Value>, reading_only: bool) -> Result<Ask, Unread> {
    let Some(Value::String(query)) = parts.remove("query") else { return Err((Code::BadRequest, "`query` is a text")) };
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
    let mut left = VARIABLE_VALUES_MAX;
    if !variables.values().all(|value| is_bounded(value, VARIABLE_DEPTH_MAX, &mut left)) {
        return Err((Code::BadRequest, "the variables hold too many values, or are nested too deeply"));
    }
    Ok(Ask { query, operation_name, variables, reading_only, resume: None })
}

fn is_bounded(value: &Value, depth: usize, left: &mut usize) -> bool {
    let Some(fewer) = left.checked_sub(1) else { return false };
    *left = fewer;
    match value {
        Value::Array(items) => depth > 0 && items.iter().all(|item| is_bounded(item, depth - 1, left)),
        Value::Object(fields) => depth > 0 && fields.values().all(|field| is_bounded(field, depth - 1, left)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// The schema that the caller sees, as text.
pub(super) async fn schema(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let asker = match principal::asker(&shared, &headers).await {
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

    #[test]
    fn a_request_is_read_out_of_a_url() {
        let parts = from_query("query=%7Ba%7D&variables=%7B%22x%22%3A1%7D&operationName=Q").unwrap();
        let ask = ask(parts, true).unwrap();
        assert_eq!((ask.query.as_str(), ask.operation_name.as_deref()), ("{a}", Some("Q")));
        assert_eq!(ask.variables["x"], 1);
        assert!(from_query("variables=%7B").is_err());
    }

    #[test]
    fn parts_have_their_types() {
        for body in [
            "{}",
            r#"{"query":1}"#,
            r#"{"query":"{a}","variables":[]}"#,
            r#"{"query":"{a}","operationName":{}}"#,
            r#"{"query":"{a}","extensions":"x"}"#,
            r#"[{"query":"{a}"}]"#,
        ] {
            let read = from_body(Ok(Bytes::from(body))).and_then(|parts| ask(parts, false));
            assert_eq!(read.err().map(|(code, _)| code), Some(Code::BadRequest), "{body}");
        }
        let good = r#"{"query":"{a}","variables":null,"extensions":{},"operationName":null,"id":7}"#;
        assert!(from_body(Ok(Bytes::from(good))).and_then(|parts| ask(parts, false)).is_ok());
    }

    #[test]
    fn variables_are_bounded() {
        let deep = (0..40).fold(Value::Null, |inner, _| Value::Array(vec![inner]));
        assert!(!is_bounded(&deep, VARIABLE_DEPTH_MAX, &mut 100));
        let many = Value::Array(vec![Value::Null; 101]);
        assert!(!is_bounded(&many, VARIABLE_DEPTH_MAX, &mut 101));
        assert!(is_bounded(&many, VARIABLE_DEPTH_MAX, &mut 102));
    }

    #[test]
    fn entity_tags() {
        assert!(has_tag("\"a\", W/\"b\"", "\"b\"") && has_tag("*", "\"b\"") && !has_tag("\"a\"", "\"b\""));
    }
}
