//! States and actions.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Action, Demands, Effect, End, Expiry, Procedure, Silence, State, Workflow};
use cityhall_domain::name::BasisName;

use super::{all, form, limits, maybe, names};
use crate::spec::module as written;
use crate::{path, reason};

pub(super) fn lower(
    workflow: written::Workflow,
    procedures: &[Procedure],
    found: &mut Diagnostics,
) -> Option<Workflow> {
    let states = all(workflow.states, |(index, one)| state(&path::item("spec.workflow.states", index), one, found));
    let actions = all(workflow.actions, |(index, one)| {
        action(&path::item("spec.workflow.actions", index), one, procedures, found)
    });
    Some(Workflow { states: states?, actions: actions? })
}

fn state(at: &str, state: written::State, found: &mut Diagnostics) -> Option<State> {
    let name = names::name(&path::key(at, "name"), &state.name, found);
    let limit = maybe(state.limit, |limit| limits::limit(&path::key(at, "limit"), limit, found));
    let on_expiry = maybe(state.on_expiry, |expiry| {
        let to = names::name(&path::key(&path::key(at, "onExpiry"), "to"), &expiry.to, found)?;
        Some(Expiry { to, deems_accepted: expiry.deems_accepted })
    });
    Some(State {
        name: name?,
        title: state.title.into(),
        limit: limit?,
        on_expiry: on_expiry?,
        end: state.end.map(end),
    })
}

fn end(end: written::End) -> End {
    match end {
        written::End::Completed => End::Completed,
        written::End::Unsolved => End::Unsolved,
        written::End::Refused => End::Refused,
        written::End::Declined => End::Declined,
        written::End::Withdrawn => End::Withdrawn,
        written::End::Terminated => End::Terminated,
        written::End::Revoked => End::Revoked,
    }
}

fn action(at: &str, action: written::Action, procedures: &[Procedure], found: &mut Diagnostics) -> Option<Action> {
    let name = names::name(&path::key(at, "name"), &action.name, found);
    let from = names::names(&path::key(at, "from"), action.from, found);
    let to = maybe(action.to, |to| names::name(&path::key(at, "to"), &to, found));
    let roles = names::names(&path::key(at, "roles"), action.roles, found);
    let not_by = names::names(&path::key(at, "notBy"), action.not_by, found);
    let demands = demands(&path::key(at, "demands"), action.demands, found);
    let officers = limits::number(&path::key(at, "officers"), action.officers, found);
    let effect = effect(&path::key(at, "effect"), action.effect, procedures, found);
    Some(Action {
        name: name?,
        title: action.title.into(),
        from: from?,
        to: to?,
        roles: roles?,
        not_by: not_by?,
        officers: officers?,
        demands: demands?,
        effect: effect?,
    })
}

fn demands(at: &str, demands: Option<written::Demands>, found: &mut Diagnostics) -> Option<Demands> {
    let Some(demands) = demands else { return Some(Demands::default()) };
    let fields = maybe(demands.fields, |fields| form::lower(&path::key(at, "fields"), &fields, found))?;
    Some(Demands { reason: demands.reason, fields })
}

