//! From a document to the bytes of its answer: guard and parse, validate, plan, execute, shape, write. Everything
//! that knows the executor stands here and in `schema`, so that it can be replaced.
//!
//! Reading order: [`document`], [`validate`] with [`overlooked`], [`variables`] with [`input`], [`prepare`], [`plan`] with
//! [`positions`], [`shape`], [`write`]; [`follow`] for what is answered more than once.

mod document;
mod follow;
mod input;
mod operations;
mod overlooked;
mod plan;
mod positions;
mod prepare;
mod shape;
mod validate;
mod variables;
mod write;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::parser::types::OperationType;
use async_trait::async_trait;
use cityhall_domain::text::Language;
use cityhall_engine::{Clock, Engine, Position, Principal};
use futures_util::stream::BoxStream;
use jiff::Timestamp;
use tokio::sync::Mutex;
use tokio_util::task::TaskTracker;
use tracing::{Instrument as _, debug_span};

pub(crate) use document::Documents;
pub(crate) use operations::Operations;
pub(crate) use plan::TYPE_KEY;
use prepare::Prepared;
pub(crate) use prepare::Way;
pub(crate) use validate::Validator;

use crate::code::Code;
use crate::faces::{Faces, Sdl, Served};
use crate::guard::{self, INTROSPECTION_COST};
use crate::limits::account::{Execution, held_back};
use crate::limits::turns::Shed;
use crate::limits::{Account, Limits, Over};
use crate::schema::Face;
use crate::trusted;
use crate::visit::{Follow, Visit};
pub(crate) use write::Cost;

/// One GraphQL request, whatever way it came.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The document; empty where it is asked for by its identifier.
    pub query: String,
    /// The name or digest of a document that is registered for the caller (`documentId`).
    pub document_id: Option<String>,
    /// Which operation of it.
    pub operation_name: Option<String>,
    /// The values of its variables.
    pub variables: serde_json::Map<String, serde_json::Value>,
    /// Whether only queries are taken, because the way may be repeated or forged.
    pub reading_only: bool,
    /// For a subscription: the position behind which it goes on, instead of where its document says.
    pub resume: Option<Position>,
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
    /// When they have to show who they are again, by security's clock; `None`: never.
    pub until: Option<Timestamp>,
    /// Who pays, and what they are told of it.
    pub account: Account,
}

impl Asker {
    /// Waits until they have to show who they are again.
    pub(crate) async fn expired(&self, clock: &Clock) {
        match self.until {
            None => std::future::pending().await,
            Some(until) => {
                let left = until.duration_since(clock.security_now());
                tokio::time::sleep(Duration::try_from(left).unwrap_or_default()).await;
            }
        }
    }
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

    /// The code of the first error of one that was not executed, or of a field.
    fn code(&self) -> Code {
        match self {
            Self::Executed { code, .. } => code.unwrap_or(Code::Internal),
            Self::Invalid { code, .. } | Self::Refused { code, .. } => *code,
        }
    }

    /// The whole answer as JSON.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        match self {
            Self::Executed { body, .. } | Self::Invalid { body, .. } | Self::Refused { body, .. } => body,
        }
    }
}

/// What following came to.
pub enum Started {
    /// It is no subscription, or none that can begin: this is all.
    Answered(Answer),
    /// Payloads, as they come.
    Following(BoxStream<'static, Told>),
}

/// What a subscription tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// One payload.
    Payload {
        /// The whole answer.
        body: Vec<u8>,
        /// From where to go on after it.
        position: Option<Position>,
    },
    /// It is over before the client ended it; nothing comes after this.
    Ended {
        /// Why.
        code: Code,
        /// What is said of it.
        message: String,
    },
}

/// Whatever executes GraphQL.
#[async_trait]
pub trait GraphqlEngine: Send + Sync {
    /// Answers one request that is no subscription.
    async fn answer(&self, asker: Asker, ask: Ask) -> Answer;

