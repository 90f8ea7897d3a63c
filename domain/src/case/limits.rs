//! Which limits of its module hold for a case, where its answers decide.

use serde::{Deserialize, Serialize};

use super::migration::KeptLimits;
use crate::calendar::Limit;
use crate::module::Limits;

/// The limits by answers that were chosen for a case: judged once, where the answers are whole, and recorded.
/// Nothing judges them again: not an answer to a supplement notice, not a reopening, not a replay. A move to
/// another revision, whose conditions are others, chooses among those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChosenLimits {
    /// Which of the module's `limits.byAnswers`, from 0.
    pub rule: u16,
    /// The promised limit.
    pub promised: Limit,
    /// By how much the limits may be lengthened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Limit>,
}

impl ChosenLimits {
    /// The lengths of the limits of a whole case that begin now, under what was chosen for it.
    #[must_use]
    pub fn lengths(chosen: Option<Self>, limits: &Limits) -> KeptLimits {
        let (promised, extension) =
            chosen.map_or((limits.promised, limits.extension), |chosen| (chosen.promised, chosen.extension));
        KeptLimits { promised, statutory: limits.statutory, extension }
    }
}
