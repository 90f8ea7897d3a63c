//! Why one field has no answer. The executor loses the key of a nullable field whose resolver
//! returns an error, so a fault is added to the answer with its path and the field is null.

use async_graphql::{Context, ErrorExtensionValues, ServerError};
use cityhall_engine::ReadError;

use crate::code::Code;

/// Why one field has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    code: Code,
    message: String,
}

impl Fault {
    /// An argument is not of its type or range.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self { code: Code::BadInput, message: message.into() }
    }

    /// Adds the fault to the answer, at the path of the field.
    pub(crate) fn report(self, ctx: &Context<'_>) {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", self.code.as_str());
        let error = ServerError { extensions: Some(extensions), ..ServerError::new(self.message, Some(ctx.item.pos)) };
        ctx.add_error(ctx.set_error_path(error));
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        Self { code: Code::of_read(&error), message: error.to_string() }
    }
}
