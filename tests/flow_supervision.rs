//! E-supervision from outside: cards by rule and once each, also over restarts; withdrawal; who is told
//! by the org tree of the city's manifests; the power log. The city, its people and its calendars are
//! read from the manifests, whichever modules they have.

mod manifests;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use cityhall_tests::{City, Failure, Options, Outcome, Person, Sample, Step, repository, samples};
use serde_json::{Value, json};

use self::manifests::{DAYS, Manifests, begins, day, local_day, text};

/// How long a timer or a reaction may take.
const SEEN_MAX: Duration = Duration::from_secs(30);

// === What people see ===

const CARDS: &str = "query($id: ID!) { node(id: $id) { ... on Case { number submittedAt dueAt dueDay revision
    department { name } cards { number kind clock dueAt issuedAt withdrawnAt } } } }";

async fn seen(person: &Person, case: &Value) -> Result<Value, Failure> {
    Ok(person.ask(CARDS, json!({ "id": case })).await?.good()?["node"].clone())
}

fn card<'a>(seen: &'a Value, kind: &str, clock: &str) -> Option<&'a Value> {
    let cards = seen["cards"].as_array()?;
    cards.iter().find(|card| card["kind"] == *kind && card["clock"] == *clock)
}

/// The case once it has this card of its promised limit.
async fn with_card(person: &Person, case: &Value, kind: &str) -> Result<Value, Failure> {
    let asking = async {
        loop {
            let seen = seen(person, case).await?;
            if card(&seen, kind, "PROMISED").is_some() {
                return Ok::<_, Failure>(seen);
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SEEN_MAX, asking).await.map_err(|_| format!("no {kind} card came"))?
}

const MATTERS: &str = "query($filter: SupervisionMatterFilter) { supervisionMatters(first: 100, filter: $filter) {
    totalCount asOf nodes { id caseNumber level card cardKind addressee superiorMissing dueAt extended closedAt availableActs
    steps { type text by { kind subject } } } } }";

