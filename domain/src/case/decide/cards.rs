//! Cards: how one is issued, and who may withdraw it.

use std::collections::BTreeSet;

use super::permission::{Moment, not_their_own};
use super::personal;
use super::settle::by_expiry;
use crate::case::card::{Card, DueCard};
use crate::case::decide::rules::Rules;
use crate::case::event::{ClockName, Part};
use crate::case::{Actor, Event, EventBody, OpenCase, Rejection};
use crate::form::Class;
use crate::name::SubjectId;

/// The first card that is to be issued, if there is any.
pub(super) fn first_due(rules: Rules<'_>, case: &OpenCase) -> Option<DueCard> {
    // Where the module says that time leads on by itself, nobody was late.
    let led_on = by_expiry(rules, case).is_some_and(|expiry| !expiry.deems_accepted);
    let fair = |card: &DueCard| card.clock != ClockName::State || !led_on;
    case.due_cards(rules.facts).filter(fair).min_by_key(|card| card.at)
}

/// Issues it at its moment, within the time of the case.
pub(super) fn issue(case: &OpenCase, card: DueCard) -> Event {
    let body = EventBody::CardIssued {
        number: case.cards.last().map_or(1, |last| last.number.saturating_add(1)),
        kind: card.kind,
        clock: card.clock,
        since: card.since,
        due: card.due,
        department: case.department.clone(),
    };
    Event { effective_at: card.at.max(case.last_at), by: Actor::City, body, personal: Vec::new() }
}

/// Withdraws a card.
pub(super) fn withdraw(moment: &Moment<'_>, number: u32, reason: &str) -> Result<Event, Rejection> {
    withdraws_cards(moment)?;
    let card = known(moment, number)?;
    not_withdrawn(card)?;
    let reason = written(reason)?;
    let subject = moment.case.applicant.as_ref();
    let personal = vec![personal(subject, Part::Reason, Class::Personal, reason.into())];
    let body = EventBody::CardWithdrawn { number };
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal })
}

/// Whether somebody may withdraw a card that stands, with a reason.
pub(super) fn may_withdraw_any(moment: &Moment<'_>) -> bool {
    moment.case.cards.iter().any(|card| card.withdrawn_at.is_none()) && withdraws_cards(moment).is_ok()
}

fn withdraws_cards(moment: &Moment<'_>) -> Result<(), Rejection> {
    may_withdraw(moment)?;
    stands_above(moment)?;
    not_their_own(moment)?;
    no_hand_in_it(moment)
}

/// Only who holds the city's role for it withdraws a card.
fn may_withdraw(moment: &Moment<'_>) -> Result<(), Rejection> {
    let role = &moment.rules.facts.supervision.withdraws;
    match moment.by {
        Actor::Officer { roles, .. } if roles.contains(role) => Ok(()),
        _ => Err(Rejection::RoleNotAllowed { allowed: vec![role.clone()] }),
    }
}

/// They work for the department that has the case, or for one above it.
fn stands_above(moment: &Moment<'_>) -> Result<(), Rejection> {
    let has = &moment.case.department;
    match moment.by {
        Actor::Officer { department, .. } if moment.rules.facts.is_or_is_above(department, has) => Ok(()),
        _ => Err(Rejection::OtherDepartment { department: has.clone() }),
    }
}

/// Whoever acted in the case does not withdraw what it drew.
fn no_hand_in_it(moment: &Moment<'_>) -> Result<(), Rejection> {
    let theirs = |officers: &BTreeSet<SubjectId>| moment.by.hands().any(|officer| officers.contains(officer));
    let done: Vec<_> = moment.case.hands.iter().filter(|(_, officers)| theirs(officers)).collect();
    if done.is_empty() {
        return Ok(());
    }
    Err(Rejection::SameOfficer { done: done.into_iter().map(|(action, _)| action.clone()).collect() })
}

/// The case has the card.
fn known<'a>(moment: &Moment<'a>, number: u32) -> Result<&'a Card, Rejection> {
    let standing = || moment.case.cards.iter().filter(|card| card.withdrawn_at.is_none()).map(|card| card.number);
    moment.case.card(number).ok_or_else(|| Rejection::UnknownCard { standing: standing().collect() })
}

