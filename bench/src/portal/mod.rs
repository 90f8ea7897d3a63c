//! What the portal weighs, how quick it is on a slow line and telephone, and what 300 boards cost the city, each beside
//! its budget. The browser is driven by `portal/bench`; the city has 100 services, one of them with a page of 150
//! fields, and 10,000 cases.

mod board;
mod form;

use std::process::Stdio;

use cityhall_tests::{City, Failure, GeneratedCity, Options, generated_city, repository};
use procfs::{Current, LoadAverage};
use serde::Deserialize;
use serde_json::json;
use tokio::process::Command;

use crate::graphql::rows;
use crate::measurement::{Measurement, median};

const ROUNDS: usize = 5;
const CASES: usize = 10_000;

/// How many services the city has, the one with the long form among them.
const SERVICES: usize = 100;

/// One thing that was measured.
#[derive(Deserialize)]
struct Figure {
    metric: String,
    values: Vec<f64>,
    unit: String,
    /// At most so much.
    budget: Option<f64>,
}

impl Figure {
    fn once(metric: impl Into<String>, value: f64, unit: &str) -> Self {
        Self { metric: metric.into(), values: vec![value], unit: unit.to_owned(), budget: None }
    }

    fn value(&self) -> f64 {
        median(self.values.clone())
    }

    /// Which part of its budget is used; of one of nothing, how much.
    fn share(&self) -> Option<f64> {
        self.budget.map(|budget| if budget > 0.0 { self.value() / budget } else { self.value() })
    }

    /// Whether it keeps to its budget.
    fn is_met(&self) -> Option<bool> {
        self.budget.map(|budget| self.value() <= budget)
    }
}

/// Measures with so many rounds in the browser; without a number, with the usual ones. Prints a table, or with the
/// word `json` one object a line, as the others do.
pub(crate) async fn run(words: &[&str]) -> Result<(), Failure> {
    let is_json = words.contains(&"json");
    let rounds = words.iter().find(|word| **word != "json").map_or(Ok(ROUNDS), |word| word.parse())?;
    let folder = generated_city(SERVICES - 1)?;
    let long = form::write(&folder)?;
    let city = City::start_with(Options { city: Some(folder.path()), is_measured: true, ..Options::default() }).await?;
    let short = folder.modules.first().ok_or("no module")?;
    eprintln!("{CASES} cases are made");
    rows::fill(&city, short, CASES).await?;
    let load = LoadAverage::current()?;
    let mut figures = in_browser(&city, &folder, &long, rounds).await?;
    figures.extend(board::measured(&city, short).await?);
    figures.push(Figure::once("load of the machine at the beginning", f64::from(load.one), "load"));
    figures.push(Figure::once("load of the machine at the end", f64::from(LoadAverage::current()?.one), "load"));
    city.stop().await?;
    for figure in &figures {
        if is_json { line(figure) } else { row(figure) }
    }
    Ok(())
}

async fn in_browser(city: &City, folder: &GeneratedCity, long: &str, rounds: usize) -> Result<Vec<Figure>, Failure> {
    let token = |person: &cityhall_tests::Person| person.token().map(str::to_owned);
    let tokens = json!({
        "resident": token(&city.resident("reader").await?),
        "officer": token(&city.officer("clerk-reader", "works", &["clerk"]).await?),
        "leader": token(&board::leader(city, 0).await?),
    });
    let asked = json!({ "address": city.address, "tokens": tokens, "short": folder.modules.first(), "long": long,
                        "rounds": rounds });
    let mut node = Command::new("node");
    node.current_dir(repository().join("portal")).arg("bench/main.ts").arg(asked.to_string());
    let output = node.stdin(Stdio::null()).stderr(Stdio::inherit()).kill_on_drop(true).output().await?;
    if !output.status.success() {
        return Err(format!("the browser's part ended with {}", output.status).into());
    }
    String::from_utf8(output.stdout)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn line(figure: &Figure) {
    let ratio = figure.share().map(|share| (share, "budget"));
    let (metric, unit, value) = (figure.metric.as_str(), figure.unit.as_str(), figure.value());
    Measurement { bench: "portal", case: "whole", metric, value, unit, ratio }.print();
}

fn row(figure: &Figure) {
    let verdict = figure.is_met().map_or("", |is_met| if is_met { "met" } else { "MISSED" });
    let budget = figure.budget.map(|budget| format!("<= {budget}")).unwrap_or_default();
    let spread = match figure.values.as_slice() {
        [] | [_] => String::new(),
        values => {
            let (least, most) =
                values.iter().fold((f64::MAX, f64::MIN), |(a, b), value| (a.min(*value), b.max(*value)));
            format!("{least:.3} to {most:.3}")
        }
    };
    let (metric, unit, value) = (&figure.metric, &figure.unit, figure.value());
    println!("{verdict:<6}  {metric:<42}  {value:>9.3} {unit:<5}  {budget:<8}  {spread}");
}
