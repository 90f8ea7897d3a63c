//! The one way in which a bearer token becomes a principal.
//!
//! A token names its issuer and its key (`kid`); both must be among those that the city published.
//! The algorithm is the key's, never the token's choice; keys that are not public are not used.
//! `exp`, `nbf`, `iss`, `aud` and `sub` are required. Whatever is wrong, the caller learns only that
//! it was not accepted. A token that was accepted is remembered by its digest until it expires.

use std::collections::HashMap;

use cityhall_domain::name::{DepartmentName, RoleName, SubjectId};
use jiff::Timestamp;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use moka::sync::Cache;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::principal::{Principal, Standing, Unauthenticated};
use crate::catalog::{Issuer, TrustedPublisher};

/// How many accepted tokens are remembered.
const TOKENS_REMEMBERED_MAX: u64 = 20_000;

/// How long a token may be; longer ones are refused unread.
const TOKEN_BYTES_MAX: usize = 8192;

/// By how many seconds the clocks of issuers may differ from ours.
const LEEWAY_SECONDS: u64 = 30;

/// Roles that a token may hold without a department, and what they make of its bearer.
const ROLE_ADMIN: &str = "admin";
const ROLE_AUDITOR: &str = "auditor";
const ROLE_PARTNER: &str = "partner";
const ROLE_COMPANY: &str = "company";

/// Verifies tokens of one list of issuers.
pub(crate) struct Verifier {
    keys: HashMap<(String, String), Key>,
    accepted: Cache<[u8; 32], (Principal, Timestamp)>,
}

struct Key {
    decoding: DecodingKey,
    validation: Validation,
    /// The only subject whose tokens count, who then publishes; `None`: everybody, as their token says.
    publisher: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    department: Option<String>,
}

#[derive(Deserialize)]
struct ClaimedIssuer {
    iss: String,
}

impl Verifier {
    /// A verifier for `issuers` and a publisher. Keys that cannot be used are left out, with a line in
    /// the log.
    pub(crate) fn new<'a>(
        issuers: impl IntoIterator<Item = &'a Issuer>,
        publisher: Option<&'a TrustedPublisher>,
    ) -> Self {
        let mut keys = HashMap::new();
        let everybody = issuers.into_iter().map(|issuer| (issuer, None));
        let one = publisher.map(|publisher| (&publisher.issuer, Some(publisher.subject.as_str())));
        for (issuer, publisher) in everybody.chain(one) {
            let Ok(set) = serde_json::from_value::<JwkSet>(issuer.jwks.clone()) else {
                tracing::warn!(issuer = issuer.issuer, "the issuer's keys do not read as a key set");
                continue;
            };
            for jwk in &set.keys {
                if let (Some(id), Some(key)) = (jwk.common.key_id.clone(), Key::new(issuer, jwk, publisher)) {
                    keys.insert((issuer.issuer.clone(), id), key);
                } else {
                    tracing::warn!(issuer = issuer.issuer, "a key of the issuer cannot be used");
                }
            }
        }
        Self { keys, accepted: Cache::new(TOKENS_REMEMBERED_MAX) }
    }

    /// Who bears `token`, and until when. `now` is security's time.
    pub(crate) fn verify(&self, token: &str, now: Timestamp) -> Result<(Principal, Timestamp), Unauthenticated> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(Unauthenticated);
        }
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        if let Some((principal, expires)) = self.accepted.get(&digest) {
            if now < expires {
                return Ok((principal, expires));
            }
            self.accepted.invalidate(&digest);
        }
        let (claims, publisher) = self.claims(token)?;
        let expires = Timestamp::from_second(claims.exp).map_err(|_| Unauthenticated)?;
        let principal = match publisher {
            None => principal(claims)?,
            Some(publisher) if *publisher == claims.sub => {
                Principal::new(Standing::Admin { subject: SubjectId(claims.sub) }, None)
            }
            Some(_) => return Err(Unauthenticated),
        };
        self.accepted.insert(digest, (principal.clone(), expires));
        Ok((principal, expires))
    }

    fn claims(&self, token: &str) -> Result<(Claims, Option<&String>), Unauthenticated> {
        let header = decode_header(token).map_err(|_| Unauthenticated)?;
        let id = header.kid.ok_or(Unauthenticated)?;
        // Read before it is proved, only to find the key; the proof then covers it.
        let issuer =
            jsonwebtoken::dangerous::insecure_decode_claims::<ClaimedIssuer>(token).map_err(|_| Unauthenticated)?.iss;
        let key = self.keys.get(&(issuer, id)).ok_or(Unauthenticated)?;
        let decoded = decode::<Claims>(token, &key.decoding, &key.validation).map_err(|_| Unauthenticated)?;
        Ok((decoded.claims, key.publisher.as_ref()))
    }
}

impl Key {
    fn new(issuer: &Issuer, jwk: &Jwk, publisher: Option<&str>) -> Option<Self> {
        let mut validation = Validation::new(algorithm(jwk)?);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        validation.set_issuer(&[&issuer.issuer]);
        validation.set_audience(&[&issuer.audience]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY_SECONDS;
        let decoding = DecodingKey::from_jwk(jwk).ok()?;
        Some(Self { decoding, validation, publisher: publisher.map(str::to_owned) })
    }
}

/// The algorithm of a public key; `None` for keys that are shared secrets or of an unknown kind.
fn algorithm(jwk: &Jwk) -> Option<Algorithm> {
    match (&jwk.algorithm, jwk.common.key_algorithm) {
        (AlgorithmParameters::RSA(_), None | Some(KeyAlgorithm::RS256)) => Some(Algorithm::RS256),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::RS384)) => Some(Algorithm::RS384),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::RS512)) => Some(Algorithm::RS512),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::PS256)) => Some(Algorithm::PS256),
        (AlgorithmParameters::EllipticCurve(key), _) => match key.curve {
            EllipticCurve::P256 => Some(Algorithm::ES256),
            EllipticCurve::P384 => Some(Algorithm::ES384),
            _ => None,
        },
        (AlgorithmParameters::OctetKeyPair(key), _) => {
            matches!(key.curve, EllipticCurve::Ed25519).then_some(Algorithm::EdDSA)
        }
        _ => None,
    }
}

/// In what capacity the bearer acts. A department makes an officer; without one, the reserved roles
/// count; without any, a resident.
fn principal(claims: Claims) -> Result<Principal, Unauthenticated> {
    if claims.sub.is_empty() || claims.sub.len() > 255 {
        return Err(Unauthenticated);
    }
    let subject = SubjectId(claims.sub);
    let has = |role: &str| claims.roles.iter().any(|held| held == role);
    let standing = if let Some(department) = claims.department {
        let department = department.parse::<DepartmentName>().map_err(|_| Unauthenticated)?;
        let roles = claims.roles.iter().filter_map(|role| role.parse::<RoleName>().ok());
        Standing::Officer { subject, department, roles: roles.filter(|role| !role.is_applicant()).collect() }
    } else if has(ROLE_ADMIN) {
        Standing::Admin { subject }
    } else if has(ROLE_AUDITOR) {
        Standing::Auditor { subject }
    } else if has(ROLE_PARTNER) {
        Standing::Partner { subject }
    } else if has(ROLE_COMPANY) {
        Standing::Company { subject }
    } else {
        Standing::Resident { subject }
    };
    Ok(Principal::new(standing, claims.name))
}
