//! What a module says of its notices (文书) beside the city's own texts, and the words in braces that
//! such texts may hold.

use serde::Serialize;

use crate::case::NoticeKind;
use crate::text::Text;

/// How notices of a module differ from those of every other.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Notices {
    /// The answer that names the person to whom they are addressed; absent means "the applicant".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addressee: Option<String>,
    /// Texts in the place of the city's, at most one for each kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<NoticeText>,
}

impl Notices {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The module's own text of this kind.
    #[must_use]
    pub fn text(&self, kind: NoticeKind) -> Option<&Text> {
        self.texts.iter().find(|one| one.kind == kind).map(|one| &one.text)
    }
}

/// The body of the notices of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeText {
    /// Which notices.
    pub kind: NoticeKind,
    /// What they say, with placeholders.
    pub text: Text,
}

macro_rules! placeholders {
    ($($(#[doc = $about:literal])* $name:ident = $word:literal;)*) => {
        /// What a text of a notice can leave to the case, written in braces.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Placeholder {
            $($(#[doc = $about])* $name,)*
        }

        impl Placeholder {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As it is written, without the braces.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// What stands in its place.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$name => concat!($($about),*).trim_ascii_start()),* }
            }
        }
    };
}

placeholders! {
    /// The number of the case.
    CaseNumber = "caseNumber";
    /// The title of the service.
    Title = "title";
    /// The name of the department that has the case.
    Department = "department";
    /// The day on which the case was handed in.
    Submitted = "submitted";
    /// The day until which the notice gives time, or by which the case is to be decided.
    Due = "due";
    /// The name of the procedure.
    Procedure = "procedure";
    /// How long the procedure may take, or by how much the limit is lengthened.
    Time = "time";
}

impl NoticeKind {
    /// What a text of this kind may leave to the case.
    pub fn placeholders(self) -> impl Iterator<Item = Placeholder> {
        Placeholder::ALL.iter().copied().filter(move |placeholder| match placeholder {
            Placeholder::CaseNumber | Placeholder::Title | Placeholder::Department | Placeholder::Submitted => true,
            Placeholder::Due => matches!(
                self,
                Self::Acceptance
                    | Self::DeemedAcceptance
                    | Self::Supplement
                    | Self::Procedure
                    | Self::Extension
                    | Self::Resumption
            ),
            Placeholder::Procedure => self == Self::Procedure,
            Placeholder::Time => matches!(self, Self::Procedure | Self::Extension),
        })
    }
}

/// A part of a text of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as they stand.
    Words(&'a str),
    /// What stands in braces.
    Braced(&'a str),
}

/// The parts of a text, in order. A brace without its other is a word.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let open = rest.find('{');
        let braces = open.and_then(|open| Some((open, open + rest[open..].find('}')?)));
        match braces {
            _ if rest.is_empty() => None,
            None => Some(Piece::Words(std::mem::take(&mut rest))),
            Some((0, close)) => {
                let piece = Piece::Braced(&rest[1..close]);
                rest = &rest[close + 1..];
                Some(piece)
            }
            Some((open, _)) => {
                let piece = Piece::Words(&rest[..open]);
                rest = &rest[open..];
                Some(piece)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_words_and_what_stands_in_braces() {
        use Piece::{Braced, Words};
        let read = |text| pieces(text).collect::<Vec<_>>();
        assert_eq!(read(""), []);
        assert_eq!(
            read("办件{caseNumber}，{due}前"),
            [Words("办件"), Braced("caseNumber"), Words("，"), Braced("due"), Words("前")]
        );
        assert_eq!(read("{a}{b}"), [Braced("a"), Braced("b")]);
        assert_eq!(read("a } b { c"), [Words("a } b { c")]);
        assert_eq!(read("{}"), [Braced("")]);
    }

    #[test]
    fn placeholders_have_different_words() {
        let words: std::collections::BTreeSet<_> = Placeholder::ALL.iter().map(|one| one.word()).collect();
        assert_eq!(words.len(), Placeholder::ALL.len());
    }
}
