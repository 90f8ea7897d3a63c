//! Access tokens of the city's own, for partners: what a system gets for an assertion that it signed. They are
//! verified by the very code that verifies every other issuer's.

use std::net::IpAddr;
use std::sync::Arc;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_domain::name::PartnerName;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;
use zeroize::Zeroizing;

use super::assertion::{self, Assertion};
use super::{Credential, Grant, KeyRing, Partner, is_within, partner_of, subject};
use crate::access::tokens::{Questions, Trust, Verifier};
use crate::access::{Principal, Unauthenticated};
use crate::catalog::{Catalog, Issuer};
use crate::config::OpenError;
use crate::identity::{CityId, fresh};

/// The `aud` of the tokens.
const AUDIENCE: &str = "cityhall";

/// How long a token is good, in seconds: as long as it takes for a partner that is gone to be gone everywhere.
const TOKEN_SECONDS: i64 = 10 * 60;

/// A token for a partner's system.
#[derive(Clone)]
pub struct AccessToken {
    /// The token.
    pub token: Zeroizing<String>,
    /// For how many seconds it is good.
    pub seconds: i64,
}

/// Why no token was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeRefused {
    /// The assertion is not good; why is not told.
    #[error("the assertion was not accepted")]
    InvalidClient,
    /// It cannot be said now: try again.
    #[error("not available now")]
    Unavailable,
}

/// Issues and verifies tokens for partners.
pub(crate) struct TokenIssuer {
    issuer: String,
    key: EncodingKey,
    key_id: String,
    verifier: Verifier,
}

impl TokenIssuer {
    /// The issuer of the city; `seed` is the seed of its key, which is kept with the city's other keys.
    pub(crate) fn new(city: CityId, seed: &[u8; 32]) -> Result<Self, OpenError> {
        let unusable = |error: &dyn std::fmt::Display| OpenError::KeysMissing(format!("the key of tokens: {error}"));
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|error| unusable(&error))?;
        let secret = pair.to_pkcs8().map_err(|error| unusable(&error))?;
        let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let key_id = format!("partners-{}", &public[..8]);
        let issuer = city.0.urn().to_string();
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key_id, "x": public });
        let own = [Issuer::with_keys(&issuer, AUDIENCE, json!({ "keys": [jwk] }))];
        let trust = Trust { issuers: &own, development: None, publisher: None };
        let verifier = Verifier::new(trust, None, &Arc::new(Questions::new()));
        Ok(Self { issuer, key: EncodingKey::from_ed_der(secret.as_ref()), key_id, verifier })
    }

    /// The name under which the city issues tokens: what an assertion must be addressed to.
    pub(crate) fn name(&self) -> &str {
        &self.issuer
    }

    /// A token for whoever signed this assertion.
    pub(crate) async fn exchange(
        &self,
        text: &str,
        from: Option<IpAddr>,
        now: Timestamp,
        catalog: &Catalog,
        keys: &KeyRing,
    ) -> Result<AccessToken, ExchangeRefused> {
        let invalid = |_| ExchangeRefused::InvalidClient;
        let claimed = assertion::claimed_client(text).map_err(invalid)?;
        let found =
            catalog.partners.iter().find_map(|(name, partner)| Some((name, partner, partner.client(&claimed)?)));
        let (name, partner, client) = found.ok_or(ExchangeRefused::InvalidClient)?;
        let Assertion { expires, digest } = assertion::verify(text, client, &self.issuer, now).map_err(invalid)?;
        if !is_within(from, &partner.address_ranges) {
            return Err(ExchangeRefused::InvalidClient);
        }
        // Last, so that nobody uses up an assertion that is not theirs.
        match keys.database.spend(digest, expires, now).await {
            Ok(true) => {}
            Ok(false) => return Err(ExchangeRefused::InvalidClient),
            Err(error) => {
                tracing::error!(%error, "failed to remember an assertion");
                return Err(ExchangeRefused::Unavailable);
            }
        }
        self.issue(name, &client.client_id, now)
    }

    fn issue(&self, partner: &PartnerName, client: &str, now: Timestamp) -> Result<AccessToken, ExchangeRefused> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.key_id.clone());
        let now = now.as_second();
        // The client stands as the name too: that is what a verified token says of its bearer.
        let claims = json!({ "iss": self.issuer, "aud": AUDIENCE, "sub": subject(partner), "client_id": client,
                             "name": client, "roles": ["partner"], "jti": fresh(),
                             "iat": now, "nbf": now, "exp": now + TOKEN_SECONDS });
        match jsonwebtoken::encode(&header, &claims, &self.key) {
            Ok(token) => Ok(AccessToken { token: Zeroizing::new(token), seconds: TOKEN_SECONDS }),
            Err(error) => {
                tracing::error!(%error, "failed to sign a token");
                Err(ExchangeRefused::Unavailable)
            }
        }
    }

    /// Who bears a token of this issuer, and until when; `None` where it is none of its.
    pub(crate) async fn verify(&self, token: &str, now: Timestamp) -> Option<(Principal, Timestamp)> {
        let (said, until) = self.verifier.verify(token, now).await.ok()?;
        Some((said.principal, until))
    }
}

/// What the bearer of a verified token may do, as the partner is published now: one that was retired, or whose
/// client was taken out, has nothing any more.
pub(crate) fn grant_of(
    bearer: &Principal,
    from: Option<IpAddr>,
    partner: impl FnOnce(&PartnerName) -> Option<Arc<Partner>>,
) -> Result<Grant, Unauthenticated> {
    let name = bearer.subject().and_then(partner_of).ok_or(Unauthenticated)?;
    let partner = partner(&name).ok_or(Unauthenticated)?;
    let client = bearer.name.as_deref().and_then(|client| partner.client(client)).ok_or(Unauthenticated)?;
    if !is_within(from, &partner.address_ranges) {
        return Err(Unauthenticated);
    }
    let credential = Credential::Client(client.client_id.clone());
    Ok(Grant { partner: name, credential, scope: partner.scope.clone(), quota: partner.quota })
}
