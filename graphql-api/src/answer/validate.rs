//! Whether a document fits a schema. The library validates inside its execution only, and what it executes is not
//! the client's document but a plan of it; so the document is handed over once with an operation that nobody has,
//! which the library looks for when it has validated, and what fitted is remembered.

use async_graphql::dynamic::Schema;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Request, ServerError};
use moka::sync::Cache;

use crate::answer::document::REMEMBERED_BYTES_MAX;
use crate::answer::overlooked;

/// No operation of a client: it is no name.
const NOBODYS: &str = "(none)";

/// Which documents are known to fit one schema.
pub(crate) struct Validator {
    known: Cache<String, ()>,
}

impl Validator {
    /// Nothing is known yet.
    pub(crate) fn new() -> Self {
        let known = Cache::builder()
            .max_capacity(REMEMBERED_BYTES_MAX)
            .weigher(|text: &String, ()| u32::try_from(text.len()).unwrap_or(u32::MAX))
            .build();
        Self { known }
    }

    /// Checks the whole document, but for variables: where they stand is judged with the plan.
    ///
    /// # Errors
    /// What does not fit.
    pub(super) async fn check(
        &self,
        schema: &Schema,
        text: &str,
        document: &ExecutableDocument,
    ) -> Result<(), Vec<ServerError>> {
        if self.known.get(text).is_some() {
            return Ok(());
        }
        let mut request = Request::new(text).operation_name(NOBODYS);
        request.set_parsed_query(document.clone());
        let mut errors = schema.execute(request).await.errors;
        errors.retain(|error| !is_reached(error) && !is_position(error) && !is_usage(error));
        errors.extend(overlooked::check(document));
        if !errors.is_empty() {
            return Err(errors);
        }
        self.known.insert(text.to_owned(), ());
        Ok(())
    }
}

/// Validation was passed, and the operation that nobody has was looked for.
fn is_reached(error: &ServerError) -> bool {
    error.message == format!("Unknown operation named \"{NOBODYS}\"")
}

/// The library's rule of where variables may stand. It refuses `[T]!` where `[T]` is taken, and a variable that may be
/// null where the argument has a default; [`super::positions`] judges in its place.
fn is_position(error: &ServerError) -> bool {
    error.message.starts_with("Variable \"") && error.message.contains("\" used in position expecting type \"")
}

/// The library's rule of variables that are not used, which misses some uses; [`overlooked`] judges in its place.
fn is_usage(error: &ServerError) -> bool {
    error.message.starts_with("Variable \"$") && error.message.contains("\" is not used")
}

#[cfg(test)]
mod tests {
    use async_graphql::dynamic::{Field, FieldFuture, FieldValue, InputValue, Object, TypeRef};

    use super::*;

    fn schema() -> Schema {
        let field = Field::new("a", TypeRef::named("Int"), |_| FieldFuture::Value(None::<FieldValue>))
            .argument(InputValue::new("b", TypeRef::named_list("Int")));
        Schema::build("Query", None, None).register(Object::new("Query").field(field)).finish().unwrap()
    }

    async fn checked(text: &str) -> Result<(), Vec<ServerError>> {
        let document = async_graphql::parser::parse_query(text).unwrap();
        Validator::new().check(&schema(), text, &document).await
    }

    #[tokio::test]
    async fn what_fits_is_let_through() {
        for text in ["{ a }", "query Q { a }", "query A { a } query B { a }", "query($b: [Int]!) { a(b: $b) }"] {
            assert_eq!(checked(text).await, Ok(()), "{text}");
        }
    }

    #[tokio::test]
    async fn what_does_not_fit_is_told() {
        for text in
            ["{ c }", "{ a(c: 1) }", "{ a { b } }", "query A { a } query B { c }", "{ a } fragment F on Query { a }"]
        {
            let errors = checked(text).await.unwrap_err();
            assert!(errors.iter().all(|error| !is_reached(error)), "{text}: {errors:?}");
        }
    }
}
