//! Rules of the kinds beside `ServiceModule`.

use cityhall_crds::spec::HolidayCalendarSpec;
use cityhall_crds::{Kind, calendar_year, examine, examine_together, manifest};
use serde_json::{Value, json};

fn says(kind: Kind, spec: &Value) -> Vec<String> {
    examine(kind, spec).0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

fn calendar() -> Value {
    json!({
        "year": 2026, "source": {"zh": "通知"},
        "daysOff": [{"from": "2026-01-01", "to": "2026-01-03", "name": {"zh": "元旦"}}],
        "makeUpDays": ["2026-01-04"],
    })
}

fn with(pointer: &str, value: impl Into<Value>) -> Value {
    let mut spec = calendar();
    *spec.pointer_mut(pointer).unwrap() = value.into();
    spec
}

#[test]
fn days_of_a_calendar_are_days_of_its_year() {
    let kind = Kind::HolidayCalendar;
    assert_eq!(says(kind, &calendar()), [""; 0]);
    assert_eq!(says(kind, &with("/makeUpDays/0", "2026-02-30")), ["spec.makeUpDays[0]: InvalidDate"]);
    assert_eq!(says(kind, &with("/makeUpDays/0", "2027-01-03")), ["spec.makeUpDays[0]: InvalidDate"]);
    assert_eq!(says(kind, &with("/makeUpDays/0", "2026-01-05")), ["spec.makeUpDays[0]: InvalidMakeUpDay"]);
    assert_eq!(says(kind, &with("/makeUpDays/0", "2026-01-03")), ["spec.makeUpDays[0]: InvalidMakeUpDay"]);
    assert_eq!(says(kind, &with("/daysOff/0/from", "2026-01-05")), ["spec.daysOff[0].to: InvalidDate"]);
}

#[test]
fn a_calendar_is_read_day_by_day() {
    let spec: HolidayCalendarSpec = serde_json::from_value(calendar()).unwrap();
    let year = calendar_year(&spec);
    assert_eq!((year.days_off.len(), year.make_up_days.len()), (3, 1));
}

#[test]
fn districts_and_issuers_are_there_once() {
    let issuer = json!({"issuer": "https://id.example", "audience": "cityhall", "jwks": {"keys": []}});
    let district = json!({"code": "1", "name": {"zh": "北"}});
    let spec = json!({
        "code": "QS", "title": {"zh": "市"}, "timeZone": "Asia/Shanghai", "languages": ["zh"], "region": "590100",
        "districts": [district, district], "issuers": [issuer, issuer],
    });
    assert_eq!(
        says(Kind::City, &spec),
        ["spec.districts[1].code: DuplicateName", "spec.issuers[1].issuer: DuplicateName"]
    );
}

#[test]
fn the_border_of_a_district_encloses_something() {
    let says_of = |boundary: serde_json::Value| {
        let district = json!({"code": "1", "name": {"zh": "北"}, "boundary": boundary});
        let spec = json!({
            "code": "QS", "title": {"zh": "市"}, "timeZone": "Asia/Shanghai", "languages": ["zh"], "region": "590100",
            "districts": [district],
        });
        says(Kind::City, &spec)
    };
    assert_eq!(says_of(json!([[90, -30], [90, -30.14], [90.2, -30.16]])), [""; 0]);
    assert_eq!(says_of(json!([[90, -30], [90, -30.14], [90.219_999_98, -30.16], [90, -30]])), [""; 0]);
    assert_eq!(says_of(json!([[90, -30], [90, -30.14]])), ["spec.districts[0].boundary: OutOfBounds"]);
    assert_eq!(says_of(json!([[90, -30], [91, -30], [90, -30]])), ["spec.districts[0].boundary: OutOfBounds"]);
    assert_eq!(says_of(json!([[90], [91, -30], [92, -31]])), ["spec.districts[0].boundary[0]: OutOfBounds"]);
    assert_eq!(says_of(json!([[-30, 91], [1, 2], [2, 1]])), ["spec.districts[0].boundary[0]: OutOfBounds"]);
    assert_eq!(says_of(json!([[181, 1], [1, 2], [2, 1]])), ["spec.districts[0].boundary[0][0]: OutOfBounds"]);
    assert_eq!(says_of(json!([[0.123_456_789, 1], [1, 2], [2, 1]])), ["spec.districts[0].boundary[0]: OutOfBounds"]);
    let eight = [[0, 0], [2, 2], [2, 0], [1, 1], [0, 2], [1, 1]];
    assert_eq!(says_of(json!(eight)), ["spec.districts[0].boundary[5]: DuplicateName"]);
}

#[test]
fn an_issuer_says_once_where_its_keys_are_and_nobody_on_the_way_can_change_them() {
    let says_of = |issuers: serde_json::Value| {
        let mut spec = json!({
            "code": "QS", "title": {"zh": "市"}, "timeZone": "Asia/Shanghai", "languages": ["zh"], "region": "590100",
        });
        spec["issuers"] = issuers;
        says(Kind::City, &spec)
    };
    let with = |more: serde_json::Value| {
        let mut issuer = json!({"issuer": "https://id.example", "audience": "cityhall"});
        issuer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        issuer
    };
    let nothing: [&str; 0] = [];
    for good in [
        json!({"jwks": {"keys": []}}),
        json!({"jwksUri": "https://id.example/keys"}),
        json!({"jwksUri": "http://127.0.0.1:8080/keys"}),
        json!({"jwksFile": "keys/id.json"}),
        json!({"discovery": "OpenIdConnect", "tokenType": "Jwt", "roles": "Assignments", "claims": {"roles": "/a/b~1c"}}),
    ] {
        assert_eq!(says_of(json!([with(good)])), nothing);
    }
    assert_eq!(says_of(json!([with(json!({}))])), ["spec.issuers[0]: ExactlyOne"]);
    let two = json!({"jwks": {"keys": []}, "discovery": "OpenIdConnect"});
    assert_eq!(says_of(json!([with(two)])), ["spec.issuers[0]: ExactlyOne"]);
    let open = json!({"jwksUri": "http://id.example/keys"});
    assert_eq!(says_of(json!([with(open)])), ["spec.issuers[0].jwksUri: WrongFormat"]);
    let open = json!({"issuer": "http://id.example", "discovery": "OpenIdConnect"});
    assert_eq!(says_of(json!([with(open)])), ["spec.issuers[0].issuer: WrongFormat"]);
    let bad = json!({"jwks": {"keys": []}, "claims": {"roles": "roles"}});
    assert_eq!(says_of(json!([with(bad)])), ["spec.issuers[0].claims.roles: WrongFormat"]);
    let (one, other) =
        (with(json!({"jwks": {"keys": []}})), json!({"issuer": "https://b.example", "jwks": {"keys": []}}));
    assert_eq!(says_of(json!([one, with(other)])), ["spec.issuers[1].subjectPrefix: DuplicateName"]);
}

#[test]
fn people_sign_in_where_nobody_on_the_way_hears_of_it() {
    let says_of = |more: serde_json::Value, portal: serde_json::Value| {
        let mut issuer = json!({"issuer": "https://id.example", "audience": "cityhall", "jwks": {"keys": []}});
        issuer["portal"] = json!({"clientId": "portal", "title": {"zh": "统一认证"}});
        issuer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        issuer["portal"].as_object_mut().unwrap().extend(portal.as_object().unwrap().clone());
        let spec = json!({
            "code": "QS", "title": {"zh": "市"}, "timeZone": "Asia/Shanghai", "languages": ["zh"], "region": "590100",
            "issuers": [issuer],
        });
        says(Kind::City, &spec)
    };
    let whole = json!({"scopes": ["openid", "offline_access"], "resource": "https://api.example", "pages": ["Hall"]});
    assert_eq!(says_of(json!({}), json!({})), [""; 0]);
    assert_eq!(says_of(json!({"issuer": "http://127.0.0.1:1"}), whole), [""; 0]);
    assert_eq!(says_of(json!({"issuer": "http://id.example"}), json!({})), ["spec.issuers[0].issuer: WrongFormat"]);
    for (field, bad) in [
        ("clientId", json!("cityhall")),
        ("clientId", json!("two words")),
        ("scopes", json!(["profile"])),
        ("resource", json!("https://api.example#part")),
    ] {
        assert_eq!(says_of(json!({}), json!({field: bad})), [format!("spec.issuers[0].portal.{field}: WrongFormat")]);
    }
    assert_eq!(
        says_of(json!({}), json!({"scopes": ["openid", "two words"]})),
        ["spec.issuers[0].portal.scopes[1]: WrongFormat"]
    );
    assert_eq!(says_of(json!({}), json!({"pages": ["Lobby"]})), ["spec.issuers[0].portal.pages[0]: UnknownValue"]);
    assert_eq!(says_of(json!({}), json!({"secret": "x"})), ["spec.issuers[0].portal.secret: UnknownField"]);
}

fn department(name: &str, parent: &str) -> String {
    let parent = if parent.is_empty() { String::new() } else { format!("  parent: {parent}\n") };
    format!(
        "---\napiVersion: cityhall.dev/v1alpha1\nkind: Department\nmetadata: {{name: {name}}}\nspec:\n  title: {{zh: 局}}\n{parent}"
    )
}

fn together(text: &str) -> Vec<String> {
    let (manifests, problems) = manifest::parse(text);
    assert_eq!(problems, []);
    examine_together(&manifests).iter().map(|(index, one)| format!("{index} {}: {}", one.path, one.reason)).collect()
}

#[test]
fn departments_form_a_tree() {
    let [gov, hea] = [("gov", ""), ("hea", "gov")].map(|(name, parent)| department(name, parent));
    assert_eq!(together(&[gov.clone(), hea.clone()].concat()), [""; 0]);
    assert_eq!(together(&hea), ["0 spec.parent: UnknownDepartment"]);
    assert_eq!(together(&department("gov", "gov")), ["0 spec.parent: CircularParent"]);
    assert_eq!(
        together(&[department("gov", "hea"), hea].concat()),
        ["0 spec.parent: CircularParent", "1 spec.parent: CircularParent"]
    );
    assert_eq!(together(&[gov.clone(), gov].concat()), ["1 metadata.name: DuplicateManifest"]);
}
