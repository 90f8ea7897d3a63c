//! What an accepted token says of its bearer.

use std::collections::HashMap;

use cityhall_domain::assurance::Assurance;
use cityhall_domain::name::{DepartmentName, RoleName, SubjectId};
use jiff::SignedDuration;
use serde_json::Value;

use crate::access::issuer::{AssuranceFrom, Issuer, RolesFrom};
use crate::access::principal::{Principal, Standing, Unauthenticated};
use crate::catalog::Department;
use crate::sealing::IDENTIFIED;

/// Roles that a token may hold without a department, and what they make of its bearer.
const ROLE_ADMIN: &str = "admin";
const ROLE_AUDITOR: &str = "auditor";
const ROLE_PARTNER: &str = "partner";
const ROLE_COMPANY: &str = "company";

/// How long the subject of a token may be, in bytes.
const SUBJECT_BYTES_MAX: usize = 255;

/// What only an id token has (`OpenID` Connect Core 1.0, 3.1.3.6 and 3.3.2.11): it says who logged in to a client, and
/// opens nothing.
const OF_ID_TOKENS: [&str; 4] = ["nonce", "at_hash", "c_hash", "s_hash"];

/// What was said by an accepted token.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Said {
    /// Who bears it, as far as the token says; the subject is the issuer's own.
    pub(crate) principal: Principal,
    /// What the issuer's subjects are called before their own name.
    pub(crate) prefix: Option<String>,
    /// Who says what they hold.
    pub(crate) held: Held,
}

/// Who says what the bearer of a token holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Held {
    /// The token, and this is all.
    AsSaid,
    /// The departments of the city.
    ByAssignment {
        /// In which they want to act, where the token names one.
        wanted: Option<DepartmentName>,
    },
}

/// The claims of a token whose signature is good.
pub(super) struct Claims(pub(super) Value);

impl Claims {
    /// A moment, in seconds since 1970; `None` where there is none, or something else.
    pub(super) fn moment(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        let broken = || SignedDuration::try_from_secs_f64(value.as_f64()?).ok();
        value.as_i64().or_else(|| Some(broken()?.as_secs()))
    }

    /// Whether this is an id token, by what only they have or by what well-known issuers call them.
    pub(super) fn is_of_an_id_token(&self) -> bool {
        let is = |name: &str, word: &str| self.0.get(name).and_then(Value::as_str) == Some(word);
        OF_ID_TOKENS.iter().any(|name| self.0.get(*name).is_some()) || is("typ", "ID") || is("token_use", "id")
    }

    /// Who bears the token: a name without anything around it that could be overlooked, and none that only the
    /// city itself gives.
    pub(super) fn subject(&self) -> Result<SubjectId, Unauthenticated> {
        let subject = self.0.get("sub").and_then(Value::as_str).ok_or(Unauthenticated)?;
        let is_name = (1..=SUBJECT_BYTES_MAX).contains(&subject.len())
            && subject.trim() == subject
            && !subject.starts_with(IDENTIFIED)
            && !subject.contains(char::is_control);
        if is_name { Ok(SubjectId(subject.to_owned())) } else { Err(Unauthenticated) }
    }

    /// In what capacity the bearer acts. A department makes an officer; without one, the reserved roles
    /// count; without any, a resident.
    pub(super) fn said(&self, issuer: &Issuer) -> Result<Said, Unauthenticated> {
        let subject = self.subject()?;
        let places = &issuer.claims;
        let roles = self.texts(&places.roles)?;
        let department = self.text(&places.department)?.map(str::parse::<DepartmentName>).transpose();
        let department = department.map_err(|_| Unauthenticated)?;
        let is_company = roles.contains(&ROLE_COMPANY);
        let applicant =
            |subject| if is_company { Standing::Company { subject } } else { Standing::Resident { subject } };
        let (standing, held) = match issuer.roles {
            RolesFrom::Claims => (standing(subject, &roles, department), Held::AsSaid),
            RolesFrom::Assignments => (applicant(subject), Held::ByAssignment { wanted: department }),
            RolesFrom::Nobody => (applicant(subject), Held::AsSaid),
        };
        let name = self.text(&places.name)?.map(str::to_owned);
        let assurance = issuer.assurance.as_ref().and_then(|from| self.assurance(from));
        let principal = Principal { assurance, ..Principal::new(standing, name) };
        Ok(Said { principal, prefix: issuer.subject_prefix.clone(), held })
    }

