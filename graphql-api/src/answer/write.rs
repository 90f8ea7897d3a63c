//! The answer as bytes: every error with a code of the closed set, nothing internal.

use async_graphql::indexmap::IndexMap;
use async_graphql::{ErrorExtensionValues, Name, Response, ServerError, Value};
use serde::Serialize;

use crate::answer::Answer;
use crate::answer::plan::Plan;
use crate::code::Code;
use crate::guard;
use crate::limits::Quota;

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Extensions>,
}

#[derive(Serialize)]
struct Extensions {
    cost: Cost,
}

/// What a request costs, as every answer to one that was executed tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Cost {
    /// Of this request.
    pub(super) requested: u64,
    /// Of any request of this kind of caller.
    pub(super) max: u64,
    /// What is left of the caller's budget.
    pub(super) remaining: u32,
    /// The whole budget.
    pub(super) budget: u32,
    /// Units that come back each second.
    #[serde(rename = "perSecond")]
    pub(super) per_second: u32,
}

impl Cost {
    /// Before it is paid.
    pub(crate) fn of(requested: u64, max: u64, quota: Quota) -> Self {
        Self { requested, max, remaining: quota.burst(), budget: quota.burst(), per_second: quota.per_second() }
    }
}

fn bytes(data: Option<&Value>, errors: &[ServerError], cost: Option<Cost>) -> Vec<u8> {
    let extensions = cost.map(|cost| Extensions { cost });
    serde_json::to_vec(&Body { data, errors, extensions }).unwrap_or_else(|error| {
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
    bytes(None, &[coded(code, ServerError::new(message, None))], None)
}

/// A request that was not looked at.
pub(super) fn refused(code: Code, message: &str) -> Answer {
    Answer::Refused { body: error(code, message), code }
}

/// A request that costs too much.
pub(super) fn too_costly(requested: u64, max: u64) -> Answer {
    let message = guard::Refused::TooCostly { requested, max }.to_string();
    let mut extensions = ErrorExtensionValues::default();
    let number = |number: u64| Value::from(number.min(SAFE_INTEGER_MAX));
    let cost = IndexMap::from([(Name::new("requested"), number(requested)), (Name::new("max"), number(max))]);
    extensions.set("cost", Value::Object(cost));
    let error = ServerError { extensions: Some(extensions), ..ServerError::new(message, None) };
    let code = Code::DocumentRefused;
    Answer::Refused { body: bytes(None, &[coded(code, error)], None), code }
}

/// The largest whole number that every reader of JSON has exactly.
const SAFE_INTEGER_MAX: u64 = (1 << 53) - 1;

/// A request that does not fit the schema.
pub(super) fn invalid(code: Code, errors: Vec<ServerError>) -> Answer {
    let errors: Vec<_> = errors.into_iter().map(|error| coded(code, error)).collect();
    Answer::Invalid { body: bytes(None, &errors, None), code }
}

/// A request that took too long.
pub(super) fn timed_out(cost: Cost) -> Answer {
    let error = coded(Code::TimedOut, ServerError::new("the answer took too long", None));
    Answer::Executed { body: bytes(Some(&Value::Null), &[error], Some(cost)), code: Some(Code::TimedOut) }
}

/// What the executor came to, in the shape that the plan gives it.
pub(super) fn answered(response: Response, plan: &Plan<'_>, request_id: &str, cost: Cost) -> Answer {
    let Response { data, errors, .. } = response;
    let (data, errors) = plan.shape(data, errors);
    let errors: Vec<_> = errors.into_iter().map(|error| told(error, request_id)).collect();
    let code = errors.first().and_then(code_of);
    Answer::Executed { body: bytes(Some(&data), &errors, Some(cost)), code }
}

fn has_code(error: &ServerError) -> bool {
    error.extensions.as_ref().and_then(|values| values.get("code")).is_some()
}

/// A subscription that did not begin.
pub(super) fn not_begun(response: Response) -> Answer {
    match response.errors.first().map(code_of) {
        None => refused(Code::Internal, "the subscription did not begin"),
        // Without a code it is the validator's.
        Some(None) => invalid(Code::DocumentInvalid, response.errors),
        Some(Some(code)) => Answer::Refused { body: bytes(None, &response.errors, None), code },
    }
}

/// The code that an error carries.
pub(super) fn code_of(error: &ServerError) -> Option<Code> {
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

    #[test]
    fn what_it_cost_stands_beside_the_data() {
        let cost = Cost { requested: 3, max: 10, remaining: 7, budget: 9, per_second: 1 };
        let text = String::from_utf8(bytes(Some(&Value::Null), &[], Some(cost))).unwrap();
        let cost = r#"{"requested":3,"max":10,"remaining":7,"budget":9,"perSecond":1}"#;
        assert_eq!(text, format!(r#"{{"data":null,"extensions":{{"cost":{cost}}}}}"#));
    }
}
