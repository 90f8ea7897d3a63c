//! The one grammar of `date` and `email`, and the options with which every validator of a form is
//! built. The portal mirrors both formats; the golden file binds the two.

use jiff::civil::Date;
use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use serde_json::Value;

/// Builds the validator of `schema`: formats asserted, unknown ones refused, patterns in the linear
/// engine, nothing fetched from anywhere.
pub(super) fn validator(schema: &Value) -> Result<Validator, ValidationError<'static>> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .with_pattern_options(PatternOptions::regex())
        .with_format("date", is_date)
        .with_format("email", is_email)
        .offline()
        .build(schema)
}

/// Whether `text` is `YYYY-MM-DD` in ASCII digits and a day of the proleptic Gregorian calendar.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() });
    shaped && day(text).is_some()
}

fn day(text: &str) -> Option<Date> {
    let year = text.get(0..4)?.parse().ok()?;
    let month = text.get(5..7)?.parse().ok()?;
    Date::new(year, month, text.get(8..10)?.parse().ok()?).ok()
}

/// Whether `text` is `local@domain`: the local part of `A-Za-z0-9._%+-`, the domain of at least two
/// labels of `A-Za-z0-9-` that neither begin nor end with `-`.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_fits = local.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte));
    !local.is_empty() && local_fits && domain.contains('.') && domain.split('.').all(is_host_label)
}

fn is_host_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_that_exist() {
        for good in ["2026-02-28", "2024-02-29", "0000-01-01", "9999-12-31"] {
            assert!(is_date(good), "{good}");
        }
        for bad in ["", "2026-02-29", "2026-13-01", "26-1-1", "20260228", "２０２６-02-28", "2026-02-28 ", "+026-02-28"]
        {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn addresses_have_a_local_part_and_a_dotted_domain() {
        for good in ["a@b.cn", "A.b+c%d_e-f@x-y.example.org", "a..b@c.cn", ".a@c.cn"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a@b",
            "@b.cn",
            "a@",
            "a@b..cn",
            "a@-b.cn",
            "a@b-.cn",
            "a@b@c.cn",
            "\"a b\"@c.cn",
            "a@[127.0.0.1]",
            "张@例.cn",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
