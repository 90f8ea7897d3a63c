//! Random modules and the people around them: small enough to read when one fails, odd enough
//! to go where no sensible module goes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cityhall_domain::calendar::Limit;
use cityhall_domain::case::Actor;
use cityhall_domain::case::command::Applicant;
use cityhall_domain::channel::Channel;
use cityhall_domain::expression::Expression;
use cityhall_domain::facts::Facts;
use cityhall_domain::form::{Form, fields};
use cityhall_domain::mandate::MandateId;
use cityhall_domain::module::{
    Action, ApplicantKind, Demands, Document, DocumentForm, DocumentSource, Effect, End, Expiry, Guide, InstantRule,
    Limits, LimitsByAnswers, Module, Notices, Procedure, ProcedureClock, ProcedureKind, ServiceType, Silence, Start,
    State, StateLimit, Workflow,
};
use cityhall_domain::name::{ActionName, RoleName, StateName, SubjectId};
use cityhall_domain::supervision::Supervision;
use cityhall_domain::text::Text;
use proptest::prelude::*;
use serde_json::json;

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
            instead_of: None,
        },
    ]
}

pub(crate) fn module() -> impl Strategy<Value = Module> {
    (2usize..6).prop_flat_map(|states| {
        let workflow = (prop::collection::vec(state(states), states), prop::collection::vec(action(states), 1..9));
        let instant = prop::option::weighted(0.1, prop::collection::vec((0u8..4).prop_map(action_name), 1..4));
        let starts = prop::sample::select(vec![Start::Acceptance, Start::Submission]);
        let limits = (starts, prop::option::of(limit()), limit(), prop::option::of(limit()));
        let by_answers = prop::option::weighted(0.4, prop::collection::vec(alternative(states), 1..4));
        (workflow, limits, by_answers, instant).prop_map(
            |((states, actions), (starts, statutory, promised, extension), by_answers, instant)| Module {
                guide: Guide { documents: vec![plan()], ..Guide::default() },
                limits: Limits { starts, statutory, promised, extension, by_answers: by_answers.unwrap_or_default() },
                instant: instant.into_iter().map(at_once).collect(),
                workflow: Workflow { states: named_states(states), actions: named_actions(actions) },
                ..plain_module()
            },
        )
    })
}

/// Limits that hold where the answers are such, are not, or cannot be judged.
fn alternative(states: usize) -> impl Strategy<Value = LimitsByAnswers> {
    let conditions = ["answers.place == \"north\"", "answers.place == \"south\"", "answers.name == \"Lin\""];
    let states = prop::collection::btree_map((0..states).prop_map(name), limit(), 0..3);
    (prop::sample::select(conditions.to_vec()), limit(), prop::option::of(limit()), states).prop_map(
        |(when, promised, extension, states)| LimitsByAnswers {
            title: Text::default(),
            when: Expression::parse(when).unwrap(),
            promised,
            extension,
            states: states.into_iter().map(|(state, limit)| StateLimit { state, limit }).collect(),
        },
    )
}

/// A module without states and actions.
pub(crate) fn plain_module() -> Module {
    Module {
        name: "tree-felling".parse().unwrap(),
        service_type: ServiceType::Filing,
        department: "parks".parse().unwrap(),
        title: Text::default(),
        applicants: vec![ApplicantKind::Resident],
        assurance: None,
        guide: Guide::default(),
        form: FORM.clone(),
        routing: Vec::new(),
        limits: Limits {
            starts: Start::Acceptance,
            statutory: None,
            promised: Limit::WorkingDays(1),
            extension: None,
            by_answers: Vec::new(),
        },
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

pub(crate) fn at_once(actions: Vec<ActionName>) -> InstantRule {
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
