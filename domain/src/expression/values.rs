//! Answers as values of CEL.

use std::collections::HashMap;

use serde_json::{Map, Value};

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
