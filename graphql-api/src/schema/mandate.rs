//! Mandates: who lets whom act in their place. Persons and bodies name services (委托), officers hand over
//! their office while they are away (请假代理). Whoever acts under one says so by a header of the request.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::mandate::{MandateId, Scope};
use cityhall_engine::{GiveMandate, MandateDone, MandateView, Refusal};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::opaque::GlobalId;
use crate::schema::core::moment;
use crate::schema::department;
use crate::schema::fault::Fault;
use crate::schema::module::word;
use crate::schema::mutation::{Payload, key_of, once, outcome_fields, read_input};
use crate::schema::page::{self, Listed};
use crate::schema::spec::{Answer, Argument, Spec, object, ty};
use crate::schema::table::{Table, implementing};
use crate::visit::Visit;

/// A mandate as resolvers hold it.
type Node = Arc<MandateView>;

/// Adds it for those who apply.
pub(crate) fn add_applicants(table: &mut Table) {
    add_shared(table);
    let input = [
        Argument::new("agent", ty::must("String"), "Who is to act: a subject, an identity number or a credit code."),
        Argument::new("modules", ty::full_list("String"), "In which services."),
    ];
    table.input("GiveMandateInput", "A new mandate.", input.into_iter().chain(common()));
    let about = "Lets another act in the caller's place, in some services (委托).";
    table.mutation("giveMandate", mutation("giveMandate", "GiveMandateInput", about, give::<ForServices>));
}

/// Adds it for officers.
pub(crate) fn add_staff(table: &mut Table) {
    add_shared(table);
    let input = [Argument::new("standIn", ty::must("String"), "Who stands in, as their token names them.")];
    table.input("RecordLeaveInput", "An absence.", input.into_iter().chain(common()));
    let about = "Hands over the caller's office while they are away (请假代理), with the roles that they hold now.";
    table.mutation("recordLeave", mutation("recordLeave", "RecordLeaveInput", about, give::<ForOffice>));
}

/// The mandate of this identity, as a value of an interface.
pub(crate) async fn node<'a>(ctx: &ResolverContext<'a>, id: MandateId) -> Result<Option<FieldValue<'a>>, Fault> {
    let visit = Visit::of(ctx);
    let view = visit.engine.mandate(&visit.who, id, page::at_least(ctx)?).await?;
    Ok(view.map(|view| FieldValue::owned_any(Arc::new(view)).with_type("Mandate")))
}

/// What every new mandate says.
fn common() -> [Argument; 3] {
    [
        Argument::new("firstDay", ty::must("Date"), "The first day."),
        Argument::new("lastDay", ty::must("Date"), "The last day: it ends at 24:00 in the city."),
        Argument::new(
            "idempotencyKey",
            ty::may("String"),
            "The same key with the same content is done once and answered the same.",
        ),
    ]
}

fn add_shared(table: &mut Table) {
    table.words(
        "MandateKind",
        "What is handed over.",
        &[
            ("SERVICES", "The matters of a person or body in some services (委托)."),
            ("OFFICE", "The office of an officer who is away (请假代理)."),
        ],
    );
    let about = "Somebody lets another act in their place. Acted under by the header `Cityhall-Mandate: ID`.";
    table.add(implementing(object("Mandate", about, fields()), &["Node"]));
    page::add_connection::<Node>(table, "Mandate", "Mandate", |node, _| Some(FieldValue::owned_any(Arc::clone(node))));
    let about = "The mandates that the caller gave or, with `held: true`, got, newest first.";
    let field = Spec::asked("mandates", ty::may("MandateConnection"), about, |ctx| {
        Box::pin(async move {
            let visit = Visit::of(&ctx);
            let asked = page::asked_of_many(&ctx)?;
            let held = ctx.args.get("held").and_then(|held| held.boolean().ok()).unwrap_or_default();
            let found = visit.engine.mandates(&visit.who, held, asked.clone(), page::at_least(&ctx)?).await?;
            Ok(Some(FieldValue::owned_any(Listed::of(found, &asked, Arc::new))))
        })
    });
    table.query(
        "mandates",
        field
            .with_all(page::arguments())
            .with(Argument::new("held", ty::may("Boolean"), "Those that the caller got."))
            .with(page::at_least_argument()),
    );
    add_payload(table);
    let input = [Argument::new("mandateId", ty::must("ID"), "Which.")];
    table.input("EndMandateInput", "A mandate that is to end.", input);
    let about = "Ends a mandate before its time: who gave it takes it back, or who got it lays it down. One that is \
                 over stays as it is.";
    table.mutation("endMandate", mutation("endMandate", "EndMandateInput", about, end));
}

