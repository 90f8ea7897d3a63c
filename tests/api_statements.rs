//! How many statements a request costs: as many as it has levels and a constant, never one per row; told by the city's
//! own count, for every field of a case, whatever comes to be added.

use std::collections::{BTreeMap, BTreeSet};

use cityhall_tests::{City, Failure, Options, Outcome, Person, generated_city};
use serde_json::{Value, json};

/// Cases of the longer list.
const MANY: usize = 30;

/// How deep below a case its fields are asked for.
const DEPTH_MAX: usize = 4;

/// Levels that are read for themselves: cases, timelines, messages, ratings.
const LEVELS: u64 = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_costs_the_same_statements_however_long_it_is() -> Outcome {
    let folder = generated_city(1)?;
    let options = Options { city: Some(folder.path()), ..Options::default() };
    let city = City::start_with(options).await?;
    let position = fill(&city, &folder.modules[0]).await?;
    let fields = Fields::read(&city).await?;
    for reader in [city.officer("clerk-1", "works", &["clerk"]).await?, city.resident("ann").await?] {
        let all = fields.of_cases(&[])?;
        assert!(["timeline", "messages", "rating"].iter().all(|name| all.contains_key(*name)), "{:?}", all.keys());
        let mut costs = BTreeMap::new();
        for (name, selection) in &all {
            let query = list(selection);
            let one = statements(&city, &reader, &query, 1, &position).await?;
            let many = statements(&city, &reader, &query, MANY, &position).await?;
            assert_eq!(one, many, "`{name}` of one case and of {MANY}");
            costs.insert(name.as_str(), many);
        }
        // What is in no row was told before, and is kept.
        assert_eq!((costs["timeline"], costs["messages"]), (costs["number"], costs["number"]), "{costs:?}");
    }
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_widest_list_costs_its_levels_and_a_constant() -> Outcome {
    let folder = generated_city(1)?;
    let home = tempfile::tempdir()?;
    let data = home.path().join("data");
    let options = Options { city: Some(folder.path()), data: Some(&data), ..Options::default() };
    let city = City::start_with(options).await?;
    let position = fill(&city, &folder.modules[0]).await?;
    city.stop().await?;

    // A city that has just started has opened no key of the people in its cases, and told none of their histories.
    let city = City::start_with(options).await?;
    let fields = Fields::read(&city).await?;
    let wide: Vec<String> = fields.of_cases(&["serviceModule", "form"])?.into_values().collect();
    let query = list(&wide.join(" "));
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let before = (reads(&city, "keys").await?, reads(&city, "events").await?);
    let found = ask(&clerk, &query, MANY, &position).await?;
    assert_eq!(found["cases"]["nodes"].as_array().map(Vec::len), Some(MANY));
    let (keys, events) = (reads(&city, "keys").await? - before.0, reads(&city, "events").await? - before.1);
    assert!((1..=LEVELS).contains(&keys), "{keys} questions for keys of {MANY} people");
    assert!((1..=LEVELS).contains(&events), "{events} questions for events of {MANY} cases");
    // How far the views are, and how many cases there are, are the constant.
    let warm = statements(&city, &clerk, &query, MANY, &position).await?;
    assert!(warm <= LEVELS + 2, "{warm} statements for {LEVELS} levels");
    city.stop().await?;
    Ok(())
}

/// Cases of that many people that were accepted, talked about and rated; as many of one of them.
async fn fill(city: &City, module: &str) -> Result<Value, Failure> {
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let mut last = Value::Null;
    for number in 0..2 * MANY {
        let person = if number < MANY { "ann".to_owned() } else { format!("person-{number}") };
        let person = city.resident(&person).await?;
        let input = json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } });
        let id = good(person.submit(input).await?)?["case"]["id"].clone();
        good(clerk.perform(json!({ "caseId": id, "action": "accept" })).await?)?;
        good(clerk.call("sendMessage", json!({ "caseId": id, "text": "Which lamp is it?" })).await?)?;
        good(person.call("sendMessage", json!({ "caseId": id, "text": "The third." })).await?)?;
        let rating = json!({ "caseId": id, "step": 1, "level": "SATISFIED", "comment": "It was quick." });
        last = good(person.call("rate", rating).await?)?["position"].clone();
    }
    Ok(last)
}

fn good(payload: Value) -> Result<Value, Failure> {
    if payload["userErrors"].as_array().is_some_and(Vec::is_empty) {
        Ok(payload)
    } else {
        Err(payload.to_string().into())
    }
}

