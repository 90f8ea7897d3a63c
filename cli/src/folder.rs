//! A folder of manifests: read once, and again when something changes.
//!
//! Every `.yaml` and `.yml` file counts, at any depth, but not those in a folder `samples`: they
//! are cases, not manifests, and nothing hidden: a folder that a cluster mounts holds its files a second
//! time under hidden names. A file that is unchanged is not parsed again. Keys of issuers in files of their own
//! become part of the manifest that names them, so that what is published is whole.

mod key_files;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cityhall_crds::manifest::{self, Manifest, Problem};

/// What one file says.
#[derive(Debug)]
pub(crate) struct File {
    text: String,
    /// The files of keys that it names, as they were.
    keys: BTreeMap<PathBuf, Option<String>>,
    /// The manifests in it, in order.
    pub(crate) manifests: Vec<Manifest>,
    /// What keeps parts of it from being manifests.
    pub(crate) problems: Vec<Problem>,
}

impl File {
    /// Reads one file; `None` where there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, String> {
        let root = path.parent().unwrap_or(Path::new("."));
        Ok(read(path)?.map(|text| Self::of(root, text)))
    }

    fn of(root: &Path, text: String) -> Self {
        let (manifests, problems) = manifest::parse(&text);
        let mut file = Self { text, keys: BTreeMap::new(), manifests: Vec::new(), problems };
        for mut manifest in manifests {
            match key_files::written_in(root, &mut manifest, &mut file.keys) {
                Ok(()) => file.manifests.push(manifest),
                Err(problem) => file.problems.push(problem),
            }
        }
        file
    }

    /// Whether it says the same as before, the files of keys that it names included.
    fn is_same(&self, root: &Path, text: &str) -> bool {
        self.text == text && self.keys.iter().all(|(name, keys)| key_files::read(&root.join(name)) == *keys)
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
                Some(same) if same.is_same(&self.root, &text) => same,
                _ => {
                    changed = true;
                    File::of(&self.root, text)
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

    #[test]
    fn keys_in_a_file_of_their_own_are_part_of_the_manifest() {
        let home = tempfile::tempdir().unwrap();
        let city = |file: &str| {
            format!(
                "apiVersion: cityhall.dev/v1alpha1\nkind: City\nmetadata: {{name: made-up}}\nspec:\n  issuers:\n  - issuer: https://id.example\n    audience: cityhall\n    jwksFile: {file}\n"
            )
        };
        fs::write(home.path().join("city.yaml"), city("keys/id.json")).unwrap();
        let mut folder = Folder::read(home.path()).unwrap();
        let said = |folder: &Folder| {
            let (_, file) = folder.files().next().unwrap();
            let keys = file.manifests.first().map(|manifest| manifest.spec["issuers"][0].clone());
            (keys, file.problems.iter().map(|problem| (problem.line, problem.diagnostic.reason)).collect::<Vec<_>>())
        };
        assert_eq!(said(&folder), (None, vec![(8, "UnreadableKeys")]));
        fs::create_dir(home.path().join("keys")).unwrap();
        fs::write(home.path().join("keys/id.json"), r#"{"keys": []}"#).unwrap();
        assert!(folder.read_again().unwrap());
        let issuer = serde_json::json!({"issuer": "https://id.example", "audience": "cityhall", "jwks": {"keys": []}});
        assert_eq!(said(&folder), (Some(issuer), vec![]));
        assert!(!folder.read_again().unwrap());
        fs::write(home.path().join("keys/id.json"), "{").unwrap();
        assert!(folder.read_again().unwrap());
        assert_eq!(said(&folder).0, None);
        for outside in ["../id.json", "/etc/passwd", "a/../../b"] {
            fs::write(home.path().join("city.yaml"), city(outside)).unwrap();
            assert!(folder.read_again().unwrap());
            assert_eq!(said(&folder).1, [(8, "UnreadableKeys")]);
        }
    }
}
