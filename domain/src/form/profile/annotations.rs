//! `x-cityhall-*`: what the city says about a field beside its schema.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::{definitions, members};
use super::keywords::Place;
use super::{Problems, member, names};
use crate::form::Class;
use crate::form::identifier::Identifier;
use crate::place::PARTS;
use crate::text::Text;

/// Checks the annotations of one schema object.
pub(super) fn check(schema: &Value, root: &Value, at: &str, place: Place, problems: &mut Problems) {
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        let Some(name) = keyword.strip_prefix("x-cityhall-") else { continue };
        if let Err((reason, message)) = one(name, value, place) {
            problems.add(&member(at, keyword), reason, message);
        }
    }
    order(schema, at, problems);
    if place == Place::Field {
        listed(schema, root, at, problems);
        place_on_a_map(schema, root, at, problems);
    }
    if matches!(place, Place::Field | Place::Inner) {
        person(schema, root, at, problems);
        identifier(schema, root, at, problems);
        labels(schema, root, at, problems);
    }
}

type Refusal = (&'static str, &'static str);

fn one(name: &str, value: &Value, place: Place) -> Result<(), Refusal> {
    let fits = match name {
        "title-en" | "description-en" => value.is_string(),
        "class" => class(value).is_some(),
        "listed" | "person" | "place" => value.is_boolean(),
        "identifier" => <Identifier as serde::Deserialize>::deserialize(value).is_ok(),
        "order" => value.as_array().is_some_and(|order| order.iter().all(Value::is_string)),
        "labels" => value.as_object().is_some_and(|labels| labels.values().all(is_text)),
        _ => {
            return Err((
                "UnknownAnnotation",
                "known are `x-cityhall-` with title-en, description-en, class, listed, person, place, identifier, labels, order",
            ));
        }
    };
    match (name, place) {
        ("class" | "listed" | "person" | "place" | "identifier" | "labels", Place::Root | Place::Part) => {
            Err(("AnnotationMisplaced", "this belongs to a field, not to the form"))
        }
        ("order", Place::Test) => Err(("AnnotationMisplaced", "a condition asks nothing, so it has no order")),
        ("class", Place::Inner) => {
            Err(("AnnotationMisplaced", "fields of a group and items of a list have the class of the whole"))
        }
        ("identifier", _) if !fits => Err(("UnknownIdentifier", "a number is a `CitizenId` or a `CreditCode`")),
        ("place", Place::Inner) => {
            Err(("AnnotationMisplaced", "a place is a field of the form itself, so that a map can show it"))
        }
        ("listed", Place::Inner) => Err(("AnnotationMisplaced", "only fields of the form itself can be listed")),
        ("class", _) if !fits => Err(("UnknownClass", "a class is `public`, `internal`, `personal` or `sensitive`")),
        _ if !fits => Err((
            "AnnotationMistyped",
            "`title-en` and `description-en` are texts, `listed`, `person` and `place` are true or false, `labels` gives each word `zh` and `en`, `order` is a list of field names",
        )),
        _ => Ok(()),
    }
}

fn class(value: &Value) -> Option<Class> {
    serde::Deserialize::deserialize(value).ok()
}

fn is_text(label: &Value) -> bool {
    let known =
        label.as_object().is_some_and(|label| label.keys().all(|language| language == "zh" || language == "en"));
    known && <Text as serde::Deserialize>::deserialize(label).is_ok()
}

fn given<'a>(schema: &'a Value, root: &'a Value, keyword: &str) -> Option<&'a Value> {
    definitions::chain(root, schema).find_map(|part| part.get(keyword))
}

fn class_of(schema: &Value, root: &Value) -> Class {
    given(schema, root, "x-cityhall-class").and_then(class).unwrap_or(Class::Personal)
}

