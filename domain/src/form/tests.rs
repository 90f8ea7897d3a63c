//! Forms as people meet them: the golden verdicts that browser and server share, and what holds for
//! any answers whatever.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

use super::*;

/// Asked fields and findings were computed by another implementation with another validator (ajv
/// in a JavaScript engine), so this is a second opinion and not a recording.
const GOLDEN: &str = include_str!("../../golden/form-verdicts.json");

#[derive(Deserialize)]
struct GoldenForm {
    name: String,
    schema: Value,
    cases: Vec<GoldenCase>,
}

#[derive(Deserialize)]
struct GoldenCase {
    answers: Map<String, Value>,
    asked: Vec<Asked>,
    findings: Vec<GoldenFinding>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct GoldenFinding {
    path: String,
    keyword: String,
}

static FORMS: LazyLock<Vec<(GoldenForm, Form)>> = LazyLock::new(|| {
    let golden: Vec<GoldenForm> = serde_json::from_str(GOLDEN).unwrap();
    golden
        .into_iter()
        .map(|golden| (form(golden.schema.clone()), golden))
        .map(|(form, golden)| (golden, form))
        .collect()
});

fn form(schema: Value) -> Form {
    let fields = fields::read(&schema);
    Form::new(schema, fields).unwrap()
}

fn map(value: Value) -> Map<String, Value> {
    serde_json::from_value(value).unwrap()
}

fn findings(form: &Form, answers: &Map<String, Value>) -> Vec<GoldenFinding> {
    let found = form.check(answers.clone()).err().unwrap_or_default();
    found.into_iter().map(|finding| GoldenFinding { path: finding.path, keyword: finding.keyword }).collect()
}

/// What is left of answers after trimming.
fn trimmed(form: &Form, answers: Map<String, Value>) -> Map<String, Value> {
    form.compiled.plan.walk(tidy::tidied(answers)).1
}

#[test]
fn verdicts_are_the_golden_ones() {
    let mut cases = 0;
    for (golden, form) in FORMS.iter() {
        assert_eq!(profile::form(&golden.schema).as_ref(), Ok(form), "{}", golden.name);
        for case in &golden.cases {
            let told = || format!("{}: {}", golden.name, Value::Object(case.answers.clone()));
            assert_eq!(form.asked(&case.answers), case.asked, "{}", told());
            assert_eq!(findings(form, &case.answers), case.findings, "{}", told());
            cases += 1;
        }
    }
    assert!(cases >= 100, "{cases} cases left");
}

#[test]
fn answers_are_parted_by_class_and_persons_collected() {
    let order = ["open", "inside", "unsaid", "secret", "children"];
    let form = form(json!({ "type": "object", "x-cityhall-order": order, "properties": {
        "open": { "type": "string", "x-cityhall-class": "public" },
        "inside": { "type": "integer", "x-cityhall-class": "internal" },
        "unsaid": { "type": "string", "x-cityhall-person": true },
        "secret": { "type": "object", "x-cityhall-class": "sensitive", "properties": { "id": { "type": "string", "x-cityhall-person": true } } },
        "children": { "type": "array", "maxItems": 3, "items": { "type": "object", "properties": { "id": { "type": "string", "x-cityhall-person": true } } } },
    } }));
    let answers = json!({ "open": "o", "inside": 3.0, "unsaid": "p1", "secret": { "id": "p2" }, "children": [{ "id": "p3" }, { "id": "p1" }] });
    let parted = form.check(map(answers)).unwrap();
    assert_eq!(parted.open, map(json!({ "open": "o", "inside": 3 })));
    assert_eq!(parted.open["inside"].as_i64(), Some(3));
    assert_eq!(parted.personal.keys().collect::<Vec<_>>(), ["unsaid", "children"]);
    assert_eq!(parted.sensitive, map(json!({ "secret": { "id": "p2" } })));
    assert_eq!(parted.persons, ["p1", "p2", "p3"]);
}

#[test]
fn fields_are_asked_in_the_order_said_however_their_keys_are_sorted() {
    let asked = |schema: Value| {
        let form = form(schema);
        let names = form.fields().iter().map(|field| field.name.clone()).collect::<Vec<_>>();
        let asked: Vec<_> = form.asked(&Map::new()).into_iter().map(|asked| asked.name).collect();
        assert_eq!(asked, names);
        names.join(" ")
    };
    let written = json!({ "b": { "type": "boolean" }, "c": { "type": "boolean" }, "a": { "type": "boolean" } });
    let sorted = json!({ "a": { "type": "boolean" }, "b": { "type": "boolean" }, "c": { "type": "boolean" } });
    for properties in [written, sorted] {
        assert_eq!(asked(json!({ "type": "object", "properties": properties })), "a b c");
        let order = ["c", "a", "b"];
        assert_eq!(asked(json!({ "type": "object", "x-cityhall-order": order, "properties": properties })), "c a b");
    }
}

#[test]
fn answers_past_the_bounds_are_findings() {
    let (_, form) = &FORMS[2];
    let mut deep = Value::Null;
    for _ in 0..200_000 {
        deep = Value::Array(vec![deep]);
    }
    let mut answers = Map::new();
    answers.insert("home".to_owned(), deep);
    assert_eq!(findings_of(form, answers), ["/home maxDepth"]);
    let long = map(json!({ "stranger": "字".repeat(ANSWER_BYTES_MAX) }));
    assert!(form.asked(&long).iter().all(|asked| asked.name != "stranger"));
    assert_eq!(findings_of(form, long), [" maxBytes"]);
}

fn findings_of(form: &Form, answers: Map<String, Value>) -> Vec<String> {
    form.check(answers)
        .unwrap_err()
        .into_iter()
        .map(|finding| format!("{} {}", finding.path, finding.keyword))
        .collect()
}

#[test]
fn a_form_is_its_schema_and_fields() {
    let (golden, form) = &FORMS[0];
    assert_eq!(*form, Form::new(golden.schema.clone(), fields::read(&golden.schema)).unwrap());
    let written = serde_json::to_value(form).unwrap();
    assert_eq!(written.as_object().unwrap().keys().collect::<Vec<_>>(), ["schema", "fields"]);
}

#[test]
fn what_is_no_schema_makes_no_form() {
    let mut deep = json!({});
    for _ in 0..30 {
        deep = json!({ "allOf": [deep] });
    }
    let circle = json!({ "$ref": "#/$defs/a", "$defs": { "a": { "$ref": "#/$defs/a" } } });
    assert_eq!(Form::new(deep, Vec::new()), Err(FormError::TooDeep));
    assert_eq!(Form::new(circle, Vec::new()), Err(FormError::TooDeep));
    for bad in [
        json!({ "type": 3 }),
        json!({ "$ref": "https://example.org/x.json" }),
        json!({ "pattern": "(?=a)" }),
        json!({ "format": "telephone" }),
    ] {
        assert!(matches!(Form::new(bad.clone(), Vec::new()), Err(FormError::Schema { .. })), "{bad}");
    }
}

/// Any JSON, its names often those of fields.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(&["", "yes", "no", "person", "company", "south", "x", "y", "张三", "2026-02-28"][..])
            .prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((any_name(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_name() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "a",
        "b",
        "c",
        "d",
        "e",
        "z",
        "home",
        "work",
        "district",
        "street",
        "vehicles",
        "plate",
        "kind",
        "count",
        "detail",
        "size",
        "permit",
        "spaces",
        "applicant",
        "~/",
    ];
    prop_oneof![4 => prop::sample::select(NAMES).prop_map(str::to_owned), 1 => ".{0,6}"]
}

/// JSON whose names are mostly keywords, under a root that looks like a form.
fn any_schema() -> impl Strategy<Value = Value> {
    const WORDS: &[&str] = &[
        "type",
        "properties",
        "required",
        "allOf",
        "anyOf",
        "not",
        "if",
        "then",
        "else",
        "$ref",
        "$defs",
        "items",
        "enum",
        "const",
        "pattern",
        "maxItems",
        "dependentRequired",
        "additionalProperties",
        "x-cityhall-class",
        "x-cityhall-labels",
        "x-cityhall-listed",
        "a",
        "b",
    ];
    const VALUES: &[&str] =
        &["object", "string", "integer", "array", "#/$defs/a", "#/$defs/b", "public", "a", "b", "[a-z"];
    let word = || prop::sample::select(WORDS).prop_map(str::to_owned);
    let leaf = prop_oneof![
        prop::sample::select(VALUES).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        (0..9).prop_map(Value::from)
    ];
    let any = leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => prop::collection::vec((word(), inner), 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    (any.clone(), any.clone(), any).prop_map(|(fields, parts, definitions)| {
        json!({ "type": "object", "properties": { "a": fields }, "allOf": [parts], "$defs": { "a": definitions } })
    })
}

fn any_answers() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((any_name(), any_json()), 0..10).prop_map(|members| members.into_iter().collect())
}

proptest! {
    #[test]
    fn no_answers_make_a_check_panic(answers in any_answers()) {
        for (_, form) in FORMS.iter() {
            let _ = form.check(answers.clone());
        }
    }

    #[test]
    fn no_schema_makes_the_profile_panic(schema in any_schema()) {
        drop(Form::new(schema.clone(), fields::read(&schema)));
        // A refusal says why.
        if let Err(problems) = profile::form(&schema) {
            prop_assert!(!problems.is_empty());
        }
    }

    #[test]
    fn trimming_twice_is_trimming_once(answers in any_answers()) {
        for (_, form) in FORMS.iter() {
            let once = trimmed(form, answers.clone());
            prop_assert_eq!(form.asked(&once), form.asked(&answers));
            prop_assert_eq!(trimmed(form, once.clone()), once);
        }
    }

    #[test]
    fn nothing_that_is_not_asked_is_ever_found_or_kept(answers in any_answers()) {
        for (_, form) in FORMS.iter() {
            let asked = form.asked(&answers);
            let is_asked = |name: &str| asked.iter().any(|asked| asked.name == name);
            match form.check(answers.clone()) {
                Ok(kept) => prop_assert!([&kept.open, &kept.personal, &kept.sensitive].iter().all(|part| part.keys().all(|name| is_asked(name)))),
                Err(findings) => for finding in findings {
                    prop_assert!(is_asked(finding.path.split('/').nth(1).unwrap_or_default()), "{:?}", finding);
                },
            }
        }
    }

    #[test]
    fn a_top_field_is_missing_exactly_if_it_is_required_and_absent(answers in any_answers()) {
        for (_, form) in FORMS.iter() {
            let left = trimmed(form, answers.clone());
            let missing: Vec<String> = form.asked(&answers).into_iter().filter(|asked| asked.required && !left.contains_key(&asked.name)).map(|asked| format!("/{}", asked.name)).collect();
            let found = form.check(answers.clone()).err().unwrap_or_default();
            let found: Vec<String> = found.into_iter().filter(|finding| finding.keyword == "required" && finding.path.matches('/').count() == 1).map(|finding| finding.path).collect();
            prop_assert_eq!(found, missing);
        }
    }
}
