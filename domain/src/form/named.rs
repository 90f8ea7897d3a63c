//! What a JSON Pointer into answers is called for people.

use super::{Field, FieldType};
use crate::text::Text;

/// The titles of the fields that a pointer leads through, the outermost first; none where it names no
/// field. Places in lists have no title.
#[must_use]
pub fn titles<'f>(fields: &'f [Field], pointer: &str) -> Vec<&'f Text> {
    let mut titles = Vec::new();
    let mut here = Some(fields);
    for token in pointer.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        let Some(field) = here.and_then(|fields| fields.iter().find(|field| field.name == name)) else { continue };
        titles.push(&field.title);
        here = inner(&field.kind);
    }
    titles
}

fn inner(kind: &FieldType) -> Option<&[Field]> {
    match kind {
        FieldType::Object(fields) => Some(fields),
        FieldType::List(item) => inner(item),
        FieldType::String | FieldType::Date | FieldType::Choice(_) | FieldType::Integer | FieldType::Boolean => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::titles;
    use crate::form::fields;

    #[test]
    fn a_pointer_is_called_by_the_titles_on_its_way() {
        let schema = json!({"type": "object", "properties": {
            "place": {"type": "object", "title": "地点", "properties": {"street": {"type": "string", "title": "街道"}}},
            "rooms": {"type": "array", "title": "房间", "items": {
                "type": "object", "properties": {"size": {"type": "integer", "title": "面积"}}
            }}
        }});
        let fields = fields::read(&schema);
        let called = |pointer| -> Vec<&str> {
            titles(&fields, pointer).into_iter().map(|text| text.zh.as_deref().unwrap_or_default()).collect()
        };
        assert_eq!(called("/place"), ["地点"]);
        assert_eq!(called("/place/street"), ["地点", "街道"]);
        assert_eq!(called("/rooms/0/size"), ["房间", "面积"]);
        assert!(called("/other").is_empty() && called("").is_empty());
    }
}
