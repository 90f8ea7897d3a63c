//! What is followed is what is read, under policies too: by case, by list, by numbers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cityhall_domain::name::CaseId;
use cityhall_eventstore::{EventStore, Position, Revision};

use super::below::{below, below_of, is_own};
use super::still;
use crate::access::Principal;
use crate::envelope::case_stream;
use crate::query::tests::changes::{everything, follow, next, refused, up_to_head};
use crate::query::tests::world::World;
use crate::query::{CaseFilter, CaseView, FollowError, Followed};

/// The last event of a case.
pub(super) struct Last {
    position: Position,
    is_rating: bool,
}

pub(super) async fn last_of(world: &World, case: &CaseView) -> Last {
    let events = world.store.read_stream(&case_stream(&case.number), Revision(0), 1_000).await.unwrap();
    let last = events.last().unwrap();
    Last { position: last.position, is_rating: last.event.event_type == "StepRated" }
}

/// Following one case tells what opening it tells, or that there is none.
pub(super) async fn case_agrees(world: &World, who: &Principal, id: CaseId, last: &Last, view: Option<&CaseView>) {
    let before_it = Some(Position(last.position.0 - 1));
    let Some(view) = view else {
        assert_eq!(refused(world, who, Followed::Case(id), before_it).await, FollowError::NotFound);
        return;
    };
    // Who handles a case is not told that it was rated.
    if last.is_rating && !is_own(view) {
        return;
    }
    let mut changes = follow(world, who, Followed::Case(id), before_it).await;
    let told = next(&mut changes).await;
    assert_eq!((told.position, told.case_id), (last.position, id));
    let told = told.case.unwrap();
    assert_eq!(below_of(world, &[&told]).await[&id], below(world, who, id).await);
    assert_eq!(still(told), *view);
}

/// Following the list from its beginning ends with the list, and numbers that are followed are those that are counted.
pub(super) async fn list_agrees(world: &World, who: &Principal, begin: Position, list: &[CaseView]) {
    let mut changes = follow(world, who, everything(), Some(begin)).await;
    let mut followed: BTreeMap<CaseId, CaseView> = BTreeMap::new();
    for change in up_to_head(world, &mut changes).await {
        match change.case {
            Some(case) => drop(followed.insert(change.case_id, still(case))),
            None => assert!(followed.remove(&change.case_id).is_some(), "{who:?}: it was never told of"),
        }
    }
    let mut ids: Vec<CaseId> = list.iter().map(|case| case.id).collect();
    ids.sort_unstable();
    assert_eq!(followed.keys().copied().collect::<Vec<_>>(), ids, "{who:?}");
    for case in list {
        if is_own(case) || !last_of(world, case).await.is_rating {
            assert_eq!(followed[&case.id], *case, "{who:?}");
        }
    }
    let filter = CaseFilter::default();
    let mut numbers = Arc::clone(&world.engine).follow_statistics(who.clone(), filter.clone(), None).unwrap();
    let told = tokio::time::timeout(Duration::from_secs(30), numbers.next()).await.unwrap().unwrap();
    assert_eq!(told.counts, world.engine.counts(who, &filter, None).await.unwrap(), "{who:?}");
}
