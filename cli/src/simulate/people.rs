//! The people of a city in development, over HTTP, and its clock.

use std::collections::HashMap;
use std::time::Duration;

use cityhall_crds::sample::Actor;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// How long one answer may take.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);

/// Somebody.
#[derive(Debug, Clone)]
pub(super) struct Person {
    subject: String,
    name: String,
    roles: Vec<String>,
    department: Option<String>,
}

impl Person {
    pub(super) fn resident(subject: &str, name: &str) -> Self {
        Self { subject: subject.to_owned(), name: name.to_owned(), roles: Vec::new(), department: None }
    }

    pub(super) fn of(actor: &Actor) -> Self {
        let Actor { subject, name, roles, department } = actor.clone();
        Self { subject, name, roles, department }
    }
}

/// Everybody, by their tokens.
pub(super) struct People {
    client: reqwest::Client,
    address: String,
    tokens: HashMap<String, String>,
    now: Timestamp,
    zone: TimeZone,
}

impl People {
    /// Finds the city at this address, and what time it is there.
    pub(super) async fn meet(address: &str) -> Result<Self, String> {
        let client = reqwest::Client::builder().tls_certs_only([]).timeout(ANSWER_WITHIN).build();
        let client = client.map_err(|error| format!("failed to make a client: {error}"))?;
        let address = address.trim_end_matches('/').to_owned();
        let mut people =
            Self { client, address, tokens: HashMap::new(), now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC };
        people.now = people.clock(&json!({ "forward": "PT1S" })).await?;
        let told = people.post("/graphql", None, &json!({ "query": "{ city { timeZone } }" })).await?;
        let zone = told["data"]["city"]["timeZone"].as_str().unwrap_or("UTC");
        people.zone = TimeZone::get(zone).map_err(|error| error.to_string())?;
        Ok(people)
    }

    /// The law's time.
    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// The day in the city.
    pub(super) fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// Moves the law's clock on to this moment.
    pub(super) async fn until(&mut self, moment: Timestamp) -> Result<(), String> {
        if moment > self.now {
            self.now = self.clock(&json!({ "now": moment })).await?;
        }
        Ok(())
    }

    async fn clock(&self, to: &Value) -> Result<Timestamp, String> {
        let told = self.post("/dev/clock", None, to).await?;
        let now = told["now"].as_str().and_then(|now| now.parse().ok());
        now.ok_or_else(|| format!("{} does not move its clock: {told}", self.address))
    }

    /// One mutation by somebody; its payload.
    pub(super) async fn call(&mut self, who: &Person, mutation: &str, input: Value) -> Result<Value, String> {
        let mut letters = mutation.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        let name: String = first.into_iter().chain(letters).collect();
        let query = format!(
            "mutation($input: {name}Input!) {{ done: {mutation}(input: $input) {{ case {{ id }} userErrors {{ code }} }} }}"
        );
        let token = self.token(who).await?;
        let body = json!({ "query": query, "variables": { "input": input } });
        let told = self.post("/graphql", Some(&token), &body).await?;
        let payload = &told["data"]["done"];
        if payload.is_object() { Ok(payload.clone()) } else { Err(format!("{mutation} failed: {told}")) }
    }

    async fn token(&mut self, who: &Person) -> Result<String, String> {
        if let Some(known) = self.tokens.get(&who.subject) {
            return Ok(known.clone());
        }
        let mut wanted = json!({ "subject": who.subject, "name": who.name, "roles": who.roles });
        if let Some(department) = &who.department {
            wanted["department"] = department.as_str().into();
        }
        let told = self.post("/dev/token", None, &wanted).await?;
        let token = told["access_token"].as_str().ok_or_else(|| format!("no token: {told}"))?.to_owned();
        self.tokens.insert(who.subject.clone(), token.clone());
        Ok(token)
    }

    async fn post(&self, path: &str, token: Option<&str>, body: &Value) -> Result<Value, String> {
        let url = format!("{}{path}", self.address);
        let request = self.client.post(&url).header("content-type", "application/json").body(body.to_string());
        let request = if let Some(token) = token { request.bearer_auth(token) } else { request };
        let failed = |error: reqwest::Error| format!("{url} does not answer: {error}. Does it run with --dev?");
        let text = request.send().await.map_err(failed)?.text().await.map_err(failed)?;
        serde_json::from_str(&text).map_err(|_| format!("{url} answers {text:?}. Does it run with --dev?"))
    }
}
