//! Which tokens open the API, on the real binary: forged ones, issuers that misbehave, keys that change. Every wrong
//! token has the same answer, and the next honest request is served.

use std::time::Duration;

use cityhall_crds::Kind;
use cityhall_crds::manifest::{self, Manifest};
use cityhall_tests::{
    Answer, City, Failure, GeneratedCity, KeyAnswer, KeyServer, Options, Outcome, TokenIssuer, cityhall,
    generated_city, signed_by_secret, unsigned,
};
use serde_json::{Value, json};

/// Whom the city trusts with keys that are written down.
const HONEST: &str = "https://login.example.org";

/// A made-up city whose issuers are these, in a folder.
pub(crate) fn folder_with(issuers: &Value) -> Result<GeneratedCity, Failure> {
    let folder = generated_city(1)?;
    rewrite(&folder, issuers)?;
    Ok(folder)
}

/// Names these issuers in the city of a folder and no others.
fn rewrite(folder: &GeneratedCity, issuers: &Value) -> Outcome {
    let file = folder.path().join("city.yaml");
    let (manifests, _) = manifest::parse(&std::fs::read_to_string(&file)?);
    let written: Vec<String> = manifests.iter().map(|one| document(one, issuers)).collect();
    Ok(std::fs::write(file, written.join("---\n"))?)
}

/// A manifest as text, which is JSON: that is YAML as well.
fn document(manifest: &Manifest, issuers: &Value) -> String {
    let mut spec = manifest.spec.clone();
    if manifest.kind == Kind::City {
        spec["issuers"] = issuers.clone();
    }
    let whole = json!({ "apiVersion": "cityhall.dev/v1alpha1", "kind": manifest.kind.as_str(),
                        "metadata": { "name": manifest.name }, "spec": spec });
    format!("{whole}\n")
}

async fn serve(folder: &GeneratedCity) -> Result<City, Failure> {
    City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await
}

/// Who the city says that the bearer of a token is.
async fn viewer(city: &City, token: &str) -> Result<Answer, Failure> {
    city.bearer(token).ask("{ viewer { kind subject } }", json!({})).await
}

/// The answer to every token that is not accepted, which is one: why is not told.
async fn refused(city: &City, what: &str, token: &str) -> Outcome {
    let answer = viewer(city, token).await?;
    assert_eq!((answer.status, answer.codes()), (401, vec!["UNAUTHENTICATED".to_owned()]), "{what}: {}", answer.body);
    assert_eq!(answer.body["errors"][0]["message"], "not authenticated", "{what}");
    Ok(())
}

