//! A partner's system that proves itself with a key of its own (`private_key_jwt`).

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::server::City;
use crate::{Failure, Person};

/// How long an assertion is good, in seconds.
const ASSERTION_SECONDS: u64 = 60;

/// A system of a partner.
pub struct PartnerClient {
    id: String,
    key_id: String,
    key: EncodingKey,
    public: Vec<u8>,
}

impl PartnerClient {
    /// A system that calls itself `id`, with a fresh key.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn new(id: &str) -> Result<Self, Failure> {
        let secret = Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new())?;
        let pair = Ed25519KeyPair::from_pkcs8(secret.as_ref())?;
        Ok(Self {
            id: id.to_owned(),
            key_id: format!("{id}-key"),
            key: EncodingKey::from_ed_der(secret.as_ref()),
            public: pair.public_key().as_ref().to_vec(),
        })
    }

    /// What stands of it in the manifest of its partner.
    #[must_use]
    pub fn published(&self) -> Value {
        let key = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": self.key_id,
                          "x": URL_SAFE_NO_PAD.encode(&self.public) });
        json!({ "clientId": self.id, "jwks": { "keys": [key] } })
    }

    /// The public half of its key.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        &self.public
    }

    /// The head of its assertions.
    #[must_use]
    pub fn header(&self) -> Header {
        Header { kid: Some(self.key_id.clone()), ..Header::new(Algorithm::EdDSA) }
    }

    /// What its assertions for `issuer` say, but for `changed`; null takes a claim out.
    ///
    /// # Errors
    /// When the clock stands before 1970.
    #[expect(clippy::disallowed_methods, reason = "an assertion is good by the real clock, and has a fresh name")]
    pub fn claims(&self, issuer: &str, changed: &Value) -> Result<Value, Failure> {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
        let mut claims = json!({ "iss": self.id, "sub": self.id, "aud": issuer, "jti": uuid::Uuid::new_v4(),
                                 "iat": now, "exp": now + ASSERTION_SECONDS });
        for (claim, value) in changed.as_object().into_iter().flatten() {
            claims[claim] = match value {
                // So many seconds from now.
                Value::Object(ahead) => json!(now.saturating_add_signed(ahead["in"].as_i64().unwrap_or_default())),
                other => other.clone(),
            };
        }
        if let Value::Object(claims) = &mut claims {
            claims.retain(|_, value| !value.is_null());
        }
        Ok(claims)
    }

    /// An assertion with these claims.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn sign(&self, header: &Header, claims: &Value) -> Result<String, Failure> {
        Ok(jsonwebtoken::encode(header, claims, &self.key)?)
    }

    /// Gets a token of `city` and works with it.
    ///
    /// # Errors
    /// When the city gives none.
    pub async fn log_in(&self, city: &City) -> Result<Person, Failure> {
        let issuer = issuer_of(city).await?;
        let assertion = self.sign(&self.header(), &self.claims(&issuer, &Value::Null)?)?;
        let (status, answer) = ask_for_token(city, &assertion).await?;
        let token = answer["access_token"].as_str().ok_or_else(|| format!("HTTP {status}: {answer}"))?;
        Ok(city.bearer(token))
    }
}

/// As what a city issues tokens to partners.
///
/// # Errors
/// When it does not say.
pub async fn issuer_of(city: &City) -> Result<String, Failure> {
    let url = format!("{}/.well-known/oauth-authorization-server", city.address);
    let told: Value = city.client().get(url).send().await?.json().await?;
    Ok(told["issuer"].as_str().ok_or("no issuer")?.to_owned())
}

/// What a city answers to an assertion.
///
/// # Errors
/// When no JSON comes back.
pub async fn ask_for_token(city: &City, assertion: &str) -> Result<(u16, Value), Failure> {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion),
    ];
    post_form(city, &form).await
}

/// What a city answers to a request for a token with these parameters.
///
/// # Errors
/// When no JSON comes back.
pub async fn post_form(city: &City, form: &[(&str, &str)]) -> Result<(u16, Value), Failure> {
    let body: Vec<String> = form.iter().map(|(key, value)| format!("{key}={}", value.replace(':', "%3A"))).collect();
    let answer = city
        .client()
        .post(format!("{}/oauth2/token", city.address))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(body.join("&"))
        .send()
        .await?;
    Ok((answer.status().as_u16(), answer.json().await?))
}
