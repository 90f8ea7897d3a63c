//! The portal as it is served: the files that `npm run build` has made in `dist/`, embedded when this crate is compiled.
//! A crate that was compiled without them has none, and whoever serves says so.
//!
//! Here never live: HTTP, or anything about the city.

use std::borrow::Cow;

use rust_embed::Embed;

/// What `npm run build` made.
#[derive(Embed)]
#[folder = "dist/"]
#[allow_missing = true]
struct Built;

/// Below this, every file has a name that changes with what is in it.
const HASHED: &str = "portal/";

/// Endings of files that were compressed, by the name that HTTP has for it, best first.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// A page of the portal: each has its own scripts, and its own screens at addresses below its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// For residents.
    Hall,
    /// For residents who apply: the hall, whose code of forms comes at once.
    Apply,
    /// For officers.
    Desk,
    /// For leaders.
    Board,
    /// For partners, and for those who look after the API.
    Partners,
}

impl Page {
    fn file(self) -> &'static str {
        match self {
            Self::Hall => "hall.html",
            Self::Apply => "apply.html",
            Self::Desk => "desk.html",
            Self::Board => "board.html",
            Self::Partners => "partners.html",
        }
    }
}

/// One file as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its bytes, in `encoding`.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type.
    pub media_type: String,
    /// How it is compressed, as `Content-Encoding` says it.
    pub encoding: Option<&'static str>,
    /// Whether what is under this name never changes.
    pub is_fixed: bool,
    /// SHA-256 of its content before it was compressed.
    pub digest: [u8; 32],
}

/// Whether there is a portal.
#[must_use]
pub fn is_built() -> bool {
    Built::get(Page::Hall.file()).is_some()
}

/// A page, compressed in the best way that `accepts` takes.
#[must_use]
pub fn page(page: Page, accepts: impl Fn(&str) -> bool) -> Option<File> {
    file(page.file(), accepts)
}

/// Something that a page loads, by its path from the root of the site.
#[must_use]
pub fn part(path: &str, accepts: impl Fn(&str) -> bool) -> Option<File> {
    // Pages are had by their address, and what is compressed by the name of what it is.
    let is_part = path.starts_with(HASHED) && !ENCODINGS.iter().any(|(_, ending)| has_ending(path, ending));
    is_part.then(|| file(path, accepts)).flatten()
}

/// The service worker: one script with a fixed name at the root, from where it sees every page.
#[must_use]
pub fn worker(accepts: impl Fn(&str) -> bool) -> Option<File> {
    file("worker.js", accepts)
}

fn has_ending(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, last)| last == ending)
}

fn file(path: &str, accepts: impl Fn(&str) -> bool) -> Option<File> {
    let plain = Built::get(path)?;
    let encoded = ENCODINGS.iter().filter(|(name, _)| accepts(name));
    let mut encoded = encoded.filter_map(|(name, ending)| Some((*name, Built::get(&format!("{path}.{ending}"))?)));
    let media_type = plain.metadata.mimetype().to_owned();
    let (is_fixed, digest) = (path.starts_with(HASHED), plain.metadata.sha256_hash());
    let (encoding, bytes) = encoded.next().map_or((None, plain.data), |(name, file)| (Some(name), file.data));
    Some(File { bytes, media_type, encoding, is_fixed, digest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_had_that_no_page_loads() {
        for path in ["hall.html", "../Cargo.toml", "portal/../hall.html", "portal/main.js.gz", "", "portal/"] {
            assert_eq!(part(path, |_| true), None, "{path}");
        }
    }

    #[test]
    fn a_portal_that_was_built_is_whole_and_compressed() {
        let pages = [Page::Hall, Page::Apply, Page::Desk, Page::Board, Page::Partners];
        let found: Vec<File> = pages.into_iter().filter_map(|one| page(one, |_| false)).collect();
        // Without Node there is none, with Node all of it.
        assert_eq!(found.len(), if is_built() { pages.len() } else { 0 });
        assert!(worker(|_| false).is_none_or(|script| !script.is_fixed && script.media_type.contains("javascript")));
        for (one, plain) in pages.into_iter().zip(found) {
            assert!(plain.media_type.starts_with("text/html") && plain.encoding.is_none() && !plain.is_fixed);
            let small = page(one, |encoding| encoding == "br").unwrap();
            assert!(small.encoding == Some("br") && small.bytes.len() < plain.bytes.len());
        }
    }
}
