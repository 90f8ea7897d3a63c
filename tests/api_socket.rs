//! GraphQL over WebSocket, frame by frame: what the protocol closes a connection for, what it answers, and that
//! the next honest client is served.

use cityhall_tests::{City, Failure, Options, Outcome, Socket, generated_city};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");
const CASES: &str = "subscription { casesChanged { position } }";

fn subscribe(id: &str, query: &str) -> Value {
    json!({ "type": "subscribe", "id": id, "payload": { "query": query } })
}

/// The code that closes a fresh connection after these messages.
async fn closed_by(city: &City, messages: &[Value]) -> Result<u16, Failure> {
    let mut socket = Socket::open(city, &[PROTOCOL]).await?;
    for message in messages {
        socket.say(message).await?;
    }
    socket.closed().await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_closes_with_its_code() -> Outcome {
    let city = City::start().await?;
    let init = json!({ "type": "connection_init" });
    for (code, messages) in [
        (4401, vec![subscribe("1", CASES)]),
        (4429, vec![init.clone(), init.clone()]),
        (4409, vec![init.clone(), subscribe("1", CASES), subscribe("1", CASES)]),
        (4400, vec![json!({ "type": "start", "id": "1" })]),
        (4400, vec![init.clone(), json!({ "type": "subscribe", "id": "", "payload": { "query": CASES } })]),
        (4400, vec![init.clone(), json!({ "type": "subscribe", "payload": { "query": CASES } })]),
        (4400, vec![json!([1, 2])]),
        (4403, vec![json!({ "type": "connection_init", "payload": { "authorization": "Bearer nobody" } })]),
        (4403, vec![json!({ "type": "connection_init", "payload": { "Authorization": "Basic YTpi" } })]),
    ] {
        assert_eq!(closed_by(&city, &messages).await?, code, "{messages:?}");
    }
    let mut socket = Socket::open(&city, &[PROTOCOL]).await?;
    socket.send(Message::text("{\"type\":")).await?;
    assert_eq!(socket.closed().await?, 4400);
    let mut socket = Socket::open(&city, &[PROTOCOL]).await?;
    socket.send(Message::binary(vec![0, 159, 146, 150])).await?;
    assert_eq!(socket.closed().await?, 1003);
    let mut socket = Socket::acknowledged(&city, None).await?;
    // The connection may be cut while the frame is still on its way.
    let _cut = socket.send(Message::text(format!("{{\"x\":\"{}\"}}", "a".repeat(1024 * 1024)))).await;
    assert!(matches!(socket.closed().await, Ok(1009) | Err(_)));
    let mut socket = Socket::open(&city, &[]).await?;
    assert_eq!(socket.closed().await?, 4406);
    let silent = &mut Socket::open(&city, &[PROTOCOL]).await?;
    assert_eq!(silent.closed().await?, 4408, "who never says who they are");
    assert!(Socket::acknowledged(&city, None).await.is_ok(), "the next honest client is served");
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_other_cities_do_not_connect() -> Outcome {
    let city = City::start().await?;
    let foreign = Socket::open(&city, &[PROTOCOL, ("origin", "https://elsewhere.example")]).await;
    assert_eq!(foreign.err().map(|error| error.to_string()).as_deref(), Some("HTTP 403"));
    let own = city.address.clone();
    assert!(Socket::open(&city, &[PROTOCOL, ("origin", own.as_str())]).await.is_ok());
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_and_mutations_come_by_the_same_connection() -> Outcome {
    let city = City::start().await?;
    let mut socket = Socket::acknowledged(&city, None).await?;
    socket.say(&json!({ "type": "ping" })).await?;
    assert_eq!(socket.hear().await?["type"], "pong");
    socket.say(&subscribe("q", "{ city { code } bad: cases(first: 0) { totalCount } }")).await?;
    let next = socket.hear().await?;
    assert_eq!((&next["type"], &next["id"]), (&json!("next"), &json!("q")), "{next}");
    assert_eq!(next["payload"]["errors"][0]["path"], json!(["bad"]));
    assert_eq!(socket.hear().await?, json!({ "type": "complete", "id": "q" }));
    for query in [
        "{ nothing }",
        "{",
        "subscription { __typename }",
        "subscription { casesChanged { position } a: casesChanged { position } }",
    ] {
        socket.say(&subscribe("bad", query)).await?;
        let error = socket.hear().await?;
        assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("bad")), "{query}: {error}");
        assert_eq!(error["payload"][0]["extensions"]["code"], "DOCUMENT_INVALID", "{query}: {error}");
    }
    for (query, code) in [
        ("subscription { caseUpdated(id: \"x\") { position } }", "NOT_FOUND"),
        ("subscription { casesChanged(after: \"x\") { position } }", "BAD_INPUT"),
    ] {
        socket.say(&subscribe("bad", query)).await?;
        assert_eq!(socket.hear().await?["payload"][0]["extensions"]["code"], code, "{query}");
    }
    for number in 0..21 {
        socket.say(&subscribe(&number.to_string(), CASES)).await?;
    }
    let refused = socket.hear().await?;
    assert_eq!((&refused["type"], &refused["id"]), (&json!("error"), &json!("20")), "{refused}");
    assert_eq!(refused["payload"][0]["extensions"]["code"], "TOO_MANY_OPERATIONS");
    socket.say(&json!({ "type": "complete", "id": "0" })).await?;
    socket.say(&subscribe("0", "{ asOf }")).await?;
    assert_eq!(socket.hear().await?["type"], "next", "a name that is free again");
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_that_stops_says_goodbye() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let mut socket = Socket::acknowledged(&city, None).await?;
    socket.say(&subscribe("1", CASES)).await?;
    let (stopped, closed) = tokio::join!(city.stop(), socket.closed());
    stopped?;
    assert_eq!(closed?, 1001);
    Ok(())
}
