//! A form: JSON Schema 2020-12 within the form profile, and the one function that decides what is
//! asked.
//!
//! A [`Form`] is built by the compiler only, from a schema that it has proved to lie within the
//! profile. Answers that are not asked are dropped before validation, so that a hidden required
//! field can never block.

mod asked;
mod bounds;
mod check;
mod definitions;
mod depth;
pub mod fields;
mod formats;
pub mod identifier;
mod members;
pub mod pointer;
pub mod profile;
mod tidy;

pub use asked::Asked;

use std::sync::Arc;

use jsonschema::Validator;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::text::Text;
use asked::Plan;
use identifier::{Identifier, Warning};

/// How deeply an answer may be nested: a plain value is 1, a list or group one more than its parts.
pub const ANSWER_DEPTH_MAX: usize = 16;

/// How many bytes all answers of one form may take, counted without quoting.
pub const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// The largest whole number that a browser holds exactly, 2^53−1. Its negative is the smallest.
pub const INTEGER_MAX: i64 = (1 << 53) - 1;

/// How deeply a schema may be nested, definitions put in place.
const SCHEMA_DEPTH_MAX: usize = 24;

/// How many fields one form or group may have.
const FIELDS_MAX: usize = 200;

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
    /// Which number of the state it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
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
    /// What may be wrong with them.
    pub warnings: Vec<Warning>,
}

/// A form that the compiler has proved.
///
/// Two forms are equal, and serialised alike, if schema and fields are.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Form {
    schema: Value,
    fields: Vec<Field>,
    #[serde(skip)]
    compiled: Arc<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    validator: Validator,
    plan: Plan,
}

/// Why a schema makes no form. Schemas within the profile make one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Parts are nested too deeply, or definitions refer to each other in a circle.
    #[error("the schema is nested deeper than {SCHEMA_DEPTH_MAX} levels, or refers to itself")]
    TooDeep,
    /// The conditions, written out, are too many.
    #[error("the schema's conditions are too many once its definitions are put in place")]
    TooLarge,
    /// The schema is not one that can be checked.
    #[error("the schema cannot be used: {message} (at `{pointer}`)")]
    Schema {
        /// Where in the schema.
        pointer: String,
        /// Why.
        message: String,
    },
}

impl FormError {
    fn schema(error: &jsonschema::ValidationError<'_>) -> Self {
        Self::Schema { pointer: error.instance_path().to_string(), message: error.to_string() }
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.schema == other.schema && self.fields == other.fields
    }
}

impl Form {
    /// Prepares a form from a schema and the fields that [`fields::read`] has read from it;
    /// [`profile::form`] proves the schema first.
    ///
    /// # Errors
    /// If the schema is not one that can be checked; within the profile it always is.
    pub fn new(schema: Value, fields: Vec<Field>) -> Result<Self, FormError> {
        if depth::exceeds(&schema, SCHEMA_DEPTH_MAX) {
            return Err(FormError::TooDeep);
        }
        let plan = Plan::of(&schema)?;
        let validator = formats::validator(&schema).map_err(|error| FormError::schema(&error))?;
        Ok(Self { schema, fields, compiled: Arc::new(Compiled { validator, plan }) })
    }

    /// The schema as it was written: JSON Schema 2020-12 within the form profile.
    #[must_use]
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// Every field that the schema can ask, in the order in which it asks them.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// What is asked, in order, given what has been answered. Empty text counts as absent, and an
    /// answer that is nested or long past the bounds of [`Form::check`] as well.
    #[must_use]
    pub fn asked(&self, answers: &Map<String, Value>) -> Vec<Asked> {
        let bounded = if bounds::excess(answers).is_empty() { answers.clone() } else { Map::new() };
        self.compiled.plan.walk(tidy::tidied(bounded)).0
    }
}

#[cfg(test)]
mod tests;
