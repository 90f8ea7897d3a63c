//! Which bearer tokens are accepted: those that the city's issuers signed for it, and no others.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_domain::assurance::Assurance;
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
    sign_as(signer, kid, Some("at+jwt"), claims)
}

fn sign_as(signer: &Signer, kid: &str, typ: Option<&str>, claims: &Value) -> String {
    let header = Header { kid: Some(kid.to_owned()), typ: typ.map(str::to_owned), ..Header::new(signer.algorithm) };
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
        URL_SAFE_NO_PAD.encode(json!({"alg": "none", "typ": "at+jwt", "kid": "one"}).to_string()),
        URL_SAFE_NO_PAD.encode(claims().to_string())
    );
    let confused = |secret: &[u8], kid: &str| {
        let typ = Some("at+jwt".to_owned());
        let header = Header { kid: Some(kid.to_owned()), typ, ..Header::new(Algorithm::HS256) };
        encode(&header, &claims(), &EncodingKey::from_secret(secret)).unwrap()
    };
    let signed = |change: Value| sign(&good, "one", &with(&change));
    let typed = |typ: Option<&str>| sign_as(&good, "one", typ, &claims());
    let critical = Header {
        kid: Some("one".to_owned()),
        typ: Some("at+jwt".to_owned()),
        crit: Some(vec!["exp".to_owned()]),
        ..Header::new(Algorithm::EdDSA)
    };
    let mut forged = sign(&good, "one", &claims());
    let letter = forged.len() - 4..forged.len() - 3;
    let another = if forged[letter.clone()] == *"A" { "B" } else { "A" };
    forged.replace_range(letter, another);
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
        ("a subject with something around it", signed(json!({"sub": "r-1 "}))),
        ("a subject that only the city gives", signed(json!({"sub": format!("id:{}", "0".repeat(64))}))),
        ("an expiry that is a text", signed(json!({"exp": (now() + 600).to_string()}))),
        ("an expiry that is a list", signed(json!({"exp": [now() + 600]}))),
        ("an expiry beyond all time", signed(json!({"exp": u64::MAX}))),
        ("a beginning that is a text", signed(json!({"nbf": "0", "iat": now()}))),
        ("issued in the future, without a beginning", signed(json!({"nbf": null, "iat": now() + 600}))),
        ("a subject that is a number", signed(json!({"sub": 1}))),
        ("an issuer in a list", signed(json!({"iss": [ISSUER]}))),
        ("an audience that is a number", signed(json!({"aud": 1}))),
        ("no audience in a list", signed(json!({"aud": []}))),
        ("roles that are a number", signed(json!({"roles": 1}))),
        ("a type that is no access token's", typed(Some("JWT"))),
        ("a type of another purpose", typed(Some("logout+jwt"))),
        ("no type", typed(None)),
        ("a header that must be understood", encode(&critical, &claims(), &good.key).unwrap()),
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

#[tokio::test]
async fn an_untyped_token_counts_where_the_city_says_so_and_an_id_token_never() {
    let good = ed25519("one");
    let city = TestCity::empty().await;
    let issuer = json!({"issuer": ISSUER, "audience": "cityhall", "jwks": {"keys": [good.jwk]}, "tokenType": "Jwt"});
    city.publish(city_publication(&json!([issuer]))).await;
    for typ in [None, Some("JWT"), Some("jwt"), Some("at+jwt"), Some("application/at+jwt"), Some("AT+JWT")] {
        let token = sign_as(&good, "one", typ, &claims());
        assert!(city.engine.authenticate(Some(&token)).await.is_ok(), "{typ:?}");
    }
    for mark in [
        json!({"nonce": "n"}),
        json!({"at_hash": "h"}),
        json!({"c_hash": "h"}),
        json!({"typ": "ID"}),
        json!({"token_use": "id"}),
    ] {
        let token = sign_as(&good, "one", Some("JWT"), &with(&mark));
        assert_eq!(city.engine.authenticate(Some(&token)).await, Err(Unauthenticated), "{mark}");
    }
    for typ in ["logout+jwt", "dpop+jwt", "id_token", ""] {
        let token = sign_as(&good, "one", Some(typ), &claims());
        assert_eq!(city.engine.authenticate(Some(&token)).await, Err(Unauthenticated), "{typ}");
    }
    city.stop().await;
}

