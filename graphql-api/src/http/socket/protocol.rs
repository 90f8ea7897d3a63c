//! Messages of `graphql-transport-ws` (GraphQL over WebSocket Protocol), and what closes a connection.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::http::body;
use crate::limits::HttpLimits;

/// The subprotocol.
pub(super) const NAME: &str = "graphql-transport-ws";

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum FromClient {
    /// Who connects; before anything else, once.
    ConnectionInit {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    /// Whether we are there.
    Ping {
        #[serde(default, rename = "payload")]
        _payload: Option<Map<String, Value>>,
    },
    /// They are there.
    Pong {
        #[serde(default, rename = "payload")]
        _payload: Option<Map<String, Value>>,
    },
    /// An operation, under a name that is theirs to choose.
    Subscribe { id: String, payload: Map<String, Value> },
    /// They want no more of an operation.
    Complete { id: String },
}

/// Why we close a connection: the codes of the protocol, and of WebSocket itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    /// The city stops (RFC 6455).
    GoingAway,
    /// Frames are text (RFC 6455).
    Unsupported,
    /// A message is larger than is read (RFC 6455).
    TooBig,
    /// What came is no message of the protocol.
    BadRequest,
    /// An operation before the acknowledgement.
    Unauthorized,
    /// The token was not accepted, or has expired.
    Forbidden,
    /// The client does not speak the protocol.
    SubprotocolNotAcceptable,
    /// `connection_init` did not come in time.
    InitTimeout,
    /// Two operations of one name.
    SubscriberExists,
    /// `connection_init` came twice.
    TooManyInits,
}

impl Close {
    /// The code, and what is said with it.
    pub(super) fn parts(self) -> (u16, &'static str) {
        match self {
            Self::GoingAway => (1001, "Going away"),
            Self::Unsupported => (1003, "Unsupported data"),
            Self::TooBig => (1009, "Message too big"),
            Self::BadRequest => (4400, "Invalid message"),
            Self::Unauthorized => (4401, "Unauthorized"),
            Self::Forbidden => (4403, "Forbidden"),
            Self::SubprotocolNotAcceptable => (4406, "Subprotocol not acceptable"),
            Self::InitTimeout => (4408, "Connection initialisation timeout"),
            Self::SubscriberExists => (4409, "Subscriber already exists"),
            Self::TooManyInits => (4429, "Too many initialisation requests"),
        }
    }
}

/// Reads a message, bounded like the body of a request.
pub(super) fn read(text: &str, limits: HttpLimits) -> Result<FromClient, Close> {
    let value = body::value(text.as_bytes(), limits).map_err(|_| Close::BadRequest)?;
    match serde_json::from_value(value) {
        Ok(FromClient::Subscribe { id, .. } | FromClient::Complete { id }) if id.is_empty() => Err(Close::BadRequest),
        Ok(message) => Ok(message),
        Err(_) => Err(Close::BadRequest),
    }
}

/// The connection is there.
pub(super) fn acknowledged() -> String {
    json!({"type": "connection_ack"}).to_string()
}

/// We are there.
pub(super) fn pong() -> String {
    json!({"type": "pong"}).to_string()
}

/// One answer of an operation.
pub(super) fn next(id: &str, body: &[u8]) -> String {
    with_payload("next", id, body)
}

/// An operation that did not begin, or ended before its time, with its errors.
pub(super) fn error(id: &str, errors: &[u8]) -> String {
    with_payload("error", id, errors)
}

/// No more comes of an operation.
pub(super) fn complete(id: &str) -> String {
    json!({"type": "complete", "id": id}).to_string()
}

/// The payload is JSON that was written already, and goes in as it is.
fn with_payload(kind: &str, id: &str, payload: &[u8]) -> String {
    let payload = String::from_utf8_lossy(payload);
    let id = Value::from(id);
    format!(r#"{{"type":"{kind}","id":{id},"payload":{payload}}}"#)
}

/// The `errors` of an answer that was not executed.
pub(super) fn errors_of(body: &[u8]) -> Vec<u8> {
    #[derive(Deserialize)]
    struct Errors<'a> {
        #[serde(borrow)]
        errors: &'a RawValue,
    }
    match serde_json::from_slice::<Errors<'_>>(body) {
        Ok(Errors { errors }) => errors.get().as_bytes().to_vec(),
        Err(error) => {
            tracing::error!(%error, "an answer that was not executed has no errors");
            b"[]".to_vec()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    #[test]
    fn what_is_no_message_is_refused() {
        let limits = Limits::PRODUCTION.http;
        for text in [
            "",
            "[]",
            "{}",
            r#"{"type":"start","id":"1","payload":{}}"#,
            r#"{"type":"subscribe","payload":{"query":"{ a }"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{ a }"}}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{ a }"}}"#,
            r#"{"type":"subscribe","id":"1","payload":"{ a }"}"#,
            r#"{"type":"connection_init","payload":7}"#,
            r#"{"type":"complete"}"#,
        ] {
            assert_eq!(read(text, limits).err(), Some(Close::BadRequest), "{text}");
        }
        for text in [r#"{"type":"connection_init"}"#, r#"{"type":"ping","payload":{}}"#, r#"{"type":"pong"}"#] {
            assert!(read(text, limits).is_ok(), "{text}");
        }
    }

    #[test]
    fn payloads_go_in_as_they_are() {
        let written = next("a\"b", br#"{"data":{"b":1,"a":2}}"#);
        assert_eq!(written, r#"{"type":"next","id":"a\"b","payload":{"data":{"b":1,"a":2}}}"#);
        assert_eq!(errors_of(br#"{"errors":[{"message":"m"}]}"#), br#"[{"message":"m"}]"#);
    }
}
