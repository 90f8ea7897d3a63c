//! Connections: accepted within bounds, read within times, drained at the end.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::limits::turns::{Turn, Turns};
use crate::limits::{Block, ClientAddress, HttpLimits, TrustedProxies, TurnLimits};

/// How long to wait when the operating system gives no connection, as when there are no more files.
const AGAIN_AFTER: Duration = Duration::from_millis(200);

/// Serves `router` until `stop`, then ends idle connections at once, lets requests come to their end for so long
/// as the limits say, and breaks off the rest.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: HttpLimits,
    proxies: TrustedProxies,
    stop: impl Future<Output = ()> + Send,
) {
    let server = Server { router, proxies: Arc::new(proxies), places: Places::new(limits), http: builder(limits) };
    let (drain, draining) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            // Finished ones are let go of while others come.
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => server.begin(stream, peer.ip(), draining.clone(), &mut connections),
                Err(error) => not_accepted(&error).await,
            },
        }
    }
    drop(listener);
    drain.send_replace(());
    let all_ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.drain_time_max, all_ended).await.is_err() {
        tracing::warn!("connections did not end in time and are broken off");
    }
    connections.shutdown().await;
}

/// HTTP/1 only: what tells versions apart waits for bytes without a limit of time.
fn builder(limits: HttpLimits) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time_max)
        .max_buf_size(limits.head_bytes_max)
        .max_headers(limits.headers_max);
    builder
}

async fn not_accepted(error: &io::Error) {
    match error.kind() {
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionRefused => {}
        _ => {
            tracing::error!(%error, "no connection can be accepted");
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    }
}

struct Server {
    router: Router,
    proxies: Arc<TrustedProxies>,
    places: Places,
    http: http1::Builder,
}

impl Server {
    fn begin(&self, stream: TcpStream, peer: IpAddr, mut draining: watch::Receiver<()>, connections: &mut JoinSet<()>) {
        let peer = ClientAddress::of(peer);
        let Some(place) = self.places.take(peer, self.proxies.trusts(peer)) else {
            metrics::counter!("cityhall_http_connections_refused_total").increment(1);
            return;
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection is gone already");
            return;
        }
        let (router, proxies) = (self.router.clone(), Arc::clone(&self.proxies));
        let connected = Connected { _place: Arc::new(place) };
        let answer = move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            let from = proxies.origin(peer, request.headers());
            request.extensions_mut().insert(from);
            request.extensions_mut().insert(connected.clone());
            let answered = router.clone().oneshot(request);
            async move { Ok::<_, Infallible>(answered.await.unwrap_or_else(|never| match never {})) }
        };
        let service = hyper::service::service_fn(answer);
        let connection = self.http.serve_connection(TokioIo::new(stream), service).with_upgrades();
        connections.spawn(async move {
            let mut connection = std::pin::pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                _ = draining.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended badly");
            }
        });
    }
}

/// How many connections there can be.
struct Places {
    all: Arc<Semaphore>,
    networks: Arc<Turns<Block>>,
}

/// The connection by which a request came. Whoever goes on to use it after the request holds this, and with it the
/// place of the connection.
#[derive(Clone)]
pub(super) struct Connected {
    _place: Arc<Place>,
}

/// The place of one connection.
struct Place {
    _in_network: Option<Turn<Block>>,
    _of_all: OwnedSemaphorePermit,
}

impl Places {
    fn new(limits: HttpLimits) -> Self {
        let networks = Turns::new(TurnLimits {
            at_once: limits.connections,
            at_once_each: limits.connections_each,
            waiting: 0,
            waiting_each: 0,
            wait_max: Duration::ZERO,
        });
        Self { all: Arc::new(Semaphore::new(limits.connections as usize)), networks }
    }

    /// A place, if there is one. Behind a proxy are many, so that a trusted one has as many as there are.
    fn take(&self, peer: ClientAddress, is_trusted: bool) -> Option<Place> {
        let of_all = Arc::clone(&self.all).try_acquire_owned().ok()?;
        if is_trusted {
            return Some(Place { _in_network: None, _of_all: of_all });
        }
        let in_network = self.networks.take_now(&peer.network())?;
        Some(Place { _in_network: Some(in_network), _of_all: of_all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn at(text: &str) -> ClientAddress {
        ClientAddress::of(text.parse::<IpAddr>().expect("an address"))
    }

    #[test]
    fn connections_are_bounded_for_each_network_and_for_all() {
        let places = Places::new(HttpLimits { connections: 3, connections_each: 2, ..Limits::PRODUCTION.http });
        let held = (places.take(at("192.0.2.1"), false), places.take(at("192.0.2.2"), false));
        assert!(held.0.is_some() && held.1.is_some());
        assert!(places.take(at("192.0.2.3"), false).is_none(), "the network has two");
        let third = places.take(at("192.0.2.3"), true);
        assert!(third.is_some(), "a trusted proxy is not counted by network");
        assert!(places.take(at("198.51.100.1"), false).is_none(), "there are three in all");
        drop((held, third));
        assert!(places.take(at("198.51.100.1"), false).is_some());
    }
}
