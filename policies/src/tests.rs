use std::collections::BTreeMap;

use cedar_policy::Schema;
use cityhall_domain::case::Stage;
use cityhall_domain::name::{DepartmentName, SubjectId};
use cityhall_domain::text::Text;
use proptest::prelude::*;

use crate::check::departments;
use crate::{Asker, Capacity, Deed, Known, Place, PolicySpec, RuleSpec, Rules, SCHEMA, examine, prove};

fn spec(rules: &[&str]) -> PolicySpec {
    let rule = |(index, cedar): (usize, &&str)| RuleSpec {
        name: format!("rule-{index}"),
        why: Text::default(),
        cedar: (*cedar).to_owned(),
    };
    PolicySpec { title: Text::default(), rules: rules.iter().enumerate().map(rule).collect() }
}

fn reasons(cedar: &str) -> Vec<&'static str> {
    examine(&spec(&[cedar])).0.into_iter().map(|one| one.reason).collect()
}

fn officer(department: &str, roles: &[&str]) -> Asker {
    Asker {
        capacity: Capacity::Officer,
        subject: None,
        department: Some(department.parse().unwrap()),
        roles: roles.iter().map(|role| role.parse().unwrap()).collect(),
        by_mandate: false,
        by_partner: false,
    }
}

fn somebody(capacity: Capacity) -> Asker {
    Asker { capacity, subject: None, department: None, roles: Vec::new(), by_mandate: false, by_partner: false }
}

fn place(department: &str) -> Place {
    Place {
        module: "garden".parse().unwrap(),
        owner: "parks".parse().unwrap(),
        department: department.parse().unwrap(),
        stage: Stage::Accepted,
        published: false,
    }
}

fn parents() -> BTreeMap<DepartmentName, Option<DepartmentName>> {
    let above = |name: &str, parent: Option<&str>| (name.parse().unwrap(), parent.map(|name| name.parse().unwrap()));
    BTreeMap::from([above("city", None), above("parks", Some("city")), above("roads", Some("city"))])
}

fn forbids(rules: &[&str], asker: &Asker, deed: Deed, place: &Place) -> bool {
    let spec = spec(rules);
    assert_eq!(examine(&spec).0, [], "a rule of this test is wrong");
    Rules::of([("m", &spec)]).forbids(asker, deed, place, &parents())
}

#[test]
fn the_schema_reads_without_a_warning() {
    let (_, warnings) = Schema::from_cedarschema_str(SCHEMA).unwrap();
    assert_eq!(warnings.map(|warning| warning.to_string()).collect::<Vec<_>>(), Vec::<String>::new());
    assert!(crate::words::WORDS.is_some());
}

#[test]
fn a_rule_that_permits_is_refused() {
    assert_eq!(reasons("permit(principal, action, resource);"), ["PolicyPermits"]);
}

#[test]
fn a_rule_is_exactly_one_policy() {
    for text in [
        "",
        "forbid(principal, action, resource)",
        "forbid(principal, action, resource); forbid(principal, action, resource);",
        "forbid(principal == ?principal, action, resource);",
        "grant everything",
    ] {
        let found = reasons(text);
        assert!(!found.is_empty() && found.iter().all(|reason| *reason == "NotCedar"), "{text}: {found:?}");
    }
}

#[test]
fn a_mistake_is_told_with_line_and_column() {
    let found = examine(&spec(&["forbid(principal, action, resource)\n  when { principal === 1 };"]));
    assert_eq!(found.0[0].path, "spec.rules[0].cedar");
    assert!(found.0[0].message.starts_with("line 2, column "), "{}", found.0[0].message);
}

#[test]
fn what_the_schema_does_not_know_is_refused() {
    for text in [
        "forbid(principal is Officer, action, resource) when { principal.salary > 3 };",
        "forbid(principal is Clerk, action, resource);",
        "forbid(principal, action == Action::\"erase\", resource);",
        "forbid(principal, action == Action::\"see\", resource) when { resource.stage == Stage::\"LOST\" };",
        "forbid(principal, action == Action::\"see\", resource) when { resource.published == 1 };",
        "forbid(principal, action, resource) when { context.hour > 18 };",
        "forbid(principal, action == Action::\"see\", resource) when { resource.department in Module::\"garden\" };",
        "forbid(principal is Auditor, action == Action::\"submit\", resource);",
        "forbid(principal, action == Action::\"see\", resource) when { false };",
    ] {
        let found = reasons(text);
        assert!(!found.is_empty() && found.iter().all(|reason| *reason == "PolicyNotValid"), "{text}: {found:?}");
    }
}

#[test]
fn no_case_resident_or_identity_number_is_named() {
    let one = |who: &str| format!("forbid(principal == {who}, action == Action::\"act\", resource);");
    assert_eq!(reasons(&one("Resident::\"lin\"")), ["NamesAPerson"]);
    assert_eq!(reasons(&one("Officer::\"110105194912310021\"")), ["NamesAPerson"]);
    assert_eq!(reasons(&one("Officer::\"o-7\"")), Vec::<&str>::new());
    let case = "forbid(principal is Officer, action == Action::\"see\", resource == Case::\"QS-1\");";
    assert!(reasons(case).contains(&"NamesACase"));
}

