//! Given a history, when somebody asks, then this is recorded or that rule says no.
//!
//! Histories are made by commands, through the same door as everything else. The calendar is
//! plain: every Monday to Friday of 2026 is worked. 2026-03-02 is a Monday.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::{Map, Value, json};

use super::command::{Perform, Submit};
use super::event::{Arrival, CaseDue, Performed};
use super::{Actor, Case, CaseNumber, Command, Event, EventBody, Intent, OpenCase, Rejection, decide, evolve};
use crate::calendar::{Calendar, CalendarYear, Due, Limit};
use crate::expression::Expression;
use crate::facts::Facts;
use crate::form::{Form, fields};
use crate::module::{
    Action, ApplicantKind, Demands, Document, DocumentForm, DocumentSource, Effect, End, Expiry, Guide, Limits, Module,
    Notices, Publication, RoutingRule, ServiceType, Start, State, Workflow,
};
use crate::name::{CaseId, StateName, SubjectId};
use crate::supervision::Supervision;
use crate::text::Text;

/// A case and its surroundings, before the command that a test is about.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) module: Module,
    pub(crate) facts: Facts,
    pub(crate) case: Case,
    pub(crate) at: Timestamp,
}

/// What came of the command.
pub(crate) struct Then {
    pub(crate) outcome: Result<Vec<Event>, Rejection>,
    /// The case as the events left it.
    pub(crate) case: Case,
    pub(crate) given: Given,
}

/// Nothing yet, at ten o'clock on Monday, 2026-03-02.
pub(crate) fn given() -> Given {
    Given { module: module(), facts: facts(), case: Case::Unborn, at: at("03-02T10:00") }
}

/// A case that Lin submitted then.
pub(crate) fn given_submitted() -> Given {
    given().after(lin(), submit())
}

/// The same, accepted at once.
pub(crate) fn given_accepted() -> Given {
    given_submitted().after(clerk(), act("accept"))
}

/// The same, granted and handed over at once.
pub(crate) fn given_closed() -> Given {
    given_accepted().after(approver(), act("grant").field("plot", "7")).after(clerk(), act("issue"))
}

/// The first case, with a supplement notice about `/name`.
pub(crate) fn given_notice() -> Given {
    given_submitted().after(clerk(), act("ask").item("/name"))
}

impl Given {
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Module)) -> Self {
        change(&mut self.module);
        self
    }

    /// A calendar published at the present moment, as version 2.
    pub(crate) fn with_year(mut self, year: i16, days_off: &[Date]) -> Self {
        let days_off = days_off.iter().copied().collect();
        self.facts.calendar.years.insert(year, CalendarYear { days_off, ..CalendarYear::default() });
        self.facts.calendar.version += 1;
        self.facts.calendar.published_at = self.at;
        self
    }

    pub(crate) fn at(mut self, moment: &str) -> Self {
        self.at = at(moment);
        self
    }

    /// One more command, which must be accepted.
    pub(crate) fn after(self, by: Actor, asked: impl Into<Intent>) -> Self {
        let then = self.when(by, asked);
        assert_eq!(then.outcome.as_ref().err(), None, "the history is not one");
        then.go_on()
    }

    pub(crate) fn when(self, by: Actor, asked: impl Into<Intent>) -> Then {
        let command = Command { at: self.at, by, intent: asked.into() };
        let outcome = decide(&self.module, &self.facts, &self.case, &command);
        let events = outcome.iter().flatten();
        let case = events.fold(self.case.clone(), evolve);
        Then { outcome, case, given: self }
    }

    pub(crate) fn settled(self) -> Then {
        self.when(Actor::City, Intent::Settle)
    }
}

impl Then {
    /// What was accepted is history now.
    pub(crate) fn go_on(self) -> Given {
        Given { case: self.case, ..self.given }
    }

    pub(crate) fn then_err(self, rejection: Rejection) {
        assert_eq!(self.outcome.err(), Some(rejection));
    }

    /// What happened, without the notices that tell it.
    pub(crate) fn happened(&self) -> impl Iterator<Item = &Event> {
        self.outcome.as_ref().unwrap().iter().filter(|event| !is_notice(event))
    }

