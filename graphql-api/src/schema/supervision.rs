//! Supervision matters (督办): opened by a card or by hand, followed to their end.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::channel::Channel;
use cityhall_domain::supervision::{Addressee, Cause, Level, MatterAct, MatterId};
use cityhall_engine::{
    FollowSupervision, MatterDone, MatterFilter, MatterStep, MatterStepView, MatterView, OpenSupervision, Refusal,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::opaque::{GlobalId, encode_position};
use crate::schema::card::card_word;
use crate::schema::core::moment;
use crate::schema::department;
use crate::schema::fault::Fault;
use crate::schema::module::word;
use crate::schema::mutation::{Payload, key_of, once, outcome_fields, read_input, replayed_field};
use crate::schema::page::{self, Listed};
use crate::schema::spec::{Answer, Argument, Spec, object, ty};
use crate::schema::table::{Table, implementing};
use crate::visit::Visit;

/// A matter as resolvers hold it.
type Node = Arc<MatterView>;

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    table.words(
        "SupervisionLevel",
        "How far up the ladder a matter goes.",
        &[
            ("HEAD", "To the head of the department that has the case."),
            ("SUPERIOR", "To who stands above that head (分管领导)."),
        ],
    );
    let about = "What can be done in a supervision matter.";
    table.words("SupervisionAct", about, &MatterAct::ALL.map(act_word));
    let about = "Somebody above follows what becomes of a case (督办).";
    let fields = identity().into_iter().chain(standing());
    table.add(implementing(object("SupervisionMatter", about, fields), &["Node"]));
    table.object("SupervisionStep", "One step in a supervision matter.", step_fields());
    page::add_connection::<Node>(table, "SupervisionMatter", "SupervisionMatter", |node, _| {
        Some(FieldValue::owned_any(Arc::clone(node)))
    });
    add_list(table);
    add_mutations(table);
}

/// The matter of this identity, as a value of an interface.
pub(crate) async fn node<'a>(ctx: &ResolverContext<'a>, id: MatterId) -> Result<Option<FieldValue<'a>>, Fault> {
    let visit = Visit::of(ctx);
    let view = visit.engine.matter(&visit.who, id, page::at_least(ctx)?).await?;
    Ok(view.map(|view| FieldValue::owned_any(Arc::new(view)).with_type("SupervisionMatter")))
}

