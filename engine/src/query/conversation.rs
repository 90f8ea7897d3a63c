//! The conversation of a case as one of its sides reads it: who said what by side and department, never
//! by an officer's name.

use cityhall_domain::case::conversation::{Message, Side};
use cityhall_domain::case::event::Part;
use cityhall_domain::form::Class;
use cityhall_domain::name::{CaseId, DepartmentName};
use cityhall_eventstore::Position;
use jiff::Timestamp;

use super::CaseReads;
use super::cases::Cleared;
use super::cursor::{Asked, List, page};
use super::said::Said;
use super::types::{CaseView, Page, PageOf, ReadError, RedactionReason};
use crate::access::{Clearance, Principal};

/// One message as one reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageView {
    /// Its place in the case; for `ReadMessages`.
    pub revision: u64,
    /// Who wrote it.
    pub from: Side,
    /// The department that had the case then.
    pub department: DepartmentName,
    /// When it was written.
    pub at: Timestamp,
    /// When the other side had first read it.
    pub read_at: Option<Timestamp>,
    /// What is said, or why it is not shown.
    pub text: Result<String, RedactionReason>,
}

/// How many messages each side has not read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread {
    /// What the department wrote and the applicant has not read.
    pub by_applicant: usize,
    /// What the applicant wrote and nobody of the department has read.
    pub by_department: usize,
}

impl CaseReads {
    /// The messages of a case, oldest first; none where the conversation is not the reader's to see.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn messages(
        &self,
        who: &Principal,
        case: CaseId,
        asked: &Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<MessageView>, ReadError> {
        let asked = Asked::of(asked, List::Messages)?;
        self.reach(at_least).await?;
        let reader = self.reader(who);
        let (cleared, as_of) = self.cleared_by_ids(&reader, &[case]).await?;
        let cleared: Vec<_> = cleared.iter().map(|one| (&**one, as_of)).collect();
        let found = self.conversations(&cleared, asked).await?.pop();
        Ok(found.unwrap_or_else(|| page(Vec::new(), false, 0, as_of)))
    }

    /// The same page of the messages of cases that were read, together, in their order.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn messages_of(&self, cases: &[&CaseView], asked: &Page) -> Result<Vec<PageOf<MessageView>>, ReadError> {
        let seen: Vec<_> = cases.iter().map(|case| (&*case.seen.0, case.as_of)).collect();
        self.conversations(&seen, Asked::of(asked, List::Messages)?).await
    }

    async fn conversations(
        &self,
        cases: &[(&Cleared, Position)],
        asked: Asked,
    ) -> Result<Vec<PageOf<MessageView>>, ReadError> {
        // One more than is told shows whether there is a next page.
        let found: Vec<Vec<&Message>> = cases.iter().map(|(cleared, _)| some(cleared, asked)).collect();
        let told = |messages: &[&Message]| messages.iter().take(asked.first).map(|message| message.revision).collect();
        let revisions: Vec<_> =
            cases.iter().zip(&found).map(|((cleared, _), messages)| (*cleared, told(messages))).collect();
        let said = self.said(&revisions, Part::Message).await?;
        let pages = cases.iter().zip(found).zip(said).map(|(((cleared, as_of), messages), said)| {
            let has_next = messages.len() > asked.first;
            let items = messages.into_iter().zip(said).map(|(message, said)| view(message, said));
            let items = items.map(|view| (List::Messages.cursor(view.revision), view)).collect();
            page(items, has_next, shown(cleared).len() as u64, *as_of)
        });
        Ok(pages.collect())
    }
}

/// The messages that the reader may see.
fn shown(cleared: &Cleared) -> &[Message] {
    if sees_conversation(cleared.clearance) { &cleared.row.case.conversation.0 } else { &[] }
}

/// Those of a page and one more.
fn some(cleared: &Cleared, asked: Asked) -> Vec<&Message> {
    let rest = shown(cleared).iter().filter(|message| asked.after.is_none_or(|after| message.revision > after));
    rest.take(asked.limit()).collect()
}

/// Both sides and those who watch over the case; the public reads no conversation.
pub(super) fn sees_conversation(clearance: Clearance) -> bool {
    clearance.shows(Class::Internal)
}

/// How much of the conversation each side has not read.
pub(super) fn unread(cleared: &Cleared) -> Option<Unread> {
    let conversation = &cleared.row.case.conversation;
    sees_conversation(cleared.clearance).then(|| Unread {
        by_applicant: conversation.unread_by(Side::Applicant),
        by_department: conversation.unread_by(Side::Department),
    })
}

fn view(message: &Message, said: Option<Said>) -> MessageView {
    MessageView {
        revision: message.revision,
        from: message.from,
        department: message.department.clone(),
        at: message.at,
        read_at: message.read_at,
        text: said.unwrap_or(Err(RedactionReason::Unreadable)),
    }
}
