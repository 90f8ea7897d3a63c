//! How many cases are open and overdue: written once a minute at most, and only where it differs.

use std::collections::BTreeMap;

use cityhall_crds::Kind;
use kube::runtime::reflector::ObjectRef;

use crate::api::{ApiError, Load};
use crate::context::Context;
use crate::manifest::Manifest;
use crate::status::write_counts;

/// Why cases were not counted.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The city did not tell.
    #[error(transparent)]
    City(#[from] ApiError),
    /// The API server took no number.
    #[error("failed to write a status: {0}")]
    Kubernetes(#[from] kube::Error),
}

/// Asks the city and writes what differs.
pub(super) async fn count(ctx: &Context, url: &str, city: &Manifest) -> Result<(), Error> {
    // What comes to be meanwhile is counted the next time.
    let served = ctx.registry.names(Kind::ServiceModule);
    let loads = ctx.city.loads(url).await?;
    let sum = |of: fn(&Load) -> i32| loads.iter().map(of).fold(0, i32::saturating_add);
    write_counts(ctx, Kind::City, city, (sum(|load| load.open), sum(|load| load.overdue))).await?;
    let by_module: BTreeMap<&str, (i32, i32)> =
        loads.iter().map(|load| (load.module.as_str(), (load.open, load.overdue))).collect();
    for name in served {
        // What is served has a number, even if it is none.
        let reference = ObjectRef::new_with(&name, Kind::ServiceModule).within(&ctx.options.namespace);
        if let Some(module) = ctx.seen.modules.get(&reference) {
            let counts = by_module.get(name.as_str()).copied().unwrap_or_default();
            write_counts(ctx, Kind::ServiceModule, &module, counts).await?;
        }
    }
    Ok(())
}
