//! What can be wrong in a `Partner` beyond its structure. Whether its documents fit the schema is asked of whoever
//! knows the schema.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cityhall_domain::diagnostics::{Diagnostic, Diagnostics};
use ipnet::IpNet;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::examine::{diagnostic, twice};
use crate::manifest::Manifest;
use crate::spec::PartnerSpec;
use crate::{Kind, reason};

/// The digest under which a document is executed: SHA-256 of its text, in hexadecimal.
#[must_use]
pub fn document_digest(text: &str) -> String {
    let mut digest = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

/// Every problem of a partner whose structure is right.
pub(crate) fn check(spec: &PartnerSpec, found: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for (index, client) in spec.clients.iter().enumerate() {
        twice(&mut seen, client.client_id.clone(), format!("spec.clients[{index}].clientId"), found);
        for (at, key) in client.jwks.keys.iter().enumerate() {
            key_of_client(&key.0, &format!("spec.clients[{index}].jwks.keys[{at}]"), found);
        }
    }
    for (index, range) in spec.address_ranges.iter().enumerate() {
        if range.0.parse::<IpNet>().is_err() {
            let message = format!("`{}` is no range of addresses such as 192.0.2.0/24", range.0);
            found.add(format!("spec.addressRanges[{index}]"), reason::WRONG_FORMAT, message);
        }
    }
    documents(spec, found);
}

/// Only public keys, and each with a name: the assertion says by it which key is meant.
fn key_of_client(key: &Value, path: &str, found: &mut Diagnostics) {
    if key.get("kid").and_then(Value::as_str).is_none_or(str::is_empty) {
        found.add(format!("{path}.kid"), reason::MISSING_FIELD, "a key of a client has a name");
    }
    let is_secret = key.get("d").is_some() || key.get("k").is_some();
    if is_secret {
        found.add(path, reason::PRIVATE_KEY, "this key is secret: whoever reads the manifest can use it");
    }
}

fn documents(spec: &PartnerSpec, found: &mut Diagnostics) {
    let (mut names, mut digests) = (BTreeSet::new(), BTreeSet::new());
    for (index, document) in spec.documents.iter().enumerate() {
        twice(&mut names, document.name.clone(), format!("spec.documents[{index}].name"), found);
        let digest = document_digest(&document.text);
        if document.digest.as_ref().is_some_and(|written| *written != digest) {
            let message = format!("the text has the digest {digest}");
            found.add(format!("spec.documents[{index}].digest"), reason::OTHER_DIGEST, message);
        }
        twice(&mut digests, digest, format!("spec.documents[{index}].text"), found);
    }
    if spec.only_documents && spec.documents.is_empty() {
        let message = "without a document there is nothing that this partner may do";
        found.add("spec.onlyDocuments", reason::MISSING_FIELD, message);
    }
}

/// What only several manifests together have wrong: a client of two partners, a module that is not there.
pub(crate) fn together(manifests: &[Manifest]) -> Vec<(usize, Diagnostic)> {
    let named = |one: &&Manifest| one.kind == Kind::ServiceModule;
    let modules: BTreeSet<&str> = manifests.iter().filter(named).map(|one| one.name.as_str()).collect();
    let (mut clients, mut found) = (BTreeMap::new(), Vec::new());
    for (index, one) in manifests.iter().enumerate().filter(|(_, one)| one.kind == Kind::Partner) {
        for (at, client) in texts(&one.spec, "/clients", Some("clientId")) {
            match clients.insert(client, one.name.as_str()) {
                Some(other) if other != one.name => {
                    let message = format!("partner `{other}` has this client");
                    let path = format!("spec.clients[{at}].clientId");
                    found.push((index, diagnostic(&path, reason::DUPLICATE_NAME, message)));
                }
                Some(_) | None => {}
            }
        }
        for (at, module) in texts(&one.spec, "/scope/modules", None) {
            if !modules.contains(module) {
                let path = format!("spec.scope.modules[{at}]");
                let message = format!("the city has no module `{module}`");
                found.push((index, diagnostic(&path, reason::UNKNOWN_MODULE, message)));
            }
        }
    }
    found
}

/// The texts of a list, each with its place: the items themselves, or a field of each.
fn texts<'a>(spec: &'a Value, list: &str, field: Option<&'a str>) -> impl Iterator<Item = (usize, &'a str)> {
    let items = spec.pointer(list).and_then(Value::as_array).into_iter().flatten().enumerate();
    items.filter_map(move |(index, item)| {
        let text = field.map_or(Some(item), |field| item.get(field))?.as_str()?;
        Some((index, text))
    })
}
