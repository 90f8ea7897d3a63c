//! The core door: `submitCase` and `performAction`, the same for every module.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use async_graphql::parser::types::Selection;
use cityhall_domain::name::CaseId;
use cityhall_engine::{
    ApiKey, CaseRef, Done, HandedOver, IssuedKey, MandateDone, MatterDone, OnBehalfOf, PerformAction, Position,
    Refusal, SubmitCase,
};
use serde::Deserialize;
use serde_json::Map;

use crate::answer::TYPE_KEY;
use crate::opaque::{GlobalId, encode_position};
use crate::refusal::{UserError, UserErrorCode, user_errors};
use crate::schema::case::{CaseNode, KNOWN_FROM_COMMAND};
use crate::schema::fault::Fault;
use crate::schema::module::word;
use crate::schema::people::{self, ForWhom, Way};
use crate::schema::spec::{Answer, Argument, Spec, ty};
use crate::schema::table::Table;
use crate::schema::tracking;
use crate::visit::Visit;

/// How long a client's key may be: far more than a UUID.
const KEY_BYTES_MAX: usize = 200;

/// What a mutation came to.
#[derive(Default)]
pub(crate) struct Payload {
    /// What was done; absent when there are user errors.
    pub(crate) done: Option<Done>,
    /// What was done in a supervision matter.
    pub(crate) matter: Option<MatterDone>,
    /// What was done to a mandate.
    pub(crate) mandate: Option<MandateDone>,
    /// What a hand-over came to.
    pub(crate) handed: Option<HandedOver>,
    /// The API key that was issued or revoked, and when it was issued the whole of it.
    pub(crate) key: Option<(ApiKey, Option<IssuedKey>)>,
    /// Why nothing was done.
    pub(crate) errors: Vec<UserError>,
}

impl Payload {
    pub(crate) fn of(answer: Result<Done, Refusal>, ctx: &ResolverContext<'_>) -> Self {
        match answer {
            Ok(done) => Self { done: Some(done), ..Self::default() },
            Err(refusal) => Self::refused(&refusal, ctx),
        }
    }

    pub(crate) fn of_matter(answer: Result<MatterDone, Refusal>, ctx: &ResolverContext<'_>) -> Self {
        match answer {
            Ok(done) => Self { matter: Some(done), ..Self::default() },
            Err(refusal) => Self::refused(&refusal, ctx),
        }
    }

    pub(crate) fn of_mandate(answer: Result<MandateDone, Refusal>, ctx: &ResolverContext<'_>) -> Self {
        match answer {
            Ok(done) => Self { mandate: Some(done), ..Self::default() },
            Err(refusal) => Self::refused(&refusal, ctx),
        }
    }

    pub(crate) fn of_hand_over(answer: Result<HandedOver, Refusal>, ctx: &ResolverContext<'_>) -> Self {
        match answer {
            Ok(handed) => Self { handed: Some(handed), ..Self::default() },
            Err(refusal) => Self::refused(&refusal, ctx),
        }
    }

    /// The position of the last event that the command stored.
    fn position(&self) -> Option<Position> {
        let done = self.done.as_ref().map(|done| done.position);
        let matter = self.matter.as_ref().map(|done| done.position);
        let mandate = self.mandate.as_ref().map(|done| done.position);
        done.or(matter).or(mandate).or_else(|| self.handed.as_ref()?.position())
    }

    fn refused(refusal: &Refusal, ctx: &ResolverContext<'_>) -> Self {
        Self { errors: user_errors(refusal, Visit::of(ctx).language), ..Self::default() }
    }
}

/// Runs a command once for each response key, however often the document repeats the field.
pub(crate) async fn once(
    ctx: &ResolverContext<'_>,
    run: impl Future<Output = Result<Payload, Fault>>,
) -> Result<Arc<Payload>, Fault> {
    let key = ctx.ctx.item.node.response_key().node.to_string();
    let mut done = Visit::of(ctx).done.lock().await;
    if let Some(payload) = done.get(&key) {
        return Ok(Arc::clone(payload));
    }
    let payload = Arc::new(run.await?);
    done.insert(key, Arc::clone(&payload));
    Ok(payload)
}

