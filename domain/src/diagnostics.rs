//! What the compiler of modules tells an author: every problem at once.

use std::fmt;

use serde::Serialize;

/// One problem of one manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Where: a path into the manifest, such as `spec.workflow.actions[2].to`.
    pub path: String,
    /// What kind: a stable CamelCase word that also stands in a resource's status condition.
    pub reason: &'static str,
    /// What is wrong and what would be allowed, in one sentence.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.path, self.reason, self.message)
    }
}

/// Every problem found, in document order. Empty means that nothing is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one problem.
    pub fn add(&mut self, path: impl Into<String>, reason: &'static str, message: impl Into<String>) {
        self.0.push(Diagnostic { path: path.into(), reason, message: message.into() });
    }

    /// Adds all problems of another list.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` if nothing is wrong, else every problem.
    ///
    /// # Errors
    /// The problems, if there are any.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}
