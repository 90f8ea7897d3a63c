//! What a city writes, as it writes it: one file per kind, serde in and out, and the schema that
//! Kubernetes checks. The doc comments here are what `kubectl explain` shows.
//!
//! Words of the user only. What they mean is decided in [`crate::lower`].
//!
//! Rules for every type here: externally tagged enums only, i32 only, a bound on every list and
//! string, unknown fields refused.

#![expect(unreachable_pub, reason = "kube's derives write public items into function bodies")]

pub mod access_policy;
pub mod calendar;
pub mod city;
pub mod department;
pub mod module;
pub mod partner;
pub mod status;

pub use access_policy::{AccessPolicy, AccessPolicySpec, AccessRule};
pub use calendar::{DaysOff, HolidayCalendar, HolidayCalendarSpec};
pub use city::{
    AssuranceFrom, AssuranceLevel, Cards, City, CitySpec, Claims, Discovery, District, Issuer, Jwks, Keys,
    LanguageCode, Resources, RolesFrom, SecretRef, Storage, Supervision, SupervisionRoles, TokenType,
};
pub use department::{Department, DepartmentSpec, Person};
pub use module::{ServiceModule, ServiceModuleSpec};
pub use partner::{
    AddressRange, Contact, Partner, PartnerClient, PartnerDocument, PartnerQuota, PartnerRight, PartnerScope,
    PartnerSpec,
};
pub use status::{Condition, Problem, Status, Verdict};

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Every kind is in this group and version.
pub const API_VERSION: &str = "cityhall.dev/v1alpha1";

/// The same text in every language of the city.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub struct Text {
    /// Simplified Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 4000))]
    pub zh: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 4000))]
    pub en: Option<String>,
}

/// How long something may take: exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Limit {
    /// Working days of the published holiday calendar; the first day is not counted.
    WorkingDays(#[schemars(range(min = 1, max = 3660))] i32),
    /// Days of any kind; a term that ends on a day off ends on the next working day.
    CalendarDays(#[schemars(range(min = 1, max = 3660))] i32),
    /// Hours of elapsed time.
    Hours(#[schemars(range(min = 1, max = 8760))] i32),
}

/// Nothing more to say: write `{}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A JSON object whose inside another standard describes; the API server keeps it as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FreeObject(pub Value);

impl JsonSchema for FreeObject {
    fn schema_name() -> Cow<'static, str> {
        "FreeObject".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "x-kubernetes-preserve-unknown-fields": true })
    }
}

/// Pattern of names: RFC 1035 labels, as for Kubernetes services.
pub(crate) const NAME: &str = "^[a-z]([-a-z0-9]*[a-z0-9])?$";
/// Pattern of days.
pub(crate) const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
