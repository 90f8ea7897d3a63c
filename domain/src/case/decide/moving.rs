//! Moving a case to a changed module, for tests.

use std::sync::Arc;

use crate::case::given::{Given, answers};
use crate::case::migration::{Blocker, Migration};
use crate::case::{Actor, Intent, Rejection};
use crate::module::Module;
use crate::name::SubjectId;

/// To its module with `change` made to it, as revision 2.
pub(super) fn to(given: &Given, change: impl FnOnce(&mut Module)) -> Migration {
    let mut module = given.module.clone();
    change(&mut module);
    Migration {
        under: 1,
        from: 1,
        to: 2,
        module: Arc::new(module),
        states: std::collections::BTreeMap::new(),
        answers: answers(),
        ordered_by: Some(SubjectId("admin".to_owned())),
    }
}

/// The case once it has moved.
pub(super) fn moved(mut given: Given, migration: Migration) -> Given {
    let module = Module::clone(&migration.module);
    given = given.after(Actor::City, Intent::Migrate(Box::new(migration)));
    given.with(|old| *old = module)
}

/// It does not move, for these reasons.
pub(super) fn blocked(given: &Given, migration: Migration, blockers: &[Blocker]) {
    let rejection = Rejection::MigrationBlocked { blockers: blockers.to_vec() };
    given.clone().when(Actor::City, Intent::Migrate(Box::new(migration))).then_err(rejection);
}

/// Without an action.
pub(super) fn without(module: &mut Module, name: &str) {
    module.workflow.actions.retain(|action| action.name.as_str() != name);
}
