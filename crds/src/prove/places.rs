//! Where in the manifest the parts of a module stand.

use cityhall_domain::form::pointer::member;
use cityhall_domain::form::{Field, FieldType, Form};
use cityhall_domain::module::Module;
use serde_json::Value;

use crate::path;

pub(super) fn state(index: usize, below: &str) -> String {
    format!("spec.workflow.states[{index}].{below}")
}

pub(super) fn action(index: usize, below: &str) -> String {
    format!("spec.workflow.actions[{index}].{below}")
}

pub(super) fn alternative(index: usize, below: &str) -> String {
    format!("spec.limits.byAnswers[{index}].{below}")
}

/// Every form of a module, with the path of its schema.
pub(super) fn forms(module: &Module) -> Vec<(String, &Form)> {
    let own = ("spec.form.schema".to_owned(), &module.form);
    let demanded = module.workflow.actions.iter().enumerate().filter_map(|(index, one)| {
        let form = one.demands.fields.as_ref()?;
        Some((action(index, "demands.fields.schema"), form))
    });
    std::iter::once(own).chain(demanded).collect()
}

/// Every field of a form, groups opened, with the path of its first declaration and its names
/// from the top.
pub(super) fn fields<'a>(at: &str, form: &'a Form) -> Vec<Placed<'a>> {
    let mut placed = Vec::new();
    collect(at, form.schema(), form.schema(), form.fields(), "", &mut placed);
    placed
}

/// A field and where it is declared.
pub(super) struct Placed<'a> {
    pub(super) field: &'a Field,
    pub(super) path: String,
    /// Such as `place.street`.
    pub(super) name: String,
}

fn collect<'a>(at: &str, root: &Value, schema: &Value, fields: &'a [Field], above: &str, into: &mut Vec<Placed<'a>>) {
    for field in fields {
        let pointer = declared(schema, &field.name, "").unwrap_or_default();
        let path = path::of_pointer(at, schema, &pointer);
        let name = path::key(above, &field.name);
        let inner = schema.pointer(&pointer).unwrap_or(&Value::Null);
        into.push(Placed { field, path: path.clone(), name: name.clone() });
        collect_inside(&path, root, inner, &field.kind, &name, into);
    }
}

fn collect_inside<'a>(
    at: &str,
    root: &Value,
    schema: &Value,
    kind: &'a FieldType,
    above: &str,
    into: &mut Vec<Placed<'a>>,
) {
    match kind {
        FieldType::Object(fields) => collect(at, root, schema, fields, above, into),
        FieldType::List(kind) => {
            let inner = schema.get("items").unwrap_or(&Value::Null);
            collect_inside(&path::key(at, "items"), root, inner, kind, above, into);
        }
        FieldType::String | FieldType::Date | FieldType::Choice(_) | FieldType::Integer | FieldType::Boolean => {}
    }
}

/// JSON Pointer of the first declaration of `name` in a group: its own properties, then its
/// branches. `None` where a reference leads elsewhere.
fn declared(schema: &Value, name: &str, pointer: &str) -> Option<String> {
    if schema.get("properties").and_then(|properties| properties.get(name)).is_some() {
        return Some(member(&format!("{pointer}/properties"), name));
    }
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate();
    let parts = parts.map(|(index, part)| (part, format!("{pointer}/allOf/{index}")));
    let branches = ["then", "else"].into_iter();
    let branches = branches.filter_map(|key| Some((schema.get(key)?, format!("{pointer}/{key}"))));
    parts.chain(branches).find_map(|(part, pointer)| declared(part, name, &pointer))
}
