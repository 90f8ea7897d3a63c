//! Text in a picture: where it may be broken, and how wide it is at most.
//!
//! Nobody knows with which font a reader draws. Widths are therefore those of a wide one, so that text
//! never leaves its box; with a narrow one there is a little more air.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthStr;

/// How wide a Chinese character is, in units of the font's size.
const WIDE: f64 = 1.0;

/// How wide any other letter is, on the average of a line, in a wide font.
const LATIN: f64 = 0.58;

/// By how much bold letters are wider.
const BOLD: f64 = 1.06;

/// The width of one line, in pixels.
pub(super) fn width(line: &str, size: f64, bold: bool) -> f64 {
    let columns: f64 = line.chars().map(|letter| column(letter.encode_utf8(&mut [0; 4]))).sum();
    columns * size * if bold { BOLD } else { 1.0 }
}

/// Quotation marks and the like count as wide: Chinese fonts draw them so.
fn column(letter: &str) -> f64 {
    match letter.width_cjk() {
        0 => 0.0,
        1 => LATIN,
        _ => WIDE,
    }
}

/// Breaks a text into lines of at most `columns`, if its words allow: as few as can be, and about as long
/// as each other.
pub(super) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let lines = broken(text, columns);
    let even = (1..columns).map(|narrower| broken(text, narrower)).find(|even| even.len() == lines.len());
    even.unwrap_or(lines)
}

/// Breaks a text by the rules of Unicode, each line as late as can be.
fn broken(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut begin = 0;
    for (end, opportunity) in linebreaks(text) {
        let piece = &text[begin..end];
        if !line.is_empty() && line.width() + piece.trim_end().width() > columns {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(piece);
        begin = end;
        if opportunity == BreakOpportunity::Mandatory && end < text.len() {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_between_characters() {
        let even = ["Repaired;", "waiting for the", "reporter's word"];
        assert_eq!(wrapped("Repaired; waiting for the reporter's word", 18), even);
        assert_eq!(wrapped("已办结（暂时未能解决）", 16), ["已办结（暂时", "未能解决）"]);
        assert_eq!(wrapped("已办结（暂时未能解决）", 22), ["已办结（暂时未能解决）"]);
    }

    #[test]
    fn a_line_never_begins_with_a_mark_that_closes() {
        for columns in 4..20 {
            for line in wrapped("修好了，没有修好的（含复发的）、以及其他。", columns) {
                assert!(!line.starts_with(['，', '）', '、', '。']), "{line}");
            }
        }
    }

    #[test]
    fn a_word_that_is_too_long_keeps_its_line() {
        assert_eq!(wrapped("in Llanfairpwllgwyngyll", 8), ["in", "Llanfairpwllgwyngyll"]);
        assert_eq!(wrapped("", 8), [""]);
    }

    #[test]
    fn a_chinese_character_is_as_wide_as_its_font_is_high() {
        assert!((width("受理", 10.0, false) - 20.0).abs() < 0.01);
        assert!(width("ab", 10.0, true) > width("ab", 10.0, false));
    }
}
