//! What the whole system does, seen from outside. One file per question; the file's first word is
//! the boundary that it enters by: `admit` (manifests), `flow` (people's matters), `api` (the
//! wire), `cluster` (a real Kubernetes), `fault` (what breaks).

mod admit_charts;
mod admit_check;
mod admit_explain;
mod admit_hot_reload;
mod admit_reference;
#[cfg(feature = "all")]
mod api_audits;
mod api_bad_input;
mod api_conformance;
mod api_guide;
mod api_hostile;
mod api_limits;
#[cfg(feature = "all")]
mod api_notices;
mod api_partners;
mod api_probe;
#[cfg(feature = "all")]
mod api_schema;
#[cfg(feature = "all")]
mod api_slow;
mod api_socket;
mod api_statements;
#[cfg(feature = "all")]
mod api_subscriptions;
mod api_tokens;
#[cfg(feature = "all")]
mod api_tokens_provider;
mod api_tracing;
mod api_twice;
#[cfg(feature = "all")]
mod cluster_admission;
#[cfg(feature = "all")]
mod cluster_charts;
#[cfg(feature = "all")]
mod cluster_definitions;
#[cfg(feature = "all")]
mod cluster_image;
#[cfg(feature = "all")]
mod cluster_life;
#[cfg(feature = "all")]
mod cluster_node;
#[cfg(feature = "all")]
mod cluster_operator;
#[cfg(feature = "all")]
mod cluster_plugin;
#[cfg(feature = "all")]
mod cluster_rights;
#[cfg(feature = "all")]
mod cluster_whole;
#[cfg(feature = "all")]
mod fault_cluster;
#[cfg(feature = "all")]
mod fault_full_disk;
mod fault_kill;
#[cfg(feature = "all")]
mod fault_operator;
mod fault_second_writer;
mod flow_assignment;
mod flow_canaries;
mod flow_conversation;
#[cfg(feature = "all")]
mod flow_due_dates;
mod flow_generated_module;
mod flow_mandates;
mod flow_matrix;
mod flow_migration;
mod flow_partners;
mod flow_people;
mod flow_policies;
mod flow_production;
mod flow_readme;
mod flow_samples;
mod flow_simulate;
mod flow_supervision;