#[tokio::test]
async fn subjects_of_two_issuers_are_never_one() {
    let (one, two) = (ed25519("one"), ed25519("two"));
    let issuer = |name: &str, key: &Signer, more: &Value| {
        let mut issuer = json!({"issuer": name, "audience": "cityhall", "jwks": {"keys": [key.jwk]}});
        issuer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        issuer
    };
    let other = "https://staff.example";
    let city = TestCity::empty().await;
    let same = json!([issuer(ISSUER, &one, &json!({})), issuer(other, &two, &json!({}))]);
    let refused = city.engine.publish(&Principal::city(), city_publication(&same), false).await.unwrap_err();
    assert!(format!("{refused:?}").contains("spec.issuers[1].subjectPrefix"), "{refused:?}");
    let apart = json!([issuer(ISSUER, &one, &json!({})), issuer(other, &two, &json!({"subjectPrefix": "staff"}))]);
    city.publish(city_publication(&apart)).await;
    let subject = async |key: &Signer, kid: &str, change: Value| {
        let who = city.engine.authenticate(Some(&sign(key, kid, &with(&change)))).await;
        who.map(|session| session.who.subject().unwrap().0.clone())
    };
    assert_eq!(subject(&one, "one", json!({})).await.as_deref(), Ok("r-1"));
    assert_eq!(subject(&two, "two", json!({"iss": other})).await.as_deref(), Ok("staff:r-1"));
    // A name of the one cannot be written so that it is one of the other's.
    assert_eq!(subject(&one, "one", json!({"sub": "staff:r-1"})).await, Err(Unauthenticated));
    assert_eq!(subject(&two, "two", json!({"iss": other, "sub": "staff:r-1"})).await.as_deref(), Ok("staff:staff:r-1"));
    // The key of one signs nothing for the other.
    assert_eq!(subject(&two, "two", json!({})).await, Err(Unauthenticated));
    assert_eq!(subject(&one, "one", json!({"iss": other})).await, Err(Unauthenticated));
    // Who is called by an identity number is one person, and the number stands nowhere.
    let number = json!({"sub": "11010519491231002X", "iss": other});
    let called = subject(&two, "two", number).await.unwrap();
    assert!(called.starts_with("id:"), "{called}");
    assert_eq!(subject(&one, "one", json!({"sub": "11010519491231002X"})).await, Ok(called));
    city.stop().await;
}

#[tokio::test]
async fn a_city_that_assigns_roles_itself_believes_no_token_about_them() {
    let good = ed25519("one");
    let city = TestCity::empty().await;
    let issuer =
        |roles: &str| json!([{"issuer": ISSUER, "audience": "cityhall", "jwks": {"keys": [good.jwk]}, "roles": roles}]);
    city.publish(city_publication(&issuer("Assignments"))).await;
    let people = |name: &str, people: Value| cityhall_engine::Publication::Department {
        name: name.to_owned(),
        spec: json!({"title": {"en": name}, "people": people}),
    };
    city.publish(people("works", json!([{"subject": "r-1", "name": "Zhou", "roles": ["clerk"]}]))).await;
    let standing = async |change: Value| {
        let who = city.engine.authenticate(Some(&sign(&good, "one", &with(&change)))).await;
        who.map(|session| session.who.standing)
    };
    let subject = || cityhall_domain::name::SubjectId("r-1".to_owned());
    let officer = |department: &str, role: &str| Standing::Officer {
        subject: subject(),
        department: department.parse().unwrap(),
        roles: vec![role.parse().unwrap()],
    };
    let lies = json!({"roles": ["admin", "director"]});
    assert_eq!(standing(lies.clone()).await, Ok(officer("works", "clerk")));
    assert_eq!(standing(json!({"department": "parks"})).await, Err(Unauthenticated));
    // Nobody in any department: what the token says makes nobody more than an applicant.
    let other = cityhall_domain::name::SubjectId("r-2".to_owned());
    let lie = json!({"sub": "r-2", "roles": ["admin"], "department": "works"});
    assert_eq!(standing(lie).await, Ok(Standing::Resident { subject: other }));
    // Who works in two departments says in which they act.
    city.publish(people("parks", json!([{"subject": "r-1", "name": "Zhou", "roles": ["director"]}]))).await;
    assert_eq!(standing(lies.clone()).await, Err(Unauthenticated));
    assert_eq!(standing(json!({"department": "parks"})).await, Ok(officer("parks", "director")));
    // What was taken away counts no more, for a token that was accepted before as well.
    city.publish(people("works", json!([]))).await;
    assert_eq!(standing(lies.clone()).await, Ok(officer("parks", "director")));
    // And an issuer of applicants makes nobody an officer.
    city.publish(city_publication(&issuer("Nobody"))).await;
    assert_eq!(standing(lies).await, Ok(Standing::Resident { subject: subject() }));
    city.stop().await;
}

