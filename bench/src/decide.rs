//! The pure core, in process: commands decided per second on parsed answers, events folded per
//! second, and form validation and one CEL condition beside them.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cityhall_domain::calendar::Calendar;
use cityhall_domain::case::command::{Perform, Submit};
use cityhall_domain::case::{Actor, Case, CaseNumber, Command, Event, Intent, decide, evolve};
use cityhall_domain::expression::Expression;
use cityhall_domain::facts::Facts;
use cityhall_domain::module::Module;
use cityhall_domain::name::{CaseId, SubjectId};
use cityhall_domain::supervision::Supervision;
use cityhall_tests::{Failure, module_manifest};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::measurement::{Measurement, median};

const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(400);

pub(crate) fn run() -> Result<(), Failure> {
    let scene = Scene::set()?;
    let condition = Expression::parse("answers.topic == \"light\"")?;
    let mut rates: [Vec<f64>; 5] = Default::default();
    for _ in 0..ROUNDS {
        rates[0].push(per_second(|| decide(&scene.module, &scene.facts, &Case::Unborn, &scene.submit).is_ok()));
        rates[1].push(per_second(|| decide(&scene.module, &scene.facts, &scene.open, &scene.accept).is_ok()));
        rates[2].push(per_second(|| evolve(black_box(Case::Unborn), &scene.submitted) != Case::Unborn));
        rates[3].push(per_second(|| scene.module.form.check(scene.answers.clone()).is_ok()));
        rates[4].push(per_second(|| condition.holds(&scene.answers).is_ok()));
    }
    let cases = ["submit", "accept", "fold one event", "validate a form", "one condition"];
    for (case, rates) in cases.into_iter().zip(rates) {
        Measurement { bench: "decide", case, metric: "rate", value: median(rates), unit: "1/s", ratio: None }.print();
    }
    Ok(())
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
        let facts = Facts {
            city_code: "MU".to_owned(),
            zone: TimeZone::get("Asia/Shanghai")?,
            calendar: Calendar::default(),
            departments: [("works".parse()?, None)].into(),
            supervision: Supervision::default(),
        };
        let answers = json!({ "topic": "light", "wish": "a lamp at the corner of the square" });
        let Value::Object(answers) = answers else { return Err("answers are an object".into()) };
        let at: Timestamp = "2026-03-02T01:00:00Z".parse()?;
        let id = CaseId(uuid::Uuid::from_u128(7));
        let number = CaseNumber::derive("MU", 2026, id);
        let documents = Vec::new();
        let submit = Submit { id, number, answers: answers.clone(), documents, promises: false, distrusted: false };
        let by = Actor::Resident { subject: SubjectId("ann".to_owned()) };
        let submit = Command { at, by, intent: Intent::Submit(submit) };
        let events = decide(&module, &facts, &Case::Unborn, &submit).map_err(|rejection| rejection.to_string())?;
        let submitted = events.first().cloned().ok_or("no event")?;
        let by = Actor::Officer {
            subject: SubjectId("clerk".to_owned()),
            department: "works".parse()?,
            roles: vec!["clerk".parse()?],
        };
        let perform = Perform::bare("accept".parse()?);
        let open = evolve(Case::Unborn, &submitted);
        Ok(Self {
            module,
            facts,
            answers,
            submit,
            submitted,
            open,
            accept: Command { at, by, intent: Intent::Perform(perform) },
        })
    }
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
