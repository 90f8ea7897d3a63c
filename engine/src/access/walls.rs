//! Walls: what no role and no policy can open. Each is one question about a principal and a case.

use cityhall_domain::case::Stage;
use cityhall_domain::facts::Facts;
use cityhall_domain::module::Module;
use cityhall_domain::name::{DepartmentName, RoleName, SubjectId};

use super::policies::{CaseKind, Left, Policies};
use super::principal::{Principal, Standing};
use crate::sealing::BlindToken;

/// What a decision must know of a case.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The module revision that the case is under.
    pub module: &'a Module,
    /// Whose case it is.
    pub applicant: Option<&'a SubjectId>,
    /// Who has it.
    pub department: &'a DepartmentName,
    /// Who was asked for an opinion and may look.
    pub consulted: &'a [&'a DepartmentName],
    /// How far it is.
    pub stage: Stage,
    /// Whether it is over and its applicant agreed to publication, or it is on public notice.
    pub published: bool,
    /// Who is named in its answers.
    pub persons: &'a [BlindToken],
    /// The city's surroundings, which say who oversees; absent until the city is published.
    pub city: Option<&'a Facts>,
    /// What the city forbids beyond walls and roles.
    pub policies: &'a Policies,
}

impl Situation<'_> {
    /// What the policies of the city leave to somebody of such a case.
    pub(crate) fn left(&self, who: &Principal) -> Left {
        let Self { module, department, stage, published, .. } = *self;
        self.policies.left(who, CaseKind { module: &module.name, department, stage, published })
    }
}

/// Ownership: whether the case is theirs, as the person or company that they are logged in as, or of whom
/// they have a mandate as far as this service.
pub(super) fn owns(who: &Principal, case: &Situation<'_>) -> bool {
    match &who.standing {
        Standing::Resident { subject } | Standing::Company { subject } => {
            case.applicant == Some(subject) && who.covers(&case.module.name)
        }
        Standing::Anonymous
        | Standing::Officer { .. }
        | Standing::Auditor { .. }
        | Standing::Admin { .. }
        | Standing::Partner { .. }
        | Standing::City => false,
    }
}

/// Interest: whether somebody of the staff is the applicant or is named in the case. They never see
/// it as staff. `token` is the blind token of who asks.
pub(super) fn is_party(who: &Principal, token: Option<BlindToken>, case: &Situation<'_>) -> bool {
    let applied = who.subject().is_some_and(|subject| case.applicant == Some(subject));
    applied || token.is_some_and(|token| case.persons.contains(&token))
}

/// Department: whether an officer works where the case is.
pub(super) fn has_the_case(who: &Principal, case: &Situation<'_>) -> bool {
    matches!(&who.standing, Standing::Officer { department, .. } if department == case.department)
}

/// Department: whether an officer works where an opinion about the case was asked for.
pub(super) fn is_consulted(who: &Principal, case: &Situation<'_>) -> bool {
    matches!(&who.standing, Standing::Officer { department, .. } if case.consulted.contains(&department))
}

/// Oversight: whether an officer holds a role of the city's supervision, in the department that has the
/// case or in one above it.
pub(super) fn oversees(who: &Principal, case: &Situation<'_>) -> bool {
    let (Standing::Officer { department, roles, .. }, Some(city)) = (&who.standing, case.city) else { return false };
    watches(roles, city) && city.is_or_is_above(department, case.department)
}

/// Whether one of `roles` belongs to the city's supervision.
pub(crate) fn watches(roles: &[RoleName], city: &Facts) -> bool {
    let supervision = &city.supervision;
    roles.contains(&supervision.withdraws) || roles.contains(&supervision.supervises)
}
