//! A folder of manifests: read once, and again when something changes.
//!
//! Every `.yaml` and `.yml` file counts, at any depth, but not those in a folder `samples`: they
//! are cases, not manifests, and nothing hidden: a folder that a cluster mounts holds its files a second
//! time under hidden names. A file that is unchanged is not parsed again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cityhall_crds::manifest::{self, Manifest, Problem};

/// What one file says.
#[derive(Debug)]
pub(crate) struct File {
    text: String,
    /// The manifests in it, in order.
    pub(crate) manifests: Vec<Manifest>,
    /// What keeps parts of it from being manifests.
    pub(crate) problems: Vec<Problem>,
}

impl File {
    /// Reads one file; `None` where there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, String> {
        Ok(read(path)?.map(Self::of))
    }

    fn of(text: String) -> Self {
        let (manifests, problems) = manifest::parse(&text);
        Self { text, manifests, problems }
    }
}

/// Every file of a folder, by its path relative to it.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    files: BTreeMap<PathBuf, File>,
}

impl Folder {
    /// Reads the folder.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let mut folder = Self { root: root.to_owned(), files: BTreeMap::new() };
        folder.read_again()?;
        Ok(folder)
    }

    /// Reads what has changed; whether anything has.
    pub(crate) fn read_again(&mut self) -> Result<bool, String> {
        let mut old = std::mem::take(&mut self.files);
        let mut changed = false;
        for path in paths(&self.root)? {
            let name = path.strip_prefix(&self.root).unwrap_or(&path).to_owned();
            let Some(text) = read(&path)? else { continue };
            let file = match old.remove(&name) {
                Some(same) if same.text == text => same,
                _ => {
                    changed = true;
                    File::of(text)
                }
            };
            self.files.insert(name, file);
        }
        Ok(changed || !old.is_empty())
    }

    /// Every file with its path, relative to the folder.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&Path, &File)> {
        self.files.iter().map(|(path, file)| (path.as_path(), file))
    }

    /// The same, given away.
    pub(crate) fn into_files(self) -> impl Iterator<Item = (PathBuf, File)> {
        self.files.into_iter()
    }
}

/// The text of a file; `None` when it went away in the meantime.
fn read(path: &Path) -> Result<Option<String>, String> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("failed to read {}: {error}", path.display())),
    }
}

/// The YAML files below a folder, sorted.
fn paths(root: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |error: std::io::Error| format!("failed to read the folder {}: {error}", root.display());
    let mut found = Vec::new();
    let mut ahead = vec![root.to_owned()];
    while let Some(folder) = ahead.pop() {
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if is_hidden {
                continue;
            }
            if path.is_dir() && path.file_name().is_some_and(|name| name != "samples") {
                ahead.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_a_cluster_mounts_has_each_file_once() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("..2026_11_24")).unwrap();
        fs::write(home.path().join("..2026_11_24/city.yaml"), "{}").unwrap();
        std::os::unix::fs::symlink("..2026_11_24", home.path().join("..data")).unwrap();
        std::os::unix::fs::symlink("..data/city.yaml", home.path().join("city.yaml")).unwrap();
        let folder = Folder::read(home.path()).unwrap();
        assert_eq!(folder.files().map(|(path, _)| path.to_owned()).collect::<Vec<_>>(), [PathBuf::from("city.yaml")]);
    }

    #[test]
    fn samples_and_other_files_are_no_manifests_and_changes_are_noticed() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("samples")).unwrap();
        fs::create_dir_all(home.path().join("deep/er")).unwrap();
        for name in ["samples/a.yaml", "b.txt", "deep/er/c.yml", "d.yaml"] {
            fs::write(home.path().join(name), "{}").unwrap();
        }
        let mut folder = Folder::read(home.path()).unwrap();
        let names: Vec<_> = folder.files().map(|(path, _)| path.to_owned()).collect();
        assert_eq!(names, [PathBuf::from("d.yaml"), PathBuf::from("deep/er/c.yml")]);
        assert!(!folder.read_again().unwrap());
        fs::write(home.path().join("d.yaml"), "[]").unwrap();
        assert!(folder.read_again().unwrap());
        fs::remove_file(home.path().join("d.yaml")).unwrap();
        assert!(folder.read_again().unwrap());
        assert!(!folder.read_again().unwrap());
    }
}
