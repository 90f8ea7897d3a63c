//! A notice (文书) with everything that stands on it, for the applicant and for who handles the case.
//! It is told from the case's stream as it was when the notice was issued, under the same walls as the
//! case; its reason is sealed and opened as in the timeline.

use std::sync::Arc;

use cityhall_domain::calendar::Limit;
use cityhall_domain::case::event::Part;
use cityhall_domain::case::{Case, Event, EventBody, NOTICE_RULES, Notice, NoticeNumber, OpenCase, evolve};
use cityhall_domain::form::Class;
use cityhall_domain::form::pointer::fields_on_the_way;
use cityhall_domain::module::{Module, Remedy};
use cityhall_domain::name::DepartmentName;
use cityhall_domain::text::{Language, Text};
use cityhall_eventstore::Revision;
use jiff::civil::Date;
use serde_json::Value;

use super::types::{CaseRef, ReadError};
use super::{CaseReads, cases::Cleared};
use crate::access::Principal;
use crate::catalog;
use crate::envelope::{self, Decoded, case_stream};
use crate::sealing::Opened;

/// How many events one read takes.
const READ_MAX: usize = 512;

/// What a notice tells.
#[derive(Debug, Clone)]
pub struct NoticeContent {
    /// Its number.
    pub number: NoticeNumber,
    /// What kind it is, when it was issued and how it was served.
    pub notice: Notice,
    /// The module revision that its case is under.
    pub revision: Arc<catalog::Revision>,
    /// The name of the city.
    pub city: Text,
    /// The department that had the case then.
    pub department: Text,
    /// Whom it addresses by name, where the module says which answer that is.
    pub addressee: Option<String>,
    /// The day of issue in the city's zone.
    pub issued_on: Date,
    /// The day on which the case was handed in.
    pub submitted_on: Date,
    /// Until when it gives time, or the case was to be decided.
    pub due: Option<Date>,
    /// The name of the procedure that it is about.
    pub procedure: Option<Text>,
    /// How long that may take, or by how much a limit was lengthened.
    pub time: Option<Limit>,
    /// What is to be supplemented.
    pub items: Vec<Text>,
    /// The reason that was written.
    pub reason: NoticeReason,
    /// The event that it tells.
    pub told: EventBody,
}

/// What became of the reason of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeReason {
    /// None was written.
    None,
    /// As it was written.
    Written(String),
    /// Erased, or it does not open with the key that there is.
    Gone,
}

impl NoticeContent {
    /// The ways against it, where it tells any.
    pub fn remedies(&self) -> impl Iterator<Item = &Remedy> {
        let told = NOTICE_RULES.iter().any(|rule| rule.kind == self.notice.kind && rule.remedies);
        self.revision.module.guide.remedies.iter().filter(move |_| told)
    }
}

