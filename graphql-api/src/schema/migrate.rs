//! Migration plans: moving running cases to a newer revision of their module, for those who publish.

use std::collections::BTreeMap;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::case::migration::Blocker;
use cityhall_domain::channel::Channel;
use cityhall_domain::form::Finding;
use cityhall_domain::name::CaseId;
use cityhall_engine::{MigrateCases, MigrateError, MigratedCase, MigrationOutcome, Refusal};
use serde::Deserialize;

use crate::opaque::GlobalId;
use crate::refusal::{UserError, UserErrorCode, user_errors};
use crate::schema::fault::Fault;
use crate::schema::module::word;
use crate::schema::mutation::read_input;
use crate::schema::spec::{Answer, Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// How many cases one request moves when nobody says, and at most.
const FIRST: (usize, usize) = (100, 500);

/// What a plan came to.
#[derive(Default)]
struct Migrated {
    cases: Vec<MigratedCase>,
    after: Option<u64>,
    errors: Vec<UserError>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    module: String,
    from: u32,
    to: u32,
    cases: Option<Vec<String>>,
    all: Option<bool>,
    first: Option<usize>,
    after: Option<String>,
    states: Option<Vec<StateMove>>,
    dry_run: Option<bool>,
}

#[derive(Deserialize)]
struct StateMove {
    from: String,
    to: String,
}

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    table.words(
        "MigrationOutcome",
        "What became of a case, or would.",
        &[
            ("MOVABLE", "Nothing stands in the way: it would move."),
            ("MOVED", "It moved."),
            ("BLOCKED", "Something stands in the way; it stays as it is."),
            ("FAILED", "It could not be judged or stored; it stays as it is."),
        ],
    );
    table.object("MigratedCase", "What became of one case, or would.", case_fields());
    table.object("MigrationBlocker", "One thing that stands in the way.", blocker_fields());
    let state = [
        Argument::new("from", ty::must("String"), "The state in which a case stands."),
        Argument::new("to", ty::must("String"), "The state of the newer revision in which it then stands."),
    ];
    table.input("StateMove", "Where cases of one state go.", state);
    let about = "Moves running cases to a newer revision of their module. Each moves by itself; what is blocked stays.";
    table.input("MigrateCasesInput", about, arguments());
    table.object("MigrateCasesPayload", "What a migration plan came to.", payload_fields());
    let field = Spec::asked("migrateCases", ty::may("MigrateCasesPayload"), about, migrate);
    table.mutation("migrateCases", field.with(Argument::new("input", ty::must("MigrateCasesInput"), "The plan.")));
}

fn arguments() -> Vec<Argument> {
    vec![
        Argument::new("module", ty::must("String"), "The name of the module."),
        Argument::new("from", ty::must("Int"), "The revision from which cases move."),
        Argument::new("to", ty::must("Int"), "The revision to which they move."),
        Argument::new("cases", ty::list("ID"), "These cases; either this or `all`."),
        Argument::new("all", ty::may("Boolean"), "Every running case under `from`, oldest first."),
        Argument::new("first", ty::may("Int"), "With `all`: at most so many, 100 where it is not said, 500 at most."),
        Argument::new("after", ty::may("String"), "With `all`: go on behind this, the `next` of an earlier answer."),
        Argument::new("states", ty::list("StateMove"), "States that have another name there; the others stay."),
        Argument::new("dryRun", ty::may("Boolean"), "Only say what would become of each case."),
    ]
}

