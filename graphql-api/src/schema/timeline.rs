//! What happened to a case.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_engine::{ActorView, Page, PageOf, ReadError, TimelineEntry};

use crate::opaque::encode_position;
use crate::schema::case::{CaseNode, redactions};
use crate::schema::core::{json, language_argument, moment};
use crate::schema::module::word;
use crate::schema::page::{self, Listed};
use crate::schema::people::channel_word;
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;
use crate::schema::{clock, department};
use crate::visit::Visit;

/// The field of every case.
pub(crate) fn field() -> Spec {
    Spec::asked("timeline", ty::may("TimelineConnection"), "What happened, oldest first.", |ctx| {
        Box::pin(async move {
            let Some(case) = ctx.parent_value.downcast_ref::<CaseNode>() else { return Ok(None) };
            let asked = page::asked(&ctx)?;
            let entries = match case.ahead.timelines.of(&asked) {
                Some(entries) => entries,
                None => Listed::of(read(&ctx, case, &asked).await?, &asked, Arc::new),
            };
            Ok(Some(FieldValue::owned_any(entries)))
        })
    })
    .with_all(page::arguments())
}

/// Where nothing was read ahead: of one case.
async fn read(ctx: &ResolverContext<'_>, case: &CaseNode, asked: &Page) -> Result<PageOf<TimelineEntry>, ReadError> {
    let visit = Visit::of(ctx);
    let Some(view) = case.view() else {
        return visit.engine.timeline(&visit.who, case.id, asked.clone(), None).await;
    };
    visit.engine.reads().timelines_of(&[view], asked).await?.pop().ok_or(ReadError::Unavailable)
}

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    table.object("Actor", "Who did something, as far as the reader may know.", actor_fields());
    table.object("TimelineEntry", "One event of a case.", entry_fields());
    page::add_connection::<Arc<TimelineEntry>>(table, "Timeline", "TimelineEntry", |entry, _| {
        Some(FieldValue::owned_any(Arc::clone(entry)))
    });
}

fn actor_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<ActorView>(
            "kind",
            ty::may("String"),
            "`ANONYMOUS`, `RESIDENT`, `COMPANY`, `AGENT`, `OFFICER` or `CITY`.",
            |by| Some(Value::from(by.kind)),
        ),
        Spec::leaf::<ActorView>("subject", ty::may("String"), "Who, for readers who may know.", |by| {
            by.subject.as_ref().map(|subject| Value::from(subject.0.as_str()))
        }),
        Spec::leaf::<ActorView>(
            "inPlaceOf",
            ty::may("String"),
            "In whose place they acted by a mandate, for readers who may know.",
            |by| by.in_place_of.as_ref().map(|subject| Value::from(subject.0.as_str())),
        ),
        Spec::part::<ActorView>("department", ty::may("Department"), "For whom an officer acted.", |by, ctx| {
            by.department.as_ref().and_then(|name| department::find(ctx, name))
        }),
        Spec::leaf::<ActorView>("roles", ty::list("String"), "What an officer held at that moment.", |by| {
            Some(Value::List(by.roles.iter().map(|role| Value::from(role.as_str())).collect()))
        }),
    ]
}

fn entry(
    name: &str,
    of: async_graphql::dynamic::TypeRef,
    about: &str,
    read: fn(&TimelineEntry) -> Option<Value>,
) -> Spec {
    Spec::leaf::<Arc<TimelineEntry>>(name, of, about, move |one| read(one))
}

fn entry_fields() -> Vec<Spec> {
    vec![
        entry("id", ty::must("ID"), "The event's identity.", |one| Some(Value::from(one.id.to_string()))),
        entry("revision", ty::may("Int"), "Its place in the case.", |one| {
            i32::try_from(one.revision).ok().map(Value::from)
        }),
        entry("position", ty::may("Position"), "Its place in the city.", |one| {
            Some(Value::from(encode_position(one.position)))
        }),
        entry("type", ty::may("String"), "What happened, such as `CaseAccepted`.", |one| {
            Some(Value::from(one.event_type.as_str()))
        }),
        entry("action", ty::may("String"), "The action that made it.", |one| {
            one.action.as_ref().map(|action| Value::from(action.as_str()))
        }),
        Spec::part::<Arc<TimelineEntry>>("title", ty::may("String"), "The action's name for people.", |one, ctx| {
            one.title.as_ref().map(|title| Value::from(Visit::text(ctx, title)).into())
        })
        .with(language_argument()),
        entry("effectiveAt", ty::may("DateTime"), "When it counts in law.", |one| Some(moment(one.effective_at))),
        entry("recordedAt", ty::may("DateTime"), "When it was recorded.", |one| Some(moment(one.recorded_at))),
        Spec::part::<Arc<TimelineEntry>>("by", ty::may("Actor"), "Who did it.", |one, _| {
            Some(FieldValue::owned_any(one.by.clone()))
        }),
        entry("state", ty::may("String"), "Where the case stood afterwards, where it moved.", |one| {
            one.state.as_ref().map(|state| Value::from(state.as_str()))
        }),
        entry("officer", ty::may("String"), "The officer who has it in hand since, or had it until then.", |one| {
            one.officer.as_ref().map(|officer| Value::from(officer.0.as_str()))
        }),
        Spec::part::<Arc<TimelineEntry>>(
            "department",
            ty::may("Department"),
            "Who had it afterwards, where that changed.",
            |one, ctx| one.department.as_ref().and_then(|name| department::find(ctx, name)),
        ),
        entry("legalBasis", ty::may("String"), "What it rests on.", |one| {
            one.legal_basis.as_ref().map(|basis| Value::from(basis.as_str()))
        }),
        entry("procedure", ty::may("String"), "The procedure that it begins or ends.", |one| {
            one.procedure.as_ref().map(|name| Value::from(name.as_str()))
        }),
        entry("rule", ty::may("Int"), "The instant rule of the module by which the city did it, from 0.", |one| {
            one.rule.map(Value::from)
        }),
        Spec::part::<Arc<TimelineEntry>>(
            "dates",
            ty::list("ClockDate"),
            "The limits of the case that it starts or changes, with when they end.",
            |one, _| Some(clock::dates(&one.dates)),
        ),
        entry("reason", ty::may("String"), "Why, for readers who may know.", |one| one.reason.clone().map(Value::from)),
        entry("fieldsJson", ty::may("JSON"), "The action's fields, without what this reader may not see.", |one| {
            json(&serde_json::Value::Object(one.fields.clone()))
        }),
        Spec::part::<Arc<TimelineEntry>>(
            "redactions",
            ty::list("Redaction"),
            "What is not shown, and why.",
            |one, _| Some(redactions(&one.redactions)),
        ),
        entry("movedFrom", ty::may("Int"), "The module revision that the case was under before it moved.", |one| {
            one.migration.and_then(|(from, _)| i32::try_from(from).ok()).map(Value::from)
        }),
        entry("movedTo", ty::may("Int"), "The module revision that the case moved to.", |one| {
            one.migration.and_then(|(_, to)| i32::try_from(to).ok()).map(Value::from)
        }),
        entry("channel", ty::may("Channel"), "By which way it came.", |one| Some(word(channel_word(one.channel)))),
    ]
}
