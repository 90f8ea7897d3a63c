//! What an issuer tells its keys by: a real socket, which misbehaves when told to.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::Failure;

/// How it answers whoever asks for keys.
#[derive(Clone)]
pub enum KeyAnswer {
    /// With these.
    Keys(Value),
    /// With this text.
    Text(String),
    /// With this status.
    Status(u16),
    /// With so many bytes.
    Bytes(u64),
    /// Not at all; the connection stays.
    Silence,
}

/// A server of keys on a port of this machine. Ends with this value.
pub struct KeyServer {
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    answer: watch::Sender<KeyAnswer>,
    counts: Arc<Counts>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Counts {
    asked: AtomicU64,
    sent: AtomicU64,
    last: Mutex<String>,
}

impl Drop for KeyServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl KeyServer {
    /// A server that answers so.
    ///
    /// # Errors
    /// When it cannot listen.
    pub async fn start(answer: KeyAnswer) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let answer = watch::Sender::new(answer);
        let counts = Arc::new(Counts::default());
        let serving = tokio::spawn({
            let (answer, counts) = (answer.subscribe(), Arc::clone(&counts));
            async move {
                let mut connections = JoinSet::new();
                while let Ok((stream, _)) = listener.accept().await {
                    let (answer, counts) = (answer.clone(), Arc::clone(&counts));
                    connections.spawn(async move {
                        // Who hangs up is no failure of a test.
                        let _ = serve(stream, &answer, &counts).await;
                    });
                }
            }
        });
        Ok(Self { address, answer, counts, serving })
    }

    /// From now on it answers so.
    pub fn answer(&self, answer: KeyAnswer) {
        self.answer.send_replace(answer);
    }

    /// How often it was asked.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.counts.asked.load(Ordering::SeqCst)
    }

    /// The head of the last request.
    #[must_use]
    pub fn last_head(&self) -> String {
        self.counts.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many bytes of long answers were taken from it.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.counts.sent.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, answer: &watch::Receiver<KeyAnswer>, counts: &Counts) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await?);
    }
    *counts.last.lock().unwrap_or_else(PoisonError::into_inner) = String::from_utf8_lossy(&request).into_owned();
    counts.asked.fetch_add(1, Ordering::SeqCst);
    let answer = answer.borrow().clone();
    let head = |status: u16, length: u64| {
        format!("HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n")
    };
    let whole = |body: String| format!("{}{body}", head(200, body.len() as u64));
    match answer {
        KeyAnswer::Keys(keys) => stream.write_all(whole(keys.to_string()).as_bytes()).await,
        KeyAnswer::Text(text) => stream.write_all(whole(text).as_bytes()).await,
        KeyAnswer::Status(status) => stream.write_all(head(status, 0).as_bytes()).await,
        KeyAnswer::Silence => std::future::pending().await,
        KeyAnswer::Bytes(length) => {
            stream.write_all(b"HTTP/1.1 200 x\r\nconnection: close\r\n\r\n").await?;
            let (block, mut left) = ([b' '; 4096], length);
            while left > 0 {
                stream.write_all(&block).await?;
                counts.sent.fetch_add(block.len() as u64, Ordering::SeqCst);
                left = left.saturating_sub(block.len() as u64);
            }
            Ok(())
        }
    }
}
