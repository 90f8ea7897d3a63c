//! What stands below a case: its history, its conversation, its ratings. Asked for one case, for several together, and
//! below rows of a list that were read before: always the same, under the decision about the case.

use std::collections::HashMap;

use cityhall_domain::form::Class;
use cityhall_domain::name::{CaseId, ModuleName};

use super::{Before, Drawn, expected};
use crate::access::{Principal, Relation};
use crate::query::tests::world::World;
use crate::query::{CaseOrder, CaseRating, CaseView, MessageView, Page, PageOf, RatingView, ReadError, TimelineEntry};

const PAGE: Page = Page { first: 100, after: None, uncounted: false, order: CaseOrder::Newest };

/// What stands below one case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Below {
    pub(super) history: Vec<TimelineEntry>,
    pub(super) messages: Vec<MessageView>,
    pub(super) rating: Option<CaseRating>,
}

fn items<T>(page: PageOf<T>) -> Vec<T> {
    assert_eq!(page.total, Some(page.items.len() as u64), "a total that is not that of the items");
    page.items.into_iter().map(|(_, item)| item).collect()
}

/// What stands below a case, asked for it alone.
pub(super) async fn below(world: &World, who: &Principal, case: CaseId) -> Below {
    let reads = world.engine.reads();
    Below {
        history: items(reads.timeline(who, case, &PAGE, None).await.unwrap()),
        messages: items(reads.messages(who, case, &PAGE, None).await.unwrap()),
        rating: reads.case_rating(who, case, None).await.unwrap(),
    }
}

/// What stands below each of the cases that were read, asked for all of them together.
pub(super) async fn below_of(world: &World, cases: &[&CaseView]) -> HashMap<CaseId, Below> {
    let reads = world.engine.reads();
    let histories = reads.timelines_of(cases, &PAGE).await.unwrap();
    let messages = reads.messages_of(cases, &PAGE).await.unwrap();
    let ratings = reads.case_ratings_of(cases).await.unwrap();
    let together = cases.iter().zip(histories).zip(messages).zip(ratings);
    let below = together.map(|(((case, history), messages), rating)| {
        (case.id, Below { history: items(history), messages: items(messages), rating })
    });
    below.collect()
}

/// What is left of what stood below a case before there were policies.
pub(super) fn is_left(told: &str, before: &Below, now: &Below, hidden_from: Option<Class>) {
    let reads = |class: Class| hidden_from.is_none_or(|from| class < from);
    for entry in &now.history {
        let was = before.history.iter().find(|one| one.id == entry.id);
        let was = was.unwrap_or_else(|| panic!("a policy told more: {entry:?}\n{told}"));
        let personal = reads(Class::Personal);
        assert_eq!(entry.reason, was.reason.clone().filter(|_| personal), "reason: {told}");
        assert_eq!(entry.by.subject, was.by.subject.clone().filter(|_| personal), "who did it: {told}");
        assert_eq!(entry.fields.get("remark"), was.fields.get("remark").filter(|_| personal), "fields: {told}");
        assert_eq!(entry.fields.get("grade"), was.fields.get("grade"), "what is public: {told}");
    }
    if reads(Class::Internal) {
        assert_eq!(now.history.len(), before.history.len(), "history: {told}");
    }
    let said = if reads(Class::Internal) { before.messages.len() } else { 0 };
    assert_eq!(now.messages.len(), said, "messages: {told}");
    for (message, was) in now.messages.iter().zip(&before.messages) {
        assert_eq!(message.text.is_ok(), was.text.is_ok() && reads(Class::Personal), "message: {told}");
    }
    assert_eq!(now.rating.is_some(), before.rating.is_some(), "rating: {told}");
    for (given, was) in
        now.rating.iter().flat_map(|one| &one.given).zip(before.rating.iter().flat_map(|one| &one.given))
    {
        let is_shown = |comment: &Option<Result<String, _>>| matches!(comment, Some(Ok(_)));
        assert_eq!(is_shown(&given.comment), is_shown(&was.comment) && reads(Class::Personal), "comment: {told}");
    }
}

/// Single ratings are of no case: they are there where no case of their module is hidden, and say what is personal
/// where nothing personal is.
pub(super) async fn ratings_agree(world: &World, rules: &[Drawn], who: &Principal, before: &Before) {
    let asked = async || world.engine.single_ratings(who, None, PAGE, None).await;
    let ratings: Vec<RatingView> = match asked().await {
        Err(error) => return assert_eq!(error, ReadError::NotAllowed),
        Ok(page) => items(page),
    };
    let told = || format!("{who:?}\n{}", rules.iter().map(Drawn::text).collect::<Vec<_>>().join("\n"));
    let of = |module: &ModuleName| {
        let cases = before.opened.values().map(|(view, _)| view).filter(|case| case.module == *module);
        cases.map(|case| expected(rules, who, case)).collect::<Vec<_>>()
    };
    for rating in &ratings {
        let all = of(&rating.module);
        assert!(all.iter().all(|one| one.sees), "a rating of a hidden case: {}", told());
        let is_read = all.iter().all(|one| one.hidden_from.is_none_or(|from| from > Class::Personal));
        assert!(is_read || !matches!(rating.comment, Some(Ok(_))), "a comment: {}", told());
    }
    if rules.iter().all(|rule| !matches!(rule.deed, "see" | "readInternal" | "readPersonal")) {
        assert_eq!(ratings, before.ratings, "{}", told());
    }
}

/// Whether the case is the reader's own.
pub(super) fn is_own(case: &CaseView) -> bool {
    case.seen.0.clearance.relation() == Relation::Own
}
