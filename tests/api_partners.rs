//! How the systems of partners prove themselves, and what of it is not taken: assertions, tokens, API keys, trusted
//! documents.

use std::fs;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_tests::{
    City, Failure, GeneratedCity, Options, Outcome, PartnerClient, Person, ask_for_token, generated_city, issuer_of,
    post_form,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

/// Ten times what a change may take.
const VISIBLE_MAX: Duration = Duration::from_secs(10);

const WHO: &str = "{ viewer { kind subject audience } }";

/// Writes the manifest of a partner into a folder.
fn write_partner(folder: &GeneratedCity, name: &str, spec: &Value) -> Outcome {
    let manifest = json!({ "apiVersion": "cityhall.dev/v1alpha1", "kind": "Partner", "metadata": { "name": name },
                           "spec": spec });
    fs::create_dir_all(folder.path().join("partners"))?;
    Ok(fs::write(folder.path().join(format!("partners/{name}.yaml")), manifest.to_string())?)
}

fn spec(rights: &[&str], more: &Value) -> Value {
    let mut spec = json!({ "title": { "zh": "伙伴", "en": "Partner" },
        "contact": { "office": { "zh": "服务台", "en": "Desk" } }, "scope": { "rights": rights } });
    for (field, value) in more.as_object().into_iter().flatten() {
        spec[field] = value.clone();
    }
    spec
}

async fn city_of(folder: &GeneratedCity) -> Result<(City, Person), Failure> {
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let admin = Person::with_token(&city, "admin-1", "Admin", &["admin"], None).await?;
    Ok((city, admin))
}

/// Whom the city sees, or the status with which it does not.
async fn seen(who: &Person) -> Result<Result<Value, u16>, Failure> {
    let answer = who.ask(WHO, json!({})).await?;
    Ok(if answer.status == 200 { Ok(answer.good()?["viewer"].clone()) } else { Err(answer.status) })
}

async fn issue(admin: &Person, input: Value) -> Result<Value, Failure> {
    let query = "mutation($input: IssueApiKeyInput!) { issueApiKey(input: $input) {
        token key { id partner label until revokedAt } userErrors { code field allowed } } }";
    Ok(admin.ask(query, json!({ "input": input })).await?.good()?["issueApiKey"].clone())
}

/// A system of this partner that bears a fresh key.
async fn keyed(city: &City, admin: &Person, partner: &str) -> Result<Person, Failure> {
    let issued = issue(admin, json!({ "partner": partner, "label": "t", "until": ahead(3600)? })).await?;
    Ok(city.bearer(issued["token"].as_str().ok_or("no token")?))
}

