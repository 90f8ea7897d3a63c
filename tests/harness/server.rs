//! Starting, stopping and killing the real binary.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::Failure;
use crate::person::Person;

/// How long a start may take before the test gives up: far more than it ever needs.
const START_MAX: Duration = Duration::from_mins(1);

/// The folder of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// The binary under test: `CITYHALL_BIN`, which `cargo xtask test` sets.
///
/// # Errors
/// When it is not set: a test that cannot run says so and fails.
pub fn binary() -> Result<PathBuf, Failure> {
    std::env::var_os("CITYHALL_BIN")
        .map(PathBuf::from)
        .ok_or_else(|| "CITYHALL_BIN is not set: run `cargo xtask test`, or build cityhall-cli and set it".into())
}

/// Runs a subcommand to its end.
///
/// # Errors
/// When the binary cannot be started.
pub async fn cityhall(arguments: &[&str]) -> Result<Output, Failure> {
    let output = Command::new(binary()?).args(arguments).current_dir(repository()).stdin(Stdio::null()).output();
    Ok(tokio::time::timeout(START_MAX, output).await??)
}

/// How to start a city.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The folder of manifests; the sample city when absent.
    pub city: Option<&'a Path>,
    /// The data folder; a fresh one when absent.
    pub data: Option<&'a Path>,
    /// The folder of fonts; those of the system when absent.
    pub fonts: Option<&'a Path>,
}

/// A city that runs on a free port. Dies with this value.
pub struct City {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    /// Where its data lies.
    pub data: PathBuf,
    client: reqwest::Client,
    own_data: Option<tempfile::TempDir>,
}

impl City {
    /// Starts the sample city with fresh data.
    ///
    /// # Errors
    /// When it does not say that it listens.
    pub async fn start() -> Result<Self, Failure> {
        Self::start_with(Options::default()).await
    }

    /// Starts a city.
    ///
    /// # Errors
    /// When it does not say that it listens.
    pub async fn start_with(options: Options<'_>) -> Result<Self, Failure> {
        let own_data = if options.data.is_none() { Some(tempfile::tempdir()?) } else { None };
        let data = match (options.data, &own_data) {
            (Some(given), _) => given.to_owned(),
            (None, Some(own)) => own.path().join("data"),
            (None, None) => return Err("no data folder".into()),
        };
        let folder = options.city.map_or_else(|| repository().join("examples/qingshui"), Path::to_owned);
        let mut serve = Command::new(binary()?);
        serve.arg("serve").arg("--dev").arg("--city").arg(folder).arg("--data").arg(&data);
        if let Some(fonts) = options.fonts {
            serve.arg("--fonts").arg(fonts);
        }
        Self::listening(serve, data, own_data).await
    }

    /// Starts a city outside development: with this key, and with manifests from this publisher.
    ///
    /// # Errors
    /// When it does not say that it listens.
    pub async fn start_production(data: &Path, key: &Path, publisher: &Path) -> Result<Self, Failure> {
        Self::start_production_with(data, key, publisher, &[]).await
    }

    /// The same, with more arguments.
    ///
    /// # Errors
    /// When it does not say that it listens.
    pub async fn start_production_with(
        data: &Path,
        key: &Path,
        publisher: &Path,
        more: &[&str],
    ) -> Result<Self, Failure> {
        let mut serve = Command::new(binary()?);
        serve.arg("serve").arg("--data").arg(data).arg("--key").arg(key).arg("--publisher").arg(publisher).args(more);
        Self::listening(serve, data.to_owned(), None).await
    }

    /// Starts what serves, on a free port, and waits until it listens.
    async fn listening(
        mut serve: Command,
        data: PathBuf,
        own_data: Option<tempfile::TempDir>,
    ) -> Result<Self, Failure> {
        serve.args(["--listen", "127.0.0.1:0"]);
        serve.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = serve.kill_on_drop(true).spawn()?;
        let stdout = child.stdout.take().ok_or("no standard output")?;
        let stderr = child.stderr.take().ok_or("no standard error")?;
        let mut errors = String::new();
        let mut lines = BufReader::new(stdout).lines();
        let mut error_lines = BufReader::new(stderr).lines();
        let listening = async {
            loop {
                tokio::select! {
                    line = lines.next_line() => match line? {
                        Some(line) => if let Some(address) = line.strip_prefix("listening on ") {
                            return Ok::<_, Failure>(address.to_owned());
                        },
                        None => break,
                    },
                    Some(line) = async { error_lines.next_line().await.ok().flatten() } => {
                        errors.push_str(&line);
                        errors.push('\n');
                    }
                }
            }
            while let Ok(Some(line)) = error_lines.next_line().await {
                errors.push_str(&line);
                errors.push('\n');
            }
            Err(format!("the city did not start:\n{errors}").into())
        };
        let address = tokio::time::timeout(START_MAX, listening).await??;
        // Both pipes are read to their end, so that the city never blocks on a full one.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        tokio::spawn(async move { while let Ok(Some(_)) = error_lines.next_line().await {} });
        let client = reqwest::Client::builder().timeout(Duration::from_mins(1)).build()?;
        Ok(Self { child, address, data, client, own_data })
    }

