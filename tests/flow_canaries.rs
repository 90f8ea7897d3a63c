//! Nothing that people write stands in the clear in what a city tells and keeps. The harness looks at every city that
//! it starts; here is what no other flow sends, and that it is found where it does stand.

use std::time::Duration;

use cityhall_tests::{Canaries, City, Options, Outcome, Person, Socket, generated_city};
use serde_json::{Value, json};

/// Somebody who is in nothing but what is sent here.
const NAME: &str = "Zhang Guifen";
const NUMBER: &str = "11010519491231002X";
const PHONE: &str = "13800138000";

/// A document whose names, aliases, texts and comments are about somebody.
fn documents() -> Vec<Value> {
    let name = NAME.replace(' ', "_");
    vec![
        json!({ "query": format!("query {name} {{ __typename }}") }),
        json!({ "query": format!("query {name} {{ {name} }}") }),
        json!({ "query": format!("{{ {name}: __typename }}") }),
        json!({ "query": format!("{{ # {NAME} {PHONE}\n __typename }}") }),
        json!({ "query": format!("{{ node(id: \"{NAME}\") {{ id }} }}") }),
        json!({ "query": format!("{{ casesOfPerson(identifier: \"{NUMBER}\", first: 1) {{ nodes {{ id }} }} }}") }),
        json!({ "query": format!("{{ node(id: {PHONE}, {name}: \"{NAME}\"") }),
        json!({ "query": "{ __typename }", "operationName": NAME }),
        json!({ "query": "query($a: Int) { __typename }", "variables": { "a": NAME } }),
        json!({ "query": "query($a: NoType) { __typename }", "variables": { "a": NUMBER } }),
        json!({ "query": 7, "note": NAME }),
        json!({ "query": "{ __typename }", "variables": NAME }),
        json!([NAME]),
    ]
}

/// Inputs of commands that hold it where it does not belong.
fn inputs(module: &str) -> Vec<Value> {
    let answers = json!({ "topic": "light", "wish": format!("{NAME}, {PHONE}") });
    let with = |field: &str, value: Value| {
        let mut input = json!({ "module": module, "answers": answers });
        input[field] = value;
        input
    };
    vec![
        with("module", json!(NAME)),
        with("channel", json!(NAME)),
        with("idempotencyKey", json!(NAME)),
        with("onBehalfOf", json!({ "kind": "RESIDENT", "person": NUMBER })),
        with("documents", json!([NAME])),
        with("answers", json!({ "topic": NAME, "wish": NUMBER })),
        with("answers", json!({ "topic": "light", "wish": 7, NAME: PHONE })),
        with("answers", json!({ "topic": "light", "wish": NAME.repeat(100) })),
        with("answers", json!({ "topic": "light", "wish": format!("{NAME} again") })),
    ]
}

