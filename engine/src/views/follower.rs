//! Events in, rows out: applies events of the global order to every view of one database, rows and
//! checkpoints in one transaction. The live views and the shadow of a rebuild run this same code.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use cityhall_eventstore::{Position, RecordedEvent};

use super::{STREAM_VIEWS, StoredEvent, StreamView, VIEWS, View, ViewStatus};
use crate::envelope::{self, Decoded};
use crate::state::{self, Batch, StateDatabase, Write};

/// Views of one database and how far each is.
pub(super) struct Follower {
    pub(super) db: Arc<dyn StateDatabase>,
    places: Vec<Place>,
}

/// One view and how far it is.
#[derive(Clone)]
struct Place {
    view: Model,
    position: Position,
    paused: Option<String>,
}

/// A view, whatever it is folded from.
#[derive(Clone, Copy)]
enum Model {
    Cases(&'static View),
    Stream(&'static StreamView),
}

impl Model {
    /// Every view.
    fn all() -> impl Iterator<Item = Self> {
        VIEWS.into_iter().map(Self::Cases).chain(STREAM_VIEWS.into_iter().map(Self::Stream))
    }

    fn schema(self) -> &'static state::ViewSchema {
        match self {
            Self::Cases(view) => view.schema,
            Self::Stream(view) => view.schema,
        }
    }

    fn folds_rows(self) -> bool {
        match self {
            Self::Cases(view) => view.folds_rows,
            Self::Stream(view) => view.folds_rows,
        }
    }

    /// The identities of the rows that an event touches.
    fn rows(self, (recorded, decoded): &Read) -> Result<Vec<String>, String> {
        match (self, decoded) {
            (Self::Cases(_), None) => Ok(Vec::new()),
            (Self::Cases(_), Some(Err(unknown))) => Err(unknown.to_string()),
            (Self::Cases(view), Some(Ok(decoded))) => Ok((view.rows)(StoredEvent { recorded, decoded })),
            (Self::Stream(view), _) => Ok((view.row)(recorded).into_iter().collect()),
        }
    }

    /// What the event makes of one of its rows.
    fn fold(self, id: &str, body: Option<&str>, (recorded, decoded): &Read) -> Result<state::Row, String> {
        let folded = match (self, decoded) {
            (Self::Cases(view), Some(Ok(decoded))) => (view.fold)(id, body, StoredEvent { recorded, decoded }),
            (Self::Cases(_), Some(Err(unknown))) => return Err(unknown.to_string()),
            (Self::Cases(_), None) => return Err(format!("`{id}` is no case")),
            (Self::Stream(view), _) => (view.fold)(id, body, recorded),
        };
        folded.map_err(|error| error.to_string())
    }
}

/// Bodies of rows by view and identity, as they are stored.
type Bodies = Vec<HashMap<String, String>>;

/// An event of a case, or why it is none that this binary knows.
type Read = (Arc<RecordedEvent>, Option<Result<Decoded, envelope::Unknown>>);

impl Follower {
    /// The views of `db`, each from its checkpoint. A view that stood still tries again.
    pub(super) async fn open(db: Arc<dyn StateDatabase>) -> Result<Self, state::Error> {
        let mut places = Vec::with_capacity(VIEWS.len() + STREAM_VIEWS.len());
        for view in Model::all() {
            places.push(Place { view, position: db.checkpoint(view.schema()).await?, paused: None });
        }
        Ok(Self { db, places })
    }

    /// The position that every view includes.
    pub(super) fn as_of(&self) -> Position {
        self.places.iter().map(|place| place.position).min().unwrap_or_default()
    }

    /// The position after which some view needs events; `None` where all stand still.
    pub(super) fn resume_after(&self) -> Option<Position> {
        self.places.iter().filter(|place| place.paused.is_none()).map(|place| place.position).min()
    }

    /// These views after their database was opened in another place: those that stood still still do.
    pub(super) fn moved_to(self, db: Arc<dyn StateDatabase>) -> Self {
        Self { db, places: self.places }
    }

    /// How far each view is.
    pub(super) fn status(&self) -> Vec<ViewStatus> {
        let of = |place: &Place| ViewStatus {
            view: place.view.schema().name,
            position: place.position,
            paused: place.paused.clone(),
        };
        self.places.iter().map(of).collect()
    }

