//! `cityhall serve`: one city on one machine, from a folder of manifests or from a publisher.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use cityhall_crds::explain::Explanation;
use cityhall_domain::module::Module;
use cityhall_domain::name::DepartmentName;
use cityhall_domain::text::{Language, Text};
use cityhall_engine::access::DevelopmentIdentity;
use cityhall_engine::{Config, Engine, KeyEncryptionKey, LocalKey, Mode, TrustedPublisher};
use cityhall_eventstore::SqliteStore;
use cityhall_eventstore::sqlite::OpenMode;
use cityhall_graphql_api::Api;
use cityhall_graphql_api::limits::{Limits, TrustedProxies};
use cityhall_telemetry::Telemetry;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::arguments::{Serve, Telling};
use crate::folder::Folder;
use crate::fonts;
use crate::publisher::Publisher;
use crate::watch::FolderWatch;

/// Serves until SIGTERM or Ctrl-C; then drains and ends well.
pub(crate) fn run(arguments: &Serve) -> Result<ExitCode, String> {
    let telemetry = telling("cityhall", "warn", &arguments.telling)?;
    check_mode(arguments)?;
    allow_connections();
    let ended = runtime()?.block_on(serve(arguments));
    telemetry.stop();
    ended.map(|()| ExitCode::SUCCESS)
}

/// Begins to log to standard error what `RUST_LOG` asks for, `usual` where it asks for nothing, and to send spans to
/// whoever collects them.
pub(crate) fn telling(service: &'static str, usual: &str, telling: &Telling) -> Result<Telemetry, String> {
    let endpoint = telling.otlp_endpoint.as_deref().map(str::trim).filter(|endpoint| !endpoint.is_empty());
    let options = cityhall_telemetry::Options { service, logged: usual, endpoint, share: telling.otlp_share };
    Telemetry::start(options).map_err(|error| error.to_string())
}

/// As many files as this process may have at all: each connection is one.
fn allow_connections() {
    let allowed = getrlimit(Resource::Nofile);
    let wanted = Rlimit { current: allowed.maximum, maximum: allowed.maximum };
    if let Err(error) = setrlimit(Resource::Nofile, wanted) {
        tracing::warn!(%error, "the number of open files stays as it was: {:?}", allowed.current);
    }
}

/// The runtime of every command that waits for something.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("failed to start the runtime: {error}"))
}

/// Development mode gives a token to anybody: never where others can reach it.
fn check_mode(arguments: &Serve) -> Result<(), String> {
    if arguments.dev && !arguments.listen.ip().is_loopback() {
        return Err(format!(
            "--dev gives a token to anybody: it listens on loopback addresses only, not on {}",
            arguments.listen.ip()
        ));
    }
    if !arguments.dev && arguments.key.is_none() {
        return Err("outside development the key that wraps all others must be given: --key FILE".to_owned());
    }
    if arguments.dev && std::env::var_os("KUBERNETES_SERVICE_HOST").is_some() {
        return Err("--dev gives a token to anybody: it does not run in a cluster".to_owned());
    }
    Ok(())
}

async fn serve(arguments: &Serve) -> Result<(), String> {
    // The process's one provider of TLS, for issuers that are asked for their keys. Nothing was there before.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    // Before anything else: whoever reads that the city listens may end it at once.
    let asked_to_stop = asked_to_stop()?;
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let mut manifests = arguments.city.as_deref().map(Manifests::open).transpose()?;
    let mut trust = arguments.publisher.as_deref().map(Trust::open).transpose()?;
    let kek = arguments.key.as_deref().map(LocalKey::read).transpose().map_err(|error| said(&error))?;
    let store = SqliteStore::open(&arguments.data, OpenMode::Writer).await.map_err(|error| said(&error))?;
    let identity = if arguments.dev { Some(DevelopmentIdentity::open(&arguments.data)) } else { None };
    let identity = identity.transpose().map_err(|error| said(&error))?;
    let config = config(&arguments.data, kek, identity.as_ref());
    let engine = Engine::open(store.clone(), config).await.map_err(|error| said(&error))?;
    if let Some(manifests) = &mut manifests {
        manifests.publish(&engine).await;
    }
    if let Some(trust) = &trust {
        trust.tell(&engine);
    }

    let fonts = fonts::find(arguments.fonts.as_deref());
    if fonts.is_none() {
        eprintln!(
            "no font shows Chinese, so that notices are not made into documents: install one, such as Noto Serif CJK, or name its folder with --fonts"
        );
    }
    let limits = if arguments.dev { Limits::DEVELOPMENT } else { Limits::PRODUCTION };
    let api = Api::open(engine.clone(), identity, fonts, draw_workflow, limits)
        .map_err(|error| format!("failed to build the schema: {error}"))?;
    let listener = TcpListener::bind(arguments.listen)
        .await
        .map_err(|error| format!("failed to listen on {}: {error}", arguments.listen))?;
    let address = listener.local_addr().map_err(|error| format!("failed to listen: {error}"))?;
    welcome(address, arguments.dev);

    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let watching = tokio::spawn({
        let engine = engine.clone();
        async move {
            loop {
                tokio::select! {
                    _ = stopped.changed() => return,
                    () = changed(manifests.as_mut().map(|manifests| &mut manifests.watch)) => {
                        if let Some(manifests) = &mut manifests {
                            manifests.publish_again(&engine).await;
                        }
                    }
                    () = changed(trust.as_mut().map(|trust| &mut trust.watch)) => {
                        if let Some(trust) = &mut trust {
                            trust.tell_again(&engine);
                        }
                    }
                }
            }
        }
    });
    api.serve(listener, TrustedProxies::new(arguments.trusted_proxy.clone()), asked_to_stop).await;
    stop.send_replace(true);
    let watched = watching.await;
    api.close().await;
    engine.close().await;
    store.close().await.map_err(|error| said(&error))?;
    watched.map_err(|error| format!("the watch of the files failed: {error}"))
}

