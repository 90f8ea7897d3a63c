//! `cityhall schema`: the GraphQL schema that an audience of a city sees, from the manifests alone.
//! The manifests are published into a store that is thrown away, so that what is printed is what
//! would be served.

use std::path::Path;
use std::process::ExitCode;

use cityhall_engine::access::DevelopmentIdentity;
use cityhall_engine::{Audience, Engine};
use cityhall_eventstore::SqliteStore;
use cityhall_eventstore::sqlite::OpenMode;

use crate::arguments::AudienceName;
use crate::folder::Folder;
use crate::publisher::Publisher;

/// Prints the schema; problems of manifests go to standard error, and then the exit code is 1.
pub(crate) fn run(city: &Path, audience: AudienceName) -> Result<ExitCode, String> {
    let folder = Folder::read(city)?;
    let home = tempfile::tempdir().map_err(|error| format!("failed to make a temporary folder: {error}"))?;
    crate::serve::runtime()?.block_on(print(&folder, home.path(), audience.into()))
}

async fn print(folder: &Folder, data: &Path, audience: Audience) -> Result<ExitCode, String> {
    let store = SqliteStore::open(data, OpenMode::Writer).await.map_err(|error| error.to_string())?;
    let identity = DevelopmentIdentity::open(data).map_err(|error| error.to_string())?;
    let engine = Engine::open(store.clone(), crate::serve::config(data, None, Some(&identity))).await;
    let engine = engine.map_err(|error| error.to_string())?;
    let findings = Publisher::new().publish(&engine, folder).await;
    for finding in &findings {
        eprintln!("{finding}");
    }
    let catalog = engine.catalog().borrow().clone();
    let sdl =
        cityhall_graphql_api::sdl(catalog, audience).map_err(|error| format!("failed to build the schema: {error}"));
    engine.close().await;
    store.close().await.map_err(|error| error.to_string())?;
    print!("{}", sdl?);
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
