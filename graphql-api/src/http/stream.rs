//! Server-sent events on `/graphql/stream`: one operation a request, as `graphql-sse` calls it "distinct
//! connections". An event that can be resumed from has the position as its id.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, iter};

use crate::answer::{Answer, Ask, Started, Told, error_body};
use crate::code::Code;
use crate::http::body::Unread;
use crate::http::graphql::{NotRead, read};
use crate::http::negotiation::Media;
use crate::http::origin::From;
use crate::http::{Shared, principal, reply};
use crate::opaque::{decode_position, encode_position};

/// How often a line is sent where there is nothing to tell, so that nobody in between gives the connection up.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The header by which a client that was cut off says what it had.
const LAST_EVENT_ID: &str = "last-event-id";

/// Answers one operation by events.
pub(super) async fn handle(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    From(from): From,
    body: Body,
) -> Response {
    let media = Media::GraphqlResponse;
    if !accepts_events(&headers) {
        return reply::refused(Code::NotAcceptable, "answers here are text/event-stream", media);
    }
    let ask = match read(&shared, &method, &uri, &headers, from, body).await {
        Ok(ask) => ask,
        Err(NotRead::OverBudget(over)) => return reply::limited(over, media),
        Err(NotRead::Refused((code, message))) => return reply::refused(code, message, media),
    };
    let ask = match last_event(&headers) {
        Ok(resume) => Ask { resume, ..ask },
        Err((code, message)) => return reply::refused(code, message, media),
    };
    let asker = match principal::asker(&shared, &headers, from).await {
        Ok(asker) => asker,
        Err(denied) => return reply::denied(denied, media),
    };
    let account = asker.account.clone();
    match Arc::clone(&shared.graphql).follow(asker, ask).await {
        Started::Answered(Answer::Executed { body, .. }) => {
            let events = iter([event("next", &body), complete()]);
            answer(events.boxed())
        }
        Started::Answered(refused) => reply::with_budget(reply::answered(refused, media), &account),
        Started::Following(told) => {
            answer(told.flat_map(|told| iter(events(told))).take_until(Box::pin(shared.stopped())).boxed())
        }
    }
}

/// Whether the caller takes events.
fn accepts_events(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(header::ACCEPT) else { return false };
    let accept = accept.to_str().unwrap_or_default().to_ascii_lowercase();
    accept.split(',').any(|part| matches!(part.split(';').next().map(str::trim), Some("text/event-stream" | "*/*")))
}

fn last_event(headers: &HeaderMap) -> Result<Option<cityhall_engine::Position>, Unread> {
    let Some(value) = headers.get(LAST_EVENT_ID).filter(|value| !value.is_empty()) else { return Ok(None) };
    let position = value.to_str().ok().and_then(decode_position);
    position.map(Some).ok_or((Code::BadRequest, "`Last-Event-ID` is not an id that an event had"))
}

fn events(told: Told) -> Vec<Event> {
    match told {
        Told::Payload { body, position } => {
            let event = event("next", &body);
            vec![match position {
                Some(position) => event.id(encode_position(position)),
                None => event,
            }]
        }
        Told::Ended { code, message } => vec![event("next", &error_body(code, &message)), complete()],
    }
}

/// JSON has no line ends of its own, so that a body is one line of data.
fn event(name: &str, body: &[u8]) -> Event {
    Event::default().event(name).data(String::from_utf8_lossy(body))
}

fn complete() -> Event {
    Event::default().event("complete").data("")
}

fn answer(events: BoxStream<'static, Event>) -> Response {
    let events = events.map(Ok::<_, Infallible>);
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language, Authorization, Cityhall-Mandate"));
    response
}
