//! Doing one of the module's actions: what it demands, and what it records.

use std::collections::BTreeSet;

use super::permission::{Moment, known, permitted, state_allows};
use super::supplement::{is_field, lies_in};
use super::{personal, sealed};
use crate::calendar::Limit;
use crate::case::command::Perform;
use crate::case::event::{CaseDue, Part, Performed, Personal};
use crate::case::{Event, EventBody, Rejection, Stage};
use crate::form::{Answers, Class, Finding};
use crate::module::{Action, Demands, Effect, ProcedureClock};
use crate::name::{BasisName, DepartmentName, StateName};

pub(super) fn decide(moment: &Moment<'_>, asked: &Perform) -> Result<Event, Rejection> {
    let action = known(moment, &asked.action)?;
    permitted(moment, action)?;
    let reason = reason(action, asked)?;
    let fields = fields(action, asked)?;
    let personal = personal_of(moment, reason, &fields);
    let body = body(moment, action, asked, fields)?;
    let body = if enough_officers(moment, action) { body } else { signature(body) };
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal })
}

/// What the city does by itself: an action that stands in the case's state and demands nothing of a person.
pub(super) fn instant(moment: &Moment<'_>, action: &Action) -> Option<EventBody> {
    let demands_nothing = action.demands == Demands::default() && action.officers == 1;
    state_allows(moment, action).ok().filter(|()| demands_nothing && action.effect.may_be_instant())?;
    body(moment, action, &Perform::bare(action.name.clone()), Answers::default()).ok()
}

/// Whether, with this one, as many officers have done it as must.
fn enough_officers(moment: &Moment<'_>, action: &Action) -> bool {
    let before = moment.case.signatures.get(&action.name).map_or(0, BTreeSet::len);
    before + 1 >= usize::from(action.officers)
}

/// The same as only one of several officers did it: it leads nowhere yet.
fn signature(body: EventBody) -> EventBody {
    let performed = body.performed().cloned().map(|performed| Performed { arrival: None, ..performed });
    performed.map_or(body, |performed| EventBody::SignatureAdded { performed })
}

// === What an action demands, in the order in which it is judged ===

/// A reason is written where the action or the law demands one. Blank text is no reason.
fn reason<'a>(action: &Action, asked: &'a Perform) -> Result<Option<&'a str>, Rejection> {
    let reason = asked.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let by_law = demands_reason(&action.effect);
    if reason.is_none() && (action.demands.reason || by_law) {
        return Err(Rejection::ReasonRequired);
    }
    Ok(reason)
}

/// What bears on the applicant is told with its reason.
fn demands_reason(effect: &Effect) -> bool {
    match effect {
        Effect::Decline { .. }
        | Effect::Refuse { .. }
        | Effect::Revoke { .. }
        | Effect::Terminate { .. }
        | Effect::Suspend { .. }
        | Effect::Extend
        | Effect::Return { .. } => true,
        Effect::Accept
        | Effect::RequestSupplement { .. }
        | Effect::StartProcedure { .. }
        | Effect::EndProcedure { .. }
        | Effect::Resume
        | Effect::Approve
        | Effect::Issue
        | Effect::Transfer { .. }
        | Effect::Withdraw
        | Effect::Note
        | Effect::Close
        | Effect::Reopen { .. } => false,
    }
}

/// The action's fields fit their form; an action without a form takes none.
fn fields(action: &Action, asked: &Perform) -> Result<Answers, Rejection> {
    let checked = match &action.demands.fields {
        Some(form) => form.check(asked.fields.clone()),
        None if asked.fields.is_empty() => Ok(Answers::default()),
        None => Err(asked.fields.keys().map(|name| unknown_field(name)).collect()),
    };
    checked.map_err(|findings| Rejection::FieldsInvalid { findings })
}

fn unknown_field(name: &str) -> Finding {
    let path = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    Finding { path, keyword: "additionalProperties".to_owned() }
}

/// A negative decision rests on a legal basis that the action names.
fn legal_basis(allowed: &[BasisName], asked: &Perform) -> Result<BasisName, Rejection> {
    let given = asked.legal_basis.as_ref().filter(|basis| allowed.contains(basis));
    given.cloned().ok_or_else(|| Rejection::LegalBasisRequired { allowed: allowed.to_vec() })
}

