//! Partners: other bodies whose systems work over the API.
//!
//! What a partner is and may do stands here, as its manifest says it. How its systems prove themselves: [`tokens`]
//! (a token of the city's own, for a signed assertion) and [`keys`] (API keys, the fallback); what of that has to
//! be remembered is in [`database`]. Whatever way they came, they act as one partner, within a [`Grant`].
//!
//! Whom a partner acts for has given it a mandate ([`crate::mandates`]) under the name [`subject`] gives; without
//! one it reads what is published and hands in for nobody in particular.

mod assertion;
mod database;
mod keys;
mod tokens;

use std::collections::BTreeSet;
use std::net::IpAddr;

use cityhall_domain::name::{ModuleName, PartnerName, SubjectId};
use cityhall_domain::text::Text;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub(crate) use self::keys::KeyRing;
pub use self::keys::{ApiKey, IssueKey, IssuedKey, KeyRefused};
pub use self::tokens::{AccessToken, ExchangeRefused};
pub(crate) use self::tokens::{TokenIssuer, grant_of};
use crate::identity::hexadecimal;

/// How the subjects of partners begin. No token of another issuer has such a one.
const SUBJECT: &str = "partner:";

/// As whom a partner is known to those who give it a mandate, and in events.
#[must_use]
pub fn subject(partner: &PartnerName) -> SubjectId {
    SubjectId(format!("{SUBJECT}{partner}"))
}

/// The partner of such a subject.
pub(crate) fn partner_of(subject: &SubjectId) -> Option<PartnerName> {
    subject.0.strip_prefix(SUBJECT)?.parse().ok()
}

/// Whether a subject looks like a partner's: only the city itself says so of somebody.
pub(crate) fn is_reserved(subject: &SubjectId) -> bool {
    subject.0.starts_with(SUBJECT)
}

/// One partner, as it was published.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Partner {
    /// What the body is called.
    pub title: Text,
    /// Its systems that have a key of their own.
    #[serde(default)]
    pub clients: Vec<Client>,
    /// What its systems may do.
    pub scope: Scope,
    /// How much they may ask for together.
    #[serde(default)]
    pub quota: Option<Quota>,
    /// From where they call; empty: from anywhere.
    #[serde(default)]
    pub address_ranges: Vec<IpNet>,
    /// Documents that they execute by name or digest.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// Whether they execute those and no others.
    #[serde(default)]
    pub only_documents: bool,
}

impl Partner {
    /// Its system of this name.
    #[must_use]
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.client_id == id)
    }

    /// The document that somebody asks for by name, by digest, or by `sha256:` and digest.
    #[must_use]
    pub fn document(&self, wanted: &str) -> Option<&Document> {
        let digest = wanted.strip_prefix("sha256:").unwrap_or(wanted);
        self.documents.iter().find(|one| one.digest == digest || one.name == wanted)
    }
}

/// One system of a partner.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// What it calls itself.
    pub client_id: String,
    /// Its public keys, a JSON Web Key Set.
    pub jwks: serde_json::Value,
}

/// What may be done with cases.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// What.
    pub rights: BTreeSet<Right>,
    /// In which modules; absent: in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modules: Option<BTreeSet<ModuleName>>,
}

impl Scope {
    /// Whether it has this right in this module.
    #[must_use]
    pub fn allows(&self, right: Right, module: &ModuleName) -> bool {
        self.rights.contains(&right) && self.covers(module)
    }

    /// Whether it reaches as far as this module.
    #[must_use]
    pub fn covers(&self, module: &ModuleName) -> bool {
        self.modules.as_ref().is_none_or(|modules| modules.contains(module))
    }

    /// What both allow.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let modules = match (&self.modules, &other.modules) {
            (None, modules) | (modules, None) => modules.clone(),
            (Some(one), Some(other)) => Some(one.intersection(other).cloned().collect()),
        };
        Self { rights: self.rights.intersection(&other.rights).copied().collect(), modules }
    }
}

