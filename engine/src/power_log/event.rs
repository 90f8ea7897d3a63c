//! What stands in the power log. Golden files in `engine/golden/power-log/` hold every form that was
//! ever written.

use cityhall_domain::case::card::CardKind;
use cityhall_domain::case::event::ClockName;
use cityhall_domain::case::{Actor, CaseNumber};
use cityhall_domain::name::{ActionName, BasisName, DepartmentName, PartnerName, RoleName, SubjectId};
use cityhall_domain::supervision::MatterId;
use cityhall_eventstore::{NewEvent, RecordedEvent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Principal;
use crate::envelope::Unknown;

/// The schema version under which entries are written.
const SCHEMA: u16 = 1;

/// One entry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// When it happened.
    pub(crate) effective_at: Timestamp,
    /// Who did it.
    pub(crate) by: By,
    /// What.
    pub(crate) what: PowerEvent,
}

/// Who did something, by identity and never by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct By {
    /// `OFFICER`, `RESIDENT`, `ADMIN`, `CITY` and so on.
    pub kind: String,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// In whose office they stood in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<SubjectId>,
    /// For whom an officer acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentName>,
    /// What an officer held at that moment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleName>,
}

impl From<&Actor> for By {
    fn from(actor: &Actor) -> Self {
        let (kind, department, roles) = match actor {
            Actor::Anonymous => ("ANONYMOUS", None, Vec::new()),
            Actor::Resident { .. } => ("RESIDENT", None, Vec::new()),
            Actor::Company { .. } => ("COMPANY", None, Vec::new()),
            Actor::Agent { .. } => ("AGENT", None, Vec::new()),
            Actor::Officer { department, roles, .. } | Actor::Assistant { department, roles, .. } => {
                ("OFFICER", Some(department.clone()), roles.clone())
            }
            Actor::City => ("CITY", None, Vec::new()),
        };
        let (subject, in_place_of) = (actor.subject().cloned(), actor.in_place_of().cloned());
        Self { kind: kind.to_owned(), subject, in_place_of, department, roles }
    }
}

impl From<&Principal> for By {
    fn from(who: &Principal) -> Self {
        let plain = || Self {
            kind: who.kind().to_owned(),
            subject: who.person().cloned(),
            in_place_of: None,
            department: None,
            roles: Vec::new(),
        };
        who.actor().map_or_else(plain, |actor| Self::from(&actor))
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "open", rename_all_fields = "camelCase")]
pub enum PowerEvent {
    /// A card was issued.
    CardIssued {
        /// The case.
        case: CaseNumber,
        /// Who had the case.
        department: DepartmentName,
        /// The card's number in the case.
        card: u32,
        /// How grave it is.
        kind: CardKind,
        /// The limit that drew it.
        clock: ClockName,
    },
    /// A card was withdrawn.
    CardWithdrawn {
        /// The case.
        case: CaseNumber,
        /// The card's number in the case.
        card: u32,
        /// Whether a reason is sealed in the case.
        reason: bool,
    },
    /// Somebody went beyond the ordinary way: extended a limit, let a case rest, ended it, revoked.
    PowerOverridden {
        /// The case.
        case: CaseNumber,
        /// The type of the event in the case.
        event: String,
        /// The action of the module.
        action: ActionName,
        /// What it rests on.
        #[serde(skip_serializing_if = "Option::is_none")]
        legal_basis: Option<BasisName>,
        /// Whether a reason is sealed in the case.
        reason: bool,
    },
    /// Somebody reached for a power that is not theirs.
    AttemptRefused {
        /// The case.
        case: CaseNumber,
        /// Who had the case.
        #[serde(skip_serializing_if = "Option::is_none")]
        department: Option<DepartmentName>,
        /// What they tried, where the module knows it.
        #[serde(skip_serializing_if = "Option::is_none")]
        action: Option<String>,
        /// The code with which it was refused.
        code: String,
    },
    /// Something was published, retired or restored.
    Published {
        /// The type of the registry's event.
        event: String,
        /// What.
        name: String,
        /// The revision of a module.
        #[serde(skip_serializing_if = "Option::is_none")]
        revision: Option<u32>,
    },
    /// Somebody holds a role from now on.
    RoleGranted {
        /// Where.
        department: DepartmentName,
        /// Who.
        subject: SubjectId,
        /// Which role.
        role: RoleName,
        /// Until when, where an office was handed over for a time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// Somebody does not hold a role any more.
    RoleRevoked {
        /// Where.
        department: DepartmentName,
        /// Who.
        subject: SubjectId,
        /// Which role.
        role: RoleName,
    },
    /// Something happened in a supervision matter.
    Supervised {
        /// The case, where the matter is opened.
        #[serde(skip_serializing_if = "Option::is_none")]
        case: Option<CaseNumber>,
        /// The matter.
        matter: MatterId,
        /// The type of the matter's event.
        event: String,
    },
    /// A partner's systems got a key to the API.
    ApiKeyIssued {
        /// Whose.
        partner: PartnerName,
        /// The key's identity: what stands in it before the secret.
        key: String,
        /// Until when it is good.
        until: Timestamp,
    },
    /// A key to the API is good for nothing from now on.
    ApiKeyRevoked {
        /// Whose.
        partner: PartnerName,
        /// The key's identity.
        key: String,
    },
}

/// What kinds of entries there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PowerKind {
    /// A card was issued.
    CardIssued,
    /// A card was withdrawn.
    CardWithdrawn,
    /// Somebody went beyond the ordinary way.
    PowerOverridden,
    /// Somebody reached for a power that is not theirs.
    AttemptRefused,
    /// Something was published.
    Published,
    /// Somebody got a role.
    RoleGranted,
    /// Somebody lost a role.
    RoleRevoked,
    /// Something happened in a supervision matter.
    Supervised,
    /// A partner's systems got a key.
    ApiKeyIssued,
    /// A key was taken back.
    ApiKeyRevoked,
}

