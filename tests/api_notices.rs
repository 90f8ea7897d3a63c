//! What the law wants in writing reaches the person: each notice of the sample city's cases is a PDF
//! that says what it must, for who may read it and nobody else; its service starts the remedies.

use std::collections::BTreeSet;
use std::path::Path;

use cityhall_tests::{City, Failure, Options, Outcome, Person, Step, repository, samples};
use serde_json::{Value, json};

use crate::flow_samples::{Finished, drive};

const CASE: &str = "query($id: ID!, $atLeast: Position) { node(id: $id, atLeast: $atLeast) { ... on Case {
    number serviceModule { guide { legalBasis { name text } remedies { kind } } }
    notices { number notice kind zh: title(language: ZH) en: title(language: EN) issuedAt servedOn servedHow
        remedies { kind lastDay } url }
    timeline(first: 100) { nodes { type reason legalBasis } } } } }";

const ACKNOWLEDGE: &str = "mutation($input: AcknowledgeNoticeInput!) { acknowledgeNotice(input: $input) {
    userErrors { code } position } }";

const SERVE: &str = "mutation($input: RecordServiceInput!) { recordService(input: $input) {
    userErrors { code } position } }";

#[tokio::test(flavor = "multi_thread")]
async fn every_notice_of_a_case_is_a_document_for_who_may_read_it() -> Outcome {
    let city = City::start().await?;
    let folder = tempfile::tempdir()?;
    let mut kinds = BTreeSet::new();
    for (name, sample) in samples(&repository().join("examples/qingshui"))? {
        let done = drive(&city, &sample).await?;
        let applicant = city.resident(&done.applicant).await?;
        let case = case_of(&applicant, &done).await?;
        for (notice, told) in list(&case["notices"]).iter().zip(told(&case)) {
            let text = text_of(&city, &done.applicant, notice, folder.path()).await?;
            says(&text, &case, notice, &told).map_err(|error| format!("{name}: {error}"))?;
            nobody_else_reads(&city, notice).await?;
            kinds.insert(notice["kind"].to_string());
        }
    }
    assert!(kinds.len() >= 4, "notices of these kinds only: {kinds:?}");
    city.stop().await?;
    Ok(())
}

