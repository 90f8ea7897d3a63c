//! What is asked when: conditions look back, demands name what is asked, and a field that is
//! declared twice is one field.
//!
//! The walk follows the order of [`crate::form::Form::asked`] and knows two sets: fields that are
//! *certain* to have been asked at this point, and fields *declared* so far, in whatever branch.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::definitions;
use super::super::members::ordered;
use super::{Problems, conditions, member, members, names};

/// How many schema objects the walk visits; definitions that multiply each other reach it.
const VISITS_MAX: usize = 4096;

/// Checks the order of the whole form.
pub(super) fn check(schema: &Value, problems: &mut Problems) {
    let mut walk =
        Walk { root: schema, problems, declared: BTreeMap::new(), awaited: Vec::new(), visits_left: VISITS_MAX };
    walk.form(schema, "", &mut BTreeSet::new());
    if walk.visits_left == 0 {
        let message = "the form is too large once its definitions are put in place";
        walk.problems.add("", "SchemaTooLarge", message);
    }
}

struct Walk<'a, 'p> {
    root: &'a Value,
    problems: &'p mut Problems,
    declared: BTreeMap<&'a str, Declaration<'a>>,
    /// Fields at which a condition has looked while it was not certain that they had been asked.
    awaited: Vec<(&'a str, String)>,
    visits_left: usize,
}

#[derive(Clone, Copy)]
struct Declaration<'a> {
    kind: Option<&'a str>,
    class: Option<&'a str>,
}

impl<'a> Walk<'a, '_> {
    /// Walks a part of the form; afterwards `certain` also holds what that part is certain to ask.
    fn form(&mut self, schema: &'a Value, at: &str, certain: &mut BTreeSet<&'a str>) {
        let Some(left) = self.visits_left.checked_sub(1) else { return };
        self.visits_left = left;
        if let Some((target, name)) = definitions::target(self.root, schema).zip(reference(schema)) {
            self.form(target, &member("/$defs", name), certain);
        }
        for (name, property) in ordered(schema) {
            self.declare(name, property, &member(&member(at, "properties"), name), certain);
        }
        for (position, part) in schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            self.form(part, &format!("{at}/allOf/{position}"), certain);
        }
        if let Some(test) = schema.get("if") {
            self.condition(test, schema, at, certain);
        }
        self.demands(schema, at, certain);
    }

    fn declare(&mut self, name: &'a str, property: &'a Value, at: &str, certain: &mut BTreeSet<&'a str>) {
        let given = |keyword| definitions::chain(self.root, property).find_map(|part| part.get(keyword)?.as_str());
        let now = Declaration { kind: given("type"), class: given("x-cityhall-class") };
        match self.declared.get(name).copied() {
            None => self.first(name, now, at),
            Some(first) => self.again(name, first, now, at),
        }
        if certain.insert(name) {
            for (_, condition) in self.awaited.iter().filter(|(awaited, _)| *awaited == name) {
                let message = format!("the condition looks at `{name}`, which may be asked only later, at `{at}`");
                self.problems.add(condition, "ConditionLooksAhead", message);
            }
        }
    }

    fn first(&mut self, name: &'a str, now: Declaration<'a>, at: &str) {
        if now.kind.is_none() {
            self.problems.add(at, "TypeMissing", format!("the first declaration of `{name}` says its `type`"));
        }
        self.declared.insert(name, now);
    }

    fn again(&mut self, name: &str, first: Declaration<'a>, now: Declaration<'a>, at: &str) {
        if now.kind.is_some() && first.kind.is_some() && now.kind != first.kind {
            self.problems.add(at, "TypeConflict", format!("`{name}` is declared before with another `type`"));
        }
        if now.class.is_some() && now.class != first.class {
            self.problems.add(at, "ClassConflict", format!("the class of `{name}` is said where it is declared first"));
        }
    }

    fn condition(&mut self, test: &'a Value, schema: &'a Value, at: &str, certain: &mut BTreeSet<&'a str>) {
        let at_test = member(at, "if");
        for name in conditions::fields(test, self.root) {
            if !self.declared.contains_key(name) {
                let message = format!("the condition looks at `{name}`, which no earlier field is called");
                self.problems.add(&at_test, "ConditionLooksAhead", message);
            } else if !certain.contains(name) {
                self.awaited.push((name, at_test.clone()));
            }
        }
        let branches = ["then", "else"].map(|keyword| {
            let mut asked = certain.clone();
            if let Some(branch) = schema.get(keyword) {
                self.form(branch, &member(at, keyword), &mut asked);
            }
            asked
        });
        certain.extend(branches[0].intersection(&branches[1]).copied());
    }

    /// Whatever is demanded must be certain to be asked, or it would block unseen.
    fn demands(&mut self, schema: &'a Value, at: &str, certain: &BTreeSet<&'a str>) {
        let needs = members(schema, "dependentRequired").filter_map(|(_, needs)| needs.as_array());
        let needs = needs.flatten().filter_map(Value::as_str).map(|name| ("dependentRequired", name));
        for (keyword, name) in names(schema, "required").into_iter().map(|name| ("required", name)).chain(needs) {
            if !certain.contains(name) {
                let message = format!(
                    "`{name}` is demanded where it may not be asked: declare it beside the demand, or demand it in its branch"
                );
                self.problems.add(&member(at, keyword), "RequiredNotAsked", message);
            }
        }
        for (name, _) in members(schema, "dependentRequired") {
            if !self.declared.contains_key(name.as_str()) {
                let message = format!("`{name}` is not a field that is asked before");
                self.problems.add(&member(at, "dependentRequired"), "RequiredNotAsked", message);
            }
        }
    }
}

fn reference(schema: &Value) -> Option<&str> {
    definitions::name(schema.get("$ref")?.as_str()?)
}
