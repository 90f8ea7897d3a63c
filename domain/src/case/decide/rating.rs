//! Ratings (好差评): who may rate what and until when, and the invitation to it.

use super::permission::{Moment, is_applicant};
use super::personal;
use super::rules::Rules;
use crate::calendar::Limit;
use crate::case::event::{Arrival, Part};
use crate::case::rating::{HandledStep, Level};
use crate::case::{Actor, Case, Event, EventBody, OpenCase, Rejection, evolve};
use crate::form::Class;
use crate::module::End;
use crate::name::{RoleName, SubjectId};

/// How long after a case was closed it may be rated.
const OPEN_AFTER_CLOSING: Limit = Limit::CalendarDays(30);

/// How many characters a comment has at most.
const CHARACTERS_MAX: usize = 500;

pub(super) fn decide(
    moment: &Moment<'_>,
    step: Option<u64>,
    level: Level,
    comment: Option<&str>,
) -> Result<Event, Rejection> {
    theirs(moment)?;
    for_the_first_time(moment, step)?;
    let work = done(moment, step)?;
    in_time(moment)?;
    let comment = of_length(comment)?;
    let subject = moment.case.applicant.as_ref();
    let personal = comment.map(|comment| personal(subject, Part::Comment, Class::Personal, comment.into()));
    let mut officers: Vec<SubjectId> = work.iter().map(|step| step.officer.clone()).collect();
    officers.sort_unstable();
    officers.dedup();
    let one = work.first().filter(|_| step.is_some());
    let department = one.map_or(&moment.case.department, |step| &step.department).clone();
    let body = EventBody::StepRated { step, level, department, officers };
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal: personal.into_iter().collect() })
}

/// Only the person whose matter it was rates it, and no agent in their place.
fn theirs(moment: &Moment<'_>) -> Result<(), Rejection> {
    if is_applicant(moment) && !matches!(moment.by, Actor::Agent { .. }) {
        return Ok(());
    }
    Err(Rejection::RoleNotAllowed { allowed: vec![RoleName::applicant()] })
}

/// One rating for each step, and one for the whole matter.
fn for_the_first_time(moment: &Moment<'_>, step: Option<u64>) -> Result<(), Rejection> {
    let rated = moment.case.ratings.iter().any(|rating| rating.step == step);
    if rated { Err(Rejection::RatedBefore) } else { Ok(()) }
}

/// What officers did: the step, or everything once the matter is over.
fn done<'a>(moment: &Moment<'a>, step: Option<u64>) -> Result<Vec<&'a HandledStep>, Rejection> {
    let steps = &moment.case.steps;
    let nothing = || Rejection::NothingToRate { steps: steps.iter().map(|step| step.revision).collect() };
    match step {
        Some(revision) => steps.iter().find(|step| step.revision == revision).map(|step| vec![step]),
        None => moment.case.end.map(|_| steps.iter().collect()),
    }
    .ok_or_else(nothing)
}

/// While the case runs, and for a time after it was closed.
fn in_time(moment: &Moment<'_>) -> Result<(), Rejection> {
    let Some(closed_at) = moment.case.closed_at.filter(|_| moment.case.end.is_some()) else { return Ok(()) };
    let ended = moment.rules.due(closed_at, OPEN_AFTER_CLOSING).at;
    if moment.at < ended { Ok(()) } else { Err(Rejection::RatingOver { ended }) }
}

/// A comment is voluntary and short; an empty one is none.
fn of_length(comment: Option<&str>) -> Result<Option<&str>, Rejection> {
    let comment = comment.map(str::trim).filter(|comment| !comment.is_empty());
    if comment.is_some_and(|comment| comment.chars().count() > CHARACTERS_MAX) {
        return Err(Rejection::CommentTooLong { most: CHARACTERS_MAX });
    }
    Ok(comment)
}

// === The invitation ===

/// `events`, with an invitation right after the one that closes the case with a decision, whoever closed
/// it. Once in a case, and nobody is invited who cannot be told.
pub(super) fn with_invitation(rules: Rules<'_>, case: &Case, events: Vec<Event>) -> Vec<Event> {
    if !events.iter().any(|event| event.body.arrival().is_some_and(is_decision)) {
        return events;
    }
    let mut now = case.clone();
    let mut all = Vec::with_capacity(events.len() + 1);
    for event in events {
        let was_over = matches!(&now, Case::Open(case) if case.end.is_some());
        let decides = event.body.arrival().is_some_and(is_decision);
        now = evolve(now, &event);
        let invitation = match &now {
            Case::Open(case) if decides && !was_over => invitation(rules, case),
            Case::Open(_) | Case::Unborn => None,
        };
        now = invitation.iter().fold(now, evolve);
        all.extend([event].into_iter().chain(invitation));
    }
    all
}

fn invitation(rules: Rules<'_>, case: &OpenCase) -> Option<Event> {
    let closed_at = case.closed_at.filter(|_| case.applicant.is_some() && case.invited_until.is_none())?;
    let body = EventBody::RatingInvited { until: rules.due(closed_at, OPEN_AFTER_CLOSING) };
    Some(Event { effective_at: case.last_at, by: Actor::City, body, personal: Vec::new() })
}

/// Whether a case ends there with an answer to what was asked for.
fn is_decision(arrival: &Arrival) -> bool {
    arrival.end.is_some_and(|end| match end {
        End::Completed | End::Unsolved | End::Refused | End::Declined => true,
        End::Withdrawn | End::Terminated | End::Revoked => false,
    })
}

#[cfg(test)]
mod tests {
    use super::CHARACTERS_MAX;
    use crate::case::event::{EventBody, Part};
    use crate::case::given::{
        Given, act, approver, clerk, due, given, given_accepted, given_closed, given_submitted, lin, officer, stranger,
        submit,
    };
    use crate::case::rating::Level;
    use crate::case::{Actor, Intent, Rejection};
    use crate::module::End;
    use crate::name::SubjectId;

