//! A city outside development with one module in it, and whoever its issuer says they are.

use cityhall_crds::Kind;
use cityhall_crds::manifest::{self, Manifest};
use serde_json::{Value, json};

use crate::{City, Failure, Person, TokenIssuer, generated_city, module_manifest};

/// Who may publish.
const OPERATOR: &str = "system:serviceaccount:cityhall:operator";

/// A city that runs outside development.
pub struct Production {
    /// The city.
    pub city: City,
    /// The module that is published in it.
    pub module: String,
    people: TokenIssuer,
    _home: tempfile::TempDir,
}

impl Production {
    /// Starts it, with these arguments beside those that it needs, and publishes its manifests.
    ///
    /// # Errors
    /// When it does not start, or refuses a manifest.
    pub async fn start(more: &[&str]) -> Result<Self, Failure> {
        Self::begin(more, false).await
    }

    /// Starts it to be measured.
    ///
    /// # Errors
    /// When it does not start, or refuses a manifest.
    pub async fn start_measured() -> Result<Self, Failure> {
        Self::begin(&[], true).await
    }

    async fn begin(more: &[&str], is_measured: bool) -> Result<Self, Failure> {
        let home = tempfile::tempdir()?;
        let cluster = TokenIssuer::new("https://kubernetes.default.svc.cluster.local", "one")?;
        let people = TokenIssuer::new("https://login.example.org", "a")?;
        let (key, publisher) = (home.path().join("key"), home.path().join("publisher.json"));
        std::fs::write(&key, "5a".repeat(32))?;
        std::fs::write(&publisher, json!({ "subject": OPERATOR, "issuer": cluster.published() }).to_string())?;
        let city = City::start_production_with(&home.path().join("data"), &key, &publisher, more, is_measured).await?;
        let operator = city.bearer(&cluster.token(OPERATOR, &[], None)?);
        let (module, manifests) = manifests_with(&people.published())?;
        for manifest in &manifests {
            let done = publish(&operator, manifest).await?;
            if done["userErrors"] != json!([]) {
                return Err(done.to_string().into());
            }
        }
        Ok(Self { city, module, people, _home: home })
    }

    /// Somebody whom the city's issuer calls so.
    ///
    /// # Errors
    /// When no token can be signed.
    pub fn somebody(&self, subject: &str, roles: &[&str], department: Option<&str>) -> Result<Person, Failure> {
        Ok(self.city.bearer(&self.people.token(subject, roles, department)?))
    }
}

/// A made-up city that trusts this issuer, as manifests in the order in which they must be known to
/// each other; the name of its module first.
///
/// # Errors
/// When no city can be made up.
pub fn manifests_with(issuer: &Value) -> Result<(String, Vec<Manifest>), Failure> {
    let folder = generated_city(1)?;
    let module = folder.modules.first().ok_or("no module")?.clone();
    let (mut all, _) = manifest::parse(&std::fs::read_to_string(folder.path().join("city.yaml"))?);
    all.extend(manifest::parse(&module_manifest(&module, "")).0);
    let cities = all.iter_mut().filter(|manifest| manifest.kind == Kind::City);
    cities.for_each(|city| city.spec["issuers"] = json!([issuer]));
    Ok((module, all))
}

/// Publishes one manifest over the API and gives the payload.
///
/// # Errors
/// When the request itself fails.
pub async fn publish(who: &Person, manifest: &Manifest) -> Result<Value, Failure> {
    let kind = match manifest.kind {
        Kind::City => "City",
        Kind::Department => "Department",
        Kind::HolidayCalendar => "Calendar",
        Kind::Partner => "Partner",
        Kind::ServiceModule => "Module",
        Kind::AccessPolicy => "AccessPolicy",
    };
    let query = format!(
        "mutation($input: Publish{kind}Input!) {{ done: publish{kind}(input: $input) {{
            outcome userErrors {{ code message field }} }} }}"
    );
    let input = json!({ "name": manifest.name, "spec": manifest.spec });
    Ok(who.ask(&query, json!({ "input": input })).await?.good()?["done"].clone())
}
