//! Who may do what, where: for every module of the example city, every state, role and action, the API
//! permits exactly what the manifest says (row 3.1).

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};

use cityhall_tests::{City, Failure, Outcome, Person, Sample, Step, repository, samples};
use serde_json::{Map, Value, json};

/// Effects that need something begun before: without it nobody is offered them.
const NEEDS_MORE: [&str; 6] = ["endProcedure", "resume", "return", "reopen", "giveOpinion", "answerObjection"];

/// A manifest, as far as it says who may do what.
struct Manifest {
    name: String,
    states: Vec<Value>,
    actions: Vec<Value>,
    /// Its samples, with the state that a submission of each leads to.
    starts: Vec<(Sample, String)>,
    fields: BTreeMap<String, Value>,
    /// Every material that an applicant can have to bring.
    documents: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_do_exactly_what_the_manifest_says() -> Outcome {
    let city = City::start().await?;
    let mut asked = 0;
    for mut manifest in manifests()? {
        for (sample, state) in &mut manifest.starts {
            *state = submitted(&city, &manifest.documents, sample).await?.2;
        }
        let ways = ways(&manifest);
        assert_eq!(ways.len(), manifest.states.len(), "{}: a state is not reached", manifest.name);
        for (state, (start, way)) in ways {
            let walk = Walk::along(&city, &manifest, start, &state, &way).await;
            let walk = walk.map_err(|error| format!("{} to {state}: {error}", manifest.name))?;
            asked += walk.ask_all(&state).await?;
        }
    }
    println!("{asked} triples of state, role and action");
    assert!(asked > 500, "{asked}");
    city.stop().await?;
    Ok(())
}

fn manifests() -> Result<Vec<Manifest>, Failure> {
    let folder = repository().join("examples/qingshui");
    let samples = samples(&folder)?;
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join("modules"))? {
        let manifest: Value = serde_saphyr::from_str(&std::fs::read_to_string(entry?.path())?)?;
        let name = text(&manifest["metadata"]["name"])?;
        let of_it: Vec<_> = samples.iter().filter(|(_, sample)| sample.input["module"] == *name).collect();
        let starts = of_it.iter().map(|(_, sample)| (sample.clone(), String::new())).collect();
        let steps = of_it.iter().flat_map(|(_, sample)| &sample.steps).filter_map(|step| match step {
            Step::Act { input, .. } => Some((input["action"].as_str()?.to_owned(), input.get("fields")?.clone())),
            Step::Clock { .. } | Step::Forward { .. } | Step::Call { .. } => None,
        });
        let list = |of: &str| manifest["spec"]["workflow"][of].as_array().cloned().unwrap_or_default();
        found.push(Manifest {
            states: list("states"),
            actions: list("actions"),
            starts,
            fields: steps.collect(),
            documents: brought(&manifest["spec"]["documents"]),
            name,
        });
    }
    Ok(found)
}

fn brought(documents: &Value) -> Vec<String> {
    let brings = |document: &&Value| matches!(document["source"].as_str(), None | Some("Applicant" | "Government"));
    let all = documents.as_array().into_iter().flatten().filter(brings);
    all.filter_map(|document| Some(document["name"].as_str()?.to_owned())).collect()
}

fn text(value: &Value) -> Result<String, Failure> {
    Ok(value.as_str().ok_or_else(|| format!("{value} is no text"))?.to_owned())
}

