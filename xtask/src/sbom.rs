//! What the binary of an image is made of, in the format of `CycloneDX`: every crate that is compiled into
//! it, with where it comes from, its licence and its digest. What only helps to build it is not in it,
//! and not here. The same sources and compiler give the same bytes: no time and no random number.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cyclonedx_bom::external_models::uri::Purl;
use cyclonedx_bom::models::bom::{Bom, SpecVersion};
use cyclonedx_bom::models::component::{Classification, Component, Components};
use cyclonedx_bom::models::dependency::{Dependencies, Dependency};
use cyclonedx_bom::models::hash::{Hash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::metadata::Metadata;
use serde_json::Value;

use crate::image::{TARGET, hexadecimal};
use crate::process::{output, program};

/// The crate of the binary.
const BINARY: &str = "cityhall-cli";

/// Writes into `file` what `binary` is made of.
pub(crate) fn write(root: &Path, binary: &[u8], file: &Path) -> Result<(), String> {
    let text = text(bom(root, binary)?)?;
    fs::write(file, text).map_err(|error| format!("failed to write {}: {error}", file.display()))
}

fn text(bom: Bom) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    bom.output_as_json_v1_5(&mut text)
        .map_err(|error| format!("failed to write what the binary is made of: {error}"))?;
    text.push(b'\n');
    Ok(text)
}

fn bom(root: &Path, binary: &[u8]) -> Result<Bom, String> {
    let parts = Parts::of(root)?;
    let described = Described::of(root)?;
    let (mut whole, mut components) = (None, linked_in(root)?);
    for one in parts.uses.keys() {
        let component = described.component(one)?;
        if one.name == BINARY { whole = Some(component) } else { components.push(component) }
    }
    let mut whole = whole.ok_or_else(|| format!("`cargo tree` does not name {BINARY}"))?;
    whole.component_type = Classification::Application;
    whole.hashes = Some(sha256(&hexadecimal(binary)));
    let dependencies = parts.uses.iter().map(|(one, others)| Dependency {
        dependency_ref: one.reference(),
        dependencies: others.iter().map(Crate::reference).collect(),
    });
    Ok(Bom {
        serial_number: None,
        metadata: Some(Metadata { component: Some(whole), ..Metadata::default() }),
        components: Some(Components(components)),
        dependencies: Some(Dependencies(dependencies.collect())),
        spec_version: SpecVersion::V1_5,
        ..Bom::default()
    })
}

/// What every static binary of Rust holds besides crates.
fn linked_in(root: &Path) -> Result<Vec<Component>, String> {
    let compiler = output(program("rustc", root).arg("-vV"))?;
    let rust = compiler.lines().find_map(|line| line.strip_prefix("release: "));
    let library = output(program("getconf", root).arg("GNU_LIBC_VERSION"))?;
    let library = library.trim().strip_prefix("glibc ").map(str::to_owned);
    let parts = [("std", rust.map(str::to_owned), "MIT OR Apache-2.0"), ("glibc", library, "LGPL-2.1-or-later")];
    let component = |(name, version, licence): (&str, Option<String>, &str)| {
        let version = version.ok_or_else(|| format!("failed to find the version of {name}"))?;
        let reference = format!("{name}@{version}");
        let mut component = Component::new(Classification::Library, name, &version, Some(reference));
        component.licenses = Some(Licenses(vec![LicenseChoice::expression(licence)]));
        Ok(component)
    };
    parts.into_iter().map(component).collect()
}

/// A crate of one version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    version: String,
}

impl Crate {
    /// How other parts of the document call it.
    fn reference(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }
}

/// The crates that are compiled into the binary, each with those that it uses.
struct Parts {
    uses: BTreeMap<Crate, BTreeSet<Crate>>,
}

impl Parts {
    /// As `cargo tree` has them: it alone knows which features this one binary has. `cargo metadata` adds
    /// up those of tests and tasks, and names crates that are in none of our binaries.
    fn of(root: &Path) -> Result<Self, String> {
        let tree = output(program("cargo", root).args([
            "tree",
            "--locked",
            "--package",
            BINARY,
            "--target",
            TARGET,
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "depth",
            "--format",
            " {p}",
        ]))?;
        Self::read(&tree)
    }

    /// Reads lines such as `2 serde v1.0.229 (*)`: how deep it is, and what.
    fn read(tree: &str) -> Result<Self, String> {
        let mut uses: BTreeMap<Crate, BTreeSet<Crate>> = BTreeMap::new();
        let mut above: Vec<Crate> = Vec::new();
        for line in tree.lines() {
            let mut words = line.split(' ');
            let mut word = || words.next().ok_or_else(|| format!("failed to read `{line}` of `cargo tree`"));
            let depth: usize = word()?.parse().map_err(|error| format!("failed to read `{line}`: {error}"))?;
            let (name, version) = (word()?.to_owned(), word()?.trim_start_matches('v').to_owned());
            let one = Crate { name, version };
            above.truncate(depth);
            if let Some(user) = above.last() {
                uses.entry(user.clone()).or_default().insert(one.clone());
            }
            uses.entry(one.clone()).or_default();
            above.push(one);
        }
        Ok(Self { uses })
    }
}