async fn case_of(person: &Person, done: &Finished) -> Result<Value, Failure> {
    let answer = person.ask(CASE, json!({ "id": done.case, "atLeast": done.position })).await?.good()?;
    Ok(answer["node"].clone())
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// The event that each notice tells: the one before it, but for the invitation to rate a decision.
fn told(case: &Value) -> Vec<Value> {
    let mut entries = list(&case["timeline"]["nodes"]);
    entries.retain(|entry| entry["type"] != "RatingInvited");
    let pairs = entries.windows(2).filter(|pair| pair[1]["type"] == "NoticeIssued");
    pairs.map(|pair| pair[0].clone()).collect()
}

/// The text of a notice's document, without spaces and line ends.
async fn text_of(city: &City, subject: &str, notice: &Value, folder: &Path) -> Result<String, Failure> {
    let answer = fetch(city, Some(subject), notice).await?;
    assert_eq!(answer.status(), 200, "{notice}");
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let file = folder.join("notice.pdf");
    std::fs::write(&file, answer.bytes().await?)?;
    let output = tokio::process::Command::new("pdftotext").arg(&file).arg("-").output().await?;
    assert!(output.status.success(), "pdftotext: {}", String::from_utf8_lossy(&output.stderr));
    let pages = tokio::process::Command::new("pdfinfo").arg(&file).output().await?;
    assert!(String::from_utf8(pages.stdout)?.lines().any(|line| line.split_whitespace().eq(["Tagged:", "yes"])));
    Ok(squeezed(&String::from_utf8(output.stdout)?))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{c}').collect()
}

async fn fetch(city: &City, subject: Option<&str>, notice: &Value) -> Result<reqwest::Response, Failure> {
    let url = notice["url"].as_str().ok_or("a notice without a url")?;
    let request = city.client().get(format!("{}{url}", city.address));
    Ok(match subject {
        Some(subject) => {
            let claims = json!({ "subject": subject, "name": subject, "roles": [], "department": null });
            let token: Value =
                city.client().post(format!("{}/dev/token", city.address)).json(&claims).send().await?.json().await?;
            request.bearer_auth(token["access_token"].as_str().ok_or("no token")?).send().await?
        }
        None => request.send().await?,
    })
}

/// Number, title in both languages, reason and legal basis stand on it; no letter is missing.
fn says(text: &str, case: &Value, notice: &Value, told: &Value) -> Outcome {
    let mut wanted: Vec<&Value> =
        vec![&notice["number"], &case["number"], &notice["zh"], &notice["en"], &told["reason"]];
    let bases = list(&case["serviceModule"]["guide"]["legalBasis"]);
    wanted.extend(bases.iter().filter(|basis| basis["name"] == told["legalBasis"]).map(|basis| &basis["text"]));
    for words in wanted.into_iter().filter_map(Value::as_str) {
        if !text.contains(&squeezed(words)) {
            return Err(format!("`{words}` does not stand on {notice}: {text}").into());
        }
    }
    // Nobody is refused anything without being told why.
    if ["REFUSAL", "NON_ACCEPTANCE", "REVOCATION"].iter().any(|kind| notice["kind"] == *kind) {
        assert!(told["reason"].is_string() && text.contains("理由"), "{notice}: {text}");
    }
    // What is asked for is listed, answers and materials alike.
    if notice["kind"] == "SUPPLEMENT" {
        assert!(text.contains("需要补正的内容") && text.contains("Whatistobesupplemented"), "{text}");
    }
    assert!(!text.contains('〓') && text.contains("法律依据") && text.contains("Legalbasis"), "{text}");
    Ok(())
}

async fn nobody_else_reads(city: &City, notice: &Value) -> Outcome {
    for other in [Some("somebody-else"), None] {
        let answer = fetch(city, other, notice).await?;
        assert_eq!(answer.status(), 404);
        let body: Value = answer.json().await?;
        assert_eq!(body["errors"][0]["extensions"]["code"], "NOT_FOUND");
    }
    let mut unknown = notice.clone();
    unknown["url"] = json!(notice["url"].as_str().unwrap_or_default().replace(".pdf", "9.pdf"));
    assert_eq!(fetch(city, Some("somebody-else"), &unknown).await?.status(), 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn service_is_recorded_once_and_starts_the_remedies() -> Outcome {
    let city = City::start().await?;
    let all = samples(&repository().join("examples/qingshui"))?;
    let (_, sample) = all.iter().find(|(_, sample)| sample.ends == "REFUSED").ok_or("no sample ends refused")?;
    let done = drive(&city, sample).await?;
    let applicant = city.resident(&done.applicant).await?;
    let case = case_of(&applicant, &done).await?;
    let notices = list(&case["notices"]);
    let (first, last) = (notices.first().ok_or("no notice")?, notices.last().ok_or("no notice")?);
    assert_eq!(last["kind"], "REFUSAL");

    let input = json!({ "caseId": done.case, "notice": last["notice"] });
    let opened = applicant.ask(ACKNOWLEDGE, json!({ "input": input })).await?.good()?;
    assert_eq!(opened["acknowledgeNotice"]["userErrors"], json!([]));
    let again = applicant.ask(ACKNOWLEDGE, json!({ "input": input })).await?.good()?;
    assert_eq!(again["acknowledgeNotice"]["userErrors"][0]["code"], "NOTICE_SERVED_BEFORE");

    let by = sample.steps.iter().rev().find_map(|step| match step {
        Step::Act { by, .. } if by.department.is_some() => Some(by),
        _ => None,
    });
    let by = by.ok_or("no officer acts")?;
    let roles: Vec<&str> = by.roles.iter().map(String::as_str).collect();
    let officer = city.officer(&by.subject, by.department.as_deref().unwrap_or_default(), &roles).await?;
    let input = json!({ "caseId": done.case, "notice": first["notice"], "how": "POST" });
    let served = officer.ask(SERVE, json!({ "input": input })).await?.good()?;
    assert_eq!(served["recordService"]["userErrors"], json!([]));

    let done = Finished { position: served["recordService"]["position"].clone(), ..done };
    let case = case_of(&applicant, &done).await?;
    let notices = list(&case["notices"]);
    assert_eq!((&notices[0]["servedHow"], &notices[0]["remedies"]), (&json!("POST"), &json!([])));
    let last = notices.last().ok_or("no notice")?;
    assert_eq!(last["servedHow"], "ELECTRONIC");
    let told = |list: Vec<Value>| list.iter().map(|one| one["kind"].clone()).collect::<Vec<_>>();
    assert_eq!(told(list(&last["remedies"])), told(list(&case["serviceModule"]["guide"]["remedies"])));
    let folder = tempfile::tempdir()?;
    let text = text_of(&city, &done.applicant, last, folder.path()).await?;
    assert!(text.contains("电子送达") && text.contains("electronically"), "{text}");
    city.stop().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_font_there_is_no_document_and_everything_else_goes_on() -> Outcome {
    let none = tempfile::tempdir()?;
    let city = City::start_with(Options { fonts: Some(none.path()), ..Options::default() }).await?;
    let all = samples(&repository().join("examples/qingshui"))?;
    let (_, sample) = all.iter().find(|(_, sample)| sample.ends == "REFUSED").ok_or("no sample ends refused")?;
    let done = drive(&city, sample).await?;
    let case = case_of(&city.resident(&done.applicant).await?, &done).await?;
    let answer = fetch(&city, Some(&done.applicant), &case["notices"][0]).await?;
    assert_eq!(answer.status(), 503);
    let body: Value = answer.json().await?;
    assert_eq!(body["errors"][0]["extensions"]["code"], "NO_FONT");
    city.stop().await?;
    Ok(())
}
