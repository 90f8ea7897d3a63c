//! A small city on real files, entered as its people.

use std::sync::Arc;

use cityhall_domain::case::rating::Level;
use cityhall_domain::channel::Channel;
use cityhall_domain::name::SubjectId;
use cityhall_eventstore::sqlite::{OpenMode, SqliteStore};
use cityhall_eventstore::{EventStore, Position, Revision};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::module::{answers, lower, prove};
use crate::access::{Principal, Standing};
use crate::config::{Config, Mode};
use crate::engine::Engine;
use crate::publish::Publication;
use crate::query::{CaseFilter, CaseRef, CaseView, Page, PageOf};
use crate::refusal::{ActOnCase, CaseAct, Done, PerformAction, Refusal, SubmitCase};

pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) engine: Arc<Engine>,
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

pub(crate) fn auditor() -> Principal {
    Principal::new(Standing::Auditor { subject: SubjectId("a-1".to_owned()) }, None)
}

/// Handles and decides in the department where every case begins.
pub(crate) fn judge() -> Principal {
    officer("o-judge", "parks", &["clerk", "judge"])
}

pub(crate) fn clerk() -> Principal {
    officer("o-clerk", "parks", &["clerk"])
}

/// Everything an action may bring.
pub(crate) fn action(done: &Done, name: &str) -> PerformAction {
    PerformAction {
        case_id: done.case_id,
        action: name.to_owned(),
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

impl World {
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, engine) = open(&folder).await;
        let world = Self { folder, store, engine };
        let city =
            json!({"code": "QS", "title": {"en": "City"}, "timeZone": "Asia/Shanghai", "languages": ["zh", "en"]});
        world.publish(Publication::City { name: "city".to_owned(), spec: city }).await;
        for name in ["parks", "roads"] {
            let spec = json!({"title": {"en": name}});
            world.publish(Publication::Department { name: name.to_owned(), spec }).await;
        }
        world.publish_module("garden", "clerk").await;
        world
    }

    pub(crate) async fn publish_module(&self, name: &str, clerk: &str) {
        self.publish(Publication::Module { name: name.to_owned(), spec: json!({"clerk": clerk}) }).await;
    }

    pub(crate) async fn publish(&self, publication: Publication) {
        self.engine.publish(&Principal::city(), publication, false).await.unwrap();
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

    /// Ends the city and opens it again on the same files.
    pub(crate) async fn reopened(self) -> Self {
        self.engine.close().await;
        self.store.close().await.unwrap();
        let (store, engine) = open(&self.folder).await;
        Self { folder: self.folder, store, engine }
    }

    pub(crate) async fn close(self) {
        self.engine.close().await;
        self.store.close().await.unwrap();
    }

    pub(crate) async fn submit(&self, who: &Principal, answers: Value) -> Done {
        self.submit_to("garden", who, answers).await
    }

    pub(crate) async fn submit_to(&self, module: &str, who: &Principal, answers: Value) -> Done {
        let Value::Object(answers) = answers else { unreachable!("answers are an object") };
        let asked = SubmitCase {
            module: module.to_owned(),
            module_revision: None,
            answers,
            documents: Vec::new(),
            documents_follow: false,
            on_behalf_of: None,
            idempotency_key: None,
            channel: Channel::Online,
        };
        self.engine.submit(who, asked).await.unwrap()
    }

    pub(crate) async fn act(&self, who: &Principal, asked: PerformAction) -> Result<Done, Refusal> {
        self.engine.perform(who, asked).await
    }

    /// A case that is over and published: accepted, approved with a reason and fields, finished.
    pub(crate) async fn finished(&self, who: &Principal, open: bool) -> Done {
        let done = self.submit(who, answers(4, open, Some("110105194912310021"))).await;
        self.act(&clerk(), action(&done, "accept")).await.unwrap();
        let fields = json!({"grade": 5, "remark": "well kept"});
        let Value::Object(fields) = fields else { unreachable!("fields are an object") };
        let approve =
            PerformAction { reason: Some("the garden is hers".to_owned()), fields, ..action(&done, "approve") };
        self.act(&judge(), approve).await.unwrap();
        self.act(&judge(), action(&done, "finish")).await.unwrap()
    }

    /// The same, and rated by its applicant.
    pub(crate) async fn rated(&self, who: &Principal) -> Done {
        let done = self.finished(who, true).await;
        let act = CaseAct::Rate { step: None, level: Level::Satisfied, comment: Some("well done".to_owned()) };
        let asked = ActOnCase {
            case_id: done.case_id,
            act,
            expected_revision: None,
            idempotency_key: None,
            channel: Channel::Online,
        };
        self.engine.act(who, asked).await.unwrap()
    }

    pub(crate) async fn case(&self, who: &Principal, done: &Done) -> Option<CaseView> {
        self.engine.case(who, CaseRef::Id(done.case_id), Some(done.position)).await.unwrap()
    }

    pub(crate) async fn list(&self, who: &Principal, filter: CaseFilter) -> PageOf<CaseView> {
        let at_least = Some(self.engine.head());
        self.engine.cases(who, filter, Page { first: 100, ..Page::default() }, at_least).await.unwrap()
    }
}

async fn open(folder: &TempDir) -> (Arc<SqliteStore>, Arc<Engine>) {
    let store = SqliteStore::open(&folder.path().join("store"), OpenMode::Writer).await.unwrap();
    let config = Config {
        data: folder.path().join("data"),
        mode: Mode::Development,
        language: 1,
        lower,
        prove,
        kek: None,
        development_issuer: None,
    };
    let engine = Engine::open(store.clone(), config).await.unwrap();
    (store, engine)
}
