//! Materials (申请材料) that are handed in.

use super::permission::{Moment, party_or_handler};
use crate::case::{Event, EventBody, Rejection};
use crate::name::DocumentName;

pub(super) fn decide(moment: &Moment<'_>, documents: &[DocumentName]) -> Result<Event, Rejection> {
    party_or_handler(moment)?;
    not_over(moment)?;
    known(moment, documents)?;
    let body = EventBody::DocumentsPresented { documents: documents.to_vec() };
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal: Vec::new() })
}

/// Nothing is handed in to a case that is over.
fn not_over(moment: &Moment<'_>) -> Result<(), Rejection> {
    if moment.case.end.is_none() { Ok(()) } else { Err(Rejection::CaseOver) }
}

/// At least one material, and only such as the module has.
fn known(moment: &Moment<'_>, documents: &[DocumentName]) -> Result<(), Rejection> {
    let all = &moment.rules.module.guide.documents;
    let is_known = |name: &DocumentName| all.iter().any(|document| document.name == *name);
    if !documents.is_empty() && documents.iter().all(is_known) {
        return Ok(());
    }
    Err(Rejection::UnknownDocument { known: all.iter().map(|document| document.name.clone()).collect() })
}

#[cfg(test)]
mod tests {
    use crate::case::given::{
        act, clerk, given_accepted, given_closed, given_submitted, lin, officer, present, stranger,
    };
    use crate::case::{Actor, EventBody, Rejection};
    use crate::name::{DocumentName, RoleName};

    fn named(names: &[&str]) -> Vec<DocumentName> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn the_applicant_or_who_handles_the_case_hands_in() {
        for by in [lin(), clerk()] {
            let then = given_submitted().when(by, present(&["plan"]));
            then.then_last(&EventBody::DocumentsPresented { documents: named(&["plan"]) });
            assert_eq!(then.case().presented, named(&["plan"]).into_iter().collect());
        }
        let roles = ["applicant", "approver", "clerk"];
        let allowed: Vec<RoleName> = roles.iter().map(|role| role.parse().unwrap()).collect();
        for by in [stranger(), Actor::Anonymous, officer("wu", "parks", "janitor")] {
            let rejection = Rejection::RoleNotAllowed { allowed: allowed.clone() };
            given_submitted().when(by, present(&["plan"])).then_err(rejection);
        }
        given_submitted()
            .when(officer("wang", "roads", "clerk"), present(&["plan"]))
            .then_err(Rejection::OtherDepartment { department: "parks".parse().unwrap() });
        given_submitted().when(officer("lin", "parks", "clerk"), present(&["plan"])).then_err(Rejection::OwnCase);
    }

    #[test]
    fn nothing_is_handed_in_to_a_case_that_is_over() {
        given_closed().when(lin(), present(&["plan"])).then_err(Rejection::CaseOver);
    }

    #[test]
    fn only_what_the_module_wants_is_handed_in() {
        for names in [&["plan", "other"][..], &[]] {
            given_submitted()
                .when(lin(), present(names))
                .then_err(Rejection::UnknownDocument { known: named(&["plan"]) });
        }
    }

    #[test]
    fn handing_in_moves_no_clock() {
        let given = given_accepted().after(clerk(), act("note"));
        let before = given.when(clerk(), act("note")).case().clocks.clone();
        let given = given_accepted().after(clerk(), act("note"));
        assert_eq!(given.when(lin(), present(&["plan"])).case().clocks, before);
    }
}
