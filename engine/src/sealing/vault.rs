//! Seals and opens values for the rest of the engine: keys by person, a small cache of opened ones,
//! and the blind index by which people are found without being named.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use cityhall_domain::case::{CaseNumber, ReceiptCode};
use cityhall_domain::form::identifier::is_identifier;
use cityhall_domain::name::SubjectId;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use tokio::sync::{mpsc, oneshot};
use zeroize::Zeroizing;

use super::key_database::{self, Caches, Found, KeysUnavailable, Request};
use super::value::{DataKey, Opened, Origin, Sealed};
use super::wrapping::{KeyEncryptionKey, LocalKey};
use crate::config::{Mode, OpenError};
use crate::identity::{CityId, hexadecimal};

/// How many opened keys are kept in memory.
const KEYS_CACHED_MAX: u64 = 10_000;

/// How long the subject of a token may be, in bytes.
const SUBJECT_BYTES_MAX: usize = 255;

/// How subjects begin that are blind tokens.
pub(crate) const IDENTIFIED: &str = "id:";

/// Finds a person without naming them: HMAC-SHA-256 of an identifier under a key of the city.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BlindToken(pub [u8; 32]);

impl From<BlindToken> for String {
    fn from(token: BlindToken) -> String {
        hexadecimal(&token.0)
    }
}

impl TryFrom<String> for BlindToken {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err("a blind token is 64 hexadecimal digits");
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16)
                .map_err(|_| "a blind token is 64 hexadecimal digits")?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Debug for BlindToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlindToken({}…)", &hexadecimal(&self.0)[..8])
    }
}

/// Seals and opens values.
pub struct Vault {
    city: CityId,
    blind: Hmac<Sha256>,
    receipts: Hmac<Sha256>,
    partner_tokens: Zeroizing<[u8; 32]>,
    api_keys: Zeroizing<[u8; 32]>,
    caches: Caches,
    requests: mpsc::Sender<Request>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("city", &self.city).finish_non_exhaustive()
    }
}

impl Vault {
    /// The vault in the folder `data`. `founded` says whether the store has events: then nothing
    /// is made that must have been there before.
    ///
    /// # Errors
    /// [`OpenError::KeyRequired`] without a key-encryption key outside development;
    /// [`OpenError::KeysMissing`] when the keys of a store with events are not there or do not open.
    pub(crate) fn open(
        data: &Path,
        mode: Mode,
        given: Option<Arc<dyn KeyEncryptionKey>>,
        city: CityId,
        founded: bool,
    ) -> Result<Self, OpenError> {
        let path = data.join("keys.db");
        if founded && !path.exists() {
            return Err(OpenError::KeysMissing(format!("{} does not exist", path.display())));
        }
        let made_before = path.exists();
        let kek = match (given, mode) {
            (Some(kek), _) => kek,
            (None, Mode::Production) => return Err(OpenError::KeyRequired),
            (None, Mode::Development) => development_key(data, made_before)?,
        };
        let unusable = |error: KeysUnavailable| OpenError::KeysMissing(error.0);
        let connection = key_database::open(&path).map_err(|error| OpenError::State(error.0))?;
        let root = key_database::root_key(&connection, &*kek, "blind-index", !founded).map_err(unusable)?;
        let blind = Hmac::new_from_slice(&*root).map_err(|error| OpenError::State(error.to_string()))?;
        // Made where there are none, also over a store with events: nothing that was written rests on them.
        let later = |purpose| key_database::root_key(&connection, &*kek, purpose, true).map_err(unusable);
        let (partner_tokens, api_keys) = (later("partner-tokens")?, later("api-keys")?);
        let receipts =
            Hmac::new_from_slice(&*later("receipts")?).map_err(|error| OpenError::State(error.to_string()))?;
        let (requests, received) = mpsc::channel(1024);
        let caches = Caches::new(KEYS_CACHED_MAX);
        let shared = caches.clone();
        let thread = std::thread::Builder::new()
            .name("cityhall-keys".to_owned())
            .spawn(move || key_database::serve(connection, &*kek, &shared, received))
            .map_err(|error| OpenError::State(error.to_string()))?;
        let thread = Mutex::new(Some(thread));
        Ok(Self { city, blind, receipts, partner_tokens, api_keys, caches, requests, thread })
    }

    /// The seed of the key with which the city signs tokens for partners.
    pub(crate) fn partner_tokens(&self) -> &[u8; 32] {
        &self.partner_tokens
    }