fn effect(at: &str, effect: written::Effect, procedures: &[Procedure], found: &mut Diagnostics) -> Option<Effect> {
    Some(match effect {
        written::Effect::Accept(_) => Effect::Accept,
        written::Effect::Decline(decline) => {
            Effect::Decline { basis: basis(&path::key(at, "decline"), decline, found)? }
        }
        written::Effect::RequestSupplement(request) => supplement(&path::key(at, "requestSupplement"), request, found)?,
        written::Effect::StartProcedure(named) => {
            Effect::StartProcedure { procedure: known(&path::key(at, "startProcedure"), &named, procedures, found)? }
        }
        written::Effect::EndProcedure(named) => {
            Effect::EndProcedure { procedure: known(&path::key(at, "endProcedure"), &named, procedures, found)?.name }
        }
        written::Effect::Extend(_) => Effect::Extend,
        written::Effect::Suspend(suspend) => {
            Effect::Suspend { basis: basis(&path::key(at, "suspend"), suspend, found)? }
        }
        written::Effect::Resume(_) => Effect::Resume,
        written::Effect::Approve(_) => Effect::Approve,
        written::Effect::Refuse(refuse) => Effect::Refuse { basis: basis(&path::key(at, "refuse"), refuse, found)? },
        written::Effect::Issue(_) => Effect::Issue,
        written::Effect::Revoke(revoke) => Effect::Revoke { basis: basis(&path::key(at, "revoke"), revoke, found)? },
        written::Effect::Transfer(transfer) => {
            let at = path::key(&path::key(at, "transfer"), "to");
            Effect::Transfer { to: names::names(&at, transfer.to, found)? }
        }
        written::Effect::Return(back) => {
            let at = path::key(&path::key(at, "return"), "timesMax");
            Effect::Return { times_max: limits::number(&at, back.times_max, found)? }
        }
        written::Effect::Terminate(end) => Effect::Terminate { basis: basis(&path::key(at, "terminate"), end, found)? },
        written::Effect::Withdraw(_) => Effect::Withdraw,
        written::Effect::Note(_) => Effect::Note,
        written::Effect::Close(_) => Effect::Close,
        written::Effect::Reopen(reopen) => reopened(&path::key(at, "reopen"), &reopen, found)?,
        written::Effect::RequestOpinions(request) => opinions(&path::key(at, "requestOpinions"), request, found)?,
        written::Effect::GiveOpinion(opinion) => Effect::GiveOpinion { agrees: opinion.agrees },
        written::Effect::AnswerObjection(answer) => Effect::AnswerObjection { upheld: answer.upheld },
    })
}

fn opinions(at: &str, request: written::RequestOpinions, found: &mut Diagnostics) -> Option<Effect> {
    let from = names::names(&path::key(at, "from"), request.from, found);
    let within = limits::limit(&path::key(at, "within"), request.within, found);
    let on_all = maybe(request.on_all, |to| names::name(&path::key(at, "onAll"), &to, found));
    let silence = match request.silence {
        written::Silence::Consents => Silence::Consents,
        written::Silence::Waits => Silence::Waits,
    };
    Some(Effect::RequestOpinions { from: from?, within: within?, silence, on_all: on_all? })
}

/// The procedure that an effect names.
fn known(
    at: &str,
    named: &written::NamedProcedure,
    procedures: &[Procedure],
    found: &mut Diagnostics,
) -> Option<Procedure> {
    let known = procedures.iter().find(|one| one.name.as_str() == named.procedure);
    if known.is_none() {
        let there = procedures.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
        let message = format!("there is no procedure `{}` in `spec.procedures`; there are: {there}", named.procedure);
        found.add(path::key(at, "procedure"), reason::UNKNOWN_PROCEDURE, message);
    }
    known.cloned()
}

fn basis(at: &str, basis: written::Basis, found: &mut Diagnostics) -> Option<Vec<BasisName>> {
    names::names(&path::key(at, "basis"), basis.basis, found)
}

fn supplement(at: &str, request: written::RequestSupplement, found: &mut Diagnostics) -> Option<Effect> {
    let answer_within = limits::limit(&path::key(at, "answerWithin"), request.answer_within, found);
    let on_lapse = maybe(request.on_lapse, |to| names::name(&path::key(at, "onLapse"), &to, found));
    Some(Effect::RequestSupplement { answer_within: answer_within?, on_lapse: on_lapse? })
}

fn reopened(at: &str, reopen: &written::Reopen, found: &mut Diagnostics) -> Option<Effect> {
    let within = limits::limit(&path::key(at, "within"), reopen.within, found);
    let times_max = limits::number(&path::key(at, "timesMax"), reopen.times_max, found);
    Some(Effect::Reopen { within: within?, times_max: times_max? })
}
