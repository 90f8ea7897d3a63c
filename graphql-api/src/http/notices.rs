//! A notice as PDF, for who may read it in the case.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cityhall_domain::case::NoticeNumber;
use cityhall_domain::module::Remedy;
use cityhall_engine::{NoticeContent, NoticeReason};
use cityhall_notices::{Basis, Known, Notice, Reason, RemedyLine, Service, body, render};

use crate::code::Code;
use crate::guard::NOTICE_COST;
use crate::http::negotiation::Media;
use crate::http::origin::From;
use crate::http::{Shared, principal, reply};

/// `GET /notices/{number}.pdf`. What is not there and what is not for the caller look the same.
pub(super) async fn pdf(
    State(shared): State<Arc<Shared>>,
    Path(file): Path<String>,
    From(from): From,
    headers: HeaderMap,
) -> Response {
    let asker = match principal::paying(&shared, &headers, from, NOTICE_COST).await {
        Ok(asker) => asker,
        Err(denied) => return reply::denied(denied, Media::Json),
    };
    let number = file.strip_suffix(".pdf").and_then(|number| number.parse::<NoticeNumber>().ok());
    let Some(number) = number else { return not_found() };
    match shared.engine.reads().notice(&asker.who, &number).await {
        Ok(Some(content)) => rendered(&shared, content, &asker.request_id).await,
        Ok(None) => not_found(),
        Err(error) => reply::refused(Code::of_read(&error), &error.to_string(), Media::Json),
    }
}

fn not_found() -> Response {
    reply::refused(Code::NotFound, "there is no such notice", Media::Json)
}

async fn rendered(shared: &Shared, content: NoticeContent, request: &str) -> Response {
    let Some(fonts) = shared.fonts.clone() else {
        let message = "this machine has no font that shows Chinese, so that notices cannot be made into documents";
        return reply::refused(Code::NoFont, message, Media::Json);
    };
    let name = content.number.to_string();
    // A layout takes tens of milliseconds of the processor.
    let done = tokio::task::spawn_blocking(move || render(&notice(content), &fonts)).await;
    match done {
        Ok(Ok(pdf)) => {
            let shown = format!("inline; filename=\"{name}.pdf\"");
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (header::CONTENT_DISPOSITION, shown.as_str()),
                (header::CACHE_CONTROL, "no-store"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::VARY, "Authorization, Cityhall-Mandate"),
            ];
            (StatusCode::OK, headers, pdf).into_response()
        }
        Ok(Err(error)) => {
            tracing::error!(%error, notice = name, request, "failed to lay out a notice");
            reply::refused(Code::Internal, "something went wrong inside", Media::Json)
        }
        Err(error) => {
            tracing::error!(%error, notice = name, request, "the layout of a notice broke off");
            reply::refused(Code::Internal, "something went wrong inside", Media::Json)
        }
    }
}

/// What stands on the document, from what the engine tells.
fn notice(content: NoticeContent) -> Notice {
    let module = &content.revision.module;
    let kind = content.notice.kind;
    let known = Known {
        case_number: content.number.case.to_string(),
        title: module.title.clone(),
        department: content.department.clone(),
        submitted: Some(content.submitted_on),
        due: content.due,
        procedure: content.procedure.clone().unwrap_or_default(),
        time: content.time,
    };
    let bases = content.told.rests_on(module).into_iter();
    let bases = bases.map(|basis| Basis { citation: basis.text.clone(), content: basis.content.clone() });
    let served = content.notice.served.as_ref();
    let last_day = |remedy: &Remedy| {
        let dues = served.iter().flat_map(|served| &served.remedies);
        dues.into_iter().find(|due| due.kind == remedy.kind).map(|due| due.due.day)
    };
    let remedies = content.remedies().map(|remedy| RemedyLine {
        kind: remedy.kind,
        place: remedy.place.clone(),
        within: remedy.within,
        last_day: last_day(remedy),
    });
    Notice {
        kind,
        body: body(kind, module.notices.text(kind), &known),
        legal_basis: bases.collect(),
        remedies: remedies.collect(),
        service: served.map(|served| Service { how: served.how, on: served.on }),
        reason: match &content.reason {
            NoticeReason::None => Reason::None,
            NoticeReason::Written(reason) => Reason::Written(reason.clone()),
            NoticeReason::Gone => Reason::Erased,
        },
        number: content.number,
        city: content.city,
        department: content.department,
        addressee: content.addressee,
        issued_on: content.issued_on,
        items: content.items,
    }
}
