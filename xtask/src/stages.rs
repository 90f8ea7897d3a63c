//! A run in stages: each is named, timed and counted, and a failed one does not hide the next.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::process::watch;

/// A run that takes longer than this has failed, however green it is.
const MINUTES_MAX: u64 = 80;

/// What has run so far.
pub(crate) struct Stages {
    started: Instant,
    done: Vec<Stage>,
    passed: u64,
    failed: u64,
}

struct Stage {
    name: &'static str,
    took: Duration,
    failure: Option<String>,
}

impl Stages {
    pub(crate) fn start() -> Self {
        Self { started: Instant::now(), done: Vec::new(), passed: 0, failed: 0 }
    }

    /// Runs one stage that counts as one test.
    pub(crate) fn check(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), String>) {
        println!("\n=== {name}");
        let started = Instant::now();
        let failure = work().err();
        match &failure {
            None => self.passed += 1,
            Some(message) => {
                self.failed += 1;
                eprintln!("{message}");
            }
        }
        self.done.push(Stage { name, took: started.elapsed(), failure });
    }

    /// Runs one stage of tests and adds up the counts that the test runners print.
    pub(crate) fn tests(&mut self, name: &'static str, runner: Runner, command: &mut Command) {
        println!("\n=== {name}");
        let started = Instant::now();
        let (mut passed, mut failed) = (0, 0);
        let mut failure = watch(command, |line| {
            if let Some((p, f)) = runner.counts(line) {
                passed += p;
                failed += f;
            }
        })
        .err();
        if failure.is_none() && passed == 0 {
            failure = Some("no test ran".to_owned());
        }
        self.passed += passed;
        self.failed += if failure.is_some() { failed.max(1) } else { failed };
        self.done.push(Stage { name, took: started.elapsed(), failure });
    }

    /// Prints minutes per stage and the summary.
    pub(crate) fn finish(mut self) -> Result<(), String> {
        println!("\n=== minutes per stage");
        for stage in &self.done {
            let verdict = if stage.failure.is_some() { "FAILED" } else { "ok" };
            println!("{:>6.1}  {verdict:<6}  {}", stage.took.as_secs_f64() / 60.0, stage.name);
        }
        let whole = self.started.elapsed();
        println!("{:>6.1}  whole run", whole.as_secs_f64() / 60.0);
        if whole > Duration::from_secs(MINUTES_MAX * 60) {
            self.failed += 1;
            println!("the run took longer than {MINUTES_MAX} minutes");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 { Ok(()) } else { Err("not every stage passed".to_owned()) }
    }
}

/// Whose words a summary is in.
#[derive(Clone, Copy)]
pub(crate) enum Runner {
    /// `test result: ok. 6 passed; 0 failed; …`
    Rust,
    /// `  6 passed (4.2s)`, `  1 failed`, each in a line of its own.
    Playwright,
}

impl Runner {
    /// How many passed and failed, where the line tells it.
    fn counts(self, line: &str) -> Option<(u64, u64)> {
        match self {
            Self::Rust => {
                let rest = line.strip_prefix("test result: ")?;
                let number = |label: &str| {
                    rest.split(';')
                        .find_map(|part| part.trim().strip_suffix(label)?.split(' ').next_back()?.parse().ok())
                };
                Some((number(" passed")?, number(" failed")?))
            }
            Self::Playwright => {
                let (number, rest) = line.strip_prefix("  ")?.split_once(' ')?;
                let number = number.parse().ok()?;
                match rest.split(' ').next()? {
                    "passed" => Some((number, 0)),
                    // What was not run, or only at the second try, has not passed.
                    "failed" | "flaky" | "skipped" | "did" | "interrupted" => Some((0, number)),
                    _ => None,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_line_is_counted() {
        let rust = |line| Runner::Rust.counts(line);
        assert_eq!(rust("test result: ok. 6 passed; 0 failed; 0 ignored; 0 measured"), Some((6, 0)));
        assert_eq!(rust("test result: FAILED. 5 passed; 2 failed; 0 ignored"), Some((5, 2)));
        assert_eq!(rust("running 6 tests"), None);
        let browser = |line| Runner::Playwright.counts(line);
        assert_eq!(browser("  12 passed (1.2m)"), Some((12, 0)));
        assert_eq!((browser("  2 failed"), browser("  3 did not run")), (Some((0, 2)), Some((0, 3))));
        assert_eq!(browser("  ✓  1 [phone] › hall.spec.ts:3:1 › a service is found (1.9s)"), None);
    }
}
