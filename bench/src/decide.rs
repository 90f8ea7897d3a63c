//! The pure core, in process: commands decided per second on parsed answers, events folded per
//! second, and form validation and one CEL condition beside them. Once for a small module and a fresh case,
//! once for the largest module of the example city and a case with a long history.

mod history;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use cityhall_domain::calendar::Calendar;
use cityhall_domain::case::command::{Perform, Submit};
use cityhall_domain::case::{Actor, Case, CaseNumber, Command, Event, Intent, available_actions, decide, evolve};
use cityhall_domain::expression::Expression;
use cityhall_domain::facts::Facts;
use cityhall_domain::module::Module;
use cityhall_domain::name::{CaseId, DepartmentName, SubjectId};
use cityhall_domain::supervision::Supervision;
use cityhall_tests::{Failure, module_manifest};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use self::history::{EVENTS, History, folded, history, largest};
use crate::measurement::{Measurement, median};

const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(400);

/// How many decisions a second are wanted of one core.
const DECISIONS_WANTED: f64 = 200_000.0;
/// How many folded events a second are wanted of one core.
const FOLDED_WANTED: f64 = 2_000_000.0;

/// When everything here begins.
const START: &str = "2026-03-02T01:00:00Z";

pub(crate) fn run() -> Result<(), Failure> {
    let (scene, long) = (Scene::set()?, Long::set()?);
    let condition = Expression::parse("answers.topic == \"light\"")?;
    let works = [
        Work::decision("submit", || decide(&scene.module, &scene.facts, &Case::Unborn, &scene.submit).is_ok()),
        Work::decision("accept", || decide(&scene.module, &scene.facts, &scene.open, &scene.accept).is_ok()),
        Work::folding("fold one event", 1, || evolve(black_box(Case::Unborn), &scene.submitted) != Case::Unborn),
        Work::beside("validate a form", || scene.module.form.check(scene.answers.clone()).is_ok()),
        Work::beside("one condition", || condition.holds(&scene.answers).is_ok()),
        Work::decision("largest module, submit", || long.decides(&Case::Unborn, &long.submit)),
        Work::beside("largest module, validate the form", || long.module.form.check(long.answers.clone()).is_ok()),
        Work::decision("1,000 events, act", || long.decides(&long.history.case, &long.history.next)),
        Work::decision("1,000 events, settle", || long.decides(&long.history.case, &long.settle)),
        Work::beside("1,000 events, what one may do", || long.offers()),
        Work::folding("1,000 events, fold", EVENTS, || folded(black_box(&long.history.events)) != Case::Unborn),
    ];
    let mut rates = vec![Vec::new(); works.len()];
    for _ in 0..ROUNDS {
        for (work, rates) in works.iter().zip(&mut rates) {
            rates.push(per_second(&work.run) * work.counts_for);
        }
    }
    for (work, rates) in works.iter().zip(rates) {
        let value = median(rates);
        let ratio = work.wanted.map(|wanted| (value / wanted, "what is wanted"));
        Measurement { bench: "decide", case: work.case, metric: "rate", value, unit: "1/s", ratio }.print();
    }
    Ok(())
}

/// One thing that is done again and again.
struct Work<'a> {
    case: &'static str,
    run: Box<dyn Fn() -> bool + 'a>,
    /// How many decisions or events one run is.
    counts_for: f64,
    /// How many of them a second are wanted.
    wanted: Option<f64>,
}

impl<'a> Work<'a> {
    fn decision(case: &'static str, run: impl Fn() -> bool + 'a) -> Self {
        Self { wanted: Some(DECISIONS_WANTED), ..Self::beside(case, run) }
    }

    fn folding(case: &'static str, events: u16, run: impl Fn() -> bool + 'a) -> Self {
        Self { wanted: Some(FOLDED_WANTED), counts_for: events.into(), ..Self::beside(case, run) }
    }

    fn beside(case: &'static str, run: impl Fn() -> bool + 'a) -> Self {
        Self { case, run: Box::new(run), counts_for: 1.0, wanted: None }
    }
}

