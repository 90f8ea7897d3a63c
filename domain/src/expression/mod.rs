//! Expressions in CEL over the answers of a form: parsed once, bounded, typed.
//!
//! The crate that parses and evaluates knows neither a cost limit nor types. So [`shape`] admits
//! only a part of the language, whose cost the length of the source and the bounds of a form's
//! lists limit, and [`types`] holds it against the fields of a form. There are no regular
//! expressions and no numbers other than whole ones: a form's own schema has those. Of days it knows
//! how long ago they were, on the day that the caller says it is: no expression has a clock.

mod shape;
mod types;
mod values;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use cel::parser::Parser;
use cel::{Context, Env, ExecutionError, IdedExpr};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::form::Field;

/// How many bytes the source of an expression may take.
pub const SOURCE_BYTES_MAX: usize = 512;

/// How many levels of macros (`all`, `exists`, `exists_one`, `filter`, `map`) an expression may have.
pub const MACRO_LEVELS_MAX: usize = 2;

/// How many brackets may be open at once, so that no stack is too small for the parser.
const BRACKETS_OPEN_MAX: usize = 16;

/// A parsed condition. Its serialised form is its source; two are equal if their sources are.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct Expression {
    source: String,
    #[serde(skip)]
    parsed: Arc<IdedExpr>,
    #[serde(skip)]
    reads_the_day: bool,
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
    /// Its parts are nested too deeply.
    #[error("the parts of the expression are nested too deeply")]
    TooDeep,
    /// It is not CEL.
    #[error("not an expression in CEL: {message}")]
    Syntax {
        /// What the parser found.
        message: String,
    },
    /// It uses a part of CEL that is not admitted.
    #[error("{what} cannot be used in an expression here")]
    NotAdmitted {
        /// Which part, for people.
        what: String,
    },
    /// Macros within macros within macros.
    #[error("at most {MACRO_LEVELS_MAX} macros may stand within each other")]
    MacrosTooDeep,
    /// A macro that does not walk over a list of the form.
    #[error("a macro walks over a list of the form, such as `answers.items`, and over nothing else")]
    MacroNotOverForm,
}

/// A place in which an expression does not fit a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionProblem {
    /// What kind: a stable CamelCase word.
    pub reason: &'static str,
    /// What is wrong and what would be allowed, in one sentence.
    pub message: String,
}

/// An expression that could not be evaluated over these answers. Holds no values of theirs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to evaluate `{expression}`{}", absent.as_ref().map(|name| format!(": `{name}` is absent")).unwrap_or_default())]
pub struct EvaluationFailed {
    /// The source of the expression.
    pub expression: String,
    /// The field that it reads although it is absent, if that is the cause.
    pub absent: Option<String>,
}

/// Functions and operators of CEL, built once.
static STANDARD: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

impl Expression {
    /// Parses `source`.
    ///
    /// # Errors
    /// If it is too long or too deep, not CEL, or uses more of CEL than is admitted.
    pub fn parse(source: impl Into<String>) -> Result<Self, ExpressionError> {
        let source = source.into();
        if source.len() > SOURCE_BYTES_MAX {
            return Err(ExpressionError::TooLong { bytes: source.len() });
        }
        if brackets_open(&source) > BRACKETS_OPEN_MAX {
            return Err(ExpressionError::TooDeep);
        }
        let parsed = Parser::new().parse(&source).map_err(|errors| syntax(&errors))?;
        shape::check(&parsed)?;
        let reads_the_day = shape::reads_the_day(&parsed);
        Ok(Self { source, parsed: Arc::new(parsed), reads_the_day })
    }

    /// The text it was parsed from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every place in which the expression does not fit the fields of a form. Where there is none,
    /// [`Expression::holds`] fails only over answers that lack a field it reads, by a number too
    /// large, or by a division by zero.
    #[must_use]
    pub fn check_types(&self, fields: &[Field]) -> Vec<ExpressionProblem> {
        types::check(&self.parsed, fields)
    }

    /// The fields of the form that the expression reads, so that their classes can be proved.
    #[must_use]
    pub fn fields_read(&self) -> BTreeSet<String> {
        shape::fields_read(&self.parsed)
    }

    /// Whether it asks how long ago a day was, so that it holds on one day and not on another.
    #[must_use]
    pub fn reads_the_day(&self) -> bool {
        self.reads_the_day
    }

    /// Whether the expression holds over `answers`, which a form has checked.
    ///
    /// # Errors
    /// If it reads what is absent, or the day, or does not result in yes or no.
    pub fn holds(&self, answers: &Map<String, Value>) -> Result<bool, EvaluationFailed> {
        self.judge(&over(answers))
    }

    fn judge(&self, context: &Context<'_, '_>) -> Result<bool, EvaluationFailed> {
        match cel::Value::resolve(&self.parsed, context) {
            Ok(cel::Value::Bool(holds)) => Ok(holds),
            Err(ExecutionError::NoSuchKey(name)) => Err(self.failed(Some(name.as_ref().clone()))),
            Ok(_) | Err(_) => Err(self.failed(None)),
        }
    }

    fn failed(&self, absent: Option<String>) -> EvaluationFailed {
        EvaluationFailed { expression: self.source.clone(), absent }
    }
}

fn over(answers: &Map<String, Value>) -> Context<'static, 'static> {
    let mut context = Context::with_env(Arc::clone(&STANDARD));
    context.add_variable_from_value("answers", values::group(answers));
    context
}

/// Answers that a form has checked, on one day: what all conditions of a submission are judged by.
pub struct Judge<'a> {
    answers: &'a Map<String, Value>,
    today: Date,
    /// Made for the first condition: many modules have none.
    context: OnceCell<Context<'static, 'static>>,
}

impl<'a> Judge<'a> {
    /// Judges over `answers` on the day `today`.
    #[must_use]
    pub fn on(answers: &'a Map<String, Value>, today: Date) -> Self {
        Self { answers, today, context: OnceCell::new() }
    }

    /// Whether a condition holds.
    ///
    /// # Errors
    /// If it reads what is absent, or does not result in yes or no.
    pub fn holds(&self, condition: &Expression) -> Result<bool, EvaluationFailed> {
        condition.judge(self.context.get_or_init(|| self.context()))
    }

    fn context(&self) -> Context<'static, 'static> {
        let (mut context, today) = (over(self.answers), self.today);
        let days_since = move |day: Arc<String>| values::days_between(&day, today);
        // Only a name of CEL's own is refused, and without the function a condition that counts days fails.
        let _ = context.add_function(shape::DAYS_SINCE, days_since);
        context
    }
}

/// The most brackets that can be open at once; rather too many than too few. Brackets within texts
/// count as open and never as closed, and where it is not plain what is text (escapes, triple quotes,
/// comments) no bracket counts as closed, so that nothing can hide depth.
fn brackets_open(source: &str) -> usize {
    let is_plain = !["\\", "'''", "\"\"\"", "//"].iter().any(|sign| source.contains(sign));
    let (mut open, mut most, mut quote) = (0_usize, 0_usize, None);
    for byte in source.bytes() {
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' if is_plain && quote.is_none() => open = open.saturating_sub(1),
            b'"' | b'\'' if quote.is_none() => quote = Some(byte),
            _ if quote == Some(byte) => quote = None,
            _ => {}
        }
        most = most.max(open);
    }
    most
}

fn syntax(errors: &cel::ParseErrors) -> ExpressionError {
    let messages: Vec<&str> = errors.errors.iter().take(3).map(|error| error.msg.as_str()).collect();
    ExpressionError::Syntax { message: messages.join("; ") }
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

#[cfg(test)]
mod tests;
