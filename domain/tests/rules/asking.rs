//! What people ask of a random module: commands that are apt now and then, so that histories go somewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use cityhall_domain::case::command::{Perform, Submit};
use cityhall_domain::case::migration::Migration;
use cityhall_domain::case::rating::Level;
use cityhall_domain::case::{
    Actor, Assign, Case, CaseNumber, Command, Intent, OpenCase, available_actions, decide, evolve,
};
use cityhall_domain::facts::Facts;
use cityhall_domain::module::{Action, Effect, Module};
use cityhall_domain::name::{CaseId, DepartmentName, SubjectId};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::random::{actors, facts};

/// One step of a history: how long after the step before, who, and what.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) hours: i64,
    pub(crate) by: Actor,
    /// Whether it is something that somebody may ask then.
    pub(crate) apt: bool,
    pub(crate) asked: Asked,
}

/// What is asked, before names of the module are put in.
#[derive(Debug, Clone)]
pub(crate) enum Asked {
    /// The action at this place, with or without everything that it demands.
    Action {
        place: usize,
        complete: bool,
    },
    Answer,
    Present,
    Object,
    Repair,
    Withdraw,
    Settle,
    Say,
    Read,
    /// What was done at this place, or the whole matter.
    Rate(usize),
    /// To the same rules, as a newer revision.
    Migrate,
    /// The first notice that was not served yet is opened.
    Serve,
    /// Whoever may act takes the case in hand.
    Claim,
    /// It is given to the officer at this place, or given back.
    Assign(usize),
    /// What a notice has asked for is asked for again.
    Again,
    /// An officer who had a hand in it asks to approve it.
    Own,
}

/// Somebody who withdraws cards and does nothing else.
fn leader() -> Actor {
    Actor::Officer {
        subject: SubjectId("shi".to_owned()),
        department: "parks".parse().unwrap(),
        roles: vec!["leader".parse().unwrap()],
        instead_of: None,
    }
}

pub(crate) fn submission() -> Command {
    let id = CaseId(uuid::Uuid::from_u128(7));
    let number = CaseNumber::derive("QS", 2026, id);
    let by = actors().remove(0);
    let answers = answers();
    let submit = Submit {
        id,
        number,
        answers,
        documents: Vec::new(),
        promises: true,
        distrusted: false,
        assurance: None,
        on_behalf_of: None,
    };
    Command { at: morning(), by, intent: Intent::Submit(submit) }
}

fn morning() -> Timestamp {
    "2026-01-28T10:00:00+08:00".parse().unwrap()
}

fn answers() -> Map<String, Value> {
    Map::from_iter([("place".to_owned(), json!("north")), ("name".to_owned(), json!("Lin"))])
}

/// The answer to whatever notice waits; one about `/name` where none does.
pub(crate) fn answer(case: &Case) -> Intent {
    let notice = open(case).and_then(|case| case.supplement.as_ref());
    let changed = notice.map_or_else(|| vec!["/name".to_owned()], |notice| notice.items.clone());
    Intent::AnswerSupplement { answers: answers(), changed }
}

/// The first notice that was not served; one that there is not where all were.
fn unserved(case: &Case) -> u16 {
    let unserved = open(case).and_then(|case| case.notices.iter().find(|notice| notice.served.is_none()));
    unserved.map_or(99, |notice| notice.notice)
}

fn open(case: &Case) -> Option<&OpenCase> {
    if let Case::Open(case) = case { Some(case) } else { None }
}

