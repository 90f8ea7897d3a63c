//! Mandates: somebody lets another act in their place from one day to another. A person or body hands over
//! their matters in some services (委托代理); somebody who is away hands over their office (请假代理).
//!
//! A mandate is an aggregate of its own beside cases. Whoever acts under one says so with each request, and
//! both stand in every event. What they may do then is what the other may do, within the scope and the days;
//! rules of four eyes see both. There are no mandates of mandates.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::command::Applicant;
use crate::case::{self, Actor};
use crate::facts::Facts;
use crate::name::{DepartmentName, ModuleName, RoleName, SubjectId};

/// A mandate's identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MandateId(pub uuid::Uuid);

impl std::fmt::Display for MandateId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Scope {
    /// The matters of whoever gives it, in these services.
    Services {
        /// Whose matters.
        of: Applicant,
        /// In which services.
        modules: BTreeSet<ModuleName>,
    },
    /// The office of an officer who is away, with what they held when they said so.
    Office {
        /// Whose office.
        officer: SubjectId,
        /// Where they work.
        department: DepartmentName,
        /// What they hold there.
        roles: Vec<RoleName>,
    },
}

/// Who may act for whom, within what, when.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mandate {
    /// Its identity.
    pub id: MandateId,
    /// Who acts.
    pub agent: SubjectId,
    /// In whose place, within what.
    pub scope: Scope,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// The beginning of the first day.
    pub from: Timestamp,
    /// The end of the last day, 24:00 in the city.
    pub until: Timestamp,
    /// When it was ended before that.
    pub ended_at: Option<Timestamp>,
}

impl Mandate {
    /// Who gave it.
    #[must_use]
    pub fn grantor(&self) -> Option<&SubjectId> {
        match &self.scope {
            Scope::Services { of, .. } => of.subject(),
            Scope::Office { officer, .. } => Some(officer),
        }
    }

    /// Whether it can be acted under at that moment.
    #[must_use]
    pub fn is_in_force(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until && self.ended_at.is_none_or(|ended| at < ended)
    }

    /// Whether it reaches as far as this service.
    #[must_use]
    pub fn covers(&self, module: &ModuleName) -> bool {
        match &self.scope {
            Scope::Services { modules, .. } => modules.contains(module),
            Scope::Office { .. } => true,
        }
    }

    /// Whether its agent may act in a case of this service at that moment.
    ///
    /// # Errors
    /// The rule that says no.
    pub fn permits(&self, module: &ModuleName, at: Timestamp) -> Result<(), case::Rejection> {
        self.in_force(at)?;
        self.within(module)
    }

    /// Nobody acts under a mandate before its first day, after its last, or after it was ended.
    fn in_force(&self, at: Timestamp) -> Result<(), case::Rejection> {
        if self.is_in_force(at) { Ok(()) } else { Err(case::Rejection::MandateNotInForce) }
    }

    /// A mandate for some services is none for others.
    fn within(&self, module: &ModuleName) -> Result<(), case::Rejection> {
        match &self.scope {
            Scope::Services { modules, .. } if !modules.contains(module) => {
                Err(case::Rejection::OutsideMandate { modules: modules.iter().cloned().collect() })
            }
            Scope::Services { .. } | Scope::Office { .. } => Ok(()),
        }
    }
}

/// A mandate as it is asked for. Persons and bodies name services; officers none, they hand over their office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Give {
    /// The new mandate's identity.
    pub id: MandateId,
    /// Who is to act.
    pub agent: SubjectId,
    /// In which services.
    pub modules: BTreeSet<ModuleName>,
    /// From the beginning of which day.
    pub first_day: Date,
    /// Until the end of which day.
    pub last_day: Date,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum MandateEventBody {
    /// Somebody gave it.
    MandateGiven {
        /// The mandate.
        mandate: Mandate,
    },
    /// It was ended before its time.
    MandateEnded {
        /// The mandate, as it is over.
        mandate: Mandate,
    },
}

impl MandateEventBody {
    /// The schema version under which events are written.
    pub const SCHEMA: u16 = 1;

    /// Every type of event.
    pub const TYPE_NAMES: &'static [&'static str] = &["MandateGiven", "MandateEnded"];

    /// The type of the event as it is stored.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::MandateGiven { .. } => "MandateGiven",
            Self::MandateEnded { .. } => "MandateEnded",
        }
    }
}

/// Why nothing is recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Only persons, bodies and officers hand over what is their own.
    #[error("this caller gives no mandates")]
    GrantorNotAllowed,
    /// Nobody needs a mandate of themselves.
    #[error("nobody is their own agent")]
    OwnAgent,
    /// A mandate of a person or body says for which services it is; one of an officer names none.
    #[error("no services, or services that there are not")]
    ServicesWrong {
        /// Those that there are not.
        unknown: Vec<ModuleName>,
    },
    /// A mandate begins before it ends, and ends in the future.
    #[error("no such period")]
    PeriodImpossible {
        /// The first possible last day.
        earliest: Date,
    },
    /// There is no such mandate of theirs.
    #[error("no such mandate")]
    NoSuchMandate,
}

