//! Writing and reading in the conversation of a case. It is open from submission until so long after
//! the case was closed; neither moves a clock or prolongs a window.

use super::permission::{Moment, is_applicant, party_or_handler};
use super::personal;
use crate::calendar::Limit;
use crate::case::conversation::Side;
use crate::case::event::Part;
use crate::case::{Event, EventBody, Rejection};
use crate::form::Class;

/// How many characters a message has at most.
const CHARACTERS_MAX: usize = 2_000;

/// How many messages a case holds at most: its row in views carries one line for each.
const MESSAGES_MAX: usize = 500;

/// How long after a case was closed its conversation stays open, in every module alike.
const OPEN_AFTER_CLOSING: Limit = Limit::CalendarDays(30);

pub(super) fn send(moment: &Moment<'_>, text: &str) -> Result<Event, Rejection> {
    party_or_handler(moment)?;
    still_open(moment)?;
    let text = of_length(text)?;
    has_room(moment)?;
    let subject = moment.case.applicant.as_ref();
    let personal = vec![personal(subject, Part::Message, Class::Personal, text.into())];
    let body = EventBody::MessageSent { from: side(moment) };
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal })
}

/// Nothing is recorded where nothing was new.
pub(super) fn read(moment: &Moment<'_>, up_to: u64) -> Result<Option<Event>, Rejection> {
    party_or_handler(moment)?;
    let by = side(moment);
    let last = moment.case.conversation.unread(by, up_to).map(|message| message.revision).max();
    let body = last.map(|up_to| EventBody::MessagesRead { by, up_to });
    Ok(body.map(|body| Event { effective_at: moment.at, by: moment.by.clone(), body, personal: Vec::new() }))
}

fn side(moment: &Moment<'_>) -> Side {
    if is_applicant(moment) { Side::Applicant } else { Side::Department }
}

/// The case is not over, or was closed not long ago.
fn still_open(moment: &Moment<'_>) -> Result<(), Rejection> {
    let Some(closed_at) = moment.case.closed_at.filter(|_| moment.case.end.is_some()) else { return Ok(()) };
    let ended = moment.rules.due(closed_at, OPEN_AFTER_CLOSING).at;
    if moment.at < ended { Ok(()) } else { Err(Rejection::ConversationOver { ended }) }
}

/// A message says something, and not too much.
fn of_length(text: &str) -> Result<&str, Rejection> {
    let text = text.trim();
    let length = text.chars().count();
    if (1..=CHARACTERS_MAX).contains(&length) {
        return Ok(text);
    }
    Err(Rejection::MessageLength { most: CHARACTERS_MAX })
}

/// A case does not hold messages without end.
fn has_room(moment: &Moment<'_>) -> Result<(), Rejection> {
    if moment.case.conversation.0.len() < MESSAGES_MAX {
        return Ok(());
    }
    Err(Rejection::ConversationFull { most: MESSAGES_MAX })
}

#[cfg(test)]
mod tests {
    use super::{CHARACTERS_MAX, MESSAGES_MAX};
    use crate::calendar::Limit;
    use crate::case::conversation::Side;
    use crate::case::event::{EventBody, Part};
    use crate::case::given::{
        Given, act, approver, at, clerk, due, given_accepted, given_closed, given_submitted, lin, officer, say,
        stranger,
    };
    use crate::case::{Actor, Intent, Rejection};
    use crate::module::Effect;

    fn read(up_to: u64) -> Intent {
        Intent::ReadMessages { up_to }
    }

    #[test]
    fn applicant_and_department_write_in_any_state() {
        for given in [given_submitted as fn() -> Given, given_accepted, given_closed] {
            for (by, from) in [(lin(), Side::Applicant), (clerk(), Side::Department), (approver(), Side::Department)] {
                let then = given().when(by, say("Which plot is it?"));
                then.then_last(&EventBody::MessageSent { from });
            }
        }
    }

