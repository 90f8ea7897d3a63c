//! What a command about who has a case in hand must know besides what it says.

use cityhall_domain::case::Assign;
use cityhall_domain::name::SubjectId;

use super::cases::Folded;
use crate::engine::Shared;
use crate::refusal::Refusal;

/// How long the subject of a token may be, in bytes.
const SUBJECT_BYTES_MAX: usize = 255;

/// The subject of an officer, as it is written in `field`. Whether there is such an officer nobody knows before
/// they come with a token.
pub(super) fn officer(subject: &str, field: &'static str) -> Result<SubjectId, Refusal> {
    let subject = subject.trim();
    if (1..=SUBJECT_BYTES_MAX).contains(&subject.len()) {
        return Ok(SubjectId(subject.to_owned()));
    }
    Err(Refusal::InvalidName { field })
}

/// The giving of a case, with whether the case names who is to have it.
pub(super) fn assign(
    shared: &Shared,
    folded: &Folded,
    to: &str,
    from: Option<&str>,
    reason: Option<&String>,
) -> Result<Assign, Refusal> {
    let to = officer(to, "to")?;
    let from = from.map(|from| officer(from, "from")).transpose()?;
    let named = folded.persons.contains(&shared.vault.blind_index(&to.0));
    Ok(Assign { to, from, reason: reason.cloned(), named })
}
