//! The guard and the parser over the corpus, and over texts that are made of it.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use crate::agreement::{Verdict, check};
use crate::guard::DOCUMENT;

/// The documents of the corpus by name.
fn corpus() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/guard");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned())
        })
        .collect()
}

/// The first word of a name says what a document of the corpus is.
#[test]
fn the_corpus_is_judged_as_it_is_named() {
    let corpus = corpus();
    let mut counts = [0, 0, 0];
    for (name, text) in &corpus {
        let (index, named) = match name.split('-').next() {
            Some("refused") => (0, Verdict::Refused),
            Some("invalid") => (1, Verdict::Invalid),
            Some("document") => (2, Verdict::Document),
            _ => panic!("{name}: the first word is refused, invalid or document"),
        };
        assert_eq!(check(text, &DOCUMENT), named, "{name}");
        counts[index] += 1;
    }
    assert!(counts.iter().all(|count| *count >= 5), "{counts:?}");
    let introspection = include_str!("../documents/introspection.graphql");
    assert_eq!(check(introspection, &DOCUMENT), Verdict::Document);
}

/// What is done to a document of the corpus.
#[derive(Debug, Clone)]
enum Change {
    Cut(usize, usize),
    Insert(usize, &'static str),
    Repeat(usize, usize, usize),
    Splice(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let piece = prop_oneof![
        Just("\""),
        Just("\"\"\""),
        Just("\\"),
        Just("#"),
        Just("\n"),
        Just("\r"),
        Just("{"),
        Just("}"),
        Just("["),
        Just("("),
        Just(")"),
        Just("..."),
        Just("@a"),
        Just("$a"),
        Just("\u{feff}"),
        Just("\0"),
        Just("é"),
        Just("-1.5e3"),
        Just("\\u{1F600}"),
        Just("query"),
        Just("fragment"),
        Just("on"),
        Just(":"),
        Just("="),
        Just("!"),
        Just(","),
    ];
    prop_oneof![
        (any::<usize>(), 1_usize..20).prop_map(|(at, length)| Change::Cut(at, length)),
        (any::<usize>(), piece).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<usize>(), 1_usize..12, 2_usize..40).prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
        (any::<usize>(), any::<usize>()).prop_map(|(at, other)| Change::Splice(at, other)),
    ]
}

/// A place between two characters.
fn place(text: &str, at: usize) -> usize {
    let at = at.checked_rem(text.len() + 1).unwrap_or_default();
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

fn changed(text: &str, change: &Change, corpus: &[String]) -> String {
    let mut text = text.to_owned();
    match *change {
        Change::Cut(at, length) => {
            let at = place(&text, at);
            let end = place(&text, (at + length).min(text.len()));
            text.replace_range(at..end.max(at), "");
        }
        Change::Insert(at, piece) => text.insert_str(place(&text, at), piece),
        Change::Repeat(at, length, times) => {
            let at = place(&text, at);
            let end = place(&text, (at + length).min(text.len())).max(at);
            let repeated = text[at..end].repeat(times);
            text.insert_str(at, &repeated);
        }
        Change::Splice(at, other) => {
            let other = &corpus[other % corpus.len()];
            let middle = place(other, at);
            text.insert_str(place(&text, at), &other[middle..]);
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn they_agree_on_what_the_corpus_becomes(
        which in any::<usize>(), changes in proptest::collection::vec(change(), 0..8),
    ) {
        let corpus: Vec<String> = corpus().into_values().filter(|text| text.len() < 4_096).collect();
        let begun = corpus[which % corpus.len()].clone();
        let text = changes.iter().fold(begun, |text, change| changed(&text, change, &corpus));
        let _ = check(&text, &DOCUMENT);
    }

    #[test]
    fn they_agree_on_anything(text in "[\\[\\]{}()\"\\\\#.@:$!=|&a1_\\-\r\n, é\u{feff}]{0,120}") {
        let _ = check(&text, &DOCUMENT);
    }
}
