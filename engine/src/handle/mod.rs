//! Handling a command: load, fold, decide, seal, append; on conflict again, bounded.
//!
//! No rule about cases lives here: `domain` decides. What lives here is the order of the steps, and
//! what a client's key means: the same key with the same content is answered the same and done once,
//! on every machine, with no table beside the events.
//!
//! Reading order: `submission` (a new case), `perform`, `settle` here, then `cases` (loading), `write` (sealing and
//! appending), `answers`, `assignment` and `hand_over` (who has a case in hand), `migrate` (cases that move to a newer
//! revision), `attempts` (what a refusal leaves in the power log).

pub(crate) mod cases;

mod answers;
mod assignment;
mod attempts;
pub(crate) mod hand_over;
pub(crate) mod migrate;
pub(crate) mod request;
mod submission;
mod write;

pub(crate) use self::submission::{applicant, submit};

use std::sync::Arc;

use cityhall_domain::case::command::Perform;
use cityhall_domain::case::{Actor, Case, CaseNumber, Command, Event, Intent, Rejection, decide, next_settle};
use cityhall_domain::channel::Channel;
use cityhall_domain::facts::Facts;
use cityhall_domain::module::Module;
use cityhall_domain::name::{ActionName, CaseId, DocumentName, ModuleName};
use cityhall_eventstore::{Appended, Revision as StreamRevision};
use cityhall_telemetry::{ASKED, context};
use jiff::Timestamp;
use tracing::{Instrument as _, field, info_span};
use uuid::Uuid;

use self::cases::{Folded, KeyUse, LoadError};
use self::request::Key;
use self::write::{Provenance, WriteError, write};
use crate::access::{Clearance, Principal, Relation, clearance};
use crate::catalog::{Catalog, Revision};
use crate::engine::Shared;
use crate::envelope::{Through, case_stream};
use crate::identity::{fresh, numbers_of, request_id};
use crate::refusal::{ActOnCase, CaseAct, Done, PerformAction, Refusal};

/// How often a command is decided again because another came first.
const ATTEMPTS_MAX: u8 = 16;

impl From<LoadError> for Refusal {
    fn from(error: LoadError) -> Self {
        tracing::error!(%error, "failed to load a case");
        match error {
            LoadError::Store(_) => Self::Unavailable,
            LoadError::Unknown(_) => Self::Upgrading,
        }
    }
}

/// Why an attempt did not succeed.
enum Attempt {
    Conflict,
    Refused(Refusal),
}

impl Attempt {
    fn into_refusal(self) -> Refusal {
        match self {
            Self::Conflict => Refusal::Unavailable,
            Self::Refused(refusal) => refusal,
        }
    }
}

impl From<Refusal> for Attempt {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Rejection> for Attempt {
    fn from(rejection: Rejection) -> Self {
        Self::Refused(rejection.into())
    }
}

impl From<WriteError> for Attempt {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Conflict => Self::Conflict,
            WriteError::Unavailable => Self::Refused(Refusal::Unavailable),
        }
    }
}

/// As whom they act in a case of this service by this way, which has to be one of theirs. `actor` is as whom they
/// act at all.
fn acting(
    who: &Principal,
    actor: Option<Actor>,
    channel: Channel,
    module: &ModuleName,
    at: Timestamp,
) -> Result<Option<Actor>, Refusal> {
    who.mandate.as_ref().map_or(Ok(()), |mandate| mandate.permits(module, at))?;
    if !who.submits(module) {
        return Err(Refusal::OutsideScope);
    }
    let allowed = who.channels();
    if !allowed.contains(&channel) {
        return Err(Rejection::ChannelNotAllowed { allowed: allowed.to_vec() }.into());
    }
    Ok(actor.map(|actor| actor.by_way_of(channel)))
}

/// Asks the domain.
fn judge(module: &Module, facts: &Facts, case: &Case, command: &Command) -> Result<Vec<Event>, Rejection> {
    tracing::debug_span!("decide").in_scope(|| decide(module, facts, case, command))
}

fn done(case_id: CaseId, number: &CaseNumber, appended: Appended, replayed: bool) -> Done {
    let (revision, position) = (appended.revision.0, appended.position);
    Done { case_id, number: number.clone(), revision, position, replayed }
}

