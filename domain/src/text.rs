//! Text for people: always in the city's languages.

use serde::{Deserialize, Serialize};

/// A language that the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Simplified Chinese, `zh-CN`.
    #[serde(rename = "zh")]
    Chinese,
    /// English, `en`.
    #[serde(rename = "en")]
    English,
}

/// One text in every language that its author wrote it in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Simplified Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// The text in exactly `language`, if its author wrote it.
    #[must_use]
    pub fn exactly(&self, language: Language) -> Option<&str> {
        match language {
            Language::Chinese => self.zh.as_deref(),
            Language::English => self.en.as_deref(),
        }
    }

    /// The text in `language`, or in the other language, or empty.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        self.exactly(language).or(self.zh.as_deref()).or(self.en.as_deref()).unwrap_or_default()
    }
}