#[tokio::test]
async fn an_issuer_may_say_things_elsewhere_in_its_tokens() {
    let good = ed25519("one");
    let city = TestCity::empty().await;
    let claims =
        json!({"roles": "/realm_access/roles", "department": "/https:~1~1city.example~1dept", "name": "/nick"});
    let issuer = json!({"issuer": ISSUER, "audience": "cityhall", "jwks": {"keys": [good.jwk]}, "claims": claims});
    city.publish(city_publication(&json!([issuer]))).await;
    let said = json!({"realm_access": {"roles": ["clerk"]}, "https://city.example/dept": "works", "nick": "Z",
                      "roles": ["admin"], "department": "parks"});
    let who = city.engine.authenticate(Some(&sign(&good, "one", &with(&said)))).await.unwrap().who;
    let subject = cityhall_domain::name::SubjectId("r-1".to_owned());
    let roles = vec!["clerk".parse().unwrap()];
    let standing = Standing::Officer { subject, department: "works".parse().unwrap(), roles };
    assert_eq!(who, Principal::new(standing, Some("Z".to_owned())));
    city.stop().await;
}

#[tokio::test]
async fn how_surely_somebody_is_known_is_said_in_the_issuers_words() {
    let good = ed25519("one");
    let city = TestCity::empty().await;
    let levels = json!([{"value": "urn:id:2", "level": "Substantial"}, {"value": "urn:id:3", "level": "High"}]);
    let mut issuer = json!({"issuer": ISSUER, "audience": "cityhall", "jwks": {"keys": [good.jwk]}});
    let held = async |city: &TestCity, said: Value| {
        let who = city.engine.authenticate(Some(&sign(&good, "one", &with(&said)))).await;
        who.map(|session| session.who.assurance)
    };
    city.publish(city_publication(&json!([issuer]))).await;
    assert_eq!(held(&city, json!({"acr": "urn:id:3"})).await, Ok(None), "the city did not say what it means");
    issuer["assurance"] = json!({"levels": levels});
    city.publish(city_publication(&json!([issuer]))).await;
    assert_eq!(held(&city, json!({"acr": "urn:id:3"})).await, Ok(Some(Assurance::High)));
    assert_eq!(held(&city, json!({"acr": "urn:id:2"})).await, Ok(Some(Assurance::Substantial)));
    for unknown in [json!({}), json!({"acr": "urn:id:4"}), json!({"acr": 3}), json!({"acr": "HIGH"})] {
        assert_eq!(held(&city, unknown).await, Ok(None));
    }
    issuer["assurance"] = json!({"claim": "/id/level", "levels": levels});
    city.publish(city_publication(&json!([issuer]))).await;
    assert_eq!(
        held(&city, json!({"id": {"level": "urn:id:2"}, "acr": "urn:id:3"})).await,
        Ok(Some(Assurance::Substantial))
    );
    city.stop().await;
}
