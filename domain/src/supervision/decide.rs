//! The rules of a matter: who may instruct, give feedback, extend and close, each rule one guard clause.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::event::{Cause, Level, MatterEvent, MatterEventBody, MatterId};
use super::ladder::{Addressee, Unit, addressee};
use super::matter::{Matter, OpenMatter};
use super::rejection::Rejection;
use crate::calendar::{Due, Limit};
use crate::case::card::CardKind;
use crate::case::{Actor, CaseNumber};
use crate::facts::Facts;
use crate::name::{CaseId, DepartmentName, RoleName};

/// One thing asked of one matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// The law's time at which it is asked.
    pub at: Timestamp,
    /// Who asks.
    pub by: Actor,
    /// What is asked.
    pub intent: Intent,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Open a matter about a case (督办立项).
    Open {
        /// Its identity.
        id: MatterId,
        /// The case.
        case: CaseId,
        /// The case's number.
        number: CaseNumber,
        /// Who has the case.
        department: DepartmentName,
        /// Why.
        cause: Cause,
        /// How far up it goes.
        level: Level,
        /// What is to be done; a card says nothing.
        text: Option<String>,
    },
    /// Say what is to be done.
    Instruct {
        /// What.
        text: String,
    },
    /// Say what was done.
    GiveFeedback {
        /// What.
        text: String,
    },
    /// Give the department more time.
    Extend {
        /// By how many working days, from the day on which feedback was wanted.
        working_days: u8,
        /// Why.
        reason: String,
    },
    /// The matter is over.
    Close,
}

/// The matter that a card opens; `None` for a notice, which nobody above is told of.
#[must_use]
pub fn opened_by_card(kind: CardKind) -> Option<Level> {
    match kind {
        CardKind::Notice => None,
        CardKind::Yellow => Some(Level::Head),
        CardKind::Red => Some(Level::Superior),
    }
}

/// Decides one command. `units` is the org tree as it is now.
///
/// # Errors
/// The first rule that does not allow the command.
pub fn decide(
    facts: &Facts,
    units: &BTreeMap<DepartmentName, Unit>,
    matter: &Matter,
    command: &Command,
) -> Result<MatterEvent, Rejection> {
    let (at, body, text) = match (&command.intent, matter) {
        (Intent::Open { .. }, Matter::Open(_)) => return Err(Rejection::MatterExists),
        (Intent::Open { .. }, Matter::Unborn) => open(facts, units, command)?,
        (_, Matter::Unborn) => return Err(Rejection::NoSuchMatter),
        (intent, Matter::Open(matter)) => {
            not_closed(matter)?;
            let (body, text) = follow(facts, matter, &command.by, intent)?;
            (command.at.max(matter.last_at), body, text)
        }
    };
    Ok(MatterEvent { effective_at: at, by: command.by.clone(), body, text })
}

/// What can be done in a matter that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatterAct {
    /// [`Intent::Instruct`].
    Instruct,
    /// [`Intent::GiveFeedback`].
    GiveFeedback,
    /// [`Intent::Extend`].
    Extend,
    /// [`Intent::Close`].
    Close,
}

impl MatterAct {
    /// Every one, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Instruct, Self::GiveFeedback, Self::Extend, Self::Close];

    /// The intent, with something written in it.
    fn tried(self) -> Intent {
        let written = || "…".to_owned();
        match self {
            Self::Instruct => Intent::Instruct { text: written() },
            Self::GiveFeedback => Intent::GiveFeedback { text: written() },
            Self::Extend => Intent::Extend { working_days: 1, reason: written() },
            Self::Close => Intent::Close,
        }
    }
}

/// What somebody may do in a matter now. An act is listed exactly when [`decide`] would accept it, with what it demands.
#[must_use]
pub fn available_acts(facts: &Facts, matter: &OpenMatter, by: &Actor) -> Vec<MatterAct> {
    if not_closed(matter).is_err() {
        return Vec::new();
    }
    let accepted = |act: &MatterAct| follow(facts, matter, by, &act.tried()).is_ok();
    MatterAct::ALL.into_iter().filter(accepted).collect()
}

/// Whether somebody may open a matter by hand: exactly when [`decide`] would accept that of them, with what it demands.
#[must_use]
pub fn may_open(facts: &Facts, by: &Actor) -> bool {
    supervises(facts, by).is_ok()
}

type Decided = (MatterEventBody, Option<String>);

