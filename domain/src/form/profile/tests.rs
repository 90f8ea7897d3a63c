use serde_json::json;

use super::*;

fn check(schema: &Value) -> Vec<Problem> {
    super::form(schema).err().unwrap_or_default()
}

fn reasons(schema: &Value) -> Vec<(String, &'static str)> {
    check(schema).into_iter().map(|problem| (problem.pointer, problem.reason)).collect()
}

fn form(properties: &Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

#[test]
fn a_form_that_uses_all_of_the_profile_passes() {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": { "place": { "type": "object", "properties": { "street": { "type": "string" }, "no": { "type": "string" } }, "required": ["street"], "additionalProperties": false } },
        "type": "object",
        "title": "申请表",
        "properties": {
            "kind": { "type": "string", "enum": ["person", "company"], "x-cityhall-class": "public", "x-cityhall-listed": true,
                      "x-cityhall-labels": { "person": { "zh": "个人", "en": "Person" } }, "title": "申请人", "x-cityhall-title-en": "Applicant" },
            "home": { "$ref": "#/$defs/place", "title": "住址", "x-cityhall-class": "sensitive" },
            "born": { "type": "string", "format": "date" },
            "cars": { "type": "array", "maxItems": 3, "minItems": 1, "uniqueItems": true, "items": { "type": "object", "properties": { "plate": { "type": "string", "pattern": "^\\p{Script=Han}[A-Z0-9]{6}$" } }, "required": ["plate"] } },
            "spaces": { "type": "integer", "minimum": 1, "maximum": 5 },
            "idNumber": { "type": "string", "x-cityhall-person": true },
            "agreed": { "type": "boolean", "const": true }
        },
        "required": ["kind", "agreed"],
        "dependentRequired": { "spaces": ["cars"] },
        "allOf": [
            { "if": { "properties": { "kind": { "const": "company" } }, "required": ["kind"] },
              "then": { "properties": { "code": { "type": "string", "maxLength": 18 } }, "required": ["code"] },
              "else": { "required": ["idNumber"] } },
            { "if": { "anyOf": [ { "required": ["code"] }, { "not": { "properties": { "spaces": { "maximum": 2 } }, "required": ["spaces"] } } ] },
              "then": { "properties": { "reason": { "type": "string" }, "spaces": { "minimum": 2 } }, "required": ["reason"] } }
        ]
    });
    assert_eq!(check(&schema), []);
}

#[test]
fn each_way_out_of_the_profile_has_its_reason() {
    each_has_its_reason(&[
        (json!({ "type": "number" }), "/type", "TypeNotAllowed"),
        (json!({ "type": ["string", "null"] }), "/type", "TypeNotAllowed"),
        (json!({ "title": "?" }), "", "TypeMissing"),
        (json!(true), "", "NotASchema"),
        (json!({ "type": "string", "format": "date-time" }), "/format", "UnknownFormat"),
        (json!({ "type": "string", "pattern": "(?=a)" }), "/pattern", "PatternNotAllowed"),
        (json!({ "type": "string", "minLength": "3" }), "/minLength", "InvalidSchema"),
        (json!({ "type": "string", "oneOf": [] }), "/oneOf", "KeywordNotAllowed"),
        (json!({ "type": "string", "if": {} }), "/if", "KeywordNotAllowed"),
        (json!({ "type": "string", "surprise": 1 }), "/surprise", "KeywordNotAllowed"),
        (json!({ "type": "string", "enum": [] }), "/enum", "EnumNotTexts"),
        (json!({ "type": "string", "enum": ["a", 1] }), "/enum", "EnumNotTexts"),
        (json!({ "type": "string", "const": [1] }), "/const", "ConstNotScalar"),
        (json!({ "type": "string", "minimum": 1 }), "/minimum", "KeywordWithoutEffect"),
        (json!({ "type": "integer", "minimum": 0.5 }), "/minimum", "NumberOutOfRange"),
        (json!({ "type": "integer", "maximum": 9_007_199_254_740_992_i64 }), "/maximum", "NumberOutOfRange"),
        (json!({ "type": "array", "maxItems": 3 }), "", "ItemsMissing"),
        (json!({ "type": "array", "items": { "type": "string" } }), "", "UnboundedList"),
        (json!({ "type": "array", "maxItems": 201, "items": { "type": "string" } }), "", "UnboundedList"),
        (
            json!({ "type": "object", "additionalProperties": true }),
            "/additionalProperties",
            "AdditionalPropertiesNotFalse",
        ),
        (json!({ "type": "object", "required": ["a"] }), "", "RequiredNotAsked"),
        (json!({ "type": "object", "properties": { "a-b": { "type": "string" } } }), "/properties/a-b", "InvalidName"),
        (json!({ "$ref": "https://example.org/s.json" }), "/$ref", "ReferenceNotLocal"),
        (json!({ "$ref": "#/properties/x" }), "/$ref", "ReferenceNotLocal"),
        (json!({ "$ref": "#/$defs/none" }), "/$ref", "ReferenceNotLocal"),
    ]);
}

