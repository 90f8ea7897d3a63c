//! The fonts that a city has, and whether one of them can show a notice.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// What every notice shows; a font without one of these would leave holes.
const NEEDED: &str = "受理通知书不予许可决定撤销救济法律依据办件编号年月日（）《》“”，。Notice 0123456789";

/// A family of fonts that notices are set in, and how the names of its files begin.
struct Family {
    name: &'static str,
    files: &'static [&'static str],
}

/// In the order in which notices want them: simplified Chinese, with serifs first.
const WANTED: [Family; 6] = [
    Family { name: "Noto Serif CJK SC", files: &["NotoSerifCJK-", "NotoSerifCJKsc-"] },
    Family { name: "Noto Serif SC", files: &["NotoSerifSC-"] },
    Family { name: "Source Han Serif SC", files: &["SourceHanSerif-", "SourceHanSerifSC-"] },
    Family { name: "Noto Sans CJK SC", files: &["NotoSansCJK-", "NotoSansCJKsc-"] },
    Family { name: "Noto Sans SC", files: &["NotoSansSC-"] },
    Family { name: "Source Han Sans SC", files: &["SourceHanSans-", "SourceHanSansSC-"] },
];

/// The weight that notices are set in.
const WEIGHT: &str = "Regular.";

/// A font that shows notices.
#[derive(Debug)]
pub struct Fonts {
    pub(crate) family: &'static str,
    pub(crate) font: Font,
    pub(crate) book: LazyHash<FontBook>,
}

/// The file holds no font in which notices are set, or one that lacks a letter of every notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no font of the wanted families that shows Chinese and Latin letters")]
pub struct NoFont;

impl Fonts {
    /// The font of a file, given as its bytes.
    ///
    /// # Errors
    /// [`NoFont`]
    pub fn of(file: Vec<u8>) -> Result<Self, NoFont> {
        let fonts: Vec<Font> = Font::iter(Bytes::new(file)).collect();
        let found = WANTED.iter().find_map(|family| {
            let font = fonts.iter().find(|font| shows_notices(font, family.name))?;
            Some((family.name, font.clone()))
        });
        let (family, font) = found.ok_or(NoFont)?;
        Ok(Self { family, book: LazyHash::new(FontBook::from_fonts([&font])), font })
    }

    /// How well a file of this name suits, the lowest best; `None` where it holds nothing wanted, so that
    /// not every font of a machine is read. Names are as the makers of the families give them.
    #[must_use]
    pub fn rank(file_name: &str) -> Option<usize> {
        let is = |family: &Family| family.files.iter().any(|name| file_name.starts_with(name));
        WANTED.iter().position(is).filter(|_| file_name.contains(WEIGHT))
    }

    /// Whether it has a letter.
    pub(crate) fn shows(&self, letter: char) -> bool {
        self.font.info().coverage.contains(u32::from(letter))
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
        assert_eq!(Fonts::of(b"no font".to_vec()).unwrap_err(), NoFont);
    }

    #[test]
    fn files_are_known_by_their_names_serifs_first() {
        let ranked = ["NotoSerifCJK-Regular.ttc", "SourceHanSerifSC-Regular.otf", "NotoSansCJKsc-Regular.otf"];
        assert!(ranked.map(Fonts::rank).is_sorted() && ranked.iter().all(|name| Fonts::rank(name).is_some()));
        for other in ["NotoSerifCJK-Bold.ttc", "DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSansMono-Regular.ttf", ""]
        {
            assert_eq!(Fonts::rank(other), None, "{other}");
        }
    }
}