/// A supplement notice lists at least one field, and only fields of the form.
fn items(moment: &Moment<'_>, asked: &Perform) -> Result<Vec<String>, Rejection> {
    let fields = moment.rules.module.form.fields();
    if asked.items.is_empty() || !asked.items.iter().all(|item| is_field(fields, item)) {
        let fields = fields.iter().map(|field| format!("/{}", field.name)).collect();
        return Err(Rejection::SupplementItemsRequired { fields });
    }
    told_once(moment, &asked.items)?;
    Ok(asked.items.clone())
}

/// What is missing is told once: no notice asks for what an earlier one has asked for.
fn told_once(moment: &Moment<'_>, items: &[String]) -> Result<(), Rejection> {
    let overlap = |before: &&String| items.iter().any(|item| lies_in(before, item) || lies_in(item, before));
    let items: Vec<_> = moment.case.asked.iter().filter(overlap).cloned().collect();
    if items.is_empty() { Ok(()) } else { Err(Rejection::AskedBefore { items }) }
}

/// Whether there is anything that no notice has asked for yet.
pub(super) fn anything_to_ask(moment: &Moment<'_>) -> Result<(), Rejection> {
    let mut fields = moment.rules.module.form.fields().iter().map(|field| format!("/{}", field.name)).peekable();
    if fields.peek().is_none() {
        return Err(Rejection::SupplementItemsRequired { fields: Vec::new() });
    }
    let untouched = |field: &String| told_once(moment, std::slice::from_ref(field)).is_ok();
    if fields.any(|field| untouched(&field)) {
        return Ok(());
    }
    Err(Rejection::AskedBefore { items: moment.case.asked.iter().cloned().collect() })
}

/// A limit is lengthened once, while it runs and has not passed.
pub(super) fn extendable(moment: &Moment<'_>) -> Result<Limit, Rejection> {
    let (case, by) = (moment.case, moment.rules.module.limits.extension);
    let (Some(promised), Some(by)) = (case.clocks.promised, by) else { return Err(Rejection::NothingToExtend) };
    if case.extended {
        return Err(Rejection::ExtendedBefore);
    }
    if promised.passed {
        return Err(Rejection::ExtendedTooLate { ended: promised.due.at });
    }
    Ok(by)
}

/// A case goes back to the department that it came from, and not too often.
pub(super) fn returnable<'a>(moment: &Moment<'a>, times_max: u8) -> Result<&'a DepartmentName, Rejection> {
    let Some(from) = &moment.case.came_from else { return Err(Rejection::NothingToReturn) };
    if moment.case.returned >= times_max {
        return Err(Rejection::ReturnedTooOften { times_max });
    }
    Ok(from)
}

/// A transfer names one of the departments that the action allows.
fn receiver(moment: &Moment<'_>, to: &[DepartmentName], asked: &Perform) -> Result<DepartmentName, Rejection> {
    let allowed = receivers(moment, to);
    let given = asked.department.as_ref().filter(|department| allowed.contains(department));
    given.cloned().ok_or(Rejection::DepartmentRequired { allowed })
}

/// To whom the case can go: departments that exist and do not have it already.
pub(super) fn receivers(moment: &Moment<'_>, to: &[DepartmentName]) -> Vec<DepartmentName> {
    let exists = |department: &&DepartmentName| moment.rules.facts.departments.contains_key(*department);
    to.iter().filter(exists).filter(|department| **department != moment.case.department).cloned().collect()
}

/// Only what is over is taken up again, within the window after it was closed, and not too often.
pub(super) fn reopenable(moment: &Moment<'_>, action: &Action, within: Limit, times_max: u8) -> Result<(), Rejection> {
    let case = moment.case;
    let Some(closed_at) = case.closed_at.filter(|_| case.end.is_some()) else {
        return Err(Rejection::NotInThisState { state: case.state.clone(), from: ends_among(moment, action) });
    };
    let window = moment.rules.due(closed_at, within);
    if window.at <= moment.at {
        return Err(Rejection::ReopenWindowOver { ended: window.at });
    }
    if case.reopened >= times_max {
        return Err(Rejection::ReopenedTooOften { times_max });
    }
    Ok(())
}

fn ends_among(moment: &Moment<'_>, action: &Action) -> Vec<StateName> {
    let workflow = &moment.rules.module.workflow;
    let ends = |state: &&StateName| workflow.state(state).is_some_and(|state| state.end.is_some());
    action.from.iter().filter(ends).cloned().collect()
}

// === What an action records ===

