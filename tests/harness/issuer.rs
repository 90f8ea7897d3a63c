//! An issuer of tokens as a city meets them: a name, a key pair, a key set to publish. It signs what it is told to,
//! however wrong.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use crate::Failure;

/// What its tokens are for.
pub const AUDIENCE: &str = "cityhall";
/// How long a token is good, in seconds.
const TOKEN_SECONDS: u64 = 600;

/// Somebody who issues tokens.
pub struct TokenIssuer {
    name: String,
    key_id: String,
    algorithm: Algorithm,
    key: EncodingKey,
    jwk: Value,
    /// The public key as it is often passed on: X.509, in PEM and in bytes.
    public: (String, Vec<u8>),
}

impl TokenIssuer {
    /// An issuer called `name`, with a fresh key.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn new(name: &str, key_id: &str) -> Result<Self, Failure> {
        let secret = Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new())?;
        let pair = Ed25519KeyPair::from_pkcs8(secret.as_ref())?;
        let public = pair.public_key().as_ref().to_vec();
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key_id,
                          "x": URL_SAFE_NO_PAD.encode(&public) });
        let key = EncodingKey::from_ed_der(secret.as_ref());
        let (name, key_id, public) = (name.to_owned(), key_id.to_owned(), (pem("PUBLIC KEY", &public), public));
        Ok(Self { name, key_id, algorithm: Algorithm::EdDSA, key, jwk, public })
    }

    /// The same with an RSA key.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn with_rsa(name: &str, key_id: &str) -> Result<Self, Failure> {
        let pair = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048)?;
        let secret: Pkcs8V1Der<'_> = pair.as_der()?;
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der()?;
        let key = EncodingKey::from_rsa_pem(pem("PRIVATE KEY", secret.as_ref()).as_bytes())?;
        let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&key, Algorithm::RS256)?)?;
        jwk["kid"] = json!(key_id);
        let public = (pem("PUBLIC KEY", public.as_ref()), public.as_ref().to_vec());
        Ok(Self { name: name.to_owned(), key_id: key_id.to_owned(), algorithm: Algorithm::RS256, key, jwk, public })
    }

    /// What a city names when it trusts the issuer.
    #[must_use]
    pub fn published(&self) -> Value {
        json!({ "issuer": self.name, "audience": AUDIENCE, "jwks": self.keys() })
    }

    /// Its key set.
    #[must_use]
    pub fn keys(&self) -> Value {
        json!({ "keys": [self.jwk] })
    }

    /// Its public key, in the forms in which somebody might take it for a secret.
    #[must_use]
    pub fn public_forms(&self) -> [Vec<u8>; 3] {
        let (pem, der) = &self.public;
        let modulus = self.jwk["n"].as_str().unwrap_or_default();
        [pem.clone().into_bytes(), der.clone(), modulus.as_bytes().to_vec()]
    }

    /// A token for `subject` with these roles, in this department or none.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn token(&self, subject: &str, roles: &[&str], department: Option<&str>) -> Result<String, Failure> {
        let mut claims = self.claims(subject)?;
        claims["roles"] = json!(roles);
        claims["department"] = json!(department);
        self.sign(&self.header(), &claims)
    }

    /// The header of a good token.
    #[must_use]
    pub fn header(&self) -> Value {
        json!({ "alg": self.algorithm, "typ": "at+jwt", "kid": self.key_id })
    }

    /// The claims of a good token.
    ///
    /// # Errors
    /// When there is no time.
    #[expect(clippy::disallowed_methods, reason = "a token is good by the real clock, which no test moves")]
    pub fn claims(&self, subject: &str) -> Result<Value, Failure> {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
        Ok(json!({ "iss": self.name, "aud": AUDIENCE, "sub": subject,
                   "iat": now, "nbf": now, "exp": now + TOKEN_SECONDS }))
    }

    /// Whatever this is, well signed.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn sign(&self, header: &Value, claims: &Value) -> Result<String, Failure> {
        let message = message(header, claims);
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &self.key, self.algorithm)?;
        Ok(format!("{message}.{signature}"))
    }
}

/// Signs with a shared secret.
///
/// # Errors
/// When it cannot be signed.
pub fn signed_by_secret(header: &Value, claims: &Value, secret: &[u8]) -> Result<String, Failure> {
    let message = message(header, claims);
    let key = EncodingKey::from_secret(secret);
    Ok(format!("{message}.{}", jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256)?))
}

/// A token without a signature.
#[must_use]
pub fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.", message(header, claims))
}

fn message(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn pem(what: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN {what}-----\n{}\n-----END {what}-----\n", lines.join("\n"))
}
