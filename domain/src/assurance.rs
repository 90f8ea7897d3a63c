//! How surely it is known who somebody is.

use serde::{Deserialize, Serialize};

/// How surely the identity provider knows who logged in (实名等级), from the least to the most. The stored words never
/// change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Assurance {
    /// By what they say of themselves, such as a telephone number.
    Low,
    /// By a check against an official register or document.
    Substantial,
    /// By a check in person, or by a face or a chip against the register.
    High,
}

impl Assurance {
    /// Every level.
    pub const ALL: [Self; 3] = [Self::Low, Self::Substantial, Self::High];

    /// The level as a word that is shown and never changes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "LOW",
            Self::Substantial => "SUBSTANTIAL",
            Self::High => "HIGH",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Assurance;

    #[test]
    fn stored_words_are_stable_and_levels_rise() {
        assert_eq!(serde_json::to_value(Assurance::ALL).unwrap(), serde_json::json!(["Low", "Substantial", "High"]));
        assert!(Assurance::ALL.is_sorted() && None < Some(Assurance::Low));
    }
}
