//! The rules: what a command makes of a case.
//!
//! Every decision settles first: each limit that has passed by the command's time becomes its
//! event, and only then is the command judged, on the settled case. History therefore does not
//! depend on how late a timer ran.
//!
//! Reading order: [`settle`], [`submit`], [`permission`] (who may do what, when), [`demands`]
//! (what an action demands), [`perform`] (what it records), [`supplement`] (the applicant's answer to a notice),
//! [`documents`] (materials that are handed in), [`assistance`] (what is taken down for a person), [`trust`]
//! (promises that were broken), [`opinions`] (of other departments), [`objections`] (of anybody, to a public notice),
//! [`notices`] (what is told in writing, and its service), [`assignment`] (who has the case in hand),
//! [`conversation`], [`rating`], [`migration`] (and what stands in the way, [`blockers`]), [`cards`] (of e-supervision).

#[cfg(test)]
mod alternatives;
mod assignment;
mod assistance;
mod blockers;
mod cards;
#[cfg(test)]
mod consultation;
mod conversation;
mod demands;
mod documents;
#[cfg(test)]
mod examination;
#[cfg(test)]
mod in_place_of;
mod migration;
#[cfg(test)]
mod moving;
mod notices;
mod objections;
mod opinions;
mod perform;
mod permission;
mod rating;
mod rules;
mod settle;
mod submit;
mod supplement;
mod trust;

use jiff::Timestamp;
use serde_json::{Map, Value};

use self::permission::Moment;
use self::rules::Rules;
use self::settle::settled;
use super::event::{ClockName, Part, Personal};
use super::{Actor, AssignmentAct, Case, Command, Event, Intent, OpenCase, Rejection, ReliefAct};
use crate::facts::Facts;
use crate::form::{Answers, Class};
use crate::module::{Action, Module};
use crate::name::SubjectId;

/// Decides one command: the events that it makes, which begin with those of settling.
///
/// `module` is the revision under which the case was submitted. A command that is dated before
/// the case's last event counts as given at that event: time never runs backwards.
///
/// # Errors
/// The first rule that does not allow the command. Nothing is to be recorded then, not even what
/// settling found: the next command or timer finds it again, with the same moments.
pub fn decide(module: &Module, facts: &Facts, case: &Case, command: &Command) -> Result<Vec<Event>, Rejection> {
    let rules = Rules { module, facts };
    let events = decided(rules, case, command)?;
    Ok(rating::with_invitation(rules, case, events))
}

fn decided(rules: Rules<'_>, case: &Case, command: &Command) -> Result<Vec<Event>, Rejection> {
    match (&command.intent, case) {
        (Intent::Submit(submit), Case::Unborn) => submit::decide(rules, &command.by, command.at, submit),
        (Intent::Submit(_), Case::Open(_)) => Err(Rejection::CaseExists),
        (Intent::Settle, Case::Unborn) => Ok(Vec::new()),
        (_, Case::Unborn) => Err(Rejection::NoSuchCase),
        (Intent::Settle, Case::Open(case)) => Ok(settled(rules, case, command.at).events),
        (Intent::Perform(asked), Case::Open(case)) => {
            after_settling(rules, case, command, |moment| perform::decide(moment, asked))
        }
        (Intent::AnswerSupplement { answers, changed }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| supplement::decide(moment, answers, changed))
        }
        (Intent::RaiseObjection { reason }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| objections::decide(moment, reason))
        }
        (Intent::RepairTrust { reason }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| trust::repair(moment, reason))
        }
        (Intent::PresentDocuments { documents: presented }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| documents::decide(moment, presented))
        }
        (Intent::SendMessage { text }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| conversation::send(moment, text))
        }
        (Intent::ReadMessages { up_to }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| conversation::read(moment, *up_to))
        }
        (Intent::Rate { step, level, comment }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| rating::decide(moment, *step, *level, comment.as_deref()))
        }
        (Intent::Migrate(asked), Case::Open(case)) => {
            after_settling(rules, case, command, |moment| migration::decide(moment, asked))
        }
        (Intent::RecordService { notice, how, on }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| notices::record(moment, *notice, *how, *on))
        }
        (Intent::AcknowledgeNotice { notice }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| notices::acknowledge(moment, *notice))
        }
        (Intent::WithdrawCard { number, reason }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| cards::withdraw(moment, *number, reason))
        }
        (Intent::Claim, Case::Open(case)) => after_settling(rules, case, command, assignment::claim),
        (Intent::Assign(asked), Case::Open(case)) => {
            after_settling(rules, case, command, |moment| assignment::assign(moment, asked))
        }
        (Intent::Release { reason }, Case::Open(case)) => {
            after_settling(rules, case, command, |moment| assignment::release(moment, reason.as_deref()))
        }
    }
}

