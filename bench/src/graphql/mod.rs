//! What the API costs beside its peers, in one run over the same 10,000 cases: a list of 20 cases with 5 events each by
//! an officer, one case with its history, a submission. The floors are plain HTTP with the same rows, or with one durable
//! event. Apollo Server and GraphQL Yoga have the rows in memory; `PostGraphile` asks `PostgreSQL` for them; a service in
//! Node stores submissions in `PostgreSQL`. No peer checks a token, builds a wall or opens what is sealed: the city does.
//!
//! All run at the same time and are asked in turns. The clients share the machine with whoever is asked, so that the
//! processor time for each request says more than how many there are in a second.

pub(crate) mod plain;
mod postgres;
mod questions;
pub(crate) mod rows;
mod subject;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use cityhall_tests::{City, Failure, Options, generated_city};

use crate::floor;
use crate::load::{Round, round};
use crate::measurement::{Measurement, median};
use crate::program::{Program, processor};
use crate::submit::copy_folder;
use postgres::Postgres;
use questions::Tongue;
use rows::{OFFICERS, PEOPLE};
use subject::{Kind, Matter, Subject, node, officers, peers, people, plain, tokens};

const CASES: usize = 10_000;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(3);
const CLIENTS: [usize; 3] = [1, 16, 64];

/// How long each is asked before anything is measured.
const WARM: Duration = Duration::from_millis(1_500);

/// Measures with so many cases and rounds; without any, with the usual ones.
pub(crate) async fn run(words: &[&str]) -> Result<(), Failure> {
    let (cases, rounds) = match words {
        [] => (CASES, ROUNDS),
        [cases] => (cases.parse()?, ROUNDS),
        [cases, rounds, ..] => (cases.parse()?, rounds.parse()?),
    };
    let folder = generated_city(1)?;
    let home = tempfile::tempdir()?;
    let (data, copy) = (home.path().join("data"), home.path().join("floor"));
    let options = Options { city: Some(folder.path()), data: Some(&data), is_measured: true, ..Options::default() };
    // The floor of submissions knows the same tokens: its data is the city's, from before there were cases.
    let city = City::start_with(options).await?;
    let (clerks, residents) = (tokens(&city, officers(OFFICERS)).await?, tokens(&city, people(PEOPLE)).await?);
    city.stop().await?;
    copy_folder(&data, &copy)?;
    let city = City::start_with(options).await?;
    let module = folder.modules.first().ok_or("no module")?.clone();
    eprintln!("{cases} cases are made");
    rows::fill(&city, &module, cases).await?;

    let postgres = Postgres::start().await?;
    let file = postgres.folder().join("rows.jsonl");
    let clerk = city.officer("clerk-0", "works", &["clerk"]).await?;
    let numbers = rows::export(&clerk, &file).await?;
    let client = reqwest::Client::builder().pool_max_idle_per_host(PEOPLE).build()?;
    let matter = Arc::new(Matter { client, numbers, module, next: AtomicUsize::new(0) });
    eprintln!("the peers start with {} cases", matter.numbers.len());
    let running = Peers::start(&postgres, &file).await?;
    let ours = Subject::city(&city, clerks)?;
    let readers = [vec![ours.clone()], running.readers(&postgres)?].concat();
    alike(&readers, &matter).await?;
    for kind in [Kind::List, Kind::Detail] {
        measure(kind, &readers, rounds, &matter).await?;
    }
    let floor = floor::start(&copy).await?;
    let floor_of_writes = Subject::of("floor", &floor, Tongue::City, &[])?.bearing(residents.clone());
    let writers = [ours.bearing(residents), floor_of_writes, running.writer(&postgres)?];
    measure(Kind::Submit, &writers, rounds, &matter).await?;
    floor.stop().await?;
    running.stop().await?;
    postgres.stop().await?;
    city.stop().await?;
    Ok(())
}

/// The programs that are peers.
struct Peers {
    plain: Program,
    apollo: Program,
    yoga: Program,
    postgraphile: Program,
    submissions: Program,
}

impl Peers {
    async fn start(postgres: &Postgres, rows: &Path) -> Result<Self, Failure> {
        let sql = |folder: &str| Ok::<_, Failure>(peers()?.join(folder).join("schema.sql"));
        let text = rows.to_str().ok_or("the path is not text")?;
        postgres.create("cases", &sql("postgraphile")?, &[&format!("rows={text}")]).await?;
        postgres.create("submissions", &sql("node-postgres")?, &[]).await?;
        Ok(Self {
            plain: plain(rows).await?,
            apollo: node("graphql-node", "apollo.mjs", text).await?,
            yoga: node("graphql-node", "yoga.mjs", text).await?,
            postgraphile: node("postgraphile", "server.mjs", &postgres.url("cases")).await?,
            submissions: node("node-postgres", "server.mjs", &postgres.url("submissions")).await?,
        })
    }

