//! A `PostgreSQL` of our own: in a folder that goes with it, on a socket in that folder and on no port, as a user who is
//! not root; with what a fresh installation is set to.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use cityhall_tests::Failure;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

/// How long a start or an end may take.
const WITHIN: Duration = Duration::from_mins(1);

/// Who runs it where we are root, which it refuses to be.
const OWNER: &str = "postgres";

/// One that runs.
pub(super) struct Postgres {
    child: Child,
    folder: TempDir,
}

impl Postgres {
    /// Makes an empty one and starts it.
    pub(super) async fn start() -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let is_root = output(Command::new("id").arg("-u")).await?.trim() == "0";
        if is_root {
            output(Command::new("chown").arg(OWNER).arg(folder.path())).await?;
        }
        let data = folder.path().join("data");
        let made = ["--username", "postgres", "--auth", "trust", "--no-sync", "--encoding", "UTF8"];
        output(owned(&program("initdb")?, is_root).arg("--pgdata").arg(&data).args(made)).await?;
        let mut server = owned(&program("postgres")?, is_root);
        server.arg("-D").arg(&data).args(["-c", "listen_addresses=", "-k"]).arg(folder.path());
        let log = fs::File::create(folder.path().join("log"))?;
        let child = server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).kill_on_drop(true).spawn()?;
        let started = Self { child, folder };
        timeout(WITHIN, started.until_ready()).await.map_err(|_| "PostgreSQL did not start")?;
        Ok(started)
    }

    async fn until_ready(&self) {
        while self.ask("postgres", &["--command", "SELECT 1"]).await.is_err() {
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Makes a database and what a file of SQL says in it, with its variables.
    pub(super) async fn create(&self, database: &str, sql: &Path, variables: &[&str]) -> Result<(), Failure> {
        self.ask("postgres", &["--command", &format!("CREATE DATABASE {database}")]).await?;
        let sql = sql.to_str().ok_or("the path is not text")?;
        let set = variables.iter().flat_map(|variable| ["--set", *variable]);
        self.ask(database, &["--file", sql].into_iter().chain(set).collect::<Vec<_>>()).await
    }

    /// Where a file can lie that the server reads.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// How clients name a database.
    pub(super) fn url(&self, database: &str) -> String {
        format!("postgresql://postgres@/{database}?host={}", self.folder.path().display())
    }

    /// The process that all its others come from.
    pub(super) fn process(&self) -> Result<u32, Failure> {
        self.child.id().ok_or_else(|| "PostgreSQL has ended already".into())
    }

    async fn ask(&self, database: &str, arguments: &[&str]) -> Result<(), Failure> {
        let mut psql = Command::new("psql");
        psql.arg(self.url(database)).args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]).args(arguments);
        output(&mut psql).await.map(drop)
    }

    /// Ends it, by its process and in good order.
    pub(super) async fn stop(mut self) -> Result<(), Failure> {
        output(Command::new("kill").args(["-INT", &self.process()?.to_string()])).await?;
        timeout(WITHIN, self.child.wait()).await.map_err(|_| "PostgreSQL did not end")??;
        Ok(())
    }
}

/// The newest of the installed ones; Debian has a folder for each version.
fn program(name: &str) -> Result<PathBuf, Failure> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for version in fs::read_dir("/usr/lib/postgresql").into_iter().flatten() {
        let version = version?;
        let path = version.path().join("bin").join(name);
        if path.exists() {
            found.push((version.file_name().to_str().and_then(|text| text.parse().ok()).unwrap_or_default(), path));
        }
    }
    found.sort();
    Ok(found.pop().map_or_else(|| PathBuf::from(name), |(_, path)| path))
}

fn owned(program: &Path, is_root: bool) -> Command {
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([&format!("--reuid={OWNER}"), &format!("--regid={OWNER}"), "--init-groups"]).arg(program);
    // It may not enter the folder that root stands in.
    command.current_dir("/");
    command
}

async fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).output().await?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    Err(format!("failed: {command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}