    /// The key under which the secrets of API keys are hashed.
    pub(crate) fn api_keys(&self) -> &[u8; 32] {
        &self.api_keys
    }

    /// What the city calls the person of a token's `sub`, or whom somebody names. A number of an identity
    /// card and a credit code stand nowhere in the clear: such a person is called by their blind token, so
    /// that they are the same person whether somebody names them or they come themselves.
    #[must_use]
    pub fn subject_of(&self, given: &str) -> SubjectId {
        let given = given.trim();
        if is_identifier(given) {
            let BlindToken(token) = self.blind_index(&given.to_ascii_uppercase());
            return SubjectId(format!("{IDENTIFIED}{}", hexadecimal(&token)));
        }
        SubjectId(given.to_owned())
    }

    /// The same for the subject of a token, of an issuer whose subjects are called so before their own name. Who is
    /// called by an identity number is the same person whoever says it, and the number stands nowhere in the clear.
    #[must_use]
    pub(crate) fn subject_of_issuer(&self, prefix: Option<&str>, given: &str) -> SubjectId {
        let named = self.subject_of(given);
        match prefix {
            Some(prefix) if !named.0.starts_with(IDENTIFIED) => SubjectId(format!("{prefix}:{}", named.0)),
            Some(_) | None => named,
        }
    }

    /// Whom somebody wrote in an input, called as the city calls them; `None` for what can be the subject of no
    /// token.
    #[must_use]
    pub fn written_subject(&self, text: &str) -> Option<SubjectId> {
        (1..=SUBJECT_BYTES_MAX).contains(&text.trim().len()).then(|| self.subject_of(text))
    }

    /// A digest of bytes that may hold a number out of few: keyed, so that nobody finds it by trying all.
    #[must_use]
    pub(crate) fn keyed_digest(&self, bytes: &[u8]) -> String {
        let mut mac = self.blind.clone();
        mac.update(b"cityhall/request/v1");
        mac.update(bytes);
        hexadecimal(&mac.finalize().into_bytes())
    }

    /// The code that the receipt of a case shows. Nothing stores it: it follows from the number under a key of the city.
    #[must_use]
    pub(crate) fn receipt_code(&self, number: &CaseNumber) -> ReceiptCode {
        let digest: [u8; 32] = self.receipt(number).finalize().into_bytes().into();
        let [first, second, third, fourth, fifth, ..] = digest;
        ReceiptCode::new([first, second, third, fourth, fifth])
    }

    /// Whether `code` is that of the receipt of `number`, in a time that tells nothing of the right one.
    #[must_use]
    pub(crate) fn is_receipt(&self, number: &CaseNumber, code: ReceiptCode) -> bool {
        self.receipt(number).verify_truncated_left(code.bytes()).is_ok()
    }

    fn receipt(&self, number: &CaseNumber) -> Hmac<Sha256> {
        let mut mac = self.receipts.clone();
        mac.update(number.as_str().as_bytes());
        mac
    }

    /// The token by which `identifier` (a subject id, a number of an identity card) is found. White
    /// space around it and the case of an identity card's check letter do not matter.
    #[must_use]
    pub fn blind_index(&self, identifier: &str) -> BlindToken {
        let identifier = identifier.trim();
        let called = identifier.strip_prefix(IDENTIFIED).map(|token| BlindToken::try_from(token.to_owned()));
        if let Some(Ok(token)) = called {
            return token;
        }
        let card = identifier.len() == 18 && identifier.bytes().take(17).all(|byte| byte.is_ascii_digit());
        let mut mac = self.blind.clone();
        if card {
            mac.update(identifier.to_ascii_uppercase().as_bytes());
        } else {
            mac.update(identifier.as_bytes());
        }
        BlindToken(mac.finalize().into_bytes().into())
    }

    /// Opens values, each in the event that it was sealed in. A value whose person was erased or
    /// whose key does not fit says so; it is no error.
    ///
    /// # Errors
    /// When the keys cannot be read at all.
    #[tracing::instrument(level = "debug", skip_all, fields(size = values.len()))]
    pub async fn open_values(&self, values: &[(&Origin, &Sealed)]) -> Result<Vec<Opened>, KeysUnavailable> {
        let mut keys: HashMap<(SubjectId, u32), Found> = HashMap::new();
        let mut missing = Vec::new();
        for (_, sealed) in values {
            let id = (sealed.subject.clone(), sealed.key);
            match self.caches.opened.get(&id) {
                Some(key) => drop(keys.insert(id, Found::Key(key))),
                None if !missing.contains(&id) => missing.push(id),
                None => {}
            }
        }
        if !missing.is_empty() {
            let found = self.ask(|reply| Request::Exactly(missing.clone(), reply)).await?;
            for (id, found) in missing.into_iter().zip(found) {
                keys.insert(id, found);
            }
        }
        Ok(values
            .iter()
            .map(|(origin, sealed)| match keys.get(&(sealed.subject.clone(), sealed.key)) {
                Some(Found::Key(key)) => key.open(self.city, origin, sealed),
                Some(Found::Erased) => Opened::Erased,
                Some(Found::Missing) | None => Opened::Unreadable,
            })
            .collect())
    }

