//! Cases as their streams left them, and a bounded cache of them: a case that was handled a moment
//! ago is read from its tail only.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cityhall_domain::case::{Case, EventBody, evolve};
use cityhall_domain::name::{DepartmentName, ModuleName};
use cityhall_eventstore::{EventStore, Position, Revision};
use hashlink::LruCache;
use uuid::Uuid;

use crate::access::Situation;
use crate::catalog;
use crate::envelope::{ClientKey, Decoded, Metadata, Unknown, decode};
use crate::sealing::BlindToken;

/// How many cases are kept folded.
const CASES_CACHED_MAX: usize = 20_000;

/// How many events one read takes.
const READ_MAX: usize = 512;

/// A case with what commands on it need beside it.
#[derive(Debug, Clone)]
pub(crate) struct Folded {
    /// What its events left.
    pub(crate) case: Case,
    /// Its last event's revision.
    pub(crate) revision: Revision,
    /// Its last event's position.
    pub(crate) position: Position,
    /// Its last event.
    pub(crate) last_event: Uuid,
    /// The module that it is under.
    pub(crate) module: ModuleName,
    /// The revision of the module that it stays under, unless it is moved.
    pub(crate) module_revision: u32,
    /// Who was ever named in its answers.
    pub(crate) persons: Vec<BlindToken>,
    /// The event that brought the answers as they are now.
    pub(crate) answers_at: Revision,
    /// The client keys of its commands.
    keys: Vec<UsedKey>,
}

#[derive(Debug, Clone)]
struct UsedKey {
    digest: String,
    request: String,
    revision: Revision,
    position: Position,
}

/// What became of a client's key in this case.
pub(crate) enum KeyUse {
    /// It was not used.
    Fresh,
    /// It was used for this very request, which left the case here.
    Same { revision: Revision, position: Position },
    /// It was used for another request.
    Other,
}

impl Folded {
    fn begin(metadata: &Metadata) -> Self {
        Self {
            case: Case::Unborn,
            revision: Revision(0),
            position: Position(0),
            last_event: Uuid::nil(),
            module: metadata.module.clone(),
            module_revision: metadata.module_revision,
            persons: Vec::new(),
            answers_at: Revision(0),
            keys: Vec::new(),
        }
    }

    /// The case after one more event.
    fn after(mut self, decoded: &Decoded, revision: Revision, position: Position) -> Self {
        self.case = evolve(self.case, &decoded.event);
        (self.revision, self.position, self.last_event) = (revision, position, decoded.origin.event_id);
        if matches!(decoded.event.body, EventBody::CaseSubmitted { .. } | EventBody::SupplementAnswered { .. }) {
            self.answers_at = revision;
        }
        if let EventBody::CaseMigrated { to, .. } = &decoded.event.body {
            self.module_revision = *to;
        }
        let blind = decoded.metadata.blind.iter().flat_map(|blind| &blind.persons);
        for person in blind {
            if !self.persons.contains(person) {
                self.persons.push(*person);
            }
        }
        if let Some(ClientKey { digest, request, .. }) = &decoded.metadata.key {
            self.keys.retain(|used| used.digest != *digest);
            self.keys.push(UsedKey { digest: digest.clone(), request: request.clone(), revision, position });
        }
        self
    }

    /// What became of the key with this digest.
    pub(crate) fn key_use(&self, digest: &str, request: &str) -> KeyUse {
        match self.keys.iter().find(|used| used.digest == digest) {
            None => KeyUse::Fresh,
            Some(used) if used.request == request => KeyUse::Same { revision: used.revision, position: used.position },
            Some(_) => KeyUse::Other,
        }
    }

    /// What an access decision must know; `None` before the first event.
    pub(crate) fn situation<'a>(
        &'a self,
        revision: &'a catalog::Revision,
        consulted: &'a [&'a DepartmentName],
        catalog: &'a catalog::Catalog,
    ) -> Option<Situation<'a>> {
        let Case::Open(case) = &self.case else { return None };
        Some(Situation {
            module: &revision.module,
            applicant: case.applicant.as_ref(),
            department: &case.department,
            consulted,
            stage: case.stage,
            published: case.is_published(),
            persons: &self.persons,
            city: catalog.facts().map(|facts| &**facts),
            policies: catalog.policies(),
        })
    }
}

/// Why a case was not loaded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoadError {
    #[error(transparent)]
    Store(#[from] cityhall_eventstore::Error),
    #[error(transparent)]
    Unknown(#[from] Unknown),
}

/// Loads cases.
pub(crate) struct Cases {
    store: Arc<dyn EventStore>,
    /// The cases that were handled last: the newest are asked for next, by the timers among others, and
    /// a policy by frequency would not even let them in.
    handled: Mutex<LruCache<String, Arc<Folded>>>,
}

impl Cases {
    pub(crate) fn new(store: Arc<dyn EventStore>) -> Self {
        Self { store, handled: Mutex::new(LruCache::new(CASES_CACHED_MAX)) }
    }

    /// The case of a stream as it is now; `None` where the stream has no event.
    pub(crate) async fn load(&self, stream: &str) -> Result<Option<Arc<Folded>>, LoadError> {
        let known = self.cached(stream);
        let mut folded = known.as_deref().cloned();
        let mut changed = false;
        loop {
            let from = folded.as_ref().map_or(Revision(0), |folded| Revision(folded.revision.0 + 1));
            let events = self.store.read_stream(stream, from, READ_MAX).await?;
            for recorded in &events {
                let decoded = decode(recorded)?;
                let before = folded.unwrap_or_else(|| Folded::begin(&decoded.metadata));
                folded = Some(before.after(&decoded, recorded.revision, recorded.position));
                changed = true;
            }
            if events.len() < READ_MAX {
                break;
            }
        }
        if !changed {
            return Ok(known);
        }
        let folded = folded.map(Arc::new);
        if let Some(folded) = &folded {
            self.remember(stream, Arc::clone(folded));
        }
        Ok(folded)
    }

    /// The case of a stream as the cache has it, if it is at least at `revision`.
    pub(crate) fn at_least(&self, stream: &str, revision: Revision) -> Option<Arc<Folded>> {
        self.cached(stream).filter(|folded| folded.revision >= revision)
    }

    /// The case of a stream as the cache has it.
    pub(crate) fn cached(&self, stream: &str) -> Option<Arc<Folded>> {
        self.lock().get(stream).cloned()
    }

    /// Keeps what a command that was just appended made of a case, without reading it back.
    pub(crate) fn remember_appended(
        &self,
        stream: &str,
        before: Option<&Folded>,
        appended: &[Decoded],
        last: cityhall_eventstore::Appended,
    ) {
        let Some(first) = appended.first() else { return };
        let mut folded = before.cloned().unwrap_or_else(|| Folded::begin(&first.metadata));
        let last_index = appended.len() as u64 - 1;
        for (index, decoded) in (0..).zip(appended) {
            let revision = Revision(last.revision.0 - (last_index - index));
            folded = folded.after(decoded, revision, last.position);
        }
        self.remember(stream, Arc::new(folded));
    }

    /// Never replaces a case by an older one.
    fn remember(&self, stream: &str, folded: Arc<Folded>) {
        let mut handled = self.lock();
        if handled.get(stream).is_none_or(|known| known.revision < folded.revision) {
            handled.insert(stream.to_owned(), folded);
        }
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<String, Arc<Folded>>> {
        self.handled.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
