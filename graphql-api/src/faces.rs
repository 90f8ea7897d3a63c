//! The schema of each audience, swapped whenever the city publishes something. Building and
//! dropping both happen off the request path: a schema of a thousand modules takes tens of
//! milliseconds either way.

use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use async_graphql::SDLExportOptions;
use async_graphql::dynamic::{Schema, SchemaError};
use cityhall_engine::{Audience, Catalog};
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::answer::Validator;
use crate::schema::{AUDIENCES, Face};

/// A schema as text, with the tag that changes when it does.
#[derive(Debug)]
pub struct Sdl {
    /// The schema definition language.
    pub text: String,
    /// Strong entity tag, quoted.
    pub etag: String,
}

impl Sdl {
    fn of(face: &Face) -> Self {
        let text = written(&face.schema);
        let digest = Sha256::digest(text.as_bytes());
        let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        Self { text, etag: format!("\"{hex}\"") }
    }
}

/// A schema as text.
pub(crate) fn written(schema: &Schema) -> String {
    tidied(&schema.sdl_with_options(SDLExportOptions::new().include_specified_by()))
}

/// One line end at the end, no spaces at the ends of lines, spaces instead of tabs.
fn tidied(sdl: &str) -> String {
    let lines = sdl.lines().map(|line| line.trim_end().replace('\t', "  "));
    let text = lines.collect::<Vec<_>>().join("\n");
    format!("{}\n", text.trim_end())
}

/// A schema that is served.
pub(crate) struct Served {
    pub(crate) face: Face,
    pub(crate) validator: Validator,
    sdl: OnceLock<Arc<Sdl>>,
}

impl Served {
    fn build(catalog: &Arc<Catalog>, audience: Audience) -> Result<Self, SchemaError> {
        let face = Face::build(Arc::clone(catalog), audience)?;
        Ok(Self { face, validator: Validator::new(), sdl: OnceLock::new() })
    }

    /// The schema as text, written when it is first asked for.
    pub(crate) fn sdl(&self) -> Arc<Sdl> {
        Arc::clone(self.sdl.get_or_init(|| Arc::new(Sdl::of(&self.face))))
    }
}

/// The schema of every audience.
pub(crate) struct Faces {
    slots: [ArcSwap<Served>; 4],
    changed: watch::Sender<u64>,
}

impl Faces {
    /// Builds all of them.
    ///
    /// # Errors
    /// What does not fit together.
    pub(crate) fn build(catalog: &Arc<Catalog>) -> Result<Self, SchemaError> {
        let [public, partner, staff, admin] = AUDIENCES;
        let one = |audience| Served::build(catalog, audience).map(ArcSwap::from_pointee);
        let slots = [one(public)?, one(partner)?, one(staff)?, one(admin)?];
        Ok(Self { slots, changed: watch::Sender::new(0) })
    }

    /// Tells when other schemas are served.
    pub(crate) fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// The schema of an audience.
    pub(crate) fn of(&self, audience: Audience) -> Arc<Served> {
        self.slot(audience).load_full()
    }

    fn slot(&self, audience: Audience) -> &ArcSwap<Served> {
        let [public, partner, staff, admin] = &self.slots;
        match audience {
            Audience::Public => public,
            Audience::Partner => partner,
            Audience::Staff => staff,
            Audience::Admin => admin,
        }
    }

    /// Builds all of them at the same time. Meant for a blocking thread.
    pub(crate) fn rebuild(&self, catalog: &Arc<Catalog>) {
        std::thread::scope(|scope| {
            for audience in AUDIENCES {
                scope.spawn(move || self.rebuild_one(catalog, audience));
            }
        });
        self.changed.send_modify(|times| *times += 1);
        metrics::counter!("cityhall_schema_rebuilds_total").increment(1);
    }

    /// Builds and swaps one; the old one is dropped here too.
    fn rebuild_one(&self, catalog: &Arc<Catalog>, audience: Audience) {
        match Served::build(catalog, audience) {
            Ok(served) => drop(self.slot(audience).swap(Arc::new(served))),
            Err(error) => tracing::error!(?audience, %error, "failed to build the schema; the last one serves on"),
        }
    }
}

/// The task that follows the city's catalog. Its owner joins it.
pub(crate) struct Follower {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Follower {
    /// Begins to follow.
    pub(crate) fn start(faces: Arc<Faces>, mut catalog: watch::Receiver<Arc<Catalog>>) -> Self {
        let (stop, mut stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = stopped.changed() => return,
                    changed = catalog.changed() => if changed.is_err() { return },
                }
                let newest = Arc::clone(&catalog.borrow_and_update());
                let faces = Arc::clone(&faces);
                if tokio::task::spawn_blocking(move || faces.rebuild(&newest)).await.is_err() {
                    tracing::error!("the build of a schema broke off; the last one serves on");
                }
            }
        });
        Self { stop, task }
    }

    /// Stops it and waits for its end.
    pub(crate) async fn close(self) {
        self.stop.send_replace(true);
        if self.task.await.is_err() {
            tracing::error!("the task that follows the catalog broke off");
        }
    }
}

/// The schema of an audience as text, from what a city has published.
///
/// # Errors
/// What does not fit together; only a mistake of this crate can be the cause.
pub fn sdl(catalog: Arc<Catalog>, audience: Audience) -> Result<String, SchemaError> {
    Ok(Sdl::of(&Face::build(catalog, audience)?).text)
}
