//! Two clocks, and the only place that asks the system for the time.
//!
//! The law's clock decides limits and stamps events. In development it can be moved forward, never
//! back; its offset is saved with the data, so that a restart does not undo it. Security's clock is
//! always the real one: a token does not live longer because a demo has moved the law's.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::config::{Mode, OpenError};
use crate::sealing::durable_file;

/// Why the law's clock was not moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdvanceError {
    /// Only a development store's clock can be moved.
    #[error("the clock can be moved in development mode only")]
    NotInDevelopment,
    /// Time does not run backwards.
    #[error("the clock stands at {now} already and moves forward only")]
    Backwards {
        /// What it shows.
        now: Timestamp,
    },
    /// The offset could not be saved, so the clock was not moved.
    #[error("failed to save the clock: {0}")]
    NotSaved(String),
}

/// The law's clock and security's.
#[derive(Debug)]
pub struct Clock {
    mode: Mode,
    file: PathBuf,
    offset_nanoseconds: AtomicI64,
    moving: Mutex<()>,
    moved: watch::Sender<SignedDuration>,
}

impl Clock {
    /// The clock of the data folder `data`, with the offset that was saved there.
    ///
    /// # Errors
    /// [`OpenError::State`] when the saved offset cannot be read.
    pub fn open(data: &Path, mode: Mode) -> Result<Self, OpenError> {
        let file = data.join("law-clock-offset");
        let offset = match (mode, std::fs::read_to_string(&file)) {
            (Mode::Production, _) => 0,
            (Mode::Development, Ok(text)) => text
                .trim()
                .parse()
                .map_err(|_| OpenError::State(format!("`{}` does not hold a number of nanoseconds", file.display())))?,
            (Mode::Development, Err(error)) if error.kind() == std::io::ErrorKind::NotFound => 0,
            (Mode::Development, Err(error)) => return Err(OpenError::State(format!("{}: {error}", file.display()))),
        };
        let moved = watch::Sender::new(SignedDuration::from_nanos(offset));
        Ok(Self { mode, file, offset_nanoseconds: AtomicI64::new(offset), moving: Mutex::new(()), moved })
    }

    /// The law's time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_nanos(self.offset_nanoseconds.load(Ordering::Relaxed));
        real().checked_add(offset).unwrap_or(Timestamp::MAX)
    }

    /// Security's time: always the real one.
    #[must_use]
    pub fn security_now(&self) -> Timestamp {
        real()
    }

    /// Moves the law's clock forward to `to`, durably, and wakes everything that waits for a limit.
    ///
    /// # Errors
    /// See [`AdvanceError`]; the clock is then unchanged.
    pub fn advance_to(&self, to: Timestamp) -> Result<(), AdvanceError> {
        if self.mode != Mode::Development {
            return Err(AdvanceError::NotInDevelopment);
        }
        let _one_at_a_time = self.moving.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = self.now();
        if to < now {
            return Err(AdvanceError::Backwards { now });
        }
        let offset = real().duration_until(to);
        let nanoseconds = i64::try_from(offset.as_nanos())
            .map_err(|_| AdvanceError::NotSaved("more than 292 years ahead".to_owned()))?;
        durable_file::replace(&self.file, nanoseconds.to_string().as_bytes())
            .map_err(|error| AdvanceError::NotSaved(error.to_string()))?;
        self.offset_nanoseconds.store(nanoseconds, Ordering::Relaxed);
        self.moved.send_replace(offset);
        Ok(())
    }

    /// Changes whenever the law's clock was moved.
    #[must_use]
    pub fn moved(&self) -> watch::Receiver<SignedDuration> {
        self.moved.subscribe()
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
fn real() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_clock_moves_forward_only_and_survives_a_restart() {
        let data = tempfile::tempdir().unwrap();
        let clock = Clock::open(data.path(), Mode::Development).unwrap();
        let ahead = clock.now() + SignedDuration::from_hours(24 * 400);
        clock.advance_to(ahead).unwrap();
        assert!(clock.now() >= ahead);
        assert!(clock.security_now() < ahead, "security's clock is real");
        let back = clock.advance_to(ahead - SignedDuration::from_hours(1));
        assert!(matches!(back, Err(AdvanceError::Backwards { .. })));
        drop(clock);
        assert!(Clock::open(data.path(), Mode::Development).unwrap().now() >= ahead);
    }

    #[test]
    fn in_production_the_law_clock_is_the_real_one() {
        let data = tempfile::tempdir().unwrap();
        let clock = Clock::open(data.path(), Mode::Production).unwrap();
        let ahead = clock.now() + SignedDuration::from_hours(1);
        assert_eq!(clock.advance_to(ahead), Err(AdvanceError::NotInDevelopment));
        assert!(clock.now() < ahead);
    }
}
