//! The document: parsed, with the operation that is asked for and the keys that its answer has.

use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Positioned, ServerError, Value, Variables};

/// A parsed document and the operation of it that is asked for.
pub(super) struct Parsed {
    pub(super) document: ExecutableDocument,
    pub(super) operation: OperationDefinition,
}

/// Parses a document that the scan has let through.
pub(super) fn parse(query: &str, name: Option<&str>) -> Result<Parsed, ServerError> {
    let document = async_graphql::parser::parse_query(query)?;
    let operation = find(&document.operations, name)?;
    Ok(Parsed { document, operation })
}

fn find(operations: &DocumentOperations, name: Option<&str>) -> Result<OperationDefinition, ServerError> {
    let missing = |message: String| ServerError::new(message, None);
    match (operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(operation.node.clone()),
        (DocumentOperations::Multiple(named), None) if named.len() == 1 => {
            let only = named.values().next().map(|operation| operation.node.clone());
            only.ok_or_else(|| missing("the document has no operation".to_owned()))
        }
        (DocumentOperations::Multiple(_), None) => {
            Err(missing("the document has several operations: `operationName` is required".to_owned()))
        }
        (DocumentOperations::Multiple(named), Some(name)) => match named.get(name) {
            Some(operation) => Ok(operation.node.clone()),
            None => Err(missing(format!("the document has no operation `{name}`"))),
        },
        (DocumentOperations::Single(_), Some(name)) => Err(missing(format!("the document has no operation `{name}`"))),
    }
}

/// The keys of the answer's `data`, in the order in which the document asks for them: the executor
/// writes them in the order in which they were ready.
pub(super) fn root_keys(parsed: &Parsed, variables: &Variables) -> Vec<String> {
    let mut keys = Vec::new();
    collect(&parsed.operation.selection_set.node, parsed, variables, &mut keys);
    keys
}

fn collect(set: &SelectionSet, parsed: &Parsed, variables: &Variables, keys: &mut Vec<String>) {
    for selection in &set.items {
        if is_skipped(selection.node.directives(), parsed, variables) {
            continue;
        }
        match &selection.node {
            Selection::Field(field) => {
                let key = field.node.response_key().node.as_str();
                if !keys.iter().any(|known| known == key) {
                    keys.push(key.to_owned());
                }
            }
            Selection::InlineFragment(inline) => collect(&inline.node.selection_set.node, parsed, variables, keys),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = parsed.document.fragments.get(&spread.node.fragment_name.node) {
                    collect(&fragment.node.selection_set.node, parsed, variables, keys);
                }
            }
        }
    }
}

fn is_skipped(directives: &[Positioned<Directive>], parsed: &Parsed, variables: &Variables) -> bool {
    directives.iter().any(|directive| {
        let condition = directive.node.get_argument("if").map(|value| value.node.clone());
        let known = condition.and_then(|value| {
            value
                .into_const_with(|name| variables.get(&name).cloned().or_else(|| default_of(parsed, &name)).ok_or(()))
                .ok()
        });
        match (directive.node.name.node.as_str(), known) {
            ("skip", Some(Value::Boolean(skip))) => skip,
            ("include", Some(Value::Boolean(include))) => !include,
            _ => false,
        }
    })
}

fn default_of(parsed: &Parsed, name: &async_graphql::Name) -> Option<Value> {
    let definition = parsed.operation.variable_definitions.iter().find(|one| &one.node.name.node == name)?;
    definition.node.default_value().cloned()
}
