//! The conversation inside a case: what applicant and department write to each other, and how far each
//! side has read. The words themselves are sealed in the events; here is only that they were said.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::name::DepartmentName;

/// Which of the two sides of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// Whose case it is.
    Applicant,
    /// Who has the case, whichever officer writes or reads.
    Department,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// The event that brought it: its place in the stream of the case.
    pub revision: u64,
    /// Who wrote it.
    pub from: Side,
    /// The department that had the case then.
    pub department: DepartmentName,
    /// When it was written.
    pub at: Timestamp,
    /// When the other side had first read it; absent: it has not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
}

/// Every message of a case, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Conversation(pub Vec<Message>);

impl Conversation {
    /// How many messages `side` has not read.
    #[must_use]
    pub fn unread_by(&self, side: Side) -> usize {
        self.unread(side, u64::MAX).count()
    }

    /// What `side` has not read of what was written up to `revision`.
    pub(super) fn unread(&self, side: Side, revision: u64) -> impl Iterator<Item = &Message> {
        let is_new = move |message: &&Message| message.from != side && message.read_at.is_none();
        self.0.iter().filter(is_new).filter(move |message| message.revision <= revision)
    }

    /// `side` has read what was written up to `revision`.
    pub(super) fn read(&mut self, side: Side, revision: u64, at: Timestamp) {
        let theirs = self.0.iter_mut().filter(|message| message.from != side && message.revision <= revision);
        theirs.for_each(|message| {
            message.read_at.get_or_insert(at);
        });
    }
}
