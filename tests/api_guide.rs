//! `serviceModule(name)` tells every element of a guide as its manifest has it, in both languages.
//! The manifests are walked key by key, so an element that the API does not tell fails here.

use cityhall_crds::{Kind, manifest};
use cityhall_tests::{City, Failure, Options, Outcome, repository};
use serde_json::{Value, json};

const QUERY: &str = "query($name: String!, $language: Language) { serviceModule(name: $name) {
    type applicants revision title(language: $language) department { name }
    limits { promised(language: $language) statutory(language: $language) extension(language: $language)
        byAnswers { title(language: $language) when promised(language: $language) extension(language: $language)
            states { state limit(language: $language) } } }
    guide(language: $language) {
        version summary effective codes { catalogue implementation handlingItem }
        authority { name } implementing { name } delegated { name } levels handling themes
        legalBasis { name text content } conditions quantity
        documents { name title form count need source when mayFollow note }
        steps { text limit } approvalConditions attachedTerms
        fee charges { title fen basis { name text } }
        result resultSample resultValidity
        visitsMax online channels { appointment post selfService } crossRegion intermediaries
        contact { place hours seasons { from until hours } enquiries enquiryWindow complaints complaintWindow }
        places { title address hours seasons { from until hours } phone }
        remedies { kind where within } rights duties questions { ask answer } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn the_modules_of_the_sample_city_tell_their_whole_guides() -> Outcome {
    let city = City::start().await?;
    let folder = repository().join("examples/qingshui/modules");
    let mut modules = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        modules.extend(modules_of(&std::fs::read_to_string(entry?.path())?)?);
    }
    assert!(modules.len() >= 3);
    for (name, spec) in &modules {
        tells(&city, name, spec).await?;
    }
    city.stop().await?;
    Ok(())
}

/// Everybody sees the picture that `cityhall explain` draws.
#[tokio::test(flavor = "multi_thread")]
async fn every_workflow_is_shown_as_a_picture() -> Outcome {
    let city = City::start().await?;
    let folder = repository().join("docs/pictures/modules");
    let mut shown = 0;
    for entry in std::fs::read_dir(&folder)? {
        let name = entry?.file_name().into_string().map_err(|_| "no name")?;
        let asked = name.replace(".zh.svg", ".zh-CN.svg");
        let answer = city.client().get(format!("{}/workflows/{asked}", city.address)).send().await?;
        assert_eq!(answer.status(), 200, "{asked}");
        assert_eq!(answer.headers()["content-type"], "image/svg+xml");
        assert_eq!(answer.text().await?, std::fs::read_to_string(folder.join(&name))?, "{asked}");
        shown += 1;
    }
    assert!(shown >= 18, "{shown}");
    // A module that there is not, and a picture that there is, asked for in a wrong way.
    let known =
        std::fs::read_dir(&folder)?.next().ok_or("no picture")??.file_name().into_string().map_err(|_| "no name")?;
    let module = known.split('.').next().ok_or("no module")?;
    let wrong = [format!("{module}.fr.svg"), format!("{module}.svg"), format!("{module}.en")];
    for unknown in wrong.iter().map(String::as_str).chain(["pothole-repair.en.svg", "..svg", ".en.svg"]) {
        let answer = city.client().get(format!("{}/workflows/{unknown}", city.address)).send().await?;
        assert_eq!(answer.status(), 404, "{unknown}");
    }
    city.stop().await?;
    Ok(())
}

/// The module with which the compiler is tested says everything that the language can say.
#[tokio::test(flavor = "multi_thread")]
async fn a_module_that_says_everything_is_told_entirely() -> Outcome {
    let good = std::fs::read_to_string(repository().join("crds/tests/good.yaml"))?;
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("city.yaml"), CITY)?;
    std::fs::write(folder.path().join("module.yaml"), &good)?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    for (name, spec) in &modules_of(&good)? {
        tells(&city, name, spec).await?;
    }
    city.stop().await?;
    Ok(())
}

const CITY: &str = "\
apiVersion: cityhall.dev/v1alpha1
kind: City
metadata: {name: made-up}
spec: {code: MU, title: {zh: 虚构市, en: Made-up City}, timeZone: Asia/Shanghai, languages: [zh, en], region: '590900'}
---
apiVersion: cityhall.dev/v1alpha1
kind: Department
metadata: {name: parks}
spec: {title: {zh: 园林局, en: Parks}}
---
apiVersion: cityhall.dev/v1alpha1
kind: Department
metadata: {name: parks-north}
spec: {title: {zh: 北区园林处, en: Northern parks}, parent: parks}
";

fn modules_of(text: &str) -> Result<Vec<(String, Value)>, Failure> {
    let (manifests, problems) = manifest::parse(text);
    if let Some(problem) = problems.first() {
        return Err(format!("{problem:?}").into());
    }
    let modules = manifests.into_iter().filter(|one| one.kind == Kind::ServiceModule);
    Ok(modules.map(|one| (one.name, one.spec)).collect())
}

