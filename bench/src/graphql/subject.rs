//! Who is asked: the city and its peers, each with the processes that work for an answer.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cityhall_tests::{City, Failure};
use serde_json::{Value, json};
use tokio::process::Command;

use super::questions::{self, Tongue};
use crate::program::Program;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    List,
    Detail,
    Submit,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Detail => "detail",
            Self::Submit => "submit",
        }
    }
}

/// What every client needs to know.
pub(super) struct Matter {
    pub(super) client: reqwest::Client,
    /// The numbers of the cases.
    pub(super) numbers: Vec<String>,
    pub(super) module: String,
    /// Counts what was asked, so that no two clients ask for the same.
    pub(super) next: AtomicUsize,
}

/// Somebody who is asked.
#[derive(Clone)]
pub(super) struct Subject {
    /// What `ratio_to` calls it.
    pub(super) name: &'static str,
    pub(super) tongue: Tongue,
    url: String,
    /// One for each client; empty where nobody asks who they are.
    tokens: Arc<Vec<String>>,
    /// Whose processor time an answer costs.
    pub(super) processes: Vec<u32>,
}

impl Subject {
    /// The city, asked by these.
    pub(super) fn city(city: &City, tokens: Vec<String>) -> Result<Self, Failure> {
        let process = city.process().ok_or("the city has ended already")?;
        Ok(Self::at("cityhall", &city.address, Tongue::City, &[process]).bearing(tokens))
    }

    /// A program that has the path `/graphql`; with the database that it asks.
    pub(super) fn of(name: &'static str, program: &Program, tongue: Tongue, and: &[u32]) -> Result<Self, Failure> {
        let processes: Vec<u32> = [program.process()?].iter().chain(and).copied().collect();
        Ok(Self::at(name, &program.address, tongue, &processes))
    }

    fn at(name: &'static str, address: &str, tongue: Tongue, processes: &[u32]) -> Self {
        let url = format!("{address}/graphql");
        Self { name, tongue, url, tokens: Arc::default(), processes: processes.to_vec() }
    }

    /// The same, for whom these tokens are good.
    pub(super) fn bearing(self, tokens: Vec<String>) -> Self {
        Self { tokens: Arc::new(tokens), ..self }
    }

    /// Asks once, as one of the clients, and checks that it was answered.
    pub(super) async fn ask(&self, kind: Kind, client: usize, matter: &Matter) -> Result<String, Failure> {
        let next = matter.next.fetch_add(1, Ordering::Relaxed);
        let body = match kind {
            Kind::List => questions::list(self.tongue),
            // A step without a factor in common with any number of cases that is asked for.
            Kind::Detail => questions::detail(self.tongue, &matter.numbers[next * 7_919 % matter.numbers.len()]),
            Kind::Submit => questions::submission(self.tongue, &matter.module, &format!("key-{next}")),
        };
        let mut request = matter.client.post(&self.url).header("content-type", "application/json").body(body);
        if let Some(token) = self.tokens.get(client % self.tokens.len().max(1)) {
            request = request.bearer_auth(token);
        }
        if self.tongue == Tongue::Plain {
            request = request.header("x-principal", format!("person-{client}"));
        }
        let text = request.send().await?.error_for_status()?.text().await?;
        let is_good = match kind {
            Kind::List | Kind::Detail => text.contains("\"number\"") && !text.contains("\"errors\""),
            Kind::Submit => text.contains("\"userErrors\":[]"),
        };
        if is_good { Ok(text) } else { Err(format!("{} answered: {text}", self.name).into()) }
    }

    /// What it tells when it is asked for the list.
    pub(super) async fn list(&self, matter: &Matter) -> Result<Vec<String>, Failure> {
        Ok(questions::told(&serde_json::from_str(&self.ask(Kind::List, 0, matter).await?)?))
    }
}

/// A peer that runs on Node: the scripts and their packages are where `cargo xtask bench` has put them.
pub(super) async fn node(folder: &str, script: &str, argument: &str) -> Result<Program, Failure> {
    let peers = peers()?;
    let mut command = Command::new("node");
    command.current_dir(peers.join(folder)).arg(script).arg(argument);
    command.env("NODE_ENV", "production").env("GRAPHILE_ENV", "production");
    Program::start(command).await
}

/// The folder of the peers that were installed.
pub(super) fn peers() -> Result<PathBuf, Failure> {
    let set = std::env::var_os("CITYHALL_PEERS").map(PathBuf::from);
    set.ok_or_else(|| "CITYHALL_PEERS is not set: run `cargo xtask bench`".into())
}

/// Tokens of the development identity provider.
pub(super) async fn tokens(city: &City, claims: impl Iterator<Item = Value>) -> Result<Vec<String>, Failure> {
    let mut tokens = Vec::new();
    for claims in claims {
        let answer = city.client().post(format!("{}/dev/token", city.address)).json(&claims).send().await?;
        let answer: Value = answer.error_for_status()?.json().await?;
        tokens.push(answer["access_token"].as_str().ok_or("no token")?.to_owned());
    }
    Ok(tokens)
}

/// The claims of the officers who work on the cases.
pub(super) fn officers(officers: usize) -> impl Iterator<Item = Value> {
    (0..officers).map(|clerk| json!({ "subject": format!("clerk-{clerk}"), "roles": ["clerk"], "department": "works" }))
}

/// The claims of the people who submit.
pub(super) fn people(people: usize) -> impl Iterator<Item = Value> {
    (0..people).map(|person| json!({ "subject": format!("person-{person}"), "roles": [] }))
}

/// The floor of reads, over the rows of a file.
pub(super) async fn plain(rows: &Path) -> Result<Program, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("plain").arg(rows);
    Program::start(command).await
}
