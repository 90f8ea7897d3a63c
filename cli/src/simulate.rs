//! `cityhall simulate`: a while in the life of a city. Each case is one of the city's samples, of an applicant of its
//! own; people come, act and wait as they do, and what is not done when the time is over stays as it is.
//!
//! Everything goes over the public API. Only a city in development lets anybody be anybody and moves its clock.

mod diary;
mod people;

use std::path::Path;
use std::process::ExitCode;

use cityhall_crds::sample::{Sample, Step};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use crate::arguments::Simulate;
use crate::serve::runtime;
use diary::{Diary, Entry};
use people::{People, Person};

/// Lives through it and tells what happened.
pub(crate) fn run(arguments: &Simulate) -> Result<ExitCode, String> {
    let samples = samples(&arguments.city.join("samples"))?;
    let told = runtime()?.block_on(live(arguments, &samples))?;
    println!(
        "{} cases, {} acts, {} ratings; {} cases went another way",
        told.cases, told.acts, told.ratings, told.astray
    );
    Ok(ExitCode::SUCCESS)
}

fn samples(folder: &Path) -> Result<Vec<Sample>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("failed to read {}: {error}", folder.display());
    let entries = std::fs::read_dir(folder).map_err(|error| failed(&error))?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    // In one order everywhere, so that a seed means the same.
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
        text.and_then(|text| Sample::parse(&text)).map_err(|error| format!("{}: {error}", file.display()))
    };
    let samples: Vec<Sample> = files.iter().map(read).collect::<Result<_, _>>()?;
    if samples.is_empty() { Err(failed(&"it holds no sample")) } else { Ok(samples) }
}

/// What happened.
#[derive(Default)]
struct Told {
    cases: usize,
    acts: usize,
    ratings: usize,
    /// Cases in which something was refused that the sample expects: a limit had passed before, for instance.
    astray: usize,
}

/// A case on its way.
struct Journey<'a> {
    sample: &'a Sample,
    applicant: Person,
    /// Its id, once it is handed in.
    case: Value,
    /// How many of its steps are behind it.
    done: usize,
}

async fn live(arguments: &Simulate, samples: &[Sample]) -> Result<Told, String> {
    let mut people = People::meet(&arguments.at).await?;
    let mut diary = Diary::begin(people.now(), arguments.days, arguments.cases, arguments.seed)?;
    let mut journeys: Vec<Journey<'_>> =
        (0..arguments.cases).map(|number| Journey::of(samples, number, &mut diary)).collect();
    let mut told = Told::default();
    let mut day = 0;
    while let Some(Entry { at, case, day: today }) = diary.next() {
        if today > day {
            day = today;
            eprintln!("day {day} of {}: {} cases, {} acts", arguments.days, told.cases, told.acts);
        }
        people.until(at).await?;
        let Some(journey) = journeys.get_mut(case) else { continue };
        if journey.case.is_null() {
            journey.hand_in(&mut people, &mut told).await?;
        } else {
            journey.go_on(&mut people, &mut told, &mut diary).await?;
        }
        if let Some(wait) = journey.wait() {
            diary.write(at, case, wait);
        }
    }
    people.until(diary.end()).await?;
    Ok(told)
}

impl<'a> Journey<'a> {
    fn of(samples: &'a [Sample], number: usize, diary: &mut Diary) -> Self {
        let sample = &samples[diary.choose(samples.len())];
        let applicant = Person::resident(&format!("{}-{number}", sample.applicant.subject), &sample.applicant.name);
        Self { sample, applicant, case: Value::Null, done: 0 }
    }

    /// How long the next step waits beside what people need; `None`: there is none.
    fn wait(&self) -> Option<SignedDuration> {
        let rest = self.sample.steps.get(self.done..).filter(|rest| !self.case.is_null() && !rest.is_empty())?;
        let pauses = rest.iter().map_while(|step| match step {
            Step::Forward { forward } => Some(forward.parse().unwrap_or_default()),
            Step::Clock { .. } => Some(SignedDuration::ZERO),
            Step::Act { .. } | Step::Call { .. } => None,
        });
        Some(pauses.fold(SignedDuration::ZERO, SignedDuration::saturating_add))
    }

    async fn hand_in(&mut self, people: &mut People, told: &mut Told) -> Result<(), String> {
        let mut input = self.sample.input.clone();
        input["answers"] = self.sample.answers_on(people.today()).map_err(|error| error.to_string())?;
        let payload = people.call(&self.applicant, "submitCase", input).await?;
        if payload["userErrors"] == json!([]) {
            told.cases += 1;
            self.case = payload["case"]["id"].clone();
        } else {
            told.astray += 1;
        }
        Ok(())
    }

    /// Does the next thing that somebody does.
    async fn go_on(&mut self, people: &mut People, told: &mut Told, diary: &mut Diary) -> Result<(), String> {
        while let Some(step) = self.sample.steps.get(self.done) {
            self.done += 1;
            let (by, mutation, input) = match step {
                // What is refused in a sample shows a rule, and nothing comes of it; the clock moves by itself.
                Step::Act { refused: Some(_), .. }
                | Step::Call { refused: Some(_), .. }
                | Step::Clock { .. }
                | Step::Forward { .. } => continue,
                Step::Act { by, input, .. } => (by, "performAction", input),
                Step::Call { by, mutation, input, .. } => (by, mutation.as_str(), input),
            };
            let is_applicant = by.subject == self.sample.applicant.subject;
            let person = if is_applicant { self.applicant.clone() } else { Person::of(by) };
            let payload = people.call(&person, mutation, self.about_the_case(input)).await?;
            if payload["userErrors"] != json!([]) {
                told.astray += 1;
                self.done = self.sample.steps.len();
                return Ok(());
            }
            told.acts += 1;
            if self.done == self.sample.steps.len() {
                self.rate(people, told, diary).await?;
            }
            return Ok(());
        }
        Ok(())
    }

    /// Some say how it was, where they are asked.
    async fn rate(&self, people: &mut People, told: &mut Told, diary: &mut Diary) -> Result<(), String> {
        let Some(level) = diary.rating() else { return Ok(()) };
        let rating = Map::from_iter([("level".to_owned(), level.into())]);
        let payload = people.call(&self.applicant, "rate", self.about_the_case(&rating)).await?;
        told.ratings += usize::from(payload["userErrors"] == json!([]));
        Ok(())
    }

    fn about_the_case(&self, input: &Map<String, Value>) -> Value {
        let mut input = input.clone();
        input.insert("caseId".to_owned(), self.case.clone());
        Value::Object(input)
    }
}