fn list(selection: &str) -> String {
    format!(
        "query($first: Int!, $at: Position) {{ cases(first: $first, atLeast: $at) {{ totalCount nodes {{ id {selection} }} }} }}"
    )
}

async fn ask(person: &Person, query: &str, first: usize, position: &Value) -> Result<Value, Failure> {
    person.ask(query, json!({ "first": first, "at": position })).await?.good()
}

/// How many statements one request costs once the keys are known. What the city does by itself may be counted too, so
/// the least of several counts.
async fn statements(city: &City, person: &Person, query: &str, first: usize, position: &Value) -> Result<u64, Failure> {
    ask(person, query, first, position).await?;
    let mut least = u64::MAX;
    for _ in 0..3 {
        let before = reads(city, "").await?;
        ask(person, query, first, position).await?;
        least = least.min(reads(city, "").await? - before);
    }
    Ok(least)
}

/// How many statements have read this database; of all of them without a name.
async fn reads(city: &City, database: &str) -> Result<u64, Failure> {
    let text = city.client().get(format!("{}/metrics", city.address)).send().await?.text().await?;
    let counted = text.lines().filter(|line| line.starts_with("cityhall_sql_reads_total{") && line.contains(database));
    let counts = counted.filter_map(|line| line.rsplit_once(' ')?.1.parse::<u64>().ok());
    let sum = counts.sum();
    if sum == 0 && database.is_empty() { Err(format!("no count of statements:\n{text}").into()) } else { Ok(sum) }
}

/// What the schema of the staff says of its types: each field with its type, without those that demand arguments.
struct Fields {
    types: BTreeMap<String, Vec<(String, String)>>,
}

impl Fields {
    /// Of every type that can be reached from a case.
    async fn read(city: &City) -> Result<Self, Failure> {
        let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
        let query = "query($name: String!) { __type(name: $name) { fields {
            name args { defaultValue type { kind } } type { ...t ofType { ...t ofType { ...t ofType { ...t } } } } } } }
            fragment t on __Type { name kind }";
        let mut types = BTreeMap::new();
        let mut ahead = vec!["Case".to_owned()];
        while let Some(name) = ahead.pop() {
            if types.contains_key(&name) {
                continue;
            }
            let told = clerk.ask(query, json!({ "name": name })).await?.good()?;
            let fields: Vec<(String, String)> =
                told["__type"]["fields"].as_array().into_iter().flatten().filter_map(field).collect();
            ahead.extend(fields.iter().map(|(_, of)| of.clone()));
            types.insert(name, fields);
        }
        Ok(Self { types })
    }

    /// What can be asked of each field of a case, but for some.
    fn of_cases(&self, but: &[&str]) -> Result<BTreeMap<String, String>, Failure> {
        let fields = self.types.get("Case").ok_or("there are no cases in the schema")?;
        let fields = fields.iter().filter(|(name, _)| !but.contains(&name.as_str()));
        Ok(fields.filter_map(|(name, of)| Some((name.clone(), self.field(name, of, &BTreeSet::new())?))).collect())
    }

    /// A field with everything below it, down to some depth and to no type twice.
    fn field(&self, name: &str, of: &str, above: &BTreeSet<&str>) -> Option<String> {
        let below = self.types.get(of)?;
        if below.is_empty() {
            return Some(name.to_owned());
        }
        if above.len() == DEPTH_MAX || above.contains(of) {
            return None;
        }
        let above: BTreeSet<&str> = above.iter().copied().chain([of]).collect();
        // The same items stand in `nodes`.
        let below = below.iter().filter(|(name, _)| name != "edges");
        let selected: Vec<String> = below.filter_map(|(name, of)| self.field(name, of, &above)).collect();
        let first = if of.ends_with("Connection") { "(first: 5)" } else { "" };
        (!selected.is_empty()).then(|| format!("{name}{first} {{ {} }}", selected.join(" ")))
    }
}

/// The name of a field and that of its type; `None` where it demands an argument.
fn field(told: &Value) -> Option<(String, String)> {
    let mut arguments = told["args"].as_array()?.iter();
    if arguments.any(|one| one["type"]["kind"] == "NON_NULL" && one["defaultValue"].is_null()) {
        return None;
    }
    let mut of = &told["type"];
    while of["ofType"].is_object() {
        of = &of["ofType"];
    }
    Some((told["name"].as_str()?.to_owned(), of["name"].as_str()?.to_owned()))
}
