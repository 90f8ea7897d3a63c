//! Keys that are asked for, against an issuer that listens on a real socket and misbehaves when told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::*;

/// How the issuer answers, by path.
#[derive(Clone)]
enum Answer {
    Json(Value),
    Text(&'static str),
    Status(u16),
    Redirect(String),
    /// Bytes without end.
    Endless,
    /// Nothing, and the connection stays.
    Silence,
}

struct Provider {
    address: String,
    keys: watch::Sender<Answer>,
    discovery: watch::Sender<Answer>,
    asked: Arc<AtomicUsize>,
    serving: JoinHandle<()>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Provider {
    async fn start(keys: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let found = json!({ "issuer": address, "jwks_uri": format!("{address}/keys") });
        let (keys, discovery) = (watch::Sender::new(keys), watch::Sender::new(Answer::Json(found)));
        let asked = Arc::new(AtomicUsize::new(0));
        let serving = tokio::spawn({
            let (keys, discovery, asked) = (keys.subscribe(), discovery.subscribe(), Arc::clone(&asked));
            async move {
                let mut connections = tokio::task::JoinSet::new();
                while let Ok((stream, _)) = listener.accept().await {
                    let (keys, discovery, asked) = (keys.clone(), discovery.clone(), Arc::clone(&asked));
                    connections.spawn(async move { serve(stream, &keys, &discovery, &asked).await });
                }
            }
        });
        Self { address, keys, discovery, asked, serving }
    }

    fn issuer(&self, more: &Value) -> Issuer {
        let mut written = json!({ "issuer": self.address, "audience": "cityhall" });
        let more = if more.is_null() { json!({ "jwksUri": format!("{}/keys", self.address) }) } else { more.clone() };
        written.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(written).unwrap()
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

async fn serve(
    mut stream: TcpStream,
    keys: &watch::Receiver<Answer>,
    discovery: &watch::Receiver<Answer>,
    asked: &AtomicUsize,
) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => request.push(byte),
            Err(_) => return,
        }
    }
    let is_discovery = request.starts_with(b"GET /.well-known/openid-configuration ");
    if !is_discovery {
        asked.fetch_add(1, Ordering::SeqCst);
    }
    let answer = if is_discovery { discovery.borrow().clone() } else { keys.borrow().clone() };
    let whole = |status: u16, more: &str, body: &str| {
        format!("HTTP/1.1 {status} x\r\nconnection: close\r\n{more}content-length: {}\r\n\r\n{body}", body.len())
    };
    let text = match answer {
        Answer::Json(body) => whole(200, "", &body.to_string()),
        Answer::Text(body) => whole(200, "", body),
        Answer::Status(status) => whole(status, "", ""),
        Answer::Redirect(to) => whole(302, &format!("location: {to}\r\n"), ""),
        Answer::Silence => std::future::pending().await,
        Answer::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 200 x\r\nconnection: close\r\n\r\n").await;
            while stream.write_all(&[b' '; 4096]).await.is_ok() {}
            return;
        }
    };
    let _ = stream.write_all(text.as_bytes()).await;
}

struct Signer {
    id: &'static str,
    secret: EncodingKey,
    jwk: Value,
}

fn signer(id: &'static str) -> Signer {
    let secret = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let x = URL_SAFE_NO_PAD.encode(Ed25519KeyPair::from_pkcs8(secret.as_ref()).unwrap().public_key().as_ref());
    Signer {
        id,
        secret: EncodingKey::from_ed_der(secret.as_ref()),
        jwk: json!({ "kty": "OKP", "crv": "Ed25519", "kid": id, "x": x }),
    }
}

impl Signer {
    fn keys(&self) -> Answer {
        Answer::Json(json!({ "keys": [self.jwk, { "kty": "of tomorrow", "kid": "strange" }] }))
    }

