//! The form profile: the part of JSON Schema in which browser and server agree on verdict and
//! findings, and in which every field can be shown, stored and queried.
//!
//! A schema consists of three kinds of places, each with its own keywords: the *form* itself (the
//! root, members of `allOf`, branches of a condition), *values* (what a field takes) and *tests*
//! (what stands inside an `if`). [`keywords`] walks them; [`order`] proves that each condition looks
//! back only, and that nothing is demanded which may not be asked.

mod annotations;
mod conditions;
mod keywords;
mod limits;
mod order;
mod pattern;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::pointer::member;
use super::{Form, FormError, SCHEMA_DEPTH_MAX, definitions, depth, fields};

/// Where and why a schema leaves the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// JSON Pointer into the schema.
    pub pointer: String,
    /// What kind: a stable CamelCase word.
    pub reason: &'static str,
    /// What is wrong and what would be allowed, in one sentence.
    pub message: String,
}

/// How many bytes a schema may take as compact JSON.
pub const SCHEMA_BYTES_MAX: usize = 64 * 1024;

/// How many items a list may allow. Each list must name its own `maxItems`, so that no expression
/// ever walks over an unbounded one.
pub const LIST_ITEMS_MAX: u64 = 200;

/// The form that `schema` declares, with the fields that [`fields::read`] reads.
///
/// # Errors
/// Every place in which the schema leaves the profile.
pub fn form(schema: &Value) -> Result<Form, Vec<Problem>> {
    let mut problems = Problems::default();
    if is_walkable(schema, &mut problems) {
        shape(schema, &mut problems);
        keywords::check(schema, &mut problems);
        order::check(schema, &mut problems);
    }
    if !problems.0.is_empty() {
        return Err(problems.0);
    }
    // The last guard: what the walks do not know, the libraries do.
    Form::new(schema.clone(), fields::read(schema)).map_err(|error| {
        match error {
            FormError::Schema { pointer, message } => problems.add(&pointer, "InvalidSchema", message),
            FormError::TooDeep | FormError::TooLarge => problems.add("", "SchemaTooLarge", error.to_string()),
        }
        problems.0
    })
}

/// Whether the schema is bounded and free of circles, so that it can be walked at all.
fn is_walkable(schema: &Value, problems: &mut Problems) -> bool {
    if depth::exceeds(schema, SCHEMA_DEPTH_MAX) {
        problems.add("", "SchemaTooDeep", format!("a schema has at most {SCHEMA_DEPTH_MAX} levels"));
        return false;
    }
    if schema.to_string().len() > SCHEMA_BYTES_MAX {
        problems.add("", "SchemaTooLarge", format!("a schema has at most {SCHEMA_BYTES_MAX} bytes"));
        return false;
    }
    let circles = definitions::circles(schema);
    for name in &circles {
        let message = "a definition may not refer to itself, directly or over others";
        problems.add(&member("/$defs", name), "RecursiveReference", message);
    }
    circles.is_empty()
}

/// What the standard itself says of keywords and their types.
fn shape(schema: &Value, problems: &mut Problems) {
    for error in jsonschema::draft202012::meta::validator().iter_errors(schema) {
        problems.add(&error.instance_path().to_string(), "InvalidSchema", error.to_string());
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
struct Problems(Vec<Problem>);

impl Problems {
    /// Adds one problem; the same one again (of a definition used twice) is left out.
    fn add(&mut self, pointer: &str, reason: &'static str, message: impl Into<String>) {
        let problem = Problem { pointer: pointer.to_owned(), reason, message: message.into() };
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }
}

/// The members of an object keyword such as `properties`; none if it is something else.
fn members<'a>(schema: &'a Value, keyword: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    schema.get(keyword).and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

/// The texts of a list keyword such as `required`; none if it is something else.
fn names<'a>(schema: &'a Value, keyword: &str) -> BTreeSet<&'a str> {
    schema.get(keyword).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests;
