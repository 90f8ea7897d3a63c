//! Who files for a person: officers, each role and way once, for somebody who may apply; and what is
//! remembered of it has a name of its own.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::Module;
use cityhall_domain::name::ActionName;

use super::places::action;
use super::references::unique;
use crate::{path, reason};

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    submit_is_built_in(module, found);
    let Some(assisted) = &module.assisted else { return };
    let roles = |index| path::item("spec.assisted.roles", index);
    for (index, role) in assisted.roles.iter().enumerate() {
        if role.is_applicant() || role.is_city() {
            found.add(roles(index), reason::WRONG_ROLE, format!("`{role}` is no role of an officer"));
        }
    }
    unique(assisted.roles.iter().enumerate().map(|(index, role)| (roles(index), role)), found);
    let channels = assisted.channels.iter().map(|channel| format!("{channel:?}")).collect::<Vec<_>>();
    let channels = channels.iter().enumerate();
    unique(channels.map(|(index, word)| (path::item("spec.assisted.channels", index), word)), found);
}

/// Under `submit` it is remembered who handed in a case for a person.
fn submit_is_built_in(module: &Module, found: &mut Diagnostics) {
    for (index, one) in module.workflow.actions.iter().enumerate() {
        if one.name == ActionName::submit() {
            let message = "with this a case is handed in; it is there without being declared";
            found.add(action(index, "name"), reason::RESERVED_NAME, message);
        }
    }
}
