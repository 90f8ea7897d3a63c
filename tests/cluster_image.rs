//! The container image: it is what its digests say, and its binary runs in it with nothing around it,
//! as somebody whom nobody knows.

use std::path::{Path, PathBuf};
use std::process::Command;

use cityhall_tests::{Failure, Outcome};
use serde_json::Value;

fn run(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    let (said, complained) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(said) } else { Err(format!("{command:?}: {said}{complained}").into()) }
}

fn digest(file: &Path) -> Result<String, Failure> {
    let line = run(Command::new("sha256sum").arg(file))?;
    Ok(line.split_whitespace().next().unwrap_or_default().to_owned())
}

#[test]
fn cluster_image_is_whole_and_runs() -> Outcome {
    let image = std::env::var_os("CITYHALL_IMAGE").map(PathBuf::from).ok_or("CITYHALL_IMAGE is not set")?;
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
