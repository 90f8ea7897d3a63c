//! Which bearer tokens are accepted: those that the city's issuers signed for it, and no others.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_engine::{Audience, Principal, Session, Standing, Unauthenticated};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::city::{TestCity, city_publication};

const ISSUER: &str = "https://id.example";

struct Signer {
    key: EncodingKey,
    algorithm: Algorithm,
    jwk: Value,
    public: Vec<u8>,
}

fn ed25519(kid: &str) -> Signer {
    let secret = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(secret.as_ref()).unwrap();
    let public = pair.public_key().as_ref().to_vec();
    let x = URL_SAFE_NO_PAD.encode(&public);
    Signer {
        key: EncodingKey::from_ed_der(secret.as_ref()),
        algorithm: Algorithm::EdDSA,
        jwk: json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": x}),
        public,
    }
}

fn p256(kid: &str) -> Signer {
    let secret = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, secret.as_ref()).unwrap();
    let public = pair.public_key().as_ref().to_vec();
    let (x, y) = (URL_SAFE_NO_PAD.encode(&public[1..33]), URL_SAFE_NO_PAD.encode(&public[33..]));
    Signer {
        key: EncodingKey::from_ec_der(secret.as_ref()),
        algorithm: Algorithm::ES256,
        jwk: json!({"kty": "EC", "crv": "P-256", "kid": kid, "x": x, "y": y}),
        public,
    }
}

#[expect(clippy::disallowed_methods, reason = "tokens live by the real time")]
fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

fn claims() -> Value {
    json!({"sub": "r-1", "name": "Zhou", "iss": ISSUER, "aud": "cityhall", "nbf": now() - 1, "exp": now() + 600})
}

fn with(change: &Value) -> Value {
    let mut claims = claims();
    for (name, value) in change.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

fn sign(signer: &Signer, kid: &str, claims: &Value) -> String {
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(signer.algorithm) };
    encode(&header, claims, &signer.key).unwrap()
}

async fn city_of(signers: &[&Signer]) -> TestCity {
    let mut keys: Vec<Value> = signers.iter().map(|signer| signer.jwk.clone()).collect();
    let shared = URL_SAFE_NO_PAD.encode([7; 32]);
    keys.push(json!({"kty": "oct", "kid": "shared", "alg": "HS256", "k": shared}));
    let city = TestCity::empty().await;
    let issuer = json!({"issuer": ISSUER, "audience": "cityhall", "jwks": {"keys": keys}});
    city.publish(city_publication(&json!([issuer]))).await;
    city
}

#[tokio::test]
async fn a_good_token_says_who_bears_it() {
    let (one, two) = (ed25519("one"), p256("two"));
    let city = city_of(&[&one, &two]).await;
    let subject = || cityhall_domain::name::SubjectId("r-1".to_owned());
    let cases = [
        (json!({}), Standing::Resident { subject: subject() }, Audience::Public),
        (json!({"roles": ["company"]}), Standing::Company { subject: subject() }, Audience::Public),
        (json!({"roles": ["auditor"]}), Standing::Auditor { subject: subject() }, Audience::Staff),
        (json!({"roles": ["partner"]}), Standing::Partner { subject: subject() }, Audience::Partner),
        (json!({"roles": ["admin"]}), Standing::Admin { subject: subject() }, Audience::Admin),
        (
            json!({"roles": ["clerk", "applicant", "admin"], "department": "works"}),
            Standing::Officer {
                subject: subject(),
                department: "works".parse().unwrap(),
                roles: vec!["clerk".parse().unwrap(), "admin".parse().unwrap()],
            },
            Audience::Staff,
        ),
    ];
    for (change, standing, audience) in cases {
        for (signer, kid) in [(&one, "one"), (&two, "two")] {
            let token = sign(signer, kid, &with(&change));
            for _ in 0..2 {
                let who = city.engine.authenticate(Some(&token)).await.unwrap().who;
                assert_eq!(who, Principal::new(standing.clone(), Some("Zhou".to_owned())));
                assert_eq!(who.audience(), audience);
            }
        }
    }
    let nobody = Session { who: Principal::anonymous(), until: None };
    assert_eq!(city.engine.authenticate(None).await, Ok(nobody));
    city.stop().await;
}

#[tokio::test]
async fn everything_else_is_refused_without_a_cause() {
    let (good, stranger) = (ed25519("one"), ed25519("one"));
    let city = city_of(&[&good]).await;
    let unsigned = format!(
        "{}.{}.",
        URL_SAFE_NO_PAD.encode(json!({"alg": "none", "kid": "one"}).to_string()),
        URL_SAFE_NO_PAD.encode(claims().to_string())
    );
    let confused = |secret: &[u8], kid: &str| {
        let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::HS256) };
        encode(&header, &claims(), &EncodingKey::from_secret(secret)).unwrap()
    };
    let signed = |change: Value| sign(&good, "one", &with(&change));
    let mut forged = sign(&good, "one", &claims());
    forged.replace_range(forged.len() - 4..forged.len() - 3, if forged.contains("AAAA") { "B" } else { "A" });
    let bad = [
        ("no token at all", String::new()),
        ("three dots", "...".to_owned()),
        ("unsigned", unsigned),
        ("signed with the public key as a secret", confused(&good.public, "one")),
        ("signed with a shared secret of the key set", confused(&[7; 32], "shared")),
        ("signed by a stranger under a known key id", sign(&stranger, "one", &claims())),
        ("unknown key id", sign(&good, "two", &claims())),
        ("wrong audience", signed(json!({"aud": "elsewhere"}))),
        ("wrong issuer", signed(json!({"iss": "https://other.example"}))),
        ("expired", signed(json!({"exp": now() - 60}))),
        ("not valid yet", signed(json!({"nbf": now() + 600}))),
        ("no expiry", signed(json!({"exp": null}))),
        ("no beginning", signed(json!({"nbf": null}))),
        ("no issuer", signed(json!({"iss": null}))),
        ("no audience", signed(json!({"aud": null}))),
        ("no subject", signed(json!({"sub": null}))),
        ("empty subject", signed(json!({"sub": ""}))),
        ("a department that is no name", signed(json!({"department": "Not A Name"}))),
        ("far too long", signed(json!({"name": "x".repeat(9000)}))),
        ("changed", forged),
    ];
    for (what, token) in bad {
        assert_eq!(city.engine.authenticate(Some(&token)).await, Err(Unauthenticated), "{what}");
    }
    city.stop().await;
}

#[tokio::test]
async fn a_key_that_the_city_took_away_opens_nothing_any_more() {
    let good = ed25519("one");
    let city = city_of(&[&good]).await;
    let token = sign(&good, "one", &claims());
    city.engine.authenticate(Some(&token)).await.unwrap();
    city.publish(city_publication(&json!([]))).await;
    assert_eq!(city.engine.authenticate(Some(&token)).await, Err(Unauthenticated));
    city.stop().await;
}
