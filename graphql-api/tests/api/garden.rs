//! What a small city publishes: itself, one department, the module `garden-plot`.

use serde_json::{Value, json};

fn text(words: &str) -> Value {
    json!({"zh": format!("中 {words}"), "en": words})
}

pub(crate) fn city_spec() -> Value {
    json!({"code": "MU", "title": text("Made-up City"), "timeZone": "Asia/Shanghai", "languages": ["zh", "en"]})
}

pub(crate) fn department_spec() -> Value {
    json!({"title": text("Works"), "phone": "0300-5550100"})
}

/// A module with a group, a list and numbers; `more` is laid over the properties of its form.
pub(crate) fn module_spec(more: &Value) -> Value {
    let mut properties = json!({
        "topic": {"type": "string", "title": "主题", "x-cityhall-title-en": "Topic", "enum": ["light", "water"],
                  "x-cityhall-labels": {"light": text("Light"), "water": text("Water")},
                  "x-cityhall-class": "internal", "x-cityhall-listed": true},
        "wish": {"type": "string", "title": "诉求", "x-cityhall-title-en": "Wish", "minLength": 2, "maxLength": 200},
        "size": {"type": "integer", "title": "面积", "x-cityhall-title-en": "Size", "minimum": 0,
                 "maximum": 9_007_199_254_740_991_i64, "x-cityhall-class": "internal"},
        "place": {"type": "object", "title": "地点", "x-cityhall-title-en": "Place", "x-cityhall-class": "internal",
                  "required": ["street"], "properties": {
            "street": {"type": "string", "title": "街道", "x-cityhall-title-en": "Street", "maxLength": 40}}},
        "plants": {"type": "array", "title": "植物", "x-cityhall-title-en": "Plants", "x-cityhall-class": "internal",
                   "maxItems": 3, "items": {"type": "string", "maxLength": 20}}
    });
    for (key, value) in more.as_object().unwrap() {
        match value {
            Value::Null => properties.as_object_mut().unwrap().remove(key),
            value => properties.as_object_mut().unwrap().insert(key.clone(), value.clone()),
        };
    }
    json!({
        "type": "PublicService", "department": "works", "title": text("Garden plot"),
        "applicants": ["Resident", "Company"],
        "guide": {"summary": text("What it is"), "handling": "Promised", "online": "Handling", "themes": ["Utilities"],
                  "legalBasis": [{"name": "rule-1", "text": text("Rule 1")}],
                  "conditions": [text("Lives here")], "steps": [text("Hand it in")], "fee": text("Free"),
                  "result": text("An answer"), "visitsMax": 0,
                  "contact": {"place": text("Hall"), "hours": text("9 to 5"), "enquiries": "0300-5550100",
                              "complaints": "0300-5550119"}, "questions": []},
        "form": {"schema": {"type": "object", "required": ["topic", "wish"], "properties": properties}},
        "limits": {"promised": {"workingDays": 5}},
        "workflow": {
            "states": [
                {"name": "intake", "title": text("Intake"), "limit": {"workingDays": 2}},
                {"name": "review", "title": text("Review"), "limit": {"workingDays": 3}},
                {"name": "done", "title": text("Done"), "end": "Completed"},
                {"name": "not-accepted", "title": text("Not accepted"), "end": "Declined"},
                {"name": "refused", "title": text("Refused"), "end": "Refused"},
                {"name": "withdrawn", "title": text("Withdrawn"), "end": "Withdrawn"}],
            "actions": [
                {"name": "accept", "title": text("Accept"), "from": ["intake"], "to": "review", "roles": ["clerk"],
                 "effect": {"accept": {}}},
                {"name": "decline", "title": text("Decline"), "from": ["intake"], "to": "not-accepted",
                 "roles": ["clerk"], "effect": {"decline": {"basis": ["rule-1"]}}},
                {"name": "note", "title": text("Note"), "from": ["intake", "review"], "roles": ["clerk"],
                 "demands": {"reason": true}, "effect": {"note": {}}},
                {"name": "approve", "title": text("Approve"), "from": ["review"], "to": "done", "roles": ["head"],
                 "effect": {"approve": {}}},
                {"name": "refuse", "title": text("Refuse"), "from": ["review"], "to": "refused", "roles": ["head"],
                 "effect": {"refuse": {"basis": ["rule-1"]}}},
                {"name": "withdraw", "title": text("Withdraw"), "from": ["intake", "review"], "to": "withdrawn",
                 "roles": ["applicant"], "effect": {"withdraw": {}}}]}
    })
}