/// What `actor` may do with `case` at `at`, in the module's order. An action is listed exactly
/// when [`decide`] would accept it, once it brings what it demands.
#[must_use]
pub fn available_actions<'m>(
    module: &'m Module,
    facts: &Facts,
    case: &Case,
    actor: &Actor,
    at: Timestamp,
) -> Vec<&'m Action> {
    let available = |moment: &Moment<'_>| {
        module.workflow.actions.iter().filter(|action| permission::is_available(moment, action)).collect()
    };
    judged(Rules { module, facts }, case, actor, at, available).unwrap_or_default()
}

/// What `actor` may do at `at` about who has `case` in hand. An act is listed exactly when [`decide`] would
/// accept it, and change something by it, for some officer to whom the case can be given.
#[must_use]
pub fn available_assignments(
    module: &Module,
    facts: &Facts,
    case: &Case,
    actor: &Actor,
    at: Timestamp,
) -> Vec<AssignmentAct> {
    judged(Rules { module, facts }, case, actor, at, assignment::available).unwrap_or_default()
}

/// What `actor` may take back at `at` of what `case` has brought somebody. An act is listed exactly when [`decide`]
/// would accept it with a reason; a card is withdrawn where any is, each by its number.
#[must_use]
pub fn available_reliefs(module: &Module, facts: &Facts, case: &Case, actor: &Actor, at: Timestamp) -> Vec<ReliefAct> {
    let available = |moment: &Moment<'_>| {
        let card = cards::may_withdraw_any(moment).then_some(ReliefAct::WithdrawCard);
        let trust = trust::may_repair(moment).is_ok().then_some(ReliefAct::RepairTrust);
        card.into_iter().chain(trust).collect()
    };
    judged(Rules { module, facts }, case, actor, at, available).unwrap_or_default()
}

/// Whether `actor` may answer a supplement notice of `case` at `at`.
#[must_use]
pub fn may_answer_supplement(module: &Module, facts: &Facts, case: &Case, actor: &Actor, at: Timestamp) -> bool {
    let may_answer = |moment: &Moment<'_>| supplement::may_answer(moment).is_ok();
    judged(Rules { module, facts }, case, actor, at, may_answer).unwrap_or_default()
}

