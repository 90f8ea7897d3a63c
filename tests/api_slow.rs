//! Whoever sends slowly holds a connection for a bounded time, and nothing else.

use std::time::Duration;

use cityhall_tests::{City, Failure, Outcome, Usage, Wire};
use serde_json::json;

/// How often a slow client sends a byte.
const BYTE_EVERY: Duration = Duration::from_secs(1);

/// Sends what comes before `trickle`, then a byte of it each second, until the city answers or closes.
async fn slowly(city: &City, begin: &[u8], trickle: u8) -> Result<Option<u16>, Failure> {
    let mut wire = Wire::to(city).await?;
    wire.send(begin).await?;
    let mut seconds = tokio::time::interval(BYTE_EVERY);
    loop {
        tokio::select! {
            biased;
            status = wire.answered() => return Ok(status),
            _ = seconds.tick() => {}
        }
        if wire.send(&[trickle]).await.is_err() {
            return wire.status().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_byte_a_second_is_ended_and_others_are_served() -> Outcome {
    let city = City::start().await?;
    let process = city.process().ok_or("no process")?;
    let before = Usage::of(process)?;
    let head = &b"POST /graphql HTTP/1.1\r\nhost: city\r\ncontent-type: application/json\r\n"[..];
    let body = [head, &b"content-length: 60000\r\n\r\n{"[..]].concat();
    let chunked = [head, &b"transfer-encoding: chunked\r\n\r\n"[..]].concat();
    let (small, unknown, headers, nothing) =
        tokio::join!(slowly(&city, &body, b' '), slowly(&city, &chunked, b'0'), slowly(&city, head, b'x'), async {
            Wire::to(&city).await?.status().await
        });
    assert_eq!(small?, Some(408), "a body");
    assert!(matches!(unknown?, Some(400 | 408)), "a chunk that never begins");
    assert!(matches!(headers?, None | Some(408)), "headers");
    assert_eq!(nothing?, None, "a connection over which nothing comes");
    city.anonymous().ask("{ asOf }", json!({})).await?.good()?;
    let after = Usage::of(process)?;
    println!("slow clients: {} ms of the processor, {} KiB at most", after.cpu_ms - before.cpu_ms, after.peak_kib);
    city.stop().await?;
    Ok(())
}
