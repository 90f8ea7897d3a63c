//! What holds of every history that any module allows: of replay and timers, of what is permitted, of order and dates.
//! What the law and the city's supervision rest on is listed in [`crate::invariants`].

use std::collections::BTreeSet;

use cityhall_domain::calendar::{Due, Limit};
use cityhall_domain::case::command::Actor;
use cityhall_domain::case::event::ClockName;
use cityhall_domain::case::{
    AssignmentAct, Case, Clock, Command, Event, EventBody, Intent, OpenCase, ReliefAct, Stage, available_actions,
    available_assignments, available_reliefs, decide, evolve, may_answer_supplement, next_settle,
};
use cityhall_domain::facts::Facts;
use cityhall_domain::module::{Action, Effect, Module};
use cityhall_domain::name::SubjectId;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::asking::{answer, commands, complete, steps};
use crate::calendars::official_until;
use crate::holding::properties;
use crate::random::{actors, facts, module};

/// A history as the engine would make it: every accepted command's events, one after another.
struct History {
    events: Vec<Event>,
    case: Case,
}

impl History {
    fn new() -> Self {
        Self { events: Vec::new(), case: Case::Unborn }
    }

    /// Whether the command was accepted.
    fn give(&mut self, module: &Module, facts: &Facts, command: &Command) -> bool {
        let decided = decide(module, facts, &self.case, command);
        let accepted = decided.is_ok();
        for event in decided.into_iter().flatten() {
            self.case = evolve(self.case.clone(), &event);
            self.events.push(event);
        }
        accepted
    }

    /// A timer that is never late: it settles at each moment at which there is something to do.
    fn settle_punctually(&mut self, module: &Module, facts: &Facts, until: Timestamp) {
        while let Some(at) = next_settle(facts, &self.case).filter(|at| *at <= until) {
            let before = self.events.len();
            self.give(module, facts, &settle(at));
            assert!(self.events.len() > before, "nothing was settled at {at}");
        }
    }
}

fn settle(at: Timestamp) -> Command {
    Command { at, by: Actor::City, intent: Intent::Settle }
}

fn told(module: &Module, commands: &[Command]) -> History {
    let facts = facts();
    let mut history = History::new();
    for command in commands {
        history.give(module, &facts, command);
    }
    history
}

fn open(case: &Case) -> &OpenCase {
    match case {
        Case::Open(case) => case,
        Case::Unborn => panic!("the case was never submitted"),
    }
}

/// The same events as a store would give them back: without sealed values.
fn stored_and_read(event: &Event) -> Event {
    let body: EventBody = serde_json::from_value(serde_json::to_value(&event.body).unwrap()).unwrap();
    Event { effective_at: event.effective_at, by: event.by.clone(), body, personal: Vec::new() }
}

/// Every actor with every action that the module has.
fn matrix(module: &Module) -> Vec<(Actor, &Action)> {
    let actions = &module.workflow.actions;
    actors().into_iter().flat_map(|actor| actions.iter().map(move |action| (actor.clone(), action))).collect()
}

/// The case as it would be if it stood in each of the module's states.
fn in_each_state(module: &Module, case: &OpenCase) -> Vec<OpenCase> {
    let standing = |state: &cityhall_domain::module::State| OpenCase {
        state: state.name.clone(),
        end: state.end,
        closed_at: state.end.map(|_| case.last_at),
        ..case.clone()
    };
    module.workflow.states.iter().map(standing).collect()
}

