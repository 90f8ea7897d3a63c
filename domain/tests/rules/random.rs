//! Random modules and what people ask of them: small enough to read when one fails, odd enough
//! to go where no sensible module goes.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use cityhall_domain::calendar::Limit;
use cityhall_domain::case::command::{Applicant, Perform, Submit};
use cityhall_domain::case::migration::Migration;
use cityhall_domain::case::rating::Level;
use cityhall_domain::case::{
    Actor, Assign, Case, CaseNumber, Command, Intent, OpenCase, available_actions, decide, evolve,
};
use cityhall_domain::channel::Channel;
use cityhall_domain::expression::Expression;
use cityhall_domain::facts::Facts;
use cityhall_domain::form::{Form, fields};
use cityhall_domain::mandate::MandateId;
use cityhall_domain::module::{
    Action, ApplicantKind, Demands, Document, DocumentForm, DocumentSource, Effect, End, Expiry, Guide, InstantRule,
    Limits, Module, Notices, Procedure, ProcedureClock, ProcedureKind, ServiceType, Silence, Start, State, Workflow,
};
use cityhall_domain::name::{ActionName, CaseId, DepartmentName, RoleName, StateName, SubjectId};
use cityhall_domain::supervision::Supervision;
use cityhall_domain::text::Text;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::calendars::official_until;

static FORM: LazyLock<Form> = LazyLock::new(|| {
    let schema = json!({
        "type": "object",
        "required": ["place"],
        "properties": {
            "place": {"type": "string", "maxLength": 9, "x-cityhall-class": "public"},
            "name": {"type": "string", "maxLength": 9}
        }
    });
    Form::new(schema.clone(), fields::read(&schema)).unwrap()
});

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
}

pub(crate) fn facts() -> Facts {
    let departments = ["gov", "parks", "roads"].map(|name| (name.parse().unwrap(), None));
    Facts {
        city_code: "QS".to_owned(),
        zone: jiff::tz::offset(8).to_time_zone(),
        calendar: official_until(2026),
        departments: BTreeMap::from(departments),
        supervision: Supervision::default(),
    }
}

pub(crate) fn actors() -> Vec<Actor> {
    let officer = |subject: &str, department: &str, roles: &[&str]| Actor::Officer {
        subject: SubjectId(subject.to_owned()),
        department: department.parse().unwrap(),
        roles: roles.iter().map(|role| role.parse().unwrap()).collect(),
        instead_of: None,
    };
    vec![
        Actor::Resident { subject: SubjectId("lin".to_owned()) },
        Actor::Resident { subject: SubjectId("wu".to_owned()) },
        Actor::Company { subject: SubjectId("acme".to_owned()) },
        Actor::Anonymous,
        Actor::City,
        officer("chen", "parks", &["clerk"]),
        officer("he", "parks", &["approver", "clerk"]),
        officer("wang", "roads", &["clerk"]),
        officer("lin", "parks", &["clerk", "approver"]),
        officer("gao", "gov", &["clerk"]),
        Actor::Agent {
            subject: SubjectId("qi".to_owned()),
            of: Applicant::Resident { subject: SubjectId("lin".to_owned()) },
            mandate: MandateId(uuid::Uuid::from_u128(3)),
        },
        Actor::Officer {
            subject: SubjectId("sun".to_owned()),
            department: "parks".parse().unwrap(),
            roles: vec!["clerk".parse().unwrap()],
            instead_of: Some(SubjectId("chen".to_owned())),
        },
        Actor::Assistant {
            subject: SubjectId("tan".to_owned()),
            department: "parks".parse().unwrap(),
            roles: vec!["clerk".parse().unwrap()],
            channel: Channel::Counter,
        },
    ]
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
    let submit =
        Submit { id, number, answers, documents: Vec::new(), promises: true, distrusted: false, on_behalf_of: None };
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
    ];
    let step = (-3i64..200, prop::sample::select(actors()), prop::bool::weighted(0.7), asked);
    prop::collection::vec(step.prop_map(|(hours, by, apt, asked)| Step { hours, by, apt, asked }), 0..12)
}