    fn readers(&self, postgres: &Postgres) -> Result<Vec<Subject>, Failure> {
        Ok(vec![
            Subject::of("floor", &self.plain, Tongue::City, &[])?,
            Subject::of("apollo-server", &self.apollo, Tongue::City, &[])?,
            Subject::of("yoga", &self.yoga, Tongue::City, &[])?,
            Subject::of("postgraphile", &self.postgraphile, Tongue::Tables, &[postgres.process()?])?,
        ])
    }

    fn writer(&self, postgres: &Postgres) -> Result<Subject, Failure> {
        Subject::of("node-postgres", &self.submissions, Tongue::Plain, &[postgres.process()?])
    }

    async fn stop(self) -> Result<(), Failure> {
        for program in [self.plain, self.apollo, self.yoga, self.postgraphile, self.submissions] {
            program.stop().await?;
        }
        Ok(())
    }
}

/// Whether all tell the same when they are asked for the same.
async fn alike(subjects: &[Subject], matter: &Matter) -> Result<(), Failure> {
    let mut first: Option<Vec<String>> = None;
    for subject in subjects {
        let told = subject.list(matter).await?;
        match &first {
            None if told.len() < 20 * 6 => return Err(format!("{} tells too little: {told:?}", subject.name).into()),
            None => first = Some(told),
            Some(first) if *first == told => {}
            Some(first) => return Err(format!("{} tells {told:?}, not {first:?}", subject.name).into()),
        }
    }
    Ok(())
}

/// What one subject came to in one round.
struct Figures {
    rate: f64,
    /// Milliseconds of processor time for each request.
    processor: f64,
    middle: f64,
    late: f64,
}

/// Interleaved rounds of all, with each number of clients.
async fn measure(kind: Kind, subjects: &[Subject], rounds: usize, matter: &Arc<Matter>) -> Result<(), Failure> {
    for subject in subjects {
        asked(kind, subject, 8, WARM, matter).await?;
    }
    for clients in CLIENTS {
        let case = format!("{}-{clients}", kind.word());
        let mut figures: Vec<Vec<Figures>> = subjects.iter().map(|_| Vec::new()).collect();
        for number in 1..=rounds {
            for (subject, figures) in subjects.iter().zip(&mut figures) {
                eprintln!("{case}, round {number} of {rounds}: {}", subject.name);
                let before = processor(&subject.processes)?;
                let round = asked(kind, subject, clients, ROUND, matter).await?;
                let used = processor(&subject.processes)?.saturating_sub(before);
                figures.push(Figures {
                    rate: round.per_second(),
                    processor: used.as_secs_f64() * 1e3 / round.answered(),
                    middle: round.within(50),
                    late: round.within(99),
                });
            }
        }
        report(&case, subjects, &figures);
    }
    Ok(())
}

async fn asked(
    kind: Kind,
    subject: &Subject,
    clients: usize,
    time: Duration,
    matter: &Arc<Matter>,
) -> Result<Round, Failure> {
    let (subject, matter) = (subject.clone(), Arc::clone(matter));
    round(clients, time, Duration::ZERO, move |client| {
        let (subject, matter) = (subject.clone(), Arc::clone(&matter));
        async move { subject.ask(kind, client, &matter).await.map(drop) }
    })
    .await
}

/// Medians of every round: of the first subject with their ratios to each of the others, then theirs.
fn report(case: &str, subjects: &[Subject], figures: &[Vec<Figures>]) {
    type Read = fn(&Figures) -> f64;
    let metrics: [(&str, &str, Read); 4] = [
        ("requests", "1/s", |figures| figures.rate),
        ("processor time per request", "ms", |figures| figures.processor),
        ("answered, 50 of 100", "ms", |figures| figures.middle),
        ("answered, 99 of 100", "ms", |figures| figures.late),
    ];
    for (metric, unit, read) in metrics {
        let medians: Vec<f64> = figures.iter().map(|rounds| median(rounds.iter().map(read).collect())).collect();
        let [ours, others @ ..] = medians.as_slice() else { return };
        for (subject, other) in subjects.iter().skip(1).zip(others) {
            let ratio = (*other > 0.0).then_some((ours / other, subject.name));
            Measurement { bench: "graphql", case, metric, value: *ours, unit, ratio }.print();
            let case = format!("{case}, {}", subject.name);
            Measurement { bench: "graphql", case: &case, metric, value: *other, unit, ratio: None }.print();
        }
    }
}
