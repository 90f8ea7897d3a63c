//! Lists, counts and pages tell the same, whatever has happened.

use std::collections::BTreeSet;

use cityhall_domain::case::Stage;

use super::module::answers;
use super::world::{World, action, auditor, clerk, judge, officer, resident};
use crate::access::Principal;
use crate::query::{CaseFilter, CaseOrder, Page, ReadError};
use crate::refusal::{Done, PerformAction};

/// Numbers that look random and are the same every time.
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let end = u64::try_from(all.len()).unwrap();
        &all[usize::try_from(self.below(end)).unwrap()]
    }
}

pub(super) fn people() -> Vec<Principal> {
    vec![
        resident("r-0"),
        resident("r-1"),
        resident("r-2"),
        clerk(),
        judge(),
        officer("o-roads", "roads", &["clerk", "judge"]),
        officer("r-0", "parks", &["clerk"]),
        auditor(),
        Principal::anonymous(),
    ]
}

/// Some submissions and many attempts at actions, of which the rules let through what they will.
pub(super) async fn history(world: &World, draw: &mut Draw, cases: u64, attempts: u64) {
    let mut known: Vec<Done> = Vec::new();
    for index in 0..cases {
        let card = (draw.below(3) == 0).then(|| format!("11010519491231{:04}", draw.below(5)));
        let answers = answers(i64::try_from(draw.below(4)).unwrap(), draw.below(2) == 0, card.as_deref());
        known.push(world.submit(&resident(&format!("r-{}", index % 3)), answers).await);
    }
    let names = [
        "accept", "accept", "decline", "ask-more", "approve", "finish", "finish", "transfer", "note", "withdraw",
        "reopen",
    ];
    let people = people();
    for _ in 0..attempts {
        let (done, name) = (draw.one_of(&known), draw.one_of(&names));
        let department = if draw.below(2) == 0 { "roads" } else { "parks" };
        let asked = PerformAction {
            reason: Some("because".to_owned()),
            legal_basis: (*name == "decline").then(|| "law".to_owned()),
            department: (*name == "transfer").then(|| department.to_owned()),
            items: if *name == "ask-more" { vec!["/rooms".to_owned()] } else { Vec::new() },
            ..action(done, name)
        };
        drop(world.act(draw.one_of(&people), asked).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_lists_and_pages_agree_for_everybody() {
    let world = World::open().await;
    history(&world, &mut Draw::new(7), 60, 400).await;
    // Two weeks: a limit of a few working days is over then, whatever day of the week today is.
    let later = world.engine.clock().now() + jiff::SignedDuration::from_hours(24 * 14);
    world.engine.clock().advance_to(later).unwrap();
    history(&world, &mut Draw::new(8), 20, 100).await;
    for who in people() {
        let counts = world.engine.counts(&who, &CaseFilter::default(), Some(world.engine.head())).await.unwrap();
        let total: u64 = counts.iter().map(|row| row.total).sum();
        assert_eq!(world.list(&who, CaseFilter::default()).await.total, Some(total), "{who:?}");

        let (mut seen, mut after) = (BTreeSet::new(), None);
        loop {
            let page = Page { first: 7, after: after.take(), ..Page::default() };
            let page = world.engine.cases(&who, CaseFilter::default(), page, None).await.unwrap();
            assert_eq!(page.total, Some(total), "the total does not depend on the page");
            seen.extend(page.items.iter().map(|(_, view)| view.id));
            let times: Vec<_> = page.items.iter().map(|(_, view)| view.submitted_at).collect();
            assert!(times.is_sorted_by(|one, next| one >= next), "newest first");
            if !page.has_next {
                break;
            }
            assert_eq!(page.items.len(), 7, "a page is full while there is a next");
            after = page.items.last().map(|(cursor, _)| cursor.clone());
        }
        assert_eq!(seen.len() as u64, total, "{who:?}");
        let open: u64 = counts.iter().map(|row| row.open).sum();
        assert_eq!(by_due(&world, &who, CaseFilter::default()).await, total, "{who:?}");
        assert_eq!(by_due(&world, &who, CaseFilter { open: Some(true), ..CaseFilter::default() }).await, open);
        assert_eq!(by_due(&world, &who, CaseFilter { open: Some(false), ..CaseFilter::default() }).await, total - open);

        for row in &counts {
            let filter = CaseFilter {
                module: Some(row.module.clone()),
                department: Some(row.department.clone()),
                stage: Some(row.stage),
                ..CaseFilter::default()
            };
            assert_eq!(world.list(&who, filter.clone()).await.total, Some(row.total), "{row:?}");
            let overdue = world.list(&who, CaseFilter { overdue: Some(true), ..filter.clone() }).await;
            assert_eq!(overdue.total, Some(row.overdue), "{row:?}");
            assert!(overdue.items.iter().all(|(_, view)| view.overdue && view.days_over.is_some_and(|days| days > 0)));
            let timely = world.list(&who, CaseFilter { overdue: Some(false), ..filter }).await;
            assert!(timely.items.iter().all(|(_, view)| view.days_over.is_none()));
            assert_eq!(timely.total, Some(row.total - row.overdue), "{row:?}");
            assert_eq!(row.open, if row.stage == Stage::Closed { 0 } else { row.total }, "{row:?}");
        }
    }
    let judged = world.engine.counts(&judge(), &CaseFilter::default(), None).await.unwrap();
    assert!(
        judged.len() >= 3 && judged.iter().any(|row| row.overdue > 0),
        "the history is worth comparing: {judged:?}"
    );
    world.close().await;
}

/// How many cases a list has, walked page by page in the order of their limits: each is found once, the soonest first,
/// those without a limit behind them and those that are over last.
async fn by_due(world: &World, who: &Principal, filter: CaseFilter) -> u64 {
    let (mut seen, mut places, mut after) = (BTreeSet::new(), Vec::new(), None);
    loop {
        let page = Page { first: 7, after: after.take(), order: CaseOrder::SoonestDue, ..Page::default() };
        let page = world.engine.cases(who, filter.clone(), page, None).await.unwrap();
        seen.extend(page.items.iter().map(|(_, view)| view.id));
        places.extend(page.items.iter().map(|(_, view)| {
            let due = view.due.map(|due| due.at.as_second() / 60);
            let is_over = view.end.is_some();
            (is_over, !is_over && due.is_none(), due.filter(|_| !is_over), view.submitted_at)
        }));
        if !page.has_next {
            break;
        }
        after = page.items.last().map(|(cursor, _)| cursor.clone());
    }
    assert!(places.is_sorted(), "{who:?}: {places:?}");
    assert_eq!(seen.len(), places.len(), "no case stands twice");
    seen.len() as u64
}

#[tokio::test(flavor = "multi_thread")]
async fn overdue_follows_the_clock_of_the_law() {
    let world = World::open().await;
    let done = world.submit(&resident("r-0"), answers(1, false, None)).await;
    let accepted = world.act(&clerk(), action(&done, "accept")).await.unwrap();
    let due = world.case(&clerk(), &accepted).await.unwrap().due.unwrap();
    let overdue = CaseFilter { overdue: Some(true), ..CaseFilter::default() };
    world.engine.clock().advance_to(due.at - jiff::SignedDuration::from_secs(60)).unwrap();
    assert_eq!(world.list(&clerk(), overdue.clone()).await.total, Some(0));
    world.engine.clock().advance_to(due.at).unwrap();
    assert_eq!(world.list(&clerk(), overdue.clone()).await.total, Some(1));
    assert!(world.case(&clerk(), &accepted).await.unwrap().overdue);
    let approve = PerformAction { reason: Some("late".to_owned()), ..action(&done, "approve") };
    let decided = world.act(&judge(), approve).await.unwrap();
    let view = world.case(&clerk(), &decided).await.unwrap();
    assert_eq!((view.overdue, view.due), (false, Some(due)), "a decided case is not overdue and keeps its date");
    assert_eq!(world.list(&clerk(), overdue).await.total, Some(0));
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn histories_page_like_lists_and_come_together() {
    let world = World::open().await;
    let first = world.submit(&resident("r-0"), answers(1, false, None)).await;
    let second = world.submit(&resident("r-1"), answers(2, false, None)).await;
    let mut last = second.position;
    for _ in 0..5 {
        let note = PerformAction { reason: Some("seen".to_owned()), ..action(&first, "note") };
        last = world.act(&clerk(), note).await.unwrap().position;
    }
    let page = |after| Page { first: 4, after, ..Page::default() };
    let start = world.engine.timeline(&clerk(), first.case_id, page(None), Some(last)).await.unwrap();
    assert_eq!((start.items.len(), start.has_next, start.total), (4, true, Some(6)));
    let after = start.items.last().map(|(cursor, _)| cursor.clone());
    let rest = world.engine.timeline(&clerk(), first.case_id, page(after), None).await.unwrap();
    assert_eq!((rest.items.len(), rest.has_next), (2, false));
    let revisions: Vec<_> = start.items.iter().chain(&rest.items).map(|(_, entry)| entry.revision).collect();
    assert_eq!(revisions, [0, 1, 2, 3, 4, 5]);

    let ids = [first.case_id, second.case_id];
    let together = world.engine.reads().timelines(&clerk(), &ids, &page(None), None).await.unwrap();
    assert_eq!(together[&first.case_id], start);
    assert_eq!(together[&second.case_id].items.len(), 1);
    let theirs = world.engine.reads().timelines(&resident("r-1"), &ids, &page(None), None).await.unwrap();
    assert_eq!(theirs.into_keys().collect::<Vec<_>>(), [second.case_id]);

    let cases = world.list(&clerk(), CaseFilter::default()).await;
    let of_list = Page { first: 1, after: Some(cases.items[0].0.clone()), ..Page::default() };
    let refused = world.engine.timeline(&clerk(), first.case_id, of_list, None).await;
    assert_eq!(refused.unwrap_err(), ReadError::InvalidCursor);
    world.close().await;
}
