//! A city outside development: keys are given and never made, its manifests come through the API from
//! the one who may publish, and people bear tokens of the issuers that the city names.

use std::path::{Path, PathBuf};

use cityhall_tests::{City, Failure, Outcome, Person, TokenIssuer, cityhall, manifests_with, publish};
use serde_json::json;

/// Who may publish.
const OPERATOR: &str = "system:serviceaccount:cityhall:operator";
/// Who issues the operator's tokens.
const CLUSTER: &str = "https://kubernetes.default.svc.cluster.local";

/// What lies outside the data folder.
struct Files {
    home: tempfile::TempDir,
}

impl Files {
    fn new(key: &str, publisher: &TokenIssuer) -> Result<Self, Failure> {
        let files = Self { home: tempfile::tempdir()? };
        std::fs::write(files.key(), key)?;
        files.name(publisher)?;
        Ok(files)
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    fn key(&self) -> PathBuf {
        self.home.path().join("key")
    }

    fn publisher(&self) -> PathBuf {
        self.home.path().join("trust/publisher.json")
    }

    /// Names who may publish, in one step, as a mounted file changes.
    fn name(&self, issuer: &TokenIssuer) -> Outcome {
        let text = json!({ "subject": OPERATOR, "issuer": issuer.published() }).to_string();
        let file = self.publisher();
        std::fs::create_dir_all(file.parent().ok_or("no folder")?)?;
        std::fs::write(file.with_extension("next"), text)?;
        Ok(std::fs::rename(file.with_extension("next"), file)?)
    }

    async fn start(&self) -> Result<City, Failure> {
        City::start_production(&self.data(), &self.key(), &self.publisher()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_is_published_and_lives_outside_development() -> Outcome {
    let (cluster, people) = (TokenIssuer::new(CLUSTER, "one")?, TokenIssuer::new("https://login.example.org", "a")?);
    let files = Files::new(&"5a".repeat(32), &cluster)?;
    let city = files.start().await?;
    // 1. Nobody but the publisher publishes; nobody is anybody for the asking.
    let dev = city.client().post(format!("{}/dev/token", city.address)).json(&json!({ "subject": "x" })).send().await?;
    assert_eq!(dev.status(), 404);
    let other = cluster.token("system:serviceaccount:cityhall:other", &["admin"], None)?;
    assert_eq!(city.bearer(&other).ask("{ viewer { kind } }", json!({})).await?.status, 401);
    // 2. The publisher publishes a city from nothing, in whatever order its parts may come.
    let operator = city.bearer(&cluster.token(OPERATOR, &[], None)?);
    let (module, manifests) = manifests_with(&people.published())?;
    for manifest in &manifests {
        assert_eq!(publish(&operator, manifest).await?["userErrors"], json!([]), "{}", manifest.name);
    }
    let again = publish(&operator, manifests.last().ok_or("no manifest")?).await?;
    assert_eq!(again["outcome"], "UNCHANGED");
    // 3. People of the city's own issuer live in it.
    let resident = city.bearer(&people.token("lin", &[], None)?);
    let input = json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } });
    let payload = resident.submit(input).await?;
    assert_eq!(payload["userErrors"], json!([]));
    let clerk = city.bearer(&people.token("o-1", &["clerk"], Some("works"))?);
    let seen = clerk.case(&payload["case"]["id"], &payload["position"]).await?;
    assert_eq!(seen["stage"], "SUBMITTED", "{seen}");
    // 4. A key that was replaced counts no more; its successor does.
    let successor = TokenIssuer::new(CLUSTER, "two")?;
    files.name(&successor)?;
    let fresh = city.bearer(&successor.token(OPERATOR, &[], None)?);
    until(&fresh, 200).await?;
    until(&operator, 401).await?;
    // 5. Nothing of it is lost by a restart.
    city.stop().await?;
    let city = files.start().await?;
    let resident = city.bearer(&people.token("lin", &[], None)?);
    assert_eq!(resident.case(&payload["case"]["id"], &payload["position"]).await?["number"], payload["case"]["number"]);
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_given_and_never_made() -> Outcome {
    let cluster = TokenIssuer::new(CLUSTER, "one")?;
    let files = Files::new(&"5a".repeat(32), &cluster)?;
    files.start().await?.stop().await?;
    let data = text(&files.data())?.to_owned();
    let refused = |arguments: Vec<String>| async move {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = cityhall(&arguments).await?;
        assert!(!output.status.success());
        Ok::<_, Failure>(String::from_utf8(output.stderr)?)
    };
    let serve = |more: &[&str]| ["serve", "--data", &data].iter().chain(more).map(|word| (*word).to_owned()).collect();
    let told = refused(serve(&[])).await?;
    assert!(told.contains("--key FILE"), "{told}");
    std::fs::write(files.key(), "a5".repeat(32))?;
    let key = files.key();
    let told = refused(serve(&["--key", text(&key)?])).await?;
    assert!(told.contains("keys are missing or do not fit"), "{told}");
    std::fs::write(files.key(), "not a key")?;
    let told = refused(serve(&["--key", text(&key)?])).await?;
    assert!(told.contains("holds no key") && !told.contains("not a key"), "{told}");
    let told = refused(serve(&["--dev", "--city", "examples/qingshui"])).await?;
    assert!(told.contains("founded in Production mode"), "{told}");
    Ok(())
}

/// Asks until the answer has this status: a file that changed is read soon, not at once.
async fn until(person: &Person, status: u16) -> Outcome {
    let mut last = 0;
    for _ in 0..2_000 {
        last = person.ask("{ viewer { kind } }", json!({})).await?.status;
        if last == status {
            return Ok(());
        }
    }
    Err(format!("the status stays {last}, not {status}").into())
}

fn text(path: &Path) -> Result<&str, Failure> {
    path.to_str().ok_or_else(|| "not text".into())
}
