//! Handing over (交接): the cases that one officer has in hand go to another, each by a command of its own. One
//! that cannot go holds up no other.

use cityhall_domain::case::{CaseNumber, Rejection};
use cityhall_domain::channel::Channel;
use cityhall_domain::name::{CaseId, SubjectId};
use cityhall_eventstore::Position;

use super::act;
use super::assignment::officer;
use crate::access::{Principal, Standing, watches};
use crate::engine::Shared;
use crate::query::{CaseReads, ReadError};
use crate::refusal::{ActOnCase, CaseAct, Done, Refusal};

/// How many cases one command hands over at most: each is a durable write of its own.
pub const CASES_HANDED_OVER_MAX: usize = 100;

/// Cases of one officer that are to go to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverCases {
    /// Who has them, by the subject of their tokens.
    pub from: String,
    /// To whom they go.
    pub to: String,
    /// Why.
    pub reason: String,
    /// These, at most [`CASES_HANDED_OVER_MAX`]; absent: all that `from` has and the caller may know of, the
    /// oldest first.
    pub cases: Option<Vec<CaseId>>,
    /// Go on behind this place of the list, the `next` of an earlier answer.
    pub after: Option<u64>,
    /// The caller's key, which counts for each of `cases` by itself. Without `cases` it means nothing: what
    /// `from` has at that moment is handed over.
    pub idempotency_key: Option<String>,
    /// The way it came, such as `graphql`.
    pub channel: Channel,
}

/// What a hand-over came to.
#[derive(Debug, Clone, PartialEq)]
pub struct HandedOver {
    /// Each case that was looked at, in order.
    pub cases: Vec<HandedOverCase>,
    /// Behind which place `from` has more of them than one command takes.
    pub next: Option<u64>,
}

impl HandedOver {
    /// The position of the last event that was stored; `None` where no case moved.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.cases.iter().filter_map(|one| one.outcome.as_ref().ok()).map(|done| done.position).max()
    }
}

/// What became of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct HandedOverCase {
    /// The case.
    pub case_id: CaseId,
    /// Its number, where it is there for the caller.
    pub number: Option<CaseNumber>,
    /// Where it is now, or why it stays where it was.
    pub outcome: Result<Done, Refusal>,
}

/// Hands over. The officer themselves may, and who holds a role of the city's supervision; what holds of each
/// case is judged with it.
pub(crate) async fn hand_over(
    shared: &Shared,
    reads: &CaseReads,
    who: &Principal,
    asked: &HandOverCases,
) -> Result<HandedOver, Refusal> {
    let from = officer(shared, &asked.from, "from")?;
    let to = officer(shared, &asked.to, "to")?;
    if from == to {
        return Err(Refusal::InvalidName { field: "to" });
    }
    theirs_or_overseen(shared, who, &from)?;
    if asked.reason.trim().is_empty() {
        return Err(Rejection::ReasonRequired.into());
    }
    let (cases, next) = chosen(shared, reads, who, &from, asked).await?;
    let mut handed = HandedOver { cases: Vec::with_capacity(cases.len()), next };
    for (case_id, number) in cases {
        let command = ActOnCase {
            case_id,
            act: CaseAct::Assign {
                to: to.0.clone(),
                from: Some(from.0.clone()),
                reason: Some(asked.reason.trim().to_owned()),
            },
            expected_revision: None,
            idempotency_key: asked.idempotency_key.clone().filter(|_| asked.cases.is_some()),
            channel: asked.channel,
        };
        let outcome = act(shared, who, &command).await;
        let number = number.or_else(|| outcome.as_ref().ok().map(|done| done.number.clone()));
        handed.cases.push(HandedOverCase { case_id, number, outcome });
    }
    Ok(handed)
}

/// The cases that are asked for, and where to go on. What was done before this command is included.
async fn chosen(
    shared: &Shared,
    reads: &CaseReads,
    who: &Principal,
    from: &SubjectId,
    asked: &HandOverCases,
) -> Result<(Vec<(CaseId, Option<CaseNumber>)>, Option<u64>), Refusal> {
    if let Some(cases) = &asked.cases {
        return Ok((cases.iter().take(CASES_HANDED_OVER_MAX).map(|id| (*id, None)).collect(), None));
    }
    let head = *shared.store.head().borrow();
    let found = reads.in_hand_of(who, from, (asked.after, CASES_HANDED_OVER_MAX + 1), head).await;
    let found = found.map_err(|error| match error {
        ReadError::Upgrading => Refusal::Upgrading,
        ReadError::NotAllowed
        | ReadError::InvalidCursor
        | ReadError::NotListed(_)
        | ReadError::Behind
        | ReadError::Unavailable => Refusal::Unavailable,
    })?;
    let last = found.len().gt(&CASES_HANDED_OVER_MAX).then(|| found.get(CASES_HANDED_OVER_MAX - 1)).flatten();
    let next = last.map(|(place, ..)| *place);
    let cases = found.into_iter().take(CASES_HANDED_OVER_MAX);
    Ok((cases.map(|(_, id, number)| (id, Some(number))).collect(), next))
}

/// The cases are the caller's own, or the caller holds a role of the city's supervision.
fn theirs_or_overseen(shared: &Shared, who: &Principal, from: &SubjectId) -> Result<(), Refusal> {
    let catalog = shared.registry.now();
    let facts = catalog.facts().ok_or(Refusal::Unavailable)?;
    match &who.standing {
        Standing::Officer { .. } if who.office() == Some(from) => Ok(()),
        Standing::Officer { roles, .. } if watches(roles, facts) => Ok(()),
        _ => {
            let supervision = &facts.supervision;
            let allowed = vec![supervision.withdraws.clone(), supervision.supervises.clone()];
            Err(Rejection::RoleNotAllowed { allowed }.into())
        }
    }
}
