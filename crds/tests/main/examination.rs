//! The parts of the language between acceptance and decision, and one test for each of their rules.

use super::base::{GOOD, compile};

/// The good module with procedures, extension, rest, return, termination and deemed acceptance.
fn examined() -> String {
    let changes = [
        (
            "promised: {workingDays: 10}}",
            "promised: {workingDays: 10}, extension: {workingDays: 5}}
  procedures:
    - {name: hearing, title: {zh: 听证, en: Hearing}, basis: greening-20, most: {workingDays: 20}, clock: Stopped}
    - {name: visit, title: {zh: 现场核查, en: Visit}, most: {hours: 24}, clock: Running}",
        ),
        ("limit: {workingDays: 5}}\n      - {name: site-check", "limit: {workingDays: 5}, onExpiry: {to: site-check, deemsAccepted: true}}\n      - {name: site-check"),
        ("    actions:", "      - {name: ended, title: {zh: 已终止, en: Ended}, end: Terminated}\n    actions:"),
        (
            "  publication:",
            "      - {name: hear, title: {zh: 听证, en: Hear}, from: [decision], roles: [head], effect: {startProcedure: {procedure: hearing}}}
      - {name: heard, title: {zh: 听证结束, en: Heard}, from: [decision], roles: [head], effect: {endProcedure: {procedure: hearing}}}
      - {name: visit, title: {zh: 核查, en: Visit}, from: [site-check], roles: [inspector], effect: {startProcedure: {procedure: visit}}}
      - {name: visited, title: {zh: 核查结束, en: Visited}, from: [site-check], roles: [inspector], officers: 2, effect: {endProcedure: {procedure: visit}}}
      - {name: extend, title: {zh: 延期, en: Extend}, from: [decision], roles: [head], effect: {extend: {}}}
      - {name: rest, title: {zh: 中止, en: Rest}, from: [decision], roles: [head], effect: {suspend: {basis: [greening-20]}}}
      - {name: go-on, title: {zh: 恢复, en: Go on}, from: [decision], roles: [head], effect: {resume: {}}}
      - {name: give-back, title: {zh: 退回, en: Give back}, from: [site-check], roles: [inspector], effect: {return: {timesMax: 1}}}
      - {name: end, title: {zh: 终止办理, en: End}, from: [site-check, decision], to: ended, roles: [head], effect: {terminate: {basis: [greening-24]}}}
  publication:",
        ),
    ];
    changes.into_iter().fold(GOOD.to_owned(), |text, (from, to)| change(&text, from, to))
}