    /// The keys under which values of these people are sealed now, on disk before this returns.
    #[tracing::instrument(level = "debug", skip_all, fields(size = subjects.len()))]
    pub(crate) async fn keys_of(&self, subjects: &[SubjectId]) -> Result<Vec<Arc<DataKey>>, KeysUnavailable> {
        let cached: Option<Vec<_>> = subjects.iter().map(|subject| self.caches.newest.get(subject)).collect();
        if let Some(cached) = cached {
            return Ok(cached);
        }
        self.ask(|reply| Request::Current(subjects.to_vec(), reply)).await
    }

    /// Destroys every key of a person: what was sealed with them is unreadable from now on, in
    /// events and in views alike. Cannot be undone.
    ///
    /// # Errors
    /// When the key database cannot be written; then nothing is destroyed.
    pub async fn erase(&self, subject: &SubjectId) -> Result<(), KeysUnavailable> {
        self.ask(|reply| Request::Erase(subject.clone(), reply)).await
    }

    async fn ask<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<Result<T, KeysUnavailable>>) -> Request,
    ) -> Result<T, KeysUnavailable> {
        let closed = || KeysUnavailable("shutting down".to_owned());
        let (reply, answer) = oneshot::channel();
        self.requests.send(request(reply)).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    /// Stops the thread and waits for it.
    pub(crate) async fn close(&self) {
        // If the thread has ended already, there is nobody to tell.
        drop(self.requests.send(Request::Close).await);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && tokio::task::spawn_blocking(move || thread.join()).await.is_err()
        {
            tracing::error!("the thread of the key database did not end well");
        }
    }
}

/// The key file of a development store: read if it is there, made only if no key was wrapped yet.
fn development_key(data: &Path, made_before: bool) -> Result<Arc<dyn KeyEncryptionKey>, OpenError> {
    let path = data.join("development.kek");
    let key = if path.exists() {
        LocalKey::read(&path)
    } else if made_before {
        return Err(OpenError::KeysMissing(format!("{} does not exist", path.display())));
    } else {
        LocalKey::create(&path)
    };
    key.map(|key| Arc::new(key) as Arc<dyn KeyEncryptionKey>).map_err(|error| OpenError::KeysMissing(error.0))
}

#[cfg(test)]
mod tests {
    use cityhall_domain::case::event::Part;
    use cityhall_domain::form::Class;
    use cityhall_domain::name::CaseId;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::sealing::value::Bound;

    fn open(data: &Path, founded: bool) -> Result<Vault, OpenError> {
        Vault::open(data, Mode::Development, None, CityId(Uuid::from_u128(1)), founded)
    }

    fn origin() -> Origin {
        let event_type = "CaseSubmitted".to_owned();
        Origin { stream: "case-1".to_owned(), event_id: Uuid::from_u128(7), event_type, schema: 1 }
    }

    async fn seal(vault: &Vault, subject: &str, value: &str) -> Sealed {
        let subject = SubjectId(subject.to_owned());
        let key = vault.keys_of(std::slice::from_ref(&subject)).await.unwrap().remove(0);
        let (origin, city) = (origin(), vault.city);
        let bound = Bound { city, origin: &origin, subject: &subject, part: Part::Reason, class: Class::Personal };
        key.seal(&bound, &json!(value)).unwrap()
    }

    async fn read(vault: &Vault, sealed: &Sealed) -> Opened {
        vault.open_values(&[(&origin(), sealed)]).await.unwrap().remove(0)
    }

