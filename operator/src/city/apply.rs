//! Writes what was built, by server-side apply, where what is there differs.

use kube::Api;
use kube::api::{DynamicObject, Patch, PatchParams};
use serde_json::Value;

use super::Error;
use super::build::{Applied, Prepared, Resources};
use crate::context::Context;
use crate::events::OPERATOR;

/// Brings every object to what was built. Nothing is written that is so already.
pub(super) async fn apply(ctx: &Context, prepared: Resources<Prepared>) -> Result<Resources<Applied>, Error> {
    let namespace = &ctx.options.namespace;
    let mut applied = Vec::new();
    for Prepared { part, name, object } in prepared.objects {
        if let Some(seen) = ctx.owned.seen(part, namespace, &name) {
            let seen = serde_json::to_value(&*seen).unwrap_or_default();
            if ctx.owned.is(part, &name, &object, &seen) {
                applied.push(Applied { part, object: seen });
                continue;
            }
        }
        let resource = part.resource();
        let api: Api<DynamicObject> = Api::namespaced_with(ctx.client.clone(), namespace, &resource);
        let failed = |source: kube::Error| Error::Apply {
            object: format!("{} `{name}`", resource.kind),
            source: Box::new(source),
        };
        let made =
            api.patch(&name, &PatchParams::apply(OPERATOR).force(), &Patch::Apply(&object)).await.map_err(failed)?;
        metrics::counter!("cityhall_operator_applies_total", "resource" => part.name()).increment(1);
        let made: Value = serde_json::to_value(&made).unwrap_or_default();
        ctx.owned.note(part, &name, &object, &made);
        tracing::info!(kind = resource.kind, name, "applied");
        applied.push(Applied { part, object: made });
    }
    Ok(Resources { objects: applied })
}
