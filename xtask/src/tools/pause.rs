//! The image that a node runs in every pod before the pod's own.

use std::fs;
use std::path::Path;

use super::Beside;
use crate::image;

pub(super) const BESIDE: Beside = Beside { make, from: &[], code: include_str!("../image.rs") };

/// Writes `pause.tar` from the program `pause`.
fn make(_tools: &Path, folder: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("failed to make the image of pause: {error}");
    let binary = fs::read(folder.join("pause")).map_err(failed)?;
    fs::write(folder.join("pause.tar"), image::pause(&binary).map_err(failed)?).map_err(failed)
}
