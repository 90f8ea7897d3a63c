//! A notice as PDF: the data goes into one template, `notice.typ`, which alone knows the layout.

use cityhall_domain::case::ServiceMethod;
use cityhall_domain::module::{RemedyKind, Term};
use cityhall_domain::text::{Language, Text};
use serde_json::{Value, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue, Smart};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fonts::Fonts;
use crate::notice::{Basis, Notice, Reason, RemedyLine};
use crate::texts::in_words;

const TEMPLATE: &str = include_str!("notice.typ");

/// What stands for a letter that the font does not have: the mark that printers put there.
const MISSING: char = '〓';

/// How many layouts the library's memory of earlier work outlives.
const KEPT_FOR: usize = 4;

/// A notice was not laid out. Only a mistake of this crate can be the cause.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to lay out a notice: {0}")]
pub struct RenderError(String);

/// The notice as a tagged PDF (PDF/UA-1). The same notice and fonts give the same bytes.
///
/// # Errors
/// See [`RenderError`].
pub fn render(notice: &Notice, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    let paper = Paper::of(notice, fonts);
    let document = typst::compile::<PagedDocument>(&paper).output.map_err(|problems| told(&problems))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| RenderError(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(notice.number.to_string()),
        creator: Smart::Custom(Some("Cityhall".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|problems| told(&problems));
    comemo::evict(KEPT_FOR);
    pdf
}

fn told(problems: &[SourceDiagnostic]) -> RenderError {
    RenderError(problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; "))
}

/// The world that the layout sees: the template, what the notice says, the fonts; nothing else.
struct Paper<'a> {
    standard: LazyHash<Library>,
    fonts: &'a Fonts,
    source: Source,
}

impl<'a> Paper<'a> {
    fn of(notice: &Notice, fonts: &'a Fonts) -> Self {
        let said = shown(&said(notice), fonts).to_string();
        let inputs = [("notice", said.into_value()), ("family", fonts.family.into_value())];
        let inputs: Dict = inputs.into_iter().map(|(key, value)| (key.into(), value)).collect();
        let library = Library::builder().with_inputs(inputs).build();
        Self { standard: LazyHash::new(library), fonts, source: Source::detached(TEMPLATE) }
    }
}

impl World for Paper<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        (index == 0).then(|| self.fonts.font.clone())
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Every text with letters that the font has.
fn shown(value: &Value, fonts: &Fonts) -> Value {
    let letter = |letter: char| if letter.is_control() || fonts.shows(letter) { letter } else { MISSING };
    match value {
        Value::String(text) => Value::String(text.chars().map(letter).collect()),
        Value::Array(items) => items.iter().map(|item| shown(item, fonts)).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, field)| (key.clone(), shown(field, fonts))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

// === What the template reads ===

fn said(notice: &Notice) -> Value {
    let date = notice.issued_on;
    json!({
        "number": notice.number.to_string(),
        "case": notice.number.case.as_str(),
        "date": { "year": date.year(), "month": date.month(), "day": date.day() },
        "zh": half(notice, Language::Chinese),
        "en": half(notice, Language::English),
    })
}

/// All of a notice in one language.
fn half(notice: &Notice, language: Language) -> Value {
    let said = |text: &Text| text.in_language(language).to_owned();
    let erased = match language {
        Language::Chinese => "（理由已随个人信息一并删除）",
        Language::English => "(The reason was erased with the person's data.)",
    };
    json!({
        "city": said(&notice.city),
        "department": said(&notice.department),
        "title": notice.kind.title(language),
        "addressee": notice.addressee,
        "body": said(&notice.body),
        "items": notice.items.iter().map(said).collect::<Vec<_>>(),
        "reason": match &notice.reason {
            Reason::None => Value::Null,
            Reason::Written(reason) => Value::from(reason.as_str()),
            Reason::Erased => Value::from(erased),
        },
        "basis": notice.legal_basis.iter().map(|basis| cited(basis, language)).collect::<Vec<_>>(),
        "remedies": notice.remedies.iter().map(|remedy| way(remedy, language)).collect::<Vec<_>>(),
        "service": notice.service.map(|service| service_line(service.how, &in_words(service.on, language), language)),
        "date": in_words(notice.issued_on, language),
    })
}

fn cited(basis: &Basis, language: Language) -> String {
    let citation = basis.citation.in_language(language);
    match (&basis.content, language) {
        (None, _) => citation.to_owned(),
        (Some(content), Language::Chinese) => format!("{citation}：{}", content.in_language(language)),
        (Some(content), Language::English) => format!("{citation}: {}", content.in_language(language)),
    }
}

/// Such as: you can ask the office for review within 60 days of service.
fn way(remedy: &RemedyLine, language: Language) -> String {
    let place = remedy.place.in_language(language);
    let last = remedy.last_day.map(|day| in_words(day, language));
    match language {
        Language::Chinese => {
            let act = match remedy.kind {
                RemedyKind::Review => format!("向{place}申请行政复议"),
                RemedyKind::Suit => format!("向{place}提起行政诉讼"),
                RemedyKind::Recheck => format!("向{place}申请复查"),
            };
            let when = match remedy.within {
                None => "可以随时".to_owned(),
                Some(Term::CalendarDays(days)) => format!("可以自收到本文书之日起{days}日内"),
                Some(Term::Months(months)) => format!("可以自收到本文书之日起{months}个月内"),
            };
            let last = last.map(|day| format!("（至{day}）")).unwrap_or_default();
            format!("{when}{last}{act}。")
        }
        Language::English => {
            let act = match remedy.kind {
                RemedyKind::Review => format!("You can apply for administrative review at: {place}"),
                RemedyKind::Suit => format!("You can bring an administrative suit at: {place}"),
                RemedyKind::Recheck => format!("You can ask for a recheck at: {place}"),
            };
            let when = match remedy.within {
                None => "at any time".to_owned(),
                Some(Term::CalendarDays(days)) => format!("within {days} days of service"),
                Some(Term::Months(months)) => format!("within {months} months of service"),
            };
            let last = last.map(|day| format!(" (until {day})")).unwrap_or_default();
            format!("{act}, {when}{last}.")
        }
    }
}

fn service_line(how: ServiceMethod, day: &str, language: Language) -> String {
    match language {
        Language::Chinese => format!("本文书已于{day}送达（{}）。", method(how).0),
        Language::English => format!("Served on {day} ({}).", method(how).1),
    }
}

fn method(how: ServiceMethod) -> (&'static str, &'static str) {
    match how {
        ServiceMethod::InPerson => ("直接送达", "in person"),
        ServiceMethod::Electronic => ("电子送达", "electronically"),
        ServiceMethod::Post => ("邮寄送达", "by post"),
        ServiceMethod::Left => ("留置送达", "left at the address"),
        ServiceMethod::Announcement => ("公告送达", "by announcement"),
    }
}
