//! The map is right: every folder of the house is named in `docs/architecture.md`, and every
//! folder named there exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn check(root: &Path, files: &[PathBuf]) -> Result<Vec<String>, String> {
    let path = root.join("docs/architecture.md");
    let map = fs::read_to_string(&path).map_err(|error| format!("failed to read {}: {error}", path.display()))?;
    let folders: BTreeSet<&str> = files.iter().filter_map(|file| rooms_of(file)).collect();
    let named = named(&map);
    let missing = folders.iter().filter(|folder| !named.contains(**folder));
    let rotten = named.iter().filter(|folder| !root.join(folder).is_dir());
    Ok(missing
        .map(|folder| format!("docs/architecture.md does not name `{folder}/`"))
        .chain(rotten.map(|folder| format!("docs/architecture.md names `{folder}/`, which does not exist")))
        .collect())
}

/// The top folder of a file, without hidden ones.
fn rooms_of(file: &Path) -> Option<&str> {
    let mut parts = file.components();
    let first = parts.next()?.as_os_str().to_str()?;
    (parts.next().is_some() && !first.starts_with('.')).then_some(first)
}

/// Every folder written as `` `name/` `` or `` `name/deeper/` ``.
fn named(map: &str) -> BTreeSet<&str> {
    let quoted = map.split('`').skip(1).step_by(2);
    quoted.filter_map(|text| text.strip_suffix('/')).filter(|text| !text.contains([' ', '<', '*', '{'])).collect()
}
