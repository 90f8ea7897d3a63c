//! `cityhall probe`: whether an address answers well. An image without a shell has no other client.

use std::process::ExitCode;
use std::time::Duration;

use crate::serve::runtime;

/// How long the answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Prints what was answered; the exit code is 0 only for a status of success.
pub(crate) fn run(url: &str) -> Result<ExitCode, String> {
    let failed = |error: reqwest::Error| format!("{url} does not answer: {error}");
    let (status, text) = runtime()?.block_on(async {
        let client = reqwest::Client::builder().timeout(ANSWER_WITHIN).build().map_err(failed)?;
        let response = client.get(url).send().await.map_err(failed)?;
        Ok::<_, String>((response.status(), response.text().await.map_err(failed)?))
    })?;
    println!("{status}");
    print!("{text}");
    Ok(if status.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