/// A case that moved is under another revision, so a field that runs twice moves nothing twice.
fn migrate(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let visit = Visit::of(&ctx);
        let input = read_input::<Input>(&ctx)?;
        let states: BTreeMap<_, _> = input.states.into_iter().flatten().map(|one| (one.from, one.to)).collect();
        let asked = MigrateCases {
            module: input.module,
            from: input.from,
            to: input.to,
            states,
            dry_run: input.dry_run.unwrap_or(false),
            channel: Channel::Online,
        };
        let answer = match (input.cases, input.all.unwrap_or(false)) {
            (Some(ids), false) => {
                // An id that is none of ours looks like one of nobody's.
                let cases: Vec<_> =
                    ids.iter().map(|id| GlobalId::case(id).unwrap_or(CaseId(uuid::Uuid::nil()))).collect();
                if cases.len() > FIRST.1 {
                    return Err(Fault::input(format!("`cases` names at most {} cases", FIRST.1)));
                }
                visit.engine.migrate(&visit.who, &asked, &cases).await.map(|cases| (cases, None))
            }
            (None, true) => {
                let limit = input.first.unwrap_or(FIRST.0).clamp(1, FIRST.1);
                let after = input.after.as_deref().map(|text| u64::from_str_radix(text, 16)).transpose();
                let after = after.map_err(|_| Fault::input("`after` is not the `next` of an earlier answer"))?;
                visit.engine.migrate_all(&visit.who, &asked, limit, after).await
            }
            (Some(_), true) | (None, false) => return Err(Fault::input("either `cases` or `all: true` is given")),
        };
        let payload = match answer {
            Ok((cases, after)) => Migrated { cases, after, errors: Vec::new() },
            Err(error) => Migrated { errors: vec![told(&error, &ctx)], ..Migrated::default() },
        };
        Ok(Some(FieldValue::owned_any(payload)))
    })
}

fn told(error: &MigrateError, ctx: &ResolverContext<'_>) -> UserError {
    let of = |code| UserError::of(code, Visit::of(ctx).language);
    match error {
        MigrateError::NotAllowed => of(UserErrorCode::NotAllowed),
        MigrateError::UnknownModule => of(UserErrorCode::UnknownModule).at("module"),
        MigrateError::UnknownRevision { known } => of(UserErrorCode::UnknownRevision).allowing(known),
        MigrateError::InvalidState => of(UserErrorCode::InvalidName).at("states"),
        MigrateError::Unavailable => of(UserErrorCode::Unavailable),
    }
}

fn payload_fields() -> Vec<Spec> {
    vec![
        Spec::part::<Migrated>(
            "cases",
            ty::full_list("MigratedCase"),
            "Each case that was looked at.",
            |payload, _| Some(FieldValue::list(payload.cases.iter().map(|one| FieldValue::borrowed_any(one)))),
        ),
        Spec::leaf::<Migrated>(
            "next",
            ty::may("String"),
            "With `all`: where to go on; null: these were all.",
            |payload| payload.after.map(|after| Value::from(format!("{after:x}"))),
        ),
        Spec::part::<Migrated>(
            "userErrors",
            ty::full_list("UserError"),
            "Why no case was looked at; empty when they were.",
            |payload, _| Some(FieldValue::list(payload.errors.iter().map(|error| FieldValue::borrowed_any(error)))),
        ),
    ]
}

fn case_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<MigratedCase>("caseId", ty::must("ID"), "The case.", |one| {
            Some(Value::from(GlobalId::Case(one.case_id).encode()))
        }),
        Spec::leaf::<MigratedCase>(
            "number",
            ty::may("String"),
            "Its number; null where it is no case of the module.",
            |one| one.number.as_ref().map(|number| Value::from(number.as_str())),
        ),
        Spec::leaf::<MigratedCase>("state", ty::may("String"), "Where it stood before.", |one| {
            one.state.as_ref().map(|state| Value::from(state.as_str()))
        }),
        Spec::leaf::<MigratedCase>("outcome", ty::must("MigrationOutcome"), "What became of it.", |one| {
            Some(word(match one.outcome {
                MigrationOutcome::Movable => "MOVABLE",
                MigrationOutcome::Moved => "MOVED",
                MigrationOutcome::Blocked(_) => "BLOCKED",
                MigrationOutcome::Refused(_) => "FAILED",
            }))
        }),
        Spec::part::<MigratedCase>(
            "blockers",
            ty::full_list("MigrationBlocker"),
            "What stands in the way, all at once.",
            |one, ctx| {
                let blockers = match &one.outcome {
                    MigrationOutcome::Movable | MigrationOutcome::Moved => Vec::new(),
                    MigrationOutcome::Blocked(blockers) => blockers.iter().flat_map(in_lines).collect(),
                    MigrationOutcome::Refused(refusal) => refused(refusal, ctx),
                };
                Some(FieldValue::list(blockers.into_iter().map(FieldValue::owned_any)))
            },
        ),
    ]
}

