//! WebSocket on `/graphql`: one connection, spoken to by `graphql-transport-ws`. Everything of a connection runs
//! in its one task; while a frame waits for a slow reader nothing else of it goes on, so that nothing gathers.

mod protocol;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cityhall_telemetry::context::Reference;
use futures_util::stream::{AbortHandle, BoxStream, SelectAll, abortable, iter};
use futures_util::{FutureExt, StreamExt};
use serde_json::{Map, Value};
use tokio::time::{Instant, interval_at, sleep_until};
use tracing::Instrument as _;

use crate::answer::{Answer, Asker, Started, Told, error_body};
use crate::code::Code;
use crate::http::principal::{self, MANDATE};
use crate::http::server::Connected;
use crate::http::{Shared, graphql, trace};
use crate::limits::{ClientAddress, SocketLimits};
use protocol::{Close, FromClient};

/// A request to go on by WebSocket, with the connection by which it came.
pub(super) struct Upgrade {
    upgrade: WebSocketUpgrade,
    connected: Option<Connected>,
}

impl<S: Send + Sync> FromRequestParts<S> for Upgrade {
    type Rejection = WebSocketUpgradeRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebSocketUpgradeRejection> {
        let connected = parts.extensions.get().cloned();
        Ok(Self { upgrade: WebSocketUpgrade::from_request_parts(parts, state).await?, connected })
    }
}

/// Takes a connection.
pub(super) fn upgrade(shared: Arc<Shared>, headers: HeaderMap, from: ClientAddress, upgrade: Upgrade) -> Response {
    let Upgrade { upgrade, connected } = upgrade;
    if !is_own_origin(&headers) {
        return super::reply::refused(
            Code::NotAllowed,
            "connections come from pages of this city alone",
            super::negotiation::Media::Json,
        );
    }
    let tracker = shared.connections.clone();
    let largest = shared.admission.limits().socket.message_bytes_max;
    let upgrade = upgrade.max_message_size(largest).max_frame_size(largest);
    let upgrade = upgrade.protocols([protocol::NAME]);
    let begun = Reference::here();
    let speak =
        move |socket| async move { Connection::new(shared, headers, from, connected, begun, socket).serve().await };
    upgrade.on_upgrade(move |socket| tracker.track_future(speak(socket))).into_response()
}

/// Whether a page of ours connects, or no page at all: browsers say from where.
fn is_own_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    matches!((origin, host), (Some((_, origin)), Some(host)) if origin.eq_ignore_ascii_case(host))
}

/// How a connection ends.
enum End {
    /// We say why.
    Close(Close),
    /// The client is gone, or says so.
    Gone,
}

/// What an operation gives.
enum Given {
    /// A frame.
    Frame(Vec<u8>),
    /// It is over: with errors, or because it has told everything.
    Over(Option<Vec<u8>>),
}

/// What an operation gives, from its beginning to its end.
fn given(started: Started) -> BoxStream<'static, Given> {
    match started {
        Started::Answered(Answer::Executed { body, .. }) => iter([Given::Frame(body), Given::Over(None)]).boxed(),
        Started::Answered(Answer::Invalid { body, .. } | Answer::Refused { body, .. }) => {
            iter([Given::Over(Some(protocol::errors_of(&body)))]).boxed()
        }
        Started::Following(told) => {
            let given = told.map(|told| match told {
                Told::Payload { body, position: _ } => Given::Frame(body),
                Told::Ended { code, message } => Given::Over(Some(protocol::errors_of(&error_body(code, &message)))),
            });
            given.boxed()
        }
    }
}

/// Whether a message was refused for its size.
fn is_too_big(error: axum::Error) -> bool {
    let error = error.into_inner().downcast::<tungstenite::Error>();
    error.is_ok_and(|error| matches!(*error, tungstenite::Error::Capacity(_)))
}

/// Waits until somebody has to show who they are again.
async fn expired(shared: &Shared, asker: Option<&Asker>) {
    match asker {
        None => std::future::pending().await,
        Some(asker) => asker.expired(shared.engine.clock()).await,
    }
}

struct Connection {
    limits: SocketLimits,
    shared: Arc<Shared>,
    /// Those of the request that it began with, and what `connection_init` says instead.
    headers: HeaderMap,
    from: ClientAddress,
    /// Keeps its place among the connections.
    _connected: Option<Connected>,
    /// The request that it began with.
    begun: Reference,
    socket: WebSocket,
    asker: Option<Asker>,
    /// Whether the client has said anything since it was last asked.
    is_heard: bool,
    operations: SelectAll<BoxStream<'static, (String, Given)>>,
    named: HashMap<String, AbortHandle>,
}

impl Connection {
    fn new(
        shared: Arc<Shared>,
        headers: HeaderMap,
        from: ClientAddress,
        connected: Option<Connected>,
        begun: Reference,
        socket: WebSocket,
    ) -> Self {
        let limits = shared.admission.limits().socket;
        Self {
            limits,
            shared,
            headers,
            from,
            _connected: connected,
            begun,
            socket,
            asker: None,
            is_heard: true,
            operations: SelectAll::new(),
            named: HashMap::new(),
        }
    }

    async fn serve(mut self) {
        metrics::gauge!("cityhall_sockets").increment(1.0);
        let speaks = self.socket.protocol().is_some_and(|chosen| chosen == protocol::NAME);
        let ended = if speaks { self.run().await } else { End::Close(Close::SubprotocolNotAcceptable) };
        if let End::Close(close) = ended {
            let (code, reason) = close.parts();
            let frame = CloseFrame { code, reason: reason.into() };
            // Who does not take even this is gone.
            let _gone = self.send(Message::Close(Some(frame))).await;
        }
        metrics::gauge!("cityhall_sockets").decrement(1.0);
    }