#[test]
fn each_annotation_that_does_not_fit_has_its_reason() {
    each_has_its_reason(&[
        (json!({ "type": "string", "x-cityhall-class": "secret" }), "/x-cityhall-class", "UnknownClass"),
        (json!({ "type": "string", "x-cityhall-listed": true }), "/x-cityhall-listed", "ListedNotAllowed"),
        (
            json!({ "type": "string", "x-cityhall-class": "public", "x-cityhall-listed": "yes" }),
            "/x-cityhall-listed",
            "AnnotationMistyped",
        ),
        (json!({ "type": "integer", "x-cityhall-person": true }), "/x-cityhall-person", "PersonNotAllowed"),
        (
            json!({ "type": "string", "x-cityhall-identifier": "Passport" }),
            "/x-cityhall-identifier",
            "UnknownIdentifier",
        ),
        (
            json!({ "type": "integer", "x-cityhall-identifier": "CitizenId" }),
            "/x-cityhall-identifier",
            "IdentifierNotAllowed",
        ),
        (json!({ "type": "string", "x-cityhall-colour": "red" }), "/x-cityhall-colour", "UnknownAnnotation"),
        (json!({ "type": "object", "x-cityhall-order": "a" }), "/x-cityhall-order", "AnnotationMistyped"),
        (
            json!({ "type": "object", "x-cityhall-order": ["a"], "properties": { "a": { "type": "boolean" }, "b": { "type": "boolean" } } }),
            "/x-cityhall-order",
            "OrderIncomplete",
        ),
        (
            json!({ "type": "object", "x-cityhall-order": ["a", "a"], "properties": { "a": { "type": "boolean" } } }),
            "/x-cityhall-order",
            "OrderIncomplete",
        ),
        (
            json!({ "type": "string", "enum": ["a"], "x-cityhall-labels": { "b": {} } }),
            "/x-cityhall-labels/b",
            "UnknownWord",
        ),
        (
            json!({ "type": "object", "properties": { "a": { "type": "string", "x-cityhall-class": "public" } } }),
            "/properties/a/x-cityhall-class",
            "AnnotationMisplaced",
        ),
    ]);
}

#[test]
fn a_place_is_two_bounded_whole_numbers() {
    let number = |most: i64| json!({ "type": "integer", "minimum": -most, "maximum": most });
    let place = |longitude: Value, latitude: Value, required: Value| {
        let properties = json!({ "longitude": longitude, "latitude": latitude });
        json!({ "type": "object", "x-cityhall-place": true, "required": required, "properties": properties })
    };
    let both = json!(["longitude", "latitude"]);
    let good = place(number(18_000_000_000), number(9_000_000_000), both.clone());
    assert!(reasons(&form(&json!({ "f": good }))).is_empty());
    let at = "/x-cityhall-place";
    each_has_its_reason(&[
        (json!({ "type": "string", "x-cityhall-place": true }), at, "PlaceNotAllowed"),
        (json!({ "type": "string", "x-cityhall-place": "here" }), at, "AnnotationMistyped"),
        (place(number(18_000_000_001), number(9_000_000_000), both.clone()), at, "PlaceNotAllowed"),
        (place(json!({ "type": "string" }), number(9_000_000_000), both.clone()), at, "PlaceNotAllowed"),
        (place(json!({ "type": "integer" }), number(9_000_000_000), both), at, "PlaceNotAllowed"),
        (place(number(18_000_000_000), number(9_000_000_000), json!(["latitude"])), at, "PlaceNotAllowed"),
        (
            json!({ "type": "object", "properties": { "g": good } }),
            "/properties/g/x-cityhall-place",
            "AnnotationMisplaced",
        ),
    ]);
}

