//! The city's policies, asked: what they leave of what walls and roles gave, and which cases nobody of a kind sees.
//!
//! A policy looks at who asks and at what kind of case it is, never at a single case. So the same question is asked
//! for the row of a case and for the condition under which rows are read, and a list cannot differ from a detail.

mod alike;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use cityhall_domain::case::Stage;
use cityhall_domain::facts::Facts;
use cityhall_domain::form::Class;
use cityhall_domain::name::{DepartmentName, ModuleName};
use cityhall_policies::{Asker, Capacity, Deed, Place, Rules};
use moka::sync::Cache;

use self::alike::{Alike, Looks};
use super::principal::{Principal, Standing};

/// How many answers are kept: a worklist has few kinds of cases.
const ANSWERS_KEPT_MAX: u64 = 20_000;
/// For how many kinds of people the cases that they do not see are kept.
const PEOPLE_KEPT_MAX: u64 = 1_000;

/// What policies leave to somebody of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Left {
    /// Whether it exists for them.
    pub sees: bool,
    /// The highest class that they may read.
    pub reads: Class,
    /// Whether they may do anything to it.
    pub acts: bool,
}

impl Left {
    /// Everything that walls and roles gave.
    pub const ALL: Self = Self { sees: true, reads: Class::Sensitive, acts: true };
    /// Nothing at all.
    pub const NOTHING: Self = Self { sees: false, reads: Class::Public, acts: false };
}

/// A kind of case, as policies tell cases apart.
#[derive(Debug, Clone, Copy)]
pub struct CaseKind<'a> {
    /// Its module.
    pub module: &'a ModuleName,
    /// Who has it.
    pub department: &'a DepartmentName,
    /// How far it is.
    pub stage: Stage,
    /// Whether the public may read it.
    pub published: bool,
}

/// The policies of a city among what it has published. New with every publication, so that nothing that was
/// answered before outlives it.
#[derive(Debug)]
pub struct Policies {
    rules: Arc<Rules>,
    /// Who answers for each module.
    owners: BTreeMap<ModuleName, DepartmentName>,
    /// The org tree.
    parents: BTreeMap<DepartmentName, Option<DepartmentName>>,
    answers: Cache<(Asker, Place), Left>,
    unseen: Cache<Asker, Arc<Vec<Unseen>>>,
}

impl Default for Policies {
    fn default() -> Self {
        Self::new(Arc::default(), BTreeMap::new(), None)
    }
}

/// Cases that somebody does not see: those of these modules with these departments and of these shapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unseen {
    /// `None`: whatever the module.
    pub(crate) modules: Option<Vec<ModuleName>>,
    pub(crate) offices: Offices,
    /// Stage, and whether the public may read it; `None`: whatever they are.
    pub(crate) shapes: Option<Vec<(Stage, bool)>>,
}

/// Which departments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Offices {
    All,
    These(Vec<DepartmentName>),
    /// Every other than these.
    Others(Vec<DepartmentName>),
}

impl Policies {
    /// Rules among what is published: who answers for each module, and the org tree.
    #[must_use]
    pub fn new(rules: Arc<Rules>, owners: BTreeMap<ModuleName, DepartmentName>, facts: Option<&Facts>) -> Self {
        let parents = facts.map(|facts| facts.departments.clone()).unwrap_or_default();
        let (answers, unseen) = (Cache::new(ANSWERS_KEPT_MAX), Cache::new(PEOPLE_KEPT_MAX));
        Self { rules, owners, parents, answers, unseen }
    }

    /// Whether no rule speaks of cases.
    pub(crate) fn are_silent(&self) -> bool {
        let deeds = [Deed::See, Deed::ReadInternal, Deed::ReadPersonal, Deed::ReadSensitive, Deed::Act];
        deeds.iter().all(|deed| self.rules.deciding(*deed).is_none())
    }

    /// What is left to `who` of a case of this kind.
    #[must_use]
    pub fn left(&self, who: &Principal, kind: CaseKind<'_>) -> Left {
        if self.are_silent() {
            return Left::ALL;
        }
        let Some(asker) = self.asker(who) else { return Left::ALL };
        let Some(place) = self.place(kind) else { return Left::NOTHING };
        let question = (asker, place);
        if let Some(known) = self.answers.get(&question) {
            return known;
        }
        let left = self.ask(&question.0, &question.1);
        self.answers.insert(question, left);
        left
    }

