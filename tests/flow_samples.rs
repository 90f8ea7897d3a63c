//! Each sample of the example city, driven by its people over HTTP, ends closed; every step is in
//! the stored events; and after a rebuild from zero every query answers as before.

use std::collections::BTreeMap;

use cityhall_domain::calendar::Limit;
use cityhall_tests::{City, Dates, Failure, Options, Outcome, Person, Sample, Step, cityhall, repository, samples};
use serde_json::{Value, json};

/// A sample that has run: its case, and what its applicant saw at the end.
pub(crate) struct Finished {
    pub(crate) applicant: String,
    pub(crate) case: Value,
    pub(crate) position: Value,
    pub(crate) steps: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_ends_closed_and_survives_a_rebuild() -> Outcome {
    let city = City::start().await?;
    let mut finished = Vec::new();
    for (name, sample) in samples(&repository().join("examples/qingshui"))? {
        let done = drive(&city, &sample).await.map_err(|error| format!("{name}: {error}"))?;
        finished.push((name, done));
    }
    assert!(finished.len() >= 3, "the example city has at least three modules with samples");
    let before = answers(&city, &finished).await?;
    let (data, kept) = city.stop().await?;
    let data_text = data.to_str().ok_or("the data folder's name is not text")?;
    events_tell_every_step(data_text, &finished).await?;
    let rebuilt = cityhall(&["rebuild", "--data", data_text]).await?;
    assert!(rebuilt.status.success(), "rebuild: {}", String::from_utf8_lossy(&rebuilt.stderr));
    let city = City::start_with(Options { data: Some(&data), ..Options::default() }).await?;
    assert_eq!(before, answers(&city, &finished).await?, "a rebuilt view answers as before");
    city.stop().await?;
    drop(kept);
    Ok(())
}

/// Runs one sample to its end.
pub(crate) async fn drive(city: &City, sample: &Sample) -> Result<Finished, Failure> {
    let applicant = Person::with_token(city, &sample.applicant.subject, &sample.applicant.name, &[], None).await?;
    let mut input = sample.input.clone();
    input["answers"] = sample.answers_on(city.today().await?)?;
    let mut payload = good(applicant.submit(input).await?)?;
    let case = payload["case"]["id"].clone();
    limits_end_in_time(&applicant, &case, &payload["position"], &sample.limits).await?;
    let mut steps = 1;
    for step in &sample.steps {
        match step {
            Step::Clock { clock } => city.move_clock(clock).await?,
            Step::Forward { forward } => city.forward_clock(forward).await?,
            Step::Act { by, refused, input, .. } | Step::Call { by, refused, input, .. } => {
                let roles: Vec<&str> = by.roles.iter().map(String::as_str).collect();
                let person = Person::with_token(city, &by.subject, &by.name, &roles, by.department.as_deref()).await?;
                let mut input = input.clone();
                input.insert("caseId".to_owned(), case.clone());
                let answer = match step {
                    Step::Call { mutation, .. } => person.call(mutation, Value::Object(input)).await?,
                    _ => person.perform(Value::Object(input)).await?,
                };
                if let Some(code) = refused {
                    assert_eq!(answer["userErrors"][0]["code"], **code, "{step:?}: {answer}");
                } else {
                    payload = good(answer).map_err(|error| format!("{step:?}: {error}"))?;
                    steps += 1;
                }
                if let Step::Act { limits, .. } = step {
                    limits_end_in_time(&applicant, &case, &payload["position"], limits).await?;
                }
            }
        }
    }
    // A last step that is only a clock has no payload: ask until the limit that it passed is seen.
    let seen = closed(&applicant, &case, &payload["position"]).await?;
    assert_eq!(seen["end"], *sample.ends, "{seen}");
    Ok(Finished { applicant: sample.applicant.subject.clone(), case, position: payload["position"].clone(), steps })
}

/// Each of these limits runs and ends when it must: the promised one counts from the submission, that of the state
/// from when the case came there.
async fn limits_end_in_time(
    person: &Person,
    case: &Value,
    position: &Value,
    limits: &BTreeMap<String, Limit>,
) -> Outcome {
    if limits.is_empty() {
        return Ok(());
    }
    let dates = Dates::of(&repository().join("examples/qingshui"))?;
    let variables = json!({ "id": case, "atLeast": position });
    let case = person.ask(CLOCKS, variables).await?.good()?["node"].clone();
    let events = case["timeline"]["nodes"].as_array().cloned().unwrap_or_default();
    let arrived = events.iter().rev().find(|event| !event["state"].is_null());
    for (clock, limit) in limits {
        let since = if clock == "STATE" { arrived } else { events.first() };
        let since: jiff::Timestamp =
            since.and_then(|event| event["effectiveAt"].as_str()).ok_or("no event")?.parse()?;
        let runs = case["clocks"].as_array().into_iter().flatten().find(|one| one["clock"] == **clock);
        let due = runs.and_then(|one| one["dueAt"].as_str()).ok_or_else(|| format!("{clock} does not run: {case}"))?;
        assert_eq!(due.parse::<jiff::Timestamp>()?, dates.due(since, *limit), "{clock}, {limit:?}: {case}");
    }
    Ok(())
}

const CLOCKS: &str = "query($id: ID!, $atLeast: Position) { node(id: $id, atLeast: $atLeast) { ... on Case {
    clocks { clock dueAt } timeline(first: 100) { nodes { type state effectiveAt } } } } }";

