//! What it costs to tell 1,000 followers of one process what happens, beside writing the same payloads alone, and that
//! every one of them is told everything, once and in order; then what a flood by one partner does to others.

mod flood;

use std::time::{Duration, Instant};

use cityhall_tests::{City, Failure, Options, Person, Socket, generated_city};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::measurement::{Measurement, median};
use crate::program::{processor, resident};

const FOLLOWERS: usize = 1_000;
const ROUNDS: usize = 3;

/// As many as one connection may follow.
const ON_A_CONNECTION: usize = 20;

/// How many matters are handed in while all follow.
const MATTERS: usize = 100;

/// How long it may take until everybody was told.
const WITHIN: Duration = Duration::from_mins(5);

const CHANGES: &str = "subscription($after: Position) { casesChanged(after: $after) { position caseId case { id number state stage updatedAt } } }";

/// Measures with so many followers and rounds; without any, with the usual ones.
pub(crate) async fn run(words: &[&str]) -> Result<(), Failure> {
    let (followers, rounds) = match words {
        [] => (FOLLOWERS, ROUNDS),
        [followers] => (followers.parse()?, ROUNDS),
        [followers, rounds, ..] => (followers.parse()?, rounds.parse()?),
    };
    let folder = generated_city(1)?;
    let module = folder.modules.first().ok_or("no module")?;
    let city = City::start_with(Options { city: Some(folder.path()), is_measured: true, ..Options::default() }).await?;
    let process = city.process().ok_or("the city has ended already")?;
    let ann = city.resident("ann").await?;
    let after = submit(&ann, module).await?;
    let empty = resident(process)?;
    let mut connections = Vec::new();
    for number in 0..followers.div_ceil(ON_A_CONNECTION) {
        let here = (followers - number * ON_A_CONNECTION).min(ON_A_CONNECTION);
        connections.push(Connection::open(&city, number, here, &after).await?);
    }
    // Whoever was told of one matter follows by now.
    connections = told_to_all(&city, &ann, module, 1, connections).await?.connections;
    let full = resident(process)?;
    let (mut costs, mut alone, mut took) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}: {MATTERS} matters, nobody follows");
        let quiet = one_more_city(&folder, module).await?;
        eprintln!("round {round} of {rounds}: {MATTERS} matters, {followers} follow");
        let round = told_to_all(&city, &ann, module, MATTERS, connections).await?;
        #[expect(clippy::cast_precision_loss, reason = "counts of payloads are far below 2^52")]
        let payloads = (round.events * followers) as f64;
        costs.push(round.processor.saturating_sub(quiet).as_secs_f64() * 1e6 / payloads);
        took.push(round.took.as_secs_f64() * 1e3);
        alone.push(written_alone(&round.payload)?);
        connections = round.connections;
    }
    let case = followers.to_string();
    let figure = |metric, value, unit, ratio| {
        Measurement { bench: "subscribe", case: &case, metric, value, unit, ratio }.print();
    };
    let (cost, alone) = (median(costs), median(alone));
    figure("processor time per payload told", cost, "us", (alone > 0.0).then_some((cost / alone, "written alone")));
    figure("processor time per payload written alone", alone, "us", None);
    figure("until all were told of all matters", median(took), "ms", None);
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    figure("memory per follower", (full - empty) * 1024.0 / followers as f64, "KB", None);
    // Had one been lost, told twice or out of order, this would not be reached.
    figure("payloads lost", 0.0, "count", None);
    drop(connections);
    city.stop().await?;
    flood::run().await
}

/// The processor time that as many matters cost a city that nobody follows.
async fn one_more_city(folder: &cityhall_tests::GeneratedCity, module: &str) -> Result<Duration, Failure> {
    let city = City::start_with(Options { city: Some(folder.path()), is_measured: true, ..Options::default() }).await?;
    let process = city.process().ok_or("the city has ended already")?;
    let ann = city.resident("ann").await?;
    submit(&ann, module).await?;
    let before = processor(&[process])?;
    for _ in 0..MATTERS {
        submit(&ann, module).await?;
    }
    let used = processor(&[process])?.saturating_sub(before);
    city.stop().await?;
    Ok(used)
}

async fn submit(person: &Person, module: &str) -> Result<Value, Failure> {
    let input = json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } });
    let told = person.submit(input).await?;
    if told["userErrors"] == json!([]) { Ok(told["position"].clone()) } else { Err(told.to_string().into()) }
}

