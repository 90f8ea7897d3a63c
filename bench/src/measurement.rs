//! Figures: medians of interleaved rounds, and how they are printed.

use serde_json::json;

/// One figure of one bench.
pub(crate) struct Measurement<'a> {
    pub(crate) bench: &'a str,
    pub(crate) case: &'a str,
    pub(crate) metric: &'a str,
    pub(crate) value: f64,
    pub(crate) unit: &'a str,
    /// How the value compares, and to what.
    pub(crate) ratio: Option<(f64, &'a str)>,
}

impl Measurement<'_> {
    /// Prints it as one JSON object on one line.
    pub(crate) fn print(&self) {
        let (ratio, ratio_to) = self.ratio.map_or((None, None), |(ratio, to)| (Some(round(ratio)), Some(to)));
        let line = json!({ "bench": self.bench, "case": self.case, "metric": self.metric, "value": round(self.value),
                           "unit": self.unit, "ratio": ratio, "ratio_to": ratio_to });
        println!("{line}");
    }
}

/// Three digits behind the point are more than any run repeats.
fn round(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

/// The middle of several rounds.
pub(crate) fn median(values: Vec<f64>) -> f64 {
    percentile(values, 50)
}

/// The value below which so many of a hundred lie.
pub(crate) fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() * percent / 100).copied().unwrap_or_default()
}
