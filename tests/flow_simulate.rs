//! A city that was lived in for a while by the people of its samples, as a demonstration shows it.

use cityhall_tests::{City, Outcome, Person, cityhall};
use serde_json::json;

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
    let counts = "{ caseCounts { module stage open overdue total } }";
    let counted = auditor.ask(counts, json!({})).await?.good()?["caseCounts"].clone();
    let rows = counted.as_array().ok_or("no counts")?;
    let sum = |key: &str| rows.iter().filter_map(|row| row[key].as_u64()).sum::<u64>();
    assert_eq!(sum("total"), handed_in, "{counted}");
    assert!(sum("open") > 0 && sum("open") < handed_in, "some are over, some are not: {counted}");
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
