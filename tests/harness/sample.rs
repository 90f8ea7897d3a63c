//! The samples beside a city's manifests: complete cases of its modules, `MODULE.yaml` and
//! `MODULE.WHAT.yaml`.

use std::collections::BTreeMap;
use std::path::Path;

use cityhall_domain::calendar::Limit;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::Failure;

/// One case from submission to its end.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Who applies.
    pub applicant: Applicant,
    /// The input of `submitCase`, but for the answers of `days_ago`.
    pub input: Value,
    /// Answers that are days, by how many days before its submission they lie.
    #[serde(default, rename = "daysAgo")]
    pub days_ago: BTreeMap<String, i64>,
    /// How the case ends, such as `REFUSED`.
    pub ends: String,
    /// The lengths of limits that run once it is submitted: `PROMISED`, where submission starts it, and `STATE`.
    #[serde(default)]
    pub limits: BTreeMap<String, Limit>,
    /// What people do then, in order.
    pub steps: Vec<Step>,
}

/// Who applies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// The subject of their token.
    pub subject: String,
    /// Their name.
    pub name: String,
}

/// One step of a sample.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// The law's clock moves.
    Clock {
        /// To when, RFC 3339.
        clock: String,
    },
    /// The law's clock moves by so much.
    Forward {
        /// ISO 8601, in hours.
        forward: String,
    },
    /// Somebody does what is no action of the module.
    Call {
        /// Who.
        #[serde(rename = "as")]
        by: Actor,
        /// The mutation, such as `presentDocuments`.
        mutation: String,
        /// The code with which it is refused; absent: it is not.
        #[serde(default)]
        refused: Option<String>,
        /// Its input without the case.
        #[serde(flatten)]
        input: serde_json::Map<String, Value>,
    },
    /// Somebody acts.
    Act {
        /// Who.
        #[serde(rename = "as")]
        by: Actor,
        /// The code with which it is refused; absent: it is not.
        #[serde(default)]
        refused: Option<String>,
        /// The lengths of limits that run afterwards, as [`Sample::limits`].
        #[serde(default)]
        limits: BTreeMap<String, Limit>,
        /// The input of `performAction` without the case.
        #[serde(flatten)]
        input: serde_json::Map<String, Value>,
    },
}

/// Who acts in a step.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The subject of their token.
    pub subject: String,
    /// Their name.
    pub name: String,
    /// Their roles.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Their department.
    #[serde(default)]
    pub department: Option<String>,
}

// === impl Sample ===

impl Sample {
    /// The answers of a submission on the day `today`.
    ///
    /// # Errors
    /// When a day lies outside the calendar.
    pub fn answers_on(&self, today: Date) -> Result<Value, Failure> {
        let mut answers = self.input["answers"].clone();
        for (field, days) in &self.days_ago {
            answers[field] = today.checked_sub(days.days())?.to_string().into();
        }
        Ok(answers)
    }
}

/// Every sample of a city, by its file's name.
///
/// # Errors
/// When a file cannot be read.
pub fn samples(city: &Path) -> Result<Vec<(String, Sample)>, Failure> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(city.join("samples"))? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let sample = serde_saphyr::from_str(&std::fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        found.push((name, sample));
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}
