//! A subscription from its beginning to its end: payloads as they come, over every change of the schema that its
//! document survives. The next payload is made when the last one was taken, so that nothing gathers for a client
//! that reads slowly.

use std::sync::Arc;

use async_graphql::{Response, ServerError};
use cityhall_engine::{Engine, Position};
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, unfold};
use tokio::sync::watch;

use super::write::Cost;
use super::{Asker, Prepared, Started, Told, visit, write};
use crate::code::Code;
use crate::faces::{Faces, Served};
use crate::limits::Account;
use crate::schema::fault::Fault;
use crate::visit::Follow;

/// One subscription.
struct Following {
    engine: Arc<Engine>,
    faces: Arc<Faces>,
    changed: watch::Receiver<u64>,
    asker: Asker,
    prepared: Prepared,
    execution: Execution,
    /// From where it goes on when it is executed anew.
    position: Option<Position>,
}

/// One execution of it, over one schema.
struct Execution {
    served: Arc<Served>,
    follow: Arc<Follow>,
    responses: BoxStream<'static, Response>,
    /// The first response, where it came together with the beginning.
    first: Option<Response>,
}

/// Begins.
pub(super) async fn begin(
    engine: &Arc<Engine>,
    faces: &Arc<Faces>,
    asker: Asker,
    prepared: Prepared,
    resume: Option<Position>,
) -> Started {
    let changed = faces.changed();
    let execution = match Execution::begin(engine, faces.of(asker.who.audience()), &asker, &prepared, resume).await {
        Ok(execution) => execution,
        Err(response) => return Started::Answered(write::not_begun(response)),
    };
    let position = *execution.follow.begun().borrow();
    let (engine, faces) = (Arc::clone(engine), Arc::clone(faces));
    let following = Following { engine, faces, changed, asker, prepared, execution, position };
    Started::Following(Box::pin(unfold(Some(following), |following: Option<Following>| async {
        Some(following?.next().await)
    })))
}

impl Execution {
    /// Executes until payloads may come.
    ///
    /// # Errors
    /// What the executor says instead.
    async fn begin(
        engine: &Arc<Engine>,
        served: Arc<Served>,
        asker: &Asker,
        prepared: &Prepared,
        resume: Option<Position>,
    ) -> Result<Self, Response> {
        let follow = Arc::new(Follow::resumed(resume));
        let visit = visit(engine, &served.face, asker, Some(Arc::clone(&follow)));
        let mut responses = served.face.schema.execute_stream(prepared.request().data(visit));
        let mut begun = follow.begun();
        let first = tokio::select! {
            biased;
            response = responses.next() => response,
            _ = begun.wait_for(Option::is_some) => None,
        };
        let has_begun = begun.borrow().is_some();
        match first {
            Some(response) if !has_begun => Err(response),
            None if !has_begun => Err(Response::default()),
            first => Ok(Self { served, follow, responses, first }),
        }
    }

    async fn next(&mut self) -> Option<Response> {
        match self.first.take() {
            Some(first) => Some(first),
            None => self.responses.next().await,
        }
    }
}

impl Following {
    /// What is told next, and who goes on after it; nobody after the end.
    async fn next(mut self) -> (Told, Option<Self>) {
        loop {
            let response = tokio::select! {
                biased;
                response = self.execution.next() => response,
                Ok(()) = self.changed.changed() => match self.renewed().await {
                    None => continue,
                    Some(ended) => return (ended, None),
                },
                () = self.asker.expired(self.engine.clock()) => return (expired(), None),
            };
            let Some(response) = response else { return (self.broken_off(), None) };
            let remaining = tokio::select! {
                remaining = paid(&self.asker.account, self.prepared.cost) => remaining,
                () = self.asker.expired(self.engine.clock()) => return (expired(), None),
            };
            let told = self.told(response, remaining);
            return (told, Some(self));
        }
    }

    /// Why nothing comes any more.
    fn broken_off(&self) -> Told {
        let end = self.execution.follow.take_end().map(Fault::into_parts);
        let (code, message) = end.unwrap_or((Code::Internal, "it broke off".to_owned()));
        Told::Ended { code, message }
    }

    /// One payload with what of it has no answer.
    fn told(&mut self, mut response: Response, remaining: u32) -> Told {
        let cost = Cost { remaining, ..self.prepared.cost };
        let (position, faults) = self.execution.follow.take_told();
        self.position = position.or(self.position);
        response.errors.extend(faults);
        let body = write::answered(response, &self.prepared.keys, &self.asker.request_id, cost).into_body();
        Told::Payload { body, position }
    }

    /// Executes anew over the schema of now, from behind the last payload that was taken.
    async fn renewed(&mut self) -> Option<Told> {
        let served = self.faces.of(self.asker.who.audience());
        if Arc::ptr_eq(&served, &self.execution.served) {
            return None;
        }
        match Execution::begin(&self.engine, served, &self.asker, &self.prepared, self.position).await {
            Ok(execution) => {
                self.execution = execution;
                None
            }
            Err(response) => Some(match response.errors.first().and_then(write::code_of) {
                // An error without a code is the validator's.
                None => ended(
                    Code::SchemaChanged,
                    "the document does not fit the changed schema any more 文档不再符合更新后的模式",
                ),
                Some(code) => ended(code, &message_of(&response.errors)),
            }),
        }
    }
}

