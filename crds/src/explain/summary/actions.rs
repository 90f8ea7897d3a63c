//! What may be done in a state, in words: by whom, what it demands, and what comes of it.

use cityhall_domain::calendar::Limit;
use cityhall_domain::form::Form;
use cityhall_domain::module::{Action, Procedure, ProcedureClock, ProcedureKind, Silence, State};
use cityhall_domain::name::{ActionName, BasisName, DepartmentName, StateName};

use super::super::Explanation;
use super::super::effect::{Detail, meaning};
use super::super::words::quoted;
use super::{Page, field};

pub(super) fn actions(of: Explanation<'_>, state: &State, page: &mut Page) {
    for action in of.module.workflow.actions.iter().filter(|action| action.from.contains(&state.name)) {
        one_action(of, action, page);
    }
}

fn one_action(of: Explanation<'_>, action: &Action, page: &mut Page) {
    let meaning = meaning(&action.effect);
    let ([zh, en], [zh_sentence, en_sentence]) = (meaning.word, meaning.sentence);
    let title = of.text(&action.title);
    page.line(2, &of.say(format!("- {title}【{zh}】{zh_sentence}"), format!("- {title} [{en}]. {en_sentence}")));
    let roles: Vec<&str> = action.roles.iter().map(|role| of.role(role)).collect();
    page.line(3, &field(of, ["谁能做", "Who"], &of.any_of(&roles)));
    let after = match &action.to {
        Some(to) => of.say(format!("转入{}", quoted(of.state(to))), quoted(of.state(to))),
        None => of.say("仍在原环节", "the case stays where it is").to_owned(),
    };
    page.line(3, &field(of, ["之后", "Then"], &after));
    for demand in demands(of, action, meaning.detail) {
        page.line(3, &field(of, ["要求", "Demands"], &demand));
    }
    if action.officers > 1 {
        let officers = action.officers;
        let many = of.say(
            format!("由{officers}名工作人员分别办理后生效"),
            format!("it takes effect when {officers} officers have done it"),
        );
        page.line(3, &field(of, ["人数", "How many"], &many));
    }
    if !action.not_by.is_empty() {
        page.line(3, &field(of, ["不相容岗位", "Four eyes"], &four_eyes(of, &action.not_by)));
    }
    for line in consequences(of, meaning.detail) {
        page.line(3, &line);
    }
}

/// What must be given, by the action's own demands and by its effect.
fn demands(of: Explanation<'_>, action: &Action, detail: Detail<'_>) -> Vec<String> {
    let mut demands = Vec::new();
    if action.demands.reason || matches!(detail, Detail::Bases(_) | Detail::Longer | Detail::Back(_) | Detail::Why) {
        demands.push(of.say("理由", "a reason").to_owned());
    }
    match detail {
        Detail::Bases(bases) => {
            let texts: Vec<&str> = bases.iter().map(|basis| basis_text(of, basis)).collect();
            let texts = of.any_of(&texts);
            demands.push(of.say(format!("法律依据：{texts}"), format!("a legal basis: {texts}")));
        }
        Detail::Supplement { .. } => {
            demands.push(of.say("需要补正的字段或者材料", "the fields or materials that must be mended").to_owned());
        }
        Detail::Receivers(to) => {
            let names: Vec<&str> = to.iter().map(|department| of.department(department)).collect();
            let names = of.any_of(&names);
            demands.push(of.say(format!("接收部门：{names}"), format!("the department that gets it: {names}")));
        }
        Detail::Plain
        | Detail::Takes(_)
        | Detail::Longer
        | Detail::Back(_)
        | Detail::Window { .. }
        | Detail::Asks { .. }
        | Detail::Why => {}
    }
    demands.extend(action.demands.fields.as_ref().map(|form| fields(of, form)));
    demands
}

fn fields(of: Explanation<'_>, form: &Form) -> String {
    let titles: Vec<String> = form.fields().iter().map(|field| quoted(of.text(&field.title))).collect();
    let titles = of.all_of(&titles);
    of.say(format!("填写{titles}"), format!("filling in {titles}"))
}

fn basis_text<'a>(of: Explanation<'a>, name: &'a BasisName) -> &'a str {
    let basis = of.module.guide.legal_basis.iter().find(|basis| &basis.name == name);
    basis.map_or(name.as_str(), |basis| of.text(&basis.text))
}

fn four_eyes(of: Explanation<'_>, not_by: &[ActionName]) -> String {
    let titles: Vec<String> = not_by.iter().map(|name| quoted(action_title(of, name))).collect();
    let titles = of.any_of(&titles);
    of.say(format!("在同一办件中做过{titles}的人不能做"), format!("nobody who has done {titles} in the same case"))
}

pub(super) fn action_title<'a>(of: Explanation<'a>, name: &'a ActionName) -> &'a str {
    of.module.workflow.action(name).map_or(name.as_str(), |action| of.text(&action.title))
}

