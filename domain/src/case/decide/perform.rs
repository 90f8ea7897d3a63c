//! Doing one of the module's actions, and what is recorded of it.

use super::demands::{extendable, fields, items, legal_basis, reason, receiver, reopenable, returnable};
use super::permission::{Moment, known, materials_are_there, permitted, state_allows};
use super::{documents, objections, opinions, personal, sealed};
use crate::case::command::Perform;
use crate::case::event::{CaseDue, Part, Performed, Personal};
use crate::case::{Event, EventBody, Rejection, Stage};
use crate::form::{Answers, Class};
use crate::module::{Action, Demands, Effect, ProcedureClock};

pub(super) fn decide(moment: &Moment<'_>, asked: &Perform) -> Result<Event, Rejection> {
    let action = known(moment, &asked.action)?;
    permitted(moment, action)?;
    let reason = reason(action, asked)?;
    let fields = fields(action, asked)?;
    let personal = personal_of(moment, action, reason, &fields);
    let body = body(moment, action, asked, fields)?;
    let body = if enough_officers(moment, action) { body } else { signature(body) };
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal })
}

/// What the city does by itself: an action that stands in the case's state and demands nothing of a person.
pub(super) fn instant(moment: &Moment<'_>, action: &Action) -> Option<EventBody> {
    let demands_nothing = action.demands == Demands::default() && action.officers == 1;
    materials_are_there(moment, action).ok()?;
    state_allows(moment, action).ok().filter(|()| demands_nothing && action.effect.may_be_instant())?;
    body(moment, action, &Perform::bare(action.name.clone()), Answers::default()).ok()
}

/// Whether, with this one, as many officers have done it as must.
fn enough_officers(moment: &Moment<'_>, action: &Action) -> bool {
    let before = moment.case.signatures.get(&action.name).map_or(0, Vec::len);
    before + 1 >= usize::from(action.officers)
}

/// The same as only one of several officers did it: it leads nowhere yet.
fn signature(body: EventBody) -> EventBody {
    let performed = body.performed().cloned().map(|performed| Performed { arrival: None, ..performed });
    performed.map_or(body, EventBody::SignatureAdded)
}

// === What an action records ===

