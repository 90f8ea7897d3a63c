//! Problems of manifests, as their author reads them: `FILE:LINE: PATH: Reason: message`.

use std::fmt;
use std::path::{Path, PathBuf};

use cityhall_crds::manifest::{Manifest, Problem};
use cityhall_domain::diagnostics::Diagnostic;
use cityhall_engine::PublishError;
use serde::Serialize;

/// One problem with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    pub(crate) file: PathBuf,
    pub(crate) line: usize,
    #[serde(flatten)]
    pub(crate) diagnostic: Diagnostic,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.diagnostic)
    }
}

impl Finding {
    /// A problem that kept a part of a file from being a manifest.
    pub(crate) fn of_problem(file: &Path, problem: &Problem) -> Self {
        Self { file: file.to_owned(), line: problem.line, diagnostic: problem.diagnostic.clone() }
    }

    /// A problem of a manifest, placed at the line of its path.
    pub(crate) fn of_diagnostic(file: &Path, manifest: &Manifest, diagnostic: Diagnostic) -> Self {
        let line = manifest.lines.of(&diagnostic.path).unwrap_or(1);
        Self { file: file.to_owned(), line, diagnostic }
    }

    /// A folder in which no manifest declares a city.
    pub(crate) fn of_no_city() -> Self {
        let message = "the folder has no City: one manifest must declare it".to_owned();
        Self {
            file: PathBuf::from("."),
            line: 1,
            diagnostic: Diagnostic { path: "kind".to_owned(), reason: "NoCity", message },
        }
    }

    /// A manifest that could not be published for a reason outside of it.
    pub(crate) fn of_failure(file: &Path, manifest: &Manifest, message: &str) -> Self {
        let diagnostic =
            Diagnostic { path: "metadata.name".to_owned(), reason: "NotPublished", message: message.to_owned() };
        Self::of_diagnostic(file, manifest, diagnostic)
    }

    /// Something that went away from the folder and could not be retired.
    pub(crate) fn of_retirement(name: &str, error: &PublishError) -> Self {
        let reasons = match error {
            PublishError::Problems(problems) => {
                problems.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
            }
            other => other.to_string(),
        };
        let diagnostic = Diagnostic {
            path: "metadata.name".to_owned(),
            reason: "NotRetired",
            message: format!("`{name}`: {reasons}"),
        };
        Self { file: PathBuf::from("."), line: 1, diagnostic }
    }
}
