//! What people wrote in single events of a case, opened for somebody who may read it.

use std::sync::Arc;

use cityhall_domain::case::event::Part;
use cityhall_eventstore::Revision;
use serde_json::Value;

use super::CaseReads;
use super::cases::Cleared;
use super::types::{ReadError, RedactionReason};
use crate::envelope::{self, Decoded, case_stream};
use crate::sealing::Opened;

/// A text, or why it is not shown.
pub(super) type Said = Result<String, RedactionReason>;

impl CaseReads {
    /// The text that each of these events of a case seals as `part`; `None` for one without it.
    pub(super) async fn said(
        &self,
        cleared: &Cleared,
        revisions: &[u64],
        part: Part,
    ) -> Result<Vec<Option<Said>>, ReadError> {
        let stream = case_stream(&cleared.row.case.number);
        let mut events: Vec<Decoded> = Vec::new();
        for revision in revisions {
            let found = self.store.read_stream(&stream, Revision(*revision), 1).await.map_err(|error| {
                tracing::error!(%error, "failed to read an event of a case");
                ReadError::Unavailable
            })?;
            let recorded = found.first().map(Arc::clone).ok_or(ReadError::Unavailable)?;
            events.push(envelope::decode(&recorded).map_err(|error| {
                tracing::error!(%error, "an event that the views include cannot be read");
                ReadError::Upgrading
            })?);
        }
        let sealed = |event: &Decoded| event.sealed.iter().position(|sealed| sealed.part == part);
        let shows = |event: &Decoded, index: usize| cleared.clearance.shows(event.sealed[index].class);
        let places: Vec<_> = events.iter().map(|event| (event, sealed(event))).collect();
        let values: Vec<_> = places
            .iter()
            .filter_map(|(event, index)| index.filter(|index| shows(event, *index)).map(|index| (*event, index)))
            .map(|(event, index)| (&event.origin, &event.sealed[index]))
            .collect();
        let mut opened = self.open(&values).await?.into_iter();
        let told = |(event, index): (&Decoded, Option<usize>)| {
            index.map(|index| {
                if shows(event, index) {
                    opened.next().map_or(Err(RedactionReason::Unreadable), text)
                } else {
                    Err(RedactionReason::NotAllowed)
                }
            })
        };
        Ok(places.into_iter().map(told).collect())
    }
}

/// An opened value as text.
pub(super) fn text(opened: Opened) -> Said {
    match opened {
        Opened::Value(Value::String(text)) => Ok(text),
        Opened::Erased => Err(RedactionReason::Erased),
        Opened::Value(_) | Opened::Unreadable => Err(RedactionReason::Unreadable),
    }
}
