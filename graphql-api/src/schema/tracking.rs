//! Cases by their receipts: what somebody without an account, or who filed anonymously, may know of theirs.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext, TypeRef};
use cityhall_domain::case::{CaseNumber, ReceiptCode};
use cityhall_engine::TrackedCase;

use crate::schema::case::{end_word, stage_word};
use crate::schema::core::{language_argument, moment};
use crate::schema::fault::Fault;
use crate::schema::module::{ModuleNode, word};
use crate::schema::mutation::Payload;
use crate::schema::spec::{Argument, Spec, ty};
use crate::schema::table::Table;
use crate::schema::{clock, department, page};
use crate::visit::Visit;

/// Adds `caseByReceipt`.
pub(crate) fn add(table: &mut Table) {
    let about = "What a receipt shows of its case: nothing that was answered and nobody's name.";
    table.object("TrackedCase", about, standing().into_iter().chain(times()));
    let about = "The case of a receipt, whoever asks. Null for a number that nobody has as for a code that is not its \
                 own; how often one network may ask is limited.";
    let field = Spec::asked("caseByReceipt", ty::may("TrackedCase"), about, |ctx| Box::pin(by_receipt(ctx)));
    let number = Argument::new("number", ty::must("String"), "The number, as it is written or said.");
    let code = Argument::new("code", ty::must("String"), "The code that the receipt shows, as it is written or said.");
    table.query("caseByReceipt", field.with(number).with(code).with(page::at_least_argument()));
}

async fn by_receipt(ctx: ResolverContext<'_>) -> Result<Option<FieldValue<'_>>, Fault> {
    let visit = Visit::of(&ctx);
    visit.account.asked_by_receipt().map_err(Fault::over)?;
    let number = page::text(&ctx, "number").and_then(|text| text.parse::<CaseNumber>().ok());
    let code = page::text(&ctx, "code").and_then(|text| text.parse::<ReceiptCode>().ok());
    let (Some(number), Some(code)) = (number, code) else { return Ok(None) };
    let found = visit.engine.reads().by_receipt(number, code, page::at_least(&ctx)?).await?;
    Ok(found.map(FieldValue::owned_any))
}

/// The code, in the answer to a submission.
pub(crate) fn payload_field() -> Spec {
    let about = "What the receipt shows: with the number it opens `caseByReceipt`. Whoever has it can follow the case.";
    Spec::part::<Arc<Payload>>("receiptCode", ty::may("String"), about, |payload, ctx| {
        let done = payload.done.as_ref()?;
        let code = Visit::of(ctx).engine.reads().receipt_code(&done.number);
        Some(Value::from(code.to_string()).into())
    })
}

fn leaf(name: &str, of: TypeRef, about: &str, read: fn(&TrackedCase) -> Option<Value>) -> Spec {
    Spec::leaf::<TrackedCase>(name, of, about, read)
}

fn standing() -> Vec<Spec> {
    vec![
        leaf("number", ty::may("String"), "Its number.", |case| Some(Value::from(case.number.as_str()))),
        Spec::part::<TrackedCase>(
            "serviceModule",
            ty::may("ServiceModule"),
            "Its module, in the revision that it stays under.",
            |case, ctx| {
                let catalog = &Visit::of(ctx).catalog;
                let revision = catalog.revision(&case.module, case.module_revision)?;
                let retired = catalog.current(&case.module).is_none();
                Some(FieldValue::owned_any(ModuleNode::of_revision(revision, retired)))
            },
        ),
        leaf("stage", ty::may("Stage"), "How far it is.", |case| Some(word(stage_word(case.stage)))),
        Spec::part::<TrackedCase>("stateTitle", ty::may("String"), "The state's name for people.", |case, ctx| {
            let revision = Visit::of(ctx).catalog.revision(&case.module, case.module_revision)?;
            let state = revision.module.workflow.state(&case.state)?;
            Some(Value::from(Visit::text(ctx, &state.title)).into())
        })
        .with(language_argument()),
        leaf("end", ty::may("CaseEnd"), "How it ended, while it is over.", |case| case.end.map(end_word)),
        Spec::part::<TrackedCase>("department", ty::may("Department"), "Who has it.", |case, ctx| {
            department::find(ctx, &case.department)
        }),
        Spec::part::<TrackedCase>(
            "supplement",
            ty::may("SupplementNotice"),
            "What is asked of the applicant.",
            |case, _| case.supplement.as_ref().map(|notice| FieldValue::borrowed_any(notice)),
        ),
    ]
}

fn times() -> Vec<Spec> {
    vec![
        leaf("submittedAt", ty::may("DateTime"), "When it was handed in.", |case| Some(moment(case.submitted_at))),
        leaf("updatedAt", ty::may("DateTime"), "The moment of its last event.", |case| Some(moment(case.updated_at))),
        leaf("dueDay", ty::may("Date"), "The last day, in the city's time zone, once the limit runs.", |case| {
            case.due.map(|due| Value::from(due.day.to_string()))
        }),
        leaf("provisional", ty::may("Boolean"), "Whether the due date waits for a year's calendar.", |case| {
            case.due.map(|due| Value::from(due.provisional))
        }),
        leaf("overdue", ty::may("Boolean"), "Whether the promised limit passed before the decision.", |case| {
            Some(Value::from(case.overdue))
        }),
        Spec::part::<TrackedCase>(
            "clocks",
            ty::list("ClockDate"),
            "Every limit that runs and has not passed.",
            |case, _| Some(clock::dates(&case.clocks)),
        ),
        leaf("stoppedSince", ty::may("DateTime"), "Since when its limits stand still.", |case| {
            case.stopped_since.map(moment)
        }),
        Spec::part::<TrackedCase>("procedure", ty::may("OpenProcedure"), "The procedure that is open.", |case, _| {
            case.procedure.as_ref().map(|open| FieldValue::borrowed_any(open))
        }),
    ]
}
