//! The answer as the specification wants it: keys in the order of the document, a field that failed is null, a null
//! that may not be travels up to the next that may, and each such null has exactly one error. The executor writes
//! keys as they become ready, drops those of fields that failed, and lets no null travel.

use std::collections::BTreeMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaType, MetaTypeName, Registry};
use async_graphql::{ErrorExtensionValues, Name, PathSegment, ServerError, Value};

use crate::answer::plan::{Field, Item, Plan, Problem, TYPE_KEY};
use crate::code::Code;

/// Stands between the parts of a path that is written as text. No key has it.
const SEPARATOR: char = '/';

impl Plan<'_> {
    /// What the executor came to, in shape; the errors in the order of the document.
    pub(super) fn shape(&self, data: Value, errors: Vec<ServerError>) -> (Value, Vec<ServerError>) {
        let mut shaper = Shaper::new(self.registry, errors);
        let data = match data {
            Value::Object(found) => found,
            _ => IndexMap::new(),
        };
        let data = match shaper.object(self.root, &[self.items.as_slice()], data) {
            Ok(data) => data,
            Err(Lost(error)) => {
                shaper.told = vec![error];
                shaper.waiting.clear();
                Value::Null
            }
        };
        (data, shaper.finish())
    }
}

/// The error of a field that is null and may not be.
struct Lost(ServerError);

struct Shaper<'a> {
    registry: &'a Registry,
    /// Errors that no field was found for yet, by their paths: the first of each.
    waiting: BTreeMap<String, ServerError>,
    /// Errors without a path.
    elsewhere: Vec<ServerError>,
    told: Vec<ServerError>,
    path: Vec<PathSegment>,
}

/// A field with everything that is asked below it.
struct Merged<'p> {
    field: &'p Field<'p>,
    sets: Vec<&'p [Item<'p>]>,
}

impl<'a> Shaper<'a> {
    fn new(registry: &'a Registry, errors: Vec<ServerError>) -> Self {
        let (mut waiting, mut elsewhere) = (BTreeMap::new(), Vec::new());
        for error in errors {
            if error.path.is_empty() {
                elsewhere.push(error);
            } else {
                waiting.entry(text(&error.path)).or_insert(error);
            }
        }
        Self { registry, waiting, elsewhere, told: Vec::new(), path: Vec::new() }
    }

    fn finish(self) -> Vec<ServerError> {
        self.told.into_iter().chain(self.waiting.into_values()).chain(self.elsewhere).collect()
    }

