//! A form: JSON Schema 2020-12 within the form profile, and the one function that decides what is
//! asked.
//!
//! A [`Form`] is built by the compiler only, from a schema that it has proved to lie within the
//! profile. Answers that are not asked are dropped before validation, so that a hidden required
//! field can never block.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Who may read a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Anybody, once the case is published.
    Public,
    /// The applicant and staff who handle the case.
    Internal,
    /// As internal, and sealed with the person's key.
    Personal,
    /// As personal, and only for roles that decide.
    Sensitive,
}

impl Class {
    /// Whether values of this class are sealed before they reach the store.
    #[must_use]
    pub fn is_sealed(self) -> bool {
        matches!(self, Self::Personal | Self::Sensitive)
    }
}

/// What values a field takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FieldType {
    /// Text.
    String,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// One of a list of words.
    Choice(Vec<Choice>),
    /// A whole number within ±(2^53−1).
    Integer,
    /// Yes or no.
    Boolean,
    /// A group of fields.
    Object(Vec<Field>),
    /// Several of one kind.
    List(Box<FieldType>),
}

/// One word of a choice, with its label for people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// The value as it is stored.
    pub value: String,
    /// The value as people read it.
    pub label: Text,
}

/// One field of a form, wherever in the schema it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// Its key in the answers.
    pub name: String,
    /// Its question for people.
    pub title: Text,
    /// What values it takes.
    pub kind: FieldType,
    /// Who may read it. Fields of a group have the class of the group.
    pub class: Class,
    /// Whether lists can be filtered and sorted by it (`public` and `internal` only).
    pub listed: bool,
    /// Whether its value identifies a person, who is thereby a subject of the case.
    pub person: bool,
}

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// JSON Pointer of the field, such as `/place/street`.
    pub path: String,
    /// The keyword of the schema that the answer breaks, such as `required` or `maxLength`.
    pub keyword: String,
}

/// Checked answers, parted by who may read them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// Values of `public` and `internal` fields.
    pub open: serde_json::Map<String, serde_json::Value>,
    /// Values of `personal` fields.
    pub personal: serde_json::Map<String, serde_json::Value>,
    /// Values of `sensitive` fields.
    pub sensitive: serde_json::Map<String, serde_json::Value>,
    /// Identifiers of the people named in fields marked `person`.
    pub persons: Vec<String>,
}

/// A form that the compiler has proved.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Form {
    /// The schema as it was written: JSON Schema 2020-12 within the form profile.
    pub schema: serde_json::Value,
    /// Every field that the schema can ask, in the order in which it asks them.
    pub fields: Vec<Field>,
}
