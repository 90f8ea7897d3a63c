//! The webhook's certificate: made here, kept in one Secret, renewed long before it ends. Each renewal
//! has an authority of its own, whose key is forgotten at once; the one before stays trusted, so that
//! a replica that has not read the new certificate yet is still believed.
//!
//! Any replica may renew: the Secret is written only as it was read, so that one of them does.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use k8s_openapi::ByteString;
use k8s_openapi::api::admissionregistration::v1::ValidatingWebhookConfiguration;
use k8s_openapi::api::core::v1::Secret;
use kube::api::{Patch, PatchParams};
use kube::{Api, Client};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use serde_json::json;

use crate::events::OPERATOR;
use crate::options::WebhookOptions;

/// How long a certificate is good.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);
/// When it is renewed.
const RENEW_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Clocks of machines differ.
const SKEW: SignedDuration = SignedDuration::from_hours(1);

/// Entries of the Secret: the usual names for a chain, its key and those who may have signed it.
const CHAIN: &str = "tls.crt";
const KEY: &str = "tls.key";
const AUTHORITIES: &str = "ca.crt";
/// When it is to be renewed (RFC 3339).
const RENEW_AT: &str = "renew-at";

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The API server.
    #[error("failed to reach its Secret or configuration: {0}")]
    Kubernetes(#[from] kube::Error),
    /// The library that makes it.
    #[error("failed to make it: {0}")]
    Make(#[from] rcgen::Error),
    /// The Secret does not hold what this version writes.
    #[error("its Secret lacks `{0}`")]
    Lacks(&'static str),
}

/// What the webhook serves with, as PEM.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Certificate {
    pub(super) chain: Vec<u8>,
    pub(super) key: Vec<u8>,
}

/// Keeps the certificate.
pub(super) struct Keeper {
    secrets: Api<Secret>,
    configurations: Api<ValidatingWebhookConfiguration>,
    hosts: Vec<String>,
    options: WebhookOptions,
}

impl Keeper {
    pub(super) fn new(client: Client, namespace: &str, options: WebhookOptions) -> Self {
        let service = &options.service;
        let hosts = vec![format!("{service}.{namespace}.svc"), format!("{service}.{namespace}.svc.cluster.local")];
        let secrets = Api::namespaced(client.clone(), namespace);
        Self { secrets, configurations: Api::all(client), hosts, options }
    }

    /// Gives the certificate as it should be used now: renewed if it is time, known to the API server.
    pub(super) async fn keep(&self) -> Result<Certificate, Error> {
        let mut secret = self.secrets.get(&self.options.secret).await?;
        if is_due(&secret, now()) {
            secret = self.renew(secret).await?;
        }
        let entry = |name: &'static str| -> Result<Vec<u8>, Error> {
            let data = secret.data.as_ref().and_then(|data| data.get(name));
            data.map(|bytes| bytes.0.clone()).ok_or(Error::Lacks(name))
        };
        let certificate = Certificate { chain: entry(CHAIN)?, key: entry(KEY)? };
        self.tell(&entry(AUTHORITIES)?).await?;
        Ok(certificate)
    }

    async fn renew(&self, secret: Secret) -> Result<Secret, Error> {
        let before = secret.data.as_ref().and_then(|data| data.get(CHAIN).and(data.get(AUTHORITIES)));
        let data = make(&self.hosts, before.map(|bytes| bytes.0.as_slice()), now())?;
        let patch = json!({ "metadata": { "resourceVersion": secret.metadata.resource_version }, "data": data });
        match self.secrets.patch(&self.options.secret, &params(), &Patch::Merge(&patch)).await {
            Ok(written) => {
                tracing::info!("the webhook has a new certificate");
                Ok(written)
            }
            // Another replica was first.
            Err(kube::Error::Api(status)) if status.code == 409 => Ok(self.secrets.get(&self.options.secret).await?),
            Err(error) => Err(error.into()),
        }
    }

    /// Tells the API server whose certificates to believe.
    async fn tell(&self, authorities: &[u8]) -> Result<(), Error> {
        let configuration = self.configurations.get(&self.options.configuration).await?;
        let webhooks = configuration.webhooks.unwrap_or_default();
        let is_told = |bundle: Option<&ByteString>| bundle.is_some_and(|bundle| bundle.0 == authorities);
        if webhooks.iter().all(|webhook| is_told(webhook.client_config.ca_bundle.as_ref())) {
            return Ok(());
        }
        let bundle = ByteString(authorities.to_owned());
        let webhooks: Vec<_> = webhooks
            .iter()
            .map(|webhook| json!({ "name": webhook.name, "clientConfig": { "caBundle": bundle } }))
            .collect();
        let patch = json!({
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "ValidatingWebhookConfiguration",
            "webhooks": webhooks,
        });
        let params = PatchParams::apply(OPERATOR).force();
        self.configurations.patch(&self.options.configuration, &params, &Patch::Apply(&patch)).await?;
        Ok(())
    }
}

