//! API keys: the fallback for systems that cannot sign an assertion. A key is `ck_<id>_<secret>`; the secret is
//! drawn by the city, shown once, and kept as a keyed hash only.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_domain::name::{ModuleName, PartnerName};
use hmac::{Hmac, KeyInit, Mac};
use ipnet::IpNet;
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::database::Database;
use super::{Credential, Grant, Partner, Right, Scope, is_within};
use crate::access::Unauthenticated;
use crate::config::OpenError;
use crate::identity::{hexadecimal, random};

/// How keys begin.
const PREFIX: &str = "ck_";

/// For how long a key is good at most: four hundred days, so that the next one can be issued within the year.
const LIFE_MAX: SignedDuration = SignedDuration::from_hours(400 * 24);

/// How many keys of one partner are good at the same time.
const KEYS_MAX: usize = 20;

/// How long the words may be that say what a key is for, in bytes.
const LABEL_BYTES_MAX: usize = 200;

/// How long a connection stays open with a key before it is asked again: as long as a token is good.
const ASK_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// How exactly it is remembered when a key was last used: a busy one is not written down at every request.
const USE_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// A key as it is kept.
#[derive(Debug, Clone)]
pub(super) struct StoredKey {
    pub(super) id: String,
    pub(super) partner: PartnerName,
    pub(super) label: String,
    pub(super) hash: [u8; 32],
    pub(super) scope: Option<Scope>,
    pub(super) ranges: Vec<IpNet>,
    pub(super) issued_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) revoked_at: Option<Timestamp>,
    pub(super) used_at: Option<Timestamp>,
}

impl StoredKey {
    fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// What is told of a key: all but the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its identity: what stands in it before the secret.
    pub id: String,
    /// Whose.
    pub partner: PartnerName,
    /// What it is for.
    pub label: String,
    /// What of the partner's scope it has; absent: all of it.
    pub scope: Option<Scope>,
    /// From where it may be used; empty: from where the partner may call.
    pub ranges: Vec<IpNet>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// From when on it is good for nothing.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub used_at: Option<Timestamp>,
}

impl From<&StoredKey> for ApiKey {
    fn from(key: &StoredKey) -> Self {
        Self {
            id: key.id.clone(),
            partner: key.partner.clone(),
            label: key.label.clone(),
            scope: key.scope.clone(),
            ranges: key.ranges.clone(),
            issued_at: key.issued_at,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            used_at: key.used_at,
        }
    }
}

/// A key that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueKey {
    /// For which partner.
    pub partner: String,
    /// What it is for.
    pub label: String,
    /// Until when.
    pub until: Timestamp,
    /// With which rights; absent: all of the partner's.
    pub rights: Option<BTreeSet<Right>>,
    /// In which modules; absent: in all of the partner's.
    pub modules: Option<Vec<String>>,
    /// From where; empty: from where the partner may call.
    pub ranges: Vec<String>,
}

/// A new key. The only moment at which its secret is known.
#[derive(Clone)]
pub struct IssuedKey {
    /// What is told of it later.
    pub key: ApiKey,
    /// The whole key, as it is sent.
    pub token: Zeroizing<String>,
}

/// Why no key was issued or taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefused {
    /// Only administrators issue keys and take them back.
    #[error("not allowed")]
    NotAllowed,
    /// The city has no such partner.
    #[error("no such partner")]
    NoSuchPartner,
    /// There is no such key.
    #[error("no such key")]
    NoSuchKey,
    /// A key has no more than its partner; what would be allowed.
    #[error("wider than the partner's scope")]
    WiderThanPartner {
        /// Rights and modules of the partner.
        allowed: Vec<String>,
    },
    /// It would have to end later than now and not after this moment.
    #[error("the end is not possible")]
    ExpiryImpossible {
        /// The latest moment.
        latest: Timestamp,
    },
    /// This is no range of addresses.
    #[error("not a range of addresses")]
    RangeInvalid,
    /// What a key is for has to be said, and shortly.
    #[error("what it is for is not said, or at length")]
    LabelLength {
        /// How many bytes it may have.
        most: usize,
    },
    /// So many keys of a partner are good at the same time.
    #[error("too many keys")]
    TooManyKeys {
        /// How many.
        most: usize,
    },
    /// The keys or the power log cannot be written now: try again.
    #[error("not available now")]
    Unavailable,
}

