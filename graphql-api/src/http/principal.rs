//! Who asks: the bearer token, if one came, and the language that they read.

use axum::http::{HeaderMap, header};
use cityhall_engine::{Principal, Unauthenticated};

use crate::answer::Asker;
use crate::http::Shared;
use crate::language;

/// The caller of a request. Without the header nobody in particular; with a header that is no good
/// token of ours nobody at all.
pub(super) async fn asker(shared: &Shared, headers: &HeaderMap) -> Result<Asker, Unauthenticated> {
    let who = match bearer(headers) {
        Bearer::Absent => Principal::anonymous(),
        Bearer::Token(token) => shared.engine.authenticate(Some(token)).await?,
        Bearer::Other => return Err(Unauthenticated),
    };
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| language::preferred(value.to_str().ok()?));
    Ok(Asker { who, language, request_id: shared.request_id() })
}

enum Bearer<'a> {
    Absent,
    Token(&'a str),
    Other,
}

fn bearer(headers: &HeaderMap) -> Bearer<'_> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = all.next() else { return Bearer::Absent };
    let text = value.to_str().unwrap_or_default();
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    if all.next().is_some() || !scheme.eq_ignore_ascii_case("bearer") || token.trim().is_empty() {
        return Bearer::Other;
    }
    Bearer::Token(token.trim())
}
