//! How a property is held: over modules and histories that are made from fixed seeds, so that a failure on one
//! machine is a failure on every other. A failure says its seed, and how to see it again.

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};

/// The seeds of every run.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=8;

/// How many cases each seed makes.
const CASES: u32 = 30;

/// The seed that is asked for with `CITYHALL_SEED`, or all of [`SEEDS`].
pub(crate) fn seeds() -> Vec<u64> {
    let asked = std::env::var("CITYHALL_SEED").ok();
    asked.map_or_else(|| SEEDS.collect(), |seed| vec![seed.parse().unwrap_or_else(|_| panic!("{seed} is no seed"))])
}

/// What makes the cases of one seed.
pub(crate) fn runner(seed: u64, cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() })
}

/// Holds `property` over the cases of every seed.
pub(crate) fn hold<S: Strategy>(test: &str, strategy: &S, property: impl Fn(S::Value) -> TestCaseResult) {
    for seed in seeds() {
        if let Err(error) = runner(seed, CASES).run(strategy, &property) {
            panic!("seed {seed}: {error}\n{}", replay(seed, test));
        }
    }
}

/// How to see the failure of one seed again.
pub(crate) fn replay(seed: u64, test: &str) -> String {
    format!("to see it again: CITYHALL_SEED={seed} cargo test -p cityhall-domain --test rules -- {test}")
}

/// Tests, each a property of values that strategies make.
macro_rules! properties {
    ($($(#[$meta:meta])* fn $name:ident($($value:pat_param in $strategy:expr),+ $(,)?) $body:block)+) => {
        $($(#[$meta])* fn $name() {
            crate::holding::hold(stringify!($name), &($($strategy,)+), |($($value,)+)| {
                $body
                Ok(())
            });
        })+
    };
}
pub(crate) use properties;
