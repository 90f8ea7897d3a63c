//! Limits by answers, told beside the plain ones.

use cityhall_domain::calendar::Limit;
use cityhall_domain::module::{LimitsByAnswers, State};

use super::Explanation;

/// One line for each alternative, after one that says how they are chosen.
pub(super) fn told(of: Explanation<'_>) -> Vec<String> {
    let all = &of.module.limits.by_answers;
    if all.is_empty() {
        return Vec::new();
    }
    let head = of.say(
        "按申请内容另有时限的，提交时依次判断一次，第一条成立的为准，之后不再改变；都不成立的，适用上面的时限：",
        "Other limits by the answers, judged once at submission and not again; the first that holds decides, and without one the above holds:",
    );
    std::iter::once(head.to_owned()).chain(all.iter().map(|one| alternative(of, one))).collect()
}

fn alternative(of: Explanation<'_>, one: &LimitsByAnswers) -> String {
    let (title, when, promised) = (of.text(&one.title), one.when.source(), of.limit(one.promised));
    let extension = match one.extension.map(|by| of.limit(by)) {
        Some(by) => of.say(format!("可以延长一次，延长{by}"), format!("extension {by}, once")),
        None => of.say("不能延长".to_owned(), "no extension".to_owned()),
    };
    of.say(
        format!("- {title}（{when}）：承诺时限{promised}，{extension}。"),
        format!("- {title} ({when}): promised in {promised}, {extension}."),
    )
}

/// The other limits of a state: each with the title of its alternative.
pub(super) fn of_state(of: Explanation<'_>, state: &State) -> Option<String> {
    let all = of.module.limits.by_answers.iter();
    listed(of, all.filter_map(|one| Some((one, one.of_state(&state.name)?))))
}

/// The other promised limits.
pub(super) fn promised(of: Explanation<'_>) -> Option<String> {
    listed(of, of.module.limits.by_answers.iter().map(|one| (one, one.promised)))
}

fn listed<'m>(of: Explanation<'_>, all: impl Iterator<Item = (&'m LimitsByAnswers, Limit)>) -> Option<String> {
    let said = |(one, limit): (&LimitsByAnswers, Limit)| {
        let (title, limit) = (of.text(&one.title), of.limit(limit));
        of.say(format!("{title}{limit}"), format!("{title}: {limit}"))
    };
    let all: Vec<String> = all.map(said).collect();
    (!all.is_empty()).then(|| all.join(of.say("、", ", ")))
}
