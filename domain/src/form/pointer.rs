//! JSON Pointers (RFC 6901) into answers: how one is written, and which fields it leads through.

use jsonptr::{Pointer, Token};

use super::{Field, FieldType};

/// The pointer of the member `name` of what `parent` points to.
#[must_use]
pub fn member(parent: &str, name: &str) -> String {
    format!("{parent}/{}", Token::new(name).encoded())
}

/// The names and places that a pointer leads through, the outermost first; none for what is no pointer.
pub fn tokens(pointer: &str) -> impl Iterator<Item = String> {
    Pointer::parse(pointer).into_iter().flat_map(|pointer| pointer.tokens().map(|token| token.decoded().into_owned()))
}

/// Whether `pointer` is `item` or leads to a part of it.
#[must_use]
pub fn lies_in(item: &str, pointer: &str) -> bool {
    let both = Pointer::parse(item).ok().zip(Pointer::parse(pointer).ok());
    both.is_some_and(|(item, pointer)| pointer.starts_with(item))
}

/// The fields that a pointer leads through, the outermost first; `None` where it names no field. Places in
/// lists are no fields.
#[must_use]
pub fn fields_on_the_way<'f>(fields: &'f [Field], pointer: &str) -> Option<Vec<&'f Field>> {
    let mut way: Vec<&Field> = Vec::new();
    let mut kind: Option<&FieldType> = None;
    for token in tokens(pointer) {
        let group = match kind {
            None => fields,
            Some(FieldType::Object(fields)) => fields,
            Some(FieldType::List(item)) => {
                token.parse::<u16>().ok()?;
                kind = Some(item);
                continue;
            }
            Some(
                FieldType::String | FieldType::Date | FieldType::Choice(_) | FieldType::Integer | FieldType::Boolean,
            ) => return None,
        };
        let field = group.iter().find(|field| field.name == token)?;
        way.push(field);
        kind = Some(&field.kind);
    }
    Some(way).filter(|way| !way.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{fields_on_the_way, member};
    use crate::form::fields;

    #[test]
    fn a_pointer_leads_through_fields_and_past_places() {
        let schema = json!({"type": "object", "properties": {
            "place": {"type": "object", "properties": {"street": {"type": "string"}}},
            "rooms": {"type": "array", "items": {
                "type": "object", "properties": {"size": {"type": "integer"}}
            }},
            "tags": {"type": "array", "items": {"type": "string"}},
            "a/b": {"type": "string"}
        }});
        let fields = fields::read(&schema);
        let way = |pointer: &str| -> Option<Vec<&str>> {
            let way = fields_on_the_way(&fields, pointer)?;
            Some(way.into_iter().map(|field| field.name.as_str()).collect())
        };
        assert_eq!(way("/place"), Some(vec!["place"]));
        assert_eq!(way("/place/street"), Some(vec!["place", "street"]));
        assert_eq!(way("/rooms/0"), Some(vec!["rooms"]));
        assert_eq!(way("/rooms/0/size"), Some(vec!["rooms", "size"]));
        assert_eq!(way("/tags/1"), Some(vec!["tags"]));
        assert_eq!(way(&member("", "a/b")), Some(vec!["a/b"]));
        for none in [
            "",
            "/",
            "place",
            "/other",
            "/place/other",
            "/place/street/name",
            "/rooms/x",
            "/rooms/0/other",
            "/tags/1/x",
            "/a~b",
        ] {
            assert_eq!(way(none), None, "{none}");
        }
    }
}
