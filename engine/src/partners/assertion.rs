//! Client assertions (RFC 7523): what a partner's system signs to get a token.
//!
//! `iss` and `sub` are the client, `aud` is the city's issuer and nothing else: an assertion that is addressed to
//! several, or to an address that some server has told the client, could have been meant for another. It is good
//! for five minutes at most, and once.

use cityhall_domain::name::SubjectId;
use jiff::Timestamp;
use jsonwebtoken::{Validation, decode, decode_header};
use serde::Deserialize;

use super::Client;
use crate::access::Unauthenticated;
use crate::access::tokens::KeySet;
use crate::identity::digest;

/// How long an assertion may be, in bytes.
const ASSERTION_BYTES_MAX: usize = 8192;

/// How far ahead its end may lie, in seconds.
const LIFE_SECONDS_MAX: i64 = 5 * 60;

/// By how many seconds the clocks of clients may differ from ours.
const LEEWAY_SECONDS: i64 = 30;

/// How long its identity may be, in bytes.
const ID_BYTES_MAX: usize = 255;

/// A good assertion.
#[derive(Debug)]
pub(super) struct Assertion {
    /// When it would not be good any more: until then it is remembered.
    pub(super) expires: Timestamp,
    /// What it is remembered by.
    pub(super) digest: [u8; 32],
}

#[derive(Deserialize)]
struct Claims {
    iss: SubjectId,
    sub: SubjectId,
    aud: Addressed,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    jti: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Addressed {
    To(String),
    ToAll([String; 1]),
}

#[derive(Deserialize)]
struct ClaimedClient {
    iss: String,
}

/// Which client an assertion claims to be of. Read before it is proved, only to find the key.
pub(super) fn claimed_client(text: &str) -> Result<String, Unauthenticated> {
    if text.len() > ASSERTION_BYTES_MAX {
        return Err(Unauthenticated);
    }
    let claimed = jsonwebtoken::dangerous::insecure_decode_claims::<ClaimedClient>(text);
    claimed.map(|claimed| claimed.iss).map_err(|_| Unauthenticated)
}

/// Proves that `client` signed an assertion for the city that calls itself `issuer`. `now` is security's time.
/// Whether it was used before is not asked here.
pub(super) fn verify(text: &str, client: &Client, issuer: &str, now: Timestamp) -> Result<Assertion, Unauthenticated> {
    // 1. The key is one of the client's, the algorithm the key's.
    let header = decode_header(text).map_err(|_| Unauthenticated)?;
    let id = header.kid.ok_or(Unauthenticated)?;
    let keys = KeySet::read(&client.client_id, client.jwks.clone()).ok_or(Unauthenticated)?;
    let key = keys.get(&id).ok_or(Unauthenticated)?;
    let mut validation = Validation::new(key.algorithm);
    // What it says is checked below: against security's clock, and more narrowly.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let claims = decode::<Claims>(text, &key.decoding, &validation).map_err(|_| Unauthenticated)?.claims;
    // 2. Who and to whom.
    let (Addressed::To(to) | Addressed::ToAll([to])) = &claims.aud;
    let is_theirs = claims.iss.0 == client.client_id && claims.sub.0 == client.client_id && to == issuer;
    // 3. When.
    let now = now.as_second();
    let has_begun = |moment: Option<i64>| moment.is_none_or(|moment| moment <= now + LEEWAY_SECONDS);
    let is_short = now - LEEWAY_SECONDS < claims.exp && claims.exp <= now + LIFE_SECONDS_MAX + LEEWAY_SECONDS;
    let is_named = (1..=ID_BYTES_MAX).contains(&claims.jti.len());
    if !is_theirs || !has_begun(claims.nbf) || !has_begun(claims.iat) || !is_short || !is_named {
        return Err(Unauthenticated);
    }
    let expires = Timestamp::from_second(claims.exp + LEEWAY_SECONDS).map_err(|_| Unauthenticated)?;
    Ok(Assertion { expires, digest: digest(&["cityhall/assertion/v1", &client.client_id, &claims.jti]) })
}
