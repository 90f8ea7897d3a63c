//! What is stored of events: one file for each type and version in `golden/events/`, only ever
//! added to. Today's code reads every file and writes the newest version of each as it stands.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use cityhall_domain::case::EventBody;
use cityhall_domain::case::conversation::Side;
use cityhall_domain::case::event::{Part, Routed};
use cityhall_domain::case::rating::Level;
use cityhall_domain::form::Class;
use cityhall_domain::module::{ApplicantKind, End};
use cityhall_domain::supervision::MatterEventBody;
use serde_json::{Value, json};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/events")
}

/// Every golden file as (type, version, content).
fn golden() -> Vec<(String, u32, Value)> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let (event, version) = name.strip_suffix(".json").unwrap().split_once('.').unwrap();
            // What may be absent has files of its own: `CaseSubmitted.1.by-answers.json`.
            let version = version.split('.').next().unwrap();
            let content = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            (event.to_owned(), version.parse().unwrap(), content)
        })
        .collect()
}

#[test]
fn every_stored_form_is_read_and_written_back_as_it_stands() {
    for (event, version, stored) in golden() {
        let body: EventBody = serde_json::from_value(stored.clone()).unwrap_or_else(|error| panic!("{event}: {error}"));
        assert_eq!(body.type_name(), event);
        if version == EventBody::SCHEMA {
            assert_eq!(serde_json::to_value(&body).unwrap(), stored, "{event}");
        }
    }
}

#[test]
fn every_type_has_a_golden_file_of_its_version() {
    let files: BTreeSet<String> =
        golden().into_iter().filter(|(_, version, _)| *version == EventBody::SCHEMA).map(|(event, ..)| event).collect();
    let types: BTreeSet<String> = EventBody::TYPE_NAMES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(files, types, "a stored form is missing in {}", folder().display());
}

/// The place of a type among the names; a new variant has to take its place here.
fn place(body: &EventBody) -> usize {
    match body {
        EventBody::CaseSubmitted { .. } => 0,
        EventBody::CaseAccepted { .. } => 1,
        EventBody::CaseDeemedAccepted { .. } => 2,
        EventBody::CaseDeclined { .. } => 3,
        EventBody::SupplementRequested { .. } => 4,
        EventBody::SupplementAnswered { .. } => 5,
        EventBody::SupplementLapsed { .. } => 6,
        EventBody::ProcedureStarted { .. } => 7,
        EventBody::ProcedureEnded { .. } => 8,
        EventBody::ProcedureOverran { .. } => 9,
        EventBody::LimitExtended { .. } => 10,
        EventBody::CaseSuspended { .. } => 11,
        EventBody::CaseResumed { .. } => 12,
        EventBody::SignatureAdded { .. } => 13,
        EventBody::CaseApproved { .. } => 14,
        EventBody::CaseRefused { .. } => 15,
        EventBody::ResultIssued { .. } => 16,
        EventBody::ResultRevoked { .. } => 17,
        EventBody::CaseTransferred { .. } => 18,
        EventBody::CaseReturned { .. } => 19,
        EventBody::CaseTerminated { .. } => 20,
        EventBody::CaseWithdrawn { .. } => 21,
        EventBody::NoteAdded { .. } => 22,
        EventBody::CaseClosed { .. } => 23,
        EventBody::CaseReopened { .. } => 24,
        EventBody::LimitPassed { .. } => 25,
        EventBody::DueRecomputed { .. } => 26,
        EventBody::DocumentsPresented { .. } => 27,
        EventBody::DocumentsLapsed { .. } => 28,
        EventBody::DistrustRecorded { .. } => 29,
        EventBody::TrustRepaired { .. } => 30,
        EventBody::OpinionsRequested { .. } => 31,
        EventBody::OpinionGiven { .. } => 32,
        EventBody::OpinionsLapsed { .. } => 33,
        EventBody::PublicNoticeEnded { .. } => 34,
        EventBody::ObjectionRaised { .. } => 35,
        EventBody::ObjectionAnswered { .. } => 36,
        EventBody::MessageSent { .. } => 37,
        EventBody::MessagesRead { .. } => 38,
        EventBody::RatingInvited { .. } => 39,
        EventBody::StepRated { .. } => 40,
        EventBody::CaseMigrated { .. } => 41,
        EventBody::NoticeIssued { .. } => 42,
        EventBody::NoticeServed { .. } => 43,
        EventBody::CardIssued { .. } => 44,
        EventBody::CardWithdrawn { .. } => 45,
        EventBody::CaseAssigned(_) => 46,
        EventBody::AssignmentEnded(_) => 47,
    }
}

#[test]
fn the_list_of_types_holds_every_type() {
    for (event, _, stored) in golden() {
        let body: EventBody = serde_json::from_value(stored).unwrap();
        assert_eq!(EventBody::TYPE_NAMES[place(&body)], event);
    }
}

#[test]
fn every_stored_form_of_a_matter_is_read_and_written_back_as_it_stands() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/supervision");
    let mut types = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stored: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let body: MatterEventBody = serde_json::from_value(stored.clone()).unwrap();
        assert_eq!(serde_json::to_value(&body).unwrap(), stored, "{}", path.display());
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        assert_eq!(name, format!("{}.{}.json", body.type_name(), MatterEventBody::SCHEMA));
        types.insert(body.type_name());
    }
    assert_eq!(types, MatterEventBody::TYPE_NAMES.into_iter().collect());
}

#[test]
fn words_inside_events_are_stable() {
    let parts = [Part::Answers, Part::Fields, Part::Reason, Part::Persons, Part::Message, Part::Comment];
    assert_eq!(
        serde_json::to_value(parts).unwrap(),
        json!(["answers", "fields", "reason", "persons", "message", "comment"])
    );
    let routed = [Routed::Rule(2), Routed::Lead, Routed::Failed(0)];
    assert_eq!(serde_json::to_value(routed).unwrap(), json!([{"rule": 2}, "lead", {"failed": 0}]));
    let ends =
        [End::Completed, End::Unsolved, End::Refused, End::Declined, End::Withdrawn, End::Terminated, End::Revoked];
    assert_eq!(
        serde_json::to_value(ends).unwrap(),
        json!(["Completed", "Unsolved", "Refused", "Declined", "Withdrawn", "Terminated", "Revoked"])
    );
    let sides = [Side::Applicant, Side::Department];
    assert_eq!(serde_json::to_value(sides).unwrap(), json!(["applicant", "department"]));
    let levels = ["VERY_SATISFIED", "SATISFIED", "BASICALLY_SATISFIED", "DISSATISFIED", "VERY_DISSATISFIED"];
    assert_eq!(serde_json::to_value(Level::ALL).unwrap(), json!(levels));
    let kinds = [ApplicantKind::Anonymous, ApplicantKind::Resident, ApplicantKind::Company];
    assert_eq!(serde_json::to_value(kinds).unwrap(), json!(["Anonymous", "Resident", "Company"]));
    let classes = [Class::Public, Class::Internal, Class::Personal, Class::Sensitive];
    assert_eq!(serde_json::to_value(classes).unwrap(), json!(["public", "internal", "personal", "sensitive"]));
}
