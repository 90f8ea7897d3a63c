//! Limits by answers: what a module may say, and one test for each rule.

use cityhall_domain::calendar::Limit;

use super::base::{GOOD, changed, compile, listed};

/// The good module, in which the decision takes 3 of 8 days where a tree is dangerous.
const DANGEROUS: &str = "{title: {zh: 危险树木, en: A dangerous tree}, when: answers.danger == true, promised: {workingDays: 8}, states: [{state: decision, limit: {workingDays: 3}}]}";

fn with(alternatives: &[&str]) -> String {
    let limits = "promised: {workingDays: 10}}";
    changed(limits, &format!("promised: {{workingDays: 10}}, byAnswers: [{}]}}", alternatives.join(", ")))
}

fn said_of(text: &str) -> Vec<String> {
    let problems = compile(text).err().unwrap_or_default();
    problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

/// What is said of the alternative with one change.
fn says(from: &str, to: &str) -> Vec<String> {
    assert_eq!(DANGEROUS.matches(from).count(), 1, "{from}");
    said_of(&with(&[&DANGEROUS.replace(from, to)]))
}

#[test]
fn alternatives_are_there_in_their_order() {
    let other = DANGEROUS.replace("answers.danger == true", "answers.trees > 9");
    let module = compile(&with(&[DANGEROUS, &other])).unwrap_or_else(|problems| panic!("{}", listed(&problems)));
    let [first, second] = &module.limits.by_answers[..] else { panic!("two") };
    assert_eq!((first.when.source(), second.when.source()), ("answers.danger == true", "answers.trees > 9"));
    assert_eq!(first.of_state(&"decision".parse().unwrap()), Some(Limit::WorkingDays(3)));
    assert_eq!(first.extension, None);
    assert!(compile(GOOD).unwrap().limits.by_answers.is_empty());
}

#[test]
fn conditions_fit_the_form() {
    assert_eq!(says("answers.danger", "answers.dangers"), ["spec.limits.byAnswers[0].when: UnknownField"]);
    assert_eq!(
        says("answers.danger == true", "answers.danger +"),
        ["spec.limits.byAnswers[0].when: InvalidExpression"]
    );
    assert_eq!(says("answers.danger == true", "answers.trees"), ["spec.limits.byAnswers[0].when: NotACondition"]);
}

#[test]
fn every_condition_can_be_the_first_that_holds() {
    assert_eq!(said_of(&with(&[DANGEROUS, DANGEROUS])), ["spec.limits.byAnswers[1].when: SameCondition"]);
    assert_eq!(says("answers.danger == true", "1 < 2"), ["spec.limits.byAnswers[0].when: ConstantCondition"]);
}

#[test]
fn a_date_that_everybody_reads_tells_nothing_that_is_sealed() {
    let sealed = "answers.ownerId == \"1\"";
    assert_eq!(says("answers.danger == true", sealed), ["spec.limits.byAnswers[0].when: ClassifiedInOpen"]);
    let text = with(&[&DANGEROUS.replace("answers.danger == true", sealed)]);
    assert_eq!(
        said_of(&text.replace("  publication: {when: answers.agree == true}\n", "")),
        [""; 0],
        "nobody reads it"
    );
}

#[test]
fn how_long_it_takes_is_the_same_on_every_day() {
    let text = with(&[&DANGEROUS.replace("answers.danger == true", "daysSince(answers.fell) > 3")]);
    let fell = "        trees: {type: integer";
    assert_eq!(text.matches(fell).count(), 1);
    let field = "        fell: {type: string, format: date, title: 倒伏日期, x-cityhall-title-en: Day on which it fell, x-cityhall-class: internal}\n";
    assert_eq!(said_of(&text.replace(fell, &format!("{field}{fell}"))), ["spec.limits.byAnswers[0].when: ReadsTheDay"]);
}

#[test]
fn each_alternative_fits_into_the_law() {
    let states = ", states: [{state: decision, limit: {workingDays: 3}}]";
    assert_eq!(
        says("promised: {workingDays: 8}", "promised: {workingDays: 21}"),
        ["spec.limits.byAnswers[0].promised: PromisedOverStatutory"]
    );
    let calendar = DANGEROUS.replace("{workingDays: 8}", "{calendarDays: 90}").replace(states, "");
    let said = said_of(&with(&[&calendar]));
    assert!(said.contains(&"spec.limits.byAnswers[0].promised: MixedUnits".to_owned()), "{said:?}");
}

#[test]
fn the_states_fit_into_the_promise_of_each_alternative() {
    assert_eq!(
        says("promised: {workingDays: 8}", "promised: {workingDays: 4}"),
        ["spec.limits.byAnswers[0].promised: PathOverPromised", "spec.documents[2].mayFollow.within: FollowsTooLate"],
        "48 hours and 3 days"
    );
    assert_eq!(says("promised: {workingDays: 8}", "promised: {workingDays: 5}"), [""; 0]);
    let kept =
        DANGEROUS.replace(", states: [{state: decision, limit: {workingDays: 3}}]", "").replace("Days: 8", "Days: 6");
    assert_eq!(said_of(&with(&[&kept])), ["spec.limits.byAnswers[0].promised: PathOverPromised"], "2 + its own 5");
    assert_eq!(
        says("limit: {workingDays: 3}", "limit: {workingDays: 7}"),
        ["spec.limits.byAnswers[0].promised: PathOverPromised"]
    );
}

#[test]
fn hours_that_follow_each_other_are_rounded_up_together() {
    let hours = DANGEROUS
        .replace("{workingDays: 8}", "{workingDays: 1}")
        .replace("{workingDays: 3}}", "{hours: 12}}, {state: site-check, limit: {hours: 12}}");
    let alone = |text: &str| text.replace(", mayFollow: {within: {workingDays: 5}, onLapse: withdrawn}", "");
    assert_eq!(said_of(&alone(&with(&[&hours]))), [""; 0], "12 + 12");
    let longer = hours.replace("site-check, limit: {hours: 12}", "site-check, limit: {hours: 13}");
    assert_eq!(said_of(&alone(&with(&[&longer]))), ["spec.limits.byAnswers[0].promised: PathOverPromised"]);
}

#[test]
fn units_of_an_alternative_can_be_summed_up() {
    let calendar = "promised: {calendarDays: 30}";
    let text = changed(
        "statutory: {workingDays: 20}, promised: {workingDays: 10}}",
        &format!(
            "promised: {{workingDays: 10}}, byAnswers: [{}]}}",
            DANGEROUS.replace("promised: {workingDays: 8}", calendar)
        ),
    );
    let text = text.replace("AdministrativeLicence", "AdministrativePayment");
    assert_eq!(
        said_of(&text),
        ["spec.limits.byAnswers[0].states[0].limit: MixedUnits", "spec.documents[2].mayFollow.within: MixedUnits"]
    );
    let kept = text.replace(", states: [{state: decision, limit: {workingDays: 3}}]", "");
    assert_eq!(
        said_of(&kept),
        ["spec.limits.byAnswers[0].promised: MixedUnits", "spec.documents[2].mayFollow.within: MixedUnits"],
        "a state that keeps its limit"
    );
}

#[test]
fn states_with_another_limit_are_there_once_and_open() {
    assert_eq!(says("state: decision", "state: verdict"), ["spec.limits.byAnswers[0].states[0].state: UnknownState"]);
    assert_eq!(says("state: decision", "state: granted"), ["spec.limits.byAnswers[0].states[0].limit: LimitAtEnd"]);
    assert_eq!(
        says("[{state: decision", "[{state: decision, limit: {workingDays: 1}}, {state: decision"),
        ["spec.limits.byAnswers[0].states[1].state: DuplicateName"]
    );
}

#[test]
fn the_law_says_how_long_silence_may_last() {
    let silent = with(&[&DANGEROUS.replace("state: decision", "state: intake")]).replace(
        "limit: {workingDays: 5}}\n      - {name: site-check",
        "limit: {workingDays: 5}, onExpiry: {to: site-check, deemsAccepted: true}}\n      - {name: site-check",
    );
    assert_eq!(said_of(&silent), ["spec.limits.byAnswers[0].states[0].limit: LimitOfTheLaw"]);
}

#[test]
fn an_extension_of_an_alternative_is_in_its_units() {
    let extend = "      - {name: extend, title: {zh: 延期, en: Extend}, from: [decision], roles: [head], effect: {extend: {}}}\n  publication:";
    let text = |alternative: &str| with(&[alternative]).replace("  publication:", extend);
    assert_eq!(said_of(&text(DANGEROUS)), ["spec.workflow.actions[11].effect.extend: NoExtension"]);
    let longer = |by: &str| DANGEROUS.replace("states:", &format!("extension: {by}, states:"));
    assert_eq!(said_of(&text(&longer("{workingDays: 2}"))), [""; 0], "the others are never extended");
    assert_eq!(
        said_of(&text(&longer("{calendarDays: 2}"))),
        ["spec.limits.byAnswers[0].extension: MixedUnits", "spec.limits.byAnswers[0].extension: MixedUnits"],
        "of the case and of the state"
    );
}

#[test]
fn an_instant_matter_is_instant_for_everybody() {
    let text = with(&[DANGEROUS]).replace("handling: Promised", "handling: Instant");
    let said = said_of(&text);
    assert!(said.contains(&"spec.guide.handling: InstantTooLong".to_owned()), "{said:?}");
}

#[test]
fn its_title_is_there_in_each_language() {
    assert_eq!(says(", en: A dangerous tree", ""), ["spec.limits.byAnswers[0].title.en: MissingTranslation"]);
}