/// The picture of a module's workflow, as `cityhall explain` draws it.
fn draw_workflow(module: &Module, departments: &BTreeMap<DepartmentName, Text>, language: Language) -> String {
    Explanation { module, departments, language }.svg()
}

/// Waits for a change of what is watched; for ever where nothing is, or nothing can change any more.
async fn changed(watch: Option<&mut FolderWatch>) {
    let has_changed = match watch {
        Some(watch) => watch.changed().await.is_some(),
        None => false,
    };
    if !has_changed {
        std::future::pending::<()>().await;
    }
}

/// In development mode the identity provider is the city's; outside it the key is.
pub(crate) fn config(data: &Path, kek: Option<LocalKey>, identity: Option<&DevelopmentIdentity>) -> Config {
    Config {
        data: data.to_owned(),
        mode: if identity.is_some() { Mode::Development } else { Mode::Production },
        language: cityhall_crds::LANGUAGE,
        lower: cityhall_crds::lower,
        prove: cityhall_crds::prove,
        kek: kek.map(|kek| Arc::new(kek) as Arc<dyn KeyEncryptionKey>),
        development_issuer: identity.map(DevelopmentIdentity::issuer),
    }
}

/// A folder of manifests that is published, again whenever it changes.
struct Manifests {
    folder: Folder,
    watch: FolderWatch,
    publisher: Publisher,
}

impl Manifests {
    fn open(root: &Path) -> Result<Self, String> {
        // Watched before it is read, so that no change between the two is lost.
        let watch = FolderWatch::begin(root)?;
        Ok(Self { folder: Folder::read(root)?, watch, publisher: Publisher::new() })
    }

    async fn publish_again(&mut self, engine: &Engine) {
        match self.folder.read_again() {
            Ok(true) => self.publish(engine).await,
            Ok(false) => {}
            Err(error) => eprintln!("{error}"),
        }
    }

    /// Publishes what the folder says and prints every problem where its author looks.
    async fn publish(&mut self, engine: &Engine) {
        let findings = self.publisher.publish(engine, &self.folder).await;
        for finding in &findings {
            eprintln!("{finding}");
        }
        if !findings.is_empty() {
            eprintln!("{} problems; what was good before serves on", findings.len());
        }
    }
}

/// The file that says who may publish.
struct Trust {
    file: PathBuf,
    watch: FolderWatch,
    publisher: TrustedPublisher,
}

impl Trust {
    fn open(file: &Path) -> Result<Self, String> {
        // The folder, not the file: a mounted one is replaced by changing a link beside it.
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let watch = FolderWatch::begin(folder)?;
        Ok(Self { file: file.to_owned(), watch, publisher: Self::read(file)? })
    }

    fn read(file: &Path) -> Result<TrustedPublisher, String> {
        let text = std::fs::read(file).map_err(|error| format!("failed to read {}: {error}", file.display()))?;
        serde_json::from_slice(&text).map_err(|error| format!("{} names no publisher: {error}", file.display()))
    }

    fn tell(&self, engine: &Engine) {
        engine.trust(self.publisher.clone());
    }

    fn tell_again(&mut self, engine: &Engine) {
        match Self::read(&self.file) {
            Ok(publisher) if publisher == self.publisher => {}
            Ok(publisher) => {
                self.publisher = publisher;
                self.tell(engine);
            }
            Err(error) => eprintln!("{error}; the publisher of before is honoured"),
        }
    }
}

fn welcome(address: SocketAddr, is_development: bool) {
    println!("listening on http://{address}");
    println!("  try it          http://{address}/");
    println!("  write queries   http://{address}/graphiql");
    println!("  the schema      http://{address}/schema.graphql");
    if is_development {
        println!("development mode: anybody can be anybody, see POST /dev/token");
    }
}

/// Listens for SIGTERM and Ctrl-C from now on; what it gives waits for the first of them.
pub(crate) fn asked_to_stop() -> Result<impl Future<Output = ()> + Send, String> {
    let failed = |error: std::io::Error| format!("failed to listen for signals: {error}");
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
