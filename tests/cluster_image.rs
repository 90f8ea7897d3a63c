//! The container image: it is what its digests say, its binary runs in it with nothing around it, as
//! somebody whom nobody knows, and the list beside it says what that binary is made of.

use std::path::{Path, PathBuf};
use std::process::Command;

use cityhall_tests::{Failure, Outcome, repository};
use serde_json::{Value, json};

fn run(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    let (said, complained) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(said) } else { Err(format!("{command:?}: {said}{complained}").into()) }
}

fn digest(file: &Path) -> Result<String, Failure> {
    let line = run(Command::new("sha256sum").arg(file))?;
    Ok(line.split_whitespace().next().unwrap_or_default().to_owned())
}

fn image() -> Result<PathBuf, Failure> {
    Ok(std::env::var_os("CITYHALL_IMAGE").map(PathBuf::from).ok_or("CITYHALL_IMAGE is not set")?)
}

#[test]
fn cluster_image_is_whole_and_runs() -> Outcome {
    let image = image()?;
    let home = tempfile::tempdir()?;
    run(Command::new("tar").arg("--extract").arg("--file").arg(&image).arg("--directory").arg(home.path()))?;
    let manifest: Value = serde_json::from_slice(&std::fs::read(home.path().join("manifest.json"))?)?;
    let (config, layer) = (manifest[0]["Config"].as_str(), manifest[0]["Layers"][0].as_str());
    let (config, layer) = (home.path().join(config.ok_or("no config")?), home.path().join(layer.ok_or("no layer")?));
    assert_eq!(config.file_stem().and_then(|name| name.to_str()), Some(digest(&config)?.as_str()));
    let config: Value = serde_json::from_slice(&std::fs::read(&config)?)?;
    assert_eq!(config["rootfs"]["diff_ids"][0], format!("sha256:{}", digest(&layer)?));

    let root = home.path().join("root");
    std::fs::create_dir(&root)?;
    run(Command::new("tar")
        .arg("--extract")
        .arg("--preserve-permissions")
        .arg("--numeric-owner")
        .arg("--file")
        .arg(&layer)
        .arg("--directory")
        .arg(&root))?;
    let entry = config["config"]["Entrypoint"][0].as_str().ok_or("no entry point")?;
    let user = config["config"]["User"].as_str().ok_or("no user")?;
    let inside = |arguments: &[&str]| {
        let mut command = Command::new("chroot");
        command.arg(format!("--userspec={user}")).arg(&root).arg(entry).args(arguments);
        run(&mut command)
    };
    assert!(inside(&["--version"])?.starts_with("cityhall "));
    assert!(inside(&["crds"])?.contains("kind: CustomResourceDefinition"));
    let refused = inside(&["serve", "--data", "/data"]).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refused.contains("--key FILE"), "{refused}");
    Ok(())
}

#[test]
fn cluster_image_says_what_is_in_it() -> Outcome {
    let image = image()?;
    let list: Value = serde_json::from_slice(&std::fs::read(image.with_extension("cdx.json"))?)?;
    assert_eq!((list["bomFormat"].as_str(), list["specVersion"].as_str()), (Some("CycloneDX"), Some("1.5")));
    // 1. It is the list of this binary.
    let home = tempfile::tempdir()?;
    let extract = |archive: &Path, name: &str| {
        let mut tar = Command::new("tar");
        tar.arg("--extract").arg("--file").arg(archive).arg("--directory").arg(home.path()).arg(name);
        run(&mut tar).map(|_| home.path().join(name))
    };
    let manifest: Value = serde_json::from_slice(&std::fs::read(extract(&image, "manifest.json")?)?)?;
    let layer = extract(&image, manifest[0]["Layers"][0].as_str().ok_or("no layer")?)?;
    let digest = digest(&extract(&layer, "cityhall")?)?;
    assert_eq!(list["metadata"]["component"]["hashes"][0]["content"], digest);
    // 2. What is in the binary is in the list, as it is locked.
    let components = list["components"].as_array().ok_or("no components")?;
    let find = |name: &str| components.iter().find(|component| component["name"] == name);
    let lock = std::fs::read_to_string(repository().join("Cargo.lock"))?;
    let locked = lock.split_once("name = \"async-graphql\"\n").ok_or("not locked")?.1;
    let value = |field: &str| Some(locked.split_once(field)?.1.split('"').nth(1)?.to_owned());
    let (version, checksum) = (value("version").ok_or("no version")?, value("checksum").ok_or("no checksum")?);
    let graphql = find("async-graphql").ok_or("the list has no async-graphql")?;
    assert_eq!(graphql["version"], version);
    assert_eq!(graphql["purl"], format!("pkg:cargo/async-graphql@{version}"));
    assert_eq!(graphql["hashes"][0], json!({ "alg": "SHA-256", "content": checksum }));
    assert_eq!(graphql["licenses"], json!([{ "expression": "MIT OR Apache-2.0" }]));
    for room in ["domain", "crds", "eventstore", "engine", "graphql-api", "operator"] {
        assert!(find(&format!("cityhall-{room}")).is_some(), "the list has no room {room}");
    }
    // 3. What only tests, tasks and compilations need is not.
    for other in ["cityhall-tests", "cityhall-xtask", "proptest", "cyclonedx-bom", "syn", "serde_derive"] {
        assert!(find(other).is_none(), "{other} is in the list and not in the binary");
    }
    Ok(())
}