/// An action with everything that any action here can demand: a transfer goes to the first department
/// that can take the case, a notice asks for what none has asked for.
pub(crate) fn complete(facts: &Facts, case: &Case, action: &Action) -> Intent {
    let can_take = |name: &&DepartmentName| {
        facts.departments.contains_key(*name) && open(case).is_none_or(|case| **name != case.department)
    };
    let department =
        if let Effect::Transfer { to } = &action.effect { to.iter().find(can_take).cloned() } else { None };
    let asked = |item: &&str| open(case).is_some_and(|case| case.asked.contains(*item));
    let item = ["/name", "/place"].into_iter().find(|item| !asked(item));
    let document = "plan".parse().unwrap();
    Intent::Perform(Perform {
        department,
        reason: Some("it is so".to_owned()),
        legal_basis: Some("law-1".parse().unwrap()),
        items: item.into_iter().map(str::to_owned).collect(),
        documents: if item.is_none() { vec![document] } else { Vec::new() },
        fields: if action.demands.fields.is_some() { answers() } else { Map::new() },
        action: action.name.clone(),
    })
}

/// The commands of a history, the submission first. An apt step asks what somebody may ask then, if
/// there is anything; the others ask whatever they are.
pub(crate) fn commands(module: &Module, steps: &[Step]) -> Vec<Command> {
    let facts = facts();
    let (mut commands, mut case) = (vec![submission()], Case::Unborn);
    let mut at = morning();
    for step in steps {
        let last = commands.last().unwrap();
        case = decide(module, &facts, &case, last).into_iter().flatten().fold(case, |case, event| evolve(case, &event));
        at += SignedDuration::from_hours(step.hours);
        commands.push(command(module, &facts, &case, step, at));
    }
    commands
}

fn command(module: &Module, facts: &Facts, case: &Case, step: &Step, at: Timestamp) -> Command {
    let actions = &module.workflow.actions;
    let of_applicant = |intent| {
        let by = if step.apt { actors().remove(0) } else { step.by.clone() };
        Command { at, by, intent }
    };
    let objects = open(case).is_some_and(|case| case.public_notice().is_some() && case.objections.is_empty());
    let (place, whole) = match step.asked {
        // Notices are rare, and so would be what is said to them.
        Asked::Action { .. } if step.apt && objects => {
            return Command { at, by: actors().remove(1), intent: Intent::RaiseObjection { reason: "no".to_owned() } };
        }
        Asked::Action { place, complete } => (place, complete),
        Asked::Answer => return of_applicant(answer(case)),
        Asked::Present => return of_applicant(Intent::PresentDocuments { documents: vec!["plan".parse().unwrap()] }),
        Asked::Object => {
            let by = if step.apt { actors().remove(1) } else { step.by.clone() };
            return Command { at, by, intent: Intent::RaiseObjection { reason: "my view".to_owned() } };
        }
        Asked::Repair => {
            let by = if step.apt { actors().remove(6) } else { step.by.clone() };
            return Command { at, by, intent: Intent::RepairTrust { reason: "paid".to_owned() } };
        }
        Asked::Settle => return of_applicant(Intent::Settle),
        Asked::Say => {
            return Command { at, by: step.by.clone(), intent: Intent::SendMessage { text: "When?".to_owned() } };
        }
        Asked::Read => return of_applicant(Intent::ReadMessages { up_to: 99 }),
        Asked::Rate(place) => return of_applicant(rate(case, place)),
        Asked::Migrate => return Command { at, by: Actor::City, intent: migrate(module) },
        Asked::Serve => return of_applicant(Intent::AcknowledgeNotice { notice: unserved(case) }),
        Asked::Claim => {
            let by = if step.apt { actors().remove(5) } else { step.by.clone() };
            return Command { at, by, intent: Intent::Claim };
        }
        Asked::Assign(place) => return Command { at, by: step.by.clone(), intent: assign(place) },
        Asked::Again => return again(module, case, step, at),
        Asked::Own => return own(module, facts, case, step, at),
        Asked::Withdraw => {
            let number = open(case).and_then(|case| case.cards.last()).map_or(1, |card| card.number);
            let by = if step.apt { leader() } else { step.by.clone() };
            return Command { at, by, intent: Intent::WithdrawCard { number, reason: "it is so".to_owned() } };
        }
    };
    let available = |by: Actor| {
        let actions = available_actions(module, facts, case, &by, at);
        actions.into_iter().map(move |action| (by.clone(), action)).collect::<Vec<_>>()
    };
    let mut apt: Vec<_> = actors().into_iter().filter(|_| step.apt).flat_map(available).collect();
    let answers = |(_, action): &(Actor, &Action)| matches!(action.effect, Effect::AnswerObjection { .. });
    if apt.iter().any(answers) {
        apt.retain(answers);
    }
    let (by, action) = match apt.len() {
        0 => (step.by.clone(), &actions[place % actions.len()]),
        many => apt[place % many].clone(),
    };
    let intent =
        if whole { complete(facts, case, action) } else { Intent::Perform(Perform::bare(action.name.clone())) };
    Command { at, by, intent }
}

