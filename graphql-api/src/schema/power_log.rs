//! The power log (权力运行日志), for auditors and the city's supervisors.

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::name::DepartmentName;
use cityhall_engine::{PowerEntry, PowerEvent, PowerKind};

use crate::opaque::{GlobalId, encode_position};
use crate::schema::card::card_word;
use crate::schema::clock::clock_word;
use crate::schema::core::moment;
use crate::schema::department;
use crate::schema::fault::Fault;
use crate::schema::module::word;
use crate::schema::page::{self, Listed};
use crate::schema::spec::{Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    let kinds: Vec<_> = PowerKind::ALL.iter().map(|kind| kind_word(*kind)).collect();
    table.words("PowerLogKind", "What kinds of entries there are.", &kinds);
    let fields = identity().into_iter().chain(of_cases()).chain(of_publications());
    table.object("PowerLogEntry", "One use of a power that wants watching. No text that anybody wrote.", fields);
    page::add_connection::<PowerEntry>(table, "PowerLog", "PowerLogEntry", |entry, _| {
        Some(FieldValue::owned_any(entry.clone()))
    });
    let about = "The power log, newest first. For auditors and supervisors.";
    let field = Spec::asked("powerLog", ty::may("PowerLogConnection"), about, |ctx| Box::pin(read(ctx)));
    table.query(
        "powerLog",
        field
            .with_all(page::arguments())
            .with(Argument::new("kinds", ty::list("PowerLogKind"), "Of these kinds only; all without it."))
            .with(page::at_least_argument()),
    );
}

fn kind_word(kind: PowerKind) -> (&'static str, &'static str) {
    match kind {
        PowerKind::CardIssued => ("CARD_ISSUED", "A limit of a case drew a card."),
        PowerKind::CardWithdrawn => ("CARD_WITHDRAWN", "A card was withdrawn."),
        PowerKind::PowerOverridden => {
            ("POWER_OVERRIDDEN", "A limit was extended, a case suspended or terminated, a result revoked.")
        }
        PowerKind::AttemptRefused => ("ATTEMPT_REFUSED", "An officer reached for a power that is not theirs."),
        PowerKind::Published => ("PUBLISHED", "Something was published, retired or restored."),
        PowerKind::RoleGranted => ("ROLE_GRANTED", "Somebody holds a role from then on."),
        PowerKind::RoleRevoked => ("ROLE_REVOKED", "Somebody did not hold a role any more."),
        PowerKind::Supervised => ("SUPERVISED", "Something happened in a supervision matter."),
        PowerKind::ApiKeyIssued => ("API_KEY_ISSUED", "The systems of a partner got an API key."),
        PowerKind::ApiKeyRevoked => ("API_KEY_REVOKED", "An API key of a partner was taken back."),
    }
}