fn names(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn effect(action: &Value) -> &str {
    action["effect"].as_object().and_then(|effect| effect.keys().next()).map_or("", String::as_str)
}

// === Ways to every state ===

/// One step of a way: an action, or waiting until the state is left by itself.
#[derive(Clone)]
enum Move {
    Do(String),
    /// Until it stands there.
    Wait(String),
}

/// The shortest way to each state from one of the starts, by actions before waiting.
fn ways(manifest: &Manifest) -> Vec<(String, (usize, Vec<Move>))> {
    let (mut known, mut open) = (Vec::<(String, (usize, Vec<Move>))>::new(), VecDeque::new());
    for (start, (_, state)) in manifest.starts.iter().enumerate() {
        if known.iter().all(|(name, _)| name != state) {
            known.push((state.clone(), (start, Vec::new())));
            open.push_back((state.clone(), (start, Vec::new())));
        }
    }
    while let Some((state, (start, way))) = open.pop_front() {
        for (to, step) in steps(manifest, &state) {
            if known.iter().all(|(name, _)| *name != to) {
                let way: Vec<Move> = way.iter().cloned().chain([step]).collect();
                known.push((to.clone(), (start, way.clone())));
                open.push_back((to, (start, way)));
            }
        }
    }
    known
}

/// A new case: whose it is, what came of it, and the state in which it stands.
async fn submitted(city: &City, documents: &[String], sample: &Sample) -> Result<(Person, Value, String), Failure> {
    let applicant = newcomer(city).await?;
    let (module, answers) = (&sample.input["module"], sample.answers_on(city.today().await?)?);
    let input = json!({ "module": module, "answers": answers, "documents": documents });
    let payload = applicant.submit(input).await?;
    let state = text(&payload["case"]["state"]).map_err(|_| format!("{module}: {payload}"))?;
    Ok((applicant, payload, state))
}

/// Somebody new each time: a walk may end on the distrust list.
async fn newcomer(city: &City) -> Result<Person, Failure> {
    static COME: AtomicUsize = AtomicUsize::new(0);
    city.resident(&format!("resident-matrix-{}", COME.fetch_add(1, Ordering::Relaxed))).await
}

fn steps(manifest: &Manifest, state: &str) -> Vec<(String, Move)> {
    let from = |action: &&Value| {
        let by_people = names(&action["roles"]).iter().any(|role| role != "city");
        names(&action["from"]).contains(state) && effect(action) != "reopen" && by_people
    };
    let mut steps: Vec<(String, Move)> = Vec::new();
    for action in manifest.actions.iter().filter(from) {
        let name = action["name"].as_str().unwrap_or_default().to_owned();
        steps.extend(action["to"].as_str().map(|to| (to.to_owned(), Move::Do(name.clone()))));
    }
    let expiry = manifest.states.iter().find(|one| one["name"] == *state).map(|one| &one["onExpiry"]["to"]);
    steps.extend(expiry.and_then(Value::as_str).map(|to| (to.to_owned(), Move::Wait(to.to_owned()))));
    for action in manifest.actions.iter().filter(from) {
        let lapsed = action["effect"]["requestSupplement"]["onLapse"].as_str();
        let name = action["name"].as_str().unwrap_or_default().to_owned();
        steps.extend(lapsed.map(|to| (to.to_owned(), Move::Do(name))));
    }
    // Departments that were asked on the way here say nothing.
    let asked = |action: &&Value| action["to"] == *state && effect(action) == "requestOpinions";
    let all = manifest
        .actions
        .iter()
        .filter(asked)
        .filter_map(|action| action["effect"]["requestOpinions"]["onAll"].as_str());
    steps.extend(all.map(|to| (to.to_owned(), Move::Wait(to.to_owned()))));
    steps
}

/// A case on its way, and who walks it.
struct Walk<'a> {
    city: &'a City,
    manifest: &'a Manifest,
    applicant: Person,
    case: Value,
    department: String,
    position: Value,
}

impl<'a> Walk<'a> {
    async fn along(
        city: &'a City,
        manifest: &'a Manifest,
        start: usize,
        state: &str,
        way: &[Move],
    ) -> Result<Self, Failure> {
        let (applicant, payload, _) = submitted(city, &manifest.documents, &manifest.starts[start].0).await?;
        let case = payload["case"]["id"].clone();
        let mut walk =
            Walk { city, manifest, applicant, case, department: String::new(), position: payload["position"].clone() };
        walk.look(None).await?;
        for step in way {
            match step {
                Move::Do(action) => walk.perform(action).await?,
                Move::Wait(to) => walk.wait(to).await?,
            }
        }
        walk.look(Some(state)).await?;
        Ok(walk)
    }

