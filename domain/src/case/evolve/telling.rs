//! What a case knows of what was written, rated and watched: its conversation, its ratings, its
//! notices and its cards. Nothing here moves a limit.

use crate::case::conversation::Message;
use crate::case::event::{Event, EventBody};
use crate::case::notice::{Notice, Served};
use crate::case::rating::Rating;
use crate::case::{Card, OpenCase};

impl OpenCase {
    /// What applicant and department say to each other, and of the service.
    pub(super) fn listen(&mut self, event: &Event) {
        let (revision, at) = (self.revision, event.effective_at);
        match &event.body {
            EventBody::MessageSent { from } => {
                let department = self.department.clone();
                self.conversation.0.push(Message { revision, from: *from, department, at, read_at: None });
            }
            EventBody::MessagesRead { by, up_to } => self.conversation.read(*by, *up_to, at),
            EventBody::RatingInvited { until } => self.invited_until = Some(*until),
            EventBody::StepRated { step, level, .. } => {
                self.ratings.push(Rating { revision, step: *step, level: *level, at });
            }
            _ => {}
        }
    }

    /// What the person is told in writing, and that it reached them.
    pub(super) fn tell_in_writing(&mut self, event: &Event) {
        let at = event.effective_at;
        match &event.body {
            EventBody::NoticeIssued { notice, kind, .. } => {
                self.notices.push(Notice { notice: *notice, kind: *kind, issued_at: at, served: None });
            }
            EventBody::NoticeServed { notice, how, on, remedies } => {
                if let Some(one) = self.notices.iter_mut().find(|one| one.notice == *notice) {
                    let remedies = remedies.clone();
                    one.served = Some(Served { how: *how, on: *on, recorded_at: at, remedies });
                }
            }
            _ => {}
        }
    }

    /// The cards that its limits drew, and that one was withdrawn.
    pub(super) fn mind_card(&mut self, event: &Event) {
        let at = event.effective_at;
        match &event.body {
            EventBody::CardIssued { number, kind, clock, since, due, department: _ } => {
                let (number, kind, clock) = (*number, *kind, *clock);
                self.cards.push(Card {
                    number,
                    kind,
                    clock,
                    since: *since,
                    due: *due,
                    issued_at: at,
                    withdrawn_at: None,
                });
            }
            EventBody::CardWithdrawn { number } => {
                if let Some(card) = self.cards.iter_mut().find(|card| card.number == *number) {
                    card.withdrawn_at = Some(at);
                }
            }
            _ => {}
        }
    }
}
