//! Durable submissions per second through GraphQL, beside the floor: the same token check and the
//! same bytes over plain HTTP, one event appended with the same durability.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use cityhall_tests::{City, Failure, Options, generated_city};
use serde_json::{Value, json};

use crate::floor;
use crate::load::per_second;
use crate::measurement::{Measurement, median};

const CLIENTS: [&str; 3] = ["1", "16", "256"];
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(4);
/// Each client is a person of its own.
const PEOPLE: usize = 256;

const SUBMIT: &str =
    "mutation($input: SubmitCaseInput!) { submitCase(input: $input) { case { id } userErrors { code } position } }";

/// What a client needs to submit.
#[derive(Clone)]
struct Desk {
    client: reqwest::Client,
    url: String,
    tokens: Arc<Vec<String>>,
    body: Arc<Value>,
}

impl Desk {
    async fn submit(&self, person: usize) -> Result<(), Failure> {
        let token = &self.tokens[person % self.tokens.len()];
        let answer = self.client.post(&self.url).bearer_auth(token).json(&*self.body).send().await?;
        let text = answer.error_for_status()?.text().await?;
        if text.contains("\"errors\"") || !text.contains("\"userErrors\":[]") { Err(text.into()) } else { Ok(()) }
    }
}

/// Measures with each of these numbers of clients; without any, with the usual ones.
pub(crate) async fn run(clients: &[&str]) -> Result<(), Failure> {
    let clients = if clients.is_empty() { &CLIENTS } else { clients };
    let folder = generated_city(1)?;
    let home = tempfile::tempdir()?;
    let (data, copy) = (home.path().join("data"), home.path().join("floor"));
    let options = Options { city: Some(folder.path()), data: Some(&data), is_measured: true, ..Options::default() };
    let city = City::start_with(options).await?;
    let tokens = tokens(&city, "person", PEOPLE).await?;
    city.stop().await?;
    copy_folder(&data, &copy)?;
    let city = City::start_with(options).await?;
    let floor = floor::start(&copy).await?;
    let answers = json!({ "topic": "light", "wish": "a lamp at the corner of the square" });
    let body =
        json!({ "query": SUBMIT, "variables": { "input": { "module": folder.modules[0], "answers": answers } } });
    let client = reqwest::Client::builder().pool_max_idle_per_host(PEOPLE).build()?;
    let desk = |address: &str| Desk {
        client: client.clone(),
        url: format!("{address}/graphql"),
        tokens: Arc::new(tokens.clone()),
        body: Arc::new(body.clone()),
    };
    let (graphql, plain) = (desk(&city.address), desk(&floor.address));
    known_people(&graphql).await?;
    for clients in clients {
        compare(&graphql, &plain, clients.parse()?).await?;
    }
    new_people(&city, &graphql).await?;
    city.stop().await?;
    floor.stop().await
}

/// Everybody submits once, so that everybody's key exists.
async fn known_people(desk: &Desk) -> Result<(), Failure> {
    for person in 0..PEOPLE {
        desk.submit(person).await?;
    }
    Ok(())
}

/// Interleaved rounds of both.
async fn compare(graphql: &Desk, plain: &Desk, clients: usize) -> Result<(), Failure> {
    let (mut ours, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for (desk, rates) in [(graphql, &mut ours), (plain, &mut floors)] {
            let desk = desk.clone();
            let ask = move |person| {
                let desk = desk.clone();
                async move { desk.submit(person).await }
            };
            rates.push(per_second(clients, ROUND, ask).await?);
        }
    }
    let (ours, floor) = (median(ours), median(floors));
    let case = clients.to_string();
    let figure = |case: &str, value, ratio| {
        Measurement { bench: "submit", case, metric: "submissions", value, unit: "1/s", ratio }.print();
    };
    figure(&case, ours, Some((ours / floor, "floor")));
    figure(&format!("{case}, floor"), floor, None);
    Ok(())
}

/// People whose first submission it is: a key is made durable before the event.
async fn new_people(city: &City, graphql: &Desk) -> Result<(), Failure> {
    const NEW: usize = 2_000;
    let desk = Desk { tokens: Arc::new(tokens(city, "newcomer", NEW).await?), ..graphql.clone() };
    let next = Arc::new(AtomicU64::new(0));
    let started = std::time::Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (desk, next) = (desk.clone(), Arc::clone(&next));
        running.spawn(async move {
            loop {
                let person = usize::try_from(next.fetch_add(1, Ordering::Relaxed))?;
                if person >= NEW {
                    return Ok::<_, Failure>(());
                }
                desk.submit(person).await?;
            }
        });
    }
    while let Some(client) = running.join_next().await {
        client??;
    }
    #[expect(clippy::cast_precision_loss, reason = "a small constant")]
    let value = NEW as f64 / started.elapsed().as_secs_f64();
    Measurement { bench: "submit", case: "16, new subjects", metric: "submissions", value, unit: "1/s", ratio: None }
        .print();
    Ok(())
}

async fn tokens(city: &City, prefix: &str, people: usize) -> Result<Vec<String>, Failure> {
    let mut tokens = Vec::with_capacity(people);
    for person in 0..people {
        let claims = json!({ "subject": format!("{prefix}-{person}"), "roles": [] });
        let answer = city.client().post(format!("{}/dev/token", city.address)).json(&claims).send().await?;
        let answer: Value = answer.error_for_status()?.json().await?;
        tokens.push(answer["access_token"].as_str().ok_or("no token")?.to_owned());
    }
    Ok(tokens)
}

/// Copies a data folder of a city that has stopped.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
