//! What is told in writing (文书), and by what: from the domain's table of notices.

use cityhall_domain::case::{NOTICE_RULES, NoticeRule};
use cityhall_domain::module::{Action, Effect, ProcedureClock};

use super::Explanation;
use super::words::quoted;

/// One line for each notice that a case of the module can bring; one where it brings none.
pub(super) fn told(of: Explanation<'_>) -> Vec<String> {
    let none = || of.say("本类事项不制作文书。", "Cases of this kind bring no notices.").to_owned();
    if !of.module.service_type.wants_notices() {
        return vec![none()];
    }
    let head = of.say(
        "下列文书由系统自动编号制作，并记录送达：",
        "Issued by the city itself, each with a number, and their service recorded:",
    );
    let lines: Vec<String> = NOTICE_RULES.iter().filter_map(|rule| line(of, rule)).collect();
    if lines.is_empty() { vec![none()] } else { std::iter::once(head.to_owned()).chain(lines).collect() }
}

fn line(of: Explanation<'_>, rule: &NoticeRule) -> Option<String> {
    let causes = causes(of, rule);
    if causes.is_empty() {
        return None;
    }
    let (title, causes) = (rule.kind.title(of.language), of.any_of(&causes));
    let remedies =
        if rule.remedies { of.say("，并告知救济途径", ", with what can be done against it") } else { "" };
    let own = of.module.notices.text(rule.kind).is_some();
    let own = if own { of.say("；正文由本事项自定", "; its text is the module's own") } else { "" };
    Some(of.say(format!("- {title}：{causes}{remedies}{own}。"), format!("- {title}: {causes}{remedies}{own}.")))
}

/// What in the module brings it: actions, or what happens by itself.
fn causes(of: Explanation<'_>, rule: &NoticeRule) -> Vec<String> {
    let workflow = &of.module.workflow;
    let brings = |action: &&Action| event_of(&action.effect) == Some(rule.event);
    let mut causes: Vec<String> =
        workflow.actions.iter().filter(brings).map(|action| quoted(of.text(&action.title))).collect();
    let silent = workflow.states.iter().any(|state| state.on_expiry.as_ref().is_some_and(|one| one.deems_accepted));
    if rule.event == "CaseDeemedAccepted" && silent {
        causes.push(of.say("逾期未告知补正", "silence about what is missing").to_owned());
    }
    let follows = of.module.guide.documents.iter().any(|document| document.follows().is_some());
    if rule.event == "DocumentsLapsed" && follows {
        causes.push(of.say("承诺后补的材料逾期未补", "materials that were to follow and did not").to_owned());
    }
    causes
}

/// The type of the event by which an effect brings a notice.
fn event_of(effect: &Effect) -> Option<&'static str> {
    match effect {
        Effect::Accept => Some("CaseAccepted"),
        Effect::Decline { .. } => Some("CaseDeclined"),
        Effect::RequestSupplement { .. } => Some("SupplementRequested"),
        Effect::StartProcedure { procedure } if procedure.clock == ProcedureClock::Stopped => Some("ProcedureStarted"),
        Effect::Extend => Some("LimitExtended"),
        Effect::Suspend { .. } => Some("CaseSuspended"),
        Effect::Resume => Some("CaseResumed"),
        Effect::Approve => Some("CaseApproved"),
        Effect::Refuse { .. } => Some("CaseRefused"),
        Effect::Revoke { .. } => Some("ResultRevoked"),
        Effect::Terminate { .. } => Some("CaseTerminated"),
        Effect::StartProcedure { .. }
        | Effect::EndProcedure { .. }
        | Effect::Issue
        | Effect::Transfer { .. }
        | Effect::Return { .. }
        | Effect::Withdraw
        | Effect::Note
        | Effect::Close
        | Effect::Reopen { .. }
        | Effect::RequestOpinions { .. }
        | Effect::GiveOpinion { .. }
        | Effect::AnswerObjection { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use cityhall_domain::calendar::Limit;
    use cityhall_domain::case::NOTICE_RULES;
    use cityhall_domain::module::{Action, Effect, Expiry, Module, Procedure, ProcedureClock, ServiceType};
    use cityhall_domain::text::{Language, Text};

    use super::{Explanation, event_of, told};

    fn felling() -> Module {
        let spec = include_str!("../../golden/tree-felling.spec.json");
        crate::lower(crate::LANGUAGE, "tree-felling", &serde_json::from_str(spec).unwrap()).unwrap()
    }

    fn told_in(module: &Module, language: Language) -> Vec<String> {
        told(Explanation { module, departments: &BTreeMap::new(), language })
    }

    /// The module with one action for each effect that brings a notice, silence that accepts and what may follow.
    fn everything() -> Module {
        let mut module = felling();
        let procedure = Procedure {
            name: "test".parse().unwrap(),
            title: Text::default(),
            basis: None,
            most: Limit::WorkingDays(3),
            clock: ProcedureClock::Stopped,
            kind: None,
        };
        let basis = || vec!["law-1".parse().unwrap()];
        let effects = [
            Effect::StartProcedure { procedure },
            Effect::Extend,
            Effect::Suspend { basis: basis() },
            Effect::Resume,
            Effect::Revoke { basis: basis() },
            Effect::Terminate { basis: basis() },
        ];
        let like = module.workflow.actions[0].clone();
        module.workflow.actions.extend(effects.map(|effect| Action { effect, ..like.clone() }));
        let to = module.workflow.states[1].name.clone();
        module.workflow.states[0].on_expiry = Some(Expiry { to: to.clone(), deems_accepted: true });
        let mut follows = module.guide.documents.first().cloned().into_iter().collect::<Vec<_>>();
        for document in &mut follows {
            document.may_follow = Some(Limit::WorkingDays(3));
            document.on_lapse = Some(to.clone());
        }
        module.guide.documents = follows;
        module
    }

    #[test]
    fn every_notice_that_a_module_brings_is_told_with_what_brings_it() {
        let lines = told_in(&felling(), Language::Chinese);
        let accept = felling().workflow.actions[0].title.zh.clone().unwrap();
        assert!(lines.contains(&format!("- 受理通知书：“{accept}”。")), "{lines:#?}");
        assert!(lines.iter().any(|line| line.starts_with("- 不予决定书：") && line.ends_with("，并告知救济途径。")));
        assert!(!lines.iter().any(|line| line.contains("延长期限告知书")), "nothing extends here: {lines:#?}");
    }

    #[test]
    fn no_rule_of_the_table_is_left_out() {
        let module = everything();
        let by_actions: BTreeSet<_> = module.workflow.actions.iter().filter_map(|one| event_of(&one.effect)).collect();
        let by_itself = ["CaseDeemedAccepted", "DocumentsLapsed"];
        for rule in NOTICE_RULES {
            assert!(by_actions.contains(rule.event) || by_itself.contains(&rule.event), "{}", rule.event);
        }
        for language in [Language::Chinese, Language::English] {
            let lines = told_in(&module, language);
            let follows = usize::from(module.guide.documents.is_empty());
            assert_eq!(lines.len(), 1 + NOTICE_RULES.len() - follows, "{lines:#?}");
        }
    }

    #[test]
    fn what_brings_no_notices_says_so() {
        let module = Module { service_type: ServiceType::Letter, ..felling() };
        assert_eq!(told_in(&module, Language::English), ["Cases of this kind bring no notices."]);
    }
}
