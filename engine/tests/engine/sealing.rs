//! Personal values at rest.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use cityhall_domain::name::SubjectId;
use cityhall_engine::{CaseRef, Engine, Page, PerformAction, Principal, RedactionReason, Refusal};
use cityhall_eventstore::sqlite::{OpenMode, SqliteStore};
use cityhall_eventstore::{
    AppendError, Appended, EventStore, Expected, NewEvent, Position, RecordedEvent, Revision, Subscription,
};
use serde_json::json;

use crate::city::{
    TestCity, an_action, answers, city_publication, clerk, config, department, handler, letter, officer, resident,
    submission,
};

fn files_holding(folder: &Path, needle: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_holding(&path, needle));
        } else if std::fs::read(&path).unwrap().windows(needle.len()).any(|window| window == needle.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[tokio::test]
async fn no_file_ever_holds_a_personal_value() {
    let city = TestCity::start().await;
    let secrets = ["555-0142-7731", "an-illness-of-mine", "11010519491231002X", "because-of-the-neighbour"];
    let [phone, illness, neighbour, reason] = secrets;
    let personal = json!({"street": "Willow-Lane-27", "phone": phone, "illness": illness, "neighbour": neighbour});
    let case = city.submit(&resident("r-1"), personal, Some("k")).await.unwrap();
    let note = PerformAction { reason: Some(reason.to_owned()), ..an_action(case.case_id, "note") };
    let done = city.engine.perform(&clerk(), note).await.unwrap();
    city.engine.case(&clerk(), CaseRef::Id(case.case_id), Some(done.position)).await.unwrap().unwrap();

    let data = city.data();
    let look = || {
        for secret in secrets {
            assert_eq!(files_holding(&data, secret), Vec::<String>::new(), "{secret}");
        }
        assert!(!files_holding(&data, "Willow-Lane-27").is_empty(), "the search finds what is open");
    };
    look();
    let folder = city.stop().await;
    look();
    drop(folder);
}

#[tokio::test]
async fn people_are_found_by_a_blind_index() {
    let city = TestCity::start().await;
    let named = json!({"street": "Willow Lane", "phone": "555-0100", "neighbour": "11010519491231002X"});
    let case = city.submit(&resident("r-1"), named, None).await.unwrap();
    let other = city.submit(&resident("r-2"), answers(), None).await.unwrap();
    let page = || Page { first: 10, ..Page::default() };
    for identifier in ["r-1", "11010519491231002x", " 11010519491231002X "] {
        let found = city.engine.cases_of_person(&clerk(), identifier, page(), Some(other.position)).await.unwrap();
        let ids: Vec<_> = found.items.iter().map(|(_, view)| view.id).collect();
        assert_eq!(ids, [case.case_id], "{identifier}");
    }
    let nobody = city.engine.cases_of_person(&clerk(), "r-3", page(), None).await.unwrap();
    assert!(nobody.items.is_empty());
    let elsewhere = city.engine.cases_of_person(&officer("o-2", "parks", &["clerk"]), "r-1", page(), None).await;
    assert!(elsewhere.unwrap().items.is_empty(), "the walls stand here as well");
    city.stop().await;
}

#[tokio::test]
async fn erasing_a_person_hides_the_values_and_keeps_the_case() {
    let city = TestCity::start().await;
    let full = json!({"street": "Willow Lane", "phone": "555-0100", "illness": "none"});
    let case = city.submit(&resident("r-1"), full.clone(), None).await.unwrap();
    let other = city.submit(&resident("r-2"), full, None).await.unwrap();
    city.perform(&clerk(), case.case_id, "accept").await.unwrap();
    city.engine.erase(&SubjectId("r-1".to_owned())).await.unwrap();

    let city = city.restart(|_| ()).await.ok().unwrap();
    let seen = city.engine.case(&handler(), CaseRef::Id(case.case_id), None).await.unwrap().unwrap();
    assert_eq!(serde_json::Value::Object(seen.answers), json!({"street": "Willow Lane"}));
    let erased: Vec<_> = seen.redactions.iter().filter(|one| one.reason == RedactionReason::Erased).collect();
    assert!(erased.iter().any(|one| one.path == "/phone"), "{:?}", seen.redactions);
    let untouched = city.engine.case(&handler(), CaseRef::Id(other.case_id), None).await.unwrap().unwrap();
    assert_eq!(untouched.answers["phone"], json!("555-0100"));

    let ask = PerformAction { items: vec!["/phone".to_owned()], ..an_action(case.case_id, "ask") };
    city.engine.perform(&clerk(), ask).await.unwrap();
    let answer =
        PerformAction { answers: Some(serde_json::Map::new()), ..an_action(case.case_id, "answer-supplement") };
    assert_eq!(city.engine.perform(&resident("r-1"), answer).await, Err(Refusal::Erased));
    city.perform(&handler(), case.case_id, "note").await.unwrap();
    city.stop().await;
}

/// A store whose next append is lost on the way, as if the process had been killed before it.
struct LosesAppends {
    store: Arc<SqliteStore>,
    lose: AtomicBool,
}

#[async_trait]
impl EventStore for LosesAppends {
    async fn append(&self, stream: &str, expected: Expected, events: Vec<NewEvent>) -> Result<Appended, AppendError> {
        // The power log writes behind, at its own time.
        if stream.starts_with("case-") && self.lose.swap(false, Ordering::SeqCst) {
            return Err(cityhall_eventstore::Error::Unavailable("lost".to_owned()).into());
        }
        self.store.append(stream, expected, events).await
    }
    async fn read_stream(
        &self,
        stream: &str,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Arc<RecordedEvent>>, cityhall_eventstore::Error> {
        self.store.read_stream(stream, from, limit).await
    }
    async fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<Arc<RecordedEvent>>, cityhall_eventstore::Error> {
        self.store.read_all(after, limit).await
    }
    fn head(&self) -> tokio::sync::watch::Receiver<Position> {
        self.store.head()
    }
    fn subscribe(self: Arc<Self>, after: Position) -> Subscription {
        (Arc::clone(&self.store) as Arc<dyn EventStore>).subscribe(after)
    }
}

#[tokio::test]
async fn a_stop_between_key_and_event_is_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
    let losing = Arc::new(LosesAppends { store: Arc::clone(&store), lose: AtomicBool::new(false) });
    let engine = Engine::open(Arc::clone(&losing) as Arc<dyn EventStore>, config(folder.path())).await.unwrap();
    for publication in [city_publication(&json!([])), department("works"), letter("Letter")] {
        engine.publish(&Principal::city(), publication, false).await.unwrap();
    }
    losing.lose.store(true, Ordering::SeqCst);
    let lost = engine.submit(&resident("r-1"), submission(answers(), Some("k"))).await;
    assert_eq!(lost, Err(Refusal::Unavailable));
    engine.close().await;

    let engine = Engine::open(Arc::clone(&store) as Arc<dyn EventStore>, config(folder.path())).await.unwrap();
    let done = engine.submit(&resident("r-1"), submission(answers(), Some("k"))).await.unwrap();
    assert!(!done.replayed);
    let seen = engine.case(&resident("r-1"), CaseRef::Id(done.case_id), Some(done.position)).await.unwrap().unwrap();
    assert_eq!(seen.answers["phone"], json!("555-0100"));
    let events = store.read_stream(&format!("case-{}", done.number), Revision(0), 10).await.unwrap();
    let payload: serde_json::Value = serde_json::from_slice(&events[0].event.payload).unwrap();
    assert_eq!(payload["sealed"][0]["key"], json!(1), "the key that was made for nothing serves now");
    engine.close().await;
    store.close().await.unwrap();
}
