//! Walls as conditions of a view: which cases exist for a reader, and which of their own filters they
//! may use. `access` decides the same on the row that was read; here it narrows before paging and
//! counting, so that a page is full and a total is true.

use std::sync::Arc;

use cityhall_domain::case::Stage;
use cityhall_domain::form::{Class, Field};
use cityhall_domain::mandate::Scope;
use cityhall_domain::module::Module;
use cityhall_domain::name::{CaseId, DepartmentName, ModuleName};
use jiff::Timestamp;
use serde_json::Value;

use super::types::{CaseFilter, CaseRef, ReadError};
use crate::access::{
    CaseKind, Clearance, Left, Offices, Principal, Relation, Situation, Standing, Unseen, assists, clearance, watches,
    works_with,
};
use crate::catalog::{Catalog, Revision, ServedModule};
use crate::identity::numbers_of;
use crate::partners::Right;
use crate::sealing::{BlindToken, Vault};
use crate::state::{Condition, KeyValue};
use crate::views::case::{CaseRow, instant, stage_key};
use crate::views::{consulted, listed_value, people};

/// Who reads, with everything that a decision about a row needs.
pub(super) struct Reader<'a> {
    pub(super) who: &'a Principal,
    /// By whom they would be found in cases.
    pub(super) token: Option<BlindToken>,
    /// By which people are called and found.
    pub(super) vault: Arc<Vault>,
    pub(super) catalog: Arc<Catalog>,
    /// When the city was founded, by the law's clock.
    pub(super) founded_at: Timestamp,
    /// The law's time.
    pub(super) now: Timestamp,
}