/// Does one action on one case.
pub(crate) async fn perform(shared: &Shared, who: &Principal, asked: &PerformAction) -> Result<Done, Refusal> {
    let on_case = OnCase {
        id: asked.case_id,
        asked: Asked::Action(asked),
        expected_revision: asked.expected_revision,
        channel: who.by_way_of(asked.channel),
        key: Key::of_action(&shared.vault, who, asked),
    };
    command(shared, who, &on_case).await
}

/// Does to a case what is no action of its module.
pub(crate) async fn act(shared: &Shared, who: &Principal, asked: &ActOnCase) -> Result<Done, Refusal> {
    let on_case = OnCase {
        id: asked.case_id,
        asked: Asked::Act(&asked.act),
        expected_revision: asked.expected_revision,
        channel: who.by_way_of(asked.channel),
        key: Key::of_act(&shared.vault, who, asked),
    };
    command(shared, who, &on_case).await
}

/// A command on a case that exists.
struct OnCase<'a> {
    id: CaseId,
    asked: Asked<'a>,
    expected_revision: Option<u64>,
    channel: Channel,
    key: Option<Key>,
}

/// What is asked.
enum Asked<'a> {
    Action(&'a PerformAction),
    Act(&'a CaseAct),
}

impl Asked<'_> {
    /// Whether somebody of this clearance may ask for it at all; the rules of the case say the rest.
    fn is_for(&self, clearance: Clearance) -> bool {
        match clearance.relation() {
            Relation::Own | Relation::Handler { .. } | Relation::Assistant => true,
            // Anybody who may read a case on public notice may object to it.
            Relation::Public => matches!(self, Self::Act(CaseAct::RaiseObjection { .. })),
            // Who oversees the case does to it what is given to them.
            Relation::Auditor => self.is_overseers(),
            Relation::None => false,
        }
    }

    /// Whether who oversees a case does it, without handling the case.
    fn is_overseers(&self) -> bool {
        let Self::Act(act) = self else { return false };
        matches!(act, CaseAct::WithdrawCard { .. } | CaseAct::Assign { .. } | CaseAct::Release { .. })
    }
}

fn is_case(folded: &Folded, id: CaseId) -> bool {
    matches!(&folded.case, Case::Open(case) if case.id == id)
}

async fn command(shared: &Shared, who: &Principal, on_case: &OnCase<'_>) -> Result<Done, Refusal> {
    let stream = find_stream(shared, on_case.id).await?.ok_or(Refusal::NotFound)?;
    let request = request_id(shared.city, on_case.key.as_ref().map(Key::digest));
    // Commands on one case queue here instead of running into each other in the store; another
    // process is still met as a conflict.
    let _turn = shared.turns.of(&stream).lock().await;
    for _ in 0..ATTEMPTS_MAX {
        match command_once(shared, who, on_case, &stream, request).await {
            Err(Attempt::Conflict) => {}
            Err(Attempt::Refused(refusal)) => {
                attempts::note(shared, who, on_case, &stream, request, &refusal).await;
                return Err(refusal);
            }
            Ok(done) => return Ok(done),
        }
    }
    Err(Refusal::Unavailable)
}

