//! What a module may say of its notices: one change of the good module, exactly its diagnostics.

use super::base::{GOOD, changed, compile, listed};

fn with(lines: &str) -> String {
    format!("{}\n  notices:\n    {}\n", GOOD.trim_end(), lines.replace('\n', "\n    "))
}

fn said(lines: &str) -> Vec<String> {
    let problems = compile(&with(lines)).err().unwrap_or_default();
    problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

#[test]
fn a_module_may_say_its_own_and_to_whom() {
    let text = with("addressee: ownerId\ntexts:\n  - {kind: Approval, text: {zh: \"准予{title}。\", en: Granted.}}");
    let module = compile(&text).unwrap_or_else(|problems| panic!("{}", listed(&problems)));
    assert_eq!(module.notices.addressee.as_deref(), Some("ownerId"));
    assert_eq!(module.notices.texts.len(), 1);
}

#[test]
fn what_stands_in_braces_is_filled_in_for_that_kind() {
    let problems =
        compile(&with("texts:\n  - {kind: Refusal, text: {zh: \"{due}前\", en: \"{dew}, {title}\"}}")).unwrap_err();
    let problems: Vec<String> = problems.0.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("spec.notices.texts[0].text.zh: UnknownPlaceholder"), "{problems:?}");
    assert!(problems[1].contains("text.en") && problems[1].contains("{caseNumber}, {title}"), "{problems:?}");
}

#[test]
fn each_kind_has_one_text_in_each_language() {
    let two = "texts:\n  - {kind: Approval, text: {zh: 甲, en: A}}\n  - {kind: Approval, text: {zh: 乙, en: B}}";
    assert_eq!(said(two), ["spec.notices.texts[1].kind: DuplicateName"]);
    assert_eq!(
        said("texts:\n  - {kind: Approval, text: {zh: 甲}}"),
        ["spec.notices.texts[0].text.en: MissingTranslation"]
    );
}

#[test]
fn the_addressee_is_a_text_that_the_form_asks() {
    assert_eq!(said("addressee: agree"), ["spec.notices.addressee: UnknownAddressee"]);
    assert_eq!(said("addressee: nobody"), ["spec.notices.addressee: UnknownAddressee"]);
}

#[test]
fn a_type_without_notices_has_no_texts() {
    let letter = changed("type: AdministrativeLicence", "type: PublicService");
    let text = format!("{}\n  notices: {{addressee: ownerId}}\n", letter.trim_end());
    let problems = compile(&text).unwrap_err();
    assert!(listed(&problems).contains("spec.notices: NoticesNotWanted"), "{}", listed(&problems));
}
