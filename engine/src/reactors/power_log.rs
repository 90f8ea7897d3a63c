//! Which event leaves which entry in the power log.

use cityhall_domain::case::event::Part;
use cityhall_domain::case::{CaseNumber, EventBody};
use cityhall_domain::mandate::{MandateEventBody, Scope, evolve};
use cityhall_domain::name::{BasisName, DepartmentName, RoleName, SubjectId};
use cityhall_domain::supervision::MatterEventBody;
use cityhall_eventstore::RecordedEvent;
use serde::Deserialize;

use super::{Reaction, of_case};
use crate::access::Principal;
use crate::catalog::Person;
use crate::envelope::Decoded;
use crate::mandates::{self, mandate_of};
use crate::power_log::event::{By, Entry, PowerEvent};
use crate::registry;
use crate::registry::RegistryEvent;
use crate::supervision::event as matters;

/// The events of a case that leave an entry.
const OF_CASE: &[&str] =
    &["CardIssued", "CardWithdrawn", "LimitExtended", "CaseSuspended", "ResultRevoked", "CaseTerminated"];

pub(super) fn react(event: &RecordedEvent) -> Vec<Reaction> {
    let (case, matter) = (of_case(event, OF_CASE).and_then(case_entry), matter_entry(event));
    let published = published(event);
    let entry = case.or(matter).or(published.as_ref().map(|(entry, _)| entry.clone()));
    let grants = published.and_then(|(_, department)| department).map(Reaction::LogRoles);
    let entries: Vec<Entry> = entry.into_iter().chain(lent(event)).collect();
    let log = (!entries.is_empty()).then_some(Reaction::Log(entries));
    log.into_iter().chain(grants).collect()
}

/// What roles a stand-in gets with an office, and loses when it is taken back before its time.
fn lent(event: &RecordedEvent) -> Vec<Entry> {
    if mandate_of(&event.stream).is_none() {
        return Vec::new();
    }
    let told = mandates::told(event).inspect_err(|error| tracing::error!(%error, "not in the power log"));
    let Ok((by, body)) = told else { return Vec::new() };
    let mandate = evolve(&body);
    let Scope::Office { department, roles, .. } = &mandate.scope else { return Vec::new() };
    let (department, subject) = (department.clone(), mandate.agent.clone());
    let changed = |role: &RoleName| {
        let (department, subject, role) = (department.clone(), subject.clone(), role.clone());
        match body {
            MandateEventBody::MandateGiven { .. } => {
                PowerEvent::RoleGranted { department, subject, role, until: Some(mandate.until) }
            }
            MandateEventBody::MandateEnded { .. } => PowerEvent::RoleRevoked { department, subject, role },
        }
    };
    let entry = |what| Entry { effective_at: event.event.effective_at, by: By::from(&by), what };
    roles.iter().map(changed).map(entry).collect()
}

fn case_entry((case, decoded): (CaseNumber, Decoded)) -> Option<Entry> {
    let reason = decoded.sealed.iter().any(|sealed| sealed.part == Part::Reason);
    let what = match &decoded.event.body {
        EventBody::CardIssued { number, kind, clock, department, .. } => {
            PowerEvent::CardIssued { case, department: department.clone(), card: *number, kind: *kind, clock: *clock }
        }
        EventBody::CardWithdrawn { number } => PowerEvent::CardWithdrawn { case, card: *number, reason },
        body => PowerEvent::PowerOverridden {
            case,
            event: body.type_name().to_owned(),
            action: body.performed()?.action.clone(),
            legal_basis: legal_basis(body).cloned(),
            reason,
        },
    };
    Some(Entry { effective_at: decoded.event.effective_at, by: By::from(&decoded.event.by), what })
}

fn legal_basis(body: &EventBody) -> Option<&BasisName> {
    match body {
        EventBody::CaseSuspended { legal_basis, .. }
        | EventBody::ResultRevoked { legal_basis, .. }
        | EventBody::CaseTerminated { legal_basis, .. } => Some(legal_basis),
        _ => None,
    }
}

fn matter_entry(event: &RecordedEvent) -> Option<Entry> {
    let matter = matters::matter_of(&event.stream)?;
    let decoded = matters::decode(event).inspect_err(|error| tracing::error!(%error, "not in the power log")).ok()?;
    let body = &decoded.event.body;
    let case = if let MatterEventBody::SupervisionOpened { number, .. } = body { Some(number.clone()) } else { None };
    let what = PowerEvent::Supervised { case, matter, event: body.type_name().to_owned() };
    Some(Entry { effective_at: decoded.event.effective_at, by: By::from(&decoded.event.by), what })
}

