//! Which keyword may stand where, and with what.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::definitions;
use super::{Problems, annotations, conditions, limits, member, members, names, pattern};
use crate::form::FIELDS_MAX;
use crate::module::is_graphql_name;

/// What a schema object describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The root.
    Root,
    /// A member of `allOf` or a branch of a condition: more of the form.
    Part,
    /// What a field of the form takes.
    Field,
    /// What a field within a group or the items of a list take.
    Inner,
    /// What stands inside an `if`.
    Test,
}

const ANYWHERE: &[&str] = &["title", "description", "$ref", "type", "properties", "required"];
const FORM: &[&str] = &["dependentRequired", "allOf", "if", "then", "else"];
const ROOT: &[&str] = &["$schema", "$defs", "additionalProperties"];
const CONSTRAINTS: &[&str] = &[
    "const",
    "enum",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
];
const GROUP: &[&str] = &["additionalProperties", "dependentRequired"];
const LOGIC: &[&str] = &["allOf", "anyOf", "oneOf", "not", "additionalProperties"];

impl Place {
    fn allows(self, keyword: &str) -> bool {
        let more: &[&[&str]] = match self {
            Self::Root => &[FORM, ROOT],
            Self::Part => &[FORM],
            Self::Field | Self::Inner => &[CONSTRAINTS, GROUP],
            Self::Test => &[CONSTRAINTS, LOGIC],
        };
        ANYWHERE.contains(&keyword) || more.iter().any(|list| list.contains(&keyword))
    }

    fn is_form(self) -> bool {
        matches!(self, Self::Root | Self::Part)
    }
}

/// Checks every schema object of the form, a definition once for each kind of place that uses it.
pub(super) fn check(schema: &Value, problems: &mut Problems) {
    let mut walk = Walk { root: schema, problems, seen: BTreeSet::new() };
    if schema.get("type").and_then(Value::as_str) != Some("object") {
        walk.problems.add("/type", "RootNotObject", "a form is `type: object`");
    }
    walk.schema(schema, "", Place::Root);
    for (name, _) in members(schema, "$defs") {
        if !walk.seen.iter().any(|(seen, _)| seen == name) {
            walk.problems.add(&member("/$defs", name), "UnusedDefinition", "nothing refers to this definition");
        }
    }
    limits::root(schema, walk.problems);
}

struct Walk<'a> {
    root: &'a Value,
    problems: &'a mut Problems,
    seen: BTreeSet<(String, Place)>,
}