#[test]
fn bounds_hold() {
    let long = format!("forbid(principal, action, resource); //{}", "x".repeat(4096));
    assert_eq!(reasons(&long), ["OutOfBounds"]);
    for depth in [17, 2000] {
        let deep =
            format!("forbid(principal, action, resource) when {{ {}true{} }};", "(".repeat(depth), ")".repeat(depth));
        assert_eq!(reasons(&deep[..deep.len().min(4096)]), ["TooDeep"], "{depth}");
    }
    let flat =
        format!("forbid(principal, action, resource) when {{ {} true }};", "if true then true else ".repeat(170));
    assert!(flat.len() <= 4096);
    let _ = examine(&spec(&[&flat]));
    let nots = format!("forbid(principal, action, resource) when {{ {}true }};", "!".repeat(4000));
    assert_eq!(reasons(&nots), ["NotCedar"]);
    assert_eq!(examine(&spec(&vec!["forbid(principal is Admin, action, resource);"; 33])).0[0].reason, "OutOfBounds");
    assert_eq!(examine(&spec(&[])).0[0].reason, "OutOfBounds");
}

#[test]
fn names_that_the_city_does_not_know_are_told() {
    let rules = spec(&[
        "forbid(principal in Role::\"clerk\", action == Action::\"see\", resource) when { resource.module == Module::\"garden\" };",
        "forbid(principal in Role::\"jester\", action == Action::\"see\", resource) when { resource.module == Module::\"x\" };",
        "forbid(principal is Officer, action == Action::\"see\", resource) when { principal.department in Department::\"y\" };",
    ]);
    assert_eq!(examine(&rules).0, []);
    let known = Known {
        departments: ["parks".parse().unwrap()].into(),
        modules: ["garden".parse().unwrap()].into(),
        roles: ["clerk".parse().unwrap()].into(),
    };
    let mut found: Vec<_> = prove(&rules, &known).0.into_iter().map(|one| (one.path, one.reason)).collect();
    found.sort();
    let at = |index: usize, reason| (format!("spec.rules[{index}].cedar"), reason);
    assert_eq!(found, [at(1, "UnknownModule"), at(1, "UnknownRole"), at(2, "UnknownDepartment")]);
    assert_eq!(departments(&rules), ["y".parse().unwrap()].into());
}

#[test]
fn without_a_rule_nothing_is_forbidden() {
    assert!(!Rules::default().forbids(&somebody(Capacity::Anonymous), Deed::See, &place("parks"), &parents()));
    assert_eq!(Rules::default().deciding(Deed::See), None);
}

#[test]
fn a_rule_forbids_what_it_says_and_nothing_else() {
    let rules = ["forbid(principal is Officer, action == Action::\"readSensitive\", resource) \
                  unless { resource.department == principal.department };"];
    let (parks, roads) = (officer("parks", &[]), officer("roads", &[]));
    assert!(forbids(&rules, &roads, Deed::ReadSensitive, &place("parks")));
    assert!(!forbids(&rules, &parks, Deed::ReadSensitive, &place("parks")));
    assert!(!forbids(&rules, &roads, Deed::ReadPersonal, &place("parks")));
    assert!(!forbids(&rules, &somebody(Capacity::Resident), Deed::ReadSensitive, &place("parks")));
}

#[test]
fn an_office_is_in_every_office_above_it() {
    let rules = ["forbid(principal is Officer, action == Action::\"act\", resource) \
                  when { principal.department in Department::\"city\" };"];
    assert!(forbids(&rules, &officer("roads", &[]), Deed::Act, &place("parks")));
    assert!(!forbids(&rules, &officer("elsewhere", &[]), Deed::Act, &place("parks")));
}

#[test]
fn roles_mandates_people_and_stages_are_told_apart() {
    let clerks = ["forbid(principal in Role::\"clerk\", action == Action::\"act\", resource);"];
    assert!(forbids(&clerks, &officer("parks", &["clerk", "judge"]), Deed::Act, &place("parks")));
    assert!(!forbids(&clerks, &officer("parks", &["judge"]), Deed::Act, &place("parks")));
    let mandates =
        ["forbid(principal is Resident, action == Action::\"submit\", resource) when { principal.byMandate };"];
    let agent = Asker { by_mandate: true, ..somebody(Capacity::Resident) };
    assert!(forbids(&mandates, &agent, Deed::Submit, &place("parks")));
    assert!(!forbids(&mandates, &somebody(Capacity::Resident), Deed::Submit, &place("parks")));
    let systems =
        ["forbid(principal is Resident, action == Action::\"readPersonal\", resource) when { principal.byPartner };"];
    let served = Asker { by_partner: true, ..agent.clone() };
    assert!(forbids(&systems, &served, Deed::ReadPersonal, &place("parks")));
    assert!(!forbids(&systems, &agent, Deed::ReadPersonal, &place("parks")));
    let named = ["forbid(principal == Officer::\"o-7\", action == Action::\"see\", resource);"];
    let seven = Asker { subject: Some(SubjectId("o-7".to_owned())), ..officer("parks", &[]) };
    assert!(forbids(&named, &seven, Deed::See, &place("parks")));
    assert!(!forbids(&named, &officer("parks", &[]), Deed::See, &place("parks")));
    assert!(Rules::of([("m", &spec(&named))]).names_people());
    assert!(!Rules::of([("m", &spec(&clerks))]).names_people());
    let stages = ["forbid(principal is Auditor, action == Action::\"see\", resource) \
                   when { resource.stage == Stage::\"CLOSED\" && !resource.published };"];
    let closed = Place { stage: Stage::Closed, ..place("parks") };
    assert!(forbids(&stages, &somebody(Capacity::Auditor), Deed::See, &closed));
    assert!(!forbids(&stages, &somebody(Capacity::Auditor), Deed::See, &place("parks")));
    assert!(!forbids(&stages, &somebody(Capacity::Auditor), Deed::See, &Place { published: true, ..closed }));
}

