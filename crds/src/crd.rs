//! The custom resource definitions, generated from the types in [`crate::spec`].

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube::CustomResourceExt;
use serde_json::Value;

use crate::spec::{AccessPolicy, City, Department, HolidayCalendar, Partner, ServiceModule};

/// A kind of manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `City`
    City,
    /// `Department`
    Department,
    /// `HolidayCalendar`
    HolidayCalendar,
    /// `ServiceModule`
    ServiceModule,
    /// `Partner`
    Partner,
    /// `AccessPolicy`
    AccessPolicy,
}

impl Kind {
    /// Every kind, in the order in which a city is built up.
    pub const ALL: [Self; 6] =
        [Self::City, Self::Department, Self::HolidayCalendar, Self::ServiceModule, Self::Partner, Self::AccessPolicy];

    /// The word in a manifest's `kind`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::City => "City",
            Self::Department => "Department",
            Self::HolidayCalendar => "HolidayCalendar",
            Self::ServiceModule => "ServiceModule",
            Self::Partner => "Partner",
            Self::AccessPolicy => "AccessPolicy",
        }
    }

    /// The kind of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    fn derived(self) -> CustomResourceDefinition {
        match self {
            Self::City => City::crd(),
            Self::Department => Department::crd(),
            Self::HolidayCalendar => HolidayCalendar::crd(),
            Self::ServiceModule => ServiceModule::crd(),
            Self::Partner => Partner::crd(),
            Self::AccessPolicy => AccessPolicy::crd(),
        }
    }
}

/// The definition of `kind` as Kubernetes gets it.
#[must_use]
pub fn definition(kind: Kind) -> Value {
    let mut definition = serde_json::to_value(kind.derived()).unwrap_or_default();
    if let Some(schema) = definition.pointer_mut("/spec/versions/0/schema/openAPIV3Schema") {
        make_plain(schema);
    }
    definition
}

/// The schema of a `kind`'s `spec`.
pub(crate) fn spec_schema(kind: Kind) -> Value {
    let pointer = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";
    definition(kind).pointer_mut(pointer).map(Value::take).unwrap_or_default()
}

/// Takes out what Kubernetes refuses, warns about or reads otherwise than we do:
/// `additionalProperties: false` (unknown fields are refused by strict validation), `nullable` (a
/// null is never a value here).
fn make_plain(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.retain(|key, value| !is_misread(key, value));
            map.values_mut().for_each(make_plain);
        }
        Value::Array(items) => items.iter_mut().for_each(make_plain),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_misread(key: &str, value: &Value) -> bool {
    (key == "additionalProperties" && value == &Value::Bool(false)) || (key == "nullable" && value.is_boolean())
}

/// Every definition as one YAML text of several documents.
#[must_use]
pub fn crd_yaml() -> String {
    Kind::ALL.map(crd_yaml_of).join("---\n")
}

/// One definition as YAML.
#[must_use]
pub fn crd_yaml_of(kind: Kind) -> String {
    serde_saphyr::to_string(&definition(kind)).unwrap_or_default()
}
