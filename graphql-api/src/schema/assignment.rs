//! Who has a case in hand (分办): told of a case, asked of a list, and changed.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::case::{Assignee, AssignmentAct};
use cityhall_domain::channel::Channel;
use cityhall_domain::name::CaseId;
use cityhall_engine::{CASES_HANDED_OVER_MAX, CaseAct, HandOverCases, HandedOverCase};
use serde::Deserialize;

use crate::opaque::GlobalId;
use crate::refusal::user_errors;
use crate::schema::act;
use crate::schema::case::CaseNode;
use crate::schema::core::moment;
use crate::schema::fault::Fault;
use crate::schema::module::word;
use crate::schema::mutation::{Payload, key_of, once, outcome_fields, read_input};
use crate::schema::spec::{Answer, Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// Adds what every case tells of it.
pub(crate) fn add(table: &mut Table) {
    let acts = AssignmentAct::ALL.map(act_word);
    table.words("AssignmentAct", "What may be done about who has a case in hand.", &acts);
    let fields = [
        Spec::leaf::<Assignee>("officer", ty::may("String"), "The officer, by the subject of their tokens.", |one| {
            Some(Value::from(one.officer.0.as_str()))
        }),
        Spec::leaf::<Assignee>(
            "givenBy",
            ty::may("String"),
            "Who gave it to them; themselves, where they took it.",
            |one| one.given_by.as_ref().map(|subject| Value::from(subject.0.as_str())),
        ),
        Spec::leaf::<Assignee>("since", ty::may("DateTime"), "Since when.", |one| Some(moment(one.since))),
    ];
    table.object("Assignee", "The officer who has a case in hand (承办人).", fields);
}

/// The fields of every case.
pub(crate) fn fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<CaseNode>(
            "inHand",
            ty::may("Boolean"),
            "Whether an officer has it in hand; null for the public.",
            |node| node.view()?.in_hand.map(Value::from),
        ),
        Spec::part::<CaseNode>(
            "assignee",
            ty::may("Assignee"),
            "The officer who has it in hand, as long as it stays in its state; for the staff.",
            |node, _| node.view()?.assignee.as_ref().map(|assignee| FieldValue::borrowed_any(assignee)),
        ),
        Spec::leaf::<CaseNode>(
            "assignmentActs",
            ty::list("AssignmentAct"),
            "What this officer may do about that now.",
            |node| Some(Value::List(node.view()?.assignment_acts().iter().map(|act| word(act_word(*act).0)).collect())),
        ),
    ]
}

/// How an act is called in the API, and what it is.
fn act_word(act: AssignmentAct) -> (&'static str, &'static str) {
    match act {
        AssignmentAct::Claim => ("CLAIM", "Take it in hand: `claimCase` (领办)."),
        AssignmentAct::Assign => ("ASSIGN", "Give it to an officer: `assignCase` (分办)."),
        AssignmentAct::Release => ("RELEASE", "Give it back: `releaseCase` (退回分办)."),
    }
}

/// What the staff's filters of cases have besides.
pub(crate) fn filter_fields() -> [Argument; 3] {
    [
        Argument::new("assignedTo", ty::may("String"), "In the hand of this officer, by the subject of their tokens."),
        Argument::new("mine", ty::may("Boolean"), "In the reader's own hand, or not."),
        Argument::new("assigned", ty::may("Boolean"), "In somebody's hand, or in nobody's."),
    ]
}

// === Mutations ===

/// Adds the acts of officers.
pub(crate) fn add_staff(table: &mut Table) {
    let about = "Takes a case in hand; other officers leave it alone while it stays in its state (领办).";
    act::add::<ClaimCase>(table, "claimCase", about, []);
    let about = "Gives a case to an officer. Whether they may act is judged when they do (分办).";
    let own = [
        Argument::new("to", ty::must("String"), "To whom, by the subject of their tokens."),
        Argument::new("reason", ty::may("String"), "Why; for the staff only."),
    ];
    act::add::<AssignCase>(table, "assignCase", about, own);
    let about = "Gives a case back, so that nobody has it in hand (退回分办).";
    let reason = Argument::new("reason", ty::may("String"), "Why; for the staff only.");
    act::add::<ReleaseCase>(table, "releaseCase", about, [reason]);
    add_hand_over(table);
}

#[derive(Deserialize)]
struct ClaimCase {}

impl From<ClaimCase> for CaseAct {
    fn from(ClaimCase {}: ClaimCase) -> Self {
        Self::Claim {}
    }
}

#[derive(Deserialize)]
struct AssignCase {
    to: String,
    reason: Option<String>,
}

impl From<AssignCase> for CaseAct {
    fn from(AssignCase { to, reason }: AssignCase) -> Self {
        Self::Assign { to, from: None, reason }
    }
}

#[derive(Deserialize)]
struct ReleaseCase {
    reason: Option<String>,
}