    /// Waits until the case is seen in `state`; the clock may have to pass a notice's limit first.
    async fn look(&mut self, state: Option<&str>) -> Outcome {
        for attempt in 0..200 {
            let answer =
                self.applicant.ask(SEEN, json!({ "id": self.case, "atLeast": self.position })).await?.good()?;
            let seen = &answer["node"];
            self.department = text(&seen["department"]["name"])?;
            if state.is_none_or(|state| seen["state"] == *state) {
                return Ok(());
            }
            if attempt == 20 {
                self.city.forward_clock("PT2400H").await?;
            }
            tokio::task::yield_now().await;
        }
        Err(format!("it never came to {state:?}").into())
    }

    /// Lets time pass, no more than it takes, until the case stands in `state` by itself.
    async fn wait(&mut self, state: &str) -> Outcome {
        for _ in 0..30 {
            self.city.forward_clock("PT168H").await?;
            for _ in 0..20 {
                let answer =
                    self.applicant.ask(SEEN, json!({ "id": self.case, "atLeast": self.position })).await?.good()?;
                if answer["node"]["state"] == *state {
                    return self.look(Some(state)).await;
                }
            }
        }
        Err(format!("time alone did not lead to {state}").into())
    }

    /// Does an action as people who may, each with hands of their own.
    async fn perform(&mut self, action: &str) -> Outcome {
        let declared = self.action(action)?;
        let role = names(&declared["roles"]).pop_last().ok_or("an action without roles")?;
        for officer in 0..declared["officers"].as_u64().unwrap_or(1) {
            let person = self.person(&role, &format!("{action}-{officer}")).await?;
            let offered = self.offered(&person).await?;
            if !offered.contains_key(action) {
                self.begin(declared).await?;
            }
            let offered = self.offered(&person).await?;
            let offer = offered.get(action).ok_or_else(|| format!("{action} is not offered to {role}"))?;
            let payload = person.perform(self.complete(action, offer)).await?;
            if !payload["userErrors"].as_array().is_some_and(Vec::is_empty) {
                return Err(payload.to_string().into());
            }
            self.position = payload["position"].clone();
        }
        if !declared["effect"]["startProcedure"].is_null() {
            // What waits for the end of a public notice, or for a hearing that was told, is offered after it.
            self.city.forward_clock("PT288H").await?;
        }
        self.look(None).await
    }

    /// Begins the procedure that an action ends.
    async fn begin(&mut self, ending: &'a Value) -> Outcome {
        let procedure = &ending["effect"]["endProcedure"]["procedure"];
        let starts = |action: &&Value| action["effect"]["startProcedure"]["procedure"] == *procedure;
        let Some(start) = self.manifest.actions.iter().find(starts).filter(|_| !procedure.is_null()) else {
            return Ok(());
        };
        Box::pin(self.perform(start["name"].as_str().unwrap_or_default())).await
    }