impl Reader<'_> {
    /// Cases of this reader's lists: the worklist of an officer with what they oversee, a person's own, what is
    /// published; without those that policies hide from them.
    pub(super) fn lists(&self) -> Condition {
        self.within_walls().and(self.seen())
    }

    /// The same without regard to whose cases they are, where only that makes the lists of those who hold the same
    /// office differ. `None` for those whose lists are their own cases.
    pub(super) fn shared_lists(&self) -> Option<Condition> {
        let is_shared = !matches!(self.who.standing, Standing::Resident { .. } | Standing::Company { .. });
        is_shared.then(|| self.of_office(&Condition::everything()).and(self.seen()))
    }

    fn within_walls(&self) -> Condition {
        self.of_office(&self.no_party())
    }

    /// What the reader's office shows them, of cases with which the staff may deal.
    fn of_office(&self, dealt_with: &Condition) -> Condition {
        match &self.who.standing {
            Standing::Anonymous | Standing::Admin { .. } | Standing::Partner { .. } => self.published(),
            Standing::Resident { .. } | Standing::Company { .. } => self.own(),
            Standing::Officer { department, roles, .. } => {
                let at_hand = Condition::All(vec![
                    Condition::Any(vec![
                        Condition::Equals("department", department.as_str().into()),
                        asked(department),
                    ]),
                    self.of_modules(|module| works_with(module, roles)),
                    dealt_with.clone(),
                ]);
                match self.overseen() {
                    None => at_hand,
                    Some(overseen) => Condition::Any(vec![at_hand, overseen.and(dealt_with.clone())]),
                }
            }
            Standing::Auditor { .. } => dealt_with.clone(),
            Standing::City => Condition::everything(),
        }
    }

    /// Cases that this reader can open by name: those of the lists, those that they oversee, what is published,
    /// and what people come to them with.
    pub(super) fn opens(&self) -> Condition {
        Condition::Any(vec![self.within_walls(), self.published(), self.assisted()]).and(self.seen())
    }

    /// Cases of the modules of which an officer takes things down for others.
    fn assisted(&self) -> Condition {
        let Standing::Officer { roles, .. } = &self.who.standing else { return Condition::nothing() };
        self.of_modules(|module| assists(module, roles)).and(self.no_party())
    }

    /// Cases over which an officer of the city's supervision watches: those of the departments below.
    fn overseen(&self) -> Option<Condition> {
        let (Standing::Officer { department, roles, .. }, Some(city)) = (&self.who.standing, self.catalog.facts())
        else {
            return None;
        };
        if !watches(roles, city) {
            return None;
        }
        let below = city.departments.keys().filter(|name| city.is_or_is_above(department, name));
        let below = below.map(|name| KeyValue::from(name.as_str())).collect();
        Some(Condition::OneOf("department", below))
    }

    /// The case of this name, if it is there at all.
    pub(super) fn named(&self, case: &CaseRef) -> Condition {
        match case {
            CaseRef::Id(id) => self.by_ids(&[*id]),
            CaseRef::Number(number) => Condition::Is(number.to_string()),
        }
    }

    /// Cases with these ids. Rows are found by number, so the numbers that they may have are asked for.
    pub(super) fn by_ids(&self, ids: &[CaseId]) -> Condition {
        let Some(facts) = self.catalog.facts() else { return Condition::nothing() };
        let numbers = ids.iter().flat_map(|id| numbers_of(facts, self.founded_at, self.now, *id));
        let are_these = Condition::OneOf("case_id", ids.iter().map(|id| id.to_string().into()).collect());
        Condition::IsOneOf(numbers.map(|number| number.to_string()).collect()).and(are_these)
    }

    /// The decision about a row; `None` where it does not exist for this reader.
    ///
    /// # Errors
    /// [`ReadError::Upgrading`] when this binary does not know the row's module revision.
    pub(super) fn clearance(&self, row: &CaseRow) -> Result<Option<(Clearance, Arc<Revision>)>, ReadError> {
        let revision = self.catalog.revision(&row.module, row.module_revision).ok_or(ReadError::Upgrading)?;
        let persons: Vec<BlindToken> = row.persons.iter().copied().collect();
        let situation = Situation {
            module: &revision.module,
            applicant: row.case.applicant.as_ref(),
            department: &row.case.department,
            consulted: &row.case.consulted().collect::<Vec<_>>(),
            stage: row.case.stage,
            published: row.published(),
            persons: &persons,
            city: self.catalog.facts().map(|facts| &**facts),
            policies: self.catalog.policies(),
        };
        let clearance = clearance(self.who, self.token, &situation);
        Ok(clearance.may_see().then(|| (clearance, Arc::clone(revision))))
    }

    /// What the filter asks for.
    ///
    /// # Errors
    /// [`ReadError::NotListed`] for a field that is not listed, or whose values this reader does not
    /// see: a filter would tell them.
    pub(super) fn filtered(&self, filter: &CaseFilter) -> Result<Condition, ReadError> {
        let mut all = Vec::new();
        let equals = |column, value: &str| Condition::Equals(column, value.into());
        all.extend(filter.module.as_ref().map(|module| equals("module", module.as_str())));
        all.extend(filter.state.as_ref().map(|state| equals("state", state.as_str())));
        all.extend(filter.department.as_ref().map(|department| equals("department", department.as_str())));
        all.extend(filter.stage.map(|stage| Condition::Equals("stage", stage_key(stage))));
        let not = |condition| Condition::Not(Box::new(condition));
        all.extend(filter.open.map(|yes| Condition::Equals("closed", (!yes).into())));
        all.extend(filter.on_notice.map(|yes| Condition::Equals("on_notice", yes.into())));
        if let Some(yes) = filter.distrusted {
            if !self.all_show(filter.module.as_ref(), Class::Internal) {
                return Err(ReadError::NotListed("distrusted".to_owned()));
            }
            all.push(Condition::Equals("distrusted", yes.into()));
        }
        all.extend(filter.overdue.map(|yes| if yes { self.overdue() } else { not(self.overdue()) }));
        all.extend(self.in_hand(filter)?);
        for (field, value) in &filter.listed {
            all.push(self.listed(filter.module.as_ref(), field, value)?);
        }
        Ok(Condition::All(all))
    }

    /// Cases whose promised limit has passed while they were to be decided.
    pub(super) fn overdue(&self) -> Condition {
        Condition::AtMost("overdue_from", instant(self.now).into())
    }

    /// Cases that are over and whose applicant agreed to publication, or that are on public notice.
    fn published(&self) -> Condition {
        Condition::Equals("published", true.into()).and(self.granted(Right::ReadPublished))
    }

    /// Cases of the modules in which a partner's system has this right; all of them for everybody else.
    fn granted(&self, right: Right) -> Condition {
        let Some(grant) = &self.who.partner else { return Condition::everything() };
        if !grant.scope.rights.contains(&right) {
            return Condition::nothing();
        }
        let modules = grant.scope.modules.as_ref();
        modules.map_or_else(Condition::everything, |modules| {
            Condition::OneOf("module", modules.iter().map(|module| module.as_str().into()).collect())
        })
    }

    fn own(&self) -> Condition {
        let Some(token) = self.token else { return Condition::nothing() };
        let own = Condition::Equals("applicant", String::from(token).into()).and(self.granted(Right::ReadCases));
        match self.who.mandate.as_ref().map(|mandate| &mandate.scope) {
            Some(Scope::Services { modules, .. }) => {
                own.and(Condition::OneOf("module", modules.iter().map(|module| module.as_str().into()).collect()))
            }
            Some(Scope::Office { .. }) | None => own,
        }
    }

    fn no_party(&self) -> Condition {
        Condition::Not(Box::new(self.party().unwrap_or_else(Condition::nothing)))
    }

    /// Cases with which this reader, who is of the staff, does not deal because they are a party to them.
    pub(super) fn party(&self) -> Option<Condition> {
        let is_staff = matches!(self.who.standing, Standing::Officer { .. } | Standing::Auditor { .. });
        self.token.filter(|_| is_staff).map(found_by)
    }

    /// Cases of the module revisions that are `wanted`.
    fn of_modules(&self, wanted: impl Fn(&Module) -> bool) -> Condition {
        let of = |(name, served): (&ModuleName, &ServedModule)| {
            let wanted = |revision: &&Arc<Revision>| wanted(&revision.module);
            let numbers: Vec<KeyValue> =
                served.revisions.iter().filter(wanted).map(|revision| i64::from(revision.number).into()).collect();
            let module = Condition::Equals("module", name.as_str().into());
            match numbers.len() {
                0 => None,
                some if some == served.revisions.len() => Some(module),
                _ => Some(module.and(Condition::OneOf("module_revision", numbers))),
            }
        };
        Condition::Any(self.catalog.modules.iter().filter_map(of).collect())
    }

    /// Cases whose listed field has this value, in modules where it is listed.
    fn listed(&self, module: Option<&ModuleName>, field: &str, value: &Value) -> Result<Condition, ReadError> {
        let not_listed = || ReadError::NotListed(field.to_owned());
        let in_scope = self.catalog.modules.iter().filter(|(name, _)| module.is_none_or(|module| module == *name));
        let modules: Vec<KeyValue> = in_scope
            .filter(|(_, served)| self.may_list(served, field))
            .map(|(name, _)| KeyValue::from(name.as_str()))
            .collect();
        if modules.is_empty() {
            return Err(not_listed());
        }
        let value = listed_value(value).ok_or_else(not_listed)?;
        Ok(Condition::OneOf("module", modules).and(Condition::Listed(field.to_owned(), value)))
    }

    /// Whether some revision lists the field and every revision shows it to this reader.
    fn may_list(&self, served: &ServedModule, name: &str) -> bool {
        let fields = || served.revisions.iter().filter_map(|revision| top_level(&revision.module, name));
        let module = served.revisions.first().map(|revision| &revision.module.name);
        fields().any(|field| field.listed) && fields().all(|field| self.all_show(module, field.class))
    }

    /// Whether every case that may be in this reader's lists, of one module or of all, shows them values of `class`:
    /// only then a filter by such a value tells nothing.
    pub(super) fn all_show(&self, module: Option<&ModuleName>, class: Class) -> bool {
        let mut modules = self.catalog.modules.keys().filter(|name| module.is_none_or(|module| module == *name));
        let policies = self.catalog.policies();
        self.in_lists().shows(class) && modules.all(|name| policies.reads_everywhere(self.who, name, class))
    }

    /// Without policies: the least that this reader sees of every case in their lists.
    pub(super) fn in_lists(&self) -> Clearance {
        let relation = match &self.who.standing {
            Standing::Anonymous | Standing::Admin { .. } | Standing::Partner { .. } => Relation::Public,
            Standing::Resident { .. } | Standing::Company { .. } => Relation::Own,
            Standing::Officer { roles, .. } if self.catalog.facts().is_some_and(|city| watches(roles, city)) => {
                Relation::Auditor
            }
            Standing::Officer { .. } => Relation::Handler { may_sensitive: false },
            Standing::Auditor { .. } => Relation::Auditor,
            Standing::City => Relation::Handler { may_sensitive: true },
        };
        Clearance::new(relation, Left::ALL)
    }

    /// What policies leave to this reader of a row, whatever walls and roles give.
    pub(super) fn left(&self, row: &CaseRow) -> Left {
        let (module, department, stage) = (&row.module, &row.case.department, row.case.stage);
        self.catalog.policies().left(self.who, CaseKind { module, department, stage, published: row.published() })
    }

    /// Cases that no policy of the city hides from this reader.
    pub(super) fn seen(&self) -> Condition {
        let unseen = self.catalog.policies().unseen(self.who);
        if unseen.is_empty() {
            return Condition::everything();
        }
        Condition::Not(Box::new(Condition::Any(unseen.iter().map(hidden).collect())))
    }
}