    fn rate(step: Option<u64>) -> Intent {
        Intent::Rate { step, level: Level::Satisfied, comment: None }
    }

    fn officers(names: &[&str]) -> Vec<SubjectId> {
        names.iter().map(|name| SubjectId((*name).to_owned())).collect()
    }

    #[test]
    fn only_the_applicant_rates() {
        for by in [stranger(), clerk(), officer("lin", "parks", "clerk"), Actor::Anonymous, Actor::City] {
            let allowed = vec!["applicant".parse().unwrap()];
            given_closed().when(by, rate(None)).then_err(Rejection::RoleNotAllowed { allowed });
        }
    }

    #[test]
    fn each_step_is_rated_once_and_the_whole_matter_once() {
        let rated = given_closed().after(lin(), rate(None)).after(lin(), rate(Some(1))).after(lin(), rate(Some(3)));
        for step in [None, Some(1), Some(3)] {
            rated.clone().when(lin(), rate(step)).then_err(Rejection::RatedBefore);
        }
        let again = rated.after(lin(), act("take-up")).after(lin(), act("take-back"));
        again.when(lin(), rate(None)).then_err(Rejection::RatedBefore);
    }

    #[test]
    fn only_what_an_officer_did_is_rated_and_the_whole_only_when_it_is_over() {
        let nothing = |steps: &[u64]| Rejection::NothingToRate { steps: steps.to_vec() };
        given_accepted().when(lin(), rate(Some(0))).then_err(nothing(&[1]));
        given_accepted().when(lin(), rate(None)).then_err(nothing(&[1]));
        given_submitted().after(lin(), act("note")).when(lin(), rate(Some(1))).then_err(nothing(&[]));
        given_accepted().after(lin(), rate(Some(1)));
    }

    #[test]
    fn rating_ends_thirty_days_after_closing() {
        given_closed().at("04-01T23:59").after(lin(), rate(Some(1)));
        for step in [None, Some(1)] {
            let over = Rejection::RatingOver { ended: due(4, 1).at };
            given_closed().at("04-02T00:00").when(lin(), rate(step)).then_err(over);
        }
    }

    #[test]
    fn a_comment_is_short_and_sealed_for_who_rates() {
        let commented =
            |text: &str| Intent::Rate { step: None, level: Level::VeryDissatisfied, comment: Some(text.to_owned()) };
        let most = "慢".repeat(CHARACTERS_MAX);
        let then = given_closed().when(lin(), commented(&most));
        let [sealed] = &then.last().personal[..] else { panic!("{:?}", then.last()) };
        assert_eq!((sealed.part, sealed.subject.as_ref()), (Part::Comment, officers(&["lin"]).first()));
        assert!(given_closed().when(lin(), commented(" ")).last().personal.is_empty());
        let too_long = Rejection::CommentTooLong { most: CHARACTERS_MAX };
        given_closed().when(lin(), commented(&format!("{most}慢"))).then_err(too_long);
    }

    #[test]
    fn a_rating_says_whose_work_it_was() {
        let rated = |step, names: &[&str]| EventBody::StepRated {
            step,
            level: Level::Satisfied,
            department: "parks".parse().unwrap(),
            officers: officers(names),
        };
        given_closed().when(lin(), rate(Some(3))).then_last(&rated(Some(3), &["he"]));
        given_closed().when(lin(), rate(None)).then_last(&rated(None, &["chen", "he"]));
    }

    fn making() -> Given {
        given_accepted().after(approver(), act("grant").field("plot", "7"))
    }

    fn invitations(events: &[crate::case::Event]) -> usize {
        events.iter().filter(|event| matches!(event.body, EventBody::RatingInvited { .. })).count()
    }

    #[test]
    fn a_decision_that_closes_the_case_invites_in_the_same_moment() {
        let then = making().at("03-04T10:00").when(clerk(), act("issue"));
        then.then_history(&[("03-04T10:00", "ResultIssued"), ("03-04T10:00", "RatingInvited")]);
        assert_eq!(then.case().invited_until, Some(due(4, 3)));
        let declined = given_submitted().when(clerk(), act("decline").because("not ours").resting_on("law-1"));
        assert_eq!(invitations(declined.outcome.as_ref().unwrap()), 1);
    }

    #[test]
    fn a_limit_that_ends_the_case_invites_at_its_own_moment() {
        let expires = given_submitted().with(|module| {
            module.workflow.states[0].on_expiry.as_mut().unwrap().to = "granted".parse().unwrap();
        });
        let then = expires.at("03-12T10:00").when(lin(), rate(None));
        then.then_history(&[
            ("03-10T00:00", "LimitPassed"),
            ("03-10T00:00", "RatingInvited"),
            ("03-12T10:00", "StepRated"),
        ]);
    }

    #[test]
    fn nobody_is_invited_without_a_decision_twice_or_without_a_name() {
        given_submitted().when(lin(), act("take-back")).then_history(&[("03-02T10:00", "CaseWithdrawn")]);
        let again = given_closed()
            .after(lin(), act("take-up"))
            .after(approver(), act("grant").field("plot", "7"))
            .when(clerk(), act("issue"));
        assert_eq!(invitations(again.outcome.as_ref().unwrap()), 0);
        let anonymous = given().after(Actor::Anonymous, submit());
        let declined = anonymous.when(clerk(), act("decline").because("not ours").resting_on("law-1"));
        assert_eq!(invitations(declined.outcome.as_ref().unwrap()), 0);
        assert_eq!(declined.case().end, Some(End::Declined));
    }
}
