//! Supervision matters: opened by a card or by hand, followed by commands. Loading, walls, sealing and
//! appending; the rules are in `domain`.

pub(crate) mod event;

use std::sync::Arc;

use cityhall_domain::case::card::CardKind;
use cityhall_domain::case::event::Part;
use cityhall_domain::case::{Actor, Case, CaseNumber};
use cityhall_domain::channel::Channel;
use cityhall_domain::form::Class;
use cityhall_domain::name::{CaseId, DepartmentName, SubjectId};
use cityhall_domain::supervision::{
    Addressee, Cause, Command, Intent, Level, Matter, MatterEvent, MatterEventBody, MatterId, OpenMatter, decide,
    evolve, opened_by_card,
};
use cityhall_eventstore::{AppendError, Expected, Position, RecordedEvent, Revision};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use self::event::{Decoded, Metadata, decode, matter_stream};
use crate::access::{Left, Principal, Relation, Standing, clearance};
use crate::catalog::Catalog;
use crate::engine::Shared;
use crate::envelope::{self, ClientKey, case_stream};
use crate::handle::{find_stream, load_at, request::Key};
use crate::identity::{event_id, matter_id, request_id};
use crate::refusal::Refusal;
use crate::sealing::value::Bound;
use crate::sealing::{Origin, Sealed};

/// How often a command is decided again because another came first.
const ATTEMPTS_MAX: u8 = 16;

/// No matter has as many events; one read takes all.
const EVENTS_MAX: usize = 10_000;

/// A new matter, by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenSupervision {
    /// About which case.
    pub case_id: CaseId,
    /// How far up it goes.
    pub level: Level,
    /// What is to be done.
    pub text: String,
    /// The caller's key: the same key with the same content is answered the same, and done once.
    pub idempotency_key: Option<String>,
    /// The way it came, such as `graphql`.
    pub channel: Channel,
}

/// One step in one matter.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowSupervision {
    /// Which matter.
    pub matter: MatterId,
    /// What.
    pub step: MatterStep,
    /// The caller's key, as in [`OpenSupervision`].
    pub idempotency_key: Option<String>,
    /// The way it came, such as `graphql`.
    pub channel: Channel,
}

/// What somebody does in a matter. Its serialised form is part of what makes two requests the same, so
/// names in it never change.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all_fields = "camelCase")]
pub enum MatterStep {
    /// Say what is to be done.
    Instruct {
        /// What.
        text: String,
    },
    /// Say what was done.
    GiveFeedback {
        /// What.
        text: String,
    },
    /// Give more time.
    Extend {
        /// By how many working days.
        working_days: u8,
        /// Why.
        reason: String,
    },
    /// End it.
    Close {},
}

impl From<&MatterStep> for Intent {
    fn from(step: &MatterStep) -> Self {
        match step.clone() {
            MatterStep::Instruct { text } => Self::Instruct { text },
            MatterStep::GiveFeedback { text } => Self::GiveFeedback { text },
            MatterStep::Extend { working_days, reason } => Self::Extend { working_days, reason },
            MatterStep::Close {} => Self::Close,
        }
    }
}

/// What a command on a matter came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatterDone {
    /// The matter.
    pub matter: MatterId,
    /// The position at which views show it.
    pub position: Position,
    /// Whether this is the stored answer to an earlier command with the same key.
    pub replayed: bool,
}

/// A card that was issued, as far as a matter is opened by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Escalation {
    pub(crate) number: CaseNumber,
    pub(crate) department: DepartmentName,
    pub(crate) card: u32,
    pub(crate) kind: CardKind,
}

