//! What clients carry and never read: global ids and positions.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_domain::mandate::MandateId;
use cityhall_domain::name::{CaseId, DepartmentName, ModuleName};
use cityhall_domain::supervision::MatterId;
use cityhall_engine::Position;

/// A global id: which kind of object, and which one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GlobalId {
    /// A case.
    Case(CaseId),
    /// A service module.
    Module(ModuleName),
    /// A department.
    Department(DepartmentName),
    /// A supervision matter.
    Matter(MatterId),
    /// A mandate.
    Mandate(MandateId),
}

impl GlobalId {
    /// The id as clients carry it.
    pub(crate) fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(match self {
            Self::Case(id) => format!("case:{id}"),
            Self::Module(name) => format!("module:{name}"),
            Self::Department(name) => format!("department:{name}"),
            Self::Matter(id) => format!("matter:{id}"),
            Self::Mandate(id) => format!("mandate:{id}"),
        })
    }

    /// What an id stands for; `None` for whatever is no id of ours.
    pub(crate) fn decode(text: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?).ok()?;
        let (kind, key) = text.split_once(':')?;
        match kind {
            "case" => Some(Self::Case(CaseId(uuid::Uuid::from_str(key).ok()?))),
            "module" => Some(Self::Module(key.parse().ok()?)),
            "department" => Some(Self::Department(key.parse().ok()?)),
            "matter" => Some(Self::Matter(MatterId(uuid::Uuid::from_str(key).ok()?))),
            "mandate" => Some(Self::Mandate(MandateId(uuid::Uuid::from_str(key).ok()?))),
            _ => None,
        }
    }

    /// The case that an id stands for.
    pub(crate) fn case(text: &str) -> Option<CaseId> {
        match Self::decode(text)? {
            Self::Case(id) => Some(id),
            Self::Module(_) | Self::Department(_) | Self::Matter(_) | Self::Mandate(_) => None,
        }
    }
}

/// A position as clients carry it.
pub(crate) fn encode_position(position: Position) -> String {
    URL_SAFE_NO_PAD.encode(format!("p{}", position.0))
}

/// The position that a client carried; `None` for whatever is none of ours.
pub(crate) fn decode_position(text: &str) -> Option<Position> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    text.strip_prefix('p')?.parse().ok().map(Position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_positions_come_back() {
        let ids = [
            GlobalId::Case(CaseId(uuid::Uuid::from_u128(7))),
            GlobalId::Module("tea-licence".parse().unwrap()),
            GlobalId::Department("d02-urb".parse().unwrap()),
        ];
        for id in ids {
            assert_eq!(GlobalId::decode(&id.encode()), Some(id));
        }
        assert_eq!(decode_position(&encode_position(Position(42))), Some(Position(42)));
    }

    #[test]
    fn what_is_none_of_ours_is_none() {
        for text in ["", "x", "Y2FzZTo", "💥", "cDQy=", "bW9kdWxlOk5PVA"] {
            assert_eq!(GlobalId::decode(text), None, "{text}");
        }
        assert_eq!(decode_position("nonsense"), None);
    }
}
