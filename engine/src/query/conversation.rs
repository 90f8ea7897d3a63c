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
use super::types::{Page, PageOf, ReadError, RedactionReason};
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
        let Some(cleared) = cleared.first().filter(|one| sees_conversation(one.clearance)) else {
            return Ok(page(Vec::new(), false, 0, as_of));
        };
        let all = &cleared.row.case.conversation.0;
        let rest = all.iter().filter(|message| asked.after.is_none_or(|after| message.revision > after));
        let mut messages: Vec<&Message> = rest.take(asked.limit()).collect();
        let has_next = messages.len() > asked.first;
        messages.truncate(asked.first);
        let revisions: Vec<u64> = messages.iter().map(|message| message.revision).collect();
        let said = self.said(cleared, &revisions, Part::Message).await?;
        let items = messages.into_iter().zip(said).map(|(message, said)| view(message, said));
        let items = items.map(|view| (List::Messages.cursor(view.revision), view)).collect();
        Ok(page(items, has_next, all.len() as u64, as_of))
    }
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