/// What was asked for before, by whoever may ask.
fn again(module: &Module, case: &Case, step: &Step, at: Timestamp) -> Command {
    let by = if step.apt { actors().remove(5) } else { step.by.clone() };
    let mut actions = module.workflow.actions.iter();
    let asks = actions.find(|action| matches!(action.effect, Effect::RequestSupplement { .. }));
    let name = asks.or(module.workflow.actions.first()).map(|action| action.name.clone());
    let items = open(case).map(|case| case.asked.iter().cloned().collect()).unwrap_or_default();
    let asked = Perform { items, reason: Some("it is so".to_owned()), ..Perform::bare(name.unwrap()) };
    Command { at, by, intent: Intent::Perform(asked) }
}

/// The approval of whoever did the last step.
fn own(module: &Module, facts: &Facts, case: &Case, step: &Step, at: Timestamp) -> Command {
    let last = open(case).and_then(|case| case.steps.last());
    let theirs = |by: &Actor| by.subject() == last.map(|step| &step.officer) && by.subject().is_some();
    let by = actors().into_iter().rfind(theirs).unwrap_or_else(|| step.by.clone());
    let mut actions = module.workflow.actions.iter();
    let approves = actions.find(|action| action.effect == Effect::Approve);
    let action = approves.unwrap_or(&module.workflow.actions[0]);
    Command { at, by, intent: complete(facts, case, action) }
}

/// To one of the officers, whoever they are; or back.
fn assign(place: usize) -> Intent {
    let officers = ["chen", "he", "wang", "lin", "nobody"];
    let Some(to) = officers.get(place) else { return Intent::Release { reason: None } };
    Intent::Assign(Assign { to: SubjectId((*to).to_owned()), from: None, reason: None, named: false })
}

fn rate(case: &Case, place: usize) -> Intent {
    let step = open(case).and_then(|case| case.steps.get(place)).map(|step| step.revision);
    Intent::Rate { step, level: Level::Satisfied, comment: Some("quick".to_owned()) }
}

fn migrate(module: &Module) -> Intent {
    Intent::Migrate(Box::new(Migration {
        under: 1,
        from: 1,
        to: 2,
        module: Arc::new(module.clone()),
        states: BTreeMap::new(),
        answers: answers(),
        ordered_by: None,
    }))
}

/// At most twelve steps of up to eight days each; some go back in time.
pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let asked = prop_oneof![
        16 => (0usize..99, prop::bool::weighted(0.9)).prop_map(|(place, complete)| Asked::Action { place, complete }),
        4 => Just(Asked::Answer),
        1 => Just(Asked::Present),
        1 => Just(Asked::Object),
        1 => Just(Asked::Repair),
        2 => Just(Asked::Settle),
        1 => Just(Asked::Say),
        1 => Just(Asked::Read),
        1 => (0usize..9).prop_map(Asked::Rate),
        1 => Just(Asked::Migrate),
        1 => Just(Asked::Serve),
        1 => Just(Asked::Withdraw),
        2 => Just(Asked::Claim),
        2 => (0usize..8).prop_map(Asked::Assign),
        1 => Just(Asked::Again),
        1 => Just(Asked::Own),
    ];
    let step = (-3i64..200, prop::sample::select(actors()), prop::bool::weighted(0.7), asked);
    prop::collection::vec(step.prop_map(|(hours, by, apt, asked)| Step { hours, by, apt, asked }), 0..12)
}
