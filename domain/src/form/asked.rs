//! Which fields a form asks, given what has been answered so far.
//!
//! One pass in the form's order, the schema's own `if`/`then`/`else` its only conditions. Within one
//! schema object the order is: `$ref`, `properties` ([`super::members`]), `allOf`, then `if` with the branch that it
//! chooses. Each `if` sees only answers of fields that have already been asked, so that a stale
//! answer of a hidden field decides nothing.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::members::ordered;
use super::{FormError, SCHEMA_DEPTH_MAX, definitions, formats};

/// A field that is asked now.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Asked {
    /// The field's name.
    pub name: String,
    /// Whether an answer is demanded.
    pub required: bool,
}

/// The form's conditions, prepared once.
#[derive(Debug)]
pub(super) struct Plan(Vec<Step>);

/// How many steps a plan may have; reached only by definitions that multiply each other.
const STEPS_MAX: usize = 4096;

#[derive(Debug)]
enum Step {
    Ask(String),
    Require(Vec<String>),
    RequireWith { answered: String, needs: Vec<String> },
    Choose { test: Box<Validator>, then: Vec<Step>, otherwise: Vec<Step> },
}

// === impl Plan ===

impl Plan {
    /// Prepares the conditions of `schema`.
    pub(super) fn of(schema: &Value) -> Result<Self, FormError> {
        let mut builder = Builder { root: schema, steps_left: STEPS_MAX };
        let mut steps = Vec::new();
        builder.read(schema, 0, &mut steps)?;
        Ok(Self(steps))
    }

    /// What is asked, in order, and the answers to just that, in the same order.
    pub(super) fn walk(&self, answers: Map<String, Value>) -> (Vec<Asked>, Map<String, Value>) {
        let mut walk =
            Walk { answers, order: Vec::new(), known: Map::new(), required: BTreeSet::new(), pairs: Vec::new() };
        walk.take(&self.0);
        walk.finish()
    }
}

struct Builder<'a> {
    root: &'a Value,
    steps_left: usize,
}

impl Builder<'_> {
    fn read(&mut self, schema: &Value, depth: usize, into: &mut Vec<Step>) -> Result<(), FormError> {
        if depth > SCHEMA_DEPTH_MAX {
            return Err(FormError::TooDeep);
        }
        if let Some(target) = definitions::target(self.root, schema) {
            self.read(target, depth + 1, into)?;
        }
        for (name, _) in ordered(schema) {
            self.push(Step::Ask(name.clone()), into)?;
        }
        self.demands(schema, into)?;
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.read(part, depth + 1, into)?;
        }
        if let Some(test) = schema.get("if") {
            let step = self.choice(test, schema, depth)?;
            self.push(step, into)?;
        }
        Ok(())
    }

    fn demands(&mut self, schema: &Value, into: &mut Vec<Step>) -> Result<(), FormError> {
        if let Some(required) = schema.get("required") {
            self.push(Step::Require(texts(required)), into)?;
        }
        for (answered, needs) in schema["dependentRequired"].as_object().into_iter().flatten() {
            self.push(Step::RequireWith { answered: answered.clone(), needs: texts(needs) }, into)?;
        }
        Ok(())
    }

    fn choice(&mut self, test: &Value, schema: &Value, depth: usize) -> Result<Step, FormError> {
        let (mut then, mut otherwise) = (Vec::new(), Vec::new());
        for (keyword, steps) in [("then", &mut then), ("else", &mut otherwise)] {
            if let Some(branch) = schema.get(keyword) {
                self.read(branch, depth + 1, steps)?;
            }
        }
        let alone = json!({ "$defs": self.root.get("$defs").unwrap_or(&json!({})), "allOf": [test] });
        let test = formats::validator(&alone).map_err(|error| FormError::schema(&error))?;
        Ok(Step::Choose { test: Box::new(test), then, otherwise })
    }

    fn push(&mut self, step: Step, into: &mut Vec<Step>) -> Result<(), FormError> {
        self.steps_left = self.steps_left.checked_sub(1).ok_or(FormError::TooLarge)?;
        into.push(step);
        Ok(())
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

struct Walk<'a> {
    answers: Map<String, Value>,
    order: Vec<&'a str>,
    known: Map<String, Value>,
    required: BTreeSet<&'a str>,
    pairs: Vec<(&'a str, &'a [String])>,
}

impl<'a> Walk<'a> {
    fn take(&mut self, steps: &'a [Step]) {
        for step in steps {
            match step {
                Step::Ask(name) => self.ask(name),
                Step::Require(names) => self.required.extend(names.iter().map(String::as_str)),
                Step::RequireWith { answered, needs } => self.pairs.push((answered, needs)),
                Step::Choose { test, then, otherwise } => {
                    let branch = if self.holds(test) { then } else { otherwise };
                    self.take(branch);
                }
            }
        }
    }

    fn ask(&mut self, name: &'a str) {
        if !self.order.contains(&name) {
            self.order.push(name);
        }
        if let Some((name, answer)) = self.answers.shift_remove_entry(name) {
            self.known.insert(name, answer);
        }
    }

    fn holds(&mut self, test: &Validator) -> bool {
        let known = Value::Object(std::mem::take(&mut self.known));
        let holds = test.is_valid(&known);
        if let Value::Object(known) = known {
            self.known = known;
        }
        holds
    }

    fn finish(mut self) -> (Vec<Asked>, Map<String, Value>) {
        let answered = self.pairs.iter().filter(|(name, _)| self.known.contains_key(*name));
        self.required.extend(answered.flat_map(|(_, needs)| needs.iter().map(String::as_str)));
        let asked = |name: &str| Asked { name: name.to_owned(), required: self.required.contains(name) };
        (self.order.iter().map(|name| asked(name)).collect(), self.known)
    }
}
