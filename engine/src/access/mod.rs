//! Who may do and read what: principals, and the decisions over them. Everything that reads or
//! writes asks here; nothing here reads or writes.
//!
//! Reading order: `principal` (who acts), `issuer` (whose tokens count), `tokens` (how a token becomes one), `walls`
//! (what nothing opens), `policies` (what the city forbids beyond), `clearance` (the one decision, and the mask that
//! follows from it).

mod clearance;
mod development;
pub(crate) mod issuer;
mod policies;
mod principal;
mod walls;

pub(crate) mod tokens;

pub use clearance::{Clearance, Masked, Relation, assists, clearance, mask, works_with};
pub use development::{DevelopmentIdentity, WantedIdentity};
pub use issuer::{AssuranceFrom, AssuranceLevel, ClaimPlaces, KeyAddress, KeySource, RolesFrom, TokenType};
pub use policies::{CaseKind, Left, Policies};
pub(crate) use policies::{Offices, Unseen};
pub use principal::{Audience, Principal, Session, Standing, Unauthenticated};
pub use walls::Situation;
pub(crate) use walls::watches;
