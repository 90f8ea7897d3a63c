//! From a document to the bytes of its answer: guard and parse, validate, plan, execute, shape, write. Everything
//! that knows the executor stands here and in `schema`, so that it can be replaced.
//!
//! Reading order: [`document`], [`validate`] with [`usage`], [`variables`] with [`input`], [`plan`] with [`positions`], [`shape`],
//! [`write`].

mod document;
mod input;
mod plan;
mod positions;
mod shape;
mod usage;
mod validate;
mod variables;
mod write;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dynamic::Schema;
use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Variables};
use async_trait::async_trait;
use cityhall_domain::text::Language;
use cityhall_engine::{Engine, Principal};
use tokio::sync::Mutex;

pub(crate) use document::Documents;
use document::Unread;
use plan::Plan;
pub(crate) use plan::TYPE_KEY;
pub(crate) use validate::Validator;

use crate::code::Code;
use crate::faces::{Faces, Sdl};
use crate::guard;
use crate::visit::Visit;

/// How long one request may be worked on.
const TIME_MAX: Duration = Duration::from_secs(20);

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

/// Whatever executes GraphQL.
#[async_trait]
pub trait GraphqlEngine: Send + Sync {
    /// Answers one request.
    async fn answer(&self, asker: Asker, ask: Ask) -> Answer;

    /// The schema that a principal sees.
    fn sdl(&self, who: &Principal) -> Arc<Sdl>;
}

/// The way of every request over one schema.
pub(crate) struct Way<'a> {
    pub(crate) documents: &'a Documents,
    pub(crate) schema: &'a Schema,
    pub(crate) validator: &'a Validator,
}

impl Way<'_> {
    /// Answers one request. `dress` hands the resolvers what they need beside it.
    pub(crate) async fn answer(&self, ask: Ask, request_id: &str, dress: impl FnOnce(Request) -> Request) -> Answer {
        // 1. Parse, unless the document costs too much or was parsed before.
        let document = match self.documents.parse(&ask.query) {
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
        if let Err(refused) = guard::measure(&document, chosen.operation, &variables, self.documents.limits()) {
            return write::refused(Code::DocumentRefused, &refused.to_string());
        }
        // 4. Whether it fits the schema, and the variables what the operation declares.
        if let Err(errors) = self.validator.check(self.schema, &ask.query, &document).await {
            return write::invalid(Code::DocumentInvalid, errors);
        }
        let variables = match variables::coerce(self.schema.registry(), chosen.operation, variables) {
            Ok(variables) => variables,
            Err(error) => return write::invalid(Code::BadInput, vec![error]),
        };
        // 5. What is executed.
        let plan = match Plan::of(self.schema.registry(), &chosen, &variables) {
            Ok(plan) => plan,
            Err(unfit) => return write::invalid(unfit.code, vec![unfit.error]),
        };
        let mut request = Request::new(ask.query);
        request.set_parsed_query(plan.document());
        // 6. Execute, shape and write.
        match tokio::time::timeout(TIME_MAX, self.schema.execute(dress(request))).await {
            Ok(response) => write::answered(response, &plan, request_id),
            Err(_) => write::timed_out(),
        }
    }
}

/// The engine over the dynamic schemas of a city.
pub(crate) struct DynamicEngine {
    pub(crate) engine: Arc<Engine>,
    pub(crate) faces: Arc<Faces>,
    pub(crate) documents: Documents,
}

#[async_trait]
impl GraphqlEngine for DynamicEngine {
    async fn answer(&self, asker: Asker, ask: Ask) -> Answer {
        let served = self.faces.of(asker.who.audience());
        let way = Way { documents: &self.documents, schema: &served.face.schema, validator: &served.validator };
        way.answer(ask, &asker.request_id, |request| request.data(self.visit(&served.face, &asker))).await
    }

    fn sdl(&self, who: &Principal) -> Arc<Sdl> {
        self.faces.of(who.audience()).sdl()
    }
}

impl DynamicEngine {
    fn visit(&self, face: &crate::schema::Face, asker: &Asker) -> Visit {
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
