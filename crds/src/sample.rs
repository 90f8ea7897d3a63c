//! The samples beside a city's manifests: complete cases of its modules, `MODULE.yaml` and `MODULE.WHAT.yaml` in the
//! folder `samples`. Tests drive them, and so does whoever wants a city with some life in it.

use std::collections::BTreeMap;

use cityhall_domain::calendar::Limit;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

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
    /// Reads a sample.
    ///
    /// # Errors
    /// What is wrong with the text, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_saphyr::from_str(text).map_err(|error| error.to_string())
    }

    /// The answers of a submission on the day `today`.
    ///
    /// # Errors
    /// When a day lies outside the calendar.
    pub fn answers_on(&self, today: Date) -> Result<Value, jiff::Error> {
        let mut answers = self.input["answers"].clone();
        for (field, days) in &self.days_ago {
            answers[field] = today.checked_sub(days.days())?.to_string().into();
        }
        Ok(answers)
    }
}