    fn action(&self, name: &str) -> Result<&'a Value, Failure> {
        let found = self.manifest.actions.iter().find(|action| action["name"] == *name);
        Ok(found.ok_or_else(|| format!("no action {name}"))?)
    }

    async fn person(&self, role: &str, hand: &str) -> Result<Person, Failure> {
        match role {
            "applicant" => Ok(self.applicant.clone()),
            role => self.city.officer(&format!("staff-{hand}"), &self.department, &[role]).await,
        }
    }

    /// What a person is offered, by name.
    async fn offered(&self, person: &Person) -> Result<BTreeMap<String, Value>, Failure> {
        let answer = person.ask(OFFERED, json!({ "id": self.case, "atLeast": self.position })).await?.good()?;
        let offers = answer["node"]["availableActions"].as_array().cloned().unwrap_or_default();
        offers.into_iter().map(|offer| Ok((text(&offer["name"])?, offer))).collect()
    }

    /// The input of an action with everything that it demands.
    fn complete(&self, action: &str, offer: &Value) -> Value {
        let mut input = Map::from_iter([
            ("caseId".to_owned(), self.case.clone()),
            ("action".to_owned(), action.into()),
            ("reason".to_owned(), "it is so".into()),
        ]);
        let first = |of: &str| offer[of].as_array().and_then(|all| all.first()).cloned();
        input.extend(first("legalBasis").map(|basis| ("legalBasis".to_owned(), basis)));
        input.extend(first("departments").map(|department| ("department".to_owned(), department)));
        if offer["items"] == true {
            let item = self.manifest.starts[0].0.input["answers"].as_object().and_then(|answers| answers.keys().next());
            input.insert("items".to_owned(), json!([format!("/{}", item.map_or("", String::as_str))]));
        }
        if !offer["fields"].is_null() {
            let known = self.manifest.fields.get(action).cloned();
            input.insert("fields".to_owned(), known.unwrap_or_else(|| simple(&offer["fields"])));
        }
        Value::Object(input)
    }

    // === The matrix ===

    /// Asks for every role and action here; how many triples that were.
    async fn ask_all(&self, state: &str) -> Result<usize, Failure> {
        let roles: BTreeSet<String> = self.manifest.actions.iter().flat_map(|action| names(&action["roles"])).collect();
        for role in &roles {
            let person = self.person(role, "matrix").await?;
            let offered: BTreeSet<String> = self.offered(&person).await?.into_keys().collect();
            let said: BTreeSet<String> = self.said(state, role)?;
            let more: BTreeSet<String> = self.needs_more(&said)?;
            let place = format!("{} in {state} as {role}", self.manifest.name);
            assert!(offered.is_subset(&said), "{place}: offered {offered:?}, said {said:?}");
            assert!(said.difference(&offered).all(|action| more.contains(action)), "{place}: {offered:?} of {said:?}");
            for action in self.manifest.actions.iter().map(|action| text(&action["name"])) {
                let action = action?;
                if !said.contains(&action) {
                    self.is_refused(&person, &action, &place).await?;
                }
            }
        }
        Ok(roles.len() * self.manifest.actions.len())
    }

    /// What the manifest says of a state and a role; nobody holds that of the city.
    fn said(&self, state: &str, role: &str) -> Result<BTreeSet<String>, Failure> {
        let here = |action: &&Value| {
            role != "city" && names(&action["from"]).contains(state) && names(&action["roles"]).contains(role)
        };
        self.manifest.actions.iter().filter(here).map(|action| text(&action["name"])).collect()
    }

    /// Which of these nobody is offered before something else has happened.
    fn needs_more(&self, actions: &BTreeSet<String>) -> Result<BTreeSet<String>, Failure> {
        let mut found = BTreeSet::new();
        for name in actions {
            if NEEDS_MORE.contains(&effect(self.action(name)?)) {
                found.insert(name.clone());
            }
        }
        Ok(found)
    }

    async fn is_refused(&self, person: &Person, action: &str, place: &str) -> Outcome {
        let input = self.complete(action, &Value::Null);
        let payload = person.perform(input).await?;
        let code = payload["userErrors"][0]["code"].as_str().unwrap_or("accepted");
        let refused = ["NOT_IN_THIS_STATE", "ROLE_NOT_ALLOWED", "NOT_FOUND", "OPINION_NOT_ASKED"].contains(&code);
        assert!(refused, "{place}: {action} is {code}");
        Ok(())
    }
}

/// The simplest values that fit the fields of an action.
fn simple(schema: &Value) -> Value {
    let required = names(&schema["required"]);
    let of = |name: &String| {
        let field = &schema["properties"][name];
        let value = match (field["enum"][0].as_str(), field["type"].as_str()) {
            (Some(word), _) => word.into(),
            (None, Some("boolean")) => true.into(),
            (None, Some("integer")) => field["minimum"].as_i64().unwrap_or(0).into(),
            _ if field["format"] == "date" => "2026-12-01".into(),
            _ => "照实填写，以便核对。".into(),
        };
        (name.clone(), value)
    };
    Value::Object(required.iter().map(of).collect())
}

const SEEN: &str = "query($id: ID!, $atLeast: Position) { node(id: $id, atLeast: $atLeast) { ... on Case {
    state department { name } } } }";

const OFFERED: &str = "query($id: ID!, $atLeast: Position) { node(id: $id, atLeast: $atLeast) { ... on Case {
    availableActions { name reason legalBasis fields departments items } } } }";