pub(crate) fn module() -> impl Strategy<Value = Module> {
    (2usize..6).prop_flat_map(|states| {
        let workflow = (prop::collection::vec(state(states), states), prop::collection::vec(action(states), 1..9));
        let instant = prop::option::weighted(0.1, prop::collection::vec((0u8..4).prop_map(action_name), 1..4));
        let starts = prop::sample::select(vec![Start::Acceptance, Start::Submission]);
        let limits = (starts, prop::option::of(limit()), limit(), prop::option::of(limit()));
        (workflow, limits, instant).prop_map(
            |((states, actions), (starts, statutory, promised, extension), instant)| Module {
                guide: Guide { documents: vec![plan()], ..Guide::default() },
                limits: Limits { starts, statutory, promised, extension },
                instant: instant.into_iter().map(at_once).collect(),
                workflow: Workflow { states: named_states(states), actions: named_actions(actions) },
                ..plain_module()
            },
        )
    })
}

/// A module without states and actions.
pub(crate) fn plain_module() -> Module {
    Module {
        name: "tree-felling".parse().unwrap(),
        service_type: ServiceType::Filing,
        department: "parks".parse().unwrap(),
        title: Text::default(),
        applicants: vec![ApplicantKind::Resident],
        guide: Guide::default(),
        form: FORM.clone(),
        routing: Vec::new(),
        limits: Limits { starts: Start::Acceptance, statutory: None, promised: Limit::WorkingDays(1), extension: None },
        instant: Vec::new(),
        procedures: Vec::new(),
        workflow: Workflow { states: Vec::new(), actions: Vec::new() },
        publication: None,
        notices: Notices::default(),
        assisted: None,
    }
}

fn plan() -> Document {
    Document {
        name: "plan".parse().unwrap(),
        title: Text::default(),
        form: DocumentForm::Copy,
        count: 1,
        source: DocumentSource::Applicant,
        when: None,
        may_follow: Some(Limit::WorkingDays(3)),
        on_lapse: Some(name(1)),
        note: None,
    }
}

fn action_name(place: u8) -> ActionName {
    format!("a{place}").parse().unwrap()
}

fn at_once(actions: Vec<ActionName>) -> InstantRule {
    InstantRule { when: Expression::parse("answers.place == \"north\"").unwrap(), actions, commitment: false }
}

/// Never so short that a circle of states makes more events than one settling takes.
fn limit() -> impl Strategy<Value = Limit> {
    prop_oneof![
        (1u16..9).prop_map(Limit::WorkingDays),
        (1u16..12).prop_map(Limit::CalendarDays),
        (12u16..200).prop_map(Limit::Hours),
    ]
}

fn name(place: usize) -> StateName {
    format!("s{place}").parse().unwrap()
}

fn state(states: usize) -> impl Strategy<Value = State> {
    let ends =
        [End::Completed, End::Unsolved, End::Refused, End::Declined, End::Withdrawn, End::Terminated, End::Revoked];
    let end = prop::option::weighted(0.3, prop::sample::select(ends.to_vec()));
    let expiry = ((0..states).prop_map(name), any::<bool>());
    let expiry = prop::option::of(expiry.prop_map(|(to, deems_accepted)| Expiry { to, deems_accepted }));
    (prop::option::of(limit()), expiry, end).prop_map(|(limit, on_expiry, end)| State {
        name: name(0),
        title: Text::default(),
        limit,
        on_expiry,
        end,
    })
}

fn action(states: usize) -> impl Strategy<Value = Action> {
    let from = prop::collection::btree_set((0..states).prop_map(name), 1..=states);
    let to = prop::option::weighted(0.8, (0..states).prop_map(name));
    let roles: Vec<RoleName> = ["applicant", "clerk", "approver"].map(|role| role.parse().unwrap()).to_vec();
    let roles = prop::sample::subsequence(roles, 1..=3);
    let checked = prop::option::weighted(0.3, prop::sample::select(vec!["a0", "a1", "a2"]));
    let demands = (any::<(bool, bool)>(), prop_oneof![4 => Just(1u8), 1 => Just(2)]);
    (from, to, roles, checked, demands, effect(states)).prop_map(
        |(from, to, roles, checked, (demands, officers), effect)| Action {
            name: "x".parse().unwrap(),
            title: Text::default(),
            from: from.into_iter().collect(),
            to,
            roles,
            not_by: checked.iter().map(|action| action.parse().unwrap()).collect(),
            officers,
            demands: Demands { reason: demands.0, fields: demands.1.then(|| FORM.clone()) },
            effect,
        },
    )
}

