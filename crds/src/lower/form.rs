//! Forms: within the profile, or refused with every place that leaves it.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::form::{Form, fields, profile};

use crate::spec::module as written;
use crate::{path, reason};

/// The form whose declaration stands at `at`.
pub(super) fn lower(at: &str, form: written::Form, found: &mut Diagnostics) -> Option<Form> {
    let schema = form.schema.0;
    let at = path::key(at, "schema");
    let problems = profile::check(&schema);
    if !problems.is_empty() {
        for problem in problems {
            found.add(path::of_pointer(&at, &schema, &problem.pointer), problem.reason, problem.message);
        }
        return None;
    }
    let fields = fields::read(&schema);
    let form = Form::new(schema, fields);
    if let Err(error) = &form {
        found.add(at, reason::OUTSIDE_FORM_PROFILE, error.to_string());
    }
    form.ok()
}