    /// Begins a subscription, or answers what is none.
    async fn follow(self: Arc<Self>, asker: Asker, ask: Ask) -> Started;

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
        match self.prepare(&served, &asker, ask).await {
            Err(answer) => answer,
            Ok(prepared) if prepared.kind == OperationType::Subscription => {
                write::refused(Code::DocumentRefused, "subscriptions come over WebSocket or at /graphql/stream")
            }
            Ok(prepared) => self.once(asker, served, prepared).await,
        }
    }

    async fn follow(self: Arc<Self>, asker: Asker, ask: Ask) -> Started {
        let served = self.faces.of(asker.who.audience());
        match self.prepare(&served, &asker, ask.clone()).await {
            Err(answer) => Started::Answered(answer),
            Ok(prepared) if prepared.kind == OperationType::Subscription => {
                follow::begin(self, asker, ask, served, prepared).await
            }
            Ok(prepared) => Started::Answered(self.once(asker, served, prepared).await),
        }
    }

    fn sdl(&self, who: &Principal) -> Arc<Sdl> {
        self.faces.of(who.audience()).sdl()
    }
}

impl DynamicEngine {
    /// Judges a request over the schema that its caller sees.
    ///
    /// # Errors
    /// The answer to one that may not be executed.
    async fn prepare(&self, served: &Served, asker: &Asker, ask: Ask) -> Result<Prepared, Answer> {
        let ask = trusted::resolve(&served.face.catalog, &asker.who, ask)
            .map_err(|code| write::refused(code, trusted::message(code)))?;
        let limits = self.limits.of(asker.who.audience()).document;
        let way = Way { documents: &self.documents, schema: &served.face.schema, validator: &served.validator, limits };
        way.prepare(ask).await
    }

    /// What one answer costs the caller, before it is paid.
    fn cost(&self, asker: &Asker, served: &Served, prepared: &Prepared) -> Cost {
        let max = self.limits.of(asker.who.audience()).document.cost_max;
        Cost::of(whole_cost(&served.face, &prepared.measured), max, asker.account.quota())
    }

    /// Pays, executes what is answered once, and writes.
    async fn once(&self, asker: Asker, served: Arc<Served>, prepared: Prepared) -> Answer {
        let (cost, execution) = match admitted(&asker.account, self.cost(&asker, &served, &prepared)).await {
            Ok(admitted) => admitted,
            Err(answer) => return answer,
        };
        let visit = visit(&self.engine, &served.face, &asker, None);
        let (operations, time_max) = (Arc::clone(&self.operations), self.limits.execution_time_max);
        let is_command = prepared.kind == OperationType::Mutation;
        let work = async move {
            let begun = Instant::now();
            let executed =
                prepared.execute(&served.face.schema, |request| request.data(visit), &asker.request_id, cost);
            let answer = tokio::time::timeout(time_max, executed).await.unwrap_or_else(|_| write::timed_out(cost));
            execution.done();
            operations.done(asker.who.audience(), prepared.name.as_deref(), answer.outcome(), begun.elapsed());
            answer
        };
        if !is_command {
            return work.await;
        }
        // A command that has begun comes to its end, though its caller hang up: what it leaves in the power log when
        // it is refused is not theirs to prevent.
        self.commands.spawn(work.in_current_span()).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a command broke off");
            write::refused(Code::Internal, "something went wrong inside")
        })
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
    let execution = account.turn().instrument(debug_span!("wait")).await.map_err(|shed| match shed {
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

fn visit(engine: &Arc<Engine>, face: &Face, asker: &Asker, follow: Option<Arc<Follow>>) -> Visit {
    let first = face.catalog.city.as_ref().and_then(|city| city.languages.first().copied());
    Visit {
        engine: Arc::clone(engine),
        catalog: Arc::clone(&face.catalog),
        case_types: Arc::clone(&face.case_types),
        who: asker.who.clone(),
        account: asker.account.clone(),
        language: asker.language.or(first).unwrap_or(Language::Chinese),
        done: Mutex::new(HashMap::new()),
        follow,
    }
}

/// The body of a request that was not executed.
pub(crate) fn error_body(code: Code, message: &str) -> Vec<u8> {
    write::error(code, message)
}