    /// Each event's moment and type.
    pub(crate) fn then_history(&self, expected: &[(&str, &str)]) -> &Self {
        let history: Vec<_> = self.happened().map(|event| (event.effective_at, event.body.type_name())).collect();
        let expected: Vec<_> = expected.iter().map(|(moment, name)| (at(moment), *name)).collect();
        assert_eq!(history, expected);
        self
    }

    /// The last event that the command made; an invitation to rate follows from a decision by itself.
    pub(crate) fn last(&self) -> &Event {
        self.happened().filter(|event| !matches!(event.body, EventBody::RatingInvited { .. })).last().unwrap()
    }

    pub(crate) fn then_last(&self, body: &EventBody) -> &Self {
        assert_eq!(&self.last().body, body);
        self
    }

    pub(crate) fn case(&self) -> &OpenCase {
        match &self.case {
            Case::Open(case) => case,
            Case::Unborn => panic!("the case was never submitted"),
        }
    }
}

fn is_notice(event: &Event) -> bool {
    matches!(event.body, EventBody::NoticeIssued { .. })
}

// === Who ===

pub(crate) fn lin() -> Actor {
    Actor::Resident { subject: SubjectId("lin".to_owned()) }
}

pub(crate) fn stranger() -> Actor {
    Actor::Resident { subject: SubjectId("wu".to_owned()) }
}

pub(crate) fn officer(subject: &str, department: &str, role: &str) -> Actor {
    let (subject, department) = (SubjectId(subject.to_owned()), department.parse().unwrap());
    Actor::Officer { subject, department, roles: vec![role.parse().unwrap()], instead_of: None }
}

/// An officer of the parks who stands in for another.
pub(crate) fn standing_in(subject: &str, absent: &str, role: &str) -> Actor {
    let (subject, department) = (SubjectId(subject.to_owned()), "parks".parse().unwrap());
    let instead_of = Some(SubjectId(absent.to_owned()));
    Actor::Officer { subject, department, roles: vec![role.parse().unwrap()], instead_of }
}

pub(crate) fn clerk() -> Actor {
    officer("chen", "parks", "clerk")
}

pub(crate) fn approver() -> Actor {
    officer("he", "parks", "approver")
}

// === What ===

/// An action with what it brings.
pub(crate) struct Asked(Perform);

pub(crate) fn act(action: &str) -> Asked {
    Asked(Perform::bare(action.parse().unwrap()))
}

impl Asked {
    pub(crate) fn because(mut self, reason: &str) -> Self {
        self.0.reason = Some(reason.to_owned());
        self
    }

    pub(crate) fn resting_on(mut self, basis: &str) -> Self {
        self.0.legal_basis = Some(basis.parse().unwrap());
        self
    }

    pub(crate) fn field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.fields.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn to(mut self, department: &str) -> Self {
        self.0.department = Some(department.parse().unwrap());
        self
    }

    pub(crate) fn item(mut self, pointer: &str) -> Self {
        self.0.items.push(pointer.to_owned());
        self
    }

    pub(crate) fn document(mut self, name: &str) -> Self {
        self.0.documents.push(name.parse().unwrap());
        self
    }
}

impl From<Submit> for Intent {
    fn from(submit: Submit) -> Self {
        Intent::Submit(submit)
    }
}

impl From<Asked> for Intent {
    fn from(asked: Asked) -> Self {
        Intent::Perform(asked.0)
    }
}

/// A complete application.
pub(crate) fn submit() -> Intent {
    submit_with(answers())
}

pub(crate) fn submit_with(answers: Map<String, Value>) -> Intent {
    Intent::Submit(Submit { answers, promises: false, ..submit_promising(&["plan", "survey"]) })
}

/// The same application with these materials; the applicant promises that what may follow will.
pub(crate) fn submit_promising(documents: &[&str]) -> Submit {
    let documents = documents.iter().map(|name| name.parse().unwrap()).collect();
    let (id, number, answers) = (id(), number(), answers());
    Submit { id, number, answers, documents, promises: true, distrusted: false, assurance: None, on_behalf_of: None }
}

/// Withdrawing a card.
pub(crate) fn withdraw(number: u32, reason: &str) -> Intent {
    Intent::WithdrawCard { number, reason: reason.to_owned() }
}

/// Handing in materials.
pub(crate) fn present(documents: &[&str]) -> Intent {
    Intent::PresentDocuments { documents: documents.iter().map(|name| name.parse().unwrap()).collect() }
}

