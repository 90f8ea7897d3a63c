//! What may be said to a chart: values, their schema and both readmes tell the same.

use std::collections::BTreeSet;
use std::path::PathBuf;

use cityhall_tests::{Failure, Outcome, repository};
use serde_json::Value;

const CHARTS: [&str; 2] = ["cityhall", "cityhall-crds"];

/// What Helm hands to a chart that another depends on; nobody says it.
const HANDED_DOWN: &str = "global";

fn read(chart: &str, file: &str) -> Result<String, Failure> {
    let path: PathBuf = repository().join("charts").join(chart).join(file);
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Calls `visit` with every value that can be said, as `a.b.c`, and its schema.
fn walk(path: &str, schema: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    visit(path, schema);
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let deeper = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        walk(&deeper, inner, visit);
    }
}

fn schema(chart: &str) -> Result<Value, Failure> {
    Ok(serde_json::from_str(&read(chart, "values.schema.json")?)?)
}

/// What is at `a.b.c` of the values.
fn at<'a>(values: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() { Some(values) } else { values.pointer(&format!("/{}", path.replace('.', "/"))) }
}

/// Every value that is said as a whole: it is not made of others, or none of them is said of itself.
fn leaves(chart: &str, values: &Value) -> Result<BTreeSet<String>, Failure> {
    let mut leaves = BTreeSet::new();
    walk("", &schema(chart)?, &mut |path, schema| {
        let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
        let is_part = at(values, parent).is_none_or(|whole| whole == &serde_json::json!({}));
        let is_whole = schema.get("properties").is_none() || at(values, path) == Some(&serde_json::json!({}));
        if is_whole && !is_part && path != HANDED_DOWN {
            leaves.insert(path.to_owned());
        }
    });
    assert!(!leaves.is_empty(), "{chart}");
    Ok(leaves)
}

/// The rows of a readme's table of values: name and default.
fn rows(readme: &str) -> Vec<(&str, &str)> {
    let table = readme.lines().skip_while(|line| !line.starts_with("| value |") && !line.starts_with("| 值 |"));
    let cells = table.skip(2).take_while(|line| line.starts_with('|')).map(|line| line.split('|').map(str::trim));
    cells.filter_map(|mut cells| Some((cells.nth(1)?.trim_matches('`'), cells.next()?))).collect()
}

#[test]
fn every_value_is_in_both_readmes_with_its_default() -> Outcome {
    for chart in CHARTS {
        let values: Value = serde_saphyr::from_str(&read(chart, "values.yaml")?)?;
        for readme in ["README.md", "README.zh-CN.md"] {
            let text = read(chart, readme)?;
            let rows = rows(&text);
            let named: BTreeSet<String> = rows.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(named, leaves(chart, &values)?, "{chart}/{readme}");
            for (name, shown) in rows {
                let default = at(&values, name).ok_or_else(|| format!("{chart}/values.yaml has no {name}"))?;
                if let Some(shown) = shown.strip_prefix('`').and_then(|shown| shown.strip_suffix('`')) {
                    let shown: Value = serde_saphyr::from_str(shown)?;
                    assert_eq!(&shown, default, "{chart}/{readme}: {name}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn every_value_is_explained_where_it_is_said() -> Outcome {
    for chart in CHARTS {
        let mut known = BTreeSet::new();
        walk("", &schema(chart)?, &mut |path, _| {
            known.insert(path.to_owned());
        });
        let text = read(chart, "values.yaml")?;
        let mut path: Vec<&str> = Vec::new();
        let mut above = "";
        for line in text.lines() {
            let depth = (line.len() - line.trim_start().len()) / 2;
            if let Some((name, _)) = line.trim().split_once(':').filter(|(name, _)| !name.contains(['#', ' ', '-'])) {
                path.truncate(depth);
                path.push(name);
                let is_explained = above.trim().starts_with('#') || !known.contains(&path.join("."));
                assert!(is_explained, "{chart}/values.yaml: nothing above {}", path.join("."));
            }
            above = line;
        }
    }
    Ok(())
}

#[test]
fn no_value_is_taken_that_nobody_knows() -> Outcome {
    for chart in CHARTS {
        let mut open = Vec::new();
        walk("", &schema(chart)?, &mut |path, schema| {
            if schema.get("properties").is_some() && schema["additionalProperties"] != Value::Bool(false) {
                open.push(path.to_owned());
            }
            assert!(path.is_empty() || schema["description"].is_string(), "{chart}: {path} is not described");
        });
        assert_eq!(open, [""; 0], "{chart}: takes anything");
    }
    Ok(())
}

#[test]
fn charts_are_of_the_version_that_they_install() -> Outcome {
    for chart in CHARTS {
        let about: Value = serde_saphyr::from_str(&read(chart, "Chart.yaml")?)?;
        assert_eq!(about["appVersion"], env!("CARGO_PKG_VERSION"), "{chart}");
        assert_eq!(about["version"], env!("CARGO_PKG_VERSION"), "{chart}");
    }
    Ok(())
}