#[derive(Deserialize)]
struct PublishedBy {
    principal: By,
}

/// Who published something.
pub(crate) fn publisher(event: &RecordedEvent) -> By {
    let by = serde_json::from_slice::<PublishedBy>(&event.event.metadata);
    by.map_or_else(|_| By::from(&Principal::city()), |published| published.principal)
}

/// The entry of a publication, and the department whose people may hold other roles since.
fn published(event: &RecordedEvent) -> Option<(Entry, Option<DepartmentName>)> {
    if &*event.stream != registry::STREAM {
        return None;
    }
    let decoded = registry::decode(event).inspect_err(|error| tracing::error!(%error, "not in the power log")).ok()?;
    let by = publisher(event);
    let (name, revision, department) = match decoded {
        RegistryEvent::CityPublished { name, .. } | RegistryEvent::CalendarPublished { name, .. } => (name, None, None),
        RegistryEvent::DepartmentPublished { name, .. } | RegistryEvent::DepartmentRetired { name } => {
            (name.to_string(), None, Some(name))
        }
        RegistryEvent::ModulePublished { name, revision, .. } | RegistryEvent::ModuleRestored { name, revision } => {
            (name.to_string(), Some(revision), None)
        }
        RegistryEvent::ModuleRetired { name } => (name.to_string(), None, None),
        RegistryEvent::PartnerPublished { name, .. } | RegistryEvent::PartnerRetired { name } => {
            (name.to_string(), None, None)
        }
        RegistryEvent::AccessPolicyPublished { name, .. } | RegistryEvent::AccessPolicyRetired { name } => {
            (name.to_string(), None, None)
        }
    };
    let what = PowerEvent::Published { event: event.event.event_type.clone(), name, revision };
    Some((Entry { effective_at: event.event.effective_at, by, what }, department))
}

/// What the staff of a department got and lost from one publication to the next.
pub(crate) fn roles_changed(
    department: &DepartmentName,
    before: &[Person],
    after: &[Person],
) -> impl Iterator<Item = PowerEvent> {
    let held = |people: &[Person]| {
        let roles = people.iter().flat_map(|one| one.roles.iter().map(|role| (one.subject.clone(), role.clone())));
        roles.collect::<std::collections::BTreeSet<_>>()
    };
    let (before, after) = (held(before), held(after));
    let (granted, revoked): (Vec<_>, Vec<_>) =
        (after.difference(&before).cloned().collect(), before.difference(&after).cloned().collect());
    let (here, there) = (department.clone(), department.clone());
    let revoked = revoked.into_iter().map(move |(subject, role)| PowerEvent::RoleRevoked {
        department: there.clone(),
        subject: SubjectId(subject),
        role,
    });
    let granted = granted.into_iter().map(move |(subject, role)| PowerEvent::RoleGranted {
        department: here.clone(),
        subject: SubjectId(subject),
        role,
        until: None,
    });
    granted.chain(revoked)
}

#[cfg(test)]
mod tests {
    use cityhall_domain::name::RoleName;

    use super::*;

    fn person(subject: &str, roles: &[&str]) -> Person {
        let roles: Vec<RoleName> = roles.iter().map(|role| role.parse().unwrap()).collect();
        Person { subject: subject.to_owned(), name: "nobody's concern".to_owned(), roles }
    }

    #[test]
    fn only_roles_that_change_are_told() {
        let department: DepartmentName = "works".parse().unwrap();
        let before = [person("o-1", &["clerk", "leader"]), person("o-2", &["clerk"])];
        let after = [person("o-1", &["clerk", "approver"]), person("o-3", &["clerk"])];
        let told: Vec<String> = roles_changed(&department, &before, &after)
            .map(|event| match event {
                PowerEvent::RoleGranted { subject, role, .. } => format!("+{}:{role}", subject.0),
                PowerEvent::RoleRevoked { subject, role, .. } => format!("-{}:{role}", subject.0),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(told, ["+o-1:approver", "+o-3:clerk", "-o-1:leader", "-o-2:clerk"]);
        assert_eq!(roles_changed(&department, &after, &after).count(), 0);
    }
}