/// Writing in the conversation.
pub(crate) fn say(text: &str) -> Intent {
    Intent::SendMessage { text: text.to_owned() }
}

pub(crate) fn answer(answers: Map<String, Value>, changed: &[&str]) -> Intent {
    Intent::AnswerSupplement { answers, changed: changed.iter().map(|path| (*path).to_owned()).collect() }
}

pub(crate) fn answers() -> Map<String, Value> {
    object(json!({"place": "north", "name": "Lin", "idNo": "11010519491231002X"}))
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("{other} is no object"),
    }
}

pub(crate) fn id() -> CaseId {
    CaseId(uuid::Uuid::from_u128(7))
}

pub(crate) fn number() -> CaseNumber {
    CaseNumber::derive("QS", 2026, id())
}

// === When ===

/// A moment of 2026 in the city, such as `03-02T10:00`.
pub(crate) fn at(moment: &str) -> Timestamp {
    format!("2026-{moment}:00+08:00").parse().unwrap()
}

/// The whole day in 2026, firm.
pub(crate) fn due(month: i8, day: i8) -> Due {
    let day = date(2026, month, day);
    let at = day.tomorrow().unwrap().to_zoned(facts().zone).unwrap().timestamp();
    Due { at, day, provisional: false }
}

/// The case's limits in 2026: promised, statutory.
pub(crate) fn case_due(promised: (i8, i8), statutory: (i8, i8)) -> CaseDue {
    CaseDue { promised: due(promised.0, promised.1), statutory: Some(due(statutory.0, statutory.1)), limits: None }
}

// === What is recorded ===

pub(crate) fn performed(action: &str, arrival: Option<Arrival>) -> Performed {
    Performed { action: action.parse().unwrap(), arrival, fields: Map::new(), calendar_version: 1, rule: None }
}

pub(crate) fn enters(state: &str, due: Option<Due>) -> Arrival {
    Arrival { state: state.parse().unwrap(), end: None, due }
}

pub(crate) fn ends(state: &str, end: End) -> Arrival {
    Arrival { state: state.parse().unwrap(), end: Some(end), due: None }
}

// === The city ===

/// A city without cards.
pub(crate) fn facts() -> Facts {
    let departments = ["gov", "parks", "roads", "old-town"].map(|name| (name.parse().unwrap(), None));
    Facts {
        city_code: "QS".to_owned(),
        zone: jiff::tz::offset(8).to_time_zone(),
        calendar: Calendar {
            version: 1,
            published_at: at("01-01T00:00"),
            years: BTreeMap::from([(2026, CalendarYear::default())]),
        },
        departments: BTreeMap::from(departments),
        supervision: Supervision { cards: None, ..Supervision::default() },
    }
}

/// A permit to fell a tree. Every effect once; what is not named here a test puts in.
pub(crate) fn module() -> Module {
    Module {
        name: "tree-felling".parse().unwrap(),
        service_type: ServiceType::AdministrativeLicence,
        department: "parks".parse().unwrap(),
        title: Text::default(),
        applicants: vec![ApplicantKind::Resident, ApplicantKind::Anonymous],
        assurance: None,
        guide: Guide { documents: documents(), ..Guide::default() },
        form: application_form(),
        routing: Vec::new(),
        limits: Limits {
            starts: Start::Acceptance,
            statutory: Some(Limit::WorkingDays(20)),
            promised: Limit::WorkingDays(10),
            extension: None,
            by_answers: Vec::new(),
        },
        instant: Vec::new(),
        procedures: Vec::new(),
        workflow: Workflow { states: states(), actions: actions() },
        publication: None,
        notices: Notices::default(),
        assisted: None,
    }
}

pub(crate) fn rule(when: &str, department: &str) -> RoutingRule {
    RoutingRule { when: Expression::parse(when).unwrap(), department: department.parse().unwrap() }
}

pub(crate) fn publication(when: &str) -> Publication {
    Publication { when: Expression::parse(when).unwrap() }
}

pub(crate) fn form(schema: Value) -> Form {
    let read = fields::read(&schema);
    Form::new(schema, read).unwrap()
}

