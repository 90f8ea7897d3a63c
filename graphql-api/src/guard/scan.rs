//! Before parsing: one pass over the bytes, without recursion and without allocation.
//!
//! The scanner must never see a bracket as part of a string or a comment where the parser would
//! see a bracket. So a string that has no end is refused outright, and a comment ends at either
//! kind of line end, as in the grammar.

use crate::guard::{Limits, Refused};

/// What the pass counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scanned {
    /// Words, numbers, strings and punctuators.
    pub tokens: u32,
    /// The most brackets that were open at once.
    pub nesting: u32,
    /// Occurrences of `...`.
    pub spreads: u32,
    /// Occurrences of `@`.
    pub directives: u32,
    /// Length in bytes.
    pub bytes: usize,
}

impl Scanned {
    /// Holds the counts against limits.
    ///
    /// # Errors
    /// The first limit that they break.
    pub fn check(&self, limits: &Limits) -> Result<(), Refused> {
        if self.bytes > limits.bytes_max {
            return Err(Refused::TooLong { max: limits.bytes_max });
        }
        if self.tokens > limits.tokens_max {
            return Err(Refused::TooManyTokens { max: limits.tokens_max });
        }
        if self.nesting > limits.nesting_max {
            return Err(Refused::NestedTooDeeply { max: limits.nesting_max });
        }
        if self.spreads > limits.spreads_max {
            return Err(Refused::TooManySpreads { max: limits.spreads_max });
        }
        if self.directives > limits.directives_max {
            return Err(Refused::TooManyDirectives { max: limits.directives_max });
        }
        Ok(())
    }
}

/// Counts what `document` holds.
///
/// # Errors
/// The first limit that it breaks.
pub fn scan(document: &str, limits: &Limits) -> Result<Scanned, Refused> {
    let counted = Scanned { bytes: document.len(), ..Scanned::default() };
    counted.check(limits)?;
    let mut scanner = Scanner { bytes: document.as_bytes(), at: 0, open: 0, counted };
    while let Some(byte) = scanner.peek() {
        scanner.step(byte)?;
        scanner.counted.check(limits)?;
    }
    if scanner.open == 0 { Ok(scanner.counted) } else { Err(Refused::Unbalanced) }
}

/// It stands for nothing, wherever it stands.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    open: u32,
    counted: Scanned,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn begins(&self, text: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text))
    }

    fn step(&mut self, byte: u8) -> Result<(), Refused> {
        match byte {
            b'"' if self.begins(b"\"\"\"") => self.block_string()?,
            b'"' => self.string()?,
            b'#' => self.skip_while(|byte| !is_line_end(byte)),
            b'{' | b'[' | b'(' => {
                self.open += 1;
                self.counted.nesting = self.counted.nesting.max(self.open);
                self.token(1);
            }
            b'}' | b']' | b')' => {
                self.open = self.open.checked_sub(1).ok_or(Refused::Unbalanced)?;
                self.token(1);
            }
            b'.' if self.begins(b"...") => {
                self.counted.spreads += 1;
                self.token(3);
            }
            b'@' => {
                self.counted.directives += 1;
                self.token(1);
            }
            b' ' | b',' | b'\t' | b'\n' | b'\r' => self.at += 1,
            _ if self.begins(BYTE_ORDER_MARK) => self.at += BYTE_ORDER_MARK.len(),
            b'-' | b'0'..=b'9' => self.number(),
            byte if is_word(byte) => {
                self.skip_while(is_word);
                self.token(0);
            }
            _ => self.token(1),
        }
        Ok(())
    }

    fn token(&mut self, length: usize) {
        self.at += length;
        self.counted.tokens += 1;
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&keep) {
            self.at += 1;
        }
    }

    /// A number is one token, as the grammar has it; what follows it is another.
    fn number(&mut self) {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        self.skip_while(|byte| byte.is_ascii_digit());
        if self.peek() == Some(b'.') && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
            self.skip_while(|byte| byte.is_ascii_digit());
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.skip_while(|byte| byte.is_ascii_digit());
        }
        self.token(0);
    }

    fn string(&mut self) -> Result<(), Refused> {
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(Refused::Unbalanced),
                Some(byte) if is_line_end(byte) => return Err(Refused::Unbalanced),
                Some(b'"') => {
                    self.token(1);
                    return Ok(());
                }
                // What follows is part of the string even if it is a quote.
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
    }

    fn block_string(&mut self) -> Result<(), Refused> {
        self.at += 3;
        while self.at < self.bytes.len() {
            if self.begins(b"\\\"\"\"") {
                self.at += 4;
            } else if self.begins(b"\"\"\"") {
                self.token(3);
                return Ok(());
            } else {
                self.at += 1;
            }
        }
        Err(Refused::Unbalanced)
    }
}

