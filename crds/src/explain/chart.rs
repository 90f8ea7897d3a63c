//! What is drawn: the states as boxes, the ways between them as arrows, every word already chosen.

use cityhall_domain::module::{Action, End, ProcedureClock, State};
use cityhall_domain::name::StateName;

use super::effect::{Detail, meaning};
use super::{Explanation, alternatives};

/// The workflow of one module.
#[derive(Debug)]
pub(super) struct Chart {
    /// The module's name for people.
    pub(super) title: String,
    /// Its limits, in one line.
    pub(super) limits: String,
    /// The picture in a sentence, for those who cannot see it.
    pub(super) description: String,
    /// One for each state, in the manifest's order; a case begins in the first.
    pub(super) boxes: Vec<StateBox>,
    /// One for each way from a state to another one.
    pub(super) arrows: Vec<Arrow>,
}

/// A state.
#[derive(Debug)]
pub(super) struct StateBox {
    pub(super) title: String,
    /// How long a case may stay, or how it is over.
    pub(super) note: Option<String>,
    /// What may be done without leaving it.
    pub(super) stays: Vec<Label>,
    pub(super) end: Option<End>,
}

/// A way from a box to another one, by index.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether the case moves by itself because time has passed.
    pub(super) by_itself: bool,
    pub(super) label: Label,
}

/// What stands at an arrow, or in a box.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) title: String,
    /// Who may do it, and whether four eyes are kept.
    pub(super) notes: Vec<String>,
}

/// Draws up the chart of a module.
pub(super) fn chart(of: Explanation<'_>) -> Chart {
    let title = of.text(&of.module.title).to_owned();
    let boxes: Vec<StateBox> = of.module.workflow.states.iter().map(|state| state_box(of, state)).collect();
    let arrows = arrows(of);
    let (states, ways) = (boxes.len(), arrows.len());
    let description = of.say(
        format!("“{title}”的办理流程：{states}个环节，{ways}条流转路径。虚线表示到期自动流转。"),
        format!(
            "How a case of “{title}” goes: {states} states and {ways} ways between them. Dashed lines are moves that the \
             city makes by itself when time has passed."
        ),
    );
    Chart { title, limits: limits(of), description, boxes, arrows }
}

fn limits(of: Explanation<'_>) -> String {
    let limits = &of.module.limits;
    let start = of.start(limits.starts);
    let promised = of.limit(limits.promised);
    let statutory = limits.statutory.map(|limit| of.limit(limit));
    let plain = match statutory {
        Some(statutory) => of.say(
            format!("承诺时限{promised}，法定时限{statutory}，{start}计算"),
            format!("Promised in {promised}, by law in {statutory}, {start}"),
        ),
        None => of.say(format!("承诺时限{promised}，{start}计算"), format!("Promised in {promised}, {start}")),
    };
    with_others(of, plain, alternatives::promised(of))
}

/// A limit, and the others that answers can choose.
fn with_others(of: Explanation<'_>, plain: String, others: Option<String>) -> String {
    match others {
        Some(others) => of.say(format!("{plain}；{others}"), format!("{plain}; {others}")),
        None => plain,
    }
}

fn state_box(of: Explanation<'_>, state: &State) -> StateBox {
    let end = state.end.map(|end| of.say(format!("办结：{}", of.end(end)), format!("over: {}", of.end(end))));
    let limit =
        state.limit.map(|limit| of.say(format!("时限{}", of.limit(limit)), format!("within {}", of.limit(limit))));
    let others = alternatives::of_state(of, state);
    let limit = limit.map(|limit| with_others(of, limit, others.clone())).or(others);
    let stays = of.module.workflow.actions.iter().filter(|action| action.from.contains(&state.name));
    let stays = stays.filter(|action| stays_in(action, &state.name)).map(|action| label(of, action)).collect();
    StateBox { title: of.text(&state.title).to_owned(), note: end.or(limit), stays, end: state.end }
}

