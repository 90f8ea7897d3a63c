//! Who signs service account tokens in this cluster, and with which keys: what a city needs to trust
//! the operator without ever talking to the Kubernetes API.

use std::time::Duration;

use kube::Client;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::context::Context;

/// How old the keys may get: a cluster rotates them now and then.
const KEEP: Duration = Duration::from_mins(10);

/// The issuer as a city's publisher file names it; asked of the cluster now and then.
pub(crate) struct ClusterKeys(Mutex<Option<(Instant, Value)>>);

impl ClusterKeys {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// The text of the file that tells a city who may publish. When the cluster does not answer, that of before.
    ///
    /// # Errors
    /// When it never answered.
    pub(crate) async fn get(&self, ctx: &Context) -> Result<String, String> {
        let mut known = self.0.lock().await;
        if known.as_ref().is_none_or(|(at, _)| at.elapsed() >= KEEP) {
            match ask(&ctx.client).await {
                Ok(issuer) => *known = Some((Instant::now(), issuer)),
                Err(error) if known.is_none() => return Err(error),
                Err(error) => tracing::warn!(error, "the keys of before are told on"),
            }
        }
        let (_, issuer) = known.as_ref().ok_or("not asked")?;
        let options = &ctx.options;
        let subject = format!("system:serviceaccount:{}:{}", options.namespace, options.service_account);
        let mut issuer = issuer.clone();
        issuer["audience"] = json!(options.audience);
        Ok(json!({ "subject": subject, "issuer": issuer }).to_string())
    }
}

/// `OpenID` Connect Discovery as the API server offers it to every service account.
async fn ask(client: &Client) -> Result<Value, String> {
    let discovery = read(client, "/.well-known/openid-configuration").await?;
    let jwks = read(client, "/openid/v1/jwks").await?;
    let issuer = discovery["issuer"].as_str().ok_or("the discovery document names no issuer")?;
    // Tokens of service accounts do not say of what type they are.
    Ok(json!({ "issuer": issuer, "jwks": { "keys": jwks["keys"] }, "tokenType": "Jwt" }))
}

async fn read(client: &Client, path: &str) -> Result<Value, String> {
    let request = axum::http::Request::get(path).body(Vec::new()).map_err(|error| error.to_string())?;
    client.request(request).await.map_err(|error| format!("{path}: {error}"))
}
