//! Everything that is judged before a request is executed, and its execution over one schema.

use std::sync::Arc;

use async_graphql::dynamic::Schema;
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::registry::Registry;
use async_graphql::{Name, Request, ServerError, Variables};
use serde_json::Value;
use tracing::{Instrument as _, debug_span};

use super::document::{self, Chosen, Documents, Unread};
use super::plan::{Plan, Unfit};
use super::validate::Validator;
use super::write::Cost;
use super::{Answer, Ask, variables, write};
use crate::code::Code;
use crate::guard::{self, Measured, Refused};

/// The way of every request over one schema.
pub(crate) struct Way<'a> {
    pub(crate) documents: &'a Documents,
    pub(crate) schema: &'a Schema,
    pub(crate) validator: &'a Validator,
    /// What a document may cost.
    pub(crate) limits: guard::Limits,
}

/// A request that may be executed.
pub(crate) struct Prepared {
    document: Arc<ExecutableDocument>,
    query: String,
    operation_name: Option<String>,
    /// What the operation is called, if it has a name.
    pub(super) name: Option<String>,
    /// Coerced.
    variables: Variables,
    pub(super) kind: OperationType,
    pub(super) measured: Measured,
}

impl Way<'_> {
    /// Judges a request.
    ///
    /// # Errors
    /// The answer to one that may not be executed.
    pub(crate) async fn prepare(&self, ask: Ask) -> Result<Prepared, Answer> {
        // 1. Parse, unless the document costs too much or was parsed before.
        let parsed = debug_span!("parse").in_scope(|| self.documents.parse(&ask.query, &self.limits));
        let document = match parsed {
            Ok(document) => document,
            Err(Unread::Invalid(error)) => return Err(write::invalid(Code::DocumentInvalid, vec![error])),
            Err(Unread::Refused(refused)) => return Err(write::refused(Code::DocumentRefused, &refused.to_string())),
        };
        // 2. Find the operation.
        let chosen = document::find(&document, ask.operation_name.as_deref())
            .map_err(|error| write::invalid(Code::DocumentInvalid, vec![error]))?;
        let kind = chosen.operation.ty;
        if kind != OperationType::Query && ask.reading_only {
            return Err(write::refused(Code::MethodNotAllowed, "by this way only queries are taken"));
        }
        // 3. What the answer may cost.
        let variables = Variables::from_json(Value::Object(ask.variables));
        let measured =
            debug_span!("cost").in_scope(|| guard::measure(&document, chosen.operation, &variables, &self.limits));
        let measured = measured.map_err(|refused| match refused {
            Refused::TooCostly { requested, max } => write::too_costly(requested, max),
            refused => write::refused(Code::DocumentRefused, &refused.to_string()),
        })?;
        // 4. Whether it fits the schema, and the variables what the operation declares.
        let fits = self.validator.check(self.schema, &ask.query, &document).instrument(debug_span!("validate")).await;
        fits.map_err(|errors| write::invalid(Code::DocumentInvalid, errors))?;
        let variables = variables::coerce(self.schema.registry(), chosen.operation, variables)
            .map_err(|error| write::invalid(Code::BadInput, vec![error]))?;
        let name = chosen.name.map(str::to_owned);
        let (query, operation_name) = (ask.query, ask.operation_name);
        let prepared = Prepared { document, query, operation_name, name, variables, kind, measured };
        // 5. Whether there is a plan of it.
        match debug_span!("plan").in_scope(|| prepared.plan(self.schema.registry())) {
            Ok(_) => Ok(prepared),
            Err(unfit) => Err(unfit.answer()),
        }
    }

    /// Everything that would keep a document from being executed, whatever values come with it.
    ///
    /// # Errors
    /// Why a text is no document.
    pub(crate) async fn judge(&self, text: &str) -> Result<(Arc<ExecutableDocument>, Vec<ServerError>), String> {
        let document = self.documents.parse(text, &self.limits).map_err(|unread| match unread {
            Unread::Refused(refused) => refused.to_string(),
            Unread::Invalid(error) => error.message,
        })?;
        if let Err(errors) = self.validator.check(self.schema, text, &document).await {
            return Ok((document, errors));
        }
        let mut errors = Vec::new();
        for (name, operation) in document.operations.iter() {
            let chosen = Chosen { document: &document, operation: &operation.node, name: name.map(Name::as_str) };
            // A condition must be decided: what it leaves out is planned all the same.
            let declared = operation.node.variable_definitions.iter();
            let decided = declared.map(|one| (one.node.name.node.to_string(), Value::Bool(true))).collect();
            let decided = Variables::from_json(Value::Object(decided));
            let plan = Plan::of(self.schema.registry(), &chosen, &decided);
            errors.extend(plan.err().map(Unfit::into_error));
        }
        Ok((document, errors))
    }
}

impl Prepared {
    /// What of it is executed over the schema of this registry.
    pub(super) fn plan<'a>(&'a self, registry: &'a Registry) -> Result<Plan<'a>, Unfit> {
        let chosen = document::find(&self.document, self.operation_name.as_deref()).map_err(Unfit::document)?;
        Plan::of(registry, &chosen, &self.variables)
    }

    /// The plan as the executor wants it.
    pub(super) fn request(&self, plan: &Plan<'_>) -> Request {
        let mut request = Request::new(self.query.clone());
        request.set_parsed_query(plan.document());
        request
    }

    /// Executes and writes. `dress` hands the resolvers what they need beside the request.
    pub(crate) async fn execute(
        &self,
        schema: &Schema,
        dress: impl FnOnce(Request) -> Request,
        request_id: &str,
        cost: Cost,
    ) -> Answer {
        match self.plan(schema.registry()) {
            Err(unfit) => unfit.answer(),
            Ok(plan) => {
                let response = schema.execute(dress(self.request(&plan))).instrument(debug_span!("execute")).await;
                debug_span!("write").in_scope(|| write::answered(response, &plan, request_id, cost))
            }
        }
    }
}
