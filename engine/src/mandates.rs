//! Mandates in the store: each is a stream `mandate-<id>`. Here they are given, ended, read back and acted
//! under; what a mandate permits is the domain's rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use cityhall_domain::case::Actor;
use cityhall_domain::channel::Channel;
use cityhall_domain::mandate::{self, Give, Mandate, MandateEventBody, MandateId, Scope};
use cityhall_domain::name::ModuleName;
use cityhall_eventstore::{AppendError, Expected, Position, RecordedEvent, Revision};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access::{Principal, Standing};
use crate::engine::Shared;
use crate::envelope::{self, ClientKey, Parts, Stored, Unknown};
use crate::handle::request::Key;
use crate::identity::{event_id, mandate_id, request_id};
use crate::refusal::Refusal;

/// What the names of streams of mandates begin with.
const PREFIX: &str = "mandate-";

/// A mandate is given and ended: no stream has more events.
const EVENTS_MAX: usize = 2;

/// A new mandate. Residents and companies name services; officers name none and hand over their office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiveMandate {
    /// Who is to act: a subject, an identity number or a credit code.
    pub agent: String,
    /// In which services.
    pub modules: Vec<String>,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// The caller's key: the same key with the same content is answered the same, and done once.
    pub idempotency_key: Option<String>,
}

/// What was done to a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MandateDone {
    /// Which.
    pub mandate: MandateId,
    /// The position of its last event.
    pub position: Position,
}

/// Why nobody acts under a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoMandate {
    /// It is not theirs, not in force, or not there; which of these is not told.
    #[error("no such mandate is in force")]
    NotInForce,
    /// It cannot be read now: try again.
    #[error("mandates cannot be read now")]
    Unavailable,
}

/// Who did it, by which way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Metadata {
    principal: Actor,
    channel: Channel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<ClientKey>,
}

/// A mandate as its stream left it.
struct Loaded {
    mandate: Mandate,
    revision: Revision,
    position: Position,
    /// The key with which it was asked for.
    key: Option<ClientKey>,
}

/// The mandate whose stream this is.
pub(crate) fn mandate_of(stream: &str) -> Option<MandateId> {
    stream.strip_prefix(PREFIX)?.parse().ok().map(MandateId)
}

fn stream_of(id: MandateId) -> String {
    format!("{PREFIX}{id}")
}

/// Gives a mandate.
pub(crate) async fn give(shared: &Shared, who: &Principal, asked: &GiveMandate) -> Result<MandateDone, Refusal> {
    // 1. Which mandate: derived from the key, so that the same request is the same mandate.
    let key = Key::of_mandate(&shared.vault, who, asked);
    let request = request_id(shared.city, key.as_ref().map(Key::digest));
    let id = mandate_id(shared.city, request);
    if let Some(loaded) = load(shared, id).await? {
        let same = key.is_some_and(|key| loaded.key.is_some_and(|used| used.request == key.request()));
        let done = MandateDone { mandate: id, position: loaded.position };
        return if same { Ok(done) } else { Err(Refusal::KeyReused) };
    }
    // 2. Decide.
    let catalog = shared.registry.now();
    let facts = catalog.facts().ok_or(Refusal::Unavailable)?;
    let names = asked.modules.iter().map(|name| name.parse::<ModuleName>());
    let modules = names.collect::<Result<BTreeSet<_>, _>>().map_err(|_| Refusal::InvalidName { field: "modules" })?;
    let agent = shared.vault.written_subject(&asked.agent).ok_or(Refusal::InvalidName { field: "agent" })?;
    let by = who.actor().ok_or(mandate::Rejection::GrantorNotAllowed)?;
    let known = |name: &ModuleName| catalog.modules.contains_key(name);
    let wanted = Give { id, agent, modules, first_day: asked.first_day, last_day: asked.last_day };
    let body = mandate::give(facts, known, &by, shared.clock.now(), wanted)?;
    // 3. Append.
    let key = key.map(|key| {
        let (digest, request) = key.stored();
        ClientKey { digest, request, index: 0 }
    });
    let metadata = Metadata { principal: by, channel: Channel::Online, key };
    append(shared, id, Expected::NoStream, &body, &metadata, request).await
}

/// Ends a mandate; one that is over already stays as it is.
pub(crate) async fn end(shared: &Shared, who: &Principal, id: MandateId) -> Result<MandateDone, Refusal> {
    let (Some(person), Some(principal)) = (who.person(), who.actor()) else {
        return Err(mandate::Rejection::NoSuchMandate.into());
    };
    let loaded = load(shared, id).await?.ok_or(mandate::Rejection::NoSuchMandate)?;
    let Some(body) = mandate::end(&loaded.mandate, person, shared.clock.now())? else {
        return Ok(MandateDone { mandate: id, position: loaded.position });
    };
    let metadata = Metadata { principal, channel: Channel::Online, key: None };
    append(shared, id, Expected::Revision(loaded.revision), &body, &metadata, id.0).await
}

