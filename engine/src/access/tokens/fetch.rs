//! Asking an issuer for its keys: bounded in time and in bytes, and nobody else is asked.

use std::time::Duration;

use cityhall_telemetry::context::outgoing;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Url};
use serde::Deserialize;
use serde_json::Value;

use crate::access::issuer::{KeyAddress, address, is_loopback};

/// How long an issuer has for its answer, the discovery document included.
pub(super) const FETCH_WITHIN: Duration = Duration::from_secs(3);

/// How much of an answer is read: a key set has some kilobytes.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// Why there are no keys. For the log alone.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("no answer within {} seconds", FETCH_WITHIN.as_secs())]
    Slow,
    #[error("{0}")]
    Failed(#[from] reqwest::Error),
    #[error("the answer has the status {0}")]
    Status(u16),
    #[error("the answer is longer than {ANSWER_BYTES_MAX} bytes")]
    TooLong,
    #[error("the answer is not what was asked for")]
    Garbage,
    #[error("the discovery document is of the issuer `{0}`")]
    OtherIssuer(String),
    #[error("the discovery document names `{0}`, from which no keys may be fetched")]
    OtherPlace(String),
}

#[derive(Deserialize)]
struct DiscoveryDocument {
    issuer: String,
    jwks_uri: String,
}

/// The key set at this address.
pub(super) async fn key_set(at: &KeyAddress) -> Result<Value, FetchError> {
    tokio::time::timeout(FETCH_WITHIN, ask(at)).await.unwrap_or(Err(FetchError::Slow))
}

async fn ask(at: &KeyAddress) -> Result<Value, FetchError> {
    let client = client(at)?;
    let Some(issuer) = &at.discovers else { return get(&client, at.url.clone()).await };
    let found: DiscoveryDocument = get(&client, at.url.clone()).await?;
    // OpenID Connect Discovery 1.0, 4.3: it must be the very same, or somebody speaks for another.
    if found.issuer != *issuer {
        return Err(FetchError::OtherIssuer(found.issuer));
    }
    // Who is far away does not send us to what listens on this machine alone.
    let place = address(&found.jwks_uri).filter(|place| !is_loopback(place) || is_loopback(&at.url));
    get(&client, place.ok_or(FetchError::OtherPlace(found.jwks_uri))?).await
}

/// Made anew each time, which is seldom: certificates of the system that were changed count.
fn client(at: &KeyAddress) -> Result<Client, FetchError> {
    let mut client = Client::builder().redirect(Policy::none()).timeout(FETCH_WITHIN).user_agent("cityhall");
    if is_loopback(&at.url) {
        // Nothing is encrypted on the way there, so that nothing is asked for certificates.
        client = client.no_proxy();
    }
    if let Some(authorities) = &at.authorities {
        client = client.tls_certs_only(Certificate::from_pem_bundle(authorities.as_bytes())?);
    } else if at.url.scheme() == "http" {
        client = client.tls_certs_only([]);
    }
    Ok(client.build()?)
}

async fn get<T: serde::de::DeserializeOwned>(client: &Client, url: Url) -> Result<T, FetchError> {
    let mut response = client.get(url).header("accept", "application/json").headers(outgoing()).send().await?;
    if response.status() != reqwest::StatusCode::OK {
        return Err(FetchError::Status(response.status().as_u16()));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(FetchError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&body).map_err(|_| FetchError::Garbage)
}