fn open(
    facts: &Facts,
    units: &BTreeMap<DepartmentName, Unit>,
    command: &Command,
) -> Result<(Timestamp, MatterEventBody, Option<String>), Rejection> {
    let Intent::Open { id, case, number, department, cause, level, text } = &command.intent else {
        return Err(Rejection::NoSuchMatter);
    };
    let text = match cause {
        Cause::Card { .. } => None,
        Cause::Supervisor => {
            supervises(facts, &command.by)?;
            Some(written(text.as_deref().unwrap_or_default(), Rejection::TextRequired)?)
        }
    };
    let body = MatterEventBody::SupervisionOpened {
        id: *id,
        case: *case,
        number: number.clone(),
        department: department.clone(),
        level: *level,
        cause: *cause,
        addressee: addressee(units, department, *level),
        due: facts.calendar.due(command.at, facts.supervision.feedback_within, &facts.zone),
        calendar_version: facts.calendar.version,
    };
    Ok((command.at, body, text))
}

fn follow(facts: &Facts, matter: &OpenMatter, by: &Actor, intent: &Intent) -> Result<Decided, Rejection> {
    match intent {
        Intent::Open { .. } => Err(Rejection::MatterExists),
        Intent::Instruct { text } => {
            stands_above(facts, matter, by)?;
            Ok((MatterEventBody::Instructed {}, Some(written(text, Rejection::TextRequired)?)))
        }
        Intent::GiveFeedback { text } => {
            is_asked(matter, by)?;
            Ok((MatterEventBody::FeedbackGiven {}, Some(written(text, Rejection::TextRequired)?)))
        }
        Intent::Extend { working_days, reason } => {
            stands_above(facts, matter, by)?;
            did_not_answer(matter, by)?;
            not_extended(matter)?;
            let reason = written(reason, Rejection::ReasonRequired)?;
            let due = later(facts, matter, *working_days);
            let calendar_version = facts.calendar.version;
            Ok((MatterEventBody::SupervisionExtended { due, calendar_version }, Some(reason)))
        }
        Intent::Close => {
            stands_above(facts, matter, by)?;
            answered(matter)?;
            did_not_answer(matter, by)?;
            Ok((MatterEventBody::SupervisionClosed {}, None))
        }
    }
}

/// The day on which feedback was wanted is not counted.
fn later(facts: &Facts, matter: &OpenMatter, working_days: u8) -> Due {
    let last_moment = matter.due.at.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(matter.due.at);
    facts.calendar.due(last_moment, Limit::WorkingDays(working_days.max(1).into()), &facts.zone)
}

/// Nothing happens to a matter that is closed.
fn not_closed(matter: &OpenMatter) -> Result<(), Rejection> {
    if matter.closed_at.is_none() { Ok(()) } else { Err(Rejection::MatterClosed) }
}

/// Only a supervisor opens a matter by hand.
fn supervises(facts: &Facts, by: &Actor) -> Result<(), Rejection> {
    let role = &facts.supervision.supervises;
    if holds(by, role) { Ok(()) } else { Err(Rejection::RoleNotAllowed { allowed: vec![role.clone()] }) }
}

fn holds(by: &Actor, role: &RoleName) -> bool {
    matches!(by, Actor::Officer { roles, .. } if roles.contains(role))
}

/// A supervisor leads a matter, and whoever it goes to.
fn stands_above(facts: &Facts, matter: &OpenMatter, by: &Actor) -> Result<(), Rejection> {
    if is_addressee(matter, by) { Ok(()) } else { supervises(facts, by) }
}

fn is_addressee(matter: &OpenMatter, by: &Actor) -> bool {
    match (&matter.addressee, by) {
        (Addressee::Person { subject }, Actor::Officer { subject: by, .. }) => subject == by,
        _ => false,
    }
}

/// Feedback comes from an officer of the department that is asked.
fn is_asked(matter: &OpenMatter, by: &Actor) -> Result<(), Rejection> {
    match by {
        Actor::Officer { department, .. } if *department == matter.department => Ok(()),
        _ => Err(Rejection::OtherDepartment { department: matter.department.clone() }),
    }
}

/// Blank text is none.
fn written(text: &str, none: Rejection) -> Result<String, Rejection> {
    let text = text.trim();
    if text.is_empty() { Err(none) } else { Ok(text.to_owned()) }
}

/// More time is given once.
fn not_extended(matter: &OpenMatter) -> Result<(), Rejection> {
    if matter.extended { Err(Rejection::ExtendedBefore) } else { Ok(()) }
}

/// Nothing is closed that nobody has answered.
fn answered(matter: &OpenMatter) -> Result<(), Rejection> {
    if matter.answered_by.is_empty() { Err(Rejection::NoFeedbackYet) } else { Ok(()) }
}

