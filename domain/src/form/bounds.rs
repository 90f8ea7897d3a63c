//! How deep, how long and how exact answers may be. Nothing here recurses over what a person sent.

use serde_json::{Map, Number, Value};

use super::pointer::member;
use super::{ANSWER_BYTES_MAX, ANSWER_DEPTH_MAX, Finding, INTEGER_MAX};

/// The fields that are nested too deeply, or the whole if it is too long.
pub(super) fn excess(answers: &Map<String, Value>) -> Vec<Finding> {
    let mut bytes_left = ANSWER_BYTES_MAX;
    let mut findings = Vec::new();
    for (name, answer) in answers {
        match measure(answer, bytes_left.saturating_sub(name.len())) {
            Measure::Fits { bytes_left: left } => bytes_left = left,
            Measure::TooDeep => findings.push(Finding { path: member("", name), keyword: "maxDepth".to_owned() }),
            Measure::TooLong => return vec![Finding { path: String::new(), keyword: "maxBytes".to_owned() }],
        }
    }
    findings
}

enum Measure {
    Fits { bytes_left: usize },
    TooDeep,
    TooLong,
}

fn measure(answer: &Value, mut bytes_left: usize) -> Measure {
    let mut pending = vec![(answer, 1)];
    while let Some((value, depth)) = pending.pop() {
        if depth > ANSWER_DEPTH_MAX {
            return Measure::TooDeep;
        }
        let Some(left) = bytes_left.checked_sub(own_bytes(value)) else { return Measure::TooLong };
        bytes_left = left;
        match value {
            Value::Array(items) => pending.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => pending.extend(members.values().map(|member| (member, depth + 1))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    Measure::Fits { bytes_left }
}

/// A lower bound of what the value takes as JSON, its parts not counted.
fn own_bytes(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 4,
        Value::Number(_) => 1,
        Value::String(text) => text.len() + 2,
        Value::Array(items) => items.len() + 2,
        Value::Object(members) => 2 + members.keys().map(|name| name.len() + 4).sum::<usize>(),
    }
}

/// Takes nested answers apart without recursion, which a plain drop would need.
pub(super) fn dismantle(answers: Map<String, Value>) {
    let mut pending: Vec<Value> = answers.into_iter().map(|(_, value)| value).collect();
    while let Some(value) = pending.pop() {
        match value {
            Value::Array(items) => pending.extend(items),
            Value::Object(members) => pending.extend(members.into_iter().map(|(_, member)| member)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Numbers outside ±(2^53−1): a browser would have rounded them before anybody saw them.
pub(super) fn inexact(answers: &Map<String, Value>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut pending: Vec<(String, &Value)> = answers.iter().map(|(name, value)| (member("", name), value)).collect();
    while let Some((path, value)) = pending.pop() {
        match value {
            Value::Array(items) => {
                pending.extend(items.iter().enumerate().map(|(at, item)| (format!("{path}/{at}"), item)));
            }
            Value::Object(members) => {
                pending.extend(members.iter().map(|(name, value)| (member(&path, name), value)));
            }
            Value::Number(number) => {
                findings.extend(broken_limit(number).map(|keyword| Finding { path, keyword: keyword.to_owned() }));
            }
            Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
    }
    findings
}

#[expect(clippy::cast_precision_loss, reason = "the limit is the largest integer that an f64 holds exactly")]
fn broken_limit(number: &Number) -> Option<&'static str> {
    let limit = INTEGER_MAX as f64;
    // `as_f64` rounds, but never across the limit: 2^53 itself is exact.
    let number = number.as_f64()?;
    if number > limit {
        Some("maximum")
    } else if number < -limit {
        Some("minimum")
    } else {
        None
    }
}
