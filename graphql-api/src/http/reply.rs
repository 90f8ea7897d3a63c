//! Answers as HTTP: the one place where codes become statuses.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::answer::{Answer, error_body};
use crate::code::Code;
use crate::http::negotiation::Media;
use crate::http::principal::Denied;
use crate::limits::{Account, Over, Quota};

/// The status of a request that was not executed.
pub(crate) fn status(code: Code) -> StatusCode {
    match code {
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::NotAllowed | Code::MandateNotInForce | Code::TrustedDocumentsOnly => StatusCode::FORBIDDEN,
        Code::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
        Code::RateLimited | Code::TooManyOperations => StatusCode::TOO_MANY_REQUESTS,
        Code::BadRequest
        | Code::DocumentRefused
        | Code::TrustedDocumentUnknown
        | Code::DocumentInvalid
        | Code::BadInput
        | Code::InvalidCursor
        | Code::NotListed => StatusCode::BAD_REQUEST,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Resynchronise => StatusCode::GONE,
        Code::SchemaChanged => StatusCode::CONFLICT,
        Code::Behind | Code::Upgrading | Code::Unavailable | Code::NoFont | Code::Overloaded => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Code::TimedOut => StatusCode::GATEWAY_TIMEOUT,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A request of nobody whom the city knows, or of somebody without the mandate that they claim.
pub(super) fn denied(denied: Denied, media: Media) -> Response {
    let message = match denied {
        Denied::Unauthenticated => "not authenticated",
        Denied::Unavailable => "the service is not available now",
        Denied::OverBudget(over) => return limited(over, media),
        Denied::MandateNotInForce => "no such mandate is in force for you 没有有效的委托",
    };
    refused(denied.code(), message, media)
}

/// A request that was not executed.
pub(super) fn refused(code: Code, message: &str, media: Media) -> Response {
    let mut response = json(status(code), media, error_body(code, message));
    match code {
        Code::Unauthenticated => {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        Code::MethodNotAllowed => {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
        }
        // Who has not been told when, tries again in a second.
        Code::RateLimited | Code::Overloaded => retry_after(&mut response, 1),
        _ => {}
    }
    response
}

/// A request beyond the budget of a network.
pub(super) fn limited(over: Over, media: Media) -> Response {
    let mut response = refused(Code::RateLimited, &crate::answer::over_budget(over), media);
    retry_after(&mut response, over.seconds());
    response
}

fn retry_after(response: &mut Response, seconds: u64) {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
}

/// Says beside an answer what the caller's budget is, what is left of it, and when to ask again: `RateLimit` and
/// `RateLimit-Policy` as in draft-ietf-httpapi-ratelimit-headers.
pub(super) fn with_budget(mut response: Response, account: &Account) -> Response {
    let (quota, told) = (account.quota(), account.told());
    let headers = response.headers_mut();
    let mut say = |name, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    say("ratelimit-policy", policy(quota));
    if let Some(left) = told.remaining {
        say("ratelimit", format!("\"caller\";r={left};t={}", quota.full_in(left)));
    }
    if let Some(seconds) = told.retry_after {
        retry_after(&mut response, seconds);
    }
    response
}

fn policy(quota: Quota) -> String {
    format!("\"caller\";q={};qu=\"cost-units\";w={}", quota.burst(), quota.full_in(0))
}

/// What a GraphQL request came to.
pub(super) fn answered(answer: Answer, media: Media) -> Response {
    match answer {
        Answer::Executed { body, code: _ } => json(StatusCode::OK, media, body),
        Answer::Invalid { body, code: _ } => {
            let status = match media {
                Media::GraphqlResponse => StatusCode::BAD_REQUEST,
                Media::Json => StatusCode::OK,
            };
            json(status, media, body)
        }
        Answer::Refused { body, code: Code::MethodNotAllowed } => {
            let mut response = json(StatusCode::METHOD_NOT_ALLOWED, media, body);
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            response
        }
        Answer::Refused { body, code } => json(status(code), media, body),
    }
}

fn json(status: StatusCode, media: Media, body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media.content_type()),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::VARY, "Accept, Accept-Language, Authorization, Cityhall-Mandate"),
    ];
    (status, headers, body).into_response()
}