impl Walk<'_> {
    fn schema(&mut self, schema: &Value, at: &str, place: Place) {
        let Some(keywords) = schema.as_object() else {
            self.problems.add(
                at,
                "NotASchema",
                "a schema is an object; `true` and `false` are not in the form profile",
            );
            return;
        };
        for keyword in keywords.keys() {
            self.keyword(keyword, at, place);
        }
        annotations::check(schema, self.root, at, place, self.problems);
        if place.is_form() {
            self.form(schema, at);
        } else {
            limits::value(schema, self.root, at, place, self.problems);
            self.pattern(schema, at);
        }
        self.group(schema, at, place);
        self.reference(schema, at, place);
    }

    fn keyword(&mut self, keyword: &str, at: &str, place: Place) {
        if place.allows(keyword) || keyword.starts_with("x-cityhall-") {
            return;
        }
        let message = match keyword {
            "if" | "then" | "else" => "conditions stand at the top of a form, not inside a field".to_owned(),
            "anyOf" | "oneOf" | "not" => format!("`{keyword}` may stand only inside an `if`"),
            "allOf" => "`allOf` stands at the top of a form or inside an `if`".to_owned(),
            "additionalProperties" => "names that the form does not know are dropped; close groups instead".to_owned(),
            _ => format!("`{keyword}` is not in the form profile here"),
        };
        self.problems.add(&member(at, keyword), "KeywordNotAllowed", message);
    }

    fn form(&mut self, schema: &Value, at: &str) {
        if let Some(kind) = schema.get("type").filter(|kind| **kind != "object") {
            self.problems.add(&member(at, "type"), "TypeNotAllowed", format!("part of a form is `object`, not {kind}"));
        }
        for (position, part) in schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            self.schema(part, &format!("{at}/allOf/{position}"), Place::Part);
        }
        let branches = ["then", "else"].into_iter().filter_map(|keyword| Some((keyword, schema.get(keyword)?)));
        for (keyword, branch) in branches {
            if schema.get("if").is_none() {
                self.problems.add(&member(at, keyword), "BranchWithoutCondition", "a branch needs an `if` beside it");
            }
            self.schema(branch, &member(at, keyword), Place::Part);
        }
        if let Some(test) = schema.get("if") {
            self.test(test, &member(at, "if"));
        }
    }

    fn test(&mut self, test: &Value, at: &str) {
        conditions::check(test, self.root, at, self.problems);
        self.schema(test, at, Place::Test);
    }

    fn group(&mut self, schema: &Value, at: &str, place: Place) {
        let inner = match place {
            Place::Root | Place::Part => Place::Field,
            Place::Field | Place::Inner => Place::Inner,
            Place::Test => Place::Test,
        };
        let at_properties = member(at, "properties");
        for (name, property) in members(schema, "properties") {
            self.name(name, &member(&at_properties, name));
            self.schema(property, &member(&at_properties, name), inner);
        }
        if members(schema, "properties").count() > FIELDS_MAX {
            self.problems.add(&at_properties, "TooManyFields", format!("a group has at most {FIELDS_MAX} fields"));
        }
        if let Some(items) = schema.get("items") {
            self.schema(items, &member(at, "items"), if place == Place::Test { place } else { Place::Inner });
        }
        if place == Place::Test {
            self.logic(schema, at);
        } else if !place.is_form() {
            self.members_exist(schema, at);
        }
    }

    fn name(&mut self, name: &str, at: &str) {
        if !is_graphql_name(name) || name.len() > 64 {
            let message = format!(
                "`{name}` is not a field name: at most 64 of A-Z, a-z, 0-9 and `_`, not beginning with a digit or `__`"
            );
            self.problems.add(at, "InvalidName", message);
        }
    }

    fn logic(&mut self, schema: &Value, at: &str) {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for (position, part) in schema.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate() {
                self.schema(part, &format!("{at}/{keyword}/{position}"), Place::Test);
            }
        }
        if let Some(part) = schema.get("not") {
            self.schema(part, &member(at, "not"), Place::Test);
        }
    }

    /// Within a group nothing is hidden, so what is demanded has only to exist.
    fn members_exist(&mut self, schema: &Value, at: &str) {
        let declared: BTreeSet<&str> = definitions::chain(self.root, schema)
            .flat_map(|part| members(part, "properties"))
            .map(|(name, _)| name.as_str())
            .collect();
        let dependents = members(schema, "dependentRequired").map(|(name, _)| name.as_str());
        let needs = members(schema, "dependentRequired")
            .flat_map(|(_, needs)| needs.as_array().into_iter().flatten().filter_map(Value::as_str));
        for name in names(schema, "required").into_iter().chain(dependents).chain(needs) {
            if !declared.contains(name) {
                self.problems.add(
                    at,
                    "RequiredNotAsked",
                    format!("`{name}` is demanded, but the group has no such field"),
                );
            }
        }
    }

    fn pattern(&mut self, schema: &Value, at: &str) {
        if let Some(Err(message)) = schema.get("pattern").and_then(Value::as_str).map(pattern::check) {
            self.problems.add(&member(at, "pattern"), "PatternNotAllowed", message);
        }
    }

    fn reference(&mut self, schema: &Value, at: &str, place: Place) {
        let Some(reference) = schema.get("$ref") else { return };
        let name = reference.as_str().and_then(definitions::name);
        let Some((name, target)) = name.zip(definitions::target(self.root, schema)) else {
            let message = format!("{reference} is not a definition of this form: use `#/$defs/<name>`");
            self.problems.add(&member(at, "$ref"), "ReferenceNotLocal", message);
            return;
        };
        // A definition is never the root, even where the root refers to it.
        let place = if place == Place::Root { Place::Part } else { place };
        if self.seen.insert((name.to_owned(), place)) {
            self.schema(target, &member("/$defs", name), place);
        }
    }
}
