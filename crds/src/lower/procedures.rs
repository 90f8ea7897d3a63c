//! Procedures that take time of their own.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Procedure, ProcedureClock, ProcedureKind};

use super::{all, limits, maybe, names};
use crate::spec::module as written;
use crate::{path, reason};

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
    let kind = kind(at, procedure.public_notice, procedure.hearing, found);
    Some(Procedure { name: name?, title: procedure.title.into(), basis: basis?, most: most?, clock, kind: kind? })
}

/// What the law has rules of its own for: at most one of the two.
#[expect(clippy::option_option, reason = "outer: could it be lowered, inner: is it there")]
fn kind(
    at: &str,
    notice: Option<written::PublicNotice>,
    hearing: Option<written::Hearing>,
    found: &mut Diagnostics,
) -> Option<Option<ProcedureKind>> {
    match (notice, hearing) {
        (None, None) => Some(None),
        (Some(notice), None) => {
            let at = path::key(&path::key(at, "publicNotice"), "checkWithin");
            let check_within = limits::limit(&at, notice.check_within, found)?;
            Some(Some(ProcedureKind::PublicNotice { check_within }))
        }
        (None, Some(hearing)) => {
            let at = path::key(&path::key(at, "hearing"), "toldBefore");
            let told_before = limits::limit(&at, hearing.told_before, found)?;
            Some(Some(ProcedureKind::Hearing { told_before }))
        }
        (Some(_), Some(_)) => {
            found.add(path::key(at, "hearing"), reason::EXACTLY_ONE, "a procedure is a public notice or a hearing");
            None
        }
    }
}
