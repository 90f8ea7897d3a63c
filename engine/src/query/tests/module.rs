//! A module of no real city, small and with everything that reads must tell apart: every class, listed
//! fields, a person named in an answer, actions of two roles and of the applicant.

use cityhall_domain::calendar::Limit;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::expression::Expression;
use cityhall_domain::form::{Form, fields};
use cityhall_domain::module::{
    Action, ApplicantKind, Demands, Effect, End, Guide, Limits, Module, Notices, Publication, ServiceType, Start,
    State, Surroundings, Workflow,
};
use cityhall_domain::name::RoleName;
use cityhall_domain::text::Text;
use serde_json::{Value, json};

/// Stands in for the manifest's compiler: the spec says only which role handles the module's cases.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a compiler")]
pub(super) fn lower(_language: u32, name: &str, spec: &Value) -> Result<Module, Diagnostics> {
    let clerk = spec["clerk"].as_str().unwrap_or("clerk");
    Ok(Module {
        name: name.parse().unwrap(),
        service_type: ServiceType::PublicService,
        department: "parks".parse().unwrap(),
        title: text(name),
        applicants: vec![ApplicantKind::Resident, ApplicantKind::Company],
        assurance: None,
        guide: Guide::default(),
        form: form(&answers_schema()),
        routing: Vec::new(),
        instant: Vec::new(),
        procedures: Vec::new(),
        limits: Limits {
            starts: Start::Acceptance,
            statutory: None,
            promised: Limit::CalendarDays(3),
            extension: None,
            by_answers: Vec::new(),
        },
        workflow: Workflow { states: states(), actions: actions(clerk) },
        publication: Some(Publication { when: Expression::parse("answers.open == true").unwrap() }),
        notices: Notices::default(),
        assisted: None,
    })
}

pub(super) fn prove(_module: &Module, _surroundings: Surroundings<'_>) -> Diagnostics {
    Diagnostics::default()
}

/// Answers in which somebody else may be named.
pub(super) fn answers(rooms: i64, open: bool, card: Option<&str>) -> Value {
    let mut answers = json!({
        "district": if rooms % 2 == 0 { "north" } else { "south" },
        "rooms": rooms,
        "open": open,
        "name": "Lin Yue",
    });
    if let Some(card) = card {
        answers["card"] = json!(card);
    }
    answers
}

fn answers_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "x-cityhall-order": ["district", "rooms", "open", "name", "card"],
        "properties": {
            "district": {
                "type": "string", "enum": ["north", "south"], "title": "区",
                "x-cityhall-class": "public", "x-cityhall-listed": true,
            },
            "rooms": { "type": "integer", "x-cityhall-class": "internal", "x-cityhall-listed": true },
            "open": { "type": "boolean", "x-cityhall-class": "internal" },
            "name": { "type": "string", "maxLength": 50 },
            "card": { "type": "string", "maxLength": 18, "x-cityhall-class": "sensitive", "x-cityhall-person": true },
        },
        "required": ["district", "rooms", "name"],
        "additionalProperties": false,
    })
}

fn form(schema: &Value) -> Form {
    Form::new(schema.clone(), fields::read(schema)).unwrap()
}

fn text(words: &str) -> Text {
    Text { zh: Some(words.to_owned()), en: Some(words.to_owned()) }
}

fn states() -> Vec<State> {
    let state =
        |name: &str, end| State { name: name.parse().unwrap(), title: text(name), limit: None, on_expiry: None, end };
    vec![
        state("received", None),
        state("working", None),
        state("done", Some(End::Completed)),
        state("turned-away", Some(End::Declined)),
        state("taken-back", Some(End::Withdrawn)),
    ]
}

fn actions(clerk: &str) -> Vec<Action> {
    let action = |name: &str, from: &[&str], to: Option<&str>, role: &str, effect| Action {
        name: name.parse().unwrap(),
        title: text(name),
        from: from.iter().map(|state| state.parse().unwrap()).collect(),
        to: to.map(|state| state.parse().unwrap()),
        roles: vec![if role == "applicant" { RoleName::applicant() } else { role.parse().unwrap() }],
        not_by: Vec::new(),
        officers: 1,
        demands: Demands::default(),
        effect,
    };
    let law = || vec!["law".parse().unwrap()];
    let roads = || vec!["roads".parse().unwrap(), "parks".parse().unwrap()];
    let graded = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "grade": { "type": "integer", "x-cityhall-class": "public" },
            "remark": { "type": "string", "maxLength": 100 },
        },
        "additionalProperties": false,
    });
    let approve = Action {
        demands: Demands { reason: true, fields: Some(form(&graded)) },
        ..action("approve", &["working"], None, "judge", Effect::Approve)
    };
    vec![
        action("accept", &["received"], Some("working"), clerk, Effect::Accept),
        action("decline", &["received"], Some("turned-away"), "judge", Effect::Decline { basis: law() }),
        action(
            "ask-more",
            &["received"],
            None,
            clerk,
            Effect::RequestSupplement { answer_within: Limit::CalendarDays(5), on_lapse: None },
        ),
        approve,
        action("finish", &["working"], Some("done"), "judge", Effect::Close),
        action("transfer", &["received", "working"], None, clerk, Effect::Transfer { to: roads() }),
        action("note", &["received", "working", "done"], None, clerk, Effect::Note),
        action("withdraw", &["received", "working"], Some("taken-back"), "applicant", Effect::Withdraw),
        action(
            "reopen",
            &["done"],
            Some("working"),
            "applicant",
            Effect::Reopen { within: Limit::CalendarDays(15), times_max: 2 },
        ),
    ]
}
