//! Numbers of lists, counted once for all who see the same: the boards of a city ask one question in one second.
//!
//! What is shared is found by the very questions that are asked, walls and all, so that nobody is told what was counted
//! behind other walls. Who is a party to a case that their office would show them sees other numbers than their
//! colleagues: theirs are counted apart.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cityhall_eventstore::Position;
use jiff::Timestamp;
use tokio::sync::OnceCell;

use super::walls::Reader;
use super::{CaseReads, ReadError};
use crate::access::Principal;
use crate::state::{Condition, Query, Snapshot};
use crate::views::case::SCHEMA;

/// What was counted at one position and in one second of the law's time; the next one begins anew.
#[derive(Default)]
pub(crate) struct Tallies {
    now: Mutex<Counted>,
}

#[derive(Default)]
struct Counted {
    at: Option<(Position, Timestamp)>,
    answers: HashMap<Vec<Query>, Arc<OnceCell<Arc<Snapshot>>>>,
}

impl Tallies {
    /// Where the answer to these questions stands, or will.
    fn answer(&self, at: (Position, Timestamp), queries: &[Query]) -> Arc<OnceCell<Arc<Snapshot>>> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if now.at != Some(at) {
            *now = Counted { at: Some(at), answers: HashMap::new() };
        }
        Arc::clone(now.answers.entry(queries.to_vec()).or_default())
    }
}

impl CaseReads {
    /// The answers to questions about the cases of the reader's lists, with the law's second as of which they were
    /// asked. `queries` makes the questions out of the condition for these cases.
    ///
    /// # Errors
    /// Those of `queries`, and when the views cannot be read.
    pub(super) async fn tallied(
        &self,
        who: &Principal,
        queries: impl Fn(&Reader<'_>, Condition) -> Result<Vec<Query>, ReadError>,
    ) -> Result<(Arc<Snapshot>, Timestamp), ReadError> {
        let mut reader = self.reader(who);
        // Whole seconds: what is overdue is asked by the same moment.
        reader.now = Timestamp::from_second(reader.now.as_second()).unwrap_or(reader.now);
        if let Some(lists) = reader.shared_lists() {
            let shared = queries(&reader, lists.clone())?;
            let answer = self.tallies.answer((self.as_of(), reader.now), &shared);
            let count = async || self.ask(shared.clone()).await.map(Arc::new);
            let snapshot = Arc::clone(answer.get_or_try_init(count).await?);
            // Asked last: a party to a case stays one, so that who is none now was none then.
            if !self.is_party(&reader, lists).await? {
                return Ok((snapshot, reader.now));
            }
        }
        let own = queries(&reader, reader.lists())?;
        Ok((Arc::new(self.ask(own).await?), reader.now))
    }

    /// Whether the reader's lists leave out some of these cases because the reader is a party to them.
    async fn is_party(&self, reader: &Reader<'_>, lists: Condition) -> Result<bool, ReadError> {
        let Some(party) = reader.party() else { return Ok(false) };
        let count = Query::Count { view: &SCHEMA, condition: lists.and(party) };
        Ok(self.ask(vec![count]).await?.answers.iter().any(|answer| answer.count() > 0))
    }
}