    /// Applies events that follow [`resume_after`](Self::resume_after), in their order. A view that
    /// meets an event which it cannot fold stops before it, with everything before it written.
    ///
    /// # Errors
    /// When the database did not take them; then nothing has changed and they can be applied again.
    pub(super) async fn apply(&mut self, events: Vec<Arc<RecordedEvent>>) -> Result<(), state::Error> {
        if self.resume_after().is_none() {
            return Ok(());
        }
        let read = blocking(move || events.into_iter().map(decode).collect::<Vec<Read>>()).await?;
        let bodies = self.bodies(&read).await?;
        let places = self.places.clone();
        let folded = blocking(move || fold(places, bodies, &read)).await?;
        let moved = folded.places.iter().zip(&self.places).filter(|(new, old)| new.position > old.position);
        let checkpoints: Vec<_> = moved.map(|(new, _)| (new.view.schema(), new.position)).collect();
        if !checkpoints.is_empty() {
            self.db.write(Batch { writes: folded.writes, checkpoints }).await?;
        }
        for (new, old) in folded.places.iter().zip(&self.places) {
            if let (Some(why), None) = (&new.paused, &old.paused) {
                tracing::error!(view = new.view.schema().name, position = new.position.0, %why, "view stands still");
            }
        }
        self.places = folded.places;
        Ok(())
    }

    /// The rows that the events touch, for views whose fold looks at them.
    async fn bodies(&self, read: &[Read]) -> Result<Bodies, state::Error> {
        let mut bodies = Vec::with_capacity(self.places.len());
        for place in &self.places {
            let mut ids = Vec::new();
            if place.view.folds_rows() && place.paused.is_none() {
                // An event that does not read stops the view when it is folded.
                ids.extend(read.iter().filter_map(|one| place.view.rows(one).ok()).flatten());
            }
            ids.sort_unstable();
            ids.dedup();
            let none = ids.is_empty();
            bodies.push(if none { HashMap::new() } else { self.db.bodies(place.view.schema(), ids).await? });
        }
        Ok(bodies)
    }
}

fn decode(recorded: Arc<RecordedEvent>) -> Read {
    let decoded = envelope::is_case_stream(&recorded.stream).then(|| envelope::decode(&recorded));
    (recorded, decoded)
}

/// Where the views are after some events, and what is to be written for it.
struct Folded {
    places: Vec<Place>,
    writes: Vec<(&'static state::ViewSchema, Vec<Write>)>,
}

fn fold(places: Vec<Place>, bodies: Bodies, read: &[Read]) -> Folded {
    let mut folded = Folded { places: Vec::with_capacity(places.len()), writes: Vec::with_capacity(places.len()) };
    for (place, bodies) in places.into_iter().zip(bodies) {
        let schema = place.view.schema();
        let (place, changed) = fold_view(place, bodies, read);
        folded.places.push(place);
        folded.writes.push((schema, changed.into_values().map(Write::Put).collect()));
    }
    folded
}

/// Folds events into one view. Each row is written once, as the last event leaves it.
fn fold_view(
    mut place: Place,
    mut bodies: HashMap<String, String>,
    read: &[Read],
) -> (Place, BTreeMap<String, state::Row>) {
    let mut changed = BTreeMap::new();
    if place.paused.is_some() {
        return (place, changed);
    }
    let start = place.position;
    for one in read.iter().filter(|(recorded, _)| recorded.position > start) {
        match fold_event(place.view, &mut bodies, &mut changed, one) {
            Ok(()) => place.position = one.0.position,
            Err(why) => {
                place.paused = Some(why);
                break;
            }
        }
    }
    (place, changed)
}

/// Folds one event into the rows of one view: all of them or, on an error, none.
fn fold_event(
    view: Model,
    bodies: &mut HashMap<String, String>,
    changed: &mut BTreeMap<String, state::Row>,
    event: &Read,
) -> Result<(), String> {
    let mut rows = Vec::new();
    for id in view.rows(event)? {
        let body = bodies.get(&id).map(String::as_str);
        rows.push(view.fold(&id, body, event)?);
    }
    for row in rows {
        if view.folds_rows() {
            bodies.insert(row.id.clone(), row.body.clone());
        }
        changed.insert(row.id.clone(), row);
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, state::Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| state::Error::Database(error.to_string()))
}
