//! What is asked, in the words of each who answers: the same fields of the same rows.

use serde_json::{Value, json};

/// A list of 20 cases with 5 events each.
const LIST: &str = "{ cases(first: 20) { edges { node {
    id number state stage submittedAt timeline(first: 5) { nodes { type effectiveAt } } } } } }";

/// One case with its answers and its history.
const DETAIL: &str = "query($number: String!) { case(number: $number) {
    id number state stage submittedAt dueAt answersJson
    timeline(first: 20) { nodes { type state effectiveAt recordedAt } } } }";

/// The same of tables: an officer's wall is a condition there.
const LIST_OF_TABLES: &str = "{ allCases(first: 20, condition: { department: \"works\" }, orderBy: SUBMITTED_DESC) {
    edges { node { id number state stage submittedAt entriesByCaseId(first: 5) { nodes { type effectiveAt } } } } } }";

const DETAIL_OF_TABLES: &str = "query($number: String!) { caseByNumber(number: $number) {
    id number state stage submittedAt dueAt answersJson
    entriesByCaseId(first: 20) { nodes { type state effectiveAt recordedAt } } } }";

const SUBMIT: &str =
    "mutation($input: SubmitCaseInput!) { submitCase(input: $input) { case { id } userErrors { code } position } }";

/// How somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    /// By the city's own schema.
    City,
    /// By the schema that is made of tables.
    Tables,
    /// By JSON alone.
    Plain,
}

/// The body of a request for the list.
pub(super) fn list(tongue: Tongue) -> String {
    let query = if tongue == Tongue::Tables { LIST_OF_TABLES } else { LIST };
    json!({ "query": query }).to_string()
}

/// The body of a request for one case.
pub(super) fn detail(tongue: Tongue, number: &str) -> String {
    let query = if tongue == Tongue::Tables { DETAIL_OF_TABLES } else { DETAIL };
    json!({ "query": query, "variables": { "number": number } }).to_string()
}

/// The body of a submission.
pub(super) fn submission(tongue: Tongue, module: &str, key: &str) -> String {
    let answers = json!({ "topic": "light", "wish": "a lamp at the corner of the square" });
    let input = json!({ "module": module, "answers": answers, "idempotencyKey": key });
    match tongue {
        Tongue::Plain => input.to_string(),
        Tongue::City | Tongue::Tables => json!({ "query": SUBMIT, "variables": { "input": input } }).to_string(),
    }
}

/// The numbers of the cases and the types of the events that an answer tells, in its order: what all answers agree on.
pub(super) fn told(answer: &Value) -> Vec<String> {
    let mut told = Vec::new();
    collect(answer, &mut told);
    told
}

fn collect(value: &Value, told: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let known = ["number", "type"].iter().filter_map(|name| fields.get(*name)?.as_str());
            told.extend(known.map(str::to_owned));
            for value in fields.values() {
                collect(value, told);
            }
        }
        Value::Array(items) => {
            for item in items {
                collect(item, told);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
