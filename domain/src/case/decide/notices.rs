//! What is told in writing (文书), and its service (送达).

use jiff::Timestamp;
use jiff::civil::Date;

use super::permission::{Moment, handler, is_applicant};
use super::rules::Rules;
use crate::calendar::{Due, Limit};
use crate::case::notice::{Notice, NoticeNumber, RemedyDue};
use crate::case::{Actor, Event, EventBody, NOTICE_RULES, OpenCase, Rejection, ServiceMethod};
use crate::module::{Remedy, Term};
use crate::name::RoleName;

/// The notice that `event` brings, which has just been decided on `case`. The city issues it: nobody
/// has to think of it.
pub(super) fn of(rules: Rules<'_>, case: &OpenCase, event: &Event) -> Option<Event> {
    let rule = event.body.notice_rule().filter(|_| rules.module.service_type.wants_notices())?;
    let notice = case.notices.last().map_or(1, |last| last.notice.saturating_add(1));
    let number = NoticeNumber { case: case.number.clone(), notice };
    let body = EventBody::NoticeIssued { notice, number, kind: rule.kind, of: rule.event.to_owned() };
    Some(Event { effective_at: event.effective_at, by: Actor::City, body, personal: Vec::new() })
}

/// An officer who handles the case records how and when a notice reached the person.
pub(super) fn record(
    moment: &Moment<'_>,
    notice: u16,
    how: ServiceMethod,
    on: Option<Date>,
) -> Result<Event, Rejection> {
    handler(moment)?;
    let notice = not_served(moment, notice)?;
    let day = possible(moment, notice, on)?;
    Ok(served(moment, notice, how, how.served_on(day)))
}

/// The applicant opens a notice that was sent electronically.
pub(super) fn acknowledge(moment: &Moment<'_>, notice: u16) -> Result<Event, Rejection> {
    theirs(moment)?;
    let notice = not_served(moment, notice)?;
    Ok(served(moment, notice, ServiceMethod::Electronic, day_of(moment.rules, moment.at)))
}

/// Only the applicant opens it.
fn theirs(moment: &Moment<'_>) -> Result<(), Rejection> {
    if is_applicant(moment) { Ok(()) } else { Err(Rejection::RoleNotAllowed { allowed: vec![RoleName::applicant()] }) }
}

/// The case has the notice, and it was not served yet.
fn not_served<'a>(moment: &Moment<'a>, notice: u16) -> Result<&'a Notice, Rejection> {
    let notices = &moment.case.notices;
    let unknown = || Rejection::UnknownNotice { issued: notices.iter().map(|one| one.notice).collect() };
    let found = notices.iter().find(|one| one.notice == notice).ok_or_else(unknown)?;
    match &found.served {
        Some(served) => Err(Rejection::NoticeServedBefore { on: served.on }),
        None => Ok(found),
    }
}

/// The day of service lies between the day of issue and today.
fn possible(moment: &Moment<'_>, notice: &Notice, on: Option<Date>) -> Result<Date, Rejection> {
    let (from, until) = (day_of(moment.rules, notice.issued_at), day_of(moment.rules, moment.at));
    let day = on.unwrap_or(until);
    if (from..=until).contains(&day) { Ok(day) } else { Err(Rejection::ServiceDayImpossible { from, until }) }
}

fn served(moment: &Moment<'_>, notice: &Notice, how: ServiceMethod, on: Date) -> Event {
    let told = NOTICE_RULES.iter().any(|rule| rule.kind == notice.kind && rule.remedies);
    let remedies = moment.rules.module.guide.remedies.iter().filter(|_| told);
    let remedies = remedies.filter_map(|remedy| remedy_due(moment.rules, remedy, on)).collect();
    let body = EventBody::NoticeServed { notice: notice.notice, how, on, remedies };
    Event { effective_at: moment.at, by: moment.by.clone(), body, personal: Vec::new() }
}

