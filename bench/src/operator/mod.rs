//! What the operator costs: processor, memory and writes for each manifest, beside the same reconciler
//! written with Go's controller-runtime (`bench/peers/operator-go`), in one run against one API server;
//! then how long it takes from an apply to the schema that a real city serves.
//!
//! Where costs are compared, both publish to the same stand-in for a city ([`stand_in`]): what a city
//! does with a module would hide what is measured.

mod manifests;
mod stand_in;
mod subject;
mod visible;

use std::time::Duration;

use cityhall_tests::Failure;
use cityhall_tests::cluster::ControlPlane;
use cityhall_tests::operated::Operated;
use tokio::time::Instant;

use crate::measurement::{Measurement, median};
use manifests::Manifests;
use stand_in::StandIn;
use subject::{Subject, Which};

const MODULES: usize = 1_000;
const ROUNDS: usize = 3;

/// Measures with so many modules and rounds; without any, with the usual ones.
pub(crate) async fn run(words: &[&str]) -> Result<(), Failure> {
    let (modules, rounds) = match words {
        [] => (MODULES, ROUNDS),
        [modules] => (modules.parse()?, ROUNDS),
        [modules, rounds, ..] => (modules.parse()?, rounds.parse()?),
    };
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        return Err("another provider of cryptography was there first".into());
    }
    let cluster = ControlPlane::shared().await?;
    let (mut ours, mut peers) = (Vec::new(), Vec::new());
    for round in 1..=rounds {
        for (which, costs) in [(Which::Ours, &mut ours), (Which::Peer, &mut peers)] {
            eprintln!("round {round} of {rounds}: {which} with {modules} modules");
            let namespace = format!("{which}-{round}");
            costs.push(measure(cluster, which, &namespace, modules).await?);
        }
    }
    report(modules, &ours, &peers);
    visible::run(cluster, modules).await
}

/// What one part of a life costs.
struct Cost {
    took: Duration,
    processor: Duration,
    /// Of modules, by the API server's record.
    writes: usize,
    /// By the stand-in's count.
    publications: usize,
}

/// What one round costs.
struct Costs {
    /// From its start until each module is published for the first time.
    first: Cost,
    /// From the first change until each module is published in another version.
    change: Cost,
    /// A start with everything published already.
    restart: Cost,
    /// Memory after all of the changes, in MB.
    resident: f64,
    /// The most memory that it ever had until then, in MB.
    resident_max: f64,
}

async fn measure(
    cluster: &'static ControlPlane,
    which: Which,
    namespace: &str,
    modules: usize,
) -> Result<Costs, Failure> {
    let it = Operated::prepare(cluster, namespace).await?;
    let city = StandIn::start().await?;
    let manifests = Manifests::new(&it).await?;
    manifests::found_city(&it).await?;
    manifests.create(modules).await?;
    let meter = Meter { it: &it, city: &city };

    let before = meter.before_start()?;
    let subject = Subject::start(which, &it, &city.address).await?;
    manifests.until_ready(modules, 1).await?;
    let first = meter.cost(&before, &subject).await?;

    let before = meter.read(&subject)?;
    tokio::try_join!(manifests.change(modules), manifests.until_ready(modules, 2))?;
    let change = meter.cost(&before, &subject).await?;
    let (resident, resident_max) = subject.memory()?;
    subject.kill().await?;

    let before = meter.before_start()?;
    let subject = Subject::start(which, &it, &city.address).await?;
    subject.until_reconciled(modules).await?;
    let restart = meter.cost(&before, &subject).await?;
    subject.kill().await?;
    manifests.delete_all().await?;
    Ok(Costs { first, change, restart, resident, resident_max })
}

/// Reads what has been spent.
struct Meter<'a> {
    it: &'a Operated,
    city: &'a StandIn,
}

/// What had been spent at a moment.
struct Reading {
    at: Instant,
    processor: Duration,
    writes: usize,
    publications: usize,
}

impl Meter<'_> {
    fn before_start(&self) -> Result<Reading, Failure> {
        let writes = self.it.writes()?.iter().filter(|write| write.contains("/servicemodules")).count();
        Ok(Reading { at: Instant::now(), processor: Duration::ZERO, writes, publications: self.city.publications() })
    }

    fn read(&self, subject: &Subject) -> Result<Reading, Failure> {
        Ok(Reading { processor: subject.processor()?, ..self.before_start()? })
    }

    /// What was spent since a reading: until now, and in what the program still does before it rests.
    async fn cost(&self, since: &Reading, subject: &Subject) -> Result<Cost, Failure> {
        let took = since.at.elapsed();
        subject.until_quiet().await?;
        let now = self.read(subject)?;
        Ok(Cost {
            took,
            processor: now.processor.saturating_sub(since.processor),
            writes: now.writes.checked_sub(since.writes).ok_or("the API server's record was cut")?,
            publications: now.publications - since.publications,
        })
    }
}

/// Medians of every round, ours with their ratio to the peer's.
#[expect(clippy::cast_precision_loss, reason = "counts of modules are far below 2^52")]
fn report(modules: usize, ours: &[Costs], peers: &[Costs]) {
    type Part = fn(&Costs) -> &Cost;
    let parts: [(&str, Part); 3] =
        [("first", |costs| &costs.first), ("change", |costs| &costs.change), ("restart", |costs| &costs.restart)];
    let figure = |part: &str, metric, unit, read: &dyn Fn(&Costs) -> f64| {
        let [ours, peer] = [ours, peers].map(|all| median(all.iter().map(read).collect()));
        let case = |whose: &str| format!("{modules} modules, {part}{whose}");
        let ratio = (peer > 0.0).then_some((ours / peer, "controller-runtime"));
        Measurement { bench: "operator", case: &case(""), metric, value: ours, unit, ratio }.print();
        let case = case(", controller-runtime");
        Measurement { bench: "operator", case: &case, metric, value: peer, unit, ratio: None }.print();
    };
    let each = modules.max(1) as f64;
    for (part, of) in parts {
        figure(part, "processor time per module", "ms", &|costs| of(costs).processor.as_secs_f64() * 1e3 / each);
        figure(part, "writes of modules", "count", &|costs| of(costs).writes as f64);
        figure(part, "publications", "count", &|costs| of(costs).publications as f64);
    }
    // The end of a restart is not seen from outside: nothing is written.
    figure("first", "took", "s", &|costs| costs.first.took.as_secs_f64());
    figure("change", "took", "s", &|costs| costs.change.took.as_secs_f64());
    figure("at rest", "resident memory", "MB", &|costs| costs.resident);
    figure("at most", "resident memory", "MB", &|costs| costs.resident_max);
}
