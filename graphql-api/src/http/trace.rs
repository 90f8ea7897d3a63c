//! The span of each request. What it says of a request is of closed sets, or a digest: nothing that a caller wrote.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use cityhall_telemetry::{ASKED, context};
use tracing::{Instrument as _, Span, field, info_span};

use crate::answer::Asker;
use crate::schema::viewer::audience_word;

/// What machines ask every few seconds, and nobody wants to read.
const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Answers a request inside its span.
pub(super) async fn follow(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    if PROBES.contains(&route) {
        return next.run(request).await;
    }
    let span = info_span!(
        target: ASKED,
        parent: None,
        "request",
        otel.kind = "server",
        otel.status_code = field::Empty,
        http.request.method = method(request.method()),
        http.route = route,
        http.response.status_code = field::Empty,
        trace_id = field::Empty,
        request = field::Empty,
        audience = field::Empty,
        operation = field::Empty,
        outcome = field::Empty,
    );
    context::receive(&span, request.headers());
    let response = next.run(request).instrument(span.clone()).await;
    span.record("http.response.status_code", response.status().as_u16());
    if response.status().is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    response
}

/// The span of one operation of a connection, which began with the current request.
pub(super) fn operation(asker: &Asker, connection: &context::Reference) -> Span {
    let span = info_span!(
        target: ASKED,
        parent: None,
        "operation",
        otel.kind = "server",
        trace_id = field::Empty,
        request = asker.request_id,
        audience = audience_word(asker.who.audience()),
        operation = field::Empty,
        outcome = field::Empty,
    );
    connection.link(&span);
    context::begin(&span);
    span
}

/// Notes in the current span who asks.
pub(super) fn told(asker: &Asker) {
    let span = Span::current();
    span.record("request", asker.request_id.as_str());
    span.record("audience", audience_word(asker.who.audience()));
}

/// A method may be any word.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "_OTHER",
    }
}
