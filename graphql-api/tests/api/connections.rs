//! Connections over a socket of the operating system: what goes on after its request keeps its place.

use std::net::SocketAddr;
use std::time::Duration;

use cityhall_graphql_api::limits::{HttpLimits, Limits, TrustedProxies};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::city::TestCity;

const UPGRADE: &str = "GET /graphql HTTP/1.1\r\nhost: city\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                       sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                       sec-websocket-protocol: graphql-transport-ws\r\n\r\n";
const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: city\r\nconnection: close\r\n\r\n";

/// The connection with the first that it answers; nothing when it was not taken.
async fn asked(address: SocketAddr, request: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let mut answer = vec![0; 1024];
    // Who has no place is cut off, be it while they write.
    let length = match stream.write_all(request.as_bytes()).await {
        Ok(()) => stream.read(&mut answer).await.unwrap_or_default(),
        Err(_) => 0,
    };
    (stream, String::from_utf8_lossy(&answer[..length]).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_speaks_over_a_web_socket_keeps_the_place_of_their_connection() {
    let http = HttpLimits { connections: 1, connections_each: 1, ..Limits::PRODUCTION.http };
    let city = TestCity::within(&Limits { http, ..Limits::PRODUCTION }).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = city.api.serve(listener, TrustedProxies::new(Vec::new()), async { drop(stopped.await) });
    let talking = async {
        let (speaking, answer) = asked(address, UPGRADE).await;
        assert!(answer.starts_with("HTTP/1.1 101"), "{answer}");
        assert_eq!(asked(address, HEALTH).await.1, "", "the only place is taken");
        drop(speaking);
        let served = async { while !asked(address, HEALTH).await.1.starts_with("HTTP/1.1 200") {} };
        tokio::time::timeout(Duration::from_secs(30), served).await.unwrap();
        stop.send(()).unwrap();
    };
    tokio::join!(serving, talking);
    city.stop().await;
}
