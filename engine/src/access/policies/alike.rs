//! Which cases no rule can tell apart. A rule gets at departments by the one that has the case, the one that answers
//! for its module, the one where whoever asks works, and those that it names; and all that it can ask of two of them is
//! whether they are the same and whether one is below the other. So cases of which all of this is the same are
//! answered alike, and one question stands for all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cityhall_domain::name::{DepartmentName, ModuleName};
use cityhall_policies::Rules;

/// The org tree.
type Parents = BTreeMap<DepartmentName, Option<DepartmentName>>;

/// How a department stands to another: the same, below it, above it.
type Between = [bool; 3];

/// What a rule can know of the departments and the module of a case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Alike {
    /// The module, where some rule names it.
    module: Option<ModuleName>,
    owner: usize,
    office: usize,
    between: Between,
}

/// How departments look to the rules for one who asks.
pub(super) struct Looks<'a> {
    rules: &'a Rules,
    parents: &'a Parents,
    /// What each department looks like; two that look the same have the same number.
    numbers: HashMap<&'a DepartmentName, usize>,
}

impl<'a> Looks<'a> {
    /// The looks of `departments` to somebody who works in `own`.
    pub(super) fn of(
        rules: &'a Rules,
        parents: &'a Parents,
        own: Option<&DepartmentName>,
        departments: impl Iterator<Item = &'a DepartmentName>,
    ) -> Self {
        let mut known: BTreeMap<Vec<Between>, usize> = BTreeMap::new();
        let mut numbers = HashMap::new();
        for department in departments {
            let seen_from = rules.named_departments().iter().chain(own);
            let look: Vec<Between> = seen_from.map(|other| between(parents, department, other)).collect();
            let next = known.len();
            numbers.insert(department, *known.entry(look).or_insert(next));
        }
        Self { rules, parents, numbers }
    }

    /// What a rule can know of a case; `None` for a department that was not looked at.
    pub(super) fn alike(&self, module: &ModuleName, owner: &DepartmentName, office: &DepartmentName) -> Option<Alike> {
        Some(Alike {
            module: self.rules.named_modules().contains(module).then(|| module.clone()),
            owner: *self.numbers.get(owner)?,
            office: *self.numbers.get(office)?,
            between: between(self.parents, office, owner),
        })
    }
}

fn between(parents: &Parents, one: &DepartmentName, other: &DepartmentName) -> Between {
    [one == other, is_below(parents, one, other), is_below(parents, other, one)]
}

fn is_below(parents: &Parents, department: &DepartmentName, above: &DepartmentName) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = parents.get(department).and_then(Option::as_ref);
    while let Some(parent) = next.filter(|parent| seen.insert(*parent)) {
        if parent == above {
            return true;
        }
        next = parents.get(parent).and_then(Option::as_ref);
    }
    false
}
