//! What stands in the registry's stream. Golden files in `engine/golden/registry/` hold every form
//! that was ever written.

use cityhall_domain::name::{DepartmentName, ModuleName, PartnerName, PolicyName};
use cityhall_eventstore::{NewEvent, RecordedEvent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Principal;
use crate::envelope::Unknown;
use crate::identity::fresh;

/// The schema version under which registry events are written.
const SCHEMA: u16 = 1;

/// One change of what the city has published. Specs keep the order of their author.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "open", rename_all_fields = "camelCase")]
pub(crate) enum RegistryEvent {
    CityPublished {
        name: String,
        digest: String,
        spec: Value,
    },
    DepartmentPublished {
        name: DepartmentName,
        digest: String,
        spec: Value,
    },
    DepartmentRetired {
        name: DepartmentName,
    },
    CalendarPublished {
        name: String,
        digest: String,
        spec: Value,
    },
    ModulePublished {
        name: ModuleName,
        revision: u32,
        language: u32,
        /// SHA-256 over the spec's canonical JSON (RFC 8785).
        digest: String,
        /// SHA-256 over the canonical JSON of the module that the spec compiles to.
        module_digest: String,
        spec: Value,
    },
    ModuleRetired {
        name: ModuleName,
    },
    ModuleRestored {
        name: ModuleName,
        revision: u32,
    },
    PartnerPublished {
        name: PartnerName,
        digest: String,
        spec: Value,
    },
    PartnerRetired {
        name: PartnerName,
    },
    AccessPolicyPublished {
        name: PolicyName,
        digest: String,
        spec: Value,
    },
    AccessPolicyRetired {
        name: PolicyName,
    },
}

const KNOWN_TYPES: &[&str] = &[
    "CityPublished",
    "DepartmentPublished",
    "DepartmentRetired",
    "CalendarPublished",
    "ModulePublished",
    "ModuleRetired",
    "ModuleRestored",
    "PartnerPublished",
    "PartnerRetired",
    "AccessPolicyPublished",
    "AccessPolicyRetired",
];

/// The event as it is stored; `at` is the law's time.
pub(crate) fn encode(event: &RegistryEvent, by: &Principal, at: Timestamp) -> Result<NewEvent, Unknown> {
    let id = fresh();
    let damaged = |error: serde_json::Error| Unknown::Damaged {
        stream: super::STREAM.to_owned(),
        id,
        problem: error.to_string(),
    };
    let stored = serde_json::to_value(event).map_err(damaged)?;
    let metadata = json!({"principal": {"kind": by.kind(), "subject": by.subject()}, "correlation": id});
    let payload = json!({"open": stored["open"], "sealed": []});
    Ok(NewEvent {
        id,
        event_type: stored["type"].as_str().unwrap_or_default().to_owned(),
        schema: SCHEMA,
        recorded_at: at,
        effective_at: at,
        metadata: serde_json::to_vec(&metadata).map_err(damaged)?,
        payload: serde_json::to_vec(&payload).map_err(damaged)?,
    })
}

/// Reads a stored event back.
pub(crate) fn decode(recorded: &RecordedEvent) -> Result<RegistryEvent, Unknown> {
    let event = &recorded.event;
    if event.schema != SCHEMA || !KNOWN_TYPES.contains(&event.event_type.as_str()) {
        return Err(Unknown::Newer { event_type: event.event_type.clone(), schema: event.schema });
    }
    read(&event.event_type, &event.payload).map_err(|error| damaged(recorded, event.id, &error))
}

fn read(event_type: &str, payload: &[u8]) -> Result<RegistryEvent, serde_json::Error> {
    let mut payload: Value = serde_json::from_slice(payload)?;
    serde_json::from_value(json!({"type": event_type, "open": payload["open"].take()}))
}

fn damaged(recorded: &RecordedEvent, id: Uuid, error: &serde_json::Error) -> Unknown {
    Unknown::Damaged { stream: recorded.stream.to_string(), id, problem: error.to_string() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everything_ever_written_is_read_and_written_the_same() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/registry");
        let mut types = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let event_type = file["type"].as_str().unwrap();
            let event = read(event_type, file["payload"].to_string().as_bytes()).unwrap();
            let stored = encode(&event, &Principal::city(), Timestamp::UNIX_EPOCH).unwrap();
            assert_eq!(stored.event_type, event_type);
            assert_eq!(
                serde_json::from_slice::<Value>(&stored.payload).unwrap(),
                file["payload"],
                "{}",
                path.display()
            );
            types.insert(event_type.to_owned());
        }
        assert_eq!(types, KNOWN_TYPES.iter().map(ToString::to_string).collect());
    }
}
