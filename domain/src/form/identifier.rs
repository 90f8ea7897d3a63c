//! Numbers that the state gives to people and bodies: whether one can be right by its own check.
//!
//! A number that fails is doubted, never refused: real early credit codes fail their check, dissolved
//! regions live on in the numbers of the living, and only the register knows.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Which number a field asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identifier {
    /// Of a natural person, 18 characters: citizens (GB 11643), and foreigners with permanent residence,
    /// whose numbers begin with 9.
    CitizenId,
    /// Of a legal person or other body, 18 characters: the unified social credit code (GB 32100).
    CreditCode,
}

/// Something about an answer that may be wrong and is for people to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// JSON Pointer of the answer.
    pub path: String,
    /// What may be wrong.
    pub code: WarningCode,
}

/// What may be wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WarningCode {
    /// It is longer or shorter than such numbers are, or has other characters.
    NotOfItsForm,
    /// The day of birth in it is none of the calendar.
    NoSuchBirthday,
    /// Its last character is not the one that the others give.
    CheckCharacter,
}

impl WarningCode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::NotOfItsForm, Self::NoSuchBirthday, Self::CheckCharacter];
}

impl Identifier {
    /// What may be wrong with `text`. Which region it names is not looked up: the lists change, and old
    /// numbers stay.
    #[must_use]
    pub fn doubt(self, text: &str) -> Option<WarningCode> {
        match self {
            Self::CitizenId => citizen_id(text),
            Self::CreditCode => credit_code(text),
        }
    }
}

/// Whether a text looks like a number of [`Identifier`], or like one of 15 digits as citizens had before.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let credit_code = || text.bytes().all(|byte| value(byte.to_ascii_uppercase()).is_some());
    let card = || text.split_at_checked(17).is_some_and(|(head, last)| digits(head) && matches!(last, "x" | "X"));
    (text.len() == 15 && digits(text)) || (text.len() == 18 && (card() || credit_code()))
}

/// Weights of the 17 characters before the last, and what their sum modulo 11 makes the last.
const CITIZEN_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CITIZEN_CHECKS: &[u8; 11] = b"10X98765432";

fn citizen_id(text: &str) -> Option<WarningCode> {
    let digits: Vec<u32> = text.chars().take(17).filter_map(|letter| letter.to_digit(10)).collect();
    let (17, 18, Some(last)) = (digits.len(), text.len(), text.bytes().last()) else {
        return Some(WarningCode::NotOfItsForm);
    };
    if digits[0] == 0 || !(last.is_ascii_digit() || last.eq_ignore_ascii_case(&b'X')) {
        return Some(WarningCode::NotOfItsForm);
    }
    if text.get(6..14).and_then(birthday).is_none() {
        return Some(WarningCode::NoSuchBirthday);
    }
    let sum: u32 = digits.iter().zip(CITIZEN_WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = CITIZEN_CHECKS[(sum % 11) as usize];
    (!last.eq_ignore_ascii_case(&check)).then_some(WarningCode::CheckCharacter)
}

/// A day as `YYYYMMDD`, of a time in which somebody who applies can have been born.
fn birthday(text: &str) -> Option<Date> {
    let number = |part: Option<&str>| part?.parse::<i16>().ok();
    let (year, month, day) = (number(text.get(..4))?, number(text.get(4..6))?, number(text.get(6..))?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|_| year >= 1800)
}

/// The characters of credit codes, each at its value: digits and capital letters without I, O, S, V and Z.
const CREDIT_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn value(character: u8) -> Option<u32> {
    let value = CREDIT_ALPHABET.iter().position(|known| *known == character)?;
    u32::try_from(value).ok()
}

fn credit_code(text: &str) -> Option<WarningCode> {
    let values: Vec<u32> = text.bytes().filter_map(value).collect();
    let ([first @ .., last], 18, 18) = (values.as_slice(), values.len(), text.len()) else {
        return Some(WarningCode::NotOfItsForm);
    };
    // The weights are the powers of 3 modulo 31.
    let weights = std::iter::successors(Some(1), |weight| Some(weight * 3 % 31));
    let sum: u32 = first.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    ((31 - sum % 31) % 31 != *last).then_some(WarningCode::CheckCharacter)
}

#[cfg(test)]
mod tests {
    use super::Identifier::{CitizenId, CreditCode};
    use super::WarningCode::{CheckCharacter, NoSuchBirthday, NotOfItsForm};
    use super::is_identifier;

    #[test]
    fn numbers_that_are_right_raise_no_doubt() {
        for number in ["34052419800101001X", "11010519491231002X", "11010519491231002x", "440524188001010014"] {
            assert_eq!(CitizenId.doubt(number), None, "{number}");
        }
        for code in [
            "91350100M000100Y43",
            "91110000802100433B",
            "9144030071526726XG",
            "11511301008778183N",
            "115113010833722043",
        ] {
            assert_eq!(CreditCode.doubt(code), None, "{code}");
        }
    }

    #[test]
    fn a_foreigner_with_permanent_residence_has_a_number_that_begins_with_9() {
        let last = (b'0'..=b'9').chain([b'X']).map(char::from);
        let right = last.map(|last| format!("93184019900307001{last}")).filter(|card| CitizenId.doubt(card).is_none());
        assert_eq!(right.count(), 1);
    }

    #[test]
    fn numbers_that_are_wrong_raise_the_doubt_that_they_should() {
        for (identifier, number, doubt) in [
            (CitizenId, "340524198001010013", CheckCharacter),
            (CitizenId, "34052419800230001X", NoSuchBirthday),
            (CitizenId, "34052412340101001X", NoSuchBirthday),
            (CitizenId, "04052419800101001X", NotOfItsForm),
            (CitizenId, "340524800101001", NotOfItsForm),
            (CitizenId, "3405241980010100X1", NotOfItsForm),
            (CitizenId, "34052419800101001y", NotOfItsForm),
            (CitizenId, "", NotOfItsForm),
            (CitizenId, "三四零五二四", NotOfItsForm),
            (CreditCode, "91350100M000100Y4I", NotOfItsForm),
            (CreditCode, "91350100M000100Y4", NotOfItsForm),
            (CreditCode, "91350100M000100Y433", NotOfItsForm),
            // Real codes of the first years fail the check of their standard.
            (CreditCode, "91350100M0001TGQXM", CheckCharacter),
            (CreditCode, "91350211M0000XUF46", CheckCharacter),
            (CreditCode, "91350203M0001FUE2P", CheckCharacter),
        ] {
            assert_eq!(identifier.doubt(number), Some(doubt), "{number}");
        }
    }

    #[test]
    fn one_wrong_digit_is_always_noticed() {
        let (card, code) = ("11010519491231002X", "9144030071526726XG");
        for at in 0..17 {
            for digit in '0'..='9' {
                for (identifier, right) in [(CitizenId, card), (CreditCode, code)] {
                    let wrong: String =
                        right.chars().enumerate().map(|(index, own)| if index == at { digit } else { own }).collect();
                    assert_eq!(identifier.doubt(&wrong).is_none(), wrong == right, "{wrong}");
                }
            }
        }
    }

    #[test]
    fn what_looks_like_a_number_of_the_state() {
        for number in ["11010519491231002X", "11010519491231002x", "110105491231002", "91350100M000100Y43"] {
            assert!(is_identifier(number), "{number}");
        }
        for other in ["r-lin", "3f0b7c6e-6a52-4b5e-9d8c-2f1a7d0c9e11", "1101054912310021", "车车车车车车", ""] {
            assert!(!is_identifier(other), "{other}");
        }
    }
}
