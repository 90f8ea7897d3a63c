//! What people wrote in single events of a case, opened for somebody who may read it.

use std::sync::Arc;

use cityhall_domain::case::event::Part;
use cityhall_eventstore::{RecordedEvent, Revision, Stretch};
use serde_json::Value;

use super::CaseReads;
use super::cases::Cleared;
use super::types::{ReadError, RedactionReason};
use crate::access::Clearance;
use crate::envelope::{self, Decoded, case_stream};
use crate::sealing::Opened;

/// A text, or why it is not shown.
pub(super) type Said = Result<String, RedactionReason>;

impl CaseReads {
    /// The text that events of cases seal as `part`, for each case by the revisions of its events; `None` for an
    /// event without it. Of all cases together.
    pub(super) async fn said(
        &self,
        asked: &[(&Cleared, Vec<u64>)],
        part: Part,
    ) -> Result<Vec<Vec<Option<Said>>>, ReadError> {
        let stretches = asked.iter().flat_map(|(cleared, revisions)| {
            let stream = case_stream(&cleared.row.case.number);
            revisions.iter().map(move |revision| Stretch {
                stream: stream.clone(),
                from: Revision(*revision),
                limit: 1,
            })
        });
        let read = self.read_streams(&stretches.collect::<Vec<_>>()).await?;
        let clearances = asked.iter().flat_map(|(cleared, revisions)| revisions.iter().map(|_| cleared.clearance));
        let events: Vec<(Clearance, Decoded)> =
            clearances.zip(read).map(|(clearance, found)| Ok((clearance, only(&found)?))).collect::<Result<_, _>>()?;
        let sealed = |event: &Decoded| event.sealed.iter().position(|sealed| sealed.part == part);
        let places: Vec<_> = events.iter().map(|(clearance, event)| (*clearance, event, sealed(event))).collect();
        let shown = places.iter().filter_map(|(clearance, event, place)| {
            let sealed = &event.sealed[(*place)?];
            clearance.shows(sealed.class).then_some((&event.origin, sealed))
        });
        let mut opened = self.open(&shown.collect::<Vec<_>>()).await?.into_iter();
        let mut told = places.iter().map(|(clearance, event, place)| {
            place.map(|place| {
                if clearance.shows(event.sealed[place].class) {
                    opened.next().map_or(Err(RedactionReason::Unreadable), text)
                } else {
                    Err(RedactionReason::NotAllowed)
                }
            })
        });
        Ok(asked.iter().map(|(_, revisions)| told.by_ref().take(revisions.len()).collect()).collect())
    }
}

/// The one event that was asked for.
fn only(found: &[Arc<RecordedEvent>]) -> Result<Decoded, ReadError> {
    envelope::decode(found.first().ok_or(ReadError::Unavailable)?).map_err(|error| {
        tracing::error!(%error, "an event that the views include cannot be read");
        ReadError::Upgrading
    })
}

/// An opened value as text.
pub(super) fn text(opened: Opened) -> Said {
    match opened {
        Opened::Value(Value::String(text)) => Ok(text),
        Opened::Erased => Err(RedactionReason::Erased),
        Opened::Value(_) | Opened::Unreadable => Err(RedactionReason::Unreadable),
    }
}