fn body(moment: &Moment<'_>, action: &Action, asked: &Perform, fields: Answers) -> Result<EventBody, Rejection> {
    let performed = performed(moment, action, fields);
    Ok(match &action.effect {
        Effect::Accept => accepted(moment, performed)?,
        Effect::Decline { basis } => EventBody::CaseDeclined { legal_basis: legal_basis(basis, asked)?, performed },
        Effect::RequestSupplement { answer_within, on_lapse } => {
            let (items, documents) = items(moment, asked)?;
            let answer_due = moment.rules.due(moment.at, *answer_within);
            EventBody::SupplementRequested { performed, items, documents, answer_due, on_lapse: on_lapse.clone() }
        }
        Effect::StartProcedure { procedure } => EventBody::ProcedureStarted {
            procedure: procedure.name.clone(),
            stops: procedure.clock == ProcedureClock::Stopped,
            legal_basis: procedure.basis.clone(),
            most: procedure.most,
            due: moment.rules.due(moment.at, procedure.most),
            kind: procedure.kind,
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
        Effect::Approve => EventBody::CaseApproved(performed),
        Effect::Refuse { basis } => EventBody::CaseRefused { legal_basis: legal_basis(basis, asked)?, performed },
        Effect::Issue => EventBody::ResultIssued(performed),
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
        Effect::Withdraw => EventBody::CaseWithdrawn(performed),
        Effect::Note => EventBody::NoteAdded(performed),
        Effect::Close => EventBody::CaseClosed(performed),
        Effect::Reopen { within, times_max } => {
            reopenable(moment, action, *within, *times_max)?;
            EventBody::CaseReopened { due: due_on_reopening(moment, &performed), performed }
        }
        Effect::RequestOpinions { from, within, silence, on_all } => EventBody::OpinionsRequested {
            departments: opinions::askable(moment, from)?,
            within: *within,
            due: moment.rules.due(moment.at, *within),
            silence: *silence,
            on_all: on_all.clone(),
            performed,
        },
        Effect::GiveOpinion { agrees } => opinions::given(moment, performed, *agrees)?,
        Effect::AnswerObjection { upheld } => {
            EventBody::ObjectionAnswered { objection: objections::next(moment)?.number, upheld: *upheld, performed }
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

fn accepted(moment: &Moment<'_>, performed: Performed) -> Result<EventBody, Rejection> {
    let due = due_on_acceptance(moment, &performed);
    let promised = due.map(|due| due.promised).or(moment.case.clocks.promised.map(|clock| clock.due));
    Ok(EventBody::CaseAccepted { due, following: documents::following(moment, promised)?, performed })
}

/// Acceptance starts the limits once: not when submission did, and not again.
fn due_on_acceptance(moment: &Moment<'_>, performed: &Performed) -> Option<CaseDue> {
    let first = moment.case.stage == Stage::Submitted && !ends(performed);
    moment.rules.due_on_acceptance(moment.case, moment.at).filter(|_| first)
}

/// A case that is taken up again has the whole limits again, from the reopening.
fn due_on_reopening(moment: &Moment<'_>, performed: &Performed) -> Option<CaseDue> {
    let opens = performed.arrival.as_ref().is_some_and(|arrival| arrival.end.is_none());
    opens.then(|| moment.rules.case_due(moment.at, moment.case.limits))
}

fn ends(performed: &Performed) -> bool {
    performed.arrival.as_ref().is_some_and(|arrival| arrival.end.is_some())
}

/// Everything that an action says of a case belongs to the person whose case it is; the answer to an objection
/// to the person who objected.
fn personal_of(moment: &Moment<'_>, action: &Action, reason: Option<&str>, fields: &Answers) -> Vec<Personal> {
    let subject = match action.effect {
        Effect::AnswerObjection { .. } => objections::next(moment).ok().and_then(|objection| objection.by.as_ref()),
        _ => moment.case.applicant.as_ref(),
    };
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
    use crate::form::Class;
    use crate::module::{Effect, End, Start};

    fn full_grant() -> Asked {
        act("grant").field("plot", "7")
    }

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
            following: Vec::new(),
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
        then.then_last(&EventBody::CaseAccepted {
            performed: performed("accept", None),
            due: None,
            following: Vec::new(),
        });
        assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 16));
    }

    #[test]
    fn acceptance_that_ends_the_case_starts_no_limit() {
        let then = given_submitted()
            .with(|module| module.workflow.actions[0].to = Some("granted".parse().unwrap()))
            .when(clerk(), act("accept"));
        then.then_last(&EventBody::CaseAccepted {
            performed: ended("accept", "granted", End::Completed),
            due: None,
            following: Vec::new(),
        });
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
            documents: Vec::new(),
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
        then.then_last(&EventBody::CaseApproved(granted));
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
        then.then_last(&EventBody::ResultIssued(ended("issue", "granted", End::Completed)));
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
        then.then_last(&EventBody::CaseWithdrawn(ended("take-back", "withdrawn", End::Withdrawn)));
        assert_eq!(then.case().supplement, None);
    }

    #[test]
    fn a_note_moves_no_clock_even_where_it_names_the_state_it_stands_in() {
        let given = given_accepted()
            .with(|module| module.workflow.actions[8].to = Some("review".parse().unwrap()))
            .at("03-05T10:00");
        let before = given.case.clone();
        let then = given.when(lin(), act("note").because("the roots lift the pavement"));
        then.then_last(&EventBody::NoteAdded(performed("note", None)));
        let Case::Open(before) = before else { panic!("the case was never submitted") };
        assert_eq!(then.case().clocks, before.clocks);
    }

    #[test]
    fn closing_ends_the_case() {
        let then = given_submitted().at("03-12T10:00").when(clerk(), act("settle-up").because("felled by the storm"));
        then.then_last(&EventBody::CaseClosed(ended("settle-up", "granted", End::Completed)));
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
