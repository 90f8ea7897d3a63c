//! Expressions in CEL over the answers of a form: parsed once, bounded, typed.

use serde::Serialize;

/// A parsed condition. Its serialised form is its source.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Expression {
    source: String,
}
