//! The fonts that a city has, and whether one of them can show a notice.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// What every notice shows; a font without one of these would leave holes.
const NEEDED: &str = "受理通知书不予许可决定撤销救济法律依据办件编号年月日（）《》“”，。Notice 0123456789";

/// Families in the order in which notices want them: simplified Chinese, with serifs first.
const WANTED: [&str; 6] = [
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
];

/// A font that shows a notice, in its weights.
#[derive(Debug)]
pub struct Fonts {
    pub(crate) family: String,
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
}

/// None of the fonts shows Chinese and Latin letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no font shows Chinese; one of Noto Serif CJK, Noto Sans CJK, Source Han Serif, Source Han Sans does")]
pub struct NoFont;

impl Fonts {
    /// The best of these font files, each its bytes.
    ///
    /// # Errors
    /// [`NoFont`] where no wanted family is among them, or it lacks a letter of every notice.
    pub fn of(files: Vec<Vec<u8>>) -> Result<Self, NoFont> {
        let all: Vec<Font> = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
        let family = WANTED.iter().find(|family| all.iter().any(|font| shows_notices(font, family))).ok_or(NoFont)?;
        let fonts: Vec<Font> = all.into_iter().filter(|font| shows_notices(font, family)).collect();
        Ok(Self { family: (*family).to_owned(), book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts })
    }

    /// Whether file names like this one hold a wanted family, so that not every font of a machine is
    /// read. Names are as the families' makers give them.
    #[must_use]
    pub fn is_wanted(file_name: &str) -> bool {
        let squeezed: String = file_name.chars().filter(char::is_ascii_alphanumeric).collect();
        let is = |family: &str| squeezed.starts_with(&family.replace(' ', ""));
        WANTED.iter().any(|family| is(family) || is(family.trim_end_matches(" SC")))
    }

    /// Whether it has a letter.
    pub(crate) fn shows(&self, letter: char) -> bool {
        self.fonts.iter().all(|font| font.info().coverage.contains(u32::from(letter)))
    }
}

fn shows_notices(font: &Font, family: &str) -> bool {
    let info = font.info();
    info.family == family && NEEDED.chars().all(|letter| info.coverage.contains(u32::from(letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_chinese_font_there_is_none() {
        assert_eq!(Fonts::of(Vec::new()).unwrap_err(), NoFont);
        assert_eq!(Fonts::of(vec![b"no font".to_vec()]).unwrap_err(), NoFont);
    }

    #[test]
    fn files_are_known_by_their_names() {
        for good in [
            "NotoSerifCJK-Regular.ttc",
            "NotoSansCJKsc-Bold.otf",
            "NotoSansSC-Regular.otf",
            "SourceHanSerifSC-Light.otf",
        ] {
            assert!(Fonts::is_wanted(good), "{good}");
        }
        for bad in ["DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSansMono-Regular.ttf", ""] {
            assert!(!Fonts::is_wanted(bad), "{bad}");
        }
    }
}
