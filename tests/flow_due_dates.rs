//! The table of due dates that the domain is judged by is what its script counts today.

use std::path::PathBuf;

use cityhall_tests::cluster::find;
use cityhall_tests::{Failure, Outcome};
use tokio::process::Command;

#[tokio::test]
async fn flow_due_dates_are_what_the_script_counts() -> Outcome {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let script = root.join("tests/python/due_dates");
    let output = Command::new(find("python")?).arg("-B").arg(&script).output().await?;
    if !output.status.success() {
        return Err(Failure::from(String::from_utf8_lossy(&output.stderr)));
    }
    let table = root.join("domain/golden/due-dates.jsonl");
    let (counted, committed) = (String::from_utf8(output.stdout)?, tokio::fs::read_to_string(&table).await?);
    let differs = counted.lines().zip(committed.lines()).position(|(counted, committed)| counted != committed);
    assert!(
        counted == committed,
        "{} is not what {} prints (line {}): write what it prints, and read the difference",
        table.display(),
        script.display(),
        1 + differs.unwrap_or(counted.lines().count().min(committed.lines().count()))
    );
    Ok(())
}