    fn ask(&self, asker: &Asker, place: &Place) -> Left {
        let forbids = |deed| self.rules.forbids(asker, deed, place, &self.parents);
        if forbids(Deed::See) {
            return Left::NOTHING;
        }
        let ladder = [
            (Deed::ReadInternal, Class::Public),
            (Deed::ReadPersonal, Class::Internal),
            (Deed::ReadSensitive, Class::Personal),
        ];
        let stopped = ladder.into_iter().find(|(deed, _)| forbids(*deed));
        Left { sees: true, reads: stopped.map_or(Class::Sensitive, |(_, below)| below), acts: !forbids(Deed::Act) }
    }

    /// Whether `who` may hand in cases of a module.
    #[must_use]
    pub fn may_submit(&self, who: &Principal, module: &ModuleName) -> bool {
        if self.rules.deciding(Deed::Submit).is_none() {
            return true;
        }
        let Some(asker) = self.asker(who) else { return true };
        let Some(owner) = self.owners.get(module) else { return false };
        let kind = CaseKind { module, department: owner, stage: Stage::Submitted, published: false };
        let forbidden = |place: Place| self.rules.forbids(&asker, Deed::Submit, &place, &self.parents);
        self.place(kind).is_some_and(|place| !forbidden(place))
    }

    /// Whether `who` reads values of `class` in every case of a module that there may be: only then a filter by such
    /// a value tells nothing.
    #[must_use]
    pub(crate) fn reads_everywhere(&self, who: &Principal, module: &ModuleName, class: Class) -> bool {
        let deeds = match class {
            Class::Public => &[][..],
            Class::Internal => &[Deed::ReadInternal],
            Class::Personal => &[Deed::ReadInternal, Deed::ReadPersonal],
            Class::Sensitive => &[Deed::ReadInternal, Deed::ReadPersonal, Deed::ReadSensitive],
        };
        self.allows_everywhere(who, module, deeds)
    }

    /// Whether no case of a module that there may be is hidden from `who`.
    #[must_use]
    pub(crate) fn sees_everywhere(&self, who: &Principal, module: &ModuleName) -> bool {
        self.allows_everywhere(who, module, &[Deed::See])
    }

    fn allows_everywhere(&self, who: &Principal, module: &ModuleName, deeds: &[Deed]) -> bool {
        if deeds.iter().all(|deed| self.rules.deciding(*deed).is_none()) {
            return true;
        }
        let Some(asker) = self.asker(who) else { return true };
        let Some(owner) = self.owners.get(module) else { return false };
        let (offices, other) = self.offices(&asker);
        let looks = Looks::of(&self.rules, &self.parents, asker.department.as_ref(), offices.iter().chain(&other));
        let mut known: HashMap<Option<Alike>, bool> = HashMap::new();
        let allows = |office: &DepartmentName| {
            SHAPES.into_iter().all(|(stage, published)| {
                let place = self.place(CaseKind { module, department: office, stage, published });
                let forbids = |place: &Place, deed| self.rules.forbids(&asker, deed, place, &self.parents);
                place.is_some_and(|place| !deeds.iter().any(|deed| forbids(&place, *deed)))
            })
        };
        let all = offices.iter().chain(&other);
        let mut all =
            all.map(|office| *known.entry(looks.alike(module, owner, office)).or_insert_with(|| allows(office)));
        all.all(|allows| allows)
    }

    /// The cases that `who` does not see because of policies.
    #[must_use]
    pub(crate) fn unseen(&self, who: &Principal) -> Arc<Vec<Unseen>> {
        if self.rules.deciding(Deed::See).is_none() {
            return Arc::default();
        }
        let Some(asker) = self.asker(who) else { return Arc::default() };
        if let Some(known) = self.unseen.get(&asker) {
            return known;
        }
        let unseen = Arc::new(self.enumerate(&asker));
        self.unseen.insert(asker, Arc::clone(&unseen));
        unseen
    }

    /// Asks for every kind of case that policies can tell apart, and puts together what is answered alike.
    fn enumerate(&self, asker: &Asker) -> Vec<Unseen> {
        let Some(on) = self.rules.deciding(Deed::See) else { return Vec::new() };
        let (offices, other) = self.offices(asker);
        let wanted = if on.department { usize::MAX } else { 1 };
        let columns: Vec<&DepartmentName> = offices.iter().chain(&other).take(wanted).collect();
        let looks = Looks::of(&self.rules, &self.parents, asker.department.as_ref(), offices.iter().chain(&other));
        let mut known: HashMap<Option<Alike>, u8> = HashMap::new();
        let mut alike: BTreeMap<Vec<u8>, Vec<ModuleName>> = BTreeMap::new();
        for (module, owner) in self.owners.iter().take(if on.module { usize::MAX } else { 1 }) {
            let row = columns.iter().map(|office| {
                let ask = || self.unseen_shapes(asker, module, office, on.stage, on.published);
                *known.entry(looks.alike(module, owner, office)).or_insert_with(ask)
            });
            alike.entry(row.collect()).or_default().push(module.clone());
        }
        let mut unseen = Vec::new();
        for (row, modules) in alike {
            let modules = on.module.then_some(modules);
            for mask in row.iter().copied().filter(|mask| *mask != 0).collect::<BTreeSet<u8>>() {
                let has = |wanted: bool| {
                    let these = row.iter().zip(&columns).filter(move |(one, _)| (**one == mask) == wanted);
                    these.map(|(_, office)| (*office).clone()).filter(|office| Some(office) != other.as_ref())
                };
                let others_too = other.is_some() && on.department && row.last() == Some(&mask);
                let offices = match (on.department, others_too) {
                    (false, _) => Offices::All,
                    (true, false) => Offices::These(has(true).collect()),
                    (true, true) => Offices::Others(has(false).collect()),
                };
                let shapes = (mask != u8::MAX).then(|| shapes(mask));
                unseen.push(Unseen { modules: modules.clone(), offices, shapes });
            }
        }
        unseen
    }

