//! Shared parts of a schema: `$ref` names an entry of the form's own `$defs`, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::SCHEMA_DEPTH_MAX;

/// What `schema` refers to, if it refers to a definition of `root`.
pub(super) fn target<'a>(root: &'a Value, schema: &Value) -> Option<&'a Value> {
    root.get("$defs")?.get(name(schema.get("$ref")?.as_str()?)?)
}

/// The definition that a reference names: `#/$defs/address` names `address`.
pub(super) fn name(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/$defs/").filter(|name| !name.contains('/'))
}

/// `schema`, then the definition to which it refers, and so on. A keyword holds as said first.
pub(super) fn chain<'a>(root: &'a Value, schema: &'a Value) -> impl Iterator<Item = &'a Value> {
    std::iter::successors(Some(schema), |part| target(root, part)).take(SCHEMA_DEPTH_MAX)
}

/// Names of definitions from which references lead back to themselves.
pub(super) fn circles(root: &Value) -> Vec<&str> {
    let definitions: BTreeMap<&str, BTreeSet<&str>> =
        members(root).map(|(name, definition)| (name.as_str(), references(definition))).collect();
    let leads_back = |start: &str| {
        let mut reached = BTreeSet::new();
        let mut pending = vec![start];
        while let Some(name) = pending.pop() {
            let next = definitions.get(name).into_iter().flatten().copied();
            pending.extend(next.filter(|name| reached.insert(*name)));
        }
        reached.contains(start)
    };
    definitions.keys().copied().filter(|name| leads_back(name)).collect()
}

fn members(root: &Value) -> impl Iterator<Item = (&String, &Value)> {
    root.get("$defs").and_then(Value::as_object).into_iter().flatten()
}

fn references(definition: &Value) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut pending = vec![definition];
    while let Some(value) = pending.pop() {
        match value {
            Value::Array(items) => pending.extend(items),
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str).and_then(name));
                pending.extend(members.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}
