//! The plugin's command line.

use std::path::PathBuf;

use cityhall_crds::Kind;
use cityhall_operator::plural;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::check::Output;

/// A city of a cluster, as those who run it see it.
///
/// Exit codes: 0 all is well, 1 the answer is no (something is not ready, has a problem or differs),
/// 2 it could not be done.
#[derive(Debug, Parser)]
#[command(name = "kubectl-cityhall", bin_name = "kubectl cityhall", version)]
pub(super) struct Plugin {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Tell how the city is, and everything of the namespace that is not ready, with its problems.
    ///
    /// Exit code 1 if anything is not ready, or if there is no city.
    Status(Status),
    /// Tell every problem of a folder of manifests, without a cluster: as `cityhall check` does.
    ///
    /// Exit code 1 if there is any.
    Check {
        /// The folder of manifests.
        city: PathBuf,
        /// How problems are printed.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        output: Output,
    },
    /// Tell what manifests would change in the cluster, and what the operator and the city would say.
    ///
    /// Compares each spec with the one in the cluster. What is new or differs is sent to the API server as a
    /// dry run: its rules, the operator and the city judge it, and nothing is written. Exit code 0: no
    /// difference; 1: differences; 2: something would be refused, or could not be found out.
    Diff(Diff),
    /// Let the operator do nothing about a manifest until it is resumed.
    Pause(Target),
    /// Let the operator act on a paused manifest again.
    Resume(Target),
    /// Write what somebody else needs to understand a city's trouble into a tar file: statuses, events, logs.
    ///
    /// Names and subjects of people are taken out, and no Secret is asked for. A README.txt in it tells what is
    /// there and what could not be had.
    SupportBundle(Bundle),
}

/// Which cluster, and where in it.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The namespace of the city; without it the context's.
    #[arg(long, short)]
    pub(super) namespace: Option<String>,
    /// The context of the kubeconfig; without it the current one.
    #[arg(long)]
    pub(super) context: Option<String>,
    /// The kubeconfig; without it what `KUBECONFIG` names, or `~/.kube/config`.
    #[arg(long)]
    pub(super) kubeconfig: Option<PathBuf>,
}

/// How to tell.
#[derive(Debug, Args)]
pub(super) struct Status {
    #[command(flatten)]
    pub(super) place: Place,
    /// How it is printed.
    #[arg(long, short, value_enum, default_value_t = Form::Text)]
    pub(super) output: Form,
}

/// How a status is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// A table of the city, and lines of what is not ready.
    Text,
    /// One JSON object.
    Json,
}

/// Which manifests.
#[derive(Debug, Args)]
pub(super) struct Diff {
    #[command(flatten)]
    pub(super) place: Place,
    /// Files of manifests, or folders: of these every `.yaml` and `.yml` file at any depth, but not in
    /// `samples`.
    #[arg(required = true, value_name = "FILE|DIR")]
    pub(super) manifests: Vec<PathBuf>,
}

/// Which manifest.
#[derive(Debug, Args)]
pub(super) struct Target {
    #[command(flatten)]
    pub(super) place: Place,
    /// The manifest, such as `servicemodule/library-card` or `city/qingshui`.
    #[arg(value_name = "KIND/NAME", value_parser = named)]
    pub(super) manifest: Named,
}

/// Where to.
#[derive(Debug, Args)]
pub(super) struct Bundle {
    #[command(flatten)]
    pub(super) place: Place,
    /// The file to write, which must not be there; without it `cityhall-NAMESPACE.tar`.
    #[arg(long, value_name = "FILE.tar")]
    pub(super) output: Option<PathBuf>,
}

/// One manifest of the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) kind: Kind,
    pub(super) name: String,
}

/// Reads `KIND/NAME`, the kind as kubectl takes it: in any case, one or many, or its short name.
fn named(text: &str) -> Result<Named, String> {
    let (kind, name) = text.split_once('/').ok_or("expected KIND/NAME, such as city/qingshui")?;
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')) {
        return Err(format!("`{name}` is no name of a manifest"));
    }
    let word = kind.to_ascii_lowercase();
    let kind = Kind::ALL.into_iter().find(|kind| words(*kind).contains(&word.as_str()));
    let known = || Kind::ALL.map(|kind| kind.as_str().to_ascii_lowercase()).join(", ");
    let kind = kind.ok_or_else(|| format!("`{word}` is none of {}", known()))?;
    Ok(Named { kind, name: name.to_owned() })
}

fn words(kind: Kind) -> [&'static str; 3] {
    let (one, short) = match kind {
        Kind::City => ("city", "city"),
        Kind::Department => ("department", "dept"),
        Kind::HolidayCalendar => ("holidaycalendar", "hcal"),
        Kind::ServiceModule => ("servicemodule", "sm"),
        Kind::Partner => ("partner", "partner"),
        Kind::AccessPolicy => ("accesspolicy", "apol"),
    };
    [one, plural(kind), short]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_named_as_kubectl_names_it() {
        let calendar = Named { kind: Kind::HolidayCalendar, name: "year-2026".to_owned() };
        for text in ["holidaycalendar/year-2026", "HolidayCalendars/year-2026", "hcal/year-2026"] {
            assert_eq!(named(text).as_ref(), Ok(&calendar), "{text}");
        }
        for text in ["city", "city/", "pod/x", "city/a/b", "city/../x"] {
            assert!(named(text).is_err(), "{text}");
        }
    }
}
