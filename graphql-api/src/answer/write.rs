//! The answer as bytes: every error with a code of the closed set, nothing internal.

use async_graphql::{Response, ServerError, Value};
use serde::Serialize;

use crate::answer::Answer;
use crate::answer::plan::Plan;
use crate::code::Code;

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
}

fn bytes(data: Option<&Value>, errors: &[ServerError]) -> Vec<u8> {
    serde_json::to_vec(&Body { data, errors }).unwrap_or_else(|error| {
        tracing::error!(%error, "failed to write an answer");
        br#"{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL"}}]}"#.to_vec()
    })
}

fn coded(code: Code, mut error: ServerError) -> ServerError {
    let mut extensions = error.extensions.take().unwrap_or_default();
    extensions.set("code", code.as_str());
    ServerError { source: None, extensions: Some(extensions), ..error }
}

/// An error without an answer.
pub(super) fn error(code: Code, message: &str) -> Vec<u8> {
    bytes(None, &[coded(code, ServerError::new(message, None))])
}

/// A request that was not looked at.
pub(super) fn refused(code: Code, message: &str) -> Answer {
    Answer::Refused { body: error(code, message), code }
}

/// A request that does not fit the schema.
pub(super) fn invalid(code: Code, errors: Vec<ServerError>) -> Answer {
    let errors: Vec<_> = errors.into_iter().map(|error| coded(code, error)).collect();
    Answer::Invalid { body: bytes(None, &errors), code }
}

/// A request that took too long.
pub(super) fn timed_out() -> Answer {
    let error = coded(Code::TimedOut, ServerError::new("the answer took too long", None));
    Answer::Executed { body: bytes(Some(&Value::Null), &[error]), code: Some(Code::TimedOut) }
}

/// What the executor came to, in the shape that the plan gives it.
pub(super) fn answered(response: Response, plan: &Plan<'_>, request_id: &str) -> Answer {
    let Response { data, errors, .. } = response;
    let (data, errors) = plan.shape(data, errors);
    let errors: Vec<_> = errors.into_iter().map(|error| told(error, request_id)).collect();
    let code = errors.first().and_then(code_of);
    Answer::Executed { body: bytes(Some(&data), &errors), code }
}

fn has_code(error: &ServerError) -> bool {
    error.extensions.as_ref().and_then(|values| values.get("code")).is_some()
}

fn code_of(error: &ServerError) -> Option<Code> {
    let value = error.extensions.as_ref()?.get("code")?;
    Code::ALL.into_iter().find(|code| *value == Value::from(code.as_str()))
}

/// An error as the caller may read it: what has no code is ours to mend and not theirs to know.
fn told(error: ServerError, request_id: &str) -> ServerError {
    if has_code(&error) {
        return error;
    }
    tracing::error!(request = request_id, message = error.message, path = ?error.path, "a field failed");
    coded(Code::Internal, ServerError { message: format!("internal error, request {request_id}"), ..error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_text_never_leaves() {
        let error = told(ServerError::new("internal: the table is missing", None), "r-1");
        assert_eq!(error.message, "internal error, request r-1");
        assert_eq!(code_of(&error), Some(Code::Internal));
    }

    #[test]
    fn what_was_not_executed_has_no_data() {
        let Answer::Invalid { body, .. } = invalid(Code::DocumentInvalid, vec![ServerError::new("Unknown", None)])
        else {
            panic!("not invalid");
        };
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert!(body.get("data").is_none(), "{body}");
        assert_eq!(body["errors"][0]["extensions"]["code"], "DOCUMENT_INVALID");
    }
}
