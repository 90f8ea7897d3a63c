//! The fields of a schema, as the rest of the city sees them.

use std::cell::Cell;

use serde_json::{Map, Value};

use super::identifier::Identifier;
use super::members::ordered;
use super::{Choice, Class, Field, FieldType, SCHEMA_DEPTH_MAX, definitions};
use crate::text::Text;

/// Every field that `schema` can ask, in the order in which it asks them; both branches of a
/// condition count. A field that is declared again, to narrow it, keeps its first declaration.
///
/// Reads any schema; only of one within the profile are the results complete.
#[must_use]
pub fn read(schema: &Value) -> Vec<Field> {
    let reader = Reader::new(schema);
    reader.form()
}

/// As [`read`]; nothing if the fields were too many or too deep to be read to the end.
pub(super) fn read_all(schema: &Value) -> Option<Vec<Field>> {
    let reader = Reader::new(schema);
    let fields = reader.form();
    (reader.visits_left.get() > 0).then_some(fields)
}

/// How many fields are read, those of groups counted each time; definitions that multiply each
/// other reach it.
const VISITS_MAX: usize = 2048;

struct Reader<'a> {
    root: &'a Value,
    visits_left: Cell<usize>,
}

impl<'a> Reader<'a> {
    fn new(root: &'a Value) -> Self {
        Self { root, visits_left: Cell::new(VISITS_MAX) }
    }

    fn form(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        self.group(self.root, None, 0, &mut fields);
        fields
    }

    /// Counts a visit; false if there are none left, or if it goes too deep.
    fn may_visit(&self, depth: usize) -> bool {
        let left = if depth > SCHEMA_DEPTH_MAX { 0 } else { self.visits_left.get().saturating_sub(1) };
        self.visits_left.set(left);
        left > 0
    }

    fn group(&self, schema: &Value, class: Option<Class>, depth: usize, into: &mut Vec<Field>) {
        if !self.may_visit(depth) {
            return;
        }
        if let Some(target) = definitions::target(self.root, schema) {
            self.group(target, class, depth + 1, into);
        }
        for (name, property) in ordered(schema) {
            if into.iter().all(|field| field.name != *name) {
                into.extend(self.field(name, property, class, depth + 1));
            }
        }
        let parts = schema["allOf"].as_array().into_iter().flatten();
        for part in parts.chain(["then", "else"].iter().filter_map(|branch| schema.get(branch))) {
            self.group(part, class, depth + 1, into);
        }
    }

    /// A top-level field says its own class; within a group, that of the group holds.
    fn field(&self, name: &str, schema: &Value, of_group: Option<Class>, depth: usize) -> Option<Field> {
        let class =
            of_group.or_else(|| self.annotation(schema, "x-cityhall-class").and_then(class)).unwrap_or(Class::Personal);
        Some(Field {
            name: name.to_owned(),
            title: Text { zh: self.text(schema, "title"), en: self.text(schema, "x-cityhall-title-en") },
            kind: self.kind(schema, class, depth)?,
            class,
            listed: self.flag(schema, "x-cityhall-listed"),
            person: self.flag(schema, "x-cityhall-person"),
            identifier: self.annotation(schema, "x-cityhall-identifier").and_then(identifier),
        })
    }

    fn kind(&self, schema: &Value, class: Class, depth: usize) -> Option<FieldType> {
        if !self.may_visit(depth) {
            return None;
        }
        match self.annotation(schema, "type")?.as_str()? {
            "string" => Some(self.textual(schema)),
            "integer" => Some(FieldType::Integer),
            "boolean" => Some(FieldType::Boolean),
            "array" => {
                self.kind(self.annotation(schema, "items")?, class, depth + 1).map(Box::new).map(FieldType::List)
            }
            "object" => {
                let mut fields = Vec::new();
                self.group(schema, Some(class), depth + 1, &mut fields);
                Some(FieldType::Object(fields))
            }
            _ => None,
        }
    }

    fn textual(&self, schema: &Value) -> FieldType {
        if let Some(words) = self.annotation(schema, "enum").and_then(Value::as_array) {
            let labels = self.annotation(schema, "x-cityhall-labels").and_then(Value::as_object);
            return FieldType::Choice(
                words.iter().filter_map(Value::as_str).map(|word| choice(word, labels)).collect(),
            );
        }
        match self.annotation(schema, "format").and_then(Value::as_str) {
            Some("date") => FieldType::Date,
            _ => FieldType::String,
        }
    }

    /// A keyword of the schema itself, or of the definition that it refers to.
    fn annotation<'s>(&'s self, schema: &'s Value, keyword: &str) -> Option<&'s Value> {
        definitions::chain(self.root, schema).find_map(|part| part.get(keyword))
    }

    fn text(&self, schema: &Value, keyword: &str) -> Option<String> {
        self.annotation(schema, keyword).and_then(Value::as_str).map(str::to_owned)
    }

    fn flag(&self, schema: &Value, keyword: &str) -> bool {
        self.annotation(schema, keyword).and_then(Value::as_bool).unwrap_or(false)
    }
}

fn class(value: &Value) -> Option<Class> {
    serde::Deserialize::deserialize(value).ok()
}

fn identifier(value: &Value) -> Option<Identifier> {
    serde::Deserialize::deserialize(value).ok()
}

fn choice(word: &str, labels: Option<&Map<String, Value>>) -> Choice {
    let label =
        labels.and_then(|labels| labels.get(word)).and_then(|label| serde::Deserialize::deserialize(label).ok());
    Choice { value: word.to_owned(), label: label.unwrap_or_default() }
}