fn body(moment: &Moment<'_>, action: &Action, asked: &Perform, fields: Answers) -> Result<EventBody, Rejection> {
    let performed = performed(moment, action, fields);
    Ok(match &action.effect {
        Effect::Accept => EventBody::CaseAccepted { due: due_on_acceptance(moment, &performed), performed },
        Effect::Decline { basis } => EventBody::CaseDeclined { legal_basis: legal_basis(basis, asked)?, performed },
        Effect::RequestSupplement { answer_within, on_lapse } => EventBody::SupplementRequested {
            items: items(moment, asked)?,
            answer_due: moment.rules.due(moment.at, *answer_within),
            on_lapse: on_lapse.clone(),
            performed,
        },
        Effect::StartProcedure { procedure } => EventBody::ProcedureStarted {
            procedure: procedure.name.clone(),
            stops: procedure.clock == ProcedureClock::Stopped,
            legal_basis: procedure.basis.clone(),
            most: procedure.most,
            due: moment.rules.due(moment.at, procedure.most),
            performed,
        },
        Effect::EndProcedure { procedure } => EventBody::ProcedureEnded {
            procedure: procedure.clone(),
            clocks: moment.rules.going_on(moment.case, performed.arrival.is_some(), moment.at),
            performed,
        },
        Effect::Extend => {
            let by = extendable(moment)?;
            let leaves = performed.arrival.is_some();
            EventBody::LimitExtended { by, clocks: moment.rules.lengthened(moment.case, leaves, by), performed }
        }
        Effect::Suspend { basis } => EventBody::CaseSuspended { legal_basis: legal_basis(basis, asked)?, performed },
        Effect::Resume => EventBody::CaseResumed {
            clocks: moment.rules.going_on(moment.case, performed.arrival.is_some(), moment.at),
            performed,
        },
        Effect::Approve => EventBody::CaseApproved { performed },
        Effect::Refuse { basis } => EventBody::CaseRefused { legal_basis: legal_basis(basis, asked)?, performed },
        Effect::Issue => EventBody::ResultIssued { performed },
        Effect::Revoke { basis } => EventBody::ResultRevoked { legal_basis: legal_basis(basis, asked)?, performed },
        Effect::Transfer { to } => EventBody::CaseTransferred {
            from: moment.case.department.clone(),
            to: receiver(moment, to, asked)?,
            performed,
        },
        Effect::Return { times_max } => EventBody::CaseReturned {
            from: moment.case.department.clone(),
            to: returnable(moment, *times_max)?.clone(),
            performed,
        },
        Effect::Terminate { basis } => EventBody::CaseTerminated { legal_basis: legal_basis(basis, asked)?, performed },
        Effect::Withdraw => EventBody::CaseWithdrawn { performed },
        Effect::Note => EventBody::NoteAdded { performed },
        Effect::Close => EventBody::CaseClosed { performed },
        Effect::Reopen { within, times_max } => {
            reopenable(moment, action, *within, *times_max)?;
            EventBody::CaseReopened { due: due_on_reopening(moment, &performed), performed }
        }
    })
}

/// The state that the action leads to. Its limit does not run while a supplement notice waits or the
/// case stands still.
fn performed(moment: &Moment<'_>, action: &Action, fields: Answers) -> Performed {
    let waits = match &action.effect {
        Effect::RequestSupplement { .. } | Effect::Suspend { .. } => true,
        Effect::StartProcedure { procedure } => procedure.clock == ProcedureClock::Stopped,
        Effect::EndProcedure { .. } | Effect::Resume => false,
        _ => moment.case.supplement.is_some() || moment.case.stands_still(),
    };
    let mut arrival = moment.rules.move_to(moment.case, action.to.as_ref(), moment.at);
    if let Some(arrival) = arrival.as_mut().filter(|_| waits) {
        arrival.due = None;
    }
    Performed {
        action: action.name.clone(),
        arrival,
        fields: fields.open,
        calendar_version: moment.rules.calendar_version(),
        rule: moment.rule,
    }
}

/// Acceptance starts the limits once: not when submission did, and not again.
fn due_on_acceptance(moment: &Moment<'_>, performed: &Performed) -> Option<CaseDue> {
    let first = moment.case.stage == Stage::Submitted && !ends(performed);
    moment.rules.due_on_acceptance(moment.case, moment.at).filter(|_| first)
}

/// A case that is taken up again has the whole limits again, from the reopening.
fn due_on_reopening(moment: &Moment<'_>, performed: &Performed) -> Option<CaseDue> {
    let opens = performed.arrival.as_ref().is_some_and(|arrival| arrival.end.is_none());
    opens.then(|| moment.rules.case_due(moment.at))
}