impl Rejection {
    /// The stable code under which interfaces report it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::GrantorNotAllowed => "GRANTOR_NOT_ALLOWED",
            Self::OwnAgent => "OWN_AGENT",
            Self::ServicesWrong { .. } => "SERVICES_WRONG",
            Self::PeriodImpossible { .. } => "PERIOD_IMPOSSIBLE",
            Self::NoSuchMandate => "NOT_FOUND",
        }
    }
}

/// Decides what giving a mandate records. `known` says which services there are.
///
/// # Errors
/// The first rule that says no.
pub fn give(
    facts: &Facts,
    known: impl Fn(&ModuleName) -> bool,
    by: &Actor,
    at: Timestamp,
    asked: Give,
) -> Result<MandateEventBody, Rejection> {
    let scope = their_own(by, &asked.modules)?;
    to_another(by, &asked.agent)?;
    for_services(&scope, &asked.modules, known)?;
    let (from, until) = period(facts, at, &asked)?;
    let Give { id, agent, first_day, last_day, .. } = asked;
    let mandate = Mandate { id, agent, scope, first_day, last_day, from, until, ended_at: None };
    Ok(MandateEventBody::MandateGiven { mandate })
}

/// Whoever acts under a mandate hands nothing on, and nobody hands over what is not theirs.
fn their_own(by: &Actor, modules: &BTreeSet<ModuleName>) -> Result<Scope, Rejection> {
    match by {
        Actor::Officer { subject, department, roles, instead_of: None } => {
            Ok(Scope::Office { officer: subject.clone(), department: department.clone(), roles: roles.clone() })
        }
        Actor::Resident { .. } | Actor::Company { .. } => {
            let of = by.applicant().ok_or(Rejection::GrantorNotAllowed)?;
            Ok(Scope::Services { of, modules: modules.clone() })
        }
        Actor::Anonymous | Actor::Officer { .. } | Actor::City | Actor::Assistant { .. } | Actor::Agent { .. } => {
            Err(Rejection::GrantorNotAllowed)
        }
    }
}

/// Nobody needs a mandate of themselves.
fn to_another(by: &Actor, agent: &SubjectId) -> Result<(), Rejection> {
    if by.subject() == Some(agent) { Err(Rejection::OwnAgent) } else { Ok(()) }
}

/// A person or body says for which services, and these exist; an office is handed over whole.
fn for_services(
    scope: &Scope,
    asked: &BTreeSet<ModuleName>,
    known: impl Fn(&ModuleName) -> bool,
) -> Result<(), Rejection> {
    let unknown: Vec<ModuleName> = asked.iter().filter(|module| !known(module)).cloned().collect();
    let fits = match scope {
        Scope::Services { modules, .. } => !modules.is_empty() && unknown.is_empty(),
        Scope::Office { .. } => asked.is_empty(),
    };
    if fits { Ok(()) } else { Err(Rejection::ServicesWrong { unknown }) }
}

/// A mandate begins before it ends, and ends in the future.
fn period(facts: &Facts, at: Timestamp, asked: &Give) -> Result<(Timestamp, Timestamp), Rejection> {
    let today = facts.zone.to_datetime(at).date();
    let earliest = today.max(asked.first_day);
    let begins = |day: Date| day.to_zoned(facts.zone.clone()).ok().map(|zoned| zoned.timestamp());
    let from = begins(asked.first_day);
    let until = asked.last_day.tomorrow().ok().and_then(begins);
    let days = from.zip(until).filter(|_| asked.last_day >= earliest);
    days.ok_or(Rejection::PeriodImpossible { earliest })
}

/// Decides what ending a mandate records; nothing where it is over already.
///
/// # Errors
/// [`Rejection::NoSuchMandate`] for everybody but who gave it and who got it.
pub fn end(mandate: &Mandate, by: &SubjectId, at: Timestamp) -> Result<Option<MandateEventBody>, Rejection> {
    concerns(mandate, by)?;
    let over = mandate.ended_at.is_some() || mandate.until <= at;
    let ended = || Mandate { ended_at: Some(at), ..mandate.clone() };
    Ok((!over).then(|| MandateEventBody::MandateEnded { mandate: ended() }))
}

/// Only who gave it and who got it know of it.
fn concerns(mandate: &Mandate, by: &SubjectId) -> Result<(), Rejection> {
    let theirs = mandate.agent == *by || mandate.grantor() == Some(by);
    if theirs { Ok(()) } else { Err(Rejection::NoSuchMandate) }
}

