//! The admission webhook: a manifest that makes no sense is refused where it is applied, with every
//! problem at once. What CEL can say stands in the definitions; what needs the compiler is said here.
//!
//! Reading order: [`serve`], `review` (the verdict), `certificate` (who the API server knows it by).

mod certificate;
mod review;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::routing::post;
use axum::{Json, Router};
use axum_server::tls_rustls::RustlsConfig;

use crate::context::Context;
use crate::options::WebhookOptions;
use certificate::{Certificate, Keeper};
pub use review::{JUDGED_WITH_CITY, JUDGED_WITHOUT_CITY, PLUGIN};

/// How often the certificate is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// The largest review: a new and an old object of Kubernetes' greatest size, and some.
const REVIEW_BYTES_MAX: usize = 8 << 20;

/// Serves reviews, with a certificate that is renewed in time, for ever.
///
/// # Errors
/// When it cannot listen.
pub(crate) async fn serve(ctx: Arc<Context>, options: WebhookOptions) -> Result<(), String> {
    let listen = options.listen;
    let keeper = Keeper::new(ctx.client.clone(), &ctx.options.namespace, options);
    let first = obtain(&keeper).await;
    let unusable = |error: std::io::Error| format!("the webhook's certificate is not usable: {error}");
    let tls = RustlsConfig::from_pem(first.chain.clone(), first.key.clone()).await.map_err(unusable)?;
    let router = Router::new()
        .route("/validate", post(move |Json(asked)| async move { Json(review::answer(&ctx, asked).await) }))
        .layer(DefaultBodyLimit::max(REVIEW_BYTES_MAX));
    let served = axum_server::bind_rustls(listen, tls.clone()).serve(router.into_make_service());
    tokio::select! {
        served = served => served.map_err(|error| format!("the webhook cannot listen on {listen}: {error}")),
        () = keep(&keeper, &tls, first) => Ok(()),
    }
}

/// The first certificate, waited for.
async fn obtain(keeper: &Keeper) -> Certificate {
    loop {
        match keeper.keep().await {
            Ok(certificate) => return certificate,
            Err(error) => tracing::warn!(%error, "there is no certificate for the webhook yet; tried again"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Follows the certificate: another replica may renew it too.
async fn keep(keeper: &Keeper, tls: &RustlsConfig, mut used: Certificate) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        match keeper.keep().await {
            Ok(certificate) if certificate == used => {}
            Ok(certificate) => match tls.reload_from_pem(certificate.chain.clone(), certificate.key.clone()).await {
                Ok(()) => used = certificate,
                Err(error) => tracing::error!(%error, "the webhook's new certificate is not usable"),
            },
            Err(error) => tracing::warn!(%error, "the webhook's certificate could not be looked at; tried again"),
        }
    }
}