/// What holds of a case that is settled first, as of every command; `None` where there is no case.
fn judged<T>(
    rules: Rules<'_>,
    case: &Case,
    actor: &Actor,
    at: Timestamp,
    judge: impl FnOnce(&Moment<'_>) -> T,
) -> Option<T> {
    let Case::Open(case) = case else { return None };
    let settled = settled(rules, case, at).case;
    let at = settled.last_at.max(at);
    Some(judge(&Moment { rules, case: &settled, by: actor, at, rule: None }))
}

/// The earliest moment at which [`Intent::Settle`] makes an event by the passing of time alone.
/// `None`: never. A newly published calendar may make one at once.
#[must_use]
pub fn next_settle(facts: &Facts, case: &Case) -> Option<Timestamp> {
    match case {
        Case::Unborn => None,
        Case::Open(case) => {
            // The card of a state comes with the passing of its limit, which is among those that run.
            let cards = case.due_cards(facts).filter(|card| card.clock != ClockName::State).map(|card| card.at);
            case.running().map(|(_, due)| due.at).chain(cards).min()
        }
    }
}

/// The events of settling, and after them that of the command; a command that changes nothing has none.
fn after_settling<E: Into<Option<Event>>>(
    rules: Rules<'_>,
    case: &OpenCase,
    command: &Command,
    judge: impl FnOnce(&Moment<'_>) -> Result<E, Rejection>,
) -> Result<Vec<Event>, Rejection> {
    let settle::Settled { case, mut events } = settled(rules, case, command.at);
    let moment = Moment { rules, case: &case, by: &command.by, at: case.last_at.max(command.at), rule: None };
    let made: Option<Event> = judge(&moment)?.into();
    let notice = made.as_ref().and_then(|event| notices::of(rules, &case, event));
    let distrust = made.as_ref().and_then(trust::recorded);
    events.extend(made.into_iter().chain(notice).chain(distrust));
    Ok(events)
}

/// What of checked values must be sealed, per class; what nobody is named in is left out.
fn sealed(subject: Option<&SubjectId>, part: Part, answers: &Answers) -> Vec<Personal> {
    let values = |class: Class, values: &Map<String, Value>| {
        (!values.is_empty()).then(|| personal(subject, part, class, Value::Object(values.clone())))
    };
    let persons = (!answers.persons.is_empty())
        .then(|| personal(subject, Part::Persons, Class::Personal, Value::from(answers.persons.clone())));
    [values(Class::Personal, &answers.personal), values(Class::Sensitive, &answers.sensitive), persons]
        .into_iter()
        .flatten()
        .collect()
}

fn personal(subject: Option<&SubjectId>, part: Part, class: Class, value: Value) -> Personal {
    Personal { subject: subject.cloned(), part, class, value }
}

#[cfg(test)]
mod tests {
    use super::{may_answer_supplement, next_settle};
    use crate::case::given::{
        act, answer, answers, at, clerk, due, facts, given, given_closed, given_notice, given_submitted, lin, stranger,
        submit,
    };
    use crate::case::{Actor, Case, Intent, Rejection};

    #[test]
    fn a_case_is_submitted_once() {
        given_submitted().when(lin(), submit()).then_err(Rejection::CaseExists);
    }

    #[test]
    fn only_a_submitted_case_can_be_acted_on() {
        given().when(clerk(), act("accept")).then_err(Rejection::NoSuchCase);
        given().when(lin(), answer(answers(), &[])).then_err(Rejection::NoSuchCase);
    }

    #[test]
    fn settling_what_does_not_exist_does_nothing() {
        let then = given().when(clerk(), Intent::Settle);
        assert_eq!((then.outcome.unwrap(), then.case), (vec![], Case::Unborn));
    }

    #[test]
    fn time_never_runs_backwards() {
        given_submitted()
            .at("03-01T10:00")
            .when(clerk(), act("accept"))
            .then_history(&[("03-02T10:00", "CaseAccepted")]);
    }

    #[test]
    fn a_rejected_command_records_nothing_not_even_what_settling_found() {
        let then = given_submitted().at("03-20T10:00").when(clerk(), act("decline"));
        assert!(then.outcome.is_err());
        assert_eq!(then.case, then.given.case);
    }

    #[test]
    fn the_next_settling_is_due_when_the_first_limit_ends() {
        assert_eq!(next_settle(&facts(), &given_submitted().case), Some(due(3, 9).at));
        assert_eq!(next_settle(&facts(), &given_notice().case), Some(due(3, 17).at));
        assert_eq!(next_settle(&facts(), &given_submitted().at("03-10T00:00").settled().case), None);
        assert_eq!(next_settle(&facts(), &given_closed().case), None);
        assert_eq!(next_settle(&facts(), &Case::Unborn), None);
    }

    #[test]
    fn a_notice_can_be_answered_by_the_applicant_until_it_lapses() {
        let given = given_notice();
        let may =
            |actor: Actor, moment| may_answer_supplement(&given.module, &given.facts, &given.case, &actor, at(moment));
        assert!(may(lin(), "03-17T23:59"));
        assert!(!may(lin(), "03-18T00:00"));
        assert!(!may(stranger(), "03-03T10:00"));
        assert!(!may(clerk(), "03-03T10:00"));
    }
}
