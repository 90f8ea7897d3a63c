//! What a city forbids holds from the next request on, in whatever way somebody asks, and goes when it is taken back;
//! a rule that is wrong changes nothing.

use std::time::Duration;

use cityhall_tests::{City, Failure, Options, Outcome, Person, generated_city, repository, samples};
use serde_json::{Value, json};

use crate::flow_samples::drive;

/// Ten times what a change may take.
const VISIBLE_MAX: Duration = Duration::from_secs(10);

/// A manifest of one rule.
fn manifest(rule: &str) -> String {
    format!(
        "apiVersion: cityhall.dev/v1alpha1\nkind: AccessPolicy\nmetadata: {{name: walls}}\nspec:\n  \
         title: {{zh: 规则, en: Walls}}\n  rules:\n    - name: one\n      why: {{zh: 试, en: A try}}\n      \
         cedar: |\n        {rule}\n"
    )
}

/// How many cases somebody's list has, counted in three ways.
async fn counted(person: &Person) -> Result<[u64; 3], Failure> {
    let query = "{ cases(first: 50) { totalCount nodes { number } } caseCounts { total } }";
    let told = person.ask(query, json!({})).await?.good()?;
    let total = told["cases"]["totalCount"].as_u64().ok_or("no total")?;
    let rows = told["cases"]["nodes"].as_array().map_or(0, Vec::len) as u64;
    let counted = told["caseCounts"].as_array().into_iter().flatten().filter_map(|row| row["total"].as_u64());
    Ok([total, rows, counted.sum()])
}

/// The same while no rule changes: the three agree.
async fn listed(person: &Person) -> Result<u64, Failure> {
    let [total, rows, sum] = counted(person).await?;
    assert_eq!((rows, sum), (total, total));
    Ok(total)
}

async fn until(person: &Person, wanted: u64) -> Outcome {
    let asking = async {
        // Rules may change between the fields of one request.
        while counted(person).await? != [wanted; 3] {
            tokio::task::yield_now().await;
        }
        Ok::<_, Failure>(())
    };
    tokio::time::timeout(VISIBLE_MAX, asking).await.map_err(|_| format!("never {wanted} cases"))?
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_in_the_folder_holds_at_once_and_goes_with_its_file() -> Outcome {
    let folder = generated_city(1)?;
    let file = folder.path().join("walls.yaml");
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let ann = city.resident("ann").await?;
    let input = json!({ "module": folder.modules[0], "answers": { "topic": "light", "wish": "a lamp" } });
    let done = ann.submit(input.clone()).await?;
    let (case, position) = (done["case"]["id"].clone(), done["position"].clone());
    let clerk = Person::with_token(&city, "clerk-1", "Clerk", &["clerk"], Some("works")).await?;
    assert_eq!(clerk.case(&case, &position).await?["stage"], "SUBMITTED");
    until(&clerk, 1).await?;

    std::fs::write(&file, manifest("forbid(principal in Role::\"clerk\", action == Action::\"see\", resource);"))?;
    until(&clerk, 0).await?;
    assert_eq!(clerk.case(&case, &position).await?, Value::Null);
    let refused = clerk.perform(json!({ "caseId": case, "action": "accept" })).await?;
    assert_eq!(refused["userErrors"][0]["code"], "NOT_FOUND", "{refused}");
    let head = Person::with_token(&city, "head-1", "Head", &["head"], Some("works")).await?;
    assert_eq!(listed(&head).await?, 1, "a rule forbids to those of whom it speaks");

    // A broken rule changes nothing: the last good one holds on.
    std::fs::write(&file, manifest("permit(principal, action, resource);"))?;
    let told = ann.submit(input.clone()).await?;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    assert_eq!(listed(&clerk).await?, 0);

    std::fs::remove_file(&file)?;
    until(&clerk, 2).await?;
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn once_a_household_has_its_answer_nobody_in_office_reads_its_income() -> Outcome {
    let city = City::start().await?;
    let all = samples(&repository().join("examples/qingshui"))?;
    let rules = std::fs::read_to_string(repository().join("examples/qingshui/policies/household-income.yaml"))?;
    let named = rules.split("Module::\"").nth(1).and_then(|rest| rest.split('"').next());
    let named = named.ok_or("the rules name no module")?;
    let (_, sample) = all.into_iter().find(|(name, _)| name == named).ok_or("no such sample")?;
    let done = drive(&city, &sample).await?;
    let approver = Person::with_token(&city, "staff-su-yan", "苏砚", &["approver"], Some("hou")).await?;
    let redacted = |seen: &Value| {
        let all = seen["redactions"].as_array().cloned().unwrap_or_default();
        all.iter().filter(|one| one["reason"] == "NOT_ALLOWED").count()
    };
    let seen = approver.case(&done.case, &done.position).await?;
    assert_eq!(seen["stage"], "CLOSED", "{seen}");
    assert!(redacted(&seen) >= 3 && seen["answersJson"].get("incomePerHead").is_none(), "{seen}");
    let applicant = city.resident(&done.applicant).await?;
    let own = applicant.case(&done.case, &done.position).await?;
    assert!(redacted(&own) == 0 && own["answersJson"].get("incomePerHead").is_some(), "{own}");
    city.stop().await?;
    Ok(())
}
