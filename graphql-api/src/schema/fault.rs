//! Why one field has no answer. The executor loses the key of a nullable field whose resolver
//! returns an error, so a fault is added to the answer with its path and the field is null.

use async_graphql::{Context, Error, ErrorExtensionValues, ServerError};
use cityhall_engine::{FollowError, NoMandate, ReadError};

use crate::answer::over_budget;
use crate::code::Code;
use crate::limits::Over;
use crate::visit::Visit;

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

    /// A budget is used up.
    pub(crate) fn over(over: Over) -> Self {
        Self { code: Code::RateLimited, message: over_budget(over) }
    }

    /// Adds the fault to the answer, at the path of the field.
    pub(crate) fn report(self, ctx: &Context<'_>) {
        let error = ServerError::new(self.message, Some(ctx.item.pos));
        let error = ServerError { extensions: Some(coded(self.code)), ..error };
        let error = ctx.set_error_path(error);
        match ctx.data_opt::<Visit>().and_then(|visit| visit.follow.as_ref()) {
            None => ctx.add_error(error),
            // The executor forgets errors of the fields of payloads.
            Some(follow) => follow.fault(error),
        }
    }

    /// What it is and what it says.
    pub(crate) fn into_parts(self) -> (Code, String) {
        (self.code, self.message)
    }
}

fn coded(code: Code) -> ErrorExtensionValues {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code.as_str());
    extensions
}

/// For the one place where the executor wants an error of its own: where following begins.
impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self { extensions: Some(coded(fault.code)), ..Self::new(fault.message) }
    }
}

impl From<FollowError> for Fault {
    fn from(error: FollowError) -> Self {
        let code = match &error {
            FollowError::NotFound => Code::NotFound,
            FollowError::Ahead => Code::BadInput,
            FollowError::Resynchronise => Code::Resynchronise,
            FollowError::Mandate(NoMandate::NotInForce) => Code::MandateNotInForce,
            FollowError::Mandate(NoMandate::Unavailable) => Code::Unavailable,
            FollowError::Read(error) => Code::of_read(error),
        };
        Self { code, message: error.to_string() }
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        Self { code: Code::of_read(&error), message: error.to_string() }
    }
}
