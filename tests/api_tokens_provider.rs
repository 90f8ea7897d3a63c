//! A real `OpenID` provider (npm `oidc-provider`) and a real client of it (npm `openid-client`): authorization code flow
//! with PKCE and a resource indicator, the token used on a city outside development that found the provider's keys by
//! discovery. Needs Node.js and the packages of `tests/node/`, which `cargo xtask test --all` installs.

use std::process::Stdio;

use cityhall_tests::{City, Failure, Outcome, TokenIssuer, manifests_with, publish, repository};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// The `aud` of access tokens, as `tests/node/oidc.js` has it.
const RESOURCE: &str = "https://api.city.example";
/// Who may publish.
const OPERATOR: &str = "system:serviceaccount:cityhall:operator";

struct Provider {
    _child: Child,
    issuer: String,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Provider {
    async fn start() -> Result<Self, Failure> {
        let mut node = Command::new("node");
        node.arg("oidc.js").current_dir(repository().join("tests/node")).kill_on_drop(true);
        let mut child = node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let input = child.stdin.take().ok_or("no standard input")?;
        let lines = BufReader::new(child.stdout.take().ok_or("no standard output")?).lines();
        let begun = Self { _child: child, issuer: String::new(), input, lines };
        begun.listening().await
    }

    async fn listening(mut self) -> Result<Self, Failure> {
        let told = self.next().await?;
        let issuer = told["issuer"].as_str().ok_or("no issuer")?.to_owned();
        Ok(Self { issuer, ..self })
    }

    /// The next line that is JSON; what it has to say to its developers is between.
    async fn next(&mut self) -> Result<Value, Failure> {
        while let Some(line) = self.lines.next_line().await? {
            if line.starts_with('{') {
                return Ok(serde_json::from_str(&line)?);
            }
        }
        Err("the provider has ended".into())
    }

    /// Logs somebody in and asks the city with both of their tokens.
    async fn login(&mut self, city: &City, query: &str, account: &Value) -> Result<Value, Failure> {
        let mut wanted = account.clone();
        wanted["city"] = json!(city.address);
        wanted["query"] = json!(query);
        self.input.write_all(format!("{wanted}\n").as_bytes()).await?;
        self.next().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_a_real_provider_live_in_a_city_outside_development() -> Outcome {
    let mut provider = Provider::start().await?;
    let cluster = TokenIssuer::new("https://kubernetes.default.svc.cluster.local", "one")?;
    let home = tempfile::tempdir()?;
    let (key, trust) = (home.path().join("key"), home.path().join("publisher.json"));
    std::fs::write(&key, "5a".repeat(32))?;
    std::fs::write(&trust, json!({ "subject": OPERATOR, "issuer": cluster.published() }).to_string())?;
    let city = City::start_production(&home.path().join("data"), &key, &trust).await?;
    let module = publish_all(&city, &cluster.token(OPERATOR, &[], None)?, &provider.issuer).await?;
    // 1. A resident logs in and is one; their id token opens nothing, though the same provider signed it.
    let viewer = "{ viewer { kind subject } }";
    let lin = json!({ "subject": "lin" });
    let told = provider.login(&city, viewer, &lin).await?;
    assert_eq!(told["withAccessToken"]["status"], 200, "{told}");
    let who = &told["withAccessToken"]["body"]["data"]["viewer"];
    assert_eq!(*who, json!({ "kind": "RESIDENT", "subject": "portal:lin" }));
    assert_eq!(told["withIdToken"]["status"], 401, "{told}");
    assert_eq!(told["withIdToken"]["body"]["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    // 2. What they hand in is theirs, and an officer of the same provider sees it.
    let resident = city.bearer(told["token"].as_str().ok_or("no token")?);
    let payload =
        resident.submit(json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } })).await?;
    assert_eq!(payload["userErrors"], json!([]));
    let chen = json!({ "subject": "chen", "roles": ["clerk"], "department": "works" });
    let told = provider.login(&city, viewer, &chen).await?;
    assert_eq!(told["withAccessToken"]["body"]["data"]["viewer"]["kind"], "OFFICER", "{told}");
    let officer = city.bearer(told["token"].as_str().ok_or("no token")?);
    let seen = officer.case(&payload["case"]["id"], &payload["position"]).await?;
    assert_eq!(seen["stage"], "SUBMITTED", "{seen}");
    city.stop().await?;
    Ok(())
}

/// Publishes a made-up city that finds its people's provider by discovery; gives the name of its module.
async fn publish_all(city: &City, operator: &str, issuer: &str) -> Result<String, Failure> {
    let (module, manifests) = manifests_with(&json!({ "issuer": issuer, "audience": RESOURCE,
                                                     "discovery": "OpenIdConnect", "subjectPrefix": "portal" }))?;
    for manifest in manifests {
        let done = publish(&city.bearer(operator), &manifest).await?;
        assert_eq!(done["userErrors"], json!([]), "{}", manifest.name);
    }
    Ok(module)
}
