//! What only the whole module, or the rest of the city, can show to be wrong.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Module, Surroundings};

/// Every problem of a module among its surroundings. Empty means that it may be published.
#[must_use]
pub fn prove(_module: &Module, _around: Surroundings<'_>) -> Diagnostics {
    Diagnostics::default()
}