/// Pays for one payload as for an answer, and tells what is left. Who has used up a budget waits, and falls behind.
async fn paid(account: &Account, cost: Cost) -> u32 {
    loop {
        match account.spend(cost.requested) {
            Ok(remaining) => return remaining,
            Err(over) => tokio::time::sleep(over.wait).await,
        }
    }
}

fn message_of(errors: &[ServerError]) -> String {
    errors.first().map(|error| error.message.clone()).unwrap_or_default()
}

fn expired() -> Told {
    ended(Code::Unauthenticated, "the token has expired 令牌已过期")
}

fn ended(code: Code, message: &str) -> Told {
    Told::Ended { code, message: message.to_owned() }
}

#[cfg(test)]
#[path = "../../tests/api/garden.rs"]
mod garden;

#[cfg(test)]
mod tests {
    use cityhall_domain::channel::Channel;
    use cityhall_domain::name::SubjectId;
    use cityhall_engine::{Catalog, Config, Mode, Principal, Publication, Standing, SubmitCase};
    use cityhall_eventstore::sqlite::{OpenMode, SqliteStore};
    use serde_json::{Map, Value, json};
    use tokio_util::task::TaskTracker;

    use super::garden::{city_spec, department_spec, module_spec};
    use super::*;
    use crate::answer::{Ask, Documents, DynamicEngine, GraphqlEngine};
    use crate::limits::{Admission, ClientAddress, Limits};

    async fn city(folder: &std::path::Path) -> Arc<Engine> {
        let store = SqliteStore::open(folder, OpenMode::Writer).await.unwrap();
        let config = Config {
            data: folder.to_owned(),
            mode: Mode::Development,
            language: cityhall_crds::LANGUAGE,
            lower: cityhall_crds::lower,
            prove: cityhall_crds::prove,
            kek: None,
            development_issuer: None,
        };
        let engine = Engine::open(store, config).await.unwrap();
        for publication in [
            Publication::City { name: "made-up".into(), spec: city_spec() },
            Publication::Department { name: "works".into(), spec: department_spec() },
            Publication::Module { name: "garden-plot".into(), spec: module_spec(&json!({})) },
        ] {
            engine.publish(&Principal::city(), publication, false).await.unwrap();
        }
        engine
    }

    fn matter() -> SubmitCase {
        let answers = json!({"topic": "light", "wish": "a lamp"});
        let answers: Map<String, Value> = answers.as_object().cloned().unwrap_or_default();
        SubmitCase {
            module: "garden-plot".to_owned(),
            module_revision: None,
            answers,
            documents: Vec::new(),
            documents_follow: false,
            on_behalf_of: None,
            idempotency_key: None,
            channel: Channel::Online,
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_document_that_no_longer_fits_ends_and_the_others_go_on() {
        let folder = tempfile::tempdir().unwrap();
        let engine = city(folder.path()).await;
        let catalog = Arc::clone(&engine.catalog().borrow());
        let faces = Arc::new(Faces::build(&catalog).unwrap());
        let limits = Limits::PRODUCTION;
        let graphql = DynamicEngine {
            engine: Arc::clone(&engine),
            faces: Arc::clone(&faces),
            documents: Documents::new(),
            limits,
            operations: Arc::default(),
            commands: TaskTracker::new(),
        };
        let who = Principal::new(Standing::Resident { subject: SubjectId("ann".to_owned()) }, None);
        let account = Admission::new(&limits).account(&who, ClientAddress::unknown());
        let asker = Asker { who: who.clone(), language: None, request_id: "r-1".to_owned(), until: None, account };
        let follow = async |query: &str| {
            let (query, variables) = (query.to_owned(), Map::new());
            let ask = Ask { query, operation_name: None, variables, reading_only: false, resume: None };
            match graphql.follow(asker.clone(), ask).await {
                Started::Following(told) => told,
                Started::Answered(answer) => panic!("{}", String::from_utf8_lossy(&answer.into_body())),
            }
        };
        let mut core = follow("subscription { casesChanged { position case { number } } }").await;
        let mut typed = follow("subscription { casesChanged { case { ... on GardenPlotCase { number } } } }").await;
        let mut smaller = Catalog::clone(&catalog);
        smaller.modules.clear();
        faces.rebuild(&Arc::new(smaller));
        assert!(matches!(typed.next().await, Some(Told::Ended { code: Code::SchemaChanged, .. })));
        assert_eq!(typed.next().await, None);
        let done = engine.submit(&who, matter()).await.unwrap();
        match core.next().await {
            Some(Told::Payload { position, body }) => {
                assert_eq!(position, Some(done.position));
                assert!(String::from_utf8_lossy(&body).contains(done.number.as_str()));
            }
            other => panic!("{other:?}"),
        }
        drop((core, typed));
        engine.close().await;
    }
}
