//! Settling: every limit that has passed becomes its event, in the order in which they ended,
//! and dates that waited for a calendar are counted again.

use jiff::Timestamp;

use super::rules::Rules;
use super::{cards, documents, notices, opinions, trust};
use crate::calendar::Due;
use crate::case::event::{Arrival, ClockName, Wait};
use crate::case::{Actor, Clock, Event, EventBody, OpenCase, Stage};
use crate::module::{Expiry, ProcedureKind};

/// How many events one settling makes at most, so that a module whose states expire into each
/// other in no time cannot hold up a decision. The next settling goes on from there.
const EVENTS_MAX: usize = 256;

/// A case on which every limit that had passed is on record.
pub(super) struct Settled {
    pub(super) case: OpenCase,
    pub(super) events: Vec<Event>,
}

/// Settles `case` up to `now`. Each event takes effect at the moment that its limit ended.
pub(super) fn settled(rules: Rules<'_>, case: &OpenCase, now: Timestamp) -> Settled {
    let mut settled = Settled { case: case.clone(), events: Vec::new() };
    let now = now.max(case.last_at);
    while let Some(event) = next_event(rules, &settled.case, now) {
        let notice = notices::of(rules, &settled.case, &event);
        let distrust = trust::recorded(&event);
        for event in [event].into_iter().chain(notice).chain(distrust) {
            settled.case.apply(&event);
            settled.events.push(event);
        }
        if settled.events.len() >= EVENTS_MAX {
            break;
        }
    }
    settled
}

/// A calendar counts from its publication: limits that ended before it had passed by then. A card comes
/// before the passing that draws it, which can lead to another state.
fn next_event(rules: Rules<'_>, case: &OpenCase, now: Timestamp) -> Option<Event> {
    let recomputed = recompute(rules, case, now);
    let before = |at: Timestamp| at <= now && recomputed.as_ref().is_none_or(|event| at < event.effective_at);
    let ended = case.running().filter(|(_, due)| before(due.at)).min_by_key(|(_, due)| due.at);
    let card = cards::first_due(rules, case).filter(|card| before(card.at));
    match (card, ended) {
        (Some(card), Some((_, due))) if card.at <= due.at => Some(cards::issue(case, card)),
        (_, Some((clock, due))) => pass(rules, case, clock, due),
        (Some(card), None) => Some(cards::issue(case, card)),
        (None, None) => recomputed,
    }
}

/// What happens by itself when the limit of the state ends in which the case stands.
pub(super) fn by_expiry<'a>(rules: Rules<'a>, case: &OpenCase) -> Option<&'a Expiry> {
    rules.module.workflow.state(&case.state).and_then(|state| state.on_expiry.as_ref())
}

/// The dates that a newer calendar changes or makes firm, as of its publication, within the time
/// that the case has: not before its last event and not after now.
///
/// Only the calendar of now is known. A settling that comes after a publication therefore counts
/// limits that start before it by the new calendar at once, where a punctual one would have given
/// them a provisional date first: one event less, the same dates in force.
fn recompute(rules: Rules<'_>, case: &OpenCase, now: Timestamp) -> Option<Event> {
    let calendar = &rules.facts.calendar;
    if calendar.version <= case.calendar_version {
        return None;
    }
    let clocks: Vec<(ClockName, Due)> = case
        .running()
        .filter_map(|(clock, due)| Some((clock, due, rules.counted(case, clock)?)))
        .filter(|(_, before, after)| before != after)
        .map(|(clock, _, after)| (clock, after))
        .collect();
    let waits: Vec<(Wait, Due)> = case
        .waits
        .iter()
        .filter(|waiting| !waiting.passed)
        .map(|waiting| (waiting, rules.counted_wait(case, waiting)))
        .filter(|(waiting, after)| waiting.due != *after)
        .map(|(waiting, after)| (waiting.wait.clone(), after))
        .collect();
    let effective_at = calendar.published_at.max(case.last_at).min(now);
    let changes = !clocks.is_empty() || !waits.is_empty();
    let body = EventBody::DueRecomputed { clocks, waits, calendar_version: calendar.version };
    changes.then(|| Event { effective_at, by: Actor::City, body, personal: Vec::new() })
}

