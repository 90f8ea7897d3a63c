//! One test per rule of the proofs: one change of the good module, exactly its diagnostics.

use super::base::{GOOD, changed, compile, compile_beside};

fn said(text: &str) -> Vec<String> {
    let problems = compile(text).err().unwrap_or_default();
    problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

fn says(from: &str, to: &str) -> Vec<String> {
    said(&changed(from, to))
}

/// Adds a line of YAML after the actions, or after the states.
fn with_action(line: &str) -> String {
    changed("  publication:", &format!("      - {line}\n  publication:"))
}

fn with_state(line: &str) -> String {
    changed("    actions:", &format!("      - {line}\n    actions:"))
}

// === references ===

#[test]
fn states_exist() {
    assert_eq!(says("to: making, roles", "to: makking, roles"), ["spec.workflow.actions[5].to: UnknownState"]);
    assert_eq!(
        says("from: [intake, site-check, decision]", "from: [intake, sight-check, decision]"),
        ["spec.workflow.actions[9].from[1]: UnknownState"]
    );
    assert_eq!(
        says("onExpiry: {to: decision}", "onExpiry: {to: done}"),
        ["spec.workflow.states[1].onExpiry.to: UnknownState"]
    );
    assert_eq!(
        says("15}, onLapse: withdrawn", "15}, onLapse: gone"),
        ["spec.workflow.actions[2].effect.requestSupplement.onLapse: UnknownState"]
    );
}

#[test]
fn actions_that_others_may_not_have_done_exist() {
    assert_eq!(says("notBy: [accept]", "notBy: [acept]"), ["spec.workflow.actions[5].notBy[0]: UnknownAction"]);
    assert_eq!(
        says("notBy: [accept]", "notBy: [accept, accept]"),
        ["spec.workflow.actions[5].notBy[1]: DuplicateName"]
    );
}

#[test]
fn departments_exist() {
    assert_eq!(says("department: parks\n", "department: zoo\n"), ["spec.department: UnknownDepartment"]);
    assert_eq!(says("department: parks-north", "department: zoo"), ["spec.routing[0].department: UnknownDepartment"]);
    assert_eq!(
        says("to: [parks, parks-north]", "to: [parks, zoo]"),
        ["spec.workflow.actions[4].effect.transfer.to[1]: UnknownDepartment"]
    );
}

#[test]
fn legal_bases_exist() {
    assert_eq!(
        says("basis: [greening-20]", "basis: [greening-21]"),
        ["spec.workflow.actions[1].effect.decline.basis[0]: UnknownBasis"]
    );
    assert_eq!(
        says("basis: [greening-20, greening-24]", "basis: [greening-20, greening-25]"),
        ["spec.workflow.actions[6].effect.refuse.basis[1]: UnknownBasis"]
    );
}

#[test]
fn names_are_there_once() {
    assert_eq!(
        said(&with_state("{name: making, title: {zh: 又, en: Again}, end: Completed}")),
        ["spec.workflow.states[9].name: DuplicateName"]
    );
    assert_eq!(says("name: grant,", "name: accept,"), ["spec.workflow.actions[5].name: DuplicateName"]);
    assert_eq!(
        says("name: greening-24,", "name: greening-20,"),
        [
            "spec.guide.legalBasis[1].name: DuplicateName",
            "spec.workflow.actions[6].effect.refuse.basis[1]: UnknownBasis",
        ]
    );
    assert_eq!(
        says("roles: [applicant, head]", "roles: [head, head]"),
        ["spec.workflow.actions[10].roles[1]: DuplicateName"]
    );
    assert_eq!(
        says("applicants: [Resident, Company]", "applicants: [Resident, Resident]"),
        ["spec.applicants[1]: DuplicateName"]
    );
}

#[test]
fn whoever_must_be_known_is_not_anonymous() {
    let who = "applicants: [Resident, Company]";
    assert_eq!(says(who, "applicants: [Resident, Company]\n  assurance: High"), [""; 0]);
    assert_eq!(says(who, "applicants: [Resident, Anonymous]\n  assurance: Low"), ["spec.assurance: AssuranceOfNobody"]);
    assert_eq!(says(who, "applicants: [Resident]\n  assurance: high"), ["spec.assurance: UnknownValue"]);
}

#[test]
fn the_built_in_action_is_reserved() {
    assert_eq!(says("name: give-up", "name: answer-supplement"), ["spec.workflow.actions[8].name: ReservedName"]);
}

// === states ===

#[test]
fn every_state_can_be_reached() {
    assert_eq!(
        said(&with_state("{name: lost, title: {zh: 丢, en: Lost}, end: Completed}")),
        ["spec.workflow.states[9].name: UnreachableState"]
    );
}

#[test]
fn no_state_is_a_dead_end() {
    let text = with_state("{name: limbo, title: {zh: 无, en: Limbo}}").replace(
        "  publication:",
        "      - {name: lose, title: {zh: 丢, en: Lose}, from: [site-check], to: limbo, roles: [clerk], effect: {note: {}}}\n  publication:",
    );
    assert_eq!(said(&text), ["spec.workflow.states[9].name: DeadEnd"]);
}

#[test]
fn a_case_is_not_over_where_it_begins() {
    let found = says("en: Waiting}, limit: {workingDays: 5}}", "en: Waiting}, end: Completed}");
    assert!(found.contains(&"spec.workflow.states[0].end: EndsAtStart".to_owned()), "{found:?}");
}

#[test]
fn limits_and_expiries_of_states() {
    assert_eq!(
        says("end: Completed}", "end: Completed, limit: {hours: 1}}"),
        ["spec.workflow.states[4].limit: LimitAtEnd"]
    );
    assert_eq!(
        says("limit: {hours: 48}, onExpiry", "onExpiry"),
        ["spec.workflow.states[1].onExpiry: ExpiryWithoutLimit"]
    );
    assert_eq!(
        says("onExpiry: {to: decision}", "onExpiry: {to: site-check}"),
        ["spec.workflow.states[1].onExpiry.to: ExpiryTarget"]
    );
    assert_eq!(
        says("onExpiry: {to: decision}", "onExpiry: {to: refused}"),
        ["spec.workflow.states[1].onExpiry.to: WrongEnd"]
    );
}

#[test]
fn only_reopen_leaves_an_end() {
    assert_eq!(
        says("from: [site-check], roles: [inspector]", "from: [site-check, granted], roles: [inspector]"),
        ["spec.workflow.actions[4].from[1]: LeavesEnd"]
    );
}

// === effects ===

#[test]
fn ends_fit_their_effects() {
    for (action, from, to) in [
        (1, "to: not-accepted, roles", "to: refused, roles"),
        (6, "from: [decision], to: refused,", "from: [decision], to: making,"),
        (8, "from: [making], to: unsolved", "from: [making], to: withdrawn"),
        (7, "to: granted, roles", "to: refused, roles"),
        (9, "to: withdrawn, roles", "to: granted, roles"),
    ] {
        let found = says(from, to);
        assert!(found.contains(&format!("spec.workflow.actions[{action}].to: WrongEnd")), "{found:?}");
        assert!(found.iter().all(|line| line.ends_with("WrongEnd") || line.ends_with("UnreachableState")), "{found:?}");
    }
    assert_eq!(
        says("15}, onLapse: withdrawn", "15}, onLapse: refused"),
        ["spec.workflow.actions[2].effect.requestSupplement.onLapse: WrongEnd"]
    );
}

#[test]
fn an_effect_that_ends_needs_a_target() {
    assert_eq!(
        says("from: [intake, site-check, decision], to: withdrawn,", "from: [intake, site-check, decision],"),
        ["spec.workflow.actions[9].to: MissingTarget"]
    );
    assert_eq!(
        says("from: [unsolved], to: decision,", "from: [unsolved],"),
        ["spec.workflow.actions[10].to: MissingTarget"]
    );
}

#[test]
fn only_closing_effects_end_a_case() {
    assert_eq!(
        said(&with_action(
            "{name: stop, title: {zh: 停, en: Stop}, from: [site-check], to: granted, roles: [head], effect: {note: {}}}"
        )),
        ["spec.workflow.actions[11].to: EndsWithoutClosing"]
    );
}

#[test]
fn reopen_leads_from_an_end_into_the_process() {
    assert_eq!(
        says("from: [unsolved], to: decision", "from: [unsolved, making], to: decision")[0],
        "spec.workflow.actions[10].from[1]: WrongReopen"
    );
    assert_eq!(
        says("from: [unsolved], to: decision", "from: [unsolved], to: granted"),
        ["spec.workflow.actions[10].to: WrongReopen"]
    );
}

#[test]
fn roles_fit_their_effects() {
    assert_eq!(
        says("to: site-check, roles: [clerk]", "to: site-check, roles: [clerk, applicant]"),
        ["spec.workflow.actions[0].roles[1]: WrongRole"]
    );
    assert_eq!(
        says("to: withdrawn, roles: [applicant]", "to: withdrawn, roles: [head]"),
        ["spec.workflow.actions[9].roles[0]: WrongRole"]
    );
}

// === stages ===

#[test]
fn intake_comes_before_acceptance() {
    assert_eq!(
        says("from: [intake], roles: [clerk]", "from: [intake, site-check], roles: [clerk]"),
        ["spec.workflow.actions[2].from[1]: AlreadyAccepted"]
    );
    assert_eq!(
        says("from: [intake], to: site-check", "from: [intake, decision], to: site-check")[0],
        "spec.workflow.actions[0].from[1]: AlreadyAccepted"
    );
}

#[test]
fn a_decision_comes_after_acceptance() {
    assert_eq!(
        says("from: [decision], to: refused", "from: [decision, intake], to: refused"),
        ["spec.workflow.actions[6].from[1]: NotAccepted"]
    );
    let skips =
        "{name: skip, title: {zh: 跳, en: Skip}, from: [intake], to: decision, roles: [clerk], effect: {note: {}}}";
    assert_eq!(
        said(&with_action(skips)),
        ["spec.workflow.actions[5].from[0]: NotAccepted", "spec.workflow.actions[6].from[0]: NotAccepted",]
    );
}

#[test]
fn a_case_is_decided_once() {
    assert_eq!(
        says("from: [decision], to: refused", "from: [decision, making], to: refused"),
        ["spec.workflow.actions[6].from[1]: AlreadyDecided"]
    );
    assert_eq!(
        says("from: [intake, site-check, decision], to", "from: [intake, making], to"),
        ["spec.workflow.actions[9].from[1]: AlreadyDecided"]
    );
}

#[test]
fn a_result_is_issued_after_approval() {
    assert_eq!(
        says("from: [making], to: granted", "from: [making, site-check], to: granted"),
        ["spec.workflow.actions[7].from[1]: NotApproved"]
    );
}

// === limits ===

#[test]
fn states_fit_into_the_promise() {
    assert_eq!(
        says("promised: {workingDays: 10}", "promised: {workingDays: 7}"),
        [""; 0],
        "2 + 5, the making lies outside"
    );
    assert_eq!(
        says("promised: {workingDays: 10}", "promised: {workingDays: 6}"),
        ["spec.limits.promised: PathOverPromised"]
    );
    let from_submission = changed("starts: Acceptance", "starts: Submission");
    assert_eq!(said(&from_submission), ["spec.limits.promised: PathOverPromised"], "5 + 2 + 5");
    let back =
        "{name: back, title: {zh: 回, en: Back}, from: [decision], to: site-check, roles: [head], effect: {note: {}}}";
    assert_eq!(said(&with_action(back)), [""; 0], "a way back is not walked for ever");
}

#[test]
fn the_promise_fits_into_the_law() {
    assert_eq!(
        says("statutory: {workingDays: 20}", "statutory: {workingDays: 9}"),
        ["spec.limits.promised: PromisedOverStatutory"]
    );
    assert_eq!(
        says("statutory: {workingDays: 20}", "statutory: {calendarDays: 90}"),
        ["spec.limits.promised: MixedUnits"]
    );
    let text = changed("statutory: {workingDays: 20}, ", "").replace("AdministrativeLicence", "AdministrativePayment");
    assert_eq!(said(&text), [""; 0], "no law need set one for a payment");
}

#[test]
fn units_that_holidays_part_are_not_summed() {
    let text = changed("statutory: {workingDays: 20}, promised: {workingDays: 10}", "promised: {calendarDays: 30}");
    let text = text.replace("AdministrativeLicence", "AdministrativePayment");
    let mixed = ["spec.workflow.states[2].limit: MixedUnits", "spec.documents[2].mayFollow.within: MixedUnits"];
    assert_eq!(said(&text), mixed);
}

// === texts ===

#[test]
fn texts_are_there_in_every_language() {
    assert_eq!(says("{zh: 不收费, en: Free of charge}", "{zh: 不收费}"), ["spec.guide.fee.en: MissingTranslation"]);
    assert_eq!(
        says("{zh: 不收费, en: Free of charge}", "{en: Free of charge, zh: \" \"}"),
        ["spec.guide.fee.zh: MissingTranslation"]
    );
    assert_eq!(says("title: 株数, ", ""), ["spec.form.schema.properties.trees.title: MissingTranslation"]);
    assert_eq!(
        says(", x-cityhall-title-en: Street}", "}"),
        ["spec.form.schema.properties.place.properties.street.x-cityhall-title-en: MissingTranslation"]
    );
    assert_eq!(
        says("title: 危险情况, ", ""),
        ["spec.form.schema.allOf[0].then.properties.why.title: MissingTranslation"]
    );
    assert_eq!(
        says(", south: {zh: 南区, en: South}", ", south: {zh: 南区}"),
        ["spec.form.schema.properties.district.x-cityhall-labels.south.en: MissingTranslation"]
    );
    assert_eq!(
        says("x-cityhall-title-en: \"Is it healthy?\", ", ""),
        ["spec.workflow.actions[3].demands.fields.schema.properties.healthy.x-cityhall-title-en: MissingTranslation"]
    );
}

#[test]
fn catch_alls_are_spelt_out() {
    assert_eq!(
        says("{zh: 树木影响安全。, en: The tree is a danger.}", "{zh: 其他材料, en: Other documents}"),
        ["spec.guide.conditions[0].zh: CatchAll", "spec.guide.conditions[0].en: CatchAll",]
    );
    assert_eq!(
        says("title: 危险情况", "title: 其他有关材料"),
        ["spec.form.schema.allOf[0].then.properties.why.title: CatchAll"]
    );
}

// === answers ===

#[test]
fn no_classified_field_in_an_open_place() {
    assert_eq!(
        says("when: answers.agree == true", "when: answers.ownerId == \"1\""),
        ["spec.publication.when: ClassifiedInOpen"]
    );
    assert_eq!(
        says(
            "x-cityhall-class: personal, x-cityhall-person: true",
            "x-cityhall-class: internal, x-cityhall-person: true"
        ),
        ["spec.form.schema.properties.ownerId: ClassifiedInOpen"]
    );
    assert_eq!(
        says(
            "x-cityhall-class: personal, x-cityhall-person: true",
            "x-cityhall-class: personal, x-cityhall-listed: true"
        ),
        ["spec.form.schema.properties.ownerId.x-cityhall-listed: ListedNotAllowed"]
    );
}

#[test]
fn expressions_fit_the_form() {
    for wrong in ["answers.trees == \"north\"", "answers.nothing == \"north\"", "answers.district"] {
        let found = says("when: answers.district == \"north\"", &format!("when: '{wrong}'"));
        assert!(found.len() == 1 && found[0].starts_with("spec.routing[0].when: "), "{wrong}: {found:?}");
    }
    let long = format!("when: '{}true'", "true && ".repeat(64));
    assert_eq!(says("when: answers.district == \"north\"", &long), ["spec.routing[0].when: OutOfBounds"]);
    assert_eq!(
        says("when: answers.district == \"north\"", "when: 'answers.district =='"),
        ["spec.routing[0].when: InvalidExpression"]
    );
}

#[test]
fn only_what_is_judged_at_submission_reads_the_day() {
    let with_day = changed(
        "        danger: {type: boolean,",
        "        since: {type: string, format: date, title: 起, x-cityhall-title-en: Since, x-cityhall-class: public}\n        danger: {type: boolean,",
    );
    let says = |from: &str, to: &str| said(&with_day.replace(from, to));
    assert_eq!(says("when: answers.district == \"north\"", "when: daysSince(answers.since) <= 30"), [""; 0]);
    assert_eq!(says("when: answers.agree == true", "when: daysSince(answers.since) <= 30"), [""; 0]);
    assert_eq!(
        says("when: answers.danger == true", "when: daysSince(answers.since) <= 30"),
        ["spec.documents[1].when: ReadsTheDay"]
    );
}

#[test]
fn a_form_outside_the_profile() {
    for (wrong, path) in [
        ("{type: number,", "spec.form.schema.properties.trees"),
        ("{type: integer, $ref: \"https://example.org/x\",", "spec.form.schema.properties.trees"),
        ("{type: string, format: uuid,", "spec.form.schema.properties.trees"),
        ("{type: string, pattern: \"(?=a)\",", "spec.form.schema.properties.trees"),
    ] {
        let found = says("{type: integer, minimum: 1, maximum: 100,", wrong);
        assert!(!found.is_empty() && found.iter().all(|line| line.starts_with(path)), "{wrong}: {found:?}");
    }
}

#[test]
fn a_field_keeps_its_type() {
    let earlier = compile(GOOD).unwrap();
    let text = changed("type: integer, minimum: 1, maximum: 100", "type: string, maxLength: 9");
    let problems = compile_beside(&text, &[&earlier]).unwrap_err();
    let found: Vec<_> = problems.0.iter().map(|one| (one.path.as_str(), one.reason)).collect();
    assert_eq!(found, [("spec.form.schema.properties.trees", "FieldTypeChanged")]);
    assert!(compile_beside(&text.replace("trees", "trunks"), &[&earlier]).is_ok(), "under a new name it may");
}

// === names in the API ===

#[test]
fn names_in_the_api_do_not_collide() {
    let other = compile(&GOOD.replace("tree-felling", "treefelling")).unwrap();
    assert!(compile_beside(GOOD, &[&other]).is_ok(), "`TreeFelling` and `Treefelling` differ");
    let other = compile(&GOOD.replace("tree-felling", "tree-f-elling")).unwrap();
    assert!(compile_beside(GOOD, &[&other]).is_ok());
    let one = compile(&GOOD.replace("tree-felling", "a-1b")).unwrap();
    let problems = compile_beside(&GOOD.replace("tree-felling", "a1b"), &[&one]).unwrap_err();
    let found: Vec<_> = problems.0.iter().map(|one| (one.path.as_str(), one.reason)).collect();
    assert_eq!(found, [("metadata.name", "ApiNameCollision")]);
}

#[test]
fn no_module_is_named_like_a_core_type() {
    for name in ["case", "query", "department"] {
        assert_eq!(said(&GOOD.replace("tree-felling", name)), ["metadata.name: ApiNameCollision"], "{name}");
    }
}

#[test]
fn groups_of_a_form_do_not_collide() {
    let twice = "        place:\n          type: object\n";
    let text = changed(
        twice,
        "        Place: {type: object, title: 甲, x-cityhall-title-en: A, x-cityhall-class: internal, properties: {street: {type: string, maxLength: 9, title: 乙, x-cityhall-title-en: B}}}\n        place:\n          type: object\n",
    );
    let found = said(&text);
    assert!(found.iter().all(|line| line == "spec.form.schema: ApiNameCollision") && !found.is_empty(), "{found:?}");
}

#[test]
fn names_of_fields_are_names_in_graphql() {
    for bad in ["\"9trees\"", "tree-count", "__trees"] {
        let found = says("        trees: {", &format!("        {bad}: {{"));
        assert!(found[0].ends_with("Name"), "{bad}: {found:?}");
    }
}