/// What a policy hides, as it is found.
fn hidden(unseen: &Unseen) -> Condition {
    let departments = |names: &[DepartmentName]| {
        Condition::OneOf("department", names.iter().map(|name| name.as_str().into()).collect())
    };
    let shape = |(stage, published): &(Stage, bool)| {
        Condition::Equals("stage", stage_key(*stage)).and(Condition::Equals("published", (*published).into()))
    };
    let mut all = Vec::new();
    all.extend(
        unseen
            .modules
            .as_ref()
            .map(|names| Condition::OneOf("module", names.iter().map(|name| name.as_str().into()).collect())),
    );
    match &unseen.offices {
        Offices::All => {}
        Offices::These(names) => all.push(departments(names)),
        Offices::Others(names) => all.push(Condition::Not(Box::new(departments(names)))),
    }
    all.extend(unseen.shapes.as_ref().map(|shapes| Condition::Any(shapes.iter().map(shape).collect())));
    Condition::All(all)
}

/// Open cases about which a department was asked for its opinion.
fn asked(department: &DepartmentName) -> Condition {
    let asked = Condition::Elsewhere {
        own: "id",
        view: &consulted::SCHEMA,
        identity: "number",
        condition: Box::new(Condition::Equals("department", department.as_str().into())),
    };
    asked.and(Condition::Equals("closed", false.into()))
}

/// Cases of which the person of this token is the applicant, or in which they are named.
pub(super) fn found_by(token: BlindToken) -> Condition {
    let value = KeyValue::from(String::from(token));
    let named = Condition::Elsewhere {
        own: "id",
        view: &people::SCHEMA,
        identity: "number",
        condition: Box::new(Condition::Equals("token", value.clone())),
    };
    Condition::Any(vec![Condition::Equals("applicant", value), named])
}

fn top_level<'m>(module: &'m Module, name: &str) -> Option<&'m Field> {
    module.form.fields().iter().find(|field| field.name == name)
}
