//! Values that come in, coerced to their types as the specification says. The library takes whole numbers of 64 bits
//! for `Int` and texts for words, forgets defaults inside inputs, does not make lists of single values, and gives null
//! for a variable that is absent.

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaInputValue, MetaType, MetaTypeName, Registry};
use async_graphql::{Name, Number, Value as Constant, Variables};
use async_graphql_value::Value;

/// A value that came with the request, as its type holds it.
///
/// # Errors
/// Where it does not fit.
pub(super) fn held(registry: &Registry, of: &str, value: Constant) -> Result<Constant, String> {
    match (MetaTypeName::create(of), value) {
        (MetaTypeName::NonNull(_), Constant::Null) => Err(String::new()),
        (MetaTypeName::NonNull(inner), value) => held(registry, inner, value),
        (_, Constant::Null) => Ok(Constant::Null),
        (MetaTypeName::List(inner), Constant::List(items)) => {
            let items = items.into_iter().enumerate();
            let items = items.map(|(at, item)| held(registry, inner, item).map_err(|path| format!(".{at}{path}")));
            items.collect::<Result<Vec<_>, _>>().map(Constant::List)
        }
        (MetaTypeName::List(inner), single) => Ok(Constant::List(vec![held(registry, inner, single)?])),
        (MetaTypeName::Named(name), value) => held_named(registry, name, value),
    }
}

fn held_named(registry: &Registry, name: &str, value: Constant) -> Result<Constant, String> {
    match (registry.types.get(name), value) {
        (Some(MetaType::InputObject { input_fields, oneof, .. }), Constant::Object(mut given)) => {
            if *oneof && (given.len() != 1 || given.values().any(|value| *value == Constant::Null)) {
                return Err(String::new());
            }
            let mut object = IndexMap::new();
            for field in input_fields.values() {
                let at = |path: String| format!(".{}{path}", field.name);
                let value = match given.swap_remove(field.name.as_str()) {
                    Some(value) => Some(held(registry, &field.ty, value).map_err(at)?),
                    None => left_out(field).map_err(|()| at(String::new()))?,
                };
                object.extend(value.map(|value| (Name::new(&field.name), value)));
            }
            given.keys().next().map_or(Ok(Constant::Object(object)), |unknown| Err(format!(".{unknown}")))
        }
        (Some(MetaType::Enum { enum_values, .. }), Constant::String(word)) if enum_values.contains_key(&word) => {
            Ok(Constant::Enum(Name::new(word)))
        }
        (Some(MetaType::InputObject { .. } | MetaType::Enum { .. }), _) => Err(String::new()),
        (Some(MetaType::Scalar { .. }), value) => held_scalar(name, value).ok_or_else(String::new),
        // Only inputs can be the types of variables; the validator says so.
        (Some(MetaType::Object { .. } | MetaType::Interface { .. } | MetaType::Union { .. }) | None, value) => {
            Ok(value)
        }
    }
}

fn held_scalar(name: &str, value: Constant) -> Option<Constant> {
    match (name, value) {
        ("Int", Constant::Number(number)) => whole(&number).map(Constant::from),
        ("ID", Constant::Number(number)) if number.is_i64() || number.is_u64() => {
            Some(Constant::String(number.to_string()))
        }
        ("Float", value @ Constant::Number(_))
        | ("Boolean", value @ Constant::Boolean(_))
        | ("ID" | "String" | "Position", value @ Constant::String(_)) => Some(value),
        ("Int" | "Float" | "Boolean" | "ID" | "String" | "Position", _) => None,
        // The scalars of answers are the form's to judge, so that errors carry paths.
        (_, value) => Some(value),
    }
}

/// A number without a fraction, however it was written, within the range of `Int`.
fn whole(number: &Number) -> Option<i32> {
    match number.as_i64() {
        Some(number) => i32::try_from(number).ok(),
        None => number
            .as_f64()
            .filter(|number| number.fract() == 0.0)
            .and_then(|number| format!("{number:.0}").parse().ok()),
    }
}

/// What stands for a part of an input that is not given: its default, or nothing.
fn left_out(field: &MetaInputValue) -> Result<Option<Constant>, ()> {
    match &field.default_value {
        Some(default) => Ok(constant(default)),
        None if MetaTypeName::create(&field.ty).is_non_null() => Err(()),
        None => Ok(None),
    }
}

/// A default, which the library keeps as text.
fn constant(text: &str) -> Option<Constant> {
    let document = async_graphql::parser::parse_query(format!("{{ a(b: {text}) }}")).ok()?;
    let (_, operation) = document.operations.iter().next()?;
    match &operation.node.selection_set.node.items.first()?.node {
        async_graphql::parser::types::Selection::Field(field) => {
            field.node.get_argument("b").and_then(|value| value.node.clone().into_const())
        }
        _ => None,
    }
}

/// A literal once its variables are put in; nothing where one of them is absent.
pub(super) type Given = Option<Constant>;

/// Why a literal has no value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    /// It does not fit its type, whatever the variables hold: nothing is executed.
    Written(String),
    /// What its variables hold does not fit: only the field where it stands fails.
    Held(String),
}

