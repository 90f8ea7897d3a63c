//! What others have to say, and materials that follow: what a module may declare of them.

use crate::base::{GOOD, compile};

fn change(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "stands once: {from}");
    text.replace(from, to)
}

/// The good module, in which the parks of the north are asked, the public is shown the case, and there is a hearing.
fn consulting() -> String {
    let changes = [
        (
            "  workflow:",
            "  procedures:
    - {name: notice, title: {zh: 公示, en: Public notice}, basis: greening-24, most: {calendarDays: 7}, clock: Stopped, publicNotice: {checkWithin: {workingDays: 10}}}
    - {name: hearing, title: {zh: 听证, en: Hearing}, basis: greening-24, most: {workingDays: 20}, clock: Stopped, hearing: {toldBefore: {calendarDays: 7}}}
  workflow:",
        ),
        (
            "    actions:",
            "      - {name: asking, title: {zh: 征求意见, en: Opinions}, limit: {workingDays: 1}}\n    actions:",
        ),
        (
            "  publication:",
            "      - {name: consult, title: {zh: 征求意见, en: Ask}, from: [site-check], to: asking, roles: [inspector], effect: {requestOpinions: {from: [parks-north], within: {workingDays: 1}, silence: Consents, onAll: decision}}}
      - {name: agree, title: {zh: 同意, en: Agree}, from: [asking], roles: [clerk], effect: {giveOpinion: {agrees: true}}}
      - {name: disagree, title: {zh: 不同意, en: Disagree}, from: [asking], roles: [clerk], effect: {giveOpinion: {agrees: false}}}
      - {name: announce, title: {zh: 公示, en: Announce}, from: [decision], roles: [clerk], effect: {startProcedure: {procedure: notice}}}
      - {name: uphold, title: {zh: 异议成立, en: Uphold}, from: [decision], roles: [head], effect: {answerObjection: {upheld: true}}}
      - {name: dismiss, title: {zh: 异议不成立, en: Dismiss}, from: [decision], roles: [head], effect: {answerObjection: {upheld: false}}}
      - {name: summon, title: {zh: 通知听证, en: Summon}, from: [decision], roles: [clerk], effect: {startProcedure: {procedure: hearing}}}
      - {name: hear, title: {zh: 听证, en: Hear}, from: [decision], roles: [head], notBy: [record], effect: {endProcedure: {procedure: hearing}}}
  publication:",
        ),
    ];
    changes.into_iter().fold(GOOD.to_owned(), |text, (from, to)| change(&text, from, to))
}

fn says(from: &str, to: &str) -> Vec<String> {
    let problems = compile(&change(&consulting(), from, to)).err().unwrap_or_default();
    problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.reason)).collect()
}

#[test]
fn a_module_may_ask_departments_and_the_public() {
    assert_eq!(says("onAll: decision", "onAll: decision"), Vec::<String>::new());
}

#[test]
fn who_is_asked_can_agree_and_disagree() {
    let never = ["spec.workflow.actions[11].effect.requestOpinions: NeverAnswered"];
    assert_eq!(says("effect: {giveOpinion: {agrees: false}}", "effect: {note: {}}"), never);
    assert_eq!(
        says(
            "from: [asking], roles: [clerk], effect: {giveOpinion: {agrees: true}}",
            "from: [decision], roles: [clerk], effect: {giveOpinion: {agrees: true}}"
        ),
        never
    );
}

#[test]
fn an_opinion_moves_no_case_and_ends_none() {
    assert_eq!(
        says(
            "from: [asking], roles: [clerk], effect: {giveOpinion: {agrees: true}}",
            "from: [asking], to: decision, roles: [clerk], effect: {giveOpinion: {agrees: true}}"
        ),
        ["spec.workflow.actions[12].to: OpinionMoves"]
    );
    assert_eq!(
        says("onAll: decision", "onAll: refused"),
        ["spec.workflow.actions[11].effect.requestOpinions.onAll: WrongEnd"]
    );
}

#[test]
fn opinions_refer_to_states_and_departments_that_exist() {
    assert_eq!(
        says("onAll: decision", "onAll: decided"),
        ["spec.workflow.actions[11].effect.requestOpinions.onAll: UnknownState"]
    );
    assert_eq!(
        says("from: [parks-north], within", "from: [fire], within"),
        ["spec.workflow.actions[11].effect.requestOpinions.from[0]: UnknownDepartment"]
    );
}

#[test]
fn opinions_belong_to_the_examination() {
    assert_eq!(
        says("from: [site-check], to: asking", "from: [site-check, intake], to: asking")[0],
        "spec.workflow.actions[11].from[1]: NotAccepted"
    );
}

#[test]
fn a_public_notice_ends_by_itself_and_objections_can_be_answered() {
    assert_eq!(
        says(
            "notBy: [record], effect: {endProcedure: {procedure: hearing}}",
            "notBy: [record], effect: {endProcedure: {procedure: notice}}"
        ),
        [
            "spec.workflow.actions[18].effect.endProcedure: EndsByItself",
            "spec.workflow.actions[17].effect.startProcedure: NeverEnded"
        ]
    );
    assert_eq!(
        says("effect: {answerObjection: {upheld: true}}", "effect: {note: {}}"),
        ["spec.workflow.actions[14].effect.startProcedure: NeverAnswered"]
    );
}

#[test]
fn who_examined_a_case_does_not_preside_over_its_hearing() {
    assert_eq!(
        says("roles: [head], notBy: [record], effect: {endProcedure", "roles: [head], effect: {endProcedure"),
        ["spec.workflow.actions[18].notBy: HearingByExaminer"]
    );
}

#[test]
fn a_procedure_is_a_public_notice_or_a_hearing() {
    assert_eq!(
        says(
            "hearing: {toldBefore: {calendarDays: 7}}}",
            "hearing: {toldBefore: {calendarDays: 7}}, publicNotice: {checkWithin: {workingDays: 1}}}"
        )[0],
        "spec.procedures[1].hearing: ExactlyOne"
    );
}

#[test]
fn what_may_follow_is_brought_in_time_or_ends_the_case() {
    let follows = "mayFollow: {within: {workingDays: 5}, onLapse: withdrawn}";
    for (changed, problem) in [
        ("mayFollow: {within: {workingDays: 11}, onLapse: withdrawn}", "within: FollowsTooLate"),
        ("mayFollow: {within: {workingDays: 5}, onLapse: decision}", "onLapse: WrongEnd"),
        ("mayFollow: {within: {workingDays: 5}, onLapse: nowhere}", "onLapse: UnknownState"),
        ("mayFollow: {within: {workingDays: 5}}", "onLapse: MissingTarget"),
    ] {
        assert_eq!(says(follows, changed), [format!("spec.documents[2].mayFollow.{problem}")]);
    }
    let shared = format!("source: System, {follows}");
    assert_eq!(says(follows, &shared), ["spec.documents[2].mayFollow: NobodyBrings"]);
}
