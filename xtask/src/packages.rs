//! What the whole test suite needs of the operating system.

use std::path::Path;

use crate::process::{output, program, run};

/// Debian packages, each with the program that shows it is there.
const PACKAGES: &[(&str, &str)] = &[
    ("build-essential", "cc"),
    ("curl", "curl"),
    ("nodejs", "node"),
    ("npm", "npm"),
    // It brings no program but a module, without which no environment is made.
    ("python3-venv", "python3 && python3 -c 'import ensurepip'"),
    ("util-linux", "mount"),
];

/// Installs what is missing, as root on Debian; elsewhere says what is missing and stops.
pub(crate) fn install(root: &Path) -> Result<(), String> {
    let missing: Vec<&str> =
        PACKAGES.iter().filter(|(_, binary)| !is_installed(root, binary)).map(|(package, _)| *package).collect();
    if missing.is_empty() {
        println!("every program is there");
        return Ok(());
    }
    let is_root = output(program("id", root).arg("-u"))?.trim() == "0";
    if !is_root || !Path::new("/etc/debian_version").exists() {
        return Err(format!("missing: {}. Install them, or run as root on Debian", missing.join(", ")));
    }
    run(program("apt-get", root).arg("update"))?;
    run(program("apt-get", root)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "--yes", "--no-install-recommends"])
        .args(missing))
}

fn is_installed(root: &Path, binary: &str) -> bool {
    output(program("sh", root).args(["-c", &format!("command -v {binary}")])).is_ok()
}
