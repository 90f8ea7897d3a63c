//! The program that is measured: the operator, or its peer.

use std::fmt;
use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use cityhall_tests::Failure;
use cityhall_tests::cluster::find;
use cityhall_tests::operated::{Operated, Operator};
use procfs::process::Process;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

/// How long anything may take.
const WITHIN: Duration = Duration::from_mins(20);

/// How long nothing may happen before a program counts as quiet.
const QUIET_FOR: Duration = Duration::from_secs(2);

/// What a quiet program uses in that time: it still renews its lease and is asked for its metrics.
const QUIET_MAX: Duration = Duration::from_millis(40);

/// Which program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Ours,
    Peer,
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ours => "operator",
            Self::Peer => "controller-runtime",
        })
    }
}

/// A program that runs.
pub(super) struct Subject {
    program: Program,
    process: Process,
    /// Where its metrics are told.
    metrics: String,
}

enum Program {
    Ours(Operator),
    Peer(Child),
}

impl Subject {
    /// Starts one in a namespace, with the operator's rights, beside what answers as its city.
    pub(super) async fn start(which: Which, it: &Operated, city: &str) -> Result<Self, Failure> {
        match which {
            Which::Ours => {
                let operator = it.operator_of("measured", city).await?;
                let process = process(operator.id())?;
                let metrics = format!("{}/metrics", operator.address);
                Ok(Self { program: Program::Ours(operator), process, metrics })
            }
            Which::Peer => {
                let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.to_string();
                let mut command = Command::new(find("operator-go")?);
                command.args(["-namespace", &it.namespace, "-city-url", city, "-metrics", &address]);
                command.arg("-token").arg(it.token()).env("KUBECONFIG", it.kubeconfig());
                let child = command.stdin(Stdio::null()).kill_on_drop(true).spawn()?;
                let process = process(child.id())?;
                Ok(Self { program: Program::Peer(child), process, metrics: format!("http://{address}/metrics") })
            }
        }
    }

    /// Ends it at once.
    pub(super) async fn kill(self) -> Result<(), Failure> {
        match self.program {
            Program::Ours(operator) => operator.kill().await,
            Program::Peer(mut child) => Ok(child.kill().await?),
        }
    }

    /// The processor time that it has used, of its own and the kernel's for it; in steps of 10 ms.
    pub(super) fn processor(&self) -> Result<Duration, Failure> {
        let stat = self.process.stat()?;
        #[expect(clippy::cast_precision_loss, reason = "ticks of a run are far below 2^52")]
        let seconds = (stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64;
        Ok(Duration::from_secs_f64(seconds))
    }

    /// The memory that it has, and the most that it ever had, in MB.
    pub(super) fn memory(&self) -> Result<(f64, f64), Failure> {
        let status = self.process.status()?;
        #[expect(clippy::cast_precision_loss, reason = "memory of a machine is far below 2^52 KB")]
        let mb = |kb: Option<u64>| kb.map(|kb| kb as f64 / 1024.0).ok_or("the kernel tells no memory");
        Ok((mb(status.vmrss)?, mb(status.vmhwm)?))
    }

    /// Waits until it does nothing any more.
    pub(super) async fn until_quiet(&self) -> Result<(), Failure> {
        let begun = Instant::now();
        loop {
            let before = self.processor()?;
            sleep(QUIET_FOR).await;
            if self.processor()?.saturating_sub(before) <= QUIET_MAX {
                return Ok(());
            }
            if begun.elapsed() > WITHIN {
                return Err("it does not come to rest".into());
            }
        }
    }

    /// Waits until it has looked at so many modules.
    pub(super) async fn until_reconciled(&self, modules: usize) -> Result<(), Failure> {
        let begun = Instant::now();
        loop {
            let text = reqwest::get(&self.metrics).await;
            let text = match text {
                Ok(answer) => answer.text().await?,
                // It does not listen yet.
                Err(_) => String::new(),
            };
            if self.reconciled(&text) >= modules {
                return Ok(());
            }
            if begun.elapsed() > WITHIN {
                return Err(format!("it does not look at {modules} modules:\n{text}").into());
            }
            sleep(Duration::from_millis(200)).await;
        }
    }

    /// How many reconciliations of modules its metrics tell.
    fn reconciled(&self, metrics: &str) -> usize {
        let (name, module) = match self.program {
            Program::Ours(_) => ("cityhall_operator_reconciles_total{", "kind=\"ServiceModule\""),
            Program::Peer(_) => ("controller_runtime_reconcile_total{", "controller=\"servicemodule\""),
        };
        let lines = metrics.lines().filter(|line| line.starts_with(name) && line.contains(module));
        lines.filter_map(|line| line.rsplit_once(' ')?.1.parse::<usize>().ok()).sum()
    }
}

fn process(id: Option<u32>) -> Result<Process, Failure> {
    Ok(Process::new(i32::try_from(id.ok_or("it has ended already")?)?)?)
}
