//! The guide: every element that a type of service needs is refused when it is missing or empty,
//! under its exact path. The cases are made from the table of elements, none by hand.

use cityhall_crds::elements::{self, Element};
use cityhall_crds::{Kind, LANGUAGE, definition, lower, prove};
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{ServiceType, Surroundings};
use cityhall_domain::text::Language;
use serde_json::{Value, json};

use super::base::{GOOD, changed, compile, spec_of};
use super::examples::city;

const TYPES: [ServiceType; 10] = [
    ServiceType::AdministrativeLicence,
    ServiceType::AdministrativeConfirmation,
    ServiceType::AdministrativePayment,
    ServiceType::AdministrativeReward,
    ServiceType::AdministrativeRuling,
    ServiceType::Filing,
    ServiceType::OtherPower,
    ServiceType::PublicService,
    ServiceType::WorkOrder,
    ServiceType::Letter,
];

fn pointer(element: &Element) -> String {
    element.path.strip_prefix("spec").unwrap().replace('.', "/")
}

/// The spec without the element, and the element.
fn without(spec: &Value, element: &Element) -> (Value, Value) {
    let (mut spec, pointer) = (spec.clone(), pointer(element));
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = spec.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    let taken = parent.remove(key).unwrap_or_else(|| panic!("{} is there", element.path));
    (spec, taken)
}

