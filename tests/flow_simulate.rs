//! A city that was lived in for a while by the people of its samples, as a demonstration shows it.

use std::time::Duration;

use cityhall_tests::{City, Failure, Outcome, Person, cityhall};
use serde_json::{Value, json};

/// How long the views may take until they show what was done.
const SEEN_MAX: Duration = Duration::from_secs(30);

fn sum(rows: &[Value], key: &str) -> u64 {
    rows.iter().filter_map(|row| row[key].as_u64()).sum()
}

/// The counts, once so many cases are among them.
async fn until_all(auditor: &Person, cases: u64) -> Result<Value, Failure> {
    loop {
        let told = auditor.ask("{ caseCounts { module stage open total } }", json!({})).await?.good()?;
        let counts = &told["caseCounts"];
        if sum(counts.as_array().ok_or("no counts")?, "total") == cases {
            return Ok(counts.clone());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulated_while_leaves_cases_of_every_kind_on_their_way() -> Outcome {
    let city = City::start().await?;
    let lived = ["--days", "20", "--cases", "60", "--seed", "3"];
    let command = ["simulate", "--city", "examples/qingshui", "--at", &city.address];
    let told = cityhall(&[command.as_slice(), lived.as_slice()].concat()).await?;
    let said = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{said}");
    assert!(said.contains("of 20:"), "progress is told: {said}");
    let last = String::from_utf8_lossy(&told.stdout).into_owned();
    let handed_in: u64 = last.split(' ').next().unwrap_or_default().parse()?;
    assert!(handed_in >= 50, "{last}");

    let auditor = Person::with_token(&city, "auditor-1", "Auditor", &["auditor"], None).await?;
    let counted = tokio::time::timeout(SEEN_MAX, until_all(&auditor, handed_in)).await??;
    let rows = counted.as_array().ok_or("no counts")?;
    let open = sum(rows, "open");
    assert!(open > 0 && open < handed_in, "some are over, some are not: {counted}");
    let mut modules: Vec<_> = rows.iter().map(|row| row["module"].to_string()).collect();
    modules.sort();
    modules.dedup();
    assert!(modules.len() >= 6, "cases of many services: {modules:?}");
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_city_in_development_is_lived_in() -> Outcome {
    let nobody = cityhall(&["simulate", "--city", "examples/qingshui", "--at", "http://127.0.0.1:9"]).await?;
    let said = String::from_utf8_lossy(&nobody.stderr);
    assert!(!nobody.status.success() && said.contains("--dev"), "{said}");
    Ok(())
}