/// The matters about a case, once there are as many.
async fn matters(person: &Person, number: &Value, count: usize) -> Result<Vec<Value>, Failure> {
    let asking = async {
        loop {
            let answer = person.ask(MATTERS, json!({ "filter": { "caseNumber": number } })).await?.good()?;
            let nodes = answer["supervisionMatters"]["nodes"].as_array().cloned().unwrap_or_default();
            if nodes.len() >= count {
                assert!(answer["supervisionMatters"]["asOf"].is_string(), "{answer}");
                return Ok::<_, Failure>(nodes);
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SEEN_MAX, asking).await.map_err(|_| format!("there are not {count} matters"))?
}

const POWER_LOG: &str = "query($after: String, $kinds: [PowerLogKind!], $atLeast: Position) {
    powerLog(first: 100, after: $after, kinds: $kinds, atLeast: $atLeast) { asOf pageInfo { hasNextPage endCursor }
    nodes { id kind position effectiveAt caseNumber card cardKind clock action code hasReason event name revision
    subject role matterId department { name } by { kind subject department { name } roles } } } }";

/// The whole power log of these kinds, newest first.
async fn power_log(person: &Person, kinds: &[&str]) -> Result<Vec<Value>, Failure> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let kinds = if kinds.is_empty() { Value::Null } else { json!(kinds) };
        let answer = person.ask(POWER_LOG, json!({ "after": after, "kinds": kinds })).await?.good()?;
        let page = &answer["powerLog"];
        assert!(page["asOf"].is_string(), "{answer}");
        all.extend(page["nodes"].as_array().cloned().unwrap_or_default());
        if page["pageInfo"]["hasNextPage"] != true {
            return Ok(all);
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// The power log of these kinds, once it has enough.
async fn power_log_of(
    person: &Person,
    kinds: &[&str],
    enough: impl Fn(&[Value]) -> bool,
) -> Result<Vec<Value>, Failure> {
    let asking = async {
        loop {
            let entries = power_log(person, kinds).await?;
            if enough(&entries) {
                return Ok::<_, Failure>(entries);
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SEEN_MAX, asking).await.map_err(|_| format!("something is missing among {kinds:?}"))?
}

async fn auditor(city: &City) -> Result<Person, Failure> {
    Person::with_token(city, "somebody-who-audits", "somebody", &["auditor"], None).await
}

async fn submitted(city: &City, sample: &Sample) -> Result<Value, Failure> {
    let applicant = city.resident(&sample.applicant.subject).await?;
    let payload = applicant.submit(sample.input.clone()).await?;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    Ok(payload["case"]["id"].clone())
}

async fn restarted(city: City, folder: &Path) -> Result<(City, Option<tempfile::TempDir>), Failure> {
    let (data, kept) = city.stop().await?;
    Ok((City::start_with(Options { city: Some(folder), data: Some(&data), ..Options::default() }).await?, kept))
}

async fn forward_days(city: &City, days: i64) -> Outcome {
    city.forward_clock(&format!("PT{}H", 24 * days)).await
}

// === Cards, escalation, the power log ===

#[tokio::test(flavor = "multi_thread")]
async fn cards_come_by_rule_and_once_each_and_the_right_people_are_told() -> Outcome {
    let folder = repository().join("examples/qingshui");
    let (manifests, samples) = (Manifests::read(&folder)?, samples(&folder)?);
    let sample = manifests.watched(&samples)?;
    let city = City::start().await?;
    let case = submitted(&city, sample).await?;
    let begun = seen(&auditor(&city).await?, &case).await?;
    let (today, due) = (local_day(&text(&begun["submittedAt"])?)?, day(&text(&begun["dueDay"])?)?);
    let (notice_day, red_day) = (manifests.before(due, DAYS), manifests.after(due, DAYS) + 1);

    // The notice comes one working day before the last day, and nothing of the promised limit earlier.
    forward_days(&city, notice_day - today - 1).await?;
    assert_eq!(card(&seen(&auditor(&city).await?, &case).await?, "NOTICE", "PROMISED"), None);
    forward_days(&city, 1).await?;
    let noticed = with_card(&auditor(&city).await?, &case, "NOTICE").await?;
    assert_eq!(begins(&card(&noticed, "NOTICE", "PROMISED").ok_or("no notice")?["issuedAt"])?, notice_day);
    assert_eq!(card(&noticed, "YELLOW", "PROMISED"), None);
    let (city, kept) = restarted(city, &folder).await?;

    // Yellow when the limit ends.
    forward_days(&city, due + 1 - notice_day).await?;
    let passed = with_card(&auditor(&city).await?, &case, "YELLOW").await?;
    assert_eq!(card(&passed, "YELLOW", "PROMISED").ok_or("no yellow card")?["issuedAt"], begun["dueAt"]);
    let (city, still_kept) = restarted(city, &folder).await?;

    // Red after one working day more.
    forward_days(&city, red_day - due - 1).await?;
    let late = with_card(&auditor(&city).await?, &case, "RED").await?;
    assert_eq!(begins(&card(&late, "RED", "PROMISED").ok_or("no red card")?["issuedAt"])?, red_day);

    // Each once, whatever happens since.
    forward_days(&city, 30).await?;
    let (city, kept_on) = restarted(city, &folder).await?;
    let auditor = auditor(&city).await?;
    let last = seen(&auditor, &case).await?;
    let cards = last["cards"].as_array().ok_or("no cards")?;
    let different: BTreeSet<String> = cards.iter().map(|card| format!("{}{}", card["kind"], card["clock"])).collect();
    assert_eq!(different.len(), cards.len(), "{last}");
    // Neither the applicant nor the public is told of cards.
    let applicant = city.resident(&sample.applicant.subject).await?;
    assert_eq!(seen(&applicant, &case).await?["cards"], json!([]));

    told_by_the_ladder(&city, &manifests, &last).await?;
    withdrawn(&city, &manifests, &case, &last).await?;
    opened_by_hand(&city, &manifests, &case, &last).await?;
    logged(&city, &auditor, &last).await?;
    city.stop().await?;
    drop((kept, still_kept, kept_on));
    Ok(())
}

/// A yellow card is told to the head of the department, a red one to who stands above; a matter is followed
/// to its end.
async fn told_by_the_ladder(city: &City, manifests: &Manifests, seen: &Value) -> Outcome {
    let department = text(&seen["department"]["name"])?;
    let grave = seen["cards"].as_array().into_iter().flatten().filter(|card| card["kind"] != "NOTICE").count();
    let supervisor = manifests.holder(city, "supervisor", &department).await?;
    let all = matters(&supervisor, &seen["number"], grave).await?;
    assert_eq!(all.len(), grave, "{all:?}");
    let (head, superior) = (manifests.department(&department)?.head.as_ref(), manifests.superior(&department)?);
    for matter in &all {
        let expected = if matter["cardKind"] == "RED" { ("SUPERIOR", superior) } else { ("HEAD", head) };
        assert_eq!(
            (matter["level"].as_str(), matter["addressee"].as_str()),
            (Some(expected.0), expected.1.map(String::as_str))
        );
        assert_eq!(matter["superiorMissing"], false);
    }
    let red = all.iter().find(|matter| matter["cardKind"] == "RED").ok_or("no matter of a red card")?;
    let above = manifests.somebody(city, superior.ok_or("nobody stands above")?).await?;
    let asked = manifests.somebody(city, head.ok_or("the department has no head")?).await?;
    let open_to = async |person: &Person| -> Result<Value, Failure> {
        let all = matters(person, &seen["number"], 1).await?;
        let same = all.iter().find(|matter| matter["id"] == red["id"]).ok_or("the matter is not there for them")?;
        Ok(same["availableActs"].clone())
    };
    assert_eq!(open_to(&above).await?, json!(["INSTRUCT", "EXTEND"]));
    assert_eq!(open_to(&asked).await?, json!(["GIVE_FEEDBACK"]));
    let step = |name: &str, own: &Value| {
        let mut input = own.clone();
        input["matterId"] = red["id"].clone();
        let query = format!(
            "mutation($input: {}{}Input!) {{ {name}(input: $input) {{ userErrors {{ code }} replayed
             matter {{ extended closedAt availableActs steps {{ type text }} }} }} }}",
            name[..1].to_ascii_uppercase(),
            &name[1..]
        );
        (query, json!({ "input": input }), name.to_owned())
    };
    let run = async |person: &Person, (query, variables, name): (String, Value, String)| -> Result<Value, Failure> {
        Ok(person.ask(&query, variables).await?.good()?[&name].clone())
    };
    let code = |payload: &Value| payload["userErrors"][0]["code"].clone();
    assert_eq!(code(&run(&supervisor, step("closeSupervision", &json!({}))).await?), "NO_FEEDBACK_YET");
    assert_eq!(code(&run(&asked, step("instruct", &json!({ "text": "wait" }))).await?), "ROLE_NOT_ALLOWED");
    let once = json!({ "text": "请于周五前办结", "idempotencyKey": "instruct-1" });
    for replayed in [false, true] {
        let instructed = run(&above, step("instruct", &once)).await?;
        assert_eq!((code(&instructed), &instructed["replayed"]), (Value::Null, &json!(replayed)), "{instructed}");
    }
    let more = json!({ "workingDays": 2, "reason": "须实地核实" });
    assert_eq!(run(&above, step("extendSupervision", &more)).await?["matter"]["extended"], true);
    assert_eq!(code(&run(&supervisor, step("extendSupervision", &more)).await?), "EXTENDED_BEFORE");
    let answered = run(&asked, step("giveFeedback", &json!({ "text": "已安排专人办理" }))).await?;
    let told: Vec<_> = answered["matter"]["steps"].as_array().into_iter().flatten().map(|one| &one["type"]).collect();
    assert_eq!(told, ["SupervisionOpened", "Instructed", "SupervisionExtended", "FeedbackGiven"], "{answered}");
    assert_eq!(answered["matter"]["steps"][1]["text"], "请于周五前办结");
    assert_eq!(answered["matter"]["availableActs"], json!(["GIVE_FEEDBACK"]), "{answered}");
    assert_eq!(open_to(&above).await?, json!(["INSTRUCT", "CLOSE"]));
    assert!(run(&above, step("closeSupervision", &json!({}))).await?["matter"]["closedAt"].is_string());
    assert_eq!(code(&run(&asked, step("giveFeedback", &json!({ "text": "再报" }))).await?), "MATTER_CLOSED");
    Ok(())
}

