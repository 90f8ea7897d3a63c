//! A subscription from its beginning to its end: payloads as they come, over every change of the schema that its
//! document survives. The next payload is made when the last one was taken, so that nothing gathers for a client
//! that reads slowly.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Instant;

use async_graphql::{Response, ServerError};
use cityhall_engine::Position;
use cityhall_telemetry::context::Reference;
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, unfold};
use tokio::sync::watch;
use tracing::debug_span;

use super::write::Cost;
use super::{Answer, Ask, Asker, DynamicEngine, Prepared, Started, Told, admitted, operations, visit, write};
use crate::code::Code;
use crate::faces::Served;
use crate::limits::Account;
use crate::schema::fault::Fault;
use crate::visit::Follow;

/// What is said of a subscription that asks for nothing, for more than one thing, or for `__typename`.
const ONE_ROOT: &str = "a subscription asks for exactly one field";

/// One subscription.
struct Following {
    graphql: Arc<DynamicEngine>,
    changed: watch::Receiver<u64>,
    asker: Asker,
    ask: Ask,
    cost: Cost,
    origin: Reference,
    execution: Execution,
    /// From where it goes on when it is executed anew.
    position: Option<Position>,
}

/// One execution of it, over one schema.
struct Execution {
    served: Arc<Served>,
    prepared: Prepared,
    follow: Arc<Follow>,
    responses: BoxStream<'static, Response>,
    /// The first response, where it came together with the beginning.
    first: Option<Response>,
}

/// Begins.
pub(super) async fn begin(
    graphql: Arc<DynamicEngine>,
    asker: Asker,
    ask: Ask,
    served: Arc<Served>,
    prepared: Prepared,
) -> Started {
    let changed = graphql.faces.changed();
    let (cost, turn) = match admitted(&asker.account, graphql.cost(&asker, &served, &prepared)).await {
        Ok(admitted) => admitted,
        Err(answer) => return Started::Answered(answer),
    };
    let origin = Reference::here();
    let (name, since) = (prepared.name.clone(), Instant::now());
    let begun = Execution::begin(&graphql, served, prepared, &asker, &origin, ask.resume).await;
    let outcome = begun.as_ref().err().map_or(operations::GOOD, Answer::outcome);
    graphql.operations.done(asker.who.audience(), name.as_deref(), outcome, since.elapsed());
    turn.done();
    match begun {
        Err(answer) => Started::Answered(answer),
        Ok(execution) => {
            let position = *execution.follow.begun().borrow();
            let following = Following { graphql, changed, asker, ask, cost, origin, execution, position };
            let payloads = unfold(Some(following), |one: Option<Following>| async { Some(one?.next().await) });
            Started::Following(Box::pin(payloads))
        }
    }
}

impl Execution {
    /// Executes until payloads may come.
    ///
    /// # Errors
    /// What is answered instead.
    async fn begin(
        graphql: &DynamicEngine,
        served: Arc<Served>,
        prepared: Prepared,
        asker: &Asker,
        origin: &Reference,
        resume: Option<Position>,
    ) -> Result<Self, Answer> {
        let request = match prepared.plan(served.face.schema.registry()) {
            Err(unfit) => return Err(unfit.answer()),
            Ok(plan) if !plan.has_one_root() => {
                return Err(write::invalid(Code::DocumentInvalid, vec![ServerError::new(ONE_ROOT, None)]));
            }
            Ok(plan) => prepared.request(&plan),
        };
        let follow = Arc::new(Follow::asked(origin.clone(), resume));
        let visit = visit(&graphql.engine, &served.face, asker, Some(Arc::clone(&follow)));
        let mut responses = served.face.schema.execute_stream(request.data(visit));
        let mut begun = follow.begun();
        let first = tokio::select! {
            biased;
            response = responses.next() => response,
            _ = begun.wait_for(Option::is_some) => None,
        };
        let has_begun = begun.borrow().is_some();
        match first {
            Some(response) if !has_begun => Err(write::not_begun(response)),
            None if !has_begun => Err(write::not_begun(Response::default())),
            first => Ok(Self { served, prepared, follow, responses, first }),
        }
    }

    async fn next(&mut self) -> Option<Response> {
        match self.first.take() {
            Some(first) => Some(first),
            None => poll_fn(|polled| self.follow.payload().in_scope(|| self.responses.poll_next_unpin(polled))).await,
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
                () = self.asker.expired(self.graphql.engine.clock()) => return (expired(), None),
            };
            let Some(response) = response else { return (self.broken_off(), None) };
            let remaining = tokio::select! {
                remaining = paid(&self.asker.account, self.cost) => remaining,
                () = self.asker.expired(self.graphql.engine.clock()) => return (expired(), None),
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
        let cost = Cost { remaining, ..self.cost };
        let Execution { served, prepared, follow, .. } = &self.execution;
        let (position, faults) = follow.take_told();
        self.position = position.or(self.position);
        response.errors.extend(faults);
        let _writing = follow.payload().in_scope(|| debug_span!("write")).entered();
        let body = match prepared.plan(served.face.schema.registry()) {
            Ok(plan) => write::answered(response, &plan, &self.asker.request_id, cost).into_body(),
            Err(unfit) => unfit.answer().into_body(),
        };
        follow.done();
        Told::Payload { body, position }
    }

    /// Executes anew over the schema of now, from behind the last payload that was taken.
    async fn renewed(&mut self) -> Option<Told> {
        let served = self.graphql.faces.of(self.asker.who.audience());
        if Arc::ptr_eq(&served, &self.execution.served) {
            return None;
        }
        let Ok(prepared) = self.graphql.prepare(&served, &self.asker, self.ask.clone()).await else {
            let message = "the document does not fit the changed schema any more 文档不再符合更新后的模式";
            return Some(ended(Code::SchemaChanged, message));
        };
        let begun = Execution::begin(&self.graphql, served, prepared, &self.asker, &self.origin, self.position).await;
        match begun {
            Ok(execution) => {
                self.execution = execution;
                None
            }
            Err(answer) => Some(ended(answer.code(), "it cannot go on over the changed schema 模式更新后无法继续")),
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
    use cityhall_engine::{Catalog, Config, Engine, Mode, Principal, Publication, Standing, SubmitCase};
    use cityhall_eventstore::sqlite::{OpenMode, SqliteStore};
    use serde_json::{Map, Value, json};
    use tokio_util::task::TaskTracker;

    use super::garden::{city_spec, department_spec, module_spec};
    use super::*;
    use crate::answer::{Documents, GraphqlEngine};
    use crate::faces::Faces;
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
        let graphql = Arc::new(DynamicEngine {
            engine: Arc::clone(&engine),
            faces: Arc::clone(&faces),
            documents: Documents::new(),
            limits,
            operations: Arc::default(),
            commands: TaskTracker::new(),
        });
        let who = Principal::new(Standing::Resident { subject: SubjectId("ann".to_owned()) }, None);
        let account = Admission::new(&limits).account(&who, ClientAddress::unknown());
        let asker = Asker { who: who.clone(), language: None, request_id: "r-1".to_owned(), until: None, account };
        let follow = async |query: &str| {
            let (query, variables) = (query.to_owned(), Map::new());
            let ask =
                Ask { query, document_id: None, operation_name: None, variables, reading_only: false, resume: None };
            match Arc::clone(&graphql).follow(asker.clone(), ask).await {
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
