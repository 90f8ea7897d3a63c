//! Whether a variable may stand where it stands: the rule `AllVariableUsagesAreAllowed` of the specification.

use async_graphql::parser::types::{OperationDefinition, Type};
use async_graphql::registry::{MetaType, MetaTypeName, Registry};
use async_graphql::{Name, Value as Constant};
use async_graphql_value::Value;

/// Checks the variables in a literal that stands where `of` is taken.
///
/// # Errors
/// Which variable may not stand there.
pub(super) fn check(
    registry: &Registry,
    operation: &OperationDefinition,
    of: &str,
    has_default: bool,
    value: &Value,
) -> Result<(), String> {
    match (MetaTypeName::create(of).unwrap_non_null(), value) {
        (_, Value::Variable(name)) => variable(operation, of, has_default, name),
        (MetaTypeName::List(inner), Value::List(items)) => {
            items.iter().try_for_each(|item| check(registry, operation, inner, false, item))
        }
        (MetaTypeName::List(inner), single) => check(registry, operation, inner, false, single),
        (MetaTypeName::Named(name), Value::Object(fields)) => {
            let Some(MetaType::InputObject { input_fields, oneof, .. }) = registry.types.get(name) else {
                return Ok(());
            };
            for (key, value) in fields {
                let Some(field) = input_fields.get(key.as_str()) else { continue };
                // The one field that is given must hold something.
                let of = if *oneof { format!("{}!", field.ty) } else { field.ty.clone() };
                check(registry, operation, &of, field.default_value.is_some(), value)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn variable(operation: &OperationDefinition, of: &str, has_default: bool, name: &Name) -> Result<(), String> {
    let known = operation.variable_definitions.iter().find(|one| one.node.name.node == *name);
    // One that is not declared is the validator's to report.
    let Some(definition) = known else { return Ok(()) };
    let default = definition.node.default_value.as_ref().map(|value| &value.node);
    let ty = &definition.node.var_type.node;
    if may_stand(ty, default, of, has_default) {
        return Ok(());
    }
    Err(format!("the variable `{name}` of the type `{ty}` stands where `{of}` is taken"))
}

fn may_stand(ty: &Type, default: Option<&Constant>, of: &str, has_default: bool) -> bool {
    match MetaTypeName::create(of) {
        MetaTypeName::NonNull(inner) if ty.nullable => {
            let holds = default.is_some_and(|default| *default != Constant::Null);
            (holds || has_default) && fits(&ty.to_string(), inner)
        }
        _ => fits(&ty.to_string(), of),
    }
}

fn fits(ty: &str, of: &str) -> bool {
    match (MetaTypeName::create(ty), MetaTypeName::create(of)) {
        (MetaTypeName::NonNull(ty), MetaTypeName::NonNull(of)) | (MetaTypeName::List(ty), MetaTypeName::List(of)) => {
            fits(ty, of)
        }
        (MetaTypeName::NonNull(ty), MetaTypeName::List(_) | MetaTypeName::Named(_)) => fits(ty, of),
        (MetaTypeName::Named(ty), MetaTypeName::Named(of)) => ty == of,
        (MetaTypeName::List(_), MetaTypeName::Named(_) | MetaTypeName::NonNull(_))
        | (MetaTypeName::Named(_), MetaTypeName::List(_) | MetaTypeName::NonNull(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_places() {
        for (ty, of, good) in [
            ("Int", "Int", true),
            ("Int!", "Int", true),
            ("Int", "Int!", false),
            ("[Int]!", "[Int]", true),
            ("[Int!]", "[Int]", true),
            ("[Int]", "[Int!]", false),
            ("Int", "[Int]", false),
            ("String", "ID", false),
        ] {
            let ty = Type::new(ty).unwrap();
            assert_eq!(may_stand(&ty, None, of, false), good, "{ty} at {of}");
        }
        let may_be_null = Type::new("Int").unwrap();
        assert!(may_stand(&may_be_null, Some(&Constant::from(1)), "Int!", false));
        assert!(may_stand(&may_be_null, None, "Int!", true));
        assert!(!may_stand(&may_be_null, Some(&Constant::Null), "Int!", false));
    }
}
