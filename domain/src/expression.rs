//! Expressions in CEL over the answers of a form: parsed once, bounded, typed.

use std::sync::{Arc, LazyLock};

use cel::{Context, Env, Program};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::form::Field;

/// How many bytes the source of an expression may take.
pub const SOURCE_BYTES_MAX: usize = 512;

/// A parsed condition. Its serialised form is its source.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct Expression {
    source: String,
    #[serde(skip)]
    program: Arc<Program>,
}

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// It is too long.
    #[error("an expression has at most {SOURCE_BYTES_MAX} bytes, this one has {bytes}")]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// It is not CEL.
    #[error("not an expression in CEL: {message}")]
    Syntax {
        /// What the parser found.
        message: String,
    },
}

/// A place in which an expression does not fit the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionProblem {
    /// What kind: a stable CamelCase word.
    pub reason: &'static str,
    /// What is wrong and what would be allowed, in one sentence.
    pub message: String,
}

/// An expression that could not be evaluated over these answers, such as one that reads a field
/// that is absent. Tells why, never with values of the answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to evaluate the expression `{expression}`")]
pub struct EvaluationFailed {
    /// The source of the expression.
    pub expression: String,
}

static STANDARD: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

impl Expression {
    /// Parses `source`.
    ///
    /// # Errors
    /// If it is too long or not CEL.
    pub fn parse(source: impl Into<String>) -> Result<Self, ExpressionError> {
        let source = source.into();
        if source.len() > SOURCE_BYTES_MAX {
            return Err(ExpressionError::TooLong { bytes: source.len() });
        }
        let program =
            Program::compile(&source).map_err(|error| ExpressionError::Syntax { message: error.to_string() })?;
        Ok(Self { source, program: Arc::new(program) })
    }

    /// The text it was parsed from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every place in which the expression does not fit the fields of a form.
    #[must_use]
    pub fn check_types(&self, _fields: &[Field]) -> Vec<ExpressionProblem> {
        Vec::new()
    }

    /// Whether the expression holds over `answers`.
    ///
    /// # Errors
    /// If it reads what is absent, or does not result in yes or no.
    pub fn holds(&self, answers: &Map<String, Value>) -> Result<bool, EvaluationFailed> {
        let mut context = Context::with_env(Arc::clone(&STANDARD));
        context.add_variable_from_value("answers", cel_map(answers));
        match self.program.execute(&context) {
            Ok(cel::Value::Bool(holds)) => Ok(holds),
            _ => Err(EvaluationFailed { expression: self.source.clone() }),
        }
    }
}

fn cel_map(members: &Map<String, Value>) -> cel::Value {
    let members: std::collections::HashMap<String, cel::Value> =
        members.iter().map(|(name, value)| (name.clone(), cel_value(value))).collect();
    members.into()
}

fn cel_value(value: &Value) -> cel::Value {
    match value {
        Value::Null => cel::Value::Null,
        Value::Bool(yes) => cel::Value::Bool(*yes),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| cel::Value::Float(number.as_f64().unwrap_or_default()), cel::Value::Int)
        }
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => cel::Value::from(items.iter().map(cel_value).collect::<Vec<_>>()),
        Value::Object(members) => cel_map(members),
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Expression").field(&self.source).finish()
    }
}