/// What the effect's own limits mean afterwards.
fn consequences(of: Explanation<'_>, detail: Detail<'_>) -> Vec<String> {
    match detail {
        Detail::Supplement { answer_within, on_lapse } => {
            let limit = of.limit(answer_within);
            let waiting = of.say(
                format!("申请人须在{limit}内补正；等待期间本环节时限暂停。"),
                format!("The applicant has {limit} to answer; meanwhile the limit of the state rests."),
            );
            let lapse = match on_lapse.map(|state| quoted(of.state(state))) {
                Some(to) => of.say(
                    format!("逾期不补正的，由系统自动转入{to}。"),
                    format!("Without an answer in time, the city itself moves the case to {to}."),
                ),
                None => of.say(
                    "逾期不补正的，办件仍在原环节。".to_owned(),
                    "Without an answer in time, the case stays where it is.".to_owned(),
                ),
            };
            vec![waiting, lapse]
        }
        Detail::Window { within, times_max } => {
            let limit = of.limit(within);
            let times = if times_max == 1 { "once".to_owned() } else { format!("{times_max} times") };
            vec![of.say(
                format!("办结后{limit}内可以提出，最多{times_max}次。"),
                format!("Possible within {limit} of closing, {times} at most."),
            )]
        }
        Detail::Takes(procedure) => takes(of, procedure),
        Detail::Longer => of.module.limits.extension.map(|by| longer(of, by)).into_iter().collect(),
        Detail::Back(times_max) => {
            let times = if times_max == 1 { "Once".to_owned() } else { format!("{times_max} times") };
            vec![of.say(format!("最多{times_max}次。"), format!("{times} at most."))]
        }
        Detail::Asks { from, within, silence, on_all } => asks(of, from, within, silence, on_all),
        Detail::Plain | Detail::Bases(_) | Detail::Receivers(_) | Detail::Why => Vec::new(),
    }
}

/// Who is asked, for how long, and what follows.
fn asks(
    of: Explanation<'_>,
    from: &[DepartmentName],
    within: Limit,
    silence: Silence,
    on_all: Option<&StateName>,
) -> Vec<String> {
    let names: Vec<String> = from.iter().map(|name| of.department(name).to_owned()).collect();
    let (names, limit) = (of.all_of(&names), of.limit(within));
    let mut lines = vec![match silence {
        Silence::Consents => of.say(
            format!("征求{names}的意见，时限{limit}，逾期未答复的视为同意，并记录在案。"),
            format!("Asked: {names}. They have {limit}; silence is consent, and on record as such."),
        ),
        Silence::Waits => of.say(
            format!("请{names}核查，时限{limit}，未答复的不视为同意。"),
            format!("Asked: {names}. They have {limit}; silence is no consent."),
        ),
    }];
    lines.extend(on_all.map(|state| quoted(of.state(state))).map(|to| {
        of.say(
            format!("意见到齐后由系统自动转入{to}。"),
            format!("With every opinion there, the city itself moves the case to {to}."),
        )
    }));
    lines
}

/// What a procedure is, how long it takes and what the clock does meanwhile.
fn takes(of: Explanation<'_>, procedure: &Procedure) -> Vec<String> {
    let (title, most) = (of.text(&procedure.title), of.limit(procedure.most));
    let basis = procedure.basis.as_ref().map(|basis| basis_text(of, basis));
    let clock = match procedure.clock {
        ProcedureClock::Stopped => of.say(
            "期间不计入办理时限，满期后无论是否结束都继续计时。",
            "Its time does not count; once it has passed the clock goes on, over or not.",
        ),
        ProcedureClock::Running => of.say("期间计入办理时限。", "Its time counts."),
    };
    let most = of.say(format!("{title}最长{most}。{clock}"), format!("{title}: {most} at most. {clock}"));
    let kind = procedure.kind.map(|kind| match kind {
        ProcedureKind::PublicNotice { check_within } => {
            let limit = of.limit(check_within);
            of.say(
                format!("公示期满自动结束；期间任何人都可以提出异议，每件异议在{limit}内答复。"),
                format!("Time alone ends it. Anybody may object meanwhile; each objection is answered within {limit}."),
            )
        }
        ProcedureKind::Hearing { told_before } => {
            let limit = of.limit(told_before);
            of.say(
                format!("听证须提前{limit}告知，由没有参加审查的人主持。"),
                format!("A hearing is told {limit} before, and presided by somebody who did not examine the case."),
            )
        }
    });
    std::iter::once(most).chain(kind).chain(basis.map(|basis| field(of, ["依据", "Basis"], basis))).collect()
}

fn longer(of: Explanation<'_>, by: Limit) -> String {
    let by = of.limit(by);
    of.say(
        format!("承诺时限、法定时限和本环节时限各延长{by}，须在承诺时限届满前作出。"),
        format!("The promised limit, the statutory one and that of the state become {by} longer; before the promised one has passed."),
    )
}

// === How it is over ===
