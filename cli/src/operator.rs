//! `cityhall operator`: from arguments to an operator that runs until it is told to stop.

use std::process::ExitCode;

use cityhall_operator::{ImageOptions, Options, OtlpOptions, WebhookOptions};

use crate::arguments::Operator;
use crate::serve::{asked_to_stop, telling};

/// Runs until SIGTERM or Ctrl-C, or until it may not act any more.
pub(crate) fn run(arguments: Operator) -> Result<ExitCode, String> {
    let telemetry = telling("cityhall-operator", "warn,cityhall_operator=info", &arguments.telling)?;
    // One thread: nearly all is waiting, and threads that wake each other for it cost more than they help.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = runtime.map_err(|error| format!("failed to start the runtime: {error}"))?.block_on(async {
        let stop = asked_to_stop()?;
        cityhall_operator::run(options(arguments), stop).await.map_err(|ended| ended.to_string())
    });
    telemetry.stop();
    ended.map(|()| ExitCode::SUCCESS)
}

fn options(arguments: Operator) -> Options {
    let webhook = match (arguments.webhook_secret, arguments.webhook_service, arguments.webhook_configuration) {
        (Some(secret), Some(service), Some(configuration)) => {
            Some(WebhookOptions { listen: arguments.webhook_listen, secret, service, configuration })
        }
        _ => None,
    };
    Options {
        namespace: arguments.namespace,
        identity: arguments.identity,
        service_account: arguments.service_account,
        lease: arguments.lease,
        token: arguments.token,
        audience: arguments.audience,
        image: ImageOptions {
            reference: arguments.image,
            pull_policy: arguments.image_pull_policy,
            pull_secrets: arguments.image_pull_secret,
        },
        trusted_proxies: arguments.trusted_proxy.iter().map(ToString::to_string).collect(),
        otlp: arguments
            .telling
            .otlp_endpoint
            .filter(|endpoint| !endpoint.trim().is_empty())
            .map(|endpoint| OtlpOptions { endpoint, share: arguments.telling.otlp_share.to_string() }),
        listen: arguments.listen,
        webhook,
        city_url: arguments.city_url,
    }
}
