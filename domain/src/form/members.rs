//! The properties of a schema object in the order in which they are asked.
//!
//! The keys of a JSON object have no order, and a Kubernetes API server sorts them. So the order is
//! said by `x-cityhall-order`, a list of names; without it, properties come by their names.

use serde_json::Value;

/// The annotation that says the order.
pub(super) const ORDER: &str = "x-cityhall-order";

/// The properties of `schema` in their order. Names that an order leaves out, which the profile
/// refuses, come last.
pub(super) fn ordered(schema: &Value) -> Vec<(&String, &Value)> {
    let said: Vec<&str> = said(schema).collect();
    let place = |name: &str| said.iter().position(|said| *said == name).unwrap_or(said.len());
    let mut members: Vec<_> = schema.get("properties").and_then(Value::as_object).into_iter().flatten().collect();
    members.sort_by(|(a, _), (b, _)| (place(a), a).cmp(&(place(b), b)));
    members
}

/// The names that the order of `schema` says.
pub(super) fn said(schema: &Value) -> impl Iterator<Item = &str> {
    schema.get(ORDER).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
