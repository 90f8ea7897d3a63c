//! Container images, built without a container engine: one static binary and what it needs around it,
//! as a docker archive. The same binary gives the same bytes, so the digest says what is inside.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::process::run;
use crate::test::cargo;
use crate::{cache, sbom};

/// Whom the binary runs as: nobody whom the image or the machine knows.
const USER: u64 = 65_532;

/// For which machine the binary is built.
pub(crate) const TARGET: &str = "x86_64-unknown-linux-gnu";

/// The font that notices are set in, where the package fonts-noto-cjk puts it and where the binary looks.
const FONT: &str = "usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc";

/// Its licence, the SIL Open Font Licence.
const FONT_LICENCE: &str = "usr/share/doc/fonts-noto-cjk/copyright";

/// The image's name in an archive, before somebody gives it another.
const NAME: &str = "localhost/cityhall:dev";

/// Builds the binary under `profile`, the image from it, and beside that the list of what is in it. Gives
/// the image's file.
pub(crate) fn build(root: &Path, profile: &str) -> Result<PathBuf, String> {
    let target = cache::cargo_target(root)?;
    let mut binary = cargo(root, &target);
    binary.env("RUSTFLAGS", "-C target-feature=+crt-static");
    run(binary.args(["build", "--locked", "--package", "cityhall-cli", "--profile", profile, "--target", TARGET]))?;
    let binary = target.join(TARGET).join(profile).join("cityhall");
    let failed = |error: io::Error| format!("failed to make the image from {}: {error}", binary.display());
    let bytes = fs::read(&binary).map_err(failed)?;
    let font = fs::read(Path::new("/").join(FONT)).map_err(no_font)?;
    let licence = fs::read(Path::new("/").join(FONT_LICENCE)).map_err(no_font)?;
    let archive = cityhall(&bytes, &font, &licence).map_err(failed)?;
    let file = cache::home()?.join("image").join(format!("cityhall-{profile}.tar"));
    fs::create_dir_all(file.parent().unwrap_or(root)).map_err(failed)?;
    fs::write(&file, &archive.bytes).map_err(failed)?;
    let parts = file.with_extension("cdx.json");
    sbom::write(root, &bytes, &parts)?;
    println!("{}", file.display());
    println!("{}", parts.display());
    println!("sha256:{}, {} MB", archive.config_digest, archive.bytes.len() / 1_000_000);
    Ok(file)
}

/// A docker archive and the digest by which runtimes know the image in it.
struct Archive {
    bytes: Vec<u8>,
    config_digest: String,
}

/// What an image says of itself.
struct Image<'a> {
    /// Its name in an archive, before somebody gives it another.
    name: &'a str,
    /// The program that it runs.
    program: &'a str,
    /// Where it runs it.
    folder: &'a str,
    labels: Value,
}

#[expect(clippy::needless_pass_by_value, reason = "used as the function of map_err")]
fn no_font(error: io::Error) -> String {
    format!("failed to read the font for the image: {error}; install the package fonts-noto-cjk")
}

/// Cityhall's image: the binary, a user, a font, a folder for data and one for temporary files.
fn cityhall(binary: &[u8], font: &[u8], font_licence: &[u8]) -> io::Result<Archive> {
    let passwd = format!("cityhall:x:{USER}:{USER}::/data:/sbin/nologin\n");
    let layer = [
        Entry::folder("data", 0o700, USER),
        Entry::folder("etc", 0o755, 0),
        Entry::file("etc/passwd", 0o644, passwd.as_bytes()),
        Entry::file("cityhall", 0o755, binary),
        Entry::folder("tmp", 0o1777, 0),
        Entry::file(FONT, 0o644, font),
        Entry::file(FONT_LICENCE, 0o644, font_licence),
    ];
    let labels = json!({
        "org.opencontainers.image.title": "cityhall",
        "org.opencontainers.image.licenses": "Apache-2.0 AND OFL-1.1",
    });
    archive(&Image { name: NAME, program: "/cityhall", folder: "/data", labels }, &layer)
}

/// The image of a program that only waits, under the name by which nodes of tests call it.
pub(crate) fn pause(binary: &[u8]) -> io::Result<Vec<u8>> {
    let image = Image { name: "localhost/pause:dev", program: "/pause", folder: "/", labels: json!({}) };
    Ok(archive(&image, &[Entry::file("pause", 0o755, binary)])?.bytes)
}

/// An image of one layer.
fn archive(image: &Image<'_>, layer: &[Entry<'_>]) -> io::Result<Archive> {
    let layer = tar(layer)?;
    let layer_digest = hexadecimal(&layer);
    let config = text(&json!({
        "architecture": "amd64",
        "os": "linux",
        "config": {
            "Entrypoint": [image.program],
            "User": format!("{USER}:{USER}"),
            "WorkingDir": image.folder,
            "Labels": image.labels,
        },
        "rootfs": { "type": "layers", "diff_ids": [format!("sha256:{layer_digest}")] },
    }));
    let config_digest = hexadecimal(&config);
    let (config_file, layer_file) = (format!("{config_digest}.json"), format!("{layer_digest}.tar"));
    let manifest = text(&json!([{ "Config": config_file, "RepoTags": [image.name], "Layers": [layer_file] }]));
    let bytes = tar(&[
        Entry::file(&config_file, 0o644, &config),
        Entry::file(&layer_file, 0o644, &layer),
        Entry::file("manifest.json", 0o644, &manifest),
    ])?;
    Ok(Archive { bytes, config_digest })
}

/// One file or folder of a layer.
struct Entry<'a> {
    path: &'a str,
    mode: u32,
    owner: u64,
    /// `None`: a folder.
    bytes: Option<&'a [u8]>,
}

impl<'a> Entry<'a> {
    fn file(path: &'a str, mode: u32, bytes: &'a [u8]) -> Self {
        Self { path, mode, owner: 0, bytes: Some(bytes) }
    }

    fn folder(path: &'a str, mode: u32, owner: u64) -> Self {
        Self { path, mode, owner, bytes: None }
    }
}

/// An archive in which no time and no name of the machine that made it stands.
fn tar(entries: &[Entry<'_>]) -> io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    for entry in entries {
        let mut header = tar::Header::new_ustar();
        let bytes = entry.bytes.unwrap_or_default();
        header.set_entry_type(if entry.bytes.is_some() { tar::EntryType::Regular } else { tar::EntryType::Directory });
        header.set_mode(entry.mode);
        header.set_uid(entry.owner);
        header.set_gid(entry.owner);
        header.set_mtime(0);
        header.set_size(bytes.len() as u64);
        archive.append_data(&mut header, entry.path, Cursor::new(bytes))?;
    }
    archive.into_inner()
}

fn text(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_binary_is_the_same_image_and_another_is_not() {
        let image = |binary: &[u8]| cityhall(binary, b"a font", b"its licence").unwrap();
        let one = image(b"a binary");
        assert_eq!(image(b"a binary").bytes, one.bytes);
        assert_ne!(image(b"another").config_digest, one.config_digest);
    }
}
