//! Answers: expressions fit them, the API can name them, none that is classified stands in the
//! open, and a name keeps its type from revision to revision.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::expression::Expression;
use cityhall_domain::form::{Field, FieldType};
use cityhall_domain::module::{Module, is_graphql_name};

use super::places::{Placed, fields, forms};
use crate::reason;

pub(super) fn check(module: &Module, published: &[&Module], found: &mut Diagnostics) {
    for (index, rule) in module.routing.iter().enumerate() {
        expression(&format!("spec.routing[{index}].when"), &rule.when, module, found);
    }
    for (index, rule) in module.instant.iter().enumerate() {
        expression(&format!("spec.instant[{index}].when"), &rule.when, module, found);
    }
    for (index, document) in module.guide.documents.iter().enumerate() {
        if let Some(when) = &document.when {
            let path = format!("spec.documents[{index}].when");
            expression(&path, when, module, found);
            at_any_time(path, when, found);
        }
    }
    if let Some(publication) = &module.publication {
        expression("spec.publication.when", &publication.when, module, found);
        in_the_open("spec.publication.when", "whether a case is public", module, &publication.when, found);
    }
    for (at, form) in forms(module) {
        for placed in fields(&at, form) {
            one(&placed, found);
        }
    }
    for earlier in published.iter().filter(|other| other.name == module.name) {
        keeps_types(module, earlier, found);
    }
}

pub(super) fn expression(path: &str, expression: &Expression, module: &Module, found: &mut Diagnostics) {
    for problem in expression.check_types(module.form.fields()) {
        found.add(path, problem.reason, problem.message);
    }
}

/// What is wanted does not change from day to day: an applicant reads it before they apply and an office long after.
fn at_any_time(path: String, when: &Expression, found: &mut Diagnostics) {
    if when.reads_the_day() {
        let message = "a document is wanted or not on any day; `daysSince` is for what is judged at submission";
        found.add(path, reason::READS_THE_DAY, message);
    }
}

/// What everybody can read tells how the condition came out, so it may not ask what is sealed. `what` is what
/// they read.
pub(super) fn in_the_open(path: &str, what: &str, module: &Module, when: &Expression, found: &mut Diagnostics) {
    let read = when.fields_read();
    for field in module.form.fields().iter().filter(|field| field.class.is_sealed() && read.contains(&field.name)) {
        let class = format!("{:?}", field.class).to_lowercase();
        let message = format!("`{}` is {class}; {what} would tell it", field.name);
        found.add(path, reason::CLASSIFIED_IN_OPEN, message);
    }
}

fn one(placed: &Placed<'_>, found: &mut Diagnostics) {
    let Placed { field, path, .. } = placed;
    if !is_graphql_name(&field.name) {
        let message =
            format!("`{}` is no name in GraphQL: letters, digits and `_`, no digit first, no `__`", field.name);
        found.add(path.clone(), reason::INVALID_API_NAME, message);
    }
    if field.listed && field.class.is_sealed() {
        let message = "lists are open to everybody who may see the case; only public and internal fields are listed";
        found.add(path.clone(), reason::CLASSIFIED_IN_OPEN, message);
    }
    if field.person && !field.class.is_sealed() {
        let message = "what identifies a person is personal or sensitive";
        found.add(path.clone(), reason::CLASSIFIED_IN_OPEN, message);
    }
}

fn keeps_types(module: &Module, earlier: &Module, found: &mut Diagnostics) {
    let before = forms(earlier);
    for (at, form) in forms(module) {
        let form_before = before.iter().find(|(path, _)| same_owner(module, earlier, &at, path));
        let Some((path_before, form_before)) = form_before else { continue };
        let old = fields(path_before, form_before);
        for placed in fields(&at, form) {
            let changed = old.iter().find(|one| one.name == placed.name).filter(|one| !same(one.field, placed.field));
            if changed.is_some() && !found.0.iter().any(|known| known.path == placed.path) {
                let message =
                    format!("`{}` has another type in a revision that is still served; take a new name", placed.name);
                found.add(placed.path, reason::FIELD_TYPE_CHANGED, message);
            }
        }
    }
}

/// Whether two schema paths belong to the form of the module, or to actions of the same name.
fn same_owner(module: &Module, earlier: &Module, path: &str, path_before: &str) -> bool {
    owner(module, path) == owner(earlier, path_before)
}

fn owner<'a>(module: &'a Module, path: &str) -> Option<&'a str> {
    let index = path.strip_prefix("spec.workflow.actions[")?.split(']').next()?.parse::<usize>().ok()?;
    module.workflow.actions.get(index).map(|action| action.name.as_str())
}

fn same(one: &Field, other: &Field) -> bool {
    same_kind(&one.kind, &other.kind)
}

/// Inner fields of groups are compared by their own names, so a group is a group.
fn same_kind(one: &FieldType, other: &FieldType) -> bool {
    match (one, other) {
        (FieldType::List(one), FieldType::List(other)) => same_kind(one, other),
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}
