//! YAML text → manifests, each value with the line on which its author wrote it.
//!
//! A plain subset of YAML that YAML 1.1 (Kubernetes) and YAML 1.2 read alike: no anchors, aliases,
//! merge keys or tags, no bare words whose meaning depends on the version. That also bounds what
//! a hostile text can cost.
//!
//! No file IO here: the caller reads files and turns bytes into text.

mod document;
mod scalar;

use std::collections::BTreeMap;

use cityhall_domain::diagnostics::Diagnostic;
use saphyr_parser::{Event, Parser};
use serde_json::Value;

use crate::crd::Kind;
use crate::spec::API_VERSION;
use crate::{path, reason};
use document::{Document, Step};

/// The longest text that is read, in bytes: Kubernetes objects end near 1.5 MB.
pub const TEXT_BYTES_MAX: usize = 1 << 20;

/// One manifest, its `spec` not yet checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// What it declares.
    pub kind: Kind,
    /// `metadata.name`.
    pub name: String,
    /// `spec`, keys in the order of the text.
    pub spec: Value,
    /// Where everything stands.
    pub lines: Lines,
}

/// The line of every path of one document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    first: usize,
    by_path: BTreeMap<String, usize>,
}

impl Lines {
    /// The line (from 1) of `path`, or of the nearest thing above it that is there.
    #[must_use]
    pub fn of(&self, path: &str) -> Option<usize> {
        let mut at = Some(path);
        while let Some(here) = at {
            if let Some(line) = self.by_path.get(here) {
                return Some(*line);
            }
            at = path::parent(here);
        }
        (self.first > 0).then_some(self.first)
    }

    fn set(&mut self, path: &str, line: usize) {
        self.by_path.entry(path.to_owned()).or_insert(line);
    }
}

/// Something wrong with a text, on a line of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

impl Problem {
    fn new(line: usize, path: &str, reason: &'static str, message: impl Into<String>) -> Self {
        Self { line, diagnostic: Diagnostic { path: path.to_owned(), reason, message: message.into() } }
    }
}

/// Every manifest of a text of one or more documents, and every problem of its YAML and of the
/// manifests' heads. A document with a problem yields no manifest; the others do.
#[must_use]
pub fn parse(text: &str) -> (Vec<Manifest>, Vec<Problem>) {
    if text.len() > TEXT_BYTES_MAX {
        let message = format!("{} bytes; at most {TEXT_BYTES_MAX}", text.len());
        return (Vec::new(), vec![Problem::new(1, "", reason::MANIFEST_TOO_LARGE, message)]);
    }
    let (documents, mut problems) = read(text);
    let mut manifests = Vec::new();
    for document in documents {
        if document.problems.is_empty() {
            manifests.extend(head(document.value, document.lines, &mut problems));
        } else {
            problems.extend(document.problems);
        }
    }
    problems.sort_by_key(|problem| problem.line);
    (manifests, problems)
}

/// Splits a text into documents. A syntax error or a breach of a bound ends the reading.
fn read(text: &str) -> (Vec<Document>, Vec<Problem>) {
    let (mut documents, mut open) = (Vec::new(), Document::default());
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(found) => found,
            Err(error) => {
                let problem = Problem::new(error.marker().line(), "", reason::INVALID_YAML, error.info());
                return (documents, vec![problem]);
            }
        };
        match event {
            Event::DocumentStart(_) => open = Document::default(),
            Event::DocumentEnd => documents.extend(std::mem::take(&mut open).finished()),
            other => match open.take(other, span.start.line()) {
                Step::Continue => {}
                Step::Stop(problem) => return (documents, vec![problem]),
            },
        }
    }
    (documents, Vec::new())
}

/// The head of a manifest: what it is and what it is called.
fn head(value: Value, lines: Lines, problems: &mut Vec<Problem>) -> Option<Manifest> {
    let before = problems.len();
    let mut report = |path: &str, reason, message: String| {
        problems.push(Problem::new(lines.of(path).unwrap_or(1), path, reason, message));
    };
    let Value::Object(mut map) = value else {
        report("", reason::WRONG_TYPE, "a manifest is a mapping with apiVersion, kind, metadata and spec".to_owned());
        return None;
    };
    for unknown in map.keys().filter(|key| !HEAD.contains(&key.as_str())) {
        report(&path::key("", unknown), reason::UNKNOWN_FIELD, format!("a manifest has {}", HEAD.join(", ")));
    }
    let version = text_of(map.get("apiVersion"), "apiVersion", &mut report);
    if version.as_deref().is_some_and(|version| version != API_VERSION) {
        report("apiVersion", reason::UNKNOWN_API_VERSION, format!("expected {API_VERSION}"));
    }
    let kind = kind_of(map.get("kind"), &mut report);
    let name = text_of(map.get("metadata").and_then(|metadata| metadata.get("name")), "metadata.name", &mut report);
    if let Some(error) = name.as_ref().and_then(|name| name.parse::<cityhall_domain::name::ModuleName>().err()) {
        report("metadata.name", reason::INVALID_NAME, error.to_string());
    }
    let spec = map.get_mut("spec").map(Value::take).filter(Value::is_object);
    if spec.is_none() {
        report("spec", reason::MISSING_FIELD, "expected a mapping".to_owned());
    }
    (problems.len() == before).then_some(())?;
    Some(Manifest { kind: kind?, name: name?, spec: spec?, lines })
}

const HEAD: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

type Report<'a> = dyn FnMut(&str, &'static str, String) + 'a;

fn kind_of(value: Option<&Value>, report: &mut Report<'_>) -> Option<Kind> {
    let word = text_of(value, "kind", report)?;
    let kind = Kind::of(&word);
    if kind.is_none() {
        let known = Kind::ALL.map(Kind::as_str).join(", ");
        report("kind", reason::UNKNOWN_KIND, format!("`{word}` is none of {known}"));
    }
    kind
}

fn text_of(value: Option<&Value>, path: &str, report: &mut Report<'_>) -> Option<String> {
    match value {
        Some(Value::String(text)) => return Some(text.clone()),
        Some(_) => report(path, reason::WRONG_TYPE, "expected a text".to_owned()),
        None => report(path, reason::MISSING_FIELD, "a manifest needs it".to_owned()),
    }
    None
}

#[cfg(test)]
mod tests;
