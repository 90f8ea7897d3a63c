//! The chart as a Mermaid flowchart, for pages and tools that render it.

use std::fmt::Write;

use cityhall_domain::module::End;

use super::chart::{Chart, Label, StateBox};

/// Writes the chart. Mermaid's state diagrams know no dashed arrows, its flowcharts do.
pub(super) fn mermaid(chart: &Chart) -> String {
    let mut text = format!("---\ntitle: {}\n---\nflowchart TB\n", front_matter(&chart.title));
    let _ = writeln!(text, "  accTitle: {}", one_line(&chart.title));
    let _ = writeln!(text, "  accDescr: {}", one_line(&chart.description));
    text.push_str("  begin((\" \")) --> s1\n");
    for (index, state) in chart.boxes.iter().enumerate() {
        let _ = writeln!(text, "  s{}{}", index + 1, node(state));
    }
    for arrow in &chart.arrows {
        let line = if arrow.by_itself { "-.->" } else { "-->" };
        let label = quoted(&label(&arrow.label, "<br/>"));
        let _ = writeln!(text, "  s{} {line}|{label}| s{}", arrow.from + 1, arrow.to + 1);
    }
    text.push_str(CLASSES);
    for (index, state) in chart.boxes.iter().enumerate() {
        if let Some(end) = state.end {
            let _ = writeln!(text, "  class s{} {}", index + 1, class(end));
        }
    }
    text
}

const CLASSES: &str = "  classDef done fill:#e3f4e6,stroke:#2e7d3c,color:#111111
  classDef unsolved fill:#fff3d6,stroke:#a86b00,color:#111111
  classDef refused fill:#fbe4e2,stroke:#b3261e,color:#111111
  classDef withdrawn fill:#eeeeee,stroke:#5f6368,color:#111111
";

fn class(end: End) -> &'static str {
    match end {
        End::Completed => "done",
        End::Unsolved => "unsolved",
        End::Refused | End::Declined | End::Revoked => "refused",
        End::Withdrawn | End::Terminated => "withdrawn",
    }
}

/// An end is round, any other state is square.
fn node(state: &StateBox) -> String {
    let mut lines = vec![escaped(&state.title)];
    lines.extend(state.note.as_deref().map(escaped));
    lines.extend(state.stays.iter().map(|stay| format!("↻ {}", label(stay, " · "))));
    let text = quoted(&lines.join("<br/>"));
    if state.end.is_some() { format!("([{text}])") } else { format!("[{text}]") }
}

fn label(label: &Label, between: &str) -> String {
    let parts: Vec<String> = std::iter::once(&label.title).chain(&label.notes).map(|part| escaped(part)).collect();
    parts.join(between)
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Mermaid reads `#34;` as a character; whatever could end a text, or begin markup, is written so.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | '*' | '_' => {
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A title of the front matter, which is YAML: a JSON text is one too.
fn front_matter(title: &str) -> String {
    serde_json::Value::from(title).to_string()
}

/// A description ends with its line, and a semicolon or a comment sign would end it before.
fn one_line(text: &str) -> String {
    text.replace(|letter: char| letter.is_control() || ";%{}".contains(letter), " ")
}
