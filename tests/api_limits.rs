//! What one caller may use, seen from outside: budgets, addresses behind proxies, floods, callers who hang up.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cityhall_tests::{City, Failure, Outcome, Person, Production, Wire};
use serde_json::{Value, json};

/// How often something is asked before a test gives up.
const TRIES_MAX: usize = 20_000;

/// A list that costs nearly as much as the public may ask for at once.
fn dear() -> String {
    format!("{{ cases(first: 100) {{ nodes {{ {} }} }} }}", "id ".repeat(97))
}

/// Asks as somebody at `address`, as a proxy would tell.
async fn ask_from(city: &City, address: &str, query: &str) -> Result<reqwest::Response, Failure> {
    let request = city.client().post(format!("{}/graphql", city.address)).header("x-forwarded-for", address);
    Ok(request.json(&json!({ "query": query })).send().await?)
}

/// Asks until the answer is 429, and gives it with how many were answered before.
async fn until_refused(city: &City, address: &str, query: &str) -> Result<(reqwest::Response, usize), Failure> {
    for answered in 0..100 {
        let answer = ask_from(city, address, query).await?;
        match answer.status().as_u16() {
            200 => {}
            429 => return Ok((answer, answered)),
            other => return Err(format!("HTTP {other}: {}", answer.text().await?).into()),
        }
    }
    Err("it is never refused".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_up_budget_says_when_to_ask_again() -> Outcome {
    let world = Production::start(&["--trusted-proxy", "127.0.0.0/8"]).await?;
    let (answer, answered) = until_refused(&world.city, "192.0.2.1", &dear()).await?;
    assert!(answered >= 10, "{answered}: the budget holds the dearest request many times");
    let after: u64 = answer.headers()["retry-after"].to_str()?.parse()?;
    assert!((1..=60).contains(&after), "{after}");
    assert!(answer.headers()["ratelimit-policy"].to_str()?.starts_with("\"caller\";q=120000"));
    let body: Value = answer.json().await?;
    assert_eq!(body["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{body}");
    // An address that the proxy says is another is another.
    assert_eq!(ask_from(&world.city, "192.0.2.1", &dear()).await?.status(), 429);
    assert_eq!(ask_from(&world.city, "192.0.2.2", &dear()).await?.status(), 200);
    // What the client writes itself stands before what the proxy adds.
    assert_eq!(ask_from(&world.city, "203.0.113.7, 192.0.2.1", &dear()).await?.status(), 429);
    world.city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_trusted_proxy_nobody_is_who_they_say() -> Outcome {
    let world = Production::start(&[]).await?;
    until_refused(&world.city, "192.0.2.1", &dear()).await?;
    assert_eq!(ask_from(&world.city, "198.51.100.1", &dear()).await?.status(), 429);
    world.city.stop().await?;
    Ok(())
}

/// Asks again and again until told to stop; gives how many were answered and how many refused.
async fn flood(who: Person, query: String, stop: tokio::sync::watch::Receiver<bool>) -> Result<(u64, u64), Failure> {
    let (mut answered, mut refused) = (0, 0);
    while !*stop.borrow() {
        match who.ask(&query, json!({})).await?.status {
            200 => answered += 1,
            429 | 503 => refused += 1,
            other => return Err(format!("a flood is answered {other}").into()),
        }
    }
    Ok((answered, refused))
}

/// The times that one person waits for so many lists, shortest first. Every one is answered.
async fn waits(who: &Person, count: usize) -> Result<Vec<Duration>, Failure> {
    let mut waits = Vec::with_capacity(count);
    for _ in 0..count {
        let begun = Instant::now();
        who.ask("{ cases(first: 20) { nodes { id number stage } } }", json!({})).await?.good()?;
        waits.push(begun.elapsed());
    }
    waits.sort();
    Ok(waits)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_by_one_partner_is_shed_and_the_others_are_served() -> Outcome {
    const ASKED: usize = 200;
    let world = Production::start(&[]).await?;
    let officer = world.somebody("o-1", &["clerk"], Some("works"))?;
    let input = json!({ "module": world.module, "answers": { "topic": "light", "wish": "a lamp" } });
    world.somebody("lin", &[], None)?.submit(input).await?;
    let quiet = waits(&officer, ASKED).await?;
    let partner = world.somebody("partner-1", &["partner"], None)?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let floods: Vec<_> = (0..64).map(|_| tokio::spawn(flood(partner.clone(), dear(), stopped.clone()))).collect();
    // The flood has used up its budget before the others are looked at.
    for _ in 0..TRIES_MAX {
        if metric(&world.city, "cityhall_graphql_limited_total{by=\"principal\"}").await? > 0.0 {
            break;
        }
    }
    let flooded = waits(&officer, ASKED).await?;
    stop.send_replace(true);
    let (mut answered, mut refused) = (0, 0);
    for one in floods {
        let (of_it_answered, of_it_refused) = one.await??;
        answered += of_it_answered;
        refused += of_it_refused;
    }
    let p95 = |waits: &[Duration]| waits.get(waits.len() * 95 / 100).copied().unwrap_or_default();
    println!("p95 of another: {:?} before, {:?} during a flood by 64 connections", p95(&quiet), p95(&flooded));
    println!("the flood: {answered} answered, {refused} refused");
    assert_eq!(flooded.len(), ASKED, "every request of another is answered");
    assert!(refused > 0, "the flood is refused");
    world.city.stop().await?;
    Ok(())
}

/// A number of `/metrics`; zero while it is not there.
async fn metric(city: &City, name: &str) -> Result<f64, Failure> {
    let text = city.client().get(format!("{}/metrics", city.address)).send().await?.text().await?;
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
    Ok(value.unwrap_or_default())
}

/// Asks until a metric has a value.
async fn until_metric(city: &City, name: &str, value: f64) -> Outcome {
    let mut last = f64::NAN;
    for _ in 0..TRIES_MAX {
        last = metric(city, name).await?;
        if (last - value).abs() < 0.5 {
            return Ok(());
        }
    }
    Err(format!("{name} stays {last}, not {value}").into())
}

#[tokio::test(flavor = "multi_thread")]
async fn work_for_who_hangs_up_is_ended() -> Outcome {
    let city = City::start().await?;
    // Nobody reaches this position, so the answer would take seconds.
    let never = URL_SAFE_NO_PAD.encode("p999999999");
    let body =
        json!({ "query": "query($at: Position) { cases(atLeast: $at) { totalCount } }", "variables": { "at": never } });
    let mut waiting = Vec::new();
    for _ in 0..3 {
        let mut wire = Wire::to(&city).await?;
        wire.post(body.to_string().as_bytes()).await?;
        waiting.push(wire);
    }
    until_metric(&city, "cityhall_graphql_executions", 3.0).await?;
    drop(waiting);
    until_metric(&city, "cityhall_graphql_executions", 0.0).await?;
    // They were dropped on their way: an answer that is written is counted otherwise.
    until_metric(&city, "cityhall_graphql_abandoned_total", 3.0).await?;
    city.anonymous().ask("{ asOf }", json!({})).await?.good()?;
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_are_bounded() -> Outcome {
    let city = City::start().await?;
    let begin = "GET /healthz HTTP/1.1\r\nhost: city\r\n";
    let many = (0..200).map(|number| format!("x-{number}: 1\r\n")).collect::<Vec<_>>().concat();
    let long = format!("x-long: {}\r\n", "a".repeat(256 * 1024));
    for (what, headers) in [("many headers", many), ("long headers", long)] {
        let mut wire = Wire::to(&city).await?;
        // The city may close before all is written.
        drop(wire.send(format!("{begin}{headers}\r\n").as_bytes()).await);
        assert!(matches!(wire.status().await?, Some(431) | None), "{what}");
    }
    let mut wire = Wire::to(&city).await?;
    wire.send(format!("{begin}\r\n").as_bytes()).await?;
    assert_eq!(wire.status().await?, Some(200));
    city.stop().await?;
    Ok(())
}
