//! Whether a spec makes sense by itself. What only the whole city can show is asked of the city.

use cityhall_crds::{Kind, LANGUAGE, examine, lower};
use cityhall_domain::diagnostics::Diagnostics;
use serde_json::Value;

/// Every problem of the spec of a manifest by itself.
///
/// # Errors
/// The problems, if there are any.
pub(crate) fn compile(kind: Kind, name: &str, spec: &Value) -> Result<(), Diagnostics> {
    match kind {
        Kind::ServiceModule => lower(LANGUAGE, name, spec).map(drop),
        Kind::City | Kind::Department | Kind::HolidayCalendar | Kind::Partner | Kind::AccessPolicy => {
            examine(kind, spec).into_result(())
        }
    }
}
