//! Checkers that are written in Python: the packages of `tests/python/requirements.txt`, each by its
//! digest, in an environment of their own in the cache.

use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest, Sha256};

use crate::cache;
use crate::process::{output, program, run};

/// Installs what is not installed yet. Gives the folder of the programs.
pub(crate) fn install(root: &Path) -> Result<PathBuf, String> {
    let list = root.join("tests/python/requirements.txt");
    let failed = |error: io::Error| format!("failed to install {}: {error}", list.display());
    // An environment points at the interpreter that made it.
    let interpreter = output(program("python3", root).args(["-c", "import sys; print(sys.executable, sys.version)"]))?;
    let digest = Sha256::new().chain_update(interpreter).chain_update(fs::read(&list).map_err(failed)?).finalize();
    let parent = cache::home()?.join("python");
    let environment = parent.join(cache::key(&digest));
    let programs = environment.join("bin");
    // Scripts name their interpreter by its full path, so nothing is made elsewhere and renamed: the mark
    // says that an installation came to its end.
    let mark = environment.join("complete");
    if mark.exists() {
        println!("python packages are installed");
        return Ok(programs);
    }
    if parent.exists() {
        fs::remove_dir_all(&parent).map_err(failed)?;
    }
    fs::create_dir_all(&parent).map_err(failed)?;
    run(program("python3", root).args(["-m", "venv"]).arg(&environment))?;
    run(program("env", root)
        .arg(programs.join("pip"))
        .args(["install", "--quiet", "--no-input", "--disable-pip-version-check"])
        .args(["--require-hashes", "--only-binary", ":all:", "--requirement"])
        .arg(&list))?;
    fs::write(&mark, []).map_err(failed)?;
    Ok(programs)
}