impl CaseReads {
    /// One notice; `None` where it does not exist for the reader. Who may see a case without the people in
    /// it sees none of its notices.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn notice(&self, who: &Principal, number: &NoticeNumber) -> Result<Option<NoticeContent>, ReadError> {
        let reader = self.reader(who);
        let named = reader.named(&CaseRef::Number(number.case.clone()));
        let (cleared, as_of) = self.cleared(&reader, named, 1).await?;
        let Some(case) = cleared.first().filter(|case| case.clearance.shows_people()) else { return Ok(None) };
        let Some(found) = self.find_notice(case, number.notice).await? else { return Ok(None) };
        let Some(view) = self.views_of(&reader, &cleared, as_of).await?.pop() else { return Ok(None) };
        let field = case.revision.module.notices.addressee.as_ref();
        let addressee = field.and_then(|field| view.answers.get(field)).and_then(Value::as_str).map(str::to_owned);
        let reason = self.reason_of(&found.told).await?;
        Ok(reader.catalog.facts().map(|facts| {
            let day = |at| facts.zone.to_datetime(at).date();
            let module = &case.revision.module;
            let body = found.told.event.body.clone();
            let title_of = |name: &DepartmentName| reader.catalog.departments.get(name).map(|one| one.title.clone());
            NoticeContent {
                number: number.clone(),
                issued_on: day(found.notice.issued_at),
                submitted_on: day(case.row.submitted_at),
                city: reader.catalog.city.as_ref().map(|city| city.title.clone()).unwrap_or_default(),
                department: title_of(&found.case.department).unwrap_or_default(),
                addressee,
                due: due(&found.told.event, &found.case),
                procedure: procedure(&body, module),
                time: time(&body),
                items: items(&body, module),
                reason,
                told: body,
                notice: found.notice,
                revision: Arc::clone(&case.revision),
            }
        }))
    }

    /// The notice, the event that it tells, and the case as it was then. Between the two, others may stand: an
    /// invitation to rate comes right behind a decision.
    async fn find_notice(&self, cleared: &Cleared, notice: u16) -> Result<Option<Found>, ReadError> {
        let stream = case_stream(&cleared.row.case.number);
        let (mut case, mut last, mut told) = (Case::Unborn, None, None);
        let mut from = 0;
        loop {
            let events = self.store.read_stream(&stream, Revision(from), READ_MAX).await.map_err(|error| {
                tracing::error!(%error, "failed to read the events of a case");
                ReadError::Unavailable
            })?;
            for recorded in &events {
                from = recorded.revision.0 + 1;
                let decoded = envelope::decode(recorded).map_err(|error| {
                    tracing::error!(%error, "an event of a case cannot be read");
                    ReadError::Upgrading
                })?;
                case = evolve(case, &decoded.event);
                match &decoded.event.body {
                    EventBody::NoticeIssued { notice: issued, .. } if *issued == notice => {
                        told = last.take().zip(open(&case).cloned());
                    }
                    body if body.notice_rule().is_some() => last = Some(decoded),
                    _ => {}
                }
            }
            if events.len() < READ_MAX {
                break;
            }
        }
        let issued = open(&case).and_then(|case| case.notices.iter().find(|one| one.notice == notice)).cloned();
        Ok(issued.zip(told).map(|(notice, (told, case))| Found { notice, told, case }))
    }

    async fn reason_of(&self, told: &Decoded) -> Result<NoticeReason, ReadError> {
        let Some(sealed) = told.sealed.iter().find(|sealed| sealed.part == Part::Reason) else {
            return Ok(NoticeReason::None);
        };
        // Reasons are personal: who sees people sees them.
        debug_assert_eq!(sealed.class, Class::Personal);
        Ok(match self.open(&[(&told.origin, sealed)]).await?.pop() {
            Some(Opened::Value(Value::String(reason))) => NoticeReason::Written(reason),
            Some(Opened::Value(_) | Opened::Erased | Opened::Unreadable) | None => NoticeReason::Gone,
        })
    }
}

/// A notice in its stream.
struct Found {
    notice: Notice,
    told: Decoded,
    case: OpenCase,
}

fn open(case: &Case) -> Option<&OpenCase> {
    match case {
        Case::Open(case) => Some(case),
        Case::Unborn => None,
    }
}

/// Until when. A decision that is promised for a day that was over when the notice was written, as where
/// silence accepted the case, is told by the day that the law sets.
fn due(told: &Event, case: &OpenCase) -> Option<Date> {
    match &told.body {
        EventBody::SupplementRequested { answer_due, .. } => Some(answer_due.day),
        EventBody::ProcedureStarted { due, .. } => Some(due.day),
        _ => {
            let promised = case.clocks.promised.filter(|clock| clock.due.at > told.effective_at);
            promised.or(case.clocks.statutory).or(case.clocks.promised).map(|clock| clock.due.day)
        }
    }
}

fn procedure(told: &EventBody, module: &Module) -> Option<Text> {
    let EventBody::ProcedureStarted { procedure, .. } = told else { return None };
    module.procedures.iter().find(|one| one.name == *procedure).map(|one| one.title.clone())
}

fn time(told: &EventBody) -> Option<Limit> {
    match told {
        EventBody::ProcedureStarted { most, .. } => Some(*most),
        EventBody::LimitExtended { by, .. } => Some(*by),
        _ => None,
    }
}

/// What a supplement notice asks for: answers by the titles of their fields, and materials.
fn items(told: &EventBody, module: &Module) -> Vec<Text> {
    let EventBody::SupplementRequested { items, documents, .. } = told else { return Vec::new() };
    let fields = module.form.fields();
    let called = |pointer: &str, language, between: &str| {
        let way = fields_on_the_way(fields, pointer).unwrap_or_default();
        let titles: Vec<&str> = way.into_iter().map(|field| field.title.in_language(language)).collect();
        Some(if titles.is_empty() { pointer.to_owned() } else { titles.join(between) })
    };
    let both = |pointer: &String| Text {
        zh: called(pointer, Language::Chinese, "——"),
        en: called(pointer, Language::English, ": "),
    };
    let wanted = module.guide.documents.iter().filter(|document| documents.contains(&document.name));
    items.iter().map(both).chain(wanted.map(|document| document.title.clone())).collect()
}