/// The same kind of value with nothing in it. `None` where only another word could stand.
fn emptied(value: &Value) -> Option<Value> {
    match value {
        Value::Array(_) => Some(json!([])),
        Value::Object(map) if map.contains_key("zh") => Some(json!({"zh": " ", "en": " "})),
        Value::Object(_) => Some(json!({})),
        Value::String(_) => Some(json!("")),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn problems(name: &str, spec: &Value, around: Surroundings<'_>) -> Diagnostics {
    match lower(LANGUAGE, name, spec) {
        Ok(module) => prove(&module, around),
        Err(problems) => problems,
    }
}

/// Whether something is said about the element itself, or about the inside of what is empty.
fn is_told(problems: &Diagnostics, element: &Element, reasons: &[&str]) -> bool {
    let is_here =
        |path: &str| path.strip_prefix(element.path).is_some_and(|rest| matches!(rest, "" | ".zh" | ".schema"));
    problems.0.iter().any(|one| is_here(&one.path) && reasons.contains(&one.reason))
}

#[test]
fn every_needed_element_is_demanded_of_every_type() {
    let (name, good) = spec_of(GOOD);
    let departments = ["parks", "parks-north"].map(|name| name.parse().unwrap()).into();
    let languages = &[Language::Chinese, Language::English];
    let around = Surroundings { published: &[], departments: &departments, languages };
    let mut refused = 0;
    for kind in TYPES {
        let mut spec = good.clone();
        spec["type"] = json!(format!("{kind:?}"));
        assert_eq!(problems(&name, &spec, around).0, [], "{kind:?}");
        for element in elements::ALL {
            let (less, taken) = without(&spec, element);
            let found = problems(&name, &less, around);
            let is_missed = found
                .0
                .iter()
                .any(|one| one.path == element.path && matches!(one.reason, "MissingField" | "MissingElement"));
            assert_eq!(is_missed, element.is_needed_by(kind), "{kind:?} without {}: {found:?}", element.path);
            refused += usize::from(is_missed);
            if let Some(empty) = emptied(&taken).filter(|_| is_missed) {
                let mut spec = spec.clone();
                *spec.pointer_mut(&pointer(element)).unwrap() = empty;
                let found = problems(&name, &spec, around);
                let reasons = [
                    "MissingElement",
                    "MissingTranslation",
                    "OutOfBounds",
                    "UnknownValue",
                    "WrongFormat",
                    "InvalidName",
                    "ExactlyOne",
                    "MissingField",
                ];
                assert!(is_told(&found, element, &reasons), "{kind:?} with empty {}: {found:?}", element.path);
            }
        }
    }
    assert!(refused > 200, "{refused}");
}

#[test]
fn every_module_of_the_sample_city_needs_what_its_type_needs() {
    let city = city();
    for (name, spec) in &city.modules {
        let module = lower(LANGUAGE, name, spec).unwrap();
        for element in elements::ALL.iter().filter(|element| element.is_needed_by(module.service_type)) {
            let (less, _) = without(spec, element);
            let found = problems(name, &less, city.around());
            let is_missed = found
                .0
                .iter()
                .any(|one| one.path == element.path && matches!(one.reason, "MissingField" | "MissingElement"));
            assert!(is_missed, "{name} without {}: {found:?}", element.path);
        }
    }
}

/// Whoever adds to the guide adds to the good module, and with it to every test over its parts.
#[test]
fn the_good_module_says_everything_that_a_guide_can_say() {
    let (_, good) = spec_of(GOOD);
    let definition = definition(Kind::ServiceModule);
    let schema = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";
    for part in ["codes", "guide", "documents"] {
        let mut unsaid = Vec::new();
        says_all(&definition.pointer(schema).unwrap()[part], &[&good[part]], part, &mut unsaid);
        assert_eq!(unsaid, [""; 0]);
    }
}

/// Walks a schema beside every value that is written under it.
fn says_all(schema: &Value, written: &[&Value], at: &str, unsaid: &mut Vec<String>) {
    if schema.get("oneOf").is_some() {
        return;
    }
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        let below: Vec<&Value> = written.iter().filter_map(|one| one.get(key)).collect();
        if below.is_empty() {
            unsaid.push(format!("{at}.{key}"));
        } else {
            says_all(inner, &below, &format!("{at}.{key}"), unsaid);
        }
    }
    if let Some(items) = schema.get("items") {
        let below: Vec<&Value> = written.iter().filter_map(|one| one.as_array()).flatten().collect();
        says_all(items, &below, &format!("{at}[]"), unsaid);
    }
}

fn said(text: &str) -> Vec<String> {
    let problems = compile(text).err().unwrap_or_default();
    problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

fn says(from: &str, to: &str) -> Vec<String> {
    said(&changed(from, to))
}

#[test]
fn a_missing_element_tells_what_to_write() {
    let problems = compile(&changed("    online: Acceptance\n", "")).unwrap_err();
    assert_eq!(
        problems.0[0].to_string(),
        "spec.guide.online: MissingElement: a guide of type AdministrativeLicence needs it; write how far it goes online"
    );
}

#[test]
fn documents_are_wanted_under_conditions_that_hold_for_the_form() {
    let when = "when: answers.danger == true";
    assert_eq!(says(when, "when: answers.nothing == true"), ["spec.documents[1].when: UnknownField"]);
    assert_eq!(says(when, "when: answers.trees"), ["spec.documents[1].when: NotACondition"]);
    assert_eq!(says(when, "when: 'answers.danger =='"), ["spec.documents[1].when: InvalidExpression"]);
    assert_eq!(
        says("      note: {zh: 危险树木才需要, en: Only for a dangerous tree}\n", ""),
        ["spec.documents[1].note: MissingElement"]
    );
    assert_eq!(says("{name: deed,", "{name: photo,"), ["spec.documents[2].name: DuplicateName"]);
    assert_eq!(says("en: Title deed}", "en: Other documents}"), ["spec.documents[2].title.en: CatchAll"]);
    assert_eq!(says("form: Original, count: 2", "form: Original, count: 0"), ["spec.documents[0].count: OutOfBounds"]);
}

#[test]
fn names_in_the_guide_refer_to_something() {
    assert_eq!(says("authority: parks\n", "authority: zoo\n"), ["spec.guide.authority: UnknownDepartment"]);
    assert_eq!(
        says("implementing: [parks, parks-north]", "implementing: [parks, zoo]"),
        ["spec.guide.implementing[1]: UnknownDepartment"]
    );
    assert_eq!(says("delegated: parks-north", "delegated: zoo"), ["spec.guide.delegated: UnknownDepartment"]);
    assert_eq!(
        says("fen: 20000, basis: greening-20}", "fen: 20000, basis: greening-25}"),
        ["spec.guide.charges[0].basis: UnknownBasis"]
    );
    assert_eq!(
        says("implementing: [parks, parks-north]", "implementing: [parks, parks]"),
        ["spec.guide.implementing[1]: DuplicateName"]
    );
    assert_eq!(says("levels: [City, County]", "levels: [City, City]"), ["spec.guide.levels[1]: DuplicateName"]);
    assert_eq!(
        says("themes: [Environment, CityManagement]", "themes: [Environment, Environment]"),
        ["spec.guide.themes[1]: DuplicateName"]
    );
}

#[test]
fn days_of_the_guide_are_days() {
    assert_eq!(says("effective: \"2026-03-01\"", "effective: \"2026-02-30\""), ["spec.guide.effective: InvalidDate"]);
    assert_eq!(says("from: \"06-01\"", "from: \"06-31\""), ["spec.guide.contact.seasons[0].from: InvalidDate"]);
    assert_eq!(says("until: \"02-28\"", "until: \"02-30\""), ["spec.guide.places[0].seasons[0].until: InvalidDate"]);
}

#[test]
fn an_instant_matter_promises_a_day() {
    assert_eq!(says("handling: Promised", "handling: Instant"), ["spec.guide.handling: InstantTooLong"]);
}

#[test]
fn each_text_of_the_guide_is_there_in_each_language() {
    let (name, good) = spec_of(GOOD);
    let departments = ["parks", "parks-north"].map(|name| name.parse().unwrap()).into();
    let languages = &[Language::Chinese, Language::English];
    let around = Surroundings { published: &[], departments: &departments, languages };
    let mut texts = Vec::new();
    for part in ["guide", "documents"] {
        elements_of_text(&good[part], &format!("/{part}"), &mut texts);
    }
    assert!(texts.len() > 30, "{texts:?}");
    for at in texts {
        let mut spec = good.clone();
        spec.pointer_mut(&at).unwrap().as_object_mut().unwrap().remove("en");
        let found = problems(&name, &spec, around);
        let [only] = found.0.as_slice() else { panic!("{at}: {found:?}") };
        assert_eq!(only.reason, "MissingTranslation", "{at}");
        let path = only.path.replace("spec.", "/").replace(['.', '['], "/").replace(']', "");
        assert_eq!(path, format!("{at}/en"));
    }
}

/// JSON Pointers of every text below a value.
pub(crate) fn elements_of_text(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(map) if map.contains_key("zh") || map.contains_key("en") => into.push(at.to_owned()),
        Value::Object(map) => map.iter().for_each(|(key, value)| elements_of_text(value, &format!("{at}/{key}"), into)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| elements_of_text(value, &format!("{at}/{index}"), into));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
