//! The conversation inside a case.

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::case::conversation::Side;
use cityhall_engine::{MessageView, Page, PageOf, ReadError, RedactionReason, Unread};

use crate::schema::case::{CaseNode, redaction_word};
use crate::schema::core::moment;
use crate::schema::department;
use crate::schema::module::word;
use crate::schema::page::{self, Listed};
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// The fields of every case.
pub(crate) fn fields() -> [Spec; 2] {
    let about = "What applicant and department wrote to each other, oldest first; empty for the public.";
    let messages = Spec::asked("messages", ty::may("MessageConnection"), about, |ctx| {
        Box::pin(async move {
            let Some(case) = ctx.parent_value.downcast_ref::<CaseNode>() else { return Ok(None) };
            let asked = page::asked(&ctx)?;
            let messages = match case.ahead.messages.of(&asked) {
                Some(messages) => messages,
                None => Listed::of(read(&ctx, case, &asked).await?, &asked, |message| message),
            };
            Ok(Some(FieldValue::owned_any(messages)))
        })
    });
    let about = "How many messages each side has not read; null for the public.";
    let unread = Spec::part::<CaseNode>("unread", ty::may("UnreadMessages"), about, |node, _| {
        node.view()?.unread.map(FieldValue::owned_any)
    });
    [messages.with_all(page::arguments()), unread]
}

/// Where nothing was read ahead: of one case.
async fn read(ctx: &ResolverContext<'_>, case: &CaseNode, asked: &Page) -> Result<PageOf<MessageView>, ReadError> {
    let visit = Visit::of(ctx);
    let Some(view) = case.view() else {
        return visit.engine.messages(&visit.who, case.id, asked.clone(), None).await;
    };
    visit.engine.reads().messages_of(&[view], asked).await?.pop().ok_or(ReadError::Unavailable)
}

/// Adds what they consist of.
pub(crate) fn add(table: &mut Table) {
    table.words(
        "MessageSide",
        "Who wrote a message.",
        &[
            ("APPLICANT", "Whose case it is."),
            ("DEPARTMENT", "The department that had the case; which officer is not told."),
        ],
    );
    table.object("Message", "One message in the conversation of a case.", message_fields());
    page::add_connection::<MessageView>(table, "Message", "Message", |message, _| {
        Some(FieldValue::owned_any(message.clone()))
    });
    let count = |count: usize| i32::try_from(count).ok().map(Value::from);
    table.object(
        "UnreadMessages",
        "How many messages each side has not read.",
        [
            Spec::leaf::<Unread>("byApplicant", ty::may("Int"), "What the department wrote.", move |unread| {
                count(unread.by_applicant)
            }),
            Spec::leaf::<Unread>("byDepartment", ty::may("Int"), "What the applicant wrote.", move |unread| {
                count(unread.by_department)
            }),
        ],
    );
}

fn message_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<MessageView>(
            "revision",
            ty::may("Int"),
            "Its place in the case; for `readMessages`.",
            |message| i32::try_from(message.revision).ok().map(Value::from),
        ),
        Spec::leaf::<MessageView>("from", ty::may("MessageSide"), "Who wrote it.", |message| {
            Some(word(match message.from {
                Side::Applicant => "APPLICANT",
                Side::Department => "DEPARTMENT",
            }))
        }),
        Spec::part::<MessageView>(
            "department",
            ty::may("Department"),
            "The department that had the case then.",
            |message, ctx| department::find(ctx, &message.department),
        ),
        Spec::leaf::<MessageView>("text", ty::may("String"), "What is said.", |message| {
            message.text.as_ref().ok().map(|text| Value::from(text.as_str()))
        }),
        Spec::leaf::<MessageView>("redaction", ty::may("RedactionReason"), "Why `text` is not shown.", |message| {
            hidden(message.text.as_ref().err())
        }),
        Spec::leaf::<MessageView>("at", ty::may("DateTime"), "When it was written.", |message| {
            Some(moment(message.at))
        }),
        Spec::leaf::<MessageView>(
            "readAt",
            ty::may("DateTime"),
            "When the other side had first read it; null: it has not.",
            |message| message.read_at.map(moment),
        ),
    ]
}

/// Why something is not shown, where it is not.
pub(crate) fn hidden(reason: Option<&RedactionReason>) -> Option<Value> {
    reason.map(|reason| word(redaction_word(*reason)))
}