/// Asks anonymously, in both languages, and compares.
async fn tells(city: &City, name: &str, spec: &Value) -> Outcome {
    for language in ["zh", "en"] {
        let variables = json!({ "name": name, "language": language.to_uppercase() });
        let told = city.anonymous().ask(QUERY, variables).await?.good()?["serviceModule"].clone();
        let mut comparison = Comparison { language, compared: 0, wrong: Vec::new() };
        for part in ["type", "applicants", "title", "department", "limits", "guide"] {
            comparison.compare(part, &spec[part], &told[part]);
        }
        for part in ["codes", "documents"] {
            if let Some(written) = spec.get(part) {
                comparison.compare(part, written, &told["guide"][part]);
            }
        }
        assert_eq!(comparison.wrong, [""; 0], "{name} in {language}");
        assert!(comparison.compared > 40, "{name}: only {} values compared", comparison.compared);
        unsaid(spec, &told, language);
    }
    Ok(())
}

/// What a manifest does not say is told too.
fn unsaid(spec: &Value, told: &Value, language: &str) {
    let (written, guide) = (&spec["guide"], &told["guide"]);
    assert_eq!(guide["version"], told["revision"]);
    if written.get("quantity").is_none() {
        assert_eq!(guide["quantity"], if language == "zh" { "无" } else { "None" });
    }
    if written.get("crossRegion").is_none() {
        assert_eq!(guide["crossRegion"], "NONE");
    }
    if written.get("implementing").is_none() {
        assert_eq!(guide["implementing"], json!([{ "name": spec["department"] }]));
    }
    for list in ["charges", "intermediaries", "places", "documents", "attachedTerms"] {
        assert!(guide[list].is_array(), "{list}: {}", guide[list]);
    }
    for (document, one) in
        spec["documents"].as_array().into_iter().flatten().zip(guide["documents"].as_array().into_iter().flatten())
    {
        let need = match (document.get("when"), document.get("mayFollow")) {
            (Some(_), _) => "CONDITIONAL",
            (None, Some(_)) => "MAY_FOLLOW",
            (None, None) => "MANDATORY",
        };
        assert_eq!(one["need"], need, "{one}");
    }
}

/// Walks what is written beside what is told.
struct Comparison<'a> {
    language: &'a str,
    compared: usize,
    wrong: Vec<String>,
}

impl Comparison<'_> {
    fn compare(&mut self, at: &str, written: &Value, told: &Value) {
        match (written, told) {
            (Value::Array(items), Value::Array(answers)) if items.len() == answers.len() => {
                for (index, (item, answer)) in items.iter().zip(answers).enumerate() {
                    self.compare(&format!("{at}[{index}]"), item, answer);
                }
            }
            // A step: its text, and perhaps a limit.
            (Value::Object(map), Value::Object(_)) if map.contains_key("zh") => {
                self.expect(at, told["text"] == written[self.language], written, told);
                if let Some(limit) = map.get("limit") {
                    self.compare(&format!("{at}.limit"), limit, &told["limit"]);
                }
            }
            (Value::Object(map), Value::Object(_)) => {
                for (key, value) in map.iter().filter(|(key, _)| *key != "starts") {
                    self.compare(&format!("{at}.{key}"), value, &told[key]);
                }
            }
            (Value::Object(map), Value::String(text)) if map.contains_key("zh") => {
                self.expect(at, written[self.language] == text.as_str(), written, told);
            }
            // A limit is told in words; its number stands in them.
            (Value::Object(_), Value::String(text)) => {
                let number: String = text.chars().filter(char::is_ascii_digit).collect();
                let wanted: String = written.to_string().chars().filter(char::is_ascii_digit).collect();
                self.expect(at, number == wanted && !number.is_empty(), written, told);
            }
            // A name is told as the thing that has it.
            (Value::String(name), Value::Object(thing)) => {
                self.expect(at, thing["name"] == name.as_str(), written, told);
            }
            (Value::String(word), Value::String(text)) => {
                self.expect(at, word == text || screaming(word) == *text, written, told);
            }
            _ => self.expect(at, written == told, written, told),
        }
    }

    fn expect(&mut self, at: &str, is_right: bool, written: &Value, told: &Value) {
        self.compared += 1;
        if !is_right {
            self.wrong.push(format!("{at}: written {written}, told {told}"));
        }
    }
}

/// `DataShare` as the API writes words: `DATA_SHARE`.
fn screaming(word: &str) -> String {
    let mut text = String::new();
    for (index, letter) in word.chars().enumerate() {
        if letter.is_ascii_uppercase() && index > 0 {
            text.push('_');
        }
        text.push(letter.to_ascii_uppercase());
    }
    text
}
