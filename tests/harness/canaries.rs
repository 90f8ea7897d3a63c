//! What people write is looked for wherever a city tells of its work and wherever it keeps things: nothing of it may
//! be there in the clear.
//!
//! Every city that the harness starts is held against this when it ends, so that every test that lets people do
//! something is a test of it. What people send is taken from their requests:
//!
//! - **written** (answers of class personal or without a class, reasons, messages, names, identity numbers, tokens,
//!   keys of clients): nowhere, neither in logs, spans and metrics nor in any file of the data folder. A backup of a
//!   city is a copy of that folder, so that what holds for the one holds for the other.
//! - **open** (answers whose class is `internal` or `public`) and **subjects** (what an issuer calls a person): in files
//!   of the data folder, where an event says who did it and what of an answer is open, and nowhere else.
//!
//! What a city itself has published is no canary, nor are words and days that stand everywhere.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aho_corasick::{AhoCorasick, Match};
use serde_json::Value;

/// Fields of inputs that hold what the city has named or drawn itself.
const FORMAL: [&str; 28] = [
    "id",
    "number",
    "caseNumber",
    "caseId",
    "caseIds",
    "cases",
    "module",
    "moduleRevision",
    "action",
    "department",
    "legalBasis",
    "documents",
    "items",
    "after",
    "atLeast",
    "position",
    "to_state",
    "states",
    "kind",
    "notice",
    "matterId",
    "mandateId",
    "modules",
    "how",
    "level",
    "addressRanges",
    "key",
    "query",
];

/// Shorter ones stand in a file by chance.
const WRITTEN_BYTES_MIN: usize = 8;

/// The values of the people of one city.
#[derive(Default)]
pub struct Canaries(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// What the city has published.
    published: String,
    /// Names of fields of forms that are no secret.
    open_fields: BTreeSet<String>,
    written: BTreeSet<String>,
    open: BTreeSet<String>,
    subjects: BTreeSet<String>,
}

/// Where a value may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Logs, spans, metrics.
    Told,
    /// Files.
    Kept,
}

impl Canaries {
    /// Reads what a folder of manifests publishes.
    pub fn publishes_folder(&self, folder: &Path) {
        for text in files_below(folder).iter().filter_map(|file| fs::read_to_string(file).ok()) {
            let mut known = self.lock();
            known.published.push_str(&text);
            for document in text.split("\n---") {
                if let Ok(manifest) = serde_saphyr::from_str::<Value>(document) {
                    known.note_classes(&manifest);
                }
            }
        }
    }

    /// Takes what somebody sends with a request.
    pub fn heard(&self, variables: &Value) {
        let mut known = self.lock();
        if let Some(spec) = variables.pointer("/input/spec") {
            known.published.push_str(&spec.to_string());
            known.note_classes(spec);
        } else {
            known.hear("", variables);
        }
    }

    /// Takes what identifies somebody: their token, and what their issuer calls them.
    pub fn identified(&self, subject: Option<&str>, name: Option<&str>, token: Option<&str>) {
        let mut known = self.lock();
        if let Some(subject) = subject {
            if is_identity_number(subject) {
                known.written.insert(subject.to_owned());
            } else if subject.len() >= 3 {
                known.subjects.insert(subject.to_owned());
            }
        }
        let texts = [name.filter(|name| Some(*name) != subject), token];
        known.written.extend(texts.into_iter().flatten().filter(|text| stands_out(text)).map(str::to_owned));
    }

    /// Every value that stands in `text`, which a city tells.
    #[must_use]
    pub fn told_in(&self, text: &[u8]) -> Vec<String> {
        self.lock().found(text, Place::Told)
    }

    /// Every value that stands in a file below `folder`, with the file.
    #[must_use]
    pub fn kept_in(&self, folder: &Path) -> Vec<String> {
        let known = self.lock();
        let files = files_below(folder);
        let read = files.iter().filter_map(|file| Some((file, fs::read(file).ok()?)));
        let found = read.flat_map(|(file, bytes)| {
            known.found(&bytes, Place::Kept).into_iter().map(move |value| format!("{}: {value}", file.display()))
        });
        found.collect()
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn note_classes(&mut self, value: &Value) {
        let Some(fields) = value.as_object() else {
            return value.as_array().into_iter().flatten().for_each(|one| self.note_classes(one));
        };
        for (name, field) in fields {
            if matches!(field["x-cityhall-class"].as_str(), Some("internal" | "public")) {
                self.open_fields.insert(name.clone());
            }
            self.note_classes(field);
        }
    }

    fn hear(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, field)| self.hear(name, field)),
            Value::Array(values) => values.iter().for_each(|one| self.hear(name, one)),
            Value::String(text) if FORMAL.contains(&name) || !stands_out(text) => {}
            Value::String(text) => {
                let values = if self.open_fields.contains(name) {
                    &mut self.open
                } else if is_who(name) && !is_identity_number(text) {
                    &mut self.subjects
                } else {
                    &mut self.written
                };
                values.insert(text.clone());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn found(&self, bytes: &[u8], place: Place) -> Vec<String> {
        let is_told = place == Place::Told;
        let open = self.open.iter().filter(|_| is_told);
        let values: Vec<_> =
            self.written.iter().chain(open).filter(|value| !self.published.contains(&***value)).collect();
        let subjects: Vec<_> = self.subjects.iter().filter(|_| is_told).collect();
        // All at once: there may be thousands, in megabytes.
        let Ok(search) = AhoCorasick::new(values.iter().chain(&subjects)) else {
            return vec!["the search could not be made".to_owned()];
        };
        let stands = |found: &Match| found.pattern().as_usize() < values.len() || stands_alone(bytes, found.range());
        let found = search.find_overlapping_iter(bytes).filter(stands).map(|found| found.pattern().as_usize());
        let found: BTreeSet<usize> = found.collect();
        found
            .into_iter()
            .filter_map(|index| values.iter().chain(&subjects).nth(index))
            .map(|value| (*value).clone())
            .collect()
    }
}

/// Whether a field of an input says who is meant, as their issuer calls them.
fn is_who(name: &str) -> bool {
    matches!(name, "person" | "subject" | "agent" | "to" | "from" | "standIn" | "assignedTo" | "grantor")
}

/// Whether it is recognised wherever it stands: neither short, nor a word of an enumeration, nor a day.
fn stands_out(text: &str) -> bool {
    let is_word_of_ours = text.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_');
    let is_moment = text.parse::<jiff::civil::Date>().is_ok() || text.parse::<jiff::Timestamp>().is_ok();
    !is_word_of_ours && !is_moment && (text.len() >= WRITTEN_BYTES_MIN || !text.is_ascii() && text.chars().count() >= 2)
}

fn is_identity_number(text: &str) -> bool {
    let (digits, last) = text.split_at_checked(17).unwrap_or_default();
    last.len() == 1 && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// Whether what stands here is not inside a longer word.
fn stands_alone(bytes: &[u8], here: Range<usize>) -> bool {
    let is_inner = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte));
    !is_inner(here.start.checked_sub(1).and_then(|before| bytes.get(before))) && !is_inner(bytes.get(here.end))
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_below(&entry.path()),
            Ok(kind) if kind.is_file() => vec![entry.path()],
            _ => Vec::new(),
        })
        .collect()
}