    /// Which shapes of such cases are not seen, as bits in the order of [`SHAPES`].
    fn unseen_shapes(
        &self,
        asker: &Asker,
        module: &ModuleName,
        office: &DepartmentName,
        by_stage: bool,
        by_publication: bool,
    ) -> u8 {
        let mut mask = 0;
        for (bit, (stage, published)) in SHAPES.into_iter().enumerate() {
            // What does not decide is answered as for the first.
            let (first_stage, first_published) = SHAPES[0];
            let stage = if by_stage { stage } else { first_stage };
            let published = if by_publication { published } else { first_published };
            let known = SHAPES.iter().position(|shape| *shape == (stage, published)).filter(|earlier| *earlier < bit);
            let forbidden = known.map_or_else(
                || {
                    let place = self.place(CaseKind { module, department: office, stage, published });
                    place.is_none_or(|place| self.rules.forbids(asker, Deed::See, &place, &self.parents))
                },
                |earlier| mask & (1 << earlier) != 0,
            );
            mask |= u8::from(forbidden) << bit;
        }
        mask
    }

    /// The departments that policies may tell apart, and one that stands for every other: no policy names it, it is
    /// above and below none.
    fn offices(&self, asker: &Asker) -> (BTreeSet<DepartmentName>, Option<DepartmentName>) {
        let mut known: BTreeSet<DepartmentName> = self.parents.keys().cloned().collect();
        known.extend(self.owners.values().cloned());
        known.extend(asker.department.clone());
        let other = (0..=known.len()).filter_map(|number| format!("other-{number}").parse().ok());
        let other = other.into_iter().find(|name| !known.contains(name));
        (known, other)
    }

    fn place(&self, kind: CaseKind<'_>) -> Option<Place> {
        Some(Place {
            module: kind.module.clone(),
            owner: self.owners.get(kind.module)?.clone(),
            department: kind.department.clone(),
            stage: kind.stage,
            published: kind.published,
        })
    }

    /// Who asks, as policies tell people apart; `None` for the city itself, whom none binds.
    fn asker(&self, who: &Principal) -> Option<Asker> {
        let (capacity, department, roles) = match &who.standing {
            Standing::City => return None,
            Standing::Anonymous => (Capacity::Anonymous, None, Vec::new()),
            Standing::Resident { .. } => (Capacity::Resident, None, Vec::new()),
            Standing::Company { .. } => (Capacity::Company, None, Vec::new()),
            Standing::Officer { department, roles, .. } => (Capacity::Officer, Some(department.clone()), roles.clone()),
            Standing::Auditor { .. } => (Capacity::Auditor, None, Vec::new()),
            Standing::Partner { .. } => (Capacity::Partner, None, Vec::new()),
            Standing::Admin { .. } => (Capacity::Admin, None, Vec::new()),
        };
        let subject = self.rules.names_people().then(|| who.person().cloned()).flatten();
        let (by_mandate, by_partner) = (who.mandate.is_some(), who.partner.is_some());
        Some(Asker { capacity, subject, department, roles, by_mandate, by_partner })
    }
}

/// Stage and publication: whatever else of a case decides stands in its module and department.
const SHAPES: [(Stage, bool); 8] = [
    (Stage::Submitted, false),
    (Stage::Accepted, false),
    (Stage::Decided, false),
    (Stage::Closed, false),
    (Stage::Submitted, true),
    (Stage::Accepted, true),
    (Stage::Decided, true),
    (Stage::Closed, true),
];

fn shapes(mask: u8) -> Vec<(Stage, bool)> {
    SHAPES.into_iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, shape)| shape).collect()
}

#[cfg(test)]
mod tests;
