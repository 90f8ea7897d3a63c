//! `cityhall probe`: whether an address answers well. An image without a shell has no other client.

use std::process::ExitCode;
use std::time::Duration;

use tokio::time::Instant;

use crate::serve::runtime;

/// How long one answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// How long to wait before the address is asked again.
const PAUSE: Duration = Duration::from_millis(500);

/// Asks until it is answered well or `within` is over, at least once, and prints the last answer.
/// The exit code is 0 only for a status of success.
pub(crate) fn run(url: &str, within: Duration) -> Result<ExitCode, String> {
    let (status, text) = runtime()?.block_on(async {
        let until = Instant::now() + within;
        loop {
            let answer = ask(url).await;
            let well = answer.as_ref().is_ok_and(|(status, _)| status.is_success());
            if well || Instant::now() + PAUSE > until {
                break answer;
            }
            tokio::time::sleep(PAUSE).await;
        }
    })?;
    println!("{status}");
    print!("{text}");
    Ok(if status.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn ask(url: &str) -> Result<(reqwest::StatusCode, String), String> {
    let failed = |error: reqwest::Error| format!("{url} does not answer: {error}");
    let client = reqwest::Client::builder().tls_certs_only([]).timeout(ANSWER_WITHIN).build().map_err(failed)?;
    let response = client.get(url).send().await.map_err(failed)?;
    Ok((response.status(), response.text().await.map_err(failed)?))
}