async fn read(ctx: ResolverContext<'_>) -> Result<Option<FieldValue<'_>>, Fault> {
    let visit = Visit::of(&ctx);
    let asked = page::asked_of_many(&ctx)?;
    let kinds = kinds(&ctx);
    let found = visit.engine.power_log(&visit.who, &kinds, asked.clone(), page::at_least(&ctx)?).await?;
    Ok(Some(FieldValue::owned_any(Listed::of(found, &asked, |entry| entry))))
}

/// The kinds that are asked for; the executor has checked that they are kinds.
fn kinds(ctx: &ResolverContext<'_>) -> Vec<PowerKind> {
    let Some(Value::List(asked)) = ctx.args.get("kinds").map(|value| value.as_value().clone()) else {
        return Vec::new();
    };
    let named = |value: Value| {
        let name = match &value {
            Value::Enum(name) => name.as_str(),
            Value::String(name) => name.as_str(),
            _ => return None,
        };
        PowerKind::ALL.into_iter().find(|kind| kind_word(*kind).0 == name)
    };
    asked.into_iter().filter_map(named).collect()
}

fn told(name: &str, of: &str, about: &str, read: fn(&PowerEvent) -> Option<Value>) -> Spec {
    Spec::leaf::<PowerEntry>(name, ty::may(of), about, move |entry| read(&entry.what))
}

fn identity() -> Vec<Spec> {
    vec![
        Spec::leaf::<PowerEntry>("id", ty::must("ID"), "The entry's identity.", |entry| {
            Some(Value::from(entry.id.to_string()))
        }),
        told("kind", "PowerLogKind", "What kind of entry it is.", |what| Some(word(kind_word(what.kind()).0))),
        Spec::leaf::<PowerEntry>("position", ty::may("Position"), "Its place in the city.", |entry| {
            Some(Value::from(encode_position(entry.position)))
        }),
        Spec::leaf::<PowerEntry>("effectiveAt", ty::may("DateTime"), "When it happened.", |entry| {
            Some(moment(entry.effective_at))
        }),
        Spec::leaf::<PowerEntry>("recordedAt", ty::may("DateTime"), "When it was recorded.", |entry| {
            Some(moment(entry.recorded_at))
        }),
        Spec::part::<PowerEntry>("by", ty::may("Actor"), "Who did it.", |entry, _| {
            Some(FieldValue::owned_any(entry.by.clone()))
        }),
    ]
}

fn of_cases() -> Vec<Spec> {
    vec![
        told("caseNumber", "String", "The case that it is about.", |what| {
            what.case().map(|case| Value::from(case.as_str()))
        }),
        Spec::part::<PowerEntry>("department", ty::may("Department"), "Where it happened.", |entry, ctx| {
            place(&entry.what).and_then(|name| department::find(ctx, name))
        }),
        told("card", "Int", "The number of the card in its case.", |what| match what {
            PowerEvent::CardIssued { card, .. } | PowerEvent::CardWithdrawn { card, .. } => {
                i32::try_from(*card).ok().map(Value::from)
            }
            _ => None,
        }),
        told("cardKind", "CardKind", "How grave the card is.", |what| match what {
            PowerEvent::CardIssued { kind, .. } => Some(word(card_word(*kind))),
            _ => None,
        }),
        told("clock", "Clock", "The limit that drew the card.", |what| match what {
            PowerEvent::CardIssued { clock, .. } => Some(word(clock_word(*clock))),
            _ => None,
        }),
        told("action", "String", "The action that was done or tried.", |what| match what {
            PowerEvent::PowerOverridden { action, .. } => Some(Value::from(action.as_str())),
            PowerEvent::AttemptRefused { action, .. } => action.as_ref().map(|action| Value::from(action.as_str())),
            _ => None,
        }),
        told("code", "String", "The code with which it was refused.", |what| match what {
            PowerEvent::AttemptRefused { code, .. } => Some(Value::from(code.as_str())),
            _ => None,
        }),
        told("legalBasis", "String", "What it rests on.", |what| match what {
            PowerEvent::PowerOverridden { legal_basis, .. } => {
                legal_basis.as_ref().map(|basis| Value::from(basis.as_str()))
            }
            _ => None,
        }),
        told("hasReason", "Boolean", "Whether a reason is sealed in the case.", |what| match what {
            PowerEvent::CardWithdrawn { reason, .. } | PowerEvent::PowerOverridden { reason, .. } => {
                Some(Value::from(*reason))
            }
            _ => None,
        }),
        told("matterId", "ID", "The supervision matter.", |what| match what {
            PowerEvent::Supervised { matter, .. } => Some(Value::from(GlobalId::Matter(*matter).encode())),
            _ => None,
        }),
    ]
}

fn of_publications() -> Vec<Spec> {
    vec![
        told(
            "event",
            "String",
            "The type of the event that it tells of, such as `ModulePublished`.",
            |what| match what {
                PowerEvent::PowerOverridden { event, .. }
                | PowerEvent::Published { event, .. }
                | PowerEvent::Supervised { event, .. } => Some(Value::from(event.as_str())),
                _ => None,
            },
        ),
        told("name", "String", "What was published, or the partner of a key.", |what| match what {
            PowerEvent::Published { name, .. } => Some(Value::from(name.as_str())),
            PowerEvent::ApiKeyIssued { partner, .. } | PowerEvent::ApiKeyRevoked { partner, .. } => {
                Some(Value::from(partner.as_str()))
            }
            _ => None,
        }),
        told("key", "String", "The identity of an API key.", |what| match what {
            PowerEvent::ApiKeyIssued { key, .. } | PowerEvent::ApiKeyRevoked { key, .. } => {
                Some(Value::from(key.as_str()))
            }
            _ => None,
        }),
        told("revision", "Int", "The revision of a module.", |what| match what {
            PowerEvent::Published { revision, .. } => {
                revision.and_then(|number| i32::try_from(number).ok()).map(Value::from)
            }
            _ => None,
        }),
        told("subject", "String", "Who got or lost the role.", |what| match what {
            PowerEvent::RoleGranted { subject, .. } | PowerEvent::RoleRevoked { subject, .. } => {
                Some(Value::from(subject.0.as_str()))
            }
            _ => None,
        }),
        told("until", "DateTime", "Until when, of an office that was handed over for a time and of a key.", |what| {
            match what {
                PowerEvent::RoleGranted { until, .. } => until.map(moment),
                PowerEvent::ApiKeyIssued { until, .. } => Some(moment(*until)),
                _ => None,
            }
        }),
        told("role", "String", "Which role.", |what| match what {
            PowerEvent::RoleGranted { role, .. } | PowerEvent::RoleRevoked { role, .. } => {
                Some(Value::from(role.as_str()))
            }
            _ => None,
        }),
    ]
}

fn place(what: &PowerEvent) -> Option<&DepartmentName> {
    match what {
        PowerEvent::CardIssued { department, .. }
        | PowerEvent::RoleGranted { department, .. }
        | PowerEvent::RoleRevoked { department, .. } => Some(department),
        PowerEvent::AttemptRefused { department, .. } => department.as_ref(),
        PowerEvent::CardWithdrawn { .. }
        | PowerEvent::PowerOverridden { .. }
        | PowerEvent::Published { .. }
        | PowerEvent::Supervised { .. }
        | PowerEvent::ApiKeyIssued { .. }
        | PowerEvent::ApiKeyRevoked { .. } => None,
    }
}
