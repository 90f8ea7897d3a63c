//! The portal's pages and what they load. A binary that was compiled without the portal has [`super::pages::home`] in
//! their place, which says how to build it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use cityhall_portal::{File, Page};

use crate::http::{Shared, pages};

/// What the pages may do: load and ask this origin alone. Scripts make no markup, and workers come from one policy.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types cityhall";

/// The addresses of each page's screens.
const SCREENS: [(Page, &[&str]); 3] = [
    (Page::Hall, &["/", "/services/{*rest}", "/cases", "/cases/{number}", "/track", "/sign-in"]),
    (Page::Desk, &["/desk", "/desk/{*rest}"]),
    (Page::Board, &["/board", "/board/{*rest}"]),
];

/// The routes of the portal.
pub(super) fn routes() -> Router<Arc<Shared>> {
    let mut router = Router::new().route("/portal/{*path}", get(part));
    for (page, addresses) in SCREENS {
        for address in addresses {
            let answer = move |State(shared): State<Arc<Shared>>, headers: HeaderMap| async move {
                if let Some(refused) = pages::not_wanted(&headers) {
                    return refused;
                }
                match cityhall_portal::page(page, |encoding| accepts(&headers, encoding)) {
                    Some(file) => answer(file),
                    None => pages::home(&shared, &headers),
                }
            };
            router = router.route(address, get(answer));
        }
    }
    router
}

async fn part(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let part = cityhall_portal::part(&format!("portal/{path}"), |encoding| accepts(&headers, encoding));
    part.map_or_else(|| StatusCode::NOT_FOUND.into_response(), answer)
}

fn answer(file: File) -> Response {
    let cached = if file.is_fixed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, file.media_type.as_str()),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, cached),
        (header::VARY, "Accept-Encoding"),
    ];
    let encoding = file.encoding.map(|encoding| [(header::CONTENT_ENCODING, encoding)]);
    (headers, encoding, file.bytes.into_owned()).into_response()
}

/// Whether the caller takes files in this encoding: named, and not with `q=0` (RFC 9110, 12.5.3).
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_none_or(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn encodings_are_taken_by_name_and_weight() {
        let accepted = |text: &'static str, encoding| {
            accepts(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(text))]), encoding)
        };
        assert!(accepted("gzip, deflate, br", "br") && accepted("GZIP;q=0.5", "gzip"));
        assert!(!accepted("gzip, br;q=0", "br") && !accepted("*", "br") && !accepts(&HeaderMap::new(), "gzip"));
    }
}