fn change(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

fn says(from: &str, to: &str) -> Vec<String> {
    let problems = compile(&change(&examined(), from, to)).err().unwrap_or_default();
    problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

#[test]
fn it_is_good() {
    let module = compile(&examined()).unwrap();
    assert_eq!((module.procedures.len(), module.workflow.actions.len()), (2, 20));
}

#[test]
fn procedures_are_there_once_and_rest_on_a_basis_of_the_guide() {
    assert_eq!(
        says("{name: visit, title: {zh: 现场核查", "{name: hearing, title: {zh: 现场核查")[0],
        "spec.workflow.actions[13].effect.startProcedure.procedure: UnknownProcedure"
    );
    assert_eq!(
        says("basis: greening-20, most", "basis: greening-99, most"),
        ["spec.procedures[0].basis: UnknownBasis"]
    );
    assert_eq!(says("basis: greening-20, most", "most"), ["spec.procedures[0].basis: StopWithoutBasis"]);
}

#[test]
fn what_an_effect_names_is_there() {
    assert_eq!(
        says("{endProcedure: {procedure: hearing}}", "{endProcedure: {procedure: trial}}"),
        ["spec.workflow.actions[12].effect.endProcedure.procedure: UnknownProcedure"]
    );
    assert_eq!(
        says("{suspend: {basis: [greening-20]}}", "{suspend: {basis: [greening-99]}}"),
        ["spec.workflow.actions[16].effect.suspend.basis[0]: UnknownBasis"]
    );
    assert_eq!(
        says("{terminate: {basis: [greening-24]}}", "{terminate: {basis: [greening-24, greening-24]}}"),
        ["spec.workflow.actions[19].effect.terminate.basis[1]: DuplicateName"]
    );
}

#[test]
fn a_procedure_is_started_by_something() {
    assert_eq!(
        says("effect: {startProcedure: {procedure: hearing}}", "effect: {note: {}}"),
        ["spec.procedures[0].name: UnusedProcedure"]
    );
}

#[test]
fn what_begins_can_end() {
    assert_eq!(
        says("effect: {endProcedure: {procedure: visit}}", "effect: {note: {}}"),
        ["spec.workflow.actions[13].effect.startProcedure: NeverEnded"]
    );
    assert_eq!(
        says(
            "from: [decision], roles: [head], effect: {resume: {}}",
            "from: [site-check], roles: [head], effect: {resume: {}}"
        ),
        ["spec.workflow.actions[16].effect.suspend: NeverEnded"]
    );
}

#[test]
fn an_extension_says_by_how_much_in_the_unit_of_the_limits() {
    assert_eq!(says(", extension: {workingDays: 5}", ""), ["spec.workflow.actions[15].effect.extend: NoExtension"]);
    assert_eq!(
        says("extension: {workingDays: 5}", "extension: {calendarDays: 5}"),
        ["spec.limits.extension: MixedUnits", "spec.workflow.actions[15].from[0]: MixedUnits"]
    );
    assert_eq!(
        says(
            "from: [decision], roles: [head], effect: {extend: {}}",
            "from: [decision, site-check], roles: [head], effect: {extend: {}}"
        ),
        ["spec.workflow.actions[15].from[1]: MixedUnits"]
    );
}

#[test]
fn the_examination_lies_between_acceptance_and_decision() {
    assert_eq!(
        says(
            "from: [decision], roles: [head], effect: {extend: {}}",
            "from: [decision, intake], roles: [head], effect: {extend: {}}"
        ),
        ["spec.workflow.actions[15].from[1]: NotAccepted"]
    );
    assert_eq!(
        says(
            "from: [decision], roles: [head], effect: {extend: {}}",
            "from: [decision, making], roles: [head], effect: {extend: {}}"
        ),
        ["spec.workflow.actions[15].from[1]: AlreadyDecided"]
    );
}

#[test]
fn silence_accepts_in_intake_only() {
    assert_eq!(
        says("onExpiry: {to: decision}", "onExpiry: {to: decision, deemsAccepted: true}"),
        ["spec.workflow.states[1].onExpiry.deemsAccepted: AlreadyAccepted"]
    );
}

#[test]
fn the_limits_run_from_deemed_acceptance_too() {
    let alone = change(
        &examined(),
        "from: [intake], to: site-check, roles: [clerk], effect: {accept: {}}",
        "from: [intake], roles: [clerk], effect: {note: {}}",
    );
    let problems =
        compile(&change(&alone, "limit: {hours: 48}, onExpiry", "limit: {workingDays: 9}, onExpiry")).unwrap_err();
    assert!(problems.0.iter().any(|problem| problem.reason == "PathOverPromised"), "{problems:?}");
}

#[test]
fn officers_are_two_and_an_end_is_one() {
    assert_eq!(
        says("roles: [inspector], officers: 2", "roles: [inspector, applicant], officers: 2"),
        ["spec.workflow.actions[14].roles[1]: WrongRole"]
    );
    assert_eq!(
        says("to: ended, roles", "to: withdrawn, roles"),
        ["spec.workflow.states[9].name: UnreachableState", "spec.workflow.actions[19].to: WrongEnd"]
    );
    assert_eq!(says("officers: 2", "officers: 0"), ["spec.workflow.actions[14].officers: OutOfBounds"]);
}

// === What the city decides by itself ===

/// The good module, in which the city accepts and grants what is small, and the head can revoke it.
fn instant() -> String {
    let changes = [
        ("  limits: {", "  instant:\n    - {when: answers.agree == true, actions: [accept, skip, grant]}\n  limits: {"),
        ("    actions:", "      - {name: revoked, title: {zh: 已撤销, en: Revoked}, end: Revoked}\n    actions:"),
        (
            "  publication:",
            "      - {name: skip, title: {zh: 免核查, en: Skip}, from: [site-check], to: decision, roles: [inspector], effect: {note: {}}}
      - {name: revoke, title: {zh: 撤销, en: Revoke}, from: [making], to: revoked, roles: [head], effect: {revoke: {basis: [greening-24]}}}
  publication:",
        ),
    ];
    changes.into_iter().fold(GOOD.to_owned(), |text, (from, to)| change(&text, from, to))
}

fn says_of_instant(from: &str, to: &str) -> Vec<String> {
    let problems = compile(&change(&instant(), from, to)).err().unwrap_or_default();
    problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

#[test]
fn what_the_city_does_by_itself_follows_from_what_it_did_before() {
    assert_eq!(says_of_instant("actions: [accept, skip", "actions: [accept, skip"), Vec::<String>::new());
    assert_eq!(
        says_of_instant("actions: [accept, skip", "actions: [accept, grant, skip"),
        ["spec.instant[0].actions[1]: InstantOutOfPlace"]
    );
    assert_eq!(
        says_of_instant("actions: [accept, skip", "actions: [accept, skipp"),
        ["spec.instant[0].actions[1]: UnknownAction"]
    );
}

#[test]
fn what_needs_a_person_is_not_done_by_the_city() {
    let person = ["spec.instant[0].actions[1]: InstantNeedsAPerson"];
    assert_eq!(says_of_instant("actions: [accept, skip, grant]", "actions: [accept, record]"), person);
    assert_eq!(says_of_instant("actions: [accept, skip, grant]", "actions: [accept, take-back]"), person);
    assert_eq!(
        says_of_instant(
            "roles: [inspector], effect: {note: {}}",
            "roles: [inspector], officers: 2, effect: {note: {}}"
        ),
        person
    );
}

#[test]
fn what_only_the_city_may_do_is_done_by_a_rule() {
    let skip = "to: decision, roles: [inspector], effect: {note: {}}";
    assert_eq!(says_of_instant(skip, "to: decision, roles: [city], effect: {note: {}}"), Vec::<String>::new());
    let unused = instant().replace(skip, "to: decision, roles: [city], effect: {note: {}}");
    let problems = compile(&change(&unused, "actions: [accept, skip, grant]", "actions: [accept]")).unwrap_err();
    let said: Vec<_> = problems.0.iter().map(|one| format!("{}: {}", one.path, one.reason)).collect();
    assert_eq!(said, ["spec.workflow.actions[11].roles: NeverDone"]);
}

#[test]
fn a_condition_of_the_city_fits_the_form() {
    assert_eq!(
        says_of_instant("{when: answers.agree == true, actions", "{when: answers.nothing == true, actions")[0],
        "spec.instant[0].when: UnknownField"
    );
}

#[test]
fn only_what_was_granted_is_revoked() {
    assert_eq!(
        says_of_instant("from: [making], to: revoked", "from: [making, decision], to: revoked"),
        ["spec.workflow.actions[12].from[1]: NotApproved"]
    );
    assert_eq!(
        says_of_instant("effect: {revoke: {basis: [greening-24]}}", "effect: {revoke: {basis: [greening-99]}}"),
        ["spec.workflow.actions[12].effect.revoke.basis[0]: UnknownBasis"]
    );
}
