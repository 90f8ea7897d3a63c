//! One sealed value: its bytes, what they are bound to, how they open.
//!
//! A value is sealed with AES-256-GCM under the key of the person it belongs to. What is encrypted
//! is 32 bytes of salt followed by the value's JSON. What it is bound to (the additional data) is
//! the list `city, stream, event id, type, schema, subject, key, part, class`, each with its length
//! before it, so that a value cannot be moved to another event, person or place in its event.
//!
//! The commitment is SHA-256 over `"cityhall/commitment/v1", salt, additional data, JSON`, each with
//! its length before it. The salt lies inside the sealed bytes: whoever may open the value can prove
//! it against the commitment, and once the key is destroyed nobody can try guesses against it.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cityhall_domain::case::event::Part;
use cityhall_domain::form::Class;
use cityhall_domain::name::SubjectId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::identity::{CityId, random};

const SALT_BYTES: usize = 32;

/// In which event a value was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    /// The event's stream.
    pub stream: String,
    /// The event.
    pub event_id: Uuid,
    /// The event's type.
    pub event_type: String,
    /// The type's schema version.
    pub schema: u16,
}

/// A sealed value, as it stands in an event's payload and in views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sealed {
    /// Whose key sealed it.
    pub subject: SubjectId,
    /// Which of the person's keys, from 1; a person who was erased and comes back has a new one.
    pub key: u32,
    /// Which part of the event it is.
    pub part: Part,
    /// Who may read it.
    pub class: Class,
    /// Never used twice with one key: drawn at random.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub nonce: Vec<u8>,
    /// Salt and value, sealed.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub ciphertext: Vec<u8>,
    /// Commits to the value without telling it.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub commitment: Vec<u8>,
}

/// What became of a sealed value.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// It opened.
    Value(Value),
    /// The person's key was destroyed: nobody can read it any more.
    Erased,
    /// It does not open with the key that there is, or the key is not there.
    Unreadable,
}

/// A data key, ready for use. Wiped from memory when dropped.
pub(crate) struct DataKey {
    /// Which of the person's keys, from 1.
    pub(crate) number: u32,
    cipher: Aes256Gcm,
}

impl DataKey {
    pub(crate) fn new(number: u32, key: &[u8; 32]) -> Self {
        Self { number, cipher: Aes256Gcm::new(key.into()) }
    }

    /// Seals `value`; `None` if it is longer than the cipher takes (64 GiB).
    pub(crate) fn seal(&self, bound: &Bound<'_>, value: &Value) -> Option<Sealed> {
        let salt = random::<SALT_BYTES>();
        let mut plain = Zeroizing::new(salt.to_vec());
        serde_json::to_writer(&mut *plain, value).ok()?;
        let aad = bound.additional_data(self.number);
        let nonce = random::<12>();
        let ciphertext = self.cipher.encrypt(&Nonce::from(nonce), Payload { msg: &plain, aad: &aad }).ok()?;
        Some(Sealed {
            subject: bound.subject.clone(),
            key: self.number,
            part: bound.part,
            class: bound.class,
            nonce: nonce.to_vec(),
            ciphertext,
            commitment: commitment(&salt, &aad, &plain[SALT_BYTES..]),
        })
    }

    pub(crate) fn open(&self, city: CityId, origin: &Origin, sealed: &Sealed) -> Opened {
        let bound = Bound { city, origin, subject: &sealed.subject, part: sealed.part, class: sealed.class };
        let aad = bound.additional_data(sealed.key);
        let Ok(nonce) = <[u8; 12]>::try_from(sealed.nonce.as_slice()) else { return Opened::Unreadable };
        let payload = Payload { msg: &sealed.ciphertext, aad: &aad };
        let Ok(plain) = self.cipher.decrypt(&Nonce::from(nonce), payload).map(Zeroizing::new) else {
            return Opened::Unreadable;
        };
        let Some((salt, json)) = plain.split_at_checked(SALT_BYTES) else { return Opened::Unreadable };
        if commitment(salt, &aad, json) != sealed.commitment {
            return Opened::Unreadable;
        }
        serde_json::from_slice(json).map_or(Opened::Unreadable, Opened::Value)
    }
}

