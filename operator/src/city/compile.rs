//! Whether a city's spec makes sense, also as a name and a size in a cluster.

use cityhall_crds::spec::CitySpec;
use cityhall_crds::{Kind, examine, reason};
use cityhall_domain::diagnostics::Diagnostics;
use serde::Deserialize;

use crate::manifest::Manifest;

/// The longest name of a city: `city-` before it and the label of a revision after it make 63
/// characters, which is what a label holds.
const NAME_CHARACTERS_MAX: usize = 40;

/// The spec, or every problem of it.
pub(super) fn compile(city: &Manifest) -> Result<CitySpec, Diagnostics> {
    let spec = city.spec();
    let mut found = examine(Kind::City, &spec);
    if city.name().len() > NAME_CHARACTERS_MAX || city.name().contains('.') {
        let message =
            format!("at most {NAME_CHARACTERS_MAX} characters, without dots: it begins the names of what runs");
        found.add("metadata.name", reason::INVALID_NAME, message);
    }
    let spec = CitySpec::deserialize(spec).map_err(|error| {
        let mut problems = Diagnostics::default();
        problems.add("spec", reason::WRONG_TYPE, error.to_string());
        if found.is_empty() { problems } else { std::mem::take(&mut found) }
    })?;
    found.into_result(spec)
}
