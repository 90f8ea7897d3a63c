//! Names: parsed once, never wrong afterwards.

use std::str::FromStr;

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::name::InvalidName;

use super::all;
use crate::{path, reason};

/// A name of any kind.
pub(super) fn name<N: FromStr<Err = InvalidName>>(path: &str, text: &str, found: &mut Diagnostics) -> Option<N> {
    let name = text.parse::<N>();
    if let Err(error) = &name {
        found.add(path, reason::INVALID_NAME, error.to_string());
    }
    name.ok()
}

/// A list of names.
pub(super) fn names<N: FromStr<Err = InvalidName>>(
    path: &str,
    texts: Vec<String>,
    found: &mut Diagnostics,
) -> Option<Vec<N>> {
    all(texts, |(index, text)| name(&path::item(path, index), &text, found))
}
