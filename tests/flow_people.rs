//! Who acts for whom: what is taken down for a person is theirs, on every module that lets somebody do it.

use cityhall_tests::{City, Failure, Outcome, Person, repository, samples};
use serde_json::{Value, json};

/// An identity number that is right by its own check.
const NUMBER: &str = "590103198402290019";

const CASES: &str = "query($atLeast: Position) { cases(first: 9, atLeast: $atLeast) { nodes { number applicant
    warnings { path code message(language: EN) }
    timeline(first: 1) { nodes { type channel by { kind subject } } } } } }";
const BY_NUMBER: &str = "query($number: String!, $atLeast: Position) { case(number: $number, atLeast: $atLeast) {
    number applicant answersJson redactions { path } } }";

/// A module that lets somebody file for others: its manifest and answers that it takes.
struct Assisted {
    manifest: Value,
    answers: Value,
}

impl Assisted {
    fn word(&self, pointer: &str) -> Result<&str, Failure> {
        Ok(self.manifest.pointer(pointer).and_then(Value::as_str).ok_or_else(|| format!("no text at {pointer}"))?)
    }

    /// No answer that the form calls personal or sensitive is among those that are shown; each is named as not
    /// shown.
    fn nothing_personal(&self, seen: &Value) {
        let properties = self.manifest.pointer("/spec/form/schema/properties").and_then(Value::as_object);
        let personal = properties.into_iter().flatten().filter(|(name, field)| {
            let class = field["x-cityhall-class"].as_str().unwrap_or("personal");
            matches!(class, "personal" | "sensitive") && self.answers.get(name).is_some()
        });
        let redacted = seen["redactions"].as_array().cloned().unwrap_or_default();
        let mut found = 0;
        for (name, _) in personal {
            assert_eq!(seen["answersJson"].get(name), None, "{name}: {seen}");
            assert!(redacted.iter().any(|one| one["path"] == format!("/{name}")), "{name}: {seen}");
            found += 1;
        }
        assert!(found > 0, "a form that asks nothing personal shows nothing here");
    }

    /// The input of a submission for the person of `number`.
    fn input(&self, number: &str) -> Result<Value, Failure> {
        let channel = self.word("/spec/assisted/channels/0")?.to_uppercase();
        Ok(json!({
            "module": self.word("/metadata/name")?, "answers": self.answers, "channel": channel,
            "onBehalfOf": {"kind": "RESIDENT", "person": number},
        }))
    }
}

fn assisted() -> Result<Vec<Assisted>, Failure> {
    let folder = repository().join("examples/qingshui");
    let samples = samples(&folder)?;
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join("modules"))? {
        let manifest: Value = serde_saphyr::from_str(&std::fs::read_to_string(entry?.path())?)?;
        let name = &manifest["metadata"]["name"];
        let sample = samples.iter().find(|(_, sample)| sample.input["module"] == *name);
        if let (Some((_, sample)), true) = (sample, manifest["spec"]["assisted"].is_object()) {
            found.push(Assisted { answers: sample.input["answers"].clone(), manifest });
        }
    }
    Ok(found)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_down_for_a_person_is_theirs() -> Outcome {
    let modules = assisted()?;
    assert!(modules.len() > 1, "{}", modules.len());
    for module in modules {
        let city = City::start().await?;
        let role = module.word("/spec/assisted/roles/0")?;
        // A department that has nothing to do with the matter.
        let hall = Person::with_token(&city, "staff-hall", "Hall", &[role], Some("gov")).await?;
        // 1. An officer files for somebody who has no account.
        let done = hall.submit(module.input(NUMBER)?).await?;
        assert_eq!(done["userErrors"], json!([]), "{done}");
        let (number, position) = (&done["case"]["number"], &done["position"]);
        // 2. The person comes with a token of that number and sees one case, by that number of it.
        let person = Person::with_token(&city, NUMBER, "Person", &[], None).await?;
        let cases = person.ask(CASES, json!({"atLeast": position})).await?.good()?["cases"]["nodes"].clone();
        assert_eq!((cases.as_array().map(Vec::len), &cases[0]["number"]), (Some(1), number), "{cases}");
        let first = &cases[0]["timeline"]["nodes"][0];
        assert_eq!((&first["type"], &first["by"]["kind"]), (&json!("CaseSubmitted"), &json!("OFFICER")));
        assert_eq!((&first["channel"], &first["by"]["subject"]), (&module.input("")?["channel"], &json!("staff-hall")));
        assert_eq!(cases[0]["warnings"], json!([]));
        // 3. The officer opens it by its number and reads nothing personal in it.
        let asked = json!({"number": number, "atLeast": position});
        let seen = hall.ask(BY_NUMBER, asked.clone()).await?.good()?["case"].clone();
        assert_eq!((&seen["number"], &seen["applicant"]), (number, &Value::Null), "{seen}");
        module.nothing_personal(&seen);
        // 4. Nobody else does: neither another person nor an officer who is that person.
        let other = Person::with_token(&city, "resident-other", "Other", &[], None).await?;
        let self_handled = Person::with_token(&city, NUMBER, "Person", &[role], Some("gov")).await?;
        for nobody in [other, self_handled] {
            assert_eq!(nobody.ask(BY_NUMBER, asked.clone()).await?.good()?["case"], Value::Null);
        }
        city.stop().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_fails_its_check_is_taken_with_a_warning() -> Outcome {
    let mut doubted = 0;
    let folder = repository().join("examples/qingshui");
    let city = City::start().await?;
    for (name, sample) in samples(&folder)? {
        let module = sample.input["module"].as_str().ok_or("no module")?;
        let manifest = std::fs::read_to_string(folder.join(format!("modules/{module}.yaml")))?;
        let manifest: Value = serde_saphyr::from_str(&manifest)?;
        let properties = manifest["spec"]["form"]["schema"]["properties"].as_object().cloned().unwrap_or_default();
        let numbered = properties.iter().find(|(_, field)| field.get("x-cityhall-identifier").is_some());
        let Some((field, _)) = numbered else { continue };
        let mut input = sample.input.clone();
        let right = input["answers"][field].as_str().ok_or("no number")?;
        input["answers"][field] = json!(wrong(right));
        let applicant = format!("{}-{doubted}", sample.applicant.subject);
        let person = Person::with_token(&city, &applicant, &sample.applicant.name, &[], None).await?;
        let done = person.submit(input).await?;
        assert_eq!(done["userErrors"], json!([]), "{name}: {done}");
        let cases = person.ask(CASES, json!({"atLeast": done["position"]})).await?.good()?;
        let warnings = &cases["cases"]["nodes"][0]["warnings"];
        assert_eq!((&warnings[0]["path"], warnings.as_array().map(Vec::len)), (&json!(format!("/{field}")), Some(1)));
        assert_eq!(warnings[0]["code"], "CHECK_CHARACTER", "{name}: {warnings}");
        doubted += 1;
    }
    assert!(doubted > 2, "{doubted}");
    city.stop().await?;
    Ok(())
}

/// The number with another last character.
fn wrong(right: &str) -> String {
    let (head, last) = right.split_at(right.len() - 1);
    format!("{head}{}", if last == "1" { "2" } else { "1" })
}