/// The last day of a remedy against what was served on `on`; `None` for one that is open at any time.
fn remedy_due(rules: Rules<'_>, remedy: &Remedy, on: Date) -> Option<RemedyDue> {
    let within = remedy.within?;
    let start = on.to_zoned(rules.facts.zone.clone()).ok()?.timestamp();
    Some(RemedyDue { kind: remedy.kind, due: term_due(rules, start, within) })
}

/// The day of service is not counted (Civil Code, art. 201).
fn term_due(rules: Rules<'_>, start: Timestamp, within: Term) -> Due {
    match within {
        Term::CalendarDays(days) => rules.due(start, Limit::CalendarDays(days)),
        Term::Months(months) => rules.facts.calendar.due_after_months(start, months, &rules.facts.zone),
    }
}

fn day_of(rules: Rules<'_>, at: Timestamp) -> Date {
    rules.facts.zone.to_datetime(at).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use crate::case::given::{
        Given, act, approver, clerk, given_accepted, given_submitted, lin, number, officer, stranger,
    };
    use crate::case::notice::RemedyDue;
    use crate::case::{Actor, EventBody, Intent, NoticeKind, NoticeNumber, Rejection, ServiceMethod};
    use crate::module::{Remedy, RemedyKind, ServiceType, Term};
    use crate::name::RoleName;
    use crate::text::Text;

    /// Refused on Monday, 2026-03-02, with two notices: of the acceptance and of the refusal. Against the
    /// refusal a review can be asked for within 60 days and a suit brought within six months.
    fn given_refused() -> Given {
        let remedy = |kind, within| Remedy { kind, place: Text::default(), within };
        given_accepted()
            .with(|module| {
                module.guide.remedies = vec![
                    remedy(RemedyKind::Review, Some(Term::CalendarDays(60))),
                    remedy(RemedyKind::Suit, Some(Term::Months(6))),
                    remedy(RemedyKind::Recheck, None),
                ];
            })
            .after(approver(), act("refuse").because("too young").resting_on("law-1"))
    }

    fn serve(notice: u16, how: ServiceMethod, on: Option<Date>) -> Intent {
        Intent::RecordService { notice, how, on }
    }

    fn open(notice: u16) -> Intent {
        Intent::AcknowledgeNotice { notice }
    }

    fn last_days(given: &Given, notice: u16) -> Vec<(RemedyKind, Date)> {
        let crate::case::Case::Open(case) = &given.case else { panic!("no case") };
        let served = case.notices.iter().find(|one| one.notice == notice).unwrap().served.as_ref().unwrap();
        served.remedies.iter().map(|remedy: &RemedyDue| (remedy.kind, remedy.due.day)).collect()
    }

    #[test]
    fn what_the_law_wants_in_writing_is_told_in_a_numbered_notice_of_the_city() {
        let then = given_submitted().when(clerk(), act("accept"));
        let events = then.outcome.as_ref().unwrap();
        let [accepted, notice] = &events[..] else { panic!("{events:?}") };
        assert_eq!(accepted.body.type_name(), "CaseAccepted");
        assert_eq!((&notice.by, notice.effective_at), (&Actor::City, accepted.effective_at));
        assert_eq!(
            notice.body,
            EventBody::NoticeIssued {
                notice: 1,
                number: NoticeNumber { case: number(), notice: 1 },
                kind: NoticeKind::Acceptance,
                of: "CaseAccepted".to_owned(),
            }
        );
        let refused = then.go_on().when(approver(), act("refuse").because("too young").resting_on("law-1"));
        let kinds: Vec<_> = refused.case().notices.iter().map(|one| (one.notice, one.kind)).collect();
        assert_eq!(kinds, [(1, NoticeKind::Acceptance), (2, NoticeKind::Refusal)]);
    }

    #[test]
    fn a_report_is_told_of_without_notices() {
        let report = given_submitted().with(|module| module.service_type = ServiceType::WorkOrder);
        assert_eq!(report.when(clerk(), act("accept")).outcome.unwrap().len(), 1);
    }

    #[test]
    fn a_note_and_one_of_two_signatures_bring_no_notice() {
        assert_eq!(given_submitted().when(clerk(), act("note")).outcome.unwrap().len(), 1);
        let two = given_submitted().with(|module| module.workflow.actions[0].officers = 2);
        assert_eq!(two.when(clerk(), act("accept")).outcome.unwrap().len(), 1);
    }

    #[test]
    fn only_an_officer_who_handles_the_case_records_service() {
        let serve = || serve(2, ServiceMethod::InPerson, None);
        let roles: Vec<RoleName> = ["approver", "clerk"].iter().map(|role| role.parse().unwrap()).collect();
        for by in [lin(), Actor::Anonymous, Actor::City, officer("wu", "parks", "janitor")] {
            given_refused().when(by, serve()).then_err(Rejection::RoleNotAllowed { allowed: roles.clone() });
        }
        given_refused()
            .when(officer("wang", "roads", "clerk"), serve())
            .then_err(Rejection::OtherDepartment { department: "parks".parse().unwrap() });
        given_refused().when(officer("lin", "parks", "clerk"), serve()).then_err(Rejection::OwnCase);
        given_refused().after(clerk(), serve());
    }

    #[test]
    fn only_the_applicant_opens_a_notice() {
        for by in [stranger(), clerk(), Actor::Anonymous] {
            let allowed = vec![RoleName::applicant()];
            given_refused().when(by, open(2)).then_err(Rejection::RoleNotAllowed { allowed });
        }
    }

    #[test]
    fn only_what_was_issued_is_served() {
        for asked in [serve(3, ServiceMethod::Post, None), serve(0, ServiceMethod::Post, None)] {
            given_refused().when(clerk(), asked).then_err(Rejection::UnknownNotice { issued: vec![1, 2] });
        }
        given_refused().when(lin(), open(9)).then_err(Rejection::UnknownNotice { issued: vec![1, 2] });
    }

    #[test]
    fn a_notice_is_served_once() {
        let served = || given_refused().at("03-05T10:00").after(lin(), open(2));
        let before = || Rejection::NoticeServedBefore { on: date(2026, 3, 5) };
        served().when(lin(), open(2)).then_err(before());
        served().when(clerk(), serve(2, ServiceMethod::Post, None)).then_err(before());
        served().after(lin(), open(1));
    }

    #[test]
    fn a_notice_is_served_between_its_issue_and_today() {
        let given = || given_refused().at("03-05T10:00");
        for day in [date(2026, 3, 1), date(2026, 3, 6)] {
            given()
                .when(clerk(), serve(2, ServiceMethod::Post, Some(day)))
                .then_err(Rejection::ServiceDayImpossible { from: date(2026, 3, 2), until: date(2026, 3, 5) });
        }
        let then = given().when(clerk(), serve(2, ServiceMethod::Post, Some(date(2026, 3, 2))));
        assert_eq!(then.case().notices[1].served.as_ref().unwrap().on, date(2026, 3, 2));
    }

    #[test]
    fn remedies_run_from_the_day_after_service() {
        let given = given_refused().at("03-05T23:59").after(lin(), open(2));
        // The sixtieth day is Monday, 2026-05-04; six months end on Saturday, 2026-09-05.
        let expected = [(RemedyKind::Review, date(2026, 5, 4)), (RemedyKind::Suit, date(2026, 9, 7))];
        assert_eq!(last_days(&given, 2), expected);
    }

    #[test]
    fn what_was_announced_counts_as_served_after_thirty_days() {
        let given = given_refused().at("03-05T10:00").after(clerk(), serve(2, ServiceMethod::Announcement, None));
        let crate::case::Case::Open(case) = &given.case else { panic!("no case") };
        assert_eq!(case.notices[1].served.as_ref().unwrap().on, date(2026, 4, 4));
        assert_eq!(last_days(&given, 2)[0], (RemedyKind::Review, date(2026, 6, 3)));
    }

    #[test]
    fn a_notice_that_decides_nothing_starts_no_remedy() {
        let given = given_refused().after(lin(), open(1));
        assert_eq!(last_days(&given, 1), []);
    }
}
