//! Many clients that ask as fast as they are answered, for a while.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use cityhall_tests::Failure;
use tokio::task::JoinSet;

use crate::measurement::percentile;

/// What came of a while.
pub(crate) struct Round {
    took: Duration,
    /// How long each answer took, in milliseconds.
    answers: Vec<f64>,
}

impl Round {
    /// How many answers there were.
    #[expect(clippy::cast_precision_loss, reason = "a count of answers is far below 2^52")]
    pub(crate) fn answered(&self) -> f64 {
        self.answers.len() as f64
    }

    /// Answers per second.
    pub(crate) fn per_second(&self) -> f64 {
        self.answered() / self.took.as_secs_f64()
    }

    /// How long it took to answer so many of a hundred, in milliseconds.
    pub(crate) fn within(&self, percent: usize) -> f64 {
        percentile(self.answers.clone(), percent)
    }
}

/// Runs `clients` loops of `ask` for `time`, each with a rest behind every answer. One failed answer fails the round:
/// a fast error is no throughput.
pub(crate) async fn round<F, Asked>(clients: usize, time: Duration, rest: Duration, ask: F) -> Result<Round, Failure>
where
    F: Fn(usize) -> Asked + Clone + Send + 'static,
    Asked: Future<Output = Result<(), Failure>> + Send,
{
    let stop = Arc::new(AtomicBool::new(false));
    let started = Instant::now();
    let mut running: JoinSet<Result<Vec<f64>, Failure>> = JoinSet::new();
    for client in 0..clients {
        let (stop, ask) = (Arc::clone(&stop), ask.clone());
        running.spawn(async move {
            let mut answers = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let asked = Instant::now();
                ask(client).await?;
                answers.push(asked.elapsed().as_secs_f64() * 1e3);
                if !rest.is_zero() {
                    tokio::time::sleep(rest).await;
                }
            }
            Ok(answers)
        });
    }
    tokio::time::sleep(time).await;
    stop.store(true, Ordering::Relaxed);
    let mut answers = Vec::new();
    while let Some(client) = running.join_next().await {
        answers.extend(client??);
    }
    Ok(Round { took: started.elapsed(), answers })
}

/// As [`round`] without a rest, and gives answers per second.
pub(crate) async fn per_second<F, Asked>(clients: usize, time: Duration, ask: F) -> Result<f64, Failure>
where
    F: Fn(usize) -> Asked + Clone + Send + 'static,
    Asked: Future<Output = Result<(), Failure>> + Send,
{
    Ok(round(clients, time, Duration::ZERO, ask).await?.per_second())
}
