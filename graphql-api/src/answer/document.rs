//! Documents: parsed once and remembered, and the operation of one that is asked for.

use std::sync::Arc;

use async_graphql::ServerError;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition};
use moka::sync::Cache;

use crate::guard::{self, Limits, Refused, Scanned};

/// How many bytes of documents are remembered in parsed form. Clients send the same few again and again;
/// the policy of the cache keeps those against any flood of others.
pub(super) const REMEMBERED_BYTES_MAX: u64 = 1024 * 1024;

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
    pub(super) document: &'a ExecutableDocument,
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
