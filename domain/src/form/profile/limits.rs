//! What the keywords of a value may hold.

use serde_json::Value;

use super::super::definitions;
use super::keywords::Place;
use super::{LIST_ITEMS_MAX, Problems, member, names};
use crate::form::{FIELDS_MAX, INTEGER_MAX, fields};

/// Rules of the root alone.
pub(super) fn root(schema: &Value, problems: &mut Problems) {
    let draft = "https://json-schema.org/draft/2020-12/schema";
    if schema.get("$schema").is_some_and(|named| *named != draft) {
        problems.add("/$schema", "OtherDraft", format!("a form is written in JSON Schema 2020-12: `{draft}`"));
    }
    let opened = ["allOf", "if", "$ref"].into_iter().find(|keyword| schema.get(keyword).is_some());
    if let Some(keyword) = opened.filter(|_| schema.get("additionalProperties").is_some()) {
        let message = format!("a form with `{keyword}` cannot be closed: its further fields would all be refused");
        problems.add("/additionalProperties", "ClosedForm", message);
    }
    additional(schema, "", problems);
    if fields::read_all(schema).is_none_or(|fields| fields.len() > FIELDS_MAX) {
        let message =
            format!("a form has at most {FIELDS_MAX} fields, all branches counted, and not many more in its groups");
        problems.add("", "TooManyFields", message);
    }
}

/// Rules of a value or of a test.
pub(super) fn value(schema: &Value, root: &Value, at: &str, place: Place, problems: &mut Problems) {
    kind(schema, at, problems);
    additional(schema, at, problems);
    constants(schema, at, place, problems);
    numbers(schema, at, problems);
    if let Some(format) = schema.get("format").filter(|format| **format != "date" && **format != "email") {
        problems.add(
            &member(at, "format"),
            "UnknownFormat",
            format!("{format} is not in the form profile: `date` or `email`"),
        );
    }
    if place != Place::Test {
        list(schema, root, at, problems);
        effects(schema, root, at, problems);
    }
}

fn kind(schema: &Value, at: &str, problems: &mut Problems) {
    let Some(kind) = schema.get("type") else { return };
    if !["string", "integer", "boolean", "array", "object"].iter().any(|allowed| kind == allowed) {
        let message =
            format!("{kind} is not in the form profile: one of `string`, `integer`, `boolean`, `array`, `object`");
        problems.add(&member(at, "type"), "TypeNotAllowed", message);
    }
}

fn additional(schema: &Value, at: &str, problems: &mut Problems) {
    if schema.get("additionalProperties").is_some_and(|value| *value != Value::Bool(false)) {
        let message = "`additionalProperties` can only be `false`";
        problems.add(&member(at, "additionalProperties"), "AdditionalPropertiesNotFalse", message);
    }
}

fn constants(schema: &Value, at: &str, place: Place, problems: &mut Problems) {
    if schema.get("const").is_some_and(|value| !is_scalar(value)) {
        problems.add(&member(at, "const"), "ConstNotScalar", "a constant is a text, a whole number, `true` or `false`");
    }
    let Some(options) = schema.get("enum").and_then(Value::as_array) else { return };
    if place == Place::Test && !options.iter().all(is_scalar) {
        problems.add(&member(at, "enum"), "ConstNotScalar", "options are texts, whole numbers, `true` or `false`");
    }
    if place != Place::Test && (options.is_empty() || names(schema, "enum").len() != options.len()) {
        problems.add(&member(at, "enum"), "EnumNotTexts", "a choice has one or more different texts");
    }
}

fn is_scalar(value: &Value) -> bool {
    value.is_string() || value.is_boolean() || is_exact(value)
}

fn is_exact(value: &Value) -> bool {
    value.as_i64().is_some_and(|number| (-INTEGER_MAX..=INTEGER_MAX).contains(&number))
}

fn numbers(schema: &Value, at: &str, problems: &mut Problems) {
    for keyword in ["minimum", "maximum"] {
        if schema.get(keyword).is_some_and(|value| !is_exact(value)) {
            problems.add(&member(at, keyword), "NumberOutOfRange", "a bound is a whole number within ±(2^53−1)");
        }
    }
}

fn list(schema: &Value, root: &Value, at: &str, problems: &mut Problems) {
    if schema.get("type").is_none_or(|kind| kind != "array") {
        return;
    }
    let given = |keyword| definitions::chain(root, schema).find_map(|part| part.get(keyword));
    if given("items").is_none() {
        problems.add(at, "ItemsMissing", "a list says with `items` what it is a list of");
    }
    if given("maxItems").and_then(Value::as_u64).is_none_or(|items| items > LIST_ITEMS_MAX) {
        let message = format!("a list says with `maxItems` how long it may be, at most {LIST_ITEMS_MAX}");
        problems.add(at, "UnboundedList", message);
    }
}

/// Keywords that look only at values of one type; beside another type they would never do anything.
const OF_TYPE: &[(&str, &str)] = &[
    ("minLength", "string"),
    ("maxLength", "string"),
    ("pattern", "string"),
    ("format", "string"),
    ("enum", "string"),
    ("minimum", "integer"),
    ("maximum", "integer"),
    ("items", "array"),
    ("minItems", "array"),
    ("maxItems", "array"),
    ("uniqueItems", "array"),
    ("properties", "object"),
    ("required", "object"),
    ("additionalProperties", "object"),
    ("dependentRequired", "object"),
];

fn effects(schema: &Value, root: &Value, at: &str, problems: &mut Problems) {
    let kind = definitions::chain(root, schema).find_map(|part| part.get("type")?.as_str());
    let Some(kind) = kind else { return };
    for (keyword, of) in OF_TYPE.iter().filter(|(keyword, of)| *of != kind && schema.get(keyword).is_some()) {
        let message = format!("`{keyword}` looks only at values of type `{of}`, this one is `{kind}`");
        problems.add(&member(at, keyword), "KeywordWithoutEffect", message);
    }
}
