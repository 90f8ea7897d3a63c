//! The parts of the language about who acts, and one test for each of their rules.

use super::base::{GOOD, compile};

const ASSISTED: &str = "  assisted: {roles: [hall, clerk], channels: [Counter, Phone]}\n";

fn said(text: &str) -> Vec<String> {
    let problems = compile(text).err().unwrap_or_default();
    problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

fn assisted(how: &str) -> String {
    format!("{}\n{how}", GOOD.trim_end())
}

#[test]
fn a_module_says_who_files_for_others() {
    let module = compile(&assisted(ASSISTED)).unwrap();
    let declared = module.assisted.unwrap();
    assert_eq!((declared.roles.len(), declared.channels.len()), (2, 2));
    assert_eq!(compile(GOOD).unwrap().assisted, None);
}

#[test]
fn only_officers_file_for_others() {
    for role in ["applicant", "city"] {
        assert_eq!(said(&assisted(&ASSISTED.replace("hall", role))), ["spec.assisted.roles[0]: WrongRole"], "{role}");
    }
}

#[test]
fn every_role_and_way_is_named_once() {
    assert_eq!(said(&assisted(&ASSISTED.replace("hall", "clerk"))), ["spec.assisted.roles[1]: DuplicateName"]);
    assert_eq!(said(&assisted(&ASSISTED.replace("Counter", "Phone"))), ["spec.assisted.channels[1]: DuplicateName"]);
    assert_eq!(said(&assisted(&ASSISTED.replace("Counter", "Pigeon")))[0], "spec.assisted.channels[0]: UnknownValue");
}

#[test]
fn what_was_taken_down_can_be_checked_by_others() {
    let text =
        |how: &str| assisted(how).replacen("roles: [clerk],", "roles: [clerk], notBy: [submit, answer-supplement],", 1);
    assert!(text(ASSISTED).contains("notBy: [submit"));
    assert_eq!(said(&text(ASSISTED)), [""; 0]);
    assert_eq!(said(&text(""))[0].split(": ").nth(1), Some("UnknownAction"));
}

#[test]
fn handing_in_is_no_action_of_a_module() {
    assert_eq!(said(&GOOD.replace("name: give-up", "name: submit")), ["spec.workflow.actions[8].name: ReservedName"]);
}
