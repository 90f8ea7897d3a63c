//! `HolidayCalendar`: the official days of one year that differ from Monday to Friday.

use kube::{CustomResource, KubeSchema};
use serde::{Deserialize, Serialize};

use super::{DAY, Status, Text};

/// The official days of one year that differ from Monday to Friday.
#[derive(CustomResource, Debug, Clone, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(
    group = "cityhall.dev",
    version = "v1alpha1",
    kind = "HolidayCalendar",
    namespaced,
    category = "cityhall",
    status = "Status"
)]
#[kube(shortname = "hcal", doc = "The official days of one year that differ from Monday to Friday.")]
#[kube(printcolumn = r#"{"name":"Year","type":"integer","jsonPath":".spec.year"}"#)]
#[kube(
    printcolumn = r#"{"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"}"#
)]
#[kube(
    printcolumn = r#"{"name":"Reason","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].reason"}"#
)]
#[kube(printcolumn = r#"{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}"#)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HolidayCalendarSpec {
    /// The year that it speaks about.
    #[schemars(range(min = 2000, max = 2100))]
    pub year: i32,
    /// The notice that published it.
    pub source: Text,
    /// Days off, weekends inside a holiday included.
    #[schemars(length(max = 60))]
    #[schemars(extend("x-kubernetes-list-type" = "atomic"))]
    pub days_off: Vec<DaysOff>,
    /// Saturdays and Sundays that are worked (调休上班).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 60), inner(length(min = 10, max = 10), regex(pattern = DAY)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub make_up_days: Vec<String>,
}

/// One holiday.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, KubeSchema)]
#[x_kube(validation = "self.from <= self.to")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DaysOff {
    /// First day off.
    #[schemars(length(min = 10, max = 10), regex(pattern = DAY))]
    pub from: String,
    /// Last day off; the same day for a single one.
    #[schemars(length(min = 10, max = 10), regex(pattern = DAY))]
    pub to: String,
    /// What is celebrated.
    pub name: Text,
}