/// Whether somebody may know of a matter: the city's supervisors, auditors, the department that is asked and
/// the person to whom it goes; but never whose case it is about.
pub(crate) fn may_know(who: &Principal, catalog: &Catalog, matter: &OpenMatter, owner: Option<&SubjectId>) -> bool {
    if owner.is_some() && owner == who.subject() {
        return false;
    }
    match &who.standing {
        Standing::Officer { subject, department, .. } => {
            let addressed = matches!(&matter.addressee, Addressee::Person { subject: to } if to == subject);
            addressed || *department == matter.department || supervises(who, catalog)
        }
        Standing::Auditor { .. } | Standing::City => true,
        Standing::Anonymous
        | Standing::Resident { .. }
        | Standing::Company { .. }
        | Standing::Admin { .. }
        | Standing::Partner { .. } => false,
    }
}

/// Whether somebody holds the city's role of those who follow matters.
pub(crate) fn supervises(who: &Principal, catalog: &Catalog) -> bool {
    let Standing::Officer { roles, .. } = &who.standing else { return false };
    catalog.facts().is_some_and(|facts| roles.contains(&facts.supervision.supervises))
}

/// Opens the matter that a card draws, once. A notice opens none.
///
/// # Errors
/// When the case cannot be read or the store takes no writes now.
pub(crate) async fn escalate(shared: &Shared, card: &Escalation, because: &RecordedEvent) -> Result<(), Refusal> {
    let Some(level) = opened_by_card(card.kind) else { return Ok(()) };
    let folded = load_at(shared, &because.stream, because.revision).await?;
    let Case::Open(case) = &folded.case else { return Ok(()) };
    let id = matter_id(shared.city, &because.event.id.to_string());
    let intent = Intent::Open {
        id,
        case: case.id,
        number: card.number.clone(),
        department: card.department.clone(),
        cause: Cause::Card { number: card.card, kind: card.kind },
        level,
        text: None,
    };
    let asked = Asked {
        actor: Actor::City,
        intent,
        channel: Channel::Timer,
        request: because.event.id,
        causation: Some(because.event.id),
        key: None,
        owner: case.applicant.clone(),
    };
    match follow_once(shared, id, &Followed::default(), &asked).await {
        // It was opened before, and the checkpoint was not written.
        Ok(_) | Err(Attempt::Conflict) => Ok(()),
        Err(Attempt::Refused(refusal)) => Err(refusal),
    }
}

/// Opens a matter by hand.
pub(crate) async fn open(shared: &Shared, who: &Principal, asked: &OpenSupervision) -> Result<MatterDone, Refusal> {
    // 1. The case, if it is there for them.
    let stream = find_stream(shared, asked.case_id).await?.ok_or(Refusal::NotFound)?;
    let folded = shared.cases.load(&stream).await?.ok_or(Refusal::NotFound)?;
    let Case::Open(case) = &folded.case else { return Err(Refusal::NotFound) };
    let catalog = shared.registry.now();
    let revision = catalog.revision(&folded.module, folded.module_revision).ok_or(Refusal::Upgrading)?;
    let token = who.subject().map(|subject| shared.vault.blind_index(&subject.0));
    let consulted: Vec<_> = case.consulted().collect();
    let situation = folded.situation(revision, &consulted, &catalog).ok_or(Refusal::NotFound)?;
    let clearance = clearance(who, token, &situation);
    let actor = match (clearance.relation(), who.actor()) {
        (Relation::Handler { .. } | Relation::Auditor, Some(actor)) => actor,
        (Relation::None | Relation::Public | Relation::Own | Relation::Assistant, _)
        | (Relation::Handler { .. } | Relation::Auditor, None) => return Err(Refusal::NotFound),
    };
    if !clearance.acts() {
        return Err(Refusal::Forbidden);
    }
    // 2. The matter: derived from the key, so that the same request is the same matter.
    let key = Key::of_opening(&shared.vault, who, asked);
    let request = request_id(shared.city, key.as_ref().map(Key::digest));
    let id = matter_id(shared.city, &request.to_string());
    let intent = Intent::Open {
        id,
        case: case.id,
        number: case.number.clone(),
        department: case.department.clone(),
        cause: Cause::Supervisor,
        level: asked.level,
        text: Some(asked.text.clone()),
    };
    let asked = Asked {
        actor,
        intent,
        channel: asked.channel,
        request,
        causation: None,
        key: key.as_ref(),
        owner: case.applicant.clone(),
    };
    run(shared, id, &asked).await
}

