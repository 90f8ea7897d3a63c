//! Who acts: always with what they hold at that moment.

use cityhall_domain::case::Actor;
use cityhall_domain::channel::Channel;
use cityhall_domain::name::{DepartmentName, RoleName, SubjectId};

/// The caller's token was not accepted. The cause is never told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not authenticated")]
pub struct Unauthenticated;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Principal {
    /// In what capacity.
    pub standing: Standing,
    /// Their name, as their token says it; shown to themselves, never stored.
    pub name: Option<String>,
}

/// In what capacity somebody acts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nobody in particular: no token came.
    Anonymous,
    /// A natural person.
    Resident {
        /// Who.
        subject: SubjectId,
    },
    /// A legal person or sole trader.
    Company {
        /// Who.
        subject: SubjectId,
    },
    /// Somebody who works for a department.
    Officer {
        /// Who.
        subject: SubjectId,
        /// Where.
        department: DepartmentName,
        /// What they hold there.
        roles: Vec<RoleName>,
    },
    /// Somebody who watches over all departments and changes nothing.
    Auditor {
        /// Who.
        subject: SubjectId,
    },
    /// Somebody who publishes modules; reads no case.
    Admin {
        /// Who.
        subject: SubjectId,
    },
    /// A system of another body that works over the typed API; reads no case in this version.
    Partner {
        /// Who.
        subject: SubjectId,
    },
    /// The city itself: its own folder of manifests, its timers. No token gives this.
    City,
}

/// Which schema somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Anonymous and residents and companies.
    Public,
    /// Systems of other bodies.
    Partner,
    /// Officers and auditors.
    Staff,
    /// Those who publish.
    Admin,
}

impl Principal {
    /// Nobody in particular.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { standing: Standing::Anonymous, name: None }
    }

    /// The city itself. For the binary's own folder of manifests and the engine's own tasks.
    #[must_use]
    pub fn city() -> Self {
        Self { standing: Standing::City, name: None }
    }

    /// Their capacity as a word that is stored and shown, and never changes.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.standing {
            Standing::Anonymous => "ANONYMOUS",
            Standing::Resident { .. } => "RESIDENT",
            Standing::Company { .. } => "COMPANY",
            Standing::Officer { .. } => "OFFICER",
            Standing::Auditor { .. } => "AUDITOR",
            Standing::Admin { .. } => "ADMIN",
            Standing::Partner { .. } => "PARTNER",
            Standing::City => "CITY",
        }
    }

    /// Which schema they see.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match self.standing {
            Standing::Anonymous | Standing::Resident { .. } | Standing::Company { .. } => Audience::Public,
            Standing::Partner { .. } => Audience::Partner,
            Standing::Officer { .. } | Standing::Auditor { .. } => Audience::Staff,
            Standing::Admin { .. } | Standing::City => Audience::Admin,
        }
    }

    /// Who they are, where they are somebody.
    #[must_use]
    pub fn subject(&self) -> Option<&SubjectId> {
        match &self.standing {
            Standing::Resident { subject }
            | Standing::Company { subject }
            | Standing::Officer { subject, .. }
            | Standing::Auditor { subject }
            | Standing::Admin { subject }
            | Standing::Partner { subject } => Some(subject),
            Standing::Anonymous | Standing::City => None,
        }
    }

    /// By which ways they come.
    #[must_use]
    pub fn channels(&self) -> &'static [Channel] {
        match self.standing {
            Standing::Anonymous | Standing::Resident { .. } | Standing::Company { .. } => {
                &[Channel::Online, Channel::Terminal]
            }
            Standing::Officer { .. } => &[Channel::Online, Channel::Counter, Channel::Phone],
            Standing::Partner { .. } => &[Channel::Partner],
            Standing::Auditor { .. } | Standing::Admin { .. } => &[Channel::Online],
            Standing::City => &[Channel::Timer],
        }
    }

    /// The same principal, called as the city calls them.
    #[must_use]
    pub(crate) fn called(mut self, call: impl FnOnce(&SubjectId) -> SubjectId) -> Self {
        match &mut self.standing {
            Standing::Resident { subject }
            | Standing::Company { subject }
            | Standing::Officer { subject, .. }
            | Standing::Auditor { subject }
            | Standing::Admin { subject }
            | Standing::Partner { subject } => *subject = call(subject),
            Standing::Anonymous | Standing::City => {}
        }
        self
    }

    /// As whom they act on a case; `None` for those who act on none.
    #[must_use]
    pub fn actor(&self) -> Option<Actor> {
        match &self.standing {
            Standing::Anonymous => Some(Actor::Anonymous),
            Standing::Resident { subject } => Some(Actor::Resident { subject: subject.clone() }),
            Standing::Company { subject } => Some(Actor::Company { subject: subject.clone() }),
            Standing::Officer { subject, department, roles } => {
                Some(Actor::Officer { subject: subject.clone(), department: department.clone(), roles: roles.clone() })
            }
            Standing::City => Some(Actor::City),
            Standing::Auditor { .. } | Standing::Admin { .. } | Standing::Partner { .. } => None,
        }
    }
}