/// Reads literals; the variables are coerced.
#[derive(Clone, Copy)]
pub(super) struct Literals<'a> {
    pub(super) registry: &'a Registry,
    pub(super) variables: &'a Variables,
}

impl Literals<'_> {
    /// The literal `value` as the type `of` holds it.
    ///
    /// # Errors
    /// Why it has no value.
    pub(super) fn read(self, of: &str, value: &Value) -> Result<Given, Misfit> {
        match (MetaTypeName::create(of), value) {
            (ty, Value::Variable(name)) => match self.variables.get(name) {
                Some(Constant::Null) if ty.is_non_null() => {
                    Err(Misfit::Held(format!("`{name}` is null where `{of}` is taken")))
                }
                held => Ok(held.cloned()),
            },
            (MetaTypeName::NonNull(_), Value::Null) => Err(written(of)),
            (MetaTypeName::NonNull(inner), value) => self.read(inner, value),
            (_, Value::Null) => Ok(Some(Constant::Null)),
            (MetaTypeName::List(inner), Value::List(items)) => {
                let items = items.iter().map(|item| match self.read(inner, item)? {
                    None if MetaTypeName::create(inner).is_non_null() => {
                        Err(Misfit::Held(format!("an item of `{of}` is absent")))
                    }
                    item => Ok(item.unwrap_or_default()),
                });
                items.collect::<Result<Vec<_>, _>>().map(|items| Some(Constant::List(items)))
            }
            (MetaTypeName::List(inner), single) => Ok(self.read(inner, single)?.map(|item| Constant::List(vec![item]))),
            (MetaTypeName::Named(name), value) => self.named(name, value).map(Some),
        }
    }

    fn named(self, name: &str, value: &Value) -> Result<Constant, Misfit> {
        match (self.registry.types.get(name), value) {
            (Some(MetaType::InputObject { input_fields, oneof, .. }), Value::Object(given)) => {
                if given.keys().any(|key| !input_fields.contains_key(key.as_str())) || (*oneof && given.len() != 1) {
                    return Err(written(name));
                }
                let mut object = IndexMap::new();
                for field in input_fields.values() {
                    let value = self.part(field, given.get(field.name.as_str()))?;
                    object.extend(value.map(|value| (Name::new(&field.name), value)));
                }
                match object.values().next() {
                    None | Some(Constant::Null) if *oneof => Err(Misfit::Held(format!("`{name}` holds nothing"))),
                    _ => Ok(Constant::Object(object)),
                }
            }
            (Some(MetaType::Enum { enum_values, .. }), Value::Enum(word))
                if enum_values.contains_key(word.as_str()) =>
            {
                Ok(Constant::Enum(word.clone()))
            }
            (Some(MetaType::InputObject { .. } | MetaType::Enum { .. }), _) => Err(written(name)),
            (_, value) => self.scalar(name, value).ok_or_else(|| written(name)),
        }
    }

    /// A field of an input.
    fn part(self, field: &MetaInputValue, value: Option<&Value>) -> Result<Given, Misfit> {
        let given = value.map(|value| self.read(&field.ty, value)).transpose()?.flatten();
        match (given, value) {
            (Some(given), _) => Ok(Some(given)),
            (None, None) => left_out(field).map_err(|()| Misfit::Written(format!("`{}` is required", field.name))),
            (None, Some(_)) => left_out(field).map_err(|()| Misfit::Held(format!("`{}` is required", field.name))),
        }
    }

    fn scalar(self, name: &str, value: &Value) -> Option<Constant> {
        match (name, value) {
            ("Int", Value::Number(number)) => {
                number.as_i64().and_then(|number| i32::try_from(number).ok()).map(Constant::from)
            }
            ("ID", Value::Number(number)) if number.is_i64() || number.is_u64() => {
                Some(Constant::String(number.to_string()))
            }
            ("Float", Value::Number(number)) => Some(Constant::Number(number.clone())),
            ("Boolean", Value::Boolean(value)) => Some(Constant::Boolean(*value)),
            ("ID" | "String" | "Position", Value::String(text)) => Some(Constant::String(text.clone())),
            ("Int" | "Float" | "Boolean" | "ID" | "String" | "Position", _) => None,
            (_, value) => Some(self.untyped(value)),
        }
    }

    /// A literal of a scalar that its own code judges. A field whose variable is absent is absent.
    fn untyped(self, value: &Value) -> Constant {
        match value {
            Value::Variable(name) => self.variables.get(name).cloned().unwrap_or_default(),
            Value::List(items) => Constant::List(items.iter().map(|item| self.untyped(item)).collect()),
            Value::Object(fields) => {
                let is_there =
                    |value: &Value| !matches!(value, Value::Variable(name) if !self.variables.contains_key(name));
                let fields = fields.iter().filter(|(_, value)| is_there(value));
                Constant::Object(fields.map(|(key, value)| (key.clone(), self.untyped(value))).collect())
            }
            plain => plain.clone().into_const().unwrap_or_default(),
        }
    }
}

fn written(of: &str) -> Misfit {
    Misfit::Written(format!("a literal does not fit `{of}`"))
}
