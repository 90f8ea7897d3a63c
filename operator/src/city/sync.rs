//! What the city has published beside what the namespace declares: asked, published, retired.

use cityhall_crds::Kind;
use cityhall_crds::spec::Problem;

use crate::api::{Answer, ApiError};
use crate::context::Context;
use crate::manifest::Manifest;
use crate::registry::{Entry, Reach};

/// What came of it.
pub(super) enum Synced {
    /// The city is published as its manifest says.
    Published,
    /// It is, but the city is not ready yet: why.
    NotReady(String),
    /// It refuses its own manifest.
    Refused(Vec<Problem>),
}

/// Asks what is published, publishes the city's own spec and retires what is declared no more. Whoever
/// waits for news is woken.
pub(super) async fn sync(ctx: &Context, url: &str, city: &Manifest, is_asked_for: bool) -> Result<Synced, ApiError> {
    let synced = match learn(ctx, url, is_asked_for).await {
        Ok(()) => match publish(ctx, url, city).await {
            // A city is ready once it is published.
            Ok(Synced::Published) => Ok(match ctx.city.is_ready(url).await {
                Ok(()) => Synced::Published,
                Err(error) => Synced::NotReady(error.to_string()),
            }),
            other => other,
        },
        Err(error) => Err(error),
    };
    match &synced {
        Ok(Synced::Published | Synced::NotReady(_)) => {
            if let Err(error) = retire(ctx, url).await {
                tracing::warn!(%error, "failed to retire what is declared no more; tried again later");
            }
        }
        Ok(Synced::Refused(_)) => {}
        Err(error) => ctx.lose_city(&error.to_string()),
    }
    synced
}

async fn learn(ctx: &Context, url: &str, is_asked_for: bool) -> Result<(), ApiError> {
    // A city that is not ready may have begun anew, with nothing.
    let is_known = ctx.registry.reach() == Reach::Reached && ctx.city.is_ready(url).await.is_ok();
    if ctx.resync.is_due(is_asked_for || !is_known) {
        let served = ctx.city.publications(url).await?;
        if ctx.registry.learn(served) {
            ctx.wakers.wake_all();
        }
    }
    Ok(())
}

async fn publish(ctx: &Context, url: &str, city: &Manifest) -> Result<Synced, ApiError> {
    let (name, digest) = (city.name(), city.digest());
    if ctx.registry.served(Kind::City, name).is_some_and(|served| *served.digest == *digest) {
        return Ok(Synced::Published);
    }
    if let Some(known) = ctx.registry.refused(Kind::City, name, digest) {
        return Ok(Synced::Refused(known.problems));
    }
    match ctx.city.publish(url, Kind::City, name, &city.spec(), false).await? {
        Answer::Taken { .. } => {
            ctx.registry.took(Kind::City, name, Entry { digest: digest.into(), revision: None });
            ctx.wakers.wake_all();
            Ok(Synced::Published)
        }
        Answer::Refused(problems) => {
            ctx.registry.refuse(Kind::City, name, digest, problems.clone());
            Ok(Synced::Refused(problems))
        }
    }
}

/// Retires policies, then partners, modules and departments, that no manifest declares. A calendar stays law.
async fn retire(ctx: &Context, url: &str) -> Result<(), ApiError> {
    for kind in [Kind::AccessPolicy, Kind::Partner, Kind::ServiceModule, Kind::Department] {
        let declared = ctx.seen.of(kind).state();
        let gone = ctx.registry.names(kind).into_iter().filter(|name| declared.iter().all(|one| one.name() != name));
        for name in gone.collect::<Vec<_>>() {
            match ctx.city.retire(url, kind, &name).await? {
                Answer::Taken { .. } => {
                    tracing::info!(kind = kind.as_str(), name, "retired: no manifest declares it");
                    ctx.registry.retired(kind, &name);
                }
                // Such as a department to which a module still sends cases: it goes with the module.
                Answer::Refused(problems) => {
                    let why = problems.first().map(|problem| problem.message.as_str()).unwrap_or_default();
                    tracing::warn!(kind = kind.as_str(), name, why, "the city does not retire it yet");
                }
            }
        }
    }
    Ok(())
}
