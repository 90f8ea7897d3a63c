//! What a case waits for and what others say of it: materials, opinions of departments, objections, and a
//! promise that was broken.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_domain::case::event::Distrust;
use cityhall_domain::case::{Objection, Opinion, ReliefAct};
use cityhall_engine::DocumentView;
use jiff::Timestamp;

use crate::schema::case::CaseNode;
use crate::schema::core::{language_argument, moment};
use crate::schema::department;
use crate::schema::module::word;
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// Since when somebody stands on the distrust list, and why.
type Distrusted = (Distrust, Timestamp);

/// The fields of a case that show it.
pub(crate) fn fields() -> Vec<Spec> {
    vec![
        Spec::part::<CaseNode>(
            "documents",
            ty::list("CaseDocument"),
            "The materials that are wanted or were handed in (申请材料); none for who may not know.",
            |node, _| Some(list(&node.view()?.documents)),
        ),
        Spec::part::<CaseNode>(
            "opinions",
            ty::list("Opinion"),
            "The opinions that departments were asked for, all in one record (征求意见); none for who may not know.",
            |node, _| Some(list(&node.view()?.opinions)),
        ),
        Spec::part::<CaseNode>(
            "objections",
            ty::list("Objection"),
            "The objections to its public notices (异议); none for who may not know.",
            |node, _| Some(list(&node.view()?.objections)),
        ),
        Spec::part::<CaseNode>(
            "distrust",
            ty::may("Distrust"),
            "Why the applicant stands on the distrust list because of it (失信); null for who may not know.",
            |node, _| node.view()?.distrust.as_ref().map(|distrust| FieldValue::borrowed_any(distrust)),
        ),
        Spec::leaf::<CaseNode>(
            "onPublicNotice",
            ty::may("Boolean"),
            "Whether it is on public notice (公示).",
            |node| Some(Value::from(node.view()?.on_notice)),
        ),
        Spec::leaf::<CaseNode>(
            "reliefActs",
            ty::list("ReliefAct"),
            "What this officer may take back now of what the case has brought somebody, with a reason.",
            |node| Some(Value::List(node.view()?.relief_acts().iter().map(|act| word(relief_word(*act).0)).collect())),
        ),
        Spec::leaf::<CaseNode>(
            "supervisable",
            ty::may("Boolean"),
            "Whether this officer may open a supervision matter about it now: `openSupervision` (督办立项).",
            |node| Some(Value::from(node.view()?.supervisable())),
        ),
    ]
}

fn list<T: Send + Sync + 'static>(all: &[T]) -> FieldValue<'_> {
    FieldValue::list(all.iter().map(|one| FieldValue::borrowed_any(one)))
}

/// Adds their types.
pub(crate) fn add(table: &mut Table) {
    table.object("CaseDocument", "A material of a case (申请材料).", document_fields());
    table.object("Opinion", "An opinion that a department was asked for (征求意见).", opinion_fields());
    table.object("Objection", "An objection to a public notice (异议).", objection_fields());
    let about = "What may be taken back of what a case has brought a department or an applicant.";
    table.words("ReliefAct", about, &ReliefAct::ALL.map(relief_word));
    table.words(
        "DistrustCause",
        "Why somebody stands on the distrust list.",
        &[
            ("DOCUMENTS_LATE", "Materials that were promised did not follow."),
            ("RESULT_REVOKED", "What was granted rested on what was not true."),
        ],
    );
    table.object(
        "Distrust",
        "That somebody stands on the distrust list (失信名单).",
        [
            Spec::leaf::<Distrusted>("cause", ty::may("DistrustCause"), "Why.", |(cause, _)| {
                Some(word(match cause {
                    Distrust::DocumentsLate => "DOCUMENTS_LATE",
                    Distrust::ResultRevoked => "RESULT_REVOKED",
                }))
            }),
            Spec::leaf::<Distrusted>("since", ty::may("DateTime"), "Since when.", |(_, since)| Some(moment(*since))),
        ],
    );
}

/// How an act is called in the API, and what it is.
fn relief_word(act: ReliefAct) -> (&'static str, &'static str) {
    match act {
        ReliefAct::WithdrawCard => ("WITHDRAW_CARD", "Withdraw a card that stands: `withdrawCard` (撤牌)."),
        ReliefAct::RepairTrust => {
            ("REPAIR_TRUST", "Take the applicant off the distrust list: `repairTrust` (信用修复).")
        }
    }
}

fn document_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<DocumentView>("name", ty::may("String"), "Its name.", |one| Some(Value::from(one.name.as_str()))),
        Spec::part::<DocumentView>("title", ty::may("String"), "Its name for people.", |one, ctx| {
            Some(Value::from(Visit::text(ctx, &one.title)).into())
        })
        .with(language_argument()),
        Spec::leaf::<DocumentView>("wanted", ty::may("Boolean"), "Whether the applicant has to bring it.", |one| {
            Some(Value::from(one.wanted))
        }),
        Spec::leaf::<DocumentView>("presented", ty::may("Boolean"), "Whether it was handed in.", |one| {
            Some(Value::from(one.presented))
        }),
        Spec::leaf::<DocumentView>(
            "followsUntil",
            ty::may("DateTime"),
            "The first moment that is too late, where the case was accepted without it (容缺受理).",
            |one| one.follows_until.map(|due| moment(due.at)),
        ),
    ]
}

fn opinion_fields() -> Vec<Spec> {
    vec![
        Spec::part::<Opinion>("department", ty::may("Department"), "Whose.", |one, ctx| {
            department::find(ctx, &one.department)
        }),
        Spec::leaf::<Opinion>("askedAt", ty::may("DateTime"), "When it was asked for.", |one| {
            Some(moment(one.asked_at))
        }),
        Spec::leaf::<Opinion>(
            "agrees",
            ty::may("Boolean"),
            "Whether it agrees; null while it has not answered.",
            |one| one.answer.map(|answer| Value::from(answer.agrees)),
        ),
        Spec::leaf::<Opinion>("deemed", ty::may("Boolean"), "Whether its silence said so (默认同意).", |one| {
            one.answer.map(|answer| Value::from(answer.deemed))
        }),
        Spec::leaf::<Opinion>("answeredAt", ty::may("DateTime"), "When it answered.", |one| {
            one.answer.map(|answer| moment(answer.at))
        }),
    ]
}

fn objection_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<Objection>("number", ty::may("Int"), "Its number in the case.", |one| {
            Some(Value::from(i32::from(one.number)))
        }),
        Spec::leaf::<Objection>("procedure", ty::may("String"), "To which public notice.", |one| {
            Some(Value::from(one.procedure.as_str()))
        }),
        Spec::leaf::<Objection>("raisedAt", ty::may("DateTime"), "When.", |one| Some(moment(one.raised_at))),
        Spec::leaf::<Objection>("upheld", ty::may("Boolean"), "Whether it is right; null while it waits.", |one| {
            one.answer.map(|(upheld, _)| Value::from(upheld))
        }),
        Spec::leaf::<Objection>("answeredAt", ty::may("DateTime"), "When that was said.", |one| {
            one.answer.map(|(_, at)| moment(at))
        }),
    ]
}
