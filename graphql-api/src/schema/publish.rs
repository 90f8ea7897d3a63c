//! Publishing: what administrators and the operator of a cluster do.

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext, SchemaError};
use cityhall_engine::publish::Outcome;
use cityhall_engine::{Publication, PublishError, Published, RuleChange};
use serde::Deserialize;

use crate::opaque::encode_position;
use crate::refusal::{UserError, UserErrorCode};
use crate::schema::module::word;
use crate::schema::mutation::read_input;
use crate::schema::spec::{Answer, Argument, Spec, ty};
use crate::schema::table::Table;
use crate::trusted::{self, Broken};
use crate::visit::Visit;

/// What a publication came to.
struct PublishPayload {
    published: Option<Published>,
    /// Registered documents of partners that do not work with it.
    breaks: Vec<Broken>,
    errors: Vec<UserError>,
}

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    table.words(
        "PublishOutcome",
        "What a publication changed, or would change in a dry run.",
        &[
            ("UNCHANGED", "Nothing: the same spec is served already."),
            ("PUBLISHED", "It is there, or different."),
            ("NEW_REVISION", "The module has a new revision."),
            ("RESTORED", "A retired module is served again under a revision that it had before."),
            ("RETIRED", "It is retired."),
        ],
    );
    table.object("BrokenDocument", "A registered document that does not fit the schema.", broken_fields());
    table.object("RuleChange", "A rule of an access policy that is new, gone or different.", change_fields());
    for publication in PUBLICATIONS {
        add_one(table, publication);
    }
}

/// A mutation: its name, what it does, whether it takes a spec, what it publishes.
type Mutation = (&'static str, &'static str, bool, fn(String, serde_json::Value) -> Publication);

/// Every mutation of administrators. A city cannot retire itself, and a published calendar stays law.
const PUBLICATIONS: [Mutation; 10] = [
    ("publishCity", "Checks and publishes the city itself.", true, |name, spec| Publication::City { name, spec }),
    ("publishDepartment", "Checks and publishes a department.", true, |name, spec| Publication::Department {
        name,
        spec,
    }),
    ("retireDepartment", "Retires a department to which no module sends cases.", false, |name, _| {
        Publication::RetireDepartment { name }
    }),
    ("publishCalendar", "Checks and publishes the holiday calendar of a year.", true, |name, spec| {
        Publication::Calendar { name, spec }
    }),
    ("publishModule", "Compiles, proves and publishes a service module.", true, |name, spec| Publication::Module {
        name,
        spec,
    }),
    ("retireModule", "Retires a service module: no new cases; its types stay while it has cases.", false, |name, _| {
        Publication::RetireModule { name }
    }),
    ("publishPartner", "Checks and publishes a partner.", true, |name, spec| Publication::Partner { name, spec }),
    ("retirePartner", "Retires a partner: its credentials are good for nothing from then on.", false, |name, _| {
        Publication::RetirePartner { name }
    }),
    (
        "publishAccessPolicy",
        "Checks and publishes rules by which the city forbids. They hold from the next request on.",
        true,
        |name, spec| Publication::AccessPolicy { name, spec },
    ),
    ("retireAccessPolicy", "Takes rules back: what they forbade is forbidden no more.", false, |name, _| {
        Publication::RetireAccessPolicy { name }
    }),
];

