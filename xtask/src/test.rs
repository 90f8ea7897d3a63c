//! The test command of the README, and the tasks that use the same build.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::node::Node;
use crate::process::{program, run};
use crate::stages::{Runner, Stages};
use crate::{ClusterTask, cache, demo, image, packages, peers, portal, python, tidy, tools};

/// `cargo xtask test [--all]`.
pub(crate) fn test(root: &Path, all: bool) -> Result<(), String> {
    let target = cache::cargo_target(root)?;
    let mut stages = Stages::start();
    let mut programs = String::new();
    let mut node = None;
    if all {
        stages.check("programs that the tests need", || {
            packages::install(root, &[packages::TESTS, packages::NODE].concat())?;
            node = Some(Node::install(root)?);
            Ok(())
        });
    }
    if let Some(node) = &node {
        let wire = root.join("tests/node");
        stages.check("packages of the wire tests", || node.packages(&wire, &wire));
        stages.check("scripts of the benchmarks' peers", || peers::check(root, node));
        stages.check("packages of the portal", || portal::install(root, node));
        stages.check("types, style and unit tests of the portal", || portal::check(root, node));
        stages.check("build the portal", || portal::build(root, node));
    }
    if all {
        stages.check("programs of a cluster and its checkers", || {
            programs = tools(root, &[])?;
            Ok(())
        });
    }
    stages.check("tidy", || tidy::run(root));
    stages.check("format", || run(cargo(root, &target).args(["fmt", "--all", "--check"])));
    stages.check("lints", || {
        run(cargo(root, &target).args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--profile",
            "ci",
            "--",
            "--deny",
            "warnings",
        ]))
    });
    stages.check("build the binary", || build(root, &target, "ci"));
    let mut container_image = PathBuf::new();
    if all {
        stages.check("container image", || {
            container_image = image::build(root, "ci")?;
            Ok(())
        });
    }
    let mut tests = cargo(root, &target);
    tests.args(["test", "--locked", "--workspace", "--profile", "ci", "--no-fail-fast"]);
    tests.env("CITYHALL_BIN", binary(&target, "ci"));
    if all {
        tests.args(["--features", "cityhall-tests/all,cityhall-graphql-api/all"]).env("CITYHALL_TEST_AS_ROOT", "1");
        tests.env("CITYHALL_TOOLS", programs).env("CITYHALL_IMAGE", container_image);
    }
    if let Some(node) = &node {
        tests.env("PATH", &node.path);
    }
    stages.tests("tests", Runner::Rust, &mut tests);
    if let Some(node) = &node {
        let mut browser = portal::browser(root, node);
        browser.env("CITYHALL_BIN", binary(&target, "ci"));
        stages.tests("the portal in a browser", Runner::Playwright, &mut browser);
    }
    stages.finish()
}

/// `cargo xtask tools [NAME..]`: the folders of the programs, in the form of a `PATH`.
pub(crate) fn tools(root: &Path, names: &[String]) -> Result<String, String> {
    let built = tools::build(root, names)?;
    if names.is_empty() { Ok(format!("{built}:{}", python::install(root)?.display())) } else { Ok(built) }
}

/// `cargo xtask demo`.
pub(crate) fn demo(root: &Path, listen: &str) -> Result<(), String> {
    packages::install(root, packages::PORTAL)?;
    println!("=== the portal");
    built_portal(root)?;
    println!("=== the city, optimised: the first time a quarter of an hour");
    let target = cache::cargo_target(root)?;
    build(root, &target, "release")?;
    demo::show(root, &binary(&target, "release"), &cache::home()?.join("demo"), listen)
}

/// `cargo xtask generate`: the tests that hold generated files fresh write them instead.
pub(crate) fn generate(root: &Path) -> Result<(), String> {
    let target = cache::cargo_target(root)?;
    build(root, &target, "ci")?;
    let mut tests = cargo(root, &target);
    tests.args(["test", "--workspace", "--profile", "ci", "generated"]);
    run(tests.env("CITYHALL_BIN", binary(&target, "ci")).env("CITYHALL_GENERATE", "1"))
}

/// `cargo xtask bench NAME`.
pub(crate) fn bench(root: &Path, name: &str, arguments: &[String]) -> Result<(), String> {
    let target = cache::cargo_target(root)?;
    let mut bench = cargo(root, &target);
    bench.args(["run", "--quiet", "--release", "--package", "cityhall-bench", "--features", "cluster", "--", name]);
    if name == "operator" {
        let names = ["etcd", "k8s", "helm4", "operator-go"].map(str::to_owned);
        bench.env("CITYHALL_TOOLS", tools::build(root, &names)?);
    }
    if name == "graphql" {
        packages::install(root, packages::BENCH)?;
        let node = Node::install(root)?;
        bench.env("PATH", &node.path).env("CITYHALL_PEERS", peers::install(root, &node)?);
    }
    if name == "portal" {
        packages::install(root, packages::TESTS)?;
        let node = built_portal(root)?;
        bench.env("PATH", &node.path);
    }
    build(root, &target, "release")?;
    run(bench.args(arguments).env("CITYHALL_BIN", binary(&target, "release")))
}

/// Builds the portal; gives what it was built with.
fn built_portal(root: &Path) -> Result<Node, String> {
    let node = Node::install(root)?;
    portal::install(root, &node)?;
    portal::build(root, &node)?;
    Ok(node)
}

/// `cargo xtask torture`.
pub(crate) fn torture(root: &Path, cycles: u32) -> Result<(), String> {
    let target = cache::cargo_target(root)?;
    build(root, &target, "ci")?;
    let mut torture = cargo(root, &target);
    torture.args(["test", "--package", "cityhall-tests", "--profile", "ci", "--", "--nocapture", "fault_kill"]);
    torture.env("CITYHALL_TORTURE_CYCLES", cycles.to_string());
    run(torture.env("CITYHALL_BIN", binary(&target, "ci")))
}

/// `cargo xtask cluster up [--node]|down|status`.
pub(crate) fn cluster(root: &Path, what: ClusterTask, with_node: bool) -> Result<(), String> {
    let target = cache::cargo_target(root)?;
    let mut cluster = cargo(root, &target);
    cluster.args(["run", "--quiet", "--locked", "--profile", "ci", "--package", "cityhall-tests", "--features", "all"]);
    cluster.args(["--bin", "cluster", "--", what.word()]).arg(cache::home()?.join("cluster.json"));
    if what == ClusterTask::Up {
        let mut names = vec!["etcd".to_owned(), "k8s".to_owned()];
        if with_node {
            packages::install(root, packages::NODE)?;
            names.extend(["coredns".to_owned(), "pause".to_owned()]);
            cluster.arg("--node");
        }
        cluster.env("CITYHALL_TOOLS", tools::build(root, &names)?);
    }
    run(&mut cluster)
}

fn build(root: &Path, target: &Path, profile: &str) -> Result<(), String> {
    run(cargo(root, target).args(["build", "--locked", "--package", "cityhall-cli", "--profile", profile]))
}

fn binary(target: &Path, profile: &str) -> PathBuf {
    target.join(profile).join("cityhall")
}

pub(crate) fn cargo(root: &Path, target: &Path) -> Command {
    let mut cargo = program("cargo", root);
    cargo.env("CARGO_TARGET_DIR", target);
    cargo
}