async fn command_once(
    shared: &Shared,
    who: &Principal,
    on_case: &OnCase<'_>,
    stream: &str,
    request: Uuid,
) -> Result<Done, Attempt> {
    // 1. Load and fold.
    let folded = shared.cases.load(stream).await.map_err(Refusal::from)?.ok_or(Refusal::NotFound)?;
    let Case::Open(case) = &folded.case else { return Err(Refusal::NotFound.into()) };
    let catalog = shared.registry.now();
    let revision = writable(&catalog, &folded)?;
    // 2. Walls: a case that is not there for them does not exist.
    let token = who.subject().map(|subject| shared.vault.blind_index(&subject.0));
    let consulted: Vec<_> = case.consulted().collect();
    let situation = folded.situation(revision, &consulted, &catalog).ok_or(Refusal::NotFound)?;
    let clearance = clearance(who, token, &situation);
    if !clearance.may_see() {
        return Err(Refusal::NotFound.into());
    }
    let actor = acting(who, who.actor(), on_case.channel, &folded.module, shared.clock.now())?;
    let actor = actor.filter(|_| on_case.asked.is_for(clearance));
    let actor = actor.ok_or_else(|| not_for_them(revision, &on_case.asked))?;
    if !clearance.acts() {
        return Err(Refusal::Forbidden.into());
    }
    // 3. Idempotency.
    if let Some(key) = &on_case.key {
        match folded.key_use(key.digest(), key.request()) {
            KeyUse::Fresh => {}
            KeyUse::Same { revision, position } => {
                return Ok(done(case.id, &case.number, Appended { position, revision }, true));
            }
            KeyUse::Other => return Err(Refusal::KeyReused.into()),
        }
    }
    // 4. What the caller has seen.
    if on_case.expected_revision.is_some_and(|seen| seen != folded.revision.0) {
        return Err(Refusal::StaleRevision { actual: folded.revision.0 }.into());
    }
    // 5. Facts, decide.
    let facts = catalog.facts().ok_or(Refusal::Unavailable)?;
    let intent = match &on_case.asked {
        Asked::Action(asked) => action(shared, stream, &folded, asked).await?,
        Asked::Act(act) => intent(shared, &folded, act)?,
    };
    let command = Command { at: shared.clock.now(), by: actor, intent };
    let events = judge(&revision.module, facts, &folded.case, &command)?;
    if events.is_empty() {
        let Folded { revision, position, .. } = *folded;
        return Ok(done(case.id, &case.number, Appended { position, revision }, false));
    }
    // 6. Seal and append.
    let provenance = Provenance {
        module: folded.module.clone(),
        module_revision: folded.module_revision,
        channel: on_case.channel,
        request,
        causation: None,
        key: on_case.key.as_ref().map(Key::stored),
        calendar: facts.calendar.version,
        assurance: who.assurance,
        partner: who.partner.as_deref().map(Through::from),
    };
    let appended = write(shared, stream, case.id, Some(&folded), events, &provenance).await?;
    Ok(done(case.id, &case.number, appended, false))
}

/// The revision that a case stays under, if this binary compiles it to what it was.
fn writable<'a>(catalog: &'a Catalog, folded: &Folded) -> Result<&'a Arc<Revision>, Refusal> {
    let halted = |number| {
        let served = catalog.modules.get(&folded.module);
        served.is_some_and(|served| served.halted.iter().any(|halted| halted.number == number))
    };
    let revision = catalog.revision(&folded.module, folded.module_revision);
    revision.filter(|revision| !halted(revision.number)).ok_or(Refusal::Upgrading)
}

/// What those are told who may see a case and act on none.
fn not_for_them(revision: &Revision, asked: &Asked<'_>) -> Rejection {
    let action = match asked {
        Asked::Action(asked) => asked.action.parse::<ActionName>().ok(),
        Asked::Act(_) => None,
    };
    let known = action.and_then(|action| revision.module.workflow.action(&action));
    Rejection::RoleNotAllowed { allowed: known.map(|action| action.roles.clone()).unwrap_or_default() }
}

/// The names of materials.
fn names(documents: &[String]) -> Result<Vec<DocumentName>, Refusal> {
    let invalid = |_| Refusal::InvalidName { field: "documents" };
    documents.iter().map(|one| one.parse()).collect::<Result<_, _>>().map_err(invalid)
}

fn intent(shared: &Shared, folded: &Folded, act: &CaseAct) -> Result<Intent, Refusal> {
    Ok(match act {
        CaseAct::PresentDocuments { documents } => Intent::PresentDocuments { documents: names(documents)? },
        CaseAct::RaiseObjection { reason } => Intent::RaiseObjection { reason: reason.clone() },
        CaseAct::RepairTrust { reason } => Intent::RepairTrust { reason: reason.clone() },
        CaseAct::SendMessage { text } => Intent::SendMessage { text: text.clone() },
        CaseAct::ReadMessages { up_to } => Intent::ReadMessages { up_to: *up_to },
        CaseAct::Rate { step, level, comment } => Intent::Rate { step: *step, level: *level, comment: comment.clone() },
        CaseAct::RecordService { notice, how, on } => Intent::RecordService { notice: *notice, how: *how, on: *on },
        CaseAct::AcknowledgeNotice { notice } => Intent::AcknowledgeNotice { notice: *notice },
        CaseAct::WithdrawCard { number, reason } => Intent::WithdrawCard { number: *number, reason: reason.clone() },
        CaseAct::Claim {} => Intent::Claim,
        CaseAct::Assign { to, from, reason } => {
            Intent::Assign(assignment::assign(shared, folded, to, from.as_deref(), reason.as_ref())?)
        }
        CaseAct::Release { reason } => Intent::Release { reason: reason.clone() },
    })
}

