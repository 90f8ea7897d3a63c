//! `cityhall serve`: one city, from a folder of manifests, on one machine.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use cityhall_engine::access::DevelopmentIdentity;
use cityhall_engine::{Config, Engine, Issuer, Mode};
use cityhall_eventstore::SqliteStore;
use cityhall_eventstore::sqlite::OpenMode;
use cityhall_graphql_api::Api;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::arguments::Serve;
use crate::folder::Folder;
use crate::publisher::Publisher;
use crate::watch::FolderWatch;

/// Serves until SIGTERM or Ctrl-C; then drains and ends well.
pub(crate) fn run(arguments: &Serve) -> Result<ExitCode, String> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    check_mode(arguments)?;
    runtime()?.block_on(serve(arguments))?;
    Ok(ExitCode::SUCCESS)
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
    if arguments.dev && std::env::var_os("KUBERNETES_SERVICE_HOST").is_some() {
        return Err("--dev gives a token to anybody: it does not run in a cluster".to_owned());
    }
    if !arguments.dev {
        return Err(
            "outside development a key-encryption key is required, and no source for one exists yet: use --dev"
                .to_owned(),
        );
    }
    Ok(())
}

async fn serve(arguments: &Serve) -> Result<(), String> {
    let mut folder = Folder::read(&arguments.city)?;
    let mut watch = FolderWatch::begin(&arguments.city)?;
    let store = SqliteStore::open(&arguments.data, OpenMode::Writer).await.map_err(|error| error.to_string())?;
    let identity = DevelopmentIdentity::open(&arguments.data).map_err(|error| error.to_string())?;
    let config = config(&arguments.data, identity.issuer());
    let engine = Engine::open(store.clone(), config).await.map_err(|error| error.to_string())?;
    let mut publisher = Publisher::new(engine.clone());
    report(&mut publisher, &folder).await;

    let api =
        Api::open(engine.clone(), Some(identity)).map_err(|error| format!("failed to build the schema: {error}"))?;
    let listener = TcpListener::bind(arguments.listen)
        .await
        .map_err(|error| format!("failed to listen on {}: {error}", arguments.listen))?;
    let address = listener.local_addr().map_err(|error| format!("failed to listen: {error}"))?;
    welcome(address);

    let (stop, stopped) = tokio::sync::watch::channel(false);
    let watching = tokio::spawn(async move {
        let mut stopped = stopped;
        loop {
            tokio::select! {
                _ = stopped.changed() => return,
                changed = watch.changed() => if changed.is_none() { return },
            }
            match folder.read_again() {
                Ok(true) => report(&mut publisher, &folder).await,
                Ok(false) => {}
                Err(error) => eprintln!("{error}"),
            }
        }
    });
    let served = axum::serve(listener, api.router()).with_graceful_shutdown(asked_to_stop()).await;
    stop.send_replace(true);
    let watched = watching.await;
    api.close().await;
    engine.close().await;
    store.close().await.map_err(|error| error.to_string())?;
    served.map_err(|error| format!("failed to serve: {error}"))?;
    watched.map_err(|error| format!("the watch of the folder failed: {error}"))
}

pub(crate) fn config(data: &Path, development_issuer: Issuer) -> Config {
    Config {
        data: data.to_owned(),
        mode: Mode::Development,
        language: cityhall_crds::LANGUAGE,
        lower: cityhall_crds::lower,
        prove: cityhall_crds::prove,
        kek: None,
        development_issuer: Some(development_issuer),
    }
}

/// Publishes what the folder says and prints every problem where its author looks.
async fn report(publisher: &mut Publisher, folder: &Folder) {
    let findings = publisher.publish(folder).await;
    for finding in &findings {
        eprintln!("{finding}");
    }
    if !findings.is_empty() {
        eprintln!("{} problems; what was good before serves on", findings.len());
    }
}

fn welcome(address: SocketAddr) {
    println!("listening on http://{address}");
    println!("  try it          http://{address}/");
    println!("  write queries   http://{address}/graphiql");
    println!("  the schema      http://{address}/schema.graphql");
    println!("development mode: anybody can be anybody, see POST /dev/token");
}

/// Waits for SIGTERM or Ctrl-C.
async fn asked_to_stop() {
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(error) => {
            tracing::error!(%error, "failed to listen for SIGTERM; only Ctrl-C stops the city");
            // Without a handler SIGTERM ends the process by itself, which loses nothing.
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}
