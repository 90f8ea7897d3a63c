//! Whether a spec makes sense by itself. What only the whole city can show is asked of the city.

use cityhall_crds::{Kind, LANGUAGE, examine, lower};
use cityhall_domain::diagnostics::Diagnostics;

use crate::manifest::Manifest;

/// Every problem of the spec itself.
pub(super) fn compile(kind: Kind, manifest: &Manifest) -> Result<(), Diagnostics> {
    let spec = manifest.spec();
    match kind {
        Kind::ServiceModule => lower(LANGUAGE, manifest.name(), &spec).map(drop),
        Kind::City | Kind::Department | Kind::HolidayCalendar => examine(kind, &spec).into_result(()),
    }
}
