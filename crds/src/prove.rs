//! What only the whole module, or the rest of the city, can show to be wrong. One file per kind of
//! proof; each rule says its reason in [`crate::reason`].
//!
//! Pure and total. May become stricter with time: it runs at publication only, never on replay.

mod references;

mod documents;
mod effects;
mod instant;
mod limits;
mod opinions;
mod procedures;
mod stages;
mod states;

mod answers;
mod api_names;
mod assisted;
mod guide;
mod texts;
mod variants;

mod graph;
mod guide_texts;
mod notices;
mod places;

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Module, Surroundings};

/// Every problem of a module among its surroundings. Empty means that it may be published.
///
/// Proofs over the way of a case come only when every reference to a state holds: a misspelt
/// state is one mistake and not five.
#[must_use]
pub fn prove(module: &Module, around: Surroundings<'_>) -> Diagnostics {
    let mut found = references::of_states(module);
    let is_whole = found.is_empty();
    references::check(module, around, &mut found);
    if is_whole {
        states::check(module, &mut found);
        effects::check(module, &mut found);
        stages::check(module, &mut found);
        limits::check_paths(module, &mut found);
        variants::check_states(module, &mut found);
        procedures::check(module, &mut found);
        opinions::check(module, &mut found);
        documents::check(module, &mut found);
        instant::check(module, &mut found);
    }
    limits::check_whole(module, &mut found);
    limits::check_extension(module, &mut found);
    variants::check_conditions(module, &mut found);
    guide::check(module, &mut found);
    texts::check(module, around.languages, &mut found);
    answers::check(module, around.published, &mut found);
    api_names::check(module, around.published, &mut found);
    notices::check(module, &mut found);
    assisted::check(module, &mut found);
    found
}
