//! Answers in the one shape that both sides agree on. Callers have bounded the depth before.

use serde_json::{Map, Number, Value};

use super::INTEGER_MAX;

/// `answers` without empty text in any group, and whole numbers without a fraction.
pub(super) fn tidied(answers: Map<String, Value>) -> Map<String, Value> {
    answers
        .into_iter()
        .filter(|(_, answer)| !is_empty_text(answer))
        .map(|(name, answer)| (name, value(answer)))
        .collect()
}

fn is_empty_text(answer: &Value) -> bool {
    answer.as_str().is_some_and(str::is_empty)
}

fn value(answer: Value) -> Value {
    match answer {
        Value::Object(members) => Value::Object(tidied(members)),
        Value::Array(items) => Value::Array(items.into_iter().map(value).collect()),
        Value::Number(number) => Value::Number(whole(&number).map_or(number, Number::from)),
        Value::Null | Value::Bool(_) | Value::String(_) => answer,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the guard keeps the number exact")]
#[expect(clippy::cast_precision_loss, reason = "the limit is the largest integer that an f64 holds exactly")]
fn whole(number: &Number) -> Option<i64> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    (float.fract() == 0.0 && float.abs() <= INTEGER_MAX as f64).then_some(float as i64)
}