async fn action(shared: &Shared, stream: &str, folded: &Folded, asked: &PerformAction) -> Result<Intent, Attempt> {
    let name = |field| move |_| Refusal::InvalidName { field };
    let action: ActionName = asked.action.parse().map_err(name("action"))?;
    if action == ActionName::answer_supplement() {
        let whole = answers::whole(shared, stream, folded).await?;
        let (answers, changed) = answers::lay_over(whole, asked.answers.as_ref().unwrap_or(&serde_json::Map::new()));
        return Ok(Intent::AnswerSupplement { answers, changed });
    }
    let legal_basis = asked.legal_basis.as_deref().map(str::parse).transpose().map_err(name("legalBasis"))?;
    let department = asked.department.as_deref().map(str::parse).transpose().map_err(name("department"))?;
    Ok(Intent::Perform(Perform {
        action,
        reason: asked.reason.clone(),
        legal_basis,
        fields: asked.fields.clone(),
        department,
        items: asked.items.clone(),
        documents: names(&asked.documents)?,
    }))
}

/// The stream of a case.
pub(crate) async fn find_stream(shared: &Shared, id: CaseId) -> Result<Option<String>, Refusal> {
    let catalog = shared.registry.now();
    let Some(facts) = catalog.facts() else { return Ok(None) };
    for number in numbers_of(facts, shared.founded_at, shared.clock.now(), id) {
        let stream = case_stream(&number);
        let folded = match shared.cases.cached(&stream) {
            Some(folded) => Some(folded),
            None => shared.cases.load(&stream).await?,
        };
        if folded.is_some_and(|folded| is_case(&folded, id)) {
            return Ok(Some(stream));
        }
    }
    Ok(None)
}

/// Turns every limit of a case that has passed into its event. Returns when it is to be looked at
/// again, or `None` where nothing runs.
pub(crate) async fn settle(shared: &Shared, stream: &str, causation: Option<Uuid>) -> Result<Settled, Refusal> {
    let span = info_span!(target: ASKED, parent: None, "settle", otel.kind = "consumer", trace_id = field::Empty);
    context::begin(&span);
    settle_in_turn(shared, stream, causation).instrument(span).await
}

async fn settle_in_turn(shared: &Shared, stream: &str, causation: Option<Uuid>) -> Result<Settled, Refusal> {
    let _turn = shared.turns.of(stream).lock().await;
    for _ in 0..ATTEMPTS_MAX {
        let Some(folded) = shared.cases.load(stream).await? else { return Ok(Settled::default()) };
        let Case::Open(case) = &folded.case else { return Ok(Settled::default()) };
        let catalog = shared.registry.now();
        let revision = writable(&catalog, &folded)?;
        let facts = catalog.facts().ok_or(Refusal::Unavailable)?;
        let command = Command { at: shared.clock.now(), by: Actor::City, intent: Intent::Settle };
        let events = judge(&revision.module, facts, &folded.case, &command)?;
        if events.is_empty() {
            return Ok(Settled { next: next_settle(facts, &folded.case) });
        }
        let provenance = Provenance {
            module: folded.module.clone(),
            module_revision: folded.module_revision,
            channel: Channel::Timer,
            request: fresh(),
            causation: causation.or(Some(folded.last_event)),
            key: None,
            calendar: facts.calendar.version,
            assurance: None,
            partner: None,
        };
        match write(shared, stream, case.id, Some(&folded), events, &provenance).await {
            Ok(Appended { revision, .. }) => {
                let after = load_at(shared, stream, revision).await?;
                return Ok(Settled { next: next_settle(facts, &after.case) });
            }
            Err(WriteError::Conflict) => {}
            Err(WriteError::Unavailable) => return Err(Refusal::Unavailable),
        }
    }
    Err(Refusal::Unavailable)
}

/// A case at least at `revision`, from memory where that is enough.
pub(crate) async fn load_at(shared: &Shared, stream: &str, revision: StreamRevision) -> Result<Arc<Folded>, Refusal> {
    if let Some(folded) = shared.cases.at_least(stream, revision) {
        return Ok(folded);
    }
    shared.cases.load(stream).await?.ok_or(Refusal::NotFound)
}

/// What settling a case came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    /// The earliest moment at which there is something to settle again.
    pub(crate) next: Option<Timestamp>,
}