fn pass(rules: Rules<'_>, case: &OpenCase, clock: ClockName, due: Due) -> Option<Event> {
    let at = due.at.max(case.last_at);
    let calendar_version = rules.calendar_version();
    let body = match clock {
        ClockName::Supplement => {
            let target = case.supplement.as_ref().and_then(|notice| notice.on_lapse.as_ref());
            let arrival = rules.move_to(case, target, at).or_else(|| rules.start_again(case, at));
            EventBody::SupplementLapsed { arrival, due, calendar_version }
        }
        ClockName::Procedure => {
            let clocks = rules.going_on(case, false, at);
            let open = case.procedure.as_ref()?;
            let procedure = open.name.clone();
            match open.kind {
                Some(ProcedureKind::PublicNotice { .. }) => {
                    EventBody::PublicNoticeEnded { procedure, due, clocks, calendar_version }
                }
                Some(ProcedureKind::Hearing { .. }) | None => {
                    EventBody::ProcedureOverran { procedure, due, clocks, calendar_version }
                }
            }
        }
        ClockName::Document => documents::lapsed(rules, case, due, at),
        ClockName::Opinion => opinions::lapsed(rules, case, due, at)?,
        ClockName::State => {
            let expiry = by_expiry(rules, case);
            let arrival = rules.move_to(case, expiry.map(|expiry| &expiry.to), at);
            let silence = expiry.is_some_and(|expiry| expiry.deems_accepted) && case.stage == Stage::Submitted;
            match case.clocks.state.filter(|_| silence) {
                Some(Clock { started_at: since, .. }) => {
                    let due = rules.due_on_acceptance(case, since).filter(|_| !is_end(arrival.as_ref()));
                    EventBody::CaseDeemedAccepted { since, due, arrival, calendar_version }
                }
                None => EventBody::LimitPassed { clock, due, arrival, calendar_version },
            }
        }
        ClockName::Promised | ClockName::Statutory | ClockName::Objection => {
            EventBody::LimitPassed { clock, due, arrival: None, calendar_version }
        }
    };
    Some(Event { effective_at: at, by: Actor::City, body, personal: Vec::new() })
}