fn add_list(table: &mut Table) {
    table.input(
        "SupervisionMatterFilter",
        "Which matters. Absent parts do not restrict.",
        [
            Argument::new("open", ty::may("Boolean"), "Not closed, or closed."),
            Argument::new("department", ty::may("String"), "Asked of this department."),
            Argument::new("caseNumber", ty::may("String"), "About this case."),
            Argument::new("superiorMissing", ty::may("Boolean"), "For which the ladder named nobody."),
        ],
    );
    let about = "Supervision matters, newest first. Auditors and supervisors: all. Other officers: those that go to \
                 them or to their department.";
    let field = Spec::asked("supervisionMatters", ty::may("SupervisionMatterConnection"), about, |ctx| {
        Box::pin(async move {
            let visit = Visit::of(&ctx);
            let (asked, filter) = (page::asked_of_many(&ctx)?, filter(&ctx)?);
            let found = visit.engine.matters(&visit.who, &filter, asked.clone(), page::at_least(&ctx)?).await?;
            Ok(Some(FieldValue::owned_any(Listed::of(found, &asked, Arc::new))))
        })
    });
    table.query(
        "supervisionMatters",
        field
            .with_all(page::arguments())
            .with(Argument::new("filter", ty::may("SupervisionMatterFilter"), "Only these."))
            .with(page::at_least_argument()),
    );
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Filter {
    open: Option<bool>,
    department: Option<String>,
    case_number: Option<String>,
    superior_missing: Option<bool>,
}

fn filter(ctx: &ResolverContext<'_>) -> Result<MatterFilter, Fault> {
    let not_so = || Fault::input("`filter` is not what it takes");
    let given = ctx.args.get("filter").map(|value| value.as_value().clone()).unwrap_or_default();
    let json = given.into_json().map_err(|_| not_so())?;
    let filter: Option<Filter> = serde_json::from_value(json).map_err(|_| not_so())?;
    let Filter { open, department, case_number, superior_missing } = filter.unwrap_or_default();
    Ok(MatterFilter {
        open,
        department: department.map(|name| name.parse().map_err(|_| not_so())).transpose()?,
        number: case_number.map(|number| number.parse().map_err(|_| not_so())).transpose()?,
        superior_missing,
    })
}

fn matter(name: &str, of: &str, about: &str, read: fn(&MatterView) -> Option<Value>) -> Spec {
    Spec::leaf::<Node>(name, ty::may(of), about, move |node| read(node))
}

fn identity() -> Vec<Spec> {
    vec![
        Spec::leaf::<Node>("id", ty::must("ID"), "The global id.", |node| {
            Some(Value::from(GlobalId::Matter(node.matter.id).encode()))
        }),
        matter("caseId", "ID", "The case that it is about.", |one| {
            Some(Value::from(GlobalId::Case(one.matter.case).encode()))
        }),
        matter("caseNumber", "String", "The number of the case.", |one| Some(Value::from(one.matter.number.as_str()))),
        Spec::part::<Node>("department", ty::may("Department"), "Who gives the feedback.", |node, ctx| {
            department::find(ctx, &node.matter.department)
        }),
        matter("level", "SupervisionLevel", "How far up it goes.", |one| Some(word(level_word(one.matter.level)))),
        matter("card", "Int", "The number of the card that opened it; null when a supervisor did.", |one| {
            match one.matter.cause {
                Cause::Card { number, .. } => i32::try_from(number).ok().map(Value::from),
                Cause::Supervisor => None,
            }
        }),
        matter("cardKind", "CardKind", "How grave that card is.", |one| match one.matter.cause {
            Cause::Card { kind, .. } => Some(word(card_word(kind))),
            Cause::Supervisor => None,
        }),
    ]
}

fn standing() -> Vec<Spec> {
    vec![
        matter("addressee", "String", "To whom it goes, by the subject of their tokens.", |one| {
            match &one.matter.addressee {
                Addressee::Person { subject } => Some(Value::from(subject.0.as_str())),
                Addressee::SuperiorMissing => None,
            }
        }),
        matter(
            "superiorMissing",
            "Boolean",
            "Whether the org tree named nobody: the supervisors have it as a task.",
            |one| Some(Value::from(one.matter.addressee == Addressee::SuperiorMissing)),
        ),
        matter("openedAt", "DateTime", "When it was opened.", |one| Some(moment(one.matter.opened_at))),
        matter("dueAt", "DateTime", "The first moment that is too late for feedback.", |one| {
            Some(moment(one.matter.due.at))
        }),
        matter("extended", "Boolean", "Whether that was extended.", |one| Some(Value::from(one.matter.extended))),
        matter("answeredAt", "DateTime", "When feedback was first given.", |one| one.matter.answered_at.map(moment)),
        matter("closedAt", "DateTime", "When it was closed.", |one| one.matter.closed_at.map(moment)),
        Spec::part::<Node>("steps", ty::list("SupervisionStep"), "What was done, oldest first.", |node, _| {
            Some(FieldValue::list(node.steps.iter().map(|step| FieldValue::borrowed_any(step))))
        }),
        Spec::leaf::<Node>(
            "availableActs",
            ty::list("SupervisionAct"),
            "What this officer may do in it now, each with what it demands.",
            |node| Some(Value::List(node.acts.iter().map(|act| word(act_word(*act).0)).collect())),
        ),
        matter("asOf", "Position", "What this reflects.", |one| Some(Value::from(encode_position(one.as_of)))),
    ]
}

/// How an act is called in the API, and what it is.
fn act_word(act: MatterAct) -> (&'static str, &'static str) {
    match act {
        MatterAct::Instruct => ("INSTRUCT", "Say what is to be done: `instruct` (批示)."),
        MatterAct::GiveFeedback => ("GIVE_FEEDBACK", "Say what was done: `giveFeedback` (反馈)."),
        MatterAct::Extend => ("EXTEND", "Give the department more time: `extendSupervision` (延期)."),
        MatterAct::Close => ("CLOSE", "End it: `closeSupervision` (办结)."),
    }
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Head => "HEAD",
        Level::Superior => "SUPERIOR",
    }
}

fn step_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<MatterStepView>("type", ty::may("String"), "What happened, such as `Instructed`.", |one| {
            Some(Value::from(one.event_type.as_str()))
        }),
        Spec::leaf::<MatterStepView>("effectiveAt", ty::may("DateTime"), "When.", |one| Some(moment(one.effective_at))),
        Spec::part::<MatterStepView>("by", ty::may("Actor"), "Who.", |one, _| {
            Some(FieldValue::owned_any(one.by.clone()))
        }),
        Spec::leaf::<MatterStepView>("text", ty::may("String"), "What was written, for readers who may know.", |one| {
            one.text.clone().map(Value::from)
        }),
    ]
}

// === Mutations ===

