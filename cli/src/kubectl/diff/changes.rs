//! What differs between two specs, as paths, and the patch from one to the other.

use std::fmt;

use cityhall_crds::path;
use serde_json::{Map, Value};

use super::short;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    path: String,
    what: What,
}

/// What became of the value at a path. Values are told where they fit on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Added(Option<String>),
    Removed(Option<String>),
    Replaced(Option<(String, String)>),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.what {
            What::Added(Some(value)) => write!(f, "+ {path}: {value}"),
            What::Added(None) => write!(f, "+ {path}"),
            What::Removed(Some(value)) => write!(f, "- {path}: {value}"),
            What::Removed(None) => write!(f, "- {path}"),
            What::Replaced(Some((before, after))) => write!(f, "~ {path}: {before} -> {after}"),
            What::Replaced(None) => write!(f, "~ {path}"),
        }
    }
}

/// Every difference of two specs, in the order of the first.
pub(super) fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    compare("spec", before, after, &mut found);
    found
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<Change>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in before {
                let path = path::key(path, key);
                match after.get(key) {
                    Some(after) => compare(&path, value, after, found),
                    None => found.push(Change { path, what: What::Removed(short(value)) }),
                }
            }
            for (key, value) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
                found.push(Change { path: path::key(path, key), what: What::Added(short(value)) });
            }
        }
        (Value::Array(before), Value::Array(after)) => compare_lists(path, before, after, found),
        (before, after) if before == after => {}
        (before, after) => {
            found.push(Change { path: path.to_owned(), what: What::Replaced(short(before).zip(short(after))) });
        }
    }
}

/// Items that stand alike at both ends are the same; of what is between, one is compared with one. Paths
/// count as the longer list does.
fn compare_lists(path: &str, before: &[Value], after: &[Value], found: &mut Vec<Change>) {
    let head = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (before, after) = (&before[head..], &after[head..]);
    let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    let (before, after) = (&before[..before.len() - tail], &after[..after.len() - tail]);
    for index in 0..before.len().max(after.len()) {
        let path = path::item(path, head + index);
        match (before.get(index), after.get(index)) {
            (Some(before), Some(after)) => compare(&path, before, after, found),
            (Some(before), None) => found.push(Change { path, what: What::Removed(short(before)) }),
            (None, Some(after)) => found.push(Change { path, what: What::Added(short(after)) }),
            (None, None) => {}
        }
    }
}

/// The merge patch (RFC 7396) that makes `after` of `before`: what is no longer there is removed by a null.
pub(super) fn merge_patch(before: &Value, after: &Value) -> Value {
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return after.clone() };
    let mut patch = Map::new();
    for key in before.keys().filter(|key| !after.contains_key(*key)) {
        patch.insert(key.clone(), Value::Null);
    }
    for (key, value) in after {
        match before.get(key) {
            Some(same) if same == value => {}
            Some(other) => drop(patch.insert(key.clone(), merge_patch(other, value))),
            None => drop(patch.insert(key.clone(), value.clone())),
        }
    }
    Value::Object(patch)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(before: &Value, after: &Value) -> Vec<String> {
        changes(before, after).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_difference_has_its_path() {
        let before = json!({ "a": { "b": 1, "gone": "x" }, "same": [1, { "c": true }], "odd key": {} });
        let after = json!({ "same": [1, { "c": true }], "a": { "b": 2, "new": [] }, "odd key": 3 });
        assert_eq!(
            told(&before, &after),
            ["~ spec.a.b: 1 -> 2", "- spec.a.gone: \"x\"", "+ spec.a.new", "~ spec[\"odd key\"]"]
        );
        assert_eq!(told(&before, &before), [""; 0]);
    }

    #[test]
    fn an_item_in_between_is_one_difference() {
        let list =
            |names: &[&str]| json!({ "list": names.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>() });
        assert_eq!(told(&list(&["a", "b"]), &list(&["a", "x", "b"])), ["+ spec.list[1]"]);
        assert_eq!(told(&list(&["a", "x", "b"]), &list(&["a", "b"])), ["- spec.list[1]"]);
        assert_eq!(told(&list(&["a", "b"]), &list(&["a", "c"])), ["~ spec.list[1].name: \"b\" -> \"c\""]);
    }

    #[test]
    fn the_patch_makes_one_of_the_other() {
        let before = json!({ "a": { "b": 1, "gone": 2 }, "list": [1, 2], "same": true });
        let after = json!({ "a": { "b": { "c": 1 } }, "list": [2], "same": true });
        assert_eq!(merge_patch(&before, &after), json!({ "a": { "gone": null, "b": { "c": 1 } }, "list": [2] }));
    }
}
