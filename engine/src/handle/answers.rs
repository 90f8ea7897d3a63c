//! The answers of a case, opened for the command that needs them whole: the answer to a supplement
//! notice.

use std::sync::Arc;

use cityhall_domain::case::EventBody;
use cityhall_domain::case::event::Part;
use cityhall_domain::form::pointer::member;
use serde_json::{Map, Value};

use super::cases::Folded;
use crate::engine::Shared;
use crate::envelope::{Decoded, decode};
use crate::refusal::Refusal;
use crate::sealing::Opened;

/// What the case's answers are now, sealed ones included.
pub(super) async fn whole(shared: &Shared, stream: &str, folded: &Folded) -> Result<Map<String, Value>, Refusal> {
    let found = shared.store.read_stream(stream, folded.answers_at, 1).await.map_err(|_| Refusal::Unavailable)?;
    let recorded = found.first().map(Arc::clone).ok_or(Refusal::Unavailable)?;
    let Decoded { event, sealed, origin, .. } = decode(&recorded).map_err(|_| Refusal::Upgrading)?;
    let (EventBody::CaseSubmitted { mut answers, .. } | EventBody::SupplementAnswered { mut answers, .. }) = event.body
    else {
        return Err(Refusal::Unavailable);
    };
    let parts: Vec<_> =
        sealed.iter().filter(|sealed| sealed.part == Part::Answers).map(|part| (&origin, part)).collect();
    let opened = shared.vault.open_values(&parts).await.map_err(|_| Refusal::Unavailable)?;
    for part in opened {
        match part {
            Opened::Value(Value::Object(values)) => answers.extend(values),
            Opened::Erased => return Err(Refusal::Erased),
            Opened::Value(_) | Opened::Unreadable => {
                tracing::error!(stream, "sealed answers cannot be read");
                return Err(Refusal::Unavailable);
            }
        }
    }
    Ok(answers)
}

/// Lays the top-level answers of `over` on `answers`; null takes an answer away. Returns the whole, and the
/// JSON Pointers of what differs.
pub(super) fn lay_over(answers: Map<String, Value>, over: &Map<String, Value>) -> (Map<String, Value>, Vec<String>) {
    let mut changed = Vec::new();
    let mut whole = answers;
    for (name, value) in over {
        let old = whole.get(name).unwrap_or(&Value::Null);
        difference(old, value, &member("", name), &mut changed);
        if value.is_null() {
            whole.remove(name);
        } else {
            whole.insert(name.clone(), value.clone());
        }
    }
    (whole, changed)
}

/// The deepest pointers at which two values differ.
fn difference(old: &Value, new: &Value, path: &str, into: &mut Vec<String>) {
    match (old, new) {
        (old, new) if old == new => {}
        (Value::Object(old), Value::Object(new)) => {
            let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
            for name in names {
                let (old, new) = (old.get(name).unwrap_or(&Value::Null), new.get(name).unwrap_or(&Value::Null));
                difference(old, new, &member(path, name), into);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                difference(old, new, &format!("{path}/{index}"), into);
            }
        }
        _ => into.push(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_has_changed() {
        let Value::Object(answers) = json!({"a": 1, "place": {"street": "x", "no": 1}, "list": [1, 2]}) else {
            panic!()
        };
        let Value::Object(over) =
            json!({"a": 1, "place": {"street": "y", "no": 1}, "list": [1, 3], "b/c": true, "gone": null})
        else {
            panic!()
        };
        let (whole, changed) = lay_over(answers, &over);
        assert_eq!(changed, ["/place/street", "/list/1", "/b~1c"]);
        assert_eq!(
            Value::Object(whole),
            json!({"a": 1, "place": {"street": "y", "no": 1}, "list": [1, 3], "b/c": true})
        );
    }
}