fn add_mutations(table: &mut Table) {
    add_payload(table);
    let text = |about: &str| Argument::new("text", ty::must("String"), about);
    let opening = [
        Argument::new("caseId", ty::must("ID"), "About which case."),
        Argument::new("level", ty::must("SupervisionLevel"), "How far up it goes."),
        text("What is to be done."),
    ];
    add_mutation(table, "openSupervision", "Opens a supervision matter by hand (督办立项).", opening, open);
    let of_matter = || Argument::new("matterId", ty::must("ID"), "Which matter.");
    let about = "Says what is to be done (批示).";
    add_mutation(table, "instruct", about, [of_matter(), text("What.")], follow::<Instruct>);
    let about = "Says what was done (反馈).";
    add_mutation(table, "giveFeedback", about, [of_matter(), text("What.")], follow::<GiveFeedback>);
    let more = [
        of_matter(),
        Argument::new("workingDays", ty::must("Int"), "By how many working days, 1 to 60."),
        Argument::new("reason", ty::must("String"), "Why."),
    ];
    let about = "Gives the department more time, once (延期).";
    add_mutation(table, "extendSupervision", about, more, follow::<Extend>);
    let about = "Ends a matter that was answered (办结).";
    add_mutation(table, "closeSupervision", about, [of_matter()], follow::<Close>);
}

fn add_mutation(
    table: &mut Table,
    name: &str,
    about: &str,
    arguments: impl IntoIterator<Item = Argument>,
    run: for<'a> fn(ResolverContext<'a>) -> Answer<'a>,
) {
    let input = format!("{}{}Input", name[..1].to_ascii_uppercase(), &name[1..]);
    let key = "The same key with the same content is done once and answered the same.";
    let key = Argument::new("idempotencyKey", ty::may("String"), key);
    table.input(&input, about, arguments.into_iter().chain([key]));
    let field = Spec::asked(name, ty::may("SupervisionPayload"), about, run);
    table.mutation(name, field.with(Argument::new("input", ty::must(&input), "What is asked.")));
}

fn add_payload(table: &mut Table) {
    let about = "The matter as it is now; null when nothing was done.";
    let matter = Spec::asked("matter", ty::may("SupervisionMatter"), about, |ctx| {
        Box::pin(async move {
            let payload = ctx.parent_value.downcast_ref::<Arc<Payload>>();
            let done = payload.and_then(|payload| payload.matter);
            let Some(MatterDone { matter, position, .. }) = done else { return Ok(None) };
            let visit = Visit::of(&ctx);
            let view = visit.engine.matter(&visit.who, matter, Some(position)).await?;
            Ok(view.map(|view| FieldValue::owned_any(Arc::new(view))))
        })
    });
    let [errors, position] = outcome_fields();
    let replayed = replayed_field(|payload| payload.matter.as_ref().map(|done| done.replayed));
    table.object("SupervisionPayload", "What a command on a matter came to.", [matter, errors, position, replayed]);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OpenInput {
    case_id: String,
    level: String,
    text: String,
    idempotency_key: Option<String>,
}

fn open(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            let OpenInput { case_id, level, text, idempotency_key } = read_input(&ctx)?;
            // An id that is none of ours looks like one of nobody's.
            let Some(case_id) = GlobalId::case(&case_id) else {
                return Ok(Payload::of_matter(Err(Refusal::NotFound), &ctx));
            };
            let level = if level == level_word(Level::Superior) { Level::Superior } else { Level::Head };
            let idempotency_key = key_of(idempotency_key)?;
            let asked = OpenSupervision { case_id, level, text, idempotency_key, channel: Channel::Online };
            Ok(Payload::of_matter(visit.engine.open_supervision(&visit.who, asked).await, &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}

/// The input of a step: what it has beside the matter and the key is read by `T`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StepInput<T> {
    matter_id: String,
    idempotency_key: Option<String>,
    #[serde(flatten)]
    step: T,
}

#[derive(Deserialize)]
struct Instruct {
    text: String,
}

#[derive(Deserialize)]
struct GiveFeedback {
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Extend {
    working_days: u8,
    reason: String,
}

#[derive(Deserialize)]
struct Close {}

impl From<Instruct> for MatterStep {
    fn from(Instruct { text }: Instruct) -> Self {
        Self::Instruct { text }
    }
}

impl From<GiveFeedback> for MatterStep {
    fn from(GiveFeedback { text }: GiveFeedback) -> Self {
        Self::GiveFeedback { text }
    }
}

impl From<Extend> for MatterStep {
    fn from(Extend { working_days, reason }: Extend) -> Self {
        Self::Extend { working_days, reason }
    }
}

impl From<Close> for MatterStep {
    fn from(Close {}: Close) -> Self {
        Self::Close {}
    }
}

fn follow<T: DeserializeOwned + Into<MatterStep> + Send>(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            let StepInput { matter_id, idempotency_key, step } = read_input::<StepInput<T>>(&ctx)?;
            let Some(GlobalId::Matter(matter)) = GlobalId::decode(&matter_id) else {
                return Ok(Payload::of_matter(Err(Refusal::NotFound), &ctx));
            };
            let idempotency_key = key_of(idempotency_key)?;
            let step = step.into();
            let asked = FollowSupervision { matter, step, idempotency_key, channel: Channel::Online };
            Ok(Payload::of_matter(visit.engine.follow_supervision(&visit.who, asked).await, &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}