const WITHDRAW: &str = "mutation($input: WithdrawCardInput!) { withdrawCard(input: $input) {
    case { ... on Case { cards { number withdrawnAt } reliefActs } } userErrors { code field } } }";

/// What a reader may do about a case beside its actions.
const OVERSIGHT: &str = "query($id: ID!) { node(id: $id) { ... on Case { reliefActs supervisable } } }";

/// A matter that no card opens: by whom the case says may open one, and by nobody else.
async fn opened_by_hand(city: &City, manifests: &Manifests, case: &Value, seen: &Value) -> Outcome {
    let department = text(&seen["department"]["name"])?;
    let query = "mutation($input: OpenSupervisionInput!) { openSupervision(input: $input) {
        matter { level cardKind steps { type text } } userErrors { code } } }";
    let input = json!({ "caseId": case, "level": "HEAD", "text": "请说明进度" });
    for (role, may) in [("leader", false), ("supervisor", true)] {
        let person = manifests.holder(city, role, &department).await?;
        let told = person.ask(OVERSIGHT, json!({ "id": case })).await?.good()?;
        assert_eq!(told["node"]["supervisable"], json!(may), "{role}: {told}");
        let done = person.ask(query, json!({ "input": input })).await?.good()?["openSupervision"].clone();
        let code = if may { Value::Null } else { json!("ROLE_NOT_ALLOWED") };
        assert_eq!(done["userErrors"][0]["code"], code, "{role}: {done}");
        let opened = json!({ "level": "HEAD", "cardKind": null, "steps": [{ "type": "SupervisionOpened", "text": "请说明进度" }] });
        assert_eq!(done["matter"], if may { opened } else { Value::Null }, "{role}");
    }
    Ok(())
}

