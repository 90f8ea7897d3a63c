//! What a refused command leaves in the power log: that somebody of the staff reached for a power that is
//! not theirs. Nothing of what they wrote.

use cityhall_domain::case::{Case, CaseNumber, Rejection};
use cityhall_domain::name::DepartmentName;
use serde_json::Value;
use uuid::Uuid;

use super::{Asked, OnCase};
use crate::access::{Principal, Standing};
use crate::engine::Shared;
use crate::power_log::event::{By, Entry, PowerEvent};
use crate::refusal::{CaseAct, Refusal};

/// The code of an attempt on a case that is not there for who tried.
const BEHIND_THE_WALL: &str = "NOT_THEIR_CASE";

/// Notes the attempt, if its kind is supervised. That the log cannot be written is told and changes no
/// answer.
pub(super) async fn note(
    shared: &Shared,
    who: &Principal,
    on_case: &OnCase<'_>,
    stream: &str,
    request: Uuid,
    refusal: &Refusal,
) {
    let Some(code) = supervised(who, &on_case.asked, refusal) else { return };
    let Some((case, department, action)) = attempted(shared, on_case, stream) else { return };
    let what = PowerEvent::AttemptRefused { case, department: Some(department), action, code: code.to_owned() };
    let entry = Entry { effective_at: shared.clock.now(), by: By::from(who), what };
    if let Err(error) = shared.power_log.append(request, 0, &[entry], &shared.clock).await {
        tracing::error!(%error, code, "a refused attempt is not in the power log");
    }
}

/// The code, if it is an attempt of the staff that wants watching.
fn supervised(who: &Principal, asked: &Asked<'_>, refusal: &Refusal) -> Option<&'static str> {
    if !matches!(who.standing, Standing::Officer { .. }) {
        return None;
    }
    match refusal {
        Refusal::NotFound => Some(BEHIND_THE_WALL),
        Refusal::Forbidden => Some(refusal.code()),
        // A basis that was left out is a slip, a wrong one is not.
        Refusal::Rejected(Rejection::LegalBasisRequired { .. }) if !names_a_basis(asked) => None,
        Refusal::Rejected(rejection) => rejection.supervised().then(|| rejection.code()),
        _ => None,
    }
}

fn names_a_basis(asked: &Asked<'_>) -> bool {
    matches!(asked, Asked::Action(action) if action.legal_basis.is_some())
}

/// The case, who has it, and the action, if the module or this system knows one of that name.
fn attempted(
    shared: &Shared,
    on_case: &OnCase<'_>,
    stream: &str,
) -> Option<(CaseNumber, DepartmentName, Option<String>)> {
    let folded = shared.cases.cached(stream)?;
    let Case::Open(case) = &folded.case else { return None };
    let action = match &on_case.asked {
        Asked::Act(act) => act_name(act),
        Asked::Action(asked) => {
            let catalog = shared.registry.now();
            let revision = catalog.revision(&folded.module, folded.module_revision);
            let actions = revision.map(|revision| &revision.module.workflow.actions);
            let known = actions.into_iter().flatten().find(|action| action.name.as_str() == asked.action);
            known.map(|action| action.name.to_string())
        }
    };
    Some((case.number.clone(), case.department.clone(), action))
}

/// The name of an act, as it is stored in digests of requests.
fn act_name(act: &CaseAct) -> Option<String> {
    match serde_json::to_value(act).ok()? {
        Value::Object(tagged) => tagged.into_iter().next().map(|(name, _)| name),
        Value::String(name) => Some(name),
        _ => None,
    }
}