/// Adds what payloads of all mutations share.
pub(crate) fn add_shared(table: &mut Table) {
    let codes: Vec<_> = UserErrorCode::ALL.iter().map(|code| (code.as_str(), code.about())).collect();
    table.words("UserErrorCode", "Why a mutation did nothing.", &codes);
    table.object(
        "UserError",
        "One problem that the caller can do something about. Nothing was stored.",
        [
            Spec::leaf::<UserError>("code", ty::may("UserErrorCode"), "What kind.", |one| {
                Some(word(one.code.as_str()))
            }),
            Spec::leaf::<UserError>("message", ty::may("String"), "What is wrong, for people.", |one| {
                Some(Value::from(one.message.as_str()))
            }),
            Spec::leaf::<UserError>(
                "field",
                ty::may("String"),
                "Which part of the input, such as `answers/place/street`.",
                |one| one.field.clone().map(Value::from),
            ),
            Spec::leaf::<UserError>("allowed", ty::list("String"), "What would be allowed.", |one| {
                Some(Value::List(one.allowed.iter().map(|allowed| Value::from(allowed.as_str())).collect()))
            }),
            Spec::leaf::<UserError>(
                "rule",
                ty::may("String"),
                "The rule that is broken, such as `maxLength`.",
                |one| one.rule.clone().map(Value::from),
            ),
        ],
    );
}

/// Adds `submitCase`.
pub(crate) fn add_submit(table: &mut Table) {
    let mut input = vec![
        Argument::new("module", ty::must("String"), "Under which module."),
        Argument::new("answers", ty::must("JSON"), "What the applicant filled in, an object."),
    ];
    input.extend(submit_fields());
    people::add_on_behalf_of(table);
    table.input("SubmitCaseInput", "A new case.", input);
    add_submit_payload(table, "SubmitCasePayload", "Case", dressed);
    let field = Spec::asked("submitCase", ty::may("SubmitCasePayload"), "Hands in a new case (收件).", |ctx| {
        let parse = |ctx: &ResolverContext<'_>| read_input::<SubmitInput>(ctx)?.command(None);
        submit(ctx, parse)
    });
    table.mutation("submitCase", field.with(Argument::new("input", ty::must("SubmitCaseInput"), "The case.")));
}

/// What every submission takes besides its answers.
pub(crate) fn submit_fields() -> [Argument; 6] {
    [
        Argument::new("documents", ty::list("String"), "The materials that come with it, by name."),
        Argument::new(
            "documentsFollow",
            ty::may("Boolean"),
            "Whether the applicant promises that what may follow acceptance will (容缺受理).",
        ),
        Argument::new(
            "moduleRevision",
            ty::may("Int"),
            "The revision of the module that the form was filled in under; refused if it is not the current one.",
        ),
        Argument::new(
            "idempotencyKey",
            ty::may("String"),
            "The same key with the same content is done once and answered the same.",
        ),
        people::on_behalf_of_argument(),
        people::channel_argument(),
    ]
}