properties! {
    #[test]
    fn replay_gives_the_case_that_decide_saw(module in module(), steps in steps()) {
        let facts = facts();
        let mut history = History::new();
        for command in commands(&module, &steps) {
            let mut settled = History { events: Vec::new(), case: history.case.clone() };
            settled.give(&module, &facts, &settle(command.at));
            let on_settled = decide(&module, &facts, &settled.case, &command);
            let at_once = decide(&module, &facts, &history.case, &command);
            let in_two_steps = on_settled.map(|events| [settled.events, events].concat());
            prop_assert_eq!(at_once, in_two_steps);
            history.give(&module, &facts, &command);
            let replayed = history.events.iter().map(stored_and_read).fold(Case::Unborn, |case, event| evolve(case, &event));
            prop_assert_eq!(&replayed, &history.case);
        }
    }

    #[test]
    fn a_late_timer_makes_the_same_history_as_a_punctual_one(module in module(), steps in steps()) {
        let facts = facts();
        let commands = commands(&module, &steps);
        let (mut late, mut punctual) = (History::new(), History::new());
        for command in &commands {
            punctual.settle_punctually(&module, &facts, command.at);
            let accepted = late.give(&module, &facts, command);
            prop_assert_eq!(punctual.give(&module, &facts, command), accepted);
        }
        let end = commands.iter().map(|command| command.at).max().unwrap() + SignedDuration::from_hours(900);
        late.give(&module, &facts, &settle(end));
        punctual.settle_punctually(&module, &facts, end);
        prop_assert_eq!(late.events, punctual.events);
    }

    #[test]
    fn what_is_available_is_what_decide_accepts(module in module(), steps in steps()) {
        let facts = facts();
        let commands = commands(&module, &steps);
        let history = told(&module, &commands);
        let at = commands.iter().map(|command| command.at).max().unwrap() + SignedDuration::from_hours(30);
        let reached = open(&history.case).clone();
        let waiting = may_answer_of_all(&module, &facts, &history.case, at);
        prop_assert_eq!(waiting.0, waiting.1);
        for case in in_each_state(&module, &reached).into_iter().chain([reached]) {
            let case = Case::Open(Box::new(case));
            for (by, action) in matrix(&module) {
                let available = available_actions(&module, &facts, &case, &by, at).contains(&action);
                let command = Command { at, by: by.clone(), intent: complete(&facts, &case, action) };
                let decided = decide(&module, &facts, &case, &command);
                prop_assert_eq!(available, decided.is_ok(), "{:?} {:?} {:?}", by, action, decided);
            }
        }
    }

    #[test]
    fn exactly_what_the_module_says_is_permitted(module in module()) {
        let facts = facts();
        let submitted = told(&module, &commands(&module, &[]));
        let submitted = open(&submitted.case);
        for case in in_each_state(&module, submitted) {
            let case = OpenCase { clocks: cityhall_domain::case::Clocks::default(), ..case };
            for (by, action) in matrix(&module).into_iter().filter(|(_, action)| is_plain(&action.effect)) {
                let whole = Case::Open(Box::new(case.clone()));
                let command = Command { at: case.last_at, by: by.clone(), intent: complete(&facts, &whole, action) };
                let decided = decide(&module, &facts, &whole, &command);
                let said = action.from.contains(&case.state) && names(action, &by);
                prop_assert_eq!(decided.is_ok(), said, "{:?} {:?} in {}", by, action, case.state);
            }
        }
    }

    #[test]
    fn nobody_checks_their_own_work(module in module(), steps in steps()) {
        let mut done = BTreeSet::new();
        for event in told(&module, &commands(&module, &steps)).events {
            let (Some(performed), Actor::Officer { subject, .. }) = (event.body.performed(), event.by) else { continue };
            let action = module.workflow.action(&performed.action).unwrap();
            for earlier in &action.not_by {
                prop_assert!(!done.contains(&(earlier.clone(), subject.clone())), "{} after {}", action.name, earlier);
            }
            done.insert((action.name.clone(), subject));
        }
    }

    #[test]
    fn a_history_keeps_its_order_and_a_closed_case_runs_no_clock(module in module(), steps in steps()) {
        let history = told(&module, &commands(&module, &steps));
        prop_assert!(history.events.is_sorted_by_key(|event| event.effective_at));
        let mut case = Case::Unborn;
        for event in &history.events {
            case = evolve(case, event);
            let now = open(&case);
            let ends = module.workflow.state(&now.state).is_some_and(|state| state.end.is_some());
            prop_assert_eq!(now.end.is_some(), ends);
            prop_assert_eq!(now.stage == Stage::Closed, ends);
            prop_assert!(!ends || next_settle(&facts(), &case).is_none());
            prop_assert_eq!(now.last_at, event.effective_at);
        }
    }

    #[test]
    fn every_date_is_explained_by_events(module in module(), steps in steps()) {
        let facts = facts();
        let mut case = Case::Unborn;
        for event in told(&module, &commands(&module, &steps)).events {
            case = evolve(case, &event);
            prop_assert_eq!(dates(&module, &case), dates_counted_again(&module, &facts, &case), "after {:?}", event);
        }
    }

    #[test]
    fn what_stands_still_neither_passes_nor_is_decided(module in module(), steps in steps()) {
        let mut case = Case::Unborn;
        for event in told(&module, &commands(&module, &steps)).events {
            if let Case::Open(before) = &case {
                let of_case = match event.body {
                    EventBody::LimitPassed { clock, .. } => clock != ClockName::Objection,
                    EventBody::CaseDeemedAccepted { .. } => true,
                    _ => false,
                };
                prop_assert!(!(of_case && before.stands_still()), "{event:?}");
                let decided = matches!(event.body, EventBody::CaseApproved { .. } | EventBody::CaseRefused { .. });
                let waits = before.procedure.is_some() || before.suspended_at.is_some() || before.supplement.is_some();
                let unheard = before.asked_departments().next().is_some();
                let unanswered = before.objections.iter().any(|objection| objection.answer.is_none());
                let waits = waits || unheard || unanswered;
                prop_assert!(!(decided && waits), "{event:?}");
            }
            case = evolve(case, &event);
            let stops = &open(&case).stops;
            let ended = stops.iter().map_while(|stop| Some((stop.from, stop.to?))).flat_map(|(from, to)| [from, to]);
            prop_assert!(ended.is_sorted(), "{stops:?}");
        }
    }

    #[test]
    fn what_somebody_has_in_hand_nobody_else_does(module in module(), steps in steps()) {
        let mut case = Case::Unborn;
        for event in told(&module, &commands(&module, &steps)).events {
            if let (Case::Open(before), Some(performed), Actor::Officer { subject, instead_of, .. }) =
                (&case, event.body.performed(), &event.by)
                && let office = instead_of.as_ref().unwrap_or(subject)
                && let Some(assignee) = before.assignee.as_ref().filter(|assignee| assignee.officer != *office)
            {
                let action = module.workflow.action(&performed.action).unwrap();
                prop_assert!(is_for_others(before, action, &assignee.officer), "{event:?}");
            }
            case = evolve(case, &event);
        }
    }

    #[test]
    fn a_case_is_in_hand_only_while_it_stays_where_it_is(module in module(), steps in steps()) {
        let mut case = Case::Unborn;
        for event in told(&module, &commands(&module, &steps)).events {
            let before = if let Case::Open(case) = &case { Some(case.clone()) } else { None };
            case = evolve(case, &event);
            let now = open(&case);
            let Some(assignee) = &now.assignee else { continue };
            prop_assert!(now.end.is_none());
            prop_assert!(now.applicant.as_ref() != Some(&assignee.officer));
            let before = before.unwrap();
            let same = before.assignee.as_ref() == Some(assignee);
            prop_assert!(!same || (&before.state, &before.department) == (&now.state, &now.department), "{event:?}");
        }
    }

    #[test]
    fn what_is_available_beside_actions_is_what_decide_accepts(module in module(), steps in steps()) {
        let facts = facts();
        let commands = commands(&module, &steps);
        let history = told(&module, &commands);
        let at = commands.iter().map(|command| command.at).max().unwrap();
        for by in actors() {
            let available = available_assignments(&module, &facts, &history.case, &by, at);
            let decided = |intent| decide(&module, &facts, &history.case, &Command { at, by: by.clone(), intent });
            let events = |decided: Vec<Event>| decided.iter().any(|event| matches!(event.body, EventBody::CaseAssigned(_)));
            prop_assert_eq!(available.contains(&AssignmentAct::Claim), decided(Intent::Claim).is_ok_and(events));
            let release = decided(Intent::Release { reason: None });
            prop_assert_eq!(available.contains(&AssignmentAct::Release), release.is_ok());
            let reliefs = available_reliefs(&module, &facts, &history.case, &by, at);
            let repaired = decided(Intent::RepairTrust { reason: "it was paid".to_owned() });
            prop_assert_eq!(reliefs.contains(&ReliefAct::RepairTrust), repaired.is_ok());
            let without = |number| decided(Intent::WithdrawCard { number, reason: "the office moved".to_owned() });
            let any = open(&history.case).cards.iter().any(|card| without(card.number).is_ok());
            prop_assert_eq!(reliefs.contains(&ReliefAct::WithdrawCard), any);
        }
    }

    #[test]
    fn what_is_missing_is_told_once_and_limits_are_lengthened_once(module in module(), steps in steps()) {
        let (mut asked, mut extended) = (BTreeSet::new(), false);
        for event in told(&module, &commands(&module, &steps)).events {
            match event.body {
                EventBody::SupplementRequested { items, .. } => {
                    prop_assert!(items.into_iter().all(|item| asked.insert(item)));
                }
                EventBody::LimitExtended { .. } => prop_assert!(!std::mem::replace(&mut extended, true)),
                EventBody::CaseReopened { .. } => extended = false,
                _ => {}
            }
        }
    }

    #[test]
    fn a_new_calendar_leaves_no_date_of_the_old_one(module in module(), steps in steps(), cut in 0usize..13) {
        let (before, mut after) = (Facts { calendar: official_until(2025), ..facts() }, facts());
        let commands = commands(&module, &steps);
        let cut = cut.min(commands.len() - 1) + 1;
        after.calendar.published_at = commands[cut - 1].at + SignedDuration::from_hours(1);
        let mut history = History::new();
        for command in &commands[..cut] {
            history.give(&module, &before, command);
        }
        for command in &commands[cut..] {
            if history.give(&module, &after, command) {
                prop_assert_eq!(dates(&module, &history.case), dates_counted_again(&module, &after, &history.case));
            }
        }
    }

    #[test]
    fn a_note_moves_no_clock(mut module in module(), steps in steps()) {
        for action in &mut module.workflow.actions {
            if action.effect == Effect::Note {
                action.to = None;
            }
        }
        let history = told(&module, &commands(&module, &steps));
        let mut case = Case::Unborn;
        for event in &history.events {
            let next = evolve(case.clone(), event);
            if let (EventBody::NoteAdded { .. }, Case::Open(before)) = (&event.body, &case) {
                prop_assert_eq!(&before.clocks, &open(&next).clocks);
                prop_assert_eq!(before.closed_at, open(&next).closed_at);
            }
            case = next;
        }
    }
}