fn is_line_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn limits() -> Limits {
        crate::guard::DOCUMENT
    }

    fn scanned(document: &str) -> Result<Scanned, Refused> {
        scan(document, &limits())
    }

    #[test]
    fn an_honest_document_is_counted() {
        let document =
            "query($a: Int) { cases(first: $a) { nodes { id ...F } } } fragment F on Case { id @skip(if: true) }";
        assert_eq!(
            scanned(document),
            Ok(Scanned { tokens: 38, nesting: 3, spreads: 1, directives: 1, bytes: document.len() })
        );
    }

    #[test]
    fn brackets_in_strings_and_comments_are_none() {
        let document = "{ a(b: \"[[[[\\\"{{{{\", c: \"\"\"[[[ \" \\\"\"\" {{{\n\"\"\") # {{{{{{\n}";
        assert_eq!(scanned(document).map(|counted| counted.nesting), Ok(2));
    }

    #[test]
    fn nested_brackets_are_refused() {
        for bracket in ["[", "{", "("] {
            let document = format!("{{ a(b: {}", bracket.repeat(2_700));
            assert_eq!(scanned(&document), Err(Refused::NestedTooDeeply { max: 32 }));
        }
    }

    #[test]
    fn a_string_without_end_hides_nothing() {
        let bomb = "[".repeat(3_000);
        for document in [
            format!("{{ a(b: [\"\"\" \" {bomb}"),
            format!("{{ a(b: \"\n{bomb}"),
            format!("{{ a(b: \"\r{bomb}"),
            "{ a(b: \"\\".to_owned(),
        ] {
            assert_eq!(scanned(&document), Err(Refused::Unbalanced), "{document:.40}");
        }
    }

    #[test]
    fn a_comment_ends_at_either_line_end() {
        let bomb = "[".repeat(3_000);
        assert_eq!(scanned(&format!("#\r{bomb}")), Err(Refused::NestedTooDeeply { max: 32 }));
        assert_eq!(scanned(&format!("#\n{bomb}")), Err(Refused::NestedTooDeeply { max: 32 }));
    }

    #[test]
    fn closing_brackets_buy_no_depth() {
        assert_eq!(scanned(&format!("{}{}", "}".repeat(100), "{".repeat(100))), Err(Refused::Unbalanced));
    }

    #[test]
    fn floods_are_refused() {
        let directives = format!("{{ a {} }}", "@include(if: true) ".repeat(33));
        assert_eq!(scanned(&directives), Err(Refused::TooManyDirectives { max: 32 }));
        let spreads = format!("{{ {} }}", "...F ".repeat(65));
        assert_eq!(scanned(&spreads), Err(Refused::TooManySpreads { max: 64 }));
        let words = format!("{{ {} }}", "a ".repeat(4_000));
        assert_eq!(scanned(&words), Err(Refused::TooManyTokens { max: 4_000 }));
        let long = " ".repeat(64 * 1024 + 1);
        assert_eq!(scanned(&long), Err(Refused::TooLong { max: 64 * 1024 }));
    }

    /// One lexeme, with what it adds: tokens, spreads, directives, and the change of depth.
    #[derive(Debug, Clone)]
    struct Lexeme(&'static str, u32, u32, u32, i32);

    fn lexeme() -> impl Strategy<Value = Lexeme> {
        prop_oneof![
            Just(Lexeme("name", 1, 0, 0, 0)),
            Just(Lexeme("_9", 1, 0, 0, 0)),
            Just(Lexeme("{", 1, 0, 0, 1)),
            Just(Lexeme("[", 1, 0, 0, 1)),
            Just(Lexeme("(", 1, 0, 0, 1)),
            Just(Lexeme("}", 1, 0, 0, -1)),
            Just(Lexeme("...", 1, 1, 0, 0)),
            Just(Lexeme("@", 1, 0, 1, 0)),
            Just(Lexeme("$", 1, 0, 0, 0)),
            Just(Lexeme("-1.5e-3", 1, 0, 0, 0)),
            Just(Lexeme("\u{feff}", 0, 0, 0, 0)),
            Just(Lexeme("\"[\\\"{\"", 1, 0, 0, 0)),
            Just(Lexeme("\"\"\" \" [\n\\\"\"\" \"\"\"", 1, 0, 0, 0)),
            Just(Lexeme("# ... @ {\n", 0, 0, 0, 0)),
            Just(Lexeme(",\t", 0, 0, 0, 0)),
        ]
    }

    /// The same counts, added up lexeme by lexeme instead of read from bytes.
    fn naive(lexemes: &[Lexeme]) -> Option<Scanned> {
        let mut counted = Scanned::default();
        let mut depth = 0_i32;
        for Lexeme(_, tokens, spreads, directives, change) in lexemes {
            depth += change;
            if depth < 0 {
                return None;
            }
            counted.tokens += tokens;
            counted.spreads += spreads;
            counted.directives += directives;
            counted.nesting = counted.nesting.max(depth.unsigned_abs());
        }
        (depth == 0).then_some(counted)
    }

    proptest! {
        #[test]
        fn never_panics(document in "\\PC*") {
            let _ = scanned(&document);
        }

        #[test]
        fn never_panics_on_punctuation(document in "[\\[\\]{}()\"\\\\#.@a\r\n ]{0,200}") {
            let _ = scanned(&document);
        }

        #[test]
        fn agrees_with_a_naive_counter(lexemes in proptest::collection::vec(lexeme(), 0..60)) {
            let document = lexemes.iter().map(|lexeme| lexeme.0).collect::<Vec<_>>().join(" ");
            let unlimited = Limits {
                tokens_max: u32::MAX, nesting_max: u32::MAX, spreads_max: u32::MAX, directives_max: u32::MAX,
                ..limits()
            };
            let naive = naive(&lexemes).map(|counted| Scanned { bytes: document.len(), ..counted });
            prop_assert_eq!(scan(&document, &unlimited).ok(), naive);
        }

        /// What the guard lets through never overflows the parser.
        #[test]
        fn what_passes_can_be_parsed(document in "[\\[\\]{}()\"\\\\#.@:$a\r\n ]{0,400}") {
            if scanned(&document).is_ok() {
                let _ = async_graphql::parser::parse_query(&document);
            }
        }
    }
}
