//! What stands inside an `if`: a property that is tested is also demanded there, because a test on
//! an absent answer would hold.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::definitions;
use super::{Problems, member, members, names};

/// How many schema objects of one test are visited; definitions that multiply each other reach it.
const VISITS_MAX: usize = 1024;

/// Reports every property that is tested without being demanded.
pub(super) fn check(test: &Value, root: &Value, at: &str, problems: &mut Problems) {
    let mut walk = Walk::new(root);
    walk.instance(test, at, &BTreeSet::new(), true);
    for (at, name) in walk.undemanded {
        let message = format!(
            "the condition tests `{name}` without naming it in `required`, so it holds while `{name}` is absent"
        );
        problems.add(&at, "ConditionNotRequired", message);
    }
    if walk.visits_left == 0 {
        problems.add(at, "SchemaTooLarge", "the condition is too large once its definitions are put in place");
    }
}

/// The fields of the form at which a test looks.
pub(super) fn fields<'a>(test: &'a Value, root: &'a Value) -> BTreeSet<&'a str> {
    let mut walk = Walk::new(root);
    walk.instance(test, "", &BTreeSet::new(), true);
    walk.fields
}

struct Walk<'a> {
    root: &'a Value,
    fields: BTreeSet<&'a str>,
    undemanded: Vec<(String, &'a str)>,
    visits_left: usize,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Value) -> Self {
        Self { root, fields: BTreeSet::new(), undemanded: Vec::new(), visits_left: VISITS_MAX }
    }

    /// `demanded` is what schemas around this one demand of the same value.
    fn instance(&mut self, schema: &'a Value, at: &str, demanded: &BTreeSet<&'a str>, is_form: bool) {
        self.visits_left = self.visits_left.saturating_sub(1);
        if self.visits_left == 0 {
            return;
        }
        let mut demanded = demanded.clone();
        demanded.extend(definitions::chain(self.root, schema).flat_map(|part| names(part, "required")));
        if is_form {
            self.fields.extend(names(schema, "required"));
        }
        for (name, property) in members(schema, "properties") {
            self.property(name, property, at, &demanded, is_form);
        }
        if let Some(target) = definitions::target(self.root, schema) {
            self.instance(target, at, &demanded, is_form);
        }
        for (keyword, part) in parts(schema) {
            self.instance(part, &member(at, keyword), &demanded, is_form);
        }
        if let Some(items) = schema.get("items") {
            self.instance(items, &member(at, "items"), &BTreeSet::new(), false);
        }
    }

    fn property(&mut self, name: &'a str, property: &'a Value, at: &str, demanded: &BTreeSet<&'a str>, is_form: bool) {
        if is_form {
            self.fields.insert(name);
        }
        if !demanded.contains(name) {
            self.undemanded.push((at.to_owned(), name));
        }
        self.instance(property, &member(&member(at, "properties"), name), &BTreeSet::new(), false);
    }
}

/// Schemas that judge the same value as the one in which they stand.
fn parts(schema: &Value) -> impl Iterator<Item = (&'static str, &Value)> {
    let lists =
        ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|keyword| Some((keyword, schema.get(keyword)?.as_array()?)));
    let listed = lists.flat_map(|(keyword, list)| list.iter().map(move |part| (keyword, part)));
    listed.chain(schema.get("not").map(|part| ("not", part)))
}
