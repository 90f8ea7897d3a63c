//! From a document to the bytes of its answer: guard and parse, check, execute, write. Everything that
//! knows the executor stands here and in `schema`, so that it can be replaced.

mod document;
mod operations;
mod variables;
mod write;

use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{Request, Variables};
use async_trait::async_trait;
use cityhall_domain::text::Language;
use cityhall_engine::{Engine, Principal};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Mutex;
use tokio_util::task::TaskTracker;

pub(crate) use document::Documents;
use document::Unread;
pub(crate) use operations::Operations;

use crate::code::Code;
use crate::faces::{Faces, Sdl};
use crate::guard::{self, INTROSPECTION_COST, Refused};
use crate::limits::account::{Execution, held_back};
use crate::limits::turns::Shed;
use crate::limits::{Account, Limits, Over};
use crate::schema::Face;
use crate::visit::Visit;
use write::Cost;

/// One GraphQL request, whatever way it came.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The document.
    pub query: String,
    /// Which operation of it.
    pub operation_name: Option<String>,
    /// The values of its variables.
    pub variables: serde_json::Map<String, serde_json::Value>,
    /// Whether only queries are taken, because the way may be repeated or forged.
    pub reading_only: bool,
}

/// Who asks, and how they want to be answered.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Who.
    pub who: Principal,
    /// The language that they prefer, if they say so.
    pub language: Option<Language>,
    /// Stands in the log beside what went wrong.
    pub request_id: String,
    /// Who pays, and what they are told of it.
    pub account: Account,
}

/// What a request came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It was executed; fields of it may have failed. The first code, if any did.
    Executed {
        /// The whole answer.
        body: Vec<u8>,
        /// What the first error of a field was.
        code: Option<Code>,
    },
    /// It was not executed, because the document or its variables do not fit the schema.
    Invalid {
        /// The whole answer.
        body: Vec<u8>,
        /// Why.
        code: Code,
    },
    /// It was not even looked at.
    Refused {
        /// The whole answer.
        body: Vec<u8>,
        /// Why.
        code: Code,
    },
}

impl Answer {
    /// What it came to as a word for metrics: the code of the first error, if there is any.
    pub(crate) fn outcome(&self) -> &'static str {
        match self {
            Self::Executed { code: None, .. } => operations::GOOD,
            Self::Executed { code: Some(code), .. } | Self::Invalid { code, .. } | Self::Refused { code, .. } => {
                code.as_str()
            }
        }
    }
}

/// Whatever executes GraphQL.
#[async_trait]
pub trait GraphqlEngine: Send + Sync {
    /// Answers one request.
    async fn answer(&self, asker: Asker, ask: Ask) -> Answer;

    /// The schema that a principal sees.
    fn sdl(&self, who: &Principal) -> Arc<Sdl>;
}

/// The engine over the dynamic schemas of a city.
pub(crate) struct DynamicEngine {
    pub(crate) engine: Arc<Engine>,
    pub(crate) faces: Arc<Faces>,
    pub(crate) documents: Documents,
    pub(crate) limits: Limits,
    pub(crate) operations: Arc<Operations>,
    /// Commands under way.
    pub(crate) commands: TaskTracker,
}

