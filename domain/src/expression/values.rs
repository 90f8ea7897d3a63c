//! Answers as values of CEL.

use std::collections::HashMap;

use cel::ExecutionError;
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::shape::DAYS_SINCE;

/// A group of answers. The depth of answers is bounded by the form that has checked them.
pub(super) fn group(members: &Map<String, Value>) -> cel::Value {
    let members: HashMap<String, cel::Value> =
        members.iter().map(|(name, member)| (name.clone(), value(member))).collect();
    members.into()
}

fn value(answer: &Value) -> cel::Value {
    match answer {
        Value::Null => cel::Value::Null,
        Value::Bool(yes) => cel::Value::Bool(*yes),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| cel::Value::Float(number.as_f64().unwrap_or_default()), cel::Value::Int)
        }
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => items.iter().map(value).collect::<Vec<_>>().into(),
        Value::Object(members) => group(members),
    }
}

/// How many days before `today` a day was. What is no day of the calendar is an error.
pub(super) fn days_between(day: &str, today: Date) -> Result<i64, ExecutionError> {
    let days = |day: Date| day.until(today).map(|span| span.get_days().into());
    day.parse().and_then(days).map_err(|error| ExecutionError::function_error(DAYS_SINCE, error))
}
