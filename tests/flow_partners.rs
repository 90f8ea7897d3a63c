//! What a partner does with what it may: acting for whoever consented, handing in for nobody in particular, and never
//! beyond its scope; what it did; what a change would break for it.

use std::fs;
use std::path::Path;

use cityhall_tests::{
    City, Failure, GeneratedCity, Options, Outcome, PartnerClient, Person, cityhall, generated_city, module_manifest,
};
use serde_json::{Value, json};

/// Two partners, each with a system that has a key of its own.
struct Partners {
    folder: GeneratedCity,
    alpha: PartnerClient,
    beta: PartnerClient,
}

fn write_partner(folder: &Path, name: &str, client: &PartnerClient, scope: &Value, documents: &Value) -> Outcome {
    let spec = json!({ "title": { "zh": "伙伴", "en": "Partner" },
        "contact": { "office": { "zh": "服务台", "en": "Desk" } }, "clients": [client.published()],
        "scope": scope, "documents": documents });
    let manifest = json!({ "apiVersion": "cityhall.dev/v1alpha1", "kind": "Partner", "metadata": { "name": name },
                           "spec": spec });
    fs::create_dir_all(folder.join("partners"))?;
    Ok(fs::write(folder.join(format!("partners/{name}.yaml")), manifest.to_string())?)
}

/// A city whose first two modules also take what comes in nobody's name; partners may work in the first and third.
fn partners() -> Result<Partners, Failure> {
    let folder = generated_city(3)?;
    for module in &folder.modules[..2] {
        let manifest = module_manifest(module, "").replace("[Resident, Company]", "[Resident, Company, Anonymous]");
        fs::write(folder.file(module), manifest)?;
    }
    let (alpha, beta) = (PartnerClient::new("alpha-server")?, PartnerClient::new("beta-server")?);
    let scope = json!({ "rights": ["ReadPublished", "ReadCases", "Submit"],
                        "modules": [folder.modules[0], folder.modules[2]] });
    write_partner(folder.path(), "alpha", &alpha, &scope, &json!([]))?;
    write_partner(folder.path(), "beta", &beta, &scope, &json!([]))?;
    Ok(Partners { folder, alpha, beta })
}

fn input(module: &str) -> Value {
    json!({ "module": module, "answers": { "topic": "light", "wish": "a lamp" } })
}

fn code(payload: &Value) -> &Value {
    &payload["userErrors"][0]["code"]
}

/// A mandate from `who` to `agent` for these modules, today.
async fn consent(city: &City, who: &Person, agent: &str, modules: &[String]) -> Result<String, Failure> {
    let today = city.today().await?.to_string();
    let query =
        "mutation($input: GiveMandateInput!) { giveMandate(input: $input) { mandate { id } userErrors { code } } }";
    let input = json!({ "agent": agent, "modules": modules, "firstDay": today, "lastDay": today });
    let given = who.ask(query, json!({ "input": input })).await?.good()?["giveMandate"].clone();
    Ok(given["mandate"]["id"].as_str().ok_or_else(|| format!("no mandate: {given}"))?.to_owned())
}

const CASES: &str = "query($at: Position) { cases(first: 9, atLeast: $at) { nodes { number module
    timeline(first: 9) { nodes { type channel by { kind subject inPlaceOf } } } } } }";

