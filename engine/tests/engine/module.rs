//! A module for tests, and the smallest compiler that makes it: what the real one does is `crds`'
//! to prove.

use cityhall_domain::calendar::Limit;
use cityhall_domain::channel::Channel;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::expression::Expression;
use cityhall_domain::form::{Form, fields};
use cityhall_domain::module::{
    Action, ApplicantKind, Assistance, Demands, Document, DocumentForm, DocumentSource, Effect, End, Expiry, Guide,
    Limits, Module, Notices, Procedure, ProcedureClock, ProcedureKind, Publication, ServiceType, Silence, Start, State,
    Surroundings, Workflow,
};
use cityhall_domain::text::Text;
use serde_json::{Value, json};

/// A spec as an author might write it; `title` makes one differ from another.
pub(crate) fn spec(title: &str) -> Value {
    json!({
        "title": title,
        "department": "works",
        "form": {
            "type": "object",
            "required": ["street", "phone"],
            "properties": {
                "street": {"type": "string", "maxLength": 80, "x-cityhall-class": "public"},
                "district": {"type": "string", "maxLength": 80, "x-cityhall-class": "internal"},
                "phone": {"type": "string", "maxLength": 80, "x-cityhall-class": "personal"},
                "illness": {"type": "string", "maxLength": 80, "x-cityhall-class": "sensitive"},
                "neighbour": {"type": "string", "maxLength": 80, "x-cityhall-person": true},
                "publish": {"type": "boolean", "x-cityhall-class": "internal"}
            }
        }
    })
}

pub(crate) fn lower(_language: u32, name: &str, spec: &Value) -> Result<Module, Diagnostics> {
    let mut problems = Diagnostics::default();
    if spec["title"].as_str().is_none_or(str::is_empty) {
        problems.add("spec.title", "Required", "a title is required");
    }
    if spec["form"].is_null() {
        problems.add("spec.form", "Required", "a form is required");
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let form = spec["form"].clone();
    Ok(Module {
        name: name.parse().unwrap(),
        service_type: ServiceType::Letter,
        department: spec["department"].as_str().unwrap().parse().unwrap(),
        title: text(spec["title"].as_str().unwrap()),
        applicants: vec![ApplicantKind::Anonymous, ApplicantKind::Resident],
        assurance: None,
        guide: Guide { documents: vec![plan()], ..Guide::default() },
        form: Form::new(form.clone(), fields::read(&form)).unwrap(),
        routing: Vec::new(),
        instant: Vec::new(),
        procedures: Vec::new(),
        limits: Limits {
            starts: Start::Submission,
            statutory: None,
            promised: Limit::WorkingDays(5),
            extension: None,
            by_answers: Vec::new(),
        },
        workflow: workflow(),
        publication: Some(Publication { when: Expression::parse("answers.publish").unwrap() }),
        notices: Notices::default(),
        assisted: Some(Assistance { roles: vec!["hall".parse().unwrap()], channels: vec![Channel::Counter] }),
    })
}

/// As [`lower`], but not what it was: a compiler that has forgotten an old language.
pub(crate) fn lower_differently(language: u32, name: &str, spec: &Value) -> Result<Module, Diagnostics> {
    let module = lower(language, name, spec)?;
    Ok(Module { title: text("something else"), ..module })
}

pub(crate) fn prove(module: &Module, around: Surroundings<'_>) -> Diagnostics {
    let mut problems = Diagnostics::default();
    if !around.departments.contains(&module.department) {
        problems.add("spec.department", "UnknownDepartment", format!("no department `{}`", module.department));
    }
    problems
}

fn text(text: &str) -> Text {
    Text { zh: None, en: Some(text.to_owned()) }
}

/// Wanted in one street only, and may follow.
fn plan() -> Document {
    Document {
        name: "plan".parse().unwrap(),
        title: text("plan"),
        form: DocumentForm::Copy,
        count: 1,
        source: DocumentSource::Applicant,
        when: Some(Expression::parse("answers.street == 'Promise Lane'").unwrap()),
        may_follow: Some(Limit::WorkingDays(1)),
        on_lapse: Some("withdrawn".parse().unwrap()),
        note: None,
    }
}

fn notice() -> Procedure {
    Procedure {
        name: "notice".parse().unwrap(),
        title: text("notice"),
        basis: None,
        most: Limit::CalendarDays(7),
        clock: ProcedureClock::Running,
        kind: Some(ProcedureKind::PublicNotice { check_within: Limit::WorkingDays(5) }),
    }
}

fn workflow() -> Workflow {
    let state =
        |name: &str, end| State { name: name.parse().unwrap(), title: text(name), limit: None, on_expiry: None, end };
    let received = State {
        limit: Some(Limit::Hours(48)),
        on_expiry: Some(Expiry { to: "handling".parse().unwrap(), deems_accepted: false }),
        ..state("received", None)
    };
    let consult = Effect::RequestOpinions {
        from: vec!["parks".parse().unwrap()],
        within: Limit::WorkingDays(5),
        silence: Silence::Consents,
        on_all: None,
    };
    let supplement = Effect::RequestSupplement { answer_within: Limit::CalendarDays(10), on_lapse: None };
    Workflow {
        states: vec![
            received,
            state("handling", None),
            state("answered", Some(End::Completed)),
            state("withdrawn", Some(End::Withdrawn)),
        ],
        actions: vec![
            action("accept", &["received"], Some("handling"), &["clerk"], Effect::Accept),
            action("ask", &["received", "handling"], None, &["clerk"], supplement),
            action("note", &["received", "handling"], None, &["clerk", "handler"], Effect::Note),
            action("close", &["handling"], Some("answered"), &["handler"], Effect::Close),
            action("withdraw", &["received", "handling"], Some("withdrawn"), &["applicant"], Effect::Withdraw),
            action("consult", &["handling"], None, &["clerk"], consult),
            action("agree", &["handling"], None, &["handler"], Effect::GiveOpinion { agrees: true }),
            action("announce", &["handling"], None, &["clerk"], Effect::StartProcedure { procedure: notice() }),
        ],
    }
}

fn action(name: &str, from: &[&str], to: Option<&str>, roles: &[&str], effect: Effect) -> Action {
    Action {
        name: name.parse().unwrap(),
        title: text(name),
        from: from.iter().map(|state| state.parse().unwrap()).collect(),
        to: to.map(|state| state.parse().unwrap()),
        roles: roles.iter().map(|role| role.parse().unwrap()).collect(),
        not_by: Vec::new(),
        officers: 1,
        demands: Demands::default(),
        effect,
    }
}
