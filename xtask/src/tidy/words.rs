//! Words that may not stand in the code: an example module's name in a crate (a special case in
//! disguise), an open end without an issue, an ignored test, a span that takes what a function is given.

use std::path::{Path, PathBuf};

use super::Source;

pub(crate) fn check(files: &[PathBuf], sources: &[Source]) -> Vec<String> {
    let examples: Vec<&str> = files.iter().filter_map(|path| example_module(path)).collect();
    // Written in two parts so that this file does not find itself.
    let open_end = concat!("TO", "DO");
    let ignored = concat!("#[ign", "ore");
    sources
        .iter()
        .flat_map(|source| source.text.lines().enumerate().map(move |(index, line)| (source, index + 1, line)))
        .flat_map(|(source, number, line)| {
            let place = format!("{}:{number}", source.path.display());
            let named = examples.iter().filter(|name| line.contains(**name)).map({
                let place = place.clone();
                move |name| format!("{place}: names the example module {name}")
            });
            let open = (line.contains(open_end) && !line.contains(&format!("{open_end}(#")))
                .then(|| format!("{place}: {open_end} without an issue"));
            let skipped = line.contains(ignored).then(|| format!("{place}: an ignored test"));
            let taken =
                (line.contains(concat!("instru", "ment(")) && line.contains("#[") && !line.contains("skip_all"))
                    .then(|| format!("{place}: a span with every argument: say skip_all"));
            named.chain(open).chain(skipped).chain(taken).collect::<Vec<_>>()
        })
        .collect()
}

/// The name of an example's module, from its file's name.
fn example_module(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    let is_module = text.starts_with("examples/") && text.contains("/modules/");
    if is_module { path.file_stem()?.to_str() } else { None }
}