#[expect(clippy::disallowed_methods, reason = "keys are good by the real clock")]
fn ahead(seconds: i64) -> Result<String, Failure> {
    let now = jiff::Timestamp::now();
    Ok(now.checked_add(jiff::SignedDuration::from_secs(seconds))?.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assertion_gives_a_token_once_and_to_its_signer_only() -> Outcome {
    let folder = generated_city(1)?;
    let (client, thief) = (PartnerClient::new("alpha-server")?, PartnerClient::new("alpha-server")?);
    write_partner(&folder, "alpha", &spec(&["Submit"], &json!({ "clients": [client.published()] })))?;
    let (city, _) = city_of(&folder).await?;
    let issuer = issuer_of(&city).await?;
    let (header, claims) = (client.header(), client.claims(&issuer, &Value::Null)?);
    // 1. A good one, once.
    let assertion = client.sign(&header, &claims)?;
    let (status, answer) = ask_for_token(&city, &assertion).await?;
    assert_eq!((status, &answer["token_type"]), (200, &json!("Bearer")), "{answer}");
    let token = answer["access_token"].as_str().ok_or("no token")?.to_owned();
    let who = seen(&city.bearer(&token)).await?;
    assert_eq!(who, Ok(json!({ "kind": "PARTNER", "subject": "partner:alpha", "audience": "PARTNER" })));
    let head = jsonwebtoken::decode_header(&token)?;
    assert_eq!((head.typ.as_deref(), head.alg), (Some("at+jwt"), Algorithm::EdDSA));
    let refused = |answer: (u16, Value)| (answer.0, answer.1["error"].as_str().unwrap_or_default().to_owned());
    let invalid = (401, "invalid_client".to_owned());
    assert_eq!(refused(ask_for_token(&city, &assertion).await?), invalid, "replayed");
    // 2. What it says is wrong.
    let wrong = [
        json!({ "exp": { "in": -60 } }),
        json!({ "exp": { "in": 3600 } }),
        json!({ "exp": null }),
        json!({ "nbf": { "in": 600 } }),
        json!({ "iat": { "in": 600 } }),
        json!({ "jti": null }),
        json!({ "jti": "" }),
        json!({ "aud": format!("{}/oauth2/token", city.address) }),
        json!({ "aud": [issuer, "https://another.example"] }),
        json!({ "aud": null }),
        json!({ "sub": "another" }),
        json!({ "iss": "another", "sub": "another" }),
    ];
    for changed in wrong {
        let assertion = client.sign(&header, &client.claims(&issuer, &changed)?)?;
        assert_eq!(refused(ask_for_token(&city, &assertion).await?), invalid, "{changed}");
    }
    let as_list = client.sign(&header, &client.claims(&issuer, &json!({ "aud": [issuer] }))?)?;
    assert_eq!(ask_for_token(&city, &as_list).await?.0, 200, "a list of one is the same");
    // 3. How it is signed is wrong.
    let fresh = || client.claims(&issuer, &Value::Null);
    let stolen = thief.sign(&header, &fresh()?)?;
    let other_key = client.sign(&Header { kid: Some("other".into()), ..header.clone() }, &fresh()?)?;
    let no_key = client.sign(&Header { kid: None, ..header.clone() }, &fresh()?)?;
    let shared = Header { kid: header.kid.clone(), ..Header::new(Algorithm::HS256) };
    let shared = jsonwebtoken::encode(&shared, &fresh()?, &EncodingKey::from_secret(client.public()))?;
    let none = json!({ "alg": "none", "typ": "JWT", "kid": header.kid });
    let parts = [none, fresh()?].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let unsigned = format!("{}.", parts.join("."));
    for (how, assertion) in
        [("stolen", stolen), ("kid", other_key), ("no kid", no_key), ("HS256", shared), ("none", unsigned)]
    {
        assert_eq!(refused(ask_for_token(&city, &assertion).await?), invalid, "{how}");
    }
    for garbage in ["", "x", "a.b.c"] {
        assert_eq!(refused(ask_for_token(&city, garbage).await?), invalid, "{garbage}");
    }
    // 4. An assertion is no access token, and an access token no assertion.
    assert_eq!(seen(&city.bearer(&client.sign(&header, &fresh()?)?)).await?, Err(401));
    assert_eq!(refused(ask_for_token(&city, &token).await?), invalid);
    // 5. A request that is none.
    let kind = ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    let good = client.sign(&header, &fresh()?)?;
    let grant = refused(post_form(&city, &[("grant_type", "password"), kind, ("client_assertion", &good)]).await?);
    assert_eq!(grant, (400, "unsupported_grant_type".to_owned()));
    let twice = [("grant_type", "client_credentials"), kind, kind, ("client_assertion", good.as_str())];
    assert_eq!(refused(post_form(&city, &twice).await?), (400, "invalid_request".to_owned()));
    // 6. A client that is taken out of the manifest has nothing any more, at once.
    write_partner(&folder, "alpha", &spec(&["Submit"], &json!({})))?;
    until_refused(&city.bearer(&token)).await?;
    city.stop().await?;
    Ok(())
}

async fn until_refused(who: &Person) -> Outcome {
    let refused = async {
        while seen(who).await? != Err(401) {
            tokio::task::yield_now().await;
        }
        Ok::<_, Failure>(())
    };
    tokio::time::timeout(VISIBLE_MAX, refused).await?
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_says_of_somebody_that_they_are_a_partner() -> Outcome {
    let folder = generated_city(1)?;
    write_partner(&folder, "alpha", &spec(&["Submit"], &json!({})))?;
    let (city, _) = city_of(&folder).await?;
    for roles in [&["partner"][..], &[]] {
        let foreign = Person::with_token(&city, "partner:alpha", "Alpha", roles, None).await?;
        assert_eq!(seen(&foreign).await?, Err(401), "{roles:?}");
    }
    let other = Person::with_token(&city, "some-system", "System", &["partner"], None).await?;
    let refused = other.submit(json!({ "module": folder.modules[0], "answers": {} })).await?;
    assert_ne!(refused["userErrors"], json!([]), "a role alone is no scope: {refused}");
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_good_until_it_ends_or_is_taken_back_and_where_it_may_be_used() -> Outcome {
    let folder = generated_city(1)?;
    write_partner(&folder, "alpha", &spec(&["ReadPublished", "Submit"], &json!({})))?;
    write_partner(&folder, "far", &spec(&["Submit"], &json!({ "addressRanges": ["192.0.2.0/24"] })))?;
    let (city, admin) = city_of(&folder).await?;
    let key = |more: Value| {
        let mut input = json!({ "partner": "alpha", "label": "test", "until": ahead(3600)? });
        for (field, value) in more.as_object().into_iter().flatten() {
            input[field] = value.clone();
        }
        Ok::<_, Failure>(input)
    };
    // 1. Why none is issued.
    for (more, code) in [
        (json!({ "partner": "nobody" }), "UNKNOWN_PARTNER"),
        (json!({ "label": " " }), "LABEL_LENGTH"),
        (json!({ "until": ahead(-1)? }), "EXPIRY_IMPOSSIBLE"),
        (json!({ "until": ahead(500 * 86_400)? }), "EXPIRY_IMPOSSIBLE"),
        (json!({ "rights": ["READ_CASES"] }), "WIDER_THAN_PARTNER"),
        (json!({ "addressRanges": ["everywhere"] }), "RANGE_INVALID"),
    ] {
        let refused = issue(&admin, key(more)?).await?;
        assert_eq!((&refused["token"], &refused["userErrors"][0]["code"]), (&Value::Null, &json!(code)), "{refused}");
    }
    // 2. A good one, shown once.
    let issued = issue(&admin, key(json!({ "addressRanges": ["127.0.0.0/8", "::1/128"] }))?).await?;
    let token = issued["token"].as_str().ok_or("no token")?.to_owned();
    assert!(token.starts_with("ck_"), "a key says what it is");
    let who = json!({ "kind": "PARTNER", "subject": "partner:alpha", "audience": "PARTNER" });
    assert_eq!(seen(&city.bearer(&token)).await?, Ok(who.clone()));
    let keys = "{ apiKeys(partner: \"alpha\") { id label addressRanges usedAt revokedAt } }";
    let listed = admin.ask(keys, json!({})).await?.good()?["apiKeys"].clone();
    assert_eq!((&listed[0]["id"], listed[0]["usedAt"].is_string()), (&issued["key"]["id"], true), "{listed}");
    let secret = token.rsplit_once('_').ok_or("no secret")?.1;
    // 3. What looks like it is not.
    let (head, _) = token.split_at(token.len() - 1);
    let last = if token.ends_with('A') { 'B' } else { 'A' };
    for wrong in
        [format!("{head}{last}"), token.replace("ck_", "ck_0"), format!("{token}A"), "ck_".into(), "ck_x".into()]
    {
        assert_eq!(seen(&city.bearer(&wrong)).await?, Err(401), "{wrong}");
    }
    // 4. From elsewhere: that of the key, that of the partner; a header of the caller's own changes nothing.
    let range = issue(&admin, key(json!({ "addressRanges": ["192.0.2.0/24"] }))?).await?;
    let far = issue(&admin, key(json!({ "partner": "far" }))?).await?;
    for elsewhere in [&range, &far] {
        let token = elsewhere["token"].as_str().ok_or("no token")?;
        assert_eq!(seen(&city.bearer(token)).await?, Err(401));
        let claimed = city.client().post(format!("{}/graphql", city.address)).bearer_auth(token);
        let claimed = claimed.header("Cityhall-Peer-Address", "192.0.2.7").header("X-Forwarded-For", "192.0.2.7");
        let claimed = claimed.json(&json!({ "query": WHO })).send().await?;
        assert_eq!(claimed.status().as_u16(), 401);
        let body: Value = claimed.json().await?;
        assert_eq!(body["errors"][0]["message"], "not authenticated", "the cause is not told");
    }
    // 5. Ended.
    let short = issue(&admin, key(json!({ "until": ahead(2)? }))?).await?;
    until_refused(&city.bearer(short["token"].as_str().ok_or("no token")?)).await?;
    // 6. After a restart: kept, and its secret nowhere in the data.
    let (data, own) = city.stop().await?;
    for file in fs::read_dir(&data)? {
        let bytes = fs::read(file?.path())?;
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "the secret lies in the data");
    }
    let city = City::start_with(Options { city: Some(folder.path()), data: Some(&data), ..Options::default() }).await?;
    assert_eq!(seen(&city.bearer(&token)).await?, Ok(who));
    taken_back_for_good(&city, &token, &issued["key"]["id"]).await?;
    city.stop().await?;
    drop(own);
    Ok(())
}

/// A key that is taken back is good for nothing, and that it was is on record.
async fn taken_back_for_good(city: &City, token: &str, id: &Value) -> Outcome {
    let admin = Person::with_token(city, "admin-1", "Admin", &["admin"], None).await?;
    let revoke = "mutation($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { key { revokedAt } userErrors { code } } }";
    let input = json!({ "input": { "key": id } });
    let revoked = admin.ask(revoke, input).await?.good()?["revokeApiKey"].clone();
    assert!(revoked["key"]["revokedAt"].is_string(), "{revoked}");
    assert_eq!(seen(&city.bearer(token)).await?, Err(401));
    let none = admin.ask(revoke, json!({ "input": { "key": "none" } })).await?.good()?["revokeApiKey"].clone();
    assert_eq!(none["userErrors"][0]["code"], "NOT_FOUND");
    let auditor = Person::with_token(city, "auditor-1", "Auditor", &["auditor"], None).await?;
    let log =
        "{ powerLog(first: 9, kinds: [API_KEY_ISSUED, API_KEY_REVOKED]) { nodes { kind name key by { kind } } } }";
    let newest = json!({ "kind": "API_KEY_REVOKED", "name": "alpha", "key": id, "by": { "kind": "ADMIN" } });
    until_first(&auditor, log, &newest).await?;
    Ok(())
}

/// Waits until the first entry of a list is this one.
async fn until_first(who: &Person, query: &str, wanted: &Value) -> Outcome {
    let found = async {
        loop {
            let answer = who.ask(query, json!({})).await?.good()?;
            if answer["powerLog"]["nodes"][0] == *wanted {
                return Ok::<_, Failure>(());
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(VISIBLE_MAX, found).await?
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_executes_its_registered_documents_and_where_told_no_others() -> Outcome {
    let folder = generated_city(1)?;
    let who = json!({ "name": "who", "text": WHO });
    let locked = json!({ "documents": [who], "onlyDocuments": true });
    write_partner(&folder, "locked", &spec(&["Submit"], &locked))?;
    write_partner(
        &folder,
        "open",
        &spec(&["Submit"], &json!({ "documents": [{ "name": "own", "text": "{ asOf }" }] })),
    )?;
    let (city, admin) = city_of(&folder).await?;
    let (locked, open) = (keyed(&city, &admin, "locked").await?, keyed(&city, &admin, "open").await?);
    let digest = cityhall_crds::document_digest(WHO);
    // 1. By name, by digest, as clients of Apollo ask, with the very text.
    let apollo = json!({ "persistedQuery": { "version": 1, "sha256Hash": digest } });
    for body in [
        json!({ "documentId": "who" }),
        json!({ "documentId": format!("sha256:{digest}") }),
        json!({ "extensions": apollo }),
        json!({ "query": WHO, "extensions": apollo }),
        json!({ "query": WHO }),
    ] {
        let answer = locked.post(body.clone()).await?;
        assert_eq!(answer.good()?["viewer"]["subject"], "partner:locked", "{body}");
    }
    // 2. No others: no text of their own, no document of another partner, none for nobody.
    let refused = async |who: &Person, body: Value| {
        let answer = who.post(body).await?;
        Ok::<_, Failure>((answer.status, answer.codes().join(",")))
    };
    let only = (403, "TRUSTED_DOCUMENTS_ONLY".to_owned());
    assert_eq!(refused(&locked, json!({ "query": "{ asOf }" })).await?, only);
    assert_eq!(refused(&locked, json!({ "query": "{ asOf }", "documentId": "who" })).await?, only);
    let unknown = (400, "TRUSTED_DOCUMENT_UNKNOWN".to_owned());
    assert_eq!(refused(&locked, json!({ "documentId": "own" })).await?, unknown);
    assert_eq!(refused(&open, json!({ "documentId": "who" })).await?, unknown);
    assert_eq!(refused(&city.anonymous(), json!({ "documentId": "who" })).await?, unknown);
    assert_eq!(refused(&open, json!({ "documentId": 1 })).await?, (400, "BAD_REQUEST".to_owned()));
    // 3. Who is not held to them executes both.
    for body in [json!({ "documentId": "own" }), json!({ "query": WHO })] {
        open.post(body).await?.good()?;
    }
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_systems_of_a_partner_pay_together_and_from_its_own_quota() -> Outcome {
    let folder = generated_city(1)?;
    write_partner(&folder, "alpha", &spec(&["Submit"], &json!({ "quota": { "cost": 40, "seconds": 600 } })))?;
    write_partner(&folder, "beta", &spec(&["Submit"], &json!({})))?;
    let (city, admin) = city_of(&folder).await?;
    let (one, other) = (keyed(&city, &admin, "alpha").await?, keyed(&city, &admin, "alpha").await?);
    let beta = keyed(&city, &admin, "beta").await?;
    // 1. Each answer says what is left, of both.
    let left = async |who: &Person| {
        let cost = who.ask(WHO, json!({})).await?.body["extensions"]["cost"].clone();
        Ok::<_, Failure>((cost["budget"].as_u64(), cost["remaining"].as_u64().unwrap_or_default()))
    };
    let ((budget, first), (_, second)) = (left(&one).await?, left(&other).await?);
    assert!(budget == Some(40) && second < first && first < 40, "{budget:?}, {first} and then {second}");
    // 2. Until nothing is; who has another budget goes on.
    let mut refused = None;
    for _ in 0..200 {
        let answer = one.ask(WHO, json!({})).await?;
        if answer.status != 200 {
            refused = Some((answer.status, answer.codes()));
            break;
        }
    }
    assert_eq!(refused, Some((429, vec!["RATE_LIMITED".to_owned()])));
    assert_eq!(other.ask(WHO, json!({})).await?.status, 429, "what one system used up is gone for the other");
    let (budget, _) = left(&beta).await?;
    assert!(budget > Some(40), "{budget:?}");
    city.stop().await?;
    Ok(())
}
