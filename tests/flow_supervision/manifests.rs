//! What the manifests of a city say of its departments, its working days and its limits, read without any
//! code of the product.

use std::collections::BTreeMap;
use std::path::Path;

use cityhall_tests::{City, Failure, Person, Sample};
use serde_json::Value;

/// The working days that lie on each side of the last day, when the city says nothing else.
pub(super) const DAYS: i64 = 1;

pub(super) struct Department {
    parent: Option<String>,
    pub(super) head: Option<String>,
    superior: Option<String>,
    people: Vec<(String, Vec<String>)>,
}

pub(super) struct Manifests {
    departments: BTreeMap<String, Department>,
    /// Days off and make-up days that a notice names.
    named: BTreeMap<i64, bool>,
    /// The name and promised working days of modules whose limits start on submission.
    from_submission: BTreeMap<String, i64>,
}

impl Manifests {
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let mut read = Self { departments: BTreeMap::new(), named: BTreeMap::new(), from_submission: BTreeMap::new() };
        for part in ["departments", "calendars", "modules"] {
            for entry in std::fs::read_dir(folder.join(part))? {
                for document in std::fs::read_to_string(entry?.path())?.split("\n---\n") {
                    let manifest: Value = serde_saphyr::from_str(document)?;
                    read.take(&manifest)?;
                }
            }
        }
        Ok(read)
    }

    fn take(&mut self, manifest: &Value) -> Result<(), Failure> {
        let (name, spec) = (text(&manifest["metadata"]["name"])?, &manifest["spec"]);
        let maybe = |value: &Value| value.as_str().map(str::to_owned);
        match manifest["kind"].as_str() {
            Some("Department") => {
                let person = |one: &Value| Some((one["subject"].as_str()?.to_owned(), texts(&one["roles"])));
                let people = spec["people"].as_array().into_iter().flatten().filter_map(person).collect();
                let (parent, head, superior) = (maybe(&spec["parent"]), maybe(&spec["head"]), maybe(&spec["superior"]));
                self.departments.insert(name, Department { parent, head, superior, people });
            }
            Some("HolidayCalendar") => {
                for range in spec["daysOff"].as_array().into_iter().flatten() {
                    let (from, to) = (day(&text(&range["from"])?)?, day(&text(&range["to"])?)?);
                    self.named.extend((from..=to).map(|day| (day, false)));
                }
                for worked in texts(&spec["makeUpDays"]) {
                    self.named.insert(day(&worked)?, true);
                }
            }
            _ => {
                let limits = &spec["limits"];
                let promised = limits["promised"]["workingDays"].as_i64();
                if let (Some("Submission"), Some(days)) = (limits["starts"].as_str(), promised) {
                    self.from_submission.insert(name, days);
                }
            }
        }
        Ok(())
    }

    /// Whether offices work on a day: 1970-01-01 was a Thursday.
    fn is_working(&self, day: i64) -> bool {
        self.named.get(&day).copied().unwrap_or((day + 3).rem_euclid(7) < 5)
    }

    pub(super) fn before(&self, mut day: i64, mut count: i64) -> i64 {
        while count > 0 {
            day -= 1;
            count -= i64::from(self.is_working(day));
        }
        day
    }

    pub(super) fn after(&self, mut day: i64, mut count: i64) -> i64 {
        while count > 0 {
            day += 1;
            count -= i64::from(self.is_working(day));
        }
        day
    }

    pub(super) fn department(&self, name: &str) -> Result<&Department, Failure> {
        Ok(self.departments.get(name).ok_or_else(|| format!("no department {name}"))?)
    }

    /// Who stands above the head of a department.
    pub(super) fn superior(&self, name: &str) -> Result<Option<&String>, Failure> {
        let own = self.department(name)?;
        let parent = own.parent.as_ref().and_then(|parent| self.departments.get(parent));
        Ok(own.superior.as_ref().or(parent.and_then(|parent| parent.head.as_ref())))
    }

    /// A token's worth of somebody of the manifests.
    pub(super) async fn somebody(&self, city: &City, subject: &str) -> Result<Person, Failure> {
        for (name, department) in &self.departments {
            if let Some((_, roles)) = department.people.iter().find(|(known, _)| known == subject) {
                let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
                return city.officer(subject, name, &roles).await;
            }
        }
        Err(format!("nobody is {subject}").into())
    }

    /// Somebody who holds `role`, in `department` or as near above it as there is anybody.
    pub(super) async fn holder(&self, city: &City, role: &str, department: &str) -> Result<Person, Failure> {
        let mut at = Some(department);
        while let Some(name) = at {
            let here = self.department(name)?;
            if let Some((subject, _)) = here.people.iter().find(|(_, roles)| roles.iter().any(|held| held == role)) {
                return city.officer(subject, name, &[role]).await;
            }
            at = here.parent.as_deref();
        }
        Err(format!("nobody above {department} is a {role}").into())
    }

    /// A sample whose promised limit runs from submission, for long enough that a notice comes.
    pub(super) fn watched<'a>(&self, samples: &'a [(String, Sample)]) -> Result<&'a Sample, Failure> {
        let long = |module: &str| self.from_submission.get(module).is_some_and(|days| *days > DAYS + 1);
        let found = samples.iter().find(|(_, sample)| sample.input["module"].as_str().is_some_and(long));
        Ok(&found.ok_or("no sample's limit runs from submission")?.1)
    }
}

pub(super) fn text(value: &Value) -> Result<String, Failure> {
    Ok(value.as_str().ok_or_else(|| format!("{value} is no text"))?.to_owned())
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Days since 1970-01-01 of `YYYY-MM-DD…`, by the Gregorian rules.
pub(super) fn day(date: &str) -> Result<i64, Failure> {
    let number = |range: std::ops::Range<usize>| -> Result<i64, Failure> {
        Ok(date.get(range).ok_or_else(|| format!("{date} is no date"))?.parse()?)
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Ok(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469)
}

/// The day in the city of a moment in UTC: the sample city lies eight hours east.
pub(super) fn local_day(moment: &str) -> Result<i64, Failure> {
    let hour: i64 = moment.get(11..13).ok_or("no hour")?.parse()?;
    Ok(day(moment)? + i64::from(hour >= 16))
}

/// The day in the city that begins at a moment.
pub(super) fn begins(moment: &Value) -> Result<i64, Failure> {
    let moment = text(moment)?;
    assert!(moment.ends_with("T16:00:00Z"), "{moment} is no midnight in the city");
    local_day(&moment)
}
