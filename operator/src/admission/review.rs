//! The verdict about one manifest.

use std::time::Duration;

use cityhall_crds::Kind;
use cityhall_crds::spec::Problem;
use kube::core::DynamicObject;
use kube::core::admission::{AdmissionRequest, AdmissionResponse, AdmissionReview};
use serde_json::Value;

use crate::api::Answer;
use crate::city::address;
use crate::compile::compile;
use crate::context::Context;
use crate::status::problems_of;

/// How long the city may take to say what would come of it; without its word the manifest is judged by
/// itself.
const CITY_WITHIN: Duration = Duration::from_secs(3);

/// What the city says about what is not there *yet*: manifests that are applied together come in any
/// order, so that this is a warning, and stands in the status until it is there.
const MAY_COME_LATER: [&str; 4] = ["NoCity", "UnknownDepartment", "UnknownModule", "UnknownRole"];

/// The field manager under which the kubectl plugin acts. When it asks what would come of a manifest, it is told
/// who judged it: what is let in without a word may have been judged by nobody.
pub const PLUGIN: &str = "kubectl-cityhall";

/// Told to the plugin: the city was asked too, and would take it.
pub const JUDGED_WITH_CITY: &str = "judged by the operator and the city";

/// Told to the plugin: only the manifest itself was judged.
pub const JUDGED_WITHOUT_CITY: &str = "judged by the operator alone";

/// Answers a review.
pub(super) async fn answer(ctx: &Context, review: AdmissionReview<DynamicObject>) -> AdmissionReview<DynamicObject> {
    let request: AdmissionRequest<DynamicObject> = match review.try_into() {
        Ok(request) => request,
        Err(_) => return AdmissionResponse::invalid("the review holds no request").into_review(),
    };
    let response = AdmissionResponse::from(&request);
    let Some((kind, object)) = Kind::of(&request.kind.kind).zip(request.object.as_ref()) else {
        return response.into_review();
    };
    let spec = object.data.get("spec").cloned().unwrap_or_default();
    let mut verdict = judge(ctx, kind, &request.name, &spec).await;
    if is_asked_by_plugin(&request) {
        let said = if verdict.has_asked_city { JUDGED_WITH_CITY } else { JUDGED_WITHOUT_CITY };
        verdict.warnings.insert(0, said.to_owned());
    }
    let outcome = if verdict.refused.is_empty() { "admitted" } else { "refused" };
    metrics::counter!("cityhall_operator_reviews_total", "kind" => kind.as_str(), "outcome" => outcome).increment(1);
    let mut response = if verdict.refused.is_empty() { response } else { response.deny(told(&verdict.refused)) };
    response.warnings = (!verdict.warnings.is_empty()).then_some(verdict.warnings);
    response.into_review()
}

fn is_asked_by_plugin(request: &AdmissionRequest<DynamicObject>) -> bool {
    let options = request.options.as_ref();
    request.dry_run && options.is_some_and(|options| options.0["fieldManager"] == PLUGIN)
}

#[derive(Default)]
struct Verdict {
    refused: Vec<Problem>,
    warnings: Vec<String>,
    has_asked_city: bool,
}

async fn judge(ctx: &Context, kind: Kind, name: &str, spec: &Value) -> Verdict {
    if let Err(problems) = compile(kind, name, spec) {
        return Verdict { refused: problems_of(&problems), ..Verdict::default() };
    }
    let mut verdict = Verdict::default();
    let Some(city) = ctx.seen.city().filter(|_| kind != Kind::City) else { return verdict };
    let url = address(ctx, &city);
    let asked = ctx.city.publish(&url, kind, name, spec, true);
    let answer = tokio::time::timeout(CITY_WITHIN, asked).await;
    verdict.has_asked_city = matches!(answer, Ok(Ok(_)));
    match answer {
        // Told, not refused: a city changes when it has to.
        Ok(Ok(Answer::Taken { breaks, revision: _ })) => verdict.warnings.extend(breaks),
        Ok(Ok(Answer::Refused(problems))) => {
            for problem in problems {
                if MAY_COME_LATER.contains(&problem.reason.as_str()) {
                    verdict.warnings.push(line(&problem));
                } else {
                    verdict.refused.push(problem);
                }
            }
        }
        Ok(Err(_)) | Err(_) => {
            verdict.warnings.push("the city does not answer: only the manifest itself was checked".to_owned());
        }
    }
    verdict
}

/// Every problem, a line each.
fn told(problems: &[Problem]) -> String {
    let head = match problems.len() {
        1 => "1 problem".to_owned(),
        count => format!("{count} problems"),
    };
    problems.iter().fold(head, |text, problem| text + "\n" + &line(problem))
}

fn line(problem: &Problem) -> String {
    format!("{}: {}: {}", problem.path, problem.reason, problem.message)
}
