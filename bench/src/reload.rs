//! From saving a manifest to seeing it in the API, with 10, 100 and 1,000 modules served and under
//! query load.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cityhall_tests::{City, Failure, Options, Person, generated_city, module_manifest};
use serde_json::json;

use crate::measurement::{Measurement, median};

const MODULES: [usize; 3] = [10, 100, 1_000];
const CHANGES: usize = 9;
const VISIBLE_MAX: Duration = Duration::from_mins(1);

pub(crate) async fn run() -> Result<(), Failure> {
    for modules in MODULES {
        let folder = generated_city(modules)?;
        let city =
            City::start_with(Options { city: Some(folder.path()), is_measured: true, ..Options::default() }).await?;
        let load = Load::begin(&city).await?;
        let mut took = Vec::new();
        for change in 0..CHANGES {
            let name = format!("fresh-{change}");
            let saved = Instant::now();
            std::fs::write(folder.path().join(format!("modules/{name}.yaml")), module_manifest(&name, ""))?;
            until_visible(&city.anonymous(), change).await?;
            took.push(saved.elapsed().as_secs_f64());
        }
        let (asked, failed) = load.end().await;
        let case = modules.to_string();
        let print = |metric, value, unit| {
            Measurement { bench: "reload", case: &case, metric, value, unit, ratio: None }.print();
        };
        print("apply to visible, median", median(took.clone()), "s");
        print("apply to visible, longest", took.into_iter().fold(0.0, f64::max), "s");
        print("queries during the run", asked, "count");
        print("queries failed", failed, "count");
        city.stop().await?;
    }
    Ok(())
}

/// Asks for the new module's own field until the schema has it.
async fn until_visible(person: &Person, change: usize) -> Result<(), Failure> {
    let query = format!("{{ fresh{change}Cases(first: 1) {{ totalCount }} }}");
    let asking = async {
        loop {
            if person.ask(&query, json!({})).await?.good().is_ok() {
                return Ok::<_, Failure>(());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(VISIBLE_MAX, asking).await.map_err(|_| "the module did not become visible")?
}

/// One client that asks without pause while modules change.
struct Load {
    stop: Arc<AtomicBool>,
    asked: Arc<AtomicU64>,
    failed: Arc<AtomicU64>,
    running: tokio::task::JoinHandle<()>,
}

impl Load {
    async fn begin(city: &City) -> Result<Self, Failure> {
        let person = city.resident("asker").await?;
        let (stop, asked, failed) =
            (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let load = (Arc::clone(&stop), Arc::clone(&asked), Arc::clone(&failed));
        let running = tokio::spawn(async move {
            let (stop, asked, failed) = load;
            while !stop.load(Ordering::Relaxed) {
                let answer = person.ask("{ serviceModules(first: 20) { nodes { name } } }", json!({})).await;
                if !answer.is_ok_and(|answer| answer.good().is_ok()) {
                    failed.fetch_add(1, Ordering::Relaxed);
                }
                asked.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(Self { stop, asked, failed, running })
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of queries are far below 2^52")]
    async fn end(self) -> (f64, f64) {
        self.stop.store(true, Ordering::Relaxed);
        let panicked = u64::from(self.running.await.is_err());
        (self.asked.load(Ordering::Relaxed) as f64, (self.failed.load(Ordering::Relaxed) + panicked) as f64)
    }
}
