//! A module in words.

mod actions;

use cityhall_domain::channel::Channel;
use cityhall_domain::module::{Action, ApplicantKind, Assistance, State};
use cityhall_domain::name::RoleName;

use self::actions::{action_title, actions};
use super::effect::{Detail, meaning};
use super::words::quoted;
use super::{Explanation, alternatives, notices};

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
    in_writing(of, &mut page);
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
    if let Some(level) = of.module.assurance {
        let level = of.assurance(level);
        page.line(
            1,
            &of.say(
                format!("网上申请须经实名认证，等级不低于：{level}。"),
                format!("Who applies online must be known {level}, or more surely."),
            ),
        );
    }
    for condition in &of.module.guide.conditions {
        page.line(1, &format!("- {}", of.text(condition)));
    }
    if let Some(assisted) = &of.module.assisted {
        page.line(1, &assistance(of, assisted));
    }
}

/// Who files for a person who comes or calls.
fn assistance(of: Explanation<'_>, assisted: &Assistance) -> String {
    let ways = assisted.channels.iter().map(|channel| match channel {
        Channel::Phone => of.say("电话", "by telephone"),
        _ => of.say("窗口", "at a counter"),
    });
    let ways = of.any_of(&ways.collect::<Vec<_>>());
    let roles = of.any_of(&assisted.roles.iter().map(RoleName::as_str).collect::<Vec<_>>());
    of.say(
        format!("{roles}可以通过{ways}代为提交，办件仍属于申请人。"),
        format!("{} files {ways} for a person, whose case it is.", capital(&roles)),
    )
}

/// The text with its first letter as at the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn limits(of: Explanation<'_>, page: &mut Page) {
    let limits = &of.module.limits;
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
    for line in alternatives::told(of) {
        page.line(1, &line);
    }
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

/// What is told in writing.
fn in_writing(of: Explanation<'_>, page: &mut Page) {
    page.section(of.say("文书", "What is told in writing"));
    for line in notices::told(of) {
        page.line(1, &line);
    }
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
        if let Some(others) = alternatives::of_state(of, state) {
            page.line(2, &field(of, ["按申请内容另有时限", "Other limits by the answers"], &others));
        }
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
