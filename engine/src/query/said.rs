//! What people wrote in single events of a case, opened for somebody who may read it.

use std::ops::Range;

use cityhall_domain::case::event::Part;
use serde_json::Value;

use super::CaseReads;
use super::cases::Cleared;
use super::types::{ReadError, RedactionReason};
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
        let each: Vec<(&Cleared, Range<u64>)> = asked
            .iter()
            .flat_map(|(cleared, revisions)| revisions.iter().map(|revision| (*cleared, *revision..revision + 1)))
            .collect();
        let read = self.events_of(&each).await?;
        let mut parts = Vec::with_capacity(each.len());
        for ((cleared, _), found) in each.iter().zip(&read) {
            let event = &found.first().ok_or(ReadError::Unavailable)?.decoded;
            let sealed = event.sealed.iter().find(|sealed| sealed.part == part);
            parts.push((cleared.clearance, sealed.map(|sealed| (&event.origin, sealed))));
        }
        let shown =
            parts.iter().filter_map(|(clearance, part)| part.filter(|(_, sealed)| clearance.shows(sealed.class)));
        let mut opened = self.open(&shown.collect::<Vec<_>>()).await?.into_iter();
        let mut told = parts.iter().map(|(clearance, part)| {
            part.map(|(_, sealed)| {
                if clearance.shows(sealed.class) {
                    opened.next().map_or(Err(RedactionReason::Unreadable), text)
                } else {
                    Err(RedactionReason::NotAllowed)
                }
            })
        });
        Ok(asked.iter().map(|(_, revisions)| told.by_ref().take(revisions.len()).collect()).collect())
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
