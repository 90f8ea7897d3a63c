//! A new case: its name, its first events, and what an earlier submission with the same key has left.

use std::sync::Arc;

use cityhall_domain::case::command::{Applicant, Submit};
use cityhall_domain::case::{Case, CaseNumber, Command, Intent, Rejection};
use cityhall_domain::facts::Facts;
use cityhall_domain::module::ApplicantKind;
use cityhall_domain::name::{CaseId, ModuleName};
use cityhall_eventstore::Appended;
use jiff::Timestamp;

use super::cases::KeyUse;
use super::request::Key;
use super::write::{Provenance, write};
use super::{ATTEMPTS_MAX, Attempt, acting, done, is_case, judge, names};
use crate::access::Principal;
use crate::catalog::{Catalog, Revision};
use crate::engine::Shared;
use crate::envelope::{Through, case_stream};
use crate::identity::{case_id, request_id};
use crate::refusal::{Done, OnBehalfOf, Refusal, SubmitCase};

/// Takes a new case.
pub(crate) async fn submit(
    shared: &Shared,
    who: &Principal,
    asked: &SubmitCase,
    distrusted: bool,
) -> Result<Done, Refusal> {
    let module: ModuleName = asked.module.parse().map_err(|_| Refusal::UnknownModule)?;
    let key = Key::of_submission(&shared.vault, who, asked);
    for attempt in 0..ATTEMPTS_MAX {
        // 1. Which case: derived from the key, so that the same submission is the same case.
        let at = shared.clock.now();
        let catalog = shared.registry.now();
        let facts = catalog.facts().ok_or(Refusal::UnknownModule)?;
        let id = case_id(shared.city, &module, key.as_ref().map(Key::digest), attempt);
        let number = CaseNumber::derive(&facts.city_code, facts.zone.to_datetime(at).year(), id);
        // 2. Decide and append where there is no stream yet.
        let key = key.as_ref();
        let fresh = NewCase { who, asked, distrusted, module: &module, id, number: &number, key, at };
        let done = fresh.try_once(shared, &catalog, facts).await;
        // 3. With a key: an earlier answer comes before any refusal, whatever has changed since.
        let Some(key) = key else {
            if matches!(done, Err(Attempt::Conflict)) {
                continue;
            }
            return done.map_err(Attempt::into_refusal);
        };
        let Err(not_done) = done else { return done.map_err(Attempt::into_refusal) };
        match earlier(shared, facts, id, at, key).await? {
            Earlier::Answer(done) => return Ok(done),
            Earlier::Reused => return Err(Refusal::KeyReused),
            // 4. The number is another case's: draw again.
            Earlier::Taken => {}
            Earlier::None if matches!(not_done, Attempt::Conflict) => {}
            Earlier::None => return Err(not_done.into_refusal()),
        }
    }
    Err(Refusal::Unavailable)
}

struct NewCase<'a> {
    who: &'a Principal,
    asked: &'a SubmitCase,
    distrusted: bool,
    module: &'a ModuleName,
    id: CaseId,
    number: &'a CaseNumber,
    key: Option<&'a Key>,
    at: Timestamp,
}

impl NewCase<'_> {
    async fn try_once(&self, shared: &Shared, catalog: &Catalog, facts: &Facts) -> Result<Done, Attempt> {
        // 1. The module's current revision; a new case is under no other.
        let revision = current(catalog, self.module)?;
        if self.asked.module_revision.is_some_and(|given| given != revision.number) {
            return Err(Refusal::StaleModuleRevision { current: revision.number }.into());
        }
        // 2. Decide.
        let nobody = || Rejection::ApplicantNotAllowed { allowed: revision.module.applicants.clone() };
        let channel = self.who.by_way_of(self.asked.channel);
        let actor = acting(self.who, self.who.applying(), channel, self.module, self.at)?.ok_or_else(nobody)?;
        if !catalog.policies().may_submit(self.who, self.module) {
            return Err(Refusal::Forbidden.into());
        }
        let on_behalf_of = self.asked.on_behalf_of.as_ref().map(|person| applicant(shared, person)).transpose()?;
        let submit = Submit {
            id: self.id,
            number: self.number.clone(),
            answers: self.asked.answers.clone(),
            documents: names(&self.asked.documents)?,
            promises: self.asked.documents_follow,
            distrusted: self.distrusted,
            assurance: self.who.assurance,
            on_behalf_of,
        };
        let command = Command { at: self.at, by: actor, intent: Intent::Submit(submit) };
        let events = judge(&revision.module, facts, &Case::Unborn, &command)?;
        // 3. Seal and append.
        let provenance = Provenance {
            module: self.module.clone(),
            module_revision: revision.number,
            channel,
            request: request_id(shared.city, self.key.map(Key::digest)),
            causation: None,
            key: self.key.map(Key::stored),
            calendar: facts.calendar.version,
            assurance: self.who.assurance,
            partner: self.who.partner.as_deref().map(Through::from),
        };
        let stream = case_stream(self.number);
        let appended = write(shared, &stream, self.id, None, events, &provenance).await?;
        Ok(done(self.id, self.number, appended, false))
    }
}

/// The person whom somebody names.
pub(crate) fn applicant(shared: &Shared, named: &OnBehalfOf) -> Result<Applicant, Refusal> {
    let written = named.person.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let unnamed = Refusal::InvalidName { field: "onBehalfOf" };
    let subject = written.map(|text| shared.vault.written_subject(text).ok_or_else(|| unnamed.clone())).transpose()?;
    match (named.kind, subject) {
        (ApplicantKind::Anonymous, None) => Ok(Applicant::Anonymous),
        (ApplicantKind::Resident, Some(subject)) => Ok(Applicant::Resident { subject }),
        (ApplicantKind::Company, Some(subject)) => Ok(Applicant::Company { subject }),
        (ApplicantKind::Anonymous, Some(_)) | (ApplicantKind::Resident | ApplicantKind::Company, None) => Err(unnamed),
    }
}

/// The revision for new cases.
fn current<'a>(catalog: &'a Catalog, module: &ModuleName) -> Result<&'a Arc<Revision>, Refusal> {
    let served = catalog.modules.get(module).ok_or(Refusal::UnknownModule)?;
    let current = served.current.as_ref().ok_or(Refusal::ModuleRetired)?;
    if served.halted.iter().any(|halted| halted.number == current.number) {
        return Err(Refusal::Upgrading);
    }
    Ok(current)
}

/// What an earlier submission with the same key has left.
enum Earlier {
    None,
    Answer(Done),
    Reused,
    /// The number belongs to another case: sixty bits have collided.
    Taken,
}

/// Looks for an earlier submission with this key. The year is part of a case's number, so in January
/// a submission of December is looked for as well.
async fn earlier(shared: &Shared, facts: &Facts, id: CaseId, at: Timestamp, key: &Key) -> Result<Earlier, Refusal> {
    let today = facts.zone.to_datetime(at).date();
    let years = if today.month() == 1 { vec![today.year(), today.year() - 1] } else { vec![today.year()] };
    for year in years {
        let number = CaseNumber::derive(&facts.city_code, year, id);
        let Some(folded) = shared.cases.load(&case_stream(&number)).await? else { continue };
        if !is_case(&folded, id) {
            return Ok(Earlier::Taken);
        }
        return Ok(match folded.key_use(key.digest(), key.request()) {
            KeyUse::Same { revision, position } => {
                Earlier::Answer(done(id, &number, Appended { position, revision }, true))
            }
            KeyUse::Other | KeyUse::Fresh => Earlier::Reused,
        });
    }
    Ok(Earlier::None)
}