impl From<ReleaseCase> for CaseAct {
    fn from(ReleaseCase { reason }: ReleaseCase) -> Self {
        Self::Release { reason }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HandOver {
    from: String,
    to: String,
    reason: String,
    cases: Option<Vec<String>>,
    after: Option<String>,
    idempotency_key: Option<String>,
}

fn add_hand_over(table: &mut Table) {
    let about = "Hands the cases that one officer has in hand over to another, each by itself: by the officer, or by \
                 who holds a role of the city's supervision (交接).";
    let cases = "These, at most 100; absent: all that `from` has and this officer may know of, the oldest first.";
    let key = "Counts for each of `cases` by itself: the same key with the same content moves none twice.";
    let after = "Without `cases`: go on behind this, the `next` of an earlier answer.";
    let input = [
        Argument::new("from", ty::must("String"), "Who has them, by the subject of their tokens."),
        Argument::new("to", ty::must("String"), "To whom they go, by the subject of their tokens."),
        Argument::new("reason", ty::must("String"), "Why; for the staff only."),
        Argument::new("cases", ty::list("ID"), cases),
        Argument::new("after", ty::may("String"), after),
        Argument::new("idempotencyKey", ty::may("String"), key),
    ];
    table.input("HandOverCasesInput", about, input);
    table.object("HandedOverCase", "What became of one case.", case_fields());
    table.object("HandOverCasesPayload", "What a hand-over came to.", payload_fields());
    let field = Spec::asked("handOverCases", ty::may("HandOverCasesPayload"), about, hand_over);
    let input = Argument::new("input", ty::must("HandOverCasesInput"), "What is asked.");
    table.mutation("handOverCases", field.with(input));
}

fn hand_over(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            let HandOver { from, to, reason, cases, after, idempotency_key } = read_input(&ctx)?;
            let after = after.as_deref().map(|text| u64::from_str_radix(text, 16)).transpose();
            let after = after.map_err(|_| Fault::input("`after` is not the `next` of an earlier answer"))?;
            if cases.as_ref().is_some_and(|cases| cases.len() > CASES_HANDED_OVER_MAX) {
                return Err(Fault::input(format!("`cases` names at most {CASES_HANDED_OVER_MAX} cases")));
            }
            // An id that is none of ours looks like one of nobody's.
            let id = |text: &String| GlobalId::case(text).unwrap_or(CaseId(uuid::Uuid::nil()));
            let asked = HandOverCases {
                from,
                to,
                reason,
                cases: cases.map(|cases| cases.iter().map(id).collect()),
                after,
                idempotency_key: key_of(idempotency_key)?,
                channel: Channel::Online,
            };
            Ok(Payload::of_hand_over(visit.engine.hand_over(&visit.who, asked).await, &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}

fn payload_fields() -> [Spec; 4] {
    fn cases(payload: &Payload) -> &[HandedOverCase] {
        payload.handed.as_ref().map_or(&[], |handed| &handed.cases)
    }
    let about = "Where to go on by `after`; null when `from` has no more.";
    let next = Spec::leaf::<Arc<Payload>>("next", ty::may("String"), about, |payload| {
        payload.handed.as_ref()?.next.map(|place| Value::from(format!("{place:x}")))
    });
    let about = "Each case that was looked at.";
    let all = Spec::part::<Arc<Payload>>("cases", ty::full_list("HandedOverCase"), about, |payload, _| {
        Some(FieldValue::list(cases(payload).iter().map(|one| FieldValue::borrowed_any(one))))
    });
    let [errors, position] = outcome_fields();
    [all, next, errors, position]
}

fn case_fields() -> [Spec; 5] {
    [
        Spec::leaf::<HandedOverCase>("caseId", ty::must("ID"), "The case.", |one| {
            Some(Value::from(GlobalId::Case(one.case_id).encode()))
        }),
        Spec::leaf::<HandedOverCase>("number", ty::may("String"), "Its number, where it is known.", |one| {
            one.number.as_ref().map(|number| Value::from(number.as_str()))
        }),
        Spec::leaf::<HandedOverCase>("moved", ty::must("Boolean"), "Whether it went to `to`.", |one| {
            Some(Value::from(one.outcome.is_ok()))
        }),
        Spec::leaf::<HandedOverCase>(
            "replayed",
            ty::must("Boolean"),
            "Whether it went there by an earlier command of the same key; it may have moved on since.",
            |one| Some(Value::from(one.outcome.as_ref().is_ok_and(|done| done.replayed))),
        ),
        Spec::part::<HandedOverCase>(
            "userErrors",
            ty::full_list("UserError"),
            "Why it stays where it was; empty when it moved.",
            |one, ctx| {
                let refusal = one.outcome.as_ref().err();
                let errors = refusal.map(|refusal| user_errors(refusal, Visit::of(ctx).language));
                Some(FieldValue::list(errors.into_iter().flatten().map(FieldValue::owned_any)))
            },
        ),
    ]
}
