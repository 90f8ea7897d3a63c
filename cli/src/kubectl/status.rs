//! `kubectl cityhall status`: how the city is, and what is not ready, with why.

use std::fmt::Write as _;
use std::process::ExitCode;

use cityhall_crds::Kind;
use cityhall_crds::spec::{Problem, Verdict};
use cityhall_operator::Manifest;
use serde::Serialize;

use super::arguments::{self, Form};
use super::cluster::Cluster;

/// The name of what the operator has not told yet.
const NOT_TOLD: &str = "NotTold";

/// What is printed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    namespace: String,
    ready: bool,
    /// In one line.
    verdict: String,
    cities: Vec<City>,
    /// How many manifests there are.
    manifests: usize,
    not_ready: Vec<State>,
    /// Those that nothing is done about, as `kind/name`.
    paused: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct City {
    name: String,
    ready: Verdict,
    reason: String,
    message: String,
    open_cases: Option<i32>,
    overdue_cases: Option<i32>,
    image: Option<String>,
    address: Option<String>,
}

/// How one manifest is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct State {
    kind: &'static str,
    name: String,
    ready: Verdict,
    reason: String,
    message: String,
    problems: Vec<Problem>,
}

/// Prints it; exit code 1 if anything is not ready.
pub(super) async fn run(arguments: arguments::Status) -> Result<ExitCode, String> {
    let cluster = Cluster::reach(&arguments.place).await?;
    let mut all = Vec::new();
    for kind in Kind::ALL {
        all.extend(cluster.list(kind).await?.into_iter().map(|manifest| (kind, manifest)));
    }
    let report = Report::of(cluster.namespace, &all);
    match arguments.output {
        Form::Text => print!("{}", report.text()),
        Form::Json => {
            let text = serde_json::to_string_pretty(&report).map_err(|error| format!("failed to print: {error}"))?;
            println!("{text}");
        }
    }
    Ok(if report.ready { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Report {
    fn of(namespace: String, all: &[(Kind, Manifest)]) -> Self {
        let states: Vec<State> = all.iter().map(|(kind, manifest)| State::of(*kind, manifest)).collect();
        let cities: Vec<City> = all
            .iter()
            .zip(&states)
            .filter(|((kind, _), _)| *kind == Kind::City)
            .map(|((_, manifest), state)| City::of(manifest, state))
            .collect();
        let paused = all.iter().zip(&states).filter(|((_, manifest), _)| manifest.is_paused());
        let paused = paused.map(|(_, state)| state.title()).collect();
        let not_ready: Vec<State> = states.into_iter().filter(|state| state.ready != Verdict::True).collect();
        let verdict = match (cities.is_empty(), not_ready.len(), all.len()) {
            (true, _, 0) => format!("no city: namespace {namespace} has no manifest of cityhall.dev"),
            (true, ..) => format!("no city: namespace {namespace} has no City"),
            (false, 0, 1) => "ready: the only manifest is".to_owned(),
            (false, 0, count) => format!("ready: all {count} manifests are"),
            (false, some, count) => format!("not ready: {some} of {count} manifests"),
        };
        let ready = !cities.is_empty() && not_ready.is_empty();
        Self { namespace, ready, verdict, cities, manifests: all.len(), not_ready, paused }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        if !self.cities.is_empty() {
            let head = ["CITY", "READY", "REASON", "OPEN", "OVERDUE", "IMAGE", "ADDRESS"].map(str::to_owned);
            text += &table(&[vec![head], self.cities.iter().map(City::row).collect()].concat());
            text += "\n";
        }
        for state in &self.not_ready {
            let ready = state.ready;
            let _ = writeln!(text, "{}: Ready={ready:?} {}: {}", state.title(), state.reason, state.message);
            for problem in &state.problems {
                let _ = writeln!(text, "  {}: {}: {}", problem.path, problem.reason, problem.message);
            }
        }
        for title in &self.paused {
            let _ = writeln!(text, "{title}: paused: the operator does nothing about it");
        }
        if !self.not_ready.is_empty() || !self.paused.is_empty() {
            text += "\n";
        }
        text + &self.verdict + "\n"
    }
}

impl City {
    fn of(manifest: &Manifest, state: &State) -> Self {
        let status = manifest.status();
        Self {
            name: state.name.clone(),
            ready: state.ready,
            reason: state.reason.clone(),
            message: state.message.clone(),
            open_cases: status.open_cases,
            overdue_cases: status.overdue_cases,
            image: status.image,
            address: status.address,
        }
    }

    fn row(&self) -> [String; 7] {
        let unknown = || "-".to_owned();
        let number = |count: Option<i32>| count.map_or_else(unknown, |count| count.to_string());
        [
            self.name.clone(),
            format!("{:?}", self.ready),
            self.reason.clone(),
            number(self.open_cases),
            number(self.overdue_cases),
            self.image.clone().unwrap_or_else(unknown),
            self.address.clone().unwrap_or_else(unknown),
        ]
    }
}

impl State {
    fn of(kind: Kind, manifest: &Manifest) -> Self {
        let status = manifest.status();
        let told = status.conditions.into_iter().find(|condition| condition.kind == "Ready");
        let (ready, reason, message) = match told {
            Some(one) if one.observed_generation == manifest.generation() => (one.status, one.reason, one.message),
            Some(_) if manifest.is_paused() => {
                let message = "it was changed while it is paused; what was published before serves on";
                (Verdict::False, "Paused".to_owned(), message.to_owned())
            }
            Some(_) => {
                (Verdict::Unknown, NOT_TOLD.to_owned(), "the operator has not told of this version yet".to_owned())
            }
            None => (Verdict::Unknown, NOT_TOLD.to_owned(), "the operator has told nothing of it yet".to_owned()),
        };
        Self {
            kind: kind.as_str(),
            name: manifest.name().to_owned(),
            ready,
            reason,
            message,
            problems: status.problems,
        }
    }

    fn title(&self) -> String {
        format!("{}/{}", self.kind.to_ascii_lowercase(), self.name)
    }
}

/// Rows with columns below each other.
fn table(rows: &[[String; 7]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; 7] = std::array::from_fn(width);
    let line = |row: &[String; 7]| {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn manifest(name: &str, ready: &Value) -> Manifest {
        let head = json!({ "name": name, "generation": 2, "annotations": { "cityhall.dev/paused": "false" } });
        serde_json::from_value(json!({ "metadata": head, "spec": {}, "status": { "conditions": [ready] } })).unwrap()
    }

    fn ready(status: &str, generation: i64) -> Value {
        json!({ "type": "Ready", "status": status, "reason": "Because", "message": "of something",
                "lastTransitionTime": "2026-01-01T00:00:00Z", "observedGeneration": generation })
    }

    #[test]
    fn what_was_told_of_an_earlier_version_is_not_told_of_this_one() {
        let old = State::of(Kind::ServiceModule, &manifest("x", &ready("True", 1)));
        assert_eq!((old.ready, old.reason.as_str()), (Verdict::Unknown, NOT_TOLD));
        let now = State::of(Kind::ServiceModule, &manifest("x", &ready("True", 2)));
        assert_eq!((now.ready, now.reason.as_str()), (Verdict::True, "Because"));
    }

    #[test]
    fn a_namespace_is_ready_when_its_city_and_everything_else_is() {
        let city = || (Kind::City, manifest("q", &ready("True", 2)));
        let report = Report::of("n".to_owned(), &[city()]);
        assert!(report.ready && report.text().ends_with("\n\nready: the only manifest is\n"), "{}", report.text());
        let report = Report::of("n".to_owned(), &[city(), (Kind::Department, manifest("d", &ready("False", 2)))]);
        assert!(!report.ready);
        assert!(report.text().contains("department/d: Ready=False Because: of something\n"), "{}", report.text());
        assert!(report.text().ends_with("not ready: 1 of 2 manifests\n"), "{}", report.text());
        let report = Report::of("n".to_owned(), &[(Kind::Department, manifest("d", &ready("True", 2)))]);
        assert!(!report.ready && report.verdict.starts_with("no city"), "{}", report.verdict);
    }
}
