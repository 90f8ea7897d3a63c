//! A module in words.

use cityhall_domain::calendar::Limit;
use cityhall_domain::form::Form;
use cityhall_domain::module::{Action, ApplicantKind, Procedure, ProcedureClock, ProcedureKind, Silence, State};
use cityhall_domain::name::{ActionName, BasisName, DepartmentName, StateName};

use super::Explanation;
use super::effect::{Detail, meaning};
use super::words::quoted;

/// Writes everything that a person who applies, handles or audits would ask of the manifest.
pub(super) fn summary(of: Explanation<'_>) -> String {
    let mut page = Page::default();
    head(of, &mut page);
    applicants(of, &mut page);
    limits(of, &mut page);
    instant(of, &mut page);
    routing(of, &mut page);
    states(of, &mut page);
    ends(of, &mut page);
    publication(of, &mut page);
    page.text
}

/// Text that grows line by line.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn section(&mut self, title: &str) {
        self.text.push('\n');
        self.line(0, title);
    }
}

// === What it is ===

fn head(of: Explanation<'_>, page: &mut Page) {
    let (module, guide) = (of.module, &of.module.guide);
    page.line(
        0,
        &of.say(format!("{}（{}）", of.text(&module.title), module.name), named(of.text(&module.title), &module.name)),
    );
    page.line(0, of.text(&guide.summary));
    page.section(of.say("概况", "At a glance"));
    page.line(1, &field(of, ["事项类型", "Kind"], of.service_type(module.service_type)));
    page.line(1, &field(of, ["牵头部门", "Lead department"], of.department(&module.department)));
    page.line(1, &field(of, ["办理结果", "Result"], of.text(&guide.result)));
    page.line(1, &field(of, ["收费", "Fee"], of.text(&guide.fee)));
    let visits = match guide.visits_max {
        0 => of.say("不用到现场".to_owned(), "none".to_owned()),
        times => of.say(format!("最多{times}次"), format!("{times} at most")),
    };
    page.line(1, &field(of, ["到现场次数", "Visits in person"], &visits));
    for basis in &guide.legal_basis {
        page.line(1, &field(of, ["设定依据", "Legal basis"], of.text(&basis.text)));
    }
}

fn named(title: &str, name: &impl std::fmt::Display) -> String {
    format!("{title} ({name})")
}

fn field(of: Explanation<'_>, name: [&str; 2], value: &str) -> String {
    let [zh, en] = name;
    of.say(format!("{zh}：{value}"), format!("{en}: {value}"))
}

fn applicants(of: Explanation<'_>, page: &mut Page) {
    page.section(of.say("谁可以申请", "Who may apply"));
    let kinds: Vec<&str> = of.module.applicants.iter().map(|kind| of.applicant(*kind)).collect();
    let kinds = of.any_of(&kinds);
    page.line(1, &of.say(format!("{kinds}。"), format!("{}.", capital(&kinds))));
    if of.module.applicants.contains(&ApplicantKind::Anonymous) {
        page.line(
            1,
            of.say(
                "匿名办件不关联账号，之后没有人能以申请人身份操作。",
                "An anonymous case belongs to no account: nobody can act on it as its applicant afterwards.",
            ),
        );
    }
    for condition in &of.module.guide.conditions {
        page.line(1, &format!("- {}", of.text(condition)));
    }
}

/// The text with its first letter as at the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn limits(of: Explanation<'_>, page: &mut Page) {
    let limits = of.module.limits;
    page.section(of.say("时限", "Limits"));
    let start = of.start(limits.starts);
    let promised = of.limit(limits.promised);
    page.line(
        1,
        &of.say(
            format!("承诺时限：{start}{promised}内作出决定或者办结，超过即为超期。"),
            format!("Promised: {promised} {start} to the decision or the closing; later is overdue."),
        ),
    );
    let statutory = limits.statutory.map(|limit| of.limit(limit));
    page.line(
        1,
        &match statutory {
            Some(limit) => of.say(format!("法定时限：{start}{limit}。"), format!("Statutory: {limit} {start}.")),
            None => of.say("没有法定时限。".to_owned(), "The manifest names no statutory limit.".to_owned()),
        },
    );
    let extension = limits.extension.map(|limit| of.limit(limit));
    page.line(
        1,
        &match extension {
            Some(limit) => of.say(format!("可以延长一次，延长{limit}。"), format!("Extension: {limit}, once.")),
            None => of.say("不能延长。".to_owned(), "They cannot be extended.".to_owned()),
        },
    );
    page.line(
        1,
        of.say(
            "按日计算的，起始当日不计，到期日以24时为止。",
            "In days, the first day is not counted, and the last one ends at 24:00.",
        ),
    );
}

/// What the city decides by itself.
fn instant(of: Explanation<'_>, page: &mut Page) {
    if of.module.instant.is_empty() {
        return;
    }
    page.section(of.say("由系统即时办理", "What the city decides by itself"));
    for rule in &of.module.instant {
        let titles: Vec<String> = rule.actions.iter().map(|name| quoted(action_title(of, name))).collect();
        let (when, titles) = (rule.when.source(), titles.join(of.say("、", ", ")));
        page.line(
            1,
            &of.say(
                format!("提交时符合 {when} 的，系统当即依次办理{titles}，并记录所依据的规则。"),
                format!("Where {when} holds at submission, the city at once does {titles}, and records the rule."),
            ),
        );
    }
}

