//! A migration plan: cases that move to a newer revision of their module, each by itself, or what would
//! become of each. Only those who publish order one; `domain` says what stands in the way.

use std::collections::BTreeMap;
use std::sync::Arc;

use cityhall_domain::case::migration::{Blocker, Migration};
use cityhall_domain::case::{Actor, Case, CaseNumber, Command, Intent, Rejection};
use cityhall_domain::channel::Channel;
use cityhall_domain::name::{CaseId, ModuleName, StateName, SubjectId};

use super::cases::Folded;
use super::write::{Provenance, WriteError, write};
use super::{ATTEMPTS_MAX, answers, find_stream, judge, writable};
use crate::access::{Principal, Standing};
use crate::catalog::{Catalog, Revision};
use crate::engine::Shared;
use crate::envelope::case_stream;
use crate::identity::fresh;
use crate::refusal::Refusal;

/// Which cases are to move, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrateCases {
    /// The module.
    pub module: String,
    /// The revision from which they move.
    pub from: u32,
    /// The revision to which they move.
    pub to: u32,
    /// Where cases go whose state has another name there.
    pub states: BTreeMap<String, String>,
    /// Only say what would become of each.
    pub dry_run: bool,
    /// The way it came, such as `graphql`.
    pub channel: Channel,
}

/// What became of one case, or would.
#[derive(Debug, Clone, PartialEq)]
pub struct MigratedCase {
    /// The case.
    pub case_id: CaseId,
    /// Its number, where it is a case of the module.
    pub number: Option<CaseNumber>,
    /// Where it stands, or stood before it moved.
    pub state: Option<StateName>,
    /// What became of it.
    pub outcome: MigrationOutcome,
}

/// What became of a case, or would.
#[derive(Debug, Clone, PartialEq)]
pub enum MigrationOutcome {
    /// Nothing stands in the way: it would move.
    Movable,
    /// It moved.
    Moved,
    /// Something stands in the way.
    Blocked(Vec<Blocker>),
    /// It could not be judged, or not be stored.
    Refused(Refusal),
}

/// Why no case was looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MigrateError {
    /// Only those who publish move cases.
    #[error("not allowed")]
    NotAllowed,
    /// The city has no such module.
    #[error("no such module")]
    UnknownModule,
    /// The module has no such revision, or this binary does not serve it.
    #[error("no such revision")]
    UnknownRevision {
        /// Those that it has.
        known: Vec<u32>,
    },
    /// A text that must be a state is none.
    #[error("a state of the plan is not a name")]
    InvalidState,
    /// The store or the views cannot be read now: try again.
    #[error("the service is not available now")]
    Unavailable,
}

/// A plan whose names are read and whose revisions are there.
pub(crate) struct Plan {
    pub(crate) module: ModuleName,
    pub(crate) from: u32,
    to: Arc<Revision>,
    states: BTreeMap<StateName, StateName>,
    ordered_by: Option<SubjectId>,
    dry_run: bool,
    channel: Channel,
}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    /// See [`MigrateError`].
    pub(crate) fn of(catalog: &Catalog, who: &Principal, asked: &MigrateCases) -> Result<Self, MigrateError> {
        if !matches!(who.standing, Standing::Admin { .. } | Standing::City) {
            return Err(MigrateError::NotAllowed);
        }
        let module: ModuleName = asked.module.parse().map_err(|_| MigrateError::UnknownModule)?;
        let served = catalog.modules.get(&module).ok_or(MigrateError::UnknownModule)?;
        let in_force = |number: u32| {
            let is_halted = served.halted.iter().any(|halted| halted.number == number);
            served.revisions.iter().find(|revision| revision.number == number && !is_halted)
        };
        let known = || served.revisions.iter().map(|revision| revision.number).collect();
        let (Some(_), Some(to)) = (in_force(asked.from), in_force(asked.to)) else {
            return Err(MigrateError::UnknownRevision { known: known() });
        };
        let parsed = |name: &String| name.parse::<StateName>().map_err(|_| MigrateError::InvalidState);
        let states = asked.states.iter().map(|(old, new)| Ok((parsed(old)?, parsed(new)?)));
        Ok(Self {
            module,
            from: asked.from,
            to: Arc::clone(to),
            states: states.collect::<Result<_, MigrateError>>()?,
            ordered_by: who.subject().cloned(),
            dry_run: asked.dry_run,
            channel: asked.channel,
        })
    }
}

