//! A city for tests, and the people in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cityhall_domain::channel::Channel;
use cityhall_domain::name::{CaseId, SubjectId};
use cityhall_engine::{
    Config, Done, Engine, Lower, Mode, OpenError, PerformAction, Principal, Publication, Refusal, Standing, SubmitCase,
};
use cityhall_eventstore::sqlite::{OpenMode, SqliteStore};
use cityhall_eventstore::{EventStore, Position, RecordedEvent, Revision};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::module;

/// A city that runs in a folder of its own.
pub(crate) struct TestCity {
    pub(crate) engine: Arc<Engine>,
    pub(crate) store: Arc<SqliteStore>,
    folder: TempDir,
}

pub(crate) fn config(data: &Path) -> Config {
    Config {
        data: data.to_owned(),
        mode: Mode::Development,
        language: 1,
        lower: module::lower,
        prove: module::prove,
        kek: None,
        development_issuer: None,
    }
}

impl TestCity {
    /// A city with two departments, this year's calendar and the module `letter`.
    pub(crate) async fn start() -> Self {
        let city = Self::empty().await;
        city.publish(city_publication(&json!([]))).await;
        city.publish(calendar(2026, &[])).await;
        for name in ["works", "parks"] {
            city.publish(department(name)).await;
        }
        city.publish(letter("Letter")).await;
        city
    }

    /// A city that has published nothing.
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
        let engine = Engine::open(Arc::clone(&store) as Arc<dyn EventStore>, config(folder.path())).await.unwrap();
        Self { engine, store, folder }
    }

    /// The position of the last event, once the power log tells of everything that was published.
    pub(crate) async fn head(&self) -> Position {
        let count = async |stream: &str, event_type: &str| {
            let events = self.store.read_stream(stream, Revision(0), 10_000).await.unwrap();
            events.iter().filter(|one| event_type.is_empty() || one.event.event_type == event_type).count()
        };
        let told = async {
            while count("power-log", "Published").await < count("registry", "").await {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), told).await.unwrap();
        self.engine.head()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Stops everything and opens it again, with `change` made to the configuration.
    pub(crate) async fn restart(self, change: impl FnOnce(&mut Config)) -> Result<Self, (OpenError, TempDir)> {
        let folder = self.stop().await;
        let store = SqliteStore::open(folder.path(), OpenMode::Writer).await.unwrap();
        let mut config = config(folder.path());
        change(&mut config);
        match Engine::open(Arc::clone(&store) as Arc<dyn EventStore>, config).await {
            Ok(engine) => Ok(Self { engine, store, folder }),
            Err(error) => {
                store.close().await.unwrap();
                Err((error, folder))
            }
        }
    }

    pub(crate) async fn restart_with(self, lower: Lower) -> Self {
        let restarted = self.restart(|config| config.lower = lower).await;
        restarted.unwrap_or_else(|(error, _)| panic!("{error}"))
    }

    /// Stops everything; what is on disk stays.
    pub(crate) async fn stop(self) -> TempDir {
        self.engine.close().await;
        self.store.close().await.unwrap();
        self.folder
    }

    pub(crate) async fn publish(&self, publication: Publication) {
        self.engine.publish(&Principal::city(), publication, false).await.unwrap();
    }

    pub(crate) async fn submit(&self, who: &Principal, answers: Value, key: Option<&str>) -> Result<Done, Refusal> {
        self.engine.submit(who, submission(answers, key)).await
    }

    pub(crate) async fn perform(&self, who: &Principal, case: CaseId, action: &str) -> Result<Done, Refusal> {
        self.engine.perform(who, an_action(case, action)).await
    }

    /// Every event of the case, by type.
    pub(crate) async fn events(&self, done: &Done) -> Vec<Arc<RecordedEvent>> {
        self.store.read_stream(&format!("case-{}", done.number), Revision(0), 1000).await.unwrap()
    }

    pub(crate) async fn types(&self, done: &Done) -> Vec<String> {
        self.events(done).await.iter().map(|recorded| recorded.event.event_type.clone()).collect()
    }

    /// Waits until the store holds an event after `after` for which `wanted` holds.
    pub(crate) async fn wait_for(
        &self,
        after: Position,
        wanted: impl Fn(&RecordedEvent) -> bool,
    ) -> Arc<RecordedEvent> {
        let mut events = (Arc::clone(&self.store) as Arc<dyn EventStore>).subscribe(after);
        let found = async {
            loop {
                let batch = events.next_batch(64).await.unwrap();
                if let Some(found) = batch.into_iter().find(|recorded| wanted(recorded)) {
                    return found;
                }
            }
        };
        tokio::time::timeout(std::time::Duration::from_mins(1), found).await.unwrap()
    }
}

pub(crate) fn submission(answers: Value, key: Option<&str>) -> SubmitCase {
    SubmitCase {
        module: "letter".to_owned(),
        module_revision: None,
        answers: object(answers),
        documents: Vec::new(),
        documents_follow: false,
        on_behalf_of: None,
        idempotency_key: key.map(str::to_owned),
        channel: Channel::Online,
    }
}

pub(crate) fn an_action(case_id: CaseId, action: &str) -> PerformAction {
    PerformAction {
        case_id,
        action: action.to_owned(),
        reason: None,
        legal_basis: None,
        fields: Map::new(),
        department: None,
        items: Vec::new(),
        documents: Vec::new(),
        answers: None,
        expected_revision: None,
        idempotency_key: None,
        channel: Channel::Online,
    }
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    let Value::Object(map) = value else { panic!("not an object") };
    map
}

/// Answers that the form of the module takes.
pub(crate) fn answers() -> Value {
    json!({"street": "Willow Lane", "phone": "555-0100"})
}

pub(crate) fn resident(subject: &str) -> Principal {
    Principal::new(Standing::Resident { subject: SubjectId(subject.to_owned()) }, None)
}

pub(crate) fn officer(subject: &str, department: &str, roles: &[&str]) -> Principal {
    let standing = Standing::Officer {
        subject: SubjectId(subject.to_owned()),
        department: department.parse().unwrap(),
        roles: roles.iter().map(|role| role.parse().unwrap()).collect(),
    };
    Principal::new(standing, None)
}

pub(crate) fn clerk() -> Principal {
    officer("o-clerk", "works", &["clerk"])
}

pub(crate) fn handler() -> Principal {
    officer("o-handler", "works", &["handler"])
}

pub(crate) fn city_publication(issuers: &Value) -> Publication {
    let spec = json!({
        "code": "QS", "title": {"en": "Test"}, "timeZone": "Asia/Shanghai", "languages": ["en"], "issuers": issuers
    });
    Publication::City { name: "test".to_owned(), spec }
}

pub(crate) fn department(name: &str) -> Publication {
    Publication::Department { name: name.to_owned(), spec: json!({"title": {"en": name}}) }
}

pub(crate) fn calendar(year: i16, days_off: &[&str]) -> Publication {
    let days_off: Vec<Value> = days_off.iter().map(|day| json!({"from": day, "to": day})).collect();
    let spec = json!({"year": year, "source": "a notice", "daysOff": days_off, "makeUpDays": []});
    Publication::Calendar { name: format!("calendar-{year}"), spec }
}

pub(crate) fn letter(title: &str) -> Publication {
    Publication::Module { name: "letter".to_owned(), spec: module::spec(title) }
}