/// What is known of every crate of the workspace.
struct Described {
    packages: BTreeMap<Crate, Package>,
    checksums: BTreeMap<Crate, String>,
}

struct Package {
    licence: Option<String>,
    /// Ours are in no registry.
    is_ours: bool,
}

impl Described {
    fn of(root: &Path) -> Result<Self, String> {
        let arguments = ["metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET];
        let told = output(program("cargo", root).args(arguments))?;
        let told: Value =
            serde_json::from_str(&told).map_err(|error| format!("failed to read cargo metadata: {error}"))?;
        let mut packages = BTreeMap::new();
        for package in told["packages"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let text = |field: &str| package[field].as_str().map(str::to_owned);
            if let (Some(name), Some(version)) = (text("name"), text("version")) {
                // A slash is how crates said `OR` before there was a standard.
                let licence = text("license").map(|licence| licence.replace(" / ", "/").replace('/', " OR "));
                packages.insert(Crate { name, version }, Package { licence, is_ours: package["source"].is_null() });
            }
        }
        let lock = fs::read_to_string(root.join("Cargo.lock"))
            .map_err(|error| format!("failed to read Cargo.lock: {error}"))?;
        Ok(Self { packages, checksums: checksums(&lock) })
    }

    fn component(&self, one: &Crate) -> Result<Component, String> {
        let package = self.packages.get(one).ok_or_else(|| format!("`cargo metadata` does not know {one:?}"))?;
        let mut component = Component::new(Classification::Library, &one.name, &one.version, Some(one.reference()));
        if !package.is_ours {
            let address = Purl::new("cargo", &one.name, &one.version);
            component.purl = Some(address.map_err(|error| format!("{one:?} has no address: {error}"))?);
        }
        component.licenses = package.licence.as_ref().map(|licence| Licenses(vec![LicenseChoice::expression(licence)]));
        component.hashes = self.checksums.get(one).map(|digest| sha256(digest));
        Ok(component)
    }
}

/// The digests that `Cargo.lock` demands of the crates of a registry.
fn checksums(lock: &str) -> BTreeMap<Crate, String> {
    let value = |block: &str, field: &str| {
        block
            .lines()
            .find_map(|line| Some(line.strip_prefix(field)?.strip_prefix(" = \"")?.strip_suffix('"')?.to_owned()))
    };
    let blocks = lock.split("[[package]]").skip(1);
    blocks
        .filter_map(|block| {
            let one = Crate { name: value(block, "name")?, version: value(block, "version")? };
            Some((one, value(block, "checksum")?))
        })
        .collect()
}

fn sha256(digest: &str) -> Hashes {
    Hashes(vec![Hash { alg: HashAlgorithm::SHA_256, content: HashValue(digest.to_owned()) }])
}

#[cfg(test)]
mod tests {
    use cyclonedx_bom::validation::Validate;

    use super::*;

    #[test]
    fn a_tree_is_read_with_who_uses_whom() {
        let tree = "0 town v0.1.0 (/town)\n1 a v1.0.0\n2 b v2.0.0+x\n1 b v2.0.0+x (*)\n1 c v3.0.0-rc.1\n";
        let parts = Parts::read(tree).unwrap();
        let uses: Vec<_> = parts
            .uses
            .iter()
            .map(|(one, others)| (one.reference(), others.iter().map(Crate::reference).collect::<Vec<_>>().join(" ")))
            .collect();
        let expected = [
            ("a@1.0.0", "b@2.0.0+x"),
            ("b@2.0.0+x", ""),
            ("c@3.0.0-rc.1", ""),
            ("town@0.1.0", "a@1.0.0 b@2.0.0+x c@3.0.0-rc.1"),
        ];
        assert_eq!(uses, expected.map(|(one, others)| (one.to_owned(), others.to_owned())));
    }

    #[test]
    fn the_document_is_valid_and_always_the_same() {
        let root = crate::repository();
        let written = text(bom(&root, b"a binary").unwrap()).unwrap();
        assert_eq!(text(bom(&root, b"a binary").unwrap()).unwrap(), written);
        let read = Bom::parse_from_json_v1_5(written.as_slice()).unwrap();
        let verdict = read.validate();
        assert!(verdict.passed(), "{verdict:?}");
        let components = read.components.unwrap().0;
        assert!(components.len() > 100, "{}", components.len());
        for component in &components {
            assert!(component.licenses.is_some(), "{} has no licence", component.name);
            assert_eq!(component.purl.is_some(), component.hashes.is_some(), "{}", component.name);
        }
    }
}
