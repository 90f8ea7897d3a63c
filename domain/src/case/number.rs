//! The number of a case that people say on the telephone: `QS-2026-7K3M-9QXA-4DZ2-C`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::name::CaseId;

/// Crockford's base 32: no I, L, O, U, so nothing is misread or spells a word.
pub(super) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// City, year, 60 bits of the case's id, check character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber(String);

/// Why a text is not a case number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNumber {
    /// It does not look like one.
    #[error("a case number looks like QS-2026-7K3M-9QXA-4DZ2-C")]
    Form,
    /// A character was misheard: the check character does not fit.
    #[error("the check character does not fit: a character was misread")]
    Check,
}

impl CaseNumber {
    /// The number of a case, from the city's code, the year of submission in the city's time zone
    /// and 60 bits of the id.
    #[must_use]
    pub fn derive(city_code: &str, year: i16, id: CaseId) -> Self {
        // The low 60 bits: no version or variant bits of the UUID lie there.
        let bits = id.0.as_u128() & ((1 << 60) - 1);
        let symbols: Vec<u8> = (0..12).rev().map(|place| (bits >> (place * 5) & 31) as u8).collect();
        let text: String = symbols.iter().map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect();
        let check = char::from(ALPHABET[usize::from(check_symbol(&symbols))]);
        Self(format!("{city_code}-{year:04}-{}-{}-{}-{check}", &text[0..4], &text[4..8], &text[8..12]))
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Luhn's algorithm in base 32: finds every single wrong character and nearly every swap of two
/// neighbours. <https://en.wikipedia.org/wiki/Luhn_mod_N_algorithm>
fn check_symbol(symbols: &[u8]) -> u8 {
    let sum: u32 = symbols
        .iter()
        .rev()
        .enumerate()
        .map(|(place, symbol)| {
            let addend = u32::from(*symbol) * if place % 2 == 0 { 2 } else { 1 };
            addend / 32 + addend % 32
        })
        .sum();
    ((32 - sum % 32) % 32) as u8
}

/// Reads what a person may write for what is meant: lower case, `O` for `0`, `I` and `L` for `1`.
pub(super) fn symbol(character: char) -> Option<u8> {
    let meant = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|a| char::from(*a) == meant).and_then(|index| u8::try_from(index).ok())
}

impl FromStr for CaseNumber {
    type Err = InvalidNumber;

    fn from_str(given: &str) -> Result<Self, InvalidNumber> {
        let parts: Vec<&str> = given.trim().split('-').collect();
        let [city, year, a, b, c, check] = parts[..] else { return Err(InvalidNumber::Form) };
        if [a, b, c].iter().any(|group| group.chars().count() != 4) || check.chars().count() != 1 {
            return Err(InvalidNumber::Form);
        }
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) || !is_city_code(city) {
            return Err(InvalidNumber::Form);
        }
        let symbols: Option<Vec<u8>> = format!("{a}{b}{c}{check}").chars().map(symbol).collect();
        let symbols = symbols.ok_or(InvalidNumber::Form)?;
        let (body, check) = symbols.split_at(12);
        if check_symbol(body) != check[0] {
            return Err(InvalidNumber::Check);
        }
        let text: String = symbols.iter().map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect();
        Ok(Self(format!(
            "{}-{year}-{}-{}-{}-{}",
            city.to_ascii_uppercase(),
            &text[0..4],
            &text[4..8],
            &text[8..12],
            &text[12..]
        )))
    }
}

/// A city's code: two to four letters.
fn is_city_code(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

impl TryFrom<String> for CaseNumber {
    type Error = InvalidNumber;
    fn try_from(given: String) -> Result<Self, InvalidNumber> {
        given.parse()
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> String {
        number.0
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(id: u128) -> CaseNumber {
        CaseNumber::derive("QS", 2026, CaseId(uuid::Uuid::from_u128(id)))
    }

    #[test]
    fn a_number_survives_being_said_and_written() {
        let number = number(0x1234_5678_9abc_def0_1234_5678_9abc_def0);
        let spoken = number.as_str().to_lowercase().replace('0', "o").replace('1', "l").replace("2o26", "2026");
        assert_eq!(spoken.parse(), Ok(number));
    }

    #[test]
    fn one_wrong_character_is_noticed() {
        let number = number(42).to_string();
        for place in 8..number.len() {
            let old = number.as_bytes()[place];
            if old == b'-' {
                continue;
            }
            for new in ALPHABET.iter().filter(|new| **new != old) {
                let mut wrong = number.clone().into_bytes();
                wrong[place] = *new;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(wrong.parse::<CaseNumber>(), Err(InvalidNumber::Check), "{wrong}");
            }
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in [
            "",
            "QS",
            "QS-2026-AAAA-AAAA-AAAA",
            "QS-26-AAAA-AAAA-AAAA-A",
            "Q-2026-AAAA-AAAA-AAAA-A",
            "QS-2026-AAAA-AAAA-AAA$-A",
        ] {
            assert_eq!(bad.parse::<CaseNumber>(), Err(InvalidNumber::Form), "{bad}");
        }
    }
}
