//! Limits that run, and procedures that may stop them.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_domain::calendar::Due;
use cityhall_domain::case::event::ClockName;
use cityhall_domain::module::{Procedure, ProcedureClock, ProcedureKind};
use cityhall_engine::ProcedureView;

use crate::schema::core::{language_argument, moment};
use crate::schema::module::word;
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// One limit and when it ends.
type Date = (ClockName, Due);

/// Dates, as the executor resolves them further.
pub(crate) fn dates(all: &[Date]) -> FieldValue<'_> {
    FieldValue::list(all.iter().map(|one| FieldValue::borrowed_any(one)))
}

/// Adds them.
pub(crate) fn add(table: &mut Table) {
    table.words(
        "Clock",
        "A limit that can run.",
        &[
            ("STATUTORY", "The ceiling of the law (法定时限)."),
            ("PROMISED", "What the body promises (承诺时限)."),
            ("STATE", "How long a case may stay where it stands."),
            ("SUPPLEMENT", "How long the applicant has to answer a notice."),
            ("PROCEDURE", "How long an open procedure may take."),
            ("DOCUMENT", "How long a material may follow acceptance."),
            ("OPINION", "How long a department has for its opinion."),
            ("OBJECTION", "How long the check of an objection may take."),
        ],
    );
    table.object(
        "ClockDate",
        "A limit and when it ends.",
        [
            Spec::leaf::<Date>("clock", ty::may("Clock"), "Which limit.", |(clock, _)| Some(word(clock_word(*clock)))),
            Spec::leaf::<Date>("dueAt", ty::may("DateTime"), "The first moment that is too late.", |(_, due)| {
                Some(moment(due.at))
            }),
            Spec::leaf::<Date>("dueDay", ty::may("Date"), "The last day, in the city's time zone.", |(_, due)| {
                Some(Value::from(due.day.to_string()))
            }),
            Spec::leaf::<Date>(
                "provisional",
                ty::may("Boolean"),
                "Whether the date waits for a year's calendar.",
                |(_, due)| Some(Value::from(due.provisional)),
            ),
            Spec::part::<Date>(
                "workingDaysLeft",
                ty::may("Int"),
                "How many working days are left after today, that of `dueDay` counted.",
                |(_, due), ctx| {
                    let visit = Visit::of(ctx);
                    let facts = visit.catalog.facts()?;
                    let today = facts.zone.to_datetime(visit.engine.clock().now()).date();
                    i32::try_from(facts.calendar.working_days_left(today, due.day))
                        .ok()
                        .map(|days| Value::from(days).into())
                },
            ),
        ],
    );
    table.words(
        "ProcedureKind",
        "A procedure that the law has rules of its own for.",
        &[
            ("PUBLIC_NOTICE", "Everybody may read the case and object, until time alone ends it (公示)."),
            ("HEARING", "A hearing, told in time before it is held (听证)."),
        ],
    );
    table.object("OpenProcedure", "A procedure that was begun and is not over.", open_fields());
    table.object("Procedure", "A procedure that takes time of its own (特别程序).", procedure_fields());
}

fn open_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<ProcedureView>("name", ty::may("String"), "Its name.", |one| Some(Value::from(one.name.as_str()))),
        Spec::part::<ProcedureView>("title", ty::may("String"), "Its name for people.", |one, ctx| {
            Some(Value::from(Visit::text(ctx, &one.title)).into())
        })
        .with(language_argument()),
        Spec::leaf::<ProcedureView>("dueAt", ty::may("DateTime"), "Until when it must be over.", |one| {
            Some(moment(one.due.at))
        }),
        Spec::leaf::<ProcedureView>(
            "overran",
            ty::may("Boolean"),
            "Whether it took longer; limits that it stopped go on since then.",
            |one| Some(Value::from(one.overran)),
        ),
    ]
}

fn procedure_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<Procedure>("name", ty::may("String"), "Its name.", |one| Some(Value::from(one.name.as_str()))),
        Spec::part::<Procedure>("title", ty::may("String"), "Its name for people.", |one, ctx| {
            Some(Value::from(Visit::text(ctx, &one.title)).into())
        })
        .with(language_argument()),
        Spec::leaf::<Procedure>(
            "legalBasis",
            ty::may("String"),
            "Which legal basis of the guide it rests on.",
            |one| one.basis.as_ref().map(|basis| Value::from(basis.as_str())),
        ),
        Spec::part::<Procedure>("most", ty::may("String"), "How long it may take.", |one, ctx| {
            Some(Value::from(one.most.in_words(Visit::language_of(ctx))).into())
        })
        .with(language_argument()),
        Spec::leaf::<Procedure>(
            "counted",
            ty::may("Boolean"),
            "Whether its time counts in the limits (是否计入办理时限).",
            |one| Some(Value::from(one.clock == ProcedureClock::Running)),
        ),
        Spec::leaf::<Procedure>(
            "kind",
            ty::may("ProcedureKind"),
            "What the law has rules of its own for; null for a procedure like any other.",
            |one| {
                one.kind.map(|kind| {
                    word(match kind {
                        ProcedureKind::PublicNotice { .. } => "PUBLIC_NOTICE",
                        ProcedureKind::Hearing { .. } => "HEARING",
                    })
                })
            },
        ),
    ]
}

/// How a limit is called in the API.
pub(crate) fn clock_word(clock: ClockName) -> &'static str {
    match clock {
        ClockName::Statutory => "STATUTORY",
        ClockName::Promised => "PROMISED",
        ClockName::State => "STATE",
        ClockName::Supplement => "SUPPLEMENT",
        ClockName::Procedure => "PROCEDURE",
        ClockName::Document => "DOCUMENT",
        ClockName::Opinion => "OPINION",
        ClockName::Objection => "OBJECTION",
    }
}