    #[test]
    fn nobody_else_writes_or_reads() {
        let allowed = || ["applicant", "approver", "clerk"].map(|role| role.parse().unwrap()).to_vec();
        for intent in [say("hello"), read(9)] {
            for by in [stranger(), Actor::Anonymous, Actor::City, officer("wu", "parks", "janitor")] {
                given_submitted().when(by, intent.clone()).then_err(Rejection::RoleNotAllowed { allowed: allowed() });
            }
            let roads = officer("wang", "roads", "clerk");
            let rejection = Rejection::OtherDepartment { department: "parks".parse().unwrap() };
            given_submitted().when(roads, intent.clone()).then_err(rejection);
            given_submitted().when(officer("lin", "parks", "clerk"), intent).then_err(Rejection::OwnCase);
        }
    }

    #[test]
    fn the_conversation_ends_thirty_days_after_closing_and_no_message_prolongs_it() {
        let closed = || given_closed().at("03-20T10:00").after(lin(), say("Thank you."));
        closed().at("04-01T23:59").after(clerk(), say("With pleasure."));
        let over = Rejection::ConversationOver { ended: due(4, 1).at };
        closed().at("04-02T00:00").when(lin(), say("And another thing")).then_err(over);
    }

    #[test]
    fn a_message_says_something_and_not_too_much() {
        let most = "树".repeat(CHARACTERS_MAX);
        given_submitted().after(lin(), say(&most));
        for text in ["", " \n", &format!("{most}树")] {
            given_submitted().when(lin(), say(text)).then_err(Rejection::MessageLength { most: CHARACTERS_MAX });
        }
    }

    #[test]
    fn a_case_does_not_hold_messages_without_end() {
        let full = (0..MESSAGES_MAX).fold(given_submitted(), |given, _| given.after(lin(), say("Hello?")));
        full.when(clerk(), say("Yes?")).then_err(Rejection::ConversationFull { most: MESSAGES_MAX });
    }

    #[test]
    fn the_words_are_sealed_for_the_applicant_whoever_wrote_them() {
        let then = given_submitted().when(clerk(), say(" Which plot? "));
        let [sealed] = &then.last().personal[..] else { panic!("{:?}", then.last()) };
        assert_eq!((sealed.part, sealed.value.as_str()), (Part::Message, Some("Which plot?")));
        assert_eq!(sealed.subject.as_ref().map(|subject| subject.0.as_str()), Some("lin"));
        assert!(!serde_json::to_string(&then.last().body).unwrap().contains("plot"));
    }

    #[test]
    fn a_side_reads_what_the_other_wrote_once() {
        let asked = given_submitted().after(clerk(), say("Which plot?")).after(lin(), say("The seventh."));
        let then = asked.at("03-03T09:00").when(lin(), read(99));
        then.then_last(&EventBody::MessagesRead { by: Side::Applicant, up_to: 1 });
        let seen: Vec<_> = then.case().conversation.0.iter().map(|message| message.read_at).collect();
        assert_eq!(seen, [Some(at("03-03T09:00")), None]);
        let unread = [Side::Applicant, Side::Department].map(|side| then.case().conversation.unread_by(side));
        assert_eq!(unread, [0, 1]);
        then.go_on().at("03-04T09:00").when(lin(), read(99)).then_history(&[]);
    }

    #[test]
    fn what_came_after_is_not_read() {
        let asked = given_submitted().after(clerk(), say("One")).after(clerk(), say("Two"));
        let then = asked.when(lin(), read(1));
        assert_eq!(then.case().conversation.unread_by(Side::Applicant), 1);
        then.go_on().when(lin(), read(0)).then_history(&[]);
    }

    #[test]
    fn what_is_said_moves_no_clock_and_prolongs_no_window() {
        let before = given_accepted().at("03-05T10:00");
        let clocks = before.clone().when(clerk(), act("note")).case().clocks.clone();
        let then = before.after(lin(), say("When?")).after(clerk(), say("Soon.")).when(lin(), read(99));
        assert_eq!(then.case().clocks, clocks);
        let reopening = given_closed().with(|module| {
            module.workflow.actions[10].effect = Effect::Reopen { within: Limit::CalendarDays(5), times_max: 1 };
        });
        let ended = due(3, 9).at;
        reopening
            .at("03-09T10:00")
            .after(clerk(), say("All is done."))
            .at("03-10T00:00")
            .when(lin(), act("take-up"))
            .then_err(Rejection::ReopenWindowOver { ended });
    }
}