fn params() -> PatchParams {
    PatchParams { field_manager: Some(OPERATOR.to_owned()), ..PatchParams::default() }
}

/// Whether there is none yet, or it is time for another.
fn is_due(secret: &Secret, now: Timestamp) -> bool {
    let renew_at = secret.data.as_ref().and_then(|data| data.get(RENEW_AT));
    let renew_at = renew_at.and_then(|bytes| std::str::from_utf8(&bytes.0).ok()?.parse::<Timestamp>().ok());
    renew_at.is_none_or(|at| at <= now)
}

/// A new authority and a certificate that it has signed; `before` are those that signed until now.
fn make(
    hosts: &[String],
    before: Option<&[u8]>,
    now: Timestamp,
) -> Result<BTreeMap<&'static str, ByteString>, rcgen::Error> {
    let validity = |parameters: &mut CertificateParams| {
        let begins = day(now - SKEW);
        let ends = day(now + GOOD_FOR);
        parameters.not_before = date_time_ymd(begins.0, begins.1, begins.2);
        parameters.not_after = date_time_ymd(ends.0, ends.1, ends.2);
    };
    let authority_key = KeyPair::generate()?;
    let mut authority = CertificateParams::default();
    authority.distinguished_name.push(DnType::CommonName, format!("cityhall webhook authority {now}"));
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    validity(&mut authority);
    let mut authorities = authority.self_signed(&authority_key)?.pem();
    // Of those before only the newest: the older ones have signed nothing that is used.
    authorities.extend(before.and_then(first_of));
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate()?;
    let mut leaf = CertificateParams::new(hosts.to_vec())?;
    leaf.distinguished_name.push(DnType::CommonName, "cityhall webhook");
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    validity(&mut leaf);
    let chain = leaf.signed_by(&key, &issuer)?.pem();
    let renew_at = (now + RENEW_AFTER).to_string();
    let entries = [(CHAIN, chain), (KEY, key.serialize_pem()), (AUTHORITIES, authorities), (RENEW_AT, renew_at)];
    Ok(entries.map(|(name, text)| (name, ByteString(text.into_bytes()))).into())
}

/// The first of several PEM certificates.
fn first_of(pem: &[u8]) -> Option<String> {
    const END: &str = "-----END CERTIFICATE-----";
    let text = std::str::from_utf8(pem).ok()?;
    let end = text.find(END)? + END.len();
    Some(format!("{}\n", &text[..end]))
}

/// The day of a moment, in UTC.
fn day(at: Timestamp) -> (i32, u8, u8) {
    let date = at.to_zoned(TimeZone::UTC).date();
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    (i32::from(date.year()), part(date.month()), part(date.day()))
}

#[expect(clippy::disallowed_methods, reason = "certificates are good by the real clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(data: BTreeMap<&'static str, ByteString>) -> Secret {
        let data = data.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect();
        Secret { data: Some(data), ..Secret::default() }
    }

    #[test]
    fn a_certificate_is_renewed_long_before_it_ends_and_the_one_before_stays_trusted() {
        let begun: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        let hosts = ["webhook.city.svc".to_owned()];
        let first = make(&hosts, None, begun).unwrap();
        assert!(is_due(&Secret::default(), begun));
        assert!(!is_due(&secret(first.clone()), begun + SignedDuration::from_hours(24)));
        let later = begun + RENEW_AFTER;
        assert!(is_due(&secret(first.clone()), later));
        let second = make(&hosts, Some(&first[AUTHORITIES].0), later).unwrap();
        let count = |data: &BTreeMap<&str, ByteString>| {
            String::from_utf8(data[AUTHORITIES].0.clone()).unwrap().matches("BEGIN CERTIFICATE").count()
        };
        assert_eq!((count(&first), count(&second)), (1, 2));
        let third = make(&hosts, Some(&second[AUTHORITIES].0), later).unwrap();
        assert_eq!(count(&third), 2, "only the one before");
        assert_ne!(first[CHAIN], second[CHAIN]);
    }
}