#[test]
fn what_cannot_be_evaluated_is_forbidden() {
    let rules = spec(&["forbid(principal is Officer, action == Action::\"see\", resource) \
                        when { principal.department in Department::\"parks\" };"]);
    let lost = Asker { department: None, ..officer("parks", &[]) };
    assert!(
        Rules::of([("m", &rules)]).forbids(&lost, Deed::See, &place("parks"), &parents()),
        "an officer of no office"
    );
    let overflow = spec(&["forbid(principal is Admin, action == Action::\"see\", resource) \
                           when { 9223372036854775807 + 1 == 0 };"]);
    let admin = somebody(Capacity::Admin);
    assert!(Rules::of([("m", &overflow)]).forbids(&admin, Deed::See, &place("parks"), &parents()));
}

#[test]
fn a_rule_that_this_binary_does_not_understand_forbids_everything() {
    let rules = Rules::of([("m", &spec(&["forbid(principal, action, resource) when { tomorrow() };"]))]);
    assert!(rules.is_broken());
    for deed in Deed::ALL {
        assert!(rules.forbids(&somebody(Capacity::Resident), deed, &place("parks"), &parents()));
    }
}

#[test]
fn what_decides_is_what_rules_look_at() {
    let rules = |texts: &[&str]| Rules::of([("m", &spec(texts))]);
    let seen =
        |texts: &[&str]| rules(texts).deciding(Deed::See).map(|on| [on.module, on.department, on.stage, on.published]);
    assert_eq!(seen(&["forbid(principal, action == Action::\"act\", resource);"]), None);
    assert_eq!(seen(&["forbid(principal, action, resource);"]), Some([false; 4]));
    let owner = "forbid(principal is Officer, action == Action::\"see\", resource) \
                 when { resource.module.department == principal.department };";
    assert_eq!(seen(&[owner]), Some([true, false, false, false]));
    let both = "forbid(principal is Officer, action in [Action::\"see\", Action::\"act\"], resource) \
                when { [resource.department].contains(principal.department) || resource.published };";
    assert_eq!(seen(&[both]), Some([false, true, false, true]));
    assert_eq!(seen(&[owner, both]), Some([true, true, false, true]));
    let whole =
        "forbid(principal is Officer, action == Action::\"see\", resource) when { [resource].contains(resource) };";
    assert_eq!(seen(&[whole]), Some([true; 4]));
}

/// The rules that the guides show, in both languages, are rules.
#[test]
fn the_rules_of_the_guides_are_rules() {
    for name in ["forbid-access.md", "forbid-access.zh-CN.md"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guides").join(name);
        let text = std::fs::read_to_string(path).unwrap();
        let shown: Vec<&str> = text.split("```cedar\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert_eq!(shown.len(), 3, "{name}");
        for rule in shown {
            assert_eq!(examine(&spec(&[rule])).0, [], "{name}: {rule}");
        }
    }
}

const GOOD: &str = "forbid(principal in Role::\"clerk\", action in [Action::\"see\", Action::\"act\"], resource is Case)\n\
                    when { resource.stage == Stage::\"CLOSED\" && !(resource.published) }\n\
                    unless { principal.department in [Department::\"parks\"] };";

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is written, the check ends with an answer; and what it takes does not break the rules.
    #[test]
    fn nothing_that_is_written_breaks_the_check(
        cut in 0..GOOD.len(),
        length in 0..12_usize,
        filling in prop_oneof![".{0,12}", "[ -~]{0,24}", Just("&& resource.published ||".to_owned()), Just("\u{0}\u{202e}".to_owned())],
    ) {
        let end = (cut + length).min(GOOD.len());
        let text = format!("{}{filling}{}", &GOOD[..cut], &GOOD[end..]);
        let spec = spec(&[&text]);
        if examine(&spec).is_empty() {
            let rules = Rules::of([("m", &spec)]);
            prop_assert!(!rules.is_broken());
            let _ = rules.forbids(&officer("parks", &["clerk"]), Deed::See, &place("parks"), &parents());
        }
    }
}