/// A form with this field alone is refused at this place below the field, for this reason.
fn each_has_its_reason(cases: &[(Value, &str, &'static str)]) {
    for (field, at, reason) in cases {
        let found = reasons(&form(&json!({ "f": field })));
        assert!(found.contains(&(format!("/properties/f{at}"), *reason)), "{field}: {found:?}");
    }
}

#[test]
fn conditions_look_back_and_demand_only_what_is_asked() {
    let text = json!({ "type": "string" });
    let on = |name: &str| json!({ "properties": { name: { "const": "x" } }, "required": [name] });
    let cases = [
        // tests without demanding
        (json!({ "if": { "properties": { "a": { "const": "x" } } }, "then": {} }), "/if", "ConditionNotRequired"),
        // looks at what nobody asks, or at what is asked only later
        (json!({ "if": on("z"), "then": {} }), "/if", "ConditionLooksAhead"),
        (
            json!({ "allOf": [{ "if": on("b"), "then": {} }, { "properties": { "b": text } }] }),
            "/allOf/0/if",
            "ConditionLooksAhead",
        ),
        (
            json!({ "allOf": [
            { "if": on("a"), "then": { "properties": { "b": text } } },
            { "if": on("b"), "then": {} },
            { "properties": { "b": {} } },
        ] }),
            "/allOf/1/if",
            "ConditionLooksAhead",
        ),
        // demands what may be hidden
        (
            json!({ "required": ["b"], "if": on("a"), "then": { "properties": { "b": text } } }),
            "/required",
            "RequiredNotAsked",
        ),
        (
            json!({ "dependentRequired": { "a": ["b"] }, "if": on("a"), "then": { "properties": { "b": text } } }),
            "/dependentRequired",
            "RequiredNotAsked",
        ),
        (
            json!({ "if": on("a"), "then": { "properties": { "b": text } }, "else": { "required": ["b"] } }),
            "/else/required",
            "RequiredNotAsked",
        ),
        // one field, two meanings
        (
            json!({ "if": on("a"), "then": { "properties": { "b": text } }, "else": { "properties": { "b": { "type": "integer" } } } }),
            "/else/properties/b",
            "TypeConflict",
        ),
        (
            json!({ "if": on("a"), "then": { "properties": { "a": { "x-cityhall-class": "public" } } } }),
            "/then/properties/a",
            "ClassConflict",
        ),
        // branches without a condition, a closed form that opens
        (json!({ "then": {} }), "/then", "BranchWithoutCondition"),
        (json!({ "additionalProperties": false, "if": on("a"), "then": {} }), "/additionalProperties", "ClosedForm"),
    ];
    for (more, at, reason) in cases {
        let mut schema = form(&json!({ "a": text }));
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let found = reasons(&schema);
        assert!(found.contains(&(at.to_owned(), reason)), "{more}: {found:?}");
    }
}

#[test]
fn a_field_asked_in_both_branches_is_certain() {
    let schema = json!({
        "type": "object",
        "properties": { "a": { "type": "boolean" } },
        "required": ["a", "b"],
        "if": { "properties": { "a": { "const": true } }, "required": ["a"] },
        "then": { "properties": { "b": { "type": "string", "minLength": 5 } } },
        "else": { "properties": { "b": { "type": "string" } } },
    });
    assert_eq!(check(&schema), []);
}

#[test]
fn hostile_schemas_are_refused_quickly() {
    assert_eq!(reasons(&json!({ "type": "object", "$defs": { "a": { "$ref": "#/$defs/b" }, "b": { "items": { "$ref": "#/$defs/a" } } } })).len(), 2);
    let mut deep = json!({ "type": "string" });
    for _ in 0..100_000 {
        deep = Value::Array(vec![deep]);
    }
    assert_eq!(reasons(&deep), [(String::new(), "SchemaTooDeep")]);
    while let Some(inner) = deep.get_mut(0).map(Value::take) {
        deep = inner;
    }
    let doubling = |leaf: &str, part: &dyn Fn(Value) -> Value| {
        let mut definitions = Map::new();
        for level in 0..20 {
            let next = json!({ "$ref": format!("#/$defs/d{}", level + 1) });
            definitions.insert(format!("d{level}"), part(next));
        }
        definitions.insert("d20".to_owned(), json!({ "type": leaf }));
        definitions
    };
    let groups = doubling("string", &|next| json!({ "type": "object", "properties": { "a": next, "b": next } }));
    let many = json!({ "type": "object", "$defs": groups, "properties": { "f": { "$ref": "#/$defs/d0" } } });
    assert!(reasons(&many).contains(&(String::new(), "TooManyFields")));
    let tests = doubling("object", &|next| json!({ "allOf": [next, next] }));
    let many = json!({ "type": "object", "$defs": tests, "properties": { "f": { "type": "string" } }, "if": { "$ref": "#/$defs/d0" }, "then": {} });
    assert!(reasons(&many).contains(&("/if".to_owned(), "SchemaTooLarge")), "{:?}", reasons(&many));
    let parts = doubling("object", &|next| json!({ "allOf": [next, next] }));
    let many = json!({ "type": "object", "$defs": parts, "$ref": "#/$defs/d0" });
    assert!(reasons(&many).contains(&(String::new(), "SchemaTooLarge")), "{:?}", reasons(&many));
}

#[test]
fn anything_that_is_no_form_is_refused_without_a_panic() {
    for odd in [json!(null), json!(1), json!("x"), json!([]), json!({}), json!({ "type": "object", "properties": [] })]
    {
        assert!(!check(&odd).is_empty(), "{odd}");
    }
    assert_eq!(
        reasons(&json!({ "type": "object", "$defs": { "unused": {} } })),
        [("/$defs/unused".to_owned(), "UnusedDefinition")]
    );
    let long = json!({ "type": "object", "description": "字".repeat(SCHEMA_BYTES_MAX) });
    assert_eq!(reasons(&long), [(String::new(), "SchemaTooLarge")]);
}