/// What a sealed value is bound to.
pub(crate) struct Bound<'a> {
    pub(crate) city: CityId,
    pub(crate) origin: &'a Origin,
    pub(crate) subject: &'a SubjectId,
    pub(crate) part: Part,
    pub(crate) class: Class,
}

impl Bound<'_> {
    fn additional_data(&self, key: u32) -> Vec<u8> {
        let part = match self.part {
            Part::Answers => "answers",
            Part::Fields => "fields",
            Part::Reason => "reason",
            Part::Persons => "persons",
            Part::Message => "message",
            Part::Comment => "comment",
        };
        let class = match self.class {
            Class::Public => "public",
            Class::Internal => "internal",
            Class::Personal => "personal",
            Class::Sensitive => "sensitive",
        };
        let parts: [&[u8]; 9] = [
            self.city.0.as_bytes(),
            self.origin.stream.as_bytes(),
            self.origin.event_id.as_bytes(),
            self.origin.event_type.as_bytes(),
            &self.origin.schema.to_be_bytes(),
            self.subject.0.as_bytes(),
            &key.to_be_bytes(),
            part.as_bytes(),
            class.as_bytes(),
        ];
        let mut bytes = Vec::with_capacity(256);
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }
}

fn commitment(salt: &[u8], aad: &[u8], json: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [b"cityhall/commitment/v1".as_slice(), salt, aad, json] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

fn to_base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    BASE64_STANDARD.decode(text).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn origin(event: u128) -> Origin {
        Origin {
            stream: "case-QS-2026".to_owned(),
            event_id: Uuid::from_u128(event),
            event_type: "CaseSubmitted".to_owned(),
            schema: 1,
        }
    }

    #[test]
    fn a_value_opens_where_it_was_sealed_and_nowhere_else() {
        let (key, city) = (DataKey::new(1, &[1; 32]), CityId(Uuid::from_u128(1)));
        let (subject, value) = (SubjectId("r-1".to_owned()), json!({"plate": "QS12345"}));
        let here = origin(1);
        let bound = Bound { city, origin: &here, subject: &subject, part: Part::Answers, class: Class::Personal };
        let sealed = key.seal(&bound, &value).unwrap();
        assert_eq!(key.open(city, &here, &sealed), Opened::Value(value.clone()));

        assert_eq!(key.open(city, &origin(2), &sealed), Opened::Unreadable, "another event");
        assert_eq!(key.open(CityId(Uuid::from_u128(2)), &here, &sealed), Opened::Unreadable, "another city");
        let elsewhere = Sealed { part: Part::Fields, ..sealed.clone() };
        assert_eq!(key.open(city, &here, &elsewhere), Opened::Unreadable, "another part");
        let relabelled = Sealed { class: Class::Public, ..sealed.clone() };
        assert_eq!(key.open(city, &here, &relabelled), Opened::Unreadable, "another class");
        let stolen = Sealed { subject: SubjectId("r-2".to_owned()), ..sealed.clone() };
        assert_eq!(key.open(city, &here, &stolen), Opened::Unreadable, "another person");
        assert_eq!(DataKey::new(1, &[2; 32]).open(city, &here, &sealed), Opened::Unreadable, "another key");

        let again = key.seal(&bound, &value).unwrap();
        assert_ne!(again.commitment, sealed.commitment, "equal values do not look equal");
        assert_eq!(serde_json::from_value::<Sealed>(serde_json::to_value(&sealed).unwrap()).unwrap(), sealed);
    }

    #[test]
    fn what_was_sealed_once_opens_for_ever() {
        let (key, city) = (DataKey::new(1, &[1; 32]), CityId(Uuid::from_u128(1)));
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/sealed/v1.json");
        if std::env::var_os("CITYHALL_WRITE_GOLDEN").is_some() && !std::path::Path::new(path).exists() {
            let (here, subject) = (origin(1), SubjectId("r-1".to_owned()));
            let bound = Bound { city, origin: &here, subject: &subject, part: Part::Answers, class: Class::Personal };
            let sealed = key.seal(&bound, &json!({"plate": "QS12345"})).unwrap();
            std::fs::write(path, serde_json::to_string_pretty(&sealed).unwrap() + "\n").unwrap();
        }
        let sealed: Sealed = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        assert_eq!(key.open(city, &origin(1), &sealed), Opened::Value(json!({"plate": "QS12345"})));
    }
}
