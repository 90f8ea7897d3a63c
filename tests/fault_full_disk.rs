//! A disk that takes no more: the city says so, answers what it can, loses nothing that it has
//! acknowledged, and goes on by itself when there is room again.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use cityhall_tests::{City, Failure, Options, Outcome, Person, generated_city};
use serde_json::{Value, json};

use crate::fault_kill::compare;

/// Submissions that a city has acknowledged, by their keys.
type Ledger = BTreeMap<String, String>;

const SUBMIT: &str = "mutation($input: SubmitCaseInput!) {
    submitCase(input: $input) { case { id number } userErrors { code } position } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_loses_nothing() -> Outcome {
    let place = tempfile::tempdir()?;
    let disk = Disk::mount(place.path())?;
    let folder = generated_city(1)?;
    let data = place.path().join("data");
    let city = City::start_with(Options { city: Some(folder.path()), data: Some(&data), ..Options::default() }).await?;
    let (person, module) = (city.resident("scribe-1").await?, folder.modules[0].as_str());
    let mut ledger = Ledger::new();
    for number in 0..20 {
        submit(&person, module, &format!("before-{number}"), &mut ledger).await?.ok_or("refused with room")?;
    }
    // 1. Full: refused with a code of the list, and reading goes on.
    let ballast = place.path().join("ballast");
    fill(&ballast)?;
    fill_up(&person, module, &mut ledger).await?;
    person.ask("{ serviceModules(first: 1) { totalCount } }", json!({})).await?.good()?;
    // 2. Room again: taken again, and shown.
    std::fs::remove_file(&ballast)?;
    let again = resumed(&person, module, &mut ledger).await?;
    for number in 0..20 {
        submit(&person, module, &format!("after-{number}"), &mut ledger).await?.ok_or("refused with room again")?;
    }
    shown(&person, &again).await?;
    // 3. Nothing lost, nothing doubled.
    city.stop().await?;
    compare(&data, &ledger).await?;
    drop(disk);
    Ok(())
}

/// The payload of a submission; `None` where the city cannot store it now.
async fn submit(person: &Person, module: &str, key: &str, ledger: &mut Ledger) -> Result<Option<Value>, Failure> {
    let answers = json!({ "topic": "light", "wish": key });
    let input = json!({ "module": module, "idempotencyKey": key, "answers": answers });
    let payload = person.ask(SUBMIT, json!({ "input": input })).await?.good()?["submitCase"].clone();
    if let Some(number) = payload["case"]["number"].as_str() {
        ledger.insert(key.to_owned(), number.to_owned());
        return Ok(Some(payload));
    }
    assert_eq!(payload["userErrors"][0]["code"], "UNAVAILABLE", "{payload}");
    Ok(None)
}

/// Submits until the disk has refused ten times in a row.
async fn fill_up(person: &Person, module: &str, ledger: &mut Ledger) -> Outcome {
    let mut refused = 0;
    for number in 0..20_000 {
        match submit(person, module, &format!("filling-{number}"), ledger).await? {
            Some(_) => refused = 0,
            None => refused += 1,
        }
        if refused == 10 {
            return Ok(());
        }
    }
    Err("the disk never filled up".into())
}

/// The first submission that is taken again.
async fn resumed(person: &Person, module: &str, ledger: &mut Ledger) -> Result<Value, Failure> {
    for _ in 0..100 {
        // The same key each time: one of the refusals may have been stored after all.
        if let Some(payload) = submit(person, module, "again", ledger).await? {
            return Ok(payload);
        }
    }
    Err("there is room, and nothing is taken".into())
}

/// Waits until the views have the case; they may be resting after their last failure.
async fn shown(person: &Person, payload: &Value) -> Outcome {
    let mut last = String::new();
    for _ in 0..10 {
        match person.case(&payload["case"]["id"], &payload["position"]).await {
            Ok(case) if case["number"] == payload["case"]["number"] => return Ok(()),
            Ok(case) => last = case.to_string(),
            Err(error) => last = error.to_string(),
        }
    }
    Err(format!("the case is not shown: {last}").into())
}

/// Writes until nothing more fits.
fn fill(file: &Path) -> Outcome {
    let mut ballast = std::fs::File::create(file)?;
    for size in [1 << 20, 1 << 12] {
        let block = vec![0; size];
        while ballast.write_all(&block).is_ok() {}
    }
    Ok(())
}

/// A small file system of its own, unmounted when this value goes away. Only root may mount it.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn mount(place: &'a Path) -> Result<Self, Failure> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=32m", "tmpfs"]).arg(place).status()?;
        if !mounted.success() {
            return Err("this test mounts a small disk: run it as root, with the right to mount".into());
        }
        Ok(Self(place))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // Lazily: after a failed assertion the city still has files open.
        let unmounted = Command::new("umount").arg("--lazy").arg(self.0).status();
        if !unmounted.is_ok_and(|status| status.success()) {
            eprintln!("failed to unmount {}", self.0.display());
        }
    }
}
