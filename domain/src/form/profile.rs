//! The form profile: the part of JSON Schema in which browser and server agree on verdict and
//! findings, and in which every field can be shown, stored and queried.

use serde_json::Value;

/// Where and why a schema leaves the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// JSON Pointer into the schema.
    pub pointer: String,
    /// What kind: a stable CamelCase word.
    pub reason: &'static str,
    /// What is wrong and what would be allowed, in one sentence.
    pub message: String,
}

/// Every place in which `schema` leaves the profile, in document order. Empty means that it lies
/// within it.
#[must_use]
pub fn check(schema: &Value) -> Vec<Problem> {
    match super::Form::new(schema.clone(), super::fields::read(schema)) {
        Ok(_) => Vec::new(),
        Err(error) => vec![Problem { pointer: String::new(), reason: "InvalidSchema", message: error.to_string() }],
    }
}