/// Whether an action is no affair of the officer who has the case in hand, said without the code under test: an
/// opinion of another department, what two must do, what checks their own work. No actor here oversees a case.
fn is_for_others(case: &OpenCase, action: &Action, officer: &SubjectId) -> bool {
    let did = |name| case.hands.get(name).is_some_and(|officers| officers.contains(officer));
    matches!(action.effect, Effect::GiveOpinion { .. }) || action.officers == 2 || action.not_by.iter().any(did)
}

/// Who may answer a notice, as it is told and as it is decided.
fn may_answer_of_all(module: &Module, facts: &Facts, case: &Case, at: Timestamp) -> (Vec<bool>, Vec<bool>) {
    let told = actors().iter().map(|by| may_answer_supplement(module, facts, case, by, at)).collect();
    let decided = actors().into_iter().map(|by| {
        let command = Command { at, by, intent: answer(case) };
        decide(module, facts, case, &command).is_ok()
    });
    (told, decided.collect())
}

/// Each limit of the case that runs and has not passed, with its clock.
fn running(module: &Module, case: &Case) -> Vec<(Option<Limit>, Clock)> {
    if open(case).stands_still() {
        return Vec::new();
    }
    let OpenCase { clocks, state, limits: chosen, .. } = open(case);
    let of_state = module.workflow.state(state);
    let limits = [
        (of_state.and_then(|state| module.limit_in(state, chosen.map(|chosen| chosen.rule))), clocks.state),
        (Some(chosen.map_or(module.limits.promised, |chosen| chosen.promised)), clocks.promised),
        (module.limits.statutory, clocks.statutory),
    ];
    limits.into_iter().filter_map(|(limit, clock)| Some((limit, clock.filter(|clock| !clock.passed)?))).collect()
}

