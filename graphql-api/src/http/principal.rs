//! Who asks: the bearer token, if one came, and the language that they read.

use axum::http::{HeaderMap, header};
use cityhall_domain::mandate::MandateId;
use cityhall_engine::{NoMandate, Principal, Session, Unauthenticated};

use crate::answer::Asker;
use crate::code::Code;
use crate::http::Shared;
use crate::language;
use crate::opaque::GlobalId;

/// The header by which somebody says under which mandate they act: its global id.
pub(super) const MANDATE: &str = "cityhall-mandate";

/// Why a request has no caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denied {
    /// The token is none of ours.
    Unauthenticated,
    /// The mandate is not theirs, not in force, or not there.
    MandateNotInForce,
    /// Mandates cannot be read now.
    Unavailable,
}

impl Denied {
    /// The code that says so.
    pub(super) fn code(self) -> Code {
        match self {
            Self::Unauthenticated => Code::Unauthenticated,
            Self::MandateNotInForce => Code::MandateNotInForce,
            Self::Unavailable => Code::Unavailable,
        }
    }
}

impl From<Unauthenticated> for Denied {
    fn from(Unauthenticated: Unauthenticated) -> Self {
        Self::Unauthenticated
    }
}

impl From<NoMandate> for Denied {
    fn from(error: NoMandate) -> Self {
        match error {
            NoMandate::NotInForce => Self::MandateNotInForce,
            NoMandate::Unavailable => Self::Unavailable,
        }
    }
}

/// The caller of a request. Without the header nobody in particular; with a header that is no good
/// token of ours nobody at all. Who names a mandate acts under it, or not at all.
pub(super) async fn asker(shared: &Shared, headers: &HeaderMap) -> Result<Asker, Denied> {
    let Session { who, until } = match bearer(headers) {
        Bearer::Absent => Session { who: Principal::anonymous(), until: None },
        Bearer::Token(token) => shared.engine.authenticate(Some(token)).await?,
        Bearer::Other => return Err(Denied::Unauthenticated),
    };
    let who = match mandate(headers)? {
        None => who,
        Some(mandate) => shared.engine.under(who, mandate).await?,
    };
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| language::preferred(value.to_str().ok()?));
    Ok(Asker { who, language, request_id: shared.request_id(), until })
}

fn mandate(headers: &HeaderMap) -> Result<Option<MandateId>, Denied> {
    let Some(value) = headers.get(MANDATE) else { return Ok(None) };
    match GlobalId::decode(value.to_str().unwrap_or_default()) {
        Some(GlobalId::Mandate(id)) => Ok(Some(id)),
        _ => Err(Denied::MandateNotInForce),
    }
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
