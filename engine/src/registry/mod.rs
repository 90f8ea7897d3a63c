//! The registry: what the city has published, as an event stream of its own.
//!
//! Reading order: `event` (what is stored), `state` (what it adds up to), `check` (what a
//! publication would change), [`Registry`] (publishing). The same spec published twice is one event;
//! a comment or a restart makes none.

mod check;
mod event;
mod policies;
mod state;

use std::sync::Arc;

use cityhall_domain::name::DepartmentName;
use cityhall_eventstore::{AppendError, EventStore, Expected, Position, Revision};
use serde::Deserialize;
use tokio::sync::{Mutex, watch};

use self::check::{Compiler, check};
pub(crate) use self::event::{RegistryEvent, decode};
use self::state::State;
use crate::access::{Principal, Standing};
use crate::catalog::{Catalog, Department, Person};
use crate::clock::Clock;
use crate::config::{Config, OpenError};
use crate::envelope::Unknown;
use crate::publish::{Outcome, Publication, PublishError, Published};

/// The registry's stream.
pub(crate) const STREAM: &str = "registry";

/// The type of the event that publishes a calendar.
pub(crate) const CALENDAR_PUBLISHED: &str = "CalendarPublished";

/// How often a publication is checked again because another came first.
const ATTEMPTS_MAX: usize = 8;

/// How many events one read takes.
const READ_MAX: usize = 512;

/// Publishes, and tells everybody what is published.
pub(crate) struct Registry {
    store: Arc<dyn EventStore>,
    compiler: Compiler,
    state: Mutex<State>,
    catalog: watch::Sender<Arc<Catalog>>,
}

impl Registry {
    /// Reads the whole stream and compiles what it holds.
    pub(crate) async fn open(store: Arc<dyn EventStore>, config: &Config) -> Result<Self, OpenError> {
        let mut state = State::new(config.lower);
        match catch_up(&*store, &mut state).await {
            Ok(()) => {}
            Err(Behind::Store(error)) => return Err(error.into()),
            Err(Behind::Unknown(unknown @ Unknown::Newer { .. })) => {
                return Err(OpenError::Upgrading(unknown.to_string()));
            }
            Err(Behind::Unknown(unknown @ Unknown::Damaged { .. })) => {
                return Err(OpenError::State(unknown.to_string()));
            }
        }
        let catalog = watch::Sender::new(Arc::new(state.catalog.clone()));
        let compiler = Compiler { language: config.language, lower: config.lower, prove: config.prove };
        Ok(Self { store, compiler, state: Mutex::new(state), catalog })
    }

    /// What is published now, and whenever it changes.
    pub(crate) fn catalog(&self) -> watch::Receiver<Arc<Catalog>> {
        self.catalog.subscribe()
    }

    /// What is published now.
    pub(crate) fn now(&self) -> Arc<Catalog> {
        Arc::clone(&self.catalog.borrow())
    }

    /// Takes in what the stream holds up to `position`, whoever published it.
    pub(crate) async fn reach(&self, position: Position) -> Result<(), PublishError> {
        if self.now().position >= position {
            return Ok(());
        }
        self.take_in(&mut *self.state.lock().await).await
    }

    /// The people of a department as it was published last before `revision`, and as it was then.
    pub(crate) async fn people_at(
        &self,
        department: &DepartmentName,
        revision: Revision,
    ) -> Result<(Vec<Person>, Vec<Person>), PublishError> {
        let (mut before, mut now, mut from) = (Vec::new(), Vec::new(), Revision(0));
        loop {
            let read = self.store.read_stream(STREAM, from, READ_MAX).await;
            let events = read.map_err(|_| PublishError::Unavailable)?;
            for event in events.iter().filter(|event| event.revision <= revision) {
                match decode(event).map_err(|_| PublishError::Upgrading)? {
                    RegistryEvent::DepartmentPublished { name, spec, .. } if name == *department => {
                        let people = Department::deserialize(spec).map_err(|_| PublishError::Upgrading)?.people;
                        before = std::mem::replace(&mut now, people);
                    }
                    RegistryEvent::DepartmentRetired { name } if name == *department => {
                        before = std::mem::take(&mut now);
                    }
                    _ => {}
                }
            }
            match events.last() {
                Some(last) if events.len() == READ_MAX && last.revision < revision => {
                    from = Revision(last.revision.0 + 1);
                }
                Some(_) | None => return Ok((before, now)),
            }
        }
    }

