//! Durable appends per second of events of about 400 bytes, beside the floor: the same bytes into a
//! bare file, with one fdatasync per group. `cargo run --example appends -- FOLDER`; FOLDER must lie
//! on the disk in question. One JSON object a line.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cityhall_eventstore::sqlite::OpenMode;
use cityhall_eventstore::{EventStore, Expected, NewEvent, SqliteStore};
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const MEASURED: Duration = Duration::from_secs(4);

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = std::env::args_os().nth(1).ok_or("name a folder on the disk to measure")?;
    let folder = Path::new(&folder);
    let store = SqliteStore::open(&folder.join("store"), OpenMode::Writer).await?;
    for appenders in [1, 16, 256] {
        let floor = to_a_bare_file(&folder.join("floor"), appenders).await?;
        let rate = to_the_store(&store, appenders).await?;
        println!(
            r#"{{"bench":"append","case":"{appenders}","metric":"durable appends","value":{rate:.0},"unit":"1/s","ratio":{:.3},"ratio_to":"bare file, group fdatasync: {floor:.0}/s"}}"#,
            rate / floor
        );
    }
    store.close().await?;
    Ok(())
}

fn event(number: u64) -> NewEvent {
    NewEvent {
        id: Uuid::from_u64_pair(1, number),
        event_type: "CaseSubmitted".to_owned(),
        schema: 1,
        recorded_at: Timestamp::UNIX_EPOCH,
        effective_at: Timestamp::UNIX_EPOCH,
        metadata: vec![b'm'; 90],
        payload: vec![b'p'; 300],
    }
}

async fn to_the_store(store: &Arc<SqliteStore>, appenders: u64) -> Outcome<f64> {
    let run = std::process::id();
    let start = Instant::now();
    let mut all = JoinSet::new();
    for appender in 0..appenders {
        let store = Arc::clone(store);
        all.spawn(async move {
            let mut appended = 0_u32;
            while start.elapsed() < MEASURED {
                // A case of twenty events, then the next case.
                let stream = format!("case-{run}-{appenders}-{appender}-{}", appended / 20);
                let expected = match appended % 20 {
                    0 => Expected::NoStream,
                    revision => Expected::Revision(cityhall_eventstore::Revision(u64::from(revision) - 1)),
                };
                store.append(&stream, expected, vec![event(u64::from(appended))]).await?;
                appended += 1;
            }
            Outcome::Ok(appended)
        });
    }
    rate(all, start).await
}

type Line = (NewEvent, oneshot::Sender<()>);

async fn to_a_bare_file(path: &Path, appenders: u64) -> Outcome<f64> {
    let file = File::create(path)?;
    let (requests, queue) = mpsc::channel::<Line>(1024);
    let writer = std::thread::spawn(move || write_groups(file, queue));
    let start = Instant::now();
    let mut all = JoinSet::new();
    for _ in 0..appenders {
        let requests = requests.clone();
        all.spawn(async move {
            let mut appended = 0_u32;
            while start.elapsed() < MEASURED {
                let (answer, answered) = oneshot::channel();
                requests.send((event(u64::from(appended)), answer)).await?;
                answered.await?;
                appended += 1;
            }
            Outcome::Ok(appended)
        });
    }
    let rate = rate(all, start).await;
    drop(requests);
    writer.join().map_err(|_| "the floor's writer panicked")??;
    rate
}

fn write_groups(mut file: File, mut queue: mpsc::Receiver<Line>) -> std::io::Result<()> {
    let (mut group, mut bytes) = (Vec::new(), Vec::new());
    while queue.blocking_recv_many(&mut group, 512) > 0 {
        bytes.clear();
        for (event, _) in &group {
            bytes.extend_from_slice(&event.metadata);
            bytes.extend_from_slice(&event.payload);
        }
        file.write_all(&bytes)?;
        file.sync_data()?;
        for (_, answer) in group.drain(..) {
            let _ = answer.send(());
        }
    }
    Ok(())
}

async fn rate(mut appenders: JoinSet<Outcome<u32>>, start: Instant) -> Outcome<f64> {
    let mut appended = 0.0;
    while let Some(one) = appenders.join_next().await {
        appended += f64::from(one??);
    }
    Ok(appended / start.elapsed().as_secs_f64())
}
