//! The limits of a module: the plain ones, and those that answers choose.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_domain::calendar::Limit;
use cityhall_domain::module::{Limits, LimitsByAnswers, Start, StateLimit};

use crate::schema::core::language_argument;
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// Adds them.
pub(crate) fn add(table: &mut Table) {
    table.object("Limits", "How long a case may take.", plain());
    table.object("LimitsByAnswers", "Limits that hold instead where the answers are such.", by_answers());
    table.object("StateLimit", "How long a case may stay in one state.", of_state());
}

fn plain() -> Vec<Spec> {
    vec![
        Spec::leaf::<Limits>("starts", ty::may("String"), "`ACCEPTANCE` or `SUBMISSION`.", |limits| {
            Some(Value::from(match limits.starts {
                Start::Acceptance => "ACCEPTANCE",
                Start::Submission => "SUBMISSION",
            }))
        }),
        in_words::<Limits>("promised", "What the body promises (承诺时限).", |limits| Some(limits.promised)),
        in_words::<Limits>("statutory", "The ceiling of the law (法定时限).", |limits| limits.statutory),
        in_words::<Limits>("extension", "By how much both can be lengthened, once (延长期限).", |limits| {
            limits.extension
        }),
        Spec::part::<Limits>(
            "byAnswers",
            ty::list("LimitsByAnswers"),
            "What holds instead by the answers: the first whose condition holds at submission.",
            |limits, _| Some(FieldValue::list(limits.by_answers.iter().map(|one| FieldValue::borrowed_any(one)))),
        ),
    ]
}

fn by_answers() -> Vec<Spec> {
    vec![
        Spec::part::<LimitsByAnswers>(
            "title",
            ty::may("String"),
            "What kind of case it is, for people.",
            |one, ctx| Some(Value::from(Visit::text(ctx, &one.title)).into()),
        )
        .with(language_argument()),
        Spec::leaf::<LimitsByAnswers>("when", ty::may("String"), "The condition over the answers, in CEL.", |one| {
            Some(Value::from(one.when.source()))
        }),
        in_words::<LimitsByAnswers>("promised", "What the body promises then.", |one| Some(one.promised)),
        in_words::<LimitsByAnswers>("extension", "By how much it can be lengthened, once; null: never.", |one| {
            one.extension
        }),
        Spec::part::<LimitsByAnswers>(
            "states",
            ty::list("StateLimit"),
            "States in which such a case may stay otherwise long.",
            |one, _| Some(FieldValue::list(one.states.iter().map(|state| FieldValue::borrowed_any(state)))),
        ),
    ]
}

fn of_state() -> Vec<Spec> {
    vec![
        Spec::leaf::<StateLimit>("state", ty::may("String"), "The state.", |one| Some(Value::from(one.state.as_str()))),
        in_words::<StateLimit>("limit", "How long.", |one| Some(one.limit)),
    ]
}

/// A limit in the language that is asked for; null where there is none.
fn in_words<T: std::any::Any + Send + Sync>(
    name: &'static str,
    doc: &'static str,
    limit: fn(&T) -> Option<Limit>,
) -> Spec {
    Spec::part::<T>(name, ty::may("String"), doc, move |one, ctx| {
        Some(Value::from(limit(one)?.in_words(Visit::language_of(ctx))).into())
    })
    .with(language_argument())
}
