//! Forms: within the profile, or refused with every place that leaves it.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::form::{Form, profile};

use crate::path;
use crate::spec::module as written;

/// The form whose declaration stands at `at`.
pub(super) fn lower(at: &str, form: &written::Form, found: &mut Diagnostics) -> Option<Form> {
    let (at, schema) = (path::key(at, "schema"), &form.schema.0);
    let problems = match profile::form(schema) {
        Ok(form) => return Some(form),
        Err(problems) => problems,
    };
    for problem in problems {
        found.add(path::of_pointer(&at, schema, &problem.pointer), problem.reason, problem.message);
    }
    None
}
