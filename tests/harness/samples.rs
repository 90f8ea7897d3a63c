//! The samples of a city, read from its folder.

use std::path::Path;

use cityhall_crds::sample::Sample;

use crate::Failure;

/// Every sample of a city, by its file's name.
///
/// # Errors
/// When a file cannot be read.
pub fn samples(city: &Path) -> Result<Vec<(String, Sample)>, Failure> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(city.join("samples"))? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let sample = Sample::parse(&std::fs::read_to_string(&path)?);
        found.push((name, sample.map_err(|error| format!("{}: {error}", path.display()))?));
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}
