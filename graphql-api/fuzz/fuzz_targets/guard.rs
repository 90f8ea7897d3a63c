//! The guard against the parser, over whatever libFuzzer finds. The body is that of the tests.

#![no_main]

#[path = "../../tests/api/agreement.rs"]
mod agreement;
#[path = "../../src/guard/mod.rs"]
mod guard;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = agreement::check(text, &guard::DOCUMENT);
});
