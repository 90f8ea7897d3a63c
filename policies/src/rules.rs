//! The rules of a city together, and the question whether they forbid a deed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, Policy, PolicyId, PolicySet, Request,
    RestrictedExpression,
};
use cityhall_domain::case::Stage;
use cityhall_domain::name::{DepartmentName, ModuleName, RoleName, SubjectId};

use crate::mentions::{Attributes, attributes, speaks_of};
use crate::spec::PolicySpec;
use crate::words::{WORDS, Words, uid};

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// Find, list, count or open a case.
    See,
    /// Read its `internal` values.
    ReadInternal,
    /// Read its `personal` values, and who is in it.
    ReadPersonal,
    /// Read its `sensitive` values.
    ReadSensitive,
    /// Do anything to it.
    Act,
    /// Hand in a new case.
    Submit,
}

impl Deed {
    /// Every deed.
    pub const ALL: [Self; 6] =
        [Self::See, Self::ReadInternal, Self::ReadPersonal, Self::ReadSensitive, Self::Act, Self::Submit];

    /// Its name in a rule.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::ReadInternal => "readInternal",
            Self::ReadPersonal => "readPersonal",
            Self::ReadSensitive => "readSensitive",
            Self::Act => "act",
            Self::Submit => "submit",
        }
    }
}

/// In what capacity somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capacity {
    /// Nobody in particular.
    Anonymous,
    /// A natural person.
    Resident,
    /// A legal person.
    Company,
    /// Somebody who works for a department.
    Officer,
    /// Somebody who watches over all departments.
    Auditor,
    /// A system of another body.
    Partner,
    /// Somebody who publishes.
    Admin,
}

impl Capacity {
    /// Every capacity.
    pub const ALL: [Self; 7] =
        [Self::Anonymous, Self::Resident, Self::Company, Self::Officer, Self::Auditor, Self::Partner, Self::Admin];

    /// Its name in a rule.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Anonymous => "Anonymous",
            Self::Resident => "Resident",
            Self::Company => "Company",
            Self::Officer => "Officer",
            Self::Auditor => "Auditor",
            Self::Partner => "Partner",
            Self::Admin => "Admin",
        }
    }
}

/// Who asks, with everything that a rule can look at. Two that are equal here are answered alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asker {
    /// In what capacity.
    pub capacity: Capacity,
    /// Who; needed only where [`Rules::names_people`].
    pub subject: Option<SubjectId>,
    /// Where an officer works.
    pub department: Option<DepartmentName>,
    /// What an officer holds.
    pub roles: Vec<RoleName>,
    /// Whether they act in another's place.
    pub by_mandate: bool,
    /// Whether a partner's system acts for them.
    pub by_partner: bool,
}

/// What it is about: all cases that are alike to rules.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The module.
    pub module: ModuleName,
    /// The department that answers for the module.
    pub owner: DepartmentName,
    /// The department that has the case; for [`Deed::Submit`] the owner.
    pub department: DepartmentName,
    /// How far the case is.
    pub stage: Stage,
    /// Whether the public may read it.
    pub published: bool,
}

/// The rules of a city, ready to be asked.
#[derive(Debug, Default)]
pub struct Rules {
    set: PolicySet,
    authorizer: Authorizer,
    about: BTreeMap<Deed, Attributes>,
    names_people: bool,
    departments: BTreeSet<DepartmentName>,
    modules: BTreeSet<ModuleName>,
    /// Some rule is none that this binary understands: everything is forbidden.
    broken: bool,
}

impl Rules {
    /// Puts the rules of all manifests together. A rule that does not read leaves rules that forbid everything:
    /// what cannot be understood is never taken for permission.
    pub fn of<'a>(manifests: impl IntoIterator<Item = (&'a str, &'a PolicySpec)>) -> Self {
        let mut rules = Self::default();
        for (manifest, spec) in manifests {
            for rule in &spec.rules {
                let id = PolicyId::new(format!("{manifest}/{}", rule.name));
                match Policy::parse(Some(id), &rule.cedar) {
                    Ok(policy) => rules.add(policy),
                    Err(_) => rules.broken = true,
                }
            }
        }
        let all = Policy::parse(Some(PolicyId::new("all")), "permit(principal, action, resource);");
        rules.broken |= all.is_err() || all.is_ok_and(|all| rules.set.add(all).is_err());
        rules
    }

    /// Rules among which some are not understood.
    #[must_use]
    pub fn that_forbid_everything() -> Self {
        Self { broken: true, ..Self::default() }
    }

    fn add(&mut self, policy: Policy) {
        let seen = attributes(&policy);
        for deed in Deed::ALL.into_iter().filter(|deed| speaks_of(&policy, *deed)) {
            let known = self.about.entry(deed).or_default();
            *known = known.or(seen);
        }
        let Some(words) = &*WORDS else {
            self.broken = true;
            return;
        };
        let literals = policy.entity_literals();
        self.names_people |= literals.iter().any(|one| words.capacity_of(one.type_name()).is_some());
        for literal in &literals {
            let id = literal.id().unescaped();
            if *literal.type_name() == words.department {
                self.departments.extend(id.parse::<DepartmentName>());
            } else if *literal.type_name() == words.module {
                self.modules.extend(id.parse::<ModuleName>());
            }
        }
        self.broken |= self.set.add(policy).is_err();
    }

    /// Whether some rule is not understood, so that everything is forbidden.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// Whether some rule speaks of single people, so that who asks must be told by name.
    #[must_use]
    pub fn names_people(&self) -> bool {
        self.names_people
    }

    /// The departments that rules name. Every other is told apart only by where it stands to them, to the one
    /// where whoever asks works, and to the others of the case.
    #[must_use]
    pub fn named_departments(&self) -> &BTreeSet<DepartmentName> {
        &self.departments
    }

    /// The modules that rules name. Every other is told apart only by who answers for it.
    #[must_use]
    pub fn named_modules(&self) -> &BTreeSet<ModuleName> {
        &self.modules
    }

    /// Which attributes of a case decide about this deed; `None`: no rule speaks of it.
    #[must_use]
    pub fn deciding(&self, deed: Deed) -> Option<Attributes> {
        if self.broken { Some(Attributes::default()) } else { self.about.get(&deed).copied() }
    }

    /// Whether the rules forbid `asker` this deed. `parents` is the org tree. Whatever cannot be evaluated is
    /// forbidden.
    #[must_use]
    pub fn forbids(
        &self,
        asker: &Asker,
        deed: Deed,
        place: &Place,
        parents: &BTreeMap<DepartmentName, Option<DepartmentName>>,
    ) -> bool {
        if self.deciding(deed).is_none() {
            return false;
        }
        if self.broken {
            return true;
        }
        let Some(question) = question(asker, deed, place, parents) else { return true };
        let Ok(request) = Request::new(question.principal, question.action, question.resource, Context::empty(), None)
        else {
            return true;
        };
        let answer = self.authorizer.is_authorized(&request, &self.set, &question.entities);
        answer.decision() == Decision::Deny || answer.diagnostics().errors().next().is_some()
    }
}