fn dates(module: &Module, case: &Case) -> Vec<Option<Due>> {
    running(module, case).into_iter().map(|(_, clock)| Some(clock.due)).collect()
}

/// The same, counted from what the events say: where each limit started, by how much it was
/// lengthened, and when it stood still.
fn dates_counted_again(module: &Module, facts: &Facts, case: &Case) -> Vec<Option<Due>> {
    let stops = &open(case).stops;
    let count = |limit: Limit, clock: Clock| {
        let limit = clock.extended.and_then(|more| limit.plus(more)).unwrap_or(limit);
        facts.calendar.due_after_stops(clock.started_at, limit, stops, &facts.zone)
    };
    running(module, case).into_iter().map(|(limit, clock)| limit.map(|limit| count(limit, clock))).collect()
}

/// Whether an effect asks for nothing but the right person in the right state.
fn is_plain(effect: &Effect) -> bool {
    match effect {
        Effect::Accept
        | Effect::Decline { .. }
        | Effect::RequestSupplement { .. }
        | Effect::Approve
        | Effect::Refuse { .. }
        | Effect::Issue
        | Effect::Withdraw
        | Effect::Note
        | Effect::RequestOpinions { .. }
        | Effect::StartProcedure { .. }
        | Effect::Suspend { .. }
        | Effect::Terminate { .. }
        | Effect::Revoke { .. }
        | Effect::Close => true,
        Effect::Transfer { .. }
        | Effect::Return { .. }
        | Effect::Reopen { .. }
        | Effect::EndProcedure { .. }
        | Effect::Extend
        | Effect::Resume
        | Effect::GiveOpinion { .. }
        | Effect::AnswerObjection { .. } => false,
    }
}

