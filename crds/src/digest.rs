//! Digests over canonical JSON (RFC 8785): a comment, another order of keys or a restart makes no
//! new revision.

use std::fmt::Write;

use cityhall_domain::module::Module;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The digest of a `spec`, as SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn spec_digest(spec: &Value) -> String {
    of(spec)
}

/// The digest of what [`crate::lower()`] made of a spec, in the same form.
#[must_use]
pub fn module_digest(module: &Module) -> String {
    of(module)
}

/// Numbers and texts of JSON always have a canonical form; keys are texts in every type here.
fn of(value: &impl Serialize) -> String {
    let canonical = serde_json_canonicalizer::to_vec(value).unwrap_or_default();
    let mut digest = String::new();
    for byte in Sha256::digest(&canonical) {
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}