/// A card is withdrawn by who stands above and holds the role, with a reason, once.
async fn withdrawn(city: &City, manifests: &Manifests, case: &Value, seen: &Value) -> Outcome {
    let department = text(&seen["department"]["name"])?;
    let yellow = card(seen, "YELLOW", "PROMISED").ok_or("no yellow card")?["number"].clone();
    let ask = async |person: &Person, reason: &str| -> Result<Value, Failure> {
        let input = json!({ "caseId": case, "card": yellow, "reason": reason });
        Ok(person.ask(WITHDRAW, json!({ "input": input })).await?.good()?["withdrawCard"].clone())
    };
    let leader = manifests.holder(city, "leader", &department).await?;
    let supervisor = manifests.holder(city, "supervisor", &department).await?;
    let code = |payload: &Value| payload["userErrors"][0]["code"].clone();
    assert_eq!(code(&ask(&supervisor, "系统故障").await?), "ROLE_NOT_ALLOWED");
    assert_eq!(code(&ask(&leader, " ").await?), "REASON_REQUIRED");
    let done = ask(&leader, "暴雨停工，非承办部门责任").await?;
    let cards = done["case"]["cards"].as_array().ok_or_else(|| format!("{done}"))?;
    let withdrawn: Vec<_> = cards.iter().filter(|card| card["withdrawnAt"].is_string()).collect();
    assert_eq!(withdrawn.iter().map(|card| &card["number"]).collect::<Vec<_>>(), [&yellow]);
    assert_eq!(code(&ask(&leader, "再撤一次").await?), "CARD_WITHDRAWN_BEFORE");
    // Others stand still.
    assert_eq!(done["case"]["reliefActs"], json!(["WITHDRAW_CARD"]), "{done}");
    let told = supervisor.ask(OVERSIGHT, json!({ "id": case })).await?.good()?;
    assert_eq!(told["node"]["reliefActs"], json!([]), "{told}");
    Ok(())
}

/// Everything stands in the power log once, without a word that anybody wrote.
async fn logged(city: &City, auditor: &Person, seen: &Value) -> Outcome {
    let cards = seen["cards"].as_array().map_or(0, Vec::len);
    let issued = power_log_of(auditor, &["CARD_ISSUED"], |all| all.len() >= cards).await?;
    assert_eq!(issued.len(), cards, "{issued:?}");
    let withdrawn = power_log_of(auditor, &["CARD_WITHDRAWN"], |all| !all.is_empty()).await?;
    assert_eq!((withdrawn.len(), &withdrawn[0]["hasReason"]), (1, &json!(true)));
    assert_eq!(withdrawn[0]["by"]["kind"], "OFFICER");
    let told = |all: &[Value], event: &str| all.iter().any(|entry| entry["event"] == *event);
    let steps = ["SupervisionOpened", "Instructed", "SupervisionExtended", "FeedbackGiven", "SupervisionClosed"];
    power_log_of(auditor, &["SUPERVISED"], |all| steps.iter().all(|step| told(all, step))).await?;
    let all = power_log(auditor, &[]).await?;
    let (ids, kinds): (BTreeSet<String>, BTreeSet<String>) =
        all.iter().map(|entry| (entry["id"].to_string(), entry["kind"].to_string())).unzip();
    assert_eq!(ids.len(), all.len(), "an entry is there twice");
    assert!(kinds.contains("\"PUBLISHED\"") && kinds.contains("\"ROLE_GRANTED\""), "{kinds:?}");
    let whole = serde_json::to_string(&all)?;
    for written in ["请于周五前办结", "须实地核实", "已安排专人办理", "暴雨停工"] {
        assert!(!whole.contains(written), "the power log tells {written}");
    }
    // Whoever does not watch over the city does not read it.
    let officer = city.officer("somebody-else", "gov", &["leader"]).await?;
    assert_eq!(officer.ask(POWER_LOG, json!({})).await?.codes(), ["NOT_ALLOWED"]);
    Ok(())
}

// === A missing superior ===

