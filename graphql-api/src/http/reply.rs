//! Answers as HTTP: the one place where codes become statuses.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::answer::{Answer, error_body};
use crate::code::Code;
use crate::http::negotiation::Media;
use crate::http::principal::Denied;

/// The status of a request that was not executed.
fn status(code: Code) -> StatusCode {
    match code {
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::NotAllowed | Code::MandateNotInForce => StatusCode::FORBIDDEN,
        Code::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::BadRequest
        | Code::DocumentRefused
        | Code::DocumentInvalid
        | Code::BadInput
        | Code::InvalidCursor
        | Code::NotListed => StatusCode::BAD_REQUEST,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Resynchronise => StatusCode::GONE,
        Code::SchemaChanged => StatusCode::CONFLICT,
        Code::TooManyOperations => StatusCode::TOO_MANY_REQUESTS,
        Code::Behind | Code::Upgrading | Code::Unavailable | Code::NoFont => StatusCode::SERVICE_UNAVAILABLE,
        Code::TimedOut => StatusCode::GATEWAY_TIMEOUT,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A request of nobody whom the city knows, or of somebody without the mandate that they claim.
pub(super) fn denied(denied: Denied, media: Media) -> Response {
    let message = match denied {
        Denied::Unauthenticated => "not authenticated",
        Denied::Unavailable => "the service is not available now",
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
        _ => {}
    }
    response
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
