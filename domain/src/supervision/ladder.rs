//! The ladder: who is told when a limit was not kept, by the org tree as it is at that moment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::Level;
use crate::name::{DepartmentName, SubjectId};

/// Who leads a department, and who stands above that person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// The department above it.
    pub parent: Option<DepartmentName>,
    /// Its head (局长).
    pub head: Option<SubjectId>,
    /// Who stands above its head (分管领导); absent: the head of the department above.
    pub superior: Option<SubjectId>,
}

/// To whom a matter goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Addressee {
    /// The person whom the ladder names.
    Person {
        /// Who.
        subject: SubjectId,
    },
    /// The ladder names nobody: the city's supervisors have it as a task (找不到上级).
    SuperiorMissing,
}

/// Who is told at `level` of what happened in `department`. Nobody stands above themselves.
#[must_use]
pub fn addressee(units: &BTreeMap<DepartmentName, Unit>, department: &DepartmentName, level: Level) -> Addressee {
    let named = units.get(department).and_then(|unit| match level {
        Level::Head => unit.head.as_ref(),
        Level::Superior => {
            let parent = unit.parent.as_ref().and_then(|parent| units.get(parent));
            let above = unit.superior.as_ref().or(parent.and_then(|parent| parent.head.as_ref()));
            above.filter(|above| unit.head.as_ref() != Some(above))
        }
    });
    named.map_or(Addressee::SuperiorMissing, |subject| Addressee::Person { subject: subject.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(parent: Option<&str>, head: Option<&str>, superior: Option<&str>) -> Unit {
        let subject = |name: &str| SubjectId(name.to_owned());
        Unit {
            parent: parent.map(|name| name.parse().unwrap()),
            head: head.map(subject),
            superior: superior.map(subject),
        }
    }

    fn city() -> BTreeMap<DepartmentName, Unit> {
        let units = [
            ("gov", unit(None, Some("mayor"), None)),
            ("parks", unit(Some("gov"), Some("shi"), Some("deputy"))),
            ("east-parks", unit(Some("parks"), Some("ma"), None)),
            ("office", unit(Some("gov"), Some("mayor"), None)),
            ("depot", unit(Some("east-parks"), None, None)),
        ];
        units.into_iter().map(|(name, unit)| (name.parse().unwrap(), unit)).collect()
    }

    #[test]
    fn the_ladder_follows_the_tree() {
        let told = |department: &str, level| match addressee(&city(), &department.parse().unwrap(), level) {
            Addressee::Person { subject } => subject.0,
            Addressee::SuperiorMissing => "nobody".to_owned(),
        };
        let table = [
            ("parks", Level::Head, "shi"),
            ("parks", Level::Superior, "deputy"),
            ("east-parks", Level::Head, "ma"),
            ("east-parks", Level::Superior, "shi"),
            ("gov", Level::Head, "mayor"),
            ("gov", Level::Superior, "nobody"),
            ("office", Level::Superior, "nobody"),
            ("depot", Level::Head, "nobody"),
            ("depot", Level::Superior, "ma"),
            ("closed-down", Level::Head, "nobody"),
        ];
        for (department, level, expected) in table {
            assert_eq!(told(department, level), expected, "{department} {level:?}");
        }
    }
}
