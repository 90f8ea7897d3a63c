//! The code that only the receipt of a case shows: with the number it opens a view of the case, without an account.

use std::fmt;
use std::str::FromStr;

use super::number::{ALPHABET, symbol};

/// 40 bits, written as `7K3M-9QXA`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReceiptCode([u8; 5]);

/// Why a text is no receipt code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a receipt code looks like 7K3M-9QXA")]
pub struct InvalidReceiptCode;

impl ReceiptCode {
    /// The code of these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 5]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 5] {
        &self.0
    }
}

impl fmt::Display for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.0.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8_u32).rev() {
            let digit = ALPHABET.get((bits >> (place * 5) & 31) as usize).copied().unwrap_or_default();
            write!(f, "{}", char::from(digit))?;
            if place == 4 {
                f.write_str("-")?;
            }
        }
        Ok(())
    }
}

/// A code opens a case: nothing that is logged shows it.
impl fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCode(…)")
    }
}

/// Takes what a person may write: small letters, gaps, `O` for `0`.
impl FromStr for ReceiptCode {
    type Err = InvalidReceiptCode;

    fn from_str(given: &str) -> Result<Self, InvalidReceiptCode> {
        let symbols = given.chars().filter(|character| *character != '-' && !character.is_whitespace()).map(symbol);
        let symbols: Vec<u8> = symbols.take(9).collect::<Option<_>>().ok_or(InvalidReceiptCode)?;
        if symbols.len() != 8 {
            return Err(InvalidReceiptCode);
        }
        let bits = symbols.iter().fold(0_u64, |bits, symbol| bits << 5 | u64::from(*symbol));
        let [_, _, _, bytes @ ..] = bits.to_be_bytes();
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_write_is_read() {
        let code = ReceiptCode::new([0x01, 0x23, 0x45, 0x67, 0x89]);
        assert_eq!(code.to_string(), "04HM-ASW9");
        for written in ["04HM-ASW9", " o4hm asw9 ", "04hmasw9"] {
            assert_eq!(written.parse(), Ok(code), "{written}");
        }
        for wrong in ["", "04HM-ASW", "04HM-ASW99", "04HM-ASWU", "04HM-ASW9-04HM-ASW9"] {
            assert_eq!(wrong.parse::<ReceiptCode>(), Err(InvalidReceiptCode), "{wrong}");
        }
    }

    #[test]
    fn it_is_not_shown_where_it_is_logged() {
        assert_eq!(format!("{:?}", ReceiptCode::new([1; 5])), "ReceiptCode(…)");
    }

    proptest! {
        #[test]
        fn every_code_is_read_back(bytes: [u8; 5]) {
            let code = ReceiptCode::new(bytes);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
        }
    }
}
