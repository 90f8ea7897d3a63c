//! From an apply to the field that a real city serves for it.

use std::time::{Duration, Instant};

use cityhall_tests::Failure;
use cityhall_tests::cluster::ControlPlane;
use cityhall_tests::operated::Operated;
use serde_json::json;

use super::manifests::{Manifests, found_city};
use crate::measurement::{Measurement, percentile};

const APPLIES: usize = 100;

/// How many modules the city serves meanwhile, at most.
const SERVED_MAX: usize = 1_000;

/// How long one may take.
const WITHIN: Duration = Duration::from_mins(1);

pub(super) async fn run(cluster: &'static ControlPlane, modules: usize) -> Result<(), Failure> {
    let served = modules.min(SERVED_MAX);
    eprintln!("a real city with {served} modules, and {APPLIES} more");
    let it = Operated::prepare(cluster, "visible").await?;
    let manifests = Manifests::new(&it).await?;
    let operator = it.operator("one").await?;
    found_city(&it).await?;
    let begun = Instant::now();
    manifests.create(served).await?;
    manifests.until_ready(served, 1).await?;
    let case = format!("{served} modules served");
    let print = |metric, value| {
        Measurement { bench: "operator", case: &case, metric, value, unit: "s", ratio: None }.print();
    };
    print("every one published, from the first apply", begun.elapsed().as_secs_f64());
    let mut took = Vec::new();
    for number in 0..APPLIES {
        let applied = Instant::now();
        manifests.create_one(format!("fresh-{number}")).await?;
        until_visible(&it, number).await?;
        took.push(applied.elapsed().as_secs_f64());
    }
    print("apply to visible, median", percentile(took.clone(), 50));
    print("apply to visible, p99", percentile(took, 99));
    operator.stop().await
}

/// Asks for the new module's own field until the schema has it.
async fn until_visible(it: &Operated, number: usize) -> Result<(), Failure> {
    let person = it.city.anonymous();
    let query = format!("{{ fresh{number}Cases(first: 1) {{ totalCount }} }}");
    let asking = async {
        while person.ask(&query, json!({})).await?.good().is_err() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok::<_, Failure>(())
    };
    tokio::time::timeout(WITHIN, asking).await.map_err(|_| "the module did not become visible")?
}