/// Moves one case, or says what would become of it.
pub(crate) async fn migrate(shared: &Shared, plan: &Plan, case_id: CaseId) -> MigratedCase {
    let unknown =
        |refusal| MigratedCase { case_id, number: None, state: None, outcome: MigrationOutcome::Refused(refusal) };
    match find_stream(shared, case_id).await {
        Ok(Some(stream)) => in_stream(shared, plan, &stream).await.unwrap_or_else(unknown),
        Ok(None) => unknown(Refusal::NotFound),
        Err(refusal) => unknown(refusal),
    }
}

/// Moves the case of this number, or says what would become of it.
pub(crate) async fn migrate_numbered(
    shared: &Shared,
    plan: &Plan,
    case_id: CaseId,
    number: &CaseNumber,
) -> MigratedCase {
    in_stream(shared, plan, &case_stream(number)).await.unwrap_or_else(|refusal| MigratedCase {
        case_id,
        number: Some(number.clone()),
        state: None,
        outcome: MigrationOutcome::Refused(refusal),
    })
}

async fn in_stream(shared: &Shared, plan: &Plan, stream: &str) -> Result<MigratedCase, Refusal> {
    let _turn = shared.turns.of(stream).lock().await;
    for _ in 0..ATTEMPTS_MAX {
        // 1. Load and fold; a case of another module is none of this plan's.
        let folded = shared.cases.load(stream).await?.ok_or(Refusal::NotFound)?;
        let Case::Open(case) = &folded.case else { return Err(Refusal::NotFound) };
        if folded.module != plan.module {
            return Err(Refusal::NotFound);
        }
        let told = |outcome| MigratedCase {
            case_id: case.id,
            number: Some(case.number.clone()),
            state: Some(case.state.clone()),
            outcome,
        };
        // 2. Decide.
        let events = match decided(shared, plan, stream, &folded).await {
            Ok(events) => events,
            Err(Refusal::Rejected(Rejection::MigrationBlocked { blockers })) => {
                return Ok(told(MigrationOutcome::Blocked(blockers)));
            }
            Err(refusal) => return Ok(told(MigrationOutcome::Refused(refusal))),
        };
        if plan.dry_run {
            return Ok(told(MigrationOutcome::Movable));
        }
        // 3. What settling found happened under the old revision and is stored first; the next round moves.
        let (moves, revision) = match events.len() {
            1 => (true, plan.to.number),
            _ => (false, folded.module_revision),
        };
        let events = if moves { events } else { settled(events) };
        match write(shared, stream, case.id, Some(&folded), events, &provenance(shared, plan, revision)?).await {
            Ok(_) if moves => return Ok(told(MigrationOutcome::Moved)),
            Ok(_) | Err(WriteError::Conflict) => {}
            Err(WriteError::Unavailable) => return Err(Refusal::Unavailable),
        }
    }
    Err(Refusal::Unavailable)
}

fn settled(mut events: Vec<cityhall_domain::case::Event>) -> Vec<cityhall_domain::case::Event> {
    events.pop();
    events
}

async fn decided(
    shared: &Shared,
    plan: &Plan,
    stream: &str,
    folded: &Folded,
) -> Result<Vec<cityhall_domain::case::Event>, Refusal> {
    let catalog = shared.registry.now();
    let revision = writable(&catalog, folded)?;
    let facts = catalog.facts().ok_or(Refusal::Unavailable)?;
    let migration = Migration {
        under: folded.module_revision,
        from: plan.from,
        to: plan.to.number,
        module: Arc::clone(&plan.to.module),
        states: plan.states.clone(),
        answers: answers::whole(shared, stream, folded).await?,
        ordered_by: plan.ordered_by.clone(),
    };
    let intent = Intent::Migrate(Box::new(migration));
    let command = Command { at: shared.clock.now(), by: Actor::City, intent };
    Ok(judge(&revision.module, facts, &folded.case, &command)?)
}

fn provenance(shared: &Shared, plan: &Plan, module_revision: u32) -> Result<Provenance, Refusal> {
    let catalog = shared.registry.now();
    let facts = catalog.facts().ok_or(Refusal::Unavailable)?;
    Ok(Provenance {
        module: plan.module.clone(),
        module_revision,
        channel: plan.channel,
        request: fresh(),
        causation: None,
        key: None,
        calendar: facts.calendar.version,
        assurance: None,
        partner: None,
    })
}