fn effect(states: usize) -> impl Strategy<Value = Effect> {
    let basis = || vec!["law-1".parse().unwrap()];
    let lapse = prop::option::of((0..states).prop_map(name));
    let departments = prop::sample::subsequence(vec!["parks", "roads", "closed-down"], 0..=3);
    prop_oneof![
        1 => Just(Effect::Accept),
        1 => Just(Effect::Decline { basis: basis() }),
        1 => (limit(), lapse).prop_map(|(answer_within, on_lapse)| Effect::RequestSupplement { answer_within, on_lapse }),
        4 => procedure().prop_map(|procedure| Effect::StartProcedure { procedure }),
        1 => prop::sample::select(vec!["test", "test", "test", "check"])
            .prop_map(|name| Effect::EndProcedure { procedure: name.parse().unwrap() }),
        1 => Just(Effect::Extend),
        1 => Just(Effect::Suspend { basis: basis() }),
        1 => Just(Effect::Resume),
        1 => (0u8..3).prop_map(|times_max| Effect::Return { times_max }),
        1 => Just(Effect::Terminate { basis: basis() }),
        1 => Just(Effect::Approve),
        1 => Just(Effect::Refuse { basis: basis() }),
        1 => Just(Effect::Issue),
        1 => Just(Effect::Revoke { basis: basis() }),
        1 => departments.prop_map(|to| Effect::Transfer { to: to.iter().map(|name| name.parse().unwrap()).collect() }),
        1 => Just(Effect::Withdraw),
        1 => Just(Effect::Note),
        1 => Just(Effect::Close),
        1 => (limit(), 0u8..3).prop_map(|(within, times_max)| Effect::Reopen { within, times_max }),
        1 => opinions(states),
        1 => any::<bool>().prop_map(|agrees| Effect::GiveOpinion { agrees }),
        4 => any::<bool>().prop_map(|upheld| Effect::AnswerObjection { upheld }),
    ]
}

fn opinions(states: usize) -> impl Strategy<Value = Effect> {
    let departments = prop::sample::subsequence(vec!["parks", "roads", "gov"], 1..=3);
    let silence = prop::sample::select(vec![Silence::Consents, Silence::Waits]);
    (departments, limit(), silence, prop::option::of((0..states).prop_map(name))).prop_map(
        |(from, within, silence, on_all)| Effect::RequestOpinions {
            from: from.iter().map(|name| name.parse().unwrap()).collect(),
            within,
            silence,
            on_all,
        },
    )
}

fn procedure() -> impl Strategy<Value = Procedure> {
    let clocks = vec![ProcedureClock::Running, ProcedureClock::Stopped];
    let notice = Some(ProcedureKind::PublicNotice { check_within: Limit::WorkingDays(3) });
    let kinds = vec![None, notice, notice, Some(ProcedureKind::Hearing { told_before: Limit::Hours(30) })];
    let name = prop::sample::select(vec!["test", "test", "test", "check"]);
    let parts = (name, limit(), prop::sample::select(clocks), prop::sample::select(kinds));
    parts.prop_map(|(name, most, clock, kind)| Procedure {
        kind,
        name: name.parse().unwrap(),
        title: Text::default(),
        basis: Some("law-1".parse().unwrap()),
        most,
        clock,
    })
}

fn named_states(states: Vec<State>) -> Vec<State> {
    states.into_iter().enumerate().map(|(place, state)| State { name: name(place), ..state }).collect()
}

fn named_actions(actions: Vec<Action>) -> Vec<Action> {
    let named = |(place, action)| Action { name: format!("a{place}").parse().unwrap(), ..action };
    actions.into_iter().enumerate().map(named).collect()
}
