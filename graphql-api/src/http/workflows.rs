//! The workflow of a service as a picture: what everybody may know of where a case can go.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use cityhall_domain::module::Module;
use cityhall_domain::name::DepartmentName;
use cityhall_domain::text::{Language, Text};

use crate::code::Code;
use crate::guard::WORKFLOW_COST;
use crate::http::negotiation::Media;
use crate::http::origin::From;
use crate::http::{Shared, principal, reply};

/// Draws a module's workflow as SVG, from what departments are called, in one language. Handed in, because how a
/// module is told lives with its compiler.
pub type DrawWorkflow = fn(&Module, &BTreeMap<DepartmentName, Text>, Language) -> String;

/// A picture loads nothing and runs nothing, also where it is opened as a page of its own.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// `GET /workflows/{module}.{zh-CN or en}.svg`: the newest revision, retired or not.
pub(super) async fn svg(
    State(shared): State<Arc<Shared>>,
    Path(file): Path<String>,
    From(from): From,
    headers: HeaderMap,
) -> Response {
    if let Err(denied) = principal::paying(&shared, &headers, from, WORKFLOW_COST).await {
        return reply::denied(denied, Media::Json);
    }
    match drawn(&shared, &file) {
        Some(svg) => {
            let headers = [
                (header::CONTENT_TYPE, "image/svg+xml"),
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, "no-cache"),
            ];
            (headers, svg).into_response()
        }
        None => reply::refused(Code::NotFound, "there is no such picture", Media::Json),
    }
}

fn drawn(shared: &Shared, file: &str) -> Option<String> {
    let (name, language) = file.strip_suffix(".svg")?.rsplit_once('.')?;
    let language = match language {
        "zh-CN" => Language::Chinese,
        "en" => Language::English,
        _ => return None,
    };
    let catalog = Arc::clone(&shared.engine.catalog().borrow());
    let newest = catalog.modules.get(&name.parse().ok()?)?.revisions.last()?;
    let departments = catalog.departments.iter().map(|(name, known)| (name.clone(), known.title.clone()));
    Some((shared.draw_workflow)(&newest.module, &departments.collect(), language))
}
