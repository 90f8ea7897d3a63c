//! The portal's pages and what they load. A binary that was compiled without the portal has [`super::pages::home`] in
//! their place, which says how to build it. And with whom people sign in at the pages.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_engine::catalog::PortalClient;
use cityhall_portal::{File, Page};
use serde_json::json;

use crate::http::{Shared, pages};

/// What the pages may do: load this origin alone, and ask it and those with whom people sign in. Scripts make no
/// markup, and workers come from one policy.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; \
    font-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types cityhall; connect-src 'self'";

/// What a page loads may do nothing by itself: opened alone, it is a text or a picture.
const PART_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// The addresses of each page's screens.
const SCREENS: [(Page, &[&str]); 5] = [
    (
        Page::Hall,
        &[
            "/",
            "/services/{name}",
            "/services/{name}/{*rest}",
            "/cases",
            "/cases/{number}",
            "/track",
            "/published",
            "/published/{number}",
            "/sign-in",
        ],
    ),
    (Page::Apply, &["/services/{name}/apply"]),
    (Page::Desk, &["/desk", "/desk/{*rest}"]),
    (Page::Board, &["/board", "/board/{*rest}"]),
    (Page::Partners, &["/partners", "/partners/{*rest}"]),
];

/// The routes of the portal.
pub(super) fn routes() -> Router<Arc<Shared>> {
    let mut router = Router::new()
        .route("/portal/{*path}", get(part))
        .route("/worker.js", get(worker))
        .route("/identity-providers", get(providers));
    for (page, addresses) in SCREENS {
        for address in addresses {
            let answer = move |State(shared): State<Arc<Shared>>, headers: HeaderMap| async move {
                if let Some(refused) = pages::not_wanted(&headers) {
                    return refused;
                }
                match cityhall_portal::page(page, |encoding| accepts(&headers, encoding)) {
                    Some(file) => answer(file, &headers, &policy(&shared)),
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
    part.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| answer(file, &headers, PART_POLICY))
}

/// The policy of the pages in the city as it is now. Each issuer with whom people sign in may be asked from all of them:
/// whoever signed in at one page is signed in at the others, and their token is renewed there.
fn policy(shared: &Shared) -> String {
    let mut policy = POLICY.to_owned();
    for (_, client) in clients(shared) {
        policy.push(' ');
        policy.push_str(&client.origin);
    }
    policy
}

/// With whom people sign in at the portal, and as which client: the issuer beside each.
fn clients(shared: &Shared) -> Vec<(String, PortalClient)> {
    let catalog = shared.engine.catalog();
    let catalog = catalog.borrow();
    let issuers = catalog.city.iter().flat_map(|city| &city.issuers);
    issuers.filter_map(|one| Some((one.issuer.clone(), one.portal.clone()?))).collect()
}

/// Tells whoever is about to sign in with whom they can.
async fn providers(State(shared): State<Arc<Shared>>) -> Response {
    let providers = clients(&shared).into_iter().map(|(issuer, PortalClient { offer, .. })| {
        json!({
            "issuer": issuer,
            "clientId": offer.client_id,
            "title": offer.title,
            "scopes": offer.scopes,
            "resource": offer.resource,
            "pages": offer.pages.iter().map(|page| page.word()).collect::<Vec<_>>(),
        })
    });
    let told = json!({ "development": shared.development.is_some(), "providers": providers.collect::<Vec<_>>() });
    let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, told.to_string()).into_response()
}

async fn worker(headers: HeaderMap) -> Response {
    let script = cityhall_portal::worker(|encoding| accepts(&headers, encoding));
    script.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| answer(file, &headers, POLICY))
}

/// A file, or that the caller has it already.
fn answer(file: File, asked: &HeaderMap, policy: &str) -> Response {
    let cached = if file.is_fixed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let tag = entity_tag(&file);
    let headers = [
        (header::CONTENT_TYPE, file.media_type.as_str()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, cached),
        (header::VARY, "Accept-Encoding"),
        (header::ETAG, tag.as_str()),
    ];
    if has_already(asked, &tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let encoding = file.encoding.map(|encoding| [(header::CONTENT_ENCODING, encoding)]);
    (headers, encoding, file.bytes.into_owned()).into_response()
}

/// What names this content in this encoding (RFC 9110, 8.8.3).
fn entity_tag(file: &File) -> String {
    format!("\"{}.{}\"", URL_SAFE_NO_PAD.encode(&file.digest[..12]), file.encoding.unwrap_or("plain"))
}

/// Whether the caller named the tag as one that it has (RFC 9110, 13.1.2).
fn has_already(asked: &HeaderMap, tag: &str) -> bool {
    let named = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|one| one.trim().trim_start_matches("W/") == tag)
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
    fn whoever_has_a_page_is_not_sent_it_again() {
        let page = |digest| File {
            bytes: b"<!doctype html>".as_slice().into(),
            media_type: "text/html".to_owned(),
            encoding: None,
            is_fixed: false,
            digest,
        };
        let told = answer(page([1; 32]), &HeaderMap::new(), POLICY);
        assert_eq!(told.status(), StatusCode::OK);
        let tag = &told.headers()[header::ETAG];
        let others = HeaderValue::from_str(&format!("\"other\", W/{}", tag.to_str().unwrap())).unwrap();
        let asked = HeaderMap::from_iter([(header::IF_NONE_MATCH, others)]);
        let again = answer(page([1; 32]), &asked, POLICY);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(again.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
        assert_eq!(answer(page([2; 32]), &asked, POLICY).status(), StatusCode::OK);
    }

    #[test]
    fn encodings_are_taken_by_name_and_weight() {
        let accepted = |text: &'static str, encoding| {
            accepts(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(text))]), encoding)
        };
        assert!(accepted("gzip, deflate, br", "br") && accepted("GZIP;q=0.5", "gzip"));
        assert!(!accepted("gzip, br;q=0", "br") && !accepted("*", "br") && !accepts(&HeaderMap::new(), "gzip"));
    }
}
