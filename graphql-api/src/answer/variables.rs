//! The values of variables, coerced to the types that the operation declares before anything runs. The executor
//! checks them only where they stand in an argument.

use async_graphql::parser::types::OperationDefinition;
use async_graphql::registry::Registry;
use async_graphql::{ServerError, Value, Variables};

use crate::answer::input::{Literals, Misfit, held};

/// The variables of the operation that have a value; those that it does not declare are let be.
///
/// # Errors
/// The first that does not fit, or is required and missing.
pub(super) fn coerce(
    registry: &Registry,
    operation: &OperationDefinition,
    mut given: Variables,
) -> Result<Variables, ServerError> {
    let mut coerced = Variables::default();
    for definition in &operation.variable_definitions {
        let name = &definition.node.name.node;
        let of = definition.node.var_type.node.to_string();
        let value = match (given.remove(name), &definition.node.default_value) {
            (Some(value), _) => {
                held(registry, &of, value).map(Some).map_err(|path| format!("does not fit `{of}` at `{name}{path}`"))
            }
            (None, Some(default)) => of_default(registry, &of, default.node.clone()),
            (None, None) if definition.node.var_type.node.nullable => Ok(None),
            (None, None) => Err(format!("is required: its type is `{of}`")),
        };
        match value {
            Ok(Some(value)) => drop(coerced.insert(name.clone(), value)),
            Ok(None) => {}
            Err(problem) => {
                return Err(ServerError::new(format!("the variable `{name}` {problem}"), Some(definition.pos)));
            }
        }
    }
    Ok(coerced)
}

fn of_default(registry: &Registry, of: &str, default: Value) -> Result<Option<Value>, String> {
    let literals = Literals { registry, variables: &Variables::default() };
    let value = literals.read(of, &default.into_value());
    value.map_err(|(Misfit::Written(why) | Misfit::Held(why))| format!("has a default that does not fit: {why}"))
}
