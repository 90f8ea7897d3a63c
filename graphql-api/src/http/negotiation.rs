//! Media types: what a caller accepts, and what a body is.

use axum::http::{HeaderMap, header};

/// In which media type an answer goes out; it decides the status of requests that do not fit the
/// schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status tells whether the request was executed.
    GraphqlResponse,
    /// `application/json`: 200 for every well-formed request, as old clients expect.
    Json,
}

impl Media {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The media type that the caller prefers among ours; `None` when they accept neither. Without a
/// header, or with a wildcard, the old one.
pub(super) fn accepted(headers: &HeaderMap) -> Option<Media> {
    let Some(accept) = headers.get(header::ACCEPT) else { return Some(Media::Json) };
    let mut best: Option<(f32, Media)> = None;
    for part in accept.to_str().ok()?.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let media = match pieces.next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "application/graphql-response+json" => Media::GraphqlResponse,
            "application/json" | "application/*" | "*/*" => Media::Json,
            _ => continue,
        };
        let weight = pieces.find_map(|piece| piece.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, media));
        }
    }
    best.map(|(_, media)| media)
}

/// Whether a body is JSON in UTF-8. Nothing else is taken, so that no page of another site can send
/// a command without asking first.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return false };
    let mut pieces = kind.split(';').map(|piece| piece.trim().to_ascii_lowercase());
    pieces.next().is_some_and(|kind| kind == "application/json")
        && pieces.all(|parameter| match parameter.strip_prefix("charset=") {
            Some(charset) => charset.trim_matches('"') == "utf-8",
            None => true,
        })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_preferred_media_type_of_ours() {
        assert_eq!(accepted(&HeaderMap::new()), Some(Media::Json));
        for (accept, media) in [
            ("application/graphql-response+json", Some(Media::GraphqlResponse)),
            ("application/graphql-response+json; charset=utf-8, application/json;q=0.9", Some(Media::GraphqlResponse)),
            ("application/json, application/graphql-response+json;q=0.5", Some(Media::Json)),
            ("*/*", Some(Media::Json)),
            ("text/html", None),
            ("application/json;q=0", None),
        ] {
            assert_eq!(accepted(&with(header::ACCEPT, accept)), media, "{accept}");
        }
    }

    #[test]
    fn bodies_are_json_in_utf_8() {
        for (kind, good) in [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            ("application/json; charset=latin-1", false),
            ("text/plain", false),
            ("application/graphql", false),
            ("multipart/form-data; boundary=x", false),
        ] {
            assert_eq!(is_json(&with(header::CONTENT_TYPE, kind)), good, "{kind}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
