//! Documents: parsed once and remembered, the operation that is asked for, the keys that its answer has.

use std::sync::Arc;

use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Positioned, ServerError, Value, Variables};
use moka::sync::Cache;

use crate::guard::{self, Limits, Refused, Scanned};

/// How many bytes of documents are remembered in parsed form. Clients send the same few again and again;
/// the policy of the cache keeps those against any flood of others.
const REMEMBERED_BYTES_MAX: u64 = 1024 * 1024;

/// Documents that the guard has let through, parsed.
pub(crate) struct Documents(Cache<String, (Scanned, Arc<ExecutableDocument>)>);

/// Why a document is not executed.
pub(super) enum Unread {
    /// It could cost too much.
    Refused(Refused),
    /// It is not GraphQL.
    Invalid(ServerError),
}

impl Documents {
    /// None yet.
    pub(crate) fn new() -> Self {
        let weight =
            |text: &String, _: &(Scanned, Arc<ExecutableDocument>)| u32::try_from(text.len()).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(REMEMBERED_BYTES_MAX).weigher(weight).build())
    }

    /// The parsed document. What it may cost is decided before anything recursive touches it.
    pub(super) fn parse(&self, text: &str, limits: &Limits) -> Result<Arc<ExecutableDocument>, Unread> {
        if let Some((scanned, known)) = self.0.get(text) {
            // Another audience may have sent it.
            return scanned.check(limits).map(|()| known).map_err(Unread::Refused);
        }
        let scanned = match guard::scan(text, limits) {
            Ok(scanned) => scanned,
            // Not too much, only not GraphQL: the parser would say the same.
            Err(unbalanced @ Refused::Unbalanced) => {
                return Err(Unread::Invalid(ServerError::new(unbalanced.to_string(), None)));
            }
            Err(refused) => return Err(Unread::Refused(refused)),
        };
        let document = async_graphql::parser::parse_query(text).map_err(|error| Unread::Invalid(error.into()))?;
        let document = Arc::new(document);
        self.0.insert(text.to_owned(), (scanned, Arc::clone(&document)));
        Ok(document)
    }
}

/// A document and the operation of it that is asked for.
pub(super) struct Chosen<'a> {
    document: &'a ExecutableDocument,
    pub(super) operation: &'a OperationDefinition,
    /// What it is called, if it has a name.
    pub(super) name: Option<&'a str>,
}

/// Finds the operation of this name; without one, the only one.
pub(super) fn find<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Result<Chosen<'a>, ServerError> {
    let missing = |message: String| Err(ServerError::new(message, None));
    let (operation, name) = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => (operation, None),
        (DocumentOperations::Multiple(named), None) => match named.iter().collect::<Vec<_>>()[..] {
            [(name, only)] => (only, Some(name.as_str())),
            [] => return missing("the document has no operation".to_owned()),
            [..] => return missing("the document has several operations: `operationName` is required".to_owned()),
        },
        (DocumentOperations::Multiple(named), Some(name)) if let Some((name, found)) = named.get_key_value(name) => {
            (found, Some(name.as_str()))
        }
        (DocumentOperations::Multiple(_) | DocumentOperations::Single(_), Some(name)) => {
            return missing(format!("the document has no operation `{name}`"));
        }
    };
    Ok(Chosen { document, operation: &operation.node, name })
}

/// The keys of the answer's `data`, in the order in which the document asks for them: the executor
/// writes them in the order in which they were ready.
pub(super) fn root_keys(chosen: &Chosen<'_>, variables: &Variables) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let set = &chosen.operation.selection_set.node;
    // Every field fits: nothing can fail.
    let _always = root_fields(set, chosen, variables, &mut |field| {
        let key = field.node.response_key().node.as_str();
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
        true
    });
    keys
}

/// The document with the one root field of its subscription standing in the operation itself: the executor
/// overlooks root fields of fragments and runs one that stands there twice two times.
pub(super) fn with_one_root(chosen: &Chosen<'_>, variables: &Variables) -> Result<ExecutableDocument, ServerError> {
    let mut found: Option<Positioned<Field>> = None;
    let set = &chosen.operation.selection_set.node;
    root_fields(set, chosen, variables, &mut |field| match &mut found {
        None => {
            found = Some(field.clone());
            true
        }
        Some(known) if known.node.response_key().node == field.node.response_key().node => {
            known.node.selection_set.node.items.extend(field.node.selection_set.node.items.iter().cloned());
            true
        }
        Some(_) => false,
    })?;
    let only = found.filter(|field| !field.node.name.node.starts_with("__"));
    let only = only.ok_or_else(|| ServerError::new(ONE_ROOT, None))?;
    let mut document = chosen.document.clone();
    let operations: Vec<&mut Positioned<OperationDefinition>> = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![operation],
        DocumentOperations::Multiple(named) => named.values_mut().collect(),
    };
    for operation in operations {
        if operation.node.selection_set.pos == chosen.operation.selection_set.pos {
            let items = &mut operation.node.selection_set.node.items;
            // Fragments stay, so that they are still used and still judged.
            items.retain(|item| !matches!(item.node, Selection::Field(_)));
            items.insert(0, Positioned::new(Selection::Field(only.clone()), only.pos));
        }
    }
    Ok(document)
}

/// What is said of a subscription that asks for nothing, for more than one thing, or for `__typename`.
const ONE_ROOT: &str = "a subscription asks for exactly one field";

/// Calls `visit` with every field of the root that is not skipped, until it says that one does not fit.
fn root_fields(
    set: &SelectionSet,
    chosen: &Chosen<'_>,
    variables: &Variables,
    visit: &mut impl FnMut(&Positioned<Field>) -> bool,
) -> Result<(), ServerError> {
    for selection in &set.items {
        if is_skipped(selection.node.directives(), chosen, variables) {
            continue;
        }
        match &selection.node {
            Selection::Field(field) => {
                if !visit(field) {
                    return Err(ServerError::new(ONE_ROOT, Some(field.pos)));
                }
            }
            Selection::InlineFragment(inline) => {
                root_fields(&inline.node.selection_set.node, chosen, variables, visit)?;
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = chosen.document.fragments.get(&spread.node.fragment_name.node) {
                    root_fields(&fragment.node.selection_set.node, chosen, variables, visit)?;
                }
            }
        }
    }
    Ok(())
}

fn is_skipped(directives: &[Positioned<Directive>], chosen: &Chosen<'_>, variables: &Variables) -> bool {
    directives.iter().any(|directive| {
        let condition = directive.node.get_argument("if").map(|value| value.node.clone());
        let known = condition.and_then(|value| {
            value
                .into_const_with(|name| variables.get(&name).cloned().or_else(|| default_of(chosen, &name)).ok_or(()))
                .ok()
        });
        match (directive.node.name.node.as_str(), known) {
            ("skip", Some(Value::Boolean(skip))) => skip,
            ("include", Some(Value::Boolean(include))) => !include,
            _ => false,
        }
    })
}

fn default_of(chosen: &Chosen<'_>, name: &async_graphql::Name) -> Option<Value> {
    let definition = chosen.operation.variable_definitions.iter().find(|one| &one.node.name.node == name)?;
    definition.node.default_value().cloned()
}
