//! What the guard and the parser must agree on, for any text at all. A test runs it over the corpus and over texts
//! that are made of it; the fuzz target runs it over what it finds.

use apollo_parser::{Lexer, TokenKind};

use crate::guard::{self, Limits, Refused, Scanned};

/// The stack on which a document is parsed: that of a thread of the runtime.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// No limit at all.
const UNLIMITED: Limits = Limits {
    bytes_max: usize::MAX,
    tokens_max: u32::MAX,
    nesting_max: u32::MAX,
    spreads_max: u32::MAX,
    directives_max: u32::MAX,
    definitions_max: usize::MAX,
    fields_max: u64::MAX,
    depth_max: u32::MAX,
    aliases_max: u64::MAX,
    cost_max: u64::MAX,
    introspection_lists_max: u32::MAX,
};

/// Whether a text was a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The guard refused it.
    Refused,
    /// The parser did.
    Invalid,
    /// It is one.
    Document,
}

/// Holds the guard against the parser and against another lexer.
///
/// # Panics
/// Where they do not agree.
#[must_use]
pub(crate) fn check(text: &str, limits: &Limits) -> Verdict {
    let scanned = guard::scan(text, &UNLIMITED);
    let lexed = lexed(text);
    // 1. Another lexer that finds nothing wrong counts the same.
    if let Some(lexed) = lexed {
        match (scanned, lexed) {
            (Ok(scanned), Balanced::Yes(lexed)) => assert_eq!(scanned, lexed, "counts of {text:?}"),
            // The other lexer lets a string go on in the next line. The parser has the last word, below.
            (Err(Refused::Unbalanced), Balanced::No | Balanced::Yes(_)) => {}
            (scanned, lexed) => panic!("{scanned:?}, but another lexer: {lexed:?}, of {text:?}"),
        }
    }
    // 2. What is refused breaks the limit that is named.
    let judged = guard::scan(text, limits);
    match (judged, scanned) {
        (Ok(judged), Ok(scanned)) => assert_eq!(judged, scanned),
        (Err(_), Ok(scanned)) => assert!(scanned.check(limits).is_err(), "{judged:?} of {text:?}"),
        (Err(_), Err(_)) => {}
        (Ok(_), Err(refused)) => panic!("limits make {refused:?} good: {text:?}"),
    }
    // 3. What passes is parsed on a small stack; what is no document to the guard is none to the parser.
    let nesting_is_small = scanned.map_or_else(|_| brackets(text) <= limits.nesting_max, |_| judged.is_ok());
    let parsed = nesting_is_small && parses(text);
    if scanned.is_err() {
        assert!(!parsed, "the parser takes what is not balanced to the guard: {text:?}");
    }
    match (judged, parsed) {
        (Err(Refused::Unbalanced), _) | (Ok(_), false) => Verdict::Invalid,
        (Err(_), _) => Verdict::Refused,
        (Ok(_), true) => Verdict::Document,
    }
}

/// Parses where a stack that overflows would end the process, as it would in the city.
fn parses(text: &str) -> bool {
    std::thread::scope(|scope| {
        let parse = || async_graphql::parser::parse_query(text).is_ok();
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, parse);
        thread.unwrap().join().unwrap()
    })
}

/// Opening brackets, wherever they stand: the most that any parser can find inside each other.
fn brackets(text: &str) -> u32 {
    let opening = text.bytes().filter(|byte| matches!(byte, b'{' | b'[' | b'('));
    u32::try_from(opening.count()).unwrap_or(u32::MAX)
}

#[derive(Debug)]
enum Balanced {
    Yes(Scanned),
    No,
}

/// The counts of another lexer; `None` where it finds something that is no token.
fn lexed(text: &str) -> Option<Balanced> {
    let mut counted = Scanned { bytes: text.len(), ..Scanned::default() };
    let mut open = 0_u32;
    for token in Lexer::new(text) {
        match token.ok()?.kind() {
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Comma | TokenKind::Eof => continue,
            TokenKind::LCurly | TokenKind::LBracket | TokenKind::LParen => {
                open += 1;
                counted.nesting = counted.nesting.max(open);
            }
            TokenKind::RCurly | TokenKind::RBracket | TokenKind::RParen => match open.checked_sub(1) {
                Some(fewer) => open = fewer,
                None => return Some(Balanced::No),
            },
            TokenKind::Spread => counted.spreads += 1,
            TokenKind::At => counted.directives += 1,
            _ => {}
        }
        counted.tokens += 1;
    }
    Some(if open == 0 { Balanced::Yes(counted) } else { Balanced::No })
}
