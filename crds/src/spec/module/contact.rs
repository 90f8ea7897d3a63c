//! Where a matter is handled, and when, as a city writes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::Text;

/// Pattern of a day of every year.
const DAY_OF_YEAR: &str = "^[0-9]{2}-[0-9]{2}$";

/// Where to go and whom to call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// Address of the counter.
    pub place: Text,
    /// Opening hours, for every day that no season has.
    pub hours: Text,
    /// Opening hours of parts of the year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 8), extend("x-kubernetes-list-type" = "atomic"))]
    pub seasons: Vec<Season>,
    /// Telephone for enquiries.
    #[schemars(length(min = 1, max = 64))]
    pub enquiries: String,
    /// Where to ask in person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enquiry_window: Option<Text>,
    /// Telephone for complaints.
    #[schemars(length(min = 1, max = 64))]
    pub complaints: String,
    /// Where to complain in person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint_window: Option<Text>,
}

/// Opening hours of a part of the year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Season {
    /// First day, `MM-DD`.
    #[schemars(length(equal = 5), regex(pattern = DAY_OF_YEAR))]
    pub from: String,
    /// Last day, `MM-DD`; before the first one, it lies in the next year.
    #[schemars(length(equal = 5), regex(pattern = DAY_OF_YEAR))]
    pub until: String,
    /// Opening hours in it.
    pub hours: Text,
}

/// A further place where a matter is handled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Place {
    /// What it is called.
    pub title: Text,
    /// Where it is.
    pub address: Text,
    /// Opening hours, for every day that no season has.
    pub hours: Text,
    /// Opening hours of parts of the year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 8), extend("x-kubernetes-list-type" = "atomic"))]
    pub seasons: Vec<Season>,
    /// Its telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 64))]
    pub phone: Option<String>,
}