    #[tokio::test]
    async fn the_code_of_a_receipt_stays_and_opens_one_case() {
        let data = tempfile::tempdir().unwrap();
        let vault = open(data.path(), false).unwrap();
        let [mine, other] = [1, 2].map(|id| CaseNumber::derive("QS", 2026, CaseId(Uuid::from_u128(id))));
        let code = vault.receipt_code(&mine);
        vault.close().await;

        let vault = open(data.path(), true).unwrap();
        assert_eq!(vault.receipt_code(&mine), code, "after a restart");
        assert!(vault.is_receipt(&mine, code));
        assert!(!vault.is_receipt(&other, code));
        let mut bytes = *code.bytes();
        bytes[0] ^= 1;
        assert!(!vault.is_receipt(&mine, ReceiptCode::new(bytes)));
        vault.close().await;

        let elsewhere = tempfile::tempdir().unwrap();
        let vault = open(elsewhere.path(), false).unwrap();
        assert!(!vault.is_receipt(&mine, code), "another city has another key");
        vault.close().await;
    }

    #[tokio::test]
    async fn what_was_sealed_opens_after_a_restart_until_the_person_is_erased() {
        let data = tempfile::tempdir().unwrap();
        let vault = open(data.path(), false).unwrap();
        let (mine, theirs) = (seal(&vault, "r-1", "mine").await, seal(&vault, "r-2", "theirs").await);
        let token = vault.blind_index("r-1");
        vault.close().await;

        let vault = open(data.path(), true).unwrap();
        assert_eq!(vault.blind_index(" r-1 "), token);
        assert_ne!(vault.blind_index("r-2"), token);
        assert_eq!(vault.blind_index("11010519491231002x"), vault.blind_index("11010519491231002X"));
        assert_eq!(read(&vault, &mine).await, Opened::Value(json!("mine")));

        vault.erase(&SubjectId("r-1".to_owned())).await.unwrap();
        assert_eq!(read(&vault, &mine).await, Opened::Erased);
        assert_eq!(read(&vault, &theirs).await, Opened::Value(json!("theirs")));

        let again = seal(&vault, "r-1", "back").await;
        assert_eq!(again.key, 2, "a person who comes back has a new key");
        assert_eq!(read(&vault, &again).await, Opened::Value(json!("back")));
        assert_eq!(read(&vault, &mine).await, Opened::Erased);
        let unknown = Sealed { key: 9, ..again };
        assert_eq!(read(&vault, &unknown).await, Opened::Unreadable);
        vault.close().await;
    }

    #[tokio::test]
    async fn a_person_of_an_identity_number_is_the_same_however_they_are_named() {
        let data = tempfile::tempdir().unwrap();
        let vault = open(data.path(), false).unwrap();
        let named = vault.subject_of(" 11010519491231002x ");
        assert_eq!(named, vault.subject_of("11010519491231002X"));
        assert_eq!(vault.subject_of(&named.0), named);
        assert_eq!(vault.blind_index(&named.0), vault.blind_index("11010519491231002X"));
        assert!(!named.0.contains("1949"));
        assert_eq!(vault.subject_of(" r-1 ").0, "r-1");
        vault.close().await;
    }

    #[tokio::test]
    async fn many_new_people_at_once_each_get_one_key() {
        let data = tempfile::tempdir().unwrap();
        let vault = Arc::new(open(data.path(), false).unwrap());
        let mut asked = tokio::task::JoinSet::new();
        for index in 0..512 {
            let vault = Arc::clone(&vault);
            asked.spawn(async move { seal(&vault, &format!("r-{}", index % 256), "x").await.key });
        }
        assert!(asked.join_all().await.into_iter().all(|number| number == 1));
        vault.close().await;
        let connection = rusqlite::Connection::open(data.path().join("keys.db")).unwrap();
        let keys: u32 = connection.query_row("SELECT count(*) FROM data_key", [], |row| row.get(0)).unwrap();
        assert_eq!(keys, 256);
    }

    #[tokio::test]
    async fn keys_are_never_made_over_a_store_that_has_events() {
        let data = tempfile::tempdir().unwrap();
        assert!(matches!(open(data.path(), true), Err(OpenError::KeysMissing(_))));
        open(data.path(), false).unwrap().close().await;
        std::fs::remove_file(data.path().join("development.kek")).unwrap();
        assert!(matches!(open(data.path(), true), Err(OpenError::KeysMissing(_))));
        assert!(matches!(open(data.path(), false), Err(OpenError::KeysMissing(_))));
        let other = Arc::new(LocalKey::create(&data.path().join("other")).unwrap());
        let city = CityId(Uuid::from_u128(1));
        let refused = Vault::open(data.path(), Mode::Production, Some(other), city, true);
        assert!(matches!(refused, Err(OpenError::KeysMissing(_))));
        assert!(matches!(Vault::open(data.path(), Mode::Production, None, city, true), Err(OpenError::KeyRequired)));
    }
}
