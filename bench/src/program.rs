//! A program that is measured: a process of its own that says where it listens.

use std::process::Stdio;
use std::time::Duration;

use cityhall_tests::Failure;
use procfs::process::{Process, Stat};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long a start may take.
const START_MAX: Duration = Duration::from_mins(2);

/// A program that runs. Dies with this value.
pub(crate) struct Program {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub(crate) address: String,
}

impl Program {
    /// Starts one and waits until it says `listening on ADDRESS`.
    pub(crate) async fn start(mut command: Command) -> Result<Self, Failure> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| format!("failed to start {command:?}: {error}"))?;
        let stdout = child.stdout.take().ok_or("no standard output")?;
        let mut lines = BufReader::new(stdout).lines();
        let listening = async {
            while let Some(line) = lines.next_line().await? {
                if let Some(address) = line.strip_prefix("listening on ") {
                    return Ok::<_, Failure>(address.to_owned());
                }
            }
            Err(format!("{command:?} ended before it listened").into())
        };
        let address = tokio::time::timeout(START_MAX, listening).await??;
        // The pipe is read to its end, so that the program never blocks on a full one.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, address })
    }

    /// Its process, while it runs.
    pub(crate) fn process(&self) -> Result<u32, Failure> {
        self.child.id().ok_or_else(|| "it has ended already".into())
    }

    /// Ends it.
    pub(crate) async fn stop(mut self) -> Result<(), Failure> {
        Ok(self.child.kill().await?)
    }
}

/// The processor time that processes and all that they have started have used, of their own and the kernel's for
/// them; in steps of 10 ms.
pub(crate) fn processor(of: &[u32]) -> Result<Duration, Failure> {
    let all: Vec<Stat> = procfs::process::all_processes()?.filter_map(|process| process.ok()?.stat().ok()).collect();
    let mut family: Vec<i32> = of.iter().map(|id| i32::try_from(*id)).collect::<Result<_, _>>()?;
    let mut ticks = 0;
    while let Some(id) = family.pop() {
        // What has ended was waited for by its parent, whose record has it.
        let Some(stat) = all.iter().find(|stat| stat.pid == id) else { continue };
        let waited = u64::try_from(stat.cutime + stat.cstime).unwrap_or_default();
        ticks += stat.utime + stat.stime + waited;
        family.extend(all.iter().filter(|child| child.ppid == id).map(|child| child.pid));
    }
    #[expect(clippy::cast_precision_loss, reason = "ticks of a run are far below 2^52")]
    let seconds = ticks as f64 / procfs::ticks_per_second() as f64;
    Ok(Duration::from_secs_f64(seconds))
}

/// The memory that a process has, in MB.
pub(crate) fn resident(id: u32) -> Result<f64, Failure> {
    let kb = Process::new(i32::try_from(id)?)?.status()?.vmrss.ok_or("the kernel tells no memory")?;
    #[expect(clippy::cast_precision_loss, reason = "memory of a machine is far below 2^52 KB")]
    let mb = kb as f64 / 1024.0;
    Ok(mb)
}
