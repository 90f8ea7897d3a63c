//! What a command about who has a case in hand must know besides what it says.

use cityhall_domain::case::Assign;
use cityhall_domain::name::SubjectId;

use super::cases::Folded;
use crate::engine::Shared;
use crate::refusal::Refusal;

/// The officer who is written in `field`. Whether there is such an officer nobody knows before they come with a
/// token.
pub(super) fn officer(shared: &Shared, subject: &str, field: &'static str) -> Result<SubjectId, Refusal> {
    shared.vault.written_subject(subject).ok_or(Refusal::InvalidName { field })
}

/// The giving of a case, with whether the case names who is to have it.
pub(super) fn assign(
    shared: &Shared,
    folded: &Folded,
    to: &str,
    from: Option<&str>,
    reason: Option<&String>,
) -> Result<Assign, Refusal> {
    let to = officer(shared, to, "to")?;
    let from = from.map(|from| officer(shared, from, "from")).transpose()?;
    let named = folded.persons.contains(&shared.vault.blind_index(&to.0));
    Ok(Assign { to, from, reason: reason.cloned(), named })
}
