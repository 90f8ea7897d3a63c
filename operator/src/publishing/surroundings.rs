//! What must be there before a manifest can be published: the city, and what it is proved against.

use cityhall_crds::Kind;

use crate::city::address;
use crate::compile::compile;
use crate::context::Context;
use crate::manifest::Manifest;
use crate::registry::Reach;
use crate::status::Finding;

/// What is around a manifest.
pub(super) enum Surroundings {
    /// Everything is there; the city is reached at this address.
    Ready(String),
    /// The city was not asked yet, or something before this one is on its way: it is looked at again then.
    NotKnownYet,
    /// Something is missing that somebody must see to.
    Missing(Finding),
}

/// What modules are proved against.
pub(super) const BEFORE_MODULES: &[Kind] = &[Kind::Department, Kind::HolidayCalendar];

/// What the rules of access policies name.
pub(super) const BEFORE_POLICIES: &[Kind] = &[Kind::Department, Kind::HolidayCalendar, Kind::ServiceModule];

/// Looks around.
pub(super) fn look(ctx: &Context, kind: Kind) -> Surroundings {
    let Some(city) = ctx.seen.city() else {
        return Surroundings::Missing(Finding::no("NoCity", "the namespace has no City"));
    };
    match ctx.registry.reach() {
        Reach::NotAsked => return Surroundings::NotKnownYet,
        Reach::Unreachable(why) => {
            return Surroundings::Missing(Finding::no("CityUnreachable", format!("the city does not answer: {why}")));
        }
        Reach::Reached => {}
    }
    if ctx.registry.served(Kind::City, city.name()).is_none() {
        let message = format!("City `{}` is not published yet: see its status", city.name());
        return Surroundings::Missing(Finding::no("CityNotPublished", message));
    }
    let waits = match kind {
        // A department may stand below one that comes later.
        Kind::City | Kind::HolidayCalendar | Kind::Department | Kind::Partner => false,
        Kind::ServiceModule => is_pending(ctx, BEFORE_MODULES),
        // A rule names departments, modules and roles.
        Kind::AccessPolicy => is_pending(ctx, BEFORE_POLICIES),
    };
    if waits { Surroundings::NotKnownYet } else { Surroundings::Ready(address(ctx, &city)) }
}

/// Whether a manifest of these kinds is there that the city has neither taken nor refused.
pub(super) fn is_pending(ctx: &Context, kinds: &[Kind]) -> bool {
    let unsettled = |kind: Kind| ctx.seen.of(kind).state().iter().any(|manifest| !is_settled(ctx, kind, manifest));
    kinds.iter().any(|kind| unsettled(*kind))
}

fn is_settled(ctx: &Context, kind: Kind, manifest: &Manifest) -> bool {
    let (name, digest) = (manifest.name(), manifest.digest());
    manifest.is_paused()
        || ctx.registry.served(kind, name).is_some_and(|served| *served.digest == *digest)
        || ctx.registry.refused(kind, name, digest).is_some()
        || compile(kind, name, &manifest.spec()).is_err()
}
