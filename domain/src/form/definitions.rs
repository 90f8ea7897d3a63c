//! Shared parts of a schema: `$ref` names an entry of the form's own `$defs`, and nothing else.

use serde_json::Value;

/// What `schema` refers to, if it refers to a definition of `root`.
pub(super) fn target<'a>(root: &'a Value, schema: &Value) -> Option<&'a Value> {
    root.get("$defs")?.get(name(schema.get("$ref")?.as_str()?)?)
}

/// The definition that a reference names: `#/$defs/address` names `address`.
pub(super) fn name(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/$defs/").filter(|name| !name.contains('/'))
}
