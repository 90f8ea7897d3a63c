//! Which operations are asked for, how often, with which outcome and how long: rate, errors, duration by operation
//! and audience. A name is written by a client and may hold anything, so that metrics carry a short digest of it,
//! and of so many names only; so do spans.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use cityhall_engine::Audience;
use sha2::{Digest, Sha256};
use tracing::Span;

use crate::schema::viewer::audience_word;

/// How many names of each audience have numbers of their own. The first ones that are answered well do.
const NAMES_MAX: usize = 50;

/// What stands for every other name.
const OTHER: &str = "other";
/// What stands for no name.
const UNNAMED: &str = "none";

/// The names that have numbers of their own.
#[derive(Default)]
pub(crate) struct Operations(Mutex<Known>);

#[derive(Default)]
struct Known {
    labels: HashSet<(Audience, String)>,
    counts: [usize; 4],
}

impl Operations {
    /// Counts one that came to its end.
    pub(super) fn done(&self, audience: Audience, name: Option<&str>, outcome: &'static str, took: Duration) {
        let label = self.label(audience, name, outcome == GOOD);
        Span::current().record("operation", label.as_str()).record("outcome", outcome);
        let audience = audience_word(audience);
        let seconds =
            metrics::histogram!("cityhall_operation_seconds", "audience" => audience, "operation" => label.clone());
        seconds.record(took);
        let counter = metrics::counter!(
            "cityhall_operations_total", "audience" => audience, "operation" => label, "outcome" => outcome
        );
        counter.increment(1);
    }

    /// How a name is called in metrics: the first eight hexadecimal digits of its SHA-256.
    fn label(&self, audience: Audience, name: Option<&str>, is_good: bool) -> String {
        let Some(name) = name else { return UNNAMED.to_owned() };
        let digest = Sha256::digest(name.as_bytes());
        let label = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (audience, label);
        if known.labels.contains(&key) {
            return key.1;
        }
        let count = &mut known.counts[audience as usize];
        if !is_good || *count >= NAMES_MAX {
            return OTHER.to_owned();
        }
        *count += 1;
        known.labels.insert(key.clone());
        key.1
    }
}

/// The outcome without any error.
pub(super) const GOOD: &str = "OK";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_carry_no_name() {
        let operations = Operations::default();
        let label = operations.label(Audience::Public, Some("MattersOfLiMing"), true);
        assert_eq!(label, "70d92593");
        assert_eq!(operations.label(Audience::Public, Some("MattersOfLiMing"), false), label, "once known");
        assert_eq!(operations.label(Audience::Public, None, true), "none");
    }

    #[test]
    fn names_are_bounded_for_each_audience() {
        let operations = Operations::default();
        assert_eq!(operations.label(Audience::Public, Some("Broken"), false), "other", "what fails gets no numbers");
        for number in 0..NAMES_MAX {
            assert_ne!(operations.label(Audience::Public, Some(&format!("Q{number}")), true), "other");
        }
        assert_eq!(operations.label(Audience::Public, Some("OneMore"), true), "other");
        assert_ne!(operations.label(Audience::Partner, Some("OneMore"), true), "other", "another audience");
    }
}