/// Who gave feedback neither judges it nor gives themselves more time.
fn did_not_answer(matter: &OpenMatter, by: &Actor) -> Result<(), Rejection> {
    let answered = by.subject().is_some_and(|subject| matter.answered_by.contains(subject));
    if answered { Err(Rejection::SameOfficer) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::given::{at, clerk, due, facts, id, lin, number, officer};
    use crate::supervision::evolve;

    fn units() -> BTreeMap<DepartmentName, Unit> {
        let subject = |name: &str| Some(crate::name::SubjectId(name.to_owned()));
        let gov = Unit { head: subject("mayor"), ..Unit::default() };
        let parks = Unit { parent: "gov".parse().ok(), head: subject("shi"), superior: subject("han") };
        BTreeMap::from([("gov".parse().unwrap(), gov), ("parks".parse().unwrap(), parks)])
    }

    fn supervisor() -> Actor {
        officer("wen", "gov", "supervisor")
    }

    /// The superior to whom a red card goes.
    fn superior() -> Actor {
        officer("han", "gov", "leader")
    }

    fn opening(cause: Cause, text: Option<&str>) -> Intent {
        Intent::Open {
            id: MatterId(uuid::Uuid::from_u128(9)),
            case: id(),
            number: number(),
            department: "parks".parse().unwrap(),
            cause,
            level: Level::Superior,
            text: text.map(str::to_owned),
        }
    }

    fn by_card() -> Intent {
        opening(Cause::Card { number: 3, kind: CardKind::Red }, None)
    }

    fn instruct() -> Intent {
        Intent::Instruct { text: "decide by Friday".to_owned() }
    }

    fn feedback() -> Intent {
        Intent::GiveFeedback { text: "decided today".to_owned() }
    }

    fn extend() -> Intent {
        Intent::Extend { working_days: 2, reason: "the expert is ill".to_owned() }
    }

    fn asked(matter: &Matter, moment: &str, by: Actor, intent: Intent) -> Result<MatterEvent, Rejection> {
        decide(&facts(), &units(), matter, &Command { at: at(moment), by, intent })
    }

    /// A matter after its opening on Wednesday, 2026-03-18, and these commands.
    fn after(commands: impl IntoIterator<Item = (Actor, Intent)>) -> Matter {
        let opening = [(Actor::City, by_card())];
        opening.into_iter().chain(commands).fold(Matter::Unborn, |matter, (by, intent)| {
            let event = asked(&matter, "03-18T00:00", by, intent).unwrap();
            evolve(matter, &event)
        })
    }

    fn open(matter: &Matter) -> &OpenMatter {
        match matter {
            Matter::Open(matter) => matter,
            Matter::Unborn => panic!("the matter was never opened"),
        }
    }

    fn refused(matter: &Matter, by: Actor, intent: Intent, rejection: &Rejection) {
        assert_eq!(asked(matter, "03-19T10:00", by, intent).as_ref(), Err(rejection));
    }

    #[test]
    fn yellow_goes_to_the_head_and_red_to_who_stands_above() {
        let levels = [CardKind::Notice, CardKind::Yellow, CardKind::Red].map(opened_by_card);
        assert_eq!(levels, [None, Some(Level::Head), Some(Level::Superior)]);
    }

    #[test]
    fn a_card_opens_a_matter_for_whom_the_ladder_names() {
        let matter = after([]);
        let matter = open(&matter);
        assert_eq!(matter.addressee, Addressee::Person { subject: crate::name::SubjectId("han".to_owned()) });
        assert_eq!(matter.due, due(3, 23));
        let lost = decide(
            &facts(),
            &BTreeMap::new(),
            &Matter::Unborn,
            &Command { at: at("03-18T00:00"), by: Actor::City, intent: by_card() },
        );
        let opened = evolve(Matter::Unborn, &lost.unwrap());
        assert_eq!(open(&opened).addressee, Addressee::SuperiorMissing);
    }

    #[test]
    fn a_matter_is_opened_once() {
        refused(&after([]), Actor::City, by_card(), &Rejection::MatterExists);
    }

    #[test]
    fn only_an_opened_matter_is_followed() {
        refused(&Matter::Unborn, supervisor(), instruct(), &Rejection::NoSuchMatter);
    }

    #[test]
    fn only_a_supervisor_opens_one_by_hand_and_says_what_is_to_be_done() {
        let allowed = vec!["supervisor".parse().unwrap()];
        let by_hand = |text| opening(Cause::Supervisor, text);
        for by in [clerk(), superior(), lin()] {
            assert!(!may_open(&facts(), &by));
            let rejection = Rejection::RoleNotAllowed { allowed: allowed.clone() };
            refused(&Matter::Unborn, by, by_hand(Some("look at it")), &rejection);
        }
        assert!(may_open(&facts(), &supervisor()));
        for text in [None, Some(" ")] {
            refused(&Matter::Unborn, supervisor(), by_hand(text), &Rejection::TextRequired);
        }
        let event = asked(&Matter::Unborn, "03-18T10:00", supervisor(), by_hand(Some("look at it"))).unwrap();
        assert_eq!(event.text.as_deref(), Some("look at it"));
    }

    #[test]
    fn a_supervisor_or_whom_it_goes_to_instructs() {
        for by in [supervisor(), superior()] {
            assert_eq!(open(&after([(by, instruct())])).instructions, 1);
        }
        let allowed = vec!["supervisor".parse().unwrap()];
        refused(&after([]), clerk(), instruct(), &Rejection::RoleNotAllowed { allowed });
        refused(&after([]), superior(), Intent::Instruct { text: String::new() }, &Rejection::TextRequired);
    }

    #[test]
    fn feedback_comes_from_the_department_that_is_asked() {
        let matter = after([(clerk(), feedback())]);
        assert_eq!(open(&matter).answered_at, Some(at("03-18T00:00")));
        let department = "parks".parse().unwrap();
        refused(&after([]), superior(), feedback(), &Rejection::OtherDepartment { department });
        refused(&after([]), clerk(), Intent::GiveFeedback { text: String::new() }, &Rejection::TextRequired);
    }

    #[test]
    fn more_time_is_given_once_with_a_reason_and_not_by_who_is_asked() {
        let matter = after([(supervisor(), extend())]);
        assert_eq!((open(&matter).due, open(&matter).extended), (due(3, 25), true));
        refused(&matter, superior(), extend(), &Rejection::ExtendedBefore);
        let allowed = vec!["supervisor".parse().unwrap()];
        refused(&after([]), clerk(), extend(), &Rejection::RoleNotAllowed { allowed });
        let without = Intent::Extend { working_days: 2, reason: "\t".to_owned() };
        refused(&after([]), superior(), without, &Rejection::ReasonRequired);
    }

    #[test]
    fn a_matter_is_closed_only_after_feedback_and_not_by_who_gave_it() {
        refused(&after([]), supervisor(), Intent::Close, &Rejection::NoFeedbackYet);
        let both = || officer("wen", "parks", "supervisor");
        let answered = after([(both(), feedback())]);
        refused(&answered, both(), Intent::Close, &Rejection::SameOfficer);
        refused(&answered, both(), extend(), &Rejection::SameOfficer);
        let allowed = vec!["supervisor".parse().unwrap()];
        refused(&answered, clerk(), Intent::Close, &Rejection::RoleNotAllowed { allowed });
        let closed = asked(&answered, "03-19T10:00", superior(), Intent::Close).unwrap();
        assert_eq!(open(&evolve(answered, &closed)).closed_at, Some(at("03-19T10:00")));
    }

    #[test]
    fn nothing_happens_to_a_matter_that_is_closed() {
        let closed = after([(clerk(), feedback()), (supervisor(), Intent::Close)]);
        for intent in [instruct(), feedback(), extend(), Intent::Close] {
            refused(&closed, supervisor(), intent, &Rejection::MatterClosed);
        }
    }
    #[test]
    fn what_is_available_is_what_decide_accepts() {
        let both = || officer("wen", "parks", "supervisor");
        let matters = [
            after([]),
            after([(supervisor(), instruct()), (supervisor(), extend())]),
            after([(clerk(), feedback())]),
            after([(both(), feedback())]),
            after([(clerk(), feedback()), (supervisor(), Intent::Close)]),
        ];
        let mut told = 0;
        for (matter, by) in matters.iter().flat_map(|matter| {
            let people =
                [supervisor(), superior(), clerk(), both(), officer("qi", "roads", "clerk"), lin(), Actor::City];
            people.map(|by| (matter, by))
        }) {
            let available = available_acts(&facts(), open(matter), &by);
            let accepted = |act: &MatterAct| {
                let intent = match act {
                    MatterAct::Instruct => instruct(),
                    MatterAct::GiveFeedback => feedback(),
                    MatterAct::Extend => extend(),
                    MatterAct::Close => Intent::Close,
                };
                asked(matter, "03-19T10:00", by.clone(), intent).is_ok()
            };
            let wanted: Vec<_> = MatterAct::ALL.into_iter().filter(accepted).collect();
            assert_eq!(available, wanted, "{by:?} in {matter:?}");
            told += available.len();
        }
        assert!(told > 15, "{told}");
    }
}
