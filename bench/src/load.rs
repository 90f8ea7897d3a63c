//! Many clients that ask as fast as they are answered, for a while.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use cityhall_tests::Failure;
use tokio::task::JoinSet;

/// Runs `clients` loops of `ask` for `time` and gives answers per second. One failed answer fails
/// the round: a fast error is no throughput.
pub(crate) async fn per_second<F, Asked>(clients: usize, time: Duration, ask: F) -> Result<f64, Failure>
where
    F: Fn(usize) -> Asked + Clone + Send + 'static,
    Asked: Future<Output = Result<(), Failure>> + Send,
{
    let stop = Arc::new(AtomicBool::new(false));
    let started = Instant::now();
    let mut running: JoinSet<Result<u64, Failure>> = JoinSet::new();
    for client in 0..clients {
        let (stop, ask) = (Arc::clone(&stop), ask.clone());
        running.spawn(async move {
            let mut answered = 0;
            while !stop.load(Ordering::Relaxed) {
                ask(client).await?;
                answered += 1;
            }
            Ok(answered)
        });
    }
    tokio::time::sleep(time).await;
    stop.store(true, Ordering::Relaxed);
    let mut answered = 0;
    while let Some(client) = running.join_next().await {
        answered += client??;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of answers is far below 2^52")]
    Ok(answered as f64 / started.elapsed().as_secs_f64())
}
