//! The public keys of one issuer, each with the one algorithm that it is for.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;

/// How many keys of one issuer are looked at.
const KEYS_MAX: usize = 100;

/// Keys by their id.
pub(crate) struct KeySet {
    /// As it was published, to tell whether another says the same.
    written: Value,
    keys: HashMap<String, Key>,
}

/// One public key.
pub(crate) struct Key {
    pub(crate) decoding: DecodingKey,
    /// The key's, never the token's choice.
    pub(crate) algorithm: Algorithm,
}

impl KeySet {
    /// The keys of a JSON Web Key Set that can be used; others are left out, with a line in the log. `None` where
    /// there is no key set.
    pub(crate) fn read(issuer: &str, written: Value) -> Option<Self> {
        let listed = written.get("keys")?.as_array()?;
        let mut keys = HashMap::new();
        for jwk in listed.iter().take(KEYS_MAX) {
            // Each by itself: a key of a kind that is not known does not spoil the others (RFC 7517, 5).
            match Key::read(jwk).map(|(id, key)| (keys.entry(id), key)) {
                Some((Entry::Vacant(place), key)) => {
                    place.insert(key);
                }
                Some((Entry::Occupied(_), _)) => tracing::warn!(issuer, "two keys of the issuer have one id"),
                None => tracing::warn!(issuer, "a key of the issuer cannot be used"),
            }
        }
        Some(Self { written, keys })
    }

    /// The key with this id.
    pub(crate) fn get(&self, id: &str) -> Option<&Key> {
        self.keys.get(id)
    }

    /// Whether both were published in the same words.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Key {
    fn read(jwk: &Value) -> Option<(String, Self)> {
        let jwk: Jwk = serde_json::from_value(jwk.clone()).ok()?;
        let is_for_signatures = jwk.common.public_key_use.as_ref().is_none_or(|of| *of == PublicKeyUse::Signature);
        let operations = jwk.common.key_operations.as_ref();
        if !is_for_signatures || operations.is_some_and(|operations| !operations.contains(&KeyOperations::Verify)) {
            return None;
        }
        let key = Self { decoding: DecodingKey::from_jwk(&jwk).ok()?, algorithm: algorithm(&jwk)? };
        Some((jwk.common.key_id?, key))
    }
}

/// The algorithm of a public key; `None` for keys that are shared secrets or of an unknown kind.
fn algorithm(jwk: &Jwk) -> Option<Algorithm> {
    match (&jwk.algorithm, jwk.common.key_algorithm) {
        (AlgorithmParameters::RSA(_), None | Some(KeyAlgorithm::RS256)) => Some(Algorithm::RS256),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::RS384)) => Some(Algorithm::RS384),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::RS512)) => Some(Algorithm::RS512),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::PS256)) => Some(Algorithm::PS256),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::PS384)) => Some(Algorithm::PS384),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::PS512)) => Some(Algorithm::PS512),
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