fn ends(performed: &Performed) -> bool {
    performed.arrival.as_ref().is_some_and(|arrival| arrival.end.is_some())
}

/// Everything that an action says of a case belongs to the person whose case it is.
fn personal_of(moment: &Moment<'_>, reason: Option<&str>, fields: &Answers) -> Vec<Personal> {
    let subject = moment.case.applicant.as_ref();
    let reason = reason.map(|reason| personal(subject, Part::Reason, Class::Personal, reason.into()));
    reason.into_iter().chain(sealed(subject, Part::Fields, fields)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::calendar::Limit;
    use crate::case::event::{EventBody, Part, Performed};
    use crate::case::given::{
        Asked, act, answer, answers, approver, at, case_due, clerk, due, ends, enters, given_accepted, given_closed,
        given_notice, given_submitted, lin, object, officer, performed,
    };
    use crate::case::{Case, Clocks, Rejection, Stage};
    use crate::form::{Class, Finding};
    use crate::module::{Effect, End, Start};

    fn full_grant() -> Asked {
        act("grant").field("plot", "7")
    }

    // === Demands ===

    #[test]
    fn a_reason_is_written_where_the_action_or_the_law_demands_one() {
        given_submitted().when(clerk(), act("decline").resting_on("law-1")).then_err(Rejection::ReasonRequired);
        given_accepted().when(approver(), act("refuse").because(" \n")).then_err(Rejection::ReasonRequired);
        given_submitted().at("03-12T10:00").when(clerk(), act("settle-up")).then_err(Rejection::ReasonRequired);
        given_submitted().at("03-12T10:00").after(clerk(), act("settle-up").because("felled by the storm"));
    }

    #[test]
    fn fields_fit_the_form_of_the_action() {
        let found = |path: &str, keyword: &str| Rejection::FieldsInvalid {
            findings: vec![Finding { path: path.to_owned(), keyword: keyword.to_owned() }],
        };
        given_accepted().when(approver(), act("grant")).then_err(found("/plot", "required"));
        given_accepted()
            .when(approver(), act("grant").field("plot", "0123456789"))
            .then_err(found("/plot", "maxLength"));
        given_submitted().when(clerk(), act("accept").field("a/b", 1)).then_err(found("/a~1b", "additionalProperties"));
    }

    #[test]
    fn a_negative_decision_rests_on_a_legal_basis_of_the_action() {
        let rejection = || Rejection::LegalBasisRequired { allowed: vec!["law-1".parse().unwrap()] };
        given_submitted().when(clerk(), act("decline").because("not ours")).then_err(rejection());
        given_submitted().when(clerk(), act("decline").because("not ours").resting_on("law-2")).then_err(rejection());
        given_accepted().when(approver(), act("refuse").because("a rare tree")).then_err(rejection());
    }

    #[test]
    fn a_notice_lists_fields_of_the_form() {
        let fields = || ["/place", "/name", "/idNo", "/plot"].map(str::to_owned).to_vec();
        given_submitted().when(clerk(), act("ask")).then_err(Rejection::SupplementItemsRequired { fields: fields() });
        given_submitted()
            .when(clerk(), act("ask").item("/name").item("/shoe"))
            .then_err(Rejection::SupplementItemsRequired { fields: fields() });
    }

    #[test]
    fn a_transfer_names_a_department_that_exists_and_does_not_have_the_case() {
        let rejection = || Rejection::DepartmentRequired { allowed: vec!["roads".parse().unwrap()] };
        given_submitted().when(clerk(), act("pass-on")).then_err(rejection());
        for department in ["parks", "closed-down", "old-town"] {
            given_submitted().when(clerk(), act("pass-on").to(department)).then_err(rejection());
        }
    }

    #[test]
    fn only_what_is_over_is_taken_up_again() {
        given_accepted().after(approver(), full_grant()).when(lin(), act("take-up")).then_err(
            Rejection::NotInThisState {
                state: "making".parse().unwrap(),
                from: vec!["granted".parse().unwrap(), "withdrawn".parse().unwrap()],
            },
        );
    }

    #[test]
    fn the_window_for_reopening_counts_from_closing_and_no_note_prolongs_it() {
        let closed = || given_closed().at("03-09T10:00").after(clerk(), act("note")).after(lin(), act("note"));
        closed().at("03-12T23:59").after(lin(), act("take-up"));
        closed()
            .at("03-13T00:00")
            .when(lin(), act("take-up"))
            .then_err(Rejection::ReopenWindowOver { ended: due(3, 12).at });
    }

    #[test]
    fn a_case_is_reopened_only_so_often() {
        given_closed()
            .after(lin(), act("take-up"))
            .after(lin(), act("take-back"))
            .when(lin(), act("take-up"))
            .then_err(Rejection::ReopenedTooOften { times_max: 1 });
    }

    // === Effects ===

    fn moved(action: &str, state: &str) -> Performed {
        performed(action, Some(enters(state, None)))
    }

    fn ended(action: &str, state: &str, end: End) -> Performed {
        performed(action, Some(ends(state, end)))
    }

    #[test]
    fn acceptance_starts_the_limits() {
        let then = given_submitted().at("03-03T10:00").when(clerk(), act("accept"));
        then.then_last(&EventBody::CaseAccepted {
            performed: performed("accept", Some(enters("review", Some(due(3, 17))))),
            due: Some(case_due((3, 17), (3, 31))),
        });
        assert_eq!(then.case().stage, Stage::Accepted);
        assert_eq!(then.case().clocks.statutory.unwrap().due, due(3, 31));
    }

    #[test]
    fn acceptance_does_not_restart_limits_that_submission_started() {
        let then = given_submitted()
            .with(|module| module.limits.starts = Start::Submission)
            .at("03-03T10:00")
            .when(clerk(), act("accept"));
        assert!(matches!(&then.last().body, EventBody::CaseAccepted { due: None, .. }));
    }

    #[test]
    fn acceptance_does_not_restart_limits_when_it_is_repeated() {
        let then = given_accepted()
            .with(|module| module.workflow.actions[0].from.push("review".parse().unwrap()))
            .at("03-03T10:00")
            .when(clerk(), act("accept"));
        then.then_last(&EventBody::CaseAccepted { performed: performed("accept", None), due: None });
        assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 16));
    }

    #[test]
    fn acceptance_that_ends_the_case_starts_no_limit() {
        let then = given_submitted()
            .with(|module| module.workflow.actions[0].to = Some("granted".parse().unwrap()))
            .when(clerk(), act("accept"));
        then.then_last(&EventBody::CaseAccepted { performed: ended("accept", "granted", End::Completed), due: None });
    }

    #[test]
    fn declining_ends_the_case_with_its_basis() {
        let then = given_submitted().when(clerk(), act("decline").because("not ours").resting_on("law-1"));
        then.then_last(&EventBody::CaseDeclined {
            performed: ended("decline", "declined", End::Declined),
            legal_basis: "law-1".parse().unwrap(),
        });
        assert_eq!((then.case().stage, then.case().end), (Stage::Closed, Some(End::Declined)));
    }

    #[test]
    fn a_notice_stops_the_limit_of_the_state() {
        let then = given_submitted().when(clerk(), act("ask").item("/name"));
        then.then_last(&EventBody::SupplementRequested {
            performed: performed("ask", None),
            items: vec!["/name".to_owned()],
            answer_due: due(3, 17),
            on_lapse: Some("withdrawn".parse().unwrap()),
        });
        assert_eq!(then.case().clocks.state, None);
    }

    #[test]
    fn no_limit_of_a_state_starts_while_a_notice_waits() {
        let given = given_notice().with(|module| module.workflow.actions[6].to = Some("review".parse().unwrap()));
        let then = given.when(clerk(), act("pass-on").to("roads"));
        assert_eq!(then.case().clocks.state, None);
        let answered = then.go_on().at("03-03T10:00").when(lin(), answer(answers(), &["/name"]));
        assert_eq!(answered.case().clocks.state.unwrap().due, due(3, 17));
    }

    #[test]
    fn the_decision_ends_the_limits_of_the_case() {
        let then = given_accepted().when(approver(), full_grant().field("phone", "139").because("healthy enough"));
        let granted = Performed { fields: object(json!({"plot": "7"})), ..moved("grant", "making") };
        then.then_last(&EventBody::CaseApproved { performed: granted });
        assert_eq!((then.case().stage, then.case().clocks.clone()), (Stage::Decided, Clocks::default()));
    }

    #[test]
    fn reasons_and_personal_fields_are_sealed_for_the_applicant() {
        let then = given_accepted().when(approver(), full_grant().field("phone", "139").because(" healthy "));
        let parts: Vec<_> =
            then.last().personal.iter().map(|part| (part.part, part.class, part.value.clone())).collect();
        assert_eq!(
            parts,
            [
                (Part::Reason, Class::Personal, json!("healthy")),
                (Part::Fields, Class::Personal, json!({"phone": "139"})),
            ]
        );
        assert!(then.last().personal.iter().all(|part| part.subject.as_ref() == lin().subject()));
    }

    #[test]
    fn refusing_ends_the_case_with_its_basis() {
        let then = given_accepted().when(approver(), act("refuse").because("a rare tree").resting_on("law-1"));
        then.then_last(&EventBody::CaseRefused {
            performed: ended("refuse", "refused", End::Refused),
            legal_basis: "law-1".parse().unwrap(),
        });
    }

    #[test]
    fn issuing_follows_the_decision() {
        let then = given_accepted().after(approver(), full_grant()).when(clerk(), act("issue"));
        then.then_last(&EventBody::ResultIssued { performed: ended("issue", "granted", End::Completed) });
        assert_eq!(then.case().closed_at, Some(then.given.at));
    }

    #[test]
    fn a_transfer_hands_the_case_over_and_moves_no_clock() {
        let given = given_accepted().at("03-05T10:00");
        let before = match &given.case {
            Case::Open(case) => case.clocks.clone(),
            Case::Unborn => panic!("the case was never submitted"),
        };
        let then = given.when(clerk(), act("pass-on").to("roads"));
        then.then_last(&EventBody::CaseTransferred {
            performed: performed("pass-on", None),
            from: "parks".parse().unwrap(),
            to: "roads".parse().unwrap(),
        });
        assert_eq!((then.case().department.as_str(), &then.case().clocks), ("roads", &before));
        then.go_on().after(officer("wang", "roads", "clerk"), act("note"));
    }

    #[test]
    fn the_applicant_takes_the_case_back() {
        let then = given_notice().when(lin(), act("take-back"));
        then.then_last(&EventBody::CaseWithdrawn { performed: ended("take-back", "withdrawn", End::Withdrawn) });
        assert_eq!(then.case().supplement, None);
    }

    #[test]
    fn a_note_moves_no_clock_even_where_it_names_the_state_it_stands_in() {
        let given = given_accepted()
            .with(|module| module.workflow.actions[8].to = Some("review".parse().unwrap()))
            .at("03-05T10:00");
        let before = given.case.clone();
        let then = given.when(lin(), act("note").because("the roots lift the pavement"));
        then.then_last(&EventBody::NoteAdded { performed: performed("note", None) });
        let Case::Open(before) = before else { panic!("the case was never submitted") };
        assert_eq!(then.case().clocks, before.clocks);
    }

    #[test]
    fn closing_ends_the_case() {
        let then = given_submitted().at("03-12T10:00").when(clerk(), act("settle-up").because("felled by the storm"));
        then.then_last(&EventBody::CaseClosed { performed: ended("settle-up", "granted", End::Completed) });
        assert_eq!(then.case().clocks, Clocks::default());
    }

    #[test]
    fn reopening_starts_the_limits_of_the_case_again() {
        let then = given_closed().at("03-04T10:00").when(lin(), act("take-up"));
        then.then_last(&EventBody::CaseReopened {
            performed: performed("take-up", Some(enters("review", Some(due(3, 18))))),
            due: Some(case_due((3, 18), (4, 1))),
        });
        let case = then.case();
        assert_eq!((case.stage, case.end, case.reopened), (Stage::Accepted, None, 1));
    }

    #[test]
    fn moving_from_one_end_to_another_does_not_close_again() {
        let given = given_closed().with(|module| {
            module.workflow.actions[8].to = Some("refused".parse().unwrap());
            assert_eq!(module.workflow.actions[8].effect, Effect::Note);
        });
        let closed_at = given.at;
        let then = given.at("03-05T10:00").when(clerk(), act("note"));
        assert_eq!((then.case().end, then.case().closed_at), (Some(End::Refused), Some(closed_at)));
    }

    #[test]
    fn the_window_can_be_of_hours() {
        let given = given_closed().with(|module| {
            module.workflow.actions[10].effect = Effect::Reopen { within: Limit::Hours(1), times_max: 1 };
        });
        let ended = at("03-02T11:00");
        given.at("03-02T11:00").when(lin(), act("take-up")).then_err(Rejection::ReopenWindowOver { ended });
    }
}
