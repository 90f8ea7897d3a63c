//! Where identities and randomness come from: the only place that draws them, and the derivations
//! that make the same request the same thing.

use aes_gcm::aead::Generate;
use cityhall_domain::case::CaseNumber;
use cityhall_domain::facts::Facts;
use cityhall_domain::mandate::MandateId;
use cityhall_domain::name::{CaseId, ModuleName};
use cityhall_domain::supervision::MatterId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::access::Principal;

/// The identity of one city: drawn when its store is founded, and the name space of everything
/// that is derived in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CityId(pub Uuid);

impl CityId {
    /// A new city's identity.
    #[must_use]
    pub(crate) fn draw() -> Self {
        Self(fresh())
    }
}

/// A fresh random identity.
#[expect(clippy::disallowed_methods, reason = "the one place that draws identities")]
pub(crate) fn fresh() -> Uuid {
    Uuid::new_v4()
}

/// Fresh random bytes from the system's generator: keys, nonces, salts.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    <[u8; N]>::generate()
}

/// A client's key as it is stored: bound to who sent it, so that nobody meets another's.
pub(crate) fn key_digest(who: &Principal, key: &str) -> String {
    hexadecimal(&digest(&["cityhall/key/v1", &scope(who), key]))
}

/// The identity of a submission. With a key it is derived, so that the same submission is the same
/// case on every machine; without one it is drawn. `attempt` counts numbers that were taken.
pub(crate) fn case_id(city: CityId, module: &ModuleName, key_digest: Option<&str>, attempt: u8) -> CaseId {
    match key_digest {
        None => CaseId(fresh()),
        Some(key) => CaseId(derived(city, &["case", module.as_str(), key, &attempt.to_string()])),
    }
}

/// The identity of the supervision matter that an event or a request leads to.
pub(crate) fn matter_id(city: CityId, cause: &str) -> MatterId {
    MatterId(derived(city, &["matter", cause]))
}

/// The identity of the mandate that a request gives.
pub(crate) fn mandate_id(city: CityId, request: Uuid) -> MandateId {
    MandateId(derived(city, &["mandate", &request.to_string()]))
}

/// The identity of the event at `index` of one request.
pub(crate) fn event_id(city: CityId, stream: &str, request: Uuid, index: usize) -> Uuid {
    derived(city, &["event", stream, &request.to_string(), &index.to_string()])
}

/// The identity of a request: derived from its client's key where it has one.
pub(crate) fn request_id(city: CityId, key_digest: Option<&str>) -> Uuid {
    key_digest.map_or_else(fresh, |key| derived(city, &["request", key]))
}

fn derived(city: CityId, parts: &[&str]) -> Uuid {
    Uuid::new_v5(&city.0, &digest(parts))
}

fn scope(who: &Principal) -> String {
    let subject = who.subject().map_or("", |subject| subject.0.as_str());
    let mandate = who.mandate.as_ref().map(|mandate| format!(":{}", mandate.id)).unwrap_or_default();
    format!("{}:{subject}{mandate}", who.kind())
}

/// SHA-256 over parts, each preceded by its length, so that no two lists of parts look the same.
pub(crate) fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// Bytes as lower-case hexadecimal text.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|nibble| char::from(DIGITS[usize::from(nibble)])).collect()
}

/// The numbers that the case with this id may have, the newest first: a number carries the year of
/// submission, which an id does not, so every year since the city was founded is tried.
pub(crate) fn numbers_of(
    facts: &Facts,
    founded_at: Timestamp,
    now: Timestamp,
    id: CaseId,
) -> impl Iterator<Item = CaseNumber> {
    let year = |at: Timestamp| facts.zone.to_datetime(at).year();
    (year(founded_at)..=year(now)).rev().map(move |year| CaseNumber::derive(&facts.city_code, year, id))
}

#[cfg(test)]
mod tests {
    use cityhall_domain::name::SubjectId;

    use super::*;
    use crate::access::Standing;

    fn resident(subject: &str) -> Principal {
        Principal::new(Standing::Resident { subject: SubjectId(subject.to_owned()) }, None)
    }

    #[test]
    fn a_key_means_the_same_case_for_its_owner_only() {
        let city = CityId::draw();
        let module: ModuleName = "letter".parse().unwrap();
        let mine = key_digest(&resident("r-1"), "k");
        let theirs = key_digest(&resident("r-2"), "k");
        assert_eq!(case_id(city, &module, Some(&mine), 0), case_id(city, &module, Some(&mine), 0));
        assert_ne!(case_id(city, &module, Some(&mine), 0), case_id(city, &module, Some(&theirs), 0));
        assert_ne!(case_id(city, &module, Some(&mine), 0), case_id(city, &module, Some(&mine), 1));
        assert_ne!(case_id(city, &module, None, 0), case_id(city, &module, None, 0));
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_eq!(hexadecimal(&[0, 0xaf, 0xff]), "00afff");
    }
}