    fn token(&self, issuer: &Issuer) -> String {
        let claims = json!({ "iss": issuer.issuer, "aud": "cityhall", "sub": "r-1",
                             "iat": now().as_second(), "exp": now().as_second() + 600 });
        self.sign(&claims)
    }

    fn sign(&self, claims: &Value) -> String {
        let typ = Some("at+jwt".to_owned());
        encode(&Header { kid: Some(self.id.to_owned()), typ, ..Header::new(Algorithm::EdDSA) }, claims, &self.secret)
            .unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "tokens live by the real time")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn verifier(issuers: &[Issuer], former: Option<&Verifier>) -> Verifier {
    let trust = Trust { issuers, development: None, publisher: None };
    Verifier::new(trust, former, &Arc::new(Questions::new()))
}

#[tokio::test]
async fn keys_are_asked_for_once_and_serve_all_who_come() {
    let key = signer("one");
    let provider = Provider::start(key.keys()).await;
    let issuer = provider.issuer(&Value::Null);
    let verifier = verifier(std::slice::from_ref(&issuer), None);
    assert_eq!(provider.asked(), 0);
    let many = (0..50).map(|number| {
        let claims = json!({ "iss": issuer.issuer, "aud": ["x", "cityhall"], "sub": format!("r-{number}"),
                             "nbf": now().as_second() - 1, "exp": now().as_second() + 600 });
        let (verifier, token) = (&verifier, key.sign(&claims));
        async move { verifier.verify(&token, now()).await.is_ok() }
    });
    let mut accepted = 0;
    for one in futures_of(many).await {
        accepted += usize::from(one);
    }
    assert_eq!((accepted, provider.asked()), (50, 1));
    // A city that is published anew asks nobody again.
    let next = self::verifier(std::slice::from_ref(&issuer), Some(&verifier));
    assert!(next.verify(&key.token(&issuer), now()).await.is_ok());
    assert_eq!(provider.asked(), 1);
}

/// All at once, within one task.
async fn futures_of<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pinned: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, place) in pinned.iter_mut().zip(&mut done) {
            if place.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *place = Some(value);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn an_unknown_key_leads_to_one_question_in_half_a_minute_and_a_rotation_is_noticed() {
    let (old, new, never) = (signer("old"), signer("new"), signer("never"));
    let provider = Provider::start(old.keys()).await;
    let issuer = provider.issuer(&Value::Null);
    let verifier = verifier(std::slice::from_ref(&issuer), None);
    let (begin, of_old, of_new) = (now(), old.token(&issuer), new.token(&issuer));
    assert!(verifier.verify(&of_old, begin).await.is_ok());
    provider.keys.send_replace(new.keys());
    // 1. Within the half minute nobody is asked, however many come.
    for _ in 0..100 {
        assert!(verifier.verify(&never.token(&issuer), begin + SignedDuration::from_secs(29)).await.is_err());
    }
    assert_eq!(provider.asked(), 1);
    assert!(verifier.verify(&of_old, begin + SignedDuration::from_secs(29)).await.is_ok());
    // 2. Then one question answers a flood of them, and those who bear a token of the new key.
    let after = begin + SignedDuration::from_secs(31);
    let flood = (0..100).map(|_| verifier.verify(&of_new, after));
    assert!(futures_of(flood).await.iter().all(Result::is_ok));
    assert_eq!(provider.asked(), 2);
    // 3. What the old key had signed was accepted and is no more.
    assert_eq!(verifier.verify(&of_old, after).await, Err(Unauthenticated));
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_takes_nothing_away_for_a_day() {
    let key = signer("one");
    let provider = Provider::start(key.keys()).await;
    let issuer = provider.issuer(&Value::Null);
    let verifier = verifier(std::slice::from_ref(&issuer), None);
    let token = key.token(&issuer);
    assert!(verifier.verify(&token, now()).await.is_ok());
    for answer in [Answer::Status(500), Answer::Text("[}"), Answer::Json(json!({ "kyes": [] })), Answer::Endless] {
        provider.keys.send_replace(answer);
        for minutes in [11, 600, 1430] {
            assert!(verifier.verify(&token, later(minutes * 60)).await.is_ok());
        }
    }
    let next_day = later(25 * 3600);
    assert_eq!(verifier.verify(&key.token(&issuer), next_day).await, Err(Unauthenticated));
    provider.keys.send_replace(key.keys());
    assert!(verifier.verify(&token, next_day + SignedDuration::from_secs(40)).await.is_ok());
}

#[tokio::test]
async fn whatever_an_issuer_answers_is_bounded_and_the_next_good_answer_counts() {
    let key = signer("one");
    let provider = Provider::start(key.keys()).await;
    let elsewhere = Provider::start(key.keys()).await;
    let issuer = provider.issuer(&Value::Null);
    let verifier = verifier(std::slice::from_ref(&issuer), None);
    let token = key.token(&issuer);
    let bad = [
        Answer::Status(500),
        Answer::Status(204),
        Answer::Text("not JSON"),
        Answer::Json(json!([])),
        Answer::Json(json!({ "keys": {} })),
        Answer::Json(json!({ "keys": [1, null, { "kid": "one" }] })),
        Answer::Redirect(format!("{}/keys", elsewhere.address)),
        Answer::Endless,
        Answer::Silence,
    ];
    let mut at = now();
    for (index, answer) in bad.into_iter().enumerate() {
        provider.keys.send_replace(answer);
        assert_eq!(verifier.verify(&token, at).await, Err(Unauthenticated), "{index}");
        assert_eq!(provider.asked(), index + 1);
        at += SignedDuration::from_secs(31);
    }
    assert_eq!(elsewhere.asked(), 0);
    provider.keys.send_replace(key.keys());
    assert!(verifier.verify(&token, at).await.is_ok());
}

#[tokio::test]
async fn who_goes_away_takes_no_question_along() {
    let key = signer("one");
    let provider = Provider::start(key.keys()).await;
    let issuer = provider.issuer(&Value::Null);
    let verifier = verifier(std::slice::from_ref(&issuer), None);
    let token = key.token(&issuer);
    {
        let mut gone = Box::pin(verifier.verify(&token, now()));
        let is_waiting =
            std::future::poll_fn(|context| std::task::Poll::Ready(gone.as_mut().poll(context).is_pending())).await;
        assert!(is_waiting);
    }
    assert!(verifier.verify(&token, now()).await.is_ok());
    assert_eq!(provider.asked(), 1);
    // Nor does one outlive the engine.
    verifier.questions.close().await;
    assert_eq!(verifier.verify(&signer("other").token(&issuer), later(60)).await, Err(Unauthenticated));
    assert_eq!(provider.asked(), 1);
}

#[tokio::test]
async fn an_issuer_is_found_by_its_own_document_only() {
    let key = signer("one");
    let provider = Provider::start(key.keys()).await;
    let issuer = provider.issuer(&json!({ "discovery": "OpenIdConnect" }));
    let verifier = verifier(std::slice::from_ref(&issuer), None);
    let token = key.token(&issuer);
    let mut at = now();
    for bad in [
        json!({ "issuer": "https://id.example", "jwks_uri": format!("{}/keys", provider.address) }),
        json!({ "issuer": provider.address, "jwks_uri": "http://id.example/keys" }),
        json!({ "issuer": provider.address, "jwks_uri": "file:///etc/passwd" }),
        json!({ "issuer": provider.address }),
    ] {
        provider.discovery.send_replace(Answer::Json(bad));
        assert_eq!(verifier.verify(&token, at).await, Err(Unauthenticated));
        at += SignedDuration::from_secs(31);
    }
    assert_eq!(provider.asked(), 0);
    let good = json!({ "issuer": provider.address, "jwks_uri": format!("{}/keys", provider.address) });
    provider.discovery.send_replace(Answer::Json(good));
    assert!(verifier.verify(&token, at).await.is_ok());
}
