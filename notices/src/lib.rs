//! Notices (文书) as documents: what they say in two languages, and how that is laid out as PDF.
//!
//! Here live the city's own texts for every kind of notice, the filling of their placeholders, and the
//! one layout of all of them.
//!
//! Here never live: files (fonts come as bytes), a clock, access decisions, or which event brings which
//! notice (`domain`). The same notice gives the same bytes.
//!
//! Start reading at [`Notice`], then [`body`] (what it says), [`Fonts`], [`render`] (the document).

mod document;
mod fonts;
mod notice;
mod texts;

pub use document::{RenderError, render};
pub use fonts::{Fonts, NoFont};
pub use notice::{Basis, Known, Notice, Reason, RemedyLine, Service};
pub use texts::body;