/// A module, and one case of it at its two first moments.
struct Scene {
    module: Module,
    facts: Facts,
    answers: Map<String, Value>,
    submit: Command,
    submitted: Event,
    open: Case,
    accept: Command,
}

impl Scene {
    fn set() -> Result<Self, Failure> {
        let (manifests, _) = cityhall_crds::manifest::parse(&module_manifest("matter", ""));
        let manifest = manifests.first().ok_or("the made module is no manifest")?;
        let module = cityhall_crds::lower(cityhall_crds::LANGUAGE, &manifest.name, &manifest.spec)
            .map_err(|problems| format!("{problems:?}"))?;
        let facts = facts([("works".parse()?, None)].into())?;
        let answers = json!({ "topic": "light", "wish": "a lamp at the corner of the square" });
        let Value::Object(answers) = answers else { return Err("answers are an object".into()) };
        let submit = submission(&module, answers.clone())?;
        let events = decide(&module, &facts, &Case::Unborn, &submit).map_err(|rejection| rejection.to_string())?;
        let submitted = events.first().cloned().ok_or("no event")?;
        let by = Actor::Officer {
            subject: SubjectId("clerk".to_owned()),
            department: "works".parse()?,
            roles: vec!["clerk".parse()?],
            instead_of: None,
        };
        let perform = Perform::bare("accept".parse()?);
        let open = evolve(Case::Unborn, &submitted);
        let accept = Command { at: submit.at, by, intent: Intent::Perform(perform) };
        Ok(Self { module, facts, answers, submit, submitted, open, accept })
    }
}

/// The largest module of the example city, and a case of it that has seen much.
struct Long {
    module: Module,
    facts: Facts,
    answers: Map<String, Value>,
    submit: Command,
    settle: Command,
    history: History,
}

impl Long {
    fn set() -> Result<Self, Failure> {
        let largest = largest(START.parse()?)?;
        let facts = facts(largest.departments.clone())?;
        let submit = submission(&largest.module, largest.answers.clone())?;
        let submitted = decide(&largest.module, &facts, &Case::Unborn, &submit).map_err(|why| why.to_string())?;
        let history = history(&largest, &facts, submitted)?;
        let settle = Command { by: Actor::City, intent: Intent::Settle, ..history.next.clone() };
        Ok(Self { module: largest.module, facts, answers: largest.answers, submit, settle, history })
    }

    fn decides(&self, case: &Case, command: &Command) -> bool {
        decide(&self.module, &self.facts, case, command).is_ok()
    }

    fn offers(&self) -> bool {
        let Command { at, by, .. } = &self.history.next;
        black_box(available_actions(&self.module, &self.facts, &self.history.case, by, *at));
        true
    }
}

fn facts(departments: BTreeMap<DepartmentName, Option<DepartmentName>>) -> Result<Facts, Failure> {
    Ok(Facts {
        city_code: "MU".to_owned(),
        zone: TimeZone::get("Asia/Shanghai")?,
        calendar: Calendar::default(),
        departments,
        supervision: Supervision::default(),
    })
}

/// A resident's submission with everything that the module can want.
fn submission(module: &Module, answers: Map<String, Value>) -> Result<Command, Failure> {
    let id = CaseId(uuid::Uuid::from_u128(7));
    let number = CaseNumber::derive("MU", 2026, id);
    let documents = module.guide.documents.iter().map(|document| document.name.clone()).collect();
    let submit = Submit {
        id,
        number,
        answers,
        documents,
        promises: false,
        distrusted: false,
        assurance: None,
        on_behalf_of: None,
    };
    let by = Actor::Resident { subject: SubjectId("ann".to_owned()) };
    Ok(Command { at: START.parse()?, by, intent: Intent::Submit(submit) })
}

/// How often `work` runs in a second; a run that fails would be no work, so it ends the round at 0.
fn per_second(work: impl Fn() -> bool) -> f64 {
    let started = Instant::now();
    let mut done = 0_u32;
    while started.elapsed() < ROUND {
        for _ in 0..64 {
            if !black_box(work()) {
                return 0.0;
            }
        }
        done += 64;
    }
    f64::from(done) / started.elapsed().as_secs_f64()
}