/// Every key of the city.
pub(crate) struct KeyRing {
    pub(super) database: Database,
    hashing: Hmac<Sha256>,
    known: RwLock<BTreeMap<String, Arc<StoredKey>>>,
}

impl KeyRing {
    /// The keys in the folder `data`; `secret` is the city's key by which secrets are hashed.
    pub(crate) fn open(data: &Path, secret: &[u8; 32]) -> Result<Self, OpenError> {
        let failed = |error: super::database::Error| OpenError::State(format!("partners.db: {error}"));
        let database = Database::open(data).map_err(failed)?;
        let known = database.keys().map_err(failed)?;
        let known = known.into_iter().map(|key| (key.id.clone(), Arc::new(key))).collect();
        let hashing = Hmac::new_from_slice(secret).map_err(|error| OpenError::State(error.to_string()))?;
        Ok(Self { database, hashing, known: RwLock::new(known) })
    }

    /// Whether a bearer's text is a key of this form, good or not.
    pub(crate) fn is_key(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    /// What a bearer of this key may do, and when that has to be asked again. `partner` finds a partner that is
    /// published now.
    pub(crate) async fn verify(
        &self,
        text: &str,
        from: Option<IpAddr>,
        now: Timestamp,
        partner: impl FnOnce(&PartnerName) -> Option<Arc<Partner>>,
    ) -> Result<(Grant, Timestamp), Unauthenticated> {
        let (id, secret) = text.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_')).ok_or(Unauthenticated)?;
        let key = self.find(id).ok_or(Unauthenticated)?;
        // Compares in a time that does not tell how much was right.
        self.mac(id, secret).verify_slice(&key.hash).map_err(|_| Unauthenticated)?;
        let published = partner(&key.partner).ok_or(Unauthenticated)?;
        let is_here = is_within(from, &published.address_ranges) && is_within(from, &key.ranges);
        if !key.is_good(now) || !is_here {
            return Err(Unauthenticated);
        }
        self.note_use(&key, now).await;
        let whole = &published.scope;
        let scope = key.scope.as_ref().map_or_else(|| whole.clone(), |scope| whole.and(scope));
        let (partner, credential) = (key.partner.clone(), Credential::Key(key.id.clone()));
        let until = key.expires_at.min(now.checked_add(ASK_AGAIN).unwrap_or(Timestamp::MAX));
        Ok((Grant { partner, credential, scope, quota: published.quota }, until))
    }

    /// Draws a key for a partner, not yet kept.
    pub(crate) fn draw(
        &self,
        asked: &IssueKey,
        name: PartnerName,
        partner: &Partner,
        now: Timestamp,
    ) -> Result<DrawnKey, KeyRefused> {
        if asked.label.trim().is_empty() || asked.label.len() > LABEL_BYTES_MAX {
            return Err(KeyRefused::LabelLength { most: LABEL_BYTES_MAX });
        }
        let latest = now.checked_add(LIFE_MAX).unwrap_or(Timestamp::MAX);
        if asked.until <= now || asked.until > latest {
            return Err(KeyRefused::ExpiryImpossible { latest });
        }
        let scope = narrowed(asked, &partner.scope)?;
        let ranges = asked.ranges.iter().map(|range| range.parse::<IpNet>());
        let ranges = ranges.collect::<Result<Vec<_>, _>>().map_err(|_| KeyRefused::RangeInvalid)?;
        if self.of(&name).iter().filter(|key| key.revoked_at.is_none() && now < key.expires_at).count() >= KEYS_MAX {
            return Err(KeyRefused::TooManyKeys { most: KEYS_MAX });
        }
        let id = hexadecimal(&random::<6>());
        let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(random::<32>()));
        let hash = self.mac(&id, &secret).finalize().into_bytes().into();
        let token = Zeroizing::new(format!("{PREFIX}{id}_{}", *secret));
        let stored = StoredKey {
            id,
            partner: name,
            label: asked.label.trim().to_owned(),
            hash,
            scope,
            ranges,
            issued_at: now,
            expires_at: asked.until,
            revoked_at: None,
            used_at: None,
        };
        Ok(DrawnKey { stored, token })
    }

