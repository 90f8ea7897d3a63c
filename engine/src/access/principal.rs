//! Who acts: always with what they hold at that moment.

use std::sync::Arc;

use cityhall_domain::assurance::Assurance;
use cityhall_domain::case::Actor;
use cityhall_domain::case::command::Applicant;
use cityhall_domain::channel::Channel;
use cityhall_domain::mandate::{Mandate, Scope};
use cityhall_domain::name::{DepartmentName, ModuleName, RoleName, SubjectId};
use jiff::Timestamp;

use crate::partners::{Grant, Right};

/// The caller's token was not accepted. The cause is never told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not authenticated")]
pub struct Unauthenticated;

/// Who a credential makes somebody, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub who: Principal,
    /// When it has to be asked again, by security's clock; `None`: never.
    pub until: Option<Timestamp>,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Principal {
    /// In what capacity.
    pub standing: Standing,
    /// Their name, as their token says it; shown to themselves, never stored.
    pub name: Option<String>,
    /// How surely their identity provider knows who they are; recorded with what they do.
    pub assurance: Option<Assurance>,
    /// The mandate under which they act: a person stands for who gave it then, an officer in the office that
    /// was handed over to them.
    pub mandate: Option<Arc<Mandate>>,
    /// The partner whose system it is that acts, and what it may do; also while it acts under a mandate.
    pub partner: Option<Arc<Grant>>,
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
    /// A system of another body that works over the typed API. What it may do is in [`Principal::partner`]; without
    /// that it reads what is published.
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

impl Standing {
    /// As the person or body that somebody acts for.
    pub(crate) fn of_applicant(applicant: &Applicant) -> Option<Self> {
        match applicant {
            Applicant::Resident { subject } => Some(Self::Resident { subject: subject.clone() }),
            Applicant::Company { subject } => Some(Self::Company { subject: subject.clone() }),
            Applicant::Anonymous => None,
        }
    }
}

impl Principal {
    /// Somebody of this standing, who acts for themselves.
    #[must_use]
    pub fn new(standing: Standing, name: Option<String>) -> Self {
        Self { standing, name, assurance: None, mandate: None, partner: None }
    }

    /// Who it is that acts, also under a mandate.
    #[must_use]
    pub fn person(&self) -> Option<&SubjectId> {
        self.mandate.as_ref().map(|mandate| &mandate.agent).or_else(|| self.subject())
    }

    /// In whose office they act, where they are an officer: their own, or that in which they stand in.
    #[must_use]
    pub fn office(&self) -> Option<&SubjectId> {
        let Standing::Officer { subject, .. } = &self.standing else { return None };
        self.mandate.as_ref().and_then(|mandate| mandate.grantor()).or(Some(subject))
    }

    /// Whether they reach as far as this service: everybody does who acts for themselves.
    #[must_use]
    pub fn covers(&self, module: &ModuleName) -> bool {
        self.mandate.as_ref().is_none_or(|mandate| mandate.covers(module))
            && self.partner.as_ref().is_none_or(|grant| grant.scope.allows(Right::ReadCases, module))
    }

    /// Whether they may read what is published of this service: everybody may but a partner that was not told so.
    #[must_use]
    pub fn reads_published(&self, module: &ModuleName) -> bool {
        self.partner.as_ref().is_none_or(|grant| grant.scope.allows(Right::ReadPublished, module))
    }

    /// Whether their system may hand in and act in this service: everybody's may but a partner's that was not told so.
    #[must_use]
    pub fn submits(&self, module: &ModuleName) -> bool {
        self.partner.as_ref().is_none_or(|grant| grant.scope.allows(Right::Submit, module))
    }

    /// By which way they come when they say it like this: the system of a partner always comes as that.
    #[must_use]
    pub fn by_way_of(&self, said: Channel) -> Channel {
        if self.partner.is_some() && said == Channel::Online { Channel::Partner } else { said }
    }

    /// Nobody in particular.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::new(Standing::Anonymous, None)
    }

    /// The city itself. For the binary's own folder of manifests and the engine's own tasks.
    #[must_use]
    pub fn city() -> Self {
        Self::new(Standing::City, None)
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
        if self.partner.is_some() {
            return Audience::Partner;
        }
        match self.standing {
            Standing::Anonymous | Standing::Resident { .. } | Standing::Company { .. } => Audience::Public,
            Standing::Partner { .. } => Audience::Partner,
            Standing::Officer { .. } | Standing::Auditor { .. } => Audience::Staff,
            Standing::Admin { .. } | Standing::City => Audience::Admin,
        }
    }

    /// Whether they look at what every partner does: administrators, and auditors, who see all that is done.
    #[must_use]
    pub fn sees_partners(&self) -> bool {
        matches!(self.standing, Standing::Admin { .. } | Standing::Auditor { .. } | Standing::City)
    }

    /// For whom they act, where it is somebody: themselves, or who gave them a mandate for services.
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
        if self.partner.is_some() {
            return &[Channel::Partner];
        }
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

    /// As whom they hand in a case: a partner's system for nobody in particular, unless it has a mandate.
    #[must_use]
    pub(crate) fn applying(&self) -> Option<Actor> {
        let is_partner = matches!(self.standing, Standing::Partner { .. }) && self.partner.is_some();
        if is_partner { Some(Actor::Anonymous) } else { self.actor() }
    }

    /// As whom they act on a case; `None` for those who act on none.
    #[must_use]
    pub fn actor(&self) -> Option<Actor> {
        if let Some(mandate) = &self.mandate
            && let Scope::Services { of, .. } = &mandate.scope
        {
            return Some(Actor::Agent { subject: mandate.agent.clone(), of: of.clone(), mandate: mandate.id });
        }
        match &self.standing {
            Standing::Anonymous => Some(Actor::Anonymous),
            Standing::Resident { subject } => Some(Actor::Resident { subject: subject.clone() }),
            Standing::Company { subject } => Some(Actor::Company { subject: subject.clone() }),
            Standing::Officer { subject, department, roles } => Some(Actor::Officer {
                subject: subject.clone(),
                department: department.clone(),
                roles: roles.clone(),
                instead_of: self.mandate.as_ref().and_then(|mandate| mandate.grantor().cloned()),
            }),
            Standing::City => Some(Actor::City),
            Standing::Auditor { .. } | Standing::Admin { .. } | Standing::Partner { .. } => None,
        }
    }
}