impl PowerKind {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::CardIssued,
        Self::CardWithdrawn,
        Self::PowerOverridden,
        Self::AttemptRefused,
        Self::Published,
        Self::RoleGranted,
        Self::RoleRevoked,
        Self::Supervised,
        Self::ApiKeyIssued,
        Self::ApiKeyRevoked,
    ];

    /// The stable name under which entries of the kind are stored.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        match self {
            Self::CardIssued => "CardIssued",
            Self::CardWithdrawn => "CardWithdrawn",
            Self::PowerOverridden => "PowerOverridden",
            Self::AttemptRefused => "AttemptRefused",
            Self::Published => "Published",
            Self::RoleGranted => "RoleGranted",
            Self::RoleRevoked => "RoleRevoked",
            Self::Supervised => "Supervised",
            Self::ApiKeyIssued => "ApiKeyIssued",
            Self::ApiKeyRevoked => "ApiKeyRevoked",
        }
    }
}

impl PowerEvent {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> PowerKind {
        match self {
            Self::CardIssued { .. } => PowerKind::CardIssued,
            Self::CardWithdrawn { .. } => PowerKind::CardWithdrawn,
            Self::PowerOverridden { .. } => PowerKind::PowerOverridden,
            Self::AttemptRefused { .. } => PowerKind::AttemptRefused,
            Self::Published { .. } => PowerKind::Published,
            Self::RoleGranted { .. } => PowerKind::RoleGranted,
            Self::RoleRevoked { .. } => PowerKind::RoleRevoked,
            Self::Supervised { .. } => PowerKind::Supervised,
            Self::ApiKeyIssued { .. } => PowerKind::ApiKeyIssued,
            Self::ApiKeyRevoked { .. } => PowerKind::ApiKeyRevoked,
        }
    }

    /// The case that it is about.
    #[must_use]
    pub fn case(&self) -> Option<&CaseNumber> {
        match self {
            Self::CardIssued { case, .. }
            | Self::CardWithdrawn { case, .. }
            | Self::PowerOverridden { case, .. }
            | Self::AttemptRefused { case, .. } => Some(case),
            Self::Supervised { case, .. } => case.as_ref(),
            Self::Published { .. }
            | Self::RoleGranted { .. }
            | Self::RoleRevoked { .. }
            | Self::ApiKeyIssued { .. }
            | Self::ApiKeyRevoked { .. } => None,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Metadata {
    principal: By,
    causation: Uuid,
}

/// An entry as it is stored; `None` when it does not turn into JSON.
pub(super) fn encode(entry: &Entry, id: Uuid, cause: Uuid, recorded_at: Timestamp) -> Option<NewEvent> {
    let mut stored = serde_json::to_value(&entry.what).ok()?;
    let payload = json!({"open": stored["open"].take(), "sealed": []});
    Some(NewEvent {
        id,
        event_type: entry.what.kind().type_name().to_owned(),
        schema: SCHEMA,
        recorded_at,
        effective_at: entry.effective_at,
        metadata: serde_json::to_vec(&Metadata { principal: entry.by.clone(), causation: cause }).ok()?,
        payload: serde_json::to_vec(&payload).ok()?,
    })
}

/// Reads an entry back.
///
/// # Errors
/// See [`Unknown`].
pub(crate) fn decode(recorded: &RecordedEvent) -> Result<Entry, Unknown> {
    let event = &recorded.event;
    let is_known = PowerKind::ALL.iter().any(|kind| kind.type_name() == event.event_type);
    if event.schema != SCHEMA || !is_known {
        return Err(Unknown::Newer { event_type: event.event_type.clone(), schema: event.schema });
    }
    read(event).map_err(|error| Unknown::Damaged {
        stream: recorded.stream.to_string(),
        id: event.id,
        problem: error.to_string(),
    })
}

fn read(event: &NewEvent) -> Result<Entry, serde_json::Error> {
    let mut payload: Value = serde_json::from_slice(&event.payload)?;
    let what = serde_json::from_value(json!({"type": event.event_type, "open": payload["open"].take()}))?;
    let Metadata { principal, .. } = serde_json::from_slice(&event.metadata)?;
    Ok(Entry { effective_at: event.effective_at, by: principal, what })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everything_ever_written_is_read_and_written_the_same() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/power-log");
        let mut types = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let file: Value = serde_json::from_slice(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
            let event_type = file["type"].as_str().unwrap().to_owned();
            let event = NewEvent {
                id: Uuid::nil(),
                event_type: event_type.clone(),
                schema: SCHEMA,
                recorded_at: Timestamp::UNIX_EPOCH,
                effective_at: Timestamp::UNIX_EPOCH,
                metadata: file["metadata"].to_string().into_bytes(),
                payload: file["payload"].to_string().into_bytes(),
            };
            let entry = read(&event).unwrap();
            let stored = encode(&entry, Uuid::nil(), Uuid::nil(), Timestamp::UNIX_EPOCH).unwrap();
            let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
            assert_eq!((json(&stored.metadata), json(&stored.payload)), (json(&event.metadata), json(&event.payload)));
            assert_eq!(stored.event_type, event_type);
            types.insert(event_type);
        }
        assert_eq!(types, PowerKind::ALL.map(|kind| kind.type_name().to_owned()).into());
    }
}