/// Does one step in a matter.
pub(crate) async fn follow(shared: &Shared, who: &Principal, asked: &FollowSupervision) -> Result<MatterDone, Refusal> {
    let followed = load(shared, asked.matter).await?;
    let Matter::Open(matter) = &followed.matter else { return Err(Refusal::NotFound) };
    let catalog = shared.registry.now();
    let left = left_of_its_case(shared, who, &catalog, matter).await?;
    let actor = match who.actor() {
        Some(actor) if left.sees && may_know(who, &catalog, matter, followed.owner.as_ref()) => actor,
        Some(_) | None => return Err(Refusal::NotFound),
    };
    if !left.acts {
        return Err(Refusal::Forbidden);
    }
    let key = Key::of_step(&shared.vault, who, asked);
    let asked = Asked {
        actor,
        intent: Intent::from(&asked.step),
        channel: asked.channel,
        request: request_id(shared.city, key.as_ref().map(Key::digest)),
        causation: None,
        key: key.as_ref(),
        owner: followed.owner.clone(),
    };
    let Matter::Open(matter) = followed.matter else { return Err(Refusal::NotFound) };
    run(shared, matter.id, &asked).await
}

/// What the policies of the city leave to somebody of the case that a matter is about.
async fn left_of_its_case(
    shared: &Shared,
    who: &Principal,
    catalog: &Catalog,
    matter: &OpenMatter,
) -> Result<Left, Refusal> {
    let folded = shared.cases.load(&case_stream(&matter.number)).await?.ok_or(Refusal::NotFound)?;
    let revision = catalog.revision(&folded.module, folded.module_revision).ok_or(Refusal::Upgrading)?;
    Ok(folded.situation(revision, &[], catalog).ok_or(Refusal::NotFound)?.left(who))
}

/// One command on one matter, with what its event says beside.
struct Asked<'a> {
    actor: Actor,
    intent: Intent,
    channel: Channel,
    request: Uuid,
    causation: Option<Uuid>,
    key: Option<&'a Key>,
    owner: Option<SubjectId>,
}

enum Attempt {
    Conflict,
    Refused(Refusal),
}

