//! A bare connection, for what no HTTP client would send.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::{City, Failure};

/// How long anything on a bare connection may take; far more than the longest limit of the city.
const HANG_MAX: Duration = Duration::from_mins(4);

/// A connection to a city.
pub struct Wire(TcpStream, Vec<u8>);

impl Wire {
    /// Connects.
    ///
    /// # Errors
    /// When the city does not accept.
    pub async fn to(city: &City) -> Result<Self, Failure> {
        let address = city.address.strip_prefix("http://").ok_or("not HTTP")?;
        Ok(Self(TcpStream::connect(address).await?, Vec::new()))
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    /// When the other end is closed.
    pub async fn send(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.0.write_all(bytes).await?)
    }

    /// Writes a request to the GraphQL endpoint, whole.
    ///
    /// # Errors
    /// When the other end is closed.
    pub async fn post(&mut self, body: &[u8]) -> Result<(), Failure> {
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: city\r\ncontent-type: application/json\r\naccept: application/graphql-response+json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        self.send(head.as_bytes()).await?;
        self.send(body).await
    }

    /// The status of the answer; `None` when the other end closed without one.
    ///
    /// # Errors
    /// When neither happens for minutes.
    pub async fn status(&mut self) -> Result<Option<u16>, Failure> {
        Ok(tokio::time::timeout(HANG_MAX, self.answered()).await?)
    }

    /// As [`Self::status`], for as long as it takes. What was read is kept when the future is dropped.
    pub async fn answered(&mut self) -> Option<u16> {
        let mut buffer = [0; 512];
        while !self.1.contains(&b'\n') {
            match self.0.read(&mut buffer).await {
                Ok(0) | Err(_) => break,
                Ok(bytes) => self.1.extend_from_slice(&buffer[..bytes]),
            }
        }
        let line = String::from_utf8_lossy(&self.1);
        line.split(' ').nth(1).and_then(|status| status.parse().ok())
    }
}