    /// How surely the bearer is known: a word that is not known says nothing.
    fn assurance(&self, from: &AssuranceFrom) -> Option<Assurance> {
        let said = self.at(&from.claim)?.as_str()?;
        from.levels.iter().find(|known| known.value == said).map(|known| known.level)
    }

    /// What stands at a JSON Pointer; nothing and null are the same.
    fn at(&self, place: &str) -> Option<&Value> {
        self.0.pointer(place).filter(|value| !value.is_null())
    }

    fn text(&self, place: &str) -> Result<Option<&str>, Unauthenticated> {
        self.at(place).map(|value| value.as_str().ok_or(Unauthenticated)).transpose()
    }

    fn texts(&self, place: &str) -> Result<Vec<&str>, Unauthenticated> {
        match self.at(place) {
            None => Ok(Vec::new()),
            // As scopes are written.
            Some(Value::String(all)) => Ok(all.split_whitespace().collect()),
            Some(Value::Array(all)) => all.iter().map(|one| one.as_str().ok_or(Unauthenticated)).collect(),
            Some(_) => Err(Unauthenticated),
        }
    }
}

fn standing(subject: SubjectId, roles: &[&str], department: Option<DepartmentName>) -> Standing {
    if let Some(department) = department {
        let roles = roles.iter().filter_map(|role| role.parse::<RoleName>().ok());
        Standing::Officer { subject, department, roles: roles.filter(|role| !role.is_applicant()).collect() }
    } else if roles.contains(&ROLE_ADMIN) {
        Standing::Admin { subject }
    } else if roles.contains(&ROLE_AUDITOR) {
        Standing::Auditor { subject }
    } else if roles.contains(&ROLE_PARTNER) {
        Standing::Partner { subject }
    } else if roles.contains(&ROLE_COMPANY) {
        Standing::Company { subject }
    } else {
        Standing::Resident { subject }
    }
}

/// Who works where, with what they hold there, as the city's departments say.
#[derive(Default)]
pub(crate) struct Assignments(HashMap<SubjectId, Vec<(DepartmentName, Vec<RoleName>)>>);

impl Assignments {
    /// Those of all departments. `call` tells how the city calls somebody.
    pub(crate) fn of<'a>(
        departments: impl IntoIterator<Item = (&'a DepartmentName, &'a Department)>,
        call: impl Fn(&str) -> SubjectId,
    ) -> Self {
        let mut all = Self::default();
        for (name, department) in departments {
            for person in &department.people {
                let held = person.roles.iter().filter(|role| !role.is_applicant()).cloned().collect();
                all.0.entry(call(&person.subject)).or_default().push((name.clone(), held));
            }
        }
        all
    }

    /// As what somebody acts, `wanted` being the department that they named. Who works in several names one;
    /// who works in none is who they were.
    pub(crate) fn standing(
        &self,
        who: Standing,
        subject: &SubjectId,
        wanted: Option<&DepartmentName>,
    ) -> Result<Standing, Unauthenticated> {
        let Some(places) = self.0.get(subject) else { return Ok(who) };
        let place = match (wanted, &places[..]) {
            (None, [only]) => Some(only),
            (None, _) => None,
            (Some(wanted), all) => all.iter().find(|(department, _)| department == wanted),
        };
        let (department, roles) = place.ok_or(Unauthenticated)?.clone();
        Ok(Standing::Officer { subject: subject.clone(), department, roles })
    }
}