impl From<Refusal> for Attempt {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A matter as its stream left it.
struct Followed {
    matter: Matter,
    revision: Option<Revision>,
    position: Position,
    owner: Option<SubjectId>,
    keys: Vec<(ClientKey, Position)>,
}

impl Default for Followed {
    fn default() -> Self {
        Self { matter: Matter::Unborn, revision: None, position: Position(0), owner: None, keys: Vec::new() }
    }
}

impl Followed {
    fn after(mut self, recorded: &RecordedEvent, decoded: Decoded) -> Self {
        self.matter = evolve(self.matter, &decoded.event);
        (self.revision, self.position) = (Some(recorded.revision), recorded.position);
        self.owner = self.owner.or(decoded.metadata.owner);
        self.keys.extend(decoded.metadata.key.map(|key| (key, recorded.position)));
        self
    }
}

async fn load(shared: &Shared, id: MatterId) -> Result<Followed, Refusal> {
    let events: Vec<Arc<RecordedEvent>> =
        shared.store.read_stream(&matter_stream(id), Revision(0), EVENTS_MAX).await.map_err(|error| {
            tracing::error!(%error, "failed to load a matter");
            Refusal::Unavailable
        })?;
    events.iter().try_fold(Followed::default(), |followed, recorded| {
        let decoded = decode(recorded).map_err(|error| {
            tracing::error!(%error, "failed to load a matter");
            Refusal::Upgrading
        })?;
        Ok(followed.after(recorded, decoded))
    })
}

async fn run(shared: &Shared, id: MatterId, asked: &Asked<'_>) -> Result<MatterDone, Refusal> {
    let stream = matter_stream(id);
    let _turn = shared.turns.of(&stream).lock().await;
    for _ in 0..ATTEMPTS_MAX {
        let followed = load(shared, id).await?;
        if let Some(key) = asked.key
            && let Some((used, position)) = followed.keys.iter().find(|(used, _)| used.digest == key.digest())
        {
            let same = used.request == key.request();
            let done = MatterDone { matter: id, position: *position, replayed: true };
            return if same { Ok(done) } else { Err(Refusal::KeyReused) };
        }
        match follow_once(shared, id, &followed, asked).await {
            Err(Attempt::Conflict) => {}
            Err(Attempt::Refused(refusal)) => return Err(refusal),
            Ok(position) => return Ok(MatterDone { matter: id, position, replayed: false }),
        }
    }
    Err(Refusal::Unavailable)
}

/// Decides, seals, appends.
async fn follow_once(
    shared: &Shared,
    id: MatterId,
    followed: &Followed,
    asked: &Asked<'_>,
) -> Result<Position, Attempt> {
    let catalog = shared.registry.now();
    let facts = catalog.facts().ok_or(Refusal::Unavailable)?;
    let command = Command { at: shared.clock.now(), by: asked.actor.clone(), intent: asked.intent.clone() };
    let decided =
        tracing::debug_span!("decide").in_scope(|| decide(facts, &catalog.units(), &followed.matter, &command));
    let mut event = decided.map_err(Refusal::NotInMatter)?;
    let stream = matter_stream(id);
    let origin = Origin {
        event_id: event_id(shared.city, &stream, asked.request, 0),
        event_type: event.body.type_name().to_owned(),
        schema: MatterEventBody::SCHEMA,
        stream: stream.clone(),
    };
    let sealed = seal(shared, &origin, &mut event, asked.owner.as_ref(), id).await?;
    let metadata = Metadata {
        principal: event.by.clone(),
        channel: asked.channel,
        causation: asked.causation,
        key: asked.key.map(|key| {
            let (digest, request) = key.stored();
            ClientKey { digest, request, index: 0 }
        }),
        owner: asked.owner.clone().filter(|_| followed.revision.is_none()),
    };
    let (id_of_event, now) = (origin.event_id, shared.clock.now());
    let stored = envelope::write(&event.body, &sealed, &metadata, id_of_event, event.effective_at, now);
    let stored = stored.map_err(|_| Refusal::Unavailable)?;
    let expected = followed.revision.map_or(Expected::NoStream, Expected::Revision);
    match shared.store.append(&stream, expected, vec![stored]).await {
        Ok(appended) => Ok(appended.position),
        Err(AppendError::Conflict { .. }) => Err(Attempt::Conflict),
        Err(error) => {
            tracing::error!(%error, "failed to store an event of a matter");
            Err(Refusal::Unavailable.into())
        }
    }
}

/// Seals what was written: for the person whose case it is, in an anonymous case for the matter.
async fn seal(
    shared: &Shared,
    origin: &Origin,
    event: &mut MatterEvent,
    owner: Option<&SubjectId>,
    id: MatterId,
) -> Result<Vec<Sealed>, Refusal> {
    let Some(text) = event.text.take() else { return Ok(Vec::new()) };
    let subject = owner.cloned().unwrap_or_else(|| SubjectId(format!("matter:{id}")));
    let keys = shared.vault.keys_of(std::slice::from_ref(&subject)).await.map_err(|error| {
        tracing::error!(%error, "failed to seal what was written in a matter");
        Refusal::Unavailable
    })?;
    let bound = Bound { city: shared.city, origin, subject: &subject, part: Part::Reason, class: Class::Personal };
    let sealed = keys.first().and_then(|key| key.seal(&bound, &Value::from(text)));
    Ok(vec![sealed.ok_or(Refusal::Unavailable)?])
}
