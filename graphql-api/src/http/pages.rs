//! Two pages: an editor for queries, and where to begin in a city without the portal. Their scripts use
//! the public API alone; under their policy nothing else runs or loads.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cityhall_domain::text::Language;

use crate::http::Shared;
use crate::language;

/// Own scripts and styles, calls to this origin, no frames, no markup made by scripts.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// Where to begin, and how to get the portal.
pub(super) fn home(shared: &Shared, headers: &HeaderMap) -> Response {
    page(shared, headers, include_str!("../../assets/home.zh.html"), include_str!("../../assets/home.en.html"))
}

/// The editor for queries.
pub(super) async fn editor(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    page(&shared, &headers, include_str!("../../assets/editor.zh.html"), include_str!("../../assets/editor.en.html"))
}

/// What is answered to who takes no pages; `None`: they do.
pub(super) fn not_wanted(headers: &HeaderMap) -> Option<Response> {
    let html_is_wanted = headers.get(header::ACCEPT).is_none_or(|accept| {
        accept.to_str().is_ok_and(|accept| accept.contains("text/html") || accept.contains("*/*"))
    });
    let refused = (StatusCode::NOT_ACCEPTABLE, "this page is text/html; the API is at /graphql\n");
    (!html_is_wanted).then(|| refused.into_response())
}

fn page(shared: &Shared, headers: &HeaderMap, zh: &'static str, en: &'static str) -> Response {
    if let Some(refused) = not_wanted(headers) {
        return refused;
    }
    let text = match headers.get(header::ACCEPT_LANGUAGE).and_then(|value| language::preferred(value.to_str().ok()?)) {
        Some(Language::English) => en,
        Some(Language::Chinese) | None => zh,
    };
    let mode = if shared.development.is_some() { "development" } else { "production" };
    let html = text.replace("{{mode}}", mode);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "Accept-Language"),
    ];
    (headers, html).into_response()
}
