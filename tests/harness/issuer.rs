//! An issuer of tokens as a city meets them: a name, a key pair, a key set to publish.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::Failure;

/// What its tokens are for.
const AUDIENCE: &str = "cityhall";
/// How long a token is good, in seconds.
const TOKEN_SECONDS: u64 = 600;

/// Somebody who issues tokens.
pub struct TokenIssuer {
    name: String,
    key_id: String,
    key: EncodingKey,
    public: Vec<u8>,
}

impl TokenIssuer {
    /// An issuer called `name`, with a fresh key.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn new(name: &str, key_id: &str) -> Result<Self, Failure> {
        let secret = Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new())?;
        let pair = Ed25519KeyPair::from_pkcs8(secret.as_ref())?;
        Ok(Self {
            name: name.to_owned(),
            key_id: key_id.to_owned(),
            key: EncodingKey::from_ed_der(secret.as_ref()),
            public: pair.public_key().as_ref().to_vec(),
        })
    }

    /// What a city names when it trusts the issuer.
    #[must_use]
    pub fn published(&self) -> Value {
        let key = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": self.key_id,
                          "x": URL_SAFE_NO_PAD.encode(&self.public) });
        json!({ "issuer": self.name, "audience": AUDIENCE, "jwks": { "keys": [key] } })
    }

    /// A token for `subject` with these roles, in this department or none.
    ///
    /// # Errors
    /// When it cannot be signed.
    #[expect(clippy::disallowed_methods, reason = "a token is good by the real clock, which no test moves")]
    pub fn token(&self, subject: &str, roles: &[&str], department: Option<&str>) -> Result<String, Failure> {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
        let header = Header { kid: Some(self.key_id.clone()), ..Header::new(Algorithm::EdDSA) };
        let claims = json!({ "iss": self.name, "aud": AUDIENCE, "sub": subject, "roles": roles,
                             "department": department, "iat": now, "nbf": now, "exp": now + TOKEN_SECONDS });
        Ok(jsonwebtoken::encode(&header, &claims, &self.key)?)
    }
}
