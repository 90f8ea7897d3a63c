//! Whether a `spec` has the structure of its kind: the very schema that Kubernetes gets, closed
//! against unknown fields, so that a folder and a cluster give the same verdict. Every problem at
//! once, each with its path.

use std::sync::LazyLock;

use cityhall_domain::diagnostics::Diagnostics;
use jsonschema::error::ValidationErrorKind as Broken;
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value;

use crate::crd::{Kind, spec_schema};
use crate::{path, reason};

/// A schema and what checks it.
struct Checker {
    schema: Value,
    validator: Option<Validator>,
}

impl Checker {
    fn new(kind: Kind) -> Self {
        let mut schema = spec_schema(kind);
        close(&mut schema);
        let options = jsonschema::draft202012::options().with_pattern_options(PatternOptions::regex());
        Self { validator: options.build(&schema).ok(), schema }
    }
}

static CITY: LazyLock<Checker> = LazyLock::new(|| Checker::new(Kind::City));
static DEPARTMENT: LazyLock<Checker> = LazyLock::new(|| Checker::new(Kind::Department));
static CALENDAR: LazyLock<Checker> = LazyLock::new(|| Checker::new(Kind::HolidayCalendar));
static POLICY: LazyLock<Checker> = LazyLock::new(|| Checker::new(Kind::AccessPolicy));
static MODULE: LazyLock<Checker> = LazyLock::new(|| Checker::new(Kind::ServiceModule));
static PARTNER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Kind::Partner));

/// The deepest nesting of a spec; text is bounded before, this bounds what comes as JSON.
const DEPTH_MAX: usize = 64;

/// Every structural problem of the `spec` of a manifest.
pub(crate) fn check(kind: Kind, spec: &Value) -> Diagnostics {
    let mut found = Diagnostics::default();
    if is_deeper(spec, DEPTH_MAX) {
        found.add("spec", reason::TOO_DEEP, format!("nested deeper than {DEPTH_MAX}"));
        return found;
    }
    let checker = match kind {
        Kind::City => &CITY,
        Kind::Department => &DEPARTMENT,
        Kind::HolidayCalendar => &CALENDAR,
        Kind::ServiceModule => &MODULE,
        Kind::Partner => &PARTNER,
        Kind::AccessPolicy => &POLICY,
    };
    for error in checker.validator.iter().flat_map(|validator| validator.iter_errors(spec)) {
        report(spec, &checker.schema, &error, &mut found);
    }
    drop_followers(&mut found);
    found
}