#[async_trait]
impl GraphqlEngine for DynamicEngine {
    async fn answer(&self, asker: Asker, ask: Ask) -> Answer {
        let served = self.faces.of(asker.who.audience());
        let limits = self.limits.of(asker.who.audience()).document;
        // 1. Parse, unless the document costs too much or was parsed before.
        let document = match self.documents.parse(&ask.query, &limits) {
            Ok(document) => document,
            Err(Unread::Invalid(error)) => return write::invalid(Code::DocumentInvalid, vec![error]),
            Err(Unread::Refused(refused)) => return write::refused(Code::DocumentRefused, &refused.to_string()),
        };
        // 2. Find the operation.
        let chosen = match document::find(&document, ask.operation_name.as_deref()) {
            Ok(chosen) => chosen,
            Err(error) => return write::invalid(Code::DocumentInvalid, vec![error]),
        };
        if chosen.operation.ty != OperationType::Query && ask.reading_only {
            return write::refused(Code::MethodNotAllowed, "by this way only queries are taken");
        }
        if chosen.operation.ty == OperationType::Subscription {
            return write::refused(Code::DocumentRefused, "subscriptions are not served");
        }
        // 3. What the answer may cost.
        let variables = Variables::from_json(serde_json::Value::Object(ask.variables));
        let measured = match guard::measure(&document, chosen.operation, &variables, &limits) {
            Ok(measured) => measured,
            Err(Refused::TooCostly { requested, max }) => return write::too_costly(requested, max),
            Err(refused) => return write::refused(Code::DocumentRefused, &refused.to_string()),
        };
        // 4. Variables, which the executor checks only where they are used.
        if let Err(error) = variables::check(served.face.schema.registry(), chosen.operation, &variables) {
            return write::invalid(Code::BadInput, vec![error]);
        }
        // 5. Pay, and wait for a turn.
        let requested = whole_cost(&served.face, &measured);
        let cost = Cost::of(requested, limits.cost_max, asker.account.quota());
        let (cost, execution) = match admitted(&asker.account, cost).await {
            Ok(admitted) => admitted,
            Err(answer) => return answer,
        };
        // 6. Execute and write.
        let keys = document::root_keys(&chosen, &variables);
        let is_command = chosen.operation.ty == OperationType::Mutation;
        let name = chosen.name.map(str::to_owned);
        let mut request = Request::new(ask.query).variables(variables);
        request.operation_name = ask.operation_name;
        request.set_parsed_query(ExecutableDocument::clone(&document));
        let request = request.data(self.visit(&served.face, &asker));
        let (schema, time_max) = (served.face.schema.clone(), self.limits.execution_time_max);
        let operations = Arc::clone(&self.operations);
        let work = async move {
            let begun = Instant::now();
            let response = tokio::time::timeout(time_max, schema.execute(request)).await;
            execution.done();
            let answer = match response {
                Ok(response) => write::answered(response, &keys, &asker.request_id, cost),
                Err(_) => write::timed_out(cost),
            };
            operations.done(asker.who.audience(), name.as_deref(), answer.outcome(), begun.elapsed());
            answer
        };
        if !is_command {
            return work.await;
        }
        // A command that has begun comes to its end, though its caller hang up: what it leaves in the power log when
        // it is refused is not theirs to prevent.
        self.commands.spawn(work).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a command broke off");
            write::refused(Code::Internal, "something went wrong inside")
        })
    }

    fn sdl(&self, who: &Principal) -> Arc<Sdl> {
        self.faces.of(who.audience()).sdl()
    }
}

/// What a request costs: its fields, and the schema as often as it is asked for.
fn whole_cost(face: &Face, measured: &guard::Measured) -> u64 {
    let schema = (face.schema.registry().types.len() as u64).saturating_mul(INTROSPECTION_COST);
    measured.cost.saturating_add(measured.introspections.saturating_mul(schema))
}

/// Pays for an execution and waits for its turn.
async fn admitted(account: &Account, cost: Cost) -> Result<(Cost, Execution), Answer> {
    let remaining = match account.spend(cost.requested) {
        Ok(remaining) => remaining,
        Err(over) => {
            held_back(over).await;
            return Err(write::refused(Code::RateLimited, &over_budget(over)));
        }
    };
    let execution = account.turn().await.map_err(|shed| match shed {
        Shed::TheirOwn => write::refused(Code::RateLimited, "too many of your requests at once 同时处理的请求过多"),
        Shed::TheCity => {
            write::refused(Code::Overloaded, "the city is busy: try again in a moment 系统繁忙，请稍后重试")
        }
    })?;
    Ok((Cost { remaining, ..cost }, execution))
}

/// What is told to who has used up a budget.
pub(crate) fn over_budget(over: Over) -> String {
    let seconds = over.seconds();
    format!("the budget is used up: ask again in {seconds} s 额度已用完，请在 {seconds} 秒后重试")
}

impl DynamicEngine {
    fn visit(&self, face: &Face, asker: &Asker) -> Visit {
        let first = face.catalog.city.as_ref().and_then(|city| city.languages.first().copied());
        Visit {
            engine: Arc::clone(&self.engine),
            catalog: Arc::clone(&face.catalog),
            case_types: Arc::clone(&face.case_types),
            who: asker.who.clone(),
            language: asker.language.or(first).unwrap_or(Language::Chinese),
            done: Mutex::new(HashMap::new()),
        }
    }
}

/// The body of a request that was not executed.
pub(crate) fn error_body(code: Code, message: &str) -> Vec<u8> {
    write::error(code, message)
}