/// Whether the action is for this person, said without the code under test: `lin` applied, and
/// the parks have the case.
fn names(action: &Action, by: &Actor) -> bool {
    let names = |role: &str| action.roles.iter().any(|named| named.as_str() == role);
    match by {
        Actor::Resident { subject } => subject.0 == "lin" && names("applicant"),
        Actor::Agent { of, .. } => of.subject().is_some_and(|of| of.0 == "lin") && names("applicant"),
        Actor::Officer { subject, department, roles, .. } => {
            department.as_str() == "parks" && subject.0 != "lin" && roles.iter().any(|role| names(role.as_str()))
        }
        Actor::Company { .. } | Actor::Anonymous | Actor::City | Actor::Assistant { .. } => false,
    }
}

/// The properties above say something only if their histories go somewhere.
#[test]
fn random_histories_reach_every_event_that_one_calendar_allows() {
    let mut runner = TestRunner::deterministic();
    let strategy = (module(), steps());
    let mut reached = BTreeSet::new();
    for _ in 0..10_000 {
        let (module, steps) = strategy.new_tree(&mut runner).unwrap().current();
        let history = told(&module, &commands(&module, &steps));
        reached.extend(history.events.iter().map(|event| event.body.type_name()));
    }
    let mut every = BTreeSet::from(EventBody::TYPE_NAMES);
    every.remove("DueRecomputed");
    assert_eq!(reached, every);
}
