//! A flood: one partner asks as much and as fast as it can, and what is measured is how long others wait. The city is
//! one outside development, whose limits are those that hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use cityhall_tests::{Failure, Person, Production};
use serde_json::json;
use tokio::task::JoinSet;

use super::submit;
use crate::load::{Round, round};
use crate::measurement::Measurement;

/// How many others there are; each rests between two questions.
const OTHERS: usize = 8;
const REST: Duration = Duration::from_millis(100);

/// How many requests the partner has on the way at any time.
const AT_ONCE: usize = 64;

/// How long is measured, without the flood and with it.
const TIME: Duration = Duration::from_secs(6);

const WANTED_BY_OTHERS: &str =
    "{ cases(first: 20) { nodes { id number state stage timeline(first: 5) { nodes { type effectiveAt } } } } }";
const WANTED_BY_PARTNER: &str = "{ serviceModules(first: 100) { nodes { name title department { name } } }
    departments(first: 100) { nodes { name title parent { name } } } ratings { module levels { level count } } }";

/// Measures before and during.
pub(super) async fn run() -> Result<(), Failure> {
    let world = Production::start_measured().await?;
    let ann = world.somebody("ann", &[], None)?;
    for _ in 0..20 {
        submit(&ann, &world.module).await?;
    }
    let mut others = Vec::new();
    for other in 0..OTHERS {
        others.push(world.somebody(&format!("other-{other}"), &["clerk"], Some("works"))?);
    }
    let others = Arc::new(others);
    eprintln!("others before the flood");
    let before = waited(&others).await?;
    let partner = world.somebody("partner-1", &["partner"], None)?;
    eprintln!("others during the flood");
    let flood = Flood::begin(&partner);
    let during = waited(&others).await?;
    let (answered, refused) = flood.end().await?;
    for (percent, metric) in [(50, "others wait, 50 of 100"), (95, "others wait, 95 of 100")] {
        let (calm, late) = (before.within(percent), during.within(percent));
        let figure = |case, value, ratio| {
            Measurement { bench: "subscribe", case, metric, value, unit: "ms", ratio }.print();
        };
        figure("flood by one partner", late, (calm > 0.0).then_some((late / calm, "before")));
        figure("before", calm, None);
    }
    for (metric, value) in [("requests answered", answered), ("requests refused", refused)] {
        let case = "flood by one partner";
        Measurement { bench: "subscribe", case, metric, value, unit: "count", ratio: None }.print();
    }
    world.city.stop().await?;
    Ok(())
}

/// How long others wait for their lists.
async fn waited(others: &Arc<Vec<Person>>) -> Result<Round, Failure> {
    let others = Arc::clone(others);
    round(OTHERS, TIME, REST, move |other| {
        let other = others[other % OTHERS].clone();
        async move {
            other.ask(WANTED_BY_OTHERS, json!({})).await?.good()?;
            Ok(())
        }
    })
    .await
}

/// One partner's requests.
struct Flood {
    stop: Arc<AtomicBool>,
    answered: Arc<AtomicU64>,
    refused: Arc<AtomicU64>,
    running: JoinSet<Result<(), Failure>>,
}

impl Flood {
    fn begin(partner: &Person) -> Self {
        let (stop, answered, refused) =
            (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let mut running = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (partner, stop) = (partner.clone(), Arc::clone(&stop));
            let (answered, refused) = (Arc::clone(&answered), Arc::clone(&refused));
            running.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    // A refusal is an answer here: it may be what protects the others.
                    let is_good = partner.ask(WANTED_BY_PARTNER, json!({})).await?.good().is_ok();
                    if is_good { &answered } else { &refused }.fetch_add(1, Ordering::Relaxed);
                }
                Ok(())
            });
        }
        Self { stop, answered, refused, running }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of requests are far below 2^52")]
    async fn end(mut self) -> Result<(f64, f64), Failure> {
        self.stop.store(true, Ordering::Relaxed);
        while let Some(done) = self.running.join_next().await {
            done??;
        }
        Ok((self.answered.load(Ordering::Relaxed) as f64, self.refused.load(Ordering::Relaxed) as f64))
    }
}