/// Submits what `parse` reads from the arguments.
pub(crate) fn submit<'a>(
    ctx: ResolverContext<'a>,
    parse: impl FnOnce(&ResolverContext<'_>) -> Result<SubmitCase, Fault> + Send + 'a,
) -> Answer<'a> {
    Box::pin(async move {
        let command = parse(&ctx)?;
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            Ok(Payload::of(visit.engine.submit(&visit.who, command).await, &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}

/// Adds `performAction`.
pub(crate) fn add_perform(table: &mut Table) {
    table.input(
        "PerformActionInput",
        "One action on one case.",
        [
            Argument::new("caseId", ty::must("ID"), "Which case."),
            Argument::new("action", ty::must("String"), "Which action; `availableActions` says which there are."),
            Argument::new("reason", ty::may("String"), "Why."),
            Argument::new("legalBasis", ty::may("String"), "Which legal basis of the guide it rests on."),
            Argument::new("fields", ty::may("JSON"), "The action's own fields, an object."),
            Argument::new("department", ty::may("String"), "To whom the case goes (transfer)."),
            Argument::new(
                "items",
                ty::list("String"),
                "JSON Pointers of what is to be supplemented (supplement notice).",
            ),
            Argument::new(
                "documents",
                ty::list("String"),
                "Materials that are to be supplemented, by name (supplement notice).",
            ),
            Argument::new("answers", ty::may("JSON"), "The answers that change (`answer-supplement`), an object."),
            Argument::new("expectedRevision", ty::may("Int"), "The revision of the case that the caller has seen."),
            Argument::new(
                "idempotencyKey",
                ty::may("String"),
                "The same key with the same content is done once and answered the same.",
            ),
            people::channel_argument(),
        ],
    );
    add_case_payload(table, "PerformActionPayload");
    let field = Spec::asked("performAction", ty::may("PerformActionPayload"), "Does one action on one case.", perform);
    table.mutation("performAction", field.with(Argument::new("input", ty::must("PerformActionInput"), "The action.")));
}

fn perform(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            let input = read_input::<PerformInput>(&ctx)?;
            // An id that is none of ours looks like one of nobody's.
            let Some(case_id) = GlobalId::case(&input.case_id) else {
                return Ok(Payload::of(Err(Refusal::NotFound), &ctx));
            };
            let command = input.command(case_id)?;
            Ok(Payload::of(visit.engine.perform(&visit.who, command).await, &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}

/// How the case of a payload becomes what the executor resolves further.
type DressCase = for<'a> fn(&CaseNode, &ResolverContext<'a>) -> FieldValue<'static>;

/// Adds a payload with a case of any module.
pub(crate) fn add_case_payload(table: &mut Table, name: &str) {
    table.object(name, "What a command came to.", payload_fields("Case", dressed));
}

fn dressed(node: &CaseNode, ctx: &ResolverContext<'_>) -> FieldValue<'static> {
    node.dressed(ctx)
}

/// Adds the payload of a submission, whose case has the type `case`.
pub(crate) fn add_submit_payload(table: &mut Table, name: &str, case: &str, dress: DressCase) {
    let fields = payload_fields(case, dress).into_iter().chain([tracking::payload_field()]);
    table.object(name, "What a command came to.", fields);
}

fn payload_fields(case: &str, dress: DressCase) -> [Spec; 4] {
    let case = Spec::asked("case", ty::may(case), "The case as it is now; null when nothing was done.", move |ctx| {
        Box::pin(async move {
            let payload = ctx.parent_value.downcast_ref::<Arc<Payload>>();
            let Some(done) = payload.and_then(|payload| payload.done.as_ref()) else { return Ok(None) };
            Ok(case_of(&ctx, done).await?.map(|node| dress(&node, &ctx)))
        })
    });
    let [errors, position] = outcome_fields();
    let replayed = replayed_field(|payload| payload.done.as_ref().map(|done| done.replayed));
    [case, errors, position, replayed]
}

/// What every payload says: why nothing was done, and where what was done is stored.
pub(crate) fn outcome_fields() -> [Spec; 2] {
    let errors = Spec::part::<Arc<Payload>>(
        "userErrors",
        ty::full_list("UserError"),
        "Why nothing was done; empty when it was.",
        |payload, _| Some(FieldValue::list(payload.errors.iter().map(|error| FieldValue::borrowed_any(error)))),
    );
    let about = "For `atLeast`: what reads must reflect to show it.";
    let position = Spec::leaf::<Arc<Payload>>("position", ty::may("Position"), about, |payload| {
        payload.position().map(|position| Value::from(encode_position(position)))
    });
    [errors, position]
}

/// Whether a payload is that of an earlier command.
pub(crate) fn replayed_field(replayed: fn(&Payload) -> Option<bool>) -> Spec {
    let about = "Whether this is the answer to an earlier command of the same key.";
    Spec::leaf::<Arc<Payload>>("replayed", ty::may("Boolean"), about, move |payload| replayed(payload).map(Value::from))
}

async fn case_of(ctx: &ResolverContext<'_>, done: &Done) -> Result<Option<CaseNode>, Fault> {
    if is_known(ctx) {
        return Ok(Some(CaseNode::done(done)));
    }
    let visit = Visit::of(ctx);
    let view = visit.engine.case(&visit.who, CaseRef::Id(done.case_id), Some(done.position)).await?;
    Ok(view.map(CaseNode::read))
}

/// Whether the selection asks for nothing but what the command's answer tells. What is asked of some types only is
/// not known: the answer does not tell the type, whatever the executor writes under the key for it.
fn is_known(ctx: &ResolverContext<'_>) -> bool {
    ctx.ctx.item.node.selection_set.node.items.iter().all(|inner| match &inner.node {
        Selection::Field(field) => {
            KNOWN_FROM_COMMAND.contains(&field.node.name.node.as_str()) || field.node.response_key().node == TYPE_KEY
        }
        Selection::FragmentSpread(_) | Selection::InlineFragment(_) => false,
    })
}

/// The argument `input`, which the executor has checked against the schema.
pub(crate) fn read_input<T: serde::de::DeserializeOwned>(ctx: &ResolverContext<'_>) -> Result<T, Fault> {
    let value = ctx.args.get("input").map(|value| value.as_value().clone()).unwrap_or_default();
    let json = value.into_json().map_err(|_| out_of_range())?;
    serde_json::from_value(json).map_err(|_| out_of_range())
}

fn out_of_range() -> Fault {
    Fault::input(
        "a part of `input` is not of its type or range: numbers are not negative, answers and fields are objects",
    )
}

pub(crate) fn key_of(key: Option<String>) -> Result<Option<String>, Fault> {
    match key {
        Some(key) if key.is_empty() || key.len() > KEY_BYTES_MAX => {
            Err(Fault::input(format!("`idempotencyKey` has 1 to {KEY_BYTES_MAX} bytes")))
        }
        key => Ok(key),
    }
}

/// The input of a submission, of either door.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubmitInput {
    #[serde(default)]
    module: String,
    #[serde(default)]
    answers: Option<Map<String, serde_json::Value>>,
    #[serde(default)]
    documents: Option<Vec<String>>,
    #[serde(default)]
    documents_follow: Option<bool>,
    #[serde(default)]
    module_revision: Option<u32>,
    #[serde(default)]
    idempotency_key: Option<String>,
    #[serde(default)]
    on_behalf_of: Option<ForWhom>,
    #[serde(default)]
    channel: Option<Way>,
}

impl SubmitInput {
    /// The command; `module` is what the typed door stands for.
    pub(crate) fn command(self, module: Option<&str>) -> Result<SubmitCase, Fault> {
        Ok(SubmitCase {
            module: module.map_or(self.module, str::to_owned),
            module_revision: self.module_revision,
            answers: self.answers.unwrap_or_default(),
            documents: self.documents.unwrap_or_default(),
            documents_follow: self.documents_follow.unwrap_or_default(),
            on_behalf_of: self.on_behalf_of.map(OnBehalfOf::from),
            idempotency_key: key_of(self.idempotency_key)?,
            channel: self.channel.unwrap_or_default().0,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PerformInput {
    case_id: String,
    action: String,
    reason: Option<String>,
    legal_basis: Option<String>,
    fields: Option<Map<String, serde_json::Value>>,
    department: Option<String>,
    items: Option<Vec<String>>,
    documents: Option<Vec<String>>,
    answers: Option<Map<String, serde_json::Value>>,
    expected_revision: Option<u64>,
    idempotency_key: Option<String>,
    channel: Option<Way>,
}

impl PerformInput {
    fn command(self, case_id: CaseId) -> Result<PerformAction, Fault> {
        Ok(PerformAction {
            case_id,
            action: self.action,
            reason: self.reason,
            legal_basis: self.legal_basis,
            fields: self.fields.unwrap_or_default(),
            department: self.department,
            items: self.items.unwrap_or_default(),
            documents: self.documents.unwrap_or_default(),
            answers: self.answers,
            expected_revision: self.expected_revision,
            idempotency_key: key_of(self.idempotency_key)?,
            channel: self.channel.unwrap_or_default().0,
        })
    }
}
