//! From what a person sent to checked answers: bounded, trimmed to what is asked, validated, parted
//! by class.

use std::cmp::Ordering;

use jsonschema::error::{ValidationError, ValidationErrorKind};
use serde_json::{Map, Value};

use super::asked::Asked;
use super::identifier::Warning;
use super::pointer::{member, tokens};
use super::{Answers, Class, Field, FieldType, Finding, Form, bounds, tidy};

impl Form {
    /// Checks answers and parts them by who may read them.
    ///
    /// Empty text counts as absent, also inside groups. Answers to what is not asked are dropped
    /// before validation, and with them any name that the form does not know: neither is a finding.
    /// A whole number may come as `3.0`; it is kept as `3`.
    ///
    /// # Errors
    /// Every finding, in the order in which the fields are asked. A missing answer is found at its
    /// own path with `required`. Four findings are not the schema's: `maxDepth` and `maxBytes` for
    /// answers past [`super::ANSWER_DEPTH_MAX`] and [`super::ANSWER_BYTES_MAX`], and `minimum` or
    /// `maximum` for numbers that a browser cannot hold exactly.
    pub fn check(&self, answers: Map<String, Value>) -> Result<Answers, Vec<Finding>> {
        let excess = bounds::excess(&answers);
        if !excess.is_empty() {
            bounds::dismantle(answers);
            return Err(excess);
        }
        let (asked, answers) = self.compiled.plan.walk(tidy::tidied(answers));
        let mut findings = bounds::inexact(&answers);
        let instance = Value::Object(answers);
        findings.extend(self.compiled.validator.iter_errors(&instance).flat_map(|error| findings_of(&error)));
        match instance {
            Value::Object(answers) if findings.is_empty() => Ok(part(answers, &self.fields)),
            _ => Err(in_order(findings, &asked)),
        }
    }
}

/// One validation error as pairs of field and keyword, the same pairs that a browser finds.
fn findings_of(error: &ValidationError<'_>) -> Vec<Finding> {
    let at = error.instance_path().to_string();
    let found = |path: String| Finding { path, keyword: error.kind().keyword().to_owned() };
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            vec![found(member(&at, property.as_str().unwrap_or_default()))]
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            unexpected.iter().map(|name| found(member(&at, name))).collect()
        }
        _ => vec![found(at)],
    }
}

/// Sorts by the order in which the fields are asked, then by path and keyword; each pair once.
fn in_order(mut findings: Vec<Finding>, asked: &[Asked]) -> Vec<Finding> {
    let place = |finding: &Finding| {
        let field = tokens(&finding.path).next().unwrap_or_default();
        asked.iter().position(|asked| asked.name == field)
    };
    let by_place = |a: &Finding, b: &Finding| -> Ordering {
        place(a).cmp(&place(b)).then_with(|| a.path.cmp(&b.path)).then_with(|| a.keyword.cmp(&b.keyword))
    };
    findings.sort_by(by_place);
    findings.dedup();
    findings
}

fn part(answers: Map<String, Value>, fields: &[Field]) -> Answers {
    let mut parted = Answers::default();
    for (name, answer) in answers {
        let field = fields.iter().find(|field| field.name == name);
        if let Some(field) = field {
            collect_persons(field.person, &field.kind, &answer, &mut parted.persons);
            doubt(field, &answer, &member("", &name), &mut parted.warnings);
        }
        let part = match field.map_or(Class::Personal, |field| field.class) {
            Class::Public | Class::Internal => &mut parted.open,
            Class::Personal => &mut parted.personal,
            Class::Sensitive => &mut parted.sensitive,
        };
        part.insert(name, answer);
    }
    parted
}

fn collect_persons(is_person: bool, kind: &FieldType, answer: &Value, into: &mut Vec<String>) {
    match (kind, answer) {
        (FieldType::Object(fields), Value::Object(members)) => {
            for field in fields {
                if let Some(member) = members.get(&field.name) {
                    collect_persons(field.person, &field.kind, member, into);
                }
            }
        }
        (FieldType::List(kind), Value::Array(items)) => {
            for item in items {
                collect_persons(is_person, kind, item, into);
            }
        }
        (_, Value::String(person)) if is_person && !into.contains(person) => into.push(person.clone()),
        _ => {}
    }
}

/// What may be wrong with the numbers in an answer, at any depth; items of a list have no number of the
/// list's own.
fn doubt(field: &Field, answer: &Value, at: &str, into: &mut Vec<Warning>) {
    if let (Some(identifier), Value::String(text)) = (field.identifier, answer) {
        into.extend(identifier.doubt(text).map(|code| Warning { path: at.to_owned(), code }));
    }
    doubt_inside(&field.kind, answer, at, into);
}

fn doubt_inside(kind: &FieldType, answer: &Value, at: &str, into: &mut Vec<Warning>) {
    match (kind, answer) {
        (FieldType::Object(fields), Value::Object(members)) => {
            for (field, answer) in fields.iter().filter_map(|field| Some((field, members.get(&field.name)?))) {
                doubt(field, answer, &member(at, &field.name), into);
            }
        }
        (FieldType::List(kind), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                doubt_inside(kind, item, &format!("{at}/{index}"), into);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::form::fields;

    fn form(schema: Value) -> Form {
        let fields = fields::read(&schema);
        Form::new(schema, fields).unwrap()
    }

    fn map(value: Value) -> Map<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_hidden_required_field_does_not_block_and_its_stale_answer_is_dropped() {
        let form = form(json!({
            "type": "object",
            "properties": { "company": { "type": "boolean", "x-cityhall-class": "public" } },
            "required": ["company"],
            "if": { "properties": { "company": { "const": true } }, "required": ["company"] },
            "then": { "properties": { "code": { "type": "string" } }, "required": ["code"] },
        }));
        let answers = form.check(map(json!({ "company": false, "code": "stale", "stranger": 1 }))).unwrap();
        assert_eq!((answers.open, answers.personal), (map(json!({ "company": false })), Map::new()));
        let missing = form.check(map(json!({ "company": true, "code": "" }))).unwrap_err();
        assert_eq!(missing, [Finding { path: "/code".into(), keyword: "required".into() }]);
    }

    #[test]
    fn a_number_that_fails_its_check_is_a_warning_and_no_finding() {
        let number = |which: &str| json!({ "type": "string", "x-cityhall-identifier": which });
        let child = json!({ "type": "object", "properties": { "id": number("CitizenId") } });
        let form = form(json!({
            "type": "object",
            "properties": {
                "code": number("CreditCode"),
                "children": { "type": "array", "maxItems": 3, "items": child },
            },
        }));
        let children = json!([{ "id": "11010519491231002X" }, { "id": "110105194912310021" }]);
        let answers = form.check(map(json!({ "code": "91350100M0001TGQXM", "children": children }))).unwrap();
        let paths: Vec<_> = answers.warnings.iter().map(|warning| warning.path.as_str()).collect();
        assert_eq!(paths, ["/children/1/id", "/code"]);
        assert_eq!(form.check(map(json!({ "code": "91350100M000100Y43" }))).unwrap().warnings, []);
    }
}