/// A question in Cedar's words.
struct Question {
    principal: EntityUid,
    action: EntityUid,
    resource: EntityUid,
    entities: Entities,
}

fn question(
    asker: &Asker,
    deed: Deed,
    place: &Place,
    parents: &BTreeMap<DepartmentName, Option<DepartmentName>>,
) -> Option<Question> {
    let words = WORDS.as_ref()?;
    let (principal, who) = principal(words, asker)?;
    let module = uid(&words.module, place.module.as_str());
    let answers_for = named(uid(&words.department, place.owner.as_str()));
    let mut entities = vec![who, with(&module, [("department", answers_for)])?];
    let mut offices: HashSet<&DepartmentName> = HashSet::from([&place.owner, &place.department]);
    offices.extend(&asker.department);
    entities.extend(offices.into_iter().map(|office| department(words, office, parents)));
    let resource = if deed == Deed::Submit {
        module
    } else {
        let case = uid(&words.case, "a case");
        let attributes = [
            ("module", named(module)),
            ("department", named(uid(&words.department, place.department.as_str()))),
            ("stage", named(uid(&words.stage, stage(place.stage)))),
            ("published", RestrictedExpression::new_bool(place.published)),
        ];
        entities.push(with(&case, attributes)?);
        case
    };
    let entities = Entities::from_entities(entities, None).ok()?;
    Some(Question { principal, action: words.deed(deed), resource, entities })
}

fn principal(words: &Words, asker: &Asker) -> Option<(EntityUid, Entity)> {
    let who = asker.subject.as_ref().map_or("somebody", |subject| subject.0.as_str());
    let who = uid(words.capacity(asker.capacity)?, who);
    let whether = |name: &str, holds| (name.to_owned(), RestrictedExpression::new_bool(holds));
    let mandate = whether("byMandate", asker.by_mandate);
    let attributes = match asker.capacity {
        Capacity::Anonymous | Capacity::Auditor | Capacity::Partner | Capacity::Admin => HashMap::new(),
        Capacity::Resident | Capacity::Company => HashMap::from([mandate, whether("byPartner", asker.by_partner)]),
        Capacity::Officer => {
            let office = named(uid(&words.department, asker.department.as_ref()?.as_str()));
            HashMap::from([mandate, ("department".to_owned(), office)])
        }
    };
    let roles = asker.roles.iter().map(|role| uid(&words.role, role.as_str())).collect();
    Some((who.clone(), Entity::new(who, attributes, roles).ok()?))
}

/// An office with every office above it; a circle ends where it began.
fn department(
    words: &Words,
    office: &DepartmentName,
    parents: &BTreeMap<DepartmentName, Option<DepartmentName>>,
) -> Entity {
    let mut above = HashSet::new();
    let mut next = parents.get(office).and_then(Option::as_ref);
    while let Some(parent) = next {
        if parent == office || !above.insert(uid(&words.department, parent.as_str())) {
            break;
        }
        next = parents.get(parent).and_then(Option::as_ref);
    }
    Entity::new_no_attrs(uid(&words.department, office.as_str()), above)
}

fn named(uid: EntityUid) -> RestrictedExpression {
    RestrictedExpression::new_entity_uid(uid)
}

fn with<const N: usize>(uid: &EntityUid, attributes: [(&str, RestrictedExpression); N]) -> Option<Entity> {
    let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Entity::new(uid.clone(), attributes, HashSet::new()).ok()
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Submitted => "SUBMITTED",
        Stage::Accepted => "ACCEPTED",
        Stage::Decided => "DECIDED",
        Stage::Closed => "CLOSED",
    }
}
