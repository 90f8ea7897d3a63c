//! The custom resource definitions: what Kubernetes refuses or warns about is not in them, and the
//! committed files are fresh.

use std::path::PathBuf;

use cityhall_crds::{Kind, crd_yaml, crd_yaml_of, definition};
use serde_json::Value;

/// Calls `visit` with every schema below `schema`, and its path.
fn walk(path: &str, schema: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    visit(path, schema);
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        walk(&format!("{path}.{name}"), inner, visit);
    }
    if let Some(items) = schema.get("items") {
        walk(&format!("{path}[]"), items, visit);
    }
}

fn each_schema(mut check: impl FnMut(&str, &Value) -> Result<(), &'static str>) {
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        let definition = definition(kind);
        let root = &definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"];
        for part in ["spec", "status"] {
            walk(&format!("{}.{part}", kind.as_str()), &root["properties"][part], &mut |path, schema| {
                wrong.extend(check(path, schema).err().map(|why| format!("{path}: {why}")));
            });
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn schemas_are_structural() {
    each_schema(|_, schema| match schema["type"].as_str().ok_or("no type")? {
        "array" => schema.get("items").map(|_| ()).ok_or("an array without items"),
        "object" | "string" | "integer" | "number" | "boolean" => Ok(()),
        _ => Err("another type"),
    });
    each_schema(|_, schema| {
        for word in ["$ref", "$defs", "definitions", "additionalProperties", "nullable", "anyOf", "not", "uniqueItems"]
        {
            if schema.get(word).is_some() {
                return Err("a word that is not structural, or that the API server reads otherwise");
            }
        }
        for branch in schema["oneOf"].as_array().into_iter().flatten() {
            if branch.as_object().is_none_or(|map| map.keys().any(|key| key != "required")) {
                return Err("a branch of oneOf that says more than `required`");
            }
        }
        Ok(())
    });
}

#[test]
fn every_list_and_text_is_bounded() {
    each_schema(|_, schema| match schema["type"].as_str() {
        Some("array") => schema.get("maxItems").map(|_| ()).ok_or("no maxItems"),
        Some("string") if schema.get("enum").is_none() => schema.get("maxLength").map(|_| ()).ok_or("no maxLength"),
        // A generation is counted by Kubernetes, in its own type.
        Some("integer") if schema["format"] == "int64" => schema.get("minimum").map(|_| ()).ok_or("no minimum"),
        Some("integer") => {
            let is_bounded = schema.get("minimum").is_some() && schema.get("maximum").is_some();
            is_bounded.then_some(()).ok_or("no minimum or maximum")?;
            (schema["format"] == "int32").then_some(()).ok_or("a number format that Kubernetes warns about")
        }
        _ => Ok(()),
    });
}

#[test]
fn lists_say_how_they_are_merged() {
    each_schema(|_, schema| {
        let Some(items) = schema.get("items") else { return Ok(()) };
        match schema["x-kubernetes-list-type"].as_str() {
            Some("map") => {
                let keys = schema["x-kubernetes-list-map-keys"].as_array().ok_or("no keys")?;
                let required = items["required"].as_array().ok_or("nothing required")?;
                keys.iter().all(|key| required.contains(key)).then_some(()).ok_or("a key that is not required")
            }
            Some("set") => (items["type"] == "string").then_some(()).ok_or("a set of other things than texts"),
            Some("atomic") => Ok(()),
            _ => Err("no list type"),
        }
    });
}

#[test]
fn every_field_is_explained() {
    each_schema(|path, schema| {
        let is_item = path.ends_with("[]");
        (is_item || schema.get("description").is_some()).then_some(()).ok_or("nothing for `kubectl explain`")
    });
}

#[test]
fn definitions_are_small_and_in_the_category() {
    for kind in Kind::ALL {
        let definition = definition(kind);
        assert!(crd_yaml_of(kind).len() < 200_000, "{}", kind.as_str());
        assert_eq!(definition["spec"]["names"]["categories"][0], "cityhall");
        assert_eq!(definition["spec"]["scope"], "Namespaced");
        assert_eq!(definition["spec"]["group"], "cityhall.dev");
        let columns = definition["spec"]["versions"][0]["additionalPrinterColumns"].as_array().unwrap();
        assert_eq!(columns.last().unwrap()["name"], "Age", "{}: what a list shows", kind.as_str());
    }
}

fn file(kind: Kind) -> PathBuf {
    let plural = definition(kind)["spec"]["names"]["plural"].as_str().unwrap().to_owned();
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../charts/cityhall-crds/files/{plural}.yaml"))
}

/// `cargo xtask generate` writes the files anew.
#[test]
fn generated_definitions_are_fresh() {
    for kind in Kind::ALL {
        let (file, fresh) = (file(kind), crd_yaml_of(kind));
        if std::env::var_os("CITYHALL_GENERATE").is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &fresh).unwrap();
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(committed == fresh, "{} is stale, run `cargo xtask generate`", file.display());
    }
}

#[test]
fn the_yaml_is_read_back_as_it_is() {
    let documents: Vec<Value> = serde_saphyr::from_multiple(&crd_yaml()).unwrap();
    assert_eq!(documents, Kind::ALL.map(definition));
}
