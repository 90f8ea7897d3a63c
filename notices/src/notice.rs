//! What a notice says, as data.

use cityhall_domain::calendar::Limit;
use cityhall_domain::case::{NoticeKind, NoticeNumber, ServiceMethod};
use cityhall_domain::module::{RemedyKind, Term};
use cityhall_domain::text::Text;
use jiff::civil::Date;

/// One notice, with everything that stands on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// What it tells.
    pub kind: NoticeKind,
    /// Its number; that of the case is in it.
    pub number: NoticeNumber,
    /// The name of the city.
    pub city: Text,
    /// The name of the department that issues it.
    pub department: Text,
    /// Whom it addresses by name; `None`: "the applicant".
    pub addressee: Option<String>,
    /// The day of issue, in the city's zone.
    pub issued_on: Date,
    /// What it says, with nothing left in braces ([`crate::body`]).
    pub body: Text,
    /// What is to be supplemented.
    pub items: Vec<Text>,
    /// Why.
    pub reason: Reason,
    /// What it rests on.
    pub legal_basis: Vec<Basis>,
    /// What can be done against it.
    pub remedies: Vec<RemedyLine>,
    /// Its service, once it was served.
    pub service: Option<Service>,
}

/// Why something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// None was written.
    None,
    /// In the words of the officer.
    Written(String),
    /// It was erased with the person's data, or cannot be opened.
    Erased,
}

/// A legal basis as the guide cites it.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    /// Which law, which article.
    pub citation: Text,
    /// What it says.
    pub content: Option<Text>,
}

/// One way against a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct RemedyLine {
    /// Which way.
    pub kind: RemedyKind,
    /// To whom.
    pub place: Text,
    /// Within how long after service; `None`: at any time.
    pub within: Option<Term>,
    /// Its last day, once the notice was served.
    pub last_day: Option<Date>,
}

/// How and when a notice was served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// How.
    pub how: ServiceMethod,
    /// From which day it counts as served.
    pub on: Date,
}

/// What of a case a text can name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// The number of the case.
    pub case_number: String,
    /// The title of the service.
    pub title: Text,
    /// The name of the department.
    pub department: Text,
    /// When the case was handed in.
    pub submitted: Option<Date>,
    /// Until when the notice gives time, or the case is to be decided.
    pub due: Option<Date>,
    /// The name of the procedure.
    pub procedure: Text,
    /// How long it may take, or by how much a limit is lengthened.
    pub time: Option<Limit>,
}