async fn cases(who: &Person, position: &Value) -> Result<Vec<Value>, Failure> {
    let answer = who.ask(CASES, json!({ "at": position })).await?.good()?;
    Ok(answer["cases"]["nodes"].as_array().cloned().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_acts_for_whoever_consented_and_no_other_partner_sees_it() -> Outcome {
    let Partners { folder, alpha, beta } = partners()?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let (alpha, beta) = (alpha.log_in(&city).await?, beta.log_in(&city).await?);
    let ann = city.resident("ann").await?;
    let [inside, outside, third] = &folder.modules[..] else { return Err("three modules were asked for".into()) };
    // 1. Ann has a case that nobody else knows of.
    let own = ann.submit(input(inside)).await?;
    let (id, position) = (&own["case"]["id"], &own["position"]);
    assert_eq!(alpha.case(id, position).await?, Value::Null, "without consent it does not exist");
    assert_eq!(cases(&alpha, position).await?, Vec::<Value>::new());
    // 2. Her consent, for one module inside the scope and one outside of it.
    let mandate = consent(&city, &ann, "partner:alpha", &[inside.clone(), outside.clone()]).await?;
    let held = alpha.ask("{ mandates(held: true) { nodes { id grantor } } }", json!({})).await?.good()?;
    assert_eq!(held["mandates"]["nodes"], json!([{ "id": mandate, "grantor": "ann" }]));
    let acting = alpha.under(&mandate);
    assert_eq!(acting.case(id, position).await?["number"], own["case"]["number"]);
    // 3. It hands in for her; both are on record, and the way it came.
    let done = acting.submit(input(inside)).await?;
    assert_eq!(done["userErrors"], json!([]), "{done}");
    let hers = cases(&ann, &done["position"]).await?;
    assert_eq!(hers[0]["number"], done["case"]["number"], "{hers:?}");
    let first = &hers[0]["timeline"]["nodes"][0];
    assert_eq!((&first["type"], &first["channel"]), (&json!("CaseSubmitted"), &json!("PARTNER")), "{first}");
    assert_eq!(first["by"], json!({ "kind": "AGENT", "subject": "partner:alpha", "inPlaceOf": "ann" }));
    // 4. Not beyond the scope, whatever she consented to; not beyond her consent, whatever the scope.
    assert_eq!(code(&acting.submit(input(outside)).await?), "OUTSIDE_SCOPE");
    assert_eq!(code(&acting.submit(input(third)).await?), "OUTSIDE_MANDATE");
    let elsewhere = ann.submit(input(outside)).await?;
    assert_eq!(acting.case(&elsewhere["case"]["id"], &elsewhere["position"]).await?, Value::Null);
    assert_eq!(cases(&acting, &elsewhere["position"]).await?.len(), 2, "hers in the module of the scope");
    let theirs = json!({ "caseId": elsewhere["case"]["id"], "action": "withdraw" });
    assert_eq!(code(&acting.perform(theirs).await?), "NOT_FOUND");
    // 5. Another partner: not with this consent, not by any name of the case.
    let stolen = beta.under(&mandate).ask("{ viewer { subject } }", json!({})).await?;
    assert_eq!((stolen.status, stolen.codes()), (403, vec!["MANDATE_NOT_IN_FORCE".to_owned()]));
    assert_eq!(beta.case(id, position).await?, Value::Null);
    let number = "query($number: String!) { case(number: $number) { number } }";
    let named = beta.ask(number, json!({ "number": own["case"]["number"] })).await?.good()?;
    assert_eq!(named["case"], Value::Null);
    assert_eq!(code(&beta.perform(json!({ "caseId": id, "action": "withdraw" })).await?), "NOT_FOUND");
    // 6. What it may with her case.
    let withdrawn = acting.perform(json!({ "caseId": id, "action": "withdraw" })).await?;
    assert_eq!(withdrawn["userErrors"], json!([]), "{withdrawn}");
    usage_is_told(&city, &alpha, &beta, inside, &withdrawn["position"]).await?;
    city.stop().await?;
    Ok(())
}

/// What alpha did, as it and the administrators see it, and beta does not.
async fn usage_is_told(city: &City, alpha: &Person, beta: &Person, module: &str, position: &Value) -> Outcome {
    let of_own =
        "query($at: Position) { partnerUsage(atLeast: $at) { partner days { module submissions acts } keys { id } } }";
    let usage = alpha.ask(of_own, json!({ "at": position })).await?.good()?["partnerUsage"].clone();
    let days = json!([{ "module": module, "submissions": 1, "acts": 1 }]);
    assert_eq!(usage, json!({ "partner": "alpha", "days": days, "keys": [] }));
    let other = beta.ask(of_own, json!({ "at": position })).await?.good()?["partnerUsage"].clone();
    assert_eq!(other, json!({ "partner": "beta", "days": [], "keys": [] }));
    let named = beta.ask("{ partnerUsage(partner: \"alpha\") { partner } }", json!({})).await?;
    assert_eq!(named.codes(), ["DOCUMENT_INVALID"], "a partner asks for nobody else");
    let admin = Person::with_token(city, "admin-1", "Admin", &["admin"], None).await?;
    let of_any = "{ partnerUsage(partner: \"alpha\") { days { module submissions acts day } } }";
    let seen = admin.ask(of_any, json!({})).await?.good()?["partnerUsage"]["days"].clone();
    let today = city.today().await?;
    let near = [today.yesterday()?, today, today.tomorrow()?].map(|day| json!(day.to_string()));
    assert!(seen[0]["submissions"] == 1 && near.contains(&seen[0]["day"]), "{seen}");
    // Auditors see the same and no keys, officers nothing.
    let all = "{ partners { name quota { cost } } partnerUsage(partner: \"alpha\") { whose { title(language: EN) }
        days { module submissions acts } keys { id } } }";
    let auditor = Person::with_token(city, "auditor-1", "Auditor", &["auditor"], None).await?;
    let partners = json!([{ "name": "alpha", "quota": null }, { "name": "beta", "quota": null }]);
    let usage = json!({ "whose": { "title": "Partner" }, "days": days, "keys": null });
    assert_eq!(auditor.ask(all, json!({})).await?.good()?, json!({ "partners": partners, "partnerUsage": usage }));
    let officer = city.officer("clerk-1", "works", &["clerk"]).await?;
    assert_eq!(officer.ask(all, json!({})).await?.good()?, json!({ "partners": null, "partnerUsage": null }));
    let earlier =
        "{ partnerUsage(partner: \"alpha\", firstDay: \"2001-01-01\", lastDay: \"2001-02-01\") { days { day } } }";
    let earlier = admin.ask(earlier, json!({})).await?.good()?;
    assert_eq!(earlier["partnerUsage"]["days"], json!([]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_hands_in_for_nobody_in_particular_within_its_scope() -> Outcome {
    let Partners { folder, alpha, .. } = partners()?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let bearer = alpha.log_in(&city).await?;
    let [inside, outside, third] = &folder.modules[..] else { return Err("three modules were asked for".into()) };
    let keyed = json!({ "module": inside, "answers": { "topic": "light", "wish": "a lamp" }, "idempotencyKey": "k" });
    let hand_in =
        "mutation($input: SubmitCaseInput!) { submitCase(input: $input) { case { id number } replayed position } }";
    let done = bearer.ask(hand_in, json!({ "input": keyed })).await?.good()?["submitCase"].clone();
    let again = alpha.log_in(&city).await?.ask(hand_in, json!({ "input": keyed })).await?.good()?["submitCase"].clone();
    assert_eq!((&again["case"], &again["replayed"]), (&done["case"], &json!(true)), "whatever token it comes with");
    assert_eq!(bearer.case(&done["case"]["id"], &done["position"]).await?, Value::Null, "it is nobody's case to read");
    assert_eq!(code(&bearer.submit(input(outside)).await?), "OUTSIDE_SCOPE");
    assert_eq!(code(&bearer.submit(input(third)).await?), "APPLICANT_NOT_ALLOWED");
    let for_ann = json!({ "module": inside, "answers": { "topic": "light", "wish": "a lamp" },
                          "onBehalfOf": { "kind": "RESIDENT", "person": "ann" } });
    let for_ann = bearer.submit(for_ann).await?;
    assert_ne!(for_ann["userErrors"], json!([]), "nobody is spoken for without consent");
    // A partner that may do less.
    let reading = json!({ "rights": ["ReadCases"] });
    write_partner(folder.path(), "alpha", &alpha, &reading, &json!([]))?;
    let refused = async {
        while *code(&bearer.submit(input(inside)).await?) != "OUTSIDE_SCOPE" {
            tokio::task::yield_now().await;
        }
        Ok::<_, Failure>(())
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), refused).await??;
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_change_breaks_for_a_partner_is_told_before_it_is_applied() -> Outcome {
    let folder = generated_city(1)?;
    let module = &folder.modules[0];
    let colour = "        colour: {type: string, title: 颜色, x-cityhall-title-en: Colour, maxLength: 20, x-cityhall-class: internal}";
    fs::write(folder.file(module), module_manifest(module, colour))?;
    let client = PartnerClient::new("alpha-server")?;
    let type_name = format!("M{}", &module[1..]);
    let documents = json!([
        { "name": "colours", "text": format!("{{ {module}Cases(first: 5) {{ nodes {{ answers {{ colour }} }} }} }}") },
        { "name": "hand-in", "text": format!("mutation($input: Submit{type_name}Input!) {{ \
            submit{type_name}(input: $input) {{ position }} }}") },
        { "name": "who", "text": "{ viewer { kind } }" },
    ]);
    let scope = json!({ "rights": ["ReadPublished", "Submit"] });
    write_partner(folder.path(), "alpha", &client, &scope, &documents)?;
    let path = folder.path().to_str().ok_or("not text")?.to_owned();
    let good = cityhall(&["check", &path]).await?;
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stdout));
    // 1. In a folder: a field that is taken out of the form, before anything is applied.
    fs::write(folder.file(module), module_manifest(module, ""))?;
    let output = cityhall(&["check", &path]).await?;
    let text = String::from_utf8(output.stdout)?;
    assert_eq!((output.status.code(), text.lines().count()), (Some(1), 1), "{text}");
    for part in ["partners/alpha.yaml:1: spec.documents[0].text: BreaksDocument:", "`colours`", "`alpha`", ".colour)"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    // 2. In a city that runs: what would be retired is not, and who is concerned is told.
    fs::write(folder.file(module), module_manifest(module, colour))?;
    let city = City::start_with(Options { city: Some(folder.path()), ..Options::default() }).await?;
    let admin = Person::with_token(&city, "admin-1", "Admin", &["admin"], None).await?;
    let retire = "mutation($input: RetireModuleInput!) { retireModule(input: $input) { outcome
        breaks { partner document coordinate } userErrors { code } } }";
    let input = json!({ "input": { "name": module, "dryRun": true } });
    let told = admin.ask(retire, input).await?.good()?["retireModule"].clone();
    let told_of = told["breaks"].as_array().cloned().unwrap_or_default();
    assert!(told["outcome"] == "RETIRED" && !told_of.is_empty(), "{told}");
    assert!(told_of.iter().all(|one| one["partner"] == "alpha" && one["document"] == "hand-in"), "{told}");
    let coordinates: Vec<&str> = told_of.iter().filter_map(|one| one["coordinate"].as_str()).collect();
    assert!(coordinates.contains(&format!("Mutation.submit{type_name}").as_str()), "{told}");
    // 3. A change that keeps what partners use breaks nothing.
    let spec = serde_saphyr::from_str::<Value>(&module_manifest(module, ""))?["spec"].clone();
    let publish =
        "mutation($input: PublishModuleInput!) { publishModule(input: $input) { outcome breaks { document } } }";
    let input = json!({ "input": { "name": module, "spec": spec, "dryRun": true } });
    let kept = admin.ask(publish, input).await?.good()?["publishModule"].clone();
    assert_eq!(kept, json!({ "outcome": "NEW_REVISION", "breaks": [] }), "older cases still have the field");
    city.stop().await?;
    Ok(())
}
