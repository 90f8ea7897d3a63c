//! How deep a JSON value is, found without recursion.

use serde_json::Value;

/// Whether `value` is nested deeper than `levels`; a plain value has one level.
pub(super) fn exceeds(value: &Value, levels: usize) -> bool {
    let mut pending = vec![(value, 1)];
    while let Some((value, level)) = pending.pop() {
        if level > levels {
            return true;
        }
        match value {
            Value::Array(items) => pending.extend(items.iter().map(|item| (item, level + 1))),
            Value::Object(members) => pending.extend(members.values().map(|member| (member, level + 1))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}