/// A plan; a survey that may follow; a deed in the south; a map that the state has.
fn documents() -> Vec<Document> {
    let document = |name: &str, source| Document {
        name: name.parse().unwrap(),
        title: Text::default(),
        form: DocumentForm::Copy,
        count: 1,
        source,
        when: None,
        may_follow: None,
        on_lapse: None,
        note: None,
    };
    let survey = document("survey", DocumentSource::Applicant);
    let deed = document("deed", DocumentSource::Government);
    vec![
        document("plan", DocumentSource::Applicant),
        Document { may_follow: Some(Limit::WorkingDays(5)), on_lapse: Some(name("withdrawn")), ..survey },
        Document { when: Some(Expression::parse("answers.place == 'south'").unwrap()), ..deed },
        document("map", DocumentSource::DataShare),
    ]
}

fn application_form() -> Form {
    form(json!({
        "type": "object",
        "required": ["place", "name"],
        "x-cityhall-order": ["place", "name", "idNo", "plot"],
        "properties": {
            "place": {"type": "string", "maxLength": 40, "x-cityhall-class": "public"},
            "name": {"type": "string", "maxLength": 40},
            "idNo": {
                "type": "string", "maxLength": 40, "x-cityhall-class": "sensitive", "x-cityhall-person": true
            },
            "plot": {
                "type": "object",
                "x-cityhall-class": "internal",
                "properties": {"row": {"type": "string", "maxLength": 9}}
            }
        }
    }))
}

fn states() -> Vec<State> {
    let days = Limit::WorkingDays;
    vec![
        State {
            on_expiry: Some(Expiry { to: name("late"), deems_accepted: false }),
            ..state("intake", Some(days(5)), None)
        },
        state("late", None, None),
        state("review", Some(days(10)), None),
        state("making", None, None),
        state("granted", None, Some(End::Completed)),
        state("refused", None, Some(End::Refused)),
        state("declined", None, Some(End::Declined)),
        state("withdrawn", None, Some(End::Withdrawn)),
    ]
}

fn state(state: &str, limit: Option<Limit>, end: Option<End>) -> State {
    State { name: name(state), title: Text::default(), limit, on_expiry: None, end }
}

fn name(state: &str) -> StateName {
    state.parse().unwrap()
}

fn actions() -> Vec<Action> {
    let basis = || vec!["law-1".parse().unwrap()];
    let ask = Effect::RequestSupplement { answer_within: Limit::CalendarDays(15), on_lapse: Some(name("withdrawn")) };
    let pass_on = Effect::Transfer {
        to: ["parks", "roads", "closed-down"].map(|department| department.parse().unwrap()).to_vec(),
    };
    let take_up = Effect::Reopen { within: Limit::CalendarDays(10), times_max: 1 };
    let plot = form(json!({
        "type": "object",
        "required": ["plot"],
        "properties": {
            "plot": {"type": "string", "maxLength": 9, "x-cityhall-class": "internal"},
            "phone": {"type": "string", "maxLength": 20}
        }
    }));
    let everywhere = "intake late review making granted refused declined withdrawn";
    let mut actions = vec![
        action("accept", "intake late", Some("review"), "clerk", Effect::Accept),
        action("decline", "intake", Some("declined"), "clerk", Effect::Decline { basis: basis() }),
        action("ask", "intake", None, "clerk", ask),
        action("grant", "review", Some("making"), "approver", Effect::Approve),
        action("refuse", "review", Some("refused"), "approver", Effect::Refuse { basis: basis() }),
        action("issue", "making", Some("granted"), "clerk", Effect::Issue),
        action("pass-on", "intake review", None, "clerk", pass_on),
        action("take-back", "intake late review", Some("withdrawn"), "applicant", Effect::Withdraw),
        action("note", everywhere, None, "clerk applicant", Effect::Note),
        action("settle-up", "late", Some("granted"), "clerk", Effect::Close),
        action("take-up", "granted withdrawn making", Some("review"), "applicant", take_up),
    ];
    actions[3].demands.fields = Some(plot);
    actions[9].demands.reason = true;
    actions
}

/// One more action of the permit.
pub(crate) fn action(name: &str, from: &str, to: Option<&str>, roles: &str, effect: Effect) -> Action {
    Action {
        name: name.parse().unwrap(),
        title: Text::default(),
        from: from.split(' ').map(|state| state.parse().unwrap()).collect(),
        to: to.map(|state| state.parse().unwrap()),
        roles: roles.split(' ').map(|role| role.parse().unwrap()).collect(),
        not_by: Vec::new(),
        officers: 1,
        demands: Demands::default(),
        effect,
    }
}