async fn served(city: &City, honest: &TokenIssuer) -> Outcome {
    let answer = viewer(city, &honest.token("lin", &[], None)?).await?.good()?;
    assert_eq!(answer["viewer"], json!({ "kind": "RESIDENT", "subject": "lin" }));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_forged_token_has_the_same_answer_and_the_next_honest_one_is_served() -> Outcome {
    let honest = TokenIssuer::with_rsa(HONEST, "rsa")?;
    let other = TokenIssuer::new("https://other.example.org", "ed")?;
    let mut apart = other.published();
    apart["subjectPrefix"] = json!("other");
    let folder = folder_with(&json!([honest.published(), apart]))?;
    let city = serve(&folder).await?;
    served(&city, &honest).await?;
    for (what, token) in forged(&honest, &other)? {
        refused(&city, what, &token).await?;
        served(&city, &honest).await?;
    }
    city.stop().await?;
    Ok(())
}

fn forged(honest: &TokenIssuer, other: &TokenIssuer) -> Result<Vec<(&'static str, String)>, Failure> {
    let claims = honest.claims("lin")?;
    let now = claims["nbf"].as_i64().ok_or("no time")?;
    let with = |part: &Value, change: &Value| {
        let (mut whole, changes) = (part.clone(), change.as_object().cloned().unwrap_or_default());
        for (name, value) in changes {
            whole[name] = value;
        }
        whole
    };
    let header = |change: Value| honest.sign(&with(&honest.header(), &change), &claims);
    let said = |change: Value| honest.sign(&honest.header(), &with(&claims, &change));
    let without = |name: &str| {
        let mut claims = claims.clone();
        claims.as_object_mut().and_then(|claims| claims.remove(name));
        honest.sign(&honest.header(), &claims)
    };
    let mut all = vec![
        ("no algorithm", unsigned(&with(&honest.header(), &json!({ "alg": "none" })), &claims)),
        ("no algorithm, otherwise written", unsigned(&with(&honest.header(), &json!({ "alg": "NoNe" })), &claims)),
        ("a good header and no signature", unsigned(&honest.header(), &claims)),
        ("another algorithm of the same key", header(json!({ "alg": "RS384" }))?),
        ("the type of anything", header(json!({ "typ": "JWT" }))?),
        ("the type of another purpose", header(json!({ "typ": "logout+jwt" }))?),
        ("a type that is no text", header(json!({ "typ": 1 }))?),
        ("a critical extension", header(json!({ "crit": ["b64"], "b64": false }))?),
        ("an unknown key", header(json!({ "kid": "other" }))?),
        ("a key id that is no text", header(json!({ "kid": 1 }))?),
        ("the key id of another issuer", header(json!({ "kid": "ed" }))?),
        (
            "a key brought along",
            other.sign(&with(&honest.header(), &json!({ "jwk": other.keys()["keys"][0] })), &claims)?,
        ),
        ("another issuer's key under this issuer's name", other.sign(&other.header(), &claims)?),
        ("this issuer's key under another issuer's name", said(json!({ "iss": "https://other.example.org" }))?),
        ("an issuer that nobody named", said(json!({ "iss": "https://nobody.example.org" }))?),
        ("two issuers", said(json!({ "iss": [HONEST, "https://other.example.org"] }))?),
        ("another audience", said(json!({ "aud": "elsewhere" }))?),
        ("no audience", without("aud")?),
        ("expired", said(json!({ "exp": now - 60 }))?),
        ("no expiry", without("exp")?),
        ("an expiry that is a text", said(json!({ "exp": (now + 600).to_string() }))?),
        ("an expiry that is true", said(json!({ "exp": true }))?),
        ("an expiry that is an object", said(json!({ "exp": { "at": now + 600 } }))?),
        ("an expiry beyond all numbers", said(json!({ "exp": 1e300 }))?),
        ("not valid yet", said(json!({ "nbf": now + 600 }))?),
        ("a beginning that is a text", said(json!({ "nbf": "0" }))?),
        ("no subject", without("sub")?),
        ("a subject that is a number", said(json!({ "sub": 7 }))?),
        ("a subject of the other issuer", said(json!({ "sub": "other:lin" }))?),
        ("no JSON inside", "e30.bm90IEpTT04.c2lnbmF0dXJl".to_owned()),
        ("nothing but dots", "..".to_owned()),
        ("no token", "lin".to_owned()),
        ("an encrypted token", "a.b.c.d.e".to_owned()),
        ("far too long", said(json!({ "name": "x".repeat(9000) }))?),
    ];
    for secret in honest.public_forms() {
        let confused = with(&honest.header(), &json!({ "alg": "HS256" }));
        all.push(("the public key as a shared secret", signed_by_secret(&confused, &claims, &secret)?));
    }
    Ok(all)
}

/// An issuer called as its server, with keys that lie there.
pub(crate) fn by_address(server: &KeyServer, prefix: &str) -> Value {
    json!({ "issuer": server.address, "audience": cityhall_tests::AUDIENCE, "subjectPrefix": prefix,
            "jwksUri": format!("{}/keys", server.address) })
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_an_issuer_answers_the_others_are_served() -> Outcome {
    let honest = TokenIssuer::new(HONEST, "a")?;
    let mut issuers = vec![honest.published()];
    let mut evil = Vec::new();
    let answers = [
        ("silent", KeyAnswer::Silence),
        ("huge", KeyAnswer::Bytes(50 * 1024 * 1024)),
        ("broken", KeyAnswer::Status(500)),
        ("moved", KeyAnswer::Status(302)),
        ("garbage", KeyAnswer::Text("{\"keys\": [".to_owned())),
        ("deep", KeyAnswer::Text("[".repeat(200_000))),
        (
            "strange",
            KeyAnswer::Keys(json!({ "keys": [null, 7, { "kty": "RSA" }, { "kid": "a", "kty": "oct", "k": "AAAA" }] })),
        ),
    ];
    for (name, answer) in answers {
        let server = KeyServer::start(answer).await?;
        issuers.push(by_address(&server, name));
        evil.push((name, TokenIssuer::new(&server.address, "a")?, server));
    }
    let folder = folder_with(&json!(issuers))?;
    let city = serve(&folder).await?;
    for (name, issuer, server) in &evil {
        let token = issuer.token("lin", &["admin"], None)?;
        let mut waits = Box::pin(refused(&city, name, &token));
        if *name == "silent" {
            // While somebody waits for an issuer that says nothing, others are served; first they, then it.
            tokio::select! {
                biased;
                done = &mut waits => panic!("nothing was waited for: {done:?}"),
                done = served(&city, &honest) => done?,
            }
        }
        waits.await?;
        served(&city, &honest).await?;
        assert_eq!(server.asked(), 1, "{name}");
        // Nobody is asked again so soon, however many come.
        for _ in 0..20 {
            refused(&city, name, &token).await?;
        }
        assert_eq!(server.asked(), 1, "{name}");
        assert!(server.sent() < 10 * 1024 * 1024, "{name}: {} bytes were taken", server.sent());
    }
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_fetched_once_and_anew_when_the_city_names_another_place() -> Outcome {
    let server = KeyServer::start(KeyAnswer::Status(503)).await?;
    let (old, new) = (TokenIssuer::new(&server.address, "old")?, TokenIssuer::new(&server.address, "new")?);
    server.answer(KeyAnswer::Keys(old.keys()));
    let folder = folder_with(&json!([by_address(&server, "portal")]))?;
    let city = serve(&folder).await?;
    // 1. Many at once are one question.
    let tokens = (0..32).map(|number| old.token(&format!("r-{number}"), &[], None)).collect::<Result<Vec<_>, _>>()?;
    for answer in futures_util::future::join_all(tokens.iter().map(|token| viewer(&city, token))).await {
        let answer = answer?.good()?;
        assert_eq!(answer["viewer"]["kind"], "RESIDENT");
        assert!(answer["viewer"]["subject"].as_str().is_some_and(|subject| subject.starts_with("portal:r-")));
    }
    assert_eq!(server.asked(), 1);
    // 2. A key that is not known yet does not make the issuer be asked again at once; what is known serves on.
    server.answer(KeyAnswer::Keys(new.keys()));
    for _ in 0..20 {
        refused(&city, "a key of tomorrow", &new.token("lin", &[], None)?).await?;
    }
    viewer(&city, &tokens[0]).await?.good()?;
    assert_eq!(server.asked(), 1);
    // 3. Another change of the city leaves the keys where they are.
    let mut same = by_address(&server, "portal");
    same["claims"] = json!({ "name": "/nickname" });
    rewrite(&folder, &json!([same]))?;
    // 4. Another place is asked at once, and what the old key had signed counts no more.
    let mut elsewhere = by_address(&server, "portal");
    elsewhere["jwksUri"] = json!(format!("{}/other", server.address));
    rewrite(&folder, &json!([elsewhere]))?;
    until(&city, &new.token("lin", &[], None)?, 200).await?;
    refused(&city, "a key that is gone", &tokens[0]).await?;
    assert_eq!(server.asked(), 2);
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_in_a_file_are_taken_in_when_the_file_changes() -> Outcome {
    let (old, new) = (TokenIssuer::new(HONEST, "a")?, TokenIssuer::new(HONEST, "b")?);
    let issuer = json!({ "issuer": HONEST, "audience": cityhall_tests::AUDIENCE, "jwksFile": "login.json" });
    let folder = folder_with(&json!([issuer]))?;
    let file = folder.path().join("login.json");
    std::fs::write(&file, old.keys().to_string())?;
    let city = serve(&folder).await?;
    served(&city, &old).await?;
    refused(&city, "a key of tomorrow", &new.token("lin", &[], None)?).await?;
    std::fs::write(&file, new.keys().to_string())?;
    until(&city, &new.token("lin", &[], None)?, 200).await?;
    refused(&city, "a key that is gone", &old.token("lin", &[], None)?).await?;
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_may_want_to_know_surely_who_applies_and_it_is_on_record() -> Outcome {
    let people = TokenIssuer::new(HONEST, "a")?;
    let mut issuer = people.published();
    issuer["assurance"] =
        json!({ "levels": [{ "value": "sms", "level": "Low" }, { "value": "face", "level": "High" }] });
    let folder = folder_with(&json!([issuer]))?;
    let module = folder.modules[0].clone();
    let file = folder.file(&module);
    let text = std::fs::read_to_string(&file)?.replace("  guide:\n", "  assurance: Substantial\n  guide:\n");
    std::fs::write(&file, text)?;
    let city = serve(&folder).await?;
    let person = |acr: &str| {
        let mut claims = people.claims("lin")?;
        claims["acr"] = json!(acr);
        Ok::<_, Failure>(city.bearer(&people.sign(&people.header(), &claims)?))
    };
    let input = json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } });
    for too_low in ["sms", "palm"] {
        let payload = person(too_low)?.submit(input.clone()).await?;
        assert_eq!(payload["userErrors"][0]["code"], "ASSURANCE_TOO_LOW", "{payload}");
    }
    let known = person("face")?;
    assert_eq!(known.ask("{ viewer { assurance } }", json!({})).await?.good()?["viewer"]["assurance"], "HIGH");
    let payload = known.submit(input).await?;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    let (data, _own) = city.stop().await?;
    let events = cityhall(&["events", "--data", data.to_str().ok_or("no text")?]).await?;
    let events = String::from_utf8_lossy(&events.stdout).into_owned();
    let submitted = events.lines().find(|line| line.contains("CaseSubmitted")).ok_or("no submission")?;
    assert!(submitted.contains(r#""assurance":"High""#), "{submitted}");
    Ok(())
}

/// Asks until the answer has this status: a manifest that changed is read soon, not at once.
async fn until(city: &City, token: &str, status: u16) -> Outcome {
    let asking = async {
        loop {
            let last = viewer(city, token).await?.status;
            if last == status {
                return Ok::<_, Failure>(());
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), asking).await?
}