    fn object(&mut self, of: &MetaType, sets: &[&[Item<'_>]], mut found: IndexMap<Name, Value>) -> Result<Value, Lost> {
        let fields = merged(of.name(), sets);
        let mut object = IndexMap::with_capacity(fields.len());
        for Merged { field, sets } in fields {
            let value = found.swap_remove(field.key.as_str());
            // The library describes every schema with the same sentence, which the schema as text does not have.
            let (ty, value) = match (of.name(), field.name) {
                ("__Schema", "description") => ("String", None),
                _ => (field.of, value),
            };
            self.path.push(PathSegment::Field(field.key.to_string()));
            if let Some(problem) = &field.problem {
                self.waiting.insert(text(&self.path), bad_input(field, problem, &self.path));
            }
            let value = self.place(field, ty, &sets, value);
            self.path.pop();
            object.insert(field.key.clone(), value?);
        }
        Ok(Value::Object(object))
    }

    /// A value where one of the type `of` stands; a null is told once, where it may stand.
    fn place(
        &mut self,
        field: &Field<'_>,
        of: &str,
        sets: &[&[Item<'_>]],
        value: Option<Value>,
    ) -> Result<Value, Lost> {
        if let MetaTypeName::NonNull(inner) = MetaTypeName::create(of) {
            return match self.value(field, inner, sets, value)? {
                Value::Null => Err(Lost(self.missing(field))),
                value => Ok(value),
            };
        }
        let told = self.told.len();
        match self.value(field, of, sets, value) {
            Ok(Value::Null) => {
                let error = self.take();
                self.told.extend(error);
                Ok(Value::Null)
            }
            Ok(value) => Ok(value),
            Err(Lost(error)) => {
                // Whatever else went wrong below is not in the answer any more.
                self.told.truncate(told);
                self.told.push(error);
                self.forget();
                Ok(Value::Null)
            }
        }
    }

    fn value(
        &mut self,
        field: &Field<'_>,
        of: &str,
        sets: &[&[Item<'_>]],
        value: Option<Value>,
    ) -> Result<Value, Lost> {
        match (MetaTypeName::create(of), value) {
            (MetaTypeName::NonNull(inner), value) => self.value(field, inner, sets, value),
            (MetaTypeName::List(inner), Some(Value::List(items))) => {
                let mut list = Vec::with_capacity(items.len());
                for (at, item) in items.into_iter().enumerate() {
                    self.path.push(PathSegment::Index(at));
                    let item = self.place(field, inner, sets, Some(item));
                    self.path.pop();
                    list.push(item?);
                }
                Ok(Value::List(list))
            }
            (MetaTypeName::Named(name), Some(Value::Object(found))) if field.is_composite() => {
                self.typed(name, sets, found)
            }
            // An object whose every field failed looks like none.
            (MetaTypeName::Named(name), None | Some(Value::Null)) if field.is_composite() && self.failed_below() => {
                self.typed(name, sets, IndexMap::new())
            }
            // Nor is a list there of which an item failed.
            (MetaTypeName::List(_), None) if let Some(error) = self.first_below() => Err(Lost(error)),
            (MetaTypeName::List(_) | MetaTypeName::Named(_), value) => Ok(value.unwrap_or_default()),
        }
    }

    fn typed(&mut self, of: &str, sets: &[&[Item<'_>]], mut found: IndexMap<Name, Value>) -> Result<Value, Lost> {
        let name = match found.swap_remove(TYPE_KEY) {
            Some(Value::String(name)) => name,
            _ => of.to_owned(),
        };
        match self.registry.types.get(&name) {
            Some(of) => self.object(of, sets, found),
            None => Ok(Value::Null),
        }
    }

    /// The error of the field that is looked at, if it has one.
    fn take(&mut self) -> Option<ServerError> {
        if self.waiting.is_empty() { None } else { self.waiting.remove(&text(&self.path)) }
    }

    /// The error of a field that is null and may not be.
    fn missing(&mut self, field: &Field<'_>) -> ServerError {
        self.take().unwrap_or_else(|| ServerError {
            path: self.path.clone(),
            ..ServerError::new("internal: a field that is never null is null", Some(field.pos))
        })
    }

    fn below(&self) -> String {
        let mut below = text(&self.path);
        below.push(SEPARATOR);
        below
    }

    fn failed_below(&self) -> bool {
        if self.waiting.is_empty() {
            return false;
        }
        let below = self.below();
        self.waiting.range(below.clone()..).next().is_some_and(|(path, _)| path.starts_with(&below))
    }

    fn first_below(&mut self) -> Option<ServerError> {
        if !self.failed_below() {
            return None;
        }
        let path = self.waiting.range(self.below()..).next().map(|(path, _)| path.clone())?;
        self.waiting.remove(&path)
    }

    fn forget(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let (here, below) = (text(&self.path), self.below());
        self.waiting.retain(|path, _| *path != here && !path.starts_with(&below));
    }
}

fn merged<'p>(of: &str, sets: &[&'p [Item<'p>]]) -> Vec<Merged<'p>> {
    let mut fields = IndexMap::new();
    for set in sets {
        gather(of, set, &mut fields);
    }
    fields.into_values().collect()
}

fn gather<'p>(of: &str, set: &'p [Item<'p>], fields: &mut IndexMap<&'p str, Merged<'p>>) {
    for item in set {
        match item {
            Item::Field(field) => {
                let merged = fields.entry(field.key.as_str()).or_insert_with(|| Merged { field, sets: Vec::new() });
                if field.is_composite() {
                    merged.sets.push(&field.items);
                }
            }
            Item::Of(some, items) if some.is_possible_type(of) => gather(of, items, fields),
            Item::Of(..) => {}
        }
    }
}

fn bad_input(field: &Field<'_>, problem: &Problem, path: &[PathSegment]) -> ServerError {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", Code::BadInput.as_str());
    extensions.set("coordinate", problem.coordinate.as_str());
    let error = ServerError::new(format!("{}: {}", problem.coordinate, problem.message), Some(field.pos));
    ServerError { path: path.to_vec(), extensions: Some(extensions), ..error }
}

/// A path as text, which sorts what is below a field right behind it.
fn text(path: &[PathSegment]) -> String {
    let mut text = String::new();
    for segment in path {
        if !text.is_empty() {
            text.push(SEPARATOR);
        }
        match segment {
            PathSegment::Field(key) => text.push_str(key),
            PathSegment::Index(at) => text.push_str(&at.to_string()),
        }
    }
    text
}
