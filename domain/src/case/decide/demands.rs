//! What an action demands of the person who does it, in the order in which it is judged.

use super::documents::known;
use super::permission::Moment;
use crate::calendar::Limit;
use crate::case::Rejection;
use crate::case::command::Perform;
use crate::form::pointer::{fields_on_the_way, lies_in, member};
use crate::form::{Answers, Finding};
use crate::module::{Action, Document, Effect};
use crate::name::{BasisName, DepartmentName, DocumentName, StateName};

/// A reason is written where the action or the law demands one. Blank text is no reason.
pub(super) fn reason<'a>(action: &Action, asked: &'a Perform) -> Result<Option<&'a str>, Rejection> {
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
        | Effect::Return { .. }
        | Effect::GiveOpinion { agrees: false }
        | Effect::AnswerObjection { .. } => true,
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
        | Effect::Reopen { .. }
        | Effect::RequestOpinions { .. }
        | Effect::GiveOpinion { agrees: true } => false,
    }
}

/// The action's fields fit their form; an action without a form takes none.
pub(super) fn fields(action: &Action, asked: &Perform) -> Result<Answers, Rejection> {
    let checked = match &action.demands.fields {
        Some(form) => form.check(asked.fields.clone()),
        None if asked.fields.is_empty() => Ok(Answers::default()),
        None => Err(asked.fields.keys().map(|name| unknown_field(name)).collect()),
    };
    checked.map_err(|findings| Rejection::FieldsInvalid { findings })
}

fn unknown_field(name: &str) -> Finding {
    Finding { path: member("", name), keyword: "additionalProperties".to_owned() }
}

/// A negative decision rests on a legal basis that the action names.
pub(super) fn legal_basis(allowed: &[BasisName], asked: &Perform) -> Result<BasisName, Rejection> {
    let given = asked.legal_basis.as_ref().filter(|basis| allowed.contains(basis));
    given.cloned().ok_or_else(|| Rejection::LegalBasisRequired { allowed: allowed.to_vec() })
}

/// A supplement notice lists at least one field or material, and only such as the module has.
pub(super) fn items(moment: &Moment<'_>, asked: &Perform) -> Result<(Vec<String>, Vec<DocumentName>), Rejection> {
    let fields = moment.rules.module.form.fields();
    let nothing = asked.items.is_empty() && asked.documents.is_empty();
    if nothing || !asked.items.iter().all(|item| fields_on_the_way(fields, item).is_some()) {
        let fields = fields.iter().map(|field| format!("/{}", field.name)).collect();
        return Err(Rejection::SupplementItemsRequired { fields });
    }
    known(moment.rules, &asked.documents)?;
    told_once(moment, &asked.items, &asked.documents)?;
    Ok((asked.items.clone(), asked.documents.clone()))
}

/// What is missing is told once: no notice asks for what an earlier one has asked for.
fn told_once(moment: &Moment<'_>, items: &[String], documents: &[DocumentName]) -> Result<(), Rejection> {
    let overlap = |before: &&String| items.iter().any(|item| lies_in(before, item) || lies_in(item, before));
    let fields = moment.case.asked.iter().filter(overlap).cloned();
    let documents = moment.case.asked_documents.iter().filter(|name| documents.contains(name)).map(ToString::to_string);
    let items: Vec<_> = fields.chain(documents).collect();
    if items.is_empty() { Ok(()) } else { Err(Rejection::AskedBefore { items }) }
}

/// Whether there is anything that no notice has asked for yet.
pub(super) fn anything_to_ask(moment: &Moment<'_>) -> Result<(), Rejection> {
    let documents = &moment.rules.module.guide.documents;
    let mut fields = moment.rules.module.form.fields().iter().map(|field| format!("/{}", field.name)).peekable();
    if fields.peek().is_none() && documents.is_empty() {
        return Err(Rejection::SupplementItemsRequired { fields: Vec::new() });
    }
    let untouched = |field: &String| told_once(moment, std::slice::from_ref(field), &[]).is_ok();
    let unasked = |document: &Document| !moment.case.asked_documents.contains(&document.name);
    if fields.any(|field| untouched(&field)) || documents.iter().any(unasked) {
        return Ok(());
    }
    Err(Rejection::AskedBefore { items: moment.case.asked.iter().cloned().collect() })
}

/// A limit is lengthened once, while it runs and has not passed.
pub(super) fn extendable(moment: &Moment<'_>) -> Result<Limit, Rejection> {
    let (case, by) = (moment.case, moment.rules.limits(moment.case).extension);
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
pub(super) fn receiver(
    moment: &Moment<'_>,
    to: &[DepartmentName],
    asked: &Perform,
) -> Result<DepartmentName, Rejection> {
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

#[cfg(test)]
mod tests {
    use crate::case::Rejection;
    use crate::case::given::{act, approver, clerk, due, given_accepted, given_closed, given_submitted, lin};
    use crate::form::Finding;

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
        given_accepted().after(approver(), act("grant").field("plot", "7")).when(lin(), act("take-up")).then_err(
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
}
