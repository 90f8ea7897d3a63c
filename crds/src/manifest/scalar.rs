//! What a bare word means: only what YAML 1.1 and YAML 1.2 agree on.

use serde_json::{Number, Value};

/// The value of a plain (unquoted) scalar, or `None` where the YAML versions differ.
pub(super) fn plain(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ if is_old_bool(text) => None,
        _ if looks_numeric(text) => number(text),
        _ => Some(Value::String(text.to_owned())),
    }
}

/// Words that YAML 1.1 reads as a truth value and YAML 1.2 as text.
pub(super) fn is_old_bool(text: &str) -> bool {
    const WORDS: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether some version of YAML reads `text` as a number.
fn looks_numeric(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    let special = [".inf", ".nan"].iter().any(|word| digits.eq_ignore_ascii_case(word));
    let based = ["0x", "0o", "0b"].iter().any(|base| digits.starts_with(base));
    let plain = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'e' | b'E' | b'+' | b'-'))
        && (digits.replace('_', "").parse::<f64>().is_ok());
    special || based || plain
}

/// The number, if every version of YAML reads the same one.
fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if leading_zero || !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    let fraction = digits.contains('.') && !digits.ends_with('.') && !digits.contains(['e', 'E', '_']);
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite() && fraction)?;
    Number::from_f64(value).map(Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::plain;

    #[test]
    fn bare_words_mean_one_thing_or_nothing() {
        for (text, value) in [
            ("", json!(null)),
            ("true", json!(true)),
            ("-12", json!(-12)),
            ("1.5", json!(1.5)),
            ("0", json!(0)),
            ("2026-01-04", json!("2026-01-04")),
            ("12345-6", json!("12345-6")),
            ("08:30", json!("08:30")),
            ("其他", json!("其他")),
        ] {
            assert_eq!(plain(text), Some(value), "{text}");
        }
        for text in ["yes", "NO", "on", "y", "007", "0o7", "0x1F", "1_000", "1e3", ".inf", "99999999999999999999", "+5"]
        {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