/// The same person, acting under a mandate that was given to them.
pub(crate) async fn under(shared: &Shared, who: Principal, id: MandateId) -> Result<Principal, NoMandate> {
    let loaded = load(shared, id).await.map_err(|_| NoMandate::Unavailable)?.ok_or(NoMandate::NotInForce)?;
    let mandate = loaded.mandate;
    let theirs = who.mandate.is_none() && who.subject() == Some(&mandate.agent);
    if !theirs || !mandate.is_in_force(shared.clock.now()) {
        return Err(NoMandate::NotInForce);
    }
    let standing = match (&who.standing, &mandate.scope) {
        (Standing::Resident { .. } | Standing::Company { .. }, Scope::Services { of, .. }) => {
            Standing::of_applicant(of).ok_or(NoMandate::NotInForce)?
        }
        // The system of a partner acts for whoever consented, within what the partner may do.
        (Standing::Partner { .. }, Scope::Services { of, .. }) if who.partner.is_some() => {
            Standing::of_applicant(of).ok_or(NoMandate::NotInForce)?
        }
        (Standing::Officer { subject, .. }, Scope::Office { department, roles, .. }) => {
            Standing::Officer { subject: subject.clone(), department: department.clone(), roles: roles.clone() }
        }
        _ => return Err(NoMandate::NotInForce),
    };
    Ok(Principal { standing, mandate: Some(Arc::new(mandate)), ..who })
}

/// That a mandate, under which somebody acts already, is in force.
pub(crate) async fn still_in_force(shared: &Shared, id: MandateId) -> Result<(), NoMandate> {
    let loaded = load(shared, id).await.map_err(|_| NoMandate::Unavailable)?;
    let in_force = loaded.is_some_and(|loaded| loaded.mandate.is_in_force(shared.clock.now()));
    if in_force { Ok(()) } else { Err(NoMandate::NotInForce) }
}

async fn load(shared: &Shared, id: MandateId) -> Result<Option<Loaded>, Refusal> {
    let read = shared.store.read_stream(&stream_of(id), Revision(0), EVENTS_MAX).await;
    let events = read.map_err(|error| {
        tracing::error!(%error, "failed to load a mandate");
        Refusal::Unavailable
    })?;
    let mut loaded: Option<Loaded> = None;
    for recorded in &events {
        let Parts { metadata, body, .. } = envelope::read::<Metadata, MandateEventBody>(recorded).map_err(|error| {
            tracing::error!(%error, "failed to load a mandate");
            Refusal::Upgrading
        })?;
        let key = loaded.map_or(metadata.key, |loaded| loaded.key);
        let mandate = mandate::evolve(&body).clone();
        loaded = Some(Loaded { mandate, revision: recorded.revision, position: recorded.position, key });
    }
    Ok(loaded)
}

async fn append(
    shared: &Shared,
    id: MandateId,
    expected: Expected,
    body: &MandateEventBody,
    metadata: &Metadata,
    request: uuid::Uuid,
) -> Result<MandateDone, Refusal> {
    let stream = stream_of(id);
    let index = usize::from(!matches!(expected, Expected::NoStream));
    let (id_of_event, now) = (event_id(shared.city, &stream, request, index), shared.clock.now());
    let stored = envelope::write(body, &[], metadata, id_of_event, now, now).map_err(|_| Refusal::Unavailable)?;
    match shared.store.append(&stream, expected, vec![stored]).await {
        Ok(appended) => Ok(MandateDone { mandate: id, position: appended.position }),
        // The other one was the same request, or ended it first: asked again, it is answered.
        Err(AppendError::Conflict { .. }) => Err(Refusal::Unavailable),
        Err(error) => {
            tracing::error!(%error, "failed to store an event of a mandate");
            Err(Refusal::Unavailable)
        }
    }
}

impl Stored for MandateEventBody {
    const SCHEMA: u16 = Self::SCHEMA;
    const TYPES: &'static [&'static str] = Self::TYPE_NAMES;

    fn stored_type(&self) -> &'static str {
        self.type_name()
    }
}

/// Who did what to a mandate.
///
/// # Errors
/// See [`Unknown`].
pub(crate) fn told(recorded: &RecordedEvent) -> Result<(Actor, MandateEventBody), Unknown> {
    envelope::read::<Metadata, _>(recorded).map(|parts| (parts.metadata.principal, parts.body))
}
