//! The font that notices are set in, among those of the machine.

use std::path::{Path, PathBuf};
use std::{env, fs};

use cityhall_notices::Fonts;

/// How deep folders of fonts are nested at most.
const DEPTH_MAX: usize = 8;

/// The best font of a folder, or of the machine's own folders. Where there is none the city serves
/// without making documents, and says so.
pub(crate) fn find(folder: Option<&Path>) -> Option<Fonts> {
    let mut files = Vec::new();
    for folder in folder.map_or_else(of_the_machine, |folder| vec![folder.to_owned()]) {
        collect(&folder, DEPTH_MAX, &mut files);
    }
    files.sort();
    files.into_iter().find_map(|(_, file)| Fonts::of(fs::read(file).ok()?).ok())
}

fn of_the_machine() -> Vec<PathBuf> {
    let shared = ["/usr/share/fonts", "/usr/local/share/fonts"].map(PathBuf::from);
    let own = env::var_os("HOME").map(|home| Path::new(&home).join(".local/share/fonts"));
    shared.into_iter().chain(own).collect()
}

/// Adds every file that may hold a wanted font, with its rank. What cannot be read is not there.
fn collect(folder: &Path, depth: usize, into: &mut Vec<(usize, PathBuf)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, into);
            }
        } else if let Some(rank) = path.file_name().and_then(|name| Fonts::rank(name.to_str()?)) {
            into.push((rank, path));
        }
    }
}
