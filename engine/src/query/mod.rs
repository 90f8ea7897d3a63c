//! Typed reads over the views. Each takes a principal: walls, clearance and masks are inside, so
//! that no interface can forget them.
//!
//! Reading order: [`types`](CaseView) (what comes out), [`CaseReads`] (what goes in), `walls` (which
//! cases exist for a reader), `cases`, `events`, `timeline`, `tallies`, `counts`, `figures`, `changes`, `actions`, `assignment`,
//! `notices`, `conversation`, `rating`, `tracking`, `matters`, `mandates`, `partner`, `power_log`.

mod actions;
mod assignment;
mod cases;
mod changes;
mod conversation;
mod counts;
mod cursor;
mod events;
mod figures;
mod mandates;
mod matters;
mod migration;
mod notices;
mod partner;
mod power_log;
mod rating;
mod said;
mod tallies;
mod timeline;
mod tracking;
mod types;
mod walls;

#[cfg(test)]
mod tests;

pub use changes::{CaseChange, CaseChanges, EVENTS_BEHIND_MAX, FollowError, Followed, Statistics, StatisticsChanges};
pub use figures::{DayFigures, FIGURE_DAYS_MAX, Figures, ServiceFigures};
pub use mandates::MandateView;
pub use matters::{MatterFilter, MatterStepView, MatterView};
pub use notices::{NoticeContent, NoticeReason};
pub use partner::{USAGE_DAYS_MAX, UsageOfDay};
pub use power_log::PowerEntry;
pub use types::{
    ActorView, AvailableAction, CaseFilter, CaseOrder, CaseRef, CaseView, CountRow, DocumentView, ModuleLoad, Page,
    PageOf, ProcedureView, ReadError, Redaction, RedactionReason, SupplementView, TimelineEntry,
};

pub use conversation::{MessageView, Unread};
pub use rating::{CaseRating, GivenRating, RateableStep, RatingCounts, RatingView};
pub use tracking::TrackedCase;

use std::sync::Arc;
use std::time::Duration;

use cityhall_eventstore::{EventStore, Position};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::access::Principal;
use crate::catalog::Catalog;
use crate::clock::Clock;
use crate::sealing::{Opened, Origin, Sealed, Vault};
use crate::state::{self, Query, Snapshot};
use crate::views::image::Images;
use crate::views::{Views, WaitError, case as case_view};
pub(crate) use events::CaseEvents;
pub(crate) use tallies::Tallies;
use walls::Reader;

/// How long a read waits for the position that it demands.
const BEHIND_AFTER: Duration = Duration::from_secs(5);

/// Reads of cases. Every answer is of one moment of the views.
pub struct CaseReads {
    pub(crate) views: Arc<Views>,
    pub(crate) store: Arc<dyn EventStore>,
    pub(crate) catalog: watch::Receiver<Arc<Catalog>>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) images: Images,
    pub(crate) events: CaseEvents,
    pub(crate) tallies: Tallies,
    /// When the city was founded, by the law's clock.
    pub(crate) founded_at: Timestamp,
}

impl CaseReads {
    /// The position that reads reflect at least.
    #[must_use]
    pub fn as_of(&self) -> Position {
        self.views.as_of()
    }

    /// Waits until reads reflect what the reader has done or seen.
    async fn reach(&self, at_least: Option<Position>) -> Result<(), ReadError> {
        let Some(position) = at_least else { return Ok(()) };
        self.views.wait_for(position, BEHIND_AFTER).await.map_err(|error| match error {
            WaitError::Behind => ReadError::Behind,
            WaitError::Paused => ReadError::Upgrading,
            WaitError::Closed => ReadError::Unavailable,
        })
    }

    fn reader<'a>(&self, who: &'a Principal) -> Reader<'a> {
        let catalog = Arc::clone(&self.catalog.borrow());
        let token = who.subject().map(|subject| self.vault.blind_index(&subject.0));
        Reader {
            who,
            token,
            vault: Arc::clone(&self.vault),
            catalog,
            founded_at: self.founded_at,
            now: self.clock.now(),
        }
    }

    async fn ask(&self, queries: Vec<Query>) -> Result<Snapshot, ReadError> {
        self.views.read(queries).await.map_err(unavailable)
    }

    async fn open(&self, values: &[(&Origin, &Sealed)]) -> Result<Vec<Opened>, ReadError> {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        self.vault.open_values(values).await.map_err(|error| {
            tracing::error!(%error, "failed to read the keys of sealed values");
            ReadError::Unavailable
        })
    }
}

/// A failure of the state database. What it says stays inside.
#[expect(clippy::needless_pass_by_value, reason = "used as the function of map_err")]
fn unavailable(error: state::Error) -> ReadError {
    tracing::error!(%error, "failed to read the views");
    ReadError::Unavailable
}

/// A row that does not read as this binary writes it.
#[expect(clippy::needless_pass_by_value, reason = "used as the function of map_err")]
fn unreadable(error: serde_json::Error) -> ReadError {
    tracing::error!(%error, "a row of a view cannot be read: rebuild the views");
    ReadError::Unavailable
}

/// Rows of cases.
fn case_rows(bodies: &[String]) -> Result<Vec<case_view::CaseRow>, ReadError> {
    bodies.iter().map(|body| case_view::read(body)).collect::<Result<_, _>>().map_err(unreadable)
}
