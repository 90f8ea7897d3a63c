//! `cargo xtask demo`: the example city with the portal in it, after a month of cases.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::process::{program, run};

/// The folder of the city's manifests.
const CITY: &str = "examples/qingshui";

/// Serves until Ctrl-C, which the city hears itself. `data` is where it is kept between two demonstrations.
pub(crate) fn show(root: &Path, cityhall: &Path, data: &Path, listen: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("failed to keep {}: {error}", data.display());
    // The mark says that its month came to its end: half a month is begun anew.
    let (kept, mark) = (data.join("city"), data.join("complete"));
    if !mark.exists() && data.exists() {
        fs::remove_dir_all(data).map_err(failed)?;
    }
    fs::create_dir_all(data).map_err(failed)?;
    let cityhall = || program(&cityhall.display().to_string(), root);
    let mut serve = cityhall();
    serve.args(["serve", "--dev", "--city", CITY, "--listen", listen, "--data"]).arg(kept);
    let (mut city, address) = start(&mut serve)?;
    let lived = if mark.exists() { Ok(()) } else { live(&mut cityhall(), &address) };
    match lived.and_then(|()| fs::write(&mark, []).map_err(failed)) {
        Ok(()) => println!(
            "\nThe city is ready. Ctrl-C ends it; its data stay in {}.\n  residents  {address}/\n  officers   \
             {address}/desk\n  leaders    {address}/board\n  partners   {address}/partners",
            data.display()
        ),
        // It may have ended already: what is told is why nothing was shown.
        Err(error) => {
            let _ = city.kill();
            return Err(error);
        }
    }
    city.wait().map(drop).map_err(|error| format!("failed to wait for the city: {error}"))
}

/// Starts a city; gives where it listens.
fn start(serve: &mut Command) -> Result<(Child, String), String> {
    let child = serve.stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| format!("failed to start {serve:?}: {error}"))?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("the city has no standard output")?).lines();
    let address =
        lines.by_ref().map_while(Result::ok).find_map(|line| Some(line.strip_prefix("listening on ")?.to_owned()));
    // Read to its end, so that the city never blocks on a full pipe.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    address.map(|address| (child, address)).ok_or_else(|| "the city ended before it listened".to_owned())
}

fn live(simulate: &mut Command, address: &str) -> Result<(), String> {
    println!("The city lives through a month of 300 cases, once, which takes a few minutes.");
    run(simulate.args(["simulate", "--city", CITY, "--at", address]))
}
