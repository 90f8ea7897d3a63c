//! Nothing that is written makes the compiler panic.

use std::collections::BTreeSet;

use cityhall_crds::{Kind, LANGUAGE, examine, lower, prove};
use cityhall_domain::module::Surroundings;
use cityhall_domain::text::Language;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::base::{GOOD, spec_of};

/// JSON Pointers of everything in a value.
fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| pointers(item, &format!("{at}/{i}"), into));
        }
        Value::Object(map) => map.iter().for_each(|(key, item)| pointers(item, &format!("{at}/{key}"), into)),
        _ => {}
    }
}

fn replacement() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!({})),
        Just(json!([])),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z-]{0,12}".prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!({"workingDays": 40000})),
        Just(json!([{"name": "intake"}])),
        prop_oneof![Just("intake"), Just("granted"), Just("applicant"), Just("decision")].prop_map(Value::from),
    ]
}

fn compile_all(name: &str, spec: &Value) {
    if let Ok(module) = lower(LANGUAGE, name, spec) {
        let departments = BTreeSet::from(["parks".parse().unwrap()]);
        let languages = &[Language::Chinese, Language::English];
        let _ = prove(&module, Surroundings { published: &[&module], departments: &departments, languages });
    }
    for kind in Kind::ALL {
        let _ = examine(kind, spec);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mutation_of_a_good_spec_panics(changes in prop::collection::vec((any::<prop::sample::Index>(), replacement()), 1..4)) {
        let (_, mut spec) = spec_of(GOOD);
        for (which, value) in changes {
            let mut all = Vec::new();
            pointers(&spec, "", &mut all);
            if let Some(place) = spec.pointer_mut(&all[which.index(all.len())]) {
                *place = value;
            }
        }
        compile_all("tree-felling", &spec);
    }

    #[test]
    fn no_moved_part_of_a_good_spec_panics(from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let (_, mut spec) = spec_of(GOOD);
        let mut all = Vec::new();
        pointers(&spec, "", &mut all);
        let part = spec.pointer(&all[from.index(all.len())]).cloned().unwrap_or_default();
        if let Some(place) = spec.pointer_mut(&all[to.index(all.len())]) {
            *place = part;
        }
        compile_all("tree-felling", &spec);
    }
}

#[test]
fn deep_json_is_refused() {
    let mut deep = json!({});
    for _ in 0..500 {
        deep = json!({ "properties": deep });
    }
    let (_, mut spec) = spec_of(GOOD);
    spec["form"]["schema"] = deep;
    let problems = lower(LANGUAGE, "tree-felling", &spec).unwrap_err();
    assert_eq!(problems.0[0].reason, "TooDeep");
}

#[test]
fn a_name_that_is_none_is_refused() {
    let (_, spec) = spec_of(GOOD);
    let problems = lower(LANGUAGE, "Tree Felling", &spec).unwrap_err();
    assert_eq!((problems.0[0].path.as_str(), problems.0[0].reason), ("metadata.name", "InvalidName"));
}