fn mutation(
    name: &'static str,
    input: &'static str,
    about: &'static str,
    run: fn(ResolverContext<'_>) -> Answer<'_>,
) -> Spec {
    Spec::asked(name, ty::may("MandatePayload"), about, run).with(Argument::new(
        "input",
        ty::must(input),
        "What is asked.",
    ))
}

fn fields() -> Vec<Spec> {
    fn leaf(name: &str, of: &str, about: &str, read: fn(&MandateView) -> Option<Value>) -> Spec {
        Spec::leaf::<Node>(name, ty::may(of), about, move |node| read(node))
    }
    vec![
        Spec::leaf::<Node>("id", ty::must("ID"), "The global id.", |node| {
            Some(Value::from(GlobalId::Mandate(node.mandate.id).encode()))
        }),
        leaf("kind", "MandateKind", "What is handed over.", |one| {
            Some(word(match one.mandate.scope {
                Scope::Services { .. } => "SERVICES",
                Scope::Office { .. } => "OFFICE",
            }))
        }),
        leaf("grantor", "String", "Who gave it.", |one| {
            one.mandate.grantor().map(|grantor| Value::from(grantor.0.as_str()))
        }),
        leaf("agent", "String", "Who acts.", |one| Some(Value::from(one.mandate.agent.0.as_str()))),
        Spec::leaf::<Node>("modules", ty::list("String"), "In which services.", |node| match &node.mandate.scope {
            Scope::Services { modules, .. } => {
                Some(Value::List(modules.iter().map(|module| Value::from(module.as_str())).collect()))
            }
            Scope::Office { .. } => None,
        }),
        Spec::part::<Node>("department", ty::may("Department"), "Where the office is.", |node, ctx| {
            match &node.mandate.scope {
                Scope::Services { .. } => None,
                Scope::Office { department, .. } => department::find(ctx, department),
            }
        }),
        Spec::leaf::<Node>("roles", ty::list("String"), "What the officer held when they handed it over.", |node| {
            match &node.mandate.scope {
                Scope::Services { .. } => None,
                Scope::Office { roles, .. } => {
                    Some(Value::List(roles.iter().map(|role| Value::from(role.as_str())).collect()))
                }
            }
        }),
        leaf("firstDay", "Date", "The first day.", |one| Some(Value::from(one.mandate.first_day.to_string()))),
        leaf("lastDay", "Date", "The last day.", |one| Some(Value::from(one.mandate.last_day.to_string()))),
        leaf("endedAt", "DateTime", "When it was ended before that.", |one| one.mandate.ended_at.map(moment)),
        leaf("inForce", "Boolean", "Whether it can be acted under now.", |one| Some(Value::from(one.in_force))),
    ]
}

fn add_payload(table: &mut Table) {
    let about = "The mandate as it is now; null when nothing was done.";
    let mandate = Spec::asked("mandate", ty::may("Mandate"), about, |ctx| {
        Box::pin(async move {
            let payload = ctx.parent_value.downcast_ref::<Arc<Payload>>();
            let done = payload.and_then(|payload| payload.mandate);
            let Some(MandateDone { mandate, position }) = done else { return Ok(None) };
            let visit = Visit::of(&ctx);
            let view = visit.engine.mandate(&visit.who, mandate, Some(position)).await?;
            Ok(view.map(|view| FieldValue::owned_any(Arc::new(view))))
        })
    });
    let [errors, position] = outcome_fields();
    table.object("MandatePayload", "What a command on a mandate came to.", [mandate, errors, position]);
}

/// What an input says of the agent and the scope.
trait Handover {
    fn parts(self) -> (String, Vec<String>);
}

#[derive(Deserialize)]
struct ForServices {
    agent: String,
    modules: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ForOffice {
    stand_in: String,
}

impl Handover for ForServices {
    fn parts(self) -> (String, Vec<String>) {
        (self.agent, self.modules)
    }
}

impl Handover for ForOffice {
    fn parts(self) -> (String, Vec<String>) {
        (self.stand_in, Vec::new())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GiveInput<T> {
    first_day: String,
    last_day: String,
    idempotency_key: Option<String>,
    #[serde(flatten)]
    handover: T,
}

fn give<T: DeserializeOwned + Handover + Send>(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            let input = read_input::<GiveInput<T>>(&ctx)?;
            let (agent, modules) = input.handover.parts();
            let asked = GiveMandate {
                agent,
                modules,
                first_day: day(&input.first_day)?,
                last_day: day(&input.last_day)?,
                idempotency_key: key_of(input.idempotency_key)?,
            };
            Ok(Payload::of_mandate(visit.engine.give_mandate(&visit.who, asked).await, &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}

fn day(text: &str) -> Result<Date, Fault> {
    text.parse().map_err(|_| Fault::input("a day is `YYYY-MM-DD`"))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EndInput {
    mandate_id: String,
}

fn end(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            let EndInput { mandate_id } = read_input(&ctx)?;
            let Some(GlobalId::Mandate(id)) = GlobalId::decode(&mandate_id) else {
                return Ok(Payload::of_mandate(Err(Refusal::NotFound), &ctx));
            };
            Ok(Payload::of_mandate(visit.engine.end_mandate(&visit.who, id).await, &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}
