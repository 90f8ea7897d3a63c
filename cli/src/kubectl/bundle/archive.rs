//! The tar file. The same things give the same bytes: no time and no owner stands in it.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use serde_json::Value;

use super::personal::People;

/// What every bundle says of itself.
const ABOUT: &str = "\
README.txt       this text
versions.json    of the plugin and of Kubernetes
manifests/       City, Department, HolidayCalendar, ServiceModule, Partner and AccessPolicy, with their statuses
owned/           what the operator made for the city
operator/        the operator's Deployment: status and images
pods/            of operator and city: status and images
logs/            of their containers, the last 500 lines of each
leases.json      who leads
events.json      of all of these

Taken out: names and subjects of the people of departments (REDACTED, in every file), telephones of departments,
annotations of others, environment and arguments of the pods' containers. The public keys of token issuers are still there. No Secret was asked for.
Logs and messages may still say what nobody foresaw: look through them before you give this away.
";

/// The file, which must not be there; nobody else may read it.
pub(super) fn create(path: &Path) -> Result<File, String> {
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    opened.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{} is there already: name another file with --output", path.display()),
        _ => format!("failed to make {}: {error}", path.display()),
    })
}

/// What is to be written.
#[derive(Debug, Default)]
pub(super) struct Archive {
    files: Vec<(String, String)>,
    missing: Vec<String>,
}

impl Archive {
    pub(super) fn add(&mut self, name: &str, text: String) {
        self.files.push((name.to_owned(), text));
    }

    pub(super) fn add_json(&mut self, name: &str, value: &Value) {
        self.add(name, format!("{value:#}\n"));
    }

    /// Remembers what could not be had.
    pub(super) fn miss(&mut self, what: &str, why: &str) {
        self.missing.push(format!("{what}: {why}"));
    }

    /// How many things those are.
    pub(super) fn missing(&self) -> usize {
        self.missing.len()
    }

    /// Writes everything, nobody named.
    pub(super) fn write(self, file: impl Write, people: &People, namespace: &str) -> io::Result<()> {
        let folder = format!("cityhall-{namespace}");
        let mut tar = tar::Builder::new(file);
        let readme = self.readme(namespace);
        for (name, text) in [("README.txt".to_owned(), readme)].into_iter().chain(self.files) {
            let text = people.hide(&text);
            let mut header = tar::Header::new_gnu();
            header.set_mode(0o600);
            header.set_size(text.len() as u64);
            tar.append_data(&mut header, format!("{folder}/{name}"), text.as_bytes())?;
        }
        tar.into_inner()?.flush()
    }

    fn readme(&self, namespace: &str) -> String {
        let mut text = format!("A support bundle of the city in namespace {namespace}.\n\n{ABOUT}\nFiles:\n\n");
        for (name, _) in &self.files {
            let _ = writeln!(text, "{name}");
        }
        if !self.missing.is_empty() {
            text += "\nWhat could not be had:\n\n";
            for one in &self.missing {
                let _ = writeln!(text, "{one}");
            }
        }
        text
    }
}
