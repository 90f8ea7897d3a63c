//! Manifests are hot: adding, changing, breaking and removing one shows in the API without a
//! restart, and a case stays with the revision that it began under.

use std::time::Duration;

use cityhall_tests::{City, Failure, GeneratedCity, Options, Outcome, Person, generated_city, module_manifest};
use serde_json::{Value, json};

/// Ten times what a change may take.
const VISIBLE_MAX: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_manifest_lives_from_adding_to_retirement() -> Outcome {
    let folder = generated_city(1)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let ann = city.resident("ann").await?;
    let old = &folder.modules[0];

    added(&folder, &ann).await?;
    let case = ann.submit(json!({ "module": old, "answers": { "topic": "light", "wish": "a lamp" } })).await?;
    std::fs::write(
        folder.file(old),
        module_manifest(
            old,
            "        colour: {type: string, title: 颜色, x-cityhall-title-en: Colour, maxLength: 20, x-cityhall-class: internal}",
        ),
    )?;
    until(&ann, old, |module| module["revision"] == 2).await?;
    let seen = ann.case(&case["case"]["id"], &case["position"]).await?;
    assert_eq!(seen["moduleRevision"], 1, "a case stays with its revision");

    std::fs::write(
        folder.file(old),
        "apiVersion: cityhall.dev/v1alpha1\nkind: ServiceModule\nmetadata: {name: x}\nspec: {",
    )?;
    let again = ann
        .submit(json!({ "module": old, "answers": { "topic": "light", "wish": "a lamp", "colour": "red" } }))
        .await?;
    assert_eq!(again["userErrors"], json!([]), "the last good revision serves on: {again}");

    std::fs::remove_file(folder.file(old))?;
    until(&ann, old, |module| module["retired"] == true).await?;
    let refused = ann.submit(json!({ "module": old, "answers": { "topic": "light", "wish": "a lamp" } })).await?;
    assert_eq!(refused["userErrors"][0]["code"], "MODULE_RETIRED", "{refused}");
    let typed = ann
        .ask(
            &format!("{{ cases: {old}Cases(first: 5) {{ nodes {{ moduleRevision answers {{ topic colour }} }} }} }}"),
            json!({}),
        )
        .await?
        .good()?;
    assert_eq!(
        typed["cases"]["nodes"].as_array().map(Vec::len),
        Some(2),
        "typed queries still read old cases: {typed}"
    );
    city.stop().await?;
    Ok(())
}

async fn added(folder: &GeneratedCity, person: &Person) -> Outcome {
    let new = "m-fresh";
    std::fs::write(folder.path().join("modules/fresh.yaml"), module_manifest(new, ""))?;
    until(person, new, |module| module["revision"] == 1).await?;
    let typed = person.ask("{ mFreshCases(first: 1) { totalCount } }", json!({})).await?.good()?;
    assert_eq!(typed["mFreshCases"]["totalCount"], 0);
    Ok(())
}

/// Asks for a module until it is as wanted.
async fn until(person: &Person, module: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value, Failure> {
    let query = "query($name: String!) { serviceModule(name: $name) { name revision retired } }";
    let asking = async {
        loop {
            let data = person.ask(query, json!({ "name": module })).await?.good()?;
            if wanted(&data["serviceModule"]) {
                return Ok::<_, Failure>(data["serviceModule"].clone());
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(VISIBLE_MAX, asking).await.map_err(|_| format!("{module} did not change in time"))?
}
