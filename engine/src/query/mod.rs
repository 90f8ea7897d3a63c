//! Typed reads over the views. Each takes a principal: walls, clearance and masks are inside, so
//! that no interface can forget them.

mod types;

pub use types::{
    ActorView, AvailableAction, CaseFilter, CaseRef, CaseView, CountRow, Page, PageOf, ReadError, Redaction,
    RedactionReason, SupplementView, TimelineEntry,
};
