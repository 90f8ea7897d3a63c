//! A WebSocket connection to a city, spoken frame by frame: what a client library would never send can be sent.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::Failure;
use crate::server::City;

/// How long a frame may take: far more than it ever needs.
const FRAME_MAX: Duration = Duration::from_mins(1);

/// One connection.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Connects, with these headers beside those that every client sends.
    ///
    /// # Errors
    /// When the city does not take the connection; with the status that it answered, where it did.
    pub async fn open(city: &City, headers: &[(&'static str, &str)]) -> Result<Self, Failure> {
        let mut request = format!("{}/graphql", city.address.replacen("http", "ws", 1)).into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse()?);
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(tungstenite::Error::Http(answer)) => Err(format!("HTTP {}", answer.status().as_u16()).into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Connects as `graphql-transport-ws` wants it, and says who connects.
    ///
    /// # Errors
    /// When the city does not acknowledge.
    pub async fn acknowledged(city: &City, token: Option<&str>) -> Result<Self, Failure> {
        let mut socket = Self::open(city, &[("sec-websocket-protocol", "graphql-transport-ws")]).await?;
        let payload = token.map_or(json!({}), |token| json!({ "authorization": format!("Bearer {token}") }));
        socket.say(&json!({ "type": "connection_init", "payload": payload })).await?;
        let told = socket.hear().await?;
        if told["type"] == "connection_ack" { Ok(socket) } else { Err(format!("not acknowledged: {told}").into()) }
    }

    /// Sends a message.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn say(&mut self, message: &Value) -> Result<(), Failure> {
        self.send(Message::text(message.to_string())).await
    }

    /// Sends a frame as it is.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn send(&mut self, message: Message) -> Result<(), Failure> {
        Ok(self.stream.send(message).await?)
    }

    /// The next message.
    ///
    /// # Errors
    /// When the connection is closed instead; the message names the code.
    pub async fn hear(&mut self) -> Result<Value, Failure> {
        loop {
            match tokio::time::timeout(FRAME_MAX, self.stream.next()).await? {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(text.as_str())?),
                Some(Ok(Message::Close(frame))) => {
                    let code = frame.map_or(1005, |frame| u16::from(frame.code));
                    return Err(format!("closed with {code}").into());
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
                None => return Err("closed without a word".into()),
            }
        }
    }

    /// The code with which the city closes; whatever it says before is passed over.
    ///
    /// # Errors
    /// When it does not close with a code.
    pub async fn closed(&mut self) -> Result<u16, Failure> {
        loop {
            match self.hear().await {
                Ok(_) => {}
                Err(error) => {
                    let text = error.to_string();
                    let code = text.strip_prefix("closed with ").and_then(|code| code.parse().ok());
                    return code.ok_or(error);
                }
            }
        }
    }
}