fn routing(of: Explanation<'_>, page: &mut Page) {
    page.section(of.say("由哪个部门办理", "Which department gets a case"));
    let lead = of.department(&of.module.department);
    if of.module.routing.is_empty() {
        page.line(1, &of.say(format!("全部由{lead}办理。"), format!("Every case goes to {lead}.")));
        return;
    }
    page.line(1, of.say("依次判断，第一条成立的为准：", "The first rule that holds decides:"));
    for rule in &of.module.routing {
        let (when, department) = (rule.when.source(), of.department(&rule.department));
        page.line(1, &of.say(format!("- {when}：{department}"), format!("- {when}: {department}")));
    }
    page.line(1, &of.say(format!("- 其余：{lead}"), format!("- otherwise: {lead}")));
}

fn publication(of: Explanation<'_>, page: &mut Page) {
    page.section(of.say("公开", "What becomes public"));
    page.line(
        1,
        &match &of.module.publication {
            Some(publication) => of.say(
                format!("提交时 {} 成立的办件，办结后公开其中的公开字段。", publication.when.source()),
                format!("Once a case is over, its public values, if {} held at submission.", publication.when.source()),
            ),
            None => of.say("不公开。".to_owned(), "Nothing.".to_owned()),
        },
    );
}

// === How a case goes ===

fn states(of: Explanation<'_>, page: &mut Page) {
    page.section(of.say("办理环节", "How a case goes"));
    page.line(
        1,
        of.say(
            "工作人员只能以所列岗位对本部门手上的办件做操作；没有列出的一律不允许。",
            "Staff act in the roles named here, and only while their department has the case. What is not named is not allowed.",
        ),
    );
    let states = of.module.workflow.states.iter().filter(|state| state.end.is_none());
    for (index, state) in states.enumerate() {
        page.text.push('\n');
        let title = of.text(&state.title);
        page.line(
            1,
            &of.say(
                format!("{}. {title}（{}）", index + 1, state.name),
                format!("{}. {}", index + 1, named(title, &state.name)),
            ),
        );
        if index == 0 {
            page.line(2, of.say("办件从这里开始。", "A case begins here."));
        }
        page.line(2, &stay(of, state));
        actions(of, state, page);
    }
}

/// How long a case may stay, and what happens then.
fn stay(of: Explanation<'_>, state: &State) -> String {
    let Some(limit) = state.limit.map(|limit| of.limit(limit)) else {
        return of.say("本环节不设时限。", "This state has no limit of its own.").to_owned();
    };
    match &state.on_expiry {
        Some(expiry) if expiry.deems_accepted => {
            let to = quoted(of.state(&expiry.to));
            of.say(
                format!("时限{limit}，逾期未告知的视为受理，自收到材料之日起计算，转入{to}。"),
                format!("Limit: {limit}. If nobody has said by then what is missing, the case counts as accepted since its materials came, and moves to {to}."),
            )
        }
        Some(expiry) => {
            let to = quoted(of.state(&expiry.to));
            of.say(
                format!("时限{limit}，到期由系统自动转入{to}。"),
                format!("Limit: {limit}. Once it has passed, the city itself moves the case to {to}."),
            )
        }
        None => of.say(
            format!("时限{limit}，逾期记录在案，办件仍在本环节。"),
            format!("Limit: {limit}. Once it has passed, that is recorded and the case stays here."),
        ),
    }
}

fn actions(of: Explanation<'_>, state: &State, page: &mut Page) {
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

fn action_title<'a>(of: Explanation<'a>, name: &'a ActionName) -> &'a str {
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

fn ends(of: Explanation<'_>, page: &mut Page) {
    page.section(of.say("办结方式", "How a case can end"));
    for state in &of.module.workflow.states {
        let Some(end) = state.end else { continue };
        let (title, word, sentence) = (of.text(&state.title), of.end(end), of.end_meaning(end));
        page.text.push('\n');
        page.line(
            1,
            &of.say(
                format!("- {title}（{}）：{word}。{sentence}", state.name),
                format!("- {}: {word}. {sentence}", named(title, &state.name)),
            ),
        );
        let ways: Vec<String> = ways_to(of, state);
        page.line(2, &field(of, ["由此而来", "Reached by"], &of.any_of(&ways)));
        actions(of, state, page);
    }
}

/// What leads into a state: actions, then what the city does by itself.
fn ways_to(of: Explanation<'_>, state: &State) -> Vec<String> {
    let workflow = &of.module.workflow;
    let into = |action: &&Action| action.to.as_ref() == Some(&state.name);
    let mut ways: Vec<String> =
        workflow.actions.iter().filter(into).map(|action| quoted(of.text(&action.title))).collect();
    for action in &workflow.actions {
        if matches!(meaning(&action.effect).detail, Detail::Supplement { on_lapse: Some(lapsed), .. } if lapsed == &state.name)
        {
            ways.push(of.say("逾期未补正", "a supplement that does not come in time").to_owned());
        }
    }
    for action in &workflow.actions {
        if matches!(meaning(&action.effect).detail, Detail::Asks { on_all: Some(all), .. } if all == &state.name) {
            ways.push(of.say("意见到齐", "every opinion being there").to_owned());
        }
    }
    if of.module.guide.documents.iter().any(|document| document.on_lapse.as_ref() == Some(&state.name)) {
        ways.push(of.say("承诺后补的材料逾期未补", "materials that were to follow and did not").to_owned());
    }
    for from in &workflow.states {
        if from.on_expiry.as_ref().is_some_and(|expiry| expiry.to == state.name) {
            let from = quoted(of.text(&from.title));
            ways.push(of.say(format!("{from}到期"), format!("the passing of the limit of {from}")));
        }
    }
    ways
}
