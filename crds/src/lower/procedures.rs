//! Procedures that take time of their own.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Procedure, ProcedureClock};

use super::{all, limits, maybe, names};
use crate::path;
use crate::spec::module as written;

pub(super) fn lower(procedures: Vec<written::Procedure>, found: &mut Diagnostics) -> Option<Vec<Procedure>> {
    all(procedures, |(index, one)| procedure(&path::item("spec.procedures", index), one, found))
}

fn procedure(at: &str, procedure: written::Procedure, found: &mut Diagnostics) -> Option<Procedure> {
    let name = names::name(&path::key(at, "name"), &procedure.name, found);
    let basis = maybe(procedure.basis, |basis| names::name(&path::key(at, "basis"), &basis, found));
    let most = limits::limit(&path::key(at, "most"), procedure.most, found);
    let clock = match procedure.clock {
        written::ProcedureClock::Running => ProcedureClock::Running,
        written::ProcedureClock::Stopped => ProcedureClock::Stopped,
    };
    Some(Procedure { name: name?, title: procedure.title.into(), basis: basis?, most: most?, clock })
}
