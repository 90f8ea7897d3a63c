//! Subscriptions as independent clients meet them: `graphql-ws` and `graphql-sse`, which `cargo xtask test --all`
//! installs, and plain server-sent events. What is told is told once and in order, over cuts, over changes of the
//! schema.

use std::process::Stdio;
use std::time::Duration;

use cityhall_tests::{
    City, Failure, GeneratedCity, Options, Outcome, Person, Socket, generated_city, module_manifest, repository,
};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

const CHANGES: &str = "subscription($after: Position) { casesChanged(after: $after) {
    position caseId case { id state answersJson } } }";

/// How long a line may take: far more than it ever needs.
const LINE_MAX: Duration = Duration::from_mins(1);

/// A client that follows. Dies with this value.
struct Follower {
    _client: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Follower {
    fn start(city: &City, way: &str, person: &Person, query: &str, variables: &Value) -> Result<Self, Failure> {
        let mut client = Command::new("node")
            .args(["follow.mjs", way, &format!("{}/graphql", city.address), person.token().unwrap_or_default()])
            .arg(json!({ "query": query, "variables": variables }).to_string())
            .current_dir(repository().join("tests/node"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let lines = BufReader::new(client.stdout.take().ok_or("no standard output")?).lines();
        Ok(Self { _client: client, lines })
    }

    async fn next(&mut self) -> Result<Value, Failure> {
        let line = tokio::time::timeout(LINE_MAX, self.lines.next_line()).await??;
        Ok(serde_json::from_str(&line.ok_or("the client has ended")?)?)
    }
}

async fn one_module() -> Result<(GeneratedCity, City), Failure> {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    Ok((folder, city))
}

/// Hands in one more matter; its position.
async fn submit(person: &Person, module: &str) -> Result<Value, Failure> {
    let told = person.submit(json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } })).await?;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    Ok(told["position"].clone())
}