#[tokio::test(flavor = "multi_thread")]
async fn a_superior_who_is_missing_becomes_a_task_of_the_supervisors() -> Outcome {
    let own = tempfile::tempdir()?;
    headless(&repository().join("examples/qingshui"), own.path())?;
    let (manifests, samples) = (Manifests::read(own.path())?, samples(own.path())?);
    let city = City::start_with(Options { city: Some(own.path()), ..Options::default() }).await?;
    let case = submitted(&city, manifests.watched(&samples)?).await?;
    forward_days(&city, 40).await?;
    let seen = with_card(&auditor(&city).await?, &case, "RED").await?;
    let grave = seen["cards"].as_array().into_iter().flatten().filter(|card| card["kind"] != "NOTICE").count();
    let supervisor = manifests.holder(&city, "supervisor", &text(&seen["department"]["name"])?).await?;
    let tasks = matters(&supervisor, &seen["number"], grave).await?;
    assert_eq!(tasks.len(), grave);
    assert!(tasks.iter().all(|task| task["superiorMissing"] == true && task["addressee"].is_null()), "{tasks:?}");
    city.stop().await?;
    Ok(())
}

/// A copy of a city whose departments name neither head nor superior.
fn headless(from: &Path, to: &Path) -> Outcome {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir_all(&target)?;
            headless(&entry.path(), &target)?;
        } else {
            let leads = |line: &&str| line.starts_with("  head: ") || line.starts_with("  superior: ");
            let text = std::fs::read_to_string(entry.path())?;
            let rest: Vec<&str> = text.lines().filter(|line| !leads(line)).collect();
            std::fs::write(target, rest.join("\n") + "\n")?;
        }
    }
    Ok(())
}

// === Refused attempts ===

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_against_four_eyes_stands_in_the_power_log() -> Outcome {
    let samples = samples(&repository().join("examples/qingshui"))?;
    let is_four_eyes = |step: &Step| matches!(step, Step::Act { refused: Some(code), .. } if code == "SAME_OFFICER");
    let found = samples.iter().find(|(_, sample)| sample.steps.iter().any(is_four_eyes));
    let sample = &found.ok_or("no sample tries what four eyes forbid")?.1;
    let city = City::start().await?;
    let case = submitted(&city, sample).await?;
    let mut action = Value::Null;
    for step in &sample.steps {
        match step {
            Step::Clock { clock } => city.move_clock(clock).await?,
            Step::Forward { forward } => city.forward_clock(forward).await?,
            Step::Act { by, input, .. } => {
                let roles: Vec<&str> = by.roles.iter().map(String::as_str).collect();
                let person = Person::with_token(&city, &by.subject, &by.name, &roles, by.department.as_deref()).await?;
                let mut input = input.clone();
                input.insert("caseId".to_owned(), case.clone());
                person.perform(Value::Object(input.clone())).await?;
                action = input["action"].clone();
            }
            Step::Call { by, mutation, input, .. } => {
                let roles: Vec<&str> = by.roles.iter().map(String::as_str).collect();
                let person = Person::with_token(&city, &by.subject, &by.name, &roles, by.department.as_deref()).await?;
                let mut input = input.clone();
                input.insert("caseId".to_owned(), case.clone());
                person.call(mutation, Value::Object(input)).await?;
            }
        }
        if is_four_eyes(step) {
            break;
        }
    }
    let auditor = auditor(&city).await?;
    let number = seen(&auditor, &case).await?["number"].clone();
    let has = |all: &[Value], code: &str| all.iter().any(|entry| entry["code"] == *code);
    let attempts = power_log_of(&auditor, &["ATTEMPT_REFUSED"], |all| has(all, "SAME_OFFICER")).await?;
    let four_eyes: Vec<_> = attempts.iter().filter(|entry| entry["code"] == "SAME_OFFICER").collect();
    assert_eq!(four_eyes.len(), 1, "{attempts:?}");
    assert_eq!((&four_eyes[0]["caseNumber"], &four_eyes[0]["action"]), (&number, &action));
    assert_eq!(four_eyes[0]["by"]["kind"], "OFFICER");
    // An officer who reaches for a case of another department is told that there is none, and is on record.
    let stranger = city.officer("somebody-else", "tob", &["handler"]).await?;
    let answer = stranger.perform(json!({ "caseId": case, "action": action })).await?;
    assert_eq!(answer["userErrors"][0]["code"], "NOT_FOUND");
    let attempts = power_log_of(&auditor, &["ATTEMPT_REFUSED"], |all| has(all, "NOT_THEIR_CASE")).await?;
    assert_eq!(
        (&attempts[0]["code"], &attempts[0]["by"]["subject"]),
        (&json!("NOT_THEIR_CASE"), &json!("somebody-else"))
    );
    city.stop().await?;
    Ok(())
}