    async fn take_in(&self, state: &mut State) -> Result<(), PublishError> {
        let known = self.now().position;
        let caught_up = catch_up(&*self.store, state).await;
        if state.catalog.position > known {
            self.catalog.send_replace(Arc::new(state.catalog.clone()));
        }
        caught_up.map_err(|behind| match behind {
            Behind::Unknown(_) => PublishError::Upgrading,
            Behind::Store(_) => PublishError::Unavailable,
        })
    }

    /// What would be published after this publication, whether it changes anything or not.
    pub(crate) async fn preview(&self, publication: &Publication, clock: &Clock) -> Result<Arc<Catalog>, PublishError> {
        let state = self.state.lock().await;
        match check(&state, self.compiler, publication).map_err(PublishError::Problems)? {
            None => Ok(Arc::new(state.catalog.clone())),
            Some((event, _)) => {
                let after = state.after(event, clock.now());
                after.map(Arc::new).map_err(|_| PublishError::Unavailable)
            }
        }
    }

    /// Publishes, or only says what publishing would do.
    pub(crate) async fn publish(
        &self,
        by: &Principal,
        publication: &Publication,
        dry_run: bool,
        clock: &Clock,
    ) -> Result<Published, PublishError> {
        // 1. Who.
        if !matches!(by.standing, Standing::Admin { .. } | Standing::City) {
            return Err(PublishError::NotAllowed);
        }
        let mut state = self.state.lock().await;
        for _ in 0..ATTEMPTS_MAX {
            // 2. What would change.
            let change = check(&state, self.compiler, publication).map_err(PublishError::Problems)?;
            let position = state.catalog.position;
            let unchanged = Published { outcome: Outcome::Unchanged, changes: Vec::new(), position };
            let Some((event, outcome)) = change else { return Ok(unchanged) };
            let changes = policies::changes(&state, &event);
            if dry_run {
                return Ok(Published { outcome, changes, ..unchanged });
            }
            // 3. Append it.
            let event = event::encode(&event, by, clock.now()).map_err(|_| PublishError::Unavailable)?;
            let expected = state.revision.map_or(Expected::NoStream, Expected::Revision);
            let appended = self.store.append(STREAM, expected, vec![event]).await;
            // 4. Take in what is new, this event or another's.
            self.take_in(&mut state).await?;
            match appended {
                Ok(appended) => return Ok(Published { outcome, changes, position: appended.position }),
                // 5. Another came first: check again.
                Err(AppendError::Conflict { .. }) => {}
                Err(error) => {
                    tracing::error!(%error, "failed to publish");
                    return Err(PublishError::Unavailable);
                }
            }
        }
        Err(PublishError::Unavailable)
    }
}

enum Behind {
    Store(cityhall_eventstore::Error),
    Unknown(Unknown),
}

async fn catch_up(store: &dyn EventStore, state: &mut State) -> Result<(), Behind> {
    let caught_up = fold_the_rest(store, state).await;
    // Once for all events, and also where one of them could not be read.
    state.catalog.refresh_policies();
    caught_up
}

async fn fold_the_rest(store: &dyn EventStore, state: &mut State) -> Result<(), Behind> {
    loop {
        let from = state.revision.map_or(Revision(0), |revision| Revision(revision.0 + 1));
        let events = store.read_stream(STREAM, from, READ_MAX).await.map_err(Behind::Store)?;
        for event in &events {
            state.fold(event).map_err(Behind::Unknown)?;
        }
        if events.len() < READ_MAX {
            return Ok(());
        }
    }
}
