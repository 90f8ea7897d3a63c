//! The status of a manifest: conditions that turn only when something turns, written only when
//! something differs.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use cityhall_crds::Kind;
use cityhall_crds::spec::{Condition, Problem, Status, Verdict};
use cityhall_domain::diagnostics::Diagnostics;
use kube::Api;
use kube::api::{Patch, PatchParams};
use kube::runtime::events::EventType;
use serde_json::{Value, json};

use crate::context::Context;
use crate::manifest::Manifest;
use crate::registry::Key;

/// Its spec makes sense by itself.
pub(crate) const COMPILED: &str = "Compiled";
/// The city has taken it in.
pub(crate) const PUBLISHED: &str = "Published";
/// Everything that it declares is there.
pub(crate) const READY: &str = "Ready";
/// Nothing is done about it, because somebody wants it so.
const IS_PAUSED: &str = "Paused";

/// How many problems a status holds.
const PROBLEMS_MAX: usize = 100;
/// How long a message of a status is, in characters.
const MESSAGE_CHARACTERS_MAX: usize = 2000;

/// One answer to a question about a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) verdict: Verdict,
    pub(crate) reason: String,
    pub(crate) message: String,
}

impl Finding {
    pub(crate) fn yes(reason: &str, message: impl Into<String>) -> Self {
        Self { verdict: Verdict::True, reason: reason.to_owned(), message: message.into() }
    }

    pub(crate) fn no(reason: &str, message: impl Into<String>) -> Self {
        Self { verdict: Verdict::False, reason: reason.to_owned(), message: message.into() }
    }

    /// No, for these problems: the first gives the reason.
    pub(crate) fn problems(problems: &[Problem]) -> Self {
        let Some(first) = problems.first() else { return Self::no("Refused", "refused without a reason") };
        let more = match problems.len() {
            1 => String::new(),
            count => format!(" (the first of {count} problems)"),
        };
        let place = if first.path.is_empty() { String::new() } else { format!("{}: ", first.path) };
        Self::no(&first.reason, format!("{place}{}{more}", first.message))
    }
}

/// The problems of a compilation as a status holds them.
pub(crate) fn problems_of(diagnostics: &Diagnostics) -> Vec<Problem> {
    let cut = |text: &str, max| text.chars().take(max).collect::<String>();
    let problem = |one: &cityhall_domain::diagnostics::Diagnostic| Problem {
        path: cut(&one.path, 512),
        reason: one.reason.to_owned(),
        message: cut(&one.message, MESSAGE_CHARACTERS_MAX),
    };
    diagnostics.0.iter().take(PROBLEMS_MAX).map(problem).collect()
}

/// What is so about a manifest.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) compiled: Finding,
    pub(crate) published: Finding,
    pub(crate) ready: Finding,
    pub(crate) problems: Vec<Problem>,
    /// What the city serves of it: digest and revision.
    pub(crate) digest: Option<String>,
    pub(crate) revision: Option<i32>,
    /// How many cases are open and overdue, where that is known without counting them.
    pub(crate) cases: Option<(i32, i32)>,
    pub(crate) running: Running,
}

/// What runs a city; nothing for other kinds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    pub(crate) image: Option<String>,
    pub(crate) image_digest: Option<String>,
    pub(crate) address: Option<String>,
}

impl Found {
    /// The status that says so, where `before` was said of an earlier moment.
    fn status(self, before: &Status, manifest: &Manifest) -> Status {
        let Self { compiled, published, ready, problems, digest, revision, cases, running } = self;
        let Running { image, image_digest, address } = running;
        let generation = manifest.generation();
        let conditions = [(COMPILED, compiled), (PUBLISHED, published), (READY, ready)]
            .map(|(kind, finding)| condition(kind, finding, before, generation));
        Status {
            conditions: conditions.into(),
            problems,
            digest,
            revision,
            image,
            image_digest,
            address,
            open_cases: cases.map(|(open, _)| open).or(before.open_cases),
            overdue_cases: cases.map(|(_, overdue)| overdue).or(before.overdue_cases),
            handled_reconcile_at: manifest.reconcile_at().map(str::to_owned),
        }
    }
}

fn condition(kind: &str, finding: Finding, before: &Status, generation: i64) -> Condition {
    let Finding { verdict, reason, message } = finding;
    let known = find(before, kind).filter(|known| known.status == verdict);
    Condition {
        kind: kind.to_owned(),
        status: verdict,
        reason,
        message: message.chars().take(MESSAGE_CHARACTERS_MAX).collect(),
        last_transition_time: known.map_or_else(now, |known| known.last_transition_time.clone()),
        observed_generation: generation,
    }
}

/// The condition of this type.
pub(crate) fn find<'a>(status: &'a Status, kind: &str) -> Option<&'a Condition> {
    status.conditions.iter().find(|condition| condition.kind == kind)
}

#[expect(clippy::disallowed_methods, reason = "when a condition turned is the clock's business, not a case's")]
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What was written last about each manifest: the watch tells it only later, and in between nothing
/// is to be written twice.
#[derive(Default)]
pub(crate) struct Written(Mutex<HashMap<Key, Print>>);