/// One line of what stands in the way.
struct Line {
    kind: &'static str,
    subject: Option<String>,
    rule: Option<String>,
}

fn in_lines(blocker: &Blocker) -> Vec<Line> {
    let line = |kind, subject: Option<String>| vec![Line { kind, subject, rule: None }];
    match blocker {
        Blocker::Over => line("OVER", None),
        Blocker::NotNewer => line("NOT_NEWER", None),
        Blocker::OtherRevision { revision } => line("OTHER_REVISION", Some(revision.to_string())),
        Blocker::StateUnknown { state } => line("STATE_UNKNOWN", Some(state.to_string())),
        Blocker::AnswersInvalid { findings } => findings.iter().map(invalid).collect(),
        Blocker::ClassChanged { fields } => {
            fields.iter().flat_map(|field| line("CLASS_CHANGED", Some(field.clone()))).collect()
        }
        Blocker::LimitsStartElsewhere => line("LIMITS_START_ELSEWHERE", None),
        Blocker::ProcedureUnknown { procedure } => line("PROCEDURE_UNKNOWN", Some(procedure.to_string())),
        Blocker::CannotResume => line("CANNOT_RESUME", None),
        Blocker::SupplementUnknown { action } => line("SUPPLEMENT_UNKNOWN", Some(action.to_string())),
        Blocker::SignatureUnknown { action } => line("SIGNATURE_UNKNOWN", Some(action.to_string())),
        Blocker::DocumentUnknown { document } => line("DOCUMENT_UNKNOWN", Some(document.to_string())),
        Blocker::OpinionUnknown { department } => line("OPINION_UNKNOWN", Some(department.to_string())),
        Blocker::ObjectionsUnanswerable { state } => line("OBJECTIONS_UNANSWERABLE", Some(state.to_string())),
        Blocker::HandsUnknown { action } => line("HANDS_UNKNOWN", Some(action.to_string())),
    }
}

fn invalid(finding: &Finding) -> Line {
    Line { kind: "ANSWERS_INVALID", subject: Some(finding.path.clone()), rule: Some(finding.keyword.clone()) }
}

fn refused(refusal: &Refusal, ctx: &ResolverContext<'_>) -> Vec<Line> {
    let errors = user_errors(refusal, Visit::of(ctx).language);
    errors.into_iter().map(|error| Line { kind: error.code.as_str(), subject: error.field, rule: error.rule }).collect()
}

fn blocker_fields() -> Vec<Spec> {
    let kinds = "What kind: `OVER`, `NOT_NEWER`, `OTHER_REVISION`, `STATE_UNKNOWN`, `ANSWERS_INVALID`, \
                 `CLASS_CHANGED`, `LIMITS_START_ELSEWHERE`, `PROCEDURE_UNKNOWN`, `CANNOT_RESUME`, \
                 `SUPPLEMENT_UNKNOWN`, `SIGNATURE_UNKNOWN`, `DOCUMENT_UNKNOWN`, `OPINION_UNKNOWN`, \
                 `OBJECTIONS_UNANSWERABLE`, `HANDS_UNKNOWN`; of a case that failed, a code of user errors.";
    vec![
        Spec::leaf::<Line>("kind", ty::must("String"), kinds, |line| Some(Value::from(line.kind))),
        Spec::leaf::<Line>(
            "subject",
            ty::may("String"),
            "The state, action, procedure, document, department, revision or JSON Pointer that it is about.",
            |line| line.subject.clone().map(Value::from),
        ),
        Spec::leaf::<Line>("rule", ty::may("String"), "The rule of the form that an answer breaks.", |line| {
            line.rule.clone().map(Value::from)
        }),
    ]
}