/// One thing that a partner may do. The words are stored and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Right {
    /// Read published cases.
    ReadPublished,
    /// Read the cases of whoever gave it a mandate.
    ReadCases,
    /// Hand in cases, and act in those that it reads for somebody.
    Submit,
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ReadPublished, Self::ReadCases, Self::Submit];
}

/// How much may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub struct Quota {
    /// How much, in units of cost.
    pub cost: u32,
    /// In how many seconds.
    pub seconds: u32,
}

/// One registered document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "WrittenDocument")]
pub struct Document {
    /// What it is called.
    pub name: String,
    /// SHA-256 of its text, in hexadecimal.
    pub digest: String,
    /// The GraphQL document.
    pub text: String,
}

#[derive(Deserialize)]
struct WrittenDocument {
    name: String,
    text: String,
}

impl From<WrittenDocument> for Document {
    fn from(WrittenDocument { name, text }: WrittenDocument) -> Self {
        Self { digest: document_digest(&text), name, text }
    }
}

/// The digest by which a document is asked for.
#[must_use]
pub fn document_digest(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// What a system of a partner proved to be, and what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grant {
    /// Whose system it is.
    pub partner: PartnerName,
    /// With what it proved itself.
    pub credential: Credential,
    /// What it may do: no more than the partner, and no more than the credential.
    pub scope: Scope,
    /// How much the partner may ask for, all of its systems together.
    pub quota: Option<Quota>,
}

/// With what a system proved itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Credential {
    /// A token for this client.
    Client(String),
    /// This API key.
    Key(String),
}

/// Whether a call from there is one of these ranges; no ranges are everywhere. Where it came from is not known:
/// only everywhere will do.
fn is_within(from: Option<IpAddr>, ranges: &[IpNet]) -> bool {
    ranges.is_empty() || from.is_some_and(|from| ranges.iter().any(|range| range.contains(&from.to_canonical())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(rights: &[Right], modules: Option<&[&str]>) -> Scope {
        let modules = modules.map(|modules| modules.iter().map(|name| name.parse().unwrap()).collect());
        Scope { rights: rights.iter().copied().collect(), modules }
    }

    #[test]
    fn two_scopes_together_allow_what_both_do() {
        let all = scope(&Right::ALL, None);
        let some = scope(&[Right::Submit], Some(&["letter", "lamp"]));
        let other = scope(&[Right::Submit, Right::ReadCases], Some(&["lamp"]));
        assert_eq!(all.and(&some), some);
        assert_eq!(some.and(&other), scope(&[Right::Submit], Some(&["lamp"])));
        let lamp = "lamp".parse().unwrap();
        assert!(other.allows(Right::ReadCases, &lamp) && !other.allows(Right::ReadPublished, &lamp));
        assert!(!other.allows(Right::Submit, &"letter".parse().unwrap()));
    }

    #[test]
    fn an_address_is_within_one_of_the_ranges_or_there_are_none() {
        let ranges: Vec<IpNet> = ["192.0.2.0/24", "2001:db8::/32"].map(|range| range.parse().unwrap()).into();
        let within = |address: &str| is_within(Some(address.parse().unwrap()), &ranges);
        assert!(within("192.0.2.9") && within("::ffff:192.0.2.9") && within("2001:db8::1"));
        assert!(!within("192.0.3.9") && !within("2001:db9::1"));
        assert!(!is_within(None, &ranges) && is_within(None, &[]));
    }

    #[test]
    fn a_document_is_found_by_name_and_by_digest() {
        let spec = serde_json::json!({"title": {"en": "Map"}, "scope": {"rights": ["Submit"]},
            "documents": [{"name": "who", "text": "{ viewer { kind } }"}]});
        let partner: Partner = serde_json::from_value(spec).unwrap();
        let digest = document_digest("{ viewer { kind } }");
        for wanted in ["who", &digest, &format!("sha256:{digest}")] {
            assert!(partner.document(wanted).is_some(), "{wanted}");
        }
        for wanted in ["", "Who", "sha256:who", &digest[1..]] {
            assert!(partner.document(wanted).is_none(), "{wanted}");
        }
    }
}
