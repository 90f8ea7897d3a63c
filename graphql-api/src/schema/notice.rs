//! Notices (文书) of a case, and their service (送达).

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_domain::case::notice::RemedyDue;
use cityhall_domain::case::{CaseNumber, Notice, NoticeKind, NoticeNumber, ServiceMethod};

use crate::schema::case::CaseNode;
use crate::schema::core::{language_argument, moment};
use crate::schema::guide::remedy_word;
use crate::schema::module::word;
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// A notice with its number.
struct Numbered {
    number: NoticeNumber,
    notice: Notice,
}

/// The field of every case.
pub(crate) fn field() -> Spec {
    Spec::part::<CaseNode>(
        "notices",
        ty::list("Notice"),
        "What was told in writing (文书), for the applicant and for who handles the case.",
        |node, _| {
            let view = node.view()?;
            let numbered = |notice: &Notice| FieldValue::owned_any(numbered(&view.number, notice));
            Some(FieldValue::list(view.notices.iter().map(numbered)))
        },
    )
}

fn numbered(case: &CaseNumber, notice: &Notice) -> Numbered {
    Numbered { number: NoticeNumber { case: case.clone(), notice: notice.notice }, notice: notice.clone() }
}

/// Adds them.
pub(crate) fn add(table: &mut Table) {
    let kinds: Vec<_> = NoticeKind::ALL.iter().map(|kind| (kind_word(*kind), kind_about(*kind))).collect();
    table.words("NoticeKind", "What a notice tells.", &kinds);
    let ways: Vec<_> = ServiceMethod::ALL.iter().map(|how| method_word(*how)).collect();
    table.words("ServiceMethod", "How a notice is served (送达方式).", &ways);
    table.object("Notice", "A numbered document in which the law wants something told (文书).", notice_fields());
    table.object(
        "NoticeRemedy",
        "What can still be done against a notice that was served.",
        [
            Spec::leaf::<RemedyDue>("kind", ty::may("RemedyKind"), "Which way it is.", |one| {
                Some(word(remedy_word(one.kind)))
            }),
            Spec::leaf::<RemedyDue>("lastDay", ty::may("Date"), "Its last day, in the city's time zone.", |one| {
                Some(Value::from(one.due.day.to_string()))
            }),
        ],
    );
}

fn notice_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<Numbered>(
            "number",
            ty::may("String"),
            "Its number: that of the case and its place in it.",
            |one| Some(Value::from(one.number.to_string())),
        ),
        Spec::leaf::<Numbered>("notice", ty::may("Int"), "Its place in the case, from 1; for its service.", |one| {
            Some(Value::from(one.notice.notice))
        }),
        Spec::leaf::<Numbered>("kind", ty::may("NoticeKind"), "What it tells.", |one| {
            Some(word(kind_word(one.notice.kind)))
        }),
        Spec::part::<Numbered>("title", ty::may("String"), "What stands above it.", |one, ctx| {
            Some(Value::from(one.notice.kind.title(Visit::language_of(ctx))).into())
        })
        .with(language_argument()),
        Spec::leaf::<Numbered>("issuedAt", ty::may("DateTime"), "When it was issued.", |one| {
            Some(moment(one.notice.issued_at))
        }),
        Spec::leaf::<Numbered>(
            "servedAt",
            ty::may("DateTime"),
            "When its service was recorded; null: it was not yet.",
            |one| one.notice.served.as_ref().map(|served| moment(served.recorded_at)),
        ),
        Spec::leaf::<Numbered>(
            "servedOn",
            ty::may("Date"),
            "The day from which it counts as served; what can be done against it runs from the day after.",
            |one| one.notice.served.as_ref().map(|served| Value::from(served.on.to_string())),
        ),
        Spec::leaf::<Numbered>("servedHow", ty::may("ServiceMethod"), "How it was served.", |one| {
            one.notice.served.as_ref().map(|served| word(method_word(served.how).0))
        }),
        Spec::part::<Numbered>(
            "remedies",
            ty::list("NoticeRemedy"),
            "What can be done against it, once it was served.",
            |one, _| {
                let remedies = one.notice.served.iter().flat_map(|served| &served.remedies);
                Some(FieldValue::list(remedies.map(|remedy| FieldValue::borrowed_any(remedy))))
            },
        ),
        Spec::leaf::<Numbered>("url", ty::may("String"), "Where it is read as PDF, with the same token.", |one| {
            Some(Value::from(format!("/notices/{}.pdf", one.number)))
        }),
    ]
}

fn kind_word(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Acceptance => "ACCEPTANCE",
        NoticeKind::DeemedAcceptance => "DEEMED_ACCEPTANCE",
        NoticeKind::NonAcceptance => "NON_ACCEPTANCE",
        NoticeKind::Supplement => "SUPPLEMENT",
        NoticeKind::Procedure => "PROCEDURE",
        NoticeKind::Extension => "EXTENSION",
        NoticeKind::Suspension => "SUSPENSION",
        NoticeKind::Resumption => "RESUMPTION",
        NoticeKind::Approval => "APPROVAL",
        NoticeKind::Refusal => "REFUSAL",
        NoticeKind::Termination => "TERMINATION",
        NoticeKind::Revocation => "REVOCATION",
    }
}

fn kind_about(kind: NoticeKind) -> &'static str {
    kind.title(cityhall_domain::text::Language::Chinese)
}

fn method_word(how: ServiceMethod) -> (&'static str, &'static str) {
    match how {
        ServiceMethod::InPerson => ("IN_PERSON", "直接送达"),
        ServiceMethod::Electronic => ("ELECTRONIC", "电子送达"),
        ServiceMethod::Post => ("POST", "邮寄送达"),
        ServiceMethod::Left => ("LEFT", "留置送达"),
        ServiceMethod::Announcement => ("ANNOUNCEMENT", "公告送达: it counts as served thirty days later."),
    }
}

/// The way of service of this name; the schema has no other.
pub(crate) fn method_of(name: &str) -> Option<ServiceMethod> {
    ServiceMethod::ALL.into_iter().find(|how| method_word(*how).0 == name)
}
