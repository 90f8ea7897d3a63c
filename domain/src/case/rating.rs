//! Ratings (好差评): how content a person is with what was done in their case.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::name::{ActionName, DepartmentName, SubjectId};
use crate::text::Language;

/// The five levels of GB/T 39734, best first. The last two are bad ratings (差评).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Level {
    /// 非常满意
    VerySatisfied,
    /// 满意
    Satisfied,
    /// 基本满意
    BasicallySatisfied,
    /// 不满意
    Dissatisfied,
    /// 非常不满意
    VeryDissatisfied,
}

impl Level {
    /// Every level, best first.
    pub const ALL: [Self; 5] =
        [Self::VerySatisfied, Self::Satisfied, Self::BasicallySatisfied, Self::Dissatisfied, Self::VeryDissatisfied];

    /// Whether it is a bad rating.
    #[must_use]
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Dissatisfied | Self::VeryDissatisfied)
    }

    /// Its stars, from 5 down to 1.
    #[must_use]
    pub fn stars(self) -> u8 {
        match self {
            Self::VerySatisfied => 5,
            Self::Satisfied => 4,
            Self::BasicallySatisfied => 3,
            Self::Dissatisfied => 2,
            Self::VeryDissatisfied => 1,
        }
    }

    /// The level of so many stars.
    #[must_use]
    pub fn of_stars(stars: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.stars() == stars)
    }

    /// Its name for people.
    #[must_use]
    pub fn in_words(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::VerySatisfied, Language::Chinese) => "非常满意",
            (Self::VerySatisfied, Language::English) => "very satisfied",
            (Self::Satisfied, Language::Chinese) => "满意",
            (Self::Satisfied, Language::English) => "satisfied",
            (Self::BasicallySatisfied, Language::Chinese) => "基本满意",
            (Self::BasicallySatisfied, Language::English) => "basically satisfied",
            (Self::Dissatisfied, Language::Chinese) => "不满意",
            (Self::Dissatisfied, Language::English) => "dissatisfied",
            (Self::VeryDissatisfied, Language::Chinese) => "非常不满意",
            (Self::VeryDissatisfied, Language::English) => "very dissatisfied",
        }
    }
}

/// What an officer did and a person may rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandledStep {
    /// The event of it: its place in the stream of the case.
    pub revision: u64,
    /// Which action.
    pub action: ActionName,
    /// Who did it.
    pub officer: SubjectId,
    /// For whom.
    pub department: DepartmentName,
}

/// One rating that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    /// The event of it: its place in the stream of the case.
    pub revision: u64,
    /// The step that it is about, by its event; absent: the whole matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<u64>,
    /// How content the person is.
    pub level: Level,
    /// When it was given.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::Level;

    #[test]
    fn five_levels_are_five_stars_and_the_last_two_are_bad() {
        assert_eq!(Level::ALL.map(Level::stars), [5, 4, 3, 2, 1]);
        assert_eq!(Level::ALL.map(Level::is_bad), [false, false, false, true, true]);
        assert_eq!([0, 1, 5, 6].map(Level::of_stars), [None, Some(Level::ALL[4]), Some(Level::ALL[0]), None]);
    }
}
