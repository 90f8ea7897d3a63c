//! Effects: who may have them, where they start and where they lead.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Action, Effect, End, Module};

use super::places::action;
use crate::{path, reason};

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    for (index, one) in module.workflow.actions.iter().enumerate() {
        roles(index, one, found);
        from(module, index, one, found);
        to(module, index, one, found);
        lapse(module, index, one, found);
    }
}

/// Who may do it.
enum Who {
    Staff,
    Applicant,
    Anybody,
}

fn who(effect: &Effect) -> Who {
    match effect {
        Effect::Accept
        | Effect::Decline { .. }
        | Effect::RequestSupplement { .. }
        | Effect::Approve
        | Effect::Refuse { .. }
        | Effect::StartProcedure { .. }
        | Effect::EndProcedure { .. }
        | Effect::Extend
        | Effect::Suspend { .. }
        | Effect::Resume
        | Effect::Return { .. }
        | Effect::Terminate { .. }
        | Effect::Revoke { .. }
        | Effect::Issue
        | Effect::Transfer { .. }
        | Effect::RequestOpinions { .. }
        | Effect::GiveOpinion { .. }
        | Effect::AnswerObjection { .. } => Who::Staff,
        Effect::Withdraw => Who::Applicant,
        Effect::Note | Effect::Close | Effect::Reopen { .. } => Who::Anybody,
    }
}

fn roles(index: usize, one: &Action, found: &mut Diagnostics) {
    let (wrong, message): (fn(bool) -> bool, _) = match who(&one.effect) {
        _ if one.officers > 1 => (|is_applicant| is_applicant, "several officers must do this, never the applicant"),
        Who::Staff => (|is_applicant| is_applicant, "only staff may do this, never the applicant"),
        Who::Applicant => (|is_applicant| !is_applicant, "only the `applicant` may do this"),
        Who::Anybody => return,
    };
    for (at, _) in one.roles.iter().enumerate().filter(|(_, role)| wrong(role.is_applicant())) {
        found.add(path::item(&action(index, "roles"), at), reason::WRONG_ROLE, message);
    }
}

fn from(module: &Module, index: usize, one: &Action, found: &mut Diagnostics) {
    let is_reopen = matches!(one.effect, Effect::Reopen { .. });
    for (at, name) in one.from.iter().enumerate() {
        let is_end = module.workflow.state(name).is_some_and(|state| state.end.is_some());
        let path = path::item(&action(index, "from"), at);
        if is_reopen && !is_end {
            found.add(path, reason::WRONG_REOPEN, format!("the case is not over in `{name}`"));
        } else if is_end && !is_reopen {
            found.add(path, reason::LEAVES_END, format!("the case is over in `{name}`; only `reopen` may start there"));
        }
    }
}

/// Where an effect may lead: the ends that it may reach, and whether it must reach one.
fn ends(effect: &Effect) -> (&'static [End], bool) {
    match effect {
        Effect::Decline { .. } => (&[End::Declined], true),
        Effect::Refuse { .. } => (&[End::Refused], true),
        Effect::Withdraw => (&[End::Withdrawn], true),
        Effect::Terminate { .. } => (&[End::Terminated], true),
        Effect::Revoke { .. } => (&[End::Revoked], true),
        Effect::Close => (&[End::Completed, End::Unsolved], true),
        Effect::Approve | Effect::Issue => (&[End::Completed], false),
        Effect::Accept
        | Effect::RequestSupplement { .. }
        | Effect::StartProcedure { .. }
        | Effect::EndProcedure { .. }
        | Effect::Extend
        | Effect::Suspend { .. }
        | Effect::Resume
        | Effect::Transfer { .. }
        | Effect::Return { .. }
        | Effect::Note
        | Effect::Reopen { .. }
        | Effect::RequestOpinions { .. }
        | Effect::GiveOpinion { .. }
        | Effect::AnswerObjection { .. } => (&[], false),
    }
}

fn to(module: &Module, index: usize, one: &Action, found: &mut Diagnostics) {
    let path = action(index, "to");
    let (allowed, must_end) = ends(&one.effect);
    let is_reopen = matches!(one.effect, Effect::Reopen { .. });
    let Some(to) = one.to.as_ref().and_then(|to| module.workflow.state(to)) else {
        if must_end || is_reopen {
            found.add(path, reason::MISSING_TARGET, "this effect needs a `to`");
        }
        return;
    };
    match to.end {
        None if must_end => {
            found.add(path, reason::WRONG_END, format!("must lead to a state with {}", words(allowed)));
        }
        Some(_) if is_reopen => found.add(path, reason::WRONG_REOPEN, "leads to a state in which the case is over"),
        Some(_) if allowed.is_empty() => {
            let message = "the case would be over in this state; close, refuse, decline, withdraw, terminate, revoke, approve or issue end it";
            found.add(path, reason::ENDS_WITHOUT_CLOSING, message);
        }
        Some(end) if !allowed.contains(&end) => {
            found.add(path, reason::WRONG_END, format!("{end:?} is no end of this effect; {}", words(allowed)));
        }
        Some(_) | None => {}
    }
}

fn words(ends: &[End]) -> String {
    let words: Vec<_> = ends.iter().map(|end| format!("`end: {end:?}`")).collect();
    words.join(" or ")
}

fn lapse(module: &Module, index: usize, one: &Action, found: &mut Diagnostics) {
    let Effect::RequestSupplement { on_lapse: Some(to), .. } = &one.effect else { return };
    match module.workflow.state(to).and_then(|to| to.end) {
        Some(End::Withdrawn | End::Terminated) | None => {}
        Some(End::Completed | End::Unsolved | End::Refused | End::Declined | End::Revoked) => {
            let path = action(index, "effect.requestSupplement.onLapse");
            found.add(path, reason::WRONG_END, "an applicant who does not answer is deemed to have withdrawn");
        }
    }
}
