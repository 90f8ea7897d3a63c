//! The values of variables, against the types that the operation declares. The executor checks them
//! only where they stand in an argument, forgets required ones that are missing until a resolver
//! runs, and takes whole numbers of 64 bits for `Int`.

use async_graphql::parser::types::{BaseType, OperationDefinition, Type};
use async_graphql::registry::{MetaType, MetaTypeName, Registry};
use async_graphql::{ServerError, Value, Variables};

/// Checks every variable of the operation.
pub(super) fn check(
    registry: &Registry,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Result<(), ServerError> {
    for definition in &operation.variable_definitions {
        let name = &definition.node.name.node;
        let of = &definition.node.var_type.node;
        let problem = match variables.get(name) {
            None if definition.node.default_value.is_some() || of.nullable => None,
            None => Some(format!("is required: its type is `{of}`")),
            Some(value) => fits(registry, of, value).map(|path| format!("does not fit `{of}` at `{name}{path}`")),
        };
        if let Some(problem) = problem {
            return Err(ServerError::new(format!("the variable `{name}` {problem}"), Some(definition.pos)));
        }
    }
    Ok(())
}

/// Where a value does not fit its type; `None` when it does.
fn fits(registry: &Registry, of: &Type, value: &Value) -> Option<String> {
    match (value, &of.base) {
        (Value::Null, _) => (!of.nullable).then(String::new),
        (Value::List(items), BaseType::List(inner)) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| fits(registry, inner, item).map(|path| format!(".{index}{path}"))),
        // A single value stands for a list of one.
        (single, BaseType::List(inner)) => fits(registry, inner, single),
        (value, BaseType::Named(name)) => named(registry, name, value),
    }
}

fn named(registry: &Registry, name: &str, value: &Value) -> Option<String> {
    match (registry.types.get(name)?, value) {
        (MetaType::InputObject { input_fields, .. }, Value::Object(fields)) => {
            let unknown = fields.keys().find(|key| !input_fields.contains_key(key.as_str()));
            unknown.map(|key| format!(".{key}")).or_else(|| {
                input_fields.values().find_map(|field| {
                    written(registry, &field.ty, fields.get(field.name.as_str()), field.default_value.is_some())
                        .map(|path| format!(".{}{path}", field.name))
                })
            })
        }
        (MetaType::Enum { enum_values, .. }, Value::String(word)) => {
            (!enum_values.contains_key(word)).then(String::new)
        }
        (MetaType::InputObject { .. } | MetaType::Enum { .. }, _) => Some(String::new()),
        (MetaType::Scalar { .. }, value) => (!is_scalar(name, value)).then(String::new),
        // Only inputs can be the types of variables; the validator says so.
        (MetaType::Object { .. } | MetaType::Interface { .. } | MetaType::Union { .. }, _) => None,
    }
}

/// As [`fits`], of a type that the registry has as text.
fn written(registry: &Registry, of: &str, value: Option<&Value>, has_default: bool) -> Option<String> {
    match (MetaTypeName::create(of), value) {
        (MetaTypeName::NonNull(_), None) => (!has_default).then(String::new),
        (MetaTypeName::NonNull(_), Some(Value::Null)) => Some(String::new()),
        (_, None | Some(Value::Null)) => None,
        (MetaTypeName::NonNull(inner), value) => written(registry, inner, value, has_default),
        (MetaTypeName::List(inner), Some(Value::List(items))) => items.iter().enumerate().find_map(|(index, item)| {
            written(registry, inner, Some(item), false).map(|path| format!(".{index}{path}"))
        }),
        (MetaTypeName::List(inner), value) => written(registry, inner, value, false),
        (MetaTypeName::Named(name), Some(value)) => named(registry, name, value),
    }
}

fn is_scalar(name: &str, value: &Value) -> bool {
    match (name, value) {
        ("Int", Value::Number(number)) => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        ("Float", Value::Number(_))
        | ("Boolean", Value::Boolean(_))
        | ("ID" | "String" | "Position", Value::String(_)) => true,
        ("ID", Value::Number(number)) => number.is_i64(),
        ("Int" | "Float" | "Boolean" | "ID" | "String" | "Position", _) => false,
        // The scalars of answers are the form's to judge, so that errors carry paths.
        _ => true,
    }
}