    /// Its process, while it runs.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        self.child.id()
    }

    /// The HTTP client that everybody in this city shares.
    #[must_use]
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// Somebody with this token.
    #[must_use]
    pub fn bearer(&self, token: &str) -> Person {
        self.anonymous().bearing(token)
    }

    /// Somebody without a token.
    #[must_use]
    pub fn anonymous(&self) -> Person {
        Person::anonymous(&self.address, &self.client)
    }

    /// A resident.
    ///
    /// # Errors
    /// When the development identity provider gives no token.
    pub async fn resident(&self, subject: &str) -> Result<Person, Failure> {
        Person::with_token(self, subject, subject, &[], None).await
    }

    /// An officer of a department.
    ///
    /// # Errors
    /// When the development identity provider gives no token.
    pub async fn officer(&self, subject: &str, department: &str, roles: &[&str]) -> Result<Person, Failure> {
        Person::with_token(self, subject, subject, roles, Some(department)).await
    }

    /// Moves the law's clock forward to at least `now`; a clock that is there already stays.
    ///
    /// # Errors
    /// When the city refuses.
    pub async fn move_clock(&self, now: &str) -> Result<(), Failure> {
        let answer = self.ask_clock(&serde_json::json!({ "now": now })).await?;
        match answer.status() {
            reqwest::StatusCode::OK | reqwest::StatusCode::CONFLICT => Ok(()),
            _ => Err(format!("the clock did not move: {}", answer.text().await?).into()),
        }
    }

    /// Moves the law's clock forward by so much, ISO 8601.
    ///
    /// # Errors
    /// When the city refuses.
    pub async fn forward_clock(&self, by: &str) -> Result<(), Failure> {
        let answer = self.ask_clock(&serde_json::json!({ "forward": by })).await?;
        if answer.status().is_success() {
            return Ok(());
        }
        Err(format!("the clock did not move: {}", answer.text().await?).into())
    }

    /// The day that the law's clock shows in the zone of the cities of tests, a second from now: a clock can only be
    /// asked by moving it.
    ///
    /// # Errors
    /// When the city does not say.
    pub async fn today(&self) -> Result<jiff::civil::Date, Failure> {
        let answer: serde_json::Value = self.ask_clock(&serde_json::json!({ "forward": "PT1S" })).await?.json().await?;
        let now: jiff::Timestamp = answer["now"].as_str().ok_or("the city does not tell the time")?.parse()?;
        Ok(now.in_tz("Asia/Shanghai")?.date())
    }

    async fn ask_clock(&self, wanted: &serde_json::Value) -> Result<reqwest::Response, Failure> {
        Ok(self.client.post(format!("{}/dev/clock", self.address)).json(wanted).send().await?)
    }

    /// Ends the city as an operating system does: SIGTERM, drain, exit 0.
    ///
    /// # Errors
    /// When it does not end, or not with 0.
    pub async fn stop(mut self) -> Result<(PathBuf, Option<tempfile::TempDir>), Failure> {
        let id = self.child.id().ok_or("the city has ended already")?;
        let killed = Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        if !killed.success() {
            return Err("failed to send SIGTERM".into());
        }
        let status = tokio::time::timeout(START_MAX, self.child.wait()).await??;
        if !status.success() {
            return Err(format!("the city ended with {status}").into());
        }
        Ok((self.data.clone(), self.own_data.take()))
    }

    /// Ends the city as a power cut does: SIGKILL.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub async fn kill(mut self) -> Result<(), Failure> {
        self.child.kill().await?;
        Ok(())
    }
}