fn add_one(table: &mut Table, (name, about, takes_spec, publication): Mutation) {
    let title = format!("{}{}", name[..1].to_ascii_uppercase(), &name[1..]);
    let (input, payload) = (format!("{title}Input"), format!("{title}Payload"));
    let spec = Argument::new("spec", ty::must("JSON"), "The spec of the resource, as in the manifest.");
    let arguments = [
        Some(Argument::new("name", ty::must("String"), "The name of the resource.")),
        takes_spec.then_some(spec),
        Some(Argument::new("dryRun", ty::may("Boolean"), "Only say what would happen.")),
    ];
    table.input(&input, about, arguments.into_iter().flatten());
    table.object(&payload, "What a publication came to.", payload_fields());
    let about = format!("{about} The same again changes nothing.");
    let field = Spec::asked(name, ty::may(&payload), &about, move |ctx| run(ctx, publication));
    table.mutation(name, field.with(Argument::new("input", ty::must(&input), "What.")));
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PublishInput {
    name: String,
    #[serde(default)]
    spec: serde_json::Value,
    #[serde(default)]
    dry_run: Option<bool>,
}

/// Publishing the same thing twice changes nothing, so a field that runs twice does no harm.
fn run(ctx: ResolverContext<'_>, publication: fn(String, serde_json::Value) -> Publication) -> Answer<'_> {
    Box::pin(async move {
        let visit = Visit::of(&ctx);
        let PublishInput { name, spec, dry_run } = read_input(&ctx)?;
        let publication = publication(name, spec);
        let breaks = breaks(visit, &publication).await;
        let answer = visit.engine.publish(&visit.who, publication, dry_run.unwrap_or(false)).await;
        Ok(Some(FieldValue::owned_any(PublishPayload { breaks, ..payload(answer, &ctx) })))
    })
}

/// Registered documents that work with what is published now and not with what would be, and those that come with
/// the publication and do not work. They keep nothing from being published: the city changes when it has to, and
/// whoever publishes is told whom to tell.
async fn breaks(visit: &Visit, publication: &Publication) -> Vec<Broken> {
    // Problems are told by the publication itself.
    let Ok(after) = visit.engine.preview(publication).await else { return Vec::new() };
    let before = visit.engine.catalog().borrow().clone();
    let found = tokio::task::spawn_blocking(move || {
        let (before, after) = (trusted::broken(&before)?, trusted::broken(&after)?);
        Ok::<_, SchemaError>(after.into_iter().filter(|one| !before.contains(one)).collect())
    });
    match found.await {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => {
            tracing::error!(%error, "failed to build the schema that registered documents are checked against");
            Vec::new()
        }
        Err(error) => {
            tracing::error!(%error, "the check of registered documents broke off");
            Vec::new()
        }
    }
}

fn payload(answer: Result<Published, PublishError>, ctx: &ResolverContext<'_>) -> PublishPayload {
    let of = |code| UserError::of(code, Visit::of(ctx).language);
    let errors = match answer {
        Ok(published) => return PublishPayload { published: Some(published), breaks: Vec::new(), errors: Vec::new() },
        Err(PublishError::Problems(problems)) => problems
            .0
            .into_iter()
            .map(|problem| UserError {
                message: problem.message,
                field: Some(problem.path),
                rule: Some(problem.reason.to_owned()),
                ..of(UserErrorCode::ManifestInvalid)
            })
            .collect(),
        Err(PublishError::NotAllowed) => vec![of(UserErrorCode::NotAllowed)],
        Err(PublishError::Upgrading) => vec![of(UserErrorCode::Upgrading)],
        Err(PublishError::Unavailable) => vec![of(UserErrorCode::Unavailable)],
    };
    PublishPayload { published: None, breaks: Vec::new(), errors }
}

fn broken_fields() -> [Spec; 4] {
    [
        Spec::leaf::<Broken>("partner", ty::must("String"), "Whose document it is.", |one| {
            Some(Value::from(one.partner.as_str()))
        }),
        Spec::leaf::<Broken>("document", ty::must("String"), "The document's name.", |one| {
            Some(Value::from(one.document.as_str()))
        }),
        Spec::leaf::<Broken>(
            "coordinate",
            ty::may("String"),
            "The schema coordinate at which it does not fit, such as `Query.cases`.",
            |one| one.coordinate.as_deref().map(Value::from),
        ),
        Spec::leaf::<Broken>("message", ty::must("String"), "What does not fit.", |one| {
            Some(Value::from(one.message.as_str()))
        }),
    ]
}

fn change_fields() -> Vec<Spec> {
    let text = |text: &Option<String>| text.as_deref().map(Value::from);
    vec![
        Spec::leaf::<RuleChange>("rule", ty::must("String"), "Its name.", |change| {
            Some(Value::from(change.rule.as_str()))
        }),
        Spec::leaf::<RuleChange>("before", ty::may("String"), "As it was; null: it was not there.", move |change| {
            text(&change.before)
        }),
        Spec::leaf::<RuleChange>("after", ty::may("String"), "As it is; null: it is gone.", move |change| {
            text(&change.after)
        }),
    ]
}

fn payload_fields() -> Vec<Spec> {
    vec![
        Spec::part::<PublishPayload>(
            "breaks",
            ty::full_list("BrokenDocument"),
            "Registered documents of partners that do not work with it, and did before. It is published nevertheless.",
            |payload, _| Some(FieldValue::list(payload.breaks.iter().map(|one| FieldValue::borrowed_any(one)))),
        ),
        Spec::leaf::<PublishPayload>("outcome", ty::may("PublishOutcome"), "What it changed.", |payload| {
            Some(word(match payload.published.as_ref()?.outcome {
                Outcome::Unchanged => "UNCHANGED",
                Outcome::Published => "PUBLISHED",
                Outcome::NewRevision(_) => "NEW_REVISION",
                Outcome::Restored(_) => "RESTORED",
                Outcome::Retired => "RETIRED",
            }))
        }),
        Spec::leaf::<PublishPayload>(
            "revision",
            ty::may("Int"),
            "The module's revision, where it has a new one.",
            |payload| match payload.published.as_ref()?.outcome {
                Outcome::NewRevision(number) | Outcome::Restored(number) => i32::try_from(number).ok().map(Value::from),
                Outcome::Unchanged | Outcome::Published | Outcome::Retired => None,
            },
        ),
        Spec::part::<PublishPayload>(
            "changes",
            ty::full_list("RuleChange"),
            "Which rules of an access policy are new, gone or different; empty for everything else.",
            |payload, _| {
                let changes = payload.published.iter().flat_map(|published| &published.changes);
                Some(FieldValue::list(changes.map(|change| FieldValue::borrowed_any(change))))
            },
        ),
        Spec::part::<PublishPayload>(
            "userErrors",
            ty::full_list("UserError"),
            "Every problem; empty when there is none.",
            |payload, _| Some(FieldValue::list(payload.errors.iter().map(|error| FieldValue::borrowed_any(error)))),
        ),
        Spec::leaf::<PublishPayload>(
            "position",
            ty::may("Position"),
            "Where in the history of the city it stands.",
            |payload| payload.published.as_ref().map(|published| Value::from(encode_position(published.position))),
        ),
    ]
}
