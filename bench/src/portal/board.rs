//! What 300 leaders who look at the board cost the city: they follow the counts, and ask for everything once a minute,
//! with the documents of the board itself.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cityhall_tests::{City, Failure, Person, repository};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

use super::Figure;
use crate::program::processor;

const CLIENTS: usize = 300;
const MINUTE: Duration = Duration::from_mins(1);

/// Every second a case is handed in, so that there is something to follow.
const HANDED_IN: u32 = 60;

/// A file of the board, and the operations in it that it asks for every minute.
const ASKED: [(&str, &[&str]); 2] =
    [("figures/figures.graphql", &["Figures"]), ("risks/risks.graphql", &["OverdueCases", "OpenMatters"])];
const FOLLOWED: (&str, &str) = ("figures/figures.graphql", "Statistics");

/// One of them.
pub(super) async fn leader(city: &City, number: usize) -> Result<Person, Failure> {
    Person::with_token(city, &format!("leader-{number}"), "leader", &["auditor"], None).await
}

/// A minute without them, then one with them.
pub(super) async fn measured(city: &City, module: &str) -> Result<Vec<Figure>, Failure> {
    eprintln!("a minute without boards");
    let alone = a_minute(city, module).await?;
    let told = Arc::<AtomicUsize>::default();
    let mut looking = JoinSet::new();
    for number in 0..CLIENTS {
        let follower = follow(city, leader(city, number).await?).await?;
        looking.spawn(heard(follower, Arc::clone(&told)));
    }
    eprintln!("a minute with {CLIENTS} boards");
    let mut asking = JoinSet::new();
    let begun = Instant::now();
    for number in 0..CLIENTS {
        let person = leader(city, number).await?;
        // They came at different moments, and ask at these ever after.
        let at = begun + MINUTE * u32::try_from(number)? / u32::try_from(CLIENTS)?;
        asking.spawn(async move {
            sleep_until(at).await;
            ask(&person).await
        });
    }
    told.store(0, Ordering::Relaxed);
    let used = a_minute(city, module).await?;
    let told = told.load(Ordering::Relaxed);
    while let Some(asked) = asking.join_next().await {
        asked??;
    }
    if let Some(ended) = looking.try_join_next() {
        return Err(format!("a stream ended: {ended:?}").into());
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of a minute are far below 2^52")]
    let each = told as f64 / CLIENTS as f64;
    Ok(vec![
        Figure::once(format!("processor time in a minute, {CLIENTS} boards"), used.as_secs_f64(), "s"),
        Figure::once("processor time in a minute, no board", alone.as_secs_f64(), "s"),
        Figure::once("counts told to each board in the minute", each, "count"),
    ])
}

/// The processor time of a minute in which cases are handed in.
async fn a_minute(city: &City, module: &str) -> Result<Duration, Failure> {
    let process = city.process().ok_or("the city has ended already")?;
    let ann = city.resident("ann").await?;
    let (begun, before) = (Instant::now(), processor(&[process])?);
    for second in 0..HANDED_IN {
        sleep_until(begun + MINUTE * second / HANDED_IN).await;
        let told = ann.submit(json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } })).await?;
        if told["userErrors"] != json!([]) {
            return Err(told.to_string().into());
        }
    }
    sleep_until(begun + MINUTE).await;
    Ok(processor(&[process])?.saturating_sub(before))
}

async fn ask(person: &Person) -> Result<(), Failure> {
    for (file, operations) in ASKED {
        for operation in operations {
            person.post(body(file, operation)?).await?.good()?;
        }
    }
    Ok(())
}

fn body(file: &str, operation: &str) -> Result<Value, Failure> {
    let query = fs::read_to_string(repository().join("portal/board").join(file))?;
    Ok(json!({ "query": query, "operationName": operation }))
}

/// Opens the stream of the counts.
async fn follow(city: &City, person: Person) -> Result<reqwest::Response, Failure> {
    let (file, operation) = FOLLOWED;
    // The city's client gives up after a minute.
    let client = reqwest::Client::builder().build()?;
    let request = client.post(format!("{}/graphql/stream", city.address)).json(&body(file, operation)?);
    let request = request.bearer_auth(person.token().ok_or("no token")?).header("accept", "text/event-stream");
    Ok(timeout(MINUTE, request.send()).await??.error_for_status()?)
}

/// Counts what is told until the stream ends.
async fn heard(mut stream: reqwest::Response, told: Arc<AtomicUsize>) -> Result<(), Failure> {
    while let Some(part) = stream.chunk().await? {
        let events = part.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"event: next")).count();
        told.fetch_add(events, Ordering::Relaxed);
    }
    Ok(())
}
