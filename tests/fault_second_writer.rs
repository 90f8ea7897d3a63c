//! Two writers on one data folder would tell two histories: the second refuses to start. Readers
//! may run beside the first.

use cityhall_tests::{City, Options, Outcome, cityhall};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_writer_refuses_and_a_reader_does_not() -> Outcome {
    let city = City::start().await?;
    let second = City::start_with(Options { data: Some(&city.data), ..Options::default() }).await;
    let told = second.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(told.contains("already writes"), "the second writer says why: {told}");
    let events = cityhall(&["events", "--data", city.data.to_str().ok_or("not text")?]).await?;
    assert!(events.status.success(), "{}", String::from_utf8_lossy(&events.stderr));
    assert!(!events.stdout.is_empty());
    city.stop().await?;
    Ok(())
}
