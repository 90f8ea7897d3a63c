//! `cityhall rebuild`: every view anew from the events, compared with what served, and swapped.

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use cityhall_engine::views::Views;
use cityhall_eventstore::SqliteStore;
use cityhall_eventstore::sqlite::OpenMode;

/// Rebuilds the views of a city that does not run.
pub(crate) fn run(data: &Path) -> Result<ExitCode, String> {
    crate::serve::runtime()?.block_on(rebuild(data))
}

async fn rebuild(data: &Path) -> Result<ExitCode, String> {
    // As a writer, so that no city serves from the views while they are replaced.
    let store = SqliteStore::open(data, OpenMode::Writer).await.map_err(|error| error.to_string())?;
    let views =
        Views::open_in(store.clone(), data).await.map_err(|error| format!("failed to open the views: {error}"))?;
    let told = AtomicU64::new(0);
    let rebuilt = views.rebuild(|done, total| tell(&told, done, total)).await;
    views.close().await;
    store.close().await.map_err(|error| error.to_string())?;
    let rebuilt = rebuilt.map_err(|error| format!("failed to rebuild: {error}"))?;
    for difference in &rebuilt.differences {
        println!("{:?}: {} {}", difference.kind, difference.view, difference.row);
    }
    if let Some(reason) = &rebuilt.not_compared {
        println!("not compared with what served: {reason}");
    }
    let rows: u64 = rebuilt.views.iter().map(|view| view.rows).sum();
    println!(
        "rebuilt {} views, {rows} rows at position {}; {} rows differed",
        rebuilt.views.len(),
        rebuilt.position.0,
        rebuilt.different()
    );
    Ok(ExitCode::SUCCESS)
}

/// One line for each tenth of the way.
fn tell(told: &AtomicU64, done: u64, total: u64) {
    let tenth = (done * 10).checked_div(total).unwrap_or(10);
    if told.fetch_max(tenth, Ordering::Relaxed) < tenth {
        eprintln!("{done} of {total} events");
    }
}