/// One connection and how many follow over it.
struct Connection {
    socket: Socket,
    followers: usize,
}

impl Connection {
    async fn open(city: &City, number: usize, followers: usize, after: &Value) -> Result<Self, Failure> {
        let clerk = city.officer(&format!("clerk-{number}"), "works", &["clerk"]).await?;
        let mut socket = Socket::acknowledged(city, clerk.token()).await?;
        for follower in 0..followers {
            let id = follower.to_string();
            let payload = json!({ "query": CHANGES, "variables": { "after": after } });
            socket.say(&json!({ "id": id, "type": "subscribe", "payload": payload })).await?;
        }
        Ok(Self { socket, followers })
    }

    /// What each follower is told, in its order, until all of them were told of `last`, which is known later.
    async fn told_until(mut self, mut last: Last) -> Result<(Self, Vec<Vec<Value>>, Value), Failure> {
        let mut told: Vec<Vec<Value>> = vec![Vec::new(); self.followers];
        let mut payload = Value::Null;
        loop {
            let is_last = |told: &Vec<Value>| told.last().is_some() && told.last() == last.borrow().as_ref();
            if told.iter().all(is_last) {
                return Ok((self, told, payload));
            }
            let message = tokio::select! {
                message = self.socket.hear() => message?,
                changed = last.changed() => {
                    changed?;
                    continue;
                }
            };
            if message["type"] == "ping" {
                self.socket.say(&json!({ "type": "pong" })).await?;
                continue;
            }
            let position = message["payload"]["data"]["casesChanged"]["position"].clone();
            let follower = message["id"].as_str().and_then(|id| id.parse::<usize>().ok());
            let known = follower.and_then(|follower| told.get_mut(follower)).filter(|_| position.is_string());
            let Some(known) = known else { return Err(format!("a follower was told {message}").into()) };
            known.push(position);
            payload = message;
        }
    }
}

/// The position of the last matter, once it is handed in.
type Last = tokio::sync::watch::Receiver<Option<Value>>;

/// What came of telling.
struct Told {
    connections: Vec<Connection>,
    /// Events that each was told.
    events: usize,
    processor: Duration,
    took: Duration,
    /// One of the messages.
    payload: Value,
}

/// Hands matters in and waits until every follower was told of each, once and in the same order.
async fn told_to_all(
    city: &City,
    person: &Person,
    module: &str,
    matters: usize,
    connections: Vec<Connection>,
) -> Result<Told, Failure> {
    let process = city.process().ok_or("the city has ended already")?;
    let (before, begun) = (processor(&[process])?, Instant::now());
    let (known, last) = tokio::sync::watch::channel(None::<Value>);
    let mut running = JoinSet::new();
    for connection in connections {
        let last = last.clone();
        running.spawn(async move { tokio::time::timeout(WITHIN, connection.told_until(last)).await? });
    }
    let mut positions = Vec::with_capacity(matters);
    for _ in 0..matters {
        positions.push(submit(person, module).await?);
    }
    known.send_replace(positions.last().cloned());
    let (mut connections, mut expected, mut payload) = (Vec::new(), None::<Vec<Value>>, Value::Null);
    while let Some(done) = running.join_next().await {
        let (connection, told, one) = done??;
        for told in told {
            let expected = expected.get_or_insert_with(|| told.clone());
            if *expected != told {
                return Err(format!("one follower was told {told:?}, another {expected:?}").into());
            }
        }
        connections.push(connection);
        payload = one;
    }
    let expected = expected.unwrap_or_default();
    let mut rest = expected.iter();
    if let Some(lost) = positions.iter().find(|position| !rest.any(|told| told == *position)) {
        return Err(format!("nobody was told of {lost}, or not in order: {expected:?}").into());
    }
    let (used, took) = (processor(&[process])?.saturating_sub(before), begun.elapsed());
    Ok(Told { connections, events: expected.len(), processor: used, took, payload })
}

/// How long it takes to write a payload as JSON, in microseconds.
fn written_alone(payload: &Value) -> Result<f64, Failure> {
    const TIMES: u32 = 100_000;
    let begun = Instant::now();
    for _ in 0..TIMES {
        std::hint::black_box(serde_json::to_vec(std::hint::black_box(payload))?);
    }
    Ok(begun.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES))
}