/// A card is withdrawn once.
fn not_withdrawn(card: &Card) -> Result<(), Rejection> {
    match card.withdrawn_at {
        None => Ok(()),
        Some(at) => Err(Rejection::CardWithdrawnBefore { at }),
    }
}

/// A card is withdrawn with a reason. Blank text is none.
fn written(reason: &str) -> Result<&str, Rejection> {
    Some(reason.trim()).filter(|reason| !reason.is_empty()).ok_or(Rejection::ReasonRequired)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use crate::calendar::Limit;
    use crate::case::card::CardKind;
    use crate::case::event::{ClockName, EventBody, Part};
    use crate::case::given::{
        Given, Then, act, approver, at, clerk, due, given_accepted, given_submitted, lin, officer, withdraw,
    };
    use crate::case::{Actor, Rejection, next_settle};
    use crate::module::{Effect, Expiry, Module};
    use crate::supervision::{CardDays, Supervision};

    use CardKind::{Notice, Red, Yellow};
    use ClockName::{Promised, State, Statutory};

    fn with_cards(mut given: Given) -> Given {
        given.facts.supervision = Supervision::default();
        given
    }

    /// Accepted on Monday, 2026-03-02: promised until Monday the 16th, in review as long, by law until the 30th.
    fn watched() -> Given {
        with_cards(given_accepted())
    }

    fn leader() -> Actor {
        officer("shi", "parks", "leader")
    }

    /// The cards that came, each with its moment.
    fn cards(then: &Then) -> Vec<(Timestamp, CardKind, ClockName)> {
        let events = then.outcome.as_ref().unwrap().iter();
        let card = |event: &crate::case::Event| match event.body {
            EventBody::CardIssued { kind, clock, .. } => Some((event.effective_at, kind, clock)),
            _ => None,
        };
        events.filter_map(card).collect()
    }

    fn drawn(given: Given, until: &str, expected: &[(&str, CardKind, ClockName)]) -> Given {
        let then = given.at(until).settled();
        let expected: Vec<_> = expected.iter().map(|(moment, kind, clock)| (at(moment), *kind, *clock)).collect();
        assert_eq!(cards(&then), expected, "until {until}");
        then.go_on()
    }

    #[test]
    fn each_card_comes_at_its_moment_and_once() {
        // The 13th is the Friday before, the 17th the day after.
        let before = drawn(watched(), "03-12T23:59", &[]);
        let noticed = drawn(before, "03-13T00:00", &[("03-13T00:00", Notice, Promised)]);
        let last_minute = drawn(noticed, "03-16T23:59", &[]);
        let yellow = [("03-17T00:00", Yellow, State), ("03-17T00:00", Yellow, Promised)];
        let passed = drawn(last_minute, "03-17T00:00", &yellow);
        let day_after = drawn(passed, "03-17T23:59", &[]);
        let overdue = drawn(day_after, "03-18T00:00", &[("03-18T00:00", Red, Promised)]);
        let by_law = drawn(overdue, "03-31T00:00", &[("03-31T00:00", Red, Statutory)]);
        drawn(by_law, "09-01T10:00", &[]);
    }

    #[test]
    fn a_timer_that_is_late_issues_the_same_cards() {
        let all = [
            ("03-13T00:00", Notice, Promised),
            ("03-17T00:00", Yellow, State),
            ("03-17T00:00", Yellow, Promised),
            ("03-18T00:00", Red, Promised),
            ("03-31T00:00", Red, Statutory),
        ];
        drawn(watched(), "05-04T10:00", &all);
        let late = watched().at("03-20T10:00").when(clerk(), act("note"));
        assert_eq!(cards(&late).len(), 4);
    }

    #[test]
    fn a_card_says_which_limit_drew_it_and_moves_no_clock() {
        let then = watched().at("03-13T00:00").settled();
        then.then_last(&EventBody::CardIssued {
            number: 1,
            kind: Notice,
            clock: Promised,
            since: at("03-02T10:00"),
            due: due(3, 16),
            department: "parks".parse().unwrap(),
        });
        let card = &then.case().cards[0];
        assert_eq!((card.issued_at, card.withdrawn_at), (at("03-13T00:00"), None));
        let unwatched = given_accepted().at("03-13T00:00").settled();
        assert_eq!(then.case().clocks, unwatched.case().clocks);
    }

    #[test]
    fn working_days_are_those_of_the_calendar() {
        let shifted = watched().at("03-03T10:00").with_year(2026, &[date(2026, 3, 13), date(2026, 3, 18)]);
        // The 13th is off: the limit ends on the 17th, the working day before is the 16th, and the one after the 19th.
        let cards = [
            ("03-16T00:00", Notice, Promised),
            ("03-18T00:00", Yellow, State),
            ("03-18T00:00", Yellow, Promised),
            ("03-20T00:00", Red, Promised),
        ];
        drawn(shifted, "03-25T10:00", &cards);
    }

    #[test]
    fn the_city_says_how_many_days_and_whether_at_all() {
        let mut earlier = watched();
        earlier.facts.supervision.cards = Some(CardDays { before: 3, after: 0 });
        let cards = [
            ("03-11T00:00", Notice, Promised),
            ("03-17T00:00", Yellow, State),
            ("03-17T00:00", Yellow, Promised),
            ("03-17T00:00", Red, Promised),
        ];
        drawn(earlier, "03-25T10:00", &cards);
        let mut off = watched();
        off.facts.supervision.cards = None;
        drawn(off, "05-04T10:00", &[]);
    }

    #[test]
    fn a_limit_that_is_not_longer_than_the_notice_draws_none() {
        let short = given_submitted().with(|module| {
            module.limits.promised = Limit::WorkingDays(1);
            module.limits.statutory = None;
        });
        let given = with_cards(short.after(clerk(), act("accept")));
        drawn(given, "03-04T00:00", &[("03-04T00:00", Yellow, Promised)]);
    }

    #[test]
    fn a_decision_in_time_draws_no_card() {
        let granted = watched().after(approver(), act("grant").field("plot", "7"));
        drawn(granted, "05-04T10:00", &[]);
        let late = watched().at("03-17T10:00").after(approver(), act("grant").field("plot", "7"));
        drawn(late, "05-04T10:00", &[]);
    }

    fn with_rest(module: &mut Module) {
        let basis = || vec!["law-1".parse().unwrap()];
        let note = module.workflow.actions[8].clone();
        for (name, effect) in
            [("rest", Effect::Suspend { basis: basis() }), ("go-on", Effect::Resume), ("extend", Effect::Extend)]
        {
            module.workflow.actions.push(crate::module::Action { name: name.parse().unwrap(), effect, ..note.clone() });
        }
        module.limits.extension = Some(Limit::WorkingDays(5));
    }

    #[test]
    fn what_stands_still_draws_no_card() {
        let resting = watched()
            .with(with_rest)
            .at("03-12T10:00")
            .after(clerk(), act("rest").because("a flood").resting_on("law-1"));
        let resting = drawn(resting, "04-30T10:00", &[]);
        assert_eq!(next_settle(&resting.facts, &resting.case), None);
        // Two working days were left: the 5th and the 6th of May; the working day before the 6th is the 5th.
        let going_on = resting.at("05-04T10:00").after(clerk(), act("go-on"));
        drawn(going_on, "05-06T00:00", &[("05-05T00:00", Notice, Promised)]);
    }

    #[test]
    fn a_limit_that_becomes_longer_draws_no_second_card() {
        let noticed = watched().with(with_rest).at("03-13T10:00").settled().go_on();
        let extended = noticed.after(clerk(), act("extend").because("a rare tree"));
        // Five working days more: until the 23rd.
        let cards = [("03-24T00:00", Yellow, State), ("03-24T00:00", Yellow, Promised), ("03-25T00:00", Red, Promised)];
        let then = drawn(extended, "03-31T23:59", &cards);
        assert_eq!(then.settled().case().cards.len(), 4);
    }

    #[test]
    fn a_new_round_draws_cards_of_its_own() {
        let given = watched().at("03-13T10:00").after(lin(), act("take-back")).after(lin(), act("take-up"));
        let cards = [("03-26T00:00", Notice, Promised)];
        let then = drawn(given, "03-26T10:00", &cards);
        let numbers: Vec<_> = then.settled().case().cards.iter().map(|card| card.number).collect();
        assert_eq!(numbers, [1, 2]);
    }

    #[test]
    fn nobody_is_late_where_time_leads_on_by_itself() {
        drawn(with_cards(given_submitted()), "03-10T00:00", &[]);
        let by_silence = given_submitted().with(|module| {
            module.workflow.states[0].on_expiry = Some(Expiry { to: "review".parse().unwrap(), deems_accepted: true });
        });
        drawn(with_cards(by_silence), "03-10T00:00", &[("03-10T00:00", Yellow, State)]);
    }

    #[test]
    fn settling_is_due_when_a_card_is() {
        let given = watched();
        assert_eq!(next_settle(&given.facts, &given.case), Some(at("03-13T00:00")));
        let noticed = given.at("03-13T00:00").settled().go_on();
        assert_eq!(next_settle(&noticed.facts, &noticed.case), Some(at("03-17T00:00")));
        let passed = noticed.at("03-17T00:00").settled().go_on();
        assert_eq!(next_settle(&passed.facts, &passed.case), Some(at("03-18T00:00")));
    }

    // === Withdrawal ===

    fn carded() -> Given {
        watched().at("03-17T10:00").settled().go_on()
    }

    #[test]
    fn a_card_is_withdrawn_by_an_event_with_a_reason() {
        let then = carded().when(leader(), withdraw(2, " the counter was flooded "));
        then.then_last(&EventBody::CardWithdrawn { number: 2 });
        let sealed = &then.last().personal[0];
        assert_eq!((sealed.part, &sealed.value), (Part::Reason, &"the counter was flooded".into()));
        assert_eq!(then.last().by, leader());
        assert_eq!(then.case().card(2).unwrap().withdrawn_at, Some(at("03-17T10:00")));
        // It was issued all the same: none comes in its place.
        drawn(then.go_on(), "03-17T23:59", &[]);
    }

    #[test]
    fn only_who_holds_the_role_withdraws() {
        let allowed = || vec!["leader".parse().unwrap()];
        for by in [clerk(), lin(), Actor::Anonymous, Actor::City] {
            carded().when(by, withdraw(2, "no")).then_err(Rejection::RoleNotAllowed { allowed: allowed() });
        }
        let mut other = carded();
        other.facts.supervision.withdraws = "chief".parse().unwrap();
        other.after(officer("shi", "parks", "chief"), withdraw(2, "a flood"));
    }

    #[test]
    fn only_who_stands_above_the_case_withdraws() {
        let parks = || "parks".parse().unwrap();
        let mut given = carded();
        given.facts.departments.insert(parks(), Some("gov".parse().unwrap()));
        let elsewhere = officer("wang", "roads", "leader");
        carded().when(elsewhere, withdraw(2, "no")).then_err(Rejection::OtherDepartment { department: parks() });
        given.after(officer("han", "gov", "leader"), withdraw(2, "a flood"));
    }

    #[test]
    fn nobody_withdraws_a_card_of_their_own_case() {
        carded().when(officer("lin", "parks", "leader"), withdraw(2, "no")).then_err(Rejection::OwnCase);
    }

    #[test]
    fn who_acted_in_the_case_does_not_withdraw() {
        carded()
            .when(officer("chen", "parks", "leader"), withdraw(2, "no"))
            .then_err(Rejection::SameOfficer { done: vec!["accept".parse().unwrap()] });
    }

    #[test]
    fn only_a_card_of_the_case_is_withdrawn() {
        carded().when(leader(), withdraw(9, "no")).then_err(Rejection::UnknownCard { standing: vec![1, 2, 3] });
    }

    #[test]
    fn a_card_is_withdrawn_once() {
        carded()
            .after(leader(), withdraw(2, "a flood"))
            .when(leader(), withdraw(2, "a flood"))
            .then_err(Rejection::CardWithdrawnBefore { at: at("03-17T10:00") });
    }

    #[test]
    fn a_card_is_withdrawn_with_a_reason() {
        carded().when(leader(), withdraw(2, " \n")).then_err(Rejection::ReasonRequired);
    }
}