fn is_end(arrival: Option<&Arrival>) -> bool {
    arrival.is_some_and(|arrival| arrival.end.is_some())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::calendar::{Due, Limit};
    use crate::case::event::{ClockName, EventBody};
    use crate::case::given::{
        Given, act, answer, answers, approver, at, clerk, due, ends, enters, facts, given, given_accepted,
        given_closed, given_notice, given_submitted, lin, submit,
    };
    use crate::case::{Case, Rejection};
    use crate::module::{Effect, End, Expiry};

    #[test]
    fn nothing_passes_before_its_time() {
        given_submitted().at("03-09T23:59").settled().then_history(&[]);
    }

    #[test]
    fn a_state_that_expires_is_left_at_the_moment_its_limit_ended() {
        let then = given_submitted().at("03-25T10:00").settled();
        then.then_history(&[("03-10T00:00", "LimitPassed")]).then_last(&EventBody::LimitPassed {
            clock: ClockName::State,
            due: due(3, 9),
            arrival: Some(enters("late", None)),
            calendar_version: 1,
        });
        assert_eq!(then.case().state.as_str(), "late");
    }

    #[test]
    fn the_command_is_judged_on_the_settled_case() {
        given_submitted()
            .at("03-10T00:00")
            .when(clerk(), act("decline").because("not ours").resting_on("law-1"))
            .then_err(Rejection::NotInThisState {
                state: "late".parse().unwrap(),
                from: vec!["intake".parse().unwrap()],
            });
        given_submitted()
            .at("03-12T10:00")
            .when(clerk(), act("accept"))
            .then_history(&[("03-10T00:00", "LimitPassed"), ("03-12T10:00", "CaseAccepted")]);
    }

    #[test]
    fn limits_pass_in_the_order_in_which_they_end_the_case_before_the_state() {
        let then = given_accepted().at("06-01T10:00").settled();
        then.then_history(&[
            ("03-17T00:00", "LimitPassed"),
            ("03-17T00:00", "LimitPassed"),
            ("03-31T00:00", "LimitPassed"),
        ]);
        let clocks: Vec<_> = then.outcome.iter().flatten().map(|event| clock_of(&event.body)).collect();
        assert_eq!(clocks, [Some(ClockName::Promised), Some(ClockName::State), Some(ClockName::Statutory)]);
    }

    fn clock_of(body: &EventBody) -> Option<ClockName> {
        if let EventBody::LimitPassed { clock, .. } = body { Some(*clock) } else { None }
    }

    #[test]
    fn each_limit_passes_once() {
        let then = given_accepted().at("06-01T10:00").settled();
        let given = then.go_on();
        given.at("09-01T10:00").settled().then_history(&[]);
    }

    #[test]
    fn states_that_expire_into_each_other_are_followed_one_by_one() {
        let then = given_submitted()
            .with(|module| {
                let states = &mut module.workflow.states;
                states[1].limit = Some(Limit::Hours(24));
                states[1].on_expiry = Some(Expiry { to: "review".parse().unwrap(), deems_accepted: false });
            })
            .at("04-01T10:00")
            .settled();
        then.then_history(&[
            ("03-10T00:00", "LimitPassed"),
            ("03-11T00:00", "LimitPassed"),
            ("03-26T00:00", "LimitPassed"),
        ]);
        assert_eq!(then.case().state.as_str(), "review");
    }

    #[test]
    fn a_circle_of_states_that_expire_at_once_does_not_hold_up_a_decision() {
        let then = given_submitted()
            .with(|module| {
                let states = &mut module.workflow.states;
                states[0].limit = Some(Limit::Hours(0));
                states[1].limit = Some(Limit::Hours(0));
                states[1].on_expiry = Some(Expiry { to: "intake".parse().unwrap(), deems_accepted: false });
            })
            .at("04-01T10:00")
            .settled();
        assert_eq!(then.outcome.unwrap().len(), super::EVENTS_MAX);
    }

    #[test]
    fn limits_stop_at_the_decision_and_at_the_end() {
        given_accepted()
            .after(approver(), act("grant").field("plot", "7"))
            .at("09-01T10:00")
            .settled()
            .then_history(&[]);
        given_closed().at("09-01T10:00").settled().then_history(&[]);
    }

    #[test]
    fn a_notice_that_is_not_answered_lapses_to_where_its_action_says() {
        let then = given_notice().at("04-01T10:00").settled();
        then.then_history(&[("03-18T00:00", "SupplementLapsed")]).then_last(&EventBody::SupplementLapsed {
            arrival: Some(ends("withdrawn", End::Withdrawn)),
            due: due(3, 17),
            calendar_version: 1,
        });
        assert_eq!(then.case().end, Some(End::Withdrawn));
    }

    #[test]
    fn a_notice_that_leads_nowhere_starts_the_limit_of_the_state_again() {
        let unanswered = given_submitted()
            .with(|module| {
                if let Effect::RequestSupplement { on_lapse, .. } = &mut module.workflow.actions[2].effect {
                    *on_lapse = None;
                }
            })
            .after(clerk(), act("ask").item("/name"));
        unanswered
            .at("04-01T10:00")
            .settled()
            .then_history(&[("03-18T00:00", "SupplementLapsed"), ("03-26T00:00", "LimitPassed")]);
    }

    #[test]
    fn a_notice_that_is_answered_does_not_lapse() {
        given_notice().after(lin(), answer(answers(), &["/name"])).at("03-09T10:00").settled().then_history(&[]);
    }

    fn provisional(year: i16, month: i8, day: i8) -> Due {
        let day = date(year, month, day);
        let at = day.tomorrow().unwrap().to_zoned(facts().zone).unwrap().timestamp();
        Due { at, day, provisional: true }
    }

    fn accepted_in_december() -> Given {
        given().at("12-21T10:00").after(lin(), submit()).after(clerk(), act("accept"))
    }

    #[test]
    fn a_new_calendar_counts_running_limits_again_from_its_publication() {
        let given = accepted_in_december();
        let Case::Open(before) = &given.case else { panic!("the case was never submitted") };
        assert_eq!(before.clocks.promised.unwrap().due, provisional(2027, 1, 4));
        let firm = |day| Due { provisional: false, ..provisional(2027, 1, day) };
        let then =
            given.at("12-24T10:00").with_year(2027, &[date(2027, 1, 1), date(2027, 1, 4)]).at("12-28T10:00").settled();
        then.then_history(&[("12-24T10:00", "DueRecomputed")]).then_last(&EventBody::DueRecomputed {
            waits: Vec::new(),
            clocks: vec![(ClockName::Statutory, firm(20)), (ClockName::Promised, firm(6)), (ClockName::State, firm(6))],
            calendar_version: 2,
        });
        assert_eq!(then.case().clocks.promised.unwrap().due, firm(6));
        assert_eq!(then.case().clocks.promised.unwrap().started_at, at("12-21T10:00"));
        then.go_on().settled().then_history(&[]);
    }

    #[test]
    fn a_calendar_that_changes_no_running_limit_changes_nothing() {
        given_accepted().at("03-04T10:00").with_year(2027, &[]).settled().then_history(&[]);
        given_closed().at("03-04T10:00").with_year(2026, &[date(2026, 3, 5)]).settled().then_history(&[]);
    }

    #[test]
    fn a_limit_that_ended_before_a_calendar_came_has_passed() {
        given_submitted()
            .after(clerk(), act("accept"))
            .at("03-20T10:00")
            .with_year(2026, &[date(2026, 3, 16), date(2026, 3, 23)])
            .at("04-20T10:00")
            .settled()
            .then_history(&[
                ("03-17T00:00", "LimitPassed"),
                ("03-17T00:00", "LimitPassed"),
                ("03-20T10:00", "DueRecomputed"),
                ("04-02T00:00", "LimitPassed"),
            ]);
    }

    #[test]
    fn a_calendar_takes_effect_within_the_time_of_the_case() {
        let newer = || given_accepted().at("03-02T11:00").with_year(2026, &[date(2026, 3, 4)]);
        let mut published_before = newer();
        published_before.facts.calendar.published_at = at("03-01T10:00");
        published_before.at("03-03T10:00").settled().then_history(&[("03-02T10:00", "DueRecomputed")]);
        let mut published_later = newer();
        published_later.facts.calendar.published_at = at("03-05T10:00");
        published_later.at("03-03T10:00").settled().then_history(&[("03-03T10:00", "DueRecomputed")]);
    }

    #[test]
    fn a_notice_is_counted_again_too() {
        let then = given_notice().at("03-04T10:00").with_year(2026, &[date(2026, 3, 17)]).settled();
        then.then_last(&EventBody::DueRecomputed {
            waits: Vec::new(),
            clocks: vec![(ClockName::Supplement, due(3, 18))],
            calendar_version: 2,
        });
        assert_eq!(then.case().supplement.as_ref().unwrap().due, due(3, 18));
    }
}
