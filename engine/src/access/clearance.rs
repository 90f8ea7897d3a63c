//! One decision per principal and case: the clearance. Fields are never asked one by one; the
//! clearance's mask per class says which are shown.

use std::collections::BTreeSet;

use cityhall_domain::form::pointer::member;
use cityhall_domain::form::{Class, Field};
use cityhall_domain::module::Module;
use cityhall_domain::name::RoleName;
use serde_json::{Map, Value};

use super::policies::Left;
use super::principal::{Principal, Standing};
use super::walls::{Situation, has_the_case, is_consulted, is_party, oversees, owns};
use crate::query::{Redaction, RedactionReason};
use crate::sealing::{BlindToken, Opened};

/// What somebody is to a case: what walls and the roles of its module gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It is theirs.
    Own,
    /// They handle it for the department that has it, or for one that was asked for its opinion.
    Handler {
        /// Whether they hold a role that decides: those read `sensitive` values too.
        may_sensitive: bool,
    },
    /// They take down what its applicant brings to a counter or by telephone.
    Assistant,
    /// They watch over it: auditors, and who holds a role of the city's supervision above it.
    Auditor,
    /// It is published, and they are anybody.
    Public,
    /// Nothing: for them it does not exist.
    None,
}

impl Relation {
    /// The highest class that walls and roles show.
    fn reads(self) -> Class {
        match self {
            Self::Own | Self::Handler { may_sensitive: true } => Class::Sensitive,
            Self::Handler { may_sensitive: false } => Class::Personal,
            Self::Auditor | Self::Assistant => Class::Internal,
            Self::Public | Self::None => Class::Public,
        }
    }
}

/// What somebody may see of a case, and whether they may do anything to it: what they are to it, narrowed by the
/// policies of the city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Clearance {
    relation: Relation,
    reads: Class,
    acts: bool,
}

impl Clearance {
    /// For somebody for whom it does not exist.
    pub const NONE: Self = Self { relation: Relation::None, reads: Class::Public, acts: false };

    /// What is left of `relation`.
    #[must_use]
    pub fn new(relation: Relation, left: Left) -> Self {
        if relation == Relation::None || !left.sees {
            return Self::NONE;
        }
        Self { relation, reads: relation.reads().min(left.reads), acts: left.acts }
    }

    /// What they are to the case.
    #[must_use]
    pub fn relation(self) -> Relation {
        self.relation
    }

    /// Whether the case exists for them.
    #[must_use]
    pub fn may_see(self) -> bool {
        self.relation != Relation::None
    }

    /// The mask: whether values of `class` are shown. Whoever reads a class reads every class below it.
    #[must_use]
    pub fn shows(self, class: Class) -> bool {
        self.may_see() && class <= self.reads
    }

    /// Whether they are told of the cards of e-supervision: the staff is, applicants and the public are not.
    #[must_use]
    pub fn shows_cards(self) -> bool {
        self.is_staff_and_reads()
    }

    /// Whether no policy keeps them from everything that may be done to the case.
    #[must_use]
    pub fn acts(self) -> bool {
        self.acts
    }

    /// Whether they might do something about it beside its actions, as those may who handle it or watch over it; the rules
    /// say what.
    #[must_use]
    pub fn may_oversee(self) -> bool {
        matches!(self.relation, Relation::Handler { .. } | Relation::Auditor) && self.acts
    }

    /// Whether there is anything that they might do with it; the rules of the case say what.
    #[must_use]
    pub fn may_act(self) -> bool {
        match self.relation {
            Relation::Own | Relation::Handler { .. } | Relation::Assistant => self.acts,
            Relation::Auditor | Relation::Public | Relation::None => false,
        }
    }

    /// Whether they are told which officer has a case in hand: the staff is, applicants and the public are not.
    #[must_use]
    pub fn shows_assignee(self) -> bool {
        self.is_staff_and_reads()
    }

    fn is_staff_and_reads(self) -> bool {
        matches!(self.relation, Relation::Handler { .. } | Relation::Auditor) && self.shows(Class::Internal)
    }

    /// Whether they may know whose case it is and who acted on it.
    #[must_use]
    pub fn shows_people(self) -> bool {
        self.shows(Class::Personal)
    }
}