async fn send(city: &City, who: &Person, path: &str, body: String) -> Result<(), cityhall_tests::Failure> {
    let request = city.client().post(format!("{}{path}", city.address)).header("content-type", "application/json");
    let request = request.header("accept", "application/json, text/event-stream").header("x-name", NUMBER);
    let request = request.header("user-agent", PHONE).header("last-event-id", PHONE);
    let request = request.bearer_auth(who.token().unwrap_or(NUMBER)).body(body);
    // What is answered is others' to judge; a stream of events ends with its connection.
    let _ = request.send().await?.status();
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_wherever_is_told_nowhere() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    for text in [NAME, NUMBER, PHONE, &NAME.replace(' ', "_")] {
        city.canaries().heard(&json!({ "wish": text }));
    }
    let ann = Person::with_token(&city, NUMBER, NAME, &[], None).await?;
    let clerk = city.officer("clerk-1", "works", &["clerk"]).await?;
    let nobody = city.bearer(&format!("{NAME}.{NUMBER}.{PHONE}").replace(' ', ""));
    for who in [&ann, &clerk, &nobody, &city.anonymous()] {
        for body in documents() {
            for path in ["/graphql", "/graphql/stream"] {
                send(&city, who, path, body.to_string()).await?;
            }
        }
        for input in inputs(&folder.modules[0]) {
            who.ask(SUBMIT, json!({ "input": input })).await?;
        }
        send(&city, who, "/graphql", format!("{{\"query\": \"{NAME}")).await?;
        send(&city, who, &format!("/{NUMBER}?name={PHONE}"), NAME.to_owned()).await?;
        send(&city, who, &format!("/graphql?query={{{PHONE}}}&variables={NUMBER}"), String::new()).await?;
        send(&city, who, &format!("/notices/{NUMBER}.pdf"), String::new()).await?;
    }
    let method = reqwest::Method::from_bytes(PHONE.as_bytes())?;
    city.client().request(method, format!("{}/graphql", city.address)).send().await?;
    let mut socket = Socket::acknowledged(&city, ann.token()).await?;
    for payload in documents() {
        socket.say(&json!({ "id": NAME, "type": "subscribe", "payload": payload })).await?;
    }
    socket.say(&json!({ "id": NUMBER, "type": "subscribe", "payload": { "query": "{ __typename }" } })).await?;
    // Until it is closed for what is no request, or everything is answered.
    let answers = async { while socket.hear().await.is_ok() {} };
    let _ = tokio::time::timeout(Duration::from_secs(5), answers).await;
    city.stop().await?;
    Ok(())
}

const SUBMIT: &str =
    "mutation($input: SubmitCaseInput!) { submitCase(input: $input) { position userErrors { code } } }";

#[test]
fn what_stands_somewhere_is_found() -> Outcome {
    let canaries = Canaries::default();
    let folder = tempfile::tempdir()?;
    std::fs::write(
        folder.path().join("module.yaml"),
        "properties:\n  topic: {x-cityhall-class: public}\n  wish: {enum: [a-long-choice]}\n",
    )?;
    canaries.publishes_folder(folder.path());
    let answers = json!({ "topic": "open words", "wish": "a lamp for Ann", "more": ["李明", "a-long-choice", "2026-01-02", "OK"] });
    canaries.heard(&json!({ "input": { "module": "a-module-of-ours", "answers": answers } }));
    canaries.identified(Some("ann"), Some(NAME), Some("e30.e30.c2lnbmF0dXJl"));
    canaries.identified(Some(NUMBER), None, None);
    let told = |text: &str| canaries.told_in(text.as_bytes());
    for (text, value) in [
        ("…{\"wish\":\"a lamp for Ann\"}…", "a lamp for Ann"),
        ("name=李明", "李明"),
        ("topic: open words", "open words"),
        ("subject=ann ", "ann"),
        ("Bearer e30.e30.c2lnbmF0dXJl", "e30.e30.c2lnbmF0dXJl"),
        ("of Zhang Guifen", NAME),
        ("subject=11010519491231002X", NUMBER),
    ] {
        assert_eq!(told(text), [value], "{text}");
    }
    for text in ["a channel, anne, ann-1", "a-long-choice", "2026-01-02T03:04:05Z OK a-module-of-ours"] {
        assert!(told(text).is_empty(), "{text}: {:?}", told(text));
    }
    // In files: what is open and who did it may stand there, and nothing else; however deep, whatever bytes are around.
    let kept = folder.path().join("kept");
    std::fs::create_dir_all(kept.join("deeper"))?;
    std::fs::write(
        kept.join("deeper/events.db"),
        [&[0xff, 0][..], "ann: open words; 李明".as_bytes(), &[0, 0xfe]].concat(),
    )?;
    let found = canaries.kept_in(&kept);
    assert!(found.len() == 1 && found[0].ends_with("events.db: 李明"), "{found:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_that_keeps_it_does_not_pass() -> Outcome {
    let city = City::start().await?;
    city.canaries().heard(&json!({ "wish": NAME }));
    std::fs::write(city.data.join("left-behind"), NAME)?;
    let failure = city.stop().await.err().ok_or("nothing was found")?;
    assert!(failure.to_string().contains("left-behind: Zhang Guifen"), "{failure}");
    Ok(())
}