fn stays_in(action: &Action, state: &StateName) -> bool {
    action.to.as_ref().is_none_or(|to| to == state)
}

fn label(of: Explanation<'_>, action: &Action) -> Label {
    let roles: Vec<&str> = action.roles.iter().map(|role| of.role(role)).collect();
    let mut notes = vec![roles.join(of.say("、", ", "))];
    if let Detail::Takes(procedure) = meaning(&action.effect).detail {
        let most = of.limit(procedure.most);
        notes.push(match procedure.clock {
            ProcedureClock::Stopped => of.say(format!("最长{most}，停止计时"), format!("{most}, clock stops")),
            ProcedureClock::Running => of.say(format!("最长{most}"), format!("{most} at most")),
        });
    }
    if action.officers > 1 {
        notes.push(of.say(format!("{}人办理", action.officers), format!("{} officers", action.officers)));
    }
    if !action.not_by.is_empty() {
        notes.push(of.say("不相容岗位", "four eyes").to_owned());
    }
    Label { title: of.text(&action.title).to_owned(), notes }
}

/// By state, then by action: first what is done, then what happens by itself.
fn arrows(of: Explanation<'_>) -> Vec<Arrow> {
    let workflow = &of.module.workflow;
    let index = |name: &StateName| workflow.states.iter().position(|state| &state.name == name);
    let mut arrows = Vec::new();
    for (from, state) in workflow.states.iter().enumerate() {
        for action in workflow.actions.iter().filter(|action| action.from.contains(&state.name)) {
            let to = action.to.as_ref().and_then(index).unwrap_or(from);
            if to != from {
                arrows.push(Arrow { from, to, by_itself: false, label: label(of, action) });
            }
            if let Detail::Supplement { answer_within, on_lapse: Some(lapsed) } = meaning(&action.effect).detail {
                // The notice runs on in the state that the action leads to.
                let title = of.say("逾期未补正", "No supplement in time").to_owned();
                let label = Label { title, notes: vec![after(of, &of.limit(answer_within))] };
                arrows.extend(index(lapsed).map(|lapsed| Arrow { from: to, to: lapsed, by_itself: true, label }));
            }
        }
        arrows.extend(opinions(of, from, state, index));
        if let (Some(limit), Some(expiry)) = (state.limit, &state.on_expiry) {
            let title = if expiry.deems_accepted {
                of.say("逾期视为受理", "Deemed accepted").to_owned()
            } else {
                of.say("到期自动流转", "Moves by itself").to_owned()
            };
            let when = with_others(of, after(of, &of.limit(limit)), alternatives::of_state(of, state));
            let label = Label { title, notes: vec![when] };
            arrows.extend(index(&expiry.to).map(|to| Arrow { from, to, by_itself: true, label }));
        }
    }
    arrows
}

/// From where departments are asked to where the case goes when all have answered.
fn opinions(
    of: Explanation<'_>,
    from: usize,
    state: &State,
    index: impl Fn(&StateName) -> Option<usize>,
) -> Vec<Arrow> {
    let asking = of.module.workflow.actions.iter().filter(|action| action.from.contains(&state.name));
    let arrow = |action: &Action| {
        let Detail::Asks { within, on_all: Some(all), .. } = meaning(&action.effect).detail else { return None };
        let from = action.to.as_ref().and_then(&index).unwrap_or(from);
        let title = of.say("意见到齐", "Every opinion is there").to_owned();
        let limit = of.limit(within);
        let notes = vec![of.say(format!("最长{limit}"), format!("{limit} at most"))];
        Some(Arrow { from, to: index(all)?, by_itself: true, label: Label { title, notes } })
    };
    let mut arrows: Vec<Arrow> = asking.filter_map(arrow).collect();
    arrows.dedup_by_key(|arrow| (arrow.from, arrow.to));
    arrows
}

fn after(of: Explanation<'_>, limit: &str) -> String {
    of.say(format!("满{limit}"), format!("after {limit}"))
}
