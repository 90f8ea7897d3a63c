//! What the structure of a spec can get wrong: each change yields exactly its diagnostics.

use super::base::{changed, compile, listed};

fn says(from: &str, to: &str) -> Vec<String> {
    let problems = compile(&changed(from, to)).expect_err("it is wrong");
    problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

#[test]
fn an_unknown_field() {
    assert_eq!(says("visitsMax: 1", "visits: 1"), ["spec.guide.visits: UnknownField"]);
    assert_eq!(says("type: AdministrativeLicence", "type: Filing\n  extra: 1"), ["spec.extra: UnknownField"]);
    let text = changed("visitsMax: 1", "visits: 1");
    assert!(listed(&compile(&text).unwrap_err()).contains("known are"), "it tells what is known");
}

#[test]
fn a_missing_field() {
    assert_eq!(says("  department: parks\n", ""), ["spec.department: MissingField"]);
    assert_eq!(says("{zh: 现场核查, en: Site check}", "{}"), ["spec.workflow.states[1].title: MissingField"]);
}

#[test]
fn a_wrong_type() {
    assert_eq!(says("enquiries: 010-5550101", "enquiries: 5550101"), ["spec.guide.contact.enquiries: WrongType"]);
    assert_eq!(says("visitsMax: 1", "visitsMax: often"), ["spec.guide.visitsMax: WrongType"]);
    assert_eq!(says("visitsMax: 1", "visitsMax:"), ["spec.guide.visitsMax: WrongType"]);
    assert_eq!(says("visitsMax: 1", "visitsMax: 1.5"), ["spec.guide.visitsMax: WrongType"]);
    assert_eq!(says("visitsMax: 1", "visitsMax: 1.0"), ["spec.guide: WrongType"]);
}

#[test]
fn bounds() {
    assert_eq!(says("visitsMax: 1", "visitsMax: 21"), ["spec.guide.visitsMax: OutOfBounds"]);
    assert_eq!(
        says("promised: {workingDays: 10}", "promised: {workingDays: 0}"),
        ["spec.limits.promised.workingDays: OutOfBounds"]
    );
    assert_eq!(says("applicants: [Resident, Company]", "applicants: []"), ["spec.applicants: OutOfBounds"]);
}

#[test]
fn words_and_names() {
    assert_eq!(says("type: AdministrativeLicence", "type: Licence"), ["spec.type: UnknownValue"]);
    assert_eq!(says("end: Completed", "end: Done"), ["spec.workflow.states[4].end: UnknownValue"]);
    assert_eq!(says("department: parks\n", "department: Parks\n"), ["spec.department: InvalidName"]);
}

#[test]
fn exactly_one() {
    let one = ["spec.workflow.actions[0].effect: ExactlyOne"];
    assert_eq!(says("effect: {accept: {}}", "effect: {}"), one);
    assert_eq!(says("effect: {accept: {}}", "effect: {accept: {}, note: {}}"), one);
    assert_eq!(
        says("effect: {accept: {}}", "effect: {acept: {}}"),
        ["spec.workflow.actions[0].effect.acept: UnknownField"]
    );
    assert_eq!(says("effect: {accept: {}}", "effect: accept"), ["spec.workflow.actions[0].effect: WrongType"]);
    assert_eq!(
        says("effect: {accept: {}}", "effect: {accept: {x: 1}}"),
        ["spec.workflow.actions[0].effect.accept.x: UnknownField"]
    );
}

#[test]
fn everything_at_once() {
    let text = changed("visitsMax: 1", "visits: 1")
        .replace("type: AdministrativeLicence", "type: Licence")
        .replace("end: Completed", "end: Done")
        .replace("answers.district ==", "answers.district ===");
    let found = compile(&text).unwrap_err();
    let paths: Vec<_> = found.0.iter().map(|problem| problem.path.as_str()).collect();
    for path in ["spec.guide.visits", "spec.type", "spec.workflow.states[4].end", "spec.routing[0].when"] {
        assert!(paths.contains(&path), "{path} in {paths:?}");
    }
}
