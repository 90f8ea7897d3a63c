//! No file over 500 lines without its tests: what does not fit is two things.

use super::Source;

const LINES_MAX: usize = 500;

pub(crate) fn check(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter_map(|source| {
            let lines = lines_without_tests(&source.text);
            (lines > LINES_MAX)
                .then(|| format!("{}: {lines} lines without tests, at most {LINES_MAX}", source.path.display()))
        })
        .collect()
}

/// Lines before the test module at the end of the file.
fn lines_without_tests(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines
        .windows(2)
        .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{'));
    tests.unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_do_not_count() {
        assert_eq!(lines_without_tests("a\nb\n#[cfg(test)]\nmod tests {\nc\n}\n"), 2);
        assert_eq!(lines_without_tests("a\n#[cfg(test)]\nmod given;\nb\n"), 4);
    }
}