async fn now(person: &Person) -> Result<Value, Failure> {
    Ok(person.ask("{ asOf }", json!({})).await?.good()?["asOf"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_follow_go_away_and_come_back() -> Outcome {
    let (folder, city) = one_module().await?;
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let ann = city.resident("ann").await?;
    for way in ["ws", "sse"] {
        let mut after = now(&clerk).await?;
        let mut expected = Vec::new();
        let mut told = Vec::new();
        for _visit in 0..3 {
            // Missed while nobody followed, and told live.
            expected.push(submit(&ann, &folder.modules[0]).await?);
            let mut follower = Follower::start(&city, way, &clerk, CHANGES, &json!({ "after": after }))?;
            let first = follower.next().await?;
            assert_eq!(first.get("errors"), None, "{first}");
            told.push(first["data"]["casesChanged"]["position"].clone());
            for _ in 0..4 {
                expected.push(submit(&ann, &folder.modules[0]).await?);
                let change = follower.next().await?["data"]["casesChanged"].clone();
                assert_eq!((&change["case"]["state"], &change["case"]["id"]), (&json!("intake"), &change["caseId"]));
                assert_eq!(change["case"]["answersJson"]["wish"], "a lamp", "{change}");
                told.push(change["position"].clone());
            }
            after = told.last().cloned().unwrap_or_default();
        }
        assert_eq!(told, expected, "{way}: each once and in order");
    }
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn events_have_ids_from_which_a_browser_goes_on() -> Outcome {
    let (folder, city) = one_module().await?;
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let ann = city.resident("ann").await?;
    let begin = now(&clerk).await?;
    let mut expected = Vec::new();
    for _ in 0..6 {
        expected.push(submit(&ann, &folder.modules[0]).await?);
    }
    let mut told = Vec::new();
    let mut last = begin.as_str().unwrap_or_default().to_owned();
    while told.len() < expected.len() {
        let ids = event_ids(&city, &clerk, &last, 2).await?;
        last = ids.last().cloned().ok_or("no event")?;
        told.extend(ids.into_iter().map(Value::from));
    }
    assert_eq!(told, expected);
    let status = |accept: &'static str, id: &'static str, query: &'static str| {
        let request = city.client().post(format!("{}/graphql/stream", city.address)).header("accept", accept);
        let request = request.header("last-event-id", id).json(&json!({ "query": query }));
        async move { Ok::<_, Failure>(request.send().await?.status().as_u16()) }
    };
    let events = "text/event-stream";
    assert_eq!(status("application/json", "", CHANGES).await?, 406);
    assert_eq!(status(events, "seven", CHANGES).await?, 400, "an id that no event had");
    assert_eq!(status(events, "", "subscription { nothing }").await?, 400);
    assert_eq!(status(events, "", "subscription { caseUpdated(id: \"x\") { position } }").await?, 404);
    city.stop().await?;
    Ok(())
}

/// The ids of the next events behind `last`.
async fn event_ids(city: &City, person: &Person, last: &str, count: usize) -> Result<Vec<String>, Failure> {
    let request = city.client().post(format!("{}/graphql/stream", city.address));
    let request = request.header("accept", "text/event-stream").header("last-event-id", last);
    let request = request.bearer_auth(person.token().unwrap_or_default()).json(&json!({ "query": CHANGES }));
    let mut body = request.send().await?.error_for_status()?;
    let mut text = String::new();
    while text.matches("\n\n").count() < count {
        let piece = tokio::time::timeout(LINE_MAX, body.chunk()).await??.ok_or("the stream has ended")?;
        text.push_str(std::str::from_utf8(&piece)?);
    }
    let events = text.split("\n\n").take(count);
    let ids = events.map(|event| event.lines().find_map(|line| line.strip_prefix("id: ")).map(str::to_owned));
    ids.map(|id| id.ok_or_else(|| format!("an event without an id: {text}").into())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_schema_keeps_what_still_fits() -> Outcome {
    let (folder, city) = one_module().await?;
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let ann = city.resident("ann").await?;
    let module = &folder.modules[0];
    let mut socket = Socket::acknowledged(&city, clerk.token()).await?;
    let say = |id: &str, query: &str| json!({ "type": "subscribe", "id": id, "payload": { "query": query } });
    let typed = format!(
        "subscription {{ casesChanged {{ position case {{ ... on M{}Case {{ answers {{ extra }} }} }} }} }}",
        &module[1..]
    );
    socket.say(&say("lives", CHANGES)).await?;
    socket.say(&say("early", &typed)).await?;
    let refused = socket.hear().await?;
    assert_eq!((&refused["type"], &refused["id"]), (&json!("error"), &json!("early")), "{refused}");
    let extra = "        extra: {type: string, title: 其他, x-cityhall-title-en: Extra, maxLength: 9, x-cityhall-class: internal}";
    std::fs::write(folder.file(module), module_manifest(module, extra))?;
    // The schema is asked until it has the field; what was told of cases meanwhile is none.
    let has_field = async {
        loop {
            socket.say(&say("typed", &typed)).await?;
            socket.say(&json!({ "type": "ping" })).await?;
            let told = socket.hear().await?;
            if told["type"] == "pong" {
                return Ok::<_, Failure>(());
            }
            assert_eq!(socket.hear().await?["type"], "pong");
        }
    };
    tokio::time::timeout(LINE_MAX, has_field).await??;
    let position = submit(&ann, module).await?;
    let mut told = [socket.hear().await?, socket.hear().await?];
    told.sort_by_key(|message| message["id"].to_string());
    let change = |message: &Value| message["payload"]["data"]["casesChanged"].clone();
    assert_eq!((&told[0]["id"], &change(&told[0])["position"]), (&json!("lives"), &position), "{told:?}");
    assert_eq!((&told[1]["id"], &change(&told[1])["position"]), (&json!("typed"), &position), "{told:?}");
    assert_eq!(change(&told[1])["case"], json!({ "answers": { "extra": null } }));
    city.stop().await?;
    Ok(())
}