/// Whether something is nested deeper than `depth`. Never deeper in recursion than `depth`.
fn is_deeper(value: &Value, depth: usize) -> bool {
    match value {
        Value::Array(items) => depth == 0 || items.iter().any(|item| is_deeper(item, depth - 1)),
        Value::Object(map) => depth == 0 || map.values().any(|item| is_deeper(item, depth - 1)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Refuses unknown fields wherever a schema lists the known ones.
fn close(schema: &mut Value) {
    let Value::Object(map) = schema else { return };
    if map.get("type").is_some_and(|kind| kind == "object") && !map.contains_key("x-kubernetes-preserve-unknown-fields")
    {
        map.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    if let Some(Value::Object(properties)) = map.get_mut("properties") {
        properties.values_mut().for_each(close);
    }
    if let Some(items) = map.get_mut("items") {
        close(items);
    }
}

fn report(spec: &Value, schema: &Value, error: &ValidationError<'_>, found: &mut Diagnostics) {
    let here = path::of_pointer("spec", spec, error.instance_path().as_str());
    let around = around(schema, error.schema_path().as_str());
    match error.kind() {
        Broken::AdditionalProperties { unexpected } => {
            for name in unexpected {
                let message = format!("there is no such field; known are {}", known(around));
                found.add(path::key(&here, name), reason::UNKNOWN_FIELD, message);
            }
        }
        Broken::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let message = meaning(around, name).unwrap_or_else(|| "it is required".to_owned());
            found.add(path::key(&here, name), reason::MISSING_FIELD, message);
        }
        // Where no field at all is known: `Nothing`.
        Broken::FalseSchema => {
            let map = spec.pointer(error.instance_path().as_str()).and_then(Value::as_object);
            for name in map.into_iter().flat_map(|map| map.keys()) {
                found.add(path::key(&here, name), reason::UNKNOWN_FIELD, "there is no such field; write {}");
            }
        }
        Broken::OneOfNotValid { .. } | Broken::OneOfMultipleValid { .. } if error.instance().is_object() => {
            found.add(here, reason::EXACTLY_ONE, format!("write exactly one of {}", known(around)));
        }
        Broken::OneOfNotValid { .. } | Broken::OneOfMultipleValid { .. } => {}
        other => {
            let (reason, message) = plain(other, error.instance());
            found.add(here, reason, message);
        }
    }
}

/// The schema object that holds the keyword at `pointer`.
fn around<'a>(schema: &'a Value, pointer: &str) -> &'a Value {
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    schema.pointer(parent).unwrap_or(&Value::Null)
}

fn known(schema: &Value) -> String {
    let names =
        schema.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

fn meaning(schema: &Value, name: &str) -> Option<String> {
    let description = schema.get("properties")?.get(name)?.get("description")?.as_str()?;
    Some(format!("it is required: {}", description.lines().next().unwrap_or_default().trim_end_matches('.')))
}

/// Reason and message of what needs nothing but the error and the value.
fn plain(kind: &Broken, value: &Value) -> (&'static str, String) {
    match kind {
        Broken::Type { .. } => (reason::WRONG_TYPE, wrong_type(kind, value)),
        Broken::Enum { options } => {
            let words: Vec<_> = options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            (reason::UNKNOWN_VALUE, format!("allowed are {}", words.join(", ")))
        }
        Broken::MaxLength { limit } => (reason::OUT_OF_BOUNDS, format!("at most {limit} characters")),
        Broken::MinLength { limit } => (reason::OUT_OF_BOUNDS, format!("at least {limit} characters")),
        Broken::MaxItems { limit } => (reason::OUT_OF_BOUNDS, format!("at most {limit} entries")),
        Broken::MinItems { limit } => (reason::OUT_OF_BOUNDS, format!("at least {limit} entries")),
        Broken::Maximum { limit } => (reason::OUT_OF_BOUNDS, format!("at most {limit}")),
        Broken::Minimum { limit } => (reason::OUT_OF_BOUNDS, format!("at least {limit}")),
        Broken::MinProperties { .. } => (reason::MISSING_FIELD, "write the text in at least one language".to_owned()),
        Broken::Pattern { pattern } if pattern == crate::spec::NAME => {
            (reason::INVALID_NAME, "a name is of a-z, 0-9 and `-`, beginning with a letter".to_owned())
        }
        Broken::Pattern { pattern } => (reason::WRONG_FORMAT, format!("does not match {pattern}")),
        other => (reason::WRONG_FORMAT, format!("breaks `{}`", other.keyword())),
    }
}

fn wrong_type(kind: &Broken, value: &Value) -> String {
    let is_text_wanted = matches!(kind, Broken::Type { kind: jsonschema::error::TypeKind::Single(wanted) }
        if wanted.to_string() == "string");
    match value {
        Value::Number(number) if is_text_wanted => format!("expected a text; write \"{number}\" in quotes"),
        Value::Null => "there is nothing here; leave the field out or fill it in".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => match kind {
            Broken::Type { kind: jsonschema::error::TypeKind::Single(wanted) } => format!("expected {wanted}"),
            _ => "expected another type".to_owned(),
        },
    }
}

/// An unknown field where exactly one of several is wanted is one mistake, not two.
fn drop_followers(found: &mut Diagnostics) {
    let misspelt: Vec<String> = found
        .0
        .iter()
        .filter(|d| d.reason == reason::UNKNOWN_FIELD)
        .filter_map(|d| path::parent(&d.path).map(str::to_owned))
        .collect();
    found.0.retain(|d| d.reason != reason::EXACTLY_ONE || !misspelt.contains(&d.path));
}
