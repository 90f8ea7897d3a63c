//! The development identity provider: an issuer like any other that a city names, only that it
//! gives a token to whoever asks. It exists with `--dev` alone, on a loopback address.

use std::fs;
use std::io::Write;
use std::path::Path;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

/// The `iss` of its tokens: a name that no real issuer can have (RFC 6761, `.invalid`).
pub(crate) const ISSUER: &str = "https://development.cityhall.invalid";
/// The `aud` of its tokens.
pub(crate) const AUDIENCE: &str = "cityhall";
/// How long a token is good, in seconds.
const TOKEN_SECONDS: i64 = 12 * 60 * 60;
const KEY_ID: &str = "development";

/// Issues tokens with a key that is kept with the data, so that they survive a restart.
pub(crate) struct IdentityProvider {
    key: EncodingKey,
    public: Vec<u8>,
}

/// Who somebody wants to be.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claims {
    pub(crate) subject: String,
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) roles: Vec<String>,
    #[serde(default)]
    pub(crate) department: Option<String>,
}

impl IdentityProvider {
    /// Opens the key in the data folder, or makes one.
    pub(crate) fn open(data: &Path) -> Result<Self, String> {
        let path = data.join("development-identity.pk8");
        let failed = |error: std::io::Error| format!("failed to open {}: {error}", path.display());
        let secret = if path.exists() { fs::read(&path).map_err(failed)? } else { make(&path)? };
        let pair = Ed25519KeyPair::from_pkcs8(&secret).map_err(|error| format!("{} is not a key: {error}", path.display()))?;
        Ok(Self { key: EncodingKey::from_ed_der(&secret), public: pair.public_key().as_ref().to_vec() })
    }

    /// What a city must say to trust it: one entry of `spec.issuers`.
    pub(crate) fn trusted(&self) -> Value {
        let key = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": KEY_ID,
                          "x": URL_SAFE_NO_PAD.encode(&self.public) });
        json!({ "issuer": ISSUER, "audience": AUDIENCE, "jwks": { "keys": [key] } })
    }

    /// A token for whoever `claims` says, good from `now`, in seconds since 1970.
    pub(crate) fn issue(&self, claims: &Claims, now: i64) -> Result<String, String> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(KEY_ID.to_owned());
        let body = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": claims.subject, "name": claims.name,
                           "roles": claims.roles, "department": claims.department,
                           "iat": now, "nbf": now, "exp": now + TOKEN_SECONDS });
        jsonwebtoken::encode(&header, &body, &self.key).map_err(|error| format!("failed to sign a token: {error}"))
    }
}

/// Makes a key that only its owner can read.
fn make(path: &Path) -> Result<Vec<u8>, String> {
    let secret = Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new())
        .map_err(|error| format!("failed to make a key: {error}"))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(secret.as_ref()).and_then(|()| file.sync_all()));
    written.map_err(|error| format!("failed to write {}: {error}", path.display()))?;
    Ok(secret.as_ref().to_vec())
}
