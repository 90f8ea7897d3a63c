//! What a rule looks at: which deeds, and which attributes of a case. What is not looked at need not be told apart.

use cedar_policy::{ActionConstraint, Policy};
use serde_json::Value;

use crate::rules::Deed;
use crate::words::WORDS;

/// Which attributes of a case decide.
#[expect(clippy::struct_excessive_bools, reason = "one for each attribute, each by itself")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Its module.
    pub module: bool,
    /// Who has it.
    pub department: bool,
    /// How far it is.
    pub stage: bool,
    /// Whether the public may read it.
    pub published: bool,
}

impl Attributes {
    const ALL: Self = Self { module: true, department: true, stage: true, published: true };

    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            module: self.module || other.module,
            department: self.department || other.department,
            stage: self.stage || other.stage,
            published: self.published || other.published,
        }
    }
}

/// Whether a rule can forbid this deed at all.
pub(crate) fn speaks_of(policy: &Policy, deed: Deed) -> bool {
    let Some(words) = &*WORDS else { return true };
    match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::Eq(action) => action == words.deed(deed),
        ActionConstraint::In(actions) => actions.contains(&words.deed(deed)),
    }
}

/// The attributes of a case that a rule looks at; all of them where that cannot be told.
pub(crate) fn attributes(policy: &Policy) -> Attributes {
    let Ok(written) = policy.to_json() else { return Attributes::ALL };
    let mut found = Attributes::default();
    look(&written["conditions"], &mut found);
    found
}

/// In Cedar's JSON form a variable is `{"Var": name}` and an attribute of it `{".": {"left": …, "attr": …}}`. A
/// resource that is looked at in any other way counts as looked at in whole.
fn look(at: &Value, found: &mut Attributes) {
    match at {
        Value::Object(map) => {
            if is_resource(at) {
                *found = Attributes::ALL;
            } else if let Some(of) = map.get(".").filter(|of| is_resource(&of["left"])) {
                *found = found.or(named(of["attr"].as_str().unwrap_or_default()));
            } else {
                map.values().for_each(|inside| look(inside, found));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| look(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_resource(at: &Value) -> bool {
    at.get("Var").and_then(Value::as_str) == Some("resource")
}

fn named(attribute: &str) -> Attributes {
    let none = Attributes::default();
    match attribute {
        "module" => Attributes { module: true, ..none },
        "department" => Attributes { department: true, ..none },
        "stage" => Attributes { stage: true, ..none },
        "published" => Attributes { published: true, ..none },
        _ => Attributes::ALL,
    }
}
