//! The readme's session does what it says: its commands are run as they stand, and what comes back
//! is what it shows. `…` in the readme stands for anything.

use std::fmt::Write as _;
use std::process::Stdio;

use cityhall_tests::{City, Failure, Outcome, repository};
use tokio::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn the_english_readme_is_true() -> Outcome {
    run("README.md").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chinese_readme_is_true() -> Outcome {
    run("README.zh-CN.md").await
}

/// A command and what it prints.
struct Shown {
    command: String,
    expected: String,
}

async fn run(name: &str) -> Outcome {
    let shown = console(&std::fs::read_to_string(repository().join(name))?);
    assert!(shown.len() > 5, "{name} shows a session");
    let city = City::start().await?;
    let printed = bash(&shown, &city.address).await?;
    assert_eq!(printed.len(), shown.len(), "{name}: the session ended early");
    for (shown, printed) in shown.iter().zip(&printed) {
        assert!(
            fits(&shown.expected, printed),
            "{name}: $ {}\nshown:\n{}\nprinted:\n{printed}",
            shown.command,
            shown.expected
        );
    }
    city.stop().await?;
    Ok(())
}

/// The commands in ` ```console ` blocks, each with the lines below it.
fn console(text: &str) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => match (line.strip_prefix("$ "), shown.last_mut()) {
                (Some(command), _) => shown.push(Shown { command: command.to_owned(), expected: String::new() }),
                (None, Some(last)) => {
                    last.expected.push_str(line);
                    last.expected.push('\n');
                }
                (None, None) => {}
            },
            (false, _) => {}
        }
    }
    shown
}

/// What each command prints, in one session of bash.
async fn bash(shown: &[Shown], address: &str) -> Result<Vec<String>, Failure> {
    const MARK: &str = "--- next command ---";
    let mut script = String::new();
    for shown in shown {
        writeln!(script, "echo '{MARK}'\n{}", shown.command)?;
    }
    let output = Command::new("bash").arg("-c").arg(script).env("CITY", address).stdin(Stdio::null()).output().await?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.split(&format!("{MARK}\n")).skip(1).map(str::to_owned).collect())
}

/// Whether `printed` is `expected`, where `…` stands for anything.
fn fits(expected: &str, printed: &str) -> bool {
    let mut parts = expected.trim_end().split('…');
    let printed = printed.trim_end();
    let Some(mut rest) = parts.next().and_then(|first| printed.strip_prefix(first)) else { return false };
    let mut ends_open = false;
    for part in parts {
        ends_open = part.is_empty();
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || ends_open
}

#[test]
fn the_wildcard_stands_for_anything() {
    assert!(fits("a…c\n", "abbbc\n"));
    assert!(fits("a…", "abbb"));
    assert!(!fits("a…c", "abbb"));
    assert!(!fits("abc", "abcd"));
}
