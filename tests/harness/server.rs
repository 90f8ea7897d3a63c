//! Starting, stopping and killing the real binary.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::Failure;
use crate::canaries::Canaries;
use crate::collector::Collector;
use crate::person::Person;

/// How long a start may take before the test gives up: far more than it ever needs.
const START_MAX: Duration = Duration::from_mins(1);

/// What a city of a test logs: all that we can say, and of others what is amiss.
const LOGGED: &str = "warn,cityhall=trace";

/// How often a city of a test sends spans, in milliseconds: what is younger is lost when it is killed.
const SENT_EVERY: &str = "200";

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
    /// Where it sends its spans; to the collector of the tests when absent.
    pub collector: Option<&'a str>,
    /// Whether it is measured: it tells of its work no more than a city does that nobody looks into, and what its
    /// people send is not looked for.
    pub is_measured: bool,
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
    canaries: Arc<Canaries>,
    told: Told,
}

/// Where a city tells of its work.
struct Told {
    /// What it calls itself before the collector of spans.
    sender: String,
    log: tempfile::NamedTempFile,
    /// Whether it was looked at, or never will be.
    is_looked_at: bool,
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
        serve.arg("serve").arg("--dev").arg("--city").arg(&folder).arg("--data").arg(&data);
        if let Some(fonts) = options.fonts {
            serve.arg("--fonts").arg(fonts);
        }
        if let Some(collector) = options.collector {
            serve.args(["--otlp-endpoint", collector]);
        }
        let canaries = Arc::<Canaries>::default();
        canaries.publishes_folder(&folder);
        Self::listening(serve, data, own_data, canaries, Told::begin(options.is_measured)?).await
    }

    /// Starts a city outside development: with this key, and with manifests from this publisher.
    ///
    /// # Errors
    /// When it does not say that it listens.
    pub async fn start_production(data: &Path, key: &Path, publisher: &Path) -> Result<Self, Failure> {
        Self::start_production_with(data, key, publisher, &[], false).await
    }

    /// The same, with more arguments, and perhaps to be measured, as [`Options::is_measured`] says.
    ///
    /// # Errors
    /// When it does not say that it listens.
    pub async fn start_production_with(
        data: &Path,
        key: &Path,
        publisher: &Path,
        more: &[&str],
        is_measured: bool,
    ) -> Result<Self, Failure> {
        let mut serve = Command::new(binary()?);
        serve.arg("serve").arg("--data").arg(data).arg("--key").arg(key).arg("--publisher").arg(publisher).args(more);
        Self::listening(serve, data.to_owned(), None, Arc::default(), Told::begin(is_measured)?).await
    }

    /// Starts what serves, on a free port, and waits until it listens.
    async fn listening(
        mut serve: Command,
        data: PathBuf,
        own_data: Option<tempfile::TempDir>,
        canaries: Arc<Canaries>,
        told: Told,
    ) -> Result<Self, Failure> {
        serve.args(["--listen", "127.0.0.1:0"]);
        if told.is_looked_at {
            serve.env_remove("RUST_LOG");
        } else {
            // An argument wins over the environment.
            serve.env("OTEL_EXPORTER_OTLP_ENDPOINT", Collector::shared()?.endpoint(&told.sender));
            serve.env("RUST_LOG", LOGGED).env("OTEL_BSP_SCHEDULE_DELAY", SENT_EVERY);
        }
        serve.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(told.log.reopen()?);
        let mut child = serve.kill_on_drop(true).spawn()?;
        let stdout = child.stdout.take().ok_or("no standard output")?;
        let mut lines = BufReader::new(stdout).lines();
        let listening = async {
            while let Some(line) = lines.next_line().await? {
                if let Some(address) = line.strip_prefix("listening on ") {
                    return Ok::<_, Failure>(address.to_owned());
                }
            }
            Err(format!("the city did not start:\n{}", told.log()?).into())
        };
        let address = tokio::time::timeout(START_MAX, listening).await??;
        // Read to its end, so that the city never blocks on a full one.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let client = reqwest::Client::builder().timeout(Duration::from_mins(1)).build()?;
        Ok(Self { child, address, data, client, own_data, canaries, told })
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

    /// What its people send.
    #[must_use]
    pub fn canaries(&self) -> &Arc<Canaries> {
        &self.canaries
    }

    /// What it calls itself before the shared [`Collector`].
    #[must_use]
    pub fn sender(&self) -> &str {
        &self.told.sender
    }

    /// What it has logged so far.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn log(&self) -> Result<String, Failure> {
        self.told.log()
    }

    /// Somebody with this token.
    #[must_use]
    pub fn bearer(&self, token: &str) -> Person {
        self.anonymous().bearing(token)
    }

    /// Somebody without a token.
    #[must_use]
    pub fn anonymous(&self) -> Person {
        Person::anonymous(&self.address, &self.client, &self.canaries)
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
        let metrics = self.metrics()?;
        let killed = Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        if !killed.success() {
            return Err("failed to send SIGTERM".into());
        }
        let status = tokio::time::timeout(START_MAX, self.child.wait()).await??;
        if !status.success() {
            return Err(format!("the city ended with {status}").into());
        }
        self.look(&metrics)?;
        Ok((self.data.clone(), self.own_data.take()))
    }

    /// Ends the city as a power cut does: SIGKILL.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub async fn kill(mut self) -> Result<(), Failure> {
        let metrics = self.metrics().unwrap_or_default();
        self.child.kill().await?;
        self.look(&metrics)
    }

    /// Its metrics. Blocks, so that it can be asked wherever a city ends.
    fn metrics(&self) -> Result<String, Failure> {
        let mut stream = TcpStream::connect(self.address.trim_start_matches("http://"))?;
        stream.set_read_timeout(Some(START_MAX))?;
        stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: city\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    /// Looks for what its people sent in everything that it has told and kept.
    fn look(&mut self, metrics: &str) -> Result<(), Failure> {
        if std::mem::replace(&mut self.told.is_looked_at, true) {
            return Ok(());
        }
        let spans = Collector::shared()?.bytes(&self.told.sender).concat();
        let (log, metrics) = (self.told.log()?.into_bytes(), metrics.as_bytes().to_vec());
        let mut found = self.canaries.kept_in(&self.data);
        for (place, bytes) in [("log", log), ("spans", spans), ("metrics", metrics)] {
            let told = self.canaries.told_in(&bytes);
            found.extend(told.into_iter().map(|value| format!("{place}: {value}")));
        }
        let stands = found.join("\n");
        if found.is_empty() { Ok(()) } else { Err(format!("what people sent stands in the clear:\n{stands}").into()) }
    }
}

impl Told {
    fn begin(is_measured: bool) -> Result<Self, Failure> {
        static CITIES: AtomicU64 = AtomicU64::new(0);
        let sender = format!("city-{}", CITIES.fetch_add(1, Ordering::Relaxed));
        Ok(Self { sender, log: tempfile::NamedTempFile::new()?, is_looked_at: is_measured })
    }

    fn log(&self) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&std::fs::read(self.log.path())?).into_owned())
    }
}

/// A city whose test does not end it is looked at all the same.
impl Drop for City {
    fn drop(&mut self) {
        if self.told.is_looked_at || std::thread::panicking() {
            return;
        }
        let metrics = self.metrics().unwrap_or_default();
        // It has ended already, or does now.
        let _ = self.child.start_kill();
        let looked_at = self.look(&metrics);
        assert!(looked_at.is_ok(), "{looked_at:?}");
    }
}
