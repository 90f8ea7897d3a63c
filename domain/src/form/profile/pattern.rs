//! The patterns that mean the same in a browser (the `u` flag) and in the linear engine here.
//!
//! Not a parser: a scan that refuses what only one of the two understands, and then a build by the
//! engine itself. Look-around and back-references do not exist in linear time.

use std::iter::Peekable;
use std::str::Chars;

use serde_json::json;

use super::super::formats;

/// How many bytes a pattern may take.
const BYTES_MAX: usize = 256;

/// Why a pattern is refused.
type Refusal = String;

/// Checks one pattern.
pub(super) fn check(pattern: &str) -> Result<(), Refusal> {
    if pattern.len() > BYTES_MAX {
        return Err(format!("a pattern has at most {BYTES_MAX} bytes"));
    }
    Scan { rest: pattern.chars().peekable(), repeatable: false }.run()?;
    formats::validator(&json!({ "pattern": pattern })).map(drop).map_err(|_| {
        "the pattern does not build in the linear engine: no look-around, no back-references, balanced and not huge"
            .to_owned()
    })
}

struct Scan<'a> {
    rest: Peekable<Chars<'a>>,
    /// Whether what stands before can be repeated.
    repeatable: bool,
}

impl Scan<'_> {
    fn run(mut self) -> Result<(), Refusal> {
        while let Some(character) = self.rest.next() {
            self.repeatable = match character {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '(' => self.group()?,
                '*' | '+' | '?' | '{' => self.repetition(character)?,
                ']' | '}' => return Err(format!("write a literal `{character}` as `\\{character}`")),
                '^' | '$' | '|' => false,
                _ => true,
            };
        }
        Ok(())
    }

    /// After a backslash; says whether the result can be repeated.
    fn escape(&mut self, in_class: bool) -> Result<bool, Refusal> {
        match self.rest.next() {
            Some(shared) if SHARED_ESCAPES.contains(shared) => Ok(true),
            Some('-') if in_class => Ok(true),
            Some('b' | 'B') if !in_class => Ok(false),
            Some('p' | 'P') => self.property(),
            Some('u') => self.code_point(4),
            Some('x') => self.code_point(2),
            Some(other) => Err(format!("`\\{other}` is not an escape that browser and server share")),
            None => Err("the pattern ends in the middle of an escape".to_owned()),
        }
    }

    fn property(&mut self) -> Result<bool, Refusal> {
        let name = self.braced().unwrap_or_default();
        let known = match name.strip_prefix("Script=") {
            Some(script) => SCRIPTS.contains(&script),
            None => CATEGORIES.contains(&name.as_str()),
        };
        if known {
            Ok(true)
        } else {
            Err(format!("`{name}` is not a known property: a general category such as `L`, or `Script=Han`"))
        }
    }

    fn code_point(&mut self, digits: usize) -> Result<bool, Refusal> {
        let text = if digits == 4 && self.rest.peek() == Some(&'{') {
            self.braced().unwrap_or_default()
        } else {
            self.rest.by_ref().take(digits).collect()
        };
        let scalar =
            u32::from_str_radix(&text, 16).ok().filter(|_| text.len() >= digits.min(2)).and_then(char::from_u32);
        if scalar.is_some() { Ok(true) } else { Err(format!("`{text}` is not a character in hexadecimal")) }
    }

    fn braced(&mut self) -> Option<String> {
        self.rest.next_if_eq(&'{')?;
        let text: String = std::iter::from_fn(|| self.rest.next_if(|character| *character != '}')).collect();
        self.rest.next().map(|_| text)
    }

    fn class(&mut self) -> Result<bool, Refusal> {
        self.rest.next_if_eq(&'^');
        let mut previous = None;
        while let Some(character) = self.rest.next() {
            match character {
                ']' if previous.is_none() => return Err("a set of characters may not be empty".to_owned()),
                ']' => return Ok(true),
                '[' => return Err("write a literal `[` in a set as `\\[`".to_owned()),
                '&' | '-' | '~' if previous == Some(character) => {
                    return Err(format!("`{character}{character}` in a set means something only on one side"));
                }
                '\\' => {
                    self.escape(true)?;
                }
                _ => {}
            }
            previous = Some(character);
        }
        Err("a set of characters is not closed".to_owned())
    }

    fn group(&mut self) -> Result<bool, Refusal> {
        if self.rest.next_if_eq(&'?').is_some() && self.rest.next_if_eq(&':').is_none() {
            return Err(
                "of groups that begin with `(?` only `(?:` is allowed: no look-around, no flags, no names".to_owned()
            );
        }
        Ok(false)
    }

    fn repetition(&mut self, sign: char) -> Result<bool, Refusal> {
        if !self.repeatable {
            return Err(format!("there is nothing before `{sign}` that can be repeated"));
        }
        if sign == '{' {
            self.counts()?;
        }
        self.rest.next_if_eq(&'?');
        Ok(false)
    }

    fn counts(&mut self) -> Result<(), Refusal> {
        let text: String = std::iter::from_fn(|| self.rest.next_if(|character| *character != '}')).collect();
        let is_count =
            |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (least, most) = text.split_once(',').unwrap_or((&text, ""));
        let closed = self.rest.next().is_some();
        if closed && is_count(least) && (most.is_empty() || is_count(most)) {
            Ok(())
        } else {
            Err(format!("`{{{text}` is not a repetition such as `{{2}}`, `{{2,}}` or `{{2,4}}`"))
        }
    }
}

const SHARED_ESCAPES: &str = r"dDwWsStnrvf^$\.*+?()[]{}|/";

const SCRIPTS: &[&str] = &[
    "Arabic",
    "Bopomofo",
    "Cyrillic",
    "Greek",
    "Han",
    "Hangul",
    "Hiragana",
    "Katakana",
    "Latin",
    "Mongolian",
    "Thai",
    "Tibetan",
    "Yi",
];

const CATEGORIES: &[&str] = &[
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi",
    "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_patterns_pass() {
        for good in [
            "^1[3-9]\\d{9}$",
            "^\\p{Script=Han}{2,4}$",
            "^[0-9A-HJ-NPQRTUWXY]{2}\\d{6}[0-9A-Z]{10}$",
            "(?:a|b)+?",
            "a{2,}",
            "[\\-\\]a&b~c-e]",
            "\\u4e00",
            "\\u{20000}",
            "\\x41",
            "^$",
            "(a|)b",
            "a\\/b",
            "(ab)?c",
            "\\bword\\b",
            "[^a]",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_one_side_does_not_know_is_refused() {
        for bad in [
            "^(?=.*[0-9])a",
            "(?!a)",
            "(?<=a)b",
            "(a)\\1",
            "(?i)a",
            "(?P<n>a)",
            "(?<n>a)",
            "a++",
            "a**",
            "^*",
            "|*",
            "*a",
            "a{,2}",
            "a{",
            "a}",
            "a]",
            "[]",
            "[]a]",
            "[a",
            "[[:alpha:]]",
            "[a&&b]",
            "[a--b]",
            "\\A",
            "\\z",
            "\\-",
            "\\e",
            "\\p{Han}",
            "\\pL",
            "\\p{Script=HAN}",
            "[\\b]",
            "\\",
            "(a",
            "a)",
            "\\u12",
            "\\u{110000}",
            "a{2,1}",
            "(?:a{999}){999}",
            "\\b+",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert!(check(&"a".repeat(257)).is_err());
    }
}
