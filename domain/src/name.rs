//! Names and identifiers: parsed once, never wrong afterwards.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a name: at most 63 of a-z, 0-9 and `-`, beginning with a letter and not ending with `-`")]
pub struct InvalidName {
    /// The text as it came.
    pub given: String,
}

/// RFC 1035 label, the strictest of the Kubernetes name rules, so that every name is also a
/// legal Kubernetes object name and turns into a GraphQL name without loss.
fn is_label(text: &str) -> bool {
    let bytes = text.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes[0].is_ascii_lowercase()
        && bytes[bytes.len() - 1] != b'-'
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;
            fn try_from(given: String) -> Result<Self, InvalidName> {
                if is_label(&given) { Ok(Self(given)) } else { Err(InvalidName { given }) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidName;
            fn from_str(given: &str) -> Result<Self, InvalidName> {
                Self::try_from(given.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// A service module (`ServiceModule` resource), unique in a city.
    ModuleName;
    /// A department (`Department` resource), unique in a city.
    DepartmentName;
    /// A state of a module's workflow.
    StateName;
    /// An action of a module's workflow.
    ActionName;
    /// A staff role, such as `window-clerk`; [`RoleName::applicant`] is built in.
    RoleName;
    /// A named legal basis of a module's guide.
    BasisName;
    /// A procedure of a module that takes time of its own, such as a test or a hearing.
    ProcedureName;
    /// A material of a module.
    DocumentName;
    /// Another body whose systems work over the API (`Partner` resource), unique in a city.
    PartnerName;
    /// A set of rules (`AccessPolicy` resource), unique in a city; a rule in it.
    PolicyName;
}

impl RoleName {
    /// The built-in role of the person whose case it is.
    #[must_use]
    pub fn applicant() -> Self {
        Self("applicant".to_owned())
    }

    /// Who withdraws a card (分管领导), unless the city says otherwise.
    #[must_use]
    pub fn leader() -> Self {
        Self("leader".to_owned())
    }

    /// Who follows supervision matters (督办员), unless the city says otherwise.
    #[must_use]
    pub fn supervisor() -> Self {
        Self("supervisor".to_owned())
    }

    /// The built-in role of the city itself, which acts by instant rules; nobody holds it.
    #[must_use]
    pub fn is_city(&self) -> bool {
        self.0 == "city"
    }

    /// Whether this is the built-in role of the applicant.
    #[must_use]
    pub fn is_applicant(&self) -> bool {
        self.0 == "applicant"
    }
}

impl ActionName {
    /// The built-in action with which an applicant answers a supplement notice.
    #[must_use]
    pub fn answer_supplement() -> Self {
        Self("answer-supplement".to_owned())
    }

    /// The name under which handing in a case is remembered of an officer who did it for a person, so that
    /// `notBy` can name it.
    #[must_use]
    pub fn submit() -> Self {
        Self("submit".to_owned())
    }
}

/// Whose personal data a value is: the `sub` of a token, or a person named in an answer. Opaque.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubjectId(pub String);

/// A case's global identity, drawn or derived before the case's first event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub uuid::Uuid);

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_kubernetes_label() {
        for good in ["a", "night-market", "d02-urb", &"a".repeat(63)] {
            assert!(good.parse::<ModuleName>().is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "A", "a_b", "9a", "停车", &"a".repeat(64)] {
            assert!(bad.parse::<ModuleName>().is_err(), "{bad}");
        }
    }
}
