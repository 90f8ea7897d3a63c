//! From decided events to stored ones: sealed, stamped, appended.

use std::sync::Arc;

use cityhall_domain::assurance::Assurance;
use cityhall_domain::case::event::{Part, Personal};
use cityhall_domain::case::{Actor, Event, EventBody};
use cityhall_domain::channel::Channel;
use cityhall_domain::name::{CaseId, ModuleName, SubjectId};
use cityhall_eventstore::{Appended, Expected, NewEvent};
use serde_json::Value;
use uuid::Uuid;

use super::cases::Folded;
use crate::engine::Shared;
use crate::envelope::{self, BlindTokens, ClientKey, Decoded, Metadata, Through};
use crate::identity::event_id;
use crate::sealing::value::{Bound, DataKey};
use crate::sealing::{Origin, Sealed};

/// By which way a command comes: what its events' metadata say besides who did what.
pub(super) struct Provenance {
    pub(super) module: ModuleName,
    pub(super) module_revision: u32,
    pub(super) channel: Channel,
    /// The request, derived from the client's key where there is one.
    pub(super) request: Uuid,
    /// The event that led to it.
    pub(super) causation: Option<Uuid>,
    /// Digests of the client's key and of what it asked.
    pub(super) key: Option<(String, String)>,
    pub(super) calendar: u64,
    /// How surely whoever acts is known.
    pub(super) assurance: Option<Assurance>,
    /// The partner whose system it was.
    pub(super) partner: Option<Through>,
}

/// Why nothing was appended.
pub(super) enum WriteError {
    /// Somebody else wrote first.
    Conflict,
    /// The store or the keys cannot be used now. Logged already.
    Unavailable,
}

/// Seals `events` and appends them to `stream`. `before` is the case that they were decided on.
pub(super) async fn write(
    shared: &Shared,
    stream: &str,
    case: CaseId,
    before: Option<&Folded>,
    events: Vec<Event>,
    provenance: &Provenance,
) -> Result<Appended, WriteError> {
    let keys = keys_for(shared, case, &events).await?;
    let (decoded, stored): (Vec<Decoded>, Vec<NewEvent>) = events
        .into_iter()
        .enumerate()
        .map(|(index, event)| seal(shared, stream, case, &keys, index, event, provenance))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .unzip();
    let expected = before.map_or(Expected::NoStream, |folded| Expected::Revision(folded.revision));
    match shared.store.append(stream, expected, stored).await {
        Ok(appended) => {
            shared.cases.remember_appended(stream, before, &decoded, appended);
            Ok(appended)
        }
        Err(cityhall_eventstore::AppendError::Conflict { .. }) => Err(WriteError::Conflict),
        Err(error) => Err(unavailable(&error)),
    }
}

fn unavailable(error: &dyn std::error::Error) -> WriteError {
    tracing::error!(%error, "failed to store events");
    WriteError::Unavailable
}

/// Whose key seals a value: the person's, or in an anonymous case the case's own.
fn owner(personal: &Personal, case: CaseId) -> SubjectId {
    personal.subject.clone().unwrap_or_else(|| SubjectId(format!("case:{case}")))
}

/// The key of everybody whose values `events` bring, durable before anything is sealed with it.
async fn keys_for(
    shared: &Shared,
    case: CaseId,
    events: &[Event],
) -> Result<Vec<(SubjectId, Arc<DataKey>)>, WriteError> {
    let mut subjects: Vec<SubjectId> = Vec::new();
    for personal in events.iter().flat_map(|event| &event.personal) {
        let subject = owner(personal, case);
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let keys = shared.vault.keys_of(&subjects).await.map_err(|error| unavailable(&error))?;
    Ok(subjects.into_iter().zip(keys).collect())
}

fn seal(
    shared: &Shared,
    stream: &str,
    case: CaseId,
    keys: &[(SubjectId, Arc<DataKey>)],
    index: usize,
    mut event: Event,
    provenance: &Provenance,
) -> Result<(Decoded, NewEvent), WriteError> {
    let personal = std::mem::take(&mut event.personal);
    let origin = Origin {
        stream: stream.to_owned(),
        event_id: event_id(shared.city, stream, provenance.request, index),
        event_type: event.body.type_name().to_owned(),
        schema: envelope::SCHEMA,
    };
    let sealed = personal
        .iter()
        .map(|value| {
            let subject = owner(value, case);
            let (_, key) = keys.iter().find(|(known, _)| *known == subject)?;
            let bound =
                Bound { city: shared.city, origin: &origin, subject: &subject, part: value.part, class: value.class };
            key.seal(&bound, &value.value)
        })
        .collect::<Option<Vec<Sealed>>>()
        .ok_or(WriteError::Unavailable)?;
    let metadata = Metadata {
        principal: event.by.clone(),
        module: provenance.module.clone(),
        module_revision: provenance.module_revision,
        channel: provenance.channel,
        correlation: provenance.request,
        causation: provenance.causation,
        key: provenance.key.as_ref().map(|(digest, request)| ClientKey {
            digest: digest.clone(),
            request: request.clone(),
            index,
        }),
        calendar: provenance.calendar,
        // What the city does at once by itself is the city's.
        assurance: provenance.assurance.filter(|_| event.by != Actor::City),
        partner: provenance.partner.clone(),
        blind: blind_tokens(shared, &event.by, &event.body, &personal),
    };
    let recorded_at = shared.clock.now();
    let stored = envelope::encode(&event, &sealed, &metadata, origin.event_id, recorded_at)
        .map_err(|error| unavailable(&error))?;
    Ok((Decoded { metadata, event, sealed, origin }, stored))
}

/// By whom the case is found: said by the events that bring answers, and by those of an applicant's agent, to
/// whom the case is no case of the office from then on.
fn blind_tokens(shared: &Shared, by: &Actor, body: &EventBody, personal: &[Personal]) -> Option<BlindTokens> {
    let agent = if let Actor::Agent { subject, .. } = by { Some(subject.0.as_str()) } else { None };
    if body.answers().is_none() && agent.is_none() {
        return None;
    }
    let applicant = if let EventBody::CaseSubmitted { applicant, .. } = body { applicant.as_ref() } else { None };
    let persons = personal.iter().filter(|value| value.part == Part::Persons);
    let identifiers = persons.filter_map(|value| value.value.as_array()).flatten().filter_map(Value::as_str);
    Some(BlindTokens {
        applicant: applicant.map(|subject| shared.vault.blind_index(&subject.0)),
        persons: identifiers.chain(agent).map(|identifier| shared.vault.blind_index(identifier)).collect(),
    })
}