/// The mandate after an event: each says the whole of it.
#[must_use]
pub fn evolve(body: &MandateEventBody) -> &Mandate {
    match body {
        MandateEventBody::MandateGiven { mandate } | MandateEventBody::MandateEnded { mandate } => mandate,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::case::given::{approver, at, facts, lin, standing_in};

    fn acme() -> Actor {
        Actor::Company { subject: SubjectId("acme".to_owned()) }
    }

    fn services(names: &[&str]) -> BTreeSet<ModuleName> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    fn asked(modules: &[&str]) -> Give {
        Give {
            id: MandateId(uuid::Uuid::from_u128(9)),
            agent: SubjectId("tan".to_owned()),
            modules: services(modules),
            first_day: date(2026, 3, 2),
            last_day: date(2026, 3, 6),
        }
    }

    fn given_by(by: &Actor, asked: Give) -> Result<Mandate, Rejection> {
        let known = |module: &ModuleName| module.as_str() != "moon";
        let body = give(&facts(), known, by, at("03-02T10:00"), asked)?;
        Ok(evolve(&body).clone())
    }

    fn module(name: &str) -> ModuleName {
        name.parse().unwrap()
    }

    #[test]
    fn a_mandate_holds_from_its_first_day_to_the_end_of_its_last_within_its_services() {
        let mandate = given_by(&acme(), asked(&["plot"])).unwrap();
        assert_eq!(mandate.grantor(), Some(&SubjectId("acme".to_owned())));
        for moment in ["03-02T00:00", "03-06T23:59"] {
            assert_eq!(mandate.permits(&module("plot"), at(moment)), Ok(()), "{moment}");
        }
        for moment in ["03-01T23:59", "03-07T00:00", "03-07T00:01"] {
            let over = Err(case::Rejection::MandateNotInForce);
            assert_eq!(mandate.permits(&module("plot"), at(moment)), over, "{moment}");
        }
        let outside = Err(case::Rejection::OutsideMandate { modules: vec![module("plot")] });
        assert_eq!(mandate.permits(&module("tree"), at("03-02T10:00")), outside);
    }

    #[test]
    fn an_office_is_handed_over_with_what_its_officer_holds() {
        let mandate = given_by(&approver(), asked(&[])).unwrap();
        let Scope::Office { officer, department, roles } = &mandate.scope else { panic!() };
        let Actor::Officer { subject, department: theirs, roles: held, .. } = approver() else { panic!() };
        assert_eq!((officer, department, roles), (&subject, &theirs, &held));
        assert_eq!(mandate.permits(&module("tree"), at("03-02T10:00")), Ok(()));
    }

    #[test]
    fn nobody_hands_over_what_is_not_theirs() {
        let of = Applicant::Company { subject: SubjectId("acme".to_owned()) };
        let mandate = MandateId(uuid::Uuid::from_u128(3));
        let agent = Actor::Agent { subject: SubjectId("wu".to_owned()), of, mandate };
        for by in [Actor::Anonymous, Actor::City, standing_in("tan", "he", "clerk"), agent] {
            assert_eq!(given_by(&by, asked(&["plot"])), Err(Rejection::GrantorNotAllowed), "{by:?}");
        }
    }

    #[test]
    fn nobody_is_their_own_agent() {
        let agent = SubjectId("lin".to_owned());
        assert_eq!(given_by(&lin(), Give { agent, ..asked(&["plot"]) }), Err(Rejection::OwnAgent));
    }

    #[test]
    fn services_are_named_and_exist_and_an_office_names_none() {
        let wrong = |unknown: &[&str]| {
            let unknown = unknown.iter().map(|name| module(name)).collect();
            Err(Rejection::ServicesWrong { unknown })
        };
        assert_eq!(given_by(&acme(), asked(&[])), wrong(&[]));
        assert_eq!(given_by(&acme(), asked(&["plot", "moon"])), wrong(&["moon"]));
        assert_eq!(given_by(&approver(), asked(&["plot"])), wrong(&[]));
    }

    #[test]
    fn a_period_is_not_over_before_it_begins_nor_over_already() {
        let over = Give { first_day: date(2026, 2, 1), last_day: date(2026, 3, 1), ..asked(&["plot"]) };
        let backwards = Give { first_day: date(2026, 3, 7), ..asked(&["plot"]) };
        let impossible = |earliest| Err(Rejection::PeriodImpossible { earliest });
        assert_eq!(given_by(&acme(), over), impossible(date(2026, 3, 2)));
        assert_eq!(given_by(&acme(), backwards), impossible(date(2026, 3, 7)));
        let one_day = Give { last_day: date(2026, 3, 2), ..asked(&["plot"]) };
        assert!(given_by(&acme(), one_day).is_ok());
    }

    #[test]
    fn who_gave_it_and_who_got_it_end_it_once_and_nobody_else_knows_of_it() {
        let mandate = given_by(&acme(), asked(&["plot"])).unwrap();
        let by = |subject: &str| SubjectId(subject.to_owned());
        assert_eq!(end(&mandate, &by("lin"), at("03-03T10:00")), Err(Rejection::NoSuchMandate));
        for who in ["acme", "tan"] {
            let body = end(&mandate, &by(who), at("03-03T10:00")).unwrap().unwrap();
            let ended = evolve(&body);
            assert!(ended.is_in_force(at("03-03T09:59")) && !ended.is_in_force(at("03-03T10:00")));
            assert_eq!(end(ended, &by(who), at("03-04T10:00")), Ok(None), "what is over is not ended again");
        }
        assert_eq!(end(&mandate, &by("acme"), at("03-09T10:00")), Ok(None));
    }
}
