//! What tests need of the operating system.

use std::path::Path;

use crate::process::{output, program, run};

/// A Debian package, and the program that shows it is there.
type Package = (&'static str, &'static str);

/// What tests and benches run besides Rust.
pub(crate) const TESTS: &[Package] = &[
    ("build-essential", "cc"),
    ("chromium", "chromium"),
    ("curl", "curl"),
    // It brings no program but fonts.
    ("fonts-noto-cjk", "test && test -f /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    ("nodejs", "node"),
    ("npm", "npm"),
    ("poppler-utils", "pdftotext"),
    // It brings no program but a module, without which no environment is made.
    ("python3-venv", "python3 && python3 -c 'import ensurepip'"),
    ("util-linux", "mount"),
];

/// What the portal is built with.
pub(crate) const PORTAL: &[Package] = &[("nodejs", "node"), ("npm", "npm")];

/// What the peers of the benchmarks need.
pub(crate) const BENCH: &[Package] = &[
    ("npm", "npm"),
    // Its programs are on no path.
    ("postgresql", "test && ls /usr/lib/postgresql/*/bin/postgres"),
    ("postgresql-client", "psql"),
    ("util-linux", "setpriv"),
];

/// What makes this machine a node of a cluster.
pub(crate) const NODE: &[Package] = &[
    ("conntrack", "conntrack"),
    ("containerd", "containerd"),
    ("containernetworking-plugins", "/usr/lib/cni/bridge"),
    ("curl", "curl"),
    ("iproute2", "ip"),
    ("iptables", "iptables"),
    ("nftables", "nft"),
    ("runc", "runc"),
    ("socat", "socat"),
    ("util-linux", "nsenter"),
];

/// Installs what is missing, as root on Debian; elsewhere says what is missing and stops.
pub(crate) fn install(root: &Path, packages: &[Package]) -> Result<(), String> {
    let missing: Vec<&str> =
        packages.iter().filter(|(_, binary)| !is_installed(root, binary)).map(|(package, _)| *package).collect();
    if missing.is_empty() {
        eprintln!("every program is there");
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
