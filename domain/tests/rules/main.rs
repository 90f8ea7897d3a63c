//! The rules of the domain, entered by its public door: calendars, case histories, stored forms.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

mod calendar;
mod due_dates;
mod golden;
mod invariants;
mod properties;

mod asking;
mod calendars;
mod holding;
mod orderly;
mod random;