/// The case once it is closed; the wait is bounded by what the timer of an ended limit needs.
async fn closed(person: &Person, case: &Value, position: &Value) -> Result<Value, Failure> {
    let asking = async {
        loop {
            let seen = person.case(case, position).await?;
            if seen["stage"] == "CLOSED" {
                return Ok(seen);
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), asking).await.map_err(|_| "the case did not close")?
}

fn good(payload: Value) -> Result<Value, Failure> {
    if payload["userErrors"].as_array().is_some_and(Vec::is_empty) {
        Ok(payload)
    } else {
        Err(payload.to_string().into())
    }
}

/// What each applicant sees of their case: the case, its timeline, their list; and what the public
/// sees.
async fn answers(city: &City, finished: &[(String, Finished)]) -> Result<Vec<Value>, Failure> {
    let mut all = Vec::new();
    for (_, done) in finished {
        let person = city.resident(&done.applicant).await?;
        let variables = json!({ "id": done.case, "atLeast": done.position });
        all.push(person.ask(WHOLE, variables.clone()).await?.good()?);
        all.push(city.anonymous().ask(WHOLE, variables).await?.good()?);
    }
    Ok(all)
}

const WHOLE: &str = "query($id: ID!, $atLeast: Position) {
    node(id: $id, atLeast: $atLeast) { ... on Case {
        number module moduleRevision state stage revision dueAt provisional answersJson redactions { path reason }
        timeline(first: 100) { nodes { type action effectiveAt } } } }
    cases(first: 100) { totalCount nodes { number state } } }";

/// `cityhall events` has every step of every sample's case, gapless.
async fn events_tell_every_step(data: &str, finished: &[(String, Finished)]) -> Outcome {
    let output = cityhall(&["events", "--data", data]).await?;
    assert!(output.status.success(), "events: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let events: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let mut streams: std::collections::BTreeMap<String, Vec<u64>> = std::collections::BTreeMap::new();
    for event in &events {
        for key in [
            "position",
            "stream",
            "revision",
            "id",
            "type",
            "schema",
            "recordedAt",
            "effectiveAt",
            "principal",
            "open",
            "sealed",
        ] {
            assert!(event.get(key).is_some(), "{key} is missing in {event}");
        }
        let stream = event["stream"].as_str().ok_or("a stream without a name")?.to_owned();
        streams.entry(stream).or_default().push(event["revision"].as_u64().ok_or("no revision")?);
    }
    for (stream, revisions) in &streams {
        assert!(revisions.iter().copied().eq(0..revisions.len() as u64), "{stream} has gaps: {revisions:?}");
    }
    let cases: Vec<usize> =
        streams.iter().filter(|(name, _)| name.starts_with("case-")).map(|(_, r)| r.len()).collect();
    assert_eq!(cases.len(), finished.len());
    let steps: usize = finished.iter().map(|(_, done)| done.steps).sum();
    assert!(cases.iter().sum::<usize>() >= steps, "{cases:?} events for {steps} steps");
    Ok(())
}
