//! The one way in which a bearer token becomes a principal, whoever issued it.
//!
//! A token names its issuer and its key (`kid`); both must be among those that the city published, or that the
//! issuer tells when it is asked. The algorithm is the key's, never the token's choice; keys that are not public are
//! not used. `exp`, `iss`, `aud`, `sub` and a beginning are required, each of its type; what is no access token is none
//! by its `typ`. Whatever is wrong, the caller learns only that it was not accepted. A token that was accepted is
//! remembered by its digest until it expires or its issuer's keys change.
//!
//! Reading order: `keys`, `remote` (keys that are asked for), `fetch`, `claims`.

mod claims;
mod fetch;
mod keys;
mod remote;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use cityhall_domain::name::SubjectId;
use jiff::Timestamp;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use moka::sync::Cache;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

pub(crate) use self::claims::{Assignments, Held, Said};
pub(crate) use self::keys::KeySet;
pub(crate) use self::remote::Questions;

use self::claims::Claims;
use self::remote::RemoteKeys;
use super::issuer::{Issuer, KeySource, TokenType, TrustedPublisher};
use super::principal::{Principal, Standing, Unauthenticated};

/// How many accepted tokens are remembered.
const TOKENS_REMEMBERED_MAX: u64 = 20_000;

/// How long a token may be; longer ones are refused unread.
const TOKEN_BYTES_MAX: usize = 8192;

/// By how many seconds the clocks of issuers may differ from ours.
const LEEWAY_SECONDS: u16 = 30;

/// Verifies tokens of one list of issuers.
pub(crate) struct Verifier {
    /// By the `iss` of their tokens. A publisher's issuer may be one of the city's as well.
    issuers: HashMap<String, Vec<Arc<Trusted>>>,
    accepted: Cache<[u8; 32], Accepted>,
    questions: Arc<Questions>,
}

/// One issuer with its keys.
struct Trusted {
    issuer: Issuer,
    keys: Keys,
    /// The only subject whose tokens count, who then publishes; `None`: everybody, as their token says.
    publisher: Option<String>,
    /// How subjects of other issuers begin: none of this one does.
    others: Vec<String>,
}

enum Keys {
    Inline(Arc<KeySet>),
    Remote(Arc<RemoteKeys>),
}

/// A token that was accepted.
#[derive(Clone)]
struct Accepted {
    said: Said,
    expires: Timestamp,
    by: Arc<Trusted>,
    /// The keys by which it was: it does not outlive them.
    set: Arc<KeySet>,
}

#[derive(Deserialize)]
struct ClaimedIssuer {
    iss: String,
}

/// Whose tokens count.
#[derive(Clone, Copy)]
pub(crate) struct Trust<'a> {
    /// Those whom the city names.
    pub(crate) issuers: &'a [Issuer],
    /// The development identity provider, by which anybody can be anybody.
    pub(crate) development: Option<&'a Issuer>,
    /// Who publishes beside the city's administrators.
    pub(crate) publisher: Option<&'a TrustedPublisher>,
}

impl Verifier {
    /// A verifier for those. Keys that `former` has fetched from the same place are good here too. Key sets that
    /// cannot be used are left out, with a line in the log.
    pub(crate) fn new(trust: Trust<'_>, former: Option<&Self>, questions: &Arc<Questions>) -> Self {
        let prefixes = || trust.issuers.iter().filter_map(|issuer| issuer.subject_prefix.as_ref());
        let named = trust.issuers.iter().map(|issuer| {
            // One that has a prefix cannot say a name that begins otherwise.
            let others = prefixes().filter(|_| issuer.subject_prefix.is_none());
            (issuer, None, others.map(|prefix| format!("{prefix}:")).collect())
        });
        let development = trust.development.map(|issuer| (issuer, None, Vec::new()));
        let publisher =
            trust.publisher.map(|publisher| (&publisher.issuer, Some(publisher.subject.clone()), Vec::new()));
        let mut all: HashMap<String, Vec<Arc<Trusted>>> = HashMap::new();
        for (issuer, publisher, others) in named.chain(development).chain(publisher) {
            let Some(keys) = Keys::of(issuer, former) else {
                tracing::warn!(issuer = issuer.issuer, "the issuer's keys do not read as a key set");
                continue;
            };
            let trusted = Trusted { issuer: issuer.clone(), keys, publisher, others };
            all.entry(issuer.issuer.clone()).or_default().push(Arc::new(trusted));
        }
        Self { issuers: all, accepted: Cache::new(TOKENS_REMEMBERED_MAX), questions: Arc::clone(questions) }
    }

