//! SIGKILL under load: what was acknowledged is kept, nothing is doubled, no stream has a gap. The
//! ledger of acknowledged submissions lies outside the data folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use cityhall_tests::{City, Options, Outcome, Person, cityhall, generated_city};
use serde_json::{Value, json};
use tokio::sync::Mutex;

const SUBMITTERS: usize = 64;
/// How many acknowledgements a cycle waits for before the kill: it always dies under load.
const ACKNOWLEDGED_PER_CYCLE: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn fault_kill_loses_and_doubles_nothing() -> Outcome {
    let cycles = std::env::var("CITYHALL_TORTURE_CYCLES").ok().and_then(|text| text.parse().ok()).unwrap_or(10_usize);
    let folder = generated_city(1)?;
    let home = tempfile::tempdir()?;
    let data = home.path().join("data");
    let ledger: Arc<Mutex<BTreeMap<String, String>>> = Arc::default();
    for cycle in 0..cycles {
        let city =
            City::start_with(Options { city: Some(folder.path()), data: Some(&data), ..Options::default() }).await?;
        load_and_kill(city, &folder.modules[0], cycle, &ledger).await?;
        println!("cycle {} of {cycles}: {} acknowledged so far", cycle + 1, ledger.lock().await.len());
    }
    let city = City::start_with(Options { city: Some(folder.path()), data: Some(&data), ..Options::default() }).await?;
    city.stop().await?;
    compare(&data, &*ledger.lock().await).await
}

/// 64 people submit until enough is acknowledged; then the process is killed in the middle of it.
async fn load_and_kill(
    city: City,
    module: &str,
    cycle: usize,
    ledger: &Arc<Mutex<BTreeMap<String, String>>>,
) -> Outcome {
    let stop = Arc::new(AtomicBool::new(false));
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let enough = Arc::new(tokio::sync::Notify::new());
    let mut people = tokio::task::JoinSet::new();
    for submitter in 0..SUBMITTERS {
        let person = city.resident(&format!("person-{submitter}")).await?;
        let (stop, acknowledged, enough) = (Arc::clone(&stop), Arc::clone(&acknowledged), Arc::clone(&enough));
        let (module, ledger) = (module.to_owned(), Arc::clone(ledger));
        people.spawn(async move {
            for number in 0.. {
                let key = format!("{cycle}-{submitter}-{number}");
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let Some(case) = submit(&person, &module, &key).await else { return };
                ledger.lock().await.insert(key, case);
                if acknowledged.fetch_add(1, Ordering::Relaxed) + 1 == ACKNOWLEDGED_PER_CYCLE {
                    enough.notify_one();
                }
            }
        });
    }
    tokio::time::timeout(std::time::Duration::from_mins(2), enough.notified())
        .await
        .map_err(|_| "too few acknowledgements")?;
    city.kill().await?;
    stop.store(true, Ordering::Relaxed);
    while people.join_next().await.is_some() {}
    Ok(())
}

/// The number of the new case, when the city acknowledged it.
async fn submit(person: &Person, module: &str, key: &str) -> Option<String> {
    let input = json!({ "module": module, "idempotencyKey": key, "answers": { "topic": "light", "wish": key } });
    let payload = person.submit(input).await.ok()?;
    payload["case"]["number"].as_str().map(str::to_owned)
}

/// What a data folder holds, against what was acknowledged: nothing lost, nothing doubled, no gap.
pub(crate) async fn compare(data: &Path, ledger: &BTreeMap<String, String>) -> Outcome {
    let output = cityhall(&["events", "--data", data.to_str().ok_or("not text")?]).await?;
    let text = String::from_utf8(output.stdout)?;
    let mut streams: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut numbers: Vec<String> = Vec::new();
    for line in text.lines() {
        let event: Value = serde_json::from_str(line)?;
        let stream = event["stream"].as_str().unwrap_or_default().to_owned();
        streams.entry(stream.clone()).or_default().push(event["revision"].as_u64().unwrap_or(u64::MAX));
        if event["type"] == "CaseSubmitted" {
            numbers.push(stream.trim_start_matches("case-").to_owned());
        }
    }
    let distinct: BTreeSet<&String> = numbers.iter().collect();
    assert_eq!(distinct.len(), numbers.len(), "a submission is stored twice");
    let lost: Vec<_> = ledger.iter().filter(|(_, number)| !distinct.contains(number)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    for (stream, revisions) in &streams {
        assert!(revisions.iter().copied().eq(0..revisions.len() as u64), "{stream} has gaps: {revisions:?}");
    }
    println!("{} acknowledged, {} stored, {} streams gapless", ledger.len(), numbers.len(), streams.len());
    Ok(())
}