    async fn run(&mut self) -> End {
        let init_by = Instant::now() + self.limits.init_time_max;
        let silence = self.limits.silence_time_max;
        let mut pings = interval_at(Instant::now() + silence, silence);
        let mut stopped = pin!(self.shared.stopped());
        loop {
            let flow = tokio::select! {
                () = &mut stopped => return End::Close(Close::GoingAway),
                () = sleep_until(init_by), if self.asker.is_none() => return End::Close(Close::InitTimeout),
                () = expired(&self.shared, self.asker.as_ref()) => return End::Close(Close::Forbidden),
                _ = pings.tick() => self.ping().await,
                message = self.socket.recv() => self.hear(message).await,
                Some((id, given)) = self.operations.next() => self.give(&id, given).await,
            };
            if let ControlFlow::Break(end) = flow {
                return end;
            }
        }
    }

    async fn ping(&mut self) -> ControlFlow<End> {
        if !std::mem::replace(&mut self.is_heard, false) {
            return ControlFlow::Break(End::Gone);
        }
        self.send(Message::Ping(Vec::new().into())).await
    }

    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> ControlFlow<End> {
        self.is_heard = true;
        match message {
            None | Some(Ok(Message::Close(_))) => ControlFlow::Break(End::Gone),
            Some(Err(error)) => {
                ControlFlow::Break(if is_too_big(error) { End::Close(Close::TooBig) } else { End::Gone })
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => ControlFlow::Continue(()),
            Some(Ok(Message::Binary(_))) => ControlFlow::Break(End::Close(Close::Unsupported)),
            Some(Ok(Message::Text(text))) => match protocol::read(text.as_str(), self.shared.admission.limits().http) {
                Ok(message) => self.obey(message).await,
                Err(close) => ControlFlow::Break(End::Close(close)),
            },
        }
    }

    async fn obey(&mut self, message: FromClient) -> ControlFlow<End> {
        match message {
            FromClient::ConnectionInit { payload } => self.init(payload.unwrap_or_default()).await,
            FromClient::Ping { .. } => self.say(protocol::pong()).await,
            FromClient::Pong { .. } => ControlFlow::Continue(()),
            FromClient::Subscribe { id, payload } => self.subscribe(id, payload).await,
            FromClient::Complete { id } => {
                if let Some(operation) = self.named.remove(&id) {
                    operation.abort();
                }
                ControlFlow::Continue(())
            }
        }
    }

    async fn init(&mut self, payload: Map<String, Value>) -> ControlFlow<End> {
        if self.asker.is_some() {
            return ControlFlow::Break(End::Close(Close::TooManyInits));
        }
        for name in [header::AUTHORIZATION, header::ACCEPT_LANGUAGE, HeaderName::from_static(MANDATE)] {
            let said = payload.iter().find(|(key, _)| key.eq_ignore_ascii_case(name.as_str()));
            let Some((_, Value::String(said))) = said else { continue };
            match HeaderValue::from_str(said) {
                Ok(value) => drop(self.headers.insert(name, value)),
                Err(_) => return ControlFlow::Break(End::Close(Close::Forbidden)),
            }
        }
        match principal::asker(&self.shared, &self.headers, self.from).await {
            Err(_) => ControlFlow::Break(End::Close(Close::Forbidden)),
            Ok(asker) => {
                self.asker = Some(asker);
                self.say(protocol::acknowledged()).await
            }
        }
    }

    async fn subscribe(&mut self, id: String, payload: Map<String, Value>) -> ControlFlow<End> {
        let Some(asker) = &self.asker else { return ControlFlow::Break(End::Close(Close::Unauthorized)) };
        if self.named.contains_key(&id) {
            return ControlFlow::Break(End::Close(Close::SubscriberExists));
        }
        if self.named.len() >= self.limits.operations_max {
            let message = "this connection has as many operations as it may 此连接的操作数已达上限";
            let body = error_body(Code::TooManyOperations, message);
            return self.say(protocol::error(&id, &protocol::errors_of(&body))).await;
        }
        let ask = match graphql::ask(payload, false) {
            Ok(ask) => ask,
            Err((code, message)) => {
                let body = error_body(code, message);
                return self.say(protocol::error(&id, &protocol::errors_of(&body))).await;
            }
        };
        let asker = Asker { request_id: self.shared.request_id(), ..asker.clone() };
        let graphql = Arc::clone(&self.shared.graphql);
        let span = trace::operation(&asker, &self.begun);
        let started = graphql.follow(asker, ask).instrument(span).into_stream();
        let (operation, handle) = abortable(started.flat_map(given));
        self.named.insert(id.clone(), handle);
        self.operations.push(Box::pin(operation.map(move |given| (id.clone(), given))));
        ControlFlow::Continue(())
    }

    async fn give(&mut self, id: &str, given: Given) -> ControlFlow<End> {
        // What was completed meanwhile is not told any more.
        if !self.named.contains_key(id) {
            return ControlFlow::Continue(());
        }
        match given {
            Given::Frame(body) => self.say(protocol::next(id, &body)).await,
            Given::Over(errors) => {
                self.named.remove(id);
                self.say(match errors {
                    Some(errors) => protocol::error(id, &errors),
                    None => protocol::complete(id),
                })
                .await
            }
        }
    }

    async fn say(&mut self, text: String) -> ControlFlow<End> {
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> ControlFlow<End> {
        match tokio::time::timeout(self.limits.send_time_max, self.socket.send(message)).await {
            Ok(Ok(())) => ControlFlow::Continue(()),
            Ok(Err(_)) | Err(_) => ControlFlow::Break(End::Gone),
        }
    }
}