    /// Keeps a drawn key: it is good from now on.
    pub(crate) async fn keep(&self, drawn: DrawnKey) -> Result<IssuedKey, KeyRefused> {
        let DrawnKey { stored, token } = drawn;
        self.database.add(stored.clone()).await.map_err(|error| unavailable(&error))?;
        let key = ApiKey::from(&stored);
        self.remember(stored);
        Ok(IssuedKey { key, token })
    }

    /// Takes a key back.
    pub(crate) async fn revoke(&self, id: &str, now: Timestamp) -> Result<ApiKey, KeyRefused> {
        let key = self.find(id).ok_or(KeyRefused::NoSuchKey)?;
        self.database.revoke(id.to_owned(), now).await.map_err(|error| unavailable(&error))?;
        let revoked = StoredKey { revoked_at: key.revoked_at.or(Some(now)), ..StoredKey::clone(&key) };
        let told = ApiKey::from(&revoked);
        self.remember(revoked);
        Ok(told)
    }

    /// The keys of a partner, the newest first.
    pub(crate) fn of(&self, partner: &PartnerName) -> Vec<ApiKey> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut keys: Vec<ApiKey> =
            known.values().filter(|key| key.partner == *partner).map(|key| ApiKey::from(&**key)).collect();
        keys.sort_by(|one, other| (other.issued_at, &other.id).cmp(&(one.issued_at, &one.id)));
        keys
    }

    fn find(&self, id: &str) -> Option<Arc<StoredKey>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    fn remember(&self, key: StoredKey) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(key.id.clone(), Arc::new(key));
    }

    /// Writes down that a key was used, not more often than it is told. A failure takes nobody's request away.
    async fn note_use(&self, key: &StoredKey, now: Timestamp) {
        if key.used_at.is_some_and(|used| now.duration_since(used) < USE_EVERY) {
            return;
        }
        let current = {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            // As it is now: it may have been taken back meanwhile.
            let Some(current) = known.get_mut(&key.id) else { return };
            Arc::make_mut(current).used_at = Some(now);
            current.id.clone()
        };
        if let Err(error) = self.database.used(current, now).await {
            tracing::warn!(%error, "failed to write down that a key was used");
        }
    }

    fn mac(&self, id: &str, secret: &str) -> Hmac<Sha256> {
        let mut mac = self.hashing.clone();
        for part in ["cityhall/api-key/v1", id, secret] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac
    }
}

/// A key that nobody can use yet.
pub(crate) struct DrawnKey {
    stored: StoredKey,
    token: Zeroizing<String>,
}

impl DrawnKey {
    /// Its identity.
    pub(crate) fn id(&self) -> &str {
        &self.stored.id
    }
}

/// What of the partner's scope a key is to have; `None`: all of it, also when it grows.
fn narrowed(asked: &IssueKey, whole: &Scope) -> Result<Option<Scope>, KeyRefused> {
    let rights = whole.rights.iter().map(|right| format!("{right:?}"));
    let modules = whole.modules.iter().flatten().map(ToString::to_string);
    let wider = || KeyRefused::WiderThanPartner { allowed: rights.clone().chain(modules.clone()).collect() };
    let (None, None) = (&asked.rights, &asked.modules) else {
        let rights = asked.rights.clone().unwrap_or_else(|| whole.rights.clone());
        let parsed = asked.modules.as_ref().map(|names| names.iter().map(|name| name.parse::<ModuleName>()).collect());
        let modules: Option<BTreeSet<ModuleName>> = parsed.transpose().map_err(|_| wider())?;
        let is_narrower =
            rights.is_subset(&whole.rights) && modules.iter().flatten().all(|module| whole.covers(module));
        if !is_narrower {
            return Err(wider());
        }
        return Ok(Some(Scope { rights, modules }));
    };
    Ok(None)
}

fn unavailable(error: &super::database::Error) -> KeyRefused {
    tracing::error!(%error, "failed to write the keys of partners");
    KeyRefused::Unavailable
}
