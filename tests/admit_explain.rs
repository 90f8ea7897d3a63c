//! `cityhall explain`: what a module means, in words and pictures, for every module of the example city.
//! The pictures in `docs/pictures/modules/` are made here: `cargo xtask generate` writes them.

use std::collections::BTreeMap;
use std::process::Output;

use cityhall_domain::text::Text;
use cityhall_tests::{Failure, Outcome, cityhall, generated_city, module_manifest, repository};
use serde_json::Value;

const CITY: &str = "examples/qingshui";

/// Every module of the example city: its name and its manifest.
fn modules() -> Result<BTreeMap<String, Value>, Failure> {
    let mut modules = BTreeMap::new();
    for entry in std::fs::read_dir(repository().join(CITY).join("modules"))? {
        let manifest: Value = serde_saphyr::from_str(&std::fs::read_to_string(entry?.path())?)?;
        modules.insert(manifest["metadata"]["name"].as_str().ok_or("no name")?.to_owned(), manifest);
    }
    assert!(modules.len() >= 3, "{modules:?}");
    Ok(modules)
}

async fn explain(city: &str, module: &str, format: &str, language: &str) -> Result<Output, Failure> {
    cityhall(&["explain", "--city", city, module, "--format", format, "--language", language]).await
}

async fn explained(module: &str, format: &str, language: &str) -> Result<String, Failure> {
    let output = explain(CITY, module, format, language).await?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// The titles of the states and of the actions of a manifest, in one language.
fn titles(manifest: &Value, language: &str) -> Result<Vec<String>, Failure> {
    let workflow = &manifest["spec"]["workflow"];
    let all = [&workflow["states"], &workflow["actions"]].into_iter().filter_map(Value::as_array).flatten();
    all.map(|one| {
        let title: Text = serde_json::from_value(one["title"].clone())?;
        Ok(if language == "zh" { title.zh } else { title.en }.ok_or("no title")?)
    })
    .collect()
}

#[tokio::test]
async fn every_module_is_told_in_every_form_and_language() -> Outcome {
    for (module, manifest) in modules()? {
        for language in ["zh", "en"] {
            let titles = titles(&manifest, language)?;
            assert!(titles.len() > 4, "{module}");
            let summary = explained(&module, "summary", language).await?;
            let mermaid = explained(&module, "mermaid", language).await?;
            let picture = explained(&module, "svg", language).await?;
            let drawn = texts(&picture);
            for title in &titles {
                assert!(summary.contains(title.as_str()), "`{title}` is not in:\n{summary}");
                assert!(mermaid.contains(title.as_str()), "`{title}` is not in:\n{mermaid}");
                assert!(drawn.contains(&title.replace(' ', "")), "`{title}` is not in:\n{drawn}");
            }
            assert!(mermaid.contains("\nflowchart TB\n"), "{mermaid}");
            assert!(picture.starts_with("<svg ") && picture.trim_end().ends_with("</svg>"), "{picture}");
        }
    }
    Ok(())
}

/// Everything that is written in a picture, without spaces: long titles stand in several lines.
fn texts(picture: &str) -> String {
    let between = picture.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    between.collect::<String>().split_whitespace().collect()
}

#[tokio::test]
async fn generated_pictures_of_the_example_city_are_fresh() -> Outcome {
    let folder = repository().join("docs/pictures/modules");
    let mut wanted = BTreeMap::new();
    for module in modules()?.keys() {
        for language in ["zh", "en"] {
            wanted.insert(format!("{module}.{language}.svg"), explained(module, "svg", language).await?);
        }
    }
    if std::env::var_os("CITYHALL_GENERATE").is_some() {
        std::fs::create_dir_all(&folder)?;
        for (name, picture) in &wanted {
            std::fs::write(folder.join(name), picture)?;
        }
    }
    for (name, picture) in &wanted {
        let committed = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(committed == *picture, "docs/pictures/modules/{name} is not fresh: run `cargo xtask generate`");
    }
    for entry in std::fs::read_dir(&folder)? {
        let name = entry?.file_name();
        assert!(name.to_str().is_some_and(|name| wanted.contains_key(name)), "{} is of no module", name.display());
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_module_is_told_with_those_that_there_are() -> Outcome {
    let folder = generated_city(2)?;
    let city = folder.path().to_str().ok_or("not text")?;
    let output = explain(city, "nothing-of-the-kind", "summary", "en").await?;
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    let said = String::from_utf8(output.stderr)?;
    assert!(said.contains("no module `nothing-of-the-kind`"), "{said}");
    assert!(folder.modules.iter().all(|module| said.contains(module.as_str())), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_broken_module_is_told_as_check_tells_it_and_others_are_explained() -> Outcome {
    let folder = generated_city(2)?;
    let city = folder.path().to_str().ok_or("not text")?;
    let [broken, whole] = &folder.modules[..] else { return Err("two modules were asked for".into()) };
    let unowned =
        module_manifest(broken, "").replace("roles: [clerk], effect: {accept: {}}", "roles: [], effect: {accept: {}}");
    std::fs::write(folder.file(broken), unowned)?;
    let checked = cityhall(&["check", city]).await?;
    let told = explain(city, broken, "svg", "zh").await?;
    assert_eq!(told.status.code(), Some(1));
    assert!(told.stdout.is_empty(), "{}", String::from_utf8_lossy(&told.stdout));
    let (checked, told) = (String::from_utf8(checked.stdout)?, String::from_utf8(told.stderr)?);
    assert!(told.contains("spec.workflow.actions[0].roles"), "{told}");
    assert_eq!(told, checked);
    let other = explain(city, whole, "summary", "en").await?;
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stderr));
    Ok(())
}
