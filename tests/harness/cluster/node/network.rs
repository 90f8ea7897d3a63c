//! The network of a node: a namespace with a name, an address, and a way out that leads nowhere.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use super::good;
use crate::Outcome;

/// The namespace as a file, where `ip netns` has its own.
pub(super) const FILE: &str = "/run/netns/cityhall";

/// Run in the namespace. Without a default route no address of a service could be reached; without
/// forwarding no pod could.
const ARRANGE: &str = "
ip link set lo up
ip link add v0 type veth peer name v1
ip address add 10.77.0.1/24 dev v0
ip link set v0 up
ip link set v1 up
ip route add default via 10.77.0.254 dev v0
echo 1 > /proc/sys/net/ipv4/ip_forward
bridged=/proc/sys/net/bridge/bridge-nf-call-iptables
if [ -e $bridged ]; then echo 1 > $bridged; fi
";

pub(super) fn make() -> Outcome {
    File::create(FILE)?;
    good(Command::new("unshare").args([&format!("--net={FILE}"), "true"]))?;
    good(Command::new("nsenter").args([&format!("--net={FILE}"), "sh", "-ec", ARRANGE]))?;
    Ok(())
}

/// Takes its name from it. It is gone when nothing runs in it any more.
pub(super) fn remove() -> Outcome {
    if !Path::new(FILE).exists() {
        return Ok(());
    }
    let mounts = std::fs::read_to_string("/proc/self/mountinfo")?;
    if mounts.contains(&format!(" {FILE} ")) {
        good(Command::new("umount").arg(FILE))?;
    }
    Ok(std::fs::remove_file(FILE)?)
}
