//! The development identity provider: an issuer like any other that a city names, only that it
//! gives a token to whoever asks. It exists with `--dev` alone, on a loopback address.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_domain::assurance::Assurance;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Deserialize;
use serde_json::json;

use crate::access::issuer::AssuranceFrom;
use crate::catalog::Issuer;
use crate::config::OpenError;

/// The `iss` of its tokens: a name that no real issuer can have (RFC 6761, `.invalid`).
const ISSUER: &str = "https://development.cityhall.invalid";
/// The `aud` of its tokens.
const AUDIENCE: &str = "cityhall";
const KEY_ID: &str = "development";

/// Issues tokens with a key that is kept with the data, so that they survive a restart.
pub struct DevelopmentIdentity {
    key: EncodingKey,
    public: Vec<u8>,
}

/// Who somebody wants to be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedIdentity {
    /// The `sub` of the token.
    pub subject: String,
    /// Their name.
    #[serde(default)]
    pub name: Option<String>,
    /// What they hold; `auditor`, `admin`, `partner` and `company` are not roles of a department.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Where they work; absent: they are no officer.
    #[serde(default)]
    pub department: Option<String>,
    /// How surely they are known; absent: nobody says.
    #[serde(default)]
    pub assurance: Option<Assurance>,
}

impl DevelopmentIdentity {
    /// How long a token is good, in seconds.
    pub const TOKEN_SECONDS: i64 = 12 * 60 * 60;

    /// Opens the key in the data folder, or makes one.
    ///
    /// # Errors
    /// [`OpenError::State`] when the file cannot be read or written, or holds no key.
    pub fn open(data: &Path) -> Result<Self, OpenError> {
        let path = data.join("development-identity.pk8");
        let failed = |cause: &dyn std::fmt::Display| OpenError::State(format!("`{}`: {cause}", path.display()));
        let secret = if path.exists() {
            fs::read(&path).map_err(|error| failed(&error))?
        } else {
            make(&path).map_err(|error| failed(&error))?
        };
        let pair = Ed25519KeyPair::from_pkcs8(&secret).map_err(|error| failed(&error))?;
        Ok(Self { key: EncodingKey::from_ed_der(&secret), public: pair.public_key().as_ref().to_vec() })
    }

    /// What a city that trusts it names.
    #[must_use]
    pub fn issuer(&self) -> Issuer {
        let key = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": KEY_ID,
                          "x": URL_SAFE_NO_PAD.encode(&self.public) });
        let assurance = Some(AssuranceFrom::in_our_words());
        Issuer { assurance, ..Issuer::with_keys(ISSUER, AUDIENCE, json!({ "keys": [key] })) }
    }

    /// A token for whoever is wanted, good from `now`: security's time.
    ///
    /// # Errors
    /// When the token cannot be signed.
    pub fn issue(&self, wanted: &WantedIdentity, now: Timestamp) -> Result<String, jsonwebtoken::errors::Error> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(KEY_ID.to_owned());
        header.typ = Some("at+jwt".to_owned());
        let now = now.as_second();
        let claims = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": wanted.subject, "name": wanted.name,
                             "roles": wanted.roles, "department": wanted.department,
                             "acr": wanted.assurance.map(Assurance::word),
                             "iat": now, "nbf": now, "exp": now + Self::TOKEN_SECONDS });
        jsonwebtoken::encode(&header, &claims, &self.key)
    }
}

/// Makes a key that only its owner can read.
fn make(path: &Path) -> std::io::Result<Vec<u8>> {
    let secret =
        Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new()).map_err(std::io::Error::other)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(secret.as_ref())?;
    file.sync_all()?;
    Ok(secret.as_ref().to_vec())
}