/// The identity of a manifest, and a number for the status that was written about it.
type Print = (Option<String>, u64);

impl Written {
    fn is(&self, kind: Kind, manifest: &Manifest, seen: &Status, wanted: &Status) -> bool {
        let written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = written.get(&(kind, manifest.name().to_owned()));
        let known = known.filter(|(uid, _)| *uid == manifest.metadata.uid).map(|(_, print)| *print);
        known.unwrap_or_else(|| print(seen)) == print(wanted)
    }

    fn note(&self, kind: Kind, manifest: &Manifest, wanted: &Status) {
        let entry = (manifest.metadata.uid.clone(), print(wanted));
        let key = (kind, manifest.name().to_owned());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, entry);
    }
}

/// A number that differs when something differs, but for times and for what the count of cases writes.
fn print(status: &Status) -> u64 {
    let mut status = Status { open_cases: None, overdue_cases: None, ..status.clone() };
    for condition in &mut status.conditions {
        condition.last_transition_time.clear();
    }
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(&status).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

/// Writes what was found, if it differs from what was written, and tells an event if readiness turned.
///
/// # Errors
/// When the API server does not take it.
pub(crate) async fn write(ctx: &Context, kind: Kind, manifest: &Manifest, found: Found) -> Result<(), kube::Error> {
    let (before, cases) = (manifest.status(), found.cases);
    let wanted = found.status(&before, manifest);
    if ctx.written.is(kind, manifest, &before, &wanted) {
        return Ok(());
    }
    let mut said = owned(&wanted);
    if let Some((open, overdue)) = cases {
        said["openCases"] = open.into();
        said["overdueCases"] = overdue.into();
    }
    patch(ctx, kind, manifest.name(), &said).await?;
    ctx.written.note(kind, manifest, &wanted);
    turned(ctx, kind, manifest, &before, &wanted).await;
    Ok(())
}

/// Says that a manifest is paused; everything else stays as it was found.
///
/// # Errors
/// When the API server does not take it.
pub(crate) async fn write_paused(ctx: &Context, kind: Kind, manifest: &Manifest) -> Result<(), kube::Error> {
    let before = manifest.status();
    let mut wanted = before.clone();
    wanted.conditions.retain(|condition| condition.kind != IS_PAUSED);
    let message = format!("nothing is done about it while {} is true", crate::manifest::PAUSED);
    let paused = condition(IS_PAUSED, Finding::yes("Annotated", message), &before, manifest.generation());
    wanted.conditions.push(paused);
    if ctx.written.is(kind, manifest, &before, &wanted) {
        return Ok(());
    }
    patch(ctx, kind, manifest.name(), &owned(&wanted)).await?;
    ctx.written.note(kind, manifest, &wanted);
    Ok(())
}

/// Everything of a status that reconciliation writes. What is absent is removed.
fn owned(status: &Status) -> Value {
    json!({
        "conditions": status.conditions,
        "problems": (!status.problems.is_empty()).then_some(&status.problems),
        "digest": status.digest,
        "revision": status.revision,
        "image": status.image,
        "imageDigest": status.image_digest,
        "address": status.address,
        "handledReconcileAt": status.handled_reconcile_at,
    })
}

/// Writes how many cases there are, if that differs.
///
/// # Errors
/// When the API server does not take it.
pub(crate) async fn write_counts(
    ctx: &Context,
    kind: Kind,
    manifest: &Manifest,
    (open, overdue): (i32, i32),
) -> Result<(), kube::Error> {
    let status = manifest.status();
    if (status.open_cases, status.overdue_cases) == (Some(open), Some(overdue)) {
        return Ok(());
    }
    patch(ctx, kind, manifest.name(), &json!({ "openCases": open, "overdueCases": overdue })).await
}

async fn patch(ctx: &Context, kind: Kind, name: &str, status: &Value) -> Result<(), kube::Error> {
    let api: Api<Manifest> = Api::namespaced_with(ctx.client.clone(), &ctx.options.namespace, &kind);
    let params = PatchParams { field_manager: Some(crate::events::OPERATOR.to_owned()), ..PatchParams::default() };
    api.patch_status(name, &params, &Patch::Merge(json!({ "status": status }))).await?;
    metrics::counter!("cityhall_operator_status_writes_total", "kind" => kind.as_str()).increment(1);
    Ok(())
}

/// Tells an event if readiness is another than before.
async fn turned(ctx: &Context, kind: Kind, manifest: &Manifest, before: &Status, now: &Status) {
    let Some(ready) = find(now, READY) else { return };
    let is_same = find(before, READY).is_some_and(|known| known.status == ready.status && known.reason == ready.reason)
        && before.revision == now.revision;
    if is_same {
        return;
    }
    let severity = if ready.status == Verdict::True { EventType::Normal } else { EventType::Warning };
    ctx.events.tell(kind, manifest, severity, &ready.reason, &ready.message).await;
}
