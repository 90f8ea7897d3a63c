//! The few files of the pages, compiled in. Nothing comes from elsewhere.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const FILES: [(&str, &str, &str); 4] = [
    ("page.css", "text/css; charset=utf-8", include_str!("../../assets/page.css")),
    ("common.js", "text/javascript; charset=utf-8", include_str!("../../assets/common.js")),
    ("home.js", "text/javascript; charset=utf-8", include_str!("../../assets/home.js")),
    ("editor.js", "text/javascript; charset=utf-8", include_str!("../../assets/editor.js")),
];

/// One file.
pub(super) async fn serve(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, kind, text)) => {
            let headers = [
                (header::CONTENT_TYPE, *kind),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, "no-cache"),
            ];
            (headers, *text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