/// An order names every field here, each once.
fn order(schema: &Value, at: &str, problems: &mut Problems) {
    let mut said: Vec<&str> = members::said(schema).collect();
    let mut properties: Vec<&str> = super::members(schema, "properties").map(|(name, _)| name.as_str()).collect();
    let message = format!("the order names each field here once: {}", properties.join(", "));
    said.sort_unstable();
    properties.sort_unstable();
    if schema.get(members::ORDER).is_some() && said != properties {
        problems.add(&member(at, members::ORDER), "OrderIncomplete", message);
    }
}

fn is_set(schema: &Value, keyword: &str) -> bool {
    schema.get(keyword) == Some(&Value::Bool(true))
}

fn listed(schema: &Value, root: &Value, at: &str, problems: &mut Problems) {
    if !is_set(schema, "x-cityhall-listed") {
        return;
    }
    let composite = given(schema, root, "type").is_some_and(|kind| kind == "array" || kind == "object");
    if class_of(schema, root).is_sealed() || composite {
        let message = "only single values of class `public` or `internal` can be listed";
        problems.add(&member(at, "x-cityhall-listed"), "ListedNotAllowed", message);
    }
}

fn person(schema: &Value, root: &Value, at: &str, problems: &mut Problems) {
    if is_set(schema, "x-cityhall-person") && given(schema, root, "type").is_none_or(|kind| kind != "string") {
        let message = "a person is identified by a text, which is looked up and not stored in the open";
        problems.add(&member(at, "x-cityhall-person"), "PersonNotAllowed", message);
    }
}

/// A place is two whole numbers, which are demanded together and lie on the earth.
fn place_on_a_map(schema: &Value, root: &Value, at: &str, problems: &mut Problems) {
    if !is_set(schema, "x-cityhall-place") {
        return;
    }
    let of = |part: &Value, name: &str| part.get("properties").and_then(|all| all.get(name)).cloned();
    let is_whole = |(name, most): (&str, i64)| {
        let number = definitions::chain(root, schema).find_map(|part| of(part, name)).unwrap_or_default();
        let bound = |keyword| given(&number, root, keyword).and_then(Value::as_i64);
        given(&number, root, "type").is_some_and(|kind| kind == "integer")
            && bound("minimum").is_some_and(|least| least >= -most)
            && bound("maximum").is_some_and(|largest| largest <= most)
    };
    let asked: BTreeSet<&str> = definitions::chain(root, schema)
        .flat_map(|part| super::members(part, "properties").map(|(name, _)| name.as_str()))
        .collect();
    let demanded: BTreeSet<&str> = definitions::chain(root, schema).flat_map(|part| names(part, "required")).collect();
    let is_place = PLACE.into_iter().all(is_whole);
    if asked != BTreeSet::from(PLACE.map(|(name, _)| name)) || demanded != asked || !is_place {
        let message = "a place is an object with the required integers `longitude` (±18000000000) and `latitude` (±9000000000), in hundred-millionths of a degree, each with its bounds";
        problems.add(&member(at, "x-cityhall-place"), "PlaceNotAllowed", message);
    }
}

/// What a place is made of, and the largest that each can be, in parts of a degree.
const PLACE: [(&str, i64); 2] = [("longitude", 180 * PARTS), ("latitude", 90 * PARTS)];

/// A number of the state is a text.
fn identifier(schema: &Value, root: &Value, at: &str, problems: &mut Problems) {
    let is_text = given(schema, root, "type").is_some_and(|kind| kind == "string");
    if schema.get("x-cityhall-identifier").is_some() && !is_text {
        let message = "such a number is a text";
        problems.add(&member(at, "x-cityhall-identifier"), "IdentifierNotAllowed", message);
    }
}

fn labels(schema: &Value, root: &Value, at: &str, problems: &mut Problems) {
    let words =
        definitions::chain(root, schema).find(|part| part.get("enum").is_some()).map(|part| names(part, "enum"));
    for (word, _) in super::members(schema, "x-cityhall-labels") {
        if !words.as_ref().is_some_and(|words| words.contains(word.as_str())) {
            let message = format!("`{word}` is not a word of this field's `enum`");
            problems.add(&member(&member(at, "x-cityhall-labels"), word), "UnknownWord", message);
        }
    }
}
