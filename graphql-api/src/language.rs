//! Which language a caller reads: what `Accept-Language` prefers among those that we speak.

use cityhall_domain::text::Language;

/// The preferred language of an `Accept-Language` header (RFC 9110, section 12.5.4); `None` when it
/// names none of ours.
pub(crate) fn preferred(header: &str) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for part in header.split(',') {
        let mut pieces = part.split(';');
        let Some(language) = pieces.next().and_then(spoken) else { continue };
        let weight = pieces
            .find_map(|piece| piece.trim().strip_prefix("q=").map(|weight| weight.parse().unwrap_or(0.0)))
            .unwrap_or(1.0);
        if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

fn spoken(tag: &str) -> Option<Language> {
    let primary = tag.trim().split('-').next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("zh") {
        Some(Language::Chinese)
    } else if primary.eq_ignore_ascii_case("en") {
        Some(Language::English)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_we_speak() {
        for (header, language) in [
            ("zh-CN", Some(Language::Chinese)),
            ("en-GB,en;q=0.9,zh;q=0.8", Some(Language::English)),
            ("fr, zh;q=0.2, en;q=0.4", Some(Language::English)),
            ("fr", None),
            ("en;q=0", None),
            ("", None),
            (";;;q=,", None),
        ] {
            assert_eq!(preferred(header), language, "{header}");
        }
    }
}
