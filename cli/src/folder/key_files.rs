//! Public keys of issuers that stand in files beside the manifests: `jwksFile` becomes `jwks`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use cityhall_crds::Kind;
use cityhall_crds::manifest::{Manifest, Problem};
use cityhall_crds::reason;
use cityhall_domain::diagnostics::Diagnostic;
use serde_json::Value;

/// How long a file of keys may be, in bytes.
const FILE_BYTES_MAX: u64 = 256 * 1024;

/// The text of a file of keys; `None` where there is none that can be read.
pub(super) fn read(path: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(path).ok()?.take(FILE_BYTES_MAX + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= FILE_BYTES_MAX).then_some(text)
}

/// Writes the keys that a city's issuers have in files into the manifest, and notes down which files these were.
pub(super) fn written_in(
    root: &Path,
    manifest: &mut Manifest,
    noted: &mut BTreeMap<PathBuf, Option<String>>,
) -> Result<(), Problem> {
    if manifest.kind != Kind::City {
        return Ok(());
    }
    let Some(Value::Array(issuers)) = manifest.spec.get_mut("issuers") else { return Ok(()) };
    for (index, issuer) in issuers.iter_mut().enumerate() {
        let Value::Object(fields) = issuer else { continue };
        let Some(Value::String(name)) = fields.get("jwksFile").cloned() else { continue };
        let path = format!("spec.issuers[{index}].jwksFile");
        let problem = |message: String| Problem {
            line: manifest.lines.of(&path).unwrap_or(1),
            diagnostic: Diagnostic { path: path.clone(), reason: reason::UNREADABLE_KEYS, message },
        };
        if fields.contains_key("jwks") {
            // Said twice: whoever checks the manifest says so.
            continue;
        }
        let file = PathBuf::from(&name);
        if !file.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(problem(format!("`{name}` is no path below the folder of manifests")));
        }
        let text = read(&root.join(&file));
        noted.insert(file, text.clone());
        let text = text.ok_or_else(|| problem(format!("there is no file `{name}` of at most 256 KiB")))?;
        let keys = serde_json::from_str(&text).map_err(|error| problem(format!("`{name}` is not JSON: {error}")))?;
        fields.shift_remove("jwksFile");
        fields.insert("jwks".to_owned(), keys);
    }
    Ok(())
}
