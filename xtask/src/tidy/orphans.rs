//! No `.rs` file that no `mod` reaches: the compiler never sees it, so it only looks like code.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Source;
use crate::process::{output, program};

pub(crate) fn check(root: &Path, sources: &[Source]) -> Result<Vec<String>, String> {
    let mut roots = target_roots(root)?;
    // cargo-fuzz compiles each of these by itself, in a package that is no member of the workspace.
    roots.extend(sources.iter().map(|source| source.path.clone()).filter(|path| is_fuzz_target(path)));
    let mut reached: BTreeSet<PathBuf> = BTreeSet::new();
    let mut ahead = roots.clone();
    while let Some(path) = ahead.pop() {
        if !reached.insert(path.clone()) {
            continue;
        }
        if let Some(source) = sources.iter().find(|source| source.path == path) {
            ahead.extend(children(source, roots.contains(&path)));
        }
    }
    let orphans = sources.iter().filter(|source| !reached.contains(&source.path));
    Ok(orphans.map(|source| format!("{}: no `mod` reaches this file", source.path.display())).collect())
}

/// `lib.rs`, `main.rs` and every other file that Cargo compiles by itself.
fn target_roots(root: &Path) -> Result<Vec<PathBuf>, String> {
    let metadata = output(program("cargo", root).args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value =
        serde_json::from_str(&metadata).map_err(|error| format!("failed to read cargo metadata: {error}"))?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let targets = packages.iter().filter_map(|package| package["targets"].as_array()).flatten();
    Ok(targets
        .filter_map(|target| Path::new(target["src_path"].as_str()?).strip_prefix(root).ok())
        .map(Path::to_owned)
        .collect())
}

fn is_fuzz_target(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with("fuzz/fuzz_targets"))
}

/// Where the files can be that the `mod` lines of one file name.
fn children(source: &Source, is_root: bool) -> Vec<PathBuf> {
    let folder = source.path.parent().unwrap_or(Path::new(""));
    let stem = source.path.file_stem().unwrap_or_default();
    let own = if is_root || stem == "mod" { folder.to_owned() } else { folder.join(stem) };
    let names = source.text.lines().filter_map(module_name);
    names.flat_map(|name| [own.join(format!("{name}.rs")), own.join(name).join("mod.rs")]).collect()
}

/// Reads `mod name;`, with any visibility before it.
fn module_name(line: &str) -> Option<&str> {
    let declared = line.trim().strip_suffix(';')?;
    let declared = match declared.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1.trim_start(),
        Some(rest) => rest.trim_start(),
        None => declared,
    };
    declared.strip_prefix("mod ").map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_lines_are_read() {
        for (line, name) in [
            ("mod a;", Some("a")),
            ("    pub(crate) mod b;", Some("b")),
            ("pub mod c;", Some("c")),
            ("mod d {", None),
            ("// mod e;", None),
        ] {
            assert_eq!(module_name(line), name, "{line}");
        }
    }

    #[test]
    fn children_lie_beside_a_root_and_below_any_other_file() {
        let source = |path: &str| Source { path: path.into(), text: "mod b;".into() };
        assert_eq!(children(&source("x/src/lib.rs"), true)[0], PathBuf::from("x/src/b.rs"));
        assert_eq!(children(&source("x/src/a.rs"), false)[0], PathBuf::from("x/src/a/b.rs"));
        assert_eq!(children(&source("x/src/a/mod.rs"), false)[0], PathBuf::from("x/src/a/b.rs"));
    }
}