    /// What `token` says of who bears it, and until when. `now` is security's time.
    pub(crate) async fn verify(&self, token: &str, now: Timestamp) -> Result<(Said, Timestamp), Unauthenticated> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(Unauthenticated);
        }
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        if let Some(accepted) = self.accepted.get(&digest) {
            if now < accepted.expires && accepted.by.still_has(&accepted.set, now, &self.questions) {
                return Ok((accepted.said, accepted.expires));
            }
            self.accepted.invalidate(&digest);
        }
        let header = decode_header(token).map_err(|_| Unauthenticated)?;
        // Read before it is proved, only to find the key; the proof then covers it.
        let issuer =
            jsonwebtoken::dangerous::insecure_decode_claims::<ClaimedIssuer>(token).map_err(|_| Unauthenticated)?.iss;
        for trusted in self.issuers.get(&issuer).into_iter().flatten() {
            if let Ok(accepted) = trusted.accept(token, &header, now, &self.questions).await {
                let (said, expires) = (accepted.said.clone(), accepted.expires);
                self.accepted.insert(digest, accepted);
                return Ok((said, expires));
            }
        }
        Err(Unauthenticated)
    }

    /// The keys that were fetched from the very place of this issuer.
    fn fetched(&self, issuer: &Issuer) -> Option<&Arc<RemoteKeys>> {
        self.issuers.get(&issuer.issuer).into_iter().flatten().find_map(|trusted| match (&trusted.keys, &issuer.keys) {
            (Keys::Remote(remote), KeySource::Fetched(address)) if remote.address == *address => Some(remote),
            _ => None,
        })
    }
}

impl Keys {
    fn of(issuer: &Issuer, former: Option<&Verifier>) -> Option<Self> {
        match &issuer.keys {
            KeySource::Inline(written) => Some(Self::Inline(Arc::new(KeySet::read(&issuer.issuer, written.clone())?))),
            KeySource::Fetched(address) => {
                let fetched = former.and_then(|former| former.fetched(issuer)).map(Arc::clone);
                Some(Self::Remote(fetched.unwrap_or_else(|| RemoteKeys::new(&issuer.issuer, address.clone()))))
            }
        }
    }
}

impl Trusted {
    /// Whether the keys of this issuer are these still.
    fn still_has(&self, set: &Arc<KeySet>, now: Timestamp, questions: &Questions) -> bool {
        match &self.keys {
            Keys::Inline(_) => true,
            Keys::Remote(remote) => remote.current(now, questions).is_some_and(|known| Arc::ptr_eq(&known, set)),
        }
    }

    async fn accept(
        self: &Arc<Self>,
        token: &str,
        header: &Header,
        now: Timestamp,
        questions: &Questions,
    ) -> Result<Accepted, Unauthenticated> {
        // 1. What it says it is.
        let is_typed = self.is_of_a_good_type(header.typ.as_deref())?;
        if header.crit.is_some() {
            return Err(Unauthenticated);
        }
        // 2. The key, and with it the algorithm.
        let id = header.kid.as_deref().ok_or(Unauthenticated)?;
        let set = match &self.keys {
            Keys::Inline(set) => Some(Arc::clone(set)),
            Keys::Remote(remote) => remote.with_key(id, now, questions).await,
        };
        let set = set.ok_or(Unauthenticated)?;
        let key = set.get(id).ok_or(Unauthenticated)?;
        // 3. The signature, for whom it is, and until when.
        let mut validation = Validation::new(key.algorithm);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_issuer(&[&self.issuer.issuer]);
        validation.set_audience(&[&self.issuer.audience]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY_SECONDS.into();
        let decoded = decode::<Value>(token, &key.decoding, &validation).map_err(|_| Unauthenticated)?;
        let claims = Claims(decoded.claims);
        // 4. From when: RFC 9068 has no `nbf`, but wants `iat`.
        let begins = claims.moment("nbf").or_else(|| claims.moment("iat")).ok_or(Unauthenticated)?;
        let expires = claims.moment("exp").and_then(|exp| Timestamp::from_second(exp).ok()).ok_or(Unauthenticated)?;
        if begins > now.as_second() + i64::from(LEEWAY_SECONDS) || (!is_typed && claims.is_of_an_id_token()) {
            return Err(Unauthenticated);
        }
        // 5. Who it is.
        Ok(Accepted { said: self.said(&claims)?, expires, by: Arc::clone(self), set })
    }

    /// Whether the header says that it is an access token; an error where it may not be one.
    fn is_of_a_good_type(&self, typ: Option<&str>) -> Result<bool, Unauthenticated> {
        let word = typ.map(str::to_ascii_lowercase);
        match (word.as_deref().map(|word| word.strip_prefix("application/").unwrap_or(word)), self.issuer.token_type) {
            (Some("at+jwt"), _) => Ok(true),
            (None | Some("jwt"), TokenType::Jwt) => Ok(false),
            _ => Err(Unauthenticated),
        }
    }

    fn said(&self, claims: &Claims) -> Result<Said, Unauthenticated> {
        let Some(publisher) = &self.publisher else {
            let said = claims.said(&self.issuer)?;
            let subject = said.principal.subject().ok_or(Unauthenticated)?;
            let is_taken = self.others.iter().any(|other| subject.0.starts_with(other.as_str()));
            return if is_taken { Err(Unauthenticated) } else { Ok(said) };
        };
        let SubjectId(subject) = claims.subject()?;
        if subject != *publisher {
            return Err(Unauthenticated);
        }
        let principal = Principal::new(Standing::Admin { subject: SubjectId(subject) }, None);
        Ok(Said { principal, prefix: None, held: Held::AsSaid })
    }
}
