//! Departments, calendars, modules and access policies: from a manifest to what the city serves.
//!
//! One reconciliation reads as its steps: look around (`surroundings`), publish, compile what the city does
//! not take, tell (`crate::status`). A spec that the city serves already costs a comparison of digests.

mod surroundings;

use std::sync::Arc;
use std::time::Duration;

use cityhall_crds::Kind;
use cityhall_crds::spec::Problem;
use kube::runtime::controller::Action;
use serde_json::Value;

use crate::api::{Answer, ApiError};
use crate::compile::compile;
use crate::context::Context;
use crate::manifest::Manifest;
use crate::registry::{Entry, Reach};
use crate::status::{self, Finding, Found, Running, problems_of};
use surroundings::Surroundings;

/// After how long a manifest is looked at again although nothing has changed.
const AGAIN_AFTER: Duration = Duration::from_hours(1);

/// Why a reconciliation came to no end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The API server.
    #[error("failed to write the status: {0}")]
    Kubernetes(#[from] kube::Error),
    /// The city.
    #[error(transparent)]
    City(#[from] ApiError),
}

/// Brings what the city serves under the manifest's name to what the manifest says.
pub(crate) async fn reconcile(kind: Kind, manifest: Arc<Manifest>, ctx: Arc<Context>) -> Result<Action, Error> {
    if manifest.metadata.deletion_timestamp.is_some() {
        return Ok(Action::await_change());
    }
    if manifest.is_paused() {
        status::write_paused(&ctx, kind, &manifest).await?;
        return Ok(Action::await_change());
    }
    // 1. Look around: is there a city to publish to, and is everything before this one published?
    let url = match surroundings::look(&ctx, kind) {
        Surroundings::Ready(url) => url,
        Surroundings::NotKnownYet => return Ok(Action::await_change()),
        Surroundings::Missing(why) => {
            // The author still learns what is wrong with the spec itself.
            let found = match compile(kind, manifest.name(), &manifest.spec()) {
                Ok(()) => waiting(why, &manifest),
                Err(diagnostics) => broken(&ctx, kind, &manifest, problems_of(&diagnostics)),
            };
            status::write(&ctx, kind, &manifest, found).await?;
            return Ok(Action::await_change());
        }
    };
    if manifest.reconcile_at().is_some_and(|at| manifest.status().handled_reconcile_at.as_deref() != Some(at)) {
        ctx.registry.forget_refusal(kind, manifest.name());
    }
    let served = ctx.registry.served(kind, manifest.name());
    let is_news = served.as_ref().is_none_or(|served| *served.digest != *manifest.digest());
    let found = match served {
        Some(served) if !is_news => taken(&served),
        Some(_) | None => match publish(&ctx, kind, &manifest, &url).await? {
            // Nobody has a case under what has only just come to be.
            Published::First(served) => Found { cases: Some((0, 0)), ..taken(&served) },
            Published::Taken(served) => taken(&served),
            Published::Broken(problems) => broken(&ctx, kind, &manifest, problems),
            Published::Refused(problems) => refused(&ctx, kind, &manifest, problems),
        },
    };
    // 4. Tell.
    status::write(&ctx, kind, &manifest, found).await?;
    wake_who_waits(&ctx, kind, is_news);
    Ok(Action::requeue(AGAIN_AFTER))
}

/// Those who wait for what was looked at look again, once nothing else is on its way.
fn wake_who_waits(ctx: &Context, kind: Kind, is_news: bool) {
    let is_before_modules = !matches!(kind, Kind::ServiceModule | Kind::AccessPolicy);
    if is_before_modules && !surroundings::is_pending(ctx, surroundings::BEFORE_MODULES) {
        ctx.wakers.wake(Kind::ServiceModule);
    }
    let waits = is_news && kind != Kind::AccessPolicy && !ctx.seen.of(Kind::AccessPolicy).state().is_empty();
    if waits && !surroundings::is_pending(ctx, surroundings::BEFORE_POLICIES) {
        ctx.wakers.wake(Kind::AccessPolicy);
    }
}

/// What came of an attempt to publish.
enum Published {
    /// The city serves it, and knew nothing under its name before.
    First(Entry),
    /// The city serves it.
    Taken(Entry),
    /// It makes no sense by itself.
    Broken(Vec<Problem>),
    /// It makes no sense in this city.
    Refused(Vec<Problem>),
}

async fn publish(ctx: &Context, kind: Kind, manifest: &Manifest, url: &str) -> Result<Published, Error> {
    let (name, spec) = (manifest.name(), manifest.spec());
    let problems = match ctx.registry.refused(kind, name, manifest.digest()) {
        Some(known) => known.problems,
        // 2. Publish.
        None => match ask(ctx, kind, manifest, &spec, url).await? {
            Ok(taken) => return Ok(taken),
            Err(problems) => problems,
        },
    };
    // 3. Compile. The city has compiled what it takes; of the rest its author has to know whether the spec
    // is at fault, or what is around it.
    Ok(match compile(kind, name, &spec) {
        Ok(()) => Published::Refused(problems),
        Err(diagnostics) => Published::Broken(problems_of(&diagnostics)),
    })
}

/// Asks the city to serve a spec: what came of it, or why it does not.
async fn ask(
    ctx: &Context,
    kind: Kind,
    manifest: &Manifest,
    spec: &Value,
    url: &str,
) -> Result<Result<Published, Vec<Problem>>, Error> {
    let (name, digest) = (manifest.name(), manifest.digest());
    let answer = ctx.city.publish(url, kind, name, spec, false).await;
    let outcome = match &answer {
        Ok(Answer::Taken { .. }) => "taken",
        Ok(Answer::Refused(_)) => "refused",
        Err(_) => "failed",
    };
    metrics::counter!("cityhall_operator_publications_total", "kind" => kind.as_str(), "outcome" => outcome)
        .increment(1);
    let problems = match answer {
        Ok(Answer::Taken { revision, breaks: _ }) => {
            let before = ctx.registry.served(kind, name);
            let is_first = revision == Some(1) && before.is_none();
            // The same spec again has no new revision: it is the one that was there.
            let mut revision = revision.or_else(|| before?.revision);
            if revision.is_none() && kind == Kind::ServiceModule {
                // Somebody published it since the city was asked: an operator that died before it told.
                let now = ctx.city.publications(url).await?;
                revision = now.get(&(kind, name.to_owned())).and_then(|served| served.revision);
            }
            let served = Entry { digest: digest.into(), revision };
            ctx.registry.took(kind, name, served.clone());
            return Ok(Ok(if is_first { Published::First(served) } else { Published::Taken(served) }));
        }
        Ok(Answer::Refused(problems)) => problems,
        // The city is well, but cannot take this one: its author has to know.
        Err(ApiError::Unexpected(message)) => {
            vec![Problem { path: String::new(), reason: "NotTaken".to_owned(), message }]
        }
        Err(lost) => {
            ctx.lose_city(&lost.to_string());
            return Err(lost.into());
        }
    };
    ctx.registry.refuse(kind, name, digest, problems.clone());
    Ok(Err(problems))
}

const GOOD: &str = "the spec makes sense";

fn taken(served: &Entry) -> Found {
    let message = served.revision.map_or_else(|| "published".to_owned(), |number| format!("revision {number}"));
    Found {
        compiled: Finding::yes("Compiled", GOOD),
        published: Finding::yes("Published", message.clone()),
        ready: Finding::yes("Ready", format!("the city serves it: {message}")),
        problems: Vec::new(),
        digest: Some(served.digest.to_string()),
        revision: served.revision,
        cases: None,
        running: Running::default(),
    }
}

/// What is still served under the name, when the newest spec is not.
fn good_before(ctx: &Context, kind: Kind, manifest: &Manifest) -> (Option<String>, Option<i32>) {
    match ctx.registry.reach() {
        Reach::Reached => {
            let served = ctx.registry.served(kind, manifest.name());
            (served.as_ref().map(|one| one.digest.to_string()), served.and_then(|one| one.revision))
        }
        Reach::NotAsked | Reach::Unreachable(_) => {
            let before = manifest.status();
            (before.digest, before.revision)
        }
    }
}

fn broken(ctx: &Context, kind: Kind, manifest: &Manifest, problems: Vec<Problem>) -> Found {
    let (compiled, (digest, _)) = (Finding::problems(&problems), good_before(ctx, kind, manifest));
    let published = Finding::no("NotCompiled", serves_on(digest.is_some()));
    not_taken(ctx, kind, manifest, problems, compiled, published)
}

fn refused(ctx: &Context, kind: Kind, manifest: &Manifest, problems: Vec<Problem>) -> Found {
    let published = Finding::problems(&problems);
    not_taken(ctx, kind, manifest, problems, Finding::yes("Compiled", GOOD), published)
}

/// What is so of a spec with problems: they are why it is not ready.
fn not_taken(
    ctx: &Context,
    kind: Kind,
    manifest: &Manifest,
    problems: Vec<Problem>,
    compiled: Finding,
    published: Finding,
) -> Found {
    let (digest, revision) = good_before(ctx, kind, manifest);
    let ready = Finding::problems(&problems);
    Found { compiled, published, ready, problems, digest, revision, cases: None, running: Running::default() }
}

fn waiting(why: Finding, manifest: &Manifest) -> Found {
    let before = manifest.status();
    let is_served = before.digest.as_deref() == Some(manifest.digest());
    let compiled = Finding::yes("Compiled", GOOD);
    // What was published stays so while the city does not answer.
    let published = if is_served { Finding::yes("Published", "published before") } else { why.clone() };
    Found {
        compiled,
        published,
        ready: why,
        problems: Vec::new(),
        digest: before.digest,
        revision: before.revision,
        cases: None,
        running: Running::default(),
    }
}

fn serves_on(was_good_before: bool) -> &'static str {
    if was_good_before { "what was good before serves on" } else { "nothing is served under this name yet" }
}
