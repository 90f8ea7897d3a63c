//! Whom nothing in a bundle may name: the people of departments, wherever else they may stand.

use std::collections::BTreeSet;

use cityhall_crds::Kind;
use serde_json::{Value, json};

/// What stands where somebody was named.
const REDACTED: &str = "REDACTED";

/// The names and subjects of everybody who is known.
#[derive(Debug, Default)]
pub(super) struct People(BTreeSet<String>);

impl People {
    /// Takes people out of a spec, and remembers how they are called.
    pub(super) fn learn(&mut self, kind: Kind, spec: &mut Value) {
        if kind != Kind::Department {
            return;
        }
        if let Some(phone) = spec.get_mut("phone") {
            *phone = json!(REDACTED);
        }
        let Some(people) = spec.get_mut("people") else { return };
        let Some(all) = people.as_array_mut() else {
            *people = json!(REDACTED);
            return;
        };
        for person in all {
            for part in ["subject", "name"] {
                self.0.extend(person[part].as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned));
            }
            *person = json!({ "subject": REDACTED, "name": REDACTED, "roles": person["roles"] });
        }
    }

    /// A text in which nobody is named. The longest first: a name may hold another.
    pub(super) fn hide(&self, text: &str) -> String {
        let mut all: Vec<&String> = self.0.iter().collect();
        all.sort_by_key(|name| std::cmp::Reverse(name.len()));
        all.into_iter().fold(text.to_owned(), |text, name| without(&text, name))
    }
}

/// A text without a word. In Latin script a word ends where no letter or digit follows: whoever is called
/// `al` is not in `also`.
fn without(text: &str, word: &str) -> String {
    let is_inner = |character: Option<char>| character.is_some_and(|one| one.is_ascii_alphanumeric());
    let (mut kept, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        let previous = before.chars().next_back().or_else(|| kept.chars().next_back());
        let goes_on = (is_inner(word.chars().next()) && is_inner(previous))
            || (is_inner(word.chars().next_back()) && is_inner(after.chars().next()));
        kept.push_str(before);
        kept.push_str(if goes_on { word } else { REDACTED });
        rest = after;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_named_anywhere() {
        let mut people = People::default();
        let mut spec = json!({ "title": {}, "phone": "1", "people": [
            { "subject": "al", "name": "顾明", "roles": ["leader"] }, { "subject": "al-bo", "name": "Bo" }] });
        people.learn(Kind::Department, &mut spec);
        assert_eq!(spec["people"][0], json!({ "subject": REDACTED, "name": REDACTED, "roles": ["leader"] }));
        assert_eq!(spec["phone"], REDACTED);
        let text = "also al, \"al-bo\" and 局长顾明说 Bob Bo";
        assert_eq!(people.hide(text), "also REDACTED, \"REDACTED\" and 局长REDACTED说 Bob REDACTED");
    }

    #[test]
    fn people_that_are_no_list_are_taken_out_too() {
        let mut spec = json!({ "people": "me" });
        People::default().learn(Kind::Department, &mut spec);
        assert_eq!(spec, json!({ "people": REDACTED }));
    }
}
