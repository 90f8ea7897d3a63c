//! Who asks: the bearer token, if one came, and the language that they read.

use axum::http::{HeaderMap, header};
use cityhall_domain::mandate::MandateId;
use cityhall_engine::{NoMandate, Principal, Session, Unauthenticated};

use crate::answer::Asker;
use crate::code::Code;
use crate::http::{Shared, trace};
use crate::language;
use crate::limits::account::held_back;
use crate::limits::{ClientAddress, Over};
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
    /// The budget does not hold so much, or there were too many tokens that are none of ours.
    OverBudget(Over),
}

impl Denied {
    /// The code that says so.
    pub(super) fn code(self) -> Code {
        match self {
            Self::Unauthenticated => Code::Unauthenticated,
            Self::MandateNotInForce => Code::MandateNotInForce,
            Self::Unavailable => Code::Unavailable,
            Self::OverBudget(_) => Code::RateLimited,
        }
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
pub(super) async fn asker(shared: &Shared, headers: &HeaderMap, from: ClientAddress) -> Result<Asker, Denied> {
    let Ok(Session { who, until }) = authenticated(shared, headers, from).await else {
        let Err(over) = shared.admission.refused_a_token(from) else { return Err(Denied::Unauthenticated) };
        held_back(over).await;
        return Err(Denied::OverBudget(over));
    };
    let who = match mandate(headers)? {
        None => who,
        Some(mandate) => shared.engine.under(who, mandate).await?,
    };
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| language::preferred(value.to_str().ok()?));
    let account = shared.admission.account(&who, from);
    let asker = Asker { who, language, request_id: shared.request_id(), until, account };
    trace::told(&asker);
    Ok(asker)
}

/// As [`asker`], who pays for what they ask at once.
pub(super) async fn paying(
    shared: &Shared,
    headers: &HeaderMap,
    from: ClientAddress,
    cost: u64,
) -> Result<Asker, Denied> {
    let over = |over| async move {
        held_back(over).await;
        Err(Denied::OverBudget(over))
    };
    if let Err(too_much) = shared.admission.arrived(from) {
        return over(too_much).await;
    }
    let asker = asker(shared, headers, from).await?;
    match asker.account.spend(cost) {
        Ok(_) => Ok(asker),
        Err(too_much) => over(too_much).await,
    }
}

async fn authenticated(shared: &Shared, headers: &HeaderMap, from: ClientAddress) -> Result<Session, Unauthenticated> {
    match bearer(headers) {
        Bearer::Absent => Ok(Session { who: Principal::anonymous(), until: None }),
        Bearer::Token(token) => shared.engine.authenticate_from(Some(token), from.known()).await,
        Bearer::Other => Err(Unauthenticated),
    }
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