/// Decides what `who` may see of `case`: walls, then the roles of its module, then what the policies of the city
/// leave of that. `token` is the blind token of their subject.
#[must_use]
pub fn clearance(who: &Principal, token: Option<BlindToken>, case: &Situation<'_>) -> Clearance {
    let is_public = case.published && who.reads_published(&case.module.name);
    let public = if is_public { Relation::Public } else { Relation::None };
    let relation = beyond_public(who, token, case).unwrap_or(public);
    Clearance::new(relation, case.left(who))
}

/// What somebody may see that not everybody may.
fn beyond_public(who: &Principal, token: Option<BlindToken>, case: &Situation<'_>) -> Option<Relation> {
    match &who.standing {
        Standing::Anonymous | Standing::Admin { .. } | Standing::Partner { .. } => None,
        Standing::Resident { .. } | Standing::Company { .. } => owns(who, case).then_some(Relation::Own),
        Standing::Officer { roles, .. } => {
            if is_party(who, token, case) {
                return None;
            }
            let has = has_the_case(who, case);
            let concerned = (has || is_consulted(who, case)) && works_with(case.module, roles);
            if concerned {
                return Some(Relation::Handler { may_sensitive: has && decides(case.module, roles) });
            }
            if oversees(who, case) {
                return Some(Relation::Auditor);
            }
            assists(case.module, roles).then_some(Relation::Assistant)
        }
        Standing::Auditor { .. } => (!is_party(who, token, case)).then_some(Relation::Auditor),
        Standing::City => Some(Relation::Handler { may_sensitive: true }),
    }
}

/// Whether one of `roles` may do anything in `module`.
#[must_use]
pub fn works_with(module: &Module, roles: &[RoleName]) -> bool {
    module.workflow.actions.iter().any(|action| action.roles.iter().any(|role| holds(roles, role)))
}

/// Whether one of `roles` takes down what people bring to `module`.
#[must_use]
pub fn assists(module: &Module, roles: &[RoleName]) -> bool {
    module.assisted.iter().any(|assisted| assisted.roles.iter().any(|role| holds(roles, role)))
}

/// Whether one of `roles` decides in `module`: approves, refuses, declines or closes.
fn decides(module: &Module, roles: &[RoleName]) -> bool {
    let mut actions = module.workflow.actions.iter().filter(|action| action.effect.decides());
    actions.any(|action| action.roles.iter().any(|role| holds(roles, role)))
}

/// The role of the applicant is nobody's by token: it is the case's. So is that of the city.
fn holds(roles: &[RoleName], role: &RoleName) -> bool {
    !role.is_applicant() && !role.is_city() && roles.contains(role)
}

/// Values of one form as somebody may see them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Masked {
    /// What is shown.
    pub values: Map<String, Value>,
    /// What is not, and why. Of a class that is not shown, every field of the form is named, so that
    /// the list does not tell which were filled in.
    pub redactions: Vec<Redaction>,
}

/// Masks the values of one form. `open` holds its `public` and `internal` values; `sealed` what
/// became of its sealed parts, each with its class; parts that the clearance does not show need not
/// be opened for this. Paths are `prefix` and the field's name.
#[must_use]
pub fn mask(
    clearance: Clearance,
    fields: &[Field],
    open: &Map<String, Value>,
    sealed: &[(Class, Opened)],
    prefix: &str,
) -> Masked {
    let mut masked = Masked::default();
    let mut redacted = BTreeSet::new();
    for field in fields {
        let name = &field.name;
        let reason = if clearance.shows(field.class) {
            sealed.iter().filter(|(class, _)| *class == field.class).find_map(|(_, opened)| match opened {
                Opened::Value(_) => None,
                Opened::Erased => Some(RedactionReason::Erased),
                Opened::Unreadable => Some(RedactionReason::Unreadable),
            })
        } else {
            Some(RedactionReason::NotAllowed)
        };
        if let Some(reason) = reason {
            if redacted.insert(name) {
                masked.redactions.push(Redaction { path: member(prefix, name), reason });
            }
            continue;
        }
        let value = open.get(name).or_else(|| sealed.iter().find_map(|(class, opened)| in_part(field, *class, opened)));
        if let Some(value) = value {
            masked.values.insert(name.clone(), value.clone());
        }
    }
    masked
}

fn in_part<'a>(field: &Field, class: Class, opened: &'a Opened) -> Option<&'a Value> {
    match opened {
        Opened::Value(Value::Object(part)) if class == field.class => part.get(&field.name),
        Opened::Value(_) | Opened::Erased | Opened::Unreadable => None,
    }
}
