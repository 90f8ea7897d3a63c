//! Limits that pass by themselves.

use cityhall_engine::AdvanceError;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::city::{TestCity, answers, calendar, clerk, resident};

#[tokio::test]
async fn a_limit_fires_when_the_law_clock_passes_it_also_after_a_restart() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let late = city.submit(&resident("r-2"), answers(), None).await.unwrap();
    city.perform(&clerk(), late.case_id, "accept").await.unwrap();
    let stream = format!("case-{}", case.number);
    let now = city.engine.clock().now();
    city.engine.clock().advance_to(now + SignedDuration::from_hours(49)).unwrap();
    let passed = city
        .wait_for(case.position, |recorded| *recorded.stream == *stream && recorded.event.event_type == "LimitPassed")
        .await;
    let payload: Value = serde_json::from_slice(&passed.event.payload).unwrap();
    assert_eq!(payload["open"]["arrival"]["state"], json!("handling"));
    let metadata: Value = serde_json::from_slice(&passed.event.metadata).unwrap();
    assert_eq!((&metadata["principal"]["kind"], &metadata["channel"]), (&json!("city"), &json!("timer")));
    assert!(passed.event.effective_at < city.engine.clock().now(), "it counts from when the limit ended");

    let city = city.restart(|_| ()).await.ok().unwrap();
    let head = city.head().await;
    let now = city.engine.clock().now();
    assert!(now > passed.event.effective_at, "the clock stands where it stood");
    city.engine.clock().advance_to(now + SignedDuration::from_hours(24 * 30)).unwrap();
    let late = format!("case-{}", late.number);
    city.wait_for(head, |recorded| *recorded.stream == *late && recorded.event.event_type == "LimitPassed").await;
    assert!(matches!(city.engine.clock().advance_to(now), Err(AdvanceError::Backwards { .. })));
    city.stop().await;
}

#[tokio::test]
async fn a_published_calendar_moves_the_dates_of_open_cases() {
    let city = TestCity::start().await;
    let case = city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let stream = format!("case-{}", case.number);
    let first = city.events(&case).await;
    let payload: Value = serde_json::from_slice(&first[0].event.payload).unwrap();
    let day = payload["open"]["due"]["promised"]["day"].as_str().unwrap().to_owned();
    let year: i16 = day[..4].parse().unwrap();
    city.publish(calendar(year, &[&day])).await;
    let moved = city
        .wait_for(case.position, |recorded| *recorded.stream == *stream && recorded.event.event_type == "DueRecomputed")
        .await;
    let payload: Value = serde_json::from_slice(&moved.event.payload).unwrap();
    assert!(payload["open"]["clocks"][0][1]["day"].as_str().unwrap() > day.as_str());
    city.stop().await;
}
