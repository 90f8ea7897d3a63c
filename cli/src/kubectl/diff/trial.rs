//! A dry run: the API server judges a manifest by its own rules, asks the operator, which asks the city,
//! and writes nothing.

use cityhall_crds::manifest::Manifest;
use cityhall_crds::spec::API_VERSION;
use cityhall_operator::{JUDGED_WITH_CITY, JUDGED_WITHOUT_CITY, PLUGIN};
use kube::Resource as _;
use kube::api::{Patch, PatchParams, ValidationDirective};
use kube::client::Body;
use kube::core::{Request, Status};
use serde::Serialize;
use serde_json::{Value, json};

use super::super::cluster::{Cluster, told};

/// What came of a dry run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trial {
    /// The spec that the API server would write; none if it refuses.
    pub(super) made: Option<Value>,
    /// Why it would be refused, a line each; empty if it would be taken.
    pub(super) refused: Vec<String>,
    warnings: Vec<String>,
    pub(super) judge: Judge,
}

/// Who judged, beside the API server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judge {
    /// The operator, and it asked the city.
    WithCity,
    /// The operator alone: a `City` itself is judged so, and everything while the city does not answer.
    WithoutCity,
    /// Nobody: refused before it came so far.
    NotAsked,
    /// Nobody answered.
    Nobody,
}

impl Trial {
    /// What it says, indented.
    pub(super) fn text(&self) -> String {
        let refused = self.refused.iter().map(|line| format!("  refused: {line}\n"));
        let warnings = self.warnings.iter().map(|line| format!("  warning: {line}\n"));
        let judge = match self.judge {
            Judge::WithCity if self.refused.is_empty() => "  the operator and the city would take it\n",
            Judge::WithoutCity if self.refused.is_empty() => "  the operator would take it; the city was not asked\n",
            Judge::Nobody => "  nobody answers: no operator has judged it, so nothing is known of what it would say\n",
            Judge::WithCity | Judge::WithoutCity | Judge::NotAsked => "",
        };
        refused.chain(warnings).chain([judge.to_owned()]).collect()
    }
}

/// Tries to make what is not there.
pub(super) async fn create(cluster: &Cluster, manifest: &Manifest) -> Result<Trial, String> {
    let object = json!({ "apiVersion": API_VERSION, "kind": manifest.kind.as_str(),
                         "metadata": { "name": manifest.name, "namespace": cluster.namespace }, "spec": manifest.spec });
    ask(cluster, manifest, &PatchParams { force: true, ..params() }, &Patch::Apply(object)).await
}

/// Tries to change the spec of what is there, as `kubectl apply` would.
pub(super) async fn change(cluster: &Cluster, manifest: &Manifest, patch: &Value) -> Result<Trial, String> {
    ask(cluster, manifest, &params(), &Patch::Merge(json!({ "spec": patch }))).await
}

fn params() -> PatchParams {
    PatchParams {
        dry_run: true,
        force: false,
        field_manager: Some(PLUGIN.to_owned()),
        field_validation: Some(ValidationDirective::Strict),
    }
}

async fn ask<P: Serialize>(
    cluster: &Cluster,
    manifest: &Manifest,
    params: &PatchParams,
    patch: &Patch<P>,
) -> Result<Trial, String> {
    let kind = cityhall_operator::Manifest::url_path(&manifest.kind, Some(&cluster.namespace));
    let request = Request::new(kind).patch(&manifest.name, params, patch);
    let request = request.map_err(|error| format!("failed to ask: {error}"))?.map(Body::from);
    let answer = cluster.client.send(request).await.map_err(|error| told(&error))?;
    let warnings: Vec<String> =
        answer.headers().get_all("warning").iter().filter_map(|value| warning(value.as_bytes())).collect();
    let is_taken = answer.status().is_success();
    let code = answer.status().as_u16();
    let body = answer.into_body().collect_bytes().await.map_err(|error| told(&error))?;
    let unreadable = |error: serde_json::Error| format!("the API server answered {code} with no JSON: {error}");
    if is_taken {
        let mut made: Value = serde_json::from_slice(&body).map_err(unreadable)?;
        return Ok(taken(made["spec"].take(), warnings));
    }
    let status: Status = serde_json::from_slice(&body).map_err(unreadable)?;
    refused(&status, warnings)
}

fn taken(made: Value, warnings: Vec<String>) -> Trial {
    let said = |words: &str| warnings.iter().any(|warning| warning == words);
    let judge = if said(JUDGED_WITH_CITY) {
        Judge::WithCity
    } else if said(JUDGED_WITHOUT_CITY) {
        Judge::WithoutCity
    } else {
        Judge::Nobody
    };
    Trial { made: Some(made), refused: Vec::new(), warnings: worth_telling(warnings), judge }
}

fn worth_telling(warnings: Vec<String>) -> Vec<String> {
    warnings.into_iter().filter(|one| one != JUDGED_WITH_CITY && one != JUDGED_WITHOUT_CITY).collect()
}

/// What a refusal says. Anything else that failed is no refusal.
fn refused(status: &Status, warnings: Vec<String>) -> Result<Trial, String> {
    let judge = if warnings.iter().any(|one| one == JUDGED_WITH_CITY) { Judge::WithCity } else { Judge::WithoutCity };
    let trial = |refused, judge| Trial { made: None, refused, warnings: worth_telling(warnings), judge };
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    if status.message.contains("failed calling webhook") {
        return Ok(trial(
            vec![format!("modules are closed while no operator answers: {}", status.message)],
            Judge::Nobody,
        ));
    }
    if let Some((_, why)) = status.message.split_once(" denied the request: ") {
        // The first line only counts the others.
        let all = lines(why);
        let told = if all.len() > 1 { all[1..].to_vec() } else { all };
        return Ok(trial(told, judge));
    }
    let causes = status.details.as_ref().map(|details| details.causes.as_slice()).unwrap_or_default();
    match status.code {
        422 if !causes.is_empty() => {
            let told = causes.iter().map(|cause| format!("{}: {}", cause.field, cause.message)).collect();
            Ok(trial(told, Judge::NotAsked))
        }
        400 | 422 => Ok(trial(lines(&status.message), Judge::NotAsked)),
        _ => Err(status.message.clone()),
    }
}

/// The text of a warning header: `299 - "TEXT"`.
fn warning(value: &[u8]) -> Option<String> {
    let value = String::from_utf8_lossy(value);
    let quoted = value.split_once('"')?.1;
    let mut text = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: u16, message: &str) -> Status {
        serde_json::from_value(json!({ "code": code, "message": message })).unwrap()
    }

    #[test]
    fn a_warning_is_what_stands_between_quotes() {
        assert_eq!(warning(br#"299 - "a \"b\" \\ c""#).as_deref(), Some(r#"a "b" \ c"#));
        assert_eq!(warning(b"299 - nothing"), None);
    }

    #[test]
    fn a_refusal_is_told_from_a_failure() {
        let denied = "admission webhook \"x\" denied the request: 2 problems\nspec.a: R: m\nspec.b: R: m";
        let trial = refused(&status(403, denied), Vec::new()).unwrap();
        assert_eq!(trial.refused, ["spec.a: R: m", "spec.b: R: m"]);
        let closed = refused(&status(500, "Internal error: failed calling webhook \"x\""), Vec::new()).unwrap();
        assert_eq!(closed.judge, Judge::Nobody);
        assert_eq!(refused(&status(403, "you may not"), Vec::new()), Err("you may not".to_owned()));
    }
}
